"""What is being typed about reports, kept per report while the operator looks at others and news comes in."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal


class Drafts(QObject):
    """Texts by report (or form) and field. `changed` lets them be put on disk, so that a crash loses none."""

    changed = Signal(str)  # the report's id, or the form's name

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts: dict[str, dict[str, str]] = {}

    def keep(self, owner: str, field: str, text: str) -> None:
        """Remember what stands in a field now; an empty text is forgotten."""
        if self.of(owner, field) == text:
            return
        fields = self._texts.setdefault(owner, {})
        if text:
            fields[field] = text
        else:
            fields.pop(field, None)
            if not fields:
                del self._texts[owner]
        self.changed.emit(owner)

    def of(self, owner: str, field: str) -> str:
        """What was typed into the field; empty where nothing was."""
        return self._texts.get(owner, {}).get(field, "")

    def forget(self, owner: str) -> None:
        """Everything of one report or form has been sent, or thrown away."""
        if self._texts.pop(owner, None) is not None:
            self.changed.emit(owner)

    def owners(self) -> tuple[str, ...]:
        """Of which reports and forms something is typed."""
        return tuple(self._texts)

    def as_table(self) -> dict[str, dict[str, str]]:
        """Everything, as JSON can hold it."""
        return {owner: dict(fields) for owner, fields in self._texts.items()}

    def load(self, table: Mapping[str, Mapping[str, str]]) -> None:
        """Take up what `as_table` gave in an earlier run; what is typed already stays."""
        for owner, fields in table.items():
            for field, text in fields.items():
                if not self.of(owner, field):
                    self.keep(owner, field, text)
