"""Geometries between GeoJSON and QGIS; longitude first, no coordinate changed."""

from qgis.core import (
    QgsGeometry,
    QgsLineString,
    QgsMultiLineString,
    QgsMultiPoint,
    QgsMultiPolygon,
    QgsPoint,
    QgsPolygon,
)


def from_geojson(data):
    """A GeoJSON geometry as QgsGeometry."""
    kind, places = data["type"], data["coordinates"]
    if kind == "Point":
        return QgsGeometry(_point(places))
    if kind == "LineString":
        return QgsGeometry(_line(places))
    if kind == "Polygon":
        return QgsGeometry(_polygon(places))
    multi, make = {
        "MultiPoint": (QgsMultiPoint, _point),
        "MultiLineString": (QgsMultiLineString, _line),
        "MultiPolygon": (QgsMultiPolygon, _polygon),
    }[kind]
    whole = multi()
    for part in places:
        whole.addGeometry(make(part))
    return QgsGeometry(whole)


def to_geojson(geometry, single):
    """GeoJSON of a geometry; `single`: one part alone is no multi geometry. Full precision, unlike asJson."""
    shape = geometry.constGet()
    flat = shape.geometryType().replace("25D", "").rstrip("ZM")
    parts = [_places(shape.geometryN(n)) for n in range(shape.numGeometries())] if flat.startswith("Multi") else None
    if parts is None:
        return {"type": flat, "coordinates": _places(shape)}
    if single and len(parts) == 1:
        return {"type": flat[len("Multi") :], "coordinates": parts[0]}
    return {"type": flat, "coordinates": parts}


def _point(place):
    return QgsPoint(place[0], place[1])


def _line(places):
    return QgsLineString([place[0] for place in places], [place[1] for place in places])


def _polygon(rings):
    made = QgsPolygon(_line(rings[0]))
    for ring in rings[1:]:
        made.addInteriorRing(_line(ring))
    return made


def _places(shape):
    kind = shape.geometryType()
    if kind.startswith("Point"):
        return [shape.x(), shape.y()]
    if kind.startswith("Polygon"):
        rings = [shape.exteriorRing(), *(shape.interiorRing(n) for n in range(shape.numInteriorRings()))]
        return [_places(ring) for ring in rings]
    return [[point.x(), point.y()] for point in shape.points()]
