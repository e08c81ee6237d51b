"""What is heard: an emergency that comes in, unless somebody has muted it or the hour is a quiet one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QSettings, Slot

from console.domain.calendar import WIB
from console.domain.reports import Priority
from console.settings import QUIET_FROM_H, QUIET_TO_H, SOUND
from console.state.reports import ReportStore

AT_ONCE = 50  # so many reports at once are a snapshot, not news


def is_quiet(hour: int, since: int, until: int) -> bool:
    """Whether the hour of the day lies from `since` up to `until`, over midnight too; the same hour twice: never."""
    if since <= until:
        return since <= hour < until
    return hour >= since or hour < until


class Alarm(QObject):
    """Sounds once for each batch that brings an emergency."""

    def __init__(
        self,
        store: ReportStore,
        settings: QSettings,
        now: Callable[[], datetime],
        sound: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._settings, self._now, self._sound = store, settings, now, sound
        store.added.connect(self._on_added)

    def is_silent(self) -> bool:
        """Whether nothing is heard just now; the top bar shows a mark then."""
        hour = self._now().astimezone(WIB).hour
        quiet = is_quiet(hour, QUIET_FROM_H.read(self._settings), QUIET_TO_H.read(self._settings))
        return quiet or not SOUND.read(self._settings)

    @Slot(list)
    def _on_added(self, ids: list[str]) -> None:
        if len(ids) > AT_ONCE or self.is_silent():
            return
        reports = [report for report in map(self._store.get, ids) if report is not None]
        if any(report.priority is Priority.EMERGENCY and report.is_open for report in reports):
            self._sound()
