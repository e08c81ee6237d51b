"""The sheet that rises at the foot of the card while an action asks for what it needs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from console.domain.reports import Report
from console.domain.wire import ActionBody
from console.views.cardparts import UNIT, button, column, label, no_mnemonic, row

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Sheet(QFrame):
    """Title, content, one sentence about what is missing, and two buttons. Enter confirms, Esc closes.

    Its keys are its own: while it has the focus no single-letter command of the desk runs.
    """

    confirmed = Signal(str, object)  # action, {report id: ActionBody}
    closed = Signal()

    def __init__(self, action: str, reports: Sequence[Report], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.action = action
        self.reports = list(reports)
        self.setObjectName("sheet")
        self.setProperty("sheet", True)
        self.title = label("lead", wrap=True)
        self.missing = label("", wrap=True)
        self.missing.setProperty("tone", "late")
        self.missing.setObjectName("missing")
        self.missing.hide()
        self.take = button("primary", "take")
        self.leave = button("quiet", "leave")
        self.content: QVBoxLayout = column(spacing=UNIT)
        layout = column(self, spacing=UNIT, margins=(UNIT * 2, UNIT * 2, UNIT * 2, UNIT * 2))
        layout.addWidget(self.title)
        layout.addLayout(self.content, 1)
        layout.addWidget(self.missing)
        layout.addLayout(row(self.take, self.leave, None))
        self.take.clicked.connect(self.confirm)
        self.leave.clicked.connect(self.close_sheet)

    def begin(self) -> None:
        """Take the focus where typing starts."""
        self.take.setFocus()

    def confirm(self) -> None:
        """Send `confirmed`, or say what is missing."""
        raise NotImplementedError

    def done(self, body: ActionBody) -> None:
        """The same for each of the reports."""
        self.confirmed.emit(self.action, {report.id: body for report in self.reports})

    def close_sheet(self) -> None:
        """Give up; nothing happens to the report."""
        self.closed.emit()

    def say(self, sentence: str) -> None:
        """Say in place what is missing or wrong; empty takes it away."""
        self.missing.setText(sentence)
        self.missing.setAccessibleName(sentence)
        self.missing.setVisible(bool(sentence))

    def of_what(self) -> str:
        """The number of the one report, or how many they are."""
        if len(self.reports) == 1:
            return self.reports[0].number
        return self.tr("{count} reports").format(count=len(self.reports))

    def set_buttons(self, take: str, leave: str) -> None:
        """The words of the two buttons, with their keys."""
        self.take.setText(no_mnemonic(take) + "   ⏎")
        self.take.setAccessibleName(take)
        self.leave.setText(no_mnemonic(leave) + "   Esc")
        self.leave.setAccessibleName(leave)

    def retranslate(self) -> None:
        """Say everything again in the language that is chosen now."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.wants(event):
            event.accept()
            return True
        return super().event(event)

    def wants(self, event: QKeyEvent) -> bool:
        """Whether the key is for the sheet rather than for a command of the desk."""
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        return not held and (event.text().isprintable() or event.key() in (*ENTER, Qt.Key.Key_Escape))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.confirm()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
        elif not self.typed(event):
            super().keyPressEvent(event)

    def typed(self, event: QKeyEvent) -> bool:
        """A key that no control took; true when the sheet has used it."""
        return False
