"""What to do when the service's log is not the one that this console saw: the facts, the steps, and accepting it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from console.i18n import QT_TRANSLATE_NOOP
from console.state.session import Session
from console.state.witness import Watch
from console.theme import Theme
from console.views.cardmarks import Look, Mark
from console.views.cardparts import UNIT, button, column, fit_to_screen, label, row, rule, set_look
from console.views.cardtext import OutsideText
from console.words import moment_text, trouble

FINDINGS: dict[str, str] = {
    "shortened": QT_TRANSLATE_NOOP("LogAlarm", "Events that this console has seen are missing: the log is shorter."),
    "rewritten": QT_TRANSLATE_NOOP("LogAlarm", "Events that this console has seen were changed: it is another log."),
    "other_key": QT_TRANSLATE_NOOP("LogAlarm", "The log is signed with another key than the one seen first."),
    "bad_signature": QT_TRANSLATE_NOOP("LogAlarm", "The signature of the log's last checkpoint does not hold."),
    "found_by_service": QT_TRANSLATE_NOOP("LogAlarm", "The service itself found that its log was changed."),
}


class LogAlarm(QDialog):
    """Nothing is accepted without a reason, and only by whoever may read the audit trail."""

    def __init__(self, watch: Watch, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._watch, self._session = watch, session
        self.setObjectName("log_alarm")
        self.title, self.what = label("title"), label("lead", wrap=True)
        self.facts, self.steps = OutsideText(), label("", wrap=True)
        self.rule_words = label("muted", wrap=True)
        self.reason, self.failed = QLineEdit(), label("", wrap=True)
        self.reason.setObjectName("accept_reason")
        self.reason.setMaxLength(500)
        set_look(self.failed, "tone", "late")
        self.failed.hide()
        self.accept_button, self.copy = button("danger", "accept_log"), button("quiet", "copy_findings")
        self.close_button = button("", "close")
        layout = column(self, spacing=UNIT * 2, margins=(UNIT * 3, UNIT * 3, UNIT * 3, UNIT * 2))
        layout.addLayout(row(Mark(theme, Look("alarm", "late"), 20), self.title, wide=1))
        for widget in (self.what, self.facts, self.steps, rule(), self.rule_words):
            layout.addWidget(widget)
        layout.addLayout(row(self.reason, self.accept_button, wide=0))
        layout.addWidget(self.failed)
        layout.addStretch(1)
        layout.addLayout(row(self.copy, None, self.close_button))
        self.reason.textChanged.connect(self._on_reason)
        self.accept_button.clicked.connect(self._on_accept)
        self.copy.clicked.connect(self._on_copy)
        self.close_button.clicked.connect(self.close)
        watch.not_accepted.connect(self._on_not_accepted)
        session.log_alarm_changed.connect(self._on_alarm)
        self.retranslate()
        self.setMinimumSize(560, 320)
        fit_to_screen(self)

    def sizeHint(self) -> QSize:
        return QSize(680, 460)

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        alarm = self._watch.alarm
        self.setWindowTitle(self.tr("The log was changed"))
        self.title.setText(self.tr("The log was changed"))
        finding = FINDINGS.get(alarm.finding if alarm else "", "")
        self.what.setText(QCoreApplication.translate("LogAlarm", finding) if finding else "")
        found = self.tr("Found: {time}\nSeen by this console: {seen}\nShown by the service now: {present}")
        at = datetime.fromisoformat(alarm.at) if alarm else None
        time = moment_text(at, at) if at else "–"
        facts = found.format(time=time, seen=alarm.seen if alarm else "–", present=alarm.present if alarm else "–")
        self.facts.show_text(facts)
        self.facts.setAccessibleName(facts)
        self.steps.setText(
            self.tr(
                "1. Tell the administrator and the auditor now.\n"
                "2. Was a backup restored? Then this is expected: what came after that backup is missing.\n"
                "3. If not: export the log (poc audit export), keep the disk as it is, compare with other consoles.\n"
                "4. Work goes on meanwhile: what you do is kept as always."
            )
        )
        may = self._watch.may_accept()
        self.rule_words.setText(
            self.tr("Accepting takes the present log for the true one. The reason is written down here and in the log.")
            if may
            else self.tr("A supervisor, an auditor or the administrator can accept the present log with a reason.")
        )
        self.reason.setVisible(may)
        self.accept_button.setVisible(may)
        self.reason.setPlaceholderText(self.tr("Why the present log is accepted"))
        self.reason.setAccessibleName(self.reason.placeholderText())
        self.accept_button.setText(self.tr("Accept the present log"))
        self.copy.setText(self.tr("Copy the findings"))
        self.close_button.setText(self.tr("Close"))
        self._on_reason()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    @Slot()
    def _on_reason(self) -> None:
        self.accept_button.setEnabled(bool(self.reason.text().strip()))

    @Slot()
    def _on_accept(self) -> None:
        self.failed.hide()
        self._watch.accept(self.reason.text().strip())

    @Slot(object)
    def _on_not_accepted(self, error: Exception) -> None:
        self.failed.setText(trouble(error).text())
        self.failed.show()

    @Slot()
    def _on_alarm(self) -> None:
        if not self._session.log_alarm:
            self.close()

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(f"{self.what.text()}\n{self.facts.toPlainText()}")
