"""The reports as features of the map's layer `incident`, kept true as they and the clock move on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

import shapely
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.domain.reports import Report, Status
from console.state.reports import ReportStore
from console.state.session import Session
from layers.features import Feature

LAYER = "incident"
SOLVED_STAYS = timedelta(hours=2)  # what was solved fades; it does not vanish under the operator's eyes
TICK_MS = 30_000


def feature_of(report: Report, title: str, now: datetime) -> Feature | None:
    """The report's symbol on the map; None where there is nothing to show: no place, a twin, archived, long solved."""
    if report.lon is None or report.lat is None or report.status in (Status.REJECTED, Status.DUPLICATE):
        return None
    if report.status is Status.RESOLVED and (report.updated_at is None or now - report.updated_at > SOLVED_STAYS):
        return None
    due = report.clock(now).due
    return Feature(
        layer=LAYER,
        id=report.id,
        geometry=shapely.Point(report.lon, report.lat),
        properties={
            "name": title,
            "category": report.category,
            "state": report.status.value,
            "priority": report.priority.value,
            "deadline": due.isoformat() if due else None,
            "number": report.number,
            "late": report.is_late(now),
            "detail": report.text[:200],
        },
        version=report.version,
        updated_at=report.updated_at or report.received_at,
        source=report.channel.value,
    )


class Incidents(QObject):
    """Speaks when a report's symbol appears, differs or goes: by the report, or by the clock that makes it late."""

    changed = Signal(list, list)  # features put, ids removed

    def __init__(
        self,
        reports: ReportStore,
        session: Session,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._reports = reports
        self._session = session
        self._clock = clock
        self._shown: dict[str, Feature] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        reports.added.connect(self._on_reports)
        reports.changed.connect(self._on_reports)
        reports.removed.connect(self._on_reports)

    def features(self) -> list[Feature]:
        """What is shown now."""
        return list(self._shown.values())

    def get(self, report_id: str) -> Feature | None:
        """A report's symbol, where it has one."""
        return self._shown.get(report_id)

    @Slot()
    def tick(self) -> None:
        """Time has passed: what became late looks late, what was solved long ago goes."""
        self._refresh([report.id for report in self._reports])

    @Slot(list)
    def _on_reports(self, ids: list[str]) -> None:
        self._refresh(ids)

    def _refresh(self, ids: Iterable[str]) -> None:
        now = self._clock()
        put: list[Feature] = []
        removed: list[str] = []
        for ident in ids:
            report = self._reports.get(ident)
            fresh = feature_of(report, self._title(report), now) if report else None
            known = self._shown.get(ident)
            if fresh is None:
                if known is not None:
                    del self._shown[ident]
                    removed.append(ident)
            elif known is None or known.properties != fresh.properties or known.geometry != fresh.geometry:
                self._shown[ident] = fresh
                put.append(fresh)
        if put or removed:
            self.changed.emit(put, removed)

    def _title(self, report: Report) -> str:
        row = self._session.city.categories.get(report.category)
        return row.title.get("id", report.category) if row else report.category
