"""The sheets that change what a report is about and how pressing it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from console.domain.categories import suggest
from console.domain.city import City
from console.domain.reports import Priority, Report
from console.theme import Theme
from console.views.cardchoices import Choice
from console.views.cardmarks import PRIORITY_LOOKS
from console.views.cardpick import PickSheet
from console.words import of, priority_word


class CategoryPicker(PickSheet):
    """Another category; those that the words suggest stand first. Confirms `category` with {"category": code}."""

    def __init__(self, reports: Sequence[Report], city: City, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("category", reports, theme, parent=parent)
        self._city = city
        text = self.reports[0].text if len(self.reports) == 1 else ""
        self._suggested = {row.category: row.words for row in suggest(text, city.categories.values())}
        self.retranslate()

    def confirm(self) -> None:
        if code := self.picked():
            self.confirmed.emit(self.action, {report.id: {"category": code} for report in self.reports})

    def retranslate(self) -> None:
        self.title.setText(self.tr("What is {what} about?").format(what=self.of_what()))
        self.filter.setAccessibleName(self.tr("Find a category"))
        self.list.setAccessibleName(self.tr("Categories"))
        self.set_buttons(self.tr("Change the category"), self.tr("Cancel"))
        super().retranslate()

    def choices(self, wanted: str) -> list[Choice]:
        now = self.reports[0].category
        rows = sorted(
            self._city.categories.values(), key=lambda row: (row.code not in self._suggested, row.code != now)
        )
        found = []
        for row in rows:
            names = (*row.title.values(), row.code, *(row.keywords if wanted else ()))
            if any(wanted in name.casefold() for name in names):
                department = self._city.departments[row.department].name
                mark = self.tr("from its words") if row.code in self._suggested else ""
                mark = self.tr("as it is") if row.code == now else mark
                found.append(Choice(row.code, of(row.title), department, mark))
        return found

    def explain(self, key: str) -> None:
        words = self._suggested.get(key)
        text = self.tr("The text says: {words}").format(words=", ".join(words)) if words else ""
        self.why.setText(text)
        self.why.setVisible(bool(text))


class PriorityPicker(PickSheet):
    """Another priority. Confirms `priority` with {"priority": word}."""

    def __init__(self, reports: Sequence[Report], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("priority", reports, theme, shown=4, parent=parent)
        self.why.hide()
        self.retranslate()
        self.list.choose(self.reports[0].priority)

    def confirm(self) -> None:
        if key := self.picked():
            self.confirmed.emit(self.action, {report.id: {"priority": Priority(key)} for report in self.reports})

    def retranslate(self) -> None:
        self.title.setText(self.tr("How pressing is {what}?").format(what=self.of_what()))
        self.filter.setAccessibleName(self.tr("Find a priority"))
        self.list.setAccessibleName(self.tr("Priorities"))
        self.set_buttons(self.tr("Change the priority"), self.tr("Cancel"))
        super().retranslate()

    def choices(self, wanted: str) -> list[Choice]:
        now = self.reports[0].priority
        return [
            Choice(level, priority_word(level), "", self.tr("as it is") if level is now else "", PRIORITY_LOOKS[level])
            for level in reversed(Priority)
            if wanted in priority_word(level).casefold()
        ]
