"""Checks of features before they are published: CHECKS, one row each; every finding names its feature and its place."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from layers.catalog import BY_KEY, Geometry, Layer
from layers.features import Feature
from layers.geometry import METRES_PER_DEGREE
from layers.schema import faults

SHAPES: dict[Geometry, tuple[str, ...]] = {
    Geometry.POINT: ("Point", "MultiPoint"),
    Geometry.LINE: ("LineString", "MultiLineString"),
    Geometry.POLYGON: ("Polygon", "MultiPolygon"),
}
SHORTEST_LINE_M = 1.0
SMALLEST_AREA_M2 = 1.0
SLIVER_M2 = 1.0  # an overlap or a gap below this is rounding, and nothing that a person drew
_PLACE = re.compile(r"\[(-?[\d.eE+-]+) (-?[\d.eE+-]+)\]")


class Severity(StrEnum):
    """What a finding does to a draft."""

    ERROR = "error"  # it can't be published
    WARNING = "warning"  # somebody should look


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with one feature. `code` is stable and has its words on the screen; `detail` its figures.

    `lon`, `lat` (degrees) show where; `field` names a field; `other` a second feature that has to do with it.
    """

    layer: str
    id: str
    code: str
    severity: Severity
    field: str = ""
    detail: str = ""
    other: str = ""
    lon: float | None = None
    lat: float | None = None

    def to_json(self) -> dict[str, Any]:
        """As it goes over the wire."""
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Finding:
        """What `to_json` wrote."""
        given = {name: data[name] for name in cls.__slots__ if name in data}
        return cls(**{**given, "severity": Severity(data["severity"])})


class Subject:
    """What is checked: a layer as it would be, and which of its features are new or changed; arrays made once."""

    def __init__(
        self, layer: Layer, features: Mapping[str, Feature], changed: Collection[str], city: BaseGeometry | None
    ) -> None:
        self.layer = layer
        self.city = city
        self.features = features
        self.changed = [features[ident] for ident in changed if ident in features]
        self.shapes = np.array([feature.geometry for feature in self.changed], dtype=object)
        self.valid = shapely.is_valid(self.shapes)  # of the others the questions of geometry have no answer

    def finding(
        self, feature: Feature, code: str, severity: Severity, place: BaseGeometry | None = None, **more: str
    ) -> Finding:
        """A finding about a feature, shown at `place` (a point), or somewhere on the feature."""
        lon, lat = _somewhere(place if place is not None else feature.geometry)
        return Finding(self.layer.key, feature.id, code, severity, lon=lon, lat=lat, **more)


def fields(subject: Subject) -> Iterator[Finding]:
    """Every field as its row says."""
    rows = subject.layer.fields
    for feature in subject.changed:
        for fault in faults(rows, feature.properties):
            yield subject.finding(
                feature, f"field-{fault.code}", Severity.ERROR, field=fault.field, detail=fault.detail
            )


def kinds(subject: Subject) -> Iterator[Finding]:
    """Points on a layer of points, lines on one of lines, areas on one of areas."""
    wanted = SHAPES[subject.layer.geometry]
    for feature in subject.changed:
        if feature.geometry.geom_type not in wanted:
            yield subject.finding(feature, "kind", Severity.ERROR, detail=feature.geometry.geom_type)


def validity(subject: Subject) -> Iterator[Finding]:
    """Rings that cross themselves and such, with the place where they do (GEOS says it)."""
    for place in np.flatnonzero(~subject.valid):
        feature = subject.changed[place]
        reason = str(shapely.is_valid_reason(feature.geometry))
        words, where = reason.partition("[")[0].strip(), _PLACE.search(reason)
        spot = shapely.Point(float(where[1]), float(where[2])) if where else None
        yield subject.finding(feature, "invalid", Severity.ERROR, spot, detail=words)


def insideness(subject: Subject) -> Iterator[Finding]:
    """Nothing lies wholly beyond the city and its margin. What crosses the border is the neighbour's business too."""
    if subject.city is None or subject.city.is_empty:
        return
    shapely.prepare(subject.city)
    shapes = np.where(subject.valid, subject.shapes, shapely.envelope(subject.shapes))
    for place in np.flatnonzero(~shapely.intersects(subject.city, shapes)):
        yield subject.finding(subject.changed[place], "outside", Severity.ERROR)


def smallness(subject: Subject) -> Iterator[Finding]:
    """Lines and areas so small that nobody can have meant them."""
    sizes = {
        Geometry.LINE: ("short", shapely.length, SHORTEST_LINE_M),
        Geometry.POLYGON: ("small", shapely.area, SMALLEST_AREA_M2),
    }
    if subject.layer.geometry not in sizes:
        return
    code, measure, least = sizes[subject.layer.geometry]
    for place, size in enumerate(measure(flat(subject.shapes))):
        if size < least and subject.valid[place]:
            yield subject.finding(subject.changed[place], code, Severity.WARNING, detail=f"{size:.2f}")


def twins(subject: Subject) -> Iterator[Finding]:
    """Points so near to another that they are probably one thing, entered twice; each pair once."""
    if not subject.layer.near_m or subject.layer.geometry is not Geometry.POINT:
        return
    everything = list(subject.features.values())
    lat = _latitude(subject.shapes)
    tree = shapely.STRtree(flat([feature.geometry for feature in everything], lat))
    mine = flat(subject.shapes, lat)
    told: set[frozenset[str]] = set()
    for one, other in tree.query(mine, predicate="dwithin", distance=subject.layer.near_m).T:
        feature, near = subject.changed[one], everything[other]
        pair = frozenset((feature.id, near.id))
        if len(pair) == 2 and pair not in told:
            told.add(pair)
            metres = shapely.distance(mine[one], tree.geometries[other])
            yield subject.finding(feature, "twin", Severity.WARNING, other=near.id, detail=f"{metres:.1f}")


def overlaps(subject: Subject) -> Iterator[Finding]:
    """Areas that share the ground although each place belongs to one of them; each pair once."""
    for mine, others in _groups(subject):
        lat = _latitude([feature.geometry for feature in mine])
        tree = shapely.STRtree(flat([feature.geometry for feature in others], lat))
        shapes = flat([feature.geometry for feature in mine], lat)
        told: set[frozenset[str]] = set()
        for one, other in tree.query(shapes, predicate="intersects").T:
            pair = frozenset((mine[one].id, others[other].id))
            if len(pair) == 1 or pair in told:
                continue
            told.add(pair)
            shared = shapely.intersection(shapes[one], tree.geometries[other])
            if shared.area > SLIVER_M2:
                spot = _round(shared.representative_point(), lat)
                size = f"{shared.area:.0f}"
                yield subject.finding(mine[one], "overlap", Severity.ERROR, spot, other=others[other].id, detail=size)


def gaps(subject: Subject) -> Iterator[Finding]:
    """Holes between areas that together should cover the ground."""
    for mine, others in _groups(subject):
        lat = _latitude([feature.geometry for feature in mine])
        shapes = flat([feature.geometry for feature in mine], lat)
        tree = shapely.STRtree(shapes)
        whole = shapely.union_all(flat([feature.geometry for feature in others], lat))
        for part in shapely.get_parts(whole):
            for ring in part.interiors:
                hole = shapely.Polygon(ring)
                beside = tree.query(hole, predicate="dwithin", distance=0.01)
                if hole.area > SLIVER_M2 and len(beside):
                    spot = _round(hole.representative_point(), lat)
                    feature = mine[min(beside)]
                    yield subject.finding(feature, "gap", Severity.WARNING, spot, detail=f"{hole.area:.0f}")


CHECKS: tuple[Callable[[Subject], Iterable[Finding]], ...] = (
    fields,
    kinds,
    validity,
    insideness,
    smallness,
    twins,
    overlaps,
    gaps,
)


def check(
    layer: str, features: Mapping[str, Feature], changed: Collection[str], city: BaseGeometry | None = None
) -> list[Finding]:
    """Everything that is to be said of the changed features of a layer; errors first.

    `features`: the whole layer as it would be, by id; `city`: the ground that belongs to it, its margin included
    (degrees; None: anywhere).
    """
    subject = Subject(BY_KEY[layer], features, changed, city)
    if not subject.changed:
        return []
    found = [finding for row in CHECKS for finding in row(subject)]
    return sorted(found, key=lambda finding: finding.severity is not Severity.ERROR)


def city_ground(
    layer: str, areas: Collection[Feature], otherwise: BaseGeometry, margin_m: float
) -> BaseGeometry | None:
    """The ground on which a layer's features must lie, its margin included. None for areas: they say what the city is.

    `areas`: the layer of areas as it is published; `otherwise`: the basemap's city, where there are none.
    """
    if BY_KEY[layer].tiles_by:
        return None
    for kind in ("kota", "kecamatan", "kelurahan"):
        outlines = [area.geometry for area in areas if area.properties.get("kind") == kind]
        if outlines:
            return with_margin(shapely.union_all(outlines), margin_m)
    return with_margin(otherwise, margin_m)


def with_margin(city: BaseGeometry, margin_m: float) -> BaseGeometry:
    """The city and the ground around it, so many metres wide (degrees)."""
    if city.is_empty or margin_m <= 0:
        return city
    lat = _latitude([city])
    return _round(shapely.buffer(flat([city], lat)[0], margin_m), lat)


def flat(shapes: Sequence[BaseGeometry] | np.ndarray[Any, Any], latitude: float | None = None) -> Any:
    """Geometries in degrees as geometries in metres on a plane that touches the earth at `latitude`.

    Within 0.5 % of the ellipsoid at the size of a city.
    """
    lat = _latitude(shapes) if latitude is None else latitude
    scale = np.array([METRES_PER_DEGREE * math.cos(math.radians(lat)), METRES_PER_DEGREE])
    return shapely.transform(np.asarray(shapes, dtype=object), lambda places: places * scale)


def _round(shape: BaseGeometry, latitude: float) -> BaseGeometry:
    """The other way: metres on the plane to degrees."""
    scale = np.array([METRES_PER_DEGREE * math.cos(math.radians(latitude)), METRES_PER_DEGREE])
    return shapely.transform(shape, lambda places: places / scale)


def _latitude(shapes: Sequence[BaseGeometry] | np.ndarray[Any, Any]) -> float:
    bounds = shapely.total_bounds(np.asarray(shapes, dtype=object))
    return float((bounds[1] + bounds[3]) / 2) if np.isfinite(bounds).all() else 0.0


def _groups(subject: Subject) -> Iterator[tuple[list[Feature], list[Feature]]]:
    """The valid changed areas of each group that covers the ground, with all areas of that group."""
    key = subject.layer.tiles_by
    if not key or subject.layer.geometry is not Geometry.POLYGON:
        return
    for value in dict.fromkeys(feature.properties.get(key) for feature in subject.changed):
        of_group = [item for item in subject.features.values() if item.properties.get(key) == value]
        others = [item for item in of_group if item.geometry.is_valid]
        ids = {item.id for item in others}
        mine = [item for item in subject.changed if item.properties.get(key) == value and item.id in ids]
        if mine:
            yield mine, others


def _somewhere(shape: BaseGeometry) -> tuple[float | None, float | None]:
    """A place on the shape. An invalid area may have none inside; then its first corner."""
    if shape.is_empty:
        return None, None
    if shape.geom_type != "Point":
        shape = shapely.Point(shapely.get_coordinates(shape)[0]) if not shape.is_valid else shape.representative_point()
    return float(shape.x), float(shape.y)
