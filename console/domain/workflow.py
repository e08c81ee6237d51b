"""What may be done to a report, by whom and from which state: ACTIONS, one row each; `decide` applies one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from console.domain.calendar import WorkCalendar
from console.domain.deadlines import DeadlineProfile
from console.domain.errors import Missing, NotAllowed, NothingToUndo, NotValid, TransitionNotAllowed, UnknownAction
from console.domain.reports import Assignment, Report, Status
from console.domain.roles import Role

UNDO_WITHIN = timedelta(minutes=10)

REJECT_REASONS = ("not_relevant", "incomplete", "out_of_area")


class Need(StrEnum):
    """What an action must be given."""

    DEPARTMENT = "department"
    REASON = "reason"
    UNTIL = "until"
    DUPLICATE_OF = "duplicate_of"
    ANSWER = "answer"


_DESK = frozenset({Role.OPERATOR, Role.SUPERVISOR})
_DEPARTMENT = _DESK | {Role.OFFICER}  # operators enter the answers of departments that are not on line


@dataclass(frozen=True, slots=True)
class Action:
    """One move: from any of these states to that one. `title` is English, translated in the context `Actions`."""

    key: str
    title: str
    start: frozenset[Status]
    end: Status
    needs: tuple[Need, ...] = ()
    roles: frozenset[Role] = _DESK
    undoable: bool = True


def _from(*states: Status) -> frozenset[Status]:
    return frozenset(states)


S = Status
ACTIONS: tuple[Action, ...] = (
    Action("verify", "Verify", _from(S.NEW, S.REFUSED, S.REOPENED), S.VERIFIED),
    Action(
        "assign",
        "Assign",
        _from(S.NEW, S.VERIFIED, S.REFUSED, S.REOPENED, S.ON_HOLD),
        S.ASSIGNED,
        (Need.DEPARTMENT,),
    ),
    Action("recall", "Recall", _from(S.ASSIGNED), S.VERIFIED, (Need.REASON,)),
    Action("accept", "Accepted by department", _from(S.ASSIGNED), S.ACCEPTED, roles=_DEPARTMENT),
    Action("refuse", "Refused by department", _from(S.ASSIGNED, S.ACCEPTED), S.REFUSED, (Need.REASON,), _DEPARTMENT),
    Action("start", "Work started", _from(S.ACCEPTED, S.ON_HOLD), S.IN_PROGRESS, roles=_DEPARTMENT),
    Action("claim_done", "Reported done", _from(S.IN_PROGRESS), S.DONE_CLAIMED, (Need.ANSWER,), _DEPARTMENT),
    Action("resolve", "Confirm solved", _from(S.DONE_CLAIMED), S.RESOLVED, roles=_DEPARTMENT),
    Action("send_back", "Not accepted", _from(S.DONE_CLAIMED), S.IN_PROGRESS, (Need.REASON,)),
    Action("reopen", "Reopen", _from(S.RESOLVED), S.REOPENED, (Need.REASON,)),
    Action("ask_citizen", "Ask the citizen", _from(S.VERIFIED), S.WAITING_CITIZEN, (Need.REASON,)),
    Action("resume", "Resume", _from(S.WAITING_CITIZEN, S.ON_HOLD), S.VERIFIED),
    Action("hold", "Hold", _from(S.VERIFIED, S.IN_PROGRESS), S.ON_HOLD, (Need.UNTIL, Need.REASON)),
    Action("reject", "Archive", _from(S.NEW, S.VERIFIED, S.REFUSED, S.WAITING_CITIZEN), S.REJECTED, (Need.REASON,)),
    Action("restore", "Restore", _from(S.REJECTED), S.VERIFIED),
    Action("mark_duplicate", "Mark as duplicate", _from(S.NEW, S.VERIFIED), S.DUPLICATE, (Need.DUPLICATE_OF,)),
    Action("split", "Split off again", _from(S.DUPLICATE), S.VERIFIED),
)
BY_KEY: dict[str, Action] = {action.key: action for action in ACTIONS}

# Work on hold goes back to work only if a department has it; else it goes back to the pool.
NEXT: dict[Status, frozenset[Status]] = {
    status: frozenset(action.end for action in ACTIONS if status in action.start) for status in Status
}


@dataclass(frozen=True, slots=True)
class Command:
    """Somebody wants an action done. `photo_is_near`: a photo taken near the report in place and time was given."""

    action: str
    actor: str
    role: Role
    at: datetime
    reason: str = ""
    department: str | None = None
    until: datetime | None = None
    duplicate_of: str | None = None
    answer: str = ""
    actor_department: str | None = None
    photo_is_near: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """What `decide` must know of the city."""

    departments: frozenset[str]
    calendar: WorkCalendar
    deadlines: Callable[[str], DeadlineProfile]  # by category
    find: Callable[[str], Report | None]  # another report, for duplicates


def allowed(report: Report, role: Role, department: str | None = None) -> tuple[Action, ...]:
    """The actions that this role may do to the report as it stands, in the table's order."""
    if role is Role.OFFICER and (report.assignment is None or report.assignment.department != department):
        return ()
    rows = (action for action in ACTIONS if report.status in action.start and role in action.roles)
    return tuple(row for row in rows if not (row.key == "start" and report.assignment is None))


def decide(report: Report, command: Command, rules: Rules) -> Report:
    """The report after the action. Raises a DomainError and changes nothing when the rules say no."""
    action = BY_KEY.get(command.action)
    if action is None:
        raise UnknownAction(f"no action {command.action}")
    if command.role not in action.roles:
        raise NotAllowed(f"{command.role} may not {action.key}", role=command.role, action=action.key)
    if report.status not in action.start:
        raise TransitionNotAllowed(
            f"{report.number}: {action.key} does not follow from {report.status}",
            number=report.number,
            action=action.key,
            status=report.status,
        )
    _check_department(report, command)
    _check_needs(action, command)
    changed = _EFFECTS.get(action.key, _nothing)(report, command, rules)
    return replace(
        changed, status=action.end, version=report.version + 1, updated_at=command.at, updated_by=command.actor
    )


def may_undo(last_action: str, last_actor: str, last_at: datetime, actor: str, now: datetime) -> None:
    """Raises NothingToUndo unless the last event is this actor's own recent move of a kind that can be taken back."""
    row = BY_KEY.get(last_action)
    if row is None or not row.undoable:
        raise NothingToUndo("the last change can't be taken back", action=last_action)
    if last_actor != actor:
        raise NothingToUndo("somebody else has changed the report since", actor=last_actor)
    if now - last_at > UNDO_WITHIN:
        raise NothingToUndo("too long ago", minutes=int(UNDO_WITHIN.total_seconds() // 60))


def _check_department(report: Report, command: Command) -> None:
    if command.role is Role.OFFICER and (
        report.assignment is None or report.assignment.department != command.actor_department
    ):
        raise NotAllowed("the report is another department's", number=report.number)


def _check_needs(action: Action, command: Command) -> None:
    for need in action.needs:
        value = getattr(command, need.value)
        if value is None or (isinstance(value, str) and not value.strip()):
            raise Missing(f"{action.key} needs {need.value}", field=need.value, action=action.key)
    if Need.UNTIL in action.needs and command.until is not None and command.until <= command.at:
        raise NotValid("the date to hold until lies in the past", field="until")


def _nothing(report: Report, command: Command, rules: Rules) -> Report:
    return replace(report, reason=command.reason)


def _assign(report: Report, command: Command, rules: Rules) -> Report:
    if command.department not in rules.departments:
        raise NotValid(f"no department {command.department}", field="department")
    deadlines = rules.deadlines(report.category)
    assignment = Assignment(
        department=str(command.department),
        assigned_by=command.actor,
        assigned_at=command.at,
        ack_by=deadlines.acknowledge.after(command.at, rules.calendar),
        solve_by=deadlines.solve.after(command.at, rules.calendar),
        why=command.reason,
    )
    return replace(report, assignment=assignment, reason=command.reason, hold_until=None)


def _back_to_pool(report: Report, command: Command, rules: Rules) -> Report:
    paused = report.paused_at
    forward_by = report.forward_by + (command.at - paused) if paused else report.forward_by
    return replace(
        report,
        assignment=None,
        reason=command.reason,
        hold_until=None,
        paused_at=None,
        forward_by=forward_by,
        duplicate_of=None,
    )


def _task(report: Report) -> Assignment:
    if report.assignment is None:
        raise TransitionNotAllowed(f"{report.number} is with no department", number=report.number)
    return report.assignment


def _accept(report: Report, command: Command, rules: Rules) -> Report:
    return replace(report, assignment=replace(_task(report), accepted_at=command.at), reason=command.reason)


def _start(report: Report, command: Command, rules: Rules) -> Report:
    task = _task(report)
    return replace(
        report,
        assignment=replace(task, started_at=task.started_at or command.at),
        reason=command.reason,
        hold_until=None,
    )


def _claim_done(report: Report, command: Command, rules: Rules) -> Report:
    task = _task(report)
    doer = command.actor if command.role is Role.OFFICER else f"dept:{task.department}"
    task = replace(task, done_at=command.at, done_by=doer, answer=command.answer)
    return replace(report, assignment=task, reason=command.reason)


def _resolve(report: Report, command: Command, rules: Rules) -> Report:
    doer = _task(report).done_by
    same = command.actor == doer or command.role is Role.OFFICER
    if same and not command.photo_is_near:
        raise NotAllowed(
            "someone other than the doer must confirm, or a photo taken near the report must be given",
            number=report.number,
        )
    return replace(report, reason=command.reason)


def _send_back(report: Report, command: Command, rules: Rules) -> Report:
    task = replace(_task(report), done_at=None, done_by="")
    return replace(report, assignment=task, reason=command.reason)


def _hold(report: Report, command: Command, rules: Rules) -> Report:
    return replace(report, hold_until=command.until, reason=command.reason)


def _ask_citizen(report: Report, command: Command, rules: Rules) -> Report:
    stops = rules.deadlines(report.category).stops_for_citizen
    return replace(report, paused_at=command.at if stops else None, reason=command.reason)


def _mark_duplicate(report: Report, command: Command, rules: Rules) -> Report:
    other = rules.find(str(command.duplicate_of))
    if other is None:
        raise NotValid("the report that this is said to duplicate is not known", field="duplicate_of")
    if other.id == report.id:
        raise NotValid("a report is no duplicate of itself", field="duplicate_of")
    root = other.duplicate_of or other.id  # groups are flat: a twin of a twin is a twin of the first
    if root == report.id:
        raise NotValid("that report is already a duplicate of this one", field="duplicate_of")
    return replace(report, duplicate_of=root, reason=command.reason)


_EFFECTS: dict[str, Callable[[Report, Command, Rules], Report]] = {
    "verify": _back_to_pool,
    "assign": _assign,
    "recall": _back_to_pool,
    "accept": _accept,
    "start": _start,
    "claim_done": _claim_done,
    "resolve": _resolve,
    "send_back": _send_back,
    "hold": _hold,
    "ask_citizen": _ask_citizen,
    "resume": _back_to_pool,
    "restore": _back_to_pool,
    "mark_duplicate": _mark_duplicate,
    "split": _back_to_pool,
}
