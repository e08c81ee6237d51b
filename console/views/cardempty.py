"""What the card says while no report is chosen: what would stand here, and how to get it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from console.i18n import QT_TRANSLATE_NOOP
from console.theme import Theme
from console.views import icons
from console.views.cardactions import key_of
from console.views.cardmarks import Themed
from console.views.cardparts import UNIT, column, label
from console.views.cardwords import say

KEYS: tuple[tuple[str, str], ...] = (
    ("J  K", QT_TRANSLATE_NOOP("Card", "next and previous report")),
    (key_of("assign"), QT_TRANSLATE_NOOP("Card", "assign it: the suggestion is chosen, Enter takes it")),
    (key_of("verify"), QT_TRANSLATE_NOOP("Card", "verify it")),
    (key_of("reject"), QT_TRANSLATE_NOOP("Card", "archive it with a reason")),
    ("N", QT_TRANSLATE_NOOP("Card", "take in a call")),
    ("/", QT_TRANSLATE_NOOP("Card", "search; a number finds its report at once")),
)


class EmptyCard(QWidget):
    """A calm page with the six keys that matter most."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.text = label("lead", wrap=True), label("muted", wrap=True)
        for words in (self.title, self.text):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._lines: list[tuple[QLabel, str]] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(UNIT * 2)
        grid.setVerticalSpacing(UNIT)
        grid.setColumnStretch(1, 1)
        for place, (key, sentence) in enumerate(KEYS):
            cap = label("", key)
            cap.setProperty("badge", "plain")
            cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
            words = label("muted", wrap=True)
            grid.addWidget(cap, place, 0)
            grid.addWidget(words, place, 1)
            self._lines.append((words, sentence))
        layout = column(self, spacing=UNIT, margins=(UNIT * 6, UNIT * 4, UNIT * 6, UNIT * 4))
        layout.addStretch(2)
        layout.addWidget(_Picture(theme), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.title)
        layout.addWidget(self.text)
        layout.addSpacing(UNIT * 2)
        layout.addLayout(grid)
        layout.addStretch(3)

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        self.title.setText(self.tr("No report is chosen"))
        self.text.setText(
            self.tr("Choose one in the queue or on the map. What is known of it and what can be done next stands here.")
        )
        for words, sentence in self._lines:
            words.setText(say(sentence))


class _Picture(QWidget, Themed):
    """A quiet pictogram of 48 px."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setFixedSize(48, 48)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(
            0, 0, icons.pixmap(self.theme, "mdi6.card-text-outline", "line_strong", 48, self.devicePixelRatioF())
        )
        painter.end()
