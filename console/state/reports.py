"""The reports that the desk knows, by id; signals speak after the fact and carry ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from console.domain.reports import Report, Status


class ReportStore(QObject):
    """Holds reports by id, in order of arrival. An older version never replaces a newer one."""

    added = Signal(list)  # ids
    changed = Signal(list)  # ids
    removed = Signal(list)  # ids

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reports: dict[str, Report] = {}

    def __len__(self) -> int:
        return len(self._reports)

    def __contains__(self, report_id: str) -> bool:
        return report_id in self._reports

    def __iter__(self) -> Iterator[Report]:
        return iter(self._reports.values())

    def get(self, report_id: str | None) -> Report | None:
        """The report, or None."""
        return self._reports.get(report_id) if report_id else None

    def by_number(self, number: str) -> Report | None:
        """The report with this number, or None."""
        wanted = number.strip().upper()
        return next((report for report in self if report.number == wanted), None)

    def all(self) -> list[Report]:
        """Every report, in order of arrival."""
        return list(self._reports.values())

    def put(self, reports: Iterable[Report]) -> None:
        """Take these as the present truth; say what was new and what differs."""
        new: list[str] = []
        different: list[str] = []
        for report in reports:
            known = self._reports.get(report.id)
            if known is not None and (known == report or known.version > report.version):
                continue  # an echo, or news that has been overtaken
            (new if known is None else different).append(report.id)
            self._reports[report.id] = report
        if new:
            self.added.emit(new)
        if different:
            self.changed.emit(different)

    def replace(self, reports: Iterable[Report]) -> None:
        """Take these as everything there is (a snapshot): what is not among them goes."""
        present = {report.id: report for report in reports}
        gone = [ident for ident in self._reports if ident not in present]
        for ident in gone:
            del self._reports[ident]
        if gone:
            self.removed.emit(gone)
        self.put(present.values())

    def drop(self, ids: Iterable[str]) -> None:
        """These are no longer this user's to see."""
        gone = [ident for ident in ids if self._reports.pop(ident, None) is not None]
        if gone:
            self.removed.emit(gone)

    def counts(self, now: datetime) -> dict[str, int]:
        """The figures of the top bar: new, late, unacknowledged, open."""
        found = {"new": 0, "late": 0, "unacknowledged": 0, "open": 0, "claimed": 0}
        for report in self:
            if not report.is_open:
                continue
            found["open"] += 1
            found["new"] += report.status is Status.NEW
            found["late"] += report.is_late(now)
            found["unacknowledged"] += report.status is Status.ASSIGNED
            found["claimed"] += report.status is Status.DONE_CLAIMED
        return found
