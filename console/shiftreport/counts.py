"""The tables of a shift report: totals, and rows by channel, category, area, pillar, department, state and operator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from console.domain.city import City
from console.domain.reports import Channel, Report, Status
from console.domain.wire import Event
from console.shiftreport.cases import Case
from console.shiftreport.trail import Move, Task
from console.shiftreport.values import DepartmentRow, Names, OperatorRow, Row, StateRow, Totals
from console.shiftreport.words import WORDS

NO_PLACE, OUTSIDE, UNKNOWN = "", "outside", "?"
DESK_ROLES = frozenset({"operator", "supervisor"})
ANSWERS = ("accept", "refuse", "start", "claim_done")  # what a department says, also where an operator enters it
TRIAGE = ("verify", "assign", "reject", "mark_duplicate", "hold", "ask_citizen")
CLOSING = ("resolve", "reject", "mark_duplicate")
NOTES = frozenset({"report.note", "shift.note"})

Key = Callable[[Report], str]
Naming = Callable[[str], Names]


def totals(cases: Sequence[Case], start: datetime, at: datetime) -> Totals:
    """Reports, each counted once a figure."""

    def count(*actions: str) -> int:
        return sum(case.did(*actions) for case in cases)

    resolved = [case for case in cases if case.resolved]
    late_now = sum(case.late for case in cases)
    return Totals(
        received=sum(case.is_new for case in cases),
        triaged=sum(any(move.start is Status.NEW for move in case.within) for case in cases),
        assigned=count("assign"),
        answered=count("accept", "refuse", "claim_done"),
        accepted=count("accept"),
        refused=count("refuse"),
        claimed=count("claim_done"),
        resolved=count("resolve"),
        rejected=count("reject"),
        duplicates=count("mark_duplicate"),
        reopened=count("reopen"),
        open_now=sum(case.report.is_open for case in cases),
        late_now=late_now,
        late_within=sum(case.late or any(s.is_late_within(start, at) for s in case.stretches) for case in cases),
        on_time=sum(case.on_time for case in resolved),
        judged=len(resolved) + late_now,
    )


# --- rows by one property of the report -----------------------------------------------------------------------------


def by_channel(cases: Sequence[Case]) -> tuple[Row, ...]:
    """By the way by which reports came."""
    return _rows(cases, lambda report: report.channel, _named({code: WORDS[f"channel.{code}"] for code in Channel}))


def by_category(cases: Sequence[Case], city: City) -> tuple[Row, ...]:
    """By category; one that the profile does not know stands under its own code."""
    return _rows(
        cases, lambda report: report.category, _named({row.code: row.title for row in city.categories.values()})
    )


def by_pillar(cases: Sequence[Case], city: City) -> tuple[Row, ...]:
    """By the pillar to which the profile maps the category."""

    def pillar(report: Report) -> str:
        category = city.categories.get(report.category)
        return category.pillar if category else UNKNOWN

    return _rows(cases, pillar, _named({UNKNOWN: WORDS["unknown"], **city.pillars}))


def by_area(cases: Sequence[Case], area_names: Mapping[str, str]) -> tuple[Row, ...]:
    """By kecamatan; reports outside the city and those without a place have rows of their own."""

    def area(report: Report) -> str:
        return report.kecamatan or (OUTSIDE if report.outside else NO_PLACE)

    titles: dict[str, Names] = {code: {"id": name, "en": name} for code, name in area_names.items()}
    return _rows(cases, area, _named(titles | {NO_PLACE: WORDS["no_place"], OUTSIDE: WORDS["outside"]}))


def _rows(cases: Sequence[Case], key: Key, names: Naming) -> tuple[Row, ...]:
    """One row for each key that occurs, most reports in first. Every case stands in exactly one row."""
    groups: dict[str, list[Case]] = {}
    for case in cases:
        if case.touched:
            groups.setdefault(str(key(case.report)), []).append(case)
    rows = [
        Row(
            key=code,
            names=names(code),
            received=sum(case.is_new for case in group),
            assigned=sum(case.did("assign") for case in group),
            resolved=sum(case.did("resolve") for case in group),
            open=sum(case.report.is_open for case in group),
            late=sum(case.late for case in group),
        )
        for code, group in groups.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.received, -row.open, -row.assigned, row.key)))


def _named(titles: Mapping[str, Names]) -> Naming:
    """Names by key; a key that has none stands for itself, and an empty one is said to be unknown."""
    return lambda key: titles.get(key) or ({"id": key, "en": key} if key else WORDS["unknown"])


# --- departments ----------------------------------------------------------------------------------------------------


def by_department(cases: Sequence[Case], city: City, start: datetime, at: datetime) -> tuple[DepartmentRow, ...]:
    """By department. A report that went to two departments counts once with each."""
    counts: dict[str, Counter[str]] = {}

    def add(department: str, what: str) -> None:
        counts.setdefault(department or UNKNOWN, Counter())[what] += 1

    for case in cases:
        for what, moment in TASK_FIGURES.items():
            for department in {task.department for task in case.tasks if _within(moment(task), start, at)}:
                add(department, what)
        for task in case.tasks:
            if task.was_slow(start, at):
                add(task.department, "slow")
        if case.department:
            add(case.department, "open")
            if case.late:
                add(case.department, "late")
    rows = [_department(code, count, city) for code, count in counts.items()]
    return tuple(sorted(rows, key=lambda row: (-row.assigned, -row.open, row.key)))


TASK_FIGURES: dict[str, Callable[[Task], datetime | None]] = {
    "assigned": lambda task: task.assigned_at,
    "accepted": lambda task: task.accepted_at,
    "refused": lambda task: task.refused_at,
    "claimed": lambda task: task.done_at,
    "resolved": lambda task: task.resolved_at,
}


def _department(code: str, count: Counter[str], city: City) -> DepartmentRow:
    known = city.departments.get(code)
    names = {"id": known.name, "en": known.name} if known else _named({UNKNOWN: WORDS["unknown"]})(code)
    keys = ("assigned", "accepted", "refused", "claimed", "resolved", "open", "late", "slow")
    return DepartmentRow(code, names, **{key: count[key] for key in keys})


def _within(moment: datetime | None, start: datetime, at: datetime) -> bool:
    return moment is not None and start <= moment < at


# --- states and operators -------------------------------------------------------------------------------------------


def by_state(cases: Sequence[Case]) -> tuple[StateRow, ...]:
    """The open reports by state, in the order of a report's life; states without reports are left out."""
    still = [case for case in cases if case.report.is_open]
    counts = Counter(case.report.status for case in still)
    late = Counter(case.report.status for case in still if case.late)
    return tuple(StateRow(status, counts[status], late[status]) for status in Status if counts[status])


def by_operator(cases: Sequence[Case], log: Sequence[Event], start: datetime, at: datetime) -> tuple[OperatorRow, ...]:
    """What each person at the desk did within the span, the busiest first. Moves that were undone do not count."""
    done: dict[str, list[Move]] = {}
    for case in cases:
        for move in case.within:
            if move.role in DESK_ROLES:
                done.setdefault(move.actor, []).append(move)
    notes = Counter(
        event.actor for event in log if event.kind in NOTES and event.role in DESK_ROLES and start <= event.at < at
    )
    rows = []
    for name in {*done, *notes}:
        actions = Counter(move.action for move in done.get(name, ()))
        rows.append(
            OperatorRow(
                name=name,
                triaged=sum(actions[key] for key in TRIAGE),
                assigned=actions["assign"],
                answers=sum(actions[key] for key in ANSWERS),
                closed=sum(actions[key] for key in CLOSING),
                notes=notes[name],
                moves=sum(actions.values()) + notes[name],
            )
        )
    return tuple(sorted(rows, key=lambda row: (-row.moves, row.name)))
