"""The list of the queue: it follows keys and mouse, and never moves what the operator looks at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from console.models.queue import QueueModel
from console.state.session import Session
from console.theme import Theme
from console.views.queuerows import RowDelegate

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


class QueueList(QTableView):
    """A table of one column: unlike QListView it does not lay out all 20,000 rows again for each that comes in.

    `chosen` speaks only of the operator's own keys and clicks. `above` tells how many rows came in above the view.
    """

    chosen = Signal(str)
    pointed = Signal(str)
    tick_wanted = Signal(str, bool)  # id; whether everything from the chosen row to it
    above = Signal(int)

    def __init__(
        self,
        model: QueueModel,
        theme: Theme,
        session: Session,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.rows = model
        self.delegate = RowDelegate(theme, session, now, self)
        self._by_hand = False
        self._anchor: tuple[str, int] | None = None
        self._came: set[str] = set()
        self.setObjectName("queue_list")
        self.setModel(model)
        self.setItemDelegate(self.delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.set_compact(False)
        for before in (model.rowsAboutToBeInserted, model.rowsAboutToBeRemoved, model.rowsAboutToBeMoved):
            before.connect(self._note_anchor)
        model.modelAboutToBeReset.connect(self._note_anchor)
        model.rowsInserted.connect(self._on_inserted)
        for after in (model.rowsRemoved, model.rowsMoved, model.modelReset):
            after.connect(self._keep_anchor)
        model.filter_changed.connect(self._on_filter)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.entered.connect(self._on_entered)

    # --- looks -----------------------------------------------------------------------------------

    def set_compact(self, compact: bool) -> None:
        """Rows of 40 instead of 56 pixels."""
        self.delegate.compact = compact
        header = self.verticalHeader()
        header.setMinimumSectionSize(self.delegate.row_height)
        header.setDefaultSectionSize(self.delegate.row_height)
        self.verticalScrollBar().setSingleStep(self.delegate.row_height)
        self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self.delegate.set_theme(theme)
        self.viewport().update()

    def point_at(self, report_id: str) -> None:
        """Marks the row of the report that the pointer is on in the map."""
        if report_id != self.delegate.pointed:
            self.delegate.pointed = report_id
            self.viewport().update()

    # --- choosing --------------------------------------------------------------------------------

    def show_chosen(self, report_id: str | None) -> None:
        """Marks the row of the chosen report and brings it into sight; no row where it is not in the list."""
        row = self.rows.row_of(report_id)
        index = self.rows.index(row) if row >= 0 else _NO_INDEX
        if index.isValid():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(index, flags)
            self.scrollTo(index)
        else:
            self.selectionModel().clear()
        self.rows.hold(report_id)

    def mark(self, report_id: str | None) -> None:
        """Marks the row of the chosen report and scrolls nothing: it has come (back) by somebody else's doing."""
        row = self.rows.row_of(report_id)
        if row < 0 or row == self.currentIndex().row():
            return
        self.setAutoScroll(False)
        self.selectRow(row)
        self.setAutoScroll(True)
        self.rows.hold(report_id)

    def neighbour(self, report_id: str | None, step: int) -> str | None:
        """The report so many rows below (or above) this one; the first where it is not in the list."""
        row = self.rows.row_of(report_id)
        return self.rows.id_at(0) if row < 0 else self.rows.id_at(row + step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        modifiers = event.modifiers()
        if index.isValid() and modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
            many = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
            self.tick_wanted.emit(self.rows.id_at(index.row()), many)
            return
        self._by_hand = True
        super().mousePressEvent(event)
        self._by_hand = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._by_hand = True
        super().keyPressEvent(event)
        self._by_hand = False

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here, not a search."""

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        report_id = self.rows.id_at(current.row()) if current.isValid() else None
        if self._by_hand and report_id:
            self.chosen.emit(report_id)

    @Slot(QModelIndex)
    def _on_entered(self, index: QModelIndex) -> None:
        self.pointed.emit(self.rows.id_at(index.row()) or "")

    def leaveEvent(self, event: object) -> None:
        self.pointed.emit("")
        super().leaveEvent(event)  # type: ignore[arg-type]

    # --- staying where it is ---------------------------------------------------------------------

    def to_top(self) -> None:
        """Shows what came in above."""
        self.verticalScrollBar().setValue(0)

    @Slot()
    def _note_anchor(self) -> None:
        """What must not move: the chosen row if it is in sight, else the first row in sight."""
        self._anchor = None
        bar, height = self.verticalScrollBar().value(), self.delegate.row_height
        chosen = self.currentIndex().row() if self.currentIndex().isValid() else -1
        in_sight = chosen >= 0 and bar - height < chosen * height < bar + self.viewport().height()
        if bar == 0 and not in_sight and not self.underMouse():
            return  # nobody is at work here: what is new may push the rest down
        row = chosen if in_sight else bar // height
        report_id = self.rows.id_at(row)
        if report_id:
            self._anchor = (report_id, row * height - bar)

    @Slot()
    def _keep_anchor(self) -> None:
        if self._anchor is None:
            return
        report_id, offset = self._anchor
        row = self.rows.row_of(report_id)
        if row >= 0:
            self.updateGeometries()
            self.verticalScrollBar().setValue(row * self.delegate.row_height - offset)

    @Slot(QModelIndex, int, int)
    def _on_inserted(self, parent: QModelIndex, first: int, last: int) -> None:
        self._keep_anchor()
        if self._anchor is None:
            return
        top = self.verticalScrollBar().value() // self.delegate.row_height
        hidden = [self.rows.id_at(row) for row in range(first, min(last + 1, top))]
        if hidden:
            self._came.update(report_id for report_id in hidden if report_id)
            self.above.emit(len(self._came))

    @Slot(int)
    def _on_scrolled(self, value: int) -> None:
        if not self._came:
            return
        top = value / self.delegate.row_height
        still = {report_id for report_id in self._came if 0 <= self.rows.row_of(report_id) < top}
        if still != self._came:
            self._came = still
            self.above.emit(len(still))

    @Slot()
    def _on_filter(self) -> None:
        self._came.clear()
        self.above.emit(0)
        self.to_top()
