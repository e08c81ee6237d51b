"""The operator's own view: kept under digits, following a report, locked; by the keys of the desk."""

# ruff: noqa: F811 - fixtures come from the desk's tests

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings, Qt

from console.settings import KEPT_VIEWS
from console.views.keptviews import KeptView, KeptViews
from tests.qt.views.room import ground, report
from tests.qt.views.test_desk import _plain_afterwards, make, press, room  # noqa: F401

Key, Modifier = Qt.Key, Qt.KeyboardModifier
CTRL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier


def canvas_of(room):
    return room.map_view.canvas


def test_a_view_is_kept_under_a_digit_and_shown_again(room, press):
    canvas = canvas_of(room)
    canvas.center_on(107.0, -6.25, 15)
    room.window.map_moves.keep(3)
    assert "Ctrl+3" in room.window.toast.text.text()
    canvas.home()
    press(Key.Key_3, CTRL)
    assert canvas.camera.view.zoom == 15
    assert canvas.camera.lonlat_at(canvas.camera.width / 2, canvas.camera.height / 2) == pytest.approx(
        (107.0, -6.25), abs=1e-4
    )


def test_the_menu_shows_what_is_kept_by_its_area_and_offers_nine_places(room):
    room.map_view.set_basemap(ground()[0])
    canvas_of(room).center_on(107.0, -6.25, 15)
    room.window.map_moves.keep(1)
    menu = room.window.map_moves.menu()
    first, *_, keeping = menu.actions()
    places = [action.text() for action in keeping.menu().actions()]
    assert len(places) == 9
    assert places[1].endswith("free")
    assert first.text() == places[0]
    assert "-6.25" not in first.text()
    canvas_of(room).home()
    first.trigger()
    assert canvas_of(room).camera.view.zoom == 15


def test_an_empty_digit_says_how_a_view_gets_there(room, press):
    before = canvas_of(room).camera.view
    press(Key.Key_7, CTRL)
    assert "Ctrl+B" in room.window.toast.text.text()
    assert canvas_of(room).camera.view == before


def test_each_user_keeps_his_own_and_rubbish_is_not_read(tmp_path):
    settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    kept = KeptViews(settings)
    kept.keep("siti", 2, KeptView(107.0, -6.2, 14.0, "Margahayu"))
    kept.keep("budi", 2, KeptView(106.9, -6.3, 12.0, "Jatiasih"))
    assert KeptViews(settings).of("siti") == {2: KeptView(107.0, -6.2, 14.0, "Margahayu")}
    assert kept.of("budi")[2].name == "Jatiasih"
    for rubbish in ("{", "[]", '{"siti": 3}', '{"siti": {"2": [1e999, 0, 3, "x"], "3": ["a", 0, 1, "x"]}}'):
        KEPT_VIEWS.write(settings, rubbish)
        assert kept.of("siti") == {}


def test_the_map_stays_with_the_chosen_report_until_somebody_drags_it(room, press):
    room.take([report(1, lon=107.02, lat=-6.2), report(2, lon=106.95, lat=-6.3)])
    press(Key.Key_J)
    press(Key.Key_M, SHIFT)
    canvas = canvas_of(room)
    action = room.window.actions_by_id["map.follow"]
    first = canvas.camera.view
    press(Key.Key_J)
    assert canvas.camera.view != first
    assert canvas.camera.view.zoom == first.zoom
    assert action.isChecked()
    canvas.push(40, 0)
    assert not action.isChecked()
    assert not room.map_view.hint.isVisibleTo(room.map_view)
    where = canvas.camera.view
    press(Key.Key_K)
    assert canvas.camera.view == where


def test_following_needs_a_report(room, press):
    press(Key.Key_M, SHIFT)
    assert not room.window.actions_by_id["map.follow"].isChecked()
    assert room.window.toast.isVisible()


def test_a_locked_view_is_moved_by_nothing(room, press):
    room.take([report(1, lon=107.02, lat=-6.2)])
    press(Key.Key_J)
    press(Key.Key_L, SHIFT)
    canvas = canvas_of(room)
    before = canvas.camera.view
    for key in (Key.Key_M, Key.Key_Home, Key.Key_Plus):
        press(key)
    canvas.push(50, 50)
    assert canvas.camera.view == before
    assert room.map_view.hint.isVisibleTo(room.map_view)
    press(Key.Key_L, SHIFT)
    press(Key.Key_Plus)
    assert canvas.camera.view != before


def test_the_graticule_is_drawn_and_taken_away(room, press):
    canvas = canvas_of(room)
    canvas.picture.finish()
    plain = canvas.grab().toImage()
    press(Key.Key_G, SHIFT)
    assert canvas.grab().toImage() != plain
    press(Key.Key_G, SHIFT)
    assert canvas.grab().toImage() == plain
