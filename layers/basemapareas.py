"""The areas of a city out of its own file: kelurahan as given, kecamatan and city as their sums, known codes kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from layers.basemapkinds import text
from layers.features import JsonValue
from layers.places import normal_name

# Names of columns in small letters: our own, HDX/BPS, BIG (wadm…), GADM, and plain Indonesian.
VILLAGE = (
    "village",
    "kelurahan",
    "desa",
    "wadmkd",
    "adm4_en",
    "adm4_name",
    "name_4",
    "nm_kel",
    "nama_kel",
    "desa_kelur",
)
DISTRICT = ("district", "kecamatan", "wadmkc", "adm3_en", "adm3_name", "name_3", "nm_kec", "nama_kec")
CITY = ("regency", "kota", "kabupaten", "kab_kota", "wadmkk", "adm2_en", "adm2_name", "name_2", "nm_kab")
VILLAGE_CODE = ("village_code", "kdepum", "kode_desa", "kode_kel", "adm4_pcode", "code", "kode")
DISTRICT_CODE = ("district_code", "kdcpum", "kode_kec", "adm3_pcode", "kecamatan_code")
CITY_CODE = ("regency_code", "kdpkab", "kode_kab", "adm2_pcode")
HOLE = 1e-8  # square degrees (about 120 m²): smaller holes in a sum are gaps between neighbours, no lakes


@dataclass(frozen=True, slots=True)
class KnownArea:
    """An area that the profile knows: its code is used by the routing table, so it must survive an import."""

    code: str
    name: str
    kind: str
    kecamatan: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(slots=True)
class Village:
    """One kelurahan of a file."""

    name: str
    district: str
    city: str
    geometry: BaseGeometry
    codes: tuple[str, str, str] = ("", "", "")
    aliases: tuple[str, ...] = field(default=())


def village_of(properties: Mapping[str, JsonValue], geometry: BaseGeometry) -> Village | None:
    """The kelurahan that a row describes; None when it has no field for its name and that of its kecamatan."""
    low = {key.lower(): value for key, value in properties.items()}
    own = str(low.get("kind") or "")
    name = text(low, VILLAGE) or (text(low, ("name", "nama")) if own == "kelurahan" else "")
    district = text(low, DISTRICT)
    if not name or not district or own in ("kota", "kecamatan"):
        return None  # our own files hold the sums as well; they are made again
    codes = (text(low, VILLAGE_CODE), text(low, DISTRICT_CODE), text(low, CITY_CODE))
    others = tuple(part.strip() for part in re.split(r"[;,]", str(low.get("aliases") or "")) if part.strip())
    return Village(name, district, text(low, CITY), _surface(geometry), codes, others)


def areas_of(
    villages: Sequence[Village], known: Iterable[KnownArea], city_name: str
) -> list[tuple[BaseGeometry, dict[str, object]]]:
    """City, kecamatan, kelurahan with the properties of the basemap's `areas`. Geometry in degrees, longitude first."""
    index = _Known(known)
    made: list[tuple[BaseGeometry, dict[str, object]]] = []
    lower: list[tuple[BaseGeometry, dict[str, object]]] = []
    districts: dict[tuple[str, str], list[Village]] = {}
    for village in villages:
        districts.setdefault((village.city, village.district), []).append(village)
    shapes: dict[str, list[BaseGeometry]] = {}
    for (city, name), members in districts.items():
        whole = _sum([member.geometry for member in members])
        shapes.setdefault(city, []).append(whole)
        code, aliases, told = index.find("kecamatan", name, "", members[0].codes[1])
        made.append((whole, _about("kecamatan", code, told, aliases, whole, members[0].codes[1])))
        for member in members:
            own, others, spelled = index.find("kelurahan", member.name, name, member.codes[0])
            about = _about("kelurahan", own, spelled, (*others, *member.aliases), member.geometry, member.codes[0])
            lower.append((member.geometry, about | {"kecamatan": told, "kecamatan_code": code}))
    cities = []
    for city, parts in shapes.items():
        whole = _sum(parts)
        member = next(village for village in villages if village.city == city)
        code, aliases, told = index.find("kota", city or city_name, "", member.codes[2])
        cities.append((whole, _about("kota", code, told, aliases, whole, member.codes[2])))
    return [*cities, *made, *lower]


class _Known:
    """Known areas by their names, however these are spelled."""

    def __init__(self, known: Iterable[KnownArea]) -> None:
        self._rows: dict[tuple[str, str, str], KnownArea] = {}
        self._alone: dict[tuple[str, str], list[KnownArea]] = {}
        areas = list(known)
        spellings = {area.name: (area.name, *area.aliases) for area in areas if area.kind == "kecamatan"}
        for area in areas:
            for name in (area.name, *area.aliases):
                for above in spellings.get(area.kecamatan, (area.kecamatan,)):
                    self._rows[area.kind, _tight(name), _tight(above)] = area
                alone = self._alone.setdefault((area.kind, _tight(name)), [])
                if area not in alone:
                    alone.append(area)

    def find(self, kind: str, name: str, above: str, own_code: str) -> tuple[str, tuple[str, ...], str]:
        """Code, other spellings, and the name as the profile writes it; the file's own where the area is not known."""
        found = self._rows.get((kind, _tight(name), _tight(above)))
        alone = self._alone.get((kind, _tight(name)), [])
        if found is None and len(alone) == 1:
            found = alone[0]
        if found is None:
            return own_code or f"{kind}-{_tight(name)}", (), name
        others = (*found.aliases, name)
        return found.code, tuple(other for other in dict.fromkeys(others) if other and other != found.name), found.name


def _tight(name: str) -> str:
    plain = normal_name(name).replace(" ", "")
    return re.sub(r"^(kota|kabupaten|kab|kecamatan|kec|kelurahan|kel|desa)(?=\w{4})", "", plain)


def _about(
    kind: str, code: str, name: str, aliases: Iterable[str], geometry: BaseGeometry, own_code: str
) -> dict[str, object]:
    label = shapely.get_coordinates(shapely.maximum_inscribed_circle(geometry, 1e-4))[0]
    others = [alias for alias in dict.fromkeys(aliases) if alias != name]
    at = [round(float(value), 6) for value in label]
    about: dict[str, object] = {"kind": kind, "code": code, "name": name, "aliases": others, "label": at}
    return about | ({"source_code": own_code} if own_code and own_code != code else {})


def _surface(geometry: BaseGeometry) -> BaseGeometry:
    """The geometry made valid, its surfaces only."""
    if geometry.is_valid:
        return geometry
    parts = getattr(shapely.make_valid(geometry), "geoms", [shapely.make_valid(geometry)])
    return shapely.unary_union([part for part in parts if part.geom_type in ("Polygon", "MultiPolygon")])


def _sum(parts: Sequence[BaseGeometry]) -> BaseGeometry:
    """The parts as one surface, without the hair-thin gaps that neighbours leave between them."""
    whole = shapely.unary_union(parts)
    pieces = [piece for piece in getattr(whole, "geoms", [whole]) if isinstance(piece, Polygon)]
    closed = [
        Polygon(piece.exterior, [ring for ring in piece.interiors if Polygon(ring).area > HOLE]) for piece in pieces
    ]
    return closed[0] if len(closed) == 1 else MultiPolygon(closed)
