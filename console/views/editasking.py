"""What an edit asks for beside the form: coordinates, whose fields a merged feature keeps, fields of another layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QLineEdit, QListWidget, QVBoxLayout, QWidget

from console.views.cardparts import button, label, row, set_look
from console.words import field_word, layer_word
from layers.catalog import BY_KEY, Layer
from layers.coordinates import Typed, decimal_text, dms_text, read, utm_text
from layers.features import Feature, JsonValue


class _Asking(QDialog):
    """A title, what is asked, and two buttons; Enter takes over, Esc gives up."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._title, self._note = label("title"), label("muted", wrap=True)
        self.setMinimumWidth(460)
        self.keep, give_up = button("primary", "keep"), button("quiet", "give_up")
        self.keep.setText(self.tr("Take over"))
        self.keep.setDefault(True)
        give_up.setText(self.tr("Cancel"))
        self.keep.clicked.connect(self.accept)
        give_up.clicked.connect(self.reject)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(self._title)
        layout.addWidget(self._note)
        layout.addLayout(self.body)
        layout.addStretch(1)
        layout.addLayout(row(None, give_up, self.keep))

    def ask(self, title: str, note: str) -> None:
        """What the window is about."""
        self.setWindowTitle(title)
        self._title.setText(title)
        self._note.setText(note)


class AskCoordinates(_Asking):
    """A place typed in, and at once how it was read: in every form, and which number is the latitude."""

    given = Signal(float, float)  # lon, lat

    def __init__(self, lon: float, lat: float, parent: QWidget) -> None:
        """With the place that stands now."""
        super().__init__(parent)
        note = self.tr("Degrees, degrees with minutes and seconds, or UTM 48S (DGN95) in metres.")
        self.ask(self.tr("Type coordinates"), note)
        self.setObjectName("edit_coordinates")
        self.field = QLineEdit(decimal_text(lon, lat))
        self.field.setAccessibleName(self.windowTitle())
        self.read_as = label("", wrap=True)
        self.body.addWidget(self.field)
        self.body.addWidget(self.read_as)
        self.typed: Typed | None = None
        self.field.textChanged.connect(self._on_text)
        self.field.selectAll()
        self._on_text()
        self.field.setFocus()

    @Slot()
    def _on_text(self) -> None:
        self.typed = read(self.field.text())
        self.keep.setEnabled(self.typed is not None)
        set_look(self.read_as, "tone", "" if self.typed else "late")
        if self.typed is None:
            self.read_as.setText(
                self.tr("This is no place yet. Examples: -6.2349, 106.9896 · 6°14′5,6″ LS 106°59′22″ BT")
            )
            return
        lon, lat = self.typed.lon, self.typed.lat
        order = {
            "utm": self.tr("Read as easting, then northing."),
            True: self.tr("Read as latitude, then longitude."),
            False: self.tr("Read as longitude, then latitude."),
        }["utm" if self.typed.form == "utm" else self.typed.lat_first]
        north, east = self.tr("Latitude"), self.tr("Longitude")
        places = f"{north} {lat:.7f} · {east} {lon:.7f}"
        self.read_as.setText("\n".join((order, places, dms_text(lon, lat), utm_text(lon, lat))))

    def accept(self) -> None:
        """Only what is a place."""
        if self.typed is not None:
            super().accept()
            self.given.emit(self.typed.lon, self.typed.lat)


class AskWhose(_Asking):
    """Which of several features lends the merged one its fields."""

    given = Signal(str)  # id

    def __init__(self, features: Sequence[Feature], parent: QWidget) -> None:
        layer = BY_KEY[features[0].layer]
        super().__init__(parent)
        note = self.tr("One of them stays, with its fields and its history; the others go into it.")
        self.ask(self.tr("Merge {count} features").format(count=len(features)), note)
        self.setObjectName("edit_merge")
        self.list = QListWidget()
        self._ids = [feature.id for feature in features]
        for feature in features:
            shown = [f"{field_word(layer.field(key).title)}: {value}" for key, value in _some(feature, layer)]
            name = str(feature.properties.get(layer.label) or feature.id)
            self.list.addItem(f"{name}\n{' · '.join(shown)}")
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(self.accept)
        self.body.addWidget(self.list)
        self.list.setFocus()

    def accept(self) -> None:
        """The chosen one."""
        super().accept()
        self.given.emit(self._ids[self.list.currentRow()])


class AskFields(_Asking):
    """Where the fields of something that was pasted go; what goes nowhere is said to be left out."""

    given = Signal(dict)  # field of the layer by field of what is pasted

    def __init__(self, names: Sequence[str], layer: Layer, parent: QWidget) -> None:
        super().__init__(parent)
        note = self.tr("Say which field of the layer takes what. What is left empty is not pasted.")
        self.ask(self.tr("Paste into {layer}").format(layer=layer_word(layer.key)), note)
        self.setObjectName("edit_paste")
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        self.boxes: dict[str, QComboBox] = {}
        for line, name in enumerate(names):
            box = QComboBox()
            box.addItem("–", "")
            for field in layer.fields:
                box.addItem(field_word(field.title), field.key)
            box.setCurrentIndex(max(0, box.findData(name.strip().lower())))
            box.setAccessibleName(name)
            self.boxes[name] = box
            grid.addWidget(label("", name), line, 0)
            grid.addWidget(box, line, 1)
        self.body.addLayout(grid)

    def accept(self) -> None:
        """As it is said now."""
        super().accept()
        self.given.emit({name: box.currentData() for name, box in self.boxes.items() if box.currentData()})


def mapped(properties: Mapping[str, JsonValue], fields: Mapping[str, str]) -> dict[str, JsonValue]:
    """Properties under the names of another layer."""
    return {fields[name]: value for name, value in properties.items() if name in fields}


def _some(feature: Feature, layer: Layer) -> list[tuple[str, JsonValue]]:
    known = {field.key for field in layer.fields}
    return [(key, value) for key, value in feature.properties.items() if key in known and key != layer.label][:4]
