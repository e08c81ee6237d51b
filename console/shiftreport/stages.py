"""How long the stages of the work took, and how the span went from hour to hour."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from console.domain.reports import CLOSED, Status
from console.shiftreport.cases import Case
from console.shiftreport.values import Hour, Stage

HOURLY_UNTIL = timedelta(hours=36)  # a longer span goes by days

Passage = tuple[datetime, datetime]  # when a stage began, when it ended


def nearest_rank(values: Iterable[float], share: float) -> float | None:
    """The value that `share` (0..1] of all do not exceed: of n sorted values the one at place ceil(share · n).

    Nearest-rank rule: the answer is always a value that occurred, never one between two. None for no values.
    """
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1] if ordered else None


def stages(cases: Sequence[Case], start: datetime, at: datetime) -> tuple[Stage, ...]:
    """Each stage with the median and the p90 (nearest rank) of those that ended within the span, in minutes.

    Measured from event to event; nights, holidays, holds and waiting for a citizen are not taken off.
    """
    found = []
    for key, passages in PASSAGES.items():
        minutes = [
            (end - begin).total_seconds() / 60
            for case in cases
            for begin, end in passages(case)
            if start <= end < at and begin <= end
        ]
        found.append(Stage(key, len(minutes), nearest_rank(minutes, 0.5), nearest_rank(minutes, 0.9)))
    return tuple(found)


def _triage(case: Case) -> Iterator[Passage]:
    """From arrival to the first judgement: verified, assigned, archived or marked a duplicate."""
    first = next((move for move in case.trail if move.start is Status.NEW), None)
    if first is not None:
        yield case.report.received_at, first.at


def _acknowledge(case: Case) -> Iterator[Passage]:
    for task in case.tasks:
        if task.accepted_at:
            yield task.assigned_at, task.accepted_at


def _work(case: Case) -> Iterator[Passage]:
    for task in case.tasks:
        if task.accepted_at and task.done_at:
            yield task.accepted_at, task.done_at


def _confirm(case: Case) -> Iterator[Passage]:
    for task in case.tasks:
        if task.done_at and task.resolved_at:
            yield task.done_at, task.resolved_at


PASSAGES: dict[str, Callable[[Case], Iterator[Passage]]] = {
    "triage": _triage,
    "acknowledge": _acknowledge,
    "work": _work,
    "confirm": _confirm,
}


def hours(cases: Sequence[Case], start: datetime, end: datetime) -> tuple[Hour, ...]:
    """Reports in and reports closed, hour by hour from the span's start (by days in a span of more than 36 hours)."""
    step = timedelta(hours=1) if end - start <= HOURLY_UNTIL else timedelta(days=1)
    count = max(math.ceil((end - start) / step), 0)
    received, closed = [0] * count, [0] * count
    for case in cases:
        if case.is_new:
            received[int((case.report.received_at - start) / step)] += 1
        for move in case.within:
            if move.end in CLOSED:
                closed[int((move.at - start) / step)] += 1
    return tuple(Hour(start + step * index, received[index], closed[index]) for index in range(count))
