"""The yes/no questions of a category, on whose answers a route may depend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QPushButton, QWidget

from console.domain.categories import Question
from console.views.cardparts import UNIT, button, clear, column, label, row
from console.words import language, of


class Questions(QWidget):
    """One line per question: its text, Yes and No; neither until it is answered."""

    answered = Signal()

    def __init__(
        self,
        questions: Sequence[Question] = (),
        answers: Mapping[str, bool] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._layout = column(self, spacing=UNIT // 2)
        self._rows: list[tuple[Question, QLabel, QPushButton, QPushButton]] = []
        self._groups: list[QButtonGroup] = []
        self._answers = dict(answers or {})
        self.ask(questions)

    def ask(self, questions: Sequence[Question]) -> None:
        """Show these; answers given before to the same questions stay."""
        if [question.key for question, *_ in self._rows] == [question.key for question in questions]:
            self._check()
            return
        clear(self._layout)
        self._rows, self._groups = [], []
        for question in questions:
            text = label("", of(question.text), wrap=True)
            yes, no = button(), button()
            group = QButtonGroup(self)
            group.setExclusive(True)
            for choice, value in ((yes, True), (no, False)):
                choice.setProperty("chip", True)
                choice.setCheckable(True)
                choice.setChecked(self._answers.get(question.key) is value)
                group.addButton(choice)
            group.buttonClicked.connect(self._take)
            self._groups.append(group)
            self._rows.append((question, text, yes, no))
            line = row(text, yes, no)
            line.setStretch(0, 1)
            line.setAlignment(text, Qt.AlignmentFlag.AlignVCenter)
            holder = QWidget()
            holder.setLayout(line)
            self._layout.addWidget(holder)
        if self.parent() is not None or not questions:  # without a parent it would flash up as a window of its own
            self.setVisible(bool(questions))
        self.retranslate()

    def answers(self) -> dict[str, bool]:
        """The answers given to the questions that are shown."""
        keys = {question.key for question, *_ in self._rows}
        return {key: value for key, value in self._answers.items() if key in keys}

    def forget(self) -> None:
        """Nothing is answered."""
        self._answers.clear()

    def sentences(self) -> list[str]:
        """Each answered question with its answer, as a person would write it down."""
        return [
            question.said(self._answers[question.key], language())
            for question, *_ in self._rows
            if question.key in self._answers
        ]

    def _check(self) -> None:
        for (question, _, yes, no), group in zip(self._rows, self._groups, strict=True):
            answer = self._answers.get(question.key)
            group.setExclusive(False)  # else neither could be chosen again
            yes.setChecked(answer is True)
            no.setChecked(answer is False)
            group.setExclusive(True)

    def retranslate(self) -> None:
        """Say Yes and No in the language that is chosen."""
        for question, text, yes, no in self._rows:
            said = of(question.text)
            text.setText(said)
            yes.setText(self.tr("Yes"))
            no.setText(self.tr("No"))
            yes.setAccessibleName(f"{said} {yes.text()}")
            no.setAccessibleName(f"{said} {no.text()}")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _take(self) -> None:
        for question, _, yes, no in self._rows:
            if yes.isChecked() or no.isChecked():
                self._answers[question.key] = yes.isChecked()
        self.answered.emit()
