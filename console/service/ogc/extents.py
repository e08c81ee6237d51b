"""Places and times that are asked for: boxes, also across the date line; moments, days, intervals, and how two lie."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

Box = tuple[float, float, float, float]
EVER, NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
OPEN = ("", "..")
_DAY_LETTERS = len("2026-01-31")
_LAST = timedelta(days=1) - timedelta(microseconds=1)  # of a day


class Span(NamedTuple):
    """A time from its first moment to its last; a single moment is both."""

    start: datetime
    end: datetime


# What CQL2 says of two times: a row each.
RELATIONS: dict[str, Callable[[Span, Span], bool]] = {
    "t_after": lambda a, b: a.start > b.end,
    "t_before": lambda a, b: a.end < b.start,
    "t_contains": lambda a, b: a.start < b.start and a.end > b.end,
    "t_disjoint": lambda a, b: a.start > b.end or a.end < b.start,
    "t_during": lambda a, b: a.start > b.start and a.end < b.end,
    "t_equals": lambda a, b: a == b,
    "t_finishedby": lambda a, b: a.start < b.start and a.end == b.end,
    "t_finishes": lambda a, b: a.start > b.start and a.end == b.end,
    "t_intersects": lambda a, b: a.start <= b.end and a.end >= b.start,
    "t_meets": lambda a, b: a.end == b.start,
    "t_metby": lambda a, b: a.start == b.end,
    "t_overlappedby": lambda a, b: b.start < a.start < b.end < a.end,
    "t_overlaps": lambda a, b: a.start < b.start < a.end < b.end,
    "t_startedby": lambda a, b: a.start == b.start and a.end > b.end,
    "t_starts": lambda a, b: a.start == b.start and a.end < b.end,
}


def boxes_of(numbers: Sequence[float]) -> tuple[Box, ...]:
    """West, south, east, north, perhaps with heights, which are passed over; two boxes across the date line.

    Raises ValueError where the numbers are no box.
    """
    if len(numbers) == 6:
        numbers = [numbers[place] for place in (0, 1, 3, 4)]
    if len(numbers) != 4 or not all(abs(number) < 1e6 for number in numbers) or numbers[1] > numbers[3]:
        raise ValueError("no box")
    west, south, east, north = map(float, numbers)
    return ((west, south, east, north),) if west <= east else ((west, south, 180, north), (-180, south, east, north))


def moment(value: Any) -> datetime | None:
    """What is written as a time or a date, as an aware UTC moment; None when it is neither."""
    if isinstance(value, datetime):
        return value
    try:
        text = str(value)
        if len(text) == _DAY_LETTERS:
            return datetime.combine(date.fromisoformat(text), time(), UTC)
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # beyond the first and the last year, once its zone is taken away
        return None


def interval(given: str) -> Span | None:
    """A moment, a day, or two of them with a slash between; `..` or nothing is an open end. None: not to be read."""
    parts = given.split("/")
    if len(parts) > 2 or all(part in OPEN for part in parts):
        return None
    first, last = parts[0], parts[-1]
    start = EVER if len(parts) == 2 and first in OPEN else moment(first)
    end = NEVER if len(parts) == 2 and last in OPEN else moment(last)
    if start is None or end is None:
        return None
    if end is not NEVER and len(last) == _DAY_LETTERS:
        end += _LAST
    return Span(start, end) if start <= end else None


def span(value: Any) -> Span | None:
    """A value as a time: a moment is one, too."""
    if isinstance(value, Span):
        return value
    at = moment(value)
    return None if at is None else Span(at, at)
