"""The filters of the queue: FILTERS, one row each; the chips of the panel and the figures of the top bar are these."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from console.domain.reports import CLOSED, OPEN, TO_TRIAGE, Report, Status
from console.i18n import QT_TRANSLATE_NOOP

Also = Callable[[Report, datetime, str], bool]


@dataclass(frozen=True, slots=True)
class Filter:
    """One chip: reports of these states for which `also`, if there is one, holds at this moment for who sits here.

    `hint` says what would stand there and how it gets there: shown where nothing does.
    """

    key: str
    title: str
    hint: str
    statuses: frozenset[Status]
    also: Also | None = None


def _is_late(report: Report, now: datetime, me: str) -> bool:
    return report.is_late(now)


def _is_mine(report: Report, now: datetime, me: str) -> bool:
    return report.updated_by == me or (report.assignment is not None and report.assignment.assigned_by == me)


FILTERS: tuple[Filter, ...] = (
    Filter(
        "triage",
        QT_TRANSLATE_NOOP("Filters", "To triage"),
        QT_TRANSLATE_NOOP(
            "Filters", "What must be judged and sent to a department stands here: new, verified, refused, not solved."
        ),
        TO_TRIAGE,
    ),
    Filter(
        "new",
        QT_TRANSLATE_NOOP("Filters", "New"),
        QT_TRANSLATE_NOOP("Filters", "Reports that nobody has looked at yet. Press N to take one in by telephone."),
        frozenset({Status.NEW}),
    ),
    Filter(
        "late",
        QT_TRANSLATE_NOOP("Filters", "Late"),
        QT_TRANSLATE_NOOP("Filters", "Nothing has passed its deadline. What does so comes here by itself."),
        OPEN,
        _is_late,
    ),
    Filter(
        "unacknowledged",
        QT_TRANSLATE_NOOP("Filters", "Unacknowledged"),
        QT_TRANSLATE_NOOP("Filters", "Assigned reports stand here until the department accepts or refuses."),
        frozenset({Status.ASSIGNED}),
    ),
    Filter(
        "claimed",
        QT_TRANSLATE_NOOP("Filters", "To confirm"),
        QT_TRANSLATE_NOOP("Filters", "When a department reports its work done, it waits here for your confirmation."),
        frozenset({Status.DONE_CLAIMED}),
    ),
    Filter(
        "mine",
        QT_TRANSLATE_NOOP("Filters", "Mine"),
        QT_TRANSLATE_NOOP("Filters", "Open reports that you changed last or assigned stand here."),
        OPEN,
        _is_mine,
    ),
    Filter(
        "open",
        QT_TRANSLATE_NOOP("Filters", "All open"),
        QT_TRANSLATE_NOOP("Filters", "Everything that is not solved, archived or a duplicate stands here."),
        OPEN,
    ),
    Filter(
        "ended",
        QT_TRANSLATE_NOOP("Filters", "Ended"),
        QT_TRANSLATE_NOOP("Filters", "What was solved, archived or marked as a duplicate in the last day stands here."),
        CLOSED,
    ),
)
BIT_OF: dict[str, int] = {row.key: 1 << place for place, row in enumerate(FILTERS)}
BY_KEY: dict[str, Filter] = {row.key: row for row in FILTERS}


_BY_STATUS = {
    status: sum(BIT_OF[row.key] for row in FILTERS if row.also is None and status in row.statuses) for status in Status
}
_LOOKED_AT = tuple((BIT_OF[row.key], row.statuses, row.also) for row in FILTERS if row.also is not None)


def mask_of(report: Report, now: datetime, me: str) -> int:
    """Which filters the report passes, a bit each."""
    mask = _BY_STATUS[report.status]
    for bit, statuses, also in _LOOKED_AT:
        if report.status in statuses and also(report, now, me):
            mask |= bit
    return mask
