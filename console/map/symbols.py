"""Symbols as sprites: each look that occurs is drawn once into an atlas, in the theme's colours.

A layer is known by its shape, a state by colour and badge, a kind by its pictogram; so none depends on colour alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import qtawesome
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
    QTransform,
)

from console.theme import Theme, mixed
from layers.style import Mark, Shape, Symbol

Floats = npt.NDArray[np.float64]
PER_LINE = 32  # sprites in a line of the atlas
LARGEST = 38  # px at 100 %: the largest symbol with its badge
LOUD = 60  # rank from which a symbol has a bright edge: an incident that is not closed
DOT = 9  # px at 100 %: a symbol reduced to a dot


class Looks:
    """The symbols that occur, by a number that fits a table's column. Shared by every canvas of a scene."""

    def __init__(self) -> None:
        self.symbols: list[Symbol] = []
        self._number: dict[Symbol, int] = {}
        self._colors: tuple[tuple[str, ...], npt.NDArray[np.int64]] = ((), np.empty(0, np.int64))

    def number(self, symbol: Symbol) -> int:
        """The symbol's number; a new one gets the next."""
        known = self._number.get(symbol)
        if known is None:
            known = self._number[symbol] = len(self.symbols)
            self.symbols.append(symbol)
        return known

    def colors(self) -> tuple[tuple[str, ...], npt.NDArray[np.int64]]:
        """The colours of incidents that are not closed, most urgent first, and for each look the number of its colour.

        Looks that only stand there (wifi, waste, what is closed) share the number after the last.
        """
        if len(self._colors[1]) != len(self.symbols):
            urgency: dict[str, int] = {}
            for symbol in self.symbols:
                if symbol.rank >= LOUD:
                    urgency[symbol.color] = max(symbol.rank, urgency.get(symbol.color, 0))
            order = tuple(sorted(urgency, key=lambda color: (-urgency[color], color)))
            numbers = {color: at for at, color in enumerate(order)}
            loud = [numbers[symbol.color] if symbol.rank >= LOUD else len(order) for symbol in self.symbols]
            self._colors = (order, np.array(loud, np.int64))
        return self._colors

    def __len__(self) -> int:
        return len(self.symbols)


@dataclass
class Atlas:
    """The sprites of the looks at one size. ``dots``: every symbol as a small disc of its colour."""

    looks: Looks
    theme: Theme
    ratio: float
    factor: float = 1.0
    dots: bool = False
    pixmap: QPixmap = field(init=False)
    cell: int = field(init=False)
    _drawn: npt.NDArray[np.bool_] = field(init=False)  # by the sprite's number

    def __post_init__(self) -> None:
        size = (DOT * self.factor + 3 if self.dots else LARGEST * self.factor) * self.ratio
        self.cell = 2 * math.ceil(size / 2)
        self.pixmap, self._drawn = QPixmap(), np.zeros(0, np.bool_)

    @property
    def reach(self) -> int:
        """Pixels from a symbol's middle that it may touch."""
        return self.cell // 2

    def places(self, numbers: npt.NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Left and top in the atlas for look numbers, counted twice: 2 n fresh, 2 n + 1 stale.

        What is asked for the first time is drawn now: hardly a view has all looks, and stale ones are rare.
        """
        if 2 * len(self.looks) > len(self._drawn):
            self._grow()
        if not self._drawn[numbers].all():
            self._draw(np.unique(numbers[~self._drawn[numbers]]).tolist())
        line, column = np.divmod(np.asarray(numbers, np.float64), PER_LINE)
        return column * self.cell, line * self.cell

    def radius(self, number: int) -> float:
        """Half the size of a symbol without its badge, in device pixels."""
        size = DOT if self.dots else self.looks.symbols[number].size
        return size * self.factor * self.ratio / 2

    def _grow(self) -> None:
        """Room for all looks there are, and as many again if that was not enough."""
        lines = math.ceil(2 * len(self.looks) / PER_LINE)
        if self.pixmap.isNull() or self.pixmap.height() < lines * self.cell:
            grown = QPixmap(PER_LINE * self.cell, max(lines, 2 * (len(self._drawn) // PER_LINE + 1)) * self.cell)
            grown.fill(Qt.GlobalColor.transparent)
            if not self.pixmap.isNull():
                painter = QPainter(grown)
                painter.drawPixmap(0, 0, self.pixmap)
                painter.end()
            self.pixmap = grown
        self._drawn = np.append(self._drawn, np.zeros(2 * len(self.looks) - len(self._drawn), np.bool_))

    def _draw(self, numbers: Sequence[int]) -> None:
        painter = QPainter(self.pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in numbers:
            symbol = self.looks.symbols[number // 2]
            x, y = number % PER_LINE * self.cell + self.cell / 2, number // PER_LINE * self.cell + self.cell / 2
            draw_symbol(
                painter, symbol, self.theme, x, y, self.ratio * self.factor, stale=number % 2 == 1, dot=self.dots
            )
        painter.end()
        self._drawn[numbers] = True


def draw_symbol(
    painter: QPainter,
    symbol: Symbol,
    theme: Theme,
    x: float,
    y: float,
    scale: float,
    *,
    stale: bool = False,
    dot: bool = False,
) -> None:
    """One symbol with its middle at ``x, y``; ``scale`` is device pixels per px of the style."""
    color = theme.color(symbol.color)
    if stale:
        color = mixed(color, theme.color("map.halo"), 0.45)
    if dot:
        if symbol.rank < LOUD:  # only stands there: present, and no louder than the roads
            color = mixed(color, theme.color("map.land"), 0.35)
        _dot(painter, color, theme, x, y, DOT * scale / 2)
        return
    half = symbol.size * scale / 2
    outline = shape_path(symbol.shape, x, y, half)
    _shade(painter, outline, theme, scale)
    edge = theme.color("map.symbol_edge")
    quiet = 0.0 if symbol.rank >= LOUD else 0.5 if theme.dark else 0.12
    painter.setPen(pen_of(mixed(edge, color, quiet), 1.5 * scale))
    painter.setBrush(color)
    painter.drawPath(outline)
    if stale:
        _hatch(painter, outline, theme, scale)
    if symbol.icon:
        low = {Shape.TRIANGLE: (0.16, 1.0), Shape.DIAMOND: (0.0, 1.02)}.get(symbol.shape, (0.0, 1.24))
        _glyph(painter, symbol.icon, readable_on(color, theme), x, y + low[0] * half, half * low[1])
    if symbol.mark:
        _badge(painter, symbol.mark, theme, x + half * 0.74, y - half * 0.74, max(4.4 * scale, half * 0.46), scale)


def readable_on(color: QColor, theme: Theme) -> QColor:
    """Dark or light, whichever is easier to see on the colour."""
    dark, light = theme.color("map.symbol_shade"), theme.color("map.symbol_edge")
    return light if color.lightnessF() < (0.5 if theme.name == "day" else 0.42) else mixed(color, dark, 0.88)


def shape_path(shape: Shape, x: float, y: float, half: float) -> QPainterPath:
    """The outline of a shape around a middle; all shapes look about equally large."""
    path = QPainterPath()
    if shape is Shape.CIRCLE:
        path.addEllipse(QPointF(x, y), half, half)
    elif shape is Shape.SQUARE:
        side = half * 0.93
        path.addRoundedRect(QRectF(x - side, y - side, 2 * side, 2 * side), half * 0.32, half * 0.32)
    elif shape is Shape.TAG:
        path.addRoundedRect(QRectF(x - half, y - half * 0.78, 2 * half, 1.56 * half), half * 0.78, half * 0.78)
    else:
        corners, turn, size = CORNERS[shape]
        points = [
            QPointF(x + half * size * math.sin(angle), y - half * size * math.cos(angle))
            for angle in (turn + 2 * math.pi * k / corners for k in range(corners))
        ]
        if shape is Shape.TRIANGLE:
            points = [QPointF(point.x(), point.y() + half * 0.12) for point in points]
        path = rounded(points, half * (0.1 if shape is Shape.OCTAGON else 0.28))
    return path


CORNERS: dict[Shape, tuple[int, float, float]] = {  # corners, turn of the first, size against the circle
    Shape.DIAMOND: (4, 0.0, 1.2),
    Shape.TRIANGLE: (3, 0.0, 1.3),
    Shape.OCTAGON: (8, math.pi / 8, 1.08),
    Shape.HEXAGON: (6, 0.0, 1.1),
}


def rounded(points: list[QPointF], radius: float) -> QPainterPath:
    """A closed polygon with its corners rounded."""
    path = QPainterPath()
    count = len(points)
    for at, corner in enumerate(points):
        before, after = points[at - 1], points[(at + 1) % count]
        enter, leave = _toward(corner, before, radius), _toward(corner, after, radius)
        if at == 0:
            path.moveTo(enter)
        else:
            path.lineTo(enter)
        path.quadTo(corner, leave)
    path.closeSubpath()
    return path


def _toward(start: QPointF, end: QPointF, distance: float) -> QPointF:
    dx, dy = end.x() - start.x(), end.y() - start.y()
    share = min(0.5, distance / max(1e-9, math.hypot(dx, dy)))
    return QPointF(start.x() + dx * share, start.y() + dy * share)


def _dot(painter: QPainter, color: QColor, theme: Theme, x: float, y: float, half: float) -> None:
    painter.setPen(QPen(theme.color("map.halo", 0.9), half * 0.28))
    painter.setBrush(color)
    painter.drawEllipse(QPointF(x, y), half, half)


def _shade(painter: QPainter, outline: QPainterPath, theme: Theme, scale: float) -> None:
    """A soft dark rim, so that the symbol stands off any ground."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for width, alpha in ((5.0, 0.10), (3.6, 0.16)):
        painter.setPen(QPen(theme.color("map.symbol_shade", alpha), width * scale))
        painter.drawPath(outline)


def _hatch(painter: QPainter, outline: QPainterPath, theme: Theme, scale: float) -> None:
    painter.save()
    painter.setClipPath(outline)
    box = outline.boundingRect()
    painter.setPen(QPen(theme.color("map.hatch", 0.75), 1.1 * scale))
    step, x = 4.0 * scale, box.left() - box.height()
    while x < box.right():
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()))
        x += step
    painter.restore()


def _glyph(painter: QPainter, icon: str, color: QColor, x: float, y: float, size: float) -> None:
    path = glyph_path(icon, size)
    if path is None:
        return
    box = path.boundingRect()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPath(path.translated(x - box.center().x(), y - box.center().y()))


def glyph_path(icon: str, size: float) -> QPainterPath | None:
    """The outline of a Material Design icon of this height in pixels; None when there is no such icon."""
    try:
        letter = qtawesome.charmap(f"mdi6.{icon}")
    except (KeyError, ValueError):
        return None
    font: QFont = qtawesome.font("mdi6", 100)
    font.setPixelSize(100)
    path = QPainterPath()
    path.addText(0, 0, font, letter)
    box = path.boundingRect()
    largest = max(box.width(), box.height(), 1.0)
    shrunk = QPainterPath()
    shrunk.addPath(path)

    return QTransform.fromScale(size / largest, size / largest).map(shrunk)


MARKS: dict[Mark, tuple[str, str]] = {  # token of the badge, icon in it
    Mark.LATE: ("late", "clock-alert"),
    Mark.DONE: ("ok", "check-bold"),
    Mark.OFF: ("muted", "close-thick"),
    Mark.FAULT: ("soon", "exclamation-thick"),
    Mark.FULL: ("soon", "arrow-up-bold"),
}


def _badge(painter: QPainter, mark: Mark, theme: Theme, x: float, y: float, half: float, scale: float) -> None:
    token, icon = MARKS[mark]
    color = theme.color(token)
    painter.setPen(QPen(theme.color("map.halo"), 1.4 * scale))
    painter.setBrush(QBrush(color))
    painter.drawEllipse(QPointF(x, y), half, half)
    if mark is Mark.LATE:
        _clock(painter, readable_on(color, theme), x, y, half, scale)
    else:
        _glyph(painter, icon, readable_on(color, theme), x, y, half * 1.15)


def _clock(painter: QPainter, color: QColor, x: float, y: float, half: float, scale: float) -> None:
    painter.setPen(QPen(color, 1.3 * scale, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawPolyline(
        QPolygonF([QPointF(x, y - half * 0.58), QPointF(x, y), QPointF(x + half * 0.44, y + half * 0.22)])
    )


def symbol_pixmap(symbol: Symbol, theme: Theme, size_px: float, ratio: float = 1.0, *, stale: bool = False) -> QPixmap:
    """The symbol for lists and legends, ``size_px`` desk pixels wide."""
    pixmap = QPixmap(round(size_px * ratio), round(size_px * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    fits = size_px * 0.70 / symbol.size if symbol.size else 1.0
    middle = size_px * ratio / 2
    draw_symbol(painter, symbol, theme, middle, middle, fits * ratio, stale=stale)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def text_width(font: QFont, text: str) -> float:
    """Pixels that the text takes."""
    return QFontMetricsF(font).horizontalAdvance(text)


def pen_of(color: QColor, width: float) -> QPen:
    """A pen with round ends and joins."""
    return QPen(QBrush(color), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
