"""KML 2.2 with every digit of a coordinate: GDAL's writer keeps fifteen, and that is one too few."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import shapely  # noqa: F401 - the whole before a part of it, or two threads that load it find half
from shapely.geometry.base import BaseGeometry

from layers.features import Feature, JsonValue

OWN = frozenset({"tessellate", "extrude", "visibility", "drawOrder", "altitudeMode"})  # GDAL reads these as columns


def write_kml(path: Path, rows: Sequence[Feature], columns: Mapping[str, Sequence[JsonValue]], title: str) -> None:
    """One placemark a feature; `columns` (all but `id` and `name`) as typed extended data."""
    kept = {key: values for key, values in columns.items() if key not in ("id", "name")}
    schema = "".join(f'<SimpleField name={quoteattr(key)} type="{_type(kept[key])}"/>' for key in kept)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>',
        f'<name>{escape(title)}</name><Schema name="fields" id="fields">{schema}</Schema>',
    ]
    for index, row in enumerate(rows):
        data = "".join(
            f"<SimpleData name={quoteattr(key)}>{escape(_text(values[index]))}</SimpleData>"
            for key, values in kept.items()
            if values[index] is not None
        )
        name = escape(_text(row.properties.get("name")))
        lines.append(
            f"<Placemark id={quoteattr(row.id)}>{f'<name>{name}</name>' if name else ''}"
            f'<ExtendedData><SchemaData schemaUrl="#fields">{data}</SchemaData></ExtendedData>{_shape(row.geometry)}'
            "</Placemark>"
        )
    lines.append("</Document></kml>\n")
    path.write_text("\n".join(lines), encoding="utf-8")


def _type(values: Sequence[JsonValue]) -> str:
    held = [value for value in values if value is not None]
    if not held or any(isinstance(value, str | bool) for value in held):
        return "string"
    return "int" if all(isinstance(value, int) and abs(value) < 2**31 for value in held) else "double"


def _text(value: JsonValue) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _shape(geometry: BaseGeometry) -> str:
    match geometry.geom_type:
        case "Point":
            return f"<Point>{_places(geometry)}</Point>"
        case "LineString" | "LinearRing":
            return f"<{geometry.geom_type}>{_places(geometry)}</{geometry.geom_type}>"
        case "Polygon":
            inner = "".join(f"<innerBoundaryIs>{_shape(ring)}</innerBoundaryIs>" for ring in geometry.interiors)
            return f"<Polygon><outerBoundaryIs>{_shape(geometry.exterior)}</outerBoundaryIs>{inner}</Polygon>"
        case _:
            return f"<MultiGeometry>{''.join(map(_shape, geometry.geoms))}</MultiGeometry>"


def _places(geometry: BaseGeometry) -> str:
    return f"<coordinates>{' '.join(f'{lon!r},{lat!r}' for lon, lat in geometry.coords)}</coordinates>"
