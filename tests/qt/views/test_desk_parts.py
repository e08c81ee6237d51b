"""The parts of the desk one by one: search, toast, banners, palette, settings, top bar, the list under load."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from PySide6.QtCore import QSettings, Qt, QTranslator, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QComboBox, QWidget

from console.api.client import FeedState
from console.domain.reports import Priority, Status
from console.domain.roles import Role, User
from console.settings import COMPACT, SETTINGS, SOUND, THEME
from console.state.reports import ReportStore
from console.state.selection import Selection
from console.state.session import Session
from console.theme import Theme
from console.views.banner import Banners
from console.views.desksound import Alarm, is_quiet
from console.views.keys import KeySheet
from console.views.palette import Finder, Kind
from console.views.queue import QueuePanel
from console.views.queuerows import first_words, place_of
from console.views.searchbox import SearchBox
from console.views.settingsdialog import SettingsDialog
from console.views.toast import Toast
from console.views.topbar import TopBar
from tests.qt.views.room import NOW, SITI, area_names, bekasi, ground, report

Key = Qt.Key
NIGHT = Theme.load("night")


class NoFeeds(QWidget):  # a QObject with the catalogue's signals
    feeds_changed = Signal()

    def __init__(self):
        super().__init__()
        self.rows: list[FeedState] = []

    def feeds(self):
        return self.rows

    def has_demo(self):
        return any(row.demo for row in self.rows)


@dataclass(frozen=True)
class Spot:
    name: str
    kind: str = "mall"
    lon: float = 107.0
    lat: float = -6.2


@pytest.fixture
def session(qapp):
    session = Session(SITI, bekasi())
    session.set_areas(area_names())
    session.set_link("live")
    session.heard(NOW)
    return session


@pytest.fixture
def feeds(qtbot):
    made = NoFeeds()
    qtbot.addWidget(made)
    return made


def feed(state, demo=False):
    return FeedState(state, "waze", state, "", 60, state, None, "", {}, demo)


# --- search ------------------------------------------------------------------------------------


@pytest.fixture
def search(qtbot):
    box = SearchBox(NIGHT, lambda text: [Spot("Summarecon Mall")] if "sum" in text.lower() else [])
    qtbot.addWidget(box)
    box.show()
    return box


def test_nothing_is_asked_before_the_typing_pauses(qtbot, search):
    with qtbot.waitSignal(search.asked, timeout=2000) as told:
        qtbot.keyClicks(search, "banjir")
    assert told.args == ["banjir"]


def test_enter_asks_at_once_and_only_once(qtbot, search):
    asked = []
    search.asked.connect(asked.append)
    qtbot.keyClicks(search, "123")
    qtbot.keyClick(search, Key.Key_Return)
    assert asked == ["123"]
    assert not search._pause.isActive()


def test_an_emptied_field_shows_the_queue_again(qtbot, search):
    asked = []
    search.setText("x")
    search.asked.connect(asked.append)
    qtbot.keyClick(search, Key.Key_Backspace)
    assert asked == [""]


def test_a_place_that_is_offered_can_be_taken(qtbot, search):
    qtbot.keyClicks(search, "summ")
    assert search._popup().isVisible()
    with qtbot.waitSignal(search.place_chosen, timeout=0) as told:
        search._list.activated.emit("Summarecon Mall")
    assert told.args == [107.0, -6.2, "Summarecon Mall"]
    search._popup().hide()


def test_escape_empties_and_leaves(qtbot, search):
    search.setText("x")
    with qtbot.waitSignal(search.left, timeout=0):
        qtbot.keyClick(search, Key.Key_Escape)
    assert search.text() == ""


# --- toast and banners -------------------------------------------------------------------------


@pytest.fixture
def toast(qtbot):
    host = QWidget()
    host.resize(800, 600)
    qtbot.addWidget(host)
    host.show()
    return Toast(NIGHT, host)


def test_a_toast_counts_the_seconds_in_which_it_can_be_undone(toast):
    toast.say_done("Done.", 2)
    assert toast.undo.text() == "Undo (2)"
    toast._second.timeout.emit()
    assert toast.undo.text() == "Undo (1)"
    toast._second.timeout.emit()
    assert not toast.isVisible()


def test_a_toast_with_bad_news_has_no_undo_but_a_way_to_look(qtbot, toast):
    toast.say_bad("Somebody was faster.", "Look.", "r1")
    assert not toast.undo.isVisible()
    with qtbot.waitSignal(toast.show_wanted, timeout=0) as told:
        qtbot.mouseClick(toast.show_report, Qt.MouseButton.LeftButton)
    assert told.args == ["r1"]


def test_a_toast_takes_no_focus_and_reads_no_markup(toast):
    toast.say_bad("<b>x</b>")
    assert toast.text.textFormat() is Qt.TextFormat.PlainText
    assert not toast.undo.hasFocus()
    assert toast.close_button.focusPolicy() is Qt.FocusPolicy.NoFocus


def banners_shown(banners):
    return {key for key, line in banners.lines.items() if line.isVisibleTo(banners)}


def test_banners_say_what_is_so_and_no_more(qtbot, session, feeds):
    banners = Banners(NIGHT, session, feeds, lambda: NOW + timedelta(seconds=40))
    qtbot.addWidget(banners)
    assert banners_shown(banners) == set()
    session.set_link("reconnecting")
    assert banners_shown(banners) == {"away"}
    assert "40 s" in banners.lines["away"].text.text()
    session.set_unsent(frozenset({"a", "b"}))
    assert banners_shown(banners) == {"away", "unsent"}
    session.heard(NOW, "stopped")
    assert banners_shown(banners) == {"away", "unsent", "stopped"}
    session.set_link("live")
    session.heard(NOW, "ok")
    assert banners_shown(banners) == set()


def test_a_demo_feed_is_enough_to_say_demo(qtbot, session, feeds):
    banners = Banners(NIGHT, session, feeds, lambda: NOW)
    qtbot.addWidget(banners)
    feeds.rows = [feed("ok", demo=True)]
    feeds.feeds_changed.emit()
    assert banners_shown(banners) == {"demo"}
    qtbot.mouseClick(banners.lines["demo"].close_button, Qt.MouseButton.LeftButton)
    assert banners_shown(banners) == set()


def test_who_is_signed_out_can_sign_in_from_the_banner(qtbot, session, feeds):
    banners = Banners(NIGHT, session, feeds, lambda: NOW)
    qtbot.addWidget(banners)
    session.set_link("signed_out")
    with qtbot.waitSignal(banners.wanted, timeout=0) as told:
        qtbot.mouseClick(banners.lines["signed_out"].button, Qt.MouseButton.LeftButton)
    assert told.args == ["signed_out"]


# --- top bar -----------------------------------------------------------------------------------


@pytest.fixture
def topbar(qtbot, session, feeds):
    bar = TopBar(NIGHT, session, feeds, SearchBox(NIGHT, lambda text: []), lambda: bar_now[0])
    bar_now[0] = NOW
    qtbot.addWidget(bar)
    return bar


bar_now = [NOW]


def test_the_top_bar_shows_city_shift_and_wib(topbar):
    assert topbar.city.text() == "POC Bekasi City"
    assert "Siti Rahma" in topbar.shift.text()
    assert "Afternoon" in topbar.shift.text()
    assert topbar.clock.text() == "14:05 WIB"


def test_a_link_that_says_nothing_for_long_is_not_called_live(topbar, session):
    assert topbar.link.text() == "live 0 s"
    bar_now[0] = NOW + timedelta(seconds=16)
    topbar.tick()
    assert topbar.link.text() == "reconnecting 16 s"
    session.heard(bar_now[0])
    topbar.tick()
    assert topbar.link.text() == "live 0 s"


def test_late_feeds_are_counted(topbar, feeds):
    feeds.rows = [feed("ok"), feed("late"), feed("failed"), feed("off")]
    feeds.feeds_changed.emit()
    assert topbar.counters["feeds"].accessibleName() == "Feeds late: 2"


# --- palette -----------------------------------------------------------------------------------


@pytest.fixture
def finder(session):
    store = ReportStore()
    store.put([report(7), report(77, text="Pohon tumbang menutup jalan Ahmad Yani", category="fallen_tree")])
    return Finder(store, session, ground()[1].find, SITI)


def titles(finder, text, kind):
    return [hit.title for hit in finder.find(text) if hit.kind is kind]


def test_the_palette_forgives_a_slip_of_the_finger(finder):
    assert "Whole city" in titles(finder, "whole ciyt", Kind.COMMAND)[:2]


def test_the_palette_finds_places_by_another_spelling(finder):
    assert "Pondok Gede" in titles(finder, "pondokgede", Kind.PLACE)


def test_the_palette_says_what_kind_of_place_it_is_in_words(finder):
    of_kind = {hit.title: hit.detail for hit in finder.find("lrt cikunir") if hit.kind is Kind.PLACE}
    assert of_kind["LRT Cikunir 1"] == "LRT station"


def test_a_number_finds_its_report_first(finder):
    assert finder.find("7")[0].title.startswith("BKS-000007")
    assert finder.find("bks-77")[0].title.startswith("BKS-000077")


def test_words_find_reports(finder):
    assert titles(finder, "pohon tumbang", Kind.REPORT)[0].startswith("BKS-000077")


def test_nothing_typed_shows_every_command_of_the_role(finder, session):
    all_rows = finder.find("")
    assert {hit.kind for hit in all_rows} == {Kind.COMMAND}
    auditor = Finder(ReportStore(), session, lambda text: [], User("a", "A", Role.AUDITOR))
    assert len(auditor.find("")) < len(all_rows)


# --- settings and keys -------------------------------------------------------------------------


def test_numbers_do_not_stick_to_the_edge_of_their_field(qtbot, tmp_path):
    host = QWidget()
    qtbot.addWidget(host)
    dialog = SettingsDialog(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat), host)
    fields = dialog.findChildren(QAbstractSpinBox)
    assert fields
    assert all(field.lineEdit().textMargins().left() >= 8 for field in fields)


def test_a_setting_holds_as_soon_as_it_is_changed(qtbot, tmp_path):
    store = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    host = QWidget()
    qtbot.addWidget(host)
    dialog = SettingsDialog(store, host)
    changed = []
    dialog.changed.connect(changed.append)
    dialog.findChild(QCheckBox, COMPACT.key).click()
    dialog.findChild(QComboBox, THEME.key).setCurrentIndex(1)
    assert COMPACT.read(store)
    assert THEME.read(store) == "day"
    assert changed == [COMPACT.key, THEME.key]


class Shouting(QTranslator):
    """A language in which every word is English, in capitals."""

    def translate(self, context, source, disambiguation=None, n=-1):
        return source.upper()

    def isEmpty(self):  # noqa: N802 - Qt's name
        return False


def test_a_language_chosen_in_the_settings_is_at_once_spoken_there(qtbot, qapp, tmp_path):
    host = QWidget()
    qtbot.addWidget(host)
    dialog = SettingsDialog(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat), host)
    language = Shouting()
    qapp.installTranslator(language)
    try:
        qtbot.waitUntil(lambda: dialog.windowTitle() == "SETTINGS")
        assert dialog.findChild(QComboBox, THEME.key).itemText(0) == "NIGHT"
        assert dialog.findChild(QWidget, COMPACT.key).accessibleName() == COMPACT.meaning.upper()
    finally:
        qapp.removeTranslator(language)


def test_every_setting_with_a_meaning_has_a_field(qtbot, tmp_path):
    host = QWidget()
    qtbot.addWidget(host)
    dialog = SettingsDialog(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat), host)
    for setting in SETTINGS:
        assert (dialog.findChild(QWidget, setting.key) is not None) == bool(setting.meaning)


def test_the_sheet_of_keys_shows_an_auditor_only_what_is_his(qtbot):
    host = QWidget()
    host.resize(1366, 768)
    qtbot.addWidget(host)
    sheet = KeySheet(User("a", "A", Role.AUDITOR), host)
    shown = {child.text() for child in sheet.findChildren(QWidget) if child.property("key")}
    assert "J" in shown
    assert "A" not in shown


# --- the list ----------------------------------------------------------------------------------


@pytest.fixture
def panel(qtbot, session):
    made = QueuePanel(NIGHT, ReportStore(), Selection(), session, lambda: NOW)
    qtbot.addWidget(made)
    made.resize(400, 900)
    return made


def put(panel, reports):
    panel.model._store.put(reports)


def test_a_place_is_the_kelurahans_name_or_what_is_known(session):
    assert place_of(report(1), session) == area_names()["32.75.01.1001"]
    assert place_of(report(1, kelurahan="", kecamatan="", place_note="dekat pasar"), session) == "dekat pasar"
    assert place_of(report(1, kelurahan="", kecamatan=""), session) == ""
    assert place_of(report(1, kelurahan="", kecamatan="", outside=True), session) == "Outside the city"


def test_first_words_are_one_line():
    assert first_words("  Banjir\n\n di   sini ") == "Banjir di sini"


def test_compact_rows_are_forty_pixels(panel):
    put(panel, [report(1), report(2)])
    assert panel.list.rowHeight(1) == 56
    panel.set_compact(True)
    assert panel.list.rowHeight(1) == 40


def test_rows_are_drawn_in_every_state(panel):
    put(panel, [report(n, status=status) for n, status in enumerate(Status, 1)])
    panel.model.set_filter("open")
    panel.model.set_unsent([report(1).id])
    panel.model.set_others({report(1).id: ("budi",)})
    panel.model.set_ticked([report(2).id])
    assert not panel.grab().isNull()
    panel.model.set_filter("ended")
    assert not panel.grab().isNull()


def test_the_kecamatan_menu_offers_those_that_have_reports(panel):
    put(panel, [report(1), report(2, kecamatan="32.75.02", kelurahan="")])
    panel.head.kecamatan_menu.aboutToShow.emit()
    names = [action.text() for action in panel.head.kecamatan_menu.actions()]
    assert names[0] == "All kecamatan"
    assert set(names[1:]) == {area_names()["32.75.01"], area_names()["32.75.02"]}
    panel.head.kecamatan_menu.actions()[1].trigger()
    assert panel.model.rowCount() == 1


# --- sound -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hour", "since", "until", "quiet"),
    [(23, 22, 5, True), (4, 22, 5, True), (5, 22, 5, False), (12, 12, 14, True), (14, 12, 14, False), (0, 0, 0, False)],
)
def test_quiet_hours_go_over_midnight(hour, since, until, quiet):
    assert is_quiet(hour, since, until) is quiet


@pytest.fixture
def alarm(qapp, tmp_path):
    store = ReportStore()
    heard = []
    settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    made = Alarm(store, settings, lambda: NOW, lambda: heard.append(1))
    return made, store, settings, heard


def test_an_emergency_is_heard_and_nothing_else(alarm):
    _, store, _, heard = alarm
    store.put([report(1)])
    store.put([report(2, priority=Priority.EMERGENCY), report(3, priority=Priority.EMERGENCY)])
    assert heard == [1]


def test_what_was_there_at_the_start_is_not_heard(alarm):
    _, store, _, heard = alarm
    store.put([report(n, priority=Priority.EMERGENCY) for n in range(60)])
    assert heard == []


def test_muted_is_muted(alarm):
    made, store, settings, heard = alarm
    SOUND.write(settings, False)
    store.put([report(2, priority=Priority.EMERGENCY)])
    assert heard == []
    assert made.is_silent()


def test_a_count_that_grows_is_never_cut_off(panel):
    panel.show()
    put(panel, [report(n, status=Status.ASSIGNED) for n in range(1, 200)])
    for chip in panel.chips.values():
        assert chip.width() >= chip.sizeHint().width(), chip.text()
