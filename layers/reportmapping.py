"""Which column of a foreign file holds what of a report: known kinds of files as rows, else by the columns' names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from layers.moments import month_comes_first

GEOMETRY_LON, GEOMETRY_LAT = "geometry.lon", "geometry.lat"  # the point of a GeoJSON feature, as columns


class NotMapped(ValueError):
    """The mapping can't be used; the message says which column is missing."""


@dataclass(frozen=True, slots=True)
class ReportMapping:
    """Names of columns; empty: there is none. `text` may be several: what they say is joined.

    `latlon` is one column with "latitude, longitude". `depth_cm` is a depth of water. `zone` and `month_first` say how
    times are meant. `hint` is the category of every row; `codes` are words in the column `category` and what they mean.
    """

    kind: str = "table"
    text: tuple[str, ...] = ()
    lon: str = ""
    lat: str = ""
    latlon: str = ""
    time: str = ""
    place: str = ""
    ref: str = ""
    category: str = ""
    depth_cm: str = ""
    note: tuple[str, ...] = ()
    zone: str = "Asia/Jakarta"
    month_first: bool = False
    hint: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    ref_is_unique: bool = False

    def used(self) -> dict[str, str]:
        """What is read from which column, for people: {"text": "SRType", …}."""
        named = {item.name: getattr(self, item.name) for item in fields(self) if item.name in SETTABLE}
        joined = {key: " + ".join(value) if isinstance(value, tuple) else value for key, value in named.items()}
        return {key: value for key, value in joined.items() if value}

    def changed(self, pairs: Mapping[str, str], columns: Sequence[str]) -> ReportMapping:
        """With what a person says: {"text": "column"}; several text columns with "+". Raises NotMapped."""
        changes: dict[str, object] = {}
        for key, value in pairs.items():
            if key not in SETTABLE:
                raise NotMapped(f"{key!r} can't be mapped; there are: {', '.join(SETTABLE)}")
            names = [_column(name.strip(), columns) for name in value.split("+")] if key in COLUMN_KEYS else [value]
            changes[key] = tuple(names) if key in ("text", "note") else names[0]
        return replace(self, **changes)  # type: ignore[arg-type]


COLUMN_KEYS = ("text", "lon", "lat", "latlon", "time", "place", "ref", "category", "depth_cm", "note")
SETTABLE = (*COLUMN_KEYS, "zone", "hint")

# Words of another city's service types, and the category they come under here. The first that stands in it counts.
CODES_311: Mapping[str, str] = {
    "stlight": "street_light",
    "traffic signal": "traffic_light",
    "parking": "illegal_parking",
    "vehicle": "illegal_parking",
    "pothole": "road_damage",
    "street repair": "road_damage",
    "footway": "road_damage",
    "illegal dumping": "illegal_dumping",
    "dirty": "illegal_dumping",
    "sanitation": "waste_overflow",
    "trash": "waste_overflow",
    "refuse": "waste_overflow",
    "recycling": "waste_overflow",
    "bulk": "waste_overflow",
    "hgw": "waste_overflow",  # household garbage
    "sewer": "drainage",
    "storm": "drainage",
    "tree": "park",
    "graffiti": "public_order",
    "illegal sign": "illegal_banner",
    "permit": "building_permit",
}

# Files that are known: the columns by which they are recognised, and where everything stands in them.
KNOWN: tuple[tuple[frozenset[str], ReportMapping], ...] = (
    (
        frozenset({"created_at", "source", "image_url", "report_data", "tags.instance_region_code"}),
        ReportMapping(  # PetaBencana / CogniCity archive: times are UTC+7 without saying so
            kind="petabencana",
            text=("title", "text"),
            lon=GEOMETRY_LON,
            lat=GEOMETRY_LAT,
            time="created_at",
            depth_cm="report_data.flood_depth",
            note=("source", "image_url"),
            hint="flood",
        ),
    ),
    (
        frozenset({"SRRecordID", "ServiceRequestNum", "SRType", "CreatedDate", "Latitude", "Longitude"}),
        ReportMapping(  # Open Baltimore's 311: US dates in local time
            kind="baltimore-311",
            text=("SRType",),
            lon="Longitude",
            lat="Latitude",
            time="CreatedDate",
            place="Address",
            ref="SRRecordID",
            category="SRType",
            zone="America/New_York",
            month_first=True,
            codes=CODES_311,
            ref_is_unique=True,
        ),
    ),
)

# What columns are called, Indonesian and English, the surest first. Compared in small letters without spaces and marks.
NAMES: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text", "isilaporan", "laporan", "isi", "keluhan", "aduan", "pengaduan", "isiaduan", "description", "deskripsi",
        "uraian", "keterangan", "pesan", "message", "report", "complaint", "details", "detail", "judul", "title",
        "subject", "perihal", "teks",
    ),
    "lon": (GEOMETRY_LON, "lon", "lng", "long", "longitude", "bujur", "x", "koordinatx", "xcoord"),
    "lat": (GEOMETRY_LAT, "lat", "latitude", "lintang", "y", "koordinaty", "ycoord"),
    "latlon": ("latlon", "latlong", "latlng", "koordinat", "coordinates", "coordinate", "geolocation", "titik"),
    "time": (
        "reportedat", "createdat", "createddate", "requesteddatetime", "waktulapor", "tanggallapor", "tgllapor",
        "waktu", "tanggal", "tgl", "datetime", "timestamp", "time", "date", "created", "opened", "dibuat",
    ),
    "place": ("place", "lokasi", "alamat", "address", "tempat", "location", "jalan", "street", "addressstring"),
    "ref": (
        "ref", "sourceref", "servicerequestid", "nolaporan", "nomorlaporan", "nomor", "noaduan", "ticket", "tiket",
        "trackingid", "kode", "id", "objectid",
    ),
    "category": ("category", "kategori", "categorycode", "servicecode", "jenis", "type", "tipe", "topic", "topik"),
}  # fmt: skip


def guess_mapping(columns: Sequence[str], sample: Iterable[Mapping[str, object]] = ()) -> ReportMapping:
    """The mapping for a file with these columns; `sample` is some of its rows, by which the order of dates is told."""
    have = frozenset(columns)
    mapping = next((known for marks, known in KNOWN if _stands(marks, have)), None)
    if mapping is not None:
        return mapping
    plain = {re.sub(r"[^a-z0-9.]", "", column.lower()): column for column in reversed(columns)}
    found = {key: next((plain[name] for name in names if name in plain), "") for key, names in NAMES.items()}
    if found["lon"] and found["lat"]:
        found["latlon"] = ""
    text = (found.pop("text"),)
    mapping = ReportMapping(text=tuple(filter(None, text)), **found)  # type: ignore[arg-type]
    times = [row.get(mapping.time) for row in sample] if mapping.time else []
    return replace(mapping, month_first=month_comes_first(times))


def _stands(marks: frozenset[str], have: frozenset[str]) -> bool:
    """Whether all marks are columns; `report_data` may also have been opened into `report_data.flood_depth`."""
    return all(mark in have or any(column.startswith(f"{mark}.") for column in have) for mark in marks)


def _column(name: str, columns: Sequence[str]) -> str:
    found = next((column for column in columns if column.lower() == name.lower()), None)
    if found is None:
        raise NotMapped(f"there is no column {name!r}; there are: {', '.join(columns)[:300]}")
    return found
