"""A4 pages to write on from top to bottom: text, rules and room; pages break by themselves and carry head and foot."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QBuffer, QByteArray, QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPageSize, QPainter, QPdfWriter, QPen

from console.theme import Theme

DPI = 1200
MM = DPI / 25.4
POINT = DPI / 72
PX = DPI / 96  # a CSS pixel, the unit of symbols and line widths on the map

WIDTH, HEIGHT = 210.0, 297.0  # mm
LEFT, TOP, RIGHT, BOTTOM = 20.0, 24.0, 20.0, 22.0  # mm: room for a punch on the left, head and foot
INNER = WIDTH - LEFT - RIGHT

ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignHCenter,
}


class NotPrinted(OSError):
    """Qt could not write the document."""


@dataclass
class Paper:
    """The page being written. Lengths are in mm from the page's left and top edge, sizes of type in points.

    `each_page(paper)` draws head and foot; it is called once a page, with `page` set. Text is drawn as it is, never as
    markup; colours are tokens of the theme (`ink`).
    """

    theme: Theme
    painter: QPainter
    writer: QPdfWriter
    each_page: Callable[[Paper], None]
    pages: int = 0  # how many there will be; 0 while that is being counted
    page: int = 1
    y: float = TOP
    _fonts: dict[tuple[float, int], QFont] = field(default_factory=dict)

    def begin(self) -> None:
        """The first page's head and foot."""
        self.each_page(self)

    def room(self) -> float:
        """What is left of the page, in mm."""
        return HEIGHT - BOTTOM - self.y

    def need(self, height: float) -> bool:
        """Break the page when less than `height` mm is left; whether it did."""
        if height <= self.room():
            return False
        self.turn()
        return True

    def turn(self) -> None:
        """Go to the next page."""
        self.writer.newPage()
        self.page += 1
        self.y = TOP
        self.each_page(self)

    def font(self, size: float = 9.0, weight: int = 400) -> QFont:
        """The theme's typeface with figures of one width."""
        key = (size, weight)
        if key not in self._fonts:
            font = QFont(self.theme.family())
            font.setPointSizeF(size)
            font.setWeight(QFont.Weight(weight))
            font.setFeature(QFont.Tag("tnum"), 1)
            self._fonts[key] = font
        return self._fonts[key]

    def line_height(self, size: float = 9.0) -> float:
        """Of one line of text, in mm."""
        return QFontMetricsF(self.font(size), self.writer).lineSpacing() / MM

    def width_of(self, text: str, size: float = 9.0, weight: int = 400) -> float:
        """Of a text on one line, in mm."""
        return QFontMetricsF(self.font(size, weight), self.writer).horizontalAdvance(text) / MM

    def height_of(self, text: str, width: float, size: float = 9.0, weight: int = 400) -> float:
        """Of a text wrapped at `width`, in mm."""
        box = QRectF(0, 0, width * MM, 1e7)
        metrics = QFontMetricsF(self.font(size, weight), self.writer)
        return metrics.boundingRect(box, _WRAPPED | Qt.AlignmentFlag.AlignLeft, _breakable(text)).height() / MM

    def text(
        self,
        text: str,
        x: float,
        y: float,
        width: float,
        size: float = 9.0,
        weight: int = 400,
        ink: str = "text",
        align: str = "left",
    ) -> float:
        """Draw a text wrapped at `width` with its top left corner at x, y; its height in mm."""
        height = self.height_of(text, width, size, weight)
        self.painter.setFont(self.font(size, weight))
        self.painter.setPen(self.theme.color(ink))
        box = QRectF(x * MM, y * MM, width * MM, (height + 2) * MM)
        self.painter.drawText(box, _WRAPPED | ALIGN[align], _breakable(text))
        return height

    def paragraph(self, text: str, size: float = 9.0, weight: int = 400, ink: str = "text", after: float = 2.0) -> None:
        """A text over the whole width at the present height."""
        self.need(self.height_of(text, INNER, size, weight))
        self.y += self.text(text, LEFT, self.y, INNER, size, weight, ink) + after

    def rule(self, y: float, ink: str = "line", width: float = 0.6, x: float = LEFT, length: float = INNER) -> None:
        """A line from x to x + length; `width` in points."""
        self.painter.setPen(QPen(self.theme.color(ink), width * POINT, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        self.painter.drawLine(round(x * MM), round(y * MM), round((x + length) * MM), round(y * MM))

    def block(self, x: float, y: float, width: float, height: float, color: QColor, radius: float = 0.0) -> None:
        """A filled box."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(color)
        self.painter.drawRoundedRect(QRectF(x * MM, y * MM, width * MM, height * MM), radius * MM, radius * MM)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)

    def badge(self, text: str, x: float, y: float, size: float = 7.5, ink: str = "late", solid: bool = False) -> float:
        """A word on a tinted ground with its left edge at x; its width in mm."""
        width, height = self.width_of(text, size, 600) + 3.2, self.line_height(size) + 0.9
        self.block(x, y, width, height, self.theme.color(ink) if solid else self.theme.tint(ink), height / 2)
        self.text(text, x + 1.6, y + 0.55, width, size, 600, f"on_{ink}" if solid else ink)
        return width


_WRAPPED = Qt.TextFlag.TextWordWrap
_LONG_WORD = re.compile(r"(\S{24})(?=\S)")


def _breakable(text: str) -> str:
    """A word that is longer than any real one (an address, a row of letters) may break: else it ran off the page."""
    return _LONG_WORD.sub("\\1\u200b", text)


def printed(title: str, theme: Theme, each_page: Callable[[Paper], None], write: Callable[[Paper], None]) -> bytes:
    """The PDF of what `write` writes, made twice: to count the pages, and to number them. Needs a QGuiApplication.

    Raises NotPrinted.
    """
    _, pages = _print(title, theme, each_page, write, 0)
    return _print(title, theme, each_page, write, pages)[0]


def _print(
    title: str, theme: Theme, each_page: Callable[[Paper], None], write: Callable[[Paper], None], pages: int
) -> tuple[bytes, int]:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(title)
    writer.setCreator("POC")
    painter = QPainter()
    if not painter.begin(writer):
        raise NotPrinted("Qt could not begin the PDF")
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paper = Paper(theme, painter, writer, each_page, pages)
        paper.begin()
        write(paper)
    finally:
        painter.end()
        buffer.close()
    return bytes(data.data()), paper.page
