"""Fingers on the map: a tap chooses, one finger pans, two pinch around the place between them; a trackpad too."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.qt.map.sample import EAST, NORTH, SOUTH, WEST, incident

MIDDLE = ((WEST + EAST) / 2, (SOUTH + NORTH) / 2)


@pytest.fixture(scope="module")
def screen(qapp):
    return QTest.createTouchDevice()


def stroke(canvas, screen, *ways):
    """Each finger goes along its places, all at once."""
    for step in range(len(ways[0])):
        touch = QTest.touchEvent(canvas, screen, False)
        for finger, way in enumerate(ways):
            place = QPoint(*way[step])
            touch.press(finger, place) if step == 0 else touch.move(finger, place)
        touch.commit()
    touch = QTest.touchEvent(canvas, screen, False)
    for finger, way in enumerate(ways):
        touch.release(finger, QPoint(*way[-1]))
    touch.commit()


def test_a_tap_chooses(canvas, qtbot, screen):
    canvas.set_layer("incident", [incident("one", *MIDDLE)])
    x, y = map(round, canvas.camera.to_screen(*canvas.scene.place("incident", "one")))
    with qtbot.waitSignal(canvas.chosen) as told:
        stroke(canvas, screen, [(x, y), (x + 4, y + 3)])  # a finger is never still
    assert told.args == ["incident", "one"]


def test_one_finger_pans(canvas, screen):
    before = canvas.camera.lonlat_at(300, 300)
    stroke(canvas, screen, [(300, 300), (330, 320), (400, 380)])
    assert canvas.camera.lonlat_at(400, 380) == pytest.approx(before, abs=360 / canvas.camera.scale * 2)


def test_two_fingers_zoom_around_the_place_between_them_and_choose_nothing(canvas, screen):
    told = []
    canvas.clicked_place.connect(lambda *place: told.append(place))
    place, zoom = canvas.camera.lonlat_at(450, 350), canvas.camera.view.zoom
    stroke(canvas, screen, [(400, 350), (350, 350), (300, 350)], [(500, 350), (550, 350), (600, 350)])
    assert canvas.camera.view.zoom == pytest.approx(zoom + 1.585, abs=0.02)  # three times as far apart
    assert canvas.camera.lonlat_at(450, 350) == pytest.approx(place, abs=360 / canvas.camera.scale * 4)
    assert told == []


def gesture(canvas, kind, value, delta=(0, 0)):
    at = QPointF(450, 350)
    device = QPointingDevice.primaryPointingDevice()
    event = QNativeGestureEvent(kind, device, 2, at, at, canvas.mapToGlobal(at), value, QPointF(*delta))
    QApplication.sendEvent(canvas, event)


def test_a_trackpad_zooms_and_pans(canvas):
    zoom = canvas.camera.view.zoom
    gesture(canvas, Qt.NativeGestureType.ZoomNativeGesture, 1.0)
    assert canvas.camera.view.zoom == pytest.approx(zoom + 1)
    x = canvas.camera.view.x
    gesture(canvas, Qt.NativeGestureType.PanNativeGesture, 0.0, (-60, 0))
    assert canvas.camera.view.x > x


def test_what_is_in_view_is_said_with_the_reports_first(canvas):
    canvas.set_layer("incident", [incident(f"n{at}", MIDDLE[0] + at * 2e-4, MIDDLE[1]) for at in range(6)])
    assert canvas.summary() == "In view: Incidents: 6"
    canvas.center_on(106.0, -5.0, 15)
    assert canvas.summary() == "Nothing is in view"


def test_a_finger_that_came_down_for_one_tool_does_nothing_with_the_next(canvas, screen):
    touch = QTest.touchEvent(canvas, screen, False)
    touch.press(0, QPoint(300, 300))
    touch.commit()
    canvas.use_tool("measure")
    touch = QTest.touchEvent(canvas, screen, False)
    touch.release(0, QPoint(3, 2))
    touch.commit()
    assert canvas.tool.points == []
