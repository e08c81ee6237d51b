"""The live link on the GUI thread: what the stream brings goes into the stores, many messages at a time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from console.api.client import Client, Snapshot, feed_state, layer_state
from console.api.connect import EmbeddedService, running_service
from console.api.errors import ApiError
from console.api.stream import Link, Stream
from console.domain import wire
from console.domain.wire import Event
from console.state.catalog import Catalog
from console.state.reports import ReportStore
from console.state.session import Session

log = logging.getLogger(__name__)
INCIDENTS = "incident"  # this layer is the reports: as old as the link to the service


class Live(QObject):
    """Follows the service and keeps reports, catalog and session true. Brings an embedded service back up."""

    happened = Signal(list)  # events, in the log's order
    presence = Signal(dict)
    claimed = Signal(dict)  # a claim was taken, touched, taken over or let go
    claims_taken = Signal(list)  # all that stand
    refreshed = Signal()  # everything was taken anew
    draft_moved = Signal(dict)  # a draft of layer edits, as the service tells it
    _arrived = Signal()
    _link = Signal(str)

    def __init__(
        self,
        client: Client,
        reports: ReportStore,
        catalog: Catalog,
        session: Session,
        service: EmbeddedService | None = None,
        data: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._reports = reports
        self._catalog = catalog
        self._session = session
        self._service = service
        self._data = data
        self._lock = threading.Lock()
        self._inbox: list[tuple[str, Any]] = []
        self._stream = self._new_stream()
        self._was_live = False
        self._takers: dict[str, Callable[[Any], None]] = {
            "layer": lambda data: catalog.layer_moved(layer_state(data)),
            "layer_state": catalog.layer_moved,
            "feed": lambda data: catalog.feed_moved(feed_state(data)),
            "feeds": catalog.set_feeds,
            "beat": self._on_beat,
            "alarm": lambda data: session.heard(datetime.now(UTC), str(data.get("intake", ""))),
            "presence": self.presence.emit,
            "claim": self.claimed.emit,
            "gone": lambda data: reports.drop([str(data.get("id", ""))]),
            "draft": self.draft_moved.emit,
            "snapshot": self.put_snapshot,
        }
        self._arrived.connect(self._take)
        self._link.connect(session.set_link)

    def start(self, snapshot: Snapshot) -> None:
        """Shows the snapshot and follows from there."""
        self.put_snapshot(snapshot)
        self._stream.start(snapshot.seq)

    def start_again(self, snapshot: Snapshot) -> None:
        """Somebody else has signed in: what he may see is shown, and followed from there."""
        self._stream.close()
        self._stream = self._new_stream()
        self.start(snapshot)

    def close(self) -> None:
        """Ends the stream's thread."""
        self._stream.close()

    def _new_stream(self) -> Stream:
        return Stream(self._client, self._on_message, self._on_link, self._on_gap, self._before_retry)

    # --- in the stream's thread ------------------------------------------------------------------

    def _on_message(self, kind: str, data: dict[str, Any]) -> None:
        self._hand_over(kind, data)

    def _on_link(self, link: Link) -> None:
        if link is Link.LIVE:
            if self._was_live:  # what layers and feeds did in between is not in the log
                self._catch_up()
            self._was_live = True
        self._link.emit(link.value)

    def _catch_up(self) -> None:
        try:
            for layer in self._client.layers():
                self._hand_over("layer_state", layer)
            self._hand_over("feeds", self._client.feeds())
        except ApiError as error:
            log.info("layers and feeds could not be asked for: %s", error)

    def _on_gap(self) -> int:
        snapshot = self._client.snapshot()
        self._hand_over("snapshot", snapshot)
        return snapshot.seq

    def _before_retry(self) -> bool:
        """Brings this console's own service up again, or finds where another console's is now. Whether it moved."""
        before = self._client.address()
        if self._service is not None:
            if self._service.pid is None:
                self._service.start()
                self._client.move_to(self._service.url, self._service.key)
        elif self._data is not None and (found := running_service(self._data)):
            self._client.move_to(*found)
        return self._client.address() != before

    def _hand_over(self, kind: str, data: object) -> None:
        with self._lock:
            first = not self._inbox
            self._inbox.append((kind, data))
        if first:  # one wake-up for all that comes until the GUI thread looks
            self._arrived.emit()

    # --- in the GUI thread -----------------------------------------------------------------------

    @Slot()
    def _take(self) -> None:
        with self._lock:
            messages, self._inbox = self._inbox, []
        self._session.heard(datetime.now(UTC))
        reports = {}
        events: list[Event] = []
        for kind, data in messages:
            if kind == "report":
                events.append(Event.from_json(data["event"]))
                report = wire.report_from_json(data["report"])
                reports[report.id] = report
            elif kind in self._takers:
                self._takers[kind](data)
        self._reports.put(reports.values())
        if events:
            self.happened.emit(events)

    def _on_beat(self, data: dict[str, Any]) -> None:
        self._catalog.confirm(INCIDENTS, datetime.now(UTC))

    def put_snapshot(self, snapshot: Snapshot) -> None:
        """Takes this as everything that stands."""
        self._reports.replace(snapshot.reports)
        self._catalog.set_feeds(snapshot.feeds)
        for layer in snapshot.layers:
            self._catalog.layer_moved(layer)
        self._session.heard(datetime.now(UTC))
        self._catalog.confirm(INCIDENTS, datetime.now(UTC))
        self.claims_taken.emit(list(snapshot.claims))
        self.refreshed.emit()
