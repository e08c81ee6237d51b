"""Feeds and people on one feature: what a person edited stays until the feed itself says something else there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from console.domain.wire import Json
from console.service.store.contract import StoredFeature, Transaction
from console.service.store.drafts import Edited

GEOMETRY = "geometry"


def kept(
    tx: Transaction,
    layer: str,
    seen: Mapping[str, StoredFeature],
    known: Mapping[str, StoredFeature],
    *,
    complete: bool,
    source: str,
) -> dict[str, StoredFeature]:
    """What a feed says now, with people's edits kept: a field is the feed's again once the feed changes it.

    A feature that a person took away stays away until the feed says anything else of it. What a complete reading no
    longer tells of goes, edits and all.
    """
    held = tx.edited(layer)
    if not held:
        return dict(seen)
    result = dict(seen)
    over: list[str] = []
    still: list[Edited] = []
    for ident, edit in held.items():
        item = seen.get(ident)
        if item is None:
            if complete and edit.source == source:
                over.append(ident)
            continue
        if item.source != edit.source:
            continue
        mine = known.get(ident)
        if edit.removed and mine is None and fields(edit.said) == fields(item.geojson):
            del result[ident]
        elif mine is None:
            over.append(ident)
        else:
            result[ident], agree = _over(edit.said, mine, item)
            over.extend([ident] if agree else [])
            still.extend([] if agree else [replace(edit, said=item.geojson, removed=False)])
    tx.put_edited(layer, still)
    tx.drop_edited(layer, over)
    return result


def _over(said: Json, mine: StoredFeature, item: StoredFeature) -> tuple[StoredFeature, bool]:
    """What the feed changed, laid over what stands; and whether feed and person now agree on everything."""
    before, now, stands = fields(said), fields(item.geojson), fields(mine.geojson)
    keys = dict.fromkeys((*now, *before, *stands))
    values = {key: (now if before.get(key) != now.get(key) else stands).get(key) for key in keys}
    if all(values[key] == now.get(key) for key in keys):
        return item, True
    geometry = values.pop(GEOMETRY)
    properties = {key: value for key, value in values.items() if value is not None}
    return replace(item, geojson={**item.geojson, "geometry": geometry, "properties": properties}), False


def fields(geojson: Json) -> Json:
    """The content of a feature by field, the geometry among them; a field without a value is none."""
    found = {key: value for key, value in geojson["properties"].items() if value is not None}
    return {**found, GEOMETRY: geojson["geometry"]}
