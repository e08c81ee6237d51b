"""Tools that draw and mend lines and areas, corner by corner, with snapping: the seam for the layer editor.

They know geometry alone. Who uses them hears `drawn` with a geometry in degrees, and decides what becomes of it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from console.map.camera import Camera
from console.map.sketch import Place, Sketch
from console.map.symbols import pen_of
from console.map.tools import DRAG_PX, Explore, Hand, Pushing, Tool
from console.theme import Theme

SNAP_PX = 10.0  # at 100 %
GRAB_PX = 9.0


class _Sketching(Tool):
    """What drawing and mending share: a sketch, snapping, and how it looks."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, hand: Hand, sketch: Sketch) -> None:
        super().__init__(hand)
        self.sketch = sketch
        self._pointer: Place | None = None
        self._snap = False
        self._grabbed: int | None = None
        self._pan = Explore(Pushing(hand))
        self._pressed = (0.0, 0.0)

    def _place(self, x: float, y: float) -> Place:
        """The place under a device pixel: snapped where something is near."""
        camera = self._hand.camera
        place = camera.to_world(x, y)
        found = self._hand.snap(place, SNAP_PX * camera.ratio / camera.scale)
        self._snap = found is not None
        return found or place

    def _reach(self) -> float:
        return GRAB_PX * self._hand.camera.ratio / self._hand.camera.scale

    def _is_click(self, x: float, y: float) -> bool:
        return math.hypot(x - self._pressed[0], y - self._pressed[1]) <= DRAG_PX * self._hand.camera.ratio

    def _finish(self) -> bool:
        """Hand the geometry over, if it is one; else the sketch stays and says why by its looks."""
        if not self.sketch.trouble():
            self._hand.drawn_up(self.sketch.geometry())
        self._hand.refresh()
        return True

    def cancel(self) -> None:
        self._pan.cancel()

    def key(self, key: int) -> bool:
        if key == Qt.Key.Key_Escape:
            self._hand.leave_tool()
            return True
        if key == Qt.Key.Key_Backspace:
            self.sketch.undo()
            self._hand.refresh()
            return True
        return key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._finish()

    def paint(self, painter: QPainter, theme: Theme) -> None:
        snap = self._pointer if self._snap else None
        draw_sketch(painter, theme, self._hand.camera, self.sketch, self._ahead(), self._grabbed, snap)

    def _ahead(self) -> list[QPointF]:
        return []


class DrawLine(_Sketching):
    """Click corner after corner; Enter, a double or a right click ends, Backspace takes one back, Esc gives up."""

    name = "draw_line"
    closed = False

    def __init__(self, hand: Hand) -> None:
        super().__init__(hand, Sketch(self.closed))

    def press(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        self._pressed = (x, y)
        self._pan.press(x, y, Qt.KeyboardModifier.NoModifier)

    def move(self, x: float, y: float, *, down: bool) -> None:
        self._pan.move(x, y, down=down)
        self._pointer = self._place(x, y)
        self._hand.refresh()

    def release(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        self._pan.release(x, y, Qt.KeyboardModifier.NoModifier)
        if not self._is_click(x, y):
            return
        first = self.sketch.corners[0] if self.sketch.corners else None
        around = self.closed and len(self.sketch.corners) > 2
        if first and around and math.dist(self._hand.camera.to_world(x, y), first) <= self._reach():
            self._finish()  # a click on the first corner closes the area
            return
        self.sketch.add(self._place(x, y))
        self._hand.refresh()

    def double(self, x: float, y: float) -> bool:
        return self._finish()

    def end(self) -> None:
        self._finish()

    def _ahead(self) -> list[QPointF]:
        if self._pointer is None or not self.sketch.corners:
            return []
        return [QPointF(*self._hand.camera.to_screen(*self._pointer))]


class DrawArea(DrawLine):
    """The same for an area; a click on the first corner closes it."""

    name = "draw_area"
    closed = True


class MendShape(_Sketching):
    """Drag a corner to move it, an edge to put a corner in, Delete takes a corner away; Enter ends, Esc gives up."""

    name = "mend"
    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, hand: Hand, sketch: Sketch | None = None) -> None:
        super().__init__(hand, sketch or Sketch())
        self._moved = False

    def press(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        self._pressed, self._moved = (x, y), False
        place = self._hand.camera.to_world(x, y)
        self._grabbed = self.sketch.corner_near(place, self._reach())
        if self._grabbed is None:
            edge = self.sketch.edge_near(place, self._reach())
            if edge is not None:
                self._grabbed = self.sketch.insert(edge, place)
                self._moved = True  # the drag belongs to putting it in
        if self._grabbed is None:
            self._pan.press(x, y, Qt.KeyboardModifier.NoModifier)

    def move(self, x: float, y: float, *, down: bool) -> None:
        if not down or self._grabbed is None:
            self._pan.move(x, y, down=down)
            return
        if self._is_click(x, y) and not self._moved:
            return
        self._pointer = self._place(x, y)
        self.sketch.move(self._grabbed, self._pointer, go_on=self._moved)
        self._moved = True
        self._hand.refresh()

    def release(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        self._pan.release(x, y, Qt.KeyboardModifier.NoModifier)
        self._pointer, self._snap = None, False
        self._hand.refresh()

    def key(self, key: int) -> bool:
        if key == Qt.Key.Key_Delete and self._grabbed is not None:
            if self.sketch.remove(self._grabbed):
                self._grabbed = None
            self._hand.refresh()
            return True
        return super().key(key)


def draw_sketch(
    painter: QPainter,
    theme: Theme,
    camera: Camera,
    sketch: Sketch,
    ahead: Sequence[QPointF],
    grabbed: int | None,
    snap: Place | None,
) -> None:
    """A sketch as it grows: `ahead` are the corners to come, `grabbed` the one that is held, `snap` where it snaps."""
    ratio = camera.ratio
    spots = [QPointF(*camera.to_screen(*corner)) for corner in sketch.corners]
    following = [*spots, *ahead]
    token = "late" if sketch.trouble() == "crossed" else "map.measure"
    for width, color in ((5.0, theme.color("map.halo")), (2.4, theme.color(token))):
        painter.setPen(pen_of(color, width * ratio))
        painter.setBrush(theme.color(token, 0.06) if sketch.closed else Qt.BrushStyle.NoBrush)
        draw = painter.drawPolygon if sketch.closed and len(following) > 2 else painter.drawPolyline
        draw(QPolygonF(following))
    painter.setBrush(theme.color("map.halo"))
    painter.setPen(pen_of(theme.color(token), 2 * ratio))
    for number, spot in enumerate(spots):
        half = (6 if number == grabbed else 4) * ratio
        painter.drawRect(round(spot.x() - half), round(spot.y() - half), round(2 * half), round(2 * half))
    if snap is not None:
        draw_snap(painter, theme, QPointF(*camera.to_screen(*snap)), ratio)


def draw_snap(painter: QPainter, theme: Theme, at: QPointF, ratio: float) -> None:
    """The ring that says: here it snaps."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen_of(theme.color("accent"), 2 * ratio))
    painter.drawEllipse(at, 8 * ratio, 8 * ratio)
