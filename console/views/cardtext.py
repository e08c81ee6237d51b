"""Words on the card that others have written, or will: shown as text whatever they are, and fields to write in."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QTextOption, QWheelEvent
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QSizePolicy, QTextEdit, QWidget

from console.views.cardparts import UNIT
from console.words import plain_tip

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")  # characters that turn the direction of what follows: a disguise
_LONG = re.compile(r"\S{25,}")


class Elided(QLabel):
    """One line of outside text, cut with an ellipsis where it doesn't fit; the tooltip has it all."""

    def __init__(self, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        if role:
            self.setProperty("role", role)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        line = " ".join(_TURNING.sub("", text).split())
        super().setText(line)
        self.setAccessibleName(line)
        self._tell()

    def minimumSizeHint(self) -> QSize:
        return QSize(UNIT * 4, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        line = QFontMetrics(self.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.contentsRect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), line)
        painter.end()

    def _tell(self) -> None:
        fits = QFontMetrics(self.font()).horizontalAdvance(self.text()) <= self.width()
        self.setToolTip("" if fits else plain_tip(self.text()))


class OutsideText(QTextEdit):
    """Somebody's words: plain, selectable, as high as they are, broken anywhere if need be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("outside", True)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self._lines = 0

    def set_lines(self, lines: int) -> None:
        """At most so many lines high; 0 for all."""
        self._lines = lines
        self._fit()

    def show_text(self, text: str) -> None:
        """Show this; what is selected stays when the text is the same."""
        shown = _TURNING.sub("", text)
        if shown != self.toPlainText():
            self.setPlainText(shown)
            self._fit()

    @property
    def is_cut(self) -> bool:
        """Whether there is more than the lines shown."""
        return self._full_height() > self.height() + 1

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the card scrolls, not the text in it

    def _full_height(self) -> int:
        self.document().setTextWidth(self.viewport().width())
        return int(self.document().size().height() + 0.999)

    def _fit(self) -> None:
        height = self._full_height()
        if self._lines:
            height = min(height, self._lines * QFontMetrics(self.font()).lineSpacing())
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(max(height, 1))


class Words(QLabel):
    """A few outside words: plain, wrapped, and broken even where somebody wrote three hundred letters without a space.

    Much lighter than OutsideText, for lists; what is copied from it carries the invisible breaks.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words = ""
        self.show_words(text)

    def show_words(self, text: str) -> None:
        """Show this."""
        self.words = _TURNING.sub("", text)
        self.setText(_LONG.sub(lambda found: "\u200b".join(found.group()), self.words))
        self.setAccessibleName(self.words)


class NoteField(QPlainTextEdit):
    """A few lines of typing: Enter sends, Shift+Enter makes a new line, Esc gives up. It grows up to five lines."""

    entered = Signal()
    given_up = Signal()

    def __init__(self, lines: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self._least = lines
        self.textChanged.connect(self._fit)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        lines = max(self._least, min(5, int(self.document().size().height())))
        height = lines * QFontMetrics(self.font()).lineSpacing() + 2 * UNIT + 6
        if self.height() != height:
            self.setFixedHeight(height)
