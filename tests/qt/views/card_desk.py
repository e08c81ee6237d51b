"""A desk that writes down what it is asked to do, and a city with reports to show: what the card's tests stand on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from console.domain.city import City
from console.domain.duplicates import Twin
from console.domain.reports import Assignment, Channel, Priority, Report, Status
from console.domain.roles import Role, User
from console.domain.wire import ActionBody, Event, NewReport
from console.resources import profile_tables
from console.state.session import Session

NOW = datetime(2026, 11, 21, 7, 5, tzinfo=UTC)  # 14:05 in Bekasi
OPERATOR = User("sari", "Sari Wulandari", Role.OPERATOR)
AUDITOR = User("audit", "Auditor", Role.AUDITOR)
OFFICER = User("dbmsda.ani", "Ani", Role.OFFICER, "dbmsda")
AREAS = {
    "32.75.02": "Bekasi Barat",
    "32.75.02.1001": "Bintara",
    "32.75.03": "Bekasi Utara",
    "32.75.03.1004": "Harapan Baru",
}


class PaperDesk(QObject):
    """Has the Desk's signals and methods; nothing goes anywhere, everything is written down in `done` and `asked`."""

    acted = Signal(str, str)
    refused = Signal(str, object)
    conflicted = Signal(str, object)
    failed = Signal(object)
    history_ready = Signal(str, list)
    twins_ready = Signal(str, list)
    callers_found = Signal(str, list)
    found = Signal(str, list)
    photo_ready = Signal(str, str, bytes)
    uploaded = Signal(str, str)
    not_uploaded = Signal(str, object)
    shift_noted = Signal(str)
    not_shift_noted = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.done: list[tuple[Any, ...]] = []
        self.asked: list[tuple[Any, ...]] = []
        self.created: list[NewReport] = []
        self.gazetteer: Any = None
        self.places: list[Any] = []

    def act(self, report_id: str, action: str, body: ActionBody | None = None) -> None:
        self.done.append((report_id, action, body))

    def change(self, report_id: str, fields: dict[str, Any]) -> None:
        self.done.append((report_id, "change", fields))

    def note(self, report_id: str, text: str) -> None:
        self.done.append((report_id, "note", text))

    def shift_note(self, text: str, report_id: str = "") -> None:
        self.done.append((report_id, "shift note", text))

    def create(self, new: NewReport) -> None:
        self.created.append(new)

    def history(self, report_id: str) -> None:
        self.asked.append(("history", report_id))

    def twins(self, report_id: str) -> None:
        self.asked.append(("twins", report_id))

    def callers(self, phone: str) -> None:
        self.asked.append(("callers", phone))

    def look_up(self, report_id: str) -> None:
        self.asked.append(("look_up", report_id))

    def search(self, text: str) -> None:
        self.asked.append(("search", text))

    def photo(self, sha256: str, size: str = "thumb") -> None:
        self.asked.append(("photo", sha256, size))

    def upload(self, path: Path) -> None:
        self.asked.append(("upload", str(path)))

    def place(self, text: str, limit: int = 8) -> list[Any]:
        return [place for place in self.places if text.lower() in place.name.lower()][:limit]

    def add_feed(self, key: str, adapter: str, source: str, options: dict[str, str] | None = None) -> None:
        self.asked.append(("add_feed", key, adapter, source, *filter(None, [options])))

    def read_feed(self, key: str) -> None:
        self.asked.append(("read_feed", key))

    def remove_feed(self, key: str) -> None:
        self.asked.append(("remove_feed", key))


@cache
def bekasi() -> City:
    """The city of the default profile."""
    return City.from_tables(profile_tables("kota_bekasi"))


def session_of(user: User = OPERATOR, city: City | None = None) -> Session:
    """Somebody at the desk."""
    session = Session(user, city or bekasi(), demo=True)
    session.set_areas(AREAS)
    return session


FLOOD = Report(
    id="01931111-0000-7000-8000-000000000001",
    number="BKS-000123",
    text="Banjir setinggi lutut di depan Pasar Bintara, motor tidak bisa lewat sejak subuh.",
    category="flood",
    channel=Channel.CALL_112,
    received_at=NOW - timedelta(minutes=22),
    reported_at=NOW - timedelta(minutes=40),
    forward_by=NOW + timedelta(minutes=8),
    priority=Priority.HIGH,
    lon=106.9512,
    lat=-6.2291,
    place_note="Depan Pasar Bintara, arah stasiun Cakung",
    kelurahan="32.75.02.1001",
    kecamatan="32.75.02",
    contact_name="Budi Santoso",
    contact_phone="+62 812-3456-7890",
)


def report(number: int, **changes: Any) -> Report:
    """A report like FLOOD with another id and number."""
    return replace(FLOOD, id=f"01931111-0000-7000-8000-{number:012d}", number=f"BKS-{number:06d}", **changes)


def assigned(source: Report = FLOOD, **changes: Any) -> Report:
    """The report, sent to DBMSDA half an hour ago."""
    at = NOW - timedelta(minutes=30)
    fields = {
        "department": "dbmsda",
        "assigned_by": "sari",
        "assigned_at": at,
        "ack_by": at + timedelta(minutes=15),
        "solve_by": at + timedelta(hours=6),
        "why": "Banjir: tugas pokok",
    }
    return replace(source, status=Status.ASSIGNED, version=2, assignment=Assignment(**{**fields, **changes}))


def twin(number: int, metres: float, minutes: int, score: float, text: str = FLOOD.text) -> Twin:
    """A probable twin."""
    return Twin(report(number, text=text), metres, timedelta(minutes=minutes), score)


def event(seq: int, kind: str, minutes_ago: int, actor: str = "sari", role: str = "operator", **payload: Any) -> Event:
    """An event of FLOOD's history."""
    at = NOW - timedelta(minutes=minutes_ago)
    return Event(seq, at, actor, role, "console-1", f"report.{kind}", "report", FLOOD.id, seq, payload)
