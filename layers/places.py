"""Where is that? The kelurahan of a point, and the point of a name however it is spelled."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import shapely
from rapidfuzz import fuzz, process
from shapely.affinity import scale
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from layers.basemap import Basemap, Ground
from layers.geometry import METRES_PER_DEGREE, spot_of

SWAP_MARGIN_M = 25_000  # a point this near the city after swapping was surely meant for here
GOOD_ENOUGH = 68.0  # of 100: below this a name is another name

# How near names of equal likeness are ranked: whoever writes "Bekasi Timur" means the district before the station.
RANK = {
    "kota": 0,
    "kecamatan": 1,
    "kelurahan": 2,
    "station": 4,
    "lrt_station": 4,
    "road": 5,
    "river": 5,
    "canal": 6,
    "lake": 5,
}
LANDMARK_RANK = 3

# Words that say how a place is meant. The kind they name goes first; None: they only lead up to the name.
LEADING: dict[str, frozenset[str] | None] = {
    "kelurahan": frozenset({"kelurahan"}),
    "kel": frozenset({"kelurahan"}),
    "kecamatan": frozenset({"kecamatan"}),
    "kec": frozenset({"kecamatan"}),
    "jalan": frozenset({"road"}),
    "jl": frozenset({"road"}),
    "jln": frozenset({"road"}),
    "ruas": frozenset({"road"}),
    **dict.fromkeys(("di", "ke", "dari", "dekat", "deket", "depan", "seberang", "sebrang", "samping", "belakang")),
    **dict.fromkeys(("sekitar", "sebelah", "arah", "menuju", "area", "daerah", "wilayah", "perempatan", "pertigaan")),
    **dict.fromkeys(("simpang", "near", "behind", "opposite", "beside", "at", "in", "around")),
}
SHORT = {
    "st": "stasiun",
    "sta": "stasiun",
    "rs": "rs",
    "psr": "pasar",
    "perum": "perumahan",
    "pd": "pondok",
    "gt": "gerbang tol",
}
CELLS = 1000  # a degree: squares of about 110 m, most of which lie in one kelurahan
SLIVER = 1e-9  # degrees: what the arithmetic of a cell's border may be wrong by
MOST_CELLS = 200_000


def normal_name(text: str) -> str:
    """A name as it is compared: lower case, no accents or punctuation, single spaces, abbreviations written out."""
    letters = (letter for letter in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(letter))
    words = re.sub(r"[\W_]+", " ", "".join(letters)).split()
    return " ".join(SHORT.get(word, word) for word in words)


@dataclass(frozen=True, slots=True)
class Area:
    """An administrative area: its code (32.75.02.1001), its name and its kind (kelurahan, kecamatan or kota)."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Place:
    """An answer of the gazetteer. `why` is exact, start or similar; `score` 0..100; WGS 84 degrees, longitude first."""

    name: str
    kind: str
    lon: float
    lat: float
    why: str
    score: float
    detail: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One spelling of one place."""

    name: str
    spelling: str
    kind: str
    lon: float
    lat: float
    detail: str
    rank: int


class Gazetteer:
    """Places of one city, from one basemap. Any thread may ask: what it learns while it is asked never changes."""

    def __init__(self, basemap: Basemap) -> None:
        self._kelurahan = basemap.areas("kelurahan")
        self._kecamatan = {area.name: area for area in basemap.areas("kecamatan")}
        if not self._kelurahan:
            raise ValueError(f"the basemap {basemap.key} has no kelurahan")
        shapes = [area.geometry for area in self._kelurahan]
        self._tree = shapely.STRtree(shapes)
        self._cells: dict[tuple[int, int], tuple[Area, Area] | None] = {}  # None: a border runs through it
        self._city = basemap.city()
        shapely.prepare(self._city)
        self._squeeze = math.cos(math.radians(self._city.centroid.y))
        self._flat = scale(self._city, self._squeeze, 1, origin=(0, 0))
        shapely.prepare(self._flat)
        self._entries = tuple(_entries(basemap, self._detail))
        self._tight = [entry.spelling.replace(" ", "") for entry in self._entries]

    # --- from a point --------------------------------------------------------------------------------------------

    def area_at(self, lon: float, lat: float) -> tuple[Area, Area] | None:
        """The kelurahan and its kecamatan at a place (degrees, longitude first); None outside the city."""
        if not (math.isfinite(lon) and math.isfinite(lat)):
            return None
        cell = (math.floor(lon * CELLS), math.floor(lat * CELLS))
        try:
            known = self._cells[cell]
        except KeyError:
            known = self._cells[cell] = self._area_of(cell)
            if len(self._cells) > MOST_CELLS:
                self._cells.clear()
        return known or self._area_of_point(lon, lat)

    def _area_of(self, cell: tuple[int, int]) -> tuple[Area, Area] | None:
        """The areas that the whole cell lies in."""
        west, south = cell[0] / CELLS - SLIVER, cell[1] / CELLS - SLIVER
        square = shapely.box(west, south, west + 1 / CELLS + 2 * SLIVER, south + 1 / CELLS + 2 * SLIVER)
        found = self._tree.query(square, predicate="intersects")
        if len(found) != 1 or not self._kelurahan[int(found[0])].geometry.covers(square):
            return None
        area = self._kelurahan[int(found[0])]
        return _as_area(area), self._kecamatan_of(area)

    def _area_of_point(self, lon: float, lat: float) -> tuple[Area, Area] | None:
        point = Point(lon, lat)
        found = self._tree.query(point, predicate="intersects")
        if len(found):
            index = int(found.min())  # on a border: always the same of its two sides
        elif self._city.intersects(point):
            index = int(self._tree.nearest(point))
        else:
            return None
        area = self._kelurahan[index]
        return _as_area(area), self._kecamatan_of(area)

    def in_city(self, lon: float, lat: float) -> bool:
        """Whether the place lies in the city or on its outline."""
        return math.isfinite(lon) and math.isfinite(lat) and bool(self._city.intersects(Point(lon, lat)))

    def distance_to_city_m(self, lon: float, lat: float) -> float:
        """Metres to the city's outline, 0 inside, inf if not finite; a flat plane: within 1 % up to 100 km."""
        if not (math.isfinite(lon) and math.isfinite(lat)):
            return math.inf
        return float(self._flat.distance(Point(lon * self._squeeze, lat))) * METRES_PER_DEGREE

    def is_near(self, geometry: BaseGeometry, margin_m: float) -> bool:
        """Whether any part of a geometry (degrees, longitude first) lies in the city or within so many metres of it."""
        if self._city.intersects(geometry):
            return True
        flat = scale(geometry, self._squeeze, 1, origin=(0, 0))
        return bool(self._flat.dwithin(flat, margin_m / METRES_PER_DEGREE))

    def looks_swapped(self, lon: float, lat: float) -> bool:
        """Whether the two were probably exchanged: far from the city as given, near it the other way round."""
        return self.distance_to_city_m(lon, lat) > SWAP_MARGIN_M and self.distance_to_city_m(lat, lon) <= SWAP_MARGIN_M

    # --- from a name ---------------------------------------------------------------------------------------------

    def find(self, text: str, limit: int = 8) -> list[Place]:
        """Places whose name is like `text`, best first. "Jl.", "dekat" and "kel." are understood, not compared."""
        wanted, kinds = _without_lead(normal_name(text))
        if not wanted:
            return []
        tight = wanted.replace(" ", "")
        likeness = process.cdist([tight], self._tight, scorer=fuzz.ratio)[0]
        scored: list[tuple[float, str, _Entry]] = []
        for index, entry in enumerate(self._entries):
            score, why = _score(wanted, tight, entry.spelling, self._tight[index], float(likeness[index]))
            if score >= GOOD_ENOUGH:
                liked = 6.0 if kinds and entry.kind in kinds else 0.0
                scored.append((score + liked - entry.rank * 0.5, why, entry))
        scored.sort(key=lambda row: (-row[0], row[2].name, row[2].spelling))
        return _best(scored, limit)

    def mentioned(self, text: str, limit: int = 3) -> list[Place]:
        """Places that a sentence names ("banjir depan pasar kranji"), the longest name first; none when unsure."""
        words = normal_name(text).split()
        found: list[tuple[float, str, _Entry]] = []
        joined = f" {' '.join(words)} "
        for entry in self._entries:
            if entry.kind == "kota" or len(entry.spelling) < 4:
                continue
            if f" {entry.spelling} " in joined:
                found.append((100.0 + len(entry.spelling) - entry.rank, "exact", entry))
        spellings = {row[2].spelling for row in found}
        covered = {one for one in spellings for other in spellings if one != other and f" {one} " in f" {other} "}
        longest = [row for row in found if row[2].spelling not in covered]
        longest.sort(key=lambda row: (-row[0], row[2].name))
        return _best(longest, limit)

    # --- inside --------------------------------------------------------------------------------------------------

    def _kecamatan_of(self, area: Ground) -> Area:
        name = str(area.properties.get("kecamatan", ""))
        upper = self._kecamatan.get(name)
        return _as_area(upper) if upper else Area(area.id.rpartition(".")[0], name, "kecamatan")

    def _detail(self, lon: float, lat: float) -> str:
        """ "kelurahan, kecamatan" of a point, so that two roads of one name can be told apart."""
        areas = self.area_at(lon, lat)
        return ", ".join(area.name for area in areas) if areas else ""


def _as_area(area: Ground) -> Area:
    return Area(str(area.properties.get("code") or area.id), area.name, area.kind)


def _entries(basemap: Basemap, detail: Callable[[float, float], str]) -> Iterator[_Entry]:
    for theme in ("areas", "stations", "landmarks", "roads", "water"):
        for ground in basemap.themes.get(theme, ()):
            if not ground.name:
                continue
            kind = "road" if theme == "roads" else ground.kind
            lon, lat = _where(ground)
            about = _about(ground, kind, detail, lon, lat)
            rank = RANK.get(kind, LANDMARK_RANK)
            names = {ground.name, *(ground.properties.get("aliases") or ())}
            spellings = {_without_lead(normal_name(name))[0] or normal_name(name) for name in names}
            if theme == "stations":
                spellings |= {normal_name(name) for name in names}
            for spelling in sorted(spellings):
                yield _Entry(ground.name, spelling, kind, lon, lat, about, rank)


def _about(ground: Ground, kind: str, detail: Callable[[float, float], str], lon: float, lat: float) -> str:
    if kind == "kelurahan":
        return str(ground.properties.get("kecamatan", ""))
    if kind in {"kota", "kecamatan"}:
        return ""
    return detail(lon, lat)


def _where(ground: Ground) -> tuple[float, float]:
    """A point for the name: the given label, the middle of a line, else a point inside."""
    label = ground.properties.get("label")
    if isinstance(label, Sequence) and len(label) == 2:
        return float(label[0]), float(label[1])
    return spot_of(ground.geometry)


def _without_lead(name: str) -> tuple[str, frozenset[str]]:
    """The name without the words that lead up to it, and the kinds that those words asked for."""
    words = name.split()
    kinds: frozenset[str] = frozenset()
    while len(words) > 1 and words[0] in LEADING:
        kinds = LEADING[words.pop(0)] or kinds
    return " ".join(words), kinds


def _score(wanted: str, tight: str, spelling: str, spelling_tight: str, likeness: float) -> tuple[float, str]:
    """How well a spelling answers: 100 the same, 90 it begins so, 84 a word of it does, else how alike it is."""
    if tight == spelling_tight:
        return 100.0, "exact"
    if spelling_tight.startswith(tight) and len(tight) >= 2:
        return 90.0 + 8.0 * len(tight) / len(spelling_tight), "start"
    if f" {spelling}".find(f" {wanted}") >= 0 and len(tight) >= 3:
        return 84.0 + 5.0 * len(tight) / len(spelling_tight), "start"
    return likeness, "similar"


def _best(scored: Sequence[tuple[float, str, _Entry]], limit: int) -> list[Place]:
    """The first of each place, as answers."""
    seen: dict[tuple[str, str], Place] = {}
    for score, why, entry in scored:
        key = (entry.name, entry.kind)
        if key not in seen:
            seen[key] = Place(
                entry.name, entry.kind, entry.lon, entry.lat, why, max(0.0, min(100.0, score)), entry.detail
            )
        if len(seen) >= limit:
            break
    return list(seen.values())
