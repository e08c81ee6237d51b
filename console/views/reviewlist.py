"""The list of drafts: what is mine, what waits for review, what is scheduled or published; two lines a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QPushButton, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from console.domain.drafts import CHANGEABLE, Draft, DraftState
from console.state.layerdrafts import Sheet
from console.theme import Theme
from console.views.cardmarks import draw_shape
from console.views.cardparts import UNIT, Flow, button, column, label
from console.views.layerwords import STATE_LOOKS, state_word
from console.words import layer_word, moment_text, number_text

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
SHEET = int(Qt.ItemDataRole.UserRole)
FILTERS: tuple[tuple[str, Callable[[Draft, str], bool]], ...] = (
    (
        "mine",
        lambda draft, me: (
            draft.author == me and draft.state in (*CHANGEABLE, DraftState.IN_REVIEW, DraftState.APPROVED)
        ),
    ),
    ("review", lambda draft, me: draft.author != me and draft.state is DraftState.IN_REVIEW),
    ("ready", lambda draft, me: draft.state is DraftState.APPROVED),
    ("published", lambda draft, me: draft.state is DraftState.PUBLISHED),
    ("all", lambda draft, me: True),
)
HEIGHT = 56


class DraftsModel(QAbstractListModel):
    """The drafts that pass the filter."""

    def __init__(self, say: Callable[[Draft], str], parent: Any = None) -> None:
        super().__init__(parent)
        self._say = say
        self._all: list[Sheet] = []
        self._shown: list[Sheet] = []
        self.filter, self.me = "mine", ""

    def show_sheets(self, sheets: Sequence[Sheet]) -> None:
        """Other drafts."""
        self._all = list(sheets)
        self._sift()

    def ask_for(self, key: str, me: str) -> None:
        """Those that pass this filter."""
        self.filter, self.me = key, me
        self._sift()

    def count(self, key: str) -> int:
        """How many pass a filter."""
        fits = dict(FILTERS)[key]
        return sum(fits(sheet.draft, self.me) for sheet in self._all)

    def place_of(self, ident: str) -> int:
        """The line of a draft; -1 where it is not shown."""
        return next((place for place, sheet in enumerate(self._shown) if sheet.draft.id == ident), -1)

    def _sift(self) -> None:
        fits = dict(FILTERS)[self.filter]
        shown = [sheet for sheet in self._all if fits(sheet.draft, self.me)]
        if [sheet.draft for sheet in shown] == [sheet.draft for sheet in self._shown]:
            return
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        sheet = self._shown[index.row()]
        if role == SHEET:
            return sheet
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._say(sheet.draft)
        return None


class DraftLook(QStyledItemDelegate):
    """Shape of the state, title, and below it layer, author, state and age."""

    def __init__(self, theme: Theme, now: Callable[[], datetime], parent: QWidget) -> None:
        super().__init__(parent)
        self.theme, self._now = theme, now

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        sheet = index.data(SHEET)
        if not isinstance(sheet, Sheet):
            return
        draft, rect, theme = sheet.draft, option.rect, self.theme
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("selected"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("hover"))
        look = STATE_LOOKS[draft.state]
        draw_shape(painter, QRectF(rect.left() + 12, rect.top() + 10, 16, 16), look.shape, theme.color(look.tone))
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        left, width = rect.left() + 40, rect.width() - 52
        count = number_text(draft.changes)
        painter.setFont(theme.font("body", 600))
        room = painter.fontMetrics().horizontalAdvance(count) + UNIT
        painter.setPen(theme.color("muted"))
        top = QRect(left, rect.top() + 7, width, 22)
        painter.drawText(top, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
        painter.setPen(theme.color("text"))
        title = painter.fontMetrics().elidedText(draft.title, Qt.TextElideMode.ElideRight, width - room)
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("muted"))
        below = QRect(left, rect.top() + 29, width, 18)
        text = painter.fontMetrics().elidedText(second_line(draft, self._now()), Qt.TextElideMode.ElideRight, width)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()


def second_line(draft: Draft, now: datetime) -> str:
    """State, layer, author and when it was touched."""
    at = draft.publish_at if draft.state is DraftState.APPROVED and draft.publish_at else draft.updated_at
    when = moment_text(at, now) if at else ""
    clock = "⏱ " if draft.state is DraftState.APPROVED and draft.publish_at else ""
    return " · ".join(filter(None, (state_word(draft.state), layer_word(draft.layer), draft.author, clock + when)))


class DraftList(QWidget):
    """The list with its filters."""

    chosen = Signal(str)  # draft id

    def __init__(self, me: Callable[[], str], theme: Theme, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.setProperty("panel", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._me, self._now = me, now
        self.model = DraftsModel(self._words, self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.look = DraftLook(theme, now, self.view)
        self.view.setItemDelegate(self.look)
        self.empty = label("muted", wrap=True)
        self.chips: dict[str, QPushButton] = {}
        chips = QWidget()
        flow = Flow(chips, UNIT // 2)
        for key, _ in FILTERS:
            chip = button("", f"drafts_{key}")
            chip.setProperty("chip", True)
            chip.setCheckable(True)
            chip.setAutoExclusive(True)
            chip.clicked.connect(self._on_chip)
            self.chips[key] = chip
            flow.addWidget(chip)
        layout = column(self, spacing=UNIT, margins=(UNIT, UNIT, 0, UNIT))
        layout.addWidget(chips)
        layout.addWidget(self.empty)
        layout.addWidget(self.view, 1)
        self.setFixedWidth(372)
        self.chips["mine"].setChecked(True)
        self.model.ask_for("mine", me())
        self.view.selectionModel().currentChanged.connect(self._on_current)
        self.retranslate()

    def show_sheets(self, sheets: Sequence[Sheet], open_id: str) -> None:
        """Other drafts; the open one stays chosen. At first what waits for this person is shown."""
        first = not self.model._all
        self.model.me = self._me()
        self.model.show_sheets(sheets)
        if first and not self.model.count("mine") and self.model.count("review"):
            self.chips["review"].setChecked(True)
            self.model.ask_for("review", self._me())
        self._again(open_id)

    def reveal(self, sheet: Sheet) -> None:
        """Chooses a draft; where the filter hides it, another filter is taken that does not."""
        if self.model.place_of(sheet.draft.id) < 0:
            fits = next(key for key, row in FILTERS if row(sheet.draft, self._me()))
            self.chips[fits].setChecked(True)
            self.model.ask_for(fits, self._me())
        self._again(sheet.draft.id)

    def set_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self.look.theme = theme
        self.view.viewport().update()

    def _again(self, open_id: str) -> None:
        self._count()
        place = self.model.place_of(open_id)
        selection = self.view.selectionModel()
        selection.blockSignals(True)
        if place >= 0:
            self.view.setCurrentIndex(self.model.index(place))
        else:
            self.view.clearSelection()
        selection.blockSignals(False)
        self.view.viewport().update()

    @Slot()
    def _on_chip(self) -> None:
        key = next(key for key, chip in self.chips.items() if chip.isChecked())
        self.model.ask_for(key, self._me())
        self._count()

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, now: QModelIndex, before: QModelIndex) -> None:
        sheet = now.data(SHEET)
        if isinstance(sheet, Sheet):
            self.chosen.emit(sheet.draft.id)

    def _count(self) -> None:
        words = self._chip_words()
        for key, chip in self.chips.items():
            chip.setText(f"{words[key]} {number_text(self.model.count(key))}")
        self.empty.setVisible(not self.model.rowCount())
        self.empty.setText(self._empty_words()[self.model.filter])

    def _chip_words(self) -> dict[str, str]:
        return {
            "mine": self.tr("Mine"),
            "review": self.tr("To review"),
            "ready": self.tr("Approved"),
            "published": self.tr("Published"),
            "all": self.tr("All"),
        }

    def _empty_words(self) -> dict[str, str]:
        return {
            "mine": self.tr(
                "You have no draft. Edit a layer, or import a file (Ctrl+I): what you change gathers in a draft."
            ),
            "review": self.tr("Nothing waits for your review."),
            "ready": self.tr("Nothing that is approved waits to be published."),
            "published": self.tr("Nothing has been published yet."),
            "all": self.tr("There are no drafts yet."),
        }

    def _words(self, draft: Draft) -> str:
        return f"{draft.title}, {second_line(draft, self._now())}"

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        self.view.setAccessibleName(self.tr("Drafts"))
        self._count()
        self.view.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
