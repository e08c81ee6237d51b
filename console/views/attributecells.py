"""Cells of a layer's table that are typed into: choices, numbers and dates the way people here write them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from console.models.attributes import FIELD
from console.state.fieldvalues import read_value
from console.views.cardparts import set_look
from console.views.layerwords import fault_sentence, value_text
from console.words import language
from layers.features import JsonValue
from layers.schema import Field, Kind

Index = QModelIndex | QPersistentModelIndex
HINTS = {Kind.DATE: "21/11/2026", Kind.MOMENT: "21/11/2026 14:05"}
PICKED = (Kind.CHOICE, Kind.FLAG)


def editor_of(field: Field, parent: QWidget) -> QComboBox | QLineEdit:
    """A list where there are choices, else a line."""
    if field.kind in PICKED:
        box = QComboBox(parent)
        if not field.required:
            box.addItem("–", "")
        for choice in field.choices:
            box.addItem(choice, choice)
        if field.kind is Kind.FLAG:
            box.addItem(value_text(field, True), "ya")
            box.addItem(value_text(field, False), "tidak")
        return box
    line = QLineEdit(parent)
    line.setMaxLength(field.max_length if field.kind is Kind.TEXT else 60)
    line.setPlaceholderText(HINTS.get(field.kind, ""))
    if field.kind in (Kind.INTEGER, Kind.NUMBER):
        line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return line


def show_in(editor: QComboBox | QLineEdit, field: Field, value: JsonValue) -> None:
    """Puts a value into its editor."""
    if isinstance(editor, QComboBox):
        word = ("ya" if value else "tidak") if isinstance(value, bool) else value or ""
        editor.setCurrentIndex(max(0, editor.findData(word)))
    else:
        editor.setText(value_text(field, value))
        editor.selectAll()


def said_in(editor: QComboBox | QLineEdit) -> str:
    """What stands in an editor, as text."""
    return str(editor.currentData() or "") if isinstance(editor, QComboBox) else editor.text()


class FieldDelegate(QStyledItemDelegate):
    """Lets go of a cell only with a value that fits its field; else it says in a sentence what is wrong."""

    said = Signal(str)  # a sentence; empty: nothing is wrong any more
    is_chosen: Callable[[int], bool] | None = None  # row: chosen, though Qt does not know it

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if self.is_chosen is not None and self.is_chosen(index.row()):
            option.state |= QStyle.StateFlag.State_Selected

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        field = index.data(FIELD)
        if not isinstance(field, Field):
            return super().createEditor(parent, option, index)
        made = editor_of(field, parent)
        made.setProperty("field", field)
        made.setAccessibleName(QCoreApplication.translate("Fields", field.title))
        if isinstance(made, QComboBox):
            made.activated.connect(self._on_picked)
        return made

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        field = index.data(FIELD)
        if isinstance(field, Field) and isinstance(editor, QComboBox | QLineEdit):
            show_in(editor, field, index.data(Qt.ItemDataRole.EditRole))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        field = index.data(FIELD)
        if not isinstance(field, Field) or not isinstance(editor, QComboBox | QLineEdit):
            return
        value, fault = read_value(field, said_in(editor), language())
        if fault is None:
            self.said.emit("")
            model.setData(index, value, Qt.ItemDataRole.EditRole)
        else:
            self.said.emit(fault_sentence(field, fault))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter and Tab keep a cell open whose value does not fit."""
        if event.type() == QEvent.Type.KeyPress and isinstance(editor, QLineEdit):
            key: Any = getattr(event, "key", int)()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                field = editor.property("field")
                fault = read_value(field, editor.text(), language())[1] if isinstance(field, Field) else None
                set_look(editor, "invalid", fault is not None)
                if fault is not None and isinstance(field, Field):
                    self.said.emit(fault_sentence(field, fault))
                    return True
        return super().eventFilter(editor, event)

    def _on_picked(self) -> None:
        editor = self.sender()
        if isinstance(editor, QComboBox):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
