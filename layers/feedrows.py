"""Single values out of the rows of a feed, taken strictly: a row that can't be read is told of, and none is guessed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from shapely import Point, box
from shapely.affinity import scale
from shapely.geometry.base import BaseGeometry

from layers.catalog import FILLED, Layer
from layers.feeds import NotThisFeed
from layers.geometry import METRES_PER_DEGREE
from layers.moments import NotAMoment, zone_of

T = TypeVar("T")
MAX_WORD = 300


class BadRow(ValueError):
    """One row of a feed can't be read; the message says why."""


class Area:
    """The city's box (west, south, east, north in degrees), and whether something lies in it."""

    def __init__(self, bounds: tuple[float, float, float, float]) -> None:
        self._west, self._south, self._east, self._north = bounds
        self._shape = box(*bounds)

    def holds(self, lon: float, lat: float) -> bool:
        """Whether the place lies inside or on the edge."""
        return self._west <= lon <= self._east and self._south <= lat <= self._north

    def touches(self, geometry: BaseGeometry) -> bool:
        """Whether some of the shape lies inside."""
        return bool(geometry.intersects(self._shape))

    def check_turn(self, places: Iterable[tuple[float, float]]) -> None:
        """Raises BadRow when only the places turned round lie in the city: longitude and latitude are swapped."""
        given = list(places)
        if any(self.holds(lat, lon) for lon, lat in given) and not any(self.holds(*place) for place in given):
            raise BadRow("longitude and latitude seem to be the wrong way round; it is left out")


def read_rows(
    name: str, rows: object, reader: Callable[[Mapping[str, Any]], T | None]
) -> tuple[list[T], list[str], int]:
    """What `reader` makes of each row, a sentence for each row that it refused (BadRow), and how many were readable.

    A reader gives None for a row that is fine but no concern of the city. Rows are numbered from 1.
    """
    found: list[T] = []
    problems: list[str] = []
    readable = 0
    for number, row in enumerate(rows if isinstance(rows, list) else [], 1):
        if not isinstance(row, dict):
            problems.append(f"{name} {number}: it is no object")
            continue
        try:
            made = reader(row)
        except BadRow as error:
            problems.append(f"{name} {number}: {error}")
            continue
        readable += 1
        if made is not None:
            found.append(made)
    return found, problems, readable


def number(row: Mapping[str, Any], key: str, low: float, high: float) -> float | None:
    """A finite number within low..high; None where there is none. `true` and text are no numbers. Raises BadRow."""
    value = row.get(key)
    if value is None:
        return None
    if not is_number(value):
        raise BadRow(f"{key} is no number")
    if not low <= value <= high:
        raise BadRow(f"{key} {value:g} is not within {low:g} to {high:g}")
    return float(value)


def is_number(value: object) -> bool:
    """Whether it is a finite number, and not `true`."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def place(row: object, lon: str, lat: str) -> tuple[float, float]:
    """Degrees, longitude first, from the two keys. Raises BadRow."""
    if isinstance(row, dict):
        x, y = number(row, lon, -180, 180), number(row, lat, -90, 90)
        if x is not None and y is not None:
            return x, y
    raise BadRow("it has no place")


def word(row: Mapping[str, Any], key: str, limit: int = MAX_WORD) -> str:
    """Text without control characters, trimmed and cut at `limit`; empty where there is none. Raises BadRow."""
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadRow(f"{key} is no text")
    return "".join(letter for letter in value if letter.isprintable()).strip()[:limit]


def ident(row: Mapping[str, Any], *keys: str) -> str:
    """The first key that holds a text or a whole number, as text. Raises BadRow."""
    for key in keys:
        value = row.get(key)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()[:200]
    raise BadRow(f"it has no {' and no '.join(keys)}")


def moment_of_millis(value: object) -> datetime | None:
    """Milliseconds since 1970 as aware UTC; None for what is no such number."""
    if not isinstance(value, int | float) or not is_number(value) or not 0 < value < 4e12:
        return None
    return datetime.fromtimestamp(value / 1000, UTC)


def disc(lon: float, lat: float, radius_m: float) -> BaseGeometry:
    """A circle on the ground as a polygon in degrees."""
    degrees = radius_m / METRES_PER_DEGREE
    return scale(Point(lon, lat).buffer(degrees, quad_segs=16), 1 / max(0.1, math.cos(math.radians(lat))), 1)


def layer_option(options: Mapping[str, str]) -> Layer:
    """The layer that the option `layer` names. Raises NotThisFeed."""
    key = options.get("layer", "")
    if key not in FILLED:
        raise NotThisFeed(f"the option 'layer' must be one of {', '.join(FILLED)}; it is {key!r}")
    return FILLED[key]


def pairs_option(options: Mapping[str, str], key: str) -> dict[str, str]:
    """An option such as "theirs=ours;theirs=ours" as a table."""
    split = (pair.partition("=") for pair in options.get(key, "").split(";") if "=" in pair)
    return {theirs.strip(): ours.strip() for theirs, _, ours in split}


def zone_option(options: Mapping[str, str]) -> ZoneInfo:
    """The zone of times that name none: the option `zone`, else that of Bekasi. Raises NotThisFeed."""
    try:
        return zone_of(options.get("zone") or "Asia/Jakarta")
    except NotAMoment as error:
        raise NotThisFeed(str(error)) from error
