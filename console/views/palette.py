"""Ctrl+K: one field that finds commands, places and reports, and does, shows or chooses the one that is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from rapidfuzz import fuzz, process, utils

from console import commands, words
from console.domain.reports import Report
from console.domain.roles import User
from console.state.reports import ReportStore
from console.state.session import Session
from console.theme import Theme
from console.views.icons import pixmap
from console.views.intakeplace import place_kind
from console.views.queuerows import first_words, place_of
from console.views.searchbox import Place

Index = QModelIndex | QPersistentModelIndex
ROW = 40  # px
LOOKED_THROUGH = 5_000  # open reports, so that typing stays quick; the search field asks the service for all
PER_KIND, ENOUGH = 6, 62.0  # rows of each kind; likeness (0–100) from which a command is offered
_NOWHERE = QModelIndex()
_HIT = int(Qt.ItemDataRole.UserRole)


class Kind(StrEnum):
    """What a row is."""

    COMMAND = "command"
    PLACE = "place"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Hit:
    """One row: what it is, its words, and what it stands for (a command's or report's id, or a place)."""

    kind: Kind
    title: str
    detail: str
    icon: str
    target: str
    place: Place | None = None


class Finder:
    """Finds hits for what is typed: commands fuzzily, places by the gazetteer, reports by number and words."""

    def __init__(
        self, store: ReportStore, session: Session, places: Callable[[str], Sequence[Place]], user: User
    ) -> None:
        self._store, self._session, self._places = store, session, places
        self._commands = {row.id: commands.plain_title(row) for row in commands.for_user(user)}
        self._texts: dict[str, str] | None = None

    def find(self, text: str) -> list[Hit]:
        """The best rows of each kind; with nothing typed, the commands in their order."""
        wanted = " ".join(text.split())
        if not wanted:
            return [self._command(key) for key in self._commands]
        if wanted.isdigit() or wanted.upper().startswith(self._session.city.number_prefix.upper()):
            return [*self._by_number(wanted), *self._command_hits(wanted)]
        return [*self._command_hits(wanted), *self._place_hits(wanted), *self._by_words(wanted)]

    def _command_hits(self, wanted: str) -> list[Hit]:
        found = process.extract(
            wanted,
            self._commands,
            scorer=fuzz.WRatio,
            processor=utils.default_process,
            limit=PER_KIND,
            score_cutoff=ENOUGH,
        )
        return [self._command(key) for _, _, key in found]

    def _command(self, key: str) -> Hit:
        return Hit(
            Kind.COMMAND,
            self._commands[key],
            commands.key_text(commands.BY_ID[key]),
            "mdi6.chevron-right",
            key,
        )

    def _place_hits(self, wanted: str) -> list[Hit]:
        return [
            Hit(Kind.PLACE, place.name, place_kind(place.kind), "mdi6.map-marker-outline", "", place)
            for place in list(self._places(wanted))[:PER_KIND]
        ]

    def _by_number(self, wanted: str) -> list[Hit]:
        digits = "".join(letter for letter in wanted if letter.isdigit()).lstrip("0")
        exact = [row for row in self._store if row.number.rpartition("-")[2].lstrip("0") == digits]
        near = (row for row in self._store if digits and digits in row.number and row not in exact)
        return [self._report(row) for row in [*exact, *near][:PER_KIND]]

    def _by_words(self, wanted: str) -> list[Hit]:
        if len(wanted) < 3:
            return []
        if self._texts is None:
            newest = [row for row in self._store if row.is_open][-LOOKED_THROUGH:]
            self._texts = {row.id: self._text(row) for row in newest}
        found = process.extract(
            wanted.lower(), self._texts, scorer=fuzz.partial_ratio, limit=PER_KIND, score_cutoff=84.0
        )
        reports = (self._store.get(key) for _, _, key in found)
        return [self._report(row) for row in reports if row is not None]

    def _text(self, report: Report) -> str:
        return f"{place_of(report, self._session)} {first_words(report.text)}".lower()[:120]

    def _report(self, report: Report) -> Hit:
        category = self._session.city.categories.get(report.category)
        place = place_of(report, self._session) or words.no_place()
        title = f"{report.number} · {place} · {first_words(report.text)}"
        return Hit(Kind.REPORT, title, words.status_word(report.status), category.icon if category else "", report.id)


class HitModel(QAbstractListModel):
    """The rows that are offered."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: list[Hit] = []

    def show(self, hits: Iterable[Hit]) -> None:
        """Offers these."""
        self.beginResetModel()
        self._hits = list(hits)
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Hit | str | None:
        if not index.isValid():
            return None
        hit = self._hits[index.row()]
        if role == _HIT:
            return hit
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{hit.title}, {hit.detail}" if hit.detail else hit.title
        return None


class HitDelegate(QStyledItemDelegate):
    """Draws a row: pictogram, title, and its key or state at the right."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(320, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit: Hit = index.data(_HIT)
        rect: QRect = option.rect
        theme = self._theme
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("selected"))
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), theme.color("accent"))
        ratio = painter.device().devicePixelRatioF()
        tone = "muted" if hit.kind is Kind.COMMAND else "accent" if hit.kind is Kind.PLACE else "text"
        painter.drawPixmap(rect.left() + 16, rect.top() + 10, pixmap(theme, hit.icon, tone, 20, ratio))
        small = theme.font("small", 600)
        width = QFontMetrics(small).horizontalAdvance(hit.detail)
        right = rect.right() - 16
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.setFont(small)
        painter.setPen(theme.color("muted"))
        painter.drawText(QRect(right - width, rect.top(), width + 1, rect.height()), middle, hit.detail)
        body = theme.font("body")
        painter.setFont(body)
        painter.setPen(theme.color("text"))
        box = QRect(rect.left() + 48, rect.top(), right - width - 16 - rect.left() - 48, rect.height())
        text = QFontMetrics(body).elidedText(hit.title, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, middle, text)
        painter.restore()


class Palette(QDialog):
    """Lies over the upper middle of its window. Enter takes the marked row, Esc leaves."""

    command_taken = Signal(str)
    place_taken = Signal(float, float, str)
    report_taken = Signal(str)

    def __init__(self, theme: Theme, finder: Finder, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._finder = finder
        self.setObjectName("palette")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.field = QLineEdit()
        self.field.setObjectName("palette_field")
        self.field.setPlaceholderText(self.tr("A command, a place, a number, words of a report"))
        self.field.setAccessibleName(self.tr("Find a command, a place, a report"))
        self.hits = HitModel(self)
        self.list = QListView()
        self.list.setObjectName("palette_list")
        self.list.setAccessibleName(self.tr("What was found"))
        self.list.setModel(self.hits)
        self.list.setItemDelegate(HitDelegate(theme, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self.field.textChanged.connect(self._find)
        self.field.returnPressed.connect(self._take)
        self.list.clicked.connect(self._take)
        self.field.installEventFilter(self)
        self._rows = max(3, min(11, (parent.height() - 256) // ROW))
        self.setFixedWidth(min(640, parent.width() - 64))
        self._find("")
        self.move(parent.mapToGlobal(QPoint((parent.width() - self.width()) // 2, 64)))

    @Slot(str)
    def _find(self, text: str) -> None:
        self.hits.show(self._finder.find(text))
        self.list.setVisible(self.hits.rowCount() > 0)
        self.list.setFixedHeight(ROW * min(self.hits.rowCount(), self._rows))
        self.adjustSize()
        if self.hits.rowCount():
            self.list.setCurrentIndex(self.hits.index(0))

    @Slot()
    def _take(self) -> None:
        hit: Hit | None = self.list.currentIndex().data(_HIT)
        if hit is None:
            return
        self.close()
        match hit.kind:
            case Kind.COMMAND:
                self.command_taken.emit(hit.target)
            case Kind.REPORT:
                self.report_taken.emit(hit.target)
            case Kind.PLACE if hit.place is not None:
                self.place_taken.emit(hit.place.lon, hit.place.lat, hit.place.name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {
                Qt.Key.Key_Down: 1,
                Qt.Key.Key_Up: -1,
                Qt.Key.Key_PageDown: 8,
                Qt.Key.Key_PageUp: -8,
            }.get(Qt.Key(event.key()))
            if step:
                row = self.list.currentIndex().row() + step
                row = max(0, min(self.hits.rowCount() - 1, row))
                self.list.setCurrentIndex(self.hits.index(row))
                return True
        return super().eventFilter(watched, event)
