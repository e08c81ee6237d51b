"""Small things on the map's edge: scale bar, hover card, the hint of a tool."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.i18n import distance
from console.theme import Theme

STEPS_M = tuple(digit * 10**power for power in range(6) for digit in (1, 2, 5))


class ScaleBar(QWidget):
    """A bar of a round length at the middle of the view."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._metres, self._width, self._language = 1000.0, 80.0, "id"
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.update()

    def set_language(self, code: str) -> None:
        """The length in this language."""
        self._language = code
        self.update()

    def set_scale(self, metres_per_px: float) -> None:
        """Metres on the ground for one desk pixel."""
        self._metres = float(max((step for step in STEPS_M if step <= 130 * metres_per_px), default=1))
        self._width = self._metres / metres_per_px
        self.setAccessibleName(distance(self._metres, self._language))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(150, 26)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, right, base = 6.0, 6.0 + self._width, self.height() - 7.0
        for width, token in ((4.0, "map.halo"), (1.6, "text")):
            painter.setPen(QPen(self._theme.color(token), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
            painter.drawLine(round(left), round(base), round(right), round(base))
            painter.drawLine(round(left), round(base), round(left), round(base - 5))
            painter.drawLine(round(right), round(base), round(right), round(base - 5))
        painter.setFont(self._theme.font("small", 600))
        text = distance(self._metres, self._language)
        for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
            painter.setPen(self._theme.color("map.halo"))
            painter.drawText(QPoint(12 + dx, round(base) - 6 + dy), text)
        painter.setPen(self._theme.color("text"))
        painter.drawText(QPoint(12, round(base) - 6), text)
        painter.end()


@dataclass(frozen=True, slots=True)
class Card:
    """What a hover card says: plain text, written by citizens or feeds and never read as markup."""

    title: str
    lines: tuple[str, ...] = ()


class HoverCard(QFrame):
    """A short card beside what the pointer is over."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._title, self._lines = QLabel(), QLabel()
        self._title.setProperty("role", "lead")
        for label in (self._title, self._lines):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setMinimumWidth(180)
            label.setMaximumWidth(280)
        self._lines.setProperty("tone", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(2)
        column.addWidget(self._title)
        column.addWidget(self._lines)
        self.hide()

    def show_at(self, card: Card, at: QPoint) -> None:
        """Show it beside a place of the parent, wholly inside it."""
        self._title.setText(card.title)
        self._lines.setText("\n".join(line for line in card.lines if line))
        self._lines.setVisible(any(card.lines))
        self.adjustSize()
        parent = self.parentWidget()
        x, y = at.x() + 18, at.y() + 18
        if parent is not None:
            x = at.x() - 18 - self.width() if x + self.width() > parent.width() - 8 else x
            y = at.y() - 18 - self.height() if y + self.height() > parent.height() - 8 else y
        self.move(max(8, x), max(8, y))
        self.show()
        self.raise_()


class Hint(QFrame):
    """What to do now, at the top of the map while a tool is in use."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 8)
        row.addWidget(self._label)
        self.hide()

    def say(self, text: str) -> None:
        """Show a sentence, or nothing."""
        self._label.setText(text)
        self.setVisible(bool(text))
        self.adjustSize()

    def fit_into(self, room: int) -> None:
        """On one line where there is room for it, else on as many as it needs."""
        self._label.setWordWrap(False)
        wide = self.sizeHint().width()
        self._label.setWordWrap(wide > room)
        if wide > room > 0:
            self.resize(room, self.heightForWidth(room))
        else:
            self.adjustSize()
