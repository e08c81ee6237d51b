"""What the desk opens about its own way out: the outbox, and what to do when the service's log was changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Slot

from console.state.desk import Desk
from console.state.drafts import Drafts
from console.state.reports import ReportStore
from console.state.selection import Selection
from console.state.session import Session
from console.state.witness import Watch
from console.views.desk import DeskWindow
from console.views.kept import keep_typed
from console.views.logalarm import LogAlarm
from console.views.outbox import OutboxWindow


class OutRoom(QObject):
    """Opens both windows over the desk's; `window` is given once that is made."""

    def __init__(
        self,
        desk: Desk,
        session: Session,
        store: ReportStore,
        selection: Selection,
        watch: Watch,
        drafts: Drafts,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._session, self._store, self._selection = desk, session, store, selection
        self._watch, self._drafts, self._now = watch, drafts, now
        self.window: DeskWindow | None = None
        self.outbox: OutboxWindow | None = None
        desk.fetched.connect(selection.choose)

    def open_outbox(self) -> None:
        """What waits, what must be decided, what was sent."""
        if self.outbox is not None:
            self.outbox.close()
            self.outbox.deleteLater()
        if self.window is None:
            return
        self.outbox = OutboxWindow(self._desk.outgoing, self._session, self.window.theme, self._now, self.window)
        keep_typed(self.outbox.reason, self._drafts, "outbox", "reason")
        self.outbox.open_wanted.connect(self.open_report)
        self.outbox.compare_wanted.connect(self.window.compare)
        self.outbox.show()

    def open_log_alarm(self) -> None:
        """What was found of the service's log, and what to do."""
        if self.window is not None:
            dialog = LogAlarm(self._watch, self._session, self.window.theme, self.window)
            keep_typed(dialog.reason, self._drafts, "log", "accept")
            dialog.open()

    @Slot(str)
    def open_report(self, report_id: str) -> None:
        """Chooses a report; what is not here any more is fetched."""
        if report_id in self._store:
            self._selection.choose(report_id)
        else:
            self._desk.fetch(report_id)
