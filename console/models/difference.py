"""What a draft does, as Qt models: its features one a row, and the fields of one of them, before and after."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import IntEnum
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt

from console.i18n import QT_TRANSLATE_NOOP
from console.state.layerdrafts import Opened
from console.words import plain_tip
from layers.catalog import BY_KEY
from layers.changes import GEOMETRY, ChangeKind, changed_fields
from layers.checks import Severity
from layers.features import Feature, JsonValue
from layers.schema import Field

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Column(IntEnum):
    """Of the features of a draft."""

    KIND = 0
    NAME = 1
    FIELDS = 2
    MARKS = 3


HEADS = (
    QT_TRANSLATE_NOOP("Difference", "What"),
    QT_TRANSLATE_NOOP("Difference", "Which"),
    QT_TRANSLATE_NOOP("Difference", "What is changed of it"),
    QT_TRANSLATE_NOOP("Difference", "Remarks"),
)
FIELD_HEADS = (
    QT_TRANSLATE_NOOP("Difference", "Field"),
    QT_TRANSLATE_NOOP("Difference", "Before"),
    QT_TRANSLATE_NOOP("Difference", "After"),
)
ROW = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class DiffRow:
    """What becomes of one feature. `merged`: somebody else changed other fields of it; `conflict`: the same ones."""

    id: str
    kind: ChangeKind
    before: Feature | None
    after: Feature | None
    fields: tuple[str, ...]
    merged: bool = False
    conflict: bool = False
    errors: int = 0
    warnings: int = 0
    comments: int = 0

    @property
    def feature(self) -> Feature:
        """As it will be; as it was where it goes."""
        feature = self.after or self.before
        assert feature is not None  # noqa: S101 - a change of nothing is never made
        return feature


def rows_of(opened: Opened) -> list[DiffRow]:
    """The features of a draft: conflicts first, then what has errors, then as the draft has them."""
    said = Counter(comment.feature for comment in opened.comments if comment.feature)
    errors = Counter(item.id for item in opened.findings if item.severity is Severity.ERROR)
    warnings = Counter(item.id for item in opened.findings if item.severity is not Severity.ERROR)
    merged = {row.id for row in opened.difference.rows if row.merged} if opened.difference else set()
    conflicts = {conflict.id for conflict in opened.difference.conflicts} if opened.difference else set()
    rows = []
    for ident, (kind, before, after) in opened.sides().items():
        if before is None and after is None:
            continue
        fields = tuple(changed_fields(before, after)) if kind is ChangeKind.UPDATE else ()
        counts = (errors[ident], warnings[ident], said[ident])
        rows.append(DiffRow(ident, kind, before, after, fields, ident in merged, ident in conflicts, *counts))
    return sorted(rows, key=lambda row: (not row.conflict, not row.errors, not row.warnings))


class _Table(QAbstractTableModel):
    heads: tuple[str, ...] = ()

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return QCoreApplication.translate("Difference", self.heads[section])
        return None


class DifferenceModel(_Table):
    """The features of a draft. Cells are painted by the view from `ROW`; their words come from it too."""

    heads = HEADS

    def __init__(self, say: Any, parent: Any = None) -> None:
        """`say`: row, column → text."""
        super().__init__(parent)
        self._say = say
        self._rows: list[DiffRow] = []

    @property
    def rows(self) -> list[DiffRow]:
        """All of them, in order."""
        return self._rows

    def show_rows(self, rows: list[DiffRow]) -> None:
        """Other rows. The same ones are no news: what is chosen stays chosen."""
        if rows == self._rows:
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def place_of(self, ident: str) -> int:
        """The line of a feature; -1 where it is not among them."""
        return next((place for place, row in enumerate(self._rows) if row.id == ident), -1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = self._say(row, index.column())
            return text if role == Qt.ItemDataRole.DisplayRole else plain_tip(str(text or ""))
        return None


class FieldsModel(_Table):
    """The fields of one feature, before and after; the changed ones first. `say`: feature side, field key → text."""

    heads = FIELD_HEADS

    def __init__(self, title: Any, say: Any, parent: Any = None) -> None:
        super().__init__(parent)
        self._title, self._say = title, say
        self._row: DiffRow | None = None
        self._keys: list[str] = []
        self._changed: frozenset[str] = frozenset()

    def show_row(self, row: DiffRow | None) -> None:
        """Another feature; None: none."""
        self.beginResetModel()
        self._row = row
        self._keys, self._changed = [], frozenset()
        if row is not None:
            changed = changed_fields(row.before, row.after)
            layer = BY_KEY.get(row.feature.layer)
            every = [GEOMETRY, *(field.key for field in layer.fields)] if layer else list(row.feature.properties)
            self._changed = frozenset(changed)
            self._keys = [*changed, *(key for key in every if key not in self._changed and self._has(row, key))]
        self.endResetModel()

    def is_changed(self, place: int) -> bool:
        """Whether the field of this line differs."""
        return self._keys[place] in self._changed

    def _has(self, row: DiffRow, key: str) -> bool:
        return key == GEOMETRY or any(
            side.properties.get(key) not in (None, "") for side in (row.before, row.after) if side
        )

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._keys)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self._row is None or not index.isValid():
            return None
        key = self._keys[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            if index.column() == 0:
                text = self._title(self._row.feature.layer, key)
            else:
                text = self._say(self._row, (self._row.before, self._row.after)[index.column() - 1], key)
            return text if role == Qt.ItemDataRole.DisplayRole else plain_tip(str(text or ""))
        return None


def _shown(text: str, role: int) -> str:
    """Outside text as text, also in a tooltip, where Qt guesses."""
    return f"<qt>{escape(text)}</qt>" if role == Qt.ItemDataRole.ToolTipRole and text else text


def field_of(layer: str, key: str) -> Field | None:
    """The row of a layer's field; None where there is none."""
    about = BY_KEY.get(layer)
    return next((field for field in about.fields if field.key == key), None) if about else None


def value_of(feature: Feature, key: str) -> JsonValue:
    """A field's value."""
    return feature.properties.get(key)
