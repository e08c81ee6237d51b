"""Tools as small state machines: what a right click, a double click or another tool does in each of their states."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from console.map.canvas import TOOLS

LEFT, RIGHT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.NoButton
PRESS, RELEASE = QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease
MOVE, DOUBLE = QEvent.Type.MouseMove, QEvent.Type.MouseButtonDblClick


def mouse(canvas, kind, at, button=LEFT, held=None, modifiers=Qt.KeyboardModifier.NoModifier):
    """One event as the mouse sends it; ``held``: the buttons that are down afterwards."""
    held = {PRESS: button, DOUBLE: button, RELEASE: NONE, MOVE: LEFT}[kind] if held is None else held
    place = QPointF(*at)
    button = NONE if kind == MOVE else button
    QApplication.sendEvent(canvas, QMouseEvent(kind, place, canvas.mapToGlobal(place), button, held, modifiers))


def click(canvas, at, button=LEFT):
    mouse(canvas, PRESS, at, button)
    mouse(canvas, RELEASE, at, button)


def double_click(canvas, at):
    """The four events of which a double click is made."""
    click(canvas, at)
    mouse(canvas, DOUBLE, at)
    mouse(canvas, RELEASE, at)


@pytest.fixture
def told(canvas):
    """What the canvas says that a person did."""
    told = []
    for name in ("chosen", "gathered", "clicked_place", "place_picked", "drawn"):
        getattr(canvas, name).connect(lambda *what, name=name: told.append(name))
    return told


@pytest.mark.parametrize("after", TOOLS)
@pytest.mark.parametrize("before", TOOLS)
def test_what_one_tool_began_is_nothing_to_the_next(canvas, told, before, after):
    """As when a key takes up another tool while the button is held."""
    canvas.use_tool(before)
    mouse(canvas, PRESS, (300, 300))
    mouse(canvas, MOVE, (330, 330))
    canvas.use_tool(after)
    view = canvas.camera.view
    mouse(canvas, MOVE, (3, 2))
    mouse(canvas, RELEASE, (3, 2))
    assert told == []
    assert canvas.camera.view == view
    assert canvas.tool.name == after
    assert not getattr(canvas.tool, "points", [])
    assert not (hasattr(canvas.tool, "sketch") and canvas.tool.sketch.corners)


@pytest.mark.parametrize("modifiers", [Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier])
def test_a_right_click_gives_a_box_up(canvas, told, modifiers):
    view = canvas.camera.view
    mouse(canvas, PRESS, (300, 300), modifiers=modifiers)
    mouse(canvas, MOVE, (500, 500), modifiers=modifiers)
    mouse(canvas, PRESS, (500, 500), RIGHT, LEFT | RIGHT, modifiers)
    mouse(canvas, RELEASE, (500, 500), RIGHT, LEFT, modifiers)
    mouse(canvas, MOVE, (520, 500), modifiers=modifiers)
    mouse(canvas, RELEASE, (520, 500), modifiers=modifiers)
    assert (told, canvas.camera.view) == ([], view)


def test_a_button_let_go_where_nobody_heard_of_it_moves_nothing_later(canvas):
    mouse(canvas, PRESS, (300, 300))
    mouse(canvas, MOVE, (330, 330))
    view = canvas.camera.view
    mouse(canvas, MOVE, (500, 500), held=NONE)
    mouse(canvas, MOVE, (600, 500))
    assert canvas.camera.view == view


@pytest.mark.parametrize("end", ["double click", "right click", "enter"])
def test_a_measured_line_stands_once_it_is_ended_and_the_next_click_begins_another(canvas, qtbot, end):
    canvas.use_tool("measure")
    click(canvas, (300, 300))
    if end == "double click":
        double_click(canvas, (400, 300))
    else:
        click(canvas, (400, 300))
        if end == "enter":
            qtbot.keyClick(canvas, Qt.Key.Key_Return)
        else:
            click(canvas, (600, 600), RIGHT)
    before = canvas.grab().toImage()
    mouse(canvas, MOVE, (500, 450), held=NONE)
    assert canvas.grab().toImage() == before, "the line follows the pointer no more"
    assert len(canvas.tool.points) == 2
    click(canvas, (200, 200))
    assert len(canvas.tool.points) == 1


def test_a_point_can_be_taken_back_from_a_measured_line_which_then_goes_on(canvas, qtbot):
    canvas.use_tool("measure")
    click(canvas, (300, 300))
    double_click(canvas, (400, 300))
    qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
    click(canvas, (400, 400))
    assert len(canvas.tool.points) == 2


@pytest.mark.parametrize("tool", ["draw_line", "draw_area"])
def test_a_right_click_finishes_what_is_drawn(canvas, told, tool):
    canvas.use_tool(tool)
    for at in ((300, 300), (400, 300), (400, 400)):
        click(canvas, at)
    click(canvas, (600, 200), RIGHT)
    assert told == ["drawn"]


@pytest.mark.parametrize("tool", TOOLS)
def test_a_right_click_and_esc_harm_no_tool_that_has_not_begun(canvas, qtbot, told, tool):
    canvas.use_tool(tool)
    click(canvas, (400, 400), RIGHT)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert told == []
    assert canvas.tool.name == "explore"
