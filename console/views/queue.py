"""The queue panel: filters with their counts, the list, what came in above it, and the bar for many at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console import words
from console.models.filters import BY_KEY
from console.models.queue import QueueModel
from console.state.reports import ReportStore
from console.state.selection import Selection
from console.state.session import Session
from console.theme import Theme
from console.views.cardparts import button, label, row
from console.views.icons import icon, pixmap
from console.views.queuehead import QueueHead
from console.views.queuelist import QueueList
from console.views.queuerows import sentence

BULK_ACTIONS = ("verify", "assign", "reject")


class QueuePanel(QWidget):
    """Shows the queue and lets one report be chosen, or many ticked."""

    bulk_wanted = Signal(str)  # an action for all that are ticked
    search_ended = Signal()

    def __init__(
        self,
        theme: Theme,
        store: ReportStore,
        selection: Selection,
        session: Session,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._selection, self._session = theme, selection, session
        self.model = QueueModel(store, now, lambda report, at: sentence(report, session, at), self)
        self.model.set_me(session.user.name)
        self.list = QueueList(self.model, theme, session, now, self)
        self.setProperty("panel", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(320)
        self._build()
        self._connect(session)
        self._retranslate()

    # --- made ------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.head = QueueHead(self.model, self._session, self._theme)
        self.chips = self.head.chips
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(_line())
        layout.addWidget(self.list, 1)
        layout.addWidget(self._build_bulk())
        self.pill = button("primary", "came_above")
        self.pill.setParent(self.list)
        self.pill.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.pill.hide()
        self.empty_title, self.empty_hint = label("lead", wrap=True), label("muted", wrap=True)
        self._empty = QWidget(self.list.viewport())
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._empty_icon = label()
        words_ = QVBoxLayout(self._empty)
        words_.setContentsMargins(40, 0, 40, 0)
        words_.setSpacing(8)
        for text in (self._empty_icon, self.empty_title, self.empty_hint):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            words_.addWidget(text)
        words_.addStretch(1)

    def _build_bulk(self) -> QWidget:
        self.bulk = QWidget()
        self.bulk.setObjectName("bulk_bar")
        self.bulk.setProperty("panel", "raised")
        self.bulk.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.ticked = label("caption")
        self.bulk_buttons = {action: button("quiet", f"bulk_{action}") for action in BULK_ACTIONS}
        for made in self.bulk_buttons.values():
            made.clicked.connect(self._on_bulk)
        self.untick = button("quiet", "bulk_clear")
        self.untick.clicked.connect(self._on_untick)
        line = row(self.ticked, None, *self.bulk_buttons.values(), self.untick, spacing=0)
        line.setContentsMargins(12, 4, 4, 4)
        self.bulk.setLayout(line)
        self.bulk.hide()
        return self.bulk

    def _connect(self, session: Session) -> None:
        self.model.filter_changed.connect(self._show_emptiness)
        self.head.search_ended.connect(self.search_ended)
        for moved in (self.model.rowsInserted, self.model.rowsRemoved, self.model.modelReset):
            moved.connect(self._show_emptiness)
        self.model.modelReset.connect(self._on_reset)
        self.model.rowsInserted.connect(self._on_inserted)
        self.list.chosen.connect(self._selection.choose)
        self.list.pointed.connect(self._selection.point_at)
        self.list.tick_wanted.connect(self._on_tick_wanted)
        self.list.above.connect(self._on_above)
        self.pill.clicked.connect(self.list.to_top)
        self._selection.changed.connect(self._on_selected)
        self._selection.pointed.connect(self.list.point_at)
        self._selection.ticked.connect(self._on_ticked)
        session.unsent_changed.connect(self.model.set_unsent)
        session.outbox_changed.connect(self._on_outbox)
        session.user_changed.connect(self._on_user)
        session.areas_changed.connect(self._on_areas)

    # --- what the desk asks ----------------------------------------------------------------------

    def step(self, by: int) -> None:
        """Chooses the next report (1) or the one before (-1)."""
        wanted = self.list.neighbour(self._selection.current, by)
        if wanted:
            self._selection.choose(wanted)

    def onward(self, skip: frozenset[str] = frozenset()) -> None:
        """The chosen report is dealt with: chooses the next one that is not in `skip`, else the one before, or none."""
        here = self._selection.current
        row_ = self.model.row_of(here)
        ids = self.model.ids()
        around = ids[row_ + 1 :] + ids[: max(row_, 0)][::-1]
        self._selection.choose(next((ident for ident in around if ident not in skip and ident != here), None))

    def show_again(self, report_id: str) -> None:
        """Brings the report into sight if it is the chosen one: the operator has taken a move on it back."""
        if report_id == self._selection.current:
            self.list.show_chosen(report_id)

    def tick(self, step: int = 0) -> None:
        """Ticks the chosen report, or unticks it; with a step ticks it and the one there, and goes there."""
        here = self._selection.current
        if here is None or self.model.row_of(here) < 0:
            return
        if not step:
            self._selection.tick(self._selection.checked ^ {here})
            return
        there = self.list.neighbour(here, step)
        self._selection.tick(self._selection.checked | {here} | ({there} if there else set()))
        if there:
            self._selection.choose(there)

    def show_filter(self, key: str) -> None:
        """Shows what passes this filter, of every category and kecamatan."""
        self.model.end_search()
        self.model.set_filter(key)

    def set_compact(self, compact: bool) -> None:
        """Rows of 40 instead of 56 pixels."""
        self.list.set_compact(compact)

    def set_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self._theme = theme
        self.list.set_theme(theme)
        self.head.set_theme(theme)
        self.untick.setIcon(icon(theme, "mdi6.close"))

    # --- what happens ----------------------------------------------------------------------------

    @Slot(str)
    def _on_selected(self, report_id: str) -> None:
        self.list.show_chosen(report_id or None)

    @Slot()
    def _on_reset(self) -> None:
        """The rows are others now; the chosen report stays chosen, and stays where it was if it is here still."""
        row_ = self.model.row_of(self._selection.current)
        if row_ >= 0:
            self.list.selectRow(row_)

    @Slot()
    def _on_inserted(self) -> None:
        """The chosen report may have come back: taken back, or chosen elsewhere before it passed the filter."""
        self.list.mark(self._selection.current)

    @Slot(str, bool)
    def _on_tick_wanted(self, report_id: str, many: bool) -> None:
        if not many:
            self._selection.tick(self._selection.checked ^ {report_id})
            return
        start, end = sorted((max(0, self.model.row_of(self._selection.current)), self.model.row_of(report_id)))
        self._selection.tick(self._selection.checked | set(self.model.ids()[start : end + 1]))

    @Slot(list)
    def _on_ticked(self, ids: list[str]) -> None:
        self.model.set_ticked(ids)
        self.bulk.setVisible(bool(ids))
        self.ticked.setText(self.tr("%n ticked", "", len(ids)))

    @Slot()
    def _on_untick(self) -> None:
        self._selection.tick(())

    @Slot()
    def _on_bulk(self) -> None:
        self.bulk_wanted.emit(self.sender().objectName().removeprefix("bulk_"))

    @Slot(int)
    def _on_above(self, number: int) -> None:
        self.pill.setVisible(number > 0)
        if number:
            self.pill.setText(self.tr("%n new ↑", "", number))
            self.pill.adjustSize()
            self.pill.move((self.list.width() - self.pill.width()) // 2, 8)
            self.pill.raise_()

    @Slot()
    def _on_user(self) -> None:
        self.model.set_me(self._session.user.name)

    @Slot()
    def _on_outbox(self) -> None:
        self.model.set_to_decide(self._session.to_decide)

    @Slot()
    def _on_areas(self) -> None:
        self.list.viewport().update()

    # --- what is shown ---------------------------------------------------------------------------

    @Slot()
    def _show_emptiness(self) -> None:
        empty = self.model.rowCount() == 0
        self._empty.setVisible(empty)
        if not empty:
            return
        if self.model.sought:
            name = "mdi6.magnify"
            self.empty_title.setText(self.tr("Nothing found"))
            self.empty_hint.setText(self.tr("Search for other words, a place, or a number such as 123. Esc ends."))
        else:
            name = "mdi6.check-circle-outline"
            self.empty_title.setText(self.tr("Nothing to do here"))
            self.empty_hint.setText(QCoreApplication.translate("Filters", BY_KEY[self.model.filter_key].hint))
        self._empty_icon.setPixmap(pixmap(self._theme, name, "line_strong", 40, self.devicePixelRatioF()))
        self._place_empty()

    def _place_empty(self) -> None:
        area = self.list.viewport().rect()
        top = area.height() // 4
        self._empty.setGeometry(0, top, area.width(), area.height() - top)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_empty()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Queue"))
        self.list.setAccessibleName(self.tr("Reports in the queue"))
        self.list.setAccessibleDescription(self.tr("J and K choose the next and the one before, X ticks."))
        self.untick.setAccessibleName(self.tr("Clear the ticks"))
        self.untick.setToolTip(self.tr("Clear the ticks (Esc)"))
        for action, made in self.bulk_buttons.items():
            made.setText(words.action_word(action))
        self.set_theme(self._theme)
        self._on_ticked(sorted(self._selection.checked))
        self._show_emptiness()
        self.list.viewport().update()


def _line() -> QWidget:
    made = QWidget()
    made.setObjectName("rule")
    made.setFixedHeight(1)
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return made
