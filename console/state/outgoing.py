"""What goes out from this desk: each edit under the version that its doer saw, until it is answered and came back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from console.api.client import Client
from console.api.errors import Conflict, Refused
from console.api.outbox import Entry, Outbox, Standing, State, read_entries
from console.api.sender import Outcome, Sender
from console.domain import merging, wire
from console.domain.merging import Merge
from console.domain.wire import Event, Json
from console.state.reports import ReportStore
from console.state.session import Session
from console.tasks import Tasks

__all__ = ["Entry", "Outgoing", "State"]
ON_REPORTS = ("act", "change", "undo")  # what raises a report's version


class Outgoing(QObject):
    """The outbox as the desk uses it. A refusal and a conflict come back by signals, never silently."""

    acted = Signal(str, str)  # report id, kind or action: the service has taken it
    refused = Signal(str, object)  # report id, the error
    conflicted = Signal(str, object)  # report id, the entry: somebody else changed the same
    changed = Signal()  # something in the outbox moved
    entries_ready = Signal(list)
    saved = Signal(str)  # the file's path
    _outcome = Signal(object)
    _unsent = Signal(object)
    _standing = Signal(object)

    def __init__(
        self,
        client: Client,
        tasks: Tasks,
        reports: ReportStore,
        session: Session,
        path: Path,
        failed: Callable[[BaseException], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._reports, self._session, self._path, self._failed = tasks, reports, session, path, failed
        self._pending: dict[str, int] = {}
        self._expected: dict[str, int] = {}
        self._foreseen: dict[str, Json] = {}
        self._conflicts: dict[str, Entry] = {}  # by report: what waits for a decision
        self._echoes: dict[str, int] = {}  # by report: the version that has not come back in the stream yet
        self._follows = False
        self._waiting: frozenset[str] = frozenset()
        self.post = Sender(
            client,
            lambda: Outbox(path),
            self._outcome.emit,
            self._unsent.emit,
            self._standing.emit,
            who=lambda: session.user.name,
        )
        self._outcome.connect(self._on_outcome)
        self._unsent.connect(self._on_unsent)
        self._standing.connect(self._on_standing)
        session.link_changed.connect(self._on_link)
        session.user_changed.connect(self.post.retry_now)
        reports.removed.connect(self._on_removed)

    def start(self) -> None:
        """Sends what an earlier run left unsent, and asks for what it left undecided."""
        self.post.do(self._tell_conflicts)
        self.post.start()

    def follow(self, happened: Any, refreshed: Any) -> None:
        """From now on an edit is unsent until it came back: `happened` carries events, `refreshed` a snapshot."""
        self._follows = True
        happened.connect(self._on_happened)
        refreshed.connect(self._on_refreshed)

    # --- sent --------------------------------------------------------------------------------------

    def put(self, report_id: str, kind: str, body: Json) -> None:
        """An edit of a report that is known here, on the version that stands here."""
        report = self._reports.get(report_id)
        if report is None:
            return
        # Each entry that waits before this one will raise the version by one.
        version = max(report.version, self._expected.get(report_id, 0))
        base = self._foreseen.get(report_id) or wire.report_to_json(report)
        self._expected[report_id] = version + 1
        self._foreseen[report_id] = merging.foreseen(kind, base, body)
        self._pending[report_id] = self._pending.get(report_id, 0) + 1
        self.send(Entry(wire.uuid7(), report_id, kind, body, version, base=base, number=report.number))

    def send(self, entry: Entry) -> None:
        """Anything else; written down before anything else happens."""
        number = entry.number or getattr(self._reports.get(entry.report_id), "number", "")
        self.post.send(replace(entry, number=number, user=self._session.user.name))

    # --- decided -----------------------------------------------------------------------------------

    def conflict(self, report_id: str) -> Entry | None:
        """What of this report waits for a decision."""
        return self._conflicts.get(report_id)

    def conflict_of(self, key: str) -> Entry | None:
        """The same by the entry's key."""
        return next((entry for entry in self._conflicts.values() if entry.key == key), None)

    def compared(self, entry: Entry) -> tuple[Merge, Json]:
        """My edit against the report as it stands now, and that report."""
        present = self._reports.get(entry.report_id)
        stands = wire.report_to_json(present) if present is not None else entry.theirs or {}
        if entry.theirs and int(stands.get("version", 0)) < int(entry.theirs.get("version", 0)):
            stands = entry.theirs
        return merging.merged(entry.kind, entry.base or {}, entry.body, stands), stands

    def resolve(self, key: str, theirs: frozenset[str], seen: Mapping[str, Any]) -> None:
        """Sends what is mine of an entry in conflict; the units in `theirs` stay as they stand in `seen`."""
        entry = self.conflict_of(key)
        if entry is None:
            return
        differences = merging.merged(entry.kind, entry.base or {}, entry.body, seen).differences
        body = merging.chosen(entry.kind, entry.body, differences, theirs)
        version = int(seen["version"])
        del self._conflicts[entry.report_id]

        def work(outbox: Outbox) -> None:
            if body:
                outbox.restamp(entry, version, body, seen)
            else:
                outbox.dissolved(entry, version, State.DISCARDED, "theirs")

        self.post.do(work)
        self.changed.emit()

    def discard(self, entry: Entry, reason: str) -> None:
        """Gives up what was refused, overtaken or not sent yet; it stays in the history with the reason."""
        if entry.state is State.CONFLICT:
            self._conflicts.pop(entry.report_id, None)
        present = self._reports.get(entry.report_id)
        version = present.version if present else (entry.version or 0) + 1

        def work(outbox: Outbox) -> None:
            known = outbox.entry(entry.key)
            if known is None or known.state is State.SENT:
                return  # the answer was faster
            if known.kind in ON_REPORTS and known.state is not State.REFUSED:
                outbox.dissolved(known, version, State.DISCARDED, reason)
            else:
                outbox.answered(known.key, State.DISCARDED, reason, known.status, known.code)

        self.post.do(work)
        self.changed.emit()

    def again(self, entry: Entry) -> None:
        """Tries what was refused once more on the report as it stands; the old entry stays as history."""
        if entry.kind == "create":  # a report is its own key: the entry itself goes out again
            self.post.do(lambda outbox: outbox.restamp(entry, 0, entry.body, None))
            self.changed.emit()
            return
        if entry.kind in ON_REPORTS and self._reports.get(entry.report_id) is not None:
            self.put(entry.report_id, entry.kind, entry.body)
        else:
            self.send(Entry(wire.uuid7(), entry.report_id, entry.kind, entry.body, number=entry.number))
        self.post.do(lambda outbox: outbox.answered(entry.key, State.DISCARDED, "again", entry.status, entry.code))
        self.changed.emit()

    def ask_entries(self) -> None:
        """Asks for all entries, newest first; `entries_ready` answers."""
        path = self._path
        self._tasks.run("outbox", lambda: read_entries(path), done=self.entries_ready.emit, failed=self._failed)

    def save(self, path: str, content: bytes, what: str, count: int) -> None:
        """Writes an export to a file; that it was made is told to the log of the service."""

        def work() -> str:
            Path(path).write_bytes(content)
            return path

        self._tasks.run(f"save {path}", work, done=self.saved.emit, failed=self._failed)
        self.exported(what, count)

    def exported(self, what: str, count: int) -> None:
        """An export left this console: `what` it is, of how many rows."""
        self.send(Entry(wire.uuid7(), "", "export", {"what": what, "count": count}))

    # --- answers -----------------------------------------------------------------------------------

    @Slot(object)
    def _on_outcome(self, outcome: Outcome) -> None:
        entry = outcome.entry
        if entry.kind in ON_REPORTS:
            self._pending[entry.report_id] = max(0, self._pending.get(entry.report_id, 0) - 1)
            if not self._pending[entry.report_id] or outcome.refusal is not None:
                self._expected.pop(entry.report_id, None)
                self._foreseen.pop(entry.report_id, None)
        if outcome.report is not None:
            known = self._reports.get(outcome.report.id)
            if self._follows and (known is None or known.version < outcome.report.version):
                self._echoes[outcome.report.id] = outcome.report.version
            self._reports.put([outcome.report])
            self._show_unsent()
        if entry.theirs is not None:
            self._reports.put([wire.report_from_json(entry.theirs)])
        self.changed.emit()
        if entry.state is State.CONFLICT:
            self._conflicts[entry.report_id] = entry
            self.conflicted.emit(entry.report_id, entry)
        elif outcome.refusal is not None:
            self._on_refusal(entry, outcome.refusal)
        else:
            self.acted.emit(entry.report_id, str(entry.body.get("action", entry.kind)))

    def _on_refusal(self, entry: Entry, refusal: Refused) -> None:
        if isinstance(refusal, Conflict) and isinstance(refusal.extra.get("current"), dict):
            self._reports.put([wire.report_from_json(refusal.extra["current"])])
        self.refused.emit(entry.report_id, refusal)

    def _tell_conflicts(self, outbox: Outbox) -> None:
        """In the sender's thread: what an earlier run left to be decided."""
        for entry in outbox.history(5000):
            if entry.state is State.CONFLICT:
                refusal = Conflict(412, entry.code, "")
                self._outcome.emit(Outcome(entry, refusal=refusal))

    @Slot(object)
    def _on_unsent(self, report_ids: frozenset[str]) -> None:
        self._waiting = report_ids
        self._show_unsent()

    @Slot(object)
    def _on_standing(self, standing: Standing) -> None:
        self._session.set_outbox(standing.waiting, standing.undecided, standing.to_decide, standing.clashes)
        self.changed.emit()

    def _show_unsent(self) -> None:
        self._session.set_unsent(self._waiting | frozenset(self._echoes))

    @Slot(list)
    def _on_happened(self, events: list[Event]) -> None:
        for event in events:
            if self._echoes.get(event.entity_id, event.entity_version + 1) <= event.entity_version:
                del self._echoes[event.entity_id]
        self._show_unsent()

    @Slot()
    def _on_refreshed(self) -> None:
        self._echoes.clear()
        self._show_unsent()

    @Slot(list)
    def _on_removed(self, report_ids: list[str]) -> None:
        for report_id in report_ids:
            self._echoes.pop(report_id, None)
        self._show_unsent()

    @Slot(str)
    def _on_link(self, link: str) -> None:
        if link == "live":
            self.post.retry_now()
