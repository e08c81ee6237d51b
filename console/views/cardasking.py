"""Asks for what an action needs, in a sheet at the foot of the card, and then does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from console.domain.claims import Claim
from console.domain.duplicates import Twin
from console.domain.reports import Report
from console.domain.roles import Right
from console.domain.wire import ActionBody
from console.domain.workflow import BY_KEY, Need, allowed
from console.state.desk import Desk
from console.state.drafts import Drafts
from console.state.reports import ReportStore
from console.state.session import Session
from console.theme import Theme
from console.views.assign import AssignPanel
from console.views.cardchange import CategoryPicker, PriorityPicker
from console.views.cardparts import is_within
from console.views.cardsheet import Sheet
from console.views.intakephotos import PhotoField
from console.views.reasons import NeedsForm
from console.views.reasonsphoto import EvidenceForm, must_prove
from console.views.reasonstwin import TwinChooser
from console.views.takeover import TakeOver
from console.words import action_word, status_word


class Asker(QObject):
    """One sheet at a time. While it is open it stands where the buttons of the card are; then the focus goes back."""

    told = Signal(str)  # a sentence for the operator
    opened = Signal()  # a sheet asks for something: work has begun
    take_over = Signal(object)  # {report id: reason}

    def __init__(
        self,
        desk: Desk,
        session: Session,
        store: ReportStore,
        drafts: Drafts,
        foot: QVBoxLayout,
        instead_of: QWidget,
        twins_of: Callable[[str], list[Twin]],
        now: Callable[[], datetime],
        theme: Theme,
    ) -> None:
        super().__init__(instead_of)
        self._desk, self._session, self._store, self._drafts = desk, session, store, drafts
        self._foot, self._instead_of, self._twins_of, self._now = foot, instead_of, twins_of, now
        self._came_from: QWidget | None = None
        self.theme = theme
        self.sheet: Sheet | None = None

    def act(self, action: str, report_ids: Sequence[str]) -> None:
        """Do an action of the workflow, `priority` or `category`: at once, or after asking for what it needs."""
        reports = [report for report in map(self._store.get, report_ids) if report is not None]
        if action in BY_KEY:
            reports = self._ready(action, reports)
        elif not self._session.user.may(Right.CHANGE_REPORT):
            self.told.emit(self.tr("Your role can't change reports."))
            return
        if not reports:
            return
        if action == "resolve" and len(reports) == 1 and must_prove(reports[0], self._session.user):
            self._open(EvidenceForm(action, reports[0], self._desk))
        elif action in BY_KEY and not BY_KEY[action].needs:
            self.send(action, {report.id: ActionBody() for report in reports})
        else:
            self._open(self._sheet_for(action, reports))

    def send(self, action: str, bodies: Mapping[str, object]) -> None:
        """Hand each report's body to the desk: an action's, or the fields to change."""
        for report_id, body in bodies.items():
            if isinstance(body, ActionBody):
                self._desk.act(report_id, action, body)
            elif isinstance(body, dict):
                self._desk.change(report_id, body)

    @Slot()
    def close(self, to_where_it_was: bool = True) -> None:
        """Close the sheet, if there is one; the focus goes back to where it came from."""
        sheet, self.sheet = self.sheet, None
        if sheet is None:
            return
        had_focus = is_within(QApplication.focusWidget(), sheet)
        self._foot.removeWidget(sheet)
        sheet.hide()
        sheet.deleteLater()
        self._instead_of.show()
        came_from, self._came_from = self._came_from, None
        if had_focus and to_where_it_was and came_from is not None and came_from.isVisible():
            came_from.setFocus()

    def _open(self, sheet: Sheet) -> None:
        focus = QApplication.focusWidget()
        came_from = self._came_from if self.sheet is not None and is_within(focus, self.sheet) else focus
        self.close(to_where_it_was=False)
        self._came_from = came_from
        self.sheet = sheet
        sheet.confirmed.connect(self._on_confirmed)
        sheet.closed.connect(self.close)
        self._instead_of.hide()
        self._foot.addWidget(sheet)
        sheet.show()
        sheet.begin()
        self.opened.emit()

    def ask_take_over(self, report_ids: Sequence[str], held: Mapping[str, Claim]) -> None:
        """Asks why these are taken over; `take_over` carries the answer."""
        reports = [report for report in map(self._store.get, report_ids) if report is not None and report.id in held]
        if reports:
            self._open(TakeOver(reports, held, self._now(), self._drafts))

    @Slot(str, object)
    def _on_confirmed(self, action: str, bodies: dict[str, object]) -> None:
        self.close()
        if action == "take_over":
            self.take_over.emit(bodies)
        else:
            self.send(action, bodies)

    def _ready(self, action: str, reports: list[Report]) -> list[Report]:
        """Those whose state and the user's role allow the action; of the others the operator is told why not."""
        user = self._session.user
        ready = [row for row in reports if any(a.key == action for a in allowed(row, user.role, user.department))]
        left = [row for row in reports if row not in ready]
        if left and user.role not in BY_KEY[action].roles:
            self.told.emit(self.tr("Your role can't do this: {action}").format(action=action_word(action)))
        elif left:
            which = ", ".join(f"{row.number} ({status_word(row.status)})" for row in left[:4])
            which += " …" if len(left) > 4 else ""
            text = self.tr("{action} does not follow from the present state: {which}")
            self.told.emit(text.format(action=action_word(action), which=which))
        return ready

    def _sheet_for(self, action: str, reports: list[Report]) -> Sheet:
        city, now = self._session.city, self._now()
        if action == "category":
            return CategoryPicker(reports, city, self.theme)
        if action == "priority":
            return PriorityPicker(reports, self.theme)
        if Need.DEPARTMENT in BY_KEY[action].needs:
            return AssignPanel(reports, city, self.theme, now)
        if Need.DUPLICATE_OF in BY_KEY[action].needs:
            twins = self._twins_of(reports[0].id) if len(reports) == 1 else []
            return TwinChooser(reports, twins, self._store, self._desk, self.theme, now)
        photo = PhotoField(self._desk, most=1) if action == "claim_done" and len(reports) == 1 else None
        return NeedsForm(action, reports, now, self._drafts, photo)
