"""The life of a report: every move of the table and no other, by whom, and with what."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from console.domain.calendar import WorkCalendar
from console.domain.deadlines import ClockState, DeadlineProfile, Span, Unit
from console.domain.errors import (
    DomainError,
    Missing,
    NotAllowed,
    NothingToUndo,
    NotValid,
    TransitionNotAllowed,
    UnknownAction,
)
from console.domain.reports import Assignment, Channel, Report, Status
from console.domain.roles import Role
from console.domain.workflow import ACTIONS, BY_KEY, NEXT, Command, Rules, allowed, decide, may_undo

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # a Friday, 10:00 in Bekasi
HOUR = timedelta(hours=1)
QUICK = DeadlineProfile("q", "q", "q", Span(30, Unit.MINUTES), Span(60, Unit.MINUTES), Span(2, Unit.WORKING_DAYS))
TASK = Assignment("dbmsda", "rina", NOW - HOUR, NOW + HOUR, NOW + 10 * HOUR)

# The table of DOMAIN.md, written down a second time on purpose: the code must agree with the paper.
PAPER = {
    "new": "verified assigned rejected duplicate",
    "verified": "assigned on_hold rejected duplicate waiting_citizen",
    "assigned": "accepted refused verified",
    "refused": "assigned rejected verified",
    "accepted": "in_progress refused",
    "in_progress": "done_claimed on_hold",
    "done_claimed": "resolved in_progress",
    "resolved": "reopened",
    "reopened": "assigned verified",
    "waiting_citizen": "verified rejected",
    "on_hold": "verified assigned in_progress",
    "rejected": "verified",
    "duplicate": "verified",
}


@pytest.fixture
def flood() -> Report:
    return Report("r1", "BKS-000001", "Banjir", "flood", Channel.SOROT, NOW - HOUR, NOW + HOUR, lon=107.0, lat=-6.24)


@pytest.fixture
def rules(flood: Report) -> Rules:
    others = {"r1": flood, "r2": replace(flood, id="r2"), "r3": replace(flood, id="r3", duplicate_of="r2")}
    return Rules(frozenset({"dbmsda", "dlh"}), WorkCalendar(), lambda category: QUICK, others.get)


def full(action: str, **more: object) -> Command:
    """A command that has everything that any action may need."""
    given = {
        "actor": "rina",
        "role": Role.OPERATOR,
        "at": NOW,
        "reason": "sebab",
        "department": "dbmsda",
        "until": NOW + HOUR,
        "duplicate_of": "r2",
        "answer": "sudah",
    }
    return Command(action, **(given | more))  # type: ignore[arg-type]


def in_state(report: Report, status: Status) -> Report:
    return replace(report, status=status, assignment=TASK)


def test_the_code_agrees_with_the_paper():
    assert {status.value: frozenset(next_.value for next_ in NEXT[status]) for status in Status} == {
        start: frozenset(ends.split()) for start, ends in PAPER.items()
    }


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.key)
@pytest.mark.parametrize("status", Status)
def test_an_action_works_from_its_states_and_no_other(flood, rules, status, action):
    report = in_state(flood, status)
    if status in action.start:
        moved = decide(report, full(action.key), rules)
        assert (moved.status, moved.version, moved.updated_by) == (action.end, report.version + 1, "rina")
    else:
        with pytest.raises(TransitionNotAllowed):
            decide(report, full(action.key), rules)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.OPERATOR, Role.SUPERVISOR, Role.OFFICER)])
@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.key)
def test_only_desk_and_departments_move_reports(flood, rules, action, role):
    report = in_state(flood, next(iter(action.start)))
    with pytest.raises(NotAllowed):
        decide(report, full(action.key, role=role), rules)
    assert allowed(report, role) == ()


@pytest.mark.parametrize("action", [row for row in ACTIONS if row.needs], ids=lambda action: action.key)
def test_an_action_says_what_it_still_needs(flood, rules, action):
    report = in_state(flood, next(iter(action.start)))
    for need in action.needs:
        empty = None if need.value in ("department", "until", "duplicate_of") else "  "
        with pytest.raises(Missing) as told:
            decide(report, full(action.key, **{need.value: empty}), rules)
        assert told.value.detail["field"] == need.value


def test_an_unknown_action_is_said_to_be_unknown(flood, rules):
    with pytest.raises(UnknownAction):
        decide(flood, full("explode"), rules)


def test_an_assignment_starts_both_clocks(flood, rules):
    task = decide(flood, full("assign"), rules).assignment
    assert task is not None
    assert task.ack_by == NOW + HOUR
    assert task.solve_by == datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # two working days on: Tuesday, 16:00 WIB


def test_an_unknown_department_is_refused(flood, rules):
    with pytest.raises(NotValid):
        decide(flood, full("assign", department="atlantis"), rules)


def test_an_officer_answers_for_the_own_department_only(flood, rules):
    report = in_state(flood, Status.ASSIGNED)
    moved = decide(report, full("accept", role=Role.OFFICER, actor_department="dbmsda"), rules)
    assert moved.status is Status.ACCEPTED
    with pytest.raises(NotAllowed):
        decide(report, full("accept", role=Role.OFFICER, actor_department="dlh"), rules)
    assert allowed(report, Role.OFFICER, "dlh") == ()


def test_who_did_the_work_does_not_confirm_it_without_a_photo(flood, rules):
    officer = {"role": Role.OFFICER, "actor": "budi", "actor_department": "dbmsda"}
    claimed = decide(in_state(flood, Status.IN_PROGRESS), full("claim_done", **officer), rules)
    with pytest.raises(NotAllowed):
        decide(claimed, full("resolve", **officer), rules)
    assert decide(claimed, full("resolve", photo_is_near=True, **officer), rules).status is Status.RESOLVED
    assert decide(claimed, full("resolve"), rules).status is Status.RESOLVED


def test_an_operator_may_confirm_what_was_entered_for_a_department_off_line(flood, rules):
    claimed = decide(in_state(flood, Status.IN_PROGRESS), full("claim_done"), rules)
    assert claimed.assignment is not None
    assert claimed.assignment.done_by == "dept:dbmsda"
    assert decide(claimed, full("resolve"), rules).status is Status.RESOLVED


def test_the_clock_stops_while_a_citizen_must_answer(flood, rules):
    asked = decide(in_state(flood, Status.VERIFIED), full("ask_citizen"), rules)
    assert asked.clock(NOW + 100 * HOUR).state is ClockState.STOPPED
    back = decide(asked, full("resume", at=NOW + 5 * HOUR), rules)
    assert back.forward_by == flood.forward_by + 5 * HOUR


def test_an_emergencys_clock_runs_on_while_a_citizen_must_answer(flood, rules):
    hasty = replace(rules, deadlines=lambda category: replace(QUICK, stops_for_citizen=False))
    asked = decide(in_state(flood, Status.VERIFIED), full("ask_citizen"), hasty)
    assert asked.clock(NOW + 100 * HOUR).state is ClockState.LATE
    assert decide(asked, full("resume", at=NOW + 5 * HOUR), hasty).forward_by == flood.forward_by


def test_a_twin_of_a_twin_is_a_twin_of_the_first(flood, rules):
    assert decide(flood, full("mark_duplicate", duplicate_of="r3"), rules).duplicate_of == "r2"


@pytest.mark.parametrize("other", ["r1", "nobody"])
def test_a_report_is_no_twin_of_itself_nor_of_nobody(flood, rules, other):
    with pytest.raises(NotValid):
        decide(flood, full("mark_duplicate", duplicate_of=other), rules)


def test_holding_until_yesterday_is_refused(flood, rules):
    with pytest.raises(NotValid):
        decide(in_state(flood, Status.VERIFIED), full("hold", until=NOW - HOUR), rules)


def test_work_on_hold_resumes_only_where_a_department_has_it(flood):
    free = replace(flood, status=Status.ON_HOLD)
    assert "start" not in {row.key for row in allowed(free, Role.OPERATOR)}
    assert "start" in {row.key for row in allowed(replace(free, assignment=TASK), Role.OPERATOR)}


def test_one_takes_back_only_ones_own_recent_move():
    may_undo("assign", "rina", NOW, "rina", NOW + timedelta(minutes=9))
    for last, actor, at in (("assign", "budi", NOW), ("assign", "rina", NOW - HOUR), ("created", "rina", NOW)):
        with pytest.raises(NothingToUndo):
            may_undo(last, actor, at, "rina", NOW)


def test_every_refusal_has_a_stable_code():
    codes = [kind.code for kind in DomainError.__subclasses__()]
    assert len(codes) == len(set(codes))
    assert all(code and code == code.lower() for code in codes)


def test_every_action_has_a_title_and_a_unique_key():
    assert len(BY_KEY) == len(ACTIONS)
    assert all(action.title for action in ACTIONS)
