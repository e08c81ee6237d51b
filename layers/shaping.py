"""Shapes mended corner by corner, split and merged; where several share a corner or an edge, all of them follow.

Degrees, longitude first. Nothing here changes a feature: each answer holds the next ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, polygonize, split

from layers.features import Feature

Place = tuple[float, float]
Row = list[Place]  # the corners of a line, or of a ring whose last is its first
SAME = 1e-9  # degrees: corners nearer than a tenth of a millimetre are one
ON_EDGE = 2e-8  # degrees: two millimetres off an edge is on it


class CanNotShape(ValueError):
    """It can't be done; `code` has its words on the screen: few, apart, untouched, mixed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def rows(geometry: BaseGeometry) -> list[tuple[Row, bool]]:
    """Every line and ring of a geometry with whether it closes; a point is a row of one."""
    return [(_places(part), part.geom_type == "LinearRing") for part in _lines(geometry)]


def with_rows(geometry: BaseGeometry, remade: Sequence[Row]) -> BaseGeometry:
    """The geometry with other corners, row by row as `rows` gave them. CanNotShape: too few are left."""
    waiting = iter(remade)
    return _rebuilt(geometry, waiting)


def move_corner(features: Iterable[Feature], old: Place, new: Place) -> list[Feature]:
    """Those of the features that have a corner at `old`, with it moved."""
    return _each(features, lambda row, _: [new if _is_same(corner, old) else corner for corner in row])


def insert_corner(features: Iterable[Feature], place: Place, new: Place | None = None) -> list[Feature]:
    """Those whose edge runs through `place`, with a corner put in there, or at `new` where it was dragged to."""
    return _each(features, lambda row, _: _inserted(row, place, new or place))


def remove_corner(features: Iterable[Feature], place: Place) -> list[Feature]:
    """Those that have a corner there, without it. CanNotShape("few"): one of them would be no shape any more."""
    return _each(features, lambda row, closed: _removed(row, place, closed))


def split_by(feature: Feature, cut: BaseGeometry) -> list[BaseGeometry]:
    """The pieces into which a cut parts a line or an area, the largest first. CanNotShape("untouched"): none."""
    shape = feature.geometry
    if shape.geom_type.endswith("Polygon"):
        net = shapely.union_all([shape.boundary, shapely.intersection(cut, shape)])
        pieces = [part for part in polygonize(net) if shape.covers(part.representative_point())]
    else:
        pieces = [piece for part in shapely.get_parts(shape) for piece in split(part, cut).geoms]
    before = len(shapely.get_parts(shape))
    if len(pieces) <= before:
        raise CanNotShape("untouched")
    measure = shapely.area if shape.geom_type.endswith("Polygon") else shapely.length
    return sorted(pieces, key=lambda piece: -float(measure(piece)))


def merged_shape(features: Sequence[Feature], keep: Feature) -> BaseGeometry:
    """One shape out of several. Of points it is that of `keep`: one thing that was entered twice stands once."""
    kinds = {_dimension(feature.geometry) for feature in features}
    if len(kinds) > 1:
        raise CanNotShape("mixed")
    if kinds == {0}:
        return keep.geometry
    whole = shapely.union_all([feature.geometry for feature in features])
    return linemerge(whole) if kinds == {1} and whole.geom_type == "MultiLineString" else whole


def through_corners(features: Iterable[Feature], shape: BaseGeometry) -> list[Feature]:
    """Those whose edges run through corners of `shape` that they do not have, with them put in: borders stay shared."""
    changed: dict[str, Feature] = {}
    corners = {place for row, _ in rows(shape) for place in row}
    for feature in features:
        outline = feature.geometry.boundary if feature.geometry.geom_type.endswith("Polygon") else feature.geometry
        have = {place for row, _ in rows(feature.geometry) for place in row}
        missing = [
            place
            for place in sorted(corners - have)
            if shapely.dwithin(outline, shapely.Point(place), ON_EDGE)
            and not any(_is_same(place, corner) for corner in have)
        ]
        now = feature
        for place in missing:
            (now,) = insert_corner([now], place) or [now]
        if now is not feature:
            changed[feature.id] = now
    return list(changed.values())


def as_kind(geometry: BaseGeometry, kind: str) -> BaseGeometry:
    """The geometry on a layer of point, line or polygon. CanNotShape("mixed"): it is of another kind."""
    wanted = {"point": 0, "line": 1, "polygon": 2}[kind]
    if _dimension(geometry) != wanted or geometry.geom_type == "GeometryCollection":
        raise CanNotShape("mixed")
    return geometry


def edge_place(geometry: BaseGeometry, place: Place) -> Place:
    """The place on the geometry's edges that is nearest."""
    outline = geometry.boundary if geometry.geom_type.endswith("Polygon") else geometry
    at = shapely.line_interpolate_point(outline, shapely.line_locate_point(outline, shapely.Point(place)))
    if at is None or at.is_empty:  # several lines: the nearest of them
        at = shapely.shortest_line(outline, shapely.Point(place)).interpolate(0)
    return float(at.x), float(at.y)


# --- inside ------------------------------------------------------------------------------------


def _lines(geometry: BaseGeometry) -> Iterator[BaseGeometry]:
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            yield part.exterior
            yield from part.interiors
        else:
            yield part


def _places(line: BaseGeometry) -> Row:
    return [(x, y) for x, y in shapely.get_coordinates(line).tolist()]


def _rebuilt(geometry: BaseGeometry, waiting: Iterator[Row]) -> BaseGeometry:
    if geometry.geom_type.startswith("Multi"):
        parts: Any = [_rebuilt(part, waiting) for part in geometry.geoms]
        return type(geometry)(parts)
    if geometry.geom_type == "Polygon":
        shell, *holes = (next(waiting) for _ in range(1 + len(geometry.interiors)))
        if len({*shell}) < 3:
            raise CanNotShape("few")
        return shapely.Polygon(shell, [hole for hole in holes if len({*hole}) >= 3])
    row = next(waiting)
    if geometry.geom_type == "Point":
        return shapely.Point(row[0])
    if len({*row}) < 2:
        raise CanNotShape("few")
    return shapely.LineString(row)


def _each(features: Iterable[Feature], remake: Callable[[Row, bool], Row]) -> list[Feature]:
    """The features whose rows come out otherwise."""
    found = []
    for feature in features:
        before = rows(feature.geometry)
        after = [remake(row, closed) for row, closed in before]
        if after != [row for row, _ in before]:
            found.append(replace(feature, geometry=with_rows(feature.geometry, after)))
    return found


def _inserted(row: Row, place: Place, new: Place) -> Row:
    if any(_is_same(corner, place) for corner in row):
        return row
    for at, (one, other) in enumerate(pairwise(row)):
        if _beside(place, one, other) <= ON_EDGE:
            return [*row[: at + 1], new, *row[at + 1 :]]
    return row


def _removed(row: Row, place: Place, closed: bool) -> Row:
    kept = [corner for corner in row if not _is_same(corner, place)]
    if len(kept) == len(row):
        return row
    if closed and kept and kept[0] != kept[-1]:
        kept.append(kept[0])
    if len({*kept}) < (3 if closed else 2):
        raise CanNotShape("few")
    return kept


def _beside(place: Place, one: Place, other: Place) -> float:
    """How far a place is from an edge; beyond its ends it is far."""
    start, along = np.array(one), np.array(other) - np.array(one)
    length = float(along @ along)
    if length == 0:
        return float("inf")
    share = float((np.array(place) - start) @ along) / length
    return float(np.hypot(*(start + share * along - place))) if 0 < share < 1 else float("inf")


def _is_same(one: Place, other: Place) -> bool:
    return abs(one[0] - other[0]) <= SAME and abs(one[1] - other[1]) <= SAME


def _dimension(geometry: BaseGeometry) -> int:
    return int(shapely.get_dimensions(geometry))
