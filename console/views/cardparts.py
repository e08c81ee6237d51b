"""The pieces that the card and its forms are made of: outside text, sections, small captions, rows of buttons."""

from __future__ import annotations

import re
from html import escape

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QTextOption, QWheelEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

UNIT = 8  # the grid, in pixels at 100 %
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")  # characters that turn the direction of what follows: a disguise

_LONG = re.compile(r"\S{25,}")


def label(role: str = "", text: str = "", wrap: bool = False) -> QLabel:
    """A label that never guesses rich text; `role` as in console.theme."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    made.setText(text)
    return made


def badge(kind: str, text: str = "") -> QLabel:
    """A small filled pill; `kind` as in console.theme. It never grows with its neighbours."""
    made = label("", text)
    made.setProperty("badge", kind)
    made.setMinimumHeight(20)  # lower than twice its radius, the style sheet would draw it square
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def rule() -> QFrame:
    """A thin line between two parts of a form."""
    made = QFrame()
    made.setProperty("rule", True)
    made.setFixedHeight(1)
    return made


def button(kind: str = "", name: str = "") -> QPushButton:
    """A push button; `kind` as in console.theme."""
    made = QPushButton()
    if kind:
        made.setProperty("kind", kind)
    if name:
        made.setObjectName(name)
    made.setAutoDefault(False)
    return made


def plain_tip(text: str) -> str:
    """A tooltip that shows outside text as text: Qt guesses rich text in tooltips."""
    return f"<qt>{escape(text)}</qt>" if text else ""


def no_mnemonic(text: str) -> str:
    """Outside text for a button or menu, where one & would be a mnemonic."""
    return text.replace("&", "&&")


def set_look(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet reads, and let it be read again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def column(
    parent: QWidget | None = None, spacing: int = UNIT, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QVBoxLayout:
    """A vertical layout on the grid."""
    made = QVBoxLayout(parent) if parent else QVBoxLayout()
    made.setSpacing(spacing)
    made.setContentsMargins(*margins)
    return made


def row(*widgets: QWidget | None, spacing: int = UNIT, wide: int = -1) -> QHBoxLayout:
    """A horizontal layout; None stands for the space that is left, `wide` is the place of the widget that takes it."""
    made = QHBoxLayout()
    made.setSpacing(spacing)
    made.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        if widget is None:
            made.addStretch(1)
        else:
            made.addWidget(widget)
    if wide >= 0:
        made.setStretch(wide, 1)
    return made


class Elided(QLabel):
    """One line of outside text, cut with an ellipsis where it doesn't fit; the tooltip has it all."""

    def __init__(self, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        if role:
            self.setProperty("role", role)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        line = " ".join(_TURNING.sub("", text).split())
        super().setText(line)
        self.setAccessibleName(line)
        self._tell()

    def minimumSizeHint(self) -> QSize:
        return QSize(UNIT * 4, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        line = QFontMetrics(self.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.contentsRect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), line)
        painter.end()

    def _tell(self) -> None:
        fits = QFontMetrics(self.font()).horizontalAdvance(self.text()) <= self.width()
        self.setToolTip("" if fits else plain_tip(self.text()))


class OutsideText(QTextEdit):
    """Somebody's words: plain, selectable, as high as they are, broken anywhere if need be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("outside", True)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self._lines = 0

    def set_lines(self, lines: int) -> None:
        """At most so many lines high; 0 for all."""
        self._lines = lines
        self._fit()

    def show_text(self, text: str) -> None:
        """Show this; what is selected stays when the text is the same."""
        shown = _TURNING.sub("", text)
        if shown != self.toPlainText():
            self.setPlainText(shown)
            self._fit()

    @property
    def is_cut(self) -> bool:
        """Whether there is more than the lines shown."""
        return self._full_height() > self.height() + 1

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the card scrolls, not the text in it

    def _full_height(self) -> int:
        self.document().setTextWidth(self.viewport().width())
        return int(self.document().size().height() + 0.999)

    def _fit(self) -> None:
        height = self._full_height()
        if self._lines:
            height = min(height, self._lines * QFontMetrics(self.font()).lineSpacing())
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(max(height, 1))


class Words(QLabel):
    """A few outside words: plain, wrapped, and broken even where somebody wrote three hundred letters without a space.

    Much lighter than OutsideText, for lists; what is copied from it carries the invisible breaks.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words = ""
        self.show_words(text)

    def show_words(self, text: str) -> None:
        """Show this."""
        self.words = _TURNING.sub("", text)
        self.setText(_LONG.sub(lambda found: "\u200b".join(found.group()), self.words))
        self.setAccessibleName(self.words)


class Section(QWidget):
    """A caption and what stands below it; `mark` shows that news changed it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.caption = label("caption")
        self.changed = label("", "●")
        self.changed.setProperty("tone", "accent")
        self.changed.hide()
        self.body = column(spacing=UNIT // 2)
        layout = column(self, spacing=UNIT // 2)
        layout.addLayout(row(self.caption, self.changed, None, spacing=UNIT // 2))
        layout.addLayout(self.body)

    def set_caption(self, text: str) -> None:
        """The words above."""
        self.caption.setText(text)
        self.setAccessibleName(text)

    def mark(self, changed: bool, says: str = "") -> None:
        """Show or take away the dot."""
        self.changed.setVisible(changed)
        self.changed.setAccessibleName(says)
        self.changed.setToolTip(plain_tip(says))


class NoteField(QPlainTextEdit):
    """A few lines of typing: Enter sends, Shift+Enter makes a new line, Esc gives up. It grows up to five lines."""

    entered = Signal()
    given_up = Signal()

    def __init__(self, lines: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self._least = lines
        self.textChanged.connect(self._fit)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        lines = max(self._least, min(5, int(self.document().size().height())))
        height = lines * QFontMetrics(self.font()).lineSpacing() + 2 * UNIT + 6
        if self.height() != height:
            self.setFixedHeight(height)


class Flow(QLayout):
    """Widgets side by side, going on in the next line where one is full."""

    def __init__(self, parent: QWidget | None = None, spacing: int = UNIT // 2) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, move: bool) -> int:
        x, y, line = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue  # hidden
            size = item.sizeHint()
            if x > rect.x() and x + size.width() > rect.right() + 1:
                x, y, line = rect.x(), y + line + self.spacing(), 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self.spacing()
            line = max(line, size.height())
        return y + line - rect.y()


def clear(layout: QLayout) -> None:
    """Take every widget out of the layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)


def fit_to_screen(window: QWidget) -> None:
    """As large as the window would like to be, and no larger than its screen."""
    room = window.screen().availableSize() - QSize(UNIT * 4, UNIT * 8)
    window.resize(window.sizeHint().boundedTo(room))


def is_within(widget: QObject | None, root: QWidget) -> bool:
    """Whether the widget is `root` or lies in it."""
    while widget is not None:
        if widget is root:
            return True
        widget = widget.parent()
    return False
