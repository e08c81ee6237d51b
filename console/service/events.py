"""The live hub: what was committed goes to every listener, each frame encoded once for each kind of listener."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from console.domain import claims, wire
from console.domain.roles import Right, Role, User
from console.domain.wire import Event, Json
from console.service.presence import Presence
from console.service.store.contract import LayerState, Published


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may see what: `personal` callers' names and numbers; `department` only its own reports (None: all)."""

    personal: bool
    department: str | None = None
    audit: bool = False
    drafts: bool = False  # who edits or judges layers hears of drafts

    @classmethod
    def of(cls, user: User) -> Audience:
        """What this user may see."""
        own = (user.department or "") if user.role is Role.OFFICER else None
        drafts = any(user.may(right) for right in (Right.EDIT_LAYERS, Right.REVIEW_LAYERS, Right.READ_AUDIT))
        return cls(user.may(Right.READ_PERSONAL), own, user.may(Right.READ_AUDIT), drafts)

    def sees(self, report: Json) -> bool:
        """Whether the report is this audience's to see."""
        if self.department is None:
            return True
        task = report.get("assignment") or {}
        return bool(self.department) and task.get("department") == self.department

    def masked(self, report: Json) -> Json:
        """The report with what is not to be seen taken out."""
        return report if self.personal else {**report, "contact_name": "", "contact_phone": ""}


def layer_json(state: LayerState) -> Json:
    """A layer's state as it goes over the wire."""
    heard = state.heard_at.isoformat() if state.heard_at else None
    return {"version": state.version, "heard_at": heard, "count": state.count}


def frame(kind: str, data: Json, ident: int | None = None) -> bytes:
    """One server-sent event."""
    head = f"id: {ident}\n" if ident is not None else ""
    return f"{head}event: {kind}\n".encode() + b"data: " + wire.dump(data) + b"\n\n"


def report_frame(event: Event, report: Json, audience: Audience, left: str = "") -> bytes | None:
    """The frame of a report's event for this audience; None when it is not theirs."""
    if audience.sees(report):
        return frame("report", {"event": event.to_json(), "report": audience.masked(report)}, event.seq)
    if left and left == audience.department:
        return frame("gone", {"id": report["id"]}, event.seq)
    return None


def claim_frame(event: Event) -> bytes:
    """The frame of a claim: who has a report in hand now. Departments are not told: it is the desk's own order."""
    return frame("claim", claims.frame_data(event), event.seq)


COALESCE_S = 0.05  # a console hears of everything that happened within this time at once


@dataclass(frozen=True, slots=True)
class Frames:
    """Frames on their way to listeners, one part a commit: the number of its last event (0: none), and its bytes."""

    parts: tuple[tuple[int, bytes], ...]
    whole: bytes
    first: int  # the lowest such number; 0 where no part has any

    @classmethod
    def of(cls, parts: Iterable[tuple[int, bytes]]) -> Frames:
        """The parts, joined once for all that have seen none of them."""
        kept = tuple(part for part in parts if part[1])
        return cls(kept, b"".join(data for _, data in kept), min((seq for seq, _ in kept if seq), default=0))

    def after(self, known: int) -> bytes:
        """Without the parts up to `known`."""
        if not 0 < self.first <= known:
            return self.whole
        return b"".join(data for seq, data in self.parts if not 0 < seq <= known)


class Fallen(Exception):
    """A listener was too slow and lost frames: it must come again and resume."""


NOTHING = Frames.of(())  # wakes a listener; it has nothing to say


@dataclass(eq=False, slots=True)
class Listener:
    """One console that listens: frames that wait for it, at most `size`."""

    user: User
    console: str
    audience: Audience
    size: int
    fallen: bool = False
    _waiting: list[Frames] = field(default_factory=list)
    _asleep: asyncio.Future[None] | None = None

    def put(self, frames: Frames) -> None:
        """Hands over frames; too many end the listener."""
        if len(self._waiting) < self.size:
            self._waiting.append(frames)
        else:
            self.let_go()
        self._wake()

    def let_go(self) -> None:
        """Ends it: what waits is not told any more."""
        self.fallen = True
        self._waiting.clear()
        self._wake()

    def _wake(self) -> None:
        if self._asleep is not None and not self._asleep.done():
            self._asleep.set_result(None)

    async def take(self, known: int) -> bytes:
        """The frames that wait, joined, without events up to `known`. Waits for the first. Raises Fallen."""
        if not self._waiting and not self.fallen:
            self._asleep = asyncio.get_running_loop().create_future()
            await self._asleep
        if self.fallen:
            raise Fallen
        waiting, self._waiting = self._waiting, []
        return waiting[0].after(known) if len(waiting) == 1 else b"".join(part.after(known) for part in waiting)


@dataclass(slots=True)
class Hub:
    """All listeners. Everything here runs in the event loop but `tell`, which is called from the writer's thread."""

    queue_size: int
    beat_s: float = 5.0
    seq: int = 0  # of the last event that was told
    _listeners: set[Listener] = field(default_factory=set)
    _loop: asyncio.AbstractEventLoop | None = None
    closing: bool = False
    turn: int = 0  # grows when a sign-in ended
    _news: list[list[Published]] = field(default_factory=list)  # by commit, waiting to be spread
    _timer: asyncio.TimerHandle | None = None
    _spread_at: float = 0.0
    _presence: Presence = field(default_factory=Presence)
    told: bytes = b""  # to the other processes: who is here

    def start(self) -> None:
        """Takes the running loop as its own."""
        self._loop = asyncio.get_running_loop()
        self._loop.call_later(self.beat_s, self._beat)

    def tell(self, news: list[Published]) -> None:
        """From any thread: what was committed."""
        if news:
            self._call(self._gather, news)

    def alarm(self, why: str) -> None:
        """From any thread: nothing can be stored, or (empty) it can again."""
        data = {"intake": "stopped" if why else "ok", "why": why}
        self._call(self._send_all, frame("alarm", data))

    def recheck(self) -> None:
        """From any thread: a sign-in ended. Wakes every stream, which looks whether it was its own."""
        self._call(self._wake_all)

    def _call(self, work: Any, *arguments: Any) -> None:
        if self._loop is not None and not self._loop.is_closed():
            try:
                self._loop.call_soon_threadsafe(work, *arguments)
            except RuntimeError:  # the loop ended between the two lines
                return

    def join(self, user: User, console: str) -> Listener:
        """A new listener; it must `leave`."""
        listener = Listener(user, console, Audience.of(user), self.queue_size)
        self._listeners.add(listener)
        self._moved()
        return listener

    def leave(self, listener: Listener) -> None:
        """The listener has gone."""
        self._listeners.discard(listener)
        self._moved()

    def watch(self, user: User, console: str, report: str | None) -> None:
        """This console looks at that report now; told to all, kept nowhere."""
        self._presence.looks((console, user.name), report)
        self._moved()

    def hear(self, others: list[bytes]) -> None:
        """From any thread: who is at the other processes."""
        self._call(self._hear, others)

    def presence(self) -> Json:
        """Who is there and looks at what."""
        return self._presence.to_json()

    def _hear(self, others: list[bytes]) -> None:
        before = self._presence.to_json()
        self._presence.hear(others)
        self.told = self._presence.own()
        if self._presence.to_json() != before:
            self._send_all(frame("presence", self.presence()))

    def _moved(self) -> None:
        self._presence.listens(((item.console, item.user.name), item.user.title) for item in self._listeners)
        self.told = self._presence.own()
        self._send_all(frame("presence", self.presence()))

    def end(self) -> None:
        """The service ends: lets every listener go."""
        self.closing = True
        for listener in self._listeners:
            listener.let_go()

    def _beat(self) -> None:
        """Everybody hears that the line stands, and looks whether its sign-in does."""
        self.turn += 1
        self._send_all(beat(self.seq))
        if self._loop is not None and not self.closing:
            self._loop.call_later(self.beat_s, self._beat)

    def _send_all(self, data: bytes) -> None:
        ready = Frames.of([(0, data)])
        for listener in self._listeners:
            listener.put(ready)

    def _wake_all(self) -> None:
        self.turn += 1
        for listener in self._listeners:
            listener.put(NOTHING)

    def _gather(self, news: list[Published]) -> None:
        """Spreads at once after a quiet moment, else together with what comes within COALESCE_S."""
        self._news.append(news)
        if self._timer is None and self._loop is not None:
            wait = max(0.0, self._spread_at + COALESCE_S - self._loop.time())
            self._timer = self._loop.call_later(wait, self._spread)

    def _spread(self) -> None:
        self._timer, commits, self._news = None, self._news, []
        if self._loop is not None:
            self._spread_at = self._loop.time()
        last = [max((item.event.seq for item in news if item.event), default=0) for news in commits]
        self.seq = max(self.seq, *last)
        made: dict[Audience, Frames] = {}
        for listener in list(self._listeners):
            ready = made.get(listener.audience)
            if ready is None:
                parts = [b"".join(frames(news, listener.audience)) for news in commits]
                ready = made[listener.audience] = Frames.of(zip(last, parts, strict=True))
            if ready.parts:
                listener.put(ready)


def frames(news: Iterable[Published], audience: Audience) -> Iterator[bytes]:
    """The frames of what was committed, for one audience."""
    for item in news:
        if item.event is not None and item.report is not None:
            made = report_frame(item.event, item.report, audience, item.left)
            if made:
                yield made
        if item.event is not None and item.event.entity == claims.ENTITY and audience.department is None:
            yield claim_frame(item.event)
        if item.layer is not None:
            yield frame("layer", {"layer": item.layer.key, **layer_json(item.layer)})
        if item.feed is not None:
            yield frame("feed", item.feed)
        if item.draft is not None and audience.drafts:
            yield frame("draft", item.draft)


def beat(seq: int) -> bytes:
    """The heartbeat: the last event's number and the service's time."""
    return frame("beat", {"seq": seq, "at": datetime.now(UTC).isoformat()})
