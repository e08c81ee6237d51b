"""Who has a report in hand: taken, touched, taken over, let go. It blocks nobody and runs out by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from console.domain.wire import Event, Json, time_of

ENTITY = "claim"
TAKEN, TOUCHED, TAKEN_OVER, LET_GO = "claim.taken", "claim.touched", "claim.taken_over", "claim.let_go"
MOVED_ON, SIGNED_OUT, RAN_OUT = "moved_on", "signed_out", "ran_out"
WHYS = (MOVED_ON, SIGNED_OUT, RAN_OUT)


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody at a console has this report in hand, until they let it go or do not touch it for a while."""

    report_id: str
    user: str
    title: str
    console: str
    since: datetime
    until: datetime

    def is_of(self, user: str, console: str) -> bool:
        """Whether it is this person's, at this console."""
        return (self.user, self.console) == (user, console)

    def to_json(self) -> Json:
        """As a JSON object."""
        return {
            "report": self.report_id, "user": self.user, "title": self.title, "console": self.console,
            "since": self.since.isoformat(), "until": self.until.isoformat(),
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Claim:
        """What `to_json` wrote."""
        since, until = time_of(data, "since"), time_of(data, "until")
        if since is None or until is None:
            raise ValueError("a claim needs its times")
        report, user, title, console = (str(data.get(name) or "") for name in ("report", "user", "title", "console"))
        return cls(report, user, title, console, since, until)


def after(event: Event) -> Claim | None:
    """The claim that stands after this event of the log; None when it was let go."""
    found = event.payload.get("claim")
    return Claim.from_json(found) if isinstance(found, dict) else None


def standing(events: Iterable[Event], now: datetime) -> Claim | None:
    """The claim that the last of a report's claim events left, unless it has run out."""
    last = None
    for event in events:
        if event.entity == ENTITY:
            last = event
    claim = after(last) if last is not None else None
    return claim if claim is not None and claim.until > now else None


def needs_touch(claim: Claim, limit: timedelta, now: datetime) -> bool:
    """Whether a touch must be written down: not each one, only those that matter for the end."""
    return claim.until - now < limit / 2


def frame_data(event: Event) -> Json:
    """What a claim event tells the consoles."""
    claim = after(event)
    return {
        "report": event.entity_id,
        "claim": claim.to_json() if claim else None,
        "kind": event.kind,
        "by": event.actor,
        "console": event.console,
        "why": str(event.payload.get("why") or event.payload.get("reason") or ""),
    }
