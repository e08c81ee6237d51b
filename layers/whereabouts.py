"""Reading a place as people give it (decimal comma, swapped, in metres, in the sea), or saying why not."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from shapely.affinity import scale
from shapely.geometry import Point, mapping, shape
from shapely.geometry.base import BaseGeometry

from layers.features import NotAFeature, read_geometry
from layers.geometry import METRES_PER_DEGREE, Bounds, LonLat, distance_m
from layers.sources import decimal

WGS84 = "EPSG:4326"
FLAT_M = 50_000.0  # as far as the earth is taken for flat
# Where a place in metres may come from in West Java: UTM 48S, web mercator, DGN95 in UTM 48S or TM-3, ID74.
LIKELY_CRS = ("EPSG:32748", "EPSG:3857", "EPSG:23878", "EPSG:23833", "EPSG:23834", "EPSG:23888")


class NoPlace(ValueError):
    """The place can't be taken. `code` is a reason of layers.refusals; the message is a sentence.

    `away_m`: how far it lies outside, where that is the reason.
    """

    def __init__(self, code: str, sentence: str, away_m: float = 0.0) -> None:
        super().__init__(sentence)
        self.code = code
        self.away_m = away_m


@dataclass(frozen=True, slots=True)
class Rules:
    """How places are read. `bounds`: where they must lie (None: anywhere), `margin_m` metres around it are allowed too.
    `away_m`: how far a place (longitude, latitude) lies outside the city, where more than a box is known.

    `swap`: places that are clearly the wrong way round are turned. `crs`: what system the numbers are in.
    """

    bounds: Bounds | None = None
    margin_m: float = 0
    swap: bool = False
    crs: str = WGS84
    away_m: Callable[[float, float], float] | None = None

    def place(self, lon: object, lat: object) -> LonLat:
        """The place in WGS 84 degrees, longitude first. Raises NoPlace."""
        x, y = decimal(lon), decimal(lat)
        if x is None or y is None:
            raise NoPlace("no_place", no_number(lon, lat))
        if self.crs != WGS84:
            x, y = _degrees(self.crs, x, y)
        elif x == int(x) and y == int(y) and abs(x) <= 180 and abs(y) <= 180:
            raise NoPlace("placeholder", f"longitude {x:g}, latitude {y:g} are whole degrees: nobody's place")
        return self._inside(x, y)

    def _inside(self, x: float, y: float) -> LonLat:
        on_globe = abs(x) <= 180 and abs(y) <= 90
        if on_globe and self._is_in(x, y):
            return LonLat(x, y)
        if abs(y) <= 180 and abs(x) <= 90 and (self._is_in(y, x) if self._limited else not on_globe):
            if self.swap:
                return LonLat(y, x)
            raise NoPlace("swapped", f"longitude {x:g}, latitude {y:g} seem to be the wrong way round")
        if not on_globe:
            raise NoPlace("metres", f"{x:g}, {y:g} are no degrees{_likely(x, y, self.bounds)}")
        far = self._away(x, y)
        raise NoPlace("outside", f"longitude {x:g}, latitude {y:g} lie {_far(far)} outside the city", far)

    def touches(self, geometry: BaseGeometry) -> bool:
        """Whether a shape (degrees) reaches into the box of these rules, though its corners may lie outside."""
        return self.bounds is not None and bool(shapely.box(*self.bounds).intersects(geometry))

    @property
    def _limited(self) -> bool:
        return self.bounds is not None or self.away_m is not None

    def _is_in(self, lon: float, lat: float) -> bool:
        return self._away(lon, lat) <= self.margin_m

    def _away(self, lon: float, lat: float) -> float:
        if self.away_m is not None:
            return self.away_m(lon, lat)
        return outside_m(self.bounds, LonLat(lon, lat)) if self.bounds else 0.0


def away_from(area: BaseGeometry) -> Callable[[float, float], float]:
    """A function from longitude, latitude to the metres outside the area; 0 inside; far away to its box."""
    squeeze = math.cos(math.radians(area.centroid.y))
    flat = scale(area, squeeze, 1, origin=(0, 0))
    shapely.prepare(flat)
    box = Bounds(*area.bounds)

    def away_m(lon: float, lat: float) -> float:
        far = outside_m(box, LonLat(lon, lat))
        return far if far > FLAT_M else float(flat.distance(Point(lon * squeeze, lat))) * METRES_PER_DEGREE

    return away_m


def outside_m(bounds: Bounds, place: LonLat) -> float:
    """How many metres the place lies outside the box; 0 inside."""
    nearest = LonLat(min(max(place.lon, bounds.west), bounds.east), min(max(place.lat, bounds.south), bounds.north))
    return 0.0 if nearest == place else distance_m(place, nearest)


def known_crs(name: str) -> str:
    """The name as `EPSG:…`: from EPSG:4326, urn:ogc:def:crs:EPSG::4326, CRS84, WKT. WGS 84 and CRS84 come as WGS84.

    Raises NoPlace with the code `crs` for a system that is not known.
    """
    plain = name.strip()
    if not plain or re.search(r"CRS:?84|OGC:1\.3:CRS84", plain) or plain.upper() in ("WGS84", "WGS 84"):
        return WGS84
    if named := re.search(r"EPSG:+(?:[\d.]*:)?(\d{4,6})$", plain, re.IGNORECASE):
        plain = f"EPSG:{named[1]}"
    from pyproj import CRS  # only files in another system need it: the console starts without
    from pyproj.exceptions import CRSError

    try:
        crs = CRS.from_user_input(plain)
    except CRSError as error:
        raise NoPlace("crs", f"{name[:80]!r} is no coordinate system that is known here") from error
    code = crs.to_epsg()
    if code == 4326:
        return WGS84
    return f"EPSG:{code}" if code else str(crs.to_wkt())


@lru_cache(maxsize=16)
def to_degrees(crs: str) -> Callable[..., tuple[float, float]]:
    """A function from x, y (or arrays) of the system to degrees, longitude first. Raises NoPlace."""
    from pyproj import Transformer
    from pyproj.exceptions import CRSError

    try:
        transform: Callable[..., tuple[float, float]] = Transformer.from_crs(crs, WGS84, always_xy=True).transform
    except CRSError as error:
        raise NoPlace("crs", f"{crs[:80]!r} is no coordinate system that is known here") from error
    return transform


def crs_of_geojson(data: Mapping[str, Any]) -> str:
    """The system that an older GeoJSON names in `crs`; WGS84 without one (RFC 7946). Raises NoPlace."""
    named = data.get("crs")
    if named is None:
        return WGS84
    properties = named.get("properties") if isinstance(named, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str):
        raise NoPlace("crs", "its crs names no coordinate system")
    return known_crs(name)


def read_geometry_in(data: Mapping[str, Any], crs: str) -> BaseGeometry:
    """A GeoJSON geometry given in `crs`, as WGS 84 longitude first. Raises NotAFeature."""
    if crs == WGS84:
        return read_geometry(data)
    try:
        flat = shapely.force_2d(shape(data))
    except Exception as error:  # shapely raises many kinds for broken input
        raise NotAFeature(f"the geometry can't be read: {error}") from error
    return read_geometry(mapping(in_degrees(flat, crs)))


def in_degrees(geometry: BaseGeometry, crs: str) -> BaseGeometry:
    """The geometry out of `crs` in WGS 84 degrees, longitude first."""
    turn = to_degrees(crs)
    return shapely.transform(geometry, lambda xy: np.column_stack(turn(xy[:, 0], xy[:, 1])))


def _degrees(crs: str, x: float, y: float) -> tuple[float, float]:
    lon, lat = to_degrees(crs)(x, y)
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise NoPlace("no_place", f"{x:g}, {y:g} lie outside of {crs}")
    return lon, lat


def _likely(x: float, y: float, bounds: Bounds | None) -> str:
    if bounds is None:
        return ": they need their coordinate system"
    for crs in LIKELY_CRS:
        lon, lat = to_degrees(crs)(x, y)
        if math.isfinite(lon) and math.isfinite(lat) and outside_m(bounds, LonLat(lon, lat)) < 5000:
            return f": in {crs} they would lie in the city"
    return ", nor metres of a system that would put them in the city"


def no_number(lon: object, lat: object) -> str:
    """Why these two are no place, as a sentence."""

    def empty(value: object) -> bool:
        return value is None or str(value).strip() == ""

    if empty(lon) and empty(lat):
        return "there is no place"
    said = f"longitude {str(lon)[:40]!r}, latitude {str(lat)[:40]!r} are not both numbers"
    if any(re.fullmatch(r"-?\d{1,3}([.,]\d{3}){2,}", str(value).strip()) for value in (lon, lat)):
        said += "; a spreadsheet has put marks between thousands, and the decimal point is lost"
    return said


def km(metres: float) -> str:
    """A distance in kilometres as a figure, without needless digits."""
    return f"{max(metres / 1000, 0.01):.{0 if metres >= 10_000 else 1 if metres >= 950 else 2}f}"


def _far(metres: float) -> str:
    return f"{metres:.0f} m" if metres < 1000 else f"{metres / 1000:,.0f} km"
