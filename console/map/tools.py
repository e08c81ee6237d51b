"""What the pointer does on the map: small state machines. Explore (pan, choose, boxes), measure, place.

A tool gets device pixels and speaks to the canvas through `Hand`; it holds no widget.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import Enum, auto
from itertools import pairwise
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from shapely.geometry.base import BaseGeometry

from console.map.camera import Camera
from console.map.symbols import pen_of
from console.theme import Theme
from layers.geometry import LonLat, distance_m, to_lonlat

DRAG_PX = 5.0  # moved farther than this a press is a drag


class Hand(Protocol):
    """What a tool may do."""

    camera: Camera

    def push(self, dx: float, dy: float) -> None:
        """Pan by device pixels."""

    def choose_at(self, px: float, py: float, *, add: bool) -> None:
        """Choose what is there."""

    def zoom_to_box(self, left: float, top: float, right: float, bottom: float) -> None:
        """Show this box of device pixels."""

    def gather(self, outline: Sequence[tuple[float, float]]) -> None:
        """Tick the reports inside an outline in world."""

    def gather_words(self, outline: Sequence[tuple[float, float]]) -> str:
        """How many reports an outline in world holds, in words."""

    def picked(self, px: float, py: float) -> None:
        """A place was picked."""

    def leave_tool(self) -> None:
        """Back to exploring."""

    def refresh(self) -> None:
        """Draw the overlay again."""

    def snap(self, place: tuple[float, float], reach: float) -> tuple[float, float] | None:
        """Where a place in world snaps to, within reach; None: nowhere."""

    def drawn_up(self, geometry: BaseGeometry) -> None:
        """A line or an area is finished, in degrees."""

    def length_words(self, metres: float) -> str:
        """A length for people, in their language."""


class Tool:
    """A tool at rest: does nothing. The others say what they do."""

    name = ""
    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, hand: Hand) -> None:
        self._hand = hand

    def press(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        """The left button goes down."""

    def move(self, x: float, y: float, *, down: bool) -> None:
        """The pointer moves; ``down``: with the left button held."""

    def release(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        """The left button comes up."""

    def cancel(self) -> None:
        """The press was none: a second finger came."""

    def double(self, x: float, y: float) -> bool:
        """A double click; says whether the tool used it."""
        return False

    def end(self) -> None:
        """A right click: what is being drawn is finished."""

    def key(self, key: int) -> bool:
        """A key; says whether the tool used it."""
        return False

    def stroke(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """A key with what is held beside it; says whether the tool used it."""
        return self.key(key)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Draw what the tool shows, in device pixels."""


class Drag(Enum):
    """What dragging does while exploring."""

    PAN = auto()
    ZOOM = auto()
    TICK = auto()


class Explore(Tool):
    """Drag to pan, click to choose; Shift and drag for a box to zoom to, Ctrl and drag for one to tick."""

    name = "explore"

    def __init__(self, hand: Hand) -> None:
        super().__init__(hand)
        self._start: tuple[float, float] | None = None
        self._last = (0.0, 0.0)
        self._dragging = False
        self._drag = Drag.PAN
        self._words = ""

    def press(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        self._start = self._last = (x, y)
        self._dragging = False
        ctrl, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
        self._drag = Drag.TICK if modifiers & ctrl else Drag.ZOOM if modifiers & shift else Drag.PAN

    def move(self, x: float, y: float, *, down: bool) -> None:
        if self._start is None or not down:
            return
        far = math.hypot(x - self._start[0], y - self._start[1]) > DRAG_PX * self._hand.camera.ratio
        self._dragging = self._dragging or far
        if not self._dragging:
            return
        if self._drag is not Drag.PAN:
            self._last = (x, y)
            self._words = self._hand.gather_words(self._outline()) if self._drag is Drag.TICK else ""
            self._hand.refresh()
            return
        self._hand.push(x - self._last[0], y - self._last[1])
        self._last = (x, y)

    def release(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        start, self._start = self._start, None
        if start is None:
            return
        if not self._dragging:
            add = bool(modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier))
            self._hand.choose_at(x, y, add=add)
        elif self._drag is Drag.TICK:
            self._start, self._last = start, (x, y)
            outline, self._start = self._outline(), None
            self._hand.gather(outline)
        elif self._drag is Drag.ZOOM:
            self._hand.zoom_to_box(min(start[0], x), min(start[1], y), max(start[0], x), max(start[1], y))
        self._dragging = False

    def cancel(self) -> None:
        self._start, self._dragging = None, False
        self._hand.refresh()

    def key(self, key: int) -> bool:
        if key == Qt.Key.Key_Escape and self._drag is not Drag.PAN and self._dragging:
            self._start, self._dragging = None, False
            self._hand.refresh()
            return True
        return False

    def paint(self, painter: QPainter, theme: Theme) -> None:
        if self._start is None or self._drag is Drag.PAN or not self._dragging:
            return
        ratio = self._hand.camera.ratio
        painter.setPen(QPen(theme.color("accent"), 1.5 * ratio))
        painter.setBrush(theme.color("accent", 0.12))
        painter.drawRect(QRectF(QPointF(*self._start), QPointF(*self._last)).normalized())
        if self._words:
            draw_tag(painter, theme, QPointF(*self._last), self._words, ratio)

    def _outline(self) -> list[tuple[float, float]]:
        """The box in world."""
        (left, top), (right, bottom) = self._start or self._last, self._last
        corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        return [self._hand.camera.to_world(x, y) for x, y in corners]


class Measure(Tool):
    """Click points, read the length; a double or right click or Enter ends the line, the next click begins another.

    Backspace takes a point back, Esc leaves.
    """

    name = "measure"
    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, hand: Hand) -> None:
        super().__init__(hand)
        self.points: list[tuple[float, float]] = []  # world
        self._pointer: tuple[float, float] | None = None
        self._ended = False  # the line stands, to be read
        self._pan = Explore(Pushing(hand))
        self._pressed = (0.0, 0.0)

    def press(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        self._pressed = (x, y)
        self._pan.press(x, y, Qt.KeyboardModifier.NoModifier)

    def move(self, x: float, y: float, *, down: bool) -> None:
        self._pan.move(x, y, down=down)
        self._pointer = None if self._ended else self._hand.camera.to_world(x, y)
        self._hand.refresh()

    def release(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        self._pan.release(x, y, Qt.KeyboardModifier.NoModifier)
        if math.hypot(x - self._pressed[0], y - self._pressed[1]) <= DRAG_PX * self._hand.camera.ratio:
            if self._ended:
                self.points, self._ended = [], False
            self.points.append(self._hand.camera.to_world(x, y))
            self._hand.refresh()

    def cancel(self) -> None:
        self._pan.cancel()

    def double(self, x: float, y: float) -> bool:
        self.end()
        return True

    def end(self) -> None:
        self._pointer, self._ended = None, bool(self.points)
        self._hand.refresh()

    def key(self, key: int) -> bool:
        if key == Qt.Key.Key_Escape:
            self._hand.leave_tool()
            return True
        if key == Qt.Key.Key_Backspace and self.points:
            self.points.pop()
            self._ended = False
            self._hand.refresh()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.end()
            return True
        return False

    def metres(self) -> float:
        """Length of the line so far, without the piece to the pointer."""
        places = [LonLat(*map(float, to_lonlat(x, y))) for x, y in self.points]
        return sum(distance_m(one, other) for one, other in pairwise(places))

    def paint(self, painter: QPainter, theme: Theme) -> None:
        camera = self._hand.camera
        places = self.points + ([self._pointer] if self._pointer and self.points else [])
        spots = [QPointF(*camera.to_screen(x, y)) for x, y in places]
        if not spots:
            return
        for width, token in ((5.0, "map.halo"), (2.4, "map.measure")):
            painter.setPen(pen_of(theme.color(token), width * camera.ratio))
            painter.drawPolyline(QPolygonF(spots))
        painter.setBrush(theme.color("map.halo"))
        for spot in spots[: len(self.points)]:
            painter.drawEllipse(spot, 4 * camera.ratio, 4 * camera.ratio)
        total = self.metres()
        if len(places) > len(self.points) and self.points:
            ends = [LonLat(*map(float, to_lonlat(x, y))) for x, y in places[-2:]]
            total += distance_m(*ends)
        draw_tag(painter, theme, spots[-1], self._hand.length_words(total), camera.ratio)


class PlaceTool(Tool):
    """Pick one place; Esc gives up. Dragging still pans."""

    name = "place"
    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, hand: Hand) -> None:
        super().__init__(hand)
        self._pan = Explore(Pushing(hand))
        self._pressed = (0.0, 0.0)
        self._pointer: tuple[float, float] | None = None

    def press(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        self._pressed = (x, y)
        self._pan.press(x, y, Qt.KeyboardModifier.NoModifier)

    def move(self, x: float, y: float, *, down: bool) -> None:
        self._pan.move(x, y, down=down)
        self._pointer = (x, y)
        self._hand.refresh()

    def release(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        self._pan.release(x, y, Qt.KeyboardModifier.NoModifier)
        if math.hypot(x - self._pressed[0], y - self._pressed[1]) <= DRAG_PX * self._hand.camera.ratio:
            self._hand.picked(x, y)

    def cancel(self) -> None:
        self._pan.cancel()

    def key(self, key: int) -> bool:
        if key == Qt.Key.Key_Escape:
            self._hand.leave_tool()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            camera = self._hand.camera
            self._hand.picked(*(self._pointer or (camera.width / 2, camera.height / 2)))
            return True
        return False

    def paint(self, painter: QPainter, theme: Theme) -> None:
        if self._pointer is None:
            return
        ratio = self._hand.camera.ratio
        middle = QPointF(*self._pointer)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for width, token in ((5.0, "map.halo"), (2.2, "accent")):
            painter.setPen(pen_of(theme.color(token), width * ratio))
            painter.drawEllipse(middle, 11 * ratio, 11 * ratio)
            painter.drawPoint(middle)


class Pushing:
    """A hand that only pans: what is left of exploring while another tool is in use."""

    def __init__(self, hand: Hand) -> None:
        self._hand = hand

    @property
    def camera(self) -> Camera:
        return self._hand.camera

    @camera.setter
    def camera(self, camera: Camera) -> None:
        self._hand.camera = camera

    def push(self, dx: float, dy: float) -> None:
        self._hand.push(dx, dy)

    def choose_at(self, px: float, py: float, *, add: bool) -> None: ...
    def zoom_to_box(self, left: float, top: float, right: float, bottom: float) -> None: ...
    def gather(self, outline: Sequence[tuple[float, float]]) -> None: ...
    def gather_words(self, outline: Sequence[tuple[float, float]]) -> str:
        return ""

    def picked(self, px: float, py: float) -> None: ...
    def leave_tool(self) -> None: ...
    def refresh(self) -> None: ...
    def snap(self, place: tuple[float, float], reach: float) -> tuple[float, float] | None:
        return None

    def drawn_up(self, geometry: BaseGeometry) -> None: ...
    def length_words(self, metres: float) -> str:
        return self._hand.length_words(metres)


def draw_tag(painter: QPainter, theme: Theme, at: QPointF, text: str, ratio: float) -> None:
    """A small plate with a text beside a place: at its left where the right edge is near."""
    font = theme.font("body", 600)
    font.setPixelSize(round(13 * ratio))
    painter.setFont(font)
    box = painter.fontMetrics().boundingRect(text)
    plate = QRectF(at.x() + 12 * ratio, at.y() - 13 * ratio, box.width() + 16 * ratio, 26 * ratio)
    if plate.right() > painter.device().width() * ratio:
        plate.moveRight(at.x() - 12 * ratio)
    painter.setPen(QPen(theme.color("line_strong"), ratio))
    painter.setBrush(theme.color("raised"))
    painter.drawRoundedRect(plate, 5 * ratio, 5 * ratio)
    painter.setPen(theme.color("text"))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)
