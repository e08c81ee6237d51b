"""Sends what lies in the outbox: one thread, in order, with the same key until there is an answer."""

from __future__ import annotations

import logging
import queue
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from console.api.client import Client
from console.api.errors import ApiError, Refused, SignInNeeded, Stopped, Unreachable
from console.api.outbox import Entry, Outbox, State
from console.domain.reports import Report
from console.domain.wire import ActionBody, NewReport

log = logging.getLogger(__name__)
LONGEST_PAUSE_S = 5.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an entry: the report as it stands now, or the refusal."""

    entry: Entry
    report: Report | None = None
    refusal: Refused | None = None


class Sender:
    """Takes entries from the GUI thread; writes each to the outbox, then sends it. `on_outcome` runs in its thread."""

    def __init__(
        self,
        client: Client,
        open_outbox: Callable[[], Outbox],
        on_outcome: Callable[[Outcome], None],
        on_unsent: Callable[[frozenset[str]], None],
    ) -> None:
        """`on_unsent` is told the ids of the reports that have something unsent, whenever that changes."""
        self._client = client
        self._open = open_outbox
        self._on_outcome = on_outcome
        self._on_unsent = on_unsent
        self._inbox: queue.SimpleQueue[Entry | None] = queue.SimpleQueue()
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._idle = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sender", daemon=True)

    def start(self) -> None:
        """Begins with what an earlier run left unsent."""
        self._thread.start()

    def send(self, entry: Entry) -> None:
        """Hands an entry over; returns at once."""
        self._idle.clear()
        self._inbox.put(entry)
        self._wake.set()

    def retry_now(self) -> None:
        """The link is back: no need to wait for the pause to end."""
        self._wake.set()

    def wait_idle(self, timeout_s: float) -> bool:
        """Waits until everything is answered; False when time ran out."""
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
                waiting = outbox.unsent()
                self._on_unsent(frozenset(entry.report_id for entry in waiting))
                if self._stop.is_set():
                    return
                if not waiting:
                    self._idle.set()
                    self._wake.wait()
                    continue
                if self._deliver(outbox, waiting):
                    pause = 0.1
                else:
                    self._wake.wait(pause * random.uniform(0.5, 1.0))  # noqa: S311 - jitter
                    pause = min(LONGEST_PAUSE_S, pause * 2)
        finally:
            outbox.close()

    def _take_in(self, outbox: Outbox) -> None:
        while True:
            try:
                entry = self._inbox.get_nowait()
            except queue.Empty:
                return
            if entry is not None:
                outbox.put(entry)

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
            except Refused as refusal:
                outbox.answered(entry.key, State.REFUSED, f"{refusal.code}: {refusal.detail}")
                self._on_outcome(Outcome(entry, refusal=refusal))
                continue
            except ApiError as error:
                log.warning("%s %s failed: %s", entry.kind, entry.key, error)
                return False
            outbox.answered(entry.key, State.SENT, report.number if report else "")
            self._on_outcome(Outcome(entry, report=report))
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
            case "undo":
                return self._client.undo(entry.report_id, version, entry.key)
        raise Refused(400, "unknown-kind", f"nobody knows how to send {entry.kind}")
