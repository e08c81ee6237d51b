"""A report, its states and its assignment: frozen values. To change one, make the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from console.domain.deadlines import Clock, ClockState, clock_state

ReportId = str


class Status(StrEnum):
    """The life of a report (DOMAIN.md)."""

    NEW = "new"
    VERIFIED = "verified"
    ASSIGNED = "assigned"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    DONE_CLAIMED = "done_claimed"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    WAITING_CITIZEN = "waiting_citizen"
    ON_HOLD = "on_hold"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"


CLOSED = frozenset({Status.RESOLVED, Status.REJECTED, Status.DUPLICATE})
OPEN = frozenset(Status) - CLOSED
TO_TRIAGE = frozenset({Status.NEW, Status.VERIFIED, Status.REFUSED, Status.REOPENED})  # the operator's pool
WITH_DEPARTMENT = frozenset({Status.ASSIGNED, Status.ACCEPTED, Status.IN_PROGRESS, Status.DONE_CLAIMED})


class Channel(StrEnum):
    """The way by which a report came."""

    SOROT = "sorot"
    CALL_112 = "call112"
    SOCIAL = "social"
    OPEN311 = "open311"
    FEED = "feed"
    AGENT = "agent"
    WALK_IN = "walk_in"
    IMPORT = "import"


class Priority(StrEnum):
    """How pressing; from the category at first, then as an operator judges."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    EMERGENCY = "emergency"


PRIORITY_RANK = {Priority.EMERGENCY: 0, Priority.HIGH: 1, Priority.NORMAL: 2, Priority.LOW: 3}


@dataclass(frozen=True, slots=True)
class Assignment:
    """A department's task, with its two clocks and its answers."""

    department: str
    assigned_by: str
    assigned_at: datetime
    ack_by: datetime
    solve_by: datetime
    why: str = ""
    accepted_at: datetime | None = None
    started_at: datetime | None = None
    done_at: datetime | None = None
    done_by: str = ""  # the user who did it, or "dept:CODE" where an operator entered the department's answer
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """One report as it stands. Place in WGS 84 degrees; times are aware UTC; `version` counts its changes from 1."""

    id: ReportId
    number: str
    text: str
    category: str
    channel: Channel
    received_at: datetime
    forward_by: datetime
    status: Status = Status.NEW
    priority: Priority = Priority.NORMAL
    lon: float | None = None
    lat: float | None = None
    place_note: str = ""
    kelurahan: str = ""
    kecamatan: str = ""
    outside: bool = False
    reported_at: datetime | None = None
    source_ref: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    photos: tuple[str, ...] = ()
    assignment: Assignment | None = None
    duplicate_of: ReportId | None = None
    hold_until: datetime | None = None
    paused_at: datetime | None = None
    reason: str = ""
    demo: bool = False
    version: int = 1
    updated_at: datetime | None = None
    updated_by: str = ""

    @property
    def is_open(self) -> bool:
        """Whether anything remains to be done."""
        return self.status in OPEN

    @property
    def has_place(self) -> bool:
        """Whether it can be shown on the map."""
        return self.lon is not None and self.lat is not None

    def clock(self, now: datetime) -> Clock:
        """The one clock that runs in the present state."""
        task = self.assignment
        if self.status in CLOSED:
            return Clock.none()
        if self.status is Status.WAITING_CITIZEN and self.paused_at is not None:
            return Clock("forward", self.forward_by, ClockState.STOPPED)
        if self.status is Status.ON_HOLD:
            late = self.hold_until is not None and now >= self.hold_until
            return Clock("hold", self.hold_until, ClockState.LATE if late else ClockState.STOPPED)
        if self.status is Status.ASSIGNED and task:
            return Clock("acknowledge", task.ack_by, clock_state(task.assigned_at, task.ack_by, now))
        if self.status in (Status.ACCEPTED, Status.IN_PROGRESS) and task:
            return Clock("solve", task.solve_by, clock_state(task.assigned_at, task.solve_by, now))
        if self.status is Status.DONE_CLAIMED and task:
            moment = task.done_at or now
            return Clock("solve", task.solve_by, ClockState.LATE if moment >= task.solve_by else ClockState.STOPPED)
        return Clock("forward", self.forward_by, clock_state(self.received_at, self.forward_by, now))

    def is_late(self, now: datetime) -> bool:
        """Whether the clock that runs has run out. What is still open and late counts as late."""
        return self.clock(now).state is ClockState.LATE
