"""Which incidents of a shift its report tells of by name, and what the room wrote down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from console.domain.reports import PRIORITY_RANK, Priority, Report
from console.domain.wire import Event
from console.shiftreport.cases import Case
from console.shiftreport.values import Notable, Note, Reason

PRESSING = frozenset({Priority.EMERGENCY, Priority.HIGH})
GROUPS = 5  # the biggest groups of duplicates
TWINS_FROM = 2  # a report with a single twin is no news

_ORDER = {reason: place for place, reason in enumerate(Reason)}


def notables(cases: Sequence[Case], log: Sequence[Event], start: datetime, at: datetime) -> tuple[Notable, ...]:
    """Each notable incident once, with all its reasons: the gravest first, then by priority and age."""
    twins = Counter(case.report.duplicate_of for case in cases if case.report.duplicate_of)
    biggest = _biggest_groups(cases, twins)
    noted = _noted(log, start, at)
    found = []
    for case in cases:
        reasons = tuple(_reasons(case, case.report.id in biggest, case.report.id in noted))
        if reasons:
            note = noted.get(case.report.id, "")
            found.append(Notable(case.report, reasons, twins[case.report.id], note))
    return tuple(sorted(found, key=_gravity))


def _reasons(case: Case, many_twins: bool, noted: bool) -> Iterator[Reason]:
    report = case.report
    if report.priority is Priority.EMERGENCY and case.touched and report.duplicate_of is None:
        yield Reason.EMERGENCY
    if case.late and report.priority in PRESSING:
        yield Reason.LATE_HIGH
    if case.did("reopen"):
        yield Reason.REOPENED
    if many_twins:
        yield Reason.TWINS
    if noted:
        yield Reason.NOTED


def _gravity(notable: Notable) -> tuple[int, int, int, datetime, str]:
    report: Report = notable.report
    return (
        _ORDER[notable.reasons[0]],
        PRIORITY_RANK[report.priority],
        -notable.twins,
        report.received_at,
        report.number,
    )


def _biggest_groups(cases: Sequence[Case], twins: Counter[str]) -> frozenset[str]:
    """The first reports of the biggest duplicate groups that grew within the span."""
    grown = {case.report.duplicate_of for case in cases if case.report.duplicate_of and case.touched}
    groups = sorted((-count, root) for root, count in twins.items() if count >= TWINS_FROM and root in grown)
    return frozenset(root for _, root in groups[:GROUPS])


def _noted(log: Sequence[Event], start: datetime, at: datetime) -> dict[str, str]:
    """Report id → the last note within the span that was marked notable."""
    found: dict[str, str] = {}
    for event in log:
        notable = event.payload.get("notable")
        if start <= event.at < at and event.kind in ("report.note", "shift.note") and notable:
            report = event.entity_id if event.kind == "report.note" else str(notable)
            found[report] = _text(event)
    return found


def shift_notes(log: Sequence[Event], start: datetime, at: datetime) -> tuple[Note, ...]:
    """What was written down for the next shift, oldest first; also what was marked on an incident."""
    return tuple(
        Note(event.at, event.actor, _text(event))
        for event in log
        if event.kind == "shift.note" and start <= event.at < at
    )


def _text(event: Event) -> str:
    """The note's words; none where the log holds only their hash."""
    text = event.payload.get("text")
    return text if isinstance(text, str) else ""
