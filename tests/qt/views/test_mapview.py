"""The map with its chrome: ticks hide layers, ages are told, places are picked, the legend says what the map shows."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel
from shapely.geometry import Point

from console.map.words import SYMBOL_WORDS
from console.tasks import Tasks
from console.theme import NAMES, Theme
from console.views.mapview import MapView
from layers.catalog import LAYERS
from layers.features import Feature
from layers.style import DEFAULT, ROWS

MIDDLE = (106.98, -6.29)


@pytest.fixture
def view(qtbot):
    tasks = Tasks()
    view = MapView(Theme.load("night"), tasks=tasks)
    qtbot.addWidget(view)
    view.resize(1000, 800)
    view.show()
    yield view
    view.canvas.close_down()
    tasks.close()


def incident(ident="one", lon=MIDDLE[0], lat=MIDDLE[1], **properties):
    return Feature("incident", ident, Point(lon, lat), {"category": "flood", "state": "new", **properties})


def test_every_layer_but_the_ground_has_a_row(view):
    assert set(view.panel.rows) == {layer.key for layer in LAYERS if layer.key != "area"}


def test_the_panel_grows_by_a_legend_that_is_folded_out(view):
    view.toggle_layers()
    low, fold = view.panel.height(), view.panel.rows["incident"].fold
    fold.click()
    assert view.panel.height() == view.panel.wanted_height() > low
    fold.click()
    assert view.panel.height() == low


def test_a_tick_hides_the_layer(view, qtbot):
    assert view.canvas.scene.is_visible("incident")
    with qtbot.waitSignal(view.visibility_changed) as told:
        view.panel.rows["incident"].tick.click()
    assert told.args == ["incident", False]
    assert not view.canvas.scene.is_visible("incident")


def test_a_row_tells_count_and_age_and_marks_what_is_old(view):
    view.set_layer_state("wifi_hotspot", 1234, 300, True)
    row = view.panel.rows["wifi_hotspot"]
    assert row._count.text() == "1.234"
    assert row._age.text() == "5 mnt"
    assert row._old.isVisibleTo(row)
    assert not row._age.isVisibleTo(row)
    assert next(layer for layer in view.canvas.scene.points if layer.key == "wifi_hotspot").stale
    view.set_layer_state("wifi_hotspot", 1234, 2, False)
    assert not row._old.isVisibleTo(row)


def test_a_layer_without_a_row_is_passed_over(view):
    view.set_layer_state("area", 56, None, False)


def test_a_place_is_picked_by_a_click(view, qtbot):
    view.pick_place()
    assert view.hint.isVisible()
    with qtbot.waitSignal(view.place_picked):
        qtbot.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=QPoint(500, 400))
    assert not view.hint.isVisible()


def test_esc_gives_the_pick_up(view, qtbot):
    view.pick_place()
    with qtbot.assertNotEmitted(view.place_picked), qtbot.waitSignal(view.pick_cancelled):
        qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)


def test_a_pick_is_not_cancelled_by_its_own_success(view, qtbot):
    view.pick_place()
    with qtbot.assertNotEmitted(view.pick_cancelled, wait=50):
        qtbot.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=QPoint(500, 400))


def test_showing_a_feature_twice_goes_back(view):
    view.canvas.set_layer("incident", [incident()])
    before = view.canvas.camera.view
    assert view.show_feature("incident", "one")
    assert view.canvas.camera.view != before
    assert view.show_feature("incident", "one")
    assert view.canvas.camera.view == before
    assert not view.show_feature("incident", "nobody")


def test_a_card_is_plain_text(view):
    view.canvas.set_layer("incident", [incident(name="<b>Banjir</b>", number="BKS-000001")])
    card = view.plain_card("incident", "one")
    view.card.show_at(card, QPoint(990, 790))
    title = view.card.findChildren(QLabel)[0]
    assert title.text() == "<b>Banjir</b>"
    assert title.textFormat() == Qt.TextFormat.PlainText
    assert view.rect().contains(view.card.geometry())


def test_buttons_do_what_they_say(view, qtbot):
    zoom = view.canvas.camera.view.zoom
    view.buttons["closer"].click()
    assert view.canvas.camera.view.zoom == zoom + 1
    view.buttons["home"].click()
    assert view.canvas.camera.view.zoom == pytest.approx(zoom)
    view.buttons["measure"].click()
    assert view.canvas.tool.name == "measure"
    assert not view.buttons["explore"].isChecked()
    view.buttons["heat"].click()
    assert view.canvas.picture.heat
    view.buttons["groups"].click()
    assert not view.canvas.picture.points.grouping


def test_every_button_has_a_name_for_ears(view):
    for button in view.buttons.values():
        assert button.accessibleName()
        assert button.toolTip()


@pytest.mark.parametrize("name", NAMES)
def test_the_theme_can_change_while_it_runs(view, name):
    view.set_theme(Theme.load(name))
    assert view.canvas.theme.name == name


def test_the_legend_comes_from_the_rows_that_draw(view):
    for key, row in view.panel.rows.items():
        assert [word for _, word in row._words] == [word for word, _ in DEFAULT.legend(key)]


def test_every_word_of_a_symbol_can_be_translated():
    assert {row.word for row in ROWS if row.word} == set(SYMBOL_WORDS)


def test_panels_stay_inside_a_small_window(view, qtbot):
    view.resize(640, 420)
    view.toggle_layers()
    for part in (view.panel, view.bar, view.scale):
        assert view.rect().contains(part.geometry()), part


def test_the_pointer_tells_coordinates_without_redrawing_the_map(view, qtbot):
    qtbot.waitUntil(lambda: not view.canvas._pump.isActive(), timeout=10_000)
    painted = []
    view.canvas.paint_above = painted.append
    qtbot.mouseMove(view.canvas, QPoint(400, 300))
    lat, _, lon = view._coordinates.text().partition(", ")
    assert (float(lon), float(lat)) == pytest.approx(view.canvas.camera.lonlat_at(400, 300), abs=1e-4)
    assert painted == []


@pytest.mark.parametrize("width", [430, 526, 1000])
def test_scale_coordinates_and_credit_never_lie_on_each_other(view, qtbot, width):
    view.resize(width, 700)
    view._credit.setText("Peta skematis Kota Contoh, dibuat tangan, dan ubin dari penyedia lain")
    view._place_chrome()
    qtbot.mouseMove(view.canvas, QPoint(200, 300))
    parts = [view.scale.geometry(), view._coordinates.geometry(), view._credit.geometry()]
    assert all(view.rect().contains(part) for part in parts)
    assert not any(one.intersects(other) for one, other in combinations(parts, 2))


@pytest.mark.parametrize("width", [430, 526, 629, 1000])
def test_the_credit_is_whole_however_often_the_map_was_laid_out(view, width):
    view.resize(width, 700)
    view._credit.setText("Peta skematis Kota Bekasi, dibuat tangan — bukan untuk pengukuran")
    for _ in range(3):
        view._place_chrome()
        credit = view._credit
        needed = credit.heightForWidth(credit.width()) if credit.wordWrap() else credit.sizeHint().height()
        assert credit.height() >= needed
        assert credit.wordWrap() or credit.width() >= credit.sizeHint().width()


def test_what_the_panel_of_layers_hides_is_not_seen(view):
    view.canvas.set_layer("incident", [])
    view.toggle_layers()
    middle = view.panel.geometry().center()
    view.canvas.change("incident", [incident("under", *view.canvas.camera.lonlat_at(middle.x(), middle.y()))])
    assert len(view.canvas.attention.marks) == 1


def test_a_card_reached_by_the_keyboard_stands_beside_its_symbol_and_goes_with_esc(view, qtbot):
    canvas = view.canvas
    canvas.set_layer("incident", [incident("left", 106.9, -6.2), incident("right", 107.02, -6.35)])
    qtbot.waitUntil(canvas.picture.is_sharp)
    qtbot.mouseMove(canvas, QPoint(300, 700))  # the pointer rests elsewhere
    canvas.setFocus()
    for ident in ("left", "right"):
        qtbot.keyClick(canvas, Qt.Key.Key_Tab)
        view._card_timer.stop()
        view._show_card()
        x, y = canvas.camera.to_screen(*canvas.scene.place("incident", ident))
        assert view.card.geometry().adjusted(-40, -40, 40, 40).contains(round(x), round(y)), ident
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert not view.card.isVisible()


def test_a_card_goes_when_tab_leaves_the_map(view, qtbot):
    view.canvas.set_layer("incident", [incident()])
    qtbot.waitUntil(view.canvas.picture.is_sharp)
    view.canvas.setFocus()
    qtbot.keyClick(view.canvas, Qt.Key.Key_Tab)
    view._show_card()
    assert view.card.isVisible()
    qtbot.keyClick(view.canvas, Qt.Key.Key_Tab)
    assert not view.card.isVisible()
