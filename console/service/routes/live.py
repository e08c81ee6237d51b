"""The event log as a stream and as pages, and who looks at what."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from functools import partial

from console.domain import claims, wire
from console.domain.errors import NotValid
from console.domain.roles import Right
from console.service.calls import Answer, Call, Door, Row
from console.service.events import Audience, Fallen, beat, claim_frame, frame, report_frame
from console.service.problems import Problem
from console.service.store.contract import StorageFault


def log(call: Call) -> Answer:
    """The event log, a page at a time."""
    limit = call.number("limit", 1000, 1, 1000)
    after = call.number("after", 0, 0, 10**15)
    kinds = call.words("kind")
    if not call.user.may(Right.READ_AUDIT):
        kinds = tuple(kind for kind in kinds or ("report.", "shift.", "feed.") if _for_the_desk(kind)) or ("none",)
    start, end = wire.time_of(call.query, "from"), wire.time_of(call.query, "to")
    found = call.service.store.read.events(after, limit, kinds, start, end)
    more = found[-1].seq if len(found) == limit else None
    if call.user.may(Right.READ_AUDIT):
        call.service.register.taken(call, "log", {"after": after}, hourly="log")
    shown = _theirs(call, found) if call.audience.department is not None else found
    return Answer({"events": [event.to_json() for event in shown], "next": more})


def _for_the_desk(kind: str) -> bool:
    return kind.startswith(("report.", "shift.", "feed.", "layer."))


def _theirs(call: Call, found: list[wire.Event]) -> list[wire.Event]:
    """Of an officer's department only."""
    idents = list({event.entity_id for event in found if event.entity == "report"})
    reports = call.service.store.read.report_jsons(idents)
    mine = {ident for ident, report in reports.items() if call.audience.sees(report)}
    return [event for event in found if event.entity_id in mine]


def stream_start(call: Call) -> tuple[int, int]:
    """From which event on, and which is the last. Raises Problem 410: too far back, or not of this log."""
    head = call.service.store.read.head()
    given = call.headers.get("last-event-id") or call.query.get("after") or str(head)
    if not given.isdecimal() or len(given) > 15:
        raise Problem(400, "not-valid", "Last-Event-ID must be the number of an event.", {"field": "Last-Event-ID"})
    after = int(given)
    if after > head or head - after > call.service.settings.stream_backlog:
        raise Problem(410, "gone", "That is too long ago. Take a snapshot.", {"seq": head})
    return after, head


async def stream(call: Call) -> AsyncIterator[bytes]:
    """What happened since, then what happens, with a heartbeat. Every event after the start comes, each once."""
    service, audience, loop = call.service, call.audience, asyncio.get_running_loop()
    listener = service.hub.join(call.user, call.console)
    service.register.came_along(call, "stream")
    try:
        after, head = stream_start(call)
        yield b"retry: 500\n\n" + beat(head)
        while after < head:
            work = partial(missed, call, after, head, audience)
            after, data = await loop.run_in_executor(service.readers, work)
            yield data
        if service.writer.stopped:
            yield frame("alarm", {"intake": "stopped", "why": service.writer.stopped})
        turn = service.hub.turn
        while not service.hub.closing:
            news = await listener.take(head)
            if service.hub.turn != turn:  # with each beat, and when a sign-in ended
                turn = service.hub.turn
                await loop.run_in_executor(service.readers, still_signed_in, call)
            if news:
                yield news
    except (Fallen, Problem):
        return
    finally:
        service.hub.leave(listener)


def still_signed_in(call: Call) -> None:
    """Raises Problem once the sign-in ended. A store that is away knows nothing, and has nothing to tell either."""
    with contextlib.suppress(StorageFault):
        call.service.auth.who(call.token(), writes=False)


def missed(call: Call, after: int, head: int, audience: Audience) -> tuple[int, bytes]:
    """The frames of the events after one up to `head`, a page at most, and the last one's number. Reports ride as they
    stand now. What comes after `head` is told by the hub: a page that reached beyond would tell it twice."""
    read = call.service.store.read
    found = read.events(after, min(500, head - after))
    if not found:
        return read.head(), b""
    reports = read.report_jsons(list({event.entity_id for event in found if event.entity == "report"}))
    frames = []
    for event in found:
        report = reports.get(event.entity_id) if event.entity == "report" else None
        if report is not None:
            made = report_frame(event, report, audience, audience.department or "")
            if made:
                frames.append(made)
        elif event.entity == claims.ENTITY and audience.department is None:
            frames.append(claim_frame(event))
    return found[-1].seq, b"".join(frames)


async def watch(call: Call) -> Answer:
    """This console looks at this report now."""
    data = call.json()
    wire.only(data, "report")
    report = wire.uuid_of(data["report"], "report") if data.get("report") else None
    if report and not call.may_see(call.service.store.read.report(report)):
        raise NotValid("There is no such report.", field="report")
    call.service.hub.watch(call.user, call.console, report)
    return Answer(status=204)


async def _never(call: Call) -> Answer:
    raise AssertionError("the app answers streams itself")


STREAM = Row("GET", "/stream", _never, (Right.READ_REPORTS,), ("after",))
ROUTES = (
    Row("GET", "/events", log, (Right.READ_REPORTS, Right.READ_AUDIT), ("after", "limit", "from", "to", "kind")),
    STREAM,
    Row("POST", "/presence", watch, Door.SIGNED),
)
