"""The form of a feature's fields, made from the layer's row: of a new one, of a chosen one, or of many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from console.domain.calendar import WIB
from console.views.cardparts import button, label, row, set_look
from console.words import field_word, layer_word
from layers.catalog import BY_KEY
from layers.features import Feature, JsonValue
from layers.schema import Fault, Field, Kind, faults

LONG = 600  # letters from which on a text gets several lines


class FieldEdit(QWidget):
    """One field: what stands in it as JSON, and whether a person has touched it."""

    def __init__(self, field: Field, values: Sequence[JsonValue], parent: QWidget | None = None) -> None:
        """`values`: of each feature that is edited; where they differ the field is empty and says so."""
        super().__init__(parent)
        self.field = field
        same = all(value == values[0] for value in values)
        self._start: JsonValue = values[0] if same else None
        self.mixed = not same
        self._edit = self._make()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._edit)
        self.wrong = label("small", wrap=True)
        set_look(self.wrong, "tone", "late")
        self.wrong.hide()
        layout.addWidget(self.wrong)
        self.setFocusProxy(self._edit)
        self._first = self._raw()

    def _make(self) -> QLineEdit | QComboBox | QPlainTextEdit:
        several = self.tr("several values") if self.mixed else ""
        if self.field.kind in (Kind.CHOICE, Kind.FLAG):
            box = QComboBox()
            box.addItem(several or "–", None)
            rows: list[tuple[str, JsonValue]] = [(choice, choice) for choice in self.field.choices]
            if self.field.kind is Kind.FLAG:
                rows = [(self.tr("yes"), True), (self.tr("no"), False)]
            for text, value in rows:
                box.addItem(text, value)
            place = next((at for at, (_, value) in enumerate(rows, 1) if value == self._start), 0)
            if self._start is not None and not place:
                box.addItem(str(self._start), self._start)  # what no choice allows stays to be seen
                place = box.count() - 1
            box.setCurrentIndex(place)
            return box
        text = self._shown(self._start)
        if self.field.kind is Kind.TEXT and self.field.max_length > LONG:
            area = QPlainTextEdit(text)
            area.setPlaceholderText(several)
            area.setTabChangesFocus(True)
            area.setFixedHeight(84)
            return area
        line = QLineEdit(text)
        hints = {Kind.DATE: "2026-11-21", Kind.MOMENT: "2026-11-21 14:05", Kind.LINK: "https://"}
        line.setPlaceholderText(several or hints.get(self.field.kind, ""))
        if self.field.kind is Kind.TEXT:
            line.setMaxLength(self.field.max_length)
        return line

    def _shown(self, value: JsonValue) -> str:
        if value is None:
            return ""
        if self.field.kind is Kind.MOMENT:
            try:
                return f"{datetime.fromisoformat(str(value)).astimezone(WIB):%Y-%m-%d %H:%M}"
            except ValueError:
                return str(value)
        return str(value).replace(".", ",") if self.field.kind is Kind.NUMBER else str(value)

    def _raw(self) -> object:
        if isinstance(self._edit, QComboBox):
            return self._edit.currentData()
        return self._edit.text() if isinstance(self._edit, QLineEdit) else self._edit.toPlainText()

    @property
    def touched(self) -> bool:
        """Whether it stands otherwise than at first."""
        return self._raw() != self._first

    def set_text(self, text: str) -> None:
        """Types a text, or takes the choice of that name."""
        if isinstance(self._edit, QComboBox):
            self._edit.setCurrentIndex(max(0, self._edit.findText(text)))
        elif isinstance(self._edit, QLineEdit):
            self._edit.setText(text)
        else:
            self._edit.setPlainText(text)

    def value(self) -> JsonValue:
        """What stands here, as the layer keeps it; what can't be read stays text, for the checks to say so."""
        if not self.touched:
            return self._start
        raw = self._raw()
        if not isinstance(raw, str):
            return raw  # type: ignore[return-value]  # a choice's own value
        text = raw.strip()
        if not text:
            return None
        if self.field.kind in (Kind.INTEGER, Kind.NUMBER):
            return _number(text, self.field.kind is Kind.INTEGER)
        if self.field.kind is Kind.MOMENT:
            return _moment(text)
        return text

    def say(self, sentence: str) -> None:
        """What is wrong with it; nothing: it is well."""
        self.wrong.setText(sentence)
        self.wrong.setVisible(bool(sentence))


class FeatureForm(QDialog):
    """Asks for the fields. `filled` gives the features with their new fields; Esc gives up."""

    filled = Signal(list)  # of Feature, in the order in which they were given

    def __init__(self, features: Sequence[Feature], title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("edit_form")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._features = list(features)
        layer = BY_KEY[features[0].layer]
        self.edits = {
            field.key: FieldEdit(field, [feature.properties.get(field.key) for feature in features])
            for field in layer.fields
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for line, (key, edit) in enumerate(self.edits.items()):
            field = layer.field(key)
            unit = f" ({field.unit})" if field.unit else ""
            mark = " *" if field.required else ""
            words = label("", field_word(field.title) + unit + mark)
            words.setBuddy(edit)
            words.setContentsMargins(0, 8, 0, 0)  # level with what stands in the field
            edit._edit.setAccessibleName(field_word(field.title))
            grid.addWidget(words, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(edit, line, 1)
        inside = QWidget()
        inside.setLayout(grid)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        keep, give_up = button("primary", "keep"), button("quiet", "give_up")
        keep.setText(self.tr("Take over"))
        keep.setDefault(True)
        give_up.setText(self.tr("Cancel"))
        keep.clicked.connect(self.accept)
        give_up.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(label("title", title))
        note = self.tr("{layer}. Fields with * must be filled.").format(layer=layer_word(layer.key))
        layout.addWidget(label("muted", note))
        layout.addWidget(area, 1)
        layout.addLayout(row(None, give_up, keep))
        wanted = inside.sizeHint().height() + 190
        self.resize(520, min(wanted, max(360, parent.height() - 48)))
        next(iter(self.edits.values())).setFocus()

    def accept(self) -> None:
        """Takes over what was typed, unless a field is wrong."""
        touched = {key: edit.value() for key, edit in self.edits.items() if edit.touched or len(self._features) == 1}
        after = []
        for feature in self._features:
            properties = {**feature.properties, **touched}
            after.append(replace(feature, properties={k: v for k, v in properties.items() if v is not None}))
        wrong = self._wrong(after)
        for key, edit in self.edits.items():
            edit.say(wrong.get(key, ""))
        if wrong:
            self.edits[next(iter(wrong))].setFocus()
            return
        super().accept()
        self.filled.emit(after)

    def _wrong(self, features: Sequence[Feature]) -> dict[str, str]:
        """Sentences by field; of many features only of what was touched."""
        fields = BY_KEY[features[0].layer].fields
        shown = [key for key, edit in self.edits.items() if edit.touched or len(features) == 1]
        found: dict[str, str] = {}
        for feature in features:
            for fault in faults(fields, feature.properties):
                if fault.field in shown:
                    found.setdefault(fault.field, self._sentence(BY_KEY[feature.layer].field(fault.field), fault))
        return found

    def _sentence(self, field: Field, fault: Fault) -> str:
        words = {
            "missing": self.tr("This must be filled."),
            "choice": self.tr("Choose one of the list."),
            "number": self.tr("A number is wanted."),
            "integer": self.tr("A whole number is wanted."),
            "range": self.tr("It must lie within {detail}.").format(detail=fault.detail.replace("..", " – ")),
            "long": self.tr("It is too long: at most {detail} letters.").format(detail=fault.detail),
            "time": self.tr("Write it like {example}.").format(
                example="2026-11-21" if field.kind is Kind.DATE else "2026-11-21 14:05"
            ),
            "link": self.tr("It must begin with https://, http:// or rtsp://."),
        }
        return words.get(fault.code, self.tr("This can't be read."))


def _number(text: str, whole: bool) -> JsonValue:
    """A number with comma or point; text that is none stays text."""
    plain = text.replace(" ", "").replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return text
    return int(value) if whole and value == int(value) else value


def _moment(text: str) -> str:
    """A time without a zone is Bekasi's."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return text
    return (when if when.tzinfo else when.replace(tzinfo=WIB)).isoformat()
