"""The ground and the reports of the report's map: which pieces, drawn how; one truth for page and PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import shapely
from shapely.geometry.base import BaseGeometry

from console.domain.city import City
from console.domain.reports import PRIORITY_RANK, Report
from layers.basemap import Basemap, Ground
from layers.features import Feature
from layers.style import INCIDENT, Mark, Style, Symbol

FINENESS = 1e-4  # degrees (about 11 m): what is finer is not seen on a page
MOST = 4000  # pieces of one look; a city's whole road network is no ground for a page


class OnGround(Protocol):
    """What has a ground: areas (features of the layer `area`) and a basemap, either of which may be missing."""

    @property
    def city(self) -> City: ...
    @property
    def areas(self) -> Sequence[Feature]: ...
    @property
    def basemap(self) -> Basemap | None: ...


@dataclass(frozen=True, slots=True)
class Look:
    """How pieces of one theme and kind are drawn: colours are tokens of the theme, `width` is in px at 96 dpi."""

    theme: str
    kinds: tuple[str, ...]  # empty: every kind
    line: str = ""
    fill: str = ""
    width: float = 1.0
    dashed: bool = False
    named: bool = False  # its names are written


LOOKS: tuple[Look, ...] = (
    Look("areas", ("kota",), line="map.border_city", fill="map.land", width=2.0),
    Look("areas", ("kelurahan",), line="map.border_village", fill="map.land", width=0.6),  # a city may have no outline
    Look("parks", (), fill="map.park"),
    Look("water", ("lake",), fill="map.water"),
    Look("water", ("river", "canal"), line="map.water_line", width=2.4),
    Look("areas", ("kecamatan",), line="map.border_district", width=1.2, named=True),
    Look("roads", ("secondary",), line="map.road_secondary_casing", width=1.4),
    Look("roads", ("primary", "trunk"), line="map.road_primary_casing", width=2.4),
    Look("rail", (), line="map.rail", width=1.4, dashed=True),
    Look("roads", ("toll",), line="map.road_toll_casing", width=3.4),
    Look("roads", ("toll",), line="map.road_toll", width=1.8),
)


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One thing on the ground, coarse enough for a page. Geometry in degrees, longitude first; `label` too, or None."""

    name: str
    geometry: BaseGeometry
    label: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Dot:
    """One report on the map: its symbol and its place in degrees, longitude first."""

    report: Report
    lon: float
    lat: float
    symbol: Symbol
    late: bool

    @property
    def radius(self) -> float:
        """In px at 96 dpi, as page and PDF draw a circle where the desk draws a symbol."""
        return self.symbol.size / 4


def pieces(given: OnGround) -> Iterator[tuple[Look, list[Piece]]]:
    """The looks in drawing order, each with its pieces; looks that have none are left out."""
    for look in LOOKS:
        found = [piece for ground in _grounds(given, look) if (piece := _piece(ground, look)) is not None]
        if found and len(found) <= MOST:
            yield look, _apart(found, given) if look.named else found


def bounds(given: OnGround) -> tuple[float, float, float, float]:
    """West, south, east, north of what the map shows: the city, as its areas or else its profile say."""
    shapes = [ground.geometry for ground in _areas(given)]
    if not shapes:
        return given.city.bounds
    west, south, east, north = shapely.total_bounds(shapes)
    return float(west), float(south), float(east), float(north)


def dots(reports: Sequence[Report], late: frozenset[str], city: City) -> list[Dot]:
    """The reports that have a place, what matters most drawn last. `late`: ids of those past their deadline."""
    style = Style(category_icons={row.code: row.icon for row in city.categories.values()})
    found = []
    for report in reports:
        if report.lon is None or report.lat is None:
            continue
        is_late = report.id in late
        properties = {"category": report.category, "state": report.status.value, "late": is_late}
        symbol = style.symbol(INCIDENT, {**properties, "priority": report.priority.value})
        found.append(Dot(report, report.lon, report.lat, symbol, symbol.mark is Mark.LATE))
    return sorted(found, key=lambda dot: (dot.symbol.rank, dot.late, -PRIORITY_RANK[dot.report.priority]))


def _grounds(given: OnGround, look: Look) -> list[Ground]:
    if look.theme == "areas":
        rows: Sequence[Ground] = _areas(given)
    else:
        rows = given.basemap.themes.get(look.theme, ()) if given.basemap else ()
    return [ground for ground in rows if not look.kinds or ground.kind in look.kinds]


def _areas(given: OnGround) -> list[Ground]:
    """The areas of the layer; where it has none, those of the basemap."""
    if given.areas:
        return [Ground("areas", area.id, area.geometry, area.properties) for area in given.areas]
    return list(given.basemap.themes.get("areas", ())) if given.basemap else []


def _piece(ground: Ground, look: Look) -> Piece | None:
    geometry = shapely.set_precision(ground.geometry.simplify(FINENESS), 1e-5, mode="pointwise")
    if geometry.is_empty:
        return None
    if not look.named:
        return Piece(ground.name, geometry, None)
    at = ground.properties.get("label")
    lon, lat = at if isinstance(at, list | tuple) and len(at) == 2 else ground.geometry.representative_point().coords[0]
    return Piece(ground.name, geometry, (float(lon), float(lat)))


def _apart(found: list[Piece], given: OnGround) -> list[Piece]:
    """The pieces with their names moved up or down where two would lie on each other on a map as high as a page."""
    _, south, _, north = bounds(given)
    line, letter = (north - south) / 34, (north - south) / 60  # of a line of text the height, of a letter the width
    placed: list[tuple[float, float, float]] = []  # longitude, latitude, half the width
    moved = []
    for piece in sorted(found, key=lambda piece: -(piece.label or (0, 0))[1]):
        lon, lat = piece.label or (0.0, 0.0)
        half = letter * len(piece.name) / 2
        while any(abs(lon - x) < half + width and abs(lat - y) < line for x, y, width in placed):
            lat -= line / 4
        placed.append((lon, lat, half))
        moved.append(replace(piece, label=(lon, lat)))
    return moved
