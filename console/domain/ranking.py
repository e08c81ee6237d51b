"""In which order the queue stands, and why a report stands where it does."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from console.domain.deadlines import ClockState
from console.domain.reports import PRIORITY_RANK, Priority, Report, Status


class Why(StrEnum):
    """The first reason that puts a report where it stands; the screen has a word for each."""

    EMERGENCY = "emergency"
    LATE = "late"
    REFUSED = "refused"
    REOPENED = "reopened"
    SOON = "soon"
    URGENT = "urgent"  # an emergency that is under way
    HIGH = "high"
    CLAIMED = "claimed"
    OLDEST = "oldest"
    STOPPED = "stopped"
    ENDED = "ended"


_ORDER = {why: place for place, why in enumerate(Why)}
_OF_PRIORITY = {Priority.EMERGENCY: Why.URGENT, Priority.HIGH: Why.HIGH}


def why(report: Report, now: datetime) -> Why:
    """The reason of the report's place."""
    state = report.clock(now).state
    if not report.is_open:
        return Why.ENDED
    if report.priority is Priority.EMERGENCY and report.status in (Status.NEW, Status.VERIFIED, Status.REFUSED):
        return Why.EMERGENCY
    if state is ClockState.LATE:
        return Why.LATE
    if report.status is Status.REFUSED:
        return Why.REFUSED
    if report.status is Status.REOPENED:
        return Why.REOPENED
    if report.status is Status.DONE_CLAIMED:
        return Why.CLAIMED
    if state is ClockState.STOPPED:
        return Why.STOPPED
    if state is ClockState.SOON:
        return Why.SOON
    return _OF_PRIORITY.get(report.priority, Why.OLDEST)


def rank(report: Report, now: datetime) -> tuple[int, int, datetime, str]:
    """Sort key of the queue: the reason, the priority, who has waited longest, the number."""
    return (_ORDER[why(report, now)], PRIORITY_RANK[report.priority], report.received_at, report.number)
