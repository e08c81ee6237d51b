"""What happened to each report, read from the event log: moves, stretches in each state, how it once stood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from console.domain import wire
from console.domain.city import City
from console.domain.errors import DomainError
from console.domain.reports import Report, Status
from console.domain.wire import Event
from console.domain.workflow import BY_KEY, Action

PERSONAL = frozenset({"text", "contact_name", "contact_phone"})  # the log holds only their hashes
FORWARD = frozenset({Status.NEW, Status.VERIFIED, Status.REFUSED, Status.REOPENED})
WORK = frozenset({Status.ACCEPTED, Status.IN_PROGRESS})
ACTION = "report."


@dataclass(frozen=True, slots=True)
class Move:
    """One action that stands (it was not taken back). `department`: whom an `assign` went to, else empty."""

    action: str
    at: datetime
    actor: str
    role: str
    start: Status
    end: Status
    department: str = ""
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A report in one state from one moment to the next. `due` is when its clock runs out there, or None."""

    status: Status
    start: datetime
    end: datetime
    due: datetime | None

    def is_late_within(self, start: datetime, end: datetime) -> bool:
        """Whether the clock had run out at some moment of start..end (the end excluded) while this state held."""
        if self.due is None:
            return False
        return max(self.start, self.due, start) < min(self.end, end)


@dataclass(frozen=True, slots=True)
class Task:
    """One assignment from beginning to end. What did not happen is None; `ended_at` also counts refusal and recall."""

    department: str
    assigned_at: datetime
    ack_by: datetime
    solve_by: datetime
    answered_at: datetime | None = None
    accepted_at: datetime | None = None
    refused_at: datetime | None = None
    done_at: datetime | None = None
    resolved_at: datetime | None = None
    ended_at: datetime | None = None

    def was_slow(self, start: datetime, end: datetime) -> bool:
        """Whether it stood unacknowledged past its deadline at some moment of start..end (the end excluded)."""
        return max(self.ack_by, start) < min(self.answered_at or self.ended_at or end, end)


def moves(events: Iterable[Event], until: datetime) -> dict[str, tuple[Move, ...]]:
    """Report id → its moves before `until`, in the log's order. A move that was undone is left out."""
    found: dict[str, list[Move]] = {}
    for event in sorted(events, key=lambda event: event.seq):
        if not event.kind.startswith(ACTION) or event.at >= until:
            continue
        trail = found.setdefault(event.entity_id, [])
        action = event.kind.removeprefix(ACTION)
        if action == "undo":
            undone = event.payload.get("undoes") or (trail[-1].seq if trail else 0)
            trail[:] = [move for move in trail if move.seq != undone]
        elif action in BY_KEY:
            trail.append(_move(event, BY_KEY[action]))
    return {report: tuple(trail) for report, trail in found.items() if trail}


def _move(event: Event, action: Action) -> Move:
    """The move that an event tells of; where the log does not say from which state, the action's first."""
    before = changes_of(event.payload).get("status", [None])[0]
    start = Status(before) if before else next(status for status in Status if status in action.start)
    department = _department(event.payload) if action.key == "assign" else ""
    return Move(action.key, event.at, event.actor, event.role, start, action.end, department, event.seq)


def as_at(report: Report, later: Iterable[Event]) -> Report:
    """The report as it stood before these later events of its own: their changes turned round, newest first.

    Text and contact stay as they are now: the log does not hold what they were.
    """
    before: dict[str, Any] = {}
    for event in sorted(later, key=lambda event: -event.seq):
        before |= {key: pair[0] for key, pair in changes_of(event.payload).items() if key not in PERSONAL}
    return wire.report_from_json(wire.report_to_json(report) | before) if before else report


def changes_of(payload: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Field → [before, after] of an event that changed a report; empty for other events."""
    changes = payload.get("changes")
    if not isinstance(changes, Mapping):
        return {}
    return {key: list(pair) for key, pair in changes.items() if isinstance(pair, list | tuple) and len(pair) == 2}


def stretches(report: Report, trail: tuple[Move, ...], city: City, until: datetime) -> list[Stretch]:
    """The states of a report from its arrival to `until`, each with the clock that ran in it.

    Of a log that begins later than the report only what it tells of is there, and the state that the report is in.
    """
    if not trail:
        since = report.received_at if report.status is Status.NEW else _since(report)
        return [_stretch(report, report.status, since, until, next(iter(tasks_of(report, trail, city)), None))]
    found: list[Stretch] = []
    if trail[0].start is Status.NEW:
        found.append(_stretch(report, Status.NEW, report.received_at, trail[0].at, None))
    tasks = tasks_of(report, trail, city)
    for move, end in zip(trail, [*(move.at for move in trail[1:]), until], strict=True):
        task = next((task for task in reversed(tasks) if task.assigned_at <= move.at), None)
        found.append(_stretch(report, move.end, move.at, end, task))
    return found


def tasks_of(report: Report, trail: tuple[Move, ...], city: City) -> list[Task]:
    """Every assignment of a report, oldest first. Deadlines are counted as the rules counted them then.

    The one that the report has stands here too where the log does not reach back to it.
    """
    known, found = report.assignment, list[Task]()
    if known is not None and not any(move.action == "assign" for move in trail):
        found.append(Task(known.department, known.assigned_at, known.ack_by, known.solve_by))
        if known.accepted_at and not any(move.action == "accept" for move in trail):
            found[0] = replace(found[0], accepted_at=known.accepted_at, answered_at=known.accepted_at)
    for move in trail:
        if move.action == "assign":
            if found and found[-1].ended_at is None:
                found[-1] = replace(found[-1], ended_at=move.at)
            found.append(_task(report, move, city))
        elif found:
            found[-1] = _after(found[-1], move)
    return found


def _since(report: Report) -> datetime:
    task = report.assignment
    moments = (task.done_at, task.started_at, task.accepted_at, task.assigned_at) if task else ()
    return next((moment for moment in moments if moment), report.received_at)


def _stretch(report: Report, status: Status, start: datetime, end: datetime, task: Task | None) -> Stretch:
    return Stretch(status, start, max(start, end), _due(report, status, start, task))


def _task(report: Report, move: Move, city: City) -> Task:
    known = report.assignment
    if known is not None and abs((known.assigned_at - move.at).total_seconds()) < 1:
        return Task(move.department or known.department, move.at, known.ack_by, known.solve_by)
    try:
        deadlines = city.deadline_of(report.category)
    except DomainError:  # a category that the profile has dropped since: no deadline can be told any more
        never = datetime.max.replace(tzinfo=move.at.tzinfo)
        return Task(move.department, move.at, never, never)
    ack_by, solve_by = (span.after(move.at, city.calendar) for span in (deadlines.acknowledge, deadlines.solve))
    return Task(move.department, move.at, ack_by, solve_by)


def _after(task: Task, move: Move) -> Task:
    """The task after a later move of its report."""
    if task.ended_at is not None:
        return task
    match move.action:
        case "accept":
            return replace(task, accepted_at=move.at, answered_at=task.answered_at or move.at)
        case "refuse":
            return replace(task, answered_at=task.answered_at or move.at, refused_at=move.at, ended_at=move.at)
        case "claim_done":
            return replace(task, done_at=move.at)
        case "send_back":
            return replace(task, done_at=None)
        case "resolve":
            return replace(task, resolved_at=move.at, ended_at=move.at)
        case "recall" | "resume" | "reject" | "mark_duplicate":
            return replace(task, ended_at=move.at)
    return task


def _due(report: Report, status: Status, since: datetime, task: Task | None) -> datetime | None:
    if status in FORWARD:
        return report.forward_by
    if task is None:
        return None
    if status is Status.ASSIGNED:
        return task.ack_by
    if status in WORK:
        return task.solve_by
    if status is Status.DONE_CLAIMED and since >= task.solve_by:
        return task.solve_by
    return None


def _department(payload: Mapping[str, Any]) -> str:
    """Whom an assign event names: in its changes, else beside them."""
    after = changes_of(payload).get("assignment", [None, None])[1]
    if isinstance(after, Mapping) and after.get("department"):
        return str(after["department"])
    return str(payload.get("department") or "")
