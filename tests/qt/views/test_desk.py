"""The desk by keys and mouse: what the operator does, what the service is asked, and what stays where it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit

from console.api.errors import Conflict, Unreachable
from console.domain.reports import Priority, Status
from tests.qt.views import room as rooms
from tests.qt.views.room import AUDITOR, NOW, report

Key = Qt.Key
Modifier = Qt.KeyboardModifier


@pytest.fixture(scope="module", autouse=True)
def _plain_afterwards(qapp):
    yield
    qapp.setStyleSheet("")


@pytest.fixture
def make(qtbot, qapp, tmp_path):
    made = []

    def build(**options):
        room = rooms.build(qapp, tmp_path, **options)
        made.append(room)
        room.window.resize(1366, 768)
        room.window.show()
        room.window.activateWindow()
        qtbot.waitUntil(room.window.isActiveWindow)
        return room

    yield build
    for room in made:
        room.close()


@pytest.fixture
def room(make):
    return make()


@pytest.fixture
def press(qtbot):
    def press(key, modifier=Modifier.NoModifier):
        focus = QApplication.focusWidget()
        assert focus is not None, "nothing has the focus"
        qtbot.keyClick(focus, key, modifier)

    return press


def numbers(room):
    return [room.window.queue.model.report(ident).number for ident in room.window.queue.model.ids()]


def acted(qtbot, room, report_id, status):
    qtbot.waitUntil(lambda: room.store.get(report_id).status is status)


def point_at(widget, at):
    """As the mouse does; where the machine's own pointer is does not matter."""
    none = Qt.MouseButton.NoButton
    where, there = QPointF(at), QPointF(widget.mapToGlobal(at))
    QApplication.sendEvent(widget, QMouseEvent(QEvent.Type.MouseMove, where, there, none, none, Modifier.NoModifier))


# --- keys --------------------------------------------------------------------------------------


def test_j_and_k_walk_through_the_queue(room, press):
    room.take([report(1), report(2), report(3)])
    press(Key.Key_J)
    assert room.selection.current == report(1).id
    press(Key.Key_J)
    assert room.selection.current == report(2).id
    press(Key.Key_K)
    assert room.selection.current == report(1).id
    press(Key.Key_K)
    assert room.selection.current == report(1).id


def test_a_well_suggested_report_takes_two_keystrokes_and_the_next_one_is_chosen(qtbot, room, press):
    room.take([report(1), report(2), report(3)])
    press(Key.Key_J)
    press(Key.Key_A)
    press(Key.Key_Return)
    acted(qtbot, room, report(1).id, Status.ASSIGNED)
    assert room.store.get(report(1).id).assignment.department == "dbmsda"
    assert room.selection.current == report(2).id
    press(Key.Key_A)
    press(Key.Key_Return)
    acted(qtbot, room, report(2).id, Status.ASSIGNED)
    assert room.selection.current == report(3).id


def test_v_verifies_and_stays(qtbot, room, press):
    room.take([report(1), report(2)])
    press(Key.Key_J)
    press(Key.Key_V)
    acted(qtbot, room, report(1).id, Status.VERIFIED)
    assert room.selection.current == report(1).id
    assert room.window.toast.isVisible()
    assert "BKS-000001" in room.window.toast.text.text()


def test_control_z_takes_the_last_move_back(qtbot, room, press):
    room.take([report(1), report(2)])
    press(Key.Key_J)
    press(Key.Key_V)
    acted(qtbot, room, report(1).id, Status.VERIFIED)
    press(Key.Key_Z, Modifier.ControlModifier)
    acted(qtbot, room, report(1).id, Status.NEW)
    assert room.selection.current == report(1).id


def test_a_report_whose_move_was_taken_back_is_marked_in_the_queue_again(qtbot, room, press):
    room.take([report(1), report(2), report(3)])
    press(Key.Key_J)
    press(Key.Key_A)
    press(Key.Key_Return)
    acted(qtbot, room, report(1).id, Status.ASSIGNED)
    press(Key.Key_Z, Modifier.ControlModifier)
    acted(qtbot, room, report(1).id, Status.NEW)
    qtbot.waitUntil(lambda: "BKS-000001" in numbers(room))
    rows = room.window.queue.list.selectionModel().selectedRows()
    assert [room.window.queue.model.id_at(row.row()) for row in rows] == [report(1).id]


def test_the_toast_undoes_by_mouse(qtbot, room, press):
    room.take([report(1)])
    press(Key.Key_J)
    press(Key.Key_V)
    acted(qtbot, room, report(1).id, Status.VERIFIED)
    qtbot.mouseClick(room.window.toast.undo, Qt.MouseButton.LeftButton)
    acted(qtbot, room, report(1).id, Status.NEW)


def test_a_move_that_does_not_follow_says_why(room, press):
    room.take([report(1)])
    press(Key.Key_J)
    press(Key.Key_O)
    assert room.window.toast.isVisible()
    assert "New" in room.window.toast.more.text()
    assert room.client.calls == []


def test_without_a_report_a_move_says_what_to_do(room, press):
    press(Key.Key_V)
    assert "Choose a report" in room.window.toast.text.text()


def test_letters_are_letters_while_something_is_typed(qtbot, room, press):
    room.take([report(1), report(2)])
    press(Key.Key_J)
    press(Key.Key_Slash)
    assert room.window.search.hasFocus()
    qtbot.keyClicks(room.window.search, "vjka")
    assert room.window.search.text() == "vjka"
    assert room.selection.current == report(1).id
    assert room.client.calls == []


def test_notes_are_typed_without_moving_anything(qtbot, room, press):
    room.take([report(1), report(2)])
    press(Key.Key_J)
    press(Key.Key_C)
    field = QApplication.focusWidget()
    assert isinstance(field, QPlainTextEdit)
    qtbot.keyClicks(field, "jalan v")
    assert field.toPlainText() == "jalan v"
    assert room.selection.current == report(1).id


def test_an_auditor_may_look_and_do_nothing(make, press):
    room = make(user=AUDITOR)
    room.take([report(1)])
    press(Key.Key_J)
    assert room.selection.current == report(1).id
    press(Key.Key_V)
    press(Key.Key_N)
    assert room.client.calls == []
    assert room.opened == []


def test_doors_open_by_their_keys(room, press):
    for key, modifier in ((Key.Key_N, None), (Key.Key_F5, None), (Key.Key_U, Modifier.ControlModifier)):
        press(key, modifier or Modifier.NoModifier)
    assert room.opened == ["new_report", "refresh", "feeds"]


# --- nothing is stolen -------------------------------------------------------------------------


def test_news_does_not_move_the_chosen_row_nor_the_focus(qtbot, room, press):
    room.take([report(n, received_at=NOW - timedelta(minutes=60 - n)) for n in range(1, 41)])
    for _ in range(3):
        press(Key.Key_J)
    chosen, focus = room.selection.current, QApplication.focusWidget()
    rows = room.window.queue.list
    before = rows.visualRect(rows.currentIndex()).top()
    room.take([report(100 + n, priority=Priority.EMERGENCY) for n in range(5)])
    assert rows.visualRect(rows.currentIndex()).top() == before
    assert room.selection.current == chosen
    assert QApplication.focusWidget() is focus
    assert room.window.queue.pill.isVisible()
    assert room.window.queue.pill.text().startswith("5")
    qtbot.mouseClick(room.window.queue.pill, Qt.MouseButton.LeftButton)
    assert rows.verticalScrollBar().value() == 0
    assert not room.window.queue.pill.isVisible()


def test_a_banner_moves_neither_the_queue_nor_the_card_nor_the_map(qtbot, room):
    room.take([report(1)])
    parts = (room.window.queue.list, room.window.parts.card, room.map_view.canvas)
    before = [(part.mapToGlobal(QPoint(0, 0)), part.size()) for part in parts]
    room.session.set_unsent(frozenset({report(1).id}))
    room.session.set_link("reconnecting")
    banners = room.window.banners
    qtbot.waitUntil(banners.isVisible)
    assert [(part.mapToGlobal(QPoint(0, 0)), part.size()) for part in parts] == before
    assert banners.geometry().right() < room.map_view.bar.x()
    room.map_view.toggle_layers()
    assert not banners.geometry().intersects(room.map_view.bar.geometry())
    room.session.set_link("live")
    assert not banners.isVisible()


def test_when_nobody_is_at_work_new_rows_simply_show(room):
    # Wherever an earlier test has left the pointer.
    room.window.queue.list.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    room.take([report(n) for n in range(1, 41)])
    room.take([report(100, priority=Priority.EMERGENCY)])
    assert room.window.queue.list.verticalScrollBar().value() == 0
    assert not room.window.queue.pill.isVisible()


def test_somebody_elses_move_leaves_the_chosen_report_in_the_list(room, press):
    room.take([report(1), report(2)])
    press(Key.Key_J)
    room.take([report(1, status=Status.REJECTED, version=2, updated_by="budi")])
    assert numbers(room) == ["BKS-000001", "BKS-000002"]
    assert room.selection.current == report(1).id
    press(Key.Key_J)
    assert numbers(room) == ["BKS-000002"]
    assert room.selection.current == report(2).id


def test_the_map_is_not_moved_by_news(room):
    before = room.map_view.canvas.camera.view
    room.take([report(n, lon=106.9 + n / 100, lat=-6.3) for n in range(1, 9)])
    assert room.map_view.canvas.camera.view == before


# --- list and map ------------------------------------------------------------------------------


def test_m_shows_the_report_on_the_map_and_goes_back(room, press):
    room.take([report(1, lon=107.02, lat=-6.2)])
    press(Key.Key_J)
    before = room.map_view.canvas.camera.view
    press(Key.Key_M)
    assert room.map_view.canvas.camera.view != before
    press(Key.Key_M)
    assert room.map_view.canvas.camera.view == before


def test_m_on_a_report_without_a_place_says_what_to_do(room, press):
    room.take([report(1, lon=None, lat=None)])
    press(Key.Key_J)
    press(Key.Key_M)
    assert "no place" in room.window.toast.text.text()


def test_choosing_on_the_map_chooses_in_the_list(room):
    room.take([report(n) for n in range(1, 41)])
    room.map_view.canvas.chosen.emit("incident", report(38).id)
    assert room.selection.current == report(38).id
    rows = room.window.queue.list
    assert rows.currentIndex().row() == room.window.queue.model.row_of(report(38).id)
    assert rows.viewport().rect().contains(rows.visualRect(rows.currentIndex()))


def test_pointing_at_a_row_marks_the_symbol_and_back(room):
    room.take([report(1), report(2)])
    rows = room.window.queue.list
    point_at(rows.viewport(), QPoint(100, 84))
    assert room.selection.hovered == report(2).id
    room.map_view.canvas.hovered.emit("incident", report(1).id)
    assert rows.delegate.pointed == report(1).id


def test_escape_gives_up_a_place_and_nothing_else(room, press):
    room.take([report(1, lon=None, lat=None)])
    press(Key.Key_J)
    press(Key.Key_L)
    assert room.map_view.canvas.tool.name == "place"
    press(Key.Key_Escape)
    assert room.map_view.canvas.tool.name == "explore"
    assert room.selection.current == report(1).id


def test_l_takes_the_place_from_a_click_on_the_map(qtbot, room, press):
    room.take([report(1, lon=None, lat=None)])
    press(Key.Key_J)
    press(Key.Key_L)
    room.map_view.place_picked.emit(107.01, -6.25)
    qtbot.waitUntil(lambda: room.store.get(report(1).id).lon == 107.01)
    assert room.store.get(report(1).id).lat == -6.25


def test_a_place_asked_for_elsewhere_is_not_given_to_the_report_that_waited_before(qtbot, room, press):
    room.take([report(1, lon=None, lat=None)])
    press(Key.Key_J)
    press(Key.Key_L)
    room.map_view.pick_place("for the form")
    room.map_view.place_picked.emit(107.01, -6.25)
    qtbot.waitUntil(room.desk.is_idle)
    assert not any(call[0] == "change" for call in room.client.calls)


# --- many at once ------------------------------------------------------------------------------


def test_each_ticked_row_is_judged_by_its_own_state(qtbot, room, press):
    room.take([report(1), report(2, status=Status.VERIFIED), report(3)])
    press(Key.Key_J)
    press(Key.Key_J, Modifier.ShiftModifier)
    press(Key.Key_J, Modifier.ShiftModifier)
    assert room.selection.checked == {report(n).id for n in (1, 2, 3)}
    assert room.window.queue.bulk.isVisible()
    press(Key.Key_V)
    acted(qtbot, room, report(1).id, Status.VERIFIED)
    acted(qtbot, room, report(3).id, Status.VERIFIED)
    qtbot.waitUntil(lambda: not room.selection.checked)
    assert "2" in room.window.toast.text.text()
    assert "BKS-000002" in room.window.toast.more.text()


def test_a_joint_move_that_was_given_up_leaves_the_next_single_one_alone(qtbot, room, press):
    room.take([report(1), report(2), report(3)])
    press(Key.Key_J)
    press(Key.Key_J, Modifier.ShiftModifier)
    press(Key.Key_A)
    press(Key.Key_Escape)
    press(Key.Key_Escape)
    assert room.selection.checked == frozenset()
    press(Key.Key_A)
    press(Key.Key_Return)
    acted(qtbot, room, report(2).id, Status.ASSIGNED)
    assert "BKS-000002" in room.window.toast.text.text()
    assert room.store.get(report(1).id).status is Status.NEW


def test_a_joint_move_goes_on_to_a_report_that_it_left_alone(qtbot, room, press):
    room.take([report(n) for n in (1, 2, 3, 4)])
    press(Key.Key_J)
    press(Key.Key_J, Modifier.ShiftModifier)
    press(Key.Key_K)
    press(Key.Key_A)
    press(Key.Key_Return)
    acted(qtbot, room, report(2).id, Status.ASSIGNED)
    assert room.selection.current == report(3).id
    assert numbers(room) == ["BKS-000003", "BKS-000004"]
    assert "2" in room.window.toast.text.text()


def test_what_the_service_refuses_of_many_is_told_by_number(qtbot, room, press):
    room.take([report(1), report(2)])
    press(Key.Key_J)
    press(Key.Key_J, Modifier.ShiftModifier)
    room.client.take([report(2, status=Status.REJECTED, version=2, updated_by="budi")])
    press(Key.Key_V)
    qtbot.waitUntil(lambda: "BKS-000002" in room.window.toast.more.text())
    assert room.window.toast.text.text().endswith("1 not.")


def test_keys_act_in_a_panel_that_was_detached(qtbot, room, press):
    room.take([report(1)])
    room.window.queue_dock.setFloating(True)
    room.window.queue_dock.activateWindow()
    qtbot.waitUntil(room.window.queue_dock.isActiveWindow)
    room.window.queue.list.setFocus()
    press(Key.Key_J)
    assert room.selection.current == report(1).id


def test_a_move_on_many_is_undone_as_one(qtbot, room, press):
    room.take([report(1), report(2)])
    press(Key.Key_J)
    press(Key.Key_J, Modifier.ShiftModifier)
    press(Key.Key_V)
    acted(qtbot, room, report(2).id, Status.VERIFIED)
    qtbot.waitUntil(lambda: not room.selection.checked)
    press(Key.Key_Z, Modifier.ControlModifier)
    acted(qtbot, room, report(1).id, Status.NEW)
    acted(qtbot, room, report(2).id, Status.NEW)


def test_control_click_ticks_and_escape_unticks(qtbot, room, press):
    room.take([report(1), report(2)])
    rows = room.window.queue.list
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, Modifier.ControlModifier, QPoint(100, 84))
    assert room.selection.checked == {report(2).id}
    assert room.selection.current is None
    press(Key.Key_Escape)
    assert room.selection.checked == frozenset()


def test_a_click_chooses(qtbot, room):
    room.take([report(1), report(2)])
    qtbot.mouseClick(room.window.queue.list.viewport(), Qt.MouseButton.LeftButton, Modifier.NoModifier, QPoint(100, 84))
    assert room.selection.current == report(2).id


# --- when the service is away ------------------------------------------------------------------


def test_work_goes_on_while_the_service_is_away(qtbot, room, press):
    room.take([report(1), report(2)])
    room.client.away = True
    room.session.set_link("reconnecting")
    press(Key.Key_J)
    press(Key.Key_A)
    press(Key.Key_Return)
    assert room.selection.current == report(2).id
    qtbot.waitUntil(lambda: report(1).id in room.session.unsent)
    assert room.window.banners.lines["away"].isVisible()
    qtbot.waitUntil(room.window.banners.lines["unsent"].isVisible)
    room.client.away = False
    room.session.set_link("live")
    acted(qtbot, room, report(1).id, Status.ASSIGNED)
    qtbot.waitUntil(lambda: not room.session.unsent)
    assert not room.window.banners.lines["away"].isVisible()


def test_while_the_service_is_away_the_banner_says_so_once_and_nothing_is_asked(qtbot, room, press):
    room.take([report(1, contact_phone="08123456789"), report(2)])
    room.session.set_link("reconnecting")
    asked = []
    room.client.history = lambda report_id: asked.append(report_id) or []
    press(Key.Key_J)
    room.window.parts.card._settled.timeout.emit()
    room.desk.failed.emit(Unreachable("no route"))
    assert not asked
    assert not room.window.toast.isVisible()
    room.session.set_link("live")
    qtbot.waitUntil(lambda: asked == [report(1).id])


def test_who_was_slower_reads_it_and_sees_the_report_as_it_stands(qtbot, room, press):
    room.take([report(1)])
    press(Key.Key_J)
    room.client.take([report(1, status=Status.REJECTED, version=2, updated_by="budi")])
    press(Key.Key_V)
    acted(qtbot, room, report(1).id, Status.REJECTED)
    assert "Somebody else changed the same" in room.window.toast.text.text()
    qtbot.mouseClick(room.window.toast.show_report, Qt.MouseButton.LeftButton)
    assert room.selection.current == report(1).id


def test_a_refusal_of_a_report_long_left_can_be_looked_at(room, press):
    room.take([report(1), report(2)])
    press(Key.Key_J)
    room.desk.refused.emit(report(2).id, Conflict(412, "version-mismatch", ""))
    assert room.selection.current == report(1).id
    room.window.toast.show_report.click()
    assert room.selection.current == report(2).id


# --- search, palette, sheets -------------------------------------------------------------------


def test_a_search_shows_what_was_found_and_escape_ends_it(qtbot, room, press):
    room.take([report(1), report(2, text="Pohon tumbang", category="fallen_tree", status=Status.RESOLVED)])
    press(Key.Key_Slash)
    qtbot.keyClicks(room.window.search, "pohon")
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: numbers(room) == ["BKS-000002"])
    press(Key.Key_Escape)
    assert numbers(room) == ["BKS-000001"]
    assert room.window.queue.list.hasFocus()


def test_a_number_that_was_searched_opens_its_report(qtbot, room, press):
    room.take([report(1), report(2, status=Status.RESOLVED)])
    press(Key.Key_Slash)
    qtbot.keyClicks(room.window.search, "2")
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: room.selection.current == report(2).id)
    assert room.card.report.number == "BKS-000002"


def test_the_palette_finds_commands_places_and_numbers(qtbot, room, press):
    room.take([report(1), report(2)])
    press(Key.Key_K, Modifier.ControlModifier)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.objectName() == "palette_field"
    qtbot.keyClicks(field, "2")
    qtbot.keyClick(field, Key.Key_Return)
    assert room.selection.current == report(2).id


def test_the_palette_does_a_command(qtbot, room, press):
    press(Key.Key_K, Modifier.ControlModifier)
    field = QApplication.focusWidget()
    qtbot.keyClicks(field, "new report")
    qtbot.keyClick(field, Key.Key_Return)
    assert room.opened == ["new_report"]


def test_the_palette_goes_to_a_place(qtbot, room, press):
    before = room.map_view.canvas.camera.view
    press(Key.Key_K, Modifier.ControlModifier)
    field = QApplication.focusWidget()
    qtbot.keyClicks(field, "jatiasih")
    qtbot.keyClick(field, Key.Key_Return)
    assert room.map_view.canvas.camera.view != before


def test_control_k_works_from_the_search_field(room, press):
    press(Key.Key_Slash)
    press(Key.Key_K, Modifier.ControlModifier)
    assert QApplication.focusWidget().objectName() == "palette_field"
    QApplication.activePopupWidget().close()


def test_the_sheet_of_keys_names_every_key(qtbot, room, press):
    press(Key.Key_Question)
    sheet = QApplication.activeModalWidget()
    assert sheet.objectName() == "key_sheet"
    shown = {child.text() for child in sheet.findChildren(type(room.window.topbar.city)) if child.property("key")}
    assert {"A", "V", "J", "Ctrl+K", "/"} <= shown
    sheet.close()


# --- looks, words, places of panels ------------------------------------------------------------


def test_the_theme_is_switched_while_running_and_remembered(room, press):
    press(Key.Key_F7)
    assert room.window._theme.name == "day"
    assert room.map_view.theme.name == "day"
    assert room.window._settings.value("look/theme") == "day"
    press(Key.Key_F7)
    assert room.window._theme.name == "night"


def test_the_figures_of_the_top_bar_filter_the_queue(qtbot, room):
    room.take([report(1), report(2, forward_by=NOW - timedelta(minutes=3))])
    late = room.window.topbar.counters["late"]
    assert late.accessibleName() == "Late: 1"
    qtbot.mouseClick(late, Qt.MouseButton.LeftButton)
    assert numbers(room) == ["BKS-000002"]


def test_chips_count_and_filter(qtbot, room):
    room.take([report(1), report(2, status=Status.RESOLVED)])
    chip = room.window.queue.chips["ended"]
    assert chip.accessibleName() == "Ended: 1"
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert numbers(room) == ["BKS-000002"]
    assert chip.isChecked()
    assert not room.window.queue.chips["triage"].isChecked()


def test_an_empty_queue_teaches(qtbot, room):
    assert room.window.queue.empty_title.isVisible()
    qtbot.mouseClick(room.window.queue.chips["claimed"], Qt.MouseButton.LeftButton)
    assert "confirmation" in room.window.queue.empty_hint.text()
    qtbot.mouseClick(room.window.queue.chips["new"], Qt.MouseButton.LeftButton)
    room.take([report(1)])
    assert not room.window.queue.empty_title.isVisible()


def test_demo_is_said_as_long_as_it_is_one(make):
    assert make(demo=True).window.topbar.demo.isVisible()


def test_a_real_city_is_not_called_a_demo(room):
    assert not room.window.topbar.demo.isVisible()
    assert not room.window.banners.lines["demo"].isVisible()


def test_panels_detach_and_come_back_as_they_were(room):
    room.window.queue_dock.title.float_button.click()
    assert room.window.queue_dock.isFloating()
    room.window.queue_dock.title.float_button.click()
    assert not room.window.queue_dock.isFloating()
    assert room.window.dockWidgetArea(room.window.queue_dock) is Qt.DockWidgetArea.LeftDockWidgetArea


def test_everything_that_can_be_used_has_a_name(room, press):
    room.take([report(1)])
    press(Key.Key_J)
    own = (room.window.topbar, room.window.queue, room.window.banners, room.window.queue_dock.title)
    nameless = [
        f"{type(child).__name__} {child.objectName()}"
        for part in own
        for child in [*part.findChildren(QAbstractButton), *part.findChildren(QLineEdit)]
        if child.isVisibleTo(part) and not (child.accessibleName() or child.text() or child.toolTip())
    ]
    assert nameless == []


def test_what_citizens_write_is_never_markup(room, press):
    room.take([report(1, text="<b>tebal</b> <img src=x>", kelurahan="", kecamatan="", place_note="<i>sini</i>")])
    press(Key.Key_J)
    picture = room.window.queue.list.grab()
    assert not picture.isNull()
    index = room.window.queue.model.index(0)
    assert "<b>tebal</b>" in index.data()
    assert index.data(Qt.ItemDataRole.ToolTipRole) is None
