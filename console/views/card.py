"""The report card: everything about the chosen report, and whatever may be done to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from console.domain.duplicates import Twin
from console.domain.reports import Report, Status
from console.domain.roles import Right
from console.domain.wire import ActionBody, Event, changes_between
from console.domain.workflow import allowed
from console.state.claims import Claims
from console.state.desk import Desk
from console.state.drafts import Drafts
from console.state.reports import ReportStore
from console.state.selection import Selection
from console.state.session import Session
from console.theme import Theme
from console.views.cardactions import CardActions
from console.views.cardasking import Asker
from console.views.cardbody import Body
from console.views.cardempty import EmptyCard
from console.views.cardhead import Head
from console.views.cardmarks import spread_theme
from console.views.cardparts import column
from console.views.cardroute import suggested
from console.views.cardsheet import Sheet
from console.views.history import changed_fields
from console.views.photos import PhotoViewer
from console.views.reasonstwin import TwinChooser
from console.words import trouble

WIDTH = 440
SETTLE_MS = 120  # history and twins are asked for when the operator stays on a report, not for each that J passes
TICK_MS = 10_000
AT_WORK_MS = 1_500  # a sheet that is open for so long means work; a move of two keystrokes leaves no trace of a claim


class ReportCard(QWidget):
    """Shows the chosen report. News changes it in place: focus, scrolling and what is being typed stay."""

    place_wanted = Signal(str)  # report id: the map should ask for a point
    show_wanted = Signal(str)  # report id: the map should show it
    compare_wanted = Signal(str)  # report id: mine and theirs, side by side
    told = Signal(str)  # a sentence for the operator, of what could not be done and why

    def __init__(
        self,
        desk: Desk,
        session: Session,
        store: ReportStore,
        selection: Selection,
        theme: Theme,
        now: Callable[[], datetime],
        drafts: Drafts | None = None,
        parent: QWidget | None = None,
        claims: Claims | None = None,
    ) -> None:
        super().__init__(parent)
        self._claims = claims
        self._goes_on: tuple[str, list[str]] | None = None
        self._desk, self._session, self._store, self._selection = desk, session, store, selection
        self._theme, self._now = theme, now
        self.drafts = drafts or Drafts(parent=self)
        self._report: Report | None = None
        self._marked: set[str] = set()
        self._others: dict[str, tuple[str, ...]] = {}
        self.setProperty("panel", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(360)
        self.head = Head(session.city, theme)
        self.body = Body(desk, session, self.drafts, theme)
        self.moves = CardActions(session.city, theme)
        self.empty = EmptyCard(theme, session.user)
        self._scroll = QScrollArea()
        self._layouts()
        self.asker = Asker(desk, session, store, self.drafts, self._foot_layout, self.moves, self._twins_of, now, theme)
        self._settled = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._at_work = QTimer(self, singleShot=True, interval=AT_WORK_MS)
        self._beat = QTimer(self, interval=TICK_MS)
        self._connect()
        self.retranslate()
        self._on_selected(selection.current or "")

    # --- what the desk calls --------------------------------------------------------------------

    @property
    def report(self) -> Report | None:
        """The report that is shown."""
        return self._report

    @property
    def sheet(self) -> Sheet | None:
        """The sheet that asks for something now."""
        return self.asker.sheet

    def act(self, action: str, report_ids: Sequence[str]) -> None:
        """Do an action of the workflow, or `note`, `priority`, `place`, `category`; ask for what it needs."""
        if self._report is None and report_ids:
            self._selection.choose(report_ids[0])  # so that there is a card for the sheet to stand in
        if action == "note":
            self._scroll.ensureWidgetVisible(self.body.note)
            self.body.note.setFocus()
        elif action != "claim" and self._is_held(action, report_ids):
            return
        elif action == "place" and self._session.user.may(Right.CHANGE_REPORT):
            self.place_wanted.emit(report_ids[0])
        elif action == "claim":
            self._claim(report_ids[0])
        else:
            self.asker.act(action, report_ids)

    def _is_held(self, action: str, report_ids: Sequence[str]) -> bool:
        """Whether somebody else has one of these in hand: then it is asked why they are taken over."""
        if self._claims is None or self._session.is_away or not self._claims.may():
            return False
        held = {ident: claim for ident in report_ids if (claim := self._claims.others(ident)) is not None}
        if held:
            self._goes_on = (action, list(report_ids))
            self.asker.ask_take_over(report_ids, held)
        return bool(held)

    def _claim(self, report_id: str) -> None:
        """Takes the report in hand, lets it go, or asks why it is taken over."""
        if self._claims is None:
            return
        claim = self._claims.of(report_id)
        if claim is None:
            self._claims.take(report_id)
        elif self._claims.is_mine(report_id):
            self._claims.let_go(report_id)
        else:
            self._goes_on = None
            self.asker.ask_take_over([report_id], {report_id: claim})

    def set_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self._theme = theme
        self.asker.theme = theme
        for part in (self.head, self.body, self.moves):
            part.set_theme(theme)
        spread_theme(self, theme)
        self.moves.retranslate()
        self._show_again()

    def set_presence(self, others: dict[str, tuple[str, ...]]) -> None:
        """Who else looks at which report: names by report id."""
        self._others = dict(others)
        if self._report is not None:
            self.head.show_others(self._others.get(self._report.id, ()))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick()
        self._settled.start()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 760)

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        self.setAccessibleName(self.tr("Report card"))
        for part in (self.head, self.body, self.moves, self.empty):
            part.retranslate()
        self._show_again()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    # --- building -------------------------------------------------------------------------------

    def _layouts(self) -> None:
        full = QWidget()
        layout: QVBoxLayout = column(full, spacing=0)
        self._scroll.setWidget(self.body)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        self._foot = QFrame()
        self._foot.setProperty("foot", True)
        self._foot_layout = column(self._foot, spacing=0)
        self._foot_layout.addWidget(self.moves)
        layout.addWidget(self.head)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self._foot)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(full)

    def _connect(self) -> None:
        self._selection.changed.connect(self._on_selected)
        self._store.added.connect(self._on_added)
        self._store.changed.connect(self._on_changed)
        self._store.removed.connect(self._on_removed)
        self._session.unsent_changed.connect(self._on_unsent)
        self._session.outbox_changed.connect(self._on_outbox)
        self._session.link_changed.connect(self._on_link)
        self._session.user_changed.connect(self._on_user)
        self._session.areas_changed.connect(self._show_again)
        self._desk.history_ready.connect(self._on_history)
        self._desk.twins_ready.connect(self._on_twins)
        self._desk.callers_found.connect(self._on_callers)
        self._desk.acted.connect(self._on_acted)
        self._desk.shift_noted.connect(self._on_shift_noted)
        self._desk.not_shift_noted.connect(self._on_not_shift_noted)
        self._settled.timeout.connect(self._ask)
        self._beat.timeout.connect(self._tick)
        self.asker.opened.connect(self._at_work.start)
        self.asker.take_over.connect(self._on_take_over)
        self.head.claim_wanted.connect(self._on_claim)
        self._at_work.timeout.connect(self._on_at_work)
        self.body.note.textChanged.connect(self._on_typing)
        if self._claims is not None:
            self._claims.changed.connect(self._on_claims)
            self._claims.lost.connect(self._on_claim_lost)
        self._beat.start()
        self.moves.wanted.connect(self._on_wanted)
        self.asker.told.connect(self.told)
        self.head.category_wanted.connect(self._on_category)
        self.head.priority_wanted.connect(self._on_priority)
        self.head.seen.connect(self._on_seen)
        self.head.compare_wanted.connect(self._on_compare)
        self.body.open_wanted.connect(self._selection.choose)
        self.body.duplicate_wanted.connect(self._on_duplicate)
        self.body.place.show_wanted.connect(self._on_show)
        self.body.place.place_wanted.connect(self._on_place)
        self.body.note_written.connect(self._on_note)
        self.body.shift_note_written.connect(self._on_shift_note)
        self.body.photos.opened.connect(self._on_photo)

    # --- showing --------------------------------------------------------------------------------

    @Slot(str)
    def _on_selected(self, report_id: str) -> None:
        report = self._store.get(report_id)
        if report is not None and self._report is not None and report.id == self._report.id:
            return
        self.asker.close(to_where_it_was=False)
        self._report = report
        self._on_seen()
        self._pages.setCurrentIndex(0 if report is None else 1)
        if report is None:
            return
        self.body.start(report)
        self._show_again()
        self._scroll.verticalScrollBar().setValue(0)
        self._settled.start()

    @Slot(list)
    def _on_added(self, report_ids: list[str]) -> None:
        if self._report is not None and self._belong(self._report, report_ids):
            self._show_group(self._report)

    @Slot(list)
    def _on_changed(self, report_ids: list[str]) -> None:
        old = self._report
        if old is None or old.id not in report_ids:
            if old is not None and self._belong(old, report_ids):
                self._show_group(old)
            return
        new = self._store.get(old.id)
        if new is None:
            return
        self._report = new
        if new.updated_by != self._session.user.name:
            self._marked |= set(changes_between(old, new))
        self._show_again()
        self._settled.start()

    @Slot(list)
    def _on_removed(self, report_ids: list[str]) -> None:
        if self._report is not None and self._report.id in report_ids:
            self._selection.choose(None)

    @Slot()
    def _show_again(self) -> None:
        report, now, user = self._report, self._now(), self._session.user
        if report is None:
            return
        may_change = user.may(Right.CHANGE_REPORT)
        rows = allowed(report, user.role, user.department)
        self.head.show_report(report, now, may_change)
        self.head.show_unsent(report.id in self._session.unsent)
        self.head.show_clash(report.id in self._session.clashes)
        self._show_claim(report.id)
        self.head.show_others(self._others.get(report.id, ()))
        self.head.show_news(self._news(report))
        self.body.show_report(report, now, self._marked)
        self.body.twins.show_twins(self.body.twins.twins(), "mark_duplicate" in {row.key for row in rows}, now)
        self.moves.show_actions(report, rows, suggested(self._session.city, report, now))

    def _belong(self, report: Report, ids: list[str]) -> bool:
        """Whether one of these is, or may have been, a duplicate of the report, or it of one."""
        others = filter(None, map(self._store.get, ids))
        group = self.body.twins.group()
        return any(row.id in group or report.id == row.duplicate_of or row.id == report.duplicate_of for row in others)

    def _show_group(self, report: Report) -> None:
        root = self._store.get(report.duplicate_of)
        followers = [other for other in self._store if other.duplicate_of == report.id]
        self.body.twins.show_group(root, followers, self._now())

    def _news(self, report: Report) -> str:
        fields = changed_fields(sorted(self._marked))
        if not fields:
            return ""
        text = self.tr("{name} has just changed: {fields}")
        return text.format(name=report.updated_by or self.tr("Somebody"), fields=", ".join(fields))

    @Slot()
    def _tick(self) -> None:
        if self._report is not None and self.isVisible():
            self.head.tick(self._now())

    @Slot()
    def _ask(self) -> None:
        report = self._report
        if report is None or not self.isVisible() or self._session.is_away:
            return  # it is asked for when the card is seen again, and when the service answers again
        self._show_group(report)  # looks through all reports, so not for each that J passes
        if report.duplicate_of and report.duplicate_of not in self._store:
            self._desk.look_up(report.duplicate_of)
        self._desk.history(report.id)
        if report.has_place and report.status is not Status.DUPLICATE:
            self._desk.twins(report.id)
        if report.contact_phone and self._session.user.may(Right.READ_PERSONAL):
            self._desk.callers(report.contact_phone)

    @Slot(str, list)
    def _on_history(self, report_id: str, events: list[Event]) -> None:
        if self._report is not None and report_id == self._report.id:
            self.body.history.show_events(events, self._now())

    @Slot(str, list)
    def _on_twins(self, report_id: str, twins: list[Twin]) -> None:
        if self._report is None or report_id != self._report.id:
            return
        user = self._session.user
        rows = {row.key for row in allowed(self._report, user.role, user.department)}
        self.body.twins.show_twins(twins, "mark_duplicate" in rows, self._now())
        if isinstance(self.sheet, TwinChooser):
            self.sheet.set_twins(twins)

    @Slot(str, list)
    def _on_callers(self, phone: str, reports: list[Report]) -> None:
        if self._report is not None and phone == self._report.contact_phone:
            self.body.origin.show_earlier(reports)

    @Slot(str, str)
    def _on_acted(self, report_id: str, action: str) -> None:
        if action == "note" and self._report is not None and report_id == self._report.id:
            self._desk.history(report_id)

    @Slot(list)
    def _on_unsent(self, report_ids: list[str]) -> None:
        if self._report is not None:
            self.head.show_unsent(self._report.id in report_ids)

    @Slot()
    def _on_outbox(self) -> None:
        if self._report is not None:
            self.head.show_clash(self._report.id in self._session.clashes)

    @Slot(list)
    def _on_claims(self, report_ids: list[str]) -> None:
        if self._report is not None and self._report.id in report_ids:
            self._show_claim(self._report.id)

    def _show_claim(self, report_id: str) -> None:
        if self._claims is not None:
            self.head.show_claim(self._claims.of(report_id), self._claims.is_mine(report_id), self._now())

    @Slot()
    def _on_claim(self) -> None:
        self._on_wanted("claim")

    @Slot(object)
    def _on_take_over(self, reasons: dict[str, str]) -> None:
        goes_on, self._goes_on = self._goes_on, None
        if self._claims is not None:
            for report_id, reason in reasons.items():
                self._claims.take(report_id, reason)
        if goes_on is not None and goes_on[0] == "place":
            self.place_wanted.emit(goes_on[1][0])
        elif goes_on is not None:
            self.asker.act(*goes_on)

    @Slot(str, str, str)
    def _on_claim_lost(self, report_id: str, who: str, why: str) -> None:
        report = self._store.get(report_id)
        text = self.tr("{who} has taken {number} over: {why}")
        self.told.emit(text.format(who=who, number=report.number if report else "–", why=why or "–"))

    @Slot()
    def _on_at_work(self) -> None:
        if self._claims is not None and self._report is not None and self.sheet is not None:
            self._claims.work_on(self._report.id)

    @Slot()
    def _on_typing(self) -> None:
        if self._claims is not None and self._report is not None and self.body.note.hasFocus():
            self._claims.work_on(self._report.id)

    @Slot()
    def _on_compare(self) -> None:
        if self._report is not None:
            self.compare_wanted.emit(self._report.id)

    @Slot()
    def _on_user(self) -> None:
        self.empty.set_user(self._session.user)
        self._show_again()

    @Slot(str)
    def _on_link(self, link: str) -> None:
        if link == "live":
            self._settled.start()

    @Slot()
    def _on_seen(self) -> None:
        self._marked.clear()
        self.head.show_news("")
        self.body.mark(set())

    # --- doing ----------------------------------------------------------------------------------

    def _twins_of(self, report_id: str) -> list[Twin]:
        shown = self._report is not None and self._report.id == report_id
        return self.body.twins.twins() if shown else []

    @Slot(str)
    def _on_wanted(self, action: str) -> None:
        if self._report is not None:
            self.act(action, [self._report.id])

    @Slot()
    def _on_category(self) -> None:
        self._on_wanted("category")

    @Slot()
    def _on_priority(self) -> None:
        self._on_wanted("priority")

    @Slot()
    def _on_place(self) -> None:
        self._on_wanted("place")

    @Slot()
    def _on_show(self) -> None:
        if self._report is not None:
            self.show_wanted.emit(self._report.id)

    @Slot(str)
    def _on_duplicate(self, twin_id: str) -> None:
        if self._report is not None and not self._is_held("mark_duplicate", [self._report.id]):
            self.asker.send("mark_duplicate", {self._report.id: ActionBody(duplicate_of=twin_id)})

    @Slot(str)
    def _on_note(self, text: str) -> None:
        if self._report is not None:
            self._desk.note(self._report.id, text)

    @Slot(str)
    def _on_shift_note(self, text: str) -> None:
        if self._report is not None:
            self._desk.shift_note(text, self._report.id)

    @Slot(str)
    def _on_shift_noted(self, report_id: str) -> None:
        self.body.shift_noted(report_id, True)
        self.drafts.keep(report_id, "note", "")

    @Slot(str, object)
    def _on_not_shift_noted(self, report_id: str, error: Exception) -> None:
        self.body.shift_noted(report_id, False)
        if report_id:
            self.told.emit(self.tr("Not written into the shift report: {why}").format(why=trouble(error).sentence))

    @Slot(int)
    def _on_photo(self, place: int) -> None:
        if self._report is not None:
            viewer = PhotoViewer(self._desk, self._report.photos, place, self._report.number, self)
            viewer.show()
