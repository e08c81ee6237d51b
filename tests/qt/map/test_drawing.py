"""Lines and areas are drawn and mended by mouse and keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from shapely.geometry import LineString, Point, Polygon, box

from console.map.sketch import Sketch, snapped
from layers.features import Feature
from tests.qt.map.test_canvas import move_held

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def click(canvas, qtbot, *places):
    for x, y in places:
        qtbot.mouseMove(canvas, QPoint(x, y))
        qtbot.mouseClick(canvas, LEFT, pos=QPoint(x, y))


def drag(canvas, qtbot, start, end):
    qtbot.mousePress(canvas, LEFT, NONE, QPoint(*start))
    move_held(canvas, QPoint((start[0] + end[0]) // 2, (start[1] + end[1]) // 2))
    move_held(canvas, QPoint(*end))
    qtbot.mouseRelease(canvas, LEFT, NONE, QPoint(*end))


def pixels(canvas, geometry):
    from layers.geometry import to_world

    ring = geometry.exterior.coords[:-1] if geometry.geom_type == "Polygon" else geometry.coords
    return [tuple(map(round, canvas.camera.to_screen(*to_world(*at)))) for at in ring]


def test_a_line_is_clicked_together_and_ended_by_enter(canvas, qtbot):
    canvas.use_tool("draw_line")
    click(canvas, qtbot, (200, 300), (300, 320), (420, 300))
    with qtbot.waitSignal(canvas.drawn) as told:
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert pixels(canvas, told.args[0]) == [(200, 300), (300, 320), (420, 300)]
    assert canvas.tool.name == "explore"


def test_an_area_is_closed_by_a_click_on_its_first_corner(canvas, qtbot):
    canvas.use_tool("draw_area")
    click(canvas, qtbot, (200, 200), (400, 200), (400, 400))
    with qtbot.waitSignal(canvas.drawn) as told:
        click(canvas, qtbot, (203, 201))
    assert told.args[0].geom_type == "Polygon"
    assert len(pixels(canvas, told.args[0])) == 3


def test_an_area_that_crosses_itself_is_not_ended(canvas, qtbot):
    canvas.use_tool("draw_area")
    click(canvas, qtbot, (200, 200), (400, 400), (400, 200), (200, 420))
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert canvas.tool.name == "draw_area"
    qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
    with qtbot.waitSignal(canvas.drawn):
        qtbot.keyClick(canvas, Qt.Key.Key_Return)


def test_dragging_pans_while_drawing_and_esc_gives_up(canvas, qtbot):
    canvas.use_tool("draw_line")
    before = canvas.camera.view
    drag(canvas, qtbot, (300, 300), (360, 340))
    assert canvas.camera.view != before
    assert canvas.tool.sketch.corners == []
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.tool.name == "explore"


def test_a_corner_snaps_to_what_lies_there(canvas, qtbot):
    canvas.set_layer("incident", [Feature("incident", "a", Point(106.97, -6.28), {"category": "flood"})])
    x, y = map(round, canvas.camera.to_screen(*canvas.scene.place("incident", "a")))
    canvas.use_tool("draw_line")
    click(canvas, qtbot, (x + 6, y - 4), (x + 150, y))
    assert canvas.tool.sketch.corners[0] == pytest.approx(canvas.scene.place("incident", "a"))
    with qtbot.waitSignal(canvas.drawn) as told:
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert told.args[0].coords[0] == pytest.approx((106.97, -6.28))


def test_a_shape_is_mended_by_its_corners_and_edges(canvas, qtbot):
    area = box(106.94, -6.32, 106.99, -6.26)
    canvas.mend(area)
    corners = pixels(canvas, area)
    x0, y0 = corners[0]
    drag(canvas, qtbot, (x0, y0), (x0 + 40, y0 + 30))
    assert len(canvas.tool.sketch.corners) == 4
    drag(canvas, qtbot, ((corners[2][0] + corners[3][0]) // 2, (corners[2][1] + corners[3][1]) // 2), (200, 350))
    assert len(canvas.tool.sketch.corners) == 5
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert len(canvas.tool.sketch.corners) == 4
    with qtbot.waitSignal(canvas.drawn) as told:
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert pixels(canvas, told.args[0])[0] == (x0 + 40, y0 + 30)


def test_one_drag_is_one_step_back(canvas, qtbot):
    canvas.mend(box(106.94, -6.32, 106.99, -6.26))
    before = list(canvas.tool.sketch.corners)
    x, y = pixels(canvas, box(106.94, -6.32, 106.99, -6.26))[0]
    drag(canvas, qtbot, (x, y), (x + 60, y + 60))
    qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
    assert canvas.tool.sketch.corners == before


def test_what_is_no_plain_line_or_area_is_not_mended(canvas):
    for odd in (Point(107, -6), Polygon(box(0, 0, 3, 3).exterior, [box(1, 1, 2, 2).exterior])):
        with pytest.raises(ValueError, match=r"Point|holes"):
            canvas.mend(odd)


def test_snapping_takes_a_corner_before_an_edge():
    line = LineString([(0, 0), (1, 0)])
    assert snapped((0.06, 0.05), [line], 0.1) == (0, 0)
    assert snapped((0.5, 0.05), [line], 0.1) == (0.5, 0)
    assert snapped((0.5, 0.5), [line], 0.1) is None
    assert snapped((0.5, 0.05), [box(0, 0, 1, 1)], 0.1) == (0.5, 0)


@given(st.lists(st.tuples(st.sampled_from(["add", "remove", "move", "undo"]), st.floats(0, 1), st.floats(0, 1))))
def test_every_step_can_be_undone_to_the_beginning(steps):
    sketch = Sketch()
    for step, x, y in steps:
        if step == "add" or len(sketch.corners) < 3:
            sketch.add((x, y))
        elif step == "remove":
            sketch.remove(0)
        elif step == "move":
            sketch.move(1, (x, y))
        else:
            sketch.undo()
    while sketch.undo():
        pass
    assert sketch.corners == []
