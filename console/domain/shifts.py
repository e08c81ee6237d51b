"""Shifts of the room: which one runs at a moment, from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from console.domain.calendar import WIB


@dataclass(frozen=True, slots=True)
class ShiftKind:
    """A row of the roster; hours are local (WIB), the end excluded; the night shift crosses midnight."""

    key: str
    starts: time
    hours: int


SHIFTS: tuple[ShiftKind, ...] = (
    ShiftKind("morning", time(7), 7),
    ShiftKind("afternoon", time(14), 7),
    ShiftKind("night", time(21), 10),
)


@dataclass(frozen=True, slots=True)
class Shift:
    """One shift on one day; times in UTC, the end excluded."""

    key: str
    start: datetime
    end: datetime


def shift_at(moment: datetime) -> Shift:
    """The shift that runs at this moment."""
    local = moment.astimezone(WIB)
    for day in (local.date(), local.date() - timedelta(days=1)):
        for kind in SHIFTS:
            start = datetime.combine(day, kind.starts, WIB)
            end = start + timedelta(hours=kind.hours)
            if start <= local < end:
                return Shift(kind.key, start.astimezone(UTC), end.astimezone(UTC))
    raise AssertionError("SHIFTS leave a gap in the day")
