"""Layers as the store holds them: taking in what a feed or a file brought, and counting only what really changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from console.domain.errors import NotValid
from console.domain.wire import Json
from console.service import edited
from console.service.problems import Problem
from console.service.store.contract import Published, Reader, StoredFeature, Transaction
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


@dataclass(frozen=True, slots=True)
class Told:
    """What a source tells of a layer; and, worked out before the writer's turn, what that changes on the layer as it
    stood at a version. Whoever waits behind a reading of thousands then waits for the writing alone."""

    layer: str
    source: str
    at: datetime
    complete: bool
    seen: dict[str, StoredFeature]
    as_of: datetime | None = None  # how things stood then, where that is not now
    version: int = -1
    change: Change = field(default_factory=Change)
    moved: list[StoredFeature] = field(default_factory=list)  # same as before, but for their time

    @classmethod
    def of(
        cls,
        layer: str,
        features: Iterable[Feature],
        source: str,
        at: datetime,
        *,
        complete: bool,
        as_of: datetime | None = None,
    ) -> Told:
        """The features of a layer, as the store keeps them."""
        seen = {feature.id: stored(feature, feature.source or source, at) for feature in features}
        return cls(layer, source, at, complete, seen, as_of)

    def against(self, read: Reader) -> Told:
        """The same, with what it changes: outside of any transaction, so of use only while the version stands."""
        version = read.layer(self.layer).version
        return self._over(read.features(self.layer), self.seen, version)

    def bring(self, tx: Transaction) -> Change:
        """Brings the layer to it; one new version of the layer when anything changed.

        The layer is as old as the youngest that it holds.
        """
        told, before = self, tx.layer(self.layer)
        if self.version != before.version or tx.edited(self.layer):
            known = tx.features(self.layer)
            seen = edited.kept(tx, self.layer, self.seen, known, complete=self.complete, source=self.source)
            told = self._over(known, seen, -1)
        tx.keep_until(self.layer, [(item.id, item.valid_until) for item in told.moved])
        heard = max(filter(None, (self.as_of or self.at, before.heard_at)))
        state = tx.change_layer(self.layer, told.change.put, told.change.gone, heard)
        tx.publish(Published(layer=state))
        return told.change

    def _over(self, known: dict[str, StoredFeature], seen: dict[str, StoredFeature], version: int) -> Told:
        change = difference(known, seen.values(), complete=self.complete, source=self.source)
        moved = [item for item in change.same if item.valid_until != known[item.id].valid_until]
        return replace(self, version=version, change=change, moved=moved)


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
    return Told.of(layer, features, source, at, complete=complete, as_of=as_of).bring(tx)


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
