"""The tour's other side: a gateway that sends reports in as Sorot would, and keeps count of what was acknowledged."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path

from console.api.client import Client
from console.api.outbox import Entry, Outbox
from console.api.sender import Outcome, Sender
from console.domain.reports import Channel
from console.domain.wire import NewReport
from layers.places import Gazetteer
from layers.reportfiles import FoundReport, open_reports, read_reports
from layers.seed import SeedReport
from layers.whereabouts import Rules

MARGIN_M = 150.0  # on the border is in the city


class Gateway:
    """Sends through an outbox of its own, so that a service that dies in between costs nothing."""

    def __init__(self, client: Client, outbox: Path) -> None:
        self.acknowledged: dict[str, str] = {}  # id → number
        self.refused: dict[str, str] = {}  # id → why
        self.sent: list[str] = []
        self._client = client
        self._lock = threading.Lock()
        self._sender = Sender(client, lambda: Outbox(outbox), self._on_outcome, lambda _: None)
        self._sender.start()

    def send(self, reports: Iterable[NewReport]) -> None:
        """Hands reports over; returns at once."""
        for report in reports:
            self.sent.append(report.id)
            self._sender.send(Entry(report.id, report.id, "create", report.to_json()))

    def move_to(self, url: str, key: str) -> None:
        """The service came up again, with another secret."""
        self._client.move_to(url, key)
        self._sender.retry_now()

    def answered(self) -> int:
        """How many have an answer."""
        with self._lock:
            return len(self.acknowledged) + len(self.refused)

    def close(self) -> None:
        """Ends the thread."""
        self._sender.close()

    def _on_outcome(self, outcome: Outcome) -> None:
        with self._lock:
            if outcome.report is not None:
                self.acknowledged[outcome.entry.report_id] = outcome.report.number
            elif outcome.refusal is not None:
                self.refused[outcome.entry.report_id] = outcome.refusal.detail


def floods_of(folder: Path, gazetteer: Gazetteer) -> list[NewReport]:
    """PetaBencana's flood reports that lie in the city or beside it, oldest file first."""
    found: list[NewReport] = []
    for path in sorted((folder / "reports").glob("reports_*.geojson")):
        file = open_reports(path)
        for row in read_reports(file, file.guess(), Rules(), unplaced=True):
            if isinstance(row, FoundReport) and _is_near(row, gazetteer):
                found.append(_from_file(row))
    return found


def _is_near(row: FoundReport, gazetteer: Gazetteer) -> bool:
    return row.lon is not None and row.lat is not None and gazetteer.distance_to_city_m(row.lon, row.lat) <= MARGIN_M


def _from_file(row: FoundReport) -> NewReport:
    return NewReport(
        id=row.id,
        text=row.text,
        category=row.category or "flood",
        channel=Channel.SOROT,
        lon=row.lon,
        lat=row.lat,
        place_note=row.place_note,
        reported_at=row.reported_at,
        source_ref=row.source_ref,
    )


def from_seed(report: SeedReport) -> NewReport:
    """A made-up report of the demo city, as its citizen would send it."""
    return NewReport(
        id=report.id,
        text=report.text,
        category=report.category,
        channel=Channel(report.channel),
        lon=report.lon,
        lat=report.lat,
        place_note=report.place_note,
        reported_at=report.received_at,
        contact_name=report.contact_name,
        contact_phone=report.contact_phone,
        demo=True,
    )
