"""Writing the features of a layer into a file, without loss: what a format can't hold is said and not cut off."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from layers.catalog import BY_KEY
from layers.features import Feature, JsonValue
from layers.kmlwriter import write_kml

# Besides the layer's own fields: what a feature is. Kept as columns, so that a file can come back.
META = ("id", "version", "updated_at", "source", "valid_until")
SHORT = 10  # letters that a Shapefile has for a field's name
LONG_TEXT = 254  # bytes that it has for a text


class CanNotHold(ValueError):
    """The format can't hold these features without loss; the message says what, and which format can."""


def write_features(features: Iterable[Feature], path: Path) -> Path:
    """Writes the features of ONE layer; the format follows from the name's end. Raises CanNotHold, OSError.

    Written to a file beside it first, which then takes its place. WGS 84, longitude first. A field without a value and
    one with empty text are the same in most formats.
    """
    rows = list(features)
    layers = {feature.layer for feature in rows}
    if len(layers) > 1:
        raise CanNotHold(f"features of {len(layers)} layers do not go into one file")
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise CanNotHold(f"{path.suffix or 'no end of a name'} is no format; there are: {', '.join(WRITERS)}")
    writer(rows, path)
    return path


def long_names(names: Sequence[str]) -> dict[str, str]:
    """A Shapefile's short names → the full ones. The same names always give the same short ones."""
    short: dict[str, str] = {}
    for name in names:
        cut, number = name[:SHORT], 1
        while cut in short and short[cut] != name:
            number += 1
            cut = f"{name[: SHORT - 2]}_{number}"
        short[cut] = name
    return short


def _table(rows: Sequence[Feature]) -> dict[str, list[JsonValue]]:
    """Columns of what the features are and hold; None where one has no value."""
    kinds = [field.key for field in BY_KEY[rows[0].layer].fields] if rows and rows[0].layer in BY_KEY else []
    keys = dict.fromkeys([*kinds, *(key for row in rows for key in row.properties)])
    columns: dict[str, list[JsonValue]] = {
        "id": [row.id for row in rows],
        "version": [row.version for row in rows],
        "updated_at": [row.updated_at.isoformat() if row.updated_at else None for row in rows],
        "source": [row.source or None for row in rows],
        "valid_until": [row.valid_until.isoformat() if row.valid_until else None for row in rows],
    }
    for key in keys:
        column = f"{key}'" if key in META else key
        columns[column] = [row.properties.get(key) for row in rows]
    return columns


def _write_geojson(rows: Sequence[Feature], path: Path) -> None:
    def one(row: Feature) -> dict[str, Any]:
        data = row.to_geojson()
        meta = {key: data[key] for key in ("version", "updated_at", "source", "valid_until") if data[key]}
        geometry = {"type": "Feature", "id": row.id, "geometry": data["geometry"]}
        return {**geometry, "properties": {**meta, **data["properties"]}}

    body = {"type": "FeatureCollection", "features": [one(row) for row in rows]}
    _replace(path, lambda fresh: fresh.write_text(json.dumps(body, ensure_ascii=False, allow_nan=False), "utf-8"))


def _write_csv(rows: Sequence[Feature], path: Path) -> None:
    points = all(row.geometry.geom_type == "Point" for row in rows)
    columns = _table(rows)

    def write(fresh: Path) -> None:
        with fresh.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([*(("lon", "lat") if points else ("wkt",)), *columns])
            for index, row in enumerate(rows):
                place = (
                    map(repr, (row.geometry.x, row.geometry.y))
                    if points
                    else (shapely.to_wkt(row.geometry, rounding_precision=-1),)
                )
                writer.writerow([*place, *(_text(column[index]) for column in columns.values())])

    _replace(path, write)


def _write_kml(rows: Sequence[Feature], path: Path) -> None:
    title = rows[0].layer if rows else path.stem
    _replace(path, lambda fresh: write_kml(fresh, rows, _table(rows), title))


def _text(value: JsonValue) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _with(driver: str) -> Callable[[Sequence[Feature], Path], None]:
    def write(rows: Sequence[Feature], path: Path) -> None:
        columns = _table(rows)
        types = {row.geometry.geom_type for row in rows}
        if driver == "ESRI Shapefile":
            columns = _for_shapefile(columns, types)
        layer = rows[0].layer if rows else path.stem
        _replace(path, lambda fresh: _write_ogr(rows, columns, types, driver, fresh, layer))

    return write


def _for_shapefile(columns: Mapping[str, list[JsonValue]], types: set[str]) -> dict[str, list[JsonValue]]:
    """With short names; raises CanNotHold for what a Shapefile would cut off."""
    if len({kind.removeprefix("Multi") for kind in types}) > 1:
        raise CanNotHold(
            f"a Shapefile holds one kind of shape, not {', '.join(sorted(types))}; a GeoPackage holds them"
        )
    for name, values in columns.items():
        longest = max((len(value.encode()) for value in values if isinstance(value, str)), default=0)
        if longest > LONG_TEXT:
            raise CanNotHold(f"a Shapefile cuts text off at {LONG_TEXT} bytes, {name} has {longest}; use a GeoPackage")
    short = {full: cut for cut, full in long_names(list(columns)).items()}
    return {short[name]: values for name, values in columns.items()}


def _write_ogr(
    rows: Sequence[Feature],
    columns: Mapping[str, list[JsonValue]],
    types: set[str],
    driver: str,
    path: Path,
    layer: str,
) -> None:
    import pyogrio  # brings geopandas and pandas: only for those who write such a file

    arrays = [_array(values, driver) for values in columns.values()]
    simple = {kind.removeprefix("Multi") for kind in types}
    several = len(types) > 1 and len(simple) == 1
    geometry_type = f"Multi{simple.pop()}" if several else next(iter(types)) if len(types) == 1 else "Unknown"
    pyogrio.raw.write(
        path,
        geometry=np.array([shapely.to_wkb(row.geometry) for row in rows], dtype=object),
        field_data=[values for values, _ in arrays],
        field_mask=[mask for _, mask in arrays],
        fields=np.array(list(columns), dtype=object),
        geometry_type=geometry_type,
        promote_to_multi=several,
        crs="EPSG:4326",
        driver=driver,
        layer=layer if driver != "ESRI Shapefile" else None,
        encoding="UTF-8" if driver == "ESRI Shapefile" else None,
    )


def _array(values: Sequence[JsonValue], driver: str) -> tuple[Any, Any]:
    """The column as numpy knows it (numbers, flags, else text), and where it has no value."""
    mask = np.array([value is None for value in values], dtype=bool)
    held = [value for value in values if value is not None]
    if held and all(isinstance(value, bool) for value in held) and driver != "ESRI Shapefile":
        return np.array([bool(value) for value in values], dtype=bool), mask
    if held and all(isinstance(value, int) and not isinstance(value, bool) for value in held):
        return np.array([value or 0 for value in values], dtype=np.int64), mask
    if held and all(isinstance(value, int | float) and not isinstance(value, bool) for value in held):
        return np.array([value if value is not None else np.nan for value in values], dtype=np.float64), mask
    return np.array([None if value is None else _text(value) for value in values], dtype=object), mask


def _replace(path: Path, write: Callable[[Path], object]) -> None:
    """Writes beside the file and moves it (with its companions: a Shapefile is several files) into place."""
    fresh = path.with_name(f"~{path.name}")
    for left in path.parent.glob(f"~{path.stem}.*"):
        left.unlink()
    write(fresh)
    for made in path.parent.glob(f"~{path.stem}.*"):
        made.replace(path.with_name(made.name[1:]))


WRITERS: Mapping[str, Callable[[Sequence[Feature], Path], None]] = {
    ".geojson": _write_geojson,
    ".json": _write_geojson,
    ".csv": _write_csv,
    ".gpkg": _with("GPKG"),
    ".shp": _with("ESRI Shapefile"),
    ".fgb": _with("FlatGeobuf"),
    ".kml": _write_kml,
}
