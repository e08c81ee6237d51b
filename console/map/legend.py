"""The legend: from the style rows that draw the map, so that it never says anything else than the map shows."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from console.map.symbols import pen_of, symbol_pixmap
from console.theme import Theme
from layers.catalog import BY_KEY, Geometry
from layers.style import Style, Symbol


@dataclass(frozen=True, slots=True)
class LegendRow:
    """One line of the legend; the word is English and translated in the context ``Symbols``."""

    layer: str
    word: str
    symbol: Symbol


def legend_rows(style: Style, layer: str) -> list[LegendRow]:
    """What the legend says of a layer."""
    return [LegendRow(layer, word, symbol) for word, symbol in style.legend(layer)]


def sample(symbol: Symbol, theme: Theme, size: int, ratio: float, *, stale: bool = False) -> QPixmap:
    """The picture beside a word: a symbol, a piece of line or a piece of area, ``size`` desk pixels wide."""
    geometry = BY_KEY[symbol.layer].geometry if symbol.layer in BY_KEY else Geometry.POINT
    if geometry is Geometry.POINT:
        return symbol_pixmap(symbol, theme, size, ratio, stale=stale)
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(ratio, ratio)
    if geometry is Geometry.LINE:
        _line(painter, symbol, theme, size)
    else:
        _area(painter, symbol, theme, size)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _line(painter: QPainter, symbol: Symbol, theme: Theme, size: int) -> None:
    ends = QPointF(3, size / 2), QPointF(size - 3, size / 2)
    painter.setPen(pen_of(theme.color("map.traffic_casing"), symbol.size + 2.4))
    painter.drawLine(*ends)
    painter.setPen(pen_of(theme.color(symbol.color), symbol.size))
    painter.drawLine(*ends)
    if symbol.hatch:
        pen = QPen(theme.color("map.traffic_arrow", 0.8), symbol.size * 0.38)
        pen.setDashPattern([2.2, 3.2])
        painter.setPen(pen)
        painter.drawLine(*ends)


def _area(painter: QPainter, symbol: Symbol, theme: Theme, size: int) -> None:
    box = QRectF(3, 4, size - 6, size - 8)
    painter.setPen(QPen(theme.color(symbol.color), 1.6))
    painter.setBrush(theme.color(symbol.color, 0.14))
    painter.drawRoundedRect(box, 3, 3)
    if not symbol.hatch:
        return
    painter.setClipRect(box)
    painter.setPen(QPen(theme.color(symbol.color, 0.7), 1.2))
    step = 4 if symbol.hatch == "dense" else 7
    for at in range(0, 2 * size, step):
        painter.drawLine(QPointF(at, 0), QPointF(at - size, size))
