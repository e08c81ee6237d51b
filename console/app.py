"""Puts the console together and starts it. The only module that knows every part."""

from __future__ import annotations

import importlib
import json
import logging
import os
import pkgutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSettings, Qt, Slot, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from console import logs, words
from console.api.client import Client, Snapshot
from console.api.connect import Connected, EmbeddedService
from console.api.errors import ApiError
from console.api.layeredits import LayerEdits
from console.arrival import ask_who, sign_in_or_ask
from console.basemaps.city import basemap_folder, read_basemap
from console.collector import Collector
from console.domain.calendar import WIB
from console.domain.city import City
from console.domain.roles import User
from console.i18n import Languages
from console.map.memory import keep_for_pictures
from console.settings import LANGUAGE, NAME, THEME, TYPE_SCALE
from console.shiftreport.document import Document, compose
from console.shiftreport.gather import gather
from console.shiftreport.input import ShiftInput
from console.state.accounts import Accounts
from console.state.catalog import Catalog
from console.state.claims import Claims
from console.state.desk import Desk
from console.state.drafts import Drafts
from console.state.editing import LayerEditing
from console.state.incidents import Incidents
from console.state.live import Live
from console.state.reports import ReportStore
from console.state.selection import Selection
from console.state.session import Session
from console.state.witness import Watch
from console.tasks import Tasks
from console.theme import Theme
from console.views.accountroom import AccountRoom
from console.views.basemapground import ground_keeper
from console.views.card import ReportCard
from console.views.cardbody import may_write_of_shift
from console.views.desk import DeskWindow, Doors, Parts
from console.views.deskdocks import Panel
from console.views.feedspanel import FeedsPanel
from console.views.intake import IntakeForm
from console.views.kept import keep_typed
from console.views.layerroom import LayerParts, LayerRoom
from console.views.mappainter import paint_as_set
from console.views.mapview import MapView
from console.views.outroom import OutRoom
from console.views.shiftwindow import ShiftWindow
from layers.basemap import Basemap
from layers.feeds import Manifest
from layers.places import Gazetteer
from layers.style import Style
from plugins import feeds

if TYPE_CHECKING:
    from console.shiftreport.make import Made

log = logging.getLogger(__name__)
EXIT_NOT_STARTED = 3


@dataclass(frozen=True)
class Start:
    """What the service gave before the first window could be made."""

    client: Client
    service: EmbeddedService | None
    user: User
    city: City
    snapshot: Snapshot
    demo: bool


class Console(QObject):
    """One running console: its stores, its window, its threads."""

    def __init__(self, application: QApplication, start: Start, data: Path, settings: QSettings) -> None:
        """Wires everything; starts nothing."""
        super().__init__()
        self._application = application
        self._data = data
        self._settings = settings
        self.client, self.service, self._snapshot = start.client, start.service, start.snapshot
        self.languages = Languages(application)
        self.languages.speak(LANGUAGE.read(settings))
        theme = Theme.load(THEME.read(settings))
        self._collector = Collector(self)
        self.tasks = Tasks(self, foreseen=(ApiError,))
        self.session = Session(start.user, start.city, start.demo, self)
        self.reports = ReportStore(self)
        self.selection = Selection(self)
        self.catalog = Catalog(self.client, self.tasks, self)
        self.desk = Desk(
            self.client, self.tasks, self.reports, self.session, self.catalog, data / "outbox.sqlite", self
        )
        self.incidents = Incidents(self.reports, self.session, parent=self)
        self.live = Live(self.client, self.reports, self.catalog, self.session, self.service, data, self)
        self.desk.outgoing.follow(self.live.happened, self.live.refreshed)
        icons = {category.code: category.icon for category in start.city.categories.values()}
        # Without our tasks it has its own: four calls that wait for the service must not keep the ground from the map.
        self.map_view = MapView(theme, style=Style(category_icons=icons))
        self.map_view.set_language(self.languages.code)
        edits = LayerEdits(self.client)
        self.editing = LayerEditing(edits, self.catalog, self.session, self.tasks, data / "edits.sqlite", self)
        self.ground = ground_keeper(self.map_view, data, start.city, self.tasks, self)
        self.drafts = Drafts(data / "drafts.json", self)
        self.watch = Watch(self.client, self.tasks, self.session, data / "witness.json", self)
        self.outroom = OutRoom(
            self.desk, self.session, self.reports, self.selection, self.watch, self.drafts, now, self
        )
        self.accounts = AccountRoom(Accounts(self.client, self.tasks, self.session, self), self.session, self)
        self.claims = Claims(self.client, self.tasks, self.session, self.selection, self)
        self.card = ReportCard(
            self.desk, self.session, self.reports, self.selection, theme, now, self.drafts, claims=self.claims
        )
        self.window = DeskWindow(
            application,
            theme,
            settings,
            self.languages,
            Parts(
                session=self.session,
                store=self.reports,
                selection=self.selection,
                catalog=self.catalog,
                incidents=self.incidents,
                desk=self.desk,
                map_view=self.map_view,
                card=self.card,
                editing=self.editing,
            ),
            Doors(
                new_report=self.open_intake,
                feeds=self.open_feeds,
                shift_report=self.open_shift,
                outbox=self.outroom.open_outbox,
                layers=lambda command: self.layer_room.open(command),
                log_alarm=self.outroom.open_log_alarm,
                refresh=self.refresh,
                password=self.accounts.open_password,
                users=self.accounts.open_users,
                sign_out=self.sign_out,
            ),
            now,
        )
        self.outroom.window = self.accounts.window = self.window
        self.intake = IntakeForm(self.desk, self.session, self.reports, theme, now, self.drafts, parent=self.window)
        self.intake_dock = Panel("dock_intake", self.intake, theme, self.window)
        self.window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.intake_dock)
        self.intake_dock.set_title(self.tr("New report"))
        self.intake_dock.hide()
        layer_parts = LayerParts(
            edits, self.catalog, self.incidents, self.editing, self.session, self.tasks, self.map_view, settings
        )
        self.layer_room = LayerRoom(layer_parts, lambda: self.window.theme, now, self.window)
        self.feeds_window: FeedsPanel | None = None
        self.shift_window: ShiftWindow | None = None
        self._basemap: Basemap | None = None
        self._picking_for_form = False
        self._taken_in = ""
        self._connect()
        for year in start.city.calendar.unknown_years(now().astimezone(WIB).date()):
            log.warning("the holidays of %d are not listed in resources/holidays: they count as working days", year)

    @property
    def theme(self) -> Theme:
        """The colours in force."""
        return self.window.theme

    def _connect(self) -> None:
        self.window.closing.connect(self._on_closing)
        self.window.theme_changed.connect(self._on_theme)
        self.languages.changed.connect(self._on_language)
        self.intake.closed.connect(self.close_intake)
        self.intake.sent.connect(self._on_intake_sent)
        self.intake.open_wanted.connect(self._on_open_wanted)
        self.intake.pick_wanted.connect(self._on_pick_wanted)
        self.map_view.place_picked.connect(self._on_place_picked)
        self.map_view.pick_cancelled.connect(self._on_pick_cancelled)
        self.catalog.changed.connect(self._on_layer)
        self.live.presence.connect(self._on_presence)
        self.live.claimed.connect(self.claims.on_frame)
        self.live.claims_taken.connect(self.claims.replace)
        self.claims.changed.connect(self._on_claims)
        self.selection.changed.connect(self._on_selected)
        self.desk.acted.connect(self._on_acted)
        self.desk.shift_noted.connect(self._on_shift_noted)
        self.desk.not_shift_noted.connect(self._on_not_shift_noted)
        self.live.draft_moved.connect(self.layer_room.on_draft)
        self.layer_room.edit_wanted.connect(self.window.edit_mode.begin)
        self.map_view.panel.table_wanted.connect(self.layer_room.open_table)
        self.accounts.signed_in_anew.connect(self._on_signed_in_anew)
        self.layer_room.told.connect(self.window.toast.say)
        self.layer_room.refused.connect(self.window.toast.say_bad)

    def start(self) -> None:
        """Shows the window and follows the service."""
        self.live.start(self._snapshot)
        self.desk.start()
        self.window.show()
        paint_as_set(self.map_view.canvas, self._settings)
        self.read_basemap()

    def read_basemap(self) -> None:
        """Reads the ground of the map: the city's own where it was taken in, else the schematic one."""
        folder = basemap_folder(self._data, self.session.city)
        self.tasks.run("basemap", partial(read_basemap, folder), done=self._on_basemap, failed=self.desk.failed.emit)

    def close(self) -> None:
        """Ends every thread; an embedded service ends with its console."""
        self.window.close()
        self.live.close()
        self.desk.close()
        self.editing.close()
        self.drafts.write()
        self.map_view.canvas.close_down()
        self.ground.close()
        self.tasks.close()
        self._collector.close()
        self.client.close()
        if self.service is not None:
            self.service.stop()

    # --- doors -----------------------------------------------------------------------------------

    def open_intake(self) -> None:
        """The form for a call takes the card's place until it is sent or closed."""
        self.window.card_dock.hide()
        self.intake_dock.show()
        self.intake.begin()

    @Slot()
    def close_intake(self) -> None:
        """The card comes back; what was typed into the form stays there."""
        self.intake_dock.hide()
        self.window.card_dock.show()
        self.window.queue.list.setFocus()

    def open_feeds(self) -> None:
        """The feeds: how each does."""
        self.close_feeds()
        self.feeds_window = FeedsPanel(
            self.desk, self.catalog, self.session, feed_manifests(), self.theme, now, self.window
        )
        self.feeds_window.show()

    def close_feeds(self) -> None:
        """Away with the window of the feeds."""
        if self.feeds_window is not None:
            self.feeds_window.close()
            self.feeds_window.deleteLater()
            self.feeds_window = None

    def open_shift(self) -> None:
        """The figures of a shift, and its report as files."""
        self.close_shift()
        may_note = may_write_of_shift(self.session.user)
        self.shift_window = ShiftWindow(self.theme, now, self._data / "shift-reports", may_note, self.window)
        keep_typed(self.shift_window.note, self.drafts, "shift", "note")
        self.shift_window.note_wanted.connect(self.desk.shift_note)
        self.shift_window.wanted.connect(self._on_figures_wanted)
        self.shift_window.make_wanted.connect(self._on_files_wanted)
        self.shift_window.show()
        self.shift_window.ask()

    def close_shift(self) -> None:
        """Away with the window of the shift; an answer that still comes is dropped."""
        if self.shift_window is not None:
            self.shift_window.close()
            self.shift_window.deleteLater()
            self.shift_window = None

    def _gather(self, start: datetime, end: datetime) -> Callable[[], ShiftInput]:
        user = self.session.user
        return partial(
            gather,
            self.client,
            self.session.city,
            self._basemap,
            start,
            end,
            made_at=now(),
            signed_by=user.title,
            demo=self.session.demo,
        )

    @Slot(object, object)
    def _on_figures_wanted(self, start: datetime, end: datetime) -> None:
        window, ask, language = self.shift_window, self._gather(start, end), self.languages.code
        if window is not None:
            self.tasks.run(
                "figures", lambda: compose(ask(), language), done=self._on_figures, failed=self._on_no_figures
            )

    def _on_figures(self, document: Document) -> None:
        if self.shift_window is not None:
            self.shift_window.show_document(document)

    def _on_no_figures(self, error: BaseException) -> None:
        if self.shift_window is not None:
            self.shift_window.fail(error)

    @Slot(object, object, str)
    def _on_files_wanted(self, start: datetime, end: datetime, folder: str) -> None:
        ask, language, paper = self._gather(start, end), self.languages.code, Theme.load("day")
        self.tasks.run(
            "shift report",
            lambda: make_files(ask(), Path(folder), language, paper),
            done=self._on_files,
            failed=self._on_no_files,
        )

    def _on_files(self, files: Made) -> None:
        self.desk.outgoing.exported("shift report", len(self.reports))
        if self.shift_window is not None:
            paths = (files.html, files.pdf, files.csv, files.figures_csv, files.xlsx)
            self.shift_window.made(files.html.parent, [path.name for path in paths])

    def _on_no_files(self, error: BaseException) -> None:
        if self.shift_window is not None:
            self.shift_window.not_made(error)

    @Slot(str)
    def _on_shift_noted(self, report_id: str) -> None:
        if self.shift_window is not None and not report_id:
            self.shift_window.noted()

    @Slot(str, object)
    def _on_not_shift_noted(self, report_id: str, error: Exception) -> None:
        if self.shift_window is not None and not report_id:
            self.shift_window.not_noted(error)

    def refresh(self) -> None:
        """Asks the service for everything again."""
        self.tasks.run("snapshot", self.client.snapshot, done=self.live.put_snapshot, failed=self.desk.failed.emit)

    def sign_out(self) -> None:
        """Ends this person's session; another may sit down, or the console ends."""
        self.tasks.run("sign out", self.client.sign_out, done=self._on_signed_out, failed=self._on_signed_out)

    def _on_signed_out(self, _: object) -> None:
        user = ask_who(self.client, self.theme, self.session.city, self.window)
        if user is None:
            self.window.close()
            return
        self.session.set_user(user)
        self.window.activateWindow()
        self.window.queue.list.setFocus()
        self.tasks.run("snapshot", self.client.snapshot, done=self.live.start_again, failed=self.desk.failed.emit)

    @Slot()
    def _on_signed_in_anew(self) -> None:
        """A new password ended every sign-in of this name, the live stream's too."""
        self.window.toast.say(self.tr("Your password is changed."))
        self.tasks.run("snapshot", self.client.snapshot, done=self.live.start_again, failed=self.desk.failed.emit)

    # --- heard -----------------------------------------------------------------------------------

    def _on_basemap(self, found: tuple[Basemap, Gazetteer]) -> None:
        basemap, gazetteer = found
        self._basemap = basemap
        self.ground.set_city(basemap)
        self._collector.settle()
        self.catalog.set_outline(basemap.city())
        self.layer_room.basemap = basemap
        self.desk.set_gazetteer(gazetteer)
        self.session.set_areas(
            {
                str(area.properties["code"]): area.name
                for kind in ("kelurahan", "kecamatan")
                for area in basemap.areas(kind)
            }
        )

    @Slot(str, list, list)
    def _on_layer(self, layer: str, put: list[str], removed: list[str]) -> None:
        if layer == "area":  # somebody has taken in the city's own areas
            self.read_basemap()

    @Slot(dict)
    def _on_presence(self, present: dict[str, Any]) -> None:
        others: dict[str, tuple[str, ...]] = {}
        for row in present.get("consoles", ()):
            mine = (row["console"], row["user"]) == (self.client.console, self.session.user.name)
            if row["report"] and not mine:
                others[row["report"]] = (*others.get(row["report"], ()), f"{row['title']} ({row['console']})")
        self.card.set_presence(others)
        self.window.queue.model.set_others(others)

    @Slot(list)
    def _on_claims(self, report_ids: list[str]) -> None:
        self.window.queue.model.set_claims(self.claims.marks())

    @Slot(str)
    def _on_selected(self, report_id: str) -> None:
        self.tasks.run("watch", partial(self.client.watch, report_id), done=_nothing, failed=_nothing)

    @Slot(str)
    def _on_theme(self, name: str) -> None:
        self.layer_room.set_theme(self.theme)
        self.intake.set_theme(self.theme)
        self.intake_dock.title.set_theme(self.theme)

    @Slot(str)
    def _on_language(self, code: str) -> None:
        self.intake_dock.set_title(self.tr("New report"))

    @Slot(str)
    def _on_intake_sent(self, report_id: str) -> None:
        self.close_intake()
        self._taken_in = report_id

    @Slot(str, str)
    def _on_acted(self, report_id: str, action: str) -> None:
        if action == "create" and report_id == self._taken_in:  # the caller asks for the number
            self._taken_in = ""
            self.selection.choose(report_id)

    @Slot(str)
    def _on_open_wanted(self, report_id: str) -> None:
        self.close_intake()
        self.selection.choose(report_id)

    @Slot()
    def _on_pick_wanted(self) -> None:
        self.map_view.pick_place()
        self._picking_for_form = True

    @Slot(float, float)
    def _on_place_picked(self, lon: float, lat: float) -> None:
        if self._picking_for_form:
            self._picking_for_form = False
            self.intake.set_point(lon, lat)
            self.intake.begin()

    @Slot()
    def _on_pick_cancelled(self) -> None:
        self._picking_for_form = False

    @Slot()
    def _on_closing(self) -> None:
        self._application.quit()


def now() -> datetime:
    """The moment, aware, UTC."""
    return datetime.now(UTC)


def make_files(given: ShiftInput, folder: Path, language: str, theme: Theme) -> Made:
    """The files of the shift report. Loaded only now: folium brings pandas, which would hold up the first window."""
    from console.shiftreport.make import make

    return make(given, folder, language, theme)


def _nothing(_: object) -> None:
    """What became of it does not matter: who looks at what is a courtesy."""


def feed_manifests() -> list[Manifest]:
    """What every adapter in plugins/feeds says of itself."""
    found = (importlib.import_module(f"plugins.feeds.{module.name}") for module in pkgutil.iter_modules(feeds.__path__))
    return [module.MANIFEST for module in found if hasattr(module, "MANIFEST")]


def get_ready(connect: Callable[[], Connected], sign_in: Callable[[Client], User | None]) -> Start | None:
    """Waits for the service, signs in, and takes the first snapshot. None when nobody signed in."""
    client, service = connect()
    try:
        welcome = client.welcome()
        user = sign_in(client)
        if user is None:
            return None
        return Start(client, service, user, client.city(), client.snapshot(), welcome.demo)
    except ApiError:
        if service is not None:
            service.stop()
        raise


def open_console(data: Path, connect: Callable[[], Connected], leave_when_shown: bool = False) -> int:
    """Opens the window on the service that `connect` waits for; its exit code."""
    application = make_application()
    stop_logging = logs.start(data / "logs")
    logs.hear_qt(qInstallMessageHandler)
    try:
        start = get_ready(connect, sign_in_or_ask)
    except (ApiError, OSError) as error:
        say_not_started(error)
        return EXIT_NOT_STARTED
    if start is None:
        return 0
    console = Console(application, start, data, QSettings())
    logs.last_resort(console.desk.failed.emit)
    console.start()
    if leave_when_shown:
        wait_until_shown(console)
        sys.stdout.write(json.dumps({"shown_at": time.monotonic()}) + "\n")
        code = 0
    else:
        code = application.exec()
    console.close()
    stop_logging()
    return code


def make_application() -> QApplication:
    """The Qt application with its name, so that settings have a home; everything as large as the settings say."""
    keep_for_pictures()
    scale = TYPE_SCALE.read(QSettings(NAME, NAME))
    if scale != TYPE_SCALE.default:
        os.environ.setdefault("QT_SCALE_FACTOR", str(scale))
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(QGuiApplication.highDpiScaleFactorRoundingPolicy().PassThrough)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(application, QApplication):
        raise TypeError("another kind of Qt application runs in this process")
    application.setApplicationName(NAME)
    application.setOrganizationName(NAME)
    application.setStyle("Fusion")
    return application


def wait_until_shown(console: Console, seconds: float = 30.0) -> None:
    """Lets the program run until the window was painted with its queue and its ground."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        console._application.processEvents()
        if console.window.isVisible() and len(console.reports) and not console.tasks.is_running("basemap"):
            console.window.grab()
            return


def say_not_started(error: Exception) -> None:
    """Says in a window, and on standard error, why the console can't start."""
    trouble = words.trouble(error)
    sys.stderr.write(f"{trouble.sentence} {trouble.detail}\n")
    if QGuiApplication.platformName() == "offscreen":
        return
    trouble_box(trouble).exec()


def trouble_box(trouble: words.Trouble) -> QMessageBox:
    """The message with every part of it plain text: left alone, Qt guesses markup."""
    box = QMessageBox()
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(QMessageBox.Icon.Critical)
    box.setWindowTitle("POC")
    box.setText(trouble.sentence)
    box.setInformativeText(trouble.text())
    box.setDetailedText(trouble.detail)
    return box
