"""Who may do what: ROLES, one row each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """A person's role, as in DOMAIN.md; `intake` and `feed` are programs."""

    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    GIS_EDITOR = "gis_editor"
    OFFICER = "officer"
    EXECUTIVE = "executive"
    AUDITOR = "auditor"
    ADMIN = "admin"
    INTAKE = "intake"
    FEED = "feed"


class Right(StrEnum):
    """One thing that a role may be allowed."""

    READ_REPORTS = "read_reports"
    READ_PERSONAL = "read_personal"  # callers' names and telephone numbers
    CREATE_REPORT = "create_report"
    TRIAGE = "triage"
    ANSWER = "answer"  # accept, refuse, start, claim done
    CHANGE_REPORT = "change_report"  # place, category, priority
    READ_LAYERS = "read_layers"
    EDIT_LAYERS = "edit_layers"
    REVIEW_LAYERS = "review_layers"  # say yes or no to somebody else's edits
    PUBLISH_LAYERS = "publish_layers"  # publish edits that nobody else has seen
    READ_AUDIT = "read_audit"
    SIGN_SHIFT = "sign_shift"
    IMPORT = "import"
    ADMINISTER = "administer"


_LOOK = frozenset({Right.READ_REPORTS, Right.READ_LAYERS})
_DESK = _LOOK | {
    Right.READ_PERSONAL,
    Right.CREATE_REPORT,
    Right.TRIAGE,
    Right.ANSWER,
    Right.CHANGE_REPORT,
    Right.IMPORT,
}

ROLES: dict[Role, frozenset[Right]] = {
    Role.OPERATOR: _DESK,
    Role.SUPERVISOR: _DESK | {Right.SIGN_SHIFT, Right.READ_AUDIT, Right.REVIEW_LAYERS},
    Role.GIS_EDITOR: _LOOK | {Right.EDIT_LAYERS, Right.REVIEW_LAYERS, Right.IMPORT},
    Role.OFFICER: _LOOK | {Right.ANSWER},  # of the own department only; the service sees to that
    Role.EXECUTIVE: _LOOK,
    Role.AUDITOR: _LOOK | {Right.READ_PERSONAL, Right.READ_AUDIT},
    Role.ADMIN: _LOOK
    | {
        Right.EDIT_LAYERS,
        Right.REVIEW_LAYERS,
        Right.PUBLISH_LAYERS,
        Right.IMPORT,
        Right.ADMINISTER,
        Right.READ_AUDIT,
    },
    Role.INTAKE: frozenset({Right.CREATE_REPORT}),
    Role.FEED: frozenset({Right.CREATE_REPORT, Right.EDIT_LAYERS}),
}


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who is signed in. `department`: of officers only; `must_change`: somebody else chose the password."""

    name: str
    title: str
    role: Role
    department: str | None = None
    must_change: bool = False

    def may(self, right: Right) -> bool:
        """Whether the role has this right."""
        return right in ROLES[self.role]
