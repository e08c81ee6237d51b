"""The life of a draft of layer edits: DRAFT_ACTIONS, one row each, and `decide`; a second pair of eyes is the rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from console.domain.errors import Missing, NotAllowed, TransitionNotAllowed, UnknownAction
from console.domain.roles import Right, User
from console.domain.wire import Json, time_of


class DraftState(StrEnum):
    """Where a draft stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    PUBLISHED = "published"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Who(StrEnum):
    """Whose move it is."""

    AUTHOR = "author"
    AUTHOR_OR_ADMIN = "author_or_admin"  # somebody's drafts outlive the job
    REVIEWER = "reviewer"  # has the right to review, and is not the author
    ANY = "any"  # whoever edits or reviews layers


@dataclass(frozen=True, slots=True)
class DraftAction:
    """One move: from which states, to which, by whom; `needs_reason`: nothing without a word why."""

    key: str
    start: tuple[DraftState, ...]
    end: DraftState
    who: Who
    needs_reason: bool = False


S = DraftState
DRAFT_ACTIONS: tuple[DraftAction, ...] = (
    DraftAction("submit", (S.DRAFT, S.REJECTED), S.IN_REVIEW, Who.AUTHOR),
    DraftAction("approve", (S.IN_REVIEW,), S.APPROVED, Who.REVIEWER),
    DraftAction("reject", (S.IN_REVIEW, S.APPROVED), S.REJECTED, Who.REVIEWER, needs_reason=True),
    DraftAction("reopen", (S.IN_REVIEW, S.APPROVED, S.REJECTED), S.DRAFT, Who.AUTHOR),
    DraftAction("publish", (S.APPROVED,), S.PUBLISHED, Who.ANY),
    DraftAction("withdraw", (S.DRAFT, S.IN_REVIEW, S.APPROVED, S.REJECTED), S.WITHDRAWN, Who.AUTHOR_OR_ADMIN),
)
BY_KEY: dict[str, DraftAction] = {action.key: action for action in DRAFT_ACTIONS}
CHANGEABLE = (S.DRAFT, S.REJECTED)  # a rejected draft is mended, and is a draft again
UNSEEN = (S.DRAFT, S.IN_REVIEW, S.REJECTED)  # from where PUBLISH_LAYERS leads straight to published


@dataclass(frozen=True, slots=True)
class Draft:
    """Edits of one layer that gather until they are published together. To change it, make the next one."""

    id: str
    layer: str
    title: str
    author: str
    state: DraftState = DraftState.DRAFT
    note: str = ""
    changes: int = 0
    publish_at: datetime | None = None  # once approved, published by itself at this moment (UTC)
    reviewer: str = ""
    reason: str = ""  # why it was rejected
    version: int = 1
    created_at: datetime | None = None
    updated_at: datetime | None = None
    updated_by: str = ""
    published_version: int = 0  # the layer's version that it made

    def to_json(self) -> Json:
        """As a JSON object, times in UTC."""
        return {item.name: _plain(getattr(self, item.name)) for item in fields(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Draft:
        """What `to_json` wrote; unknown fields are passed over."""
        values = {item.name: data[item.name] for item in fields(cls) if item.name in data}
        for key in ("publish_at", "created_at", "updated_at"):
            values[key] = time_of(data, key)
        return cls(**{**values, "state": DraftState(data["state"])})

    def touched(self, by: str, at: datetime, **changes: Any) -> Draft:
        """The next one: other in these fields, one version on."""
        return replace(self, version=self.version + 1, updated_at=at, updated_by=by, **changes)


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def allowed(draft: Draft, user: User) -> tuple[str, ...]:
    """The actions that this user may take now, in the order of the table."""
    found = []
    for action in DRAFT_ACTIONS:
        try:
            decide(draft, action.key, user, draft.updated_at or datetime.min.replace(tzinfo=UTC), "-")
        except (TransitionNotAllowed, NotAllowed):
            continue
        found.append(action.key)
    return tuple(found)


def decide(draft: Draft, key: str, user: User, at: datetime, reason: str = "") -> Draft:
    """The draft after an action. Raises UnknownAction, TransitionNotAllowed, NotAllowed, Missing."""
    action = BY_KEY.get(key)
    if action is None:
        raise UnknownAction("There is no such action.")
    unseen = key == "publish" and draft.state in UNSEEN
    if draft.state not in action.start and not unseen:
        raise TransitionNotAllowed(f"A draft that is {draft.state} can't {key}.", state=draft.state)
    if unseen:
        if not user.may(Right.PUBLISH_LAYERS):
            raise NotAllowed("A draft is published after another person approved it.")
    elif not _is_theirs(action.who, draft, user):
        raise NotAllowed(REFUSALS[action.who])
    if action.needs_reason and not reason.strip():
        raise Missing("A reason is needed.", field="reason")
    changes: dict[str, Any] = {"state": action.end, "reason": reason if action.needs_reason else ""}
    if action.who is Who.REVIEWER:
        changes["reviewer"] = user.name
    elif action.end in (S.DRAFT, S.IN_REVIEW):
        changes["reviewer"] = ""
    return draft.touched(user.name, at, **changes)


REFUSALS: dict[Who, str] = {
    Who.AUTHOR: "Only its author may do this.",
    Who.AUTHOR_OR_ADMIN: "Only its author or an administrator may do this.",
    Who.REVIEWER: "Another person than the author, with the right to review, must do this.",
    Who.ANY: "Your role may not do this.",
}


def _is_theirs(who: Who, draft: Draft, user: User) -> bool:
    is_author = user.name == draft.author
    match who:
        case Who.AUTHOR:
            return is_author
        case Who.AUTHOR_OR_ADMIN:
            return is_author or user.may(Right.ADMINISTER)
        case Who.REVIEWER:
            return not is_author and user.may(Right.REVIEW_LAYERS)
        case Who.ANY:
            return user.may(Right.EDIT_LAYERS) or user.may(Right.REVIEW_LAYERS)
