"""Somebody's file before it is taken in: how it seems to be meant, and why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import shapely

from layers.catalog import BY_KEY, Layer
from layers.fitting import fit
from layers.refusals import Refusal
from layers.rows import open_table
from layers.shapes import FORMATS, RawFeature, ShapeFile, open_shapes, place_columns
from layers.sources import BOMS, Unreadable, looks_like
from layers.whereabouts import LIKELY_CRS, WGS84, NoPlace, Rules

MOST_PLACES = 400  # rows by which coordinate system and order are told
ENOUGH = 0.5  # of the rows must lie in the city for a guess to be made

# What columns are called elsewhere, by our field; in small letters without blanks and marks, the surest first.
NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "pocid", "poiid", "objectid", "fid", "gid", "osmid", "kodetitik", "nomor", "no"),
    "name": ("nama", "namalokasi", "namatitik", "namatps", "namaobjek", "namobj", "title", "judul", "lokasi", "label"),
    "kind": ("jenis", "kategori", "category", "tipe", "type", "amenity", "fclass", "keterangan", "remark"),
    "state": ("status", "kondisi", "keadaan"),
    "since": ("sejak", "activated", "tanggalpasang", "tglpasang", "mulai"),
    "until": ("sampai", "hingga", "berakhir"),
    "owner": ("pemilik", "pengelola", "provider", "operator"),
    "sponsor": ("penyedia", "mitra"),
    "ssid": ("namawifi",),
    "kelurahan": ("desa", "kel", "namakelurahan", "village", "wadmkd"),
    "kecamatan": ("kec", "namakecamatan", "district", "wadmkc"),
    "users": ("pengguna", "jumlahpengguna"),
    "street": ("jalan", "namajalan", "road", "ruas"),
    "from": ("dari",),
    "to": ("ke", "sampai"),
    "speed_kmh": ("kecepatan", "speed"),
    "level": ("tingkat", "tingkatkemacetan"),
    "fill_pct": ("isi", "volume", "terisi", "fill", "persen"),
    "last_emptied_at": ("diangkut", "terakhirdiangkut", "pengangkutanterakhir"),
    "department": ("dinas", "opd", "skpd", "instansi"),
    "link": ("url", "tautan", "stream", "streamfile", "website"),
    "phone": ("telepon", "telp", "notelp", "tel", "telephone", "hp"),
    "code": ("kode", "kodewilayah", "villagecode", "kdepum"),
    "aliases": ("alias", "namalain", "altname"),
}
PLACES = ("village", "desa", "kelurahan", "wadmkd")  # a layer without this field is a layer of these: their names


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read. `mapping`: their column → our field, or "" to leave it out; `place`: longitude, latitude."""

    layer: str
    table: str = ""
    encoding: str = ""
    crs: str = ""
    swap: bool = False
    place: tuple[str, str] = ("", "")
    mapping: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)  # field → what every row has that says nothing else


@dataclass(frozen=True, slots=True)
class Guess:
    """Why something is read as it is: a stable `code` for the screen's words, and the figure in them."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """A file that was looked at: opened, with the reading that seems right, and why."""

    path: Path
    opened: ShapeFile
    reading: Reading
    crs_why: Guess
    encoding_why: Guess
    columns: tuple[str, ...]  # those of a table, its place among them; else the fields


def look_at(path: Path, layer: str, rules: Rules, table: str = "") -> Look:
    """Opens a file and guesses how it is meant. Raises Unreadable, OSError, KeyError (no such layer)."""
    columns, place = _columns_of_table(path, table)
    opened = open_shapes(path, table=table, place=place)
    crs, why = _guess_crs(path, opened, rules, table, place)
    if crs and crs != opened.crs:
        opened = open_shapes(path, table=table, crs=crs, place=place)
    swap = why.code == "swapped"
    reading = Reading(layer, opened.table, "", crs, swap, place, _mapping_of(opened, BY_KEY[layer]))
    return Look(path, opened, reading, why, _why_encoding(path, opened), columns or opened.fields)


def look_again(look: Look, reading: Reading) -> Look:
    """The same file, read as a person says. Raises what `look_at` raises, and NoPlace for an unknown system."""
    how = (reading.table, reading.encoding, reading.crs, reading.place)
    if how == (look.reading.table, look.reading.encoding, look.reading.crs, look.reading.place):
        return replace(look, reading=reading)
    opened = open_shapes(look.path, *how)
    crs = look.crs_why if reading.crs == look.reading.crs else Guess("said")
    letters = look.encoding_why if reading.encoding == look.reading.encoding else Guess("said")
    if reading.table != look.reading.table:
        reading = replace(reading, mapping=_mapping_of(opened, BY_KEY[reading.layer]))
    return replace(look, opened=opened, reading=reading, crs_why=crs, encoding_why=letters)


def guess_mapping(columns: Sequence[str], layer: Layer) -> dict[str, str]:
    """Which column holds which field: its own name first, then what it is called elsewhere. Others are left out."""
    wanted = ["id", *(row.key for row in layer.fields)]
    plain = {_plain(column): column for column in reversed(columns)}
    if all(row.key != "kelurahan" for row in layer.fields):
        plain = {"nama" if name in PLACES and "nama" not in plain else name: column for name, column in plain.items()}
    short = {wish[:10]: wish for wish in wanted}
    taken: dict[str, str] = {}
    for names in (lambda key: (key,), lambda key: NAMES.get(key, ())):
        for key in wanted:
            if key in taken.values():
                continue
            column = next((plain[_plain(n)] for n in names(key) if plain.get(_plain(n), "") not in ("", *taken)), "")
            if column:
                taken[column] = key
    for column in columns:  # a Shapefile's names end after ten letters
        if column not in taken and short.get(column) and short[column] not in taken.values():
            taken[column] = short[column]
    return {column: taken.get(column, column if column == "valid_until" else "") for column in columns}


# --- guesses -------------------------------------------------------------------------------------------------------


def _columns_of_table(path: Path, table: str) -> tuple[tuple[str, ...], tuple[str, str]]:
    """The header of a text table and where the place stands in it, also under names that no program uses."""
    if path.suffix.lower() in FORMATS or looks_like(path.read_bytes()[:4096]) == "JSON":
        return (), ("", "")
    try:
        columns = open_table(path.read_bytes(), trim=False).columns
    except Unreadable:
        return (), ("", "")
    lon, lat, wkt = place_columns(columns)
    if (lon and lat) or wkt:
        return columns, (lon, lat)
    plain = {_plain(column): column for column in reversed(columns)}
    lons = ("koordinatx", "xcoord", "pointx", "coordx", "easting", "titikx", "bt", "garisbujur", "bujurtimur")
    lats = ("koordinaty", "ycoord", "pointy", "coordy", "northing", "titiky", "ls", "garislintang", "lintangselatan")
    return columns, tuple(next((plain[name] for name in names if name in plain), "") for names in (lons, lats))  # type: ignore[return-value]


def _guess_crs(path: Path, opened: ShapeFile, rules: Rules, table: str, place: tuple[str, str]) -> tuple[str, Guess]:
    """The coordinate system, and why. What the file says itself is not doubted while its rows lie on the globe."""
    reasons = Counter(_reason(row, rules) for row in opened.rows[:MOST_PLACES])
    total = sum(reasons.values())
    if not total:
        return "", Guess("nothing")
    if reasons["in"] / total < ENOUGH and reasons["swapped"] / total >= ENOUGH:
        return "", Guess("swapped")
    if reasons["metres"] / total >= ENOUGH:
        for crs in LIKELY_CRS:
            rows = open_shapes(path, table=table, crs=crs, place=place).rows[:MOST_PLACES]
            inside = sum(_reason(row, rules) == "in" for row in rows)
            if inside / total >= ENOUGH:
                return crs, Guess("metres", crs)
        return "", Guess("nowhere")
    if opened.format in ("GeoPackage", "Shapefile", "FlatGeobuf") and opened.names_crs:
        return "", Guess("file", opened.crs)
    if opened.format in ("KML", "GeoJSON", "Overpass"):
        return "", Guess("file" if opened.crs != WGS84 else "format", opened.crs)
    return "", Guess("degrees" if reasons["in"] / total >= ENOUGH else "far")


def _reason(row: RawFeature | Refusal, rules: Rules) -> str:
    """Why the row's place can't be taken; `in` when it can."""
    if isinstance(row, Refusal):
        return row.reason
    x, y = shapely.get_coordinates(row.geometry)[0]
    try:
        rules.place(float(x), float(y))
    except NoPlace as error:
        return error.code
    return "in"


def _why_encoding(path: Path, opened: ShapeFile) -> Guess:
    """How the letters were told."""
    if opened.format not in ("CSV", "Shapefile"):
        return Guess("format", opened.encoding)
    if opened.format == "Shapefile":
        return Guess("file" if path.with_suffix(".cpg").exists() else "fits", opened.encoding)
    with path.open("rb") as file:
        source = file.read()
    if any(source.startswith(mark) for mark, _ in BOMS):
        return Guess("bom", opened.encoding)
    return Guess("ascii" if source.isascii() else "fits", opened.encoding)


# --- inside --------------------------------------------------------------------------------------------------------


def _mapping_of(opened: ShapeFile, layer: Layer) -> dict[str, str]:
    """The guess by names, without the columns whose cells mostly do not fit the field that their name promises.

    A field that must be there keeps its column: then a row is refused for what stands in it, and not for having none.
    """
    mapping = guess_mapping(opened.fields, layer)
    rows = [row.properties for row in opened.rows[:MOST_PLACES] if isinstance(row, RawFeature)]
    wrong = Counter(fault.field for row in rows for fault in fit(layer, row, mapping)[1] if fault.code != "missing")
    needed = {row.key for row in layer.fields if row.required}
    bad = {key for key, count in wrong.items() if count * 2 >= len(rows) and key not in needed}
    return {column: "" if key in bad else key for column, key in mapping.items()}


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
