"""What stands around a layer's table: conditions on fields, and changing one field of many rows in one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, QEvent, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QWidget

from console.state.fieldvalues import read_value
from console.state.sifting import META
from console.views.attributecells import editor_of, said_in
from console.views.cardparts import UNIT, Flow, button, clear, column, label, row
from console.views.layerwords import fault_sentence
from console.words import field_word, language, number_text
from layers.catalog import BY_KEY
from layers.features import JsonValue
from layers.schema import Field, Kind

SET, CLEAR, REPLACE = "set", "clear", "replace"


def meta_title(key: str) -> str:
    """What every feature has, as a column's title; said in AttributeWindow's words."""
    return {
        "id": "ID",
        "version": QCoreApplication.translate("AttributeWindow", "Version"),
        "updated_at": QCoreApplication.translate("AttributeWindow", "Changed"),
        "source": QCoreApplication.translate("AttributeWindow", "Source"),
    }.get(key, key)


class ConditionBar(QWidget):
    """A field and what must stand in it; each that holds is a chip, which is clicked away."""

    changed = Signal(dict)  # column → condition

    def __init__(self) -> None:
        super().__init__()
        self._conditions: dict[str, str] = {}
        self.field, self.said = QComboBox(), QLineEdit()
        self.field.setObjectName("condition_field")
        self.said.setObjectName("condition")
        self.said.setMaxLength(200)
        self.said.setClearButtonEnabled(True)
        self.add = button("", "add_condition")
        self._chips = QWidget()
        self._flow = Flow(self._chips, UNIT // 2)
        layout = row(self.field, self.said, self.add, self._chips, None)
        self.setLayout(layout)
        self.said.setFixedWidth(220)
        self.add.clicked.connect(self._on_add)
        self.said.returnPressed.connect(self._on_add)
        self.retranslate()

    @property
    def conditions(self) -> Mapping[str, str]:
        """What holds."""
        return self._conditions

    def show_layer(self, layer: str) -> None:
        """The fields of another layer; nothing holds yet."""
        self._conditions = {}
        self.field.clear()
        fields = BY_KEY[layer].fields if layer in BY_KEY else ()
        for item in fields:
            self.field.addItem(field_word(item.title), item.key)
        for key in META:
            if all(item.key != key for item in fields):
                self.field.addItem(meta_title(key), key)
        self._show()

    def ask_of(self, key: str) -> None:
        """Lets a person type a condition on this column."""
        self.field.setCurrentIndex(max(0, self.field.findData(key)))
        self.said.setText(self._conditions.get(key, ""))
        self.said.setFocus()
        self.said.selectAll()

    @Slot()
    def _on_add(self) -> None:
        key, said = str(self.field.currentData() or ""), self.said.text().strip()
        if key:
            self._conditions = {name: old for name, old in self._conditions.items() if name != key}
            if said:
                self._conditions[key] = said
            self.said.clear()
            self._show()
            self.changed.emit(dict(self._conditions))

    @Slot()
    def _on_away(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._conditions.pop(sender.objectName(), None)
            self._show()
            self.changed.emit(dict(self._conditions))

    def _show(self) -> None:
        clear(self._flow)
        for key, said in self._conditions.items():
            chip = button("", key)
            chip.setProperty("chip", True)
            title = self.field.itemText(max(0, self.field.findData(key)))
            chip.setText(f"{title}: {said}  ×".replace("&", "&&"))
            chip.setAccessibleName(self.tr("Take the condition away: {what}").format(what=f"{title} {said}"))
            chip.clicked.connect(self._on_away)
            self._flow.addWidget(chip)
        self._chips.setVisible(bool(self._conditions))

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        self.field.setAccessibleName(self.tr("Field of the condition"))
        self.said.setAccessibleName(self.tr("What must stand in the field"))
        self.said.setPlaceholderText(self.tr("word, > 80, 5..10, - (empty)"))
        self.said.setToolTip(self.tr("Part of a word; or > 80, <= 10, = aktif, 5..10; - for empty, * for not empty."))
        self.add.setText(self.tr("Filter"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


class ManyBar(QFrame):
    """One field of the chosen rows: set, emptied, or words in it replaced; one step."""

    wanted = Signal(str, str, object)  # field, SET, CLEAR or REPLACE, value or (old, new)
    said = Signal(str)  # a sentence: what is wrong with what was typed

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._fields: dict[str, Field] = {}
        self._rows = 0
        self.count, self.field, self.mode = label("lead"), QComboBox(), QComboBox()
        self.field.setObjectName("many_field")
        self.mode.setObjectName("many_mode")
        self.old, self.value = QLineEdit(), QWidget()
        self.old.setMaxLength(200)
        self._into = label("muted")
        self._place = column(self.value)
        self.editor: QComboBox | QLineEdit | None = None
        self.do = button("primary", "change_many")
        self.delete, self.undo, self.redo = button("danger", "delete_rows"), button("", "undo"), button("", "redo")
        line = row(self.count, self.field, self.mode, self.old, self._into, self.value, self.do, None)
        for made in (self.undo, self.redo, self.delete):
            line.addWidget(made)
        line.setContentsMargins(UNIT * 2, UNIT, UNIT * 2, UNIT)
        self.setLayout(line)
        self.field.activated.connect(self._on_field)
        self.mode.activated.connect(self._on_mode)
        self.do.clicked.connect(self._on_do)
        self.retranslate()

    def show_layer(self, layer: str) -> None:
        """The fields of another layer."""
        self._fields = {item.key: item for item in BY_KEY[layer].fields} if layer in BY_KEY else {}
        self.field.clear()
        for key, item in self._fields.items():
            self.field.addItem(field_word(item.title), key)
        self._on_field()

    def set_rows(self, rows: int) -> None:
        """How many rows are chosen."""
        self._rows = rows
        self.count.setText(self.tr("{count} chosen").format(count=number_text(rows)))
        for made in (self.do, self.delete):
            made.setEnabled(rows > 0)

    @property
    def chosen(self) -> Field | None:
        """The field that is to be changed."""
        return self._fields.get(str(self.field.currentData() or ""))

    @Slot()
    def _on_field(self) -> None:
        field = self.chosen
        clear(self._place)
        self.editor = None
        if field is None:
            return
        self.editor = editor_of(field, self.value)
        self.editor.setObjectName("many_value")
        self.editor.setAccessibleName(self.tr("New value"))
        self._place.addWidget(self.editor)
        texts = field.kind in (Kind.TEXT, Kind.LINK)
        modes = [(self.tr("set to"), SET)]
        modes += [] if field.required else [(self.tr("empty it"), CLEAR)]
        modes += [(self.tr("replace"), REPLACE)] if texts else []
        self.mode.clear()
        for text, mode in modes:
            self.mode.addItem(text, mode)
        self._on_mode()

    @Slot()
    def _on_mode(self) -> None:
        mode = self.mode.currentData()
        self.old.setVisible(mode == REPLACE)
        self._into.setVisible(mode == REPLACE)
        self.value.setVisible(mode != CLEAR)

    @Slot()
    def _on_do(self) -> None:
        field, mode = self.chosen, str(self.mode.currentData())
        if field is None or self.editor is None:
            return
        text, value = said_in(self.editor), None
        if mode == REPLACE:
            if self.old.text():
                self.wanted.emit(field.key, mode, (self.old.text(), text))
            return
        if mode == SET:
            value, fault = read_value(field, text, language())
            if fault is not None:
                self.said.emit(fault_sentence(field, fault))
                return
        self.said.emit("")
        self.wanted.emit(field.key, mode, value)

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        self.field.setAccessibleName(self.tr("Field to change"))
        self.mode.setAccessibleName(self.tr("What is done to it"))
        self.old.setPlaceholderText(self.tr("these words"))
        self.old.setAccessibleName(self.tr("Words to replace"))
        self._into.setText(self.tr("by"))
        self.do.setText(self.tr("Change"))
        self.delete.setText(self.tr("Delete rows"))
        self.undo.setText(self.tr("Undo"))
        self.redo.setText(self.tr("Redo"))
        self.set_rows(self._rows)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


def changed_by(mode: str, value: object) -> Callable[[JsonValue], JsonValue]:
    """The function value → value that a mode stands for."""

    def make(old: JsonValue) -> JsonValue:
        if mode == CLEAR:
            return None
        if mode == REPLACE and isinstance(value, tuple):
            here, there = map(str, value)
            return old.replace(here, there) if isinstance(old, str) else old
        return value if value is None or isinstance(value, str | int | float | bool) else None

    return make
