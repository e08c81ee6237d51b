"""What the shift window paints: tiles with figures, tables with bars, bars by the hour."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from console.i18n import hour, number
from console.shiftreport.document import Item, Tile
from console.shiftreport.tables import Table
from console.shiftreport.values import Hour
from console.theme import Theme
from console.views.cardmarks import Themed
from console.views.cardparts import UNIT, badge, column, label, row
from console.views.cardtext import Elided, Words
from console.words import language

BAR = 72
LEAST_BAR = 24
GAP = 12
PER_ROW = 4  # tiles


class Tiles(QWidget, Themed):
    """The figures to be seen first: large, with their words below."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._tiles: tuple[Tile, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_tiles(self, tiles: Sequence[Tile]) -> None:
        """Show these."""
        self._tiles = tuple(tiles)
        self.setAccessibleName(", ".join(f"{tile.label}: {tile.value}" for tile in self._tiles))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        rows = -(-len(self._tiles) // PER_ROW)
        return QSize(720, rows * (self._height() + GAP) - (GAP if rows else 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = (self.width() - GAP * (PER_ROW - 1)) / PER_ROW
        for place, tile in enumerate(self._tiles):
            left = place % PER_ROW * (width + GAP)
            self._draw(painter, QRectF(left, place // PER_ROW * (self._height() + GAP), width, self._height()), tile)
        painter.end()

    def _draw(self, painter: QPainter, box: QRectF, tile: Tile) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("raised"))
        painter.drawRoundedRect(box, 6, 6)
        painter.setBrush(self.theme.color(tile.tone or "line_strong"))
        painter.drawRoundedRect(QRectF(box.left(), box.top() + 8, 3, box.height() - 16), 1.5, 1.5)
        inside = box.adjusted(2 * UNIT, UNIT, -UNIT, -UNIT)
        painter.setPen(self.theme.color(tile.tone or "text"))
        painter.setFont(self.theme.font("display", 600))
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, tile.value)
        painter.setPen(self.theme.color("muted"))
        painter.setFont(self.theme.font("body"))
        words = QFontMetrics(painter.font()).elidedText(tile.label, Qt.TextElideMode.ElideRight, int(inside.width()))
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, words)

    def _height(self) -> int:
        return sum(QFontMetrics(self.theme.font(size)).height() for size in ("display", "body")) + 2 * UNIT + 2


class FigureTable(QWidget, Themed):
    """One table: title, heads, rows, and a bar beside each name."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._table: Table | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_table(self, table: Table) -> None:
        """Show this one."""
        self._table = table
        self.setAccessibleName(table.title)
        lines = [", ".join(cell.text for cell in cells) for cells in table.rows]
        self.setAccessibleDescription("; ".join(lines) or table.empty)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        rows = len(self._table.rows) if self._table else 0
        return QSize(420, self._head_height() + max(rows, 1) * self._row() + UNIT)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        table = self._table
        if table is None:
            return
        painter = QPainter(self)
        painter.setFont(self.theme.font("lead", 600))
        painter.setPen(self.theme.color("text"))
        painter.drawText(0, QFontMetrics(painter.font()).ascent(), table.title)
        if not table.rows:
            painter.setFont(self.theme.font("body"))
            painter.setPen(self.theme.color("muted"))
            box = QRect(0, self._head_height(), self.width(), self._row())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, table.empty)
        else:
            self._draw_rows(painter, table, self._columns(table))
        painter.end()

    def _row(self) -> int:
        return QFontMetrics(self.theme.font("body")).height() + UNIT + 4

    def _head_height(self) -> int:
        lead, small = (QFontMetrics(self.theme.font(size)).height() for size in ("lead", "small"))
        return lead + small + UNIT + 6

    def _columns(self, table: Table) -> list[tuple[int, int]]:
        """Left edge and width of each column: figures take what they need, the name takes what is left."""
        small, body = QFontMetrics(self.theme.font("small", 600)), QFontMetrics(self.theme.font("body", 600))
        needs = []
        for place, column_of in enumerate(table.columns[1:], 1):
            texts = (body.horizontalAdvance(cells[place].text) for cells in table.rows)
            needs.append(max(small.horizontalAdvance(column_of.title), *texts) + GAP)
        places, right = [], self.width()
        for need in reversed(needs):
            places.append((right - need, need))
            right -= need
        return [(0, right), *reversed(places)]

    def _draw_rows(self, painter: QPainter, table: Table, places: list[tuple[int, int]]) -> None:
        theme, top, high = self.theme, self._head_height(), self._row()
        painter.setFont(theme.font("small", 600))
        painter.setPen(theme.color("muted"))
        small = QFontMetrics(painter.font())
        for column_of, (left, width) in zip(table.columns, places, strict=True):
            side = Qt.AlignmentFlag.AlignRight if left else Qt.AlignmentFlag.AlignLeft
            painter.drawText(QRect(left, top - small.height() - 4, width, small.height()), side, column_of.title)
        longest = (
            max((cells[table.bars].value or 0 for cells in table.rows), default=0) if table.bars is not None else 0
        )
        for place, cells in enumerate(table.rows):
            y = top + place * high
            painter.setPen(theme.color("line"))
            painter.drawLine(0, y, self.width(), y)
            bar = self._bar(table, places[0][1]) if longest else 0
            name = QRect(0, y, places[0][1] - bar - GAP, high)
            self._text(painter, name, cells[0].text, "text", Qt.AlignmentFlag.AlignLeft)
            if bar and table.bars is not None:
                share = (cells[table.bars].value or 0) / longest
                box = QRectF(places[0][1] - bar, y + high / 2 - 3, bar * share, 6)
                painter.fillRect(box, theme.color("accent"))
            for cell, (left, width) in zip(cells[1:], places[1:], strict=True):
                token = cell.tone or ("muted" if not cell.value else "text")
                self._text(painter, QRect(left, y, width, high), cell.text, token, Qt.AlignmentFlag.AlignRight)

    def _bar(self, table: Table, room: int) -> int:
        """How long the longest bar may be, in pixels: the names come first, and a stump says nothing."""
        metrics = QFontMetrics(self.theme.font("body"))
        name = max(metrics.horizontalAdvance(cells[0].text) for cells in table.rows)
        left = min(BAR, room - name - 2 * GAP)
        return left if left >= LEAST_BAR else 0

    def _text(self, painter: QPainter, box: QRect, text: str, token: str, side: Qt.AlignmentFlag) -> None:
        painter.setPen(self.theme.color(token))
        painter.setFont(self.theme.font("body", 400 if token in ("text", "muted") else 600))
        line = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, line)


class HourBars(QWidget, Themed):
    """For each step of the span two bars: what came in and what was closed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._hours: tuple[Hour, ...] = ()
        self.words = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(168)

    def show_hours(self, hours: Sequence[Hour], received: str, closed: str) -> None:
        """Show these, with the two words of the legend."""
        self._hours, self.words = tuple(hours), (received, closed)
        rows = (f"{hour(row_of.start)}: {row_of.received} {received}, {row_of.closed} {closed}" for row_of in hours)
        self.setAccessibleName("; ".join(rows))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.theme.font("small"))
        metrics = QFontMetrics(painter.font())
        left = 0
        for word, token in zip(self.words, ("accent", "ok"), strict=True):
            painter.fillRect(QRectF(left, metrics.height() / 2 - 4, 8, 8), self.theme.color(token))
            painter.setPen(self.theme.color("text"))
            painter.drawText(left + 14, metrics.ascent(), word)
            left += 14 + metrics.horizontalAdvance(word) + 2 * UNIT
        most = max((max(row_of.received, row_of.closed) for row_of in self._hours), default=0)
        if most:
            self._draw(painter, metrics, most)
        painter.end()

    def _draw(self, painter: QPainter, metrics: QFontMetrics, most: int) -> None:
        top, bottom = metrics.height() * 2 + UNIT, self.height() - metrics.height() - 6
        painter.setPen(self.theme.color("line"))
        painter.drawLine(0, bottom, self.width(), bottom)
        step = self.width() / len(self._hours)
        wide = min(20.0, max(2.0, step * 0.3))
        said_until = -1.0
        for place, row_of in enumerate(self._hours):
            middle = (place + 0.5) * step
            for side, (count, token) in enumerate(((row_of.received, "accent"), (row_of.closed, "ok"))):
                height = (bottom - top) * count / most
                x = middle - wide - 1 if side == 0 else middle + 1
                painter.fillRect(QRectF(x, bottom - height, wide, height), self.theme.color(token))
                if count and wide >= 10:
                    painter.setPen(self.theme.color("muted"))
                    words = number(count, 0, language())
                    box = QRectF(x - 12, bottom - height - metrics.height() - 1, wide + 24, metrics.height())
                    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
            painter.setPen(self.theme.color("muted"))
            text = hour(row_of.start)
            width = metrics.horizontalAdvance(text)
            if middle - width / 2 > said_until:
                painter.drawText(
                    QRectF(middle - width, bottom + 3, 2 * width, metrics.height()), Qt.AlignmentFlag.AlignCenter, text
                )
                said_until = middle + width / 2 + UNIT


class ItemCard(QFrame):
    """One report of a list: number, what, where, its words, why it is told of. All of it plain text."""

    def __init__(self, item: Item, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        number_, title, when = label("", item.number), Elided(), label("small", item.when)
        number_.setProperty("tone", "accent")
        title.setText(item.title)
        font = title.font()
        font.setWeight(font.Weight.DemiBold)
        title.setFont(font)
        layout = column(self, spacing=4, margins=(UNIT + 4, UNIT, UNIT + 4, UNIT))
        layout.addLayout(row(number_, title, when, wide=1))
        layout.addWidget(Words(item.text))
        about = Elided("small")
        about.setText(" · ".join(part for part in (item.place, item.state, item.deadline) if part))
        badges = [badge("late" if item.late else "plain", reason) for reason in item.reasons]
        layout.addLayout(row(about, *badges, wide=0))
        if item.note:
            layout.addWidget(Words(item.note))
        self.setAccessibleName(f"{item.number}, {item.title}, {item.place}, {item.state}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()
