"""The map as a person uses it: real events on a real widget."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from shapely.geometry import LineString, Point

from console.map.canvas import MapCanvas
from console.map.finding import MOST_KEYS
from console.theme import Theme
from layers.features import Feature
from tests.qt.map.sample import EAST, NORTH, SOUTH, WEST, incident, incidents

MIDDLE = ((WEST + EAST) / 2, (SOUTH + NORTH) / 2)


def pixel_of(canvas, key, ident):
    x, y = canvas.camera.to_screen(*canvas.scene.place(key, ident))
    return QPoint(round(x), round(y))


def turn_wheel(canvas, at, notches):
    spot = QPointF(at)
    event = QWheelEvent(
        spot,
        canvas.mapToGlobal(spot),
        QPoint(0, 0),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def test_a_click_chooses_the_symbol_under_it(canvas, qtbot):
    canvas.set_layer("incident", [incident("one", *MIDDLE)])
    with qtbot.waitSignal(canvas.chosen) as told:
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=pixel_of(canvas, "incident", "one"))
    assert told.args == ["incident", "one"]
    assert canvas.attention.selected == (("incident", "one"),)


def test_a_click_on_nothing_tells_the_place(canvas, qtbot):
    with qtbot.waitSignal(canvas.clicked_place) as told:
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(450, 350))
    lon, lat = told.args
    assert (lon, lat) == pytest.approx(MIDDLE, abs=2e-3)


def test_a_click_on_a_line_chooses_it(canvas, qtbot):
    line = LineString([(106.92, -6.28), (107.02, -6.28)])
    canvas.set_layer("traffic_segment", [Feature("traffic_segment", "t1", line, {"level": 4})])
    with qtbot.waitSignal(canvas.chosen) as told:
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=pixel_of(canvas, "traffic_segment", "t1"))
    assert told.args == ["traffic_segment", "t1"]


def test_symbols_on_one_spot_spread_and_each_can_be_chosen(canvas, qtbot):
    canvas.set_layer("incident", [incident(name, *MIDDLE) for name in ("a", "b", "c")])
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=pixel_of(canvas, "incident", "a"))
    spider = canvas.attention.spider
    assert {leg.key[1] for leg in spider.legs} == {"a", "b", "c"}
    x, y = canvas.camera.to_screen(spider.x, spider.y)
    leg = spider.legs[1]
    with qtbot.waitSignal(canvas.chosen) as told:
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(x + leg.dx), round(y + leg.dy)))
    assert told.args == list(leg.key)
    assert canvas.attention.spider is None


def test_a_group_opens_on_click(canvas, qtbot):
    near = [incident(f"n{at}", MIDDLE[0] + at * 2e-4, MIDDLE[1]) for at in range(6)]
    canvas.set_layer("incident", near)
    before = canvas.camera.view.zoom
    found = canvas.found_at(*canvas.camera.to_screen(*canvas.scene.place("incident", "n2")))
    assert found.group is not None
    assert len(found.keys) == 6
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=pixel_of(canvas, "incident", "n2"))
    assert canvas.camera.view.zoom >= before + 1


def test_the_wheel_keeps_the_place_under_the_pointer(canvas):
    at = QPoint(700, 200)
    before = canvas.camera.lonlat_at(at.x(), at.y())
    turn_wheel(canvas, at, 3)
    after = canvas.camera.lonlat_at(at.x(), at.y())
    degrees_per_px = 360 / canvas.camera.scale
    assert after == pytest.approx(before, abs=1.5 * degrees_per_px)
    assert canvas.camera.view.zoom > 12


def test_after_a_zoom_the_picture_is_sharp_again(canvas, qtbot, sharp):
    canvas.set_layer("incident", incidents(300))
    sharp(canvas)
    turn_wheel(canvas, QPoint(300, 300), 1)
    assert not canvas.picture.is_current()
    sharp(canvas)
    assert canvas.picture.is_current()


def test_dragging_pans(canvas, qtbot):
    before = canvas.camera.lonlat_at(300, 300)
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    qtbot.mouseMove(canvas, QPoint(350, 340))
    move_held(canvas, QPoint(400, 380))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(400, 380))
    assert canvas.camera.lonlat_at(400, 380) == pytest.approx(before, abs=360 / canvas.camera.scale * 2)


def move_held(canvas, at):
    """A move with the left button held, as the mouse sends it."""
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(at), canvas.mapToGlobal(QPointF(at)), left, left, none)
    QApplication.sendEvent(canvas, event)


def test_shift_and_drag_zooms_to_the_box(canvas, qtbot):
    before = canvas.camera.view.zoom
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, shift, QPoint(300, 300))
    move_held(canvas, QPoint(420, 400))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, shift, QPoint(420, 400))
    assert canvas.camera.view.zoom > before + 2


def test_keys_move_the_view(canvas, qtbot):
    start = canvas.camera.view
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.camera.view.x > start.x
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.camera.view.zoom == start.zoom + 1
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    assert canvas.camera.view.zoom == pytest.approx(start.zoom)
    assert canvas.go_back()
    assert canvas.camera.view.zoom == start.zoom + 1


def test_tab_goes_through_the_symbols_and_says_them(canvas, qtbot):
    canvas.set_layer(
        "incident",
        [
            incident("left", 106.92, -6.2, number="BKS-000001"),
            incident("right", 107.0, -6.2, number="BKS-000002", late=True),
        ],
    )
    canvas.setFocus()
    said = []
    for _ in range(2):
        qtbot.keyClick(canvas, Qt.Key.Key_Tab)
        said.append((canvas.attention.hovered[1], canvas.accessibleDescription()))
    assert [ident for ident, _ in said] == ["left", "right"]
    assert said[1][1].startswith("BKS-000002: ")
    with qtbot.waitSignal(canvas.chosen) as told:
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert told.args == ["incident", "right"]


def test_data_never_moves_the_camera(canvas):
    canvas.center_on(106.95, -6.3, 14)
    view = canvas.camera.view
    canvas.set_layer("incident", incidents(50))
    canvas.change("incident", [incident("far", 107.5, -6.9)], ["i1"])
    canvas.select([("incident", "far")])
    canvas.set_layer(
        "traffic_segment", [Feature("traffic_segment", "t", LineString([(107, -6), (107.1, -6)]), {"level": 1})]
    )
    assert canvas.camera.view == view


def test_something_new_outside_the_view_is_pointed_at_until_it_was_seen(canvas, qtbot):
    canvas.set_layer("incident", incidents(5))
    canvas.center_on(106.95, -6.3, 15)
    canvas.change("incident", [incident("far", 107.03, -6.2), incident("far2", 107.03, -6.201)])
    (mark,) = canvas.attention.marks
    assert mark.count == 2
    view = canvas.camera.view
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(mark.x), round(mark.y)))
    assert canvas.camera.view != view  # because a person asked
    assert canvas.attention.marks == []


def test_what_was_there_before_is_not_new(canvas):
    canvas.set_layer("incident", [incident("old", 107.03, -6.2)])
    canvas.center_on(106.95, -6.3, 15)
    canvas.change("incident", [incident("old", 107.03, -6.2, state="assigned")])
    assert canvas.attention.marks == []


def test_a_place_can_be_picked_and_given_up(canvas, qtbot):
    canvas.use_tool("place")
    with qtbot.waitSignal(canvas.place_picked):
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(450, 350))
    assert canvas.tool.name == "explore"
    canvas.use_tool("place")
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.tool.name == "explore"


def test_measuring_gives_metres(canvas, qtbot):
    canvas.use_tool("measure")
    for at in (QPoint(200, 300), QPoint(500, 300)):
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at)
    wanted = 300 * canvas.camera.metres_per_px()
    assert canvas.tool.metres() == pytest.approx(wanted, rel=0.01)
    qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
    assert len(canvas.tool.points) == 1


def test_a_hidden_layer_is_neither_drawn_nor_found(canvas, qtbot, sharp):
    canvas.set_layer("incident", [incident("one", *MIDDLE)])
    at = pixel_of(canvas, "incident", "one")
    canvas.set_visible("incident", False)
    sharp(canvas)
    assert canvas.found_at(at.x(), at.y()).keys == ()
    hidden = canvas.grab().toImage()
    canvas.set_visible("incident", True)
    sharp(canvas)
    assert canvas.grab().toImage() != hidden


def test_a_stale_layer_looks_different(canvas, sharp):
    canvas.set_layer("incident", incidents(30))
    sharp(canvas)
    fresh = canvas.grab().toImage()
    canvas.set_stale("incident", True)
    sharp(canvas)
    assert canvas.grab().toImage() != fresh


def test_another_theme_changes_the_colours_and_not_the_view(canvas, sharp):
    canvas.set_layer("incident", incidents(30))
    sharp(canvas)
    view = canvas.camera.view
    canvas.set_theme(Theme.load("day"))
    sharp(canvas)
    assert canvas.camera.view == view
    corner = canvas.grab().toImage().pixelColor(3, 3).name().upper()
    assert corner == Theme.load("day").tokens["map.outside"]


def test_an_empty_map_shows_its_ground(qtbot, tasks, sharp):
    canvas = MapCanvas(Theme.load("day"), tasks=tasks)
    qtbot.addWidget(canvas)
    canvas.resize(300, 200)
    canvas.show()
    sharp(canvas)
    assert canvas.grab().toImage().pixelColor(150, 100).name().upper() == Theme.load("day").tokens["map.outside"]
    canvas.close_down()


def test_hovering_tells_once_what_is_under_the_pointer(canvas, qtbot):
    canvas.set_layer("incident", [incident("one", *MIDDLE)])
    with qtbot.waitSignal(canvas.hovered) as told:
        qtbot.mouseMove(canvas, pixel_of(canvas, "incident", "one"))
    assert told.args == ["incident", "one"]


def test_twenty_thousand_points_are_drawn_and_found_quickly(canvas, sharp):
    rng = np.random.default_rng(4)
    lon, lat = rng.uniform(WEST, EAST, 20_000), rng.uniform(SOUTH, NORTH, 20_000)
    features = [
        Feature("wifi_hotspot", f"w{number}", Point(x, y), {"state": "aktif"})
        for number, (x, y) in enumerate(zip(lon, lat, strict=True))
    ]
    canvas.set_layer("wifi_hotspot", features)
    sharp(canvas)
    assert canvas.scene.count("wifi_hotspot") == 20_000
    left, top = canvas.camera.origin()
    sight = canvas.picture.points.sight(canvas.camera.scale, canvas.camera.view.zoom, (left, top, 900, 700))
    group = sight.standing_groups[len(sight.standing_groups) // 2]
    assert dict(canvas.found_at(group.x - left, group.y - top).counts) == {"wifi_hotspot": group.count}


def test_an_unknown_layer_is_an_error(canvas):
    with pytest.raises(KeyError):
        canvas.set_layer("unicorns", [])


def test_a_group_says_what_it_holds_while_it_is_hovered(canvas, qtbot):
    canvas.set_layer("incident", [incident(f"n{at}", MIDDLE[0] + at * 2e-4, MIDDLE[1]) for at in range(6)])
    with qtbot.waitSignal(canvas.group_hovered) as told:
        qtbot.mouseMove(canvas, pixel_of(canvas, "incident", "n2"))
    assert len(told.args[0].keys) == 6
    with qtbot.waitSignal(canvas.group_hovered) as told:
        qtbot.mouseMove(canvas, QPoint(5, 5))
    assert told.args[0] is None


def test_a_large_group_tells_its_topmost_and_counts_all(canvas):
    """Thousands need not be named to be counted: what is under a pointer is asked for with each of its moves."""
    many = [incident(f"n{at}", MIDDLE[0] + at * 1e-6, MIDDLE[1], state="resolved") for at in range(300)]
    canvas.set_layer("incident", [*many, incident("urgent", *MIDDLE)])
    found = canvas.found_at(*canvas.camera.to_screen(*canvas.scene.place("incident", "n2")))
    assert found.group is not None
    assert found.counts == (("incident", 301),)
    assert len(found.keys) == MOST_KEYS
    assert found.keys[0] == ("incident", "urgent")


def test_esc_and_tab_leave_the_map(canvas, qtbot):
    canvas.set_layer("incident", [incident("left", 106.92, -6.2), incident("right", 107.0, -6.2)])
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Tab)
    assert canvas.attention.hovered == ("incident", "left")
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    qtbot.keyClick(canvas, Qt.Key.Key_Tab)
    assert canvas.attention.hovered is None
