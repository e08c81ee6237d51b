"""What is chosen, what is pointed at, and what is ticked for one action on many."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal


class Selection(QObject):
    """One chosen report, one that the pointer is on, and a set of ticked ones."""

    changed = Signal(str)  # id of the chosen report; empty when none is
    pointed = Signal(str)  # id of the report under the pointer, in list or map; empty when none is
    ticked = Signal(list)  # ids

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.current: str | None = None
        self.hovered: str | None = None
        self.checked: frozenset[str] = frozenset()

    def choose(self, report_id: str | None) -> None:
        """Makes this the chosen report, or none."""
        if report_id != self.current:
            self.current = report_id
            self.changed.emit(report_id or "")

    def point_at(self, report_id: str | None) -> None:
        """The pointer is on this report, or on none."""
        if report_id != self.hovered:
            self.hovered = report_id
            self.pointed.emit(report_id or "")

    def tick(self, report_ids: Iterable[str]) -> None:
        """Makes these the ticked reports."""
        chosen = frozenset(report_ids)
        if chosen != self.checked:
            self.checked = chosen
            self.ticked.emit(sorted(chosen))
