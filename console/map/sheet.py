"""A sheet of paper with the map on it, at 300 dots per inch, by the painters of the screen; written as PNG or PDF.

Lengths on the sheet are millimetres; A4, lying. Paper is always drawn by day.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QMarginsF, QObject, QPointF, QRect, QRectF, QSizeF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from console.i18n import distance
from console.map.canvas import MapCanvas
from console.map.graticule import Degrees, draw_graticule
from console.map.legend import legend_rows, sample
from console.map.surface import MapSurface
from console.theme import Theme
from layers.geometry import Bounds
from layers.style import Style

DPI = 300
PX_PER_MM = DPI / 25.4
WIDTH, HEIGHT = 297.0, 210.0
MARGIN, HEAD, FOOT, SIDE = 10.0, 14.0, 10.0, 60.0
MAP = QRectF(MARGIN, MARGIN + HEAD, WIDTH - 2 * MARGIN - SIDE, HEIGHT - 2 * MARGIN - HEAD - FOOT)
ROW, GAP = 5.4, 1.6  # of the legend
TILES_S = 20.0  # that paper waits for the tiles of a source
LOOK_MS = 250  # between two looks at whether they have come
STRIP = 160  # dots of the map that are put on the sheet at once
STEPS_M = tuple(digit * 10**power for power in range(6) for digit in (1, 2, 5))


class NotWritten(OSError):
    """The file could not be written; the message names it."""


@dataclass(frozen=True, slots=True)
class LegendPart:
    """One layer of the legend: its name, and its symbols as pictures with their words in the reader's language."""

    title: str
    rows: tuple[tuple[QImage, str], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """All that is written on the sheet, in the reader's language."""

    title: str
    when: str
    credit: str
    legend: tuple[LegendPart, ...]
    north: str
    language: str = "id"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A finished sheet: the picture of the map, metres for each of its pixels, and the words."""

    map: QImage
    metres_per_px: float
    words: Words
    theme: Theme = field(default_factory=lambda: Theme.load("day"))

    def write(self, path: Path) -> None:
        """Write a PDF or, for any other ending, a PNG. Raises NotWritten. May run in any thread."""
        if path.suffix.lower() == ".pdf":
            if not self._pdf(path):
                raise NotWritten(path.name)
            return
        # Pillow lets the desk go on while it packs; Qt would hold it for most of a second.
        image = self.image().convertToFormat(QImage.Format.Format_RGBA8888)
        packed = Image.frombuffer(
            "RGBA", (image.width(), image.height()), bytes(image.constBits()), "raw", "RGBA", 0, 1
        )
        try:
            packed.convert("RGB").save(path, "PNG", dpi=(DPI, DPI))
        except OSError as error:
            raise NotWritten(path.name) from error

    def image(self) -> QImage:
        """The whole sheet as a picture."""
        image = QImage(round(WIDTH * PX_PER_MM), round(HEIGHT * PX_PER_MM), QImage.Format.Format_RGB32)
        image.setDotsPerMeterX(round(1000 * PX_PER_MM))
        image.setDotsPerMeterY(round(1000 * PX_PER_MM))
        image.fill(self.theme.color("surface"))
        painter = QPainter(image)
        self._paint(painter)
        painter.end()
        return image

    def _pdf(self, path: Path) -> bool:
        writer = QPdfWriter(str(path))
        writer.setResolution(DPI)
        writer.setTitle(self.words.title)
        writer.setPageLayout(
            QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, QMarginsF())
        )
        painter = QPainter()
        if not painter.begin(writer):
            return False
        self._paint(painter)
        return painter.end()

    # --- painting --------------------------------------------------------------------------------

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = _px(MAP)
        for top in range(0, self.map.height(), STRIP):  # each call holds the desk: many short ones
            part = QRectF(0, top, self.map.width(), min(STRIP + 2, self.map.height() - top))
            painter.drawImage(part.translated(frame.topLeft()), self.map, part)
        painter.setPen(QPen(self.theme.color("line_strong"), 0.25 * PX_PER_MM))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(frame)
        head = QRectF(MARGIN, MARGIN, WIDTH - 2 * MARGIN, HEAD - 4)
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        self._write(painter, head, self.words.title, 5.6, left, weight=700)
        self._write(painter, head, self.words.when, 3.6, right, color="muted")
        foot = QRectF(MAP.left(), MAP.bottom() + 2, MAP.width(), FOOT - 3)
        self._write(painter, foot.adjusted(70, 0, 0, 0), self.words.credit, 2.8, right, color="muted")
        self._scale(painter, foot)
        self._legend(painter, QRectF(MAP.right() + 5, MAP.top(), SIDE - 5, MAP.height()))

    def _write(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        size: float,
        align: Qt.AlignmentFlag,
        weight: int = 400,
        color: str = "text",
    ) -> None:
        font = self.theme.font("body", weight)
        font.setPixelSize(round(size * PX_PER_MM))
        painter.setFont(font)
        painter.setPen(self.theme.color(color))
        room = _px(box)
        painter.drawText(
            room,
            align | Qt.AlignmentFlag.AlignVCenter,
            painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width())),
        )

    def _scale(self, painter: QPainter, box: QRectF) -> None:
        room = 55 * PX_PER_MM * self.metres_per_px
        metres = float(max((step for step in STEPS_M if step <= room), default=1))
        length = metres / self.metres_per_px / PX_PER_MM
        left, base = box.left() + 1, box.top() + 5
        painter.setPen(QPen(self.theme.color("text"), 0.4 * PX_PER_MM))
        for start, end in (
            ((left, base), (left + length, base)),
            ((left, base), (left, base - 1.6)),
            ((left + length, base), (left + length, base - 1.6)),
        ):
            painter.drawLine(QPointF(*start) * PX_PER_MM, QPointF(*end) * PX_PER_MM)
        words = distance(metres, self.words.language)
        self._write(
            painter, QRectF(left + length + 2, base - 3.6, 60, 4.4), words, 3.2, Qt.AlignmentFlag.AlignLeft, weight=600
        )

    def _legend(self, painter: QPainter, box: QRectF) -> None:
        """Everything that the map shows; where that is much, all of it smaller."""
        left, parts = Qt.AlignmentFlag.AlignLeft, self.words.legend
        lines = 1 + sum(1 + len(part.rows) for part in parts)
        share = min(1.0, box.height() / (lines * ROW + 1 + len(parts) * GAP))
        row, y = ROW * share, box.top()
        self._write(
            painter, QRectF(box.left(), y, box.width(), row), self.words.north, 3.2 * share, left, color="muted"
        )
        y += row + share
        for part in parts:
            self._write(painter, QRectF(box.left(), y, box.width(), row), part.title, 3.4 * share, left, weight=700)
            y += row
            for picture, word in part.rows:
                painter.drawImage(_px(QRectF(box.left(), y, row, row)), picture)
                self._write(
                    painter, QRectF(box.left() + row + 2, y, box.width() - row - 2, row), word, 3.1 * share, left
                )
                y += row
            y += GAP * share


def legend_part(style: Style, layer: str, title: str, word_of: Callable[[str], str]) -> LegendPart:
    """The legend of a layer, ready to be put on paper. ``word_of``: English word of a style row → the reader's."""
    theme, rows = Theme.load("day"), []
    for row in legend_rows(style, layer):
        picture = sample(row.symbol, theme, 24, ROW * PX_PER_MM / 24).toImage()
        picture.setDevicePixelRatio(1)
        rows.append((picture, word_of(row.word)))
    return LegendPart(title, tuple(rows))


class PaperMap(MapSurface):
    """The map at the dots of paper; never shown."""

    def devicePixelRatioF(self) -> float:  # noqa: N802 - Qt's name
        return DPI / 96

    def look_at(self, bounds: Bounds) -> None:
        """Show these degrees wholly, in the room that the sheet has."""
        ratio = self.devicePixelRatioF()
        room = QSizeF(MAP.size()) * PX_PER_MM / ratio
        self.resize(round(room.width()), round(room.height()))
        self._measure()
        self._set_view(self.camera.fitted(bounds, 0, most=19))

    def image(self, degrees: Degrees | None) -> QImage:
        """What it shows, when it is sharp; with the graticule where somebody says its degrees."""
        image = QImage(self.camera.width, self.camera.height, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        self.picture.draw(painter, QRect(0, 0, image.width(), image.height()))
        self.attention.draw(painter, self.theme)
        if degrees is not None:
            draw_graticule(painter, self.camera, self.theme, degrees)
        painter.end()
        return image


class Printing(QObject):
    """Draws the map of a canvas for paper, piece by piece while the desk goes on."""

    ready = Signal(object)  # Sheet

    def __init__(self, canvas: MapCanvas, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._degrees = canvas.degrees if canvas.graticule else None
        self._map = PaperMap(Theme.load("day"), scene=canvas.scene)
        self._map.set_heat(canvas.picture.heat)
        self._map.set_grouping(canvas.picture.points.grouping)
        self._map.select(canvas.attention.selected)
        self._calm, self._until = 0, time.monotonic() + TILES_S
        self._look = QTimer(self, singleShot=True, interval=LOOK_MS)
        self._look.timeout.connect(self._on_sharp)
        self._map.sharpened.connect(self._on_sharp)
        self._map.look_at(canvas.bounds())

    @Slot()
    def _on_sharp(self) -> None:
        if not self._map.picture.is_sharp():
            return
        if self._waits():
            self._look.start()
            return
        paper = self._map
        paper.sharpened.disconnect(self._on_sharp)
        sheet = Sheet(paper.image(self._degrees), paper.camera.metres_per_px(), self._words)
        paper.close_down()
        paper.deleteLater()
        self.ready.emit(sheet)

    def _waits(self) -> bool:
        """Whether tiles are on their way: paper wants nearer ones than the screen, and is not drawn a second time."""
        raster = self._map.scene.raster
        if raster is None or time.monotonic() > self._until:
            return False
        self._calm = 0 if raster.book.standing().waiting else self._calm + 1
        return self._calm < 2  # what has just come is still being drawn


def _px(box: QRectF) -> QRectF:
    return QRectF(
        round(box.left() * PX_PER_MM),
        round(box.top() * PX_PER_MM),
        round(box.width() * PX_PER_MM),
        round(box.height() * PX_PER_MM),
    )
