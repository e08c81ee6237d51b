"""The foot of the card: the suggestion, the next sensible action large, and whatever else is allowed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter, QWidget

from console.commands import BY_ID, key_text
from console.domain.city import City
from console.domain.reports import Report, Status
from console.domain.routing import RouteSuggestion
from console.domain.workflow import Action
from console.theme import Theme
from console.views.cardmarks import Themed
from console.views.cardparts import UNIT, Flow, clear, column, label
from console.words import action_word, of

# What an operator most probably does next, by state; the first that is allowed is shown large.
NEXT: dict[Status, tuple[str, ...]] = {
    Status.NEW: ("assign", "verify"),
    Status.VERIFIED: ("assign",),
    Status.REFUSED: ("assign",),
    Status.REOPENED: ("assign",),
    Status.ASSIGNED: ("accept",),
    Status.ACCEPTED: ("start",),
    Status.IN_PROGRESS: ("claim_done",),
    Status.DONE_CLAIMED: ("resolve",),
    Status.WAITING_CITIZEN: ("resume",),
    Status.ON_HOLD: ("start", "resume"),
    Status.RESOLVED: (),
    Status.REJECTED: (),
    Status.DUPLICATE: (),
}


def key_of(action: str) -> str:
    """The key of an action's command; empty where it has none."""
    command = BY_ID.get(f"report.{action}") or BY_ID.get(f"answer.{action}")
    return key_text(command) if command else ""


class KeyButton(QPushButton, Themed):
    """A button that shows its key at the right, in a small box."""

    def __init__(self, theme: Theme, action: str, kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self.action, self.key = theme, action, key_of(action)
        self.setObjectName(f"do_{action}")
        if kind:
            self.setProperty("kind", kind)
        self.setAutoDefault(False)

    def set_words(self, words: str) -> None:
        """What it does; the screen reader hears the key too."""
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)
        self.setAccessibleDescription(self.key)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + self._key_width() + UNIT // 2, hint.height()) if self.key else hint

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() if self.property("kind") != "primary" else super().minimumSizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        primary = self.property("kind") == "primary"
        token = "disabled" if not self.isEnabled() else "on_accent" if primary else "text"
        side = UNIT + 4 if self.property("kind") else 12
        room = self.rect().adjusted(side, 0, -side, 0)
        painter.setPen(self.theme.color(token))
        words = QFontMetrics(self.font()).elidedText(
            self.text().replace("&&", "&"), Qt.TextElideMode.ElideRight, room.width() - self._key_width()
        )
        painter.setFont(self.font())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        if self.key:
            self._draw_key(painter, room, "on_accent" if primary else "muted")
        painter.end()

    def _key_width(self) -> int:
        if not self.key:
            return 0
        return max(18, QFontMetrics(self.theme.font("small", 600)).horizontalAdvance(self.key) + 8)

    def _draw_key(self, painter: QStylePainter, room: QRect, token: str) -> None:
        width, height = self._key_width(), QFontMetrics(self.theme.font("small")).height() + 3
        box = QRect(room.right() - width + 1, room.center().y() - height // 2 + 1, width, height)
        painter.setRenderHint(QStylePainter.RenderHint.Antialiasing)
        painter.setPen(self.theme.color(token, 0.55))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(self.theme.color(token))
        painter.setFont(self.theme.font("small", 600))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.key)


class CardActions(QWidget):
    """What may be done to the report now."""

    wanted = Signal(str)

    def __init__(self, city: City, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._city, self._theme = city, theme
        self._shown: tuple[object, ...] = ()
        self._buttons: dict[str, KeyButton] = {}
        self.suggested = label("", wrap=True)
        self.why = label("small", wrap=True)
        self.none = label("muted", wrap=True)
        self.primary: KeyButton | None = None
        self._main, self._others = column(), Flow(spacing=UNIT)
        layout = column(self, spacing=UNIT, margins=(UNIT * 2, UNIT + 4, UNIT * 2, UNIT * 2))
        words = column(spacing=2)
        for widget in (self.suggested, self.why):
            words.addWidget(widget)
        layout.addLayout(words)
        layout.addWidget(self.none)
        layout.addLayout(self._main)
        layout.addLayout(self._others)

    def show_actions(self, report: Report, actions: Sequence[Action], suggestion: RouteSuggestion | None) -> None:
        """Show what this role may do to the report as it stands; buttons stay when nothing changed."""
        keys = tuple(action.key for action in actions)
        shown = (report.status, keys, suggestion.department if suggestion else "", self._theme.name)
        self._show_suggestion(suggestion if "assign" in keys else None)
        self.none.setVisible(not keys)
        if shown == self._shown:
            return
        self._shown = shown
        focused = self.focusWidget().objectName() if self.isAncestorOf(self.focusWidget()) else ""
        self._build(report, keys, suggestion)
        if focused and (again := self.findChild(QWidget, focused)) is not None:
            again.setFocus()

    def retranslate(self) -> None:
        """Everything is said anew when the report is shown next."""
        self._shown = ()
        self.none.setText(self.tr("Your role can read this report and changes nothing in its present state."))

    def set_theme(self, theme: Theme) -> None:
        """For buttons that are made from now on."""
        self._theme = theme

    def buttons(self) -> dict[str, KeyButton]:
        """The buttons that are shown, by action."""
        return dict(self._buttons)

    def _build(self, report: Report, keys: Sequence[str], suggestion: RouteSuggestion | None) -> None:
        clear(self._main)
        clear(self._others)
        self._buttons = {}
        first = next((key for key in NEXT[report.status] if key in keys), "")
        self.primary = None
        if first:
            self.primary = self._button(first, "primary", self._words(first, suggestion))
            self.primary.setProperty("large", True)
            self._main.addWidget(self.primary)
        for key in keys:
            if key != first:
                self._others.addWidget(self._button(key, "", action_word(key)))

    def _words(self, key: str, suggestion: RouteSuggestion | None) -> str:
        row_of = self._city.departments.get(suggestion.department) if suggestion else None
        if key == "assign" and row_of is not None:
            return self.tr("Assign to {department}…").format(department=row_of.name)
        return action_word(key)

    def _button(self, key: str, kind: str, words: str) -> KeyButton:
        made = KeyButton(self._theme, key, kind)
        made.set_words(words)
        made.clicked.connect(self._on_clicked)
        self._buttons[key] = made
        return made

    def _on_clicked(self) -> None:
        made = self.sender()
        if isinstance(made, KeyButton):
            self.wanted.emit(made.action)

    def _show_suggestion(self, suggestion: RouteSuggestion | None) -> None:
        for widget in (self.suggested, self.why):
            widget.setVisible(suggestion is not None)
        if suggestion is None:
            return
        names = {code: row_of.name for code, row_of in self._city.departments.items()}
        text = self.tr("Suggested: {department}").format(
            department=names.get(suggestion.department, suggestion.department)
        )
        others = ", ".join(names.get(code, code) for code in suggestion.others)
        if others:
            text += " · " + self.tr("also {departments}").format(departments=others)
        self.suggested.setText(text)
        self.why.setText(of(suggestion.reason))
