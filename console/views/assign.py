"""The assign sheet: the suggested department is chosen, Enter takes it; a number or a few letters choose another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QWidget

from console.domain.categories import answers_in
from console.domain.city import City
from console.domain.departments import Department
from console.domain.reports import Report
from console.domain.routing import RouteSuggestion
from console.domain.wire import ActionBody
from console.theme import Theme
from console.views.cardchoices import Choice
from console.views.cardpick import PickSheet
from console.views.cardquestions import Questions
from console.views.cardroute import suggested
from console.words import language, of

EACH = "*"  # each of several reports to its own suggestion


class AssignPanel(PickSheet):
    """Which department gets the reports. Confirms `assign` with the department and, for the log, why."""

    def __init__(
        self,
        reports: Sequence[Report],
        city: City,
        theme: Theme,
        at: datetime,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("assign", reports, theme, parent=parent)
        self._city, self._at = city, at
        category = city.categories.get(self.reports[0].category) if len(self.reports) == 1 else None
        questions = category.questions if category else ()
        self.questions = Questions(questions, answers_in(self.reports[0].text, questions))
        self.content.insertWidget(0, self.questions)
        self._suggestions: list[RouteSuggestion] = []
        self.questions.answered.connect(self._suggest_again)
        self._suggest()
        self.retranslate()

    @property
    def suggestion(self) -> RouteSuggestion:
        """What the routing table says of the first report."""
        return self._suggestions[0]

    def confirm(self) -> None:
        code = self.picked()
        if not code:
            return
        bodies = {}
        for report, suggestion in zip(self.reports, self._suggestions, strict=True):
            department = suggestion.department if code == EACH else code
            reason = of(suggestion.reason) if department == suggestion.department else ""
            bodies[report.id] = ActionBody(department=department, reason=reason)
        self.confirmed.emit(self.action, bodies)

    def retranslate(self) -> None:
        self.title.setText(self.tr("Assign {what}").format(what=self.of_what()))
        self.filter.setAccessibleName(self.tr("Find a department"))
        self.list.setAccessibleName(self.tr("Departments"))
        super().retranslate()

    def choices(self, wanted: str) -> list[Choice]:
        found = [self._choice(row) for row in self._in_order() if _fits(row, wanted)]
        if self._differ() and not wanted:
            found.insert(0, Choice(EACH, self.tr("Each to its suggested department"), "", self.tr("suggested")))
        return found

    def explain(self, key: str) -> None:
        row = self._city.departments.get(key)
        if key == EACH:
            self.why.setText(self.tr("Each report goes where the routing table sends it."))
        elif row is None:
            self.why.setText("")
        elif key == self.suggestion.department and not self._differ():
            self.why.setText(self.tr("Why: {reason}").format(reason=of(self.suggestion.reason)))
        elif row.online:
            self.why.setText(self.tr("Your own choice. {department} answers here itself.").format(department=row.name))
        else:
            text = self.tr("Your own choice. {department} is not on line: you enter what it answers.")
            self.why.setText(text.format(department=row.name))
        take = self.tr("Assign to {department}").format(department=row.name) if row else self.tr("Assign")
        self.set_buttons(take, self.tr("Cancel"))

    def _suggest(self) -> None:
        answers = self.questions.answers()
        found = [suggested(self._city, report, self._at, answers) for report in self.reports]
        self._suggestions = [row or RouteSuggestion(next(iter(self._city.departments)), {}) for row in found]

    def _suggest_again(self) -> None:
        self._suggest()
        self.list_again()

    def _differ(self) -> bool:
        return len({suggestion.department for suggestion in self._suggestions}) > 1

    def _in_order(self) -> list[Department]:
        """The suggestion, what else the routes name, then the table's own order."""
        first = dict.fromkeys((self.suggestion.department, *self.suggestion.others))
        rest = (code for code in self._city.departments if code not in first)
        return [self._city.departments[code] for code in (*first, *rest) if code in self._city.departments]

    def _choice(self, row: Department) -> Choice:
        detail = row.name_en if language() == "en" else row.full_name
        mark = ""
        if not self._differ() and row.code == self.suggestion.department:
            mark = self.tr("suggested")
        elif not self._differ() and row.code in self.suggestion.others:
            mark = self.tr("also possible")
        return Choice(row.code, row.name, detail if detail != row.name else "", mark)


def _fits(row: Department, wanted: str) -> bool:
    return any(wanted in name.casefold() for name in (row.name, row.full_name, row.name_en, row.code))
