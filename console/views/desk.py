"""The desk's window: bar on top, queue, map and report card; it routes keys, shows news and moves nothing by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QEvent, QSettings, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QWidget

from console import commands
from console.commands import BY_ID, COMMANDS, Scope
from console.domain.reports import Report
from console.i18n import Languages
from console.settings import COMPACT, LANGUAGE, MAP_STILL, SOUND, THEME, UNDO_S
from console.state.catalog import Catalog
from console.state.desk import Desk
from console.state.editing import LayerEditing
from console.state.incidents import Incidents
from console.state.reports import ReportStore
from console.state.selection import Selection
from console.state.session import Session
from console.theme import Theme
from console.views.banner import Banners
from console.views.card import ReportCard
from console.views.comparison import Comparison
from console.views.deskdocks import Panel, Panels
from console.views.desklooks import dress
from console.views.deskmap import MapLink
from console.views.deskmoves import Moves
from console.views.desksound import Alarm
from console.views.editmode import EditMode
from console.views.icons import icon
from console.views.keys import KeySheet
from console.views.mapmoves import MapMoves
from console.views.mapview import MapView
from console.views.palette import Finder, Palette
from console.views.queue import QueuePanel
from console.views.searchbox import SearchBox
from console.views.settingsdialog import SettingsDialog
from console.views.spots import Spots
from console.views.toast import Toast
from console.views.topbar import TopBar

SMALLEST = (1366, 768)
SECONDS_PER_LOOK = 5  # how often the layers' ages are told


@dataclass(frozen=True)
class Doors:
    """What the desk opens but does not own; who builds the console says how."""

    new_report: Callable[[], None]
    feeds: Callable[[], None]
    shift_report: Callable[[], None]
    outbox: Callable[[], None]
    layers: Callable[[str], None]  # a command of Scope.LAYER
    log_alarm: Callable[[], None]
    refresh: Callable[[], None]
    password: Callable[[], None]
    users: Callable[[], None]
    sign_out: Callable[[], None]


@dataclass(frozen=True)
class Parts:
    """The collaborators of the window, made before it."""

    session: Session
    store: ReportStore
    selection: Selection
    catalog: Catalog
    incidents: Incidents
    desk: Desk
    map_view: MapView
    card: ReportCard
    editing: LayerEditing


class DeskWindow(QMainWindow):
    """The window of one workstation."""

    theme_changed = Signal(str)  # the theme's name
    closing = Signal()

    def __init__(
        self,
        application: QApplication,
        theme: Theme,
        settings: QSettings,
        languages: Languages,
        parts: Parts,
        doors: Doors,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._application, self._settings, self._languages = application, settings, languages
        self._theme, self._doors, self._now = theme, doors, now
        self.parts = parts
        self._sought = ""
        self._seconds = 0
        self.setObjectName("desk")
        self.setMinimumSize(*SMALLEST)
        self.setDockNestingEnabled(True)
        dress(application, theme)
        self._build()
        self.actions_by_id = commands.actions(self._handlers(), self)
        for action in self.actions_by_id.values():
            self.addAction(action)
            action.triggered.connect(self._on_triggered)
        self._build_menu()
        self.edit_mode.set_actions(self.actions_by_id)
        self.toast.over = self.edit_mode.bar
        self._connect()
        self.queue.set_compact(COMPACT.read(settings))
        parts.map_view.canvas.attention.still = MAP_STILL.read(settings)
        self._show_mute()
        self._retranslate()
        self.parts.map_view.set_language(self._languages.code)
        self.queue.list.setFocus()
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._on_second)
        self._second.start()

    # --- made ------------------------------------------------------------------------------------

    def _build(self) -> None:
        parts, theme = self.parts, self._theme
        self.queue = QueuePanel(theme, parts.store, parts.selection, parts.session, self._now)
        self.search = SearchBox(theme, parts.desk.place)
        self.topbar = TopBar(theme, parts.session, parts.catalog, self.search, self._now)
        self.banners = Banners(theme, parts.session, parts.catalog, self._now, parts.map_view)
        self.setMenuWidget(self.topbar)
        self.setCentralWidget(parts.map_view)
        self.queue_dock = Panel("dock_queue", self.queue, theme, self)
        self.card_dock = Panel("dock_card", parts.card, theme, self)
        self.panels = Panels(self, self._settings, self.queue_dock, self.card_dock)
        self.toast = Toast(theme, parts.map_view)
        self.alarm = Alarm(parts.store, self._settings, self._now, self._application.beep, self)
        self.map = MapLink(
            parts.map_view,
            parts.catalog,
            parts.incidents,
            parts.store,
            parts.selection,
            parts.session,
            self._now,
            self,
        )
        self.spots = Spots(
            parts.map_view,
            parts.catalog,
            parts.store,
            parts.selection,
            parts.session,
            parts.desk,
            self._say,
            self._now,
            self,
        )
        self.edit_mode = EditMode(
            parts.map_view,
            parts.editing,
            parts.session,
            theme,
            self._say,
            self.toast.say_bad,
            self._on_edit_ended,
            self,
        )
        self.edit_mode.begun.connect(self._on_edit_begun)
        self.map_moves = MapMoves(
            parts.map_view, parts.selection, parts.session, self._settings, self._say, self._now, self
        )
        self.moves = Moves(
            parts.desk,
            parts.store,
            parts.selection,
            parts.session,
            self.toast,
            parts.card.act,
            self.queue.onward,
            self.queue.show_again,
            partial(UNDO_S.read, self._settings),
            self,
        )

    def _handlers(self) -> dict[str, Callable[[], None]]:
        view = self.parts.map_view
        own: dict[str, Callable[[], None]] = {
            "report.undo": self.moves.undo,
            "queue.next": partial(self.queue.step, 1),
            "queue.previous": partial(self.queue.step, -1),
            "queue.tick": self.queue.tick,
            "queue.tick_next": partial(self.queue.tick, 1),
            "queue.tick_previous": partial(self.queue.tick, -1),
            "queue.untick": self._leave,
            "queue.focus": self.queue.list.setFocus,
            "queue.compact": self._on_compact,
            "report.new": self._doors.new_report,
            "search.open": partial(self.search.setFocus, Qt.FocusReason.ShortcutFocusReason),
            "map.show": self._show_on_map,
            "map.report": self.spots.report,
            "map.home": view.canvas.home,
            "map.zoom_in": partial(view.canvas.zoom_by, 1),
            "map.zoom_out": partial(view.canvas.zoom_by, -1),
            "map.layers": view.toggle_layers,
            "map.lasso": partial(view.canvas.use_tool, "lasso"),
            "map.heat": self._on_heat,
            "map.groups": self._on_groups,
            "console.palette": self._open_palette,
            "console.keys": self._open_keys,
            "console.refresh": self._doors.refresh,
            "console.theme": self._on_theme,
            "console.language": self._on_language,
            "console.mute": self._on_mute,
            "console.feeds": self._doors.feeds,
            "console.shift": self._doors.shift_report,
            "console.outbox": self._doors.outbox,
            "report.compare": self.compare,
            "console.settings": self._open_settings,
            "console.panels": self.panels.reset,
            "console.users": self._doors.users,
            "console.password": self._doors.password,
            "console.sign_out": self._doors.sign_out,
            "console.quit": self._quit,
        }
        self._handler_of = (
            own
            | self.map_moves.handlers()
            | self.edit_mode.handlers()
            | {row.id: partial(self._do, row.action) for row in COMMANDS if row.action}
            | {row.id: partial(self._doors.layers, row.id) for row in COMMANDS if row.scope is Scope.LAYER}
        )
        return self._handler_of

    def _build_menu(self) -> None:
        self._menu = QMenu(self)
        self._menus: dict[Scope, QMenu] = {}
        for scope in Scope:
            self._menus[scope] = self._menu.addMenu("")
        for command in COMMANDS:
            self._menus[command.scope].addAction(self.actions_by_id[command.id])
        self.topbar.menu.setMenu(self._menu)

    def _connect(self) -> None:
        parts, action = self.parts, self.actions_by_id
        self.queue.model.counts_changed.connect(self._on_counts)
        self.queue.bulk_wanted.connect(self._do)
        self.queue.search_ended.connect(self.search.empty)
        self.topbar.filter_wanted.connect(self._on_filter_wanted)
        self.topbar.feeds_wanted.connect(self._on_feeds_wanted)
        self.topbar.outbox_wanted.connect(self._doors.outbox)
        self.topbar.set_mute(action["console.mute"])
        self.banners.wanted.connect(self._on_banner)
        self.search.asked.connect(self._on_asked)
        self.search.left.connect(self.queue.list.setFocus)
        self.search.place_chosen.connect(self._on_place_chosen)
        parts.desk.found.connect(self._on_found)
        parts.card.place_wanted.connect(self.map.ask_place)
        parts.card.show_wanted.connect(self.map.show_report)
        parts.card.told.connect(self.toast.say_bad)
        parts.card.compare_wanted.connect(self.compare)
        self.map.place_given.connect(self._on_place_given)
        self.map.no_place.connect(self._on_no_place)
        parts.session.user_changed.connect(self._on_user)
        for name, button in (("map.heat", "heat"), ("map.groups", "groups")):
            action[name].setChecked(parts.map_view.buttons[button].isChecked())
            parts.map_view.buttons[button].toggled.connect(action[name].setChecked)
        self.map_moves.toggled.connect(self._on_map_toggled)
        action["queue.compact"].setChecked(COMPACT.read(self._settings))
        action["console.mute"].setChecked(not SOUND.read(self._settings))

    # --- looks -----------------------------------------------------------------------------------

    @property
    def theme(self) -> Theme:
        """The colours in force."""
        return self._theme

    def set_theme(self, theme: Theme) -> None:
        """Every window of the console in these colours, from now on and at the next start."""
        self._theme = theme
        THEME.write(self._settings, theme.name)
        dress(self._application, theme)
        self._show_mute()
        for part in (self.queue, self.topbar, self.banners, self.toast, self.parts.map_view, self.parts.card):
            part.set_theme(theme)
        self.edit_mode.set_theme(theme)
        for dock in (self.queue_dock, self.card_dock):
            dock.title.set_theme(theme)
        self.theme_changed.emit(theme.name)

    def _show_mute(self) -> None:
        name, token = ("mdi6.volume-off", "soon") if self.alarm.is_silent() else ("mdi6.volume-high", "muted")
        self.actions_by_id["console.mute"].setIcon(icon(self._theme, name, token))

    def speak(self, code: str) -> None:
        """Every window of the console in this language, from now on and at the next start."""
        LANGUAGE.write(self._settings, code)
        self.toast.put_away()  # it speaks the language that was; Ctrl+Z still takes back
        self._languages.speak(code)
        self.parts.map_view.set_language(code)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        commands.retitle(self.actions_by_id)
        commands.allow(self.actions_by_id, self.parts.session.user)
        self.edit_mode.allow()
        for scope, menu in self._menus.items():
            menu.setTitle(commands.scope_title(scope))
            menu.menuAction().setVisible(any(action.isVisible() for action in menu.actions()))
        self.queue_dock.set_title(self.tr("Queue"))
        self.card_dock.set_title(self.tr("Report"))
        self.spots.retranslate()
        self.setWindowTitle(self.tr("POC console"))

    # --- where things stand ----------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.panels.settle()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.panels.remember()
        self._second.stop()
        self.closing.emit()
        super().closeEvent(event)

    def _quit(self) -> None:
        self.close()

    # --- commands --------------------------------------------------------------------------------

    @Slot()
    def _on_triggered(self) -> None:
        self.run(self.sender().objectName())

    @Slot(str)
    def run(self, command_id: str) -> None:
        """Does what a row of COMMANDS says, if the user may. KeyError for an unknown id."""
        if self.parts.session.user.may(BY_ID[command_id].needs):
            self._handler_of[command_id]()

    @Slot(str)
    def _do(self, action: str) -> None:
        self.moves.do(action, self.queue.model.ids() if self.parts.selection.checked else [])

    def _leave(self) -> None:
        """Esc: one thing at a time, the nearest first."""
        canvas = self.parts.map_view.canvas
        if self.edit_mode.escape():
            return
        if canvas.tool.name != "explore":
            canvas.leave_tool()
        elif self.spots.is_open:
            self.spots.leave()
        elif self.parts.selection.checked:
            self.parts.selection.tick(())
        elif self.queue.model.sought:
            self.search.empty()
            self.queue.model.end_search()
        elif self.toast.isVisible():
            self.toast.put_away()

    def _on_compact(self) -> None:
        compact = self.actions_by_id["queue.compact"].isChecked()
        COMPACT.write(self._settings, compact)
        self.queue.set_compact(compact)

    def _on_heat(self) -> None:
        self.parts.map_view.set_heat(self.actions_by_id["map.heat"].isChecked())

    def _on_groups(self) -> None:
        self.parts.map_view.set_groups(self.actions_by_id["map.groups"].isChecked())

    def _on_theme(self) -> None:
        self.set_theme(Theme.load("day" if self._theme.name == "night" else "night"))

    def _on_language(self) -> None:
        self.speak("en" if self._languages.code == "id" else "id")

    def _on_mute(self) -> None:
        SOUND.write(self._settings, not self.actions_by_id["console.mute"].isChecked())
        self._show_mute()

    def _say(self, sentence: str) -> None:
        self.toast.say_done(sentence, 0)

    @Slot(str, bool)
    def _on_map_toggled(self, command: str, on: bool) -> None:
        self.actions_by_id[command].setChecked(on)

    @Slot(str)
    def _on_edit_begun(self, layer: str) -> None:
        self.map.begin_edit(layer)

    def _on_edit_ended(self, touched: frozenset[str]) -> None:
        self.map.end_edit(touched, self.edit_mode.site.lay)

    def _show_on_map(self) -> None:
        if self.parts.selection.current:
            self.map.show_report(self.parts.selection.current)

    def _open_palette(self) -> None:
        finder = Finder(self.parts.store, self.parts.session, self.parts.desk.place, self.parts.session.user)
        palette = Palette(self._theme, finder, self)
        palette.command_taken.connect(self.run)
        palette.report_taken.connect(self.parts.selection.choose)
        palette.place_taken.connect(self._on_place_chosen)
        palette.show()
        palette.field.setFocus()

    @Slot(str)
    def compare(self, report_id: str = "") -> None:
        """Mine and theirs of the report, side by side; without an id, of the chosen one."""
        parts = self.parts
        entry = parts.desk.outgoing.conflict(report_id or parts.selection.current or "")
        if entry is None:
            self.toast.say_bad(self.tr("Nothing to compare: nobody else changed what you changed here."))
            return
        Comparison(entry, parts.desk.outgoing, parts.store, parts.session, self._theme, self._now, self).show()

    def _open_keys(self) -> None:
        KeySheet(self.parts.session.user, self).open()

    def _open_settings(self) -> None:
        dialog = SettingsDialog(self._settings, self)
        dialog.changed.connect(self._on_setting)
        dialog.open()

    @Slot(str)
    def _on_setting(self, key: str) -> None:
        if key == THEME.key:
            self.set_theme(Theme.load(THEME.read(self._settings)))
        elif key == LANGUAGE.key:
            self.speak(LANGUAGE.read(self._settings))
        elif key == COMPACT.key:
            self.actions_by_id["queue.compact"].setChecked(COMPACT.read(self._settings))
            self._on_compact()
        elif key == MAP_STILL.key:
            self.parts.map_view.canvas.attention.still = MAP_STILL.read(self._settings)
        elif key == SOUND.key:
            self.actions_by_id["console.mute"].setChecked(not SOUND.read(self._settings))
        self._show_mute()

    # --- what happens ----------------------------------------------------------------------------

    @Slot()
    def _on_second(self) -> None:
        self._seconds += 1
        self.topbar.tick()
        if self.parts.session.link != "live":
            self.banners.refresh()
        if self._seconds % SECONDS_PER_LOOK == 0:
            self.map.tick()
        if self._seconds % 60 == 0:
            self.queue.model.tick()
            self._show_mute()  # a quiet hour may have begun

    @Slot()
    def _on_counts(self) -> None:
        self.topbar.set_counts(self.queue.model.totals)

    @Slot()
    def _on_user(self) -> None:
        self._retranslate()

    @Slot(str)
    def _on_filter_wanted(self, key: str) -> None:
        self.search.empty()
        self.queue.show_filter(key)
        self.queue.list.setFocus()

    @Slot()
    def _on_feeds_wanted(self) -> None:
        self.run("console.feeds")

    @Slot(str)
    def _on_banner(self, key: str) -> None:
        if key == "signed_out":
            self._doors.sign_out()
        elif key == "log":
            self._doors.log_alarm()

    @Slot(str)
    def _on_asked(self, text: str) -> None:
        self._sought = text
        if not text:
            self.queue.model.end_search()
            return
        self.parts.desk.search(text)

    @Slot(str, list)
    def _on_found(self, text: str, reports: list[Report]) -> None:
        if text == self._sought and text:
            self.parts.store.put(reports)  # also what ended long ago: its card can be opened
            self.queue.model.show_found(text, reports)
            if len(reports) == 1 and text.strip().rpartition("-")[2].isdigit():
                self.parts.selection.choose(reports[0].id)  # who types a number wants that report

    @Slot(float, float, str)
    def _on_place_chosen(self, lon: float, lat: float, name: str) -> None:
        self.map.show_place(lon, lat)

    @Slot(str, float, float)
    def _on_place_given(self, report_id: str, lon: float, lat: float) -> None:
        self.parts.desk.change(report_id, {"lon": lon, "lat": lat})
        self.queue.list.setFocus()

    @Slot(str)
    def _on_no_place(self, report_id: str) -> None:
        self.toast.say_bad(self.tr("This report has no place yet."), self.tr("L lets you click it on the map."))
