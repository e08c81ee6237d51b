"""Each report of a span as one case: how it stood at the end, what was done with it, and how its clocks ran."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from console.domain.city import City
from console.domain.reports import Report, Status
from console.domain.wire import Event
from console.shiftreport.trail import FORWARD, Move, Stretch, Task, as_at, moves, stretches, tasks_of


@dataclass(frozen=True, slots=True)
class Case:
    """One report. `within`: its moves within the span; `late` and `report` are of the span's end."""

    report: Report
    is_new: bool  # received within the span
    trail: tuple[Move, ...]
    within: tuple[Move, ...]
    stretches: tuple[Stretch, ...]
    tasks: tuple[Task, ...]
    late: bool

    def did(self, *actions: str) -> bool:
        """Whether one of these actions was done within the span."""
        return any(move.action in actions for move in self.within)

    @property
    def resolved(self) -> bool:
        """Whether it was resolved within the span and stayed so: what was reopened is judged when it ends again."""
        return self.did("resolve") and self.report.status is Status.RESOLVED

    @property
    def on_time(self) -> bool:
        """Whether the department said done before its deadline; the check that follows is the POC's own time."""
        task = self.tasks[-1] if self.tasks else None
        return task is None or task.done_at is None or task.done_at < task.solve_by

    @property
    def touched(self) -> bool:
        """Whether it belongs into the tables: it came, was moved, or stands open."""
        return self.is_new or bool(self.within) or self.report.is_open

    @property
    def department(self) -> str:
        """Who has it at the end of the span; empty when it is in the pool or closed."""
        task = self.report.assignment
        return task.department if task and self.report.is_open and self.report.status not in FORWARD else ""


def cases_of(
    reports: Iterable[Report], log: Sequence[Event], city: City, start: datetime, at: datetime
) -> tuple[Case, ...]:
    """The reports received before `at`, turned back to how they stood at that moment; oldest first."""
    later: dict[str, list[Event]] = {}
    for event in log:
        if event.at >= at and event.entity == "report":
            later.setdefault(event.entity_id, []).append(event)
    trails = moves(log, at)
    found = []
    for present in {report.id: report for report in reports}.values():
        if present.received_at < at:
            report = as_at(present, later.get(present.id, ()))
            found.append(_case(report, trails.get(report.id, ()), city, start, at))
    return tuple(sorted(found, key=lambda case: (case.report.received_at, case.report.number, case.report.id)))


def _case(report: Report, trail: tuple[Move, ...], city: City, start: datetime, at: datetime) -> Case:
    return Case(
        report=report,
        is_new=report.received_at >= start,
        trail=trail,
        within=tuple(move for move in trail if move.at >= start),
        stretches=tuple(stretches(report, trail, city, at)),
        tasks=tuple(tasks_of(report, trail, city)),
        late=report.is_late(at),
    )
