"""The sheet that asks of which report this one is a duplicate: likely twins by number key, any other by its number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from console.domain.duplicates import Twin
from console.domain.reports import Report
from console.domain.wire import ActionBody
from console.i18n import distance, percent
from console.state.desk import Desk
from console.state.reports import ReportStore
from console.theme import Theme
from console.views.cardchoices import Choice, ChoiceList
from console.views.cardmarks import STATUS_LOOKS
from console.views.cardparts import label
from console.views.cardsheet import Sheet
from console.views.cardwords import first_words, span_text
from console.words import action_word, language, moment_text, status_word


class TwinChooser(Sheet):
    """Chooses the report that tells of the same thing. Confirms `mark_duplicate`."""

    def __init__(
        self,
        reports: Sequence[Report],
        twins: Sequence[Twin],
        store: ReportStore,
        desk: Desk,
        theme: Theme,
        now: datetime,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("mark_duplicate", reports, parent)
        own = {report.id for report in reports}
        self._twins = [twin for twin in twins if twin.report.id not in own]
        self._store, self._desk, self._now = store, desk, now
        self._found: list[Report] = []
        self.hint = label("muted", wrap=True)
        self.list = ChoiceList(theme, rows_shown=5)
        self.list.setObjectName("twins")
        self.number = QLineEdit()
        self.number.setObjectName("number")
        self.number.setMaxLength(60)
        self.number.installEventFilter(self)
        for widget in (self.hint, self.list, self.number):
            self.content.addWidget(widget)
        self.number.textEdited.connect(self._look_up)
        self.list.taken.connect(self.confirm)
        self.list.chosen.connect(self._on_chosen)
        desk.found.connect(self._on_found)
        self.retranslate()

    def begin(self) -> None:
        (self.list if self._twins else self.number).setFocus()

    def set_twins(self, twins: Sequence[Twin]) -> None:
        """The service's answer has come; what is chosen stays."""
        own = {report.id for report in self.reports}
        self._twins = [twin for twin in twins if twin.report.id not in own]
        if not self.number.text().strip():
            self._list_again()

    def confirm(self) -> None:
        key = self.list.current()
        if not key:
            self.say(self.tr("Choose a report with its number key, or type its number."))
            self.number.setFocus()
            return
        self.done(ActionBody(duplicate_of=key))

    def retranslate(self) -> None:
        self.title.setText(self.tr("{what} is a duplicate of …").format(what=self.of_what()))
        self.number.setPlaceholderText(self.tr("Or type a report's number, or words of it"))
        self.number.setAccessibleName(self.tr("Number or words of the other report"))
        self.list.setAccessibleName(self.tr("Probable twins"))
        self.set_buttons(action_word("mark_duplicate"), self.tr("Cancel"))
        self._list_again()

    def typed(self, event: QKeyEvent) -> bool:
        letter = event.text()
        if letter and letter.isprintable() and not letter.isspace():
            self.number.setFocus()
            QApplication.sendEvent(self.number, event)
            return True
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.number and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            moves = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}
            if event.key() in moves:
                self.list.step(moves[event.key()])
                return True
        return super().eventFilter(watched, event)

    def _look_up(self, text: str) -> None:
        """By number here; what is not here the service is asked for."""
        wanted = text.strip()
        self._found = _by_number(wanted, self._store) if wanted else []
        if wanted and not self._found:
            self._desk.search(wanted)
        self._list_again()

    def _on_found(self, text: str, reports: list[Report]) -> None:
        if text == self.number.text().strip():
            self._found = reports[:20]
            self._list_again()

    def _list_again(self) -> None:
        self.say("")
        wanted = self.number.text().strip()
        own = {report.id for report in self.reports}
        current = self.list.current()
        if wanted:
            rows = [self._choice(report, "") for report in self._found if report.id not in own]
        else:
            rows = [
                self._choice(twin.report, _likeness(twin), percent(twin.score, language=language()))
                for twin in self._twins
            ]
        self.list.set_choices(rows, current)
        self.list.setVisible(bool(rows))
        if wanted:
            self.hint.setText("" if rows else self.tr("No report found for this yet."))
        else:
            self.hint.setText("" if rows else self.tr("Nothing alike was reported nearby in the last hours."))
        self.hint.setVisible(bool(self.hint.text()))

    def _choice(self, report: Report, near: str, mark: str = "") -> Choice:
        detail = " · ".join(
            filter(None, (near, status_word(report.status), moment_text(report.received_at, self._now)))
        )
        return Choice(report.id, f"{report.number}  {first_words(report)}", detail, mark, STATUS_LOOKS[report.status])

    def _on_chosen(self, key: str) -> None:
        self.say("")


def _likeness(twin: Twin) -> str:
    return f"{distance(twin.distance_m, language())} · {span_text(twin.apart)}"


def _by_number(wanted: str, store: ReportStore) -> list[Report]:
    """Reports whose number is this, or ends in it: 123 finds BKS-000123."""
    digits = re.sub(r"\D", "", wanted)
    if not digits:
        return []
    return [report for report in store if report.number.rpartition("-")[2].lstrip("0") == digits.lstrip("0")][:20]
