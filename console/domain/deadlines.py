"""Deadline profiles and the two clocks of an assignment: acknowledge by, solve by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from console.domain.calendar import WorkCalendar


class Unit(StrEnum):
    """What a span counts."""

    MINUTES = "minutes"
    HOURS = "hours"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True, slots=True)
class Span:
    """So many minutes, hours or working days."""

    amount: int
    unit: Unit

    def after(self, start: datetime, calendar: WorkCalendar) -> datetime:
        """The moment at which the span that began at `start` is over, in UTC."""
        match self.unit:
            case Unit.MINUTES:
                return start + timedelta(minutes=self.amount)
            case Unit.HOURS:
                return start + timedelta(hours=self.amount)
            case Unit.WORKING_DAYS:
                return calendar.add_working_days(start, self.amount)


@dataclass(frozen=True, slots=True)
class DeadlineProfile:
    """How fast: forward to a department, acknowledge there, solve. `source` says which rule it is."""

    code: str
    title_id: str
    title_en: str
    forward: Span
    acknowledge: Span
    solve: Span
    source: str = ""
    stops_for_citizen: bool = True  # whether the clock stands still while a citizen must answer


class ClockState(StrEnum):
    """How a clock stands; each has a colour, a shape and a word on the screen."""

    NONE = "none"  # no clock runs: the report has ended
    STOPPED = "stopped"  # a citizen must answer, or the report is on hold
    OK = "ok"
    SOON = "soon"  # less than a quarter of the span is left
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Clock:
    """One running clock. `kind` is forward, acknowledge, solve, hold or none."""

    kind: str
    due: datetime | None
    state: ClockState

    @classmethod
    def none(cls) -> Clock:
        """The clock of a report that has ended."""
        return cls("none", None, ClockState.NONE)


def clock_state(start: datetime, due: datetime, now: datetime) -> ClockState:
    """Late from the due moment on; soon in the last quarter of the span."""
    if now >= due:
        return ClockState.LATE
    return ClockState.SOON if (due - now) * 4 < (due - start) else ClockState.OK
