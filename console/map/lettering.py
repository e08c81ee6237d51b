"""How a name is written: once each into a picture with its halo, in one theme and at one pixel ratio."""

from __future__ import annotations

import math
from functools import cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap, QTransform

from console.map.names import LabelRow
from console.map.paper import sheet
from console.theme import Theme

GAP = 4.0  # px between names
HALO_PX = 3.2  # across
HALO_ALPHA = 0.82


class Lettering:
    """Names as pictures, each kept."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        self._theme, self._ratio = theme, ratio
        self._drawn: dict[tuple[str, LabelRow, int, bool], QPixmap] = {}
        self._fonts: dict[LabelRow, tuple[QFont, QFontMetricsF]] = {}
        self._widths: dict[tuple[str, LabelRow], float] = {}

    def size(self, text: str, row: LabelRow) -> tuple[float, float]:
        """Width and height of a name in pixels, the gap beside it included."""
        _, metrics = self._font(row)
        if (text, row) not in self._widths:
            self._widths[text, row] = metrics.horizontalAdvance(text) + 2 * GAP * self._ratio
        return self._widths[text, row], metrics.height()

    def picture(self, text: str, row: LabelRow, angle: float, *, on_line: bool) -> QPixmap:
        """The name, turned by whole degrees round its middle. ``on_line``: no line shows between its words."""
        key = (text, row, round(angle), on_line)
        known = self._drawn.get(key)
        if known is None:
            known = self._drawn[key] = self._written(*key)
        return known

    def write(self, text: str, row: LabelRow) -> bool:
        """Have the level picture of a name ready; says whether it had to be written."""
        if (text, row, 0, False) in self._drawn:
            return False
        self.picture(text, row, 0.0, on_line=False)
        return True

    def _font(self, row: LabelRow) -> tuple[QFont, QFontMetricsF]:
        if row not in self._fonts:
            font = self._new_font(row)
            self._fonts[row] = font, QFontMetricsF(font)
        return self._fonts[row]

    def _new_font(self, row: LabelRow) -> QFont:
        font = self._theme.font("small", row.weight)
        font.setPixelSize(round(row.size * self._ratio))
        font.setItalic(row.italic)
        if row.spaced:
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, row.spaced * row.size * self._ratio)
        return font

    def _written(self, text: str, row: LabelRow, angle: int, on_line: bool) -> QPixmap:
        font, _ = self._font(row)
        level = QPainterPath()
        level.addText(QPointF(0, 0), font, text)
        middle = level.boundingRect().center()
        path = QTransform().rotate(angle).translate(-middle.x(), -middle.y()).map(level)
        box, halo = path.boundingRect(), HALO_PX * self._ratio
        width = 2 * math.ceil(max(-box.left(), box.right()) + halo + 1)
        height = 2 * math.ceil(max(-box.top(), box.bottom()) + halo + 1)
        pixmap, painter = sheet(width, height)
        if on_line:
            self._break_line(painter, level.boundingRect().width(), angle)
        once, pen = sheet(width, height)
        pen.fillPath(path, self._theme.color(row.color))
        pen.end()
        painter.setOpacity(HALO_ALPHA)
        painter.drawPixmap(-width // 2, -height // 2, _halo(once, self._theme.color("map.halo"), halo / 2))
        painter.setOpacity(1.0)
        painter.drawPixmap(-width // 2, -height // 2, once)
        painter.end()
        return pixmap

    def _break_line(self, painter: QPainter, width: float, angle: int) -> None:
        turn = math.radians(angle)
        reach = QPointF(math.cos(turn), math.sin(turn)) * (width / 2)
        brush = QBrush(self._theme.color("map.halo", HALO_ALPHA))
        painter.setPen(QPen(brush, 7 * self._ratio, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(0, 0) - reach, reach)


def _halo(once: QPixmap, color: QColor, radius: float) -> QPixmap:
    """A picture widened by a radius in pixels, in one colour: copies all round. Stroking takes ten times as long."""
    wide, pen = sheet(once.width(), once.height())
    for x, y in _round_about(radius):
        pen.drawPixmap(x - once.width() // 2, y - once.height() // 2, once)
    pen.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    pen.fillRect(-once.width() // 2, -once.height() // 2, once.width(), once.height(), color)
    pen.end()
    return wide


@cache
def _round_about(radius: float) -> tuple[tuple[int, int], ...]:
    """Whole pixels on circles of the radius and of half of it, and their middle."""
    turns = [math.radians(22.5 * step) for step in range(16)]
    circles = [(round(r * math.cos(t)), round(r * math.sin(t))) for r in (radius, radius / 2) for t in turns]
    return tuple(dict.fromkeys([(0, 0), *circles]))
