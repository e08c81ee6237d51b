"""What the card says while no report is chosen: what would stand here, and how to get it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from console.domain.roles import Right, User
from console.i18n import QT_TRANSLATE_NOOP
from console.theme import Theme
from console.views import icons
from console.views.cardactions import key_of
from console.views.cardmarks import Themed
from console.views.cardparts import UNIT, column, label
from console.views.cardwords import say

KEYS: tuple[tuple[str, str, Right], ...] = (  # key, what it does, the right that it takes
    ("J  K", QT_TRANSLATE_NOOP("Card", "next and previous report"), Right.READ_REPORTS),
    (key_of("assign"), QT_TRANSLATE_NOOP("Card", "assign it: the suggestion is chosen, Enter takes it"), Right.TRIAGE),
    (key_of("verify"), QT_TRANSLATE_NOOP("Card", "verify it"), Right.TRIAGE),
    (key_of("reject"), QT_TRANSLATE_NOOP("Card", "archive it with a reason"), Right.TRIAGE),
    (key_of("accept"), QT_TRANSLATE_NOOP("Card", "accept it for your department"), Right.ANSWER),
    (key_of("claim_done"), QT_TRANSLATE_NOOP("Card", "report it done"), Right.ANSWER),
    ("N", QT_TRANSLATE_NOOP("Card", "take in a call"), Right.CREATE_REPORT),
    ("/", QT_TRANSLATE_NOOP("Card", "search; a number finds its report at once"), Right.READ_REPORTS),
)


def keys_of(user: User) -> list[tuple[str, str]]:
    """The keys that matter most to this person: whoever may triage answers for departments only now and then."""
    mine = [row for row in KEYS if user.may(row[2]) and not (row[2] is Right.ANSWER and user.may(Right.TRIAGE))]
    return [(key, sentence) for key, sentence, _ in mine]


class EmptyCard(QWidget):
    """A calm page with the keys that matter most to whoever sits here."""

    def __init__(self, theme: Theme, user: User, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._user = user
        self.title, self.text = label("lead", wrap=True), label("muted", wrap=True)
        for words in (self.title, self.text):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._lines: list[tuple[QLabel, str]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(UNIT * 2)
        self._grid.setVerticalSpacing(UNIT)
        self._grid.setColumnStretch(1, 1)
        layout = column(self, spacing=UNIT, margins=(UNIT * 6, UNIT * 4, UNIT * 6, UNIT * 4))
        layout.addStretch(2)
        layout.addWidget(_Picture(theme), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.title)
        layout.addWidget(self.text)
        layout.addSpacing(UNIT * 2)
        layout.addLayout(self._grid)
        layout.addStretch(3)
        self._fill()

    def set_user(self, user: User) -> None:
        """Somebody else sits here now."""
        if user != self._user:
            self._user = user
            self._fill()
            self.retranslate()

    def _fill(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._lines = []
        for place, (key, sentence) in enumerate(keys_of(self._user)):
            cap = label("", key)
            cap.setProperty("badge", "plain")
            cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
            words = label("muted", wrap=True)
            self._grid.addWidget(cap, place, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(words, place, 1)
            self._lines.append((words, sentence))

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
