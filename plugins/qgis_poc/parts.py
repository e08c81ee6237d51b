"""The panel's pieces: buttons, rows, tables, and the conflict that a person decides."""

import html

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QBrush
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from .dispute import LOOKS
from .words import say


def button(words, work, tip=""):
    """A button that does something."""
    made = QPushButton(say(words))
    made.setToolTip(say(tip) if tip else "")
    made.clicked.connect(work)
    return made


def row(*widgets):
    """Widgets side by side."""
    body = QWidget()
    layout = QHBoxLayout(body)
    layout.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        layout.addWidget(widget)
    return body


def table(titles):
    """A table to read, a row at a time."""
    made = QTableWidget(0, len(titles))
    made.setHorizontalHeaderLabels([say(title) for title in titles])
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.verticalHeader().hide()
    made.setWordWrap(False)
    return made


def fill(made, rows):
    """Rows of (text, or text and tooltip) into a table."""
    made.setRowCount(len(rows))
    for number, cells in enumerate(rows):
        for place, cell in enumerate(cells):
            words, tip = cell if isinstance(cell, tuple) else (cell, cell)
            item = QTableWidgetItem(words)
            item.setToolTip(f"<span>{html.escape(tip)}</span>")  # what a person typed is text, whatever stands in it
            made.setItem(number, place, item)


class ConflictView(QWidget):
    """One conflict after the other: each disputed field with both values, and the two decisions."""

    shown = pyqtSignal(object)  # the conflict that is looked at
    decided = pyqtSignal(object, str)  # the conflict, and the side that is taken

    def __init__(self):
        super().__init__()
        self.conflicts, self._names, self._titles, self._at = [], {}, {}, 0
        self.head = QLabel()
        self.head.setTextFormat(Qt.TextFormat.PlainText)
        self.head.setWordWrap(True)
        self._before = self._step("Previous conflict", Qt.ArrowType.LeftArrow, self._go_back)
        self._after = self._step("Next conflict", Qt.ArrowType.RightArrow, self._go_on)
        self.fields = table(("Field", "Mine", "Theirs"))
        self.fields.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        for place in range(3):
            self.fields.horizontalHeader().setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        for place, side in ((1, "mine"), (2, "theirs")):
            self.fields.horizontalHeaderItem(place).setForeground(QBrush(LOOKS[side][0]))
        self.fields.setMaximumHeight(150)
        self.mine = button("Keep mine", self._keep_mine)
        self.theirs = button("Take theirs", self._take_theirs)
        top = row(self.head, self._before, self._after)
        top.layout().setStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for part in (top, self.fields, row(self.mine, self.theirs)):
            layout.addWidget(part)

    def show_all(self, conflicts, names, titles):
        """These are to be decided. `names` of features by id, `titles` of fields by key."""
        self.conflicts, self._names, self._titles = list(conflicts), names, titles
        self.setVisible(bool(self.conflicts))
        if self.conflicts:
            self.look_at(min(self._at, len(self.conflicts) - 1))

    def look_at(self, number):
        """That conflict."""
        self._at = number % len(self.conflicts)
        conflict, count = self.conflicts[self._at], len(self.conflicts)
        words = "Conflict {number} of {count}: {name}"
        self.head.setText(say(words, number=self._at + 1, count=count, name=self._names[conflict.id]))
        for step in (self._before, self._after):
            step.setEnabled(count > 1)
        sides = (conflict.mine, "deleted here", "drawn blue"), (conflict.theirs, "deleted there", "drawn orange")
        rows = [[self._titles.get(key, key), *(_value(key, *side) for side in sides)] for key in conflict.fields]
        fill(self.fields, rows)
        self.shown.emit(conflict)

    def _step(self, words, arrow, work):
        step = QToolButton()
        step.setArrowType(arrow)
        step.setToolTip(say(words))
        step.setAccessibleName(say(words))
        step.clicked.connect(work)
        return step

    def _go_back(self):
        self.look_at(self._at - 1)

    def _go_on(self):
        self.look_at(self._at + 1)

    def _keep_mine(self):
        self.decided.emit(self.conflicts[self._at], "mine")

    def _take_theirs(self):
        self.decided.emit(self.conflicts[self._at], "theirs")


def _value(key, state, gone, drawn):
    """A side's value of a field."""
    if state is None:
        return say(gone)
    if key == "geometry":
        return say(drawn)
    return "–" if state.get(key) is None else str(state[key])
