"""A whole desk for tests: the real window, stores, desk and outbox over a client that keeps the rules in memory."""

from __future__ import annotations

import gc
import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication

from console.api.client import FeedState, LayerDelta
from console.api.errors import Conflict, Refused, Unreachable
from console.api.layeredits import LayerEdits
from console.domain import wire, workflow
from console.domain.city import City
from console.domain.errors import DomainError
from console.domain.reports import Assignment, Channel, Report, Status
from console.domain.roles import Role, User
from console.domain.wire import ActionBody, Event
from console.i18n import Languages
from console.resources import profile_tables, resource_path
from console.state.catalog import Catalog
from console.state.desk import Desk
from console.state.editing import LayerEditing
from console.state.incidents import Incidents
from console.state.reports import ReportStore
from console.state.selection import Selection
from console.state.session import Session
from console.tasks import Tasks
from console.theme import Theme
from console.views.card import ReportCard
from console.views.desk import DeskWindow, Doors, Parts
from console.views.mapview import MapView
from layers import seed
from layers.basemap import Basemap, load_basemap
from layers.places import Gazetteer

NOW = datetime(2026, 11, 21, 7, 5, tzinfo=UTC)  # 14:05 in Bekasi
SITI = User("siti", "Siti Rahma", Role.OPERATOR)
AUDITOR = User("auditor", "Auditor", Role.AUDITOR)


@cache
def bekasi() -> City:
    """The city of the default profile."""
    return City.from_tables(profile_tables("kota_bekasi"))


@cache
def ground() -> tuple[Basemap, Gazetteer]:
    """The schematic basemap and its places."""
    basemap = load_basemap(resource_path("basemap", "kota_bekasi"))
    return basemap, Gazetteer(basemap)


def area_names() -> dict[str, str]:
    """Names by code."""
    return {
        str(area.properties["code"]): str(area.properties["name"])
        for area in ground()[0].themes["areas"]
        if area.properties.get("code")
    }


class HouseClient:
    """Keeps reports in memory and applies the real rules; `away` makes it unreachable."""

    def __init__(self, store: ReportStore, user: User, now: datetime = NOW) -> None:
        self.reports: dict[str, Report] = {}
        self.before: dict[str, Report] = {}
        self.user, self.now, self.away = user, now, False
        self.calls: list[tuple[Any, ...]] = []

    def take(self, reports: Iterable[Report]) -> None:
        self.reports.update((report.id, report) for report in reports)

    def act(self, report_id: str, version: int, action: str, body: ActionBody, key: str = "") -> Report:
        self._reach("act", report_id, action)
        report = self._of(report_id, version)
        command = workflow.Command(
            action,
            self.user.name,
            self.user.role,
            self.now,
            reason=body.reason,
            department=body.department,
            until=body.until,
            duplicate_of=body.duplicate_of,
            answer=body.answer,
        )
        try:
            after = workflow.decide(report, command, bekasi().rules(self.reports.get))
        except DomainError as error:
            raise Refused(422, error.code, str(error), error.detail) from error
        self.before[report_id] = report
        self.reports[report_id] = after
        return after

    def create(self, new: wire.NewReport) -> Report:
        self._reach("create", new)
        made = report(len(self.reports) + 1, id=new.id, text=new.text, category=new.category, channel=new.channel)
        self.reports[new.id] = replace(made, lon=new.lon, lat=new.lat, source_ref=new.source_ref)
        return self.reports[new.id]

    def change(self, report_id: str, version: int, fields: dict[str, Any], key: str = "") -> Report:
        self._reach("change", report_id, fields)
        after = replace(self._of(report_id, version), version=version + 1, **wire.change_from_json(fields))
        self.reports[report_id] = after
        return after

    def undo(self, report_id: str, version: int, key: str = "") -> Report:
        self._reach("undo", report_id)
        after = replace(self.before[report_id], version=version + 1)
        self.reports[report_id] = after
        return after

    def note(self, report_id: str, text: str, key: str = "") -> None:
        self._reach("note", report_id, text)

    def history(self, report_id: str) -> list[Event]:
        report = self.reports[report_id]
        return [
            Event(1, report.received_at, "intake", "intake", "", "report.created", "report", report_id, 1),
        ]

    def twins(self, report_id: str) -> list[Any]:
        return []

    def callers(self, phone: str) -> list[Report]:
        return []

    def search(self, text: str, limit: int = 50) -> list[Report]:
        self._reach("search", text)
        wanted = text.lower()
        return [row for row in self.reports.values() if wanted in row.text.lower() or wanted in row.number.lower()]

    def features(self, layer: str, since: int) -> LayerDelta:
        return LayerDelta(layer, since, None, (), ())

    def _of(self, report_id: str, version: int) -> Report:
        report = self.reports[report_id]
        if report.version != version:
            raise Conflict(412, "version-mismatch", "", {"current": wire.report_to_json(report)})
        return report

    def _reach(self, *call: Any) -> None:
        if self.away:
            raise Unreachable("no route")
        self.calls.append(call)


@dataclass
class Room:
    """The window with everything behind it."""

    window: DeskWindow
    client: HouseClient
    tasks: Tasks
    opened: list[str]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.window.parts, name)

    def take(self, reports: Iterable[Report]) -> None:
        """The service says that these stand so."""
        reports = list(reports)
        self.client.take(reports)
        self.store.put(reports)

    def close(self) -> None:
        self.window.close()
        self.window.parts.desk.close()
        self.window.parts.editing.close()
        self.window.parts.map_view.canvas.close_down()
        self.tasks.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()


def build(
    application: QApplication,
    folder: Path,
    *,
    user: User = SITI,
    theme: str = "night",
    language: str = "en",
    demo: bool = False,
    layers: bool = False,
    ground_shown: bool = False,
    now: datetime = NOW,
) -> Room:
    """Everything as console.app puts it together, over the client in memory."""
    city = bekasi()
    tasks = Tasks()
    store, selection = ReportStore(), Selection()
    session = Session(user, city, demo)
    session.set_areas(area_names())
    client = HouseClient(store, user, now)
    catalog = Catalog(client, tasks)  # type: ignore[arg-type]
    incidents = Incidents(store, session, lambda: now)
    desk = Desk(client, tasks, store, session, catalog, folder / "outbox.sqlite")  # type: ignore[arg-type]
    desk.set_gazetteer(ground()[1])
    looks = Theme.load(theme)
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    languages = Languages(application)
    languages.speak(language)
    if layers:
        _put_layers(catalog, now)
    view = MapView(looks, tasks=tasks)
    if ground_shown:
        view.set_basemap(ground()[0])
    card = ReportCard(desk, session, store, selection, looks, lambda: now)
    opened: list[str] = []
    doors = Doors(*(lambda name=name: opened.append(name) for name in Doors.__dataclass_fields__))
    editing = LayerEditing(LayerEdits(client), catalog, session, tasks, folder / "edits.sqlite")  # type: ignore[arg-type]
    parts = Parts(session, store, selection, catalog, incidents, desk, view, card, editing)
    window = DeskWindow(application, looks, settings, languages, parts, doors, lambda: now)
    desk.start()
    session.set_link("live")
    session.heard(now)
    return Room(window, client, tasks, opened)


def _put_layers(catalog: Catalog, now: datetime) -> None:
    for layer, features in seed.features(ground()[0], now).items():
        catalog.put(LayerDelta(layer, 1, now - timedelta(seconds=20), tuple(features), ()))
    catalog.set_feeds(
        [
            FeedState("waze", "waze", "Waze", "", 120, "ok", now, "", {}, False),
            FeedState("demo", "demo", "Demo", "", 10, "ok", now, "", {}, True),
            FeedState("bmkg", "cap", "BMKG", "", 300, "late", now - timedelta(hours=1), "", {}, False),
        ]
    )


# --- reports -----------------------------------------------------------------------------------


def report(number: int, **fields: Any) -> Report:
    """A flood that came in a quarter of an hour ago, or as the fields say."""
    base = Report(
        id=f"01931111-0000-7000-8000-{number:012d}",
        number=f"BKS-{number:06d}",
        text="Banjir setinggi lutut di depan pasar, motor tidak bisa lewat.",
        category="flood",
        channel=Channel.CALL_112,
        received_at=NOW - timedelta(minutes=15),
        forward_by=NOW + timedelta(minutes=45),
        lon=107.0,
        lat=-6.24,
        kelurahan="32.75.01.1001",
        kecamatan="32.75.01",
    )
    return replace(base, **fields)


@cache
def _told(now: datetime) -> list[seed.SeedReport]:
    return seed.reports(ground()[1], seed.report_rows(resource_path("seed")), now)


def many(count: int, now: datetime = NOW, seed_number: int = 3) -> list[Report]:
    """Reports of the demo city in all states, as a shift would hold them."""
    rng = random.Random(seed_number)
    city, (_, places) = bekasi(), ground()
    told = _told(now)
    made = []
    for number in range(1, count + 1):
        source = told[number % len(told)]
        category = city.category(source.category or source.truth)
        received = now - timedelta(minutes=rng.uniform(1, 900 if count > 100 else 240))
        area = places.area_at(source.lon, source.lat) if source.lon is not None and source.lat is not None else None
        fresh = report(
            number,
            text=source.text,
            category=category.code,
            channel=Channel("import") if source.channel == "import_" else Channel(source.channel),
            received_at=received,
            forward_by=city.forward_by(category.code, category.priority, received),
            priority=category.priority,
            lon=source.lon,
            lat=source.lat,
            kelurahan=area[0].code if area else "",
            kecamatan=area[1].code if area else "",
            contact_name=source.contact_name,
            contact_phone=source.contact_phone,
            version=1,
        )
        made.append(_moved(fresh, rng, now))
    return made


def _moved(fresh: Report, rng: random.Random, now: datetime) -> Report:
    status = rng.choices(
        (
            Status.NEW,
            Status.VERIFIED,
            Status.ASSIGNED,
            Status.IN_PROGRESS,
            Status.DONE_CLAIMED,
            Status.RESOLVED,
            Status.REFUSED,
            Status.ON_HOLD,
            Status.WAITING_CITIZEN,
            Status.REOPENED,
            Status.REJECTED,
        ),
        (40, 12, 12, 10, 6, 6, 4, 3, 3, 2, 2),
    )[0]
    if status is Status.NEW:
        return fresh
    city = bekasi()
    start = fresh.received_at + timedelta(minutes=3)
    deadlines = city.deadline_of(fresh.category)
    task = Assignment(
        department=city.suggest(fresh, now).department,
        assigned_by="siti",
        assigned_at=start,
        ack_by=deadlines.acknowledge.after(start, city.calendar),
        solve_by=deadlines.solve.after(start, city.calendar),
        accepted_at=start + timedelta(minutes=9),
        done_at=now - timedelta(minutes=4) if status in (Status.DONE_CLAIMED, Status.RESOLVED) else None,
        done_by="dept:dbmsda" if status in (Status.DONE_CLAIMED, Status.RESOLVED) else "",
    )
    has_task = status in (Status.ASSIGNED, Status.IN_PROGRESS, Status.DONE_CLAIMED, Status.RESOLVED)
    return replace(
        fresh,
        status=status,
        assignment=task if has_task else None,
        hold_until=now + timedelta(days=2) if status is Status.ON_HOLD else None,
        version=3,
        updated_at=now - timedelta(minutes=rng.uniform(1, 60)),
        updated_by=rng.choice(("siti", "budi")),
    )
