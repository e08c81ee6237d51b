"""Where the operator writes what is reported: several lines; Tab goes on to the next field."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from console.domain.wire import MAX_TEXT
from console.views.cardparts import UNIT


class WordsField(QPlainTextEdit):
    """Plain text, four lines high, never longer than the service takes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("words")
        self.setTabChangesFocus(True)
        self.setFixedHeight(4 * QFontMetrics(self.font()).lineSpacing() + 3 * UNIT)
        self.textChanged.connect(self._cut)

    def _cut(self) -> None:
        text = self.toPlainText()
        if len(text) > MAX_TEXT:
            self.setPlainText(text[:MAX_TEXT])
            self.moveCursor(self.textCursor().MoveOperation.End)
