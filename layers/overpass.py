"""OpenStreetMap as the Overpass API gives it (JSON): nodes, ways and multipolygons made into shapes with their tags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from layers.refusals import Refusal
from layers.shapes import RawFeature

# A closed way with one of these tags is a line that ends where it began, no surface.
LINE_TAGS = ("highway", "railway", "barrier", "waterway")

Place = tuple[float, float]


def is_overpass(data: object) -> bool:
    """Whether this JSON is an answer of the Overpass API."""
    return isinstance(data, dict) and isinstance(data.get("elements"), list) and ("osm3s" in data or "version" in data)


def read_overpass(data: Mapping[str, Any]) -> Iterator[RawFeature | Refusal]:
    """Every tagged element, once. Nodes without tags are only corners of ways, and no rows of their own."""
    elements = [element for element in data["elements"] if isinstance(element, dict)]
    nodes = {element["id"]: element for element in elements if element.get("type") == "node" and "id" in element}
    ways = {element["id"]: element for element in elements if element.get("type") == "way" and "id" in element}
    members = {
        member.get("ref")
        for element in elements
        if element.get("type") == "relation"
        for member in element.get("members") or []
    }
    for number, element in enumerate(elements, 1):
        tags = element.get("tags")
        kind, ident = element.get("type"), element.get("id")
        if not tags and (kind == "node" or ident in members):
            continue
        row = {**(tags if isinstance(tags, dict) else {}), "@type": kind, "@id": ident}
        try:
            geometry = _geometry(element, tags or {}, nodes, ways)
        except (_NoShape, KeyError, TypeError, ValueError) as error:
            reason = "kind" if isinstance(error, _OtherKind) else "geometry"
            yield Refusal(number, reason, f"{kind} {ident}: {error}", row)
            continue
        yield RawFeature(number, f"{kind}/{ident}", geometry, row)


class _NoShape(ValueError):
    pass


class _OtherKind(_NoShape):
    pass


def _geometry(
    element: Mapping[str, Any], tags: Mapping[str, Any], nodes: Mapping[Any, Any], ways: Mapping[Any, Any]
) -> BaseGeometry:
    match element.get("type"):
        case "node":
            return Point(_place(element))
        case "way":
            places = _places(element, nodes)
            closed = len(places) >= 4 and places[0] == places[-1]
            is_line = any(tag in tags for tag in LINE_TAGS) and tags.get("area") != "yes"
            return Polygon(places) if closed and not is_line else LineString(places)
        case "relation" if tags.get("type") in ("multipolygon", "boundary"):
            return _multipolygon(element, nodes, ways)
        case _:
            raise _OtherKind(f"a relation of the kind {tags.get('type')!r} has no shape of its own")


def _multipolygon(element: Mapping[str, Any], nodes: Mapping[Any, Any], ways: Mapping[Any, Any]) -> BaseGeometry:
    rings: dict[str, list[BaseGeometry]] = {"outer": [], "inner": []}
    for member in element.get("members") or []:
        if member.get("type") == "way" and member.get("role") in ("outer", "inner", ""):
            way = member if "geometry" in member else ways.get(member.get("ref"))
            if way is None:
                raise _NoShape(f"the way {member.get('ref')} of it is not in the file")
            rings[member["role"] or "outer"].append(LineString(_places(way, nodes)))
    outer, inner = (shapely.polygonize(rings[role]) for role in ("outer", "inner"))
    if not len(outer.geoms):
        raise _NoShape("its ways do not close")
    surface = shapely.unary_union(outer.geoms).difference(shapely.unary_union(inner.geoms))
    return surface if isinstance(surface, Polygon | MultiPolygon) else shapely.unary_union(outer.geoms)


def _places(way: Mapping[str, Any], nodes: Mapping[Any, Any]) -> list[Place]:
    if isinstance(way.get("geometry"), list):
        corners = [corner for corner in way["geometry"] if corner is not None]
    else:
        missing = [ref for ref in way.get("nodes") or [] if ref not in nodes]
        if missing:
            raise _NoShape(f"{len(missing)} of its nodes are not in the file")
        corners = [nodes[ref] for ref in way.get("nodes") or []]
    places = [_place(corner) for corner in corners]
    if len(places) < 2:
        raise _NoShape("it has fewer than two points")
    return places


def _place(element: Mapping[str, Any]) -> Place:
    lon, lat = element.get("lon"), element.get("lat")
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in (lon, lat))
    if not numbers or not (-180 <= lon <= 180 and -90 <= lat <= 90):  # type: ignore[operator]
        raise _NoShape(f"longitude {str(lon)[:20]}, latitude {str(lat)[:20]} are no place")
    return float(lon), float(lat)  # type: ignore[arg-type]
