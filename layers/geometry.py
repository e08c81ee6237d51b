"""Places and distances: longitude/latitude (WGS 84, degrees), web mercator as 0..1, metres on the ground."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG 1980
METRES_PER_DEGREE = math.radians(EARTH_RADIUS_M)  # of latitude, and of longitude at the equator
MAX_LATITUDE = 85.05112878  # where web mercator's square ends (EPSG:3857)

Floats = npt.NDArray[np.float64]


class LonLat(NamedTuple):
    """A place in WGS 84 degrees, longitude first."""

    lon: float
    lat: float


class Bounds(NamedTuple):
    """A box in WGS 84 degrees: west, south, east, north."""

    west: float
    south: float
    east: float
    north: float

    def contains(self, lon: float, lat: float) -> bool:
        """Whether the place lies inside or on the edge."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


def to_world(lon: Floats | float, lat: Floats | float) -> tuple[Floats, Floats]:
    """Degrees to web mercator scaled to 0..1 (x to the east, y to the SOUTH), shapes kept. Source: EPSG:3857."""
    lons, lats = np.asarray(lon, np.float64), np.clip(np.asarray(lat, np.float64), -MAX_LATITUDE, MAX_LATITUDE)
    sines = np.sin(np.radians(lats))
    return (lons + 180.0) / 360.0, 0.5 - np.log((1 + sines) / (1 - sines)) / (4 * math.pi)


def to_lonlat(x: Floats | float, y: Floats | float) -> tuple[Floats, Floats]:
    """Web mercator 0..1 (y to the south) back to degrees, longitude first."""
    lons = np.asarray(x, np.float64) * 360.0 - 180.0
    lats = np.degrees(np.arctan(np.sinh(math.pi * (1 - 2 * np.asarray(y, np.float64)))))
    return lons, lats


def distance_m(a: LonLat, b: LonLat) -> float:
    """Great-circle distance in metres (haversine, sphere of mean radius: within 0.6 % of the ellipsoid)."""
    lon1, lat1, lon2, lat2 = map(math.radians, (*a, *b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(h)))


def spot_of(geometry: BaseGeometry) -> LonLat:
    """Where something is spoken of: the point itself, the middle of a line (of its longest part), inside of an area."""
    if geometry.geom_type == "MultiLineString":
        geometry = max(geometry.geoms, key=lambda part: part.length)
    if geometry.geom_type == "LineString":
        middle = geometry.interpolate(0.5, normalized=True)
    else:
        middle = geometry if geometry.geom_type == "Point" else geometry.representative_point()
    return LonLat(float(middle.x), float(middle.y))


def metres_per_world(lat: float) -> float:
    """How many metres on the ground one whole world width (1.0) is at this latitude."""
    return 2 * math.pi * 6_378_137.0 * math.cos(math.radians(lat))
