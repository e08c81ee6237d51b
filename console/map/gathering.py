"""The lasso: draw round reports to tick them. A box does the same with Ctrl held while exploring (`tools.Explore`)."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from console.map.tools import Hand, Tool, draw_tag
from console.theme import Theme

STEP_PX = 4.0  # the lasso takes a corner after so many px


class Lasso(Tool):
    """Drag round what is meant; letting go ticks it and ends the tool, Esc gives up."""

    name = "lasso"
    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, hand: Hand) -> None:
        super().__init__(hand)
        self._outline: list[tuple[float, float]] = []  # world
        self._last = (0.0, 0.0)
        self._words = ""

    def press(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        self._last = (x, y)
        self._outline = [self._hand.camera.to_world(x, y)]

    def move(self, x: float, y: float, *, down: bool) -> None:
        far = math.hypot(x - self._last[0], y - self._last[1]) >= STEP_PX * self._hand.camera.ratio
        if down and self._outline and far:
            self._last = (x, y)
            self._outline.append(self._hand.camera.to_world(x, y))
            self._words = self._hand.gather_words(self._outline)
            self._hand.refresh()

    def release(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        outline, self._outline = self._outline, []
        if len(outline) > 2:
            self._hand.leave_tool()
            self._hand.gather(outline)
        self._hand.refresh()

    def cancel(self) -> None:
        self._outline = []
        self._hand.refresh()

    def key(self, key: int) -> bool:
        if key == Qt.Key.Key_Escape:
            self._hand.leave_tool()
            return True
        return False

    def paint(self, painter: QPainter, theme: Theme) -> None:
        if len(self._outline) < 2:
            return
        camera = self._hand.camera
        spots = [QPointF(*camera.to_screen(x, y)) for x, y in self._outline]
        pen = QPen(theme.color("accent"), 1.8 * camera.ratio)
        painter.setBrush(theme.color("accent", 0.12))
        painter.setPen(pen)
        painter.drawPolygon(QPolygonF(spots))
        draw_tag(painter, theme, spots[-1], self._words, camera.ratio)
