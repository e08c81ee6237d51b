"""The table of a layer: filtered, sorted, followed by the map, copied and written into files; read-only until Edit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QSettings, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QPushButton,
    QTableView,
    QWidget,
)

from console.models.attributes import AttributeTable
from console.state.attributes import LayerTable
from console.state.sifting import Only
from console.theme import Theme
from console.views.attributebars import ConditionBar, ManyBar, changed_by, meta_title
from console.views.attributecells import FieldDelegate
from console.views.attributechoice import RowChoice
from console.views.attributecolumns import Columns
from console.views.cardparts import UNIT, Flow, button, column, fit_to_screen, label, row, set_look
from console.views.layerwords import value_text
from console.words import age_text, field_word, language, layer_word, number_text, trouble
from layers.catalog import BY_KEY
from layers.features import Feature
from layers.schema import Field

FORMATS = (
    ("GeoPackage", ".gpkg"),
    ("GeoJSON", ".geojson"),
    ("CSV", ".csv"),
    ("Shapefile", ".shp"),
    ("KML", ".kml"),
    ("FlatGeobuf", ".fgb"),
)
PAGE = ".html"
Writer = Callable[[Sequence[Feature], Path], object]


class AttributeWindow(QDialog):
    """Shows what LayerTable found, and asks it to choose and to change."""

    show_wanted = Signal(str, str)  # layer, feature id: look at it on the map
    selected = Signal(str, object)  # layer, frozenset of ids: ring them on the map
    history_wanted = Signal(str, str)
    edit_wanted = Signal(str)  # layer
    import_wanted = Signal()

    def __init__(
        self,
        table: LayerTable,
        settings: QSettings,
        theme: Theme,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
        page: Callable[[], Writer] | None = None,
    ) -> None:
        """`page`: what writes features as a page with a map, to be called in a task."""
        super().__init__(parent)
        self._page = page
        self._table, self._theme, self._now = table, theme, now
        self._following = False
        self.layer, self.search = QComboBox(), QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(200)
        self.model = AttributeTable(self._text, self._column_title, self._mark, self)
        self.view = QTableView()
        self.cells = FieldDelegate(self.view)
        self.chips: dict[Only, QPushButton] = {}
        self.conditions, self.many = ConditionBar(), ManyBar()
        self.count, self.said, self.empty = label("muted"), label("", wrap=True), label("muted", wrap=True)
        self.edit, self.columns = button("primary", "edit_layer"), button("", "columns")
        self.export, self.copy, self.locate = button("", "export"), button("", "copy_csv"), button("", "find_on_map")
        self.history, self.close_button = button("", "history"), button("", "close")
        self._lay_out()
        self.rows = RowChoice(self.view, self.model)
        self.heads = Columns(self.view, self.model, settings, self.columns, self._column_title)
        self.cells.is_chosen = lambda row: self.model.id_at(row) in self.rows.elsewhere
        self._connect()
        self.retranslate()
        self.setMinimumSize(860, 480)
        fit_to_screen(self)

    def sizeHint(self) -> QSize:
        return QSize(1320, 720)

    def open_layer(self, layer: str) -> None:
        """Shows a layer."""
        self._table.show_layer(layer)

    # --- made -----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        view = self.view
        view.setModel(self.model)
        view.setItemDelegate(self.cells)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        triggers = QAbstractItemView.EditTrigger
        view.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setAlternatingRowColors(False)
        view.verticalHeader().setDefaultSectionSize(36)
        view.verticalHeader().setMinimumWidth(52)
        view.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        view.setCornerButtonEnabled(False)
        chips = QWidget()
        flow = Flow(chips, UNIT // 2)
        for only in Only:
            chip = button("", f"only_{only}")
            chip.setProperty("chip", True)
            chip.setCheckable(True)
            chip.setAutoExclusive(True)
            chip.clicked.connect(self._on_chip)
            self.chips[only] = chip
            flow.addWidget(chip)
        self.chips[Only.ALL].setChecked(True)
        for layer in BY_KEY.values():
            self.layer.addItem(layer.title, layer.key)
        layout = column(self, spacing=UNIT, margins=(UNIT * 2, UNIT * 2, UNIT * 2, UNIT * 2))
        layout.addLayout(row(self.layer, self.search, chips, self.edit, wide=2))
        layout.addLayout(row(self.conditions, self.columns, wide=0))
        layout.addWidget(self.view, 1)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.many)
        layout.addWidget(self.said)
        layout.addLayout(row(self.count, None, self.locate, self.history, self.copy, self.export, self.close_button))
        self.search.setFixedWidth(280)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.said.hide()
        self.empty.hide()

    def _connect(self) -> None:
        table, head = self._table, self.view.horizontalHeader()
        table.layer_changed.connect(self._on_layer)
        table.sifted.connect(self._on_sifted)
        table.changed.connect(self._on_cells)
        table.selection_changed.connect(self._on_selection)
        table.state_changed.connect(self._on_state)
        table.exported.connect(self._on_exported)
        table.copied.connect(self._on_copied)
        table.trouble.connect(self._on_trouble)
        self.layer.activated.connect(self._on_layer_chosen)
        self.search.textChanged.connect(self._on_search)
        self.conditions.changed.connect(self._on_conditions)
        head.sortIndicatorChanged.connect(self._on_sort)
        self.heads.filter_wanted.connect(self.conditions.ask_of)
        self.rows.chosen.connect(self._on_rows)
        self.model.edit_wanted.connect(self._on_edit_cell)
        self.cells.said.connect(self._say_wrong)
        self.many.wanted.connect(self._on_many)
        self.many.said.connect(self._say_wrong)
        self.many.delete.clicked.connect(self._on_delete)
        self.many.undo.clicked.connect(self._on_undo)
        self.many.redo.clicked.connect(self._on_redo)
        self.edit.clicked.connect(self._on_edit)
        self.export.clicked.connect(self._on_export)
        self.copy.clicked.connect(self.copy_rows)
        self.locate.clicked.connect(self._on_find)
        self.history.clicked.connect(self._on_history)
        self.close_button.clicked.connect(self.close)
        for keys, slot in (
            (QKeySequence(QKeySequence.StandardKey.Copy), self.copy_rows),
            (QKeySequence(QKeySequence.StandardKey.Find), self._on_find_key),
            (QKeySequence(QKeySequence.StandardKey.Undo), self._on_undo),
            (QKeySequence("Ctrl+Shift+Z"), self._on_redo),
            (QKeySequence("Ctrl+Return"), self._on_find),
            (QKeySequence("Ctrl+H"), self._on_history),
            (QKeySequence("Ctrl+E"), self._on_edit),
            (QKeySequence("Ctrl+S"), self._on_export),
        ):
            QShortcut(keys, self).activated.connect(slot)

    # --- heard ----------------------------------------------------------------------------------

    @Slot()
    def _on_layer(self) -> None:
        layer = self._table.layer
        self.layer.setCurrentIndex(self.layer.findData(layer))
        self.model.show_layer(layer, self._table.features())
        self.conditions.show_layer(layer)
        self.many.show_layer(layer)
        self.search.blockSignals(True)
        self.search.setText(self._table.question.text)
        self.search.blockSignals(False)
        self.chips[self._table.question.only].setChecked(True)
        self.heads.restore()
        self._on_state()

    @Slot(list)
    def _on_sifted(self, ids: list[str]) -> None:
        bar = self.view.verticalScrollBar()
        at, before = bar.value(), self.view.currentIndex()
        current = self.model.id_at(before.row()) if before.isValid() else ""
        if self.model.show_ids(self._table.features(), ids):
            self.rows.follow(self._table.selection)
            place = self.model.place_of(current)
            if place >= 0:
                flag = QItemSelectionModel.SelectionFlag.NoUpdate
                self.view.selectionModel().setCurrentIndex(self.model.index(place, before.column()), flag)
            bar.setValue(at)
        self.view.setVisible(bool(ids))
        self.empty.setVisible(not ids)
        self._count()

    @Slot(object)
    def _on_cells(self, ids: frozenset[str]) -> None:
        self.model.look_again(ids)

    @Slot(object)
    def _on_selection(self, ids: frozenset[str]) -> None:
        """Chosen elsewhere, on the map most likely."""
        if not self._following:
            self.rows.follow(ids)
            place = self.model.place_of(next(iter(ids))) if len(ids) == 1 else -1
            if place >= 0:
                self.view.scrollTo(self.model.index(place, max(0, self.view.currentIndex().column())))
        self._count()

    @Slot(object)
    def _on_rows(self, ids: frozenset[str]) -> None:
        hidden = {ident for ident in self._table.selection if self.model.place_of(ident) < 0}
        keep = hidden if self._table.question.only is Only.SELECTED else set()
        self._following = True
        self._table.select(ids | keep)
        self._following = False
        self.selected.emit(self._table.layer, ids)
        self._count()

    @Slot()
    def _on_state(self) -> None:
        table = self._table
        self.model.editable = table.is_open
        self.many.setVisible(table.is_open)
        self.many.undo.setEnabled(table.can_undo)
        self.many.redo.setEnabled(table.can_redo)
        self.edit.setVisible(table.may_begin or table.is_edited)
        self.edit.setEnabled(table.may_begin)
        self.edit.setText(self.tr("Edit") if not table.is_edited else self.tr("Being edited"))
        for only in (Only.CHANGED, Only.FOUND):
            self.chips[only].setVisible(table.is_edited)
        self._count()

    @Slot(str)
    def _on_exported(self, path: str) -> None:
        self._say(
            self.tr("{count} rows stand in {path}.").format(count=number_text(len(self.model.ids)), path=path), "ok"
        )

    @Slot(object)
    def _on_trouble(self, error: BaseException) -> None:
        said = trouble(error if isinstance(error, Exception) else Exception(str(error)))
        own = self.tr("This format can't hold it: {why}").format(why=str(error))
        self._say(own if isinstance(error, ValueError) else said.text(), "late")

    # --- asked ----------------------------------------------------------------------------------

    @Slot()
    def _on_layer_chosen(self) -> None:
        self._table.show_layer(str(self.layer.currentData()))

    @Slot(str)
    def _on_search(self, text: str) -> None:
        self._table.ask(text=text, language=language())

    @Slot(dict)
    def _on_conditions(self, conditions: dict[str, str]) -> None:
        self._table.ask(conditions=conditions, language=language())

    @Slot()
    def _on_chip(self) -> None:
        self._table.ask(only=next(only for only, chip in self.chips.items() if chip.isChecked()))

    @Slot(int, Qt.SortOrder)
    def _on_sort(self, section: int, order: Qt.SortOrder) -> None:
        key = self.model.columns[section][0] if 0 <= section < len(self.model.columns) else ""
        self._table.ask(sort=key, descending=order == Qt.SortOrder.DescendingOrder)

    @Slot()
    def _on_edit(self) -> None:
        if self._table.may_begin:
            self.edit_wanted.emit(self._table.layer)

    @Slot(str, str, object)
    def _on_edit_cell(self, ident: str, key: str, value: Any) -> None:
        title = self._column_title(self._field(key), key)
        self._table.set_value(self.tr("{field} changed").format(field=title), ident, key, value)

    @Slot(str, str, object)
    def _on_many(self, key: str, mode: str, value: object) -> None:
        ids = self.rows.ids()
        words = self.tr("{field} of {count} features changed")
        text = words.format(field=self._column_title(self._field(key), key), count=number_text(len(ids)))
        if self._table.set_values(text, ids, key, changed_by(mode, value)):
            self._say(text, "ok")

    @Slot()
    def _on_delete(self) -> None:
        ids = self.rows.ids()
        text = self.tr("{count} features deleted").format(count=number_text(len(ids)))
        if ids and self._table.delete(text, ids):
            self._say(text, "ok")

    @Slot()
    def _on_undo(self) -> None:
        self._table.undo()

    @Slot()
    def _on_redo(self) -> None:
        self._table.redo()

    @Slot()
    def _on_find_key(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    @Slot()
    def _on_find(self) -> None:
        feature = self.model.feature_at(self.view.currentIndex().row())
        if feature is not None:
            self.show_wanted.emit(self._table.layer, feature.id)

    @Slot()
    def _on_history(self) -> None:
        feature = self.model.feature_at(self.view.currentIndex().row())
        if feature is not None:
            self.history_wanted.emit(self._table.layer, feature.id)

    @Slot()
    def copy_rows(self) -> None:
        """The chosen rows, or all that are shown, as CSV with a header; into the clipboard when it is made."""
        self._table.copy(self.rows.ids() or self.model.ids, self.heads.shown())

    @Slot(str, int)
    def _on_copied(self, text: str, count: int) -> None:
        QGuiApplication.clipboard().setText(text)  # a QMimeData of ours would outlive Qt, and crash at the end (seen)
        self._say(self.tr("{count} rows are in the clipboard as CSV.").format(count=number_text(count)), "ok")

    @Slot()
    def _on_export(self) -> None:
        formats = (*FORMATS, (self.tr("Page with a map"), PAGE)) if self._page else FORMATS
        kinds = ";;".join(f"{name} (*{end})" for name, end in formats)
        title = self.tr("Export the rows that are shown")
        path, chosen = QFileDialog.getSaveFileName(self, title, f"{self._table.layer}.gpkg", kinds)
        if path:
            end = next((end for name, end in formats if f"(*{end})" in chosen), ".gpkg")
            file = Path(path) if Path(path).suffix.lower() in {end for _, end in formats} else Path(path + end)
            self._say(self.tr("The rows are being written …"), "")
            write = self._page() if self._page and file.suffix.lower() == PAGE else None
            self._table.export(self.model.ids, file, write)

    # --- words ----------------------------------------------------------------------------------

    def _field(self, key: str) -> Field | None:
        return next((field for name, field in self.model.columns if name == key), None)

    def _column_title(self, field: Field | None, key: str) -> str:
        if field is None:
            return meta_title(key)
        return field_word(field.title) + (f" ({field.unit})" if field.unit else "")

    def _text(self, field: Field | None, key: str, value: Any) -> str:
        if key == "updated_at" and field is None and value:
            seconds = (self._now() - datetime.fromisoformat(str(value))).total_seconds()
            return age_text(max(0.0, seconds))
        return value_text(field, value)

    def _mark(self, ident: str) -> QColor | None:
        if self._table.is_found(ident):
            return self._theme.color("soon")
        return self._theme.color("accent") if self._table.is_changed(ident) else None

    def _count(self) -> None:
        table = self._table
        whole, shown = len(table.features()), len(self.model.ids)
        text = self.tr("{shown} of {whole} features").format(shown=number_text(shown), whole=number_text(whole))
        self.count.setText(text)
        self.many.set_rows(self.rows.count())
        counts = {
            Only.ALL: whole,
            Only.SELECTED: len(table.selection),
            Only.CHANGED: table.changed_count,
            Only.FOUND: table.found_count,
        }
        for only, chip in self.chips.items():
            chip.setText(f"{self._only_words()[only]} {number_text(counts[only])}")
        for made in (self.locate, self.history):
            made.setEnabled(self.view.currentIndex().isValid())
        asked = table.question.text or table.question.conditions or table.question.only is not Only.ALL
        self.empty.setText(
            self.tr("No feature fits. Take a condition away, or empty the search.")
            if asked
            else self.tr("Nothing lies on this layer yet. Edit it, import a file (Ctrl+I), or add a feed (Ctrl+U).")
        )

    def _only_words(self) -> dict[Only, str]:
        return {
            Only.ALL: self.tr("All"),
            Only.SELECTED: self.tr("Chosen"),
            Only.CHANGED: self.tr("Changed"),
            Only.FOUND: self.tr("With findings"),
        }

    @Slot(str)
    def _say_wrong(self, text: str) -> None:
        self._say(text, "late")

    def _say(self, text: str, tone: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))
        self.said.setAccessibleName(text)
        set_look(self.said, "tone", tone)

    def set_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self._theme = theme
        self.view.viewport().update()

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        self.setWindowTitle(self.tr("Table of a layer"))
        for place in range(self.layer.count()):
            self.layer.setItemText(place, layer_word(str(self.layer.itemData(place))))
        self.layer.setAccessibleName(self.tr("Layer"))
        self.search.setPlaceholderText(self.tr("Search in all fields (Ctrl+F)"))
        self.search.setAccessibleName(self.tr("Search in all fields"))
        self.columns.setText(self.tr("Columns…"))
        self.export.setText(self.tr("Export…"))
        self.copy.setText(self.tr("Copy as CSV"))
        self.locate.setText(self.tr("Show on the map"))
        self.history.setText(self.tr("History…"))
        self.close_button.setText(self.tr("Close"))
        self.view.setAccessibleName(self.tr("Features of the layer"))
        if self.model.columns:
            self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.model.columns) - 1)
        if self.model.layer:
            self.conditions.show_layer(self._table.layer)
            self.many.show_layer(self._table.layer)
            self._table.ask(conditions={}, language=language())
        self._on_state()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
