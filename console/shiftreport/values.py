"""The values of a shift report: totals, rows of its tables, stages, hours, notable incidents and notes; all frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from console.domain.reports import Report, Status

Names = Mapping[str, str]  # by language code: "id", "en"


@dataclass(frozen=True, slots=True)
class Totals:
    """Reports, each counted once a figure. `received` to `reopened` happened within the span; `_now` is at its end."""

    received: int = 0
    triaged: int = 0  # left the state `new`
    assigned: int = 0
    answered: int = 0  # a department accepted, refused or reported done
    accepted: int = 0
    refused: int = 0
    claimed: int = 0
    resolved: int = 0
    rejected: int = 0
    duplicates: int = 0
    reopened: int = 0
    open_now: int = 0
    late_now: int = 0
    late_within: int = 0  # were late at some moment of the span, also if done since
    on_time: int = 0  # of those resolved within the span
    judged: int = 0  # resolved within the span, and what is open and late: that counts as late

    @property
    def on_time_rate(self) -> float | None:
        """Share 0..1 of what was due that was on time; None when nothing was resolved and nothing is late."""
        return self.on_time / self.judged if self.judged else None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: by category, kecamatan, pillar or channel. `names` by language code."""

    key: str
    names: Names
    received: int
    assigned: int
    resolved: int
    open: int
    late: int


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """One department. `slow`: its assignments that stood unacknowledged past their deadline within the span."""

    key: str
    names: Names
    assigned: int
    accepted: int
    refused: int
    claimed: int
    resolved: int
    open: int
    late: int
    slow: int


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the work: how many passed it within the span, and how long it took them, in minutes."""

    key: str
    count: int
    median_min: float | None
    p90_min: float | None


@dataclass(frozen=True, slots=True)
class StateRow:
    """How many reports stand open in one state at the end of the span, and how many of them are late."""

    status: Status
    count: int
    late: int


@dataclass(frozen=True, slots=True)
class OperatorRow:
    """What one operator did within the span. `moves` is all of it, notes too."""

    name: str
    triaged: int
    assigned: int
    answers: int
    closed: int
    notes: int
    moves: int


@dataclass(frozen=True, slots=True)
class Hour:
    """Reports in and reports closed in one step of the span; `start` in UTC."""

    start: datetime
    received: int
    closed: int


class Reason(StrEnum):
    """Why an incident is notable, the gravest first."""

    EMERGENCY = "emergency"
    LATE_HIGH = "late_high"  # emergency or high priority, open and late
    REOPENED = "reopened"
    TWINS = "twins"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Notable:
    """An incident that the reader should know of. `twins`: its duplicates; `note`: what the room wrote of it."""

    report: Report
    reasons: tuple[Reason, ...]
    twins: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody in the room wrote down for the next shift."""

    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a span. Times in UTC, `end` excluded; `at` is the moment for which "now" is told."""

    start: datetime
    end: datetime
    at: datetime
    totals: Totals
    channels: tuple[Row, ...]
    categories: tuple[Row, ...]
    departments: tuple[DepartmentRow, ...]
    areas: tuple[Row, ...]
    pillars: tuple[Row, ...]
    stages: tuple[Stage, ...]
    hours: tuple[Hour, ...]
    states: tuple[StateRow, ...]
    operators: tuple[OperatorRow, ...]
    notable: tuple[Notable, ...]
    notes: tuple[Note, ...]
    received: tuple[Report, ...]
    touched: tuple[Report, ...]  # came in, were moved, or stand open: all that the tables count
    open_reports: tuple[Report, ...]  # oldest first
