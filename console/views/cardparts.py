"""The pieces that the card and its forms are made of: outside text, sections, small captions, rows of buttons."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from console.words import plain_tip

UNIT = 8  # the grid, in pixels at 100 %


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


def inset(field: QAbstractSpinBox) -> None:
    """Text off the field's edge as in other fields: the style sheet's padding does not reach it here."""
    field.lineEdit().setTextMargins(UNIT, 0, 0, 0)


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
