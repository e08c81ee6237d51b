"""Sends what lies in the outbox: one thread, in order, with the same key until there is an answer."""

from __future__ import annotations

import logging
import queue
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from console.api.client import Client
from console.api.errors import ApiError, Conflict, Refused, SignInNeeded, Stopped, Unreachable
from console.api.outbox import Entry, Outbox, Standing, State
from console.domain import merging
from console.domain.reports import Report
from console.domain.wire import ActionBody, NewReport

log = logging.getLogger(__name__)
LONGEST_PAUSE_S = 5.0
MERGES = ("act", "change")  # what a person can decide on when somebody else was faster
Work = Callable[[Outbox], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an entry: the report as it stands now, or the refusal.

    An entry in the state `conflict` waits for the operator's decision; `merged` went through beside another's edit.
    """

    entry: Entry
    report: Report | None = None
    refusal: Refused | None = None
    merged: bool = False


class Sender:
    """Takes entries from the GUI thread; writes each to the outbox, then sends it. `on_outcome` runs in its thread."""

    def __init__(
        self,
        client: Client,
        open_outbox: Callable[[], Outbox],
        on_outcome: Callable[[Outcome], None],
        on_unsent: Callable[[frozenset[str]], None],
        on_standing: Callable[[Standing], None] = lambda standing: None,
        who: Callable[[], str] = lambda: "",
    ) -> None:
        """`on_unsent` is told the ids of the reports that have something unsent, whenever that may have changed;
        `on_standing` how all of it stands. `who` is signed in (empty: not asked); what another did waits for them.
        """
        self._client = client
        self._open = open_outbox
        self._on_outcome = on_outcome
        self._on_unsent = on_unsent
        self._on_standing = on_standing
        self._who = who
        self._inbox: queue.SimpleQueue[Entry | Work] = queue.SimpleQueue()
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._idle = threading.Event()
        self._handing = threading.Lock()
        self._answered = 0  # entries that the service has spoken to
        self._thread = threading.Thread(target=self._run, name="sender", daemon=True)

    def start(self) -> None:
        """Begins with what an earlier run left unsent."""
        self._thread.start()

    def send(self, entry: Entry) -> None:
        """Hands an entry over; returns at once."""
        self._hand_over(entry)

    def do(self, work: Work) -> None:
        """Has something done to the outbox, in its thread and in the order of the entries; returns at once."""
        self._hand_over(work)

    def _hand_over(self, given: Entry | Work) -> None:
        with self._handing:
            self._idle.clear()
            self._inbox.put(given)
        self._wake.set()

    def retry_now(self) -> None:
        """The link is back: no need to wait for the pause to end."""
        self._wake.set()

    def wait_idle(self, timeout_s: float) -> bool:
        """Waits until everything is answered or waits for the operator; False when time ran out."""
        return self._idle.wait(timeout_s)

    def close(self) -> None:
        """Writes what was handed over to disk and ends; what is unsent goes out at the next start."""
        self._stop.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(15)

    def _run(self) -> None:
        outbox = self._open()
        pause = 0.1
        try:
            outbox.forget(datetime.now(UTC))
            while True:
                self._wake.clear()
                self._take_in(outbox)
                waiting, held = outbox.unsent(), outbox.held()
                self._on_unsent(frozenset(entry.report_id for entry in waiting))
                self._on_standing(outbox.standing())
                if self._stop.is_set():
                    return
                me = self._who()  # nothing goes out under another's name
                ready = [row for row in waiting if row.report_id not in held and (not me or row.user in ("", me))]
                if not ready:
                    with self._handing:  # what was handed over a moment ago is not done
                        if self._inbox.empty():
                            self._idle.set()
                    self._wake.wait()
                    continue
                before = self._answered
                if self._deliver(outbox, ready):
                    pause = 0.1
                else:
                    if self._answered > before:
                        pause = 0.1  # a net that breaks now and then is not one that is away
                    self._wake.wait(pause * random.uniform(0.5, 1.0))  # noqa: S311 - jitter
                    pause = min(LONGEST_PAUSE_S, pause * 2)
        finally:
            outbox.close()

    def _take_in(self, outbox: Outbox) -> None:
        while True:
            try:
                given = self._inbox.get_nowait()
            except queue.Empty:
                return
            if isinstance(given, Entry):
                outbox.put(given)
            else:
                given(outbox)

    def _deliver(self, outbox: Outbox, waiting: list[Entry]) -> bool:
        """Sends in order; False when the service can't be reached, so that the rest waits."""
        for place, entry in enumerate(waiting):
            self._on_unsent(frozenset(later.report_id for later in waiting[place:]))
            if self._stop.is_set():
                return True
            try:
                report = self._send(entry)
            except (Unreachable, Stopped, SignInNeeded) as error:
                log.info("%s %s waits: %s", entry.kind, entry.key, error)
                return False
            except Conflict as conflict:
                if self._overtaken(outbox, entry, conflict):
                    return True  # the versions of what waits have moved: it is read anew
                continue
            except Refused as refusal:
                self._refused(outbox, entry, refusal)
                continue
            except ApiError as error:
                log.warning("%s %s failed: %s", entry.kind, entry.key, error)
                return False
            self._answered += 1
            outbox.answered(entry.key, State.SENT, report.number if report else "")
            self._on_outcome(Outcome(entry, report=report))
        return True

    def _refused(self, outbox: Outbox, entry: Entry, refusal: Refused) -> None:
        outbox.answered(entry.key, State.REFUSED, refusal.detail, refusal.status, refusal.code)
        refused = replace(entry, state=State.REFUSED, status=refusal.status, code=refusal.code, answer=refusal.detail)
        self._on_outcome(Outcome(refused, refusal=refusal))

    def _overtaken(self, outbox: Outbox, entry: Entry, conflict: Conflict) -> bool:
        """Somebody else was faster: merges by field where that can be, else keeps both sides for the operator.

        Whether what waits must be read anew. The key stays: it was never taken, or this would have been its answer.
        """
        theirs: Any = conflict.extra.get("current")
        if entry.kind not in MERGES or entry.base is None or not isinstance(theirs, dict):
            self._refused(outbox, entry, conflict)
            return False
        found = merging.merged(entry.kind, entry.base, entry.body, theirs)
        version = int(theirs["version"])
        if found.clashes:
            outbox.hold(entry.key, theirs, conflict.code)
            held = replace(entry, state=State.CONFLICT, theirs=theirs, status=conflict.status, code=conflict.code)
            self._on_outcome(Outcome(held, refusal=conflict))
        elif found.body is None:
            outbox.dissolved(entry, version, State.SENT, f"={theirs.get('updated_by') or ''}")
            self._on_outcome(Outcome(replace(entry, state=State.SENT, theirs=theirs), refusal=None, merged=True))
        else:
            log.info("%s %s goes on version %d: nobody else touched the same", entry.kind, entry.key, version)
            outbox.restamp(entry, version, found.body, theirs)
        return True

    def _send(self, entry: Entry) -> Report | None:
        body, version = dict(entry.body), entry.version or 0
        match entry.kind:
            case "create":
                return self._client.create(NewReport.from_json(body))
            case "act":
                action = body.pop("action")
                return self._client.act(entry.report_id, version, action, ActionBody.from_json(body), entry.key)
            case "change":
                return self._client.change(entry.report_id, version, body, entry.key)
            case "note":
                self._client.note(entry.report_id, body["text"], entry.key)
                return None
            case "export":
                self._client.exported(body["what"], int(body["count"]), entry.key)
                return None
            case "undo":
                return self._client.undo(entry.report_id, version, entry.key)
        raise Refused(400, "unknown-kind", f"nobody knows how to send {entry.kind}")
