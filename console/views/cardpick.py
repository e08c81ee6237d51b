"""A sheet with a list to pick from: letters filter, numbers and arrows choose, Enter takes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from console.domain.reports import Report
from console.theme import Theme
from console.views.cardchoices import Choice, ChoiceList
from console.views.cardparts import label
from console.views.cardsheet import Sheet

_MOVES = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1, int(Qt.Key.Key_PageUp): -5, int(Qt.Key.Key_PageDown): 5}


class PickSheet(Sheet):
    """The field steers the list, so that a letter always filters and a digit always chooses."""

    def __init__(
        self, action: str, reports: Sequence[Report], theme: Theme, shown: int = 5, parent: QWidget | None = None
    ) -> None:
        super().__init__(action, reports, parent)
        self.filter = QLineEdit()
        self.filter.setObjectName("filter")
        self.filter.installEventFilter(self)
        self.list = ChoiceList(theme, rows_shown=shown)
        self.list.setObjectName("choices")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.why = label("muted", wrap=True)
        self.why.setObjectName("why")
        for widget in (self.filter, self.list, self.why):
            self.content.addWidget(widget)
        self.filter.textChanged.connect(self.list_again)
        self.list.chosen.connect(self.explain)
        self.list.taken.connect(self.confirm)

    def begin(self) -> None:
        self.filter.setFocus()

    def choices(self, wanted: str) -> list[Choice]:
        """The rows that fit what is typed (case-folded), the best first."""
        raise NotImplementedError

    def explain(self, key: str) -> None:
        """Say below the list what choosing this row means; empty: nothing fits."""

    def list_again(self) -> None:
        """Fill the list from what is typed."""
        found = self.choices(self.filter.text().strip().casefold())
        self.list.set_choices(found)
        self.say("")
        if not found:
            self.explain("")
        self.take.setEnabled(bool(found))

    def picked(self) -> str:
        """The key of the chosen row; where there is none, the sheet says so."""
        key = self.list.current()
        if not key:
            self.say(self.tr("Nothing fits what you typed. Clear the field to see everything."))
        return key

    def retranslate(self) -> None:
        self.filter.setPlaceholderText(self.tr("Type to find, 1–9 to choose"))
        self.list_again()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.filter and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _MOVES:
                self.list.step(_MOVES[event.key()])
                return True
            if event.text().isdigit() and self.list.choose_number(int(event.text())):
                return True
        return super().eventFilter(watched, event)
