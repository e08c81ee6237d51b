"""Files with shapes, opened: GeoPackage, GeoJSON, Shapefile, CSV, KML, FlatGeobuf, Overpass; no row is lost."""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from layers.features import JsonValue, NotAFeature
from layers.kmlwriter import OWN
from layers.refusals import Refusal
from layers.rows import open_table
from layers.sources import Unreadable, decimal, looks_like, read_json
from layers.whereabouts import WGS84, NoPlace, crs_of_geojson, in_degrees, known_crs, no_number, read_geometry_in

# By the end of its name: what a person calls the format, and GDAL's driver.
FORMATS: Mapping[str, tuple[str, str]] = {
    ".gpkg": ("GeoPackage", "GPKG"),
    ".shp": ("Shapefile", "ESRI Shapefile"),
    ".fgb": ("FlatGeobuf", "FlatGeobuf"),
    ".kml": ("KML", "LIBKML"),
    ".kmz": ("KML", "LIBKML"),
}
ENCODINGS = ("utf-8", "cp1252", "latin-1")  # tried in this order where a Shapefile does not say
TEXT_ENDS = (".csv", ".tsv", ".txt")
LON_NAMES = ("lon", "lng", "long", "longitude", "bujur", "x")
LAT_NAMES = ("lat", "latitude", "lintang", "y")
WKT_NAMES = ("wkt", "geometry", "geom", "the_geom", "shape")


@dataclass(frozen=True, slots=True, eq=False)
class RawFeature:
    """One feature of a file: its number from 1 (a text file's line), its geometry in degrees, longitude first.

    `whole`: the row with the columns of its place, where the file gives the place in columns; empty elsewhere.
    """

    number: int
    id: str
    geometry: BaseGeometry
    properties: Mapping[str, JsonValue]
    whole: Mapping[str, JsonValue] = field(default_factory=dict)

    @property
    def cells(self) -> Mapping[str, JsonValue]:
        """The whole row as a table holds it, its id and its place with it: so it can be mended and read again."""
        if self.whole:
            return self.whole
        named = any(key.lower() == "id" for key in self.properties)
        own = {"id": self.id} if self.id and not named else {}
        return {**own, **self.properties, "wkt": shapely.to_wkt(self.geometry, rounding_precision=-1)}


@dataclass(frozen=True, slots=True)
class ShapeFile:
    """An opened file. Every row stands in `rows` once; `tables` are all that the file holds, `table` is this one."""

    name: str
    format: str
    rows: tuple[RawFeature | Refusal, ...]
    fields: tuple[str, ...]
    crs: str = WGS84
    encoding: str = "utf-8"
    tables: tuple[str, ...] = ()
    table: str = ""
    names_crs: bool = False  # the file says itself in which system it is
    heights: int = 0  # rows with a height, which no layer has: left out


def open_shapes(
    path: Path, table: str = "", encoding: str = "", crs: str = "", place: tuple[str, str] = ("", "")
) -> ShapeFile:
    """Opens the file. `table`: one of a GeoPackage's, `encoding` and `crs`: where the file does not know them itself;
    `place`: a table's columns of longitude and latitude, where they are not to be told by their names.

    Raises Unreadable, saying what is wrong; OSError when there is no such file.
    """
    if path.suffix.lower() in FORMATS:
        return _open_ogr(path, table, encoding, crs)
    source = path.read_bytes()
    match looks_like(source):
        case "JSON":
            return _open_json(path.name, source, crs)
        case seems if seems == "text" or (path.suffix.lower() in TEXT_ENDS and seems == "bytes that are not text"):
            return _open_csv(path.name, source, encoding, crs, place)
        case "nothing at all":
            raise Unreadable(f"{path.name}: the file is empty")
        case seems:
            raise Unreadable(
                f"{path.name}: this is {seems}; GeoPackage, GeoJSON, Shapefile, KML, FlatGeobuf or CSV are read"
            )


def key_of(geometry: BaseGeometry, properties: Mapping[str, object]) -> str:
    """An id from the content, for a row that has none: the same each time the file is read."""
    content = shapely.to_wkb(geometry) + repr(sorted(properties.items(), key=lambda item: item[0])).encode()
    return f"x{hashlib.sha256(content).hexdigest()[:20]}"


# --- GeoJSON and Overpass ------------------------------------------------------------------------------------------


def _open_json(name: str, source: bytes, said: str) -> ShapeFile:
    from layers.overpass import is_overpass, read_overpass  # it makes RawFeatures of this module

    data = read_json(source)
    if is_overpass(data):
        return _shape_file(name, "Overpass", tuple(read_overpass(data)))
    if not isinstance(data, dict) or data.get("type") not in ("FeatureCollection", "Feature"):
        raise Unreadable(f"{name}: this is JSON, but neither GeoJSON nor an answer of Overpass")
    features = [data] if data["type"] == "Feature" else data.get("features")
    if not isinstance(features, list):
        raise Unreadable(f"{name}: this FeatureCollection has no list of features")
    crs, unknown = WGS84, ""
    try:
        crs = _crs(said) if said else crs_of_geojson(data)
    except NoPlace as error:
        unknown = str(error)
    rows = tuple(_json_row(number, feature, crs, unknown) for number, feature in enumerate(features, 1))
    heights = sum(_has_height(feature) for feature in features)
    return replace(_shape_file(name, "GeoJSON", rows, crs=crs), names_crs="crs" in data, heights=heights)


def _has_height(feature: object) -> bool:
    """Whether the first corner has a third number that is not nought."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    at = geometry.get("coordinates") if isinstance(geometry, dict) else None
    while isinstance(at, list) and at and isinstance(at[0], list):
        at = at[0]
    return isinstance(at, list) and len(at) > 2 and at[2] not in (0, None)


def _json_row(number: int, feature: object, crs: str, unknown: str) -> RawFeature | Refusal:
    if not isinstance(feature, dict):
        return Refusal(number, "geometry", "it is no GeoJSON feature", {"": str(feature)[:200]})
    properties = feature.get("properties")
    cells = {key: _plain(value) for key, value in (properties if isinstance(properties, dict) else {}).items()}
    if unknown:
        return Refusal(number, "crs", unknown, cells)
    if not isinstance(feature.get("geometry"), dict):
        return Refusal(number, "geometry", "it has no geometry", cells)
    try:
        geometry = read_geometry_in(feature["geometry"], crs)
    except NotAFeature as error:
        return Refusal(number, "metres" if "off the globe" in str(error) else "geometry", str(error), cells)
    ident = feature.get("id")
    return RawFeature(number, "" if ident is None else str(ident), geometry, cells)


# --- CSV -----------------------------------------------------------------------------------------------------------


def place_columns(columns: Sequence[str]) -> tuple[str, str, str]:
    """A table's columns of longitude, latitude and shape (WKT), told by their names; empty: there is none."""
    named = {column.strip().lower(): column for column in reversed(columns)}
    lon, lat, wkt = (next((named[n] for n in names if n in named), "") for names in (LON_NAMES, LAT_NAMES, WKT_NAMES))
    return lon, lat, wkt


def _open_csv(name: str, source: bytes, encoding: str, crs: str, place: tuple[str, str]) -> ShapeFile:
    table = open_table(source, encoding=encoding, trim=False)
    lon, lat, wkt = place_columns(table.columns)
    if all(place):
        lon, lat, wkt = *place, ""
    if not {lon, lat, wkt} <= {*table.columns, ""} or (not (lon and lat) and not wkt):
        raise Unreadable(f"{name}: no columns of a place; there are: {', '.join(table.columns)[:200]}")
    known = _crs(crs)
    rows: list[RawFeature | Refusal] = []
    for row in table:
        if isinstance(row, Refusal):
            rows.append(row)
            continue
        made = _csv_geometry(row.cells, lon, lat, wkt)
        if isinstance(made, str):
            rows.append(Refusal(row.line, "no_place" if lon and lat else "geometry", made, row.cells))
            continue
        cells = {key: value for key, value in row.cells.items() if key not in (lon, lat, wkt) and value.strip()}
        shape = made if known == WGS84 else in_degrees(made, known)
        rows.append(RawFeature(row.line, "", shape, cells, whole=row.cells))
    return _shape_file(name, "CSV", tuple(rows), crs=known, encoding=table.encoding)


def _csv_geometry(cells: Mapping[str, str], lon: str, lat: str, wkt: str) -> BaseGeometry | str:
    """The row's geometry, not yet checked to lie anywhere; or what is wrong with it."""
    if wkt and cells[wkt]:
        try:
            shape = shapely.force_2d(shapely.from_wkt(cells[wkt]))
        except shapely.errors.ShapelyError as error:
            return f"the shape can't be read: {error}"
        return shape if not shape.is_empty else "the shape is empty"
    x, y = (decimal(cells[column]) if column else None for column in (lon, lat))
    if x is None or y is None:
        return no_number(cells.get(lon, ""), cells.get(lat, ""))
    return Point(x, y)


# --- what GDAL reads -----------------------------------------------------------------------------------------------


def _open_ogr(path: Path, table: str, encoding: str, crs: str) -> ShapeFile:
    import pyogrio  # brings geopandas and pandas: a second of every start, for those who open such a file
    from pyogrio.errors import DataLayerError, DataSourceError

    if not path.exists():
        raise FileNotFoundError(path)
    os.environ.setdefault("SHAPE_RESTORE_SHX", "YES")  # a Shapefile without its index: GDAL makes one in memory
    format_name = FORMATS[path.suffix.lower()][0]
    try:
        tables = tuple(str(row[0]) for row in pyogrio.list_layers(path))
        if table and table not in tables:
            raise Unreadable(f"{path.name}: there is no table {table!r}; there are: {', '.join(tables)[:200]}")
        chosen = table or (tables[0] if tables else "")
        if not chosen:
            raise Unreadable(f"{path.name}: the file holds nothing")
        meta, fids, geometry, columns, used = _read_ogr(path, chosen, encoding)
    except (DataSourceError, DataLayerError) as error:
        seems, why = _seems(path), str(error).partition(";")[0].replace(f"'{path}'", "it")
        said = (
            "the file is empty" if seems == "nothing at all" else f"this is {seems}, or a damaged {format_name}: {why}"
        )
        raise Unreadable(f"{path.name}: {said}") from error
    if geometry is None:
        raise Unreadable(f"{path.name}: the table {chosen!r} has no shapes")
    said = crs or meta.get("crs") or ""
    names = ["" if format_name == "KML" and str(name) in OWN else str(name) for name in meta["fields"]]
    rows = tuple(_ogr_rows(path.stem, geometry, fids, names, columns, meta, said))
    made = _shape_file(path.name, format_name, rows, _crs_or(said), used, tables, chosen)
    return replace(made, names_crs=bool(meta.get("crs")), heights=_heights(geometry))


def _heights(geometry: Any) -> int:
    """Of how many shapes (WKB) the first corner lies at another height than nought."""
    shapes = shapely.from_wkb(geometry, on_invalid="ignore")
    lifted = shapes[shapely.has_z(shapes)]
    if not len(lifted):
        return 0
    corners, of = shapely.get_coordinates(lifted, include_z=True, return_index=True)
    return len(set(of[np.nan_to_num(corners[:, 2]) != 0].tolist()))


def _read_ogr(path: Path, table: str, encoding: str) -> tuple[Any, Any, Any, Any, str]:
    """pyogrio's answer and the encoding that served. A Shapefile that does not name its own is tried in ENCODINGS."""
    import pyogrio

    says = path.suffix.lower() != ".shp" or path.with_suffix(".cpg").exists()
    tried = (encoding,) if encoding else (None, *ENCODINGS) if says else ENCODINGS
    last: UnicodeDecodeError | None = None
    for name in tried:
        try:
            found = pyogrio.raw.read(path, layer=table, encoding=name, return_fids=True, datetime_as_string=True)
        except UnicodeDecodeError as error:
            last = error
            continue
        return *found, name or found[0].get("encoding") or "utf-8"
    raise Unreadable(f"{path.name}: its letters fit no encoding that was tried: {last}")


def _ogr_rows(
    stem: str, geometry: Any, fids: Any, names: Sequence[str], columns: Sequence[Any], meta: Mapping[str, Any], crs: str
) -> Iterator[RawFeature | Refusal]:
    """Rows without an id of their own are called after file and row: another file's first row is another thing."""
    try:
        known, unknown = _crs(crs), ""
    except NoPlace as error:
        known, unknown = WGS84, str(error)
    shapes = shapely.force_2d(shapely.from_wkb(geometry, on_invalid="ignore"))
    whole = [str(dtype).startswith(("int", "uint")) for dtype in meta["dtypes"]]
    flags = [str(subtype).endswith("Boolean") for subtype in meta.get("ogr_subtypes", [""] * len(names))]
    for index, shape in enumerate(shapes):
        cells = {
            name: value
            for name, column, is_whole, is_flag in zip(names, columns, whole, flags, strict=True)
            if name and (value := _cell(column[index], is_whole, is_flag)) is not None
        }
        number = index + 1
        if unknown:
            yield Refusal(number, "crs", unknown, cells)
        elif shape is None or shape.is_empty or not np.isfinite(shape.bounds).all():
            yield Refusal(number, "geometry", "it has no shape, or one that is not finite", cells)
        else:
            yield RawFeature(
                number, f"{stem}/{fids[index]}", shape if known == WGS84 else in_degrees(shape, known), cells
            )


def _cell(value: Any, whole: bool, flag: bool) -> JsonValue:
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if flag:
        return bool(value)
    if isinstance(value, float) and whole:
        return int(value)
    return value if isinstance(value, str | int | float | bool) else str(value)


# --- pieces --------------------------------------------------------------------------------------------------------


def _shape_file(
    name: str,
    format_name: str,
    rows: tuple[RawFeature | Refusal, ...],
    crs: str = WGS84,
    encoding: str = "utf-8",
    tables: tuple[str, ...] = (),
    table: str = "",
) -> ShapeFile:
    fields = dict.fromkeys(key for row in rows if isinstance(row, RawFeature) for key in row.properties)
    return ShapeFile(name, format_name, rows, tuple(fields), crs, encoding, tables, table)


def _crs(name: str) -> str:
    return known_crs(name) if name else WGS84


def _crs_or(name: str) -> str:
    try:
        return _crs(name)
    except NoPlace:
        return name[:80]


def _plain(value: object) -> JsonValue:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(value)


def _seems(path: Path) -> str:
    with path.open("rb") as file:
        return looks_like(file.read(4096))
