"""What an operator does, as methods: each goes to the outbox and the service, and answers by a signal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from console.api.client import Client, FeedState
from console.api.outbox import Entry
from console.domain import wire
from console.domain.duplicates import Twin
from console.domain.reports import Report
from console.domain.wire import ActionBody, Event, NewReport
from console.state.catalog import Catalog
from console.state.outgoing import Outgoing
from console.state.reports import ReportStore
from console.state.session import Session
from console.tasks import Tasks
from layers.places import Gazetteer, Place


class Desk(QObject):
    """The operator's hands. What is done is written down first; a refusal comes back by `refused`, never silently."""

    sent = Signal(str, str)  # report id, action: written down and on its way; the desk may go on
    acted = Signal(str, str)  # report id, kind or action: the service has taken it
    refused = Signal(str, object)  # report id, the error
    conflicted = Signal(str, object)  # report id, the outbox entry: somebody else changed the same
    failed = Signal(object)  # the error of a question (history, search, photo …)
    history_ready = Signal(str, list)  # report id, events
    twins_ready = Signal(str, list)  # report id, twins
    callers_found = Signal(str, list)  # telephone number, reports
    fetched = Signal(str)  # report id: it is in the store now
    found = Signal(str, list)  # the words, reports
    photo_ready = Signal(str, str, bytes)  # sha256, size, JPEG
    uploaded = Signal(str, str)  # file name, sha256
    not_uploaded = Signal(str, object)  # file name, the error
    shift_noted = Signal(str)  # report id, or empty: the line stands in the log of the shift
    not_shift_noted = Signal(str, object)  # report id, or empty; the error

    def __init__(
        self,
        client: Client,
        tasks: Tasks,
        reports: ReportStore,
        session: Session,
        catalog: Catalog,
        outbox: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._tasks = tasks
        self._reports = reports
        self._catalog = catalog
        self._last_acted: list[str] = []
        self._gazetteer: Gazetteer | None = None
        self.outgoing = Outgoing(client, tasks, reports, session, outbox, self.failed.emit, self)
        self.outgoing.acted.connect(self.acted)
        self.outgoing.refused.connect(self._on_refused)
        self.outgoing.conflicted.connect(self._on_conflicted)

    def start(self) -> None:
        """Sends what an earlier run left unsent."""
        self.outgoing.start()

    def close(self) -> None:
        """What is not answered yet stays on disk."""
        self.outgoing.post.close()

    def wait_idle(self, timeout_s: float = 30.0) -> bool:
        """Waits until nothing more can be sent; for closing the window and for tests."""
        return self.outgoing.post.wait_idle(timeout_s)

    def is_idle(self) -> bool:
        """Whether everything that was done has its answer, or waits for the operator."""
        return self.outgoing.post.wait_idle(0)

    # --- what is done ----------------------------------------------------------------------------

    def create(self, new: NewReport) -> None:
        """Sends a new report in."""
        self.outgoing.send(Entry(new.id, new.id, "create", new.to_json()))

    def act(self, report_id: str, action: str, body: ActionBody | None = None) -> None:
        """Does an action of workflow.ACTIONS."""
        self._last_acted.append(report_id)
        self.outgoing.put(report_id, "act", {"action": action} | (body or ActionBody()).to_json())
        self.sent.emit(report_id, action)

    def change(self, report_id: str, fields: dict[str, Any]) -> None:
        """Changes fields of wire.CHANGEABLE."""
        self.outgoing.put(report_id, "change", {key: _word(value) for key, value in fields.items()})

    def note(self, report_id: str, text: str) -> None:
        """Adds a note."""
        self.outgoing.send(Entry(wire.uuid7(), report_id, "note", {"text": text}))

    def shift_note(self, text: str, report_id: str = "") -> None:
        """Writes a line into the shift's log, once; with a report, that one is listed as notable."""
        client = self._client
        self._tasks.run(
            f"shift note {report_id}",
            lambda: client.shift_note(text, report_id),
            done=lambda _: self.shift_noted.emit(report_id),
            failed=lambda error: self.not_shift_noted.emit(report_id, error),
        )

    def undo(self) -> str | None:
        """Takes the last move from this desk back; its report's id, or None when there is none."""
        if not self._last_acted:
            return None
        report_id = self._last_acted.pop()
        self.outgoing.put(report_id, "undo", {})
        return report_id

    def can_undo(self) -> bool:
        """Whether there is a move from this desk to take back."""
        return bool(self._last_acted)

    # --- what is asked ---------------------------------------------------------------------------

    def history(self, report_id: str) -> None:
        """Asks for everything that was done to a report."""
        client = self._client
        self._ask("history", lambda: (report_id, client.history(report_id)), self._on_history)

    def twins(self, report_id: str) -> None:
        """Asks for reports that probably tell of the same thing."""
        client = self._client
        self._ask("twins", lambda: (report_id, client.twins(report_id)), self._on_twins)

    def callers(self, phone: str) -> None:
        """Asks for earlier reports of the same caller."""
        client = self._client
        self._ask("callers", lambda: (phone, client.callers(phone)), self._on_callers)

    def search(self, text: str) -> None:
        """Asks for reports by words or number."""
        client = self._client
        self._ask("search", lambda: (text, client.search(text, limit=200)), self._on_found)

    def fetch(self, report_id: str) -> None:
        """Asks for a report that is not here any more."""
        client = self._client
        self._ask("report", lambda: client.report(report_id), self._on_fetched)

    def look_up(self, report_id: str) -> None:
        """Asks for a report that another one speaks of; nobody has chosen it."""
        client, reports = self._client, self._reports
        self._ask(f"look up {report_id}", lambda: [client.report(report_id)], reports.put)

    def photo(self, sha256: str, size: str = "thumb") -> None:
        """Asks for a photo."""
        client = self._client
        self._ask(f"photo {sha256} {size}", lambda: (sha256, size, client.photo(sha256, size)), self._on_photo)

    def upload(self, path: Path) -> None:
        """Sends a photo file; `uploaded` carries its name and the service's name for it."""
        client, name = self._client, str(path)

        def work() -> tuple[str, str]:
            kind = {".png": "image/png", ".webp": "image/webp"}.get(path.suffix.lower(), "image/jpeg")
            return name, client.upload(path.read_bytes(), kind)

        self._tasks.run(
            f"upload {name}", work, done=self._on_uploaded, failed=lambda error: self.not_uploaded.emit(name, error)
        )

    def place(self, text: str, limit: int = 8) -> list[Place]:
        """Places of the city by name: areas, landmarks, roads."""
        return self._gazetteer.find(text, limit) if self._gazetteer and text.strip() else []

    @property
    def gazetteer(self) -> Gazetteer | None:
        """The places of the city, once they are read."""
        return self._gazetteer

    def set_gazetteer(self, gazetteer: Gazetteer) -> None:
        """Takes the places of the city."""
        self._gazetteer = gazetteer

    # --- feeds -----------------------------------------------------------------------------------

    def add_feed(self, key: str, adapter: str, source: str, options: dict[str, str] | None = None) -> None:
        """Adds a feed; `source` is a file's path or an https address."""
        client = self._client
        self._ask("feed", lambda: client.add_feed(key, adapter, source, options), self._on_feed)

    def read_feed(self, key: str) -> None:
        """Reads a feed now."""
        client = self._client
        self._ask(f"feed {key}", lambda: client.read_feed(key), self._on_feed)

    def remove_feed(self, key: str) -> None:
        """Removes a feed."""
        client = self._client

        def work() -> list[FeedState]:
            client.remove_feed(key)
            return client.feeds()

        self._ask(f"feed {key}", work, self._catalog.set_feeds)

    # --- answers ---------------------------------------------------------------------------------

    def _ask(self, key: str, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._tasks.run(key, work, done=done, failed=self.failed.emit)

    def _on_history(self, answer: tuple[str, list[Event]]) -> None:
        self.history_ready.emit(*answer)

    def _on_twins(self, answer: tuple[str, list[Twin]]) -> None:
        self.twins_ready.emit(*answer)

    def _on_callers(self, answer: tuple[str, list[Report]]) -> None:
        self.callers_found.emit(*answer)

    def _on_found(self, answer: tuple[str, list[Report]]) -> None:
        self.found.emit(*answer)

    def _on_fetched(self, report: Report) -> None:
        self._reports.put([report])
        self.fetched.emit(report.id)

    def _on_photo(self, answer: tuple[str, str, bytes]) -> None:
        self.photo_ready.emit(*answer)

    def _on_uploaded(self, answer: tuple[str, str]) -> None:
        self.uploaded.emit(*answer)

    def _on_feed(self, feed: FeedState) -> None:
        self._catalog.feed_moved(feed)

    @Slot(str, object)
    def _on_refused(self, report_id: str, refusal: Exception) -> None:
        self._forget_move(report_id)
        self.refused.emit(report_id, refusal)

    @Slot(str, object)
    def _on_conflicted(self, report_id: str, entry: Entry) -> None:
        self._forget_move(report_id)
        self.conflicted.emit(report_id, entry)

    def _forget_move(self, report_id: str) -> None:
        """It was not made: there is nothing to take back."""
        if report_id in self._last_acted:
            self._last_acted.remove(report_id)


def _word(value: Any) -> Any:
    """Enums as their words, so that the outbox can write them."""
    return value.value if hasattr(value, "value") else value
