"""Layers as the store holds them: taking in what a feed or a file brought, and counting only what really changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from console.domain.errors import NotValid
from console.domain.wire import Json
from console.service import edited
from console.service.problems import Problem
from console.service.store.contract import Published, StoredFeature, Transaction
from layers.catalog import BY_KEY, Geometry
from layers.schema import faults

if TYPE_CHECKING:
    from layers.features import Feature

SHAPES = {
    Geometry.POINT: ("Point", "MultiPoint"),
    Geometry.LINE: ("LineString", "MultiLineString"),
    Geometry.POLYGON: ("Polygon", "MultiPolygon"),
}
MOST_FAULTS = 50


@dataclass(frozen=True, slots=True)
class Change:
    """What a reading does to one layer: what to put, what to take, whose time only moves."""

    put: list[StoredFeature] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    same: list[StoredFeature] = field(default_factory=list)

    @property
    def is_real(self) -> bool:
        """Whether anybody would see a difference."""
        return bool(self.put or self.gone)


def stored(feature: Feature, source: str, at: datetime) -> StoredFeature:
    """A feature as the store keeps it; its version is the store's."""
    geojson = {**feature.to_geojson(), "source": source, "updated_at": at.isoformat()}
    return StoredFeature(feature.id, geojson, source, feature.valid_until)


def difference(
    known: dict[str, StoredFeature], seen: Iterable[StoredFeature], *, complete: bool, source: str
) -> Change:
    """What is new or other among `seen`; with `complete`, what its source no longer tells of goes."""
    change = Change()
    here: set[str] = set()
    for item in seen:
        here.add(item.id)
        before = known.get(item.id)
        if before is not None and before.source == item.source and _content(before.geojson) == _content(item.geojson):
            change.same.append(item)
        else:
            change.put.append(item)
    if complete:
        change.gone.extend(ident for ident, item in known.items() if item.source == source and ident not in here)
    return change


def _content(geojson: Json) -> tuple[object, object]:
    return geojson["geometry"], geojson["properties"]


def take(
    tx: Transaction,
    layer: str,
    features: Iterable[Feature],
    *,
    source: str,
    at: datetime,
    complete: bool,
    as_of: datetime | None = None,
) -> Change:
    """Brings a layer to what its source tells; one new version of the layer when anything changed.

    ``as_of``: how things stood then, where that is not now; the layer is as old as the youngest that it holds.
    """
    seen = {feature.id: stored(feature, feature.source or source, at) for feature in features}
    known = tx.features(layer)
    seen = edited.kept(tx, layer, seen, known, complete=complete, source=source)
    change = difference(known, seen.values(), complete=complete, source=source)
    for item in change.same:
        tx.keep_until(layer, item.id, item.valid_until)
    heard = max(filter(None, (as_of or at, tx.layer(layer).heard_at)))
    state = tx.change_layer(layer, change.put, change.gone, heard)
    tx.publish(Published(layer=state))
    return change


def drop_expired(tx: Transaction, at: datetime) -> None:
    """Takes from every layer what holds no longer."""
    for layer, idents in tx.expired(at).items():
        tx.publish(Published(layer=tx.change_layer(layer, (), idents, None)))


def checked(layer: str, rows: object) -> list[Feature]:
    """The features of an import, all of them right: known fields, the layer's kind of geometry, an id each.

    Raises NotValid, or Problem 422 `features` with what is wrong with which (at most 50).
    """
    from layers.features import Feature, NotAFeature  # brings shapely, which a start need not wait for

    if not isinstance(rows, list):
        raise NotValid("features must be a list", field="features")
    found: list[Feature] = []
    wrong: list[Json] = []
    for place, row in enumerate(rows):
        try:
            feature = Feature.from_geojson(_plain(row), layer)
        except (NotAFeature, TypeError, ValueError, AttributeError, RecursionError):
            wrong.append({"row": place, "field": "geometry", "code": "unreadable"})
            continue
        wrong.extend({"row": place, **fault} for fault in _faults(layer, feature))
        found.append(feature)
    if wrong:
        words = f"{len(wrong)} things are wrong with the features; none was taken."
        raise Problem(422, "features", words, {"faults": wrong[:MOST_FAULTS]})
    if len({feature.id for feature in found}) != len(found):
        raise NotValid("two features have the same id", field="features")
    return found


def _plain(row: Json) -> Json:
    """Lists of names become text with semicolons: a field holds one value."""
    properties = row.get("properties") or {}
    plain = {key: "; ".join(map(str, value)) if isinstance(value, list | tuple) else value
             for key, value in properties.items()}  # fmt: skip
    return {**row, "properties": plain}


def _faults(layer: str, feature: Feature) -> list[Json]:
    about = BY_KEY[layer]
    if feature.layer != layer:
        return [{"field": "layer", "code": "other"}]
    if feature.geometry.geom_type not in SHAPES[about.geometry]:
        return [{"field": "geometry", "code": "kind", "detail": about.geometry}]
    return [{"field": fault.field, "code": fault.code} for fault in faults(about.fields, feature.properties)]
