"""A short list to choose from with the number keys: departments, twins, places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from console.theme import Theme
from console.views.cardmarks import Look, Themed, draw_shape
from console.views.cardparts import UNIT
from console.words import plain_tip

_ROLE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class Choice:
    """One row: what it stands for, its words, more words below, and a short mark at the right."""

    key: str
    title: str
    detail: str = ""
    mark: str = ""
    look: Look | None = None


class ChoiceList(QListWidget, Themed):
    """Rows with the numbers 1 to 9. `chosen` tells of another row, `taken` of Enter or a double click."""

    chosen = Signal(str)
    taken = Signal(str)

    def __init__(self, theme: Theme, rows_shown: int = 6, numbered: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._rows_shown = rows_shown
        self.numbered = numbered
        self.setItemDelegate(_Rows(self))
        self.setProperty("choices", True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.currentRowChanged.connect(self._tell)
        self.itemDoubleClicked.connect(self._take)

    def set_choices(self, choices: Sequence[Choice], current: str = "") -> None:
        """Show these rows; `current`, or the first, is chosen."""
        self.blockSignals(True)
        self.clear()
        for choice in choices:
            item = QListWidgetItem(choice.title)
            item.setData(_ROLE, choice)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, (choice.title, choice.detail, choice.mark)))
            )
            item.setToolTip(plain_tip(" · ".join(filter(None, (choice.title, choice.detail)))))
            self.addItem(item)
        keys = [choice.key for choice in choices]
        self.setCurrentRow(keys.index(current) if current in keys else (0 if keys else -1))
        self.blockSignals(False)
        self.updateGeometry()
        self.setFixedHeight(self.sizeHint().height())
        self._tell(self.currentRow())

    def choices(self) -> list[Choice]:
        """The rows as they stand."""
        return [self.item(place).data(_ROLE) for place in range(self.count())]

    def current(self) -> str:
        """The key of the chosen row; empty where there is none."""
        place = self.currentRow()
        return self.choices()[place].key if place >= 0 else ""

    def choose(self, key: str) -> bool:
        """Choose the row of this key."""
        keys = [choice.key for choice in self.choices()]
        if key in keys:
            self.setCurrentRow(keys.index(key))
        return key in keys

    def choose_number(self, number: int) -> bool:
        """Choose the row with this number, counted from 1."""
        if not 1 <= number <= min(9, self.count()):
            return False
        self.setCurrentRow(number - 1)
        return True

    def step(self, rows: int) -> None:
        """Up or down by so many rows, stopping at the ends."""
        if self.count():
            self.setCurrentRow(max(0, min(self.count() - 1, self.currentRow() + rows)))

    def row_height(self) -> int:
        """Two lines of type and the space around them."""
        small, body = (QFontMetrics(self.theme.font(size)).height() for size in ("small", "body"))
        return small + body + UNIT

    def sizeHint(self) -> QSize:
        rows = max(1, min(self._rows_shown, self.count()))
        return QSize(320, rows * self.row_height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.row_height() + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdigit() and self.choose_number(int(event.text())):
            return
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            super().keyPressEvent(event)
            return
        event.ignore()  # Enter, Esc and letters are for the sheet

    def _tell(self, place: int) -> None:
        if place >= 0:
            self.chosen.emit(self.item(place).data(_ROLE).key)

    def _take(self, item: QListWidgetItem) -> None:
        self.taken.emit(item.data(_ROLE).key)


class _Rows(QStyledItemDelegate):
    """Paints a row: its number in a box, title and detail, the mark at the right."""

    def __init__(self, view: ChoiceList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(160, self._view.row_height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, choice = self._view.theme, index.data(_ROLE)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("selected" if chosen else "hover"))
        if chosen:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.color("accent"))
        left = rect.left() + UNIT + 4
        left = self._number(painter, rect, left, index.row() + 1, chosen)
        if choice.look is not None:
            draw_shape(
                painter, QRectF(left, rect.center().y() - 8, 16, 16), choice.look.shape, theme.color(choice.look.tone)
            )
            left += 16 + UNIT
        right = self._mark(painter, rect, choice.mark)
        self._words(painter, QRect(left, rect.top() + 4, right - left, rect.height() - 8), choice)
        painter.restore()

    def _number(self, painter: QPainter, rect: QRect, left: int, number: int, chosen: bool) -> int:
        theme = self._view.theme
        if not self._view.numbered:
            return left
        if number <= 9:
            side = self._side()
            box = QRectF(left + 0.5, rect.center().y() - side / 2 + 0.5, side, side)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(theme.color("accent" if chosen else "line_strong"))
            painter.drawRoundedRect(box, 4, 4)
            painter.setFont(theme.font("small", 600))
            painter.setPen(theme.color("text" if chosen else "muted"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number))
        return left + self._side() + UNIT + 2

    def _side(self) -> int:
        return QFontMetrics(self._view.theme.font("small")).height() + 4

    def _mark(self, painter: QPainter, rect: QRect, mark: str) -> int:
        theme, right = self._view.theme, rect.right() - UNIT
        if not mark:
            return right
        font = theme.font("small", 600)
        width = QFontMetrics(font).horizontalAdvance(mark)
        painter.setFont(font)
        painter.setPen(theme.color("accent"))
        painter.drawText(QRect(right - width, rect.top(), width, rect.height()), Qt.AlignmentFlag.AlignVCenter, mark)
        return right - width - UNIT

    def _words(self, painter: QPainter, rect: QRect, choice: Choice) -> None:
        theme = self._view.theme
        lines: list[tuple[str, QFont, str]] = [(choice.title, theme.font("body", 600), "text")]
        if choice.detail:
            lines.append((choice.detail, theme.font("small"), "muted"))
        height = sum(QFontMetrics(font).height() for _, font, _ in lines)
        top = rect.top() + (rect.height() - height) // 2
        for text, font, token in lines:
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(theme.color(token))
            line = metrics.elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(rect.left(), top + metrics.ascent(), line)
            top += metrics.height()
