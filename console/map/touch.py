"""Fingers on the map: one pans and taps, two pinch; on a trackpad the same. Positions are device pixels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEventPoint, QNativeGestureEvent, QTouchEvent

from console.map.tools import DRAG_PX, Tool

TAP_SLACK = 2.0  # a finger is wider than a pointer: so many times what is a drag for a mouse


class Touched(Protocol):
    """What fingers may do."""

    tool: Tool

    def push(self, dx: float, dy: float) -> None:
        """Pan by device pixels."""

    def zoom_by(self, levels: float, at: tuple[float, float] | None = None) -> None:
        """Nearer or farther around a device pixel."""


class Touch:
    """Turns touch and trackpad events into movement; what one finger does is the present tool's."""

    def __init__(self, canvas: Touched) -> None:
        self._canvas = canvas
        self._pinching = False
        self._fingers: tuple[int, int] = (-1, -1)  # which pinch, and
        self._were: Sequence[QPointF] = ()  # where they were: Qt's own memory counts a last event twice
        self._one: tuple[float, float] | None = None  # where the only finger came down,
        self._began: Tool | None = None  # and with what tool

    def on_touch(self, event: QTouchEvent, ratio: float) -> bool:
        """A touch began, went on or ended; says whether it was used."""
        points = event.points()
        if event.type() == QEvent.Type.TouchCancel:
            self._end()
            return True
        if len(points) >= 2:
            self._pinch(points, ratio)
        elif not self._pinching and points:
            self._one_finger(event.type(), points[0].position() * ratio, ratio)
        if event.type() == QEvent.Type.TouchEnd:
            self._end()
        return True

    def _end(self) -> None:
        self._one, self._pinching, self._fingers = None, False, (-1, -1)

    def on_gesture(self, event: QNativeGestureEvent, ratio: float) -> bool:
        """A trackpad's gesture; says whether it was used."""
        at = (event.position().x() * ratio, event.position().y() * ratio)
        kind = event.gestureType()
        if kind == Qt.NativeGestureType.ZoomNativeGesture:
            self._canvas.zoom_by(math.log2(max(0.1, 1 + event.value())), at)
        elif kind == Qt.NativeGestureType.SmartZoomNativeGesture:
            self._canvas.zoom_by(1, at)
        elif kind == Qt.NativeGestureType.PanNativeGesture:
            self._canvas.push(event.delta().x() * ratio, event.delta().y() * ratio)
        else:
            return False
        return True

    def _pinch(self, points: Sequence[QEventPoint], ratio: float) -> None:
        """The place between two fingers stays between them."""
        now = [point.position() for point in points[:2]]
        fingers = (points[0].id(), points[1].id())
        before = self._were if self._fingers == fingers else now
        self._fingers, self._were = fingers, now
        if self._one is not None:
            self._canvas.tool.cancel()
        self._pinching, self._one = True, None
        middle, was = (now[0] + now[1]) / 2, (before[0] + before[1]) / 2
        self._canvas.push((middle.x() - was.x()) * ratio, (middle.y() - was.y()) * ratio)
        apart, were = _between(now), _between(before)
        if were > 1 and apart > 1 and apart != were:
            self._canvas.zoom_by(math.log2(apart / were), (middle.x() * ratio, middle.y() * ratio))

    def _one_finger(self, kind: QEvent.Type, at: QPointF, ratio: float) -> None:
        tool, none = self._canvas.tool, Qt.KeyboardModifier.NoModifier
        if kind == QEvent.Type.TouchBegin:
            self._one, self._began = (at.x(), at.y()), tool
            tool.press(*self._one, none)
        elif self._one is None or self._began is not tool:
            return  # what it began is nothing to another tool
        elif kind == QEvent.Type.TouchUpdate:
            if math.dist((at.x(), at.y()), self._one) > TAP_SLACK * DRAG_PX * ratio or tool.name != "explore":
                tool.move(at.x(), at.y(), down=True)
        else:
            still = math.dist((at.x(), at.y()), self._one) <= TAP_SLACK * DRAG_PX * ratio
            tool.release(*(self._one if still and tool.name == "explore" else (at.x(), at.y())), none)


def _between(places: Sequence[QPointF]) -> float:
    return math.dist((places[0].x(), places[0].y()), (places[1].x(), places[1].y()))
