"""A layer as a collection: its features in order of id, ready to be sent, asked by box, time, property and filter."""

from __future__ import annotations

import bisect
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from console.domain import wire
from console.domain.wire import Json
from console.service.ogc.extents import Box, Span
from console.service.publishing import trusted
from console.service.store.contract import Reader
from layers.features import Feature

BESIDE = ("version", "updated_at", "source", "valid_until")  # what a feature has besides its layer's fields


@dataclass(frozen=True, slots=True)
class Question:
    """Which features are wanted. `boxes`: west, south, east, north; any of them; `within`: when they were changed."""

    boxes: tuple[Box, ...] = ()
    within: Span | None = None
    fields: Mapping[str, Any] | None = None
    fits: Callable[[Feature], bool] | None = None


class Collection:
    """A layer at one version; nothing in it changes."""

    def __init__(self, layer: str, version: int, rows: Iterable[Json]) -> None:
        self.layer = layer
        self.version = version
        ordered = [public(row) for row in sorted(rows, key=lambda row: str(row["id"]))]
        self.ids = [str(row["id"]) for row in ordered]
        self.features: list[Feature] = [item for item in trusted(layer, ordered) if item is not None]
        self.encoded = [wire.dump(row) for row in ordered]
        self._shapes = np.array([feature.geometry for feature in self.features], dtype=object)
        self._tree = shapely.STRtree(self._shapes)

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def bounds(self) -> list[float] | None:
        """West, south, east, north in degrees; None when there is nothing."""
        return [float(number) for number in shapely.total_bounds(self._shapes)] if len(self) else None

    @property
    def first_change(self) -> str | None:
        """When the feature that rested longest was last changed."""
        times = [str(at) for feature in self.features if (at := feature.properties.get("updated_at"))]
        return min(times, default=None)

    def find(self, question: Question) -> list[int]:
        """The places of the features that fit, in order."""
        if question.boxes:
            boxes = [shapely.box(*box) for box in question.boxes]
            places = sorted({int(place) for place in self._tree.query(boxes, predicate="intersects")[1]})
        else:
            places = list(range(len(self)))
        for fits in _conditions(question):
            places = [place for place in places if fits(self.features[place])]
        return places

    def page(self, places: list[int], after: str, limit: int) -> tuple[list[bytes], str | None]:
        """The features behind an id, at most `limit`, ready to be sent; and the id to go on from, None at the end."""
        start = bisect.bisect_right(places, after, key=lambda place: self.ids[place]) if after else 0
        chosen = places[start : start + limit]
        more = self.ids[chosen[-1]] if chosen and start + limit < len(places) else None
        return [self.encoded[place] for place in chosen], more

    def one(self, ident: str) -> tuple[bytes, int] | None:
        """A feature ready to be sent, and its version."""
        place = bisect.bisect_left(self.ids, ident)
        if place == len(self.ids) or self.ids[place] != ident:
            return None
        return self.encoded[place], int(str(self.features[place].properties["version"]))


class Shelf:
    """The collections that were asked for, each made anew when its layer has moved on."""

    def __init__(self) -> None:
        self._made: dict[str, Collection] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()

    def collection(self, read: Reader, layer: str) -> Collection:
        """The layer as it stands."""
        with self._guard:
            lock = self._locks.setdefault(layer, threading.Lock())
        with lock:
            version = read.layer(layer).version
            known = self._made.get(layer)
            if known is None or known.version != version:
                known = Collection(layer, version, read.delta(layer, 0).features)
                self._made[layer] = known
            return known


def public(row: Json) -> Json:
    """A feature for everybody's GIS: plain GeoJSON; what we know besides stands among the properties."""
    beside = {name: row.get(name) for name in BESIDE}
    properties = {**row["properties"], **beside}
    return {"type": "Feature", "id": row["id"], "geometry": row["geometry"], "properties": properties}


def _conditions(question: Question) -> Iterable[Callable[[Feature], bool]]:
    if (within := question.within) is not None:
        yield lambda feature: _within(feature, within)
    for key, value in (question.fields or {}).items():
        yield lambda feature, key=key, value=value: feature.properties.get(key) == value  # type: ignore[misc]
    if question.fits is not None:
        yield question.fits


def _within(feature: Feature, within: Span) -> bool:
    at = wire.time_of(feature.properties, "updated_at")
    return at is None or within.start <= at <= within.end  # what has no time is of all times
