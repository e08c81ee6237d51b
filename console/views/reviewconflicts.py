"""Two edits of the same fields, side by side: mine or theirs, one by one, or all of one kind; nothing by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QGridLayout,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QScrollArea,
    QWidget,
)

from console.models.difference import field_of
from console.state.layerdrafts import MINE, THEIRS
from console.views.cardparts import UNIT, button, clear, column, fit_to_screen, label, row
from console.views.cardtext import Words
from console.views.layerwords import name_of, title_of, value_text
from console.views.reviewpages import shape_text
from console.words import number_text
from layers.changes import GEOMETRY, Conflict
from layers.features import Feature

WHOLE = ""  # the choice of a deletion against an edit


class ConflictWindow(QDialog):
    """Gathers the choices; `decided` carries them once each conflict has one."""

    decided = Signal(dict)  # feature id → field → MINE or THEIRS

    def __init__(self, conflicts: list[Conflict], show: Callable[[str], object], parent: QWidget | None = None) -> None:
        """`show`: looks at a feature on the map because a person asks for it."""
        super().__init__(parent)
        self._conflicts, self._show = conflicts, show
        self.choices: dict[str, dict[str, str]] = {conflict.id: {} for conflict in conflicts}
        self.lead, self.name = label("", wrap=True), label("lead")
        self.list = QListWidget()
        self.list.setFixedWidth(280)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(UNIT * 2)
        self._grid.setVerticalSpacing(UNIT)
        for place in (1, 2, 3):
            self._grid.setColumnStretch(place, 1)
        self._groups: list[QButtonGroup] = []
        self.show_button, self.like_this = button("", "show_conflict"), button("", "all_like_this")
        self.all_mine, self.all_theirs = button("", "all_mine"), button("", "all_theirs")
        self.take, self.cancel = button("primary", "take_choices"), button("", "cancel")
        self._lay_out()
        self._connect()
        for conflict in conflicts:
            self.list.addItem(QListWidgetItem(_called(conflict)))
        self.retranslate()
        self.list.setCurrentRow(0)
        self.setMinimumSize(860, 480)
        fit_to_screen(self)

    def sizeHint(self) -> QSize:
        return QSize(1040, 600)

    def _lay_out(self) -> None:
        inside = QWidget()
        inner = column(inside)
        inner.addLayout(self._grid)
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        right = column(spacing=UNIT)
        right.addLayout(row(self.name, None, self.show_button))
        right.addWidget(scroll, 1)
        right.addLayout(row(self.like_this, None))
        middle = row(self.list, spacing=UNIT * 2)
        middle.addLayout(right, 1)
        layout = column(self, spacing=UNIT * 2, margins=(UNIT * 3, UNIT * 2, UNIT * 3, UNIT * 2))
        layout.addWidget(self.lead)
        layout.addLayout(middle, 1)
        layout.addLayout(row(self.all_mine, self.all_theirs, None, self.take, self.cancel))

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._on_row)
        self.show_button.clicked.connect(self._on_show)
        self.like_this.clicked.connect(self._on_like_this)
        self.all_mine.clicked.connect(self._on_all_mine)
        self.all_theirs.clicked.connect(self._on_all_theirs)
        self.take.clicked.connect(self._on_take)
        self.cancel.clicked.connect(self.reject)

    @property
    def current(self) -> Conflict:
        """The conflict that is shown."""
        return self._conflicts[max(0, self.list.currentRow())]

    def choose(self, conflict: Conflict, key: str, side: str) -> None:
        """One choice."""
        self.choices[conflict.id][key] = side
        self._count()

    def keys_of(self, conflict: Conflict) -> tuple[str, ...]:
        """What is to be chosen: the fields, or the whole feature where one side deleted it."""
        return (WHOLE,) if conflict.is_about_deletion else conflict.fields

    @Slot(int)
    def _on_row(self, place: int) -> None:
        if place >= 0:
            self._show_conflict(self._conflicts[place])

    def _show_conflict(self, conflict: Conflict) -> None:
        clear(self._grid)
        self._groups = []
        self.name.setText(_called(conflict))
        heads = ("", self.tr("BEFORE"), self.tr("MINE"), self.tr("THEIRS, PUBLISHED"))
        for place, text in enumerate(heads):
            self._grid.addWidget(label("caption", text), 0, place)
        for line, key in enumerate(self.keys_of(conflict), 1):
            title = self.tr("The whole feature") if key == WHOLE else title_of(self._layer(conflict), key)
            self._grid.addWidget(label("", title, wrap=True), line, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(Words(self._value(conflict.base, key)), line, 1, Qt.AlignmentFlag.AlignTop)
            group = QButtonGroup(self)
            for place, (side, feature) in enumerate(((MINE, conflict.mine), (THEIRS, conflict.theirs)), 2):
                made = QRadioButton(self._value(feature, key).replace("&", "&&") or "–")
                made.setObjectName(f"{side}_{key}")
                made.setAccessibleName(f"{title}: {heads[place]}: {made.text()}")
                made.setChecked(self.choices[conflict.id].get(key) == side)
                made.clicked.connect(self._on_chosen)
                group.addButton(made)
                self._grid.addWidget(made, line, place, Qt.AlignmentFlag.AlignTop)
            self._groups.append(group)
        self._count()

    def _layer(self, conflict: Conflict) -> str:
        side = conflict.mine or conflict.theirs or conflict.base
        return side.layer if side else ""

    def _value(self, feature: Feature | None, key: str) -> str:
        if feature is None:
            return self.tr("deleted")
        if key == WHOLE:
            return self.tr("kept: {name}").format(name=name_of(feature))
        if key == GEOMETRY:
            return shape_text(feature)
        return value_text(field_of(feature.layer, key), feature.properties.get(key))

    @Slot()
    def _on_chosen(self) -> None:
        sender = self.sender()
        if sender is not None:
            side, _, key = sender.objectName().partition("_")
            self.choose(self.current, key, side)

    @Slot()
    def _on_like_this(self) -> None:
        """What was chosen here holds for every conflict about the same fields."""
        chosen = dict(self.choices[self.current.id])
        kind = self.keys_of(self.current)
        for conflict in self._conflicts:
            if self.keys_of(conflict) == kind:
                self.choices[conflict.id] = dict(chosen)
        self._count()

    @Slot()
    def _on_all_mine(self) -> None:
        self._all(MINE)

    @Slot()
    def _on_all_theirs(self) -> None:
        self._all(THEIRS)

    def _all(self, side: str) -> None:
        for conflict in self._conflicts:
            self.choices[conflict.id] = dict.fromkeys(self.keys_of(conflict), side)
        self._show_conflict(self.current)

    @Slot()
    def _on_show(self) -> None:
        self._show(self.current.id)

    @Slot()
    def _on_take(self) -> None:
        self.decided.emit(self.choices)
        self.accept()

    def _count(self) -> None:
        done = [all(key in self.choices[item.id] for key in self.keys_of(item)) for item in self._conflicts]
        for place, is_done in enumerate(done):
            item = self.list.item(place)
            if item is not None:
                item.setText(("✓ " if is_done else "? ") + _called(self._conflicts[place]))
        self.take.setEnabled(all(done))
        here = all(key in self.choices[self.current.id] for key in self.keys_of(self.current))
        alike = sum(self.keys_of(item) == self.keys_of(self.current) for item in self._conflicts)
        self.like_this.setEnabled(here)
        self.like_this.setVisible(alike > 1)
        self.like_this.setText(self.tr("The same for all {count} of this kind").format(count=number_text(alike)))

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        self.setWindowTitle(self.tr("Decide between two edits"))
        self.lead.setText(
            self.tr(
                "Somebody else published other values of the same fields meanwhile. What differs otherwise is merged."
            )
        )
        self.show_button.setText(self.tr("Show on the map"))
        self.all_mine.setText(self.tr("All mine"))
        self.all_theirs.setText(self.tr("All theirs"))
        self.take.setText(self.tr("Take these"))
        self.cancel.setText(self.tr("Cancel"))
        self.list.setAccessibleName(self.tr("Features in conflict"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self._show_conflict(self.current)


def _called(conflict: Conflict) -> str:
    side = conflict.mine or conflict.theirs or conflict.base
    return name_of(side) if side else conflict.id
