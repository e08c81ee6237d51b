"""What came back out of a file, against what went in: a format's own way of keeping it is no edit."""

from __future__ import annotations

import math
from dataclasses import replace

import shapely
from shapely.geometry.base import BaseGeometry

from layers.changes import SAME_PLACE, same
from layers.features import Feature, JsonValue

CLOSE = 1e-12  # of a number: a Shapefile keeps fifteen digits, and the sixteenth is nobody's edit
SEVERAL = {"Point": "MultiPoint", "LineString": "MultiLineString", "Polygon": "MultiPolygon"}


def as_it_was(known: Feature, fresh: Feature, format_name: str) -> Feature:
    """The fresh feature, with the known one's own values wherever it says the same in another way."""
    geometry = known.geometry if same_shape(known.geometry, fresh.geometry) else fresh.geometry
    fields = {
        key: known.properties[key]
        if key in known.properties and same_value(known.properties[key], value, format_name)
        else value
        for key, value in fresh.properties.items()
    }
    return replace(fresh, geometry=geometry, properties=fields)


def same_shape(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Whether two shapes are the same places: one alone or as the only part of several; an area's rings in any order.

    A line that runs the other way is another line.
    """
    if same(one, other):
        return True
    if SEVERAL.get(one.geom_type, one.geom_type) != SEVERAL.get(other.geom_type, other.geom_type):
        return False
    if shapely.get_num_coordinates(one) != shapely.get_num_coordinates(other):
        return False
    parts, others = list(shapely.get_parts(one)), list(shapely.get_parts(other))
    if len(parts) != len(others):
        return False
    if all(same(part, there) for part, there in zip(parts, others, strict=True)):
        return True
    return shapely.get_dimensions(one) == 2 and _same_area(one, other)


def same_value(one: JsonValue, other: JsonValue, format_name: str) -> bool:
    """Whether a file's value is the known one, as far as the format keeps it."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=CLOSE, abs_tol=CLOSE)
    if format_name == "Shapefile" and isinstance(one, str) and isinstance(other, str):
        return one.strip() == other.strip()  # it fills every text up with blanks, and takes them away at both ends
    return one == other


def _same_area(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Rings may begin at any corner, and run either way."""
    if not all(abs(a - b) <= SAME_PLACE for a, b in zip(one.bounds, other.bounds, strict=True)):
        return False
    first, second = (
        shapely.normalize(shapely.multipolygons(shapely.get_parts(one))),
        shapely.normalize(shapely.multipolygons(shapely.get_parts(other))),
    )
    if first.equals_exact(second, SAME_PLACE):
        return True
    # a digit of noise may put two corners into another order: then each has its neighbour
    return bool(shapely.hausdorff_distance(first.boundary, second.boundary) <= SAME_PLACE)
