"""The panel of layers and legend at the map's left edge: what is shown, how many, how old, what symbols mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from console.i18n import age, number
from console.map.legend import legend_rows, sample
from console.map.words import symbol_word
from console.theme import Theme
from console.views.basemapchooser import BasemapChooser
from console.views.icons import icon
from layers.catalog import LAYERS, Layer
from layers.style import Style

WIDTH = 324
SAMPLE = 24


class LayerRow(QWidget):
    """One layer: a tick, its symbol and name, how many and how old; below, folded, its legend."""

    toggled = Signal(str, bool)
    edit_wanted = Signal(str)
    table_wanted = Signal(str)

    def __init__(self, layer: Layer, style: Style, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layer, self._style, self._theme = layer, style, theme
        self._state: tuple[int, float | None, bool] = (0, None, False)
        self._language = "id"
        self.tick = QCheckBox()
        self.tick.setChecked(layer.shown)
        self.tick.toggled.connect(self._on_toggled)
        self._picture, self._count, self._age = QLabel(), QLabel(), QLabel()
        for made in (self._picture, self._count, self._age):
            made.setTextFormat(Qt.TextFormat.PlainText)
        self._picture.setFixedSize(SAMPLE, SAMPLE)
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._age.setProperty("role", "small")
        self._old = QLabel()  # the same, marked: shown instead when the layer is too old
        self._old.setTextFormat(Qt.TextFormat.PlainText)
        self._old.setProperty("badge", "soon")
        self.fold = QToolButton()
        self.fold.setAutoRaise(True)
        self.fold.setCheckable(True)
        self.fold.setFixedSize(28, 28)
        self.fold.toggled.connect(self._on_fold)
        self.table = QToolButton()
        self.table.setAutoRaise(True)
        self.table.setFixedSize(28, 28)
        self.table.clicked.connect(self._on_table)
        self.edit = QToolButton()
        self.edit.setAutoRaise(True)
        self.edit.setFixedSize(28, 28)
        self.edit.clicked.connect(self._on_edit)
        self.edit.hide()
        self._legend = QWidget()
        self._legend_grid = QGridLayout(self._legend)
        self._legend_grid.setContentsMargins(40, 0, 8, 8)
        self._legend_grid.setHorizontalSpacing(8)
        self._legend_grid.setVerticalSpacing(2)
        self._legend_grid.setColumnStretch(1, 1)
        self._legend.hide()
        self._words: list[tuple[QLabel, str]] = []
        self._lay_out()
        self.set_theme(theme)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 2, 4, 2)
        head.setSpacing(6)
        head.addWidget(self._picture)
        head.addWidget(self.tick, 1)
        head.addWidget(self._age)
        head.addWidget(self._old)
        head.addWidget(self._count)
        head.addWidget(self.table)
        head.addWidget(self.edit)
        head.addWidget(self.fold)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._legend)

    def set_state(self, count: int, age_s: float | None, stale: bool) -> None:
        """How many features, how old in seconds (None: nothing was ever received), and whether that is too old."""
        self._state = (count, age_s, stale)
        self._speak()

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        rows = legend_rows(self._style, self.layer.key)
        first = self._style.symbol(self.layer.key, TYPICAL.get(self.layer.like or self.layer.key, {}))
        self._picture.setPixmap(sample(first, theme, SAMPLE, self.devicePixelRatioF()))
        self._words.clear()
        while (item := self._legend_grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for line, row in enumerate(rows):
            picture, word = QLabel(), QLabel()
            picture.setPixmap(sample(row.symbol, theme, SAMPLE, self.devicePixelRatioF()))
            word.setTextFormat(Qt.TextFormat.PlainText)
            self._legend_grid.addWidget(picture, line, 0)
            self._legend_grid.addWidget(word, line, 1)
            self._words.append((word, row.word))
        self.fold.setVisible(bool(rows))
        self._turn()
        self._speak()

    def set_language(self, code: str) -> None:
        """Numbers and ages in this language; words follow Qt's translators."""
        self._language = code
        self._speak()

    def _speak(self) -> None:
        count, age_s, stale = self._state
        title = QCoreApplication.translate("Layers", self.layer.title)
        self.tick.setText(title)
        self._count.setText(number(count, 0, self._language))
        words = "–" if age_s is None else age(timedelta(seconds=age_s), self._language)
        for label in (self._age, self._old):
            label.setText(words if self.layer.cadence_s else "")
        late = stale and self.layer.cadence_s > 0
        self._age.setVisible(not late)
        self._old.setVisible(late)
        self._old.setToolTip(self.tr("Older than it should be: the map shows this layer hatched."))
        self.fold.setToolTip(self.tr("Legend"))
        self.fold.setAccessibleName(self.tr("Legend of {layer}").format(layer=title))
        self.table.setToolTip(self.tr("Table of {layer}").format(layer=title))
        self.table.setAccessibleName(self.table.toolTip())
        self.edit.setToolTip(self.tr("Edit {layer}").format(layer=title))
        self.edit.setAccessibleName(self.edit.toolTip())
        for label, word in self._words:
            label.setText(symbol_word(word))

    def _turn(self) -> None:
        self.fold.setIcon(
            icon(self._theme, "mdi6.chevron-up" if self.fold.isChecked() else "mdi6.chevron-down", "muted")
        )

    @Slot()
    def _on_table(self) -> None:
        self.table_wanted.emit(self.layer.key)

    @Slot()
    def _on_edit(self) -> None:
        self.edit_wanted.emit(self.layer.key)

    @Slot(bool)
    def _on_fold(self, opened: bool) -> None:
        self._legend.setVisible(opened)
        self._turn()

    @Slot(bool)
    def _on_toggled(self, shown: bool) -> None:
        self.toggled.emit(self.layer.key, shown)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._speak()
        super().changeEvent(event)


TYPICAL: dict[str, dict[str, str | int]] = {  # the features whose symbols stand for their layers
    "wifi_hotspot": {"state": "aktif"},
    "traffic_segment": {"level": 3},
    "warning": {"level": "moderate"},
    "waste_point": {"kind": "TPS"},
}


class LayerPanel(QFrame):
    """All layers, one row each, in the catalogue's order."""

    toggled = Signal(str, bool)
    closed = Signal()
    folded = Signal()  # a legend was folded out or away: another height is wanted
    edit_wanted = Signal(str)  # layer
    table_wanted = Signal(str)  # layer

    def __init__(self, style: Style, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.setFixedWidth(WIDTH)
        self._title = QLabel()
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setProperty("role", "lead")
        self._close = QToolButton()
        self._close.setFixedSize(28, 28)
        self._close.clicked.connect(self.closed)
        self.rows = {layer.key: LayerRow(layer, style, theme) for layer in LAYERS if layer.key != "area"}
        inside = QWidget()
        inside.setProperty("panel", "raised")
        self._column = column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(2)
        for row in self.rows.values():
            row.toggled.connect(self.toggled)
            row.fold.toggled.connect(self.folded)
            row.edit_wanted.connect(self.edit_wanted)
            row.table_wanted.connect(self.table_wanted)
            column.addWidget(row)
        self.areas = QPushButton()  # the areas are part of the ground: they have no row, but can be edited
        self.areas.setProperty("kind", "quiet")
        self.areas.clicked.connect(self._on_areas)
        self.areas.hide()
        column.addWidget(self.areas)
        self.chooser = BasemapChooser(theme)
        column.addWidget(self.chooser)
        column.addStretch()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        head = QHBoxLayout()
        head.setContentsMargins(14, 8, 4, 4)
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        outer.addLayout(head)
        outer.addWidget(self._scroll)
        self.set_theme(theme)
        self._speak()

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._close.setIcon(icon(theme, "mdi6.chevron-left", "muted"))
        self.areas.setIcon(icon(theme, "mdi6.pencil-outline", "muted"))
        for row in self.rows.values():
            row.set_theme(theme)
            row.edit.setIcon(icon(theme, "mdi6.pencil-outline", "muted"))
            row.table.setIcon(icon(theme, "mdi6.table", "muted"))
        self.chooser.set_theme(theme)

    def set_language(self, code: str) -> None:
        """Numbers and ages in this language."""
        for row in self.rows.values():
            row.set_language(code)
        self.chooser.set_language(code)

    def set_editable(self, keys: Sequence[str]) -> None:
        """The layers that this user edits: they get a pencil. Who edits none sees none."""
        for key, row in self.rows.items():
            row.edit.setVisible(key in keys)
        self.areas.setVisible("area" in keys)
        self.folded.emit()

    @Slot()
    def _on_areas(self) -> None:
        self.edit_wanted.emit("area")

    def wanted_height(self) -> int:
        """The height at which nothing needs to scroll."""
        for row in self.rows.values():  # a legend that has just been folded counts
            row.updateGeometry()
        self.chooser.settle()
        self._column.activate()
        return 44 + self._column.sizeHint().height()

    def _speak(self) -> None:
        self._title.setText(self.tr("Layers and legend"))
        self.areas.setText(self.tr("Edit the areas"))
        self._close.setToolTip(self.tr("Fold the panel away"))
        self._close.setAccessibleName(self.tr("Fold the panel away"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._speak()
        super().changeEvent(event)
