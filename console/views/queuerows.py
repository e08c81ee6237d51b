"""How a row of the queue is drawn: clock, pictogram, place, first words, why it stands here, and what is unsent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from console import words
from console.domain.ranking import Why, why
from console.domain.reports import Report
from console.models.queue import Role
from console.state.session import Session
from console.theme import Theme
from console.views.cardmarks import CLOCK_LOOKS, draw_shape
from console.views.icons import pixmap

Index = QModelIndex | QPersistentModelIndex

WHY_TONES: dict[Why, str] = {
    Why.EMERGENCY: "late",
    Why.LATE: "late",
    Why.REFUSED: "soon",
    Why.REOPENED: "soon",
    Why.SOON: "soon",
    Why.URGENT: "soon",
    Why.HIGH: "soon",
    Why.CLAIMED: "accent",
    Why.OLDEST: "muted",
    Why.STOPPED: "muted",
    Why.ENDED: "muted",
}
EDGE, CLOCK_WIDTH, ICON_LEFT, TEXT_LEFT = 12, 72, 92, 124  # px from the row's left edge


def place_of(report: Report, session: Session) -> str:
    """The kelurahan's name, else whatever is known of the place; empty where nothing is."""
    if report.kelurahan:
        return session.area_name(report.kelurahan)
    if report.kecamatan:
        return session.area_name(report.kecamatan)
    outside = words.outside_the_city()
    return report.place_note or (outside[:1].upper() + outside[1:] if report.outside else "")


def sentence(report: Report, session: Session, now: datetime) -> str:
    """A row as a screen reader speaks it."""
    category = session.city.categories.get(report.category)
    parts = (
        report.number,
        words.why_word(why(report, now)),
        words.status_word(report.status),
        words.clock_text(report.clock(now), now),
        words.of(category.title) if category else report.category,
        place_of(report, session) or words.no_place(),
        first_words(report.text),
    )
    return ", ".join(part for part in parts if part)


def first_words(text: str) -> str:
    """A citizen's text in one line; the row elides it."""
    return " ".join(text[:240].split())


class RowDelegate(QStyledItemDelegate):
    """Draws reports with the theme's colours and type; 56 px high, 40 when compact."""

    def __init__(
        self, theme: Theme, session: Session, now: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._now = now
        self.compact = False
        self.pointed = ""  # the report that the pointer is on in the map
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self._theme = theme
        self._bold, self._body = theme.font("body", 600), theme.font("body")
        self._small, self._small_bold = theme.font("small"), theme.font("small", 600)

    @property
    def row_height(self) -> int:
        """Pixels of a row."""
        return self._theme.space["row_compact" if self.compact else "row"]

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(320, self.row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        report = index.data(Role.REPORT)
        if report is None:
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        self._ground(painter, rect, state, report.id == self.pointed, bool(index.data(Role.TICKED)))
        upper, lower = self._lines(rect)
        self._clock(painter, rect, upper, lower, report)
        self._pictogram(painter, rect, report, bool(index.data(Role.TICKED)))
        right = rect.right() - EDGE
        why = Why(index.data(Role.WHY))  # on its way through Qt it became a plain text
        start = self._why(painter, upper, right, why, report)
        self._words(painter, self._bold, "text", rect.left() + TEXT_LEFT, start - 8, upper, self._place(report))
        end = self._marks(painter, lower, right, index)
        text = first_words(report.text)
        self._words(painter, self._body, "muted", rect.left() + TEXT_LEFT, end, lower, text)
        painter.restore()

    # --- parts -----------------------------------------------------------------------------------

    def _lines(self, rect: QRect) -> tuple[QRect, QRect]:
        """The boxes of the two lines of text."""
        height = 16 if self.compact else 20
        top = rect.top() + (rect.height() - 2 * height) // 2
        return QRect(rect.left(), top, rect.width(), height), QRect(rect.left(), top + height, rect.width(), height)

    def _ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag, pointed: bool, ticked: bool) -> None:
        theme = self._theme
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect, theme.color("selected"))
        elif ticked:
            painter.fillRect(rect, theme.tint("accent"))
        elif pointed or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("hover"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("line"))
        if chosen:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), theme.color("accent"))
        elif pointed:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), theme.color("line_strong"))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.color("accent"), 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))

    def _clock(self, painter: QPainter, rect: QRect, upper: QRect, lower: QRect, report: Report) -> None:
        now = self._now()
        clock = report.clock(now)
        look = CLOCK_LOOKS[clock.state]
        left = rect.left() + EDGE
        draw_shape(
            painter,
            QRectF(left, upper.center().y() - 6.5, 14, 14),
            look.shape if look.shape != "none" else "tick",
            self._theme.color(look.tone),
        )
        edge = left + CLOCK_WIDTH
        tone = look.tone if look.tone in ("late", "soon") else "text" if look.tone == "ok" else "muted"
        self._words(painter, self._small_bold, tone, left + 20, edge, upper, words.clock_text(clock, now))
        below = words.status_word(report.status) if clock.due is None else words.clock_kind_word(clock.kind)
        self._words(painter, self._small, "muted", left, edge, lower, below)

    def _pictogram(self, painter: QPainter, rect: QRect, report: Report, ticked: bool) -> None:
        category = self._session.city.categories.get(report.category)
        name = "mdi6.checkbox-marked" if ticked else category.icon if category else ""
        ratio = painter.device().devicePixelRatioF()
        picture = pixmap(self._theme, name, "accent" if ticked else "text", 20, ratio)
        painter.drawPixmap(rect.left() + ICON_LEFT, rect.top() + (rect.height() - 20) // 2, picture)

    def _why(self, painter: QPainter, line: QRect, right: int, why: Why, report: Report) -> int:
        """Draws the word at the right; where it begins."""
        word = words.why_word(why) if why not in (Why.OLDEST, Why.STOPPED) else words.status_word(report.status)
        tone = WHY_TONES[why]
        font = self._small_bold if tone != "muted" else self._small
        width = min(QFontMetrics(font).horizontalAdvance(word), 128)
        self._words(painter, font, tone, right - width, right + 1, line, word)
        return right - width

    def _marks(self, painter: QPainter, line: QRect, right: int, index: Index) -> int:
        """Draws what must be decided, what is unsent, who has it and who else looks; where the text must end."""
        ratio = painter.device().devicePixelRatioF()
        end = right
        claim = index.data(Role.CLAIM)
        for shown, name, tone in (
            (bool(index.data(Role.TO_DECIDE)), "mdi6.source-branch", "late"),
            (bool(index.data(Role.UNSENT)), "mdi6.cloud-upload-outline", "soon"),
            (claim is not None and claim[1], "mdi6.hand-back-right", "ok"),
            (claim is not None and not claim[1], "mdi6.hand-back-right-outline", "soon"),
            (bool(index.data(Role.OTHERS)), "mdi6.eye-outline", "accent"),
        ):
            if shown:
                end -= 16
                painter.drawPixmap(end, line.center().y() - 7, pixmap(self._theme, name, tone, 16, ratio))
                end -= 4
        return end - (4 if end != right else 0)

    def _place(self, report: Report) -> str:
        return place_of(report, self._session) or words.no_place()

    def _words(self, painter: QPainter, font: QFont, token: str, left: int, right: int, line: QRect, text: str) -> None:
        width = max(0, right - left)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.color(token)))
        box = QRect(left, line.top(), width, line.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
