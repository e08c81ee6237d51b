"""Coordinates as people paste them: which number is the latitude, where that lies, and what was probably meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from console.domain.city import City
from layers.places import Gazetteer

NEAR_DEG = 1.0  # a number within this of the city's bounds was meant as that axis
_NUMBER = r"([+\-−]?\d{1,3}(?:{mark}\d+)?)\s*°?\s*(LS|LU|BT|BB|[NSEW])?"
_BETWEEN = {r"\.": r"[,;/\s]", ",": r"(?:[;/]|,?\s)"}  # by decimal mark: what stands between the two numbers


def _form(mark: str, between: str) -> re.Pattern[str]:
    one = _NUMBER.replace("{mark}", mark)
    return re.compile(rf"^[\s(\[]*{one}\s*{between}\s*{one}[\s)\]]*$", re.IGNORECASE)


_FORMS = tuple(_form(mark, between) for mark, between in _BETWEEN.items())
_SOUTH_WEST = {"LS", "S", "BB", "W"}
_NORTH_SOUTH = {"LS", "LU", "N", "S"}


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A place in degrees; `lat_first`: how the two numbers were read."""

    lon: float
    lat: float
    lat_first: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """What a place is worth: the area codes and names, how far outside, and another place that was perhaps meant."""

    kelurahan: str = ""
    kecamatan: str = ""
    names: tuple[str, ...] = ()
    distance_m: float = 0.0
    too_far: bool = False
    instead: tuple[float, float] | None = None  # lon, lat


def read_coordinates(text: str, city: City) -> Coordinates | None:
    """Two numbers as a place; None where the text is no pair of coordinates. Both orders are understood."""
    for form in _FORMS:
        found = form.match(text.strip())
        if found:
            break
    else:
        return None
    one, other = (_degrees(found[place], found[place + 1]) for place in (1, 3))
    marks = [(found[place] or "").upper() for place in (2, 4)]
    if any(marks):
        lat_first = marks[0] in _NORTH_SOUTH if marks[0] else marks[1] not in _NORTH_SOUTH
    else:
        lat_first = _fits(other, one, city) or not _fits(one, other, city)
    lon, lat = (other, one) if lat_first else (one, other)
    if abs(lat) > 90 and abs(lon) <= 90 and not any(marks):
        lon, lat, lat_first = lat, lon, not lat_first
    return Coordinates(lon, lat, lat_first) if abs(lat) <= 90 and abs(lon) <= 180 else None


def judged(lon: float, lat: float, city: City, gazetteer: Gazetteer | None) -> Judged:
    """Where the place lies, and, when it lies too far outside, what was probably meant: swapped, or a lost minus."""
    if gazetteer is None:
        inside = _fits(lon, lat, city, 0.0)
        instead = None if inside else _meant(lon, lat, lambda x, y: _fits(x, y, city, 0.0))
        return Judged(too_far=not _fits(lon, lat, city, 0.05), instead=instead)
    areas = gazetteer.area_at(lon, lat)
    if areas is not None:
        kelurahan, kecamatan = areas
        return Judged(kelurahan.code, kecamatan.code, (kelurahan.name, kecamatan.name))
    away = gazetteer.distance_to_city_m(lon, lat)
    margin = city.accept_margin_m
    instead = _meant(lon, lat, lambda x, y: gazetteer.distance_to_city_m(x, y) <= margin)
    return Judged(distance_m=away, too_far=away > margin, instead=instead)


def _meant(lon: float, lat: float, fits: Callable[[float, float], bool]) -> tuple[float, float] | None:
    for other in ((lat, lon), (lon, -lat), (lat, -lon), (-lat, lon)):
        if abs(other[1]) <= 90 and fits(*other):
            return other
    return None


def _fits(lon: float, lat: float, city: City, margin: float = NEAR_DEG) -> bool:
    west, south, east, north = city.bounds
    return west - margin <= lon <= east + margin and south - margin <= lat <= north + margin


def _degrees(number: str, mark: str | None) -> float:
    value = float(number.replace("−", "-").replace(",", "."))
    return -abs(value) if (mark or "").upper() in _SOUTH_WEST else value
