"""How a file is read: layer, table, coordinate system, letters, and which column holds which field; all changeable."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QScrollArea, QWidget

from console.views.cardparts import UNIT, clear, column, label, row
from console.views.layerwords import crs_sentence, letters_sentence
from console.words import field_word, layer_word, plain_tip
from layers.catalog import BY_KEY
from layers.importing import Look, Reading
from layers.schema import Field, Kind
from layers.shapes import RawFeature
from layers.whereabouts import LIKELY_CRS, WGS84

ENCODINGS = ("", "utf-8", "cp1252", "latin-1", "utf-16-le")
CRS_NAMES = {
    WGS84: "WGS 84 (EPSG:4326)",
    "EPSG:32748": "WGS 84 / UTM 48S (EPSG:32748)",
    "EPSG:3857": "Web Mercator (EPSG:3857)",
    "EPSG:23878": "DGN95 / UTM 48S (EPSG:23878)",
    "EPSG:23833": "DGN95 / TM-3 48.1 (EPSG:23833)",
    "EPSG:23834": "DGN95 / TM-3 48.2 (EPSG:23834)",
    "EPSG:23888": "ID74 / UTM 48S (EPSG:23888)",
}
WIDTH = 424


class ReadingPanel(QScrollArea):
    """Shows a Look, and says by `changed` how a person wants it read: names and values of fields of Reading."""

    changed = Signal(dict)

    def __init__(self, layers: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._layers = tuple(layers)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(WIDTH)
        self.layer, self.table, self.crs, self.letters = (QComboBox() for _ in range(4))
        self.lon, self.lat = QComboBox(), QComboBox()
        self.swap = QCheckBox()
        self.crs_why, self.letters_why = label("small", wrap=True), label("small", wrap=True)
        self.columns: dict[str, QComboBox] = {}
        self.constants: dict[str, QComboBox | QLineEdit] = {}
        self._titles = {name: label("caption") for name in ("layer", "table", "crs", "letters", "place", "fields")}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(UNIT)
        self._grid.setVerticalSpacing(UNIT // 2)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("panel", "surface")
        inner = column(inside, spacing=UNIT // 2, margins=(UNIT * 2, UNIT * 2, UNIT * 2, UNIT * 2))
        self._place = QWidget()
        place = column(self._place, spacing=UNIT // 2)
        place.addWidget(self._titles["place"])
        place.addLayout(row(self.lon, self.lat))
        for title, *fields in (
            ("layer", self.layer),
            ("table", self.table),
            ("crs", self.crs, self.crs_why, self.swap),
            ("letters", self.letters, self.letters_why),
        ):
            inner.addWidget(self._titles[str(title)])
            for field in fields:
                inner.addWidget(field)
            inner.addSpacing(UNIT)
        inner.addWidget(self._place)
        inner.addSpacing(UNIT)
        inner.addWidget(self._titles["fields"])
        inner.addLayout(self._grid)
        inner.addStretch(1)
        self.setWidget(inside)
        for box in (self.layer, self.table, self.crs, self.letters, self.lon, self.lat):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)

    def _connect(self) -> None:
        for box, name in ((self.layer, "layer"), (self.table, "table"), (self.crs, "crs"), (self.letters, "encoding")):
            box.setObjectName(f"import_{name}")
            box.activated.connect(self._on_chosen)
        self.swap.clicked.connect(self._on_swap)
        for box in (self.lon, self.lat):
            box.activated.connect(self._on_place)

    def show_look(self, look: Look) -> None:
        """What was found, and how it is read now."""
        other = (
            self._look is None or self._look.columns != look.columns or self._look.reading.layer != look.reading.layer
        )
        self._look = look
        reading, opened = look.reading, look.opened
        _fill(self.layer, [(layer_word(key), key) for key in self._layers], reading.layer)
        _fill(self.table, [(name, name) for name in opened.tables], opened.table)
        known = dict.fromkeys([WGS84, *LIKELY_CRS, opened.crs])
        _fill(self.crs, [(CRS_NAMES.get(crs, crs[:60]), crs) for crs in known], opened.crs)
        _fill(self.letters, [(name or self.tr("told by itself"), name) for name in ENCODINGS], reading.encoding)
        self.swap.setChecked(reading.swap)
        self.crs_why.setText(crs_sentence(look.crs_why))
        self.letters_why.setText(letters_sentence(look.encoding_why))
        several, text = len(opened.tables) > 1, opened.format == "CSV"
        for widget in (self.table, self._titles["table"]):
            widget.setVisible(several)
        for widget in (self.letters, self._titles["letters"]):
            widget.setVisible(text or opened.format == "Shapefile")
        self._place.setVisible(text)
        for box, name in ((self.lon, reading.place[0]), (self.lat, reading.place[1])):
            _fill(box, [("–", ""), *((column, column) for column in look.columns)], name)
        if other:
            self._ask_fields(look)
        self._show_fields(reading)

    # --- fields ---------------------------------------------------------------------------------

    def _ask_fields(self, look: Look) -> None:
        clear(self._grid)
        self.columns, self.constants = {}, {}
        layer = BY_KEY[look.reading.layer]
        rows: list[Field | None] = [None, *layer.fields]  # None: the id, by which a row is known again
        for line, field in enumerate(rows):
            key = field.key if field else "id"
            title = label("", (field_word(field.title) if field else "ID") + (" *" if field and field.required else ""))
            box = QComboBox()
            box.setObjectName(f"column_{key}")
            box.setAccessibleName(title.text())
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(6)
            for name, column_name in [("–", ""), *((name, name) for name in look.opened.fields)]:
                box.addItem(name, column_name)
            box.activated.connect(self._on_column)
            self.columns[key] = box
            self._grid.addWidget(title, line, 0)
            self._grid.addWidget(box, line, 1)
            if field is not None:
                given = self._constant(field)
                self.constants[key] = given
                self._grid.addWidget(given, line, 2)

    def _constant(self, field: Field) -> QComboBox | QLineEdit:
        """What every row has that says nothing itself."""
        words = self.tr("for all others")
        if field.kind is Kind.CHOICE:
            box = QComboBox()
            box.addItem(words, "")
            for choice in field.choices:
                box.addItem(choice, choice)
            box.activated.connect(self._on_constant)
            made: QComboBox | QLineEdit = box
        else:
            line = QLineEdit()
            line.setPlaceholderText(words)
            line.setMaxLength(field.max_length)
            line.editingFinished.connect(self._on_constant)
            made = line
        made.setObjectName(f"constant_{field.key}")
        made.setAccessibleName(f"{field_word(field.title)}: {words}")
        return made

    def _show_fields(self, reading: Reading) -> None:
        named = {key: column for column, key in reading.mapping.items() if key}
        for key, box in self.columns.items():
            box.setCurrentIndex(max(0, box.findData(named.get(key, ""))))
            box.setToolTip(plain_tip(self._sample(named.get(key, ""))))
        for key, field in self.constants.items():
            text = reading.constants.get(key, "")
            if isinstance(field, QComboBox):
                field.setCurrentIndex(max(0, field.findData(text)))
            elif not field.hasFocus():
                field.setText(text)

    def _sample(self, column_name: str) -> str:
        """What stands in the column's first cells."""
        if self._look is None or not column_name:
            return ""
        rows = (row.properties.get(column_name) for row in self._look.opened.rows[:200] if isinstance(row, RawFeature))
        return " · ".join(dict.fromkeys(str(cell)[:40] for cell in rows if cell not in (None, "")))[:200]

    # --- what a person says ---------------------------------------------------------------------

    @Slot()
    def _on_chosen(self) -> None:
        box = self.sender()
        if isinstance(box, QComboBox):
            self.changed.emit({box.objectName().removeprefix("import_"): box.currentData()})

    @Slot()
    def _on_swap(self) -> None:
        self.changed.emit({"swap": self.swap.isChecked()})

    @Slot()
    def _on_place(self) -> None:
        place = (self.lon.currentData(), self.lat.currentData())
        if all(place):
            self.changed.emit({"place": place})

    @Slot()
    def _on_column(self) -> None:
        """One column holds one field: who takes it takes it away from where it was."""
        box = self.sender()
        if self._look is None or not isinstance(box, QComboBox):
            return
        key, chosen = box.objectName().removeprefix("column_"), box.currentData()
        mapping = {
            column: "" if column != chosen and named == key else named
            for column, named in self._look.reading.mapping.items()
        }
        if chosen:
            mapping[chosen] = key
        self.changed.emit({"mapping": mapping})

    @Slot()
    def _on_constant(self) -> None:
        given = {
            key: str(field.currentData() or "") if isinstance(field, QComboBox) else field.text().strip()
            for key, field in self.constants.items()
        }
        self.changed.emit({"constants": {key: text for key, text in given.items() if text}})

    # --- words ----------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        words = {
            "layer": self.tr("INTO THE LAYER"),
            "table": self.tr("TABLE OF THE FILE"),
            "crs": self.tr("COORDINATE SYSTEM"),
            "letters": self.tr("LETTERS (ENCODING)"),
            "place": self.tr("COLUMNS OF LONGITUDE AND LATITUDE"),
            "fields": self.tr("WHICH COLUMN HOLDS WHAT"),
        }
        for name, text in words.items():
            self._titles[name].setText(text)
        for box, name in ((self.layer, "layer"), (self.table, "table"), (self.crs, "crs"), (self.letters, "letters")):
            box.setAccessibleName(words[name])
        self.lon.setAccessibleName(self.tr("Column of the longitude"))
        self.lat.setAccessibleName(self.tr("Column of the latitude"))
        self.swap.setText(self.tr("Turn places that are the wrong way round"))
        if self._look is not None:
            self._ask_fields(self._look)
            self.show_look(self._look)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


def _fill(box: QComboBox, items: Sequence[tuple[str, str]], chosen: str) -> None:
    if [(box.itemText(place), box.itemData(place)) for place in range(box.count())] != list(items):
        box.clear()
        for text, value in items:
            box.addItem(text, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
