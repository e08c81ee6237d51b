"""Features on the clipboard: out as GeoJSON; in from GeoJSON, WKT or typed coordinates, whoever put them there."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from layers.coordinates import read
from layers.features import Feature, JsonValue, NotAFeature, read_geometry

MOST = 10_000  # features
MOST_TEXT = 20_000_000  # letters


@dataclass(frozen=True, slots=True)
class Pasted:
    """A shape and what is said of it. `layer`: where it was copied here; empty: it came from elsewhere."""

    geometry: BaseGeometry
    properties: Mapping[str, JsonValue]
    layer: str = ""


def to_text(features: Sequence[Feature]) -> str:
    """GeoJSON, as every GIS takes it in; the layer stands beside the properties."""
    rows = [feature.to_geojson() for feature in features]
    return json.dumps({"type": "FeatureCollection", "features": rows}, ensure_ascii=False)


def to_wkt(features: Sequence[Feature]) -> str:
    """One shape a line."""
    return "\n".join(shapely.to_wkt(feature.geometry, rounding_precision=9) for feature in features)


def from_text(text: str) -> list[Pasted]:
    """What a text holds. NotAFeature: it holds nothing that lies on a map; the message is a sentence."""
    text = text.strip()
    if not text or len(text) > MOST_TEXT:
        raise NotAFeature("there is nothing on the clipboard that lies on a map")
    found = _from_json(text) if text.startswith(("{", "[")) else _from_lines(text)
    if len(found) > MOST:
        raise NotAFeature(f"at most {MOST:,} features are pasted at once")
    return found


def _from_json(text: str) -> list[Pasted]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotAFeature("the clipboard holds broken JSON") from error
    if isinstance(data, Mapping) and data.get("type") == "FeatureCollection":
        data = data.get("features")
    rows = data if isinstance(data, list) else [data]
    return [_row(row) for row in rows]


def _row(row: Any) -> Pasted:
    if not isinstance(row, Mapping):
        raise NotAFeature("the clipboard holds no GeoJSON features")
    if row.get("type") != "Feature":
        return Pasted(read_geometry(row), {})
    if not isinstance(row.get("geometry"), Mapping):
        raise NotAFeature("a feature on the clipboard has no geometry")
    given = row.get("properties")
    properties = {
        str(key): value
        for key, value in (given.items() if isinstance(given, Mapping) else ())
        if value is None or isinstance(value, str | int | float | bool)
    }
    return Pasted(read_geometry(row["geometry"]), properties, str(row.get("layer") or ""))


def _from_lines(text: str) -> list[Pasted]:
    found = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        typed = read(line)
        if typed is not None:
            found.append(Pasted(shapely.Point(typed.lon, typed.lat), {}))
            continue
        try:
            shape = shapely.from_wkt(line.partition(";")[2] if line.upper().startswith("SRID=4326;") else line)
        except shapely.GEOSException as error:
            raise NotAFeature("there is nothing on the clipboard that lies on a map") from error
        found.append(Pasted(read_geometry(json.loads(shapely.to_geojson(shape))), {}))
    return found
