"""What is asked before a move of a draft: a reason, a word about warnings, a moment; at the foot of the window."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QDateTime, QEvent, Qt, QTimeZone, Signal, Slot
from PySide6.QtWidgets import QDateTimeEdit, QFrame

from console.views.cardparts import UNIT, button, column, inset, label, row, set_look
from console.views.cardtext import NoteField
from console.views.layerwords import action_word

WIB_ZONE = QTimeZone(7 * 3600)


class AskPanel(QFrame):
    """One question at a time. It answers by `given`, or goes away."""

    given = Signal(str, str)  # action, reason
    worded = Signal(str, str)  # action, the word about its warnings
    scheduled = Signal(object)  # datetime, aware; None: not by itself

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("sheet", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._action, self._kind = "", ""
        self.lead, self.field, self.wrong = label("", wrap=True), NoteField(1), label("small", wrap=True)
        self.wrong.setProperty("tone", "late")
        self.moment = QDateTimeEdit()
        inset(self.moment)
        self.moment.setDisplayFormat("dd/MM/yyyy HH:mm")
        self.moment.setCalendarPopup(True)
        self.moment.setTimeZone(WIB_ZONE)
        self.zone = label("muted", "WIB")
        self.yes, self.no, self.never = button("primary", "ask_yes"), button("", "ask_no"), button("", "ask_never")
        layout = column(self, spacing=UNIT, margins=(UNIT * 2, UNIT, UNIT * 2, UNIT))
        layout.addWidget(self.lead)
        layout.addLayout(row(self.field, self.moment, self.zone, self.yes, self.never, self.no, wide=0))
        layout.addWidget(self.wrong)
        self.yes.clicked.connect(self._on_yes)
        self.field.entered.connect(self._on_yes)
        self.no.clicked.connect(self.put_away)
        self.field.given_up.connect(self.put_away)
        self.never.clicked.connect(self._on_never)
        self.hide()

    def ask_reason(self, action: str) -> None:
        """Why it is sent back or withdrawn."""
        words = {
            "reject": self.tr("Why is it sent back? The author reads this."),
            "withdraw": self.tr("Withdraw it? What it changes is not published. A word why is kept with it."),
        }
        self._ask("reason", action, words[action], danger=True)

    def ask_word(self, action: str, warnings: int) -> None:
        """A word about warnings that stay."""
        text = self.tr("The checks have {count} warnings. Say in a word why they may stay.")
        self._ask("word", action, text.format(count=warnings))

    def ask_moment(self, at: datetime | None, now: datetime) -> None:
        """When it is published by itself."""
        start = at or (now + timedelta(days=1)).astimezone().replace(second=0, microsecond=0)
        self.moment.setDateTime(QDateTime.fromSecsSinceEpoch(int(start.timestamp()), WIB_ZONE))
        self._ask("moment", "", self.tr("Once it is approved the service publishes it by itself at this moment."))
        self.never.setVisible(at is not None)
        self.moment.setFocus()

    @Slot()
    def put_away(self) -> None:
        """Nothing is asked any more."""
        self.hide()

    def _ask(self, kind: str, action: str, text: str, danger: bool = False) -> None:
        self._kind, self._action = kind, action
        self.lead.setText(text)
        self.wrong.hide()
        self.field.clear()
        self.field.setVisible(kind != "moment")
        self.moment.setVisible(kind == "moment")
        self.zone.setVisible(kind == "moment")
        self.never.hide()
        self.field.setAccessibleName(text)
        self.moment.setAccessibleName(text)
        self.yes.setText(action_word(action).rstrip("…") if action else self.tr("Set the moment"))
        set_look(self.yes, "kind", "danger" if danger else "primary")
        self.no.setText(self.tr("Cancel"))
        self.never.setText(self.tr("Not by itself"))
        self.show()
        self.field.setFocus()

    @Slot()
    def _on_yes(self) -> None:
        if self._kind == "moment":
            at = self.moment.dateTime()
            self.hide()
            self.scheduled.emit(datetime.fromtimestamp(at.toSecsSinceEpoch()).astimezone())
            return
        text = self.field.toPlainText().strip()
        if not text and self._action != "withdraw":
            self.wrong.setText(self.tr("A few words are needed."))
            self.wrong.show()
            return
        self.hide()
        if self._action == "reject" or not text:
            self.given.emit(self._action, text)
        else:
            self.worded.emit(self._action, text)

    @Slot()
    def _on_never(self) -> None:
        self.hide()
        self.scheduled.emit(None)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self.isVisible():
            self.put_away()  # asked again in the other language
