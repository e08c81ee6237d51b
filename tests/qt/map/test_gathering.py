"""Many reports are ticked on the map with a box or a lasso."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from shapely.geometry import Point

from layers.features import Feature
from tests.qt.map.sample import EAST, NORTH, SOUTH, WEST, incident
from tests.qt.map.test_canvas import move_held

MIDDLE = ((WEST + EAST) / 2, (SOUTH + NORTH) / 2)
LEFT, CTRL, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def crowd(canvas):
    """Six reports in the middle of the city, one far off, and a hotspot among them."""
    near = [incident(f"n{at}", MIDDLE[0] + at * 2e-4, MIDDLE[1]) for at in range(6)]
    canvas.set_layer("incident", [*near, incident("far", WEST + 0.01, SOUTH + 0.01)])
    canvas.set_layer("wifi_hotspot", [Feature("wifi_hotspot", "w", Point(*MIDDLE), {"state": "aktif"})])
    return canvas


def drag(canvas, qtbot, places, modifier=NONE):
    qtbot.mousePress(canvas, LEFT, modifier, places[0])
    for place in places[1:]:
        move_held(canvas, place)
    qtbot.mouseRelease(canvas, LEFT, modifier, places[-1])


def around(canvas, px):
    x, y = map(round, canvas.camera.to_screen(*canvas.scene.place("incident", "n2")))
    return [QPoint(x - px, y - px), QPoint(x + px, y - px), QPoint(x + px, y + px), QPoint(x - px, y + px)]


def test_ctrl_and_drag_gathers_the_reports_in_the_box_also_those_in_a_group(crowd, qtbot):
    corners = around(crowd, 40)
    view = crowd.camera.view
    with qtbot.waitSignal(crowd.gathered) as told:
        drag(crowd, qtbot, [corners[0], QPoint(450, 350), corners[2]], CTRL)
    assert {ident for _, ident in told.args[0]} == {f"n{at}" for at in range(6)}
    assert crowd.camera.view == view


def test_a_lasso_gathers_what_it_went_round_and_ends(crowd, qtbot):
    crowd.use_tool("lasso")
    with qtbot.waitSignal(crowd.gathered) as told:
        drag(crowd, qtbot, around(crowd, 60))
    assert len(told.args[0]) == 6
    assert crowd.tool.name == "explore"


def test_while_drawing_the_count_is_said(crowd, qtbot):
    assert crowd.gather_words([crowd.camera.to_world(at.x(), at.y()) for at in around(crowd, 50)]).endswith(" 6")


def test_esc_gives_the_lasso_up(crowd, qtbot):
    crowd.use_tool("lasso")
    corners = around(crowd, 60)
    told = []
    crowd.gathered.connect(told.append)
    qtbot.mousePress(crowd, LEFT, NONE, corners[0])
    move_held(crowd, corners[1])
    move_held(crowd, corners[2])
    qtbot.keyClick(crowd, Qt.Key.Key_Escape)
    qtbot.mouseRelease(crowd, LEFT, NONE, corners[2])
    assert told == []
    assert crowd.tool.name == "explore"


def test_a_box_over_nothing_gathers_nothing(crowd, qtbot):
    with qtbot.waitSignal(crowd.gathered) as told:
        drag(crowd, qtbot, [QPoint(5, 5), QPoint(20, 20), QPoint(30, 30)], CTRL)
    assert told.args[0] == []


def test_what_is_ticked_is_marked(crowd, sharp):
    sharp(crowd)
    before = crowd.grab().toImage()
    crowd.attention.tick([("incident", "far")])
    assert crowd.grab().toImage() != before
    crowd.attention.tick([])
    assert crowd.grab().toImage() == before
