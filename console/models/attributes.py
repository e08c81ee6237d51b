"""A layer's features as a Qt table: one row a feature, one column a field; cells are made when they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from console.state.sifting import META, column_value
from layers.catalog import BY_KEY
from layers.features import Feature
from layers.schema import Field, Kind

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
FIELD = int(Qt.ItemDataRole.UserRole)  # the Field of a cell's column, None for what every feature has
MANY = 500  # features: then all cells are looked at again, of which a view paints those in sight
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class AttributeTable(QAbstractTableModel):
    """`show_ids` says which features stand there and in which order; the view asks for the cells that it paints."""

    edit_wanted = Signal(str, str, object)  # feature id, field, value: nothing is changed here

    def __init__(
        self,
        say: Callable[[Field | None, str, Any], str],
        title: Callable[[Field | None, str], str],
        mark: Callable[[str], QColor | None],
        parent: QObject | None = None,
    ) -> None:
        """`say`: field, column, value → text; `title` of a column; `mark`: id → colour of a row that is changed."""
        super().__init__(parent)
        self._say, self._title, self._mark = say, title, mark
        self.layer = ""
        self.editable = False
        self._features: Mapping[str, Feature] = {}
        self._ids: list[str] = []
        self._places: dict[str, int] = {}
        self._columns: list[tuple[str, Field | None]] = []

    @property
    def ids(self) -> list[str]:
        """The features that stand there, in order."""
        return self._ids

    @property
    def columns(self) -> list[tuple[str, Field | None]]:
        """Key and field of each column; of what every feature has, no field."""
        return self._columns

    def show_layer(self, layer: str, features: Mapping[str, Feature]) -> None:
        """Another layer, none of it shown yet."""
        self.beginResetModel()
        self.layer, self._features, self._ids, self._places = layer, features, [], {}
        fields = BY_KEY[layer].fields if layer in BY_KEY else ()
        own = {field.key for field in fields}
        self._columns = [(field.key, field) for field in fields] + [(key, None) for key in META if key not in own]
        self.endResetModel()

    def show_ids(self, features: Mapping[str, Feature], ids: Sequence[str]) -> bool:
        """These and no others, in this order. False: they stand so already, only their cells are looked at again."""
        self._features = features
        if list(ids) == self._ids:
            self.look_again()
            return False
        self.beginResetModel()
        self._ids = list(ids)
        self._places = {ident: place for place, ident in enumerate(self._ids)}
        self.endResetModel()
        return True

    def look_again(self, ids: Collection[str] | None = None) -> None:
        """The cells of these features may say something else now; None: of all."""
        if not self._ids or not self._columns:
            return
        first, end, last = 0, len(self._ids) - 1, len(self._columns) - 1
        if ids is not None and len(ids) < MANY:
            places = [self._places[ident] for ident in ids if ident in self._places]
            if not places:
                return
            first, end = min(places), max(places)
        self.dataChanged.emit(self.index(first, 0), self.index(end, last))

    def place_of(self, ident: str) -> int:
        """The line of a feature; -1 where it is not shown."""
        return self._places.get(ident, -1)

    def id_at(self, row: int) -> str:
        """The feature of a line."""
        return self._ids[row]

    def feature_at(self, row: int) -> Feature | None:
        """The same, as it stands."""
        return self._features.get(self._ids[row]) if 0 <= row < len(self._ids) else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        if section >= len(self._columns):
            return None
        key, field = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._title(field, key)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(field)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        key, field = self._columns[index.column()]
        if role == FIELD:
            return field
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(field)
        feature = self._features.get(self._ids[index.row()])
        if feature is None:
            return None
        if role == Qt.ItemDataRole.EditRole:
            return column_value(feature, key)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._say(field, key, column_value(feature, key))
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._mark(feature.id)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.editable and index.isValid() and self._columns[index.column()][1] is not None:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        feature = self.feature_at(index.row())
        key = self._columns[index.column()][0]
        if feature is None or column_value(feature, key) == value:
            return False
        self.edit_wanted.emit(feature.id, key, value)
        return True

    def _alignment(self, field: Field | None) -> int:
        return RIGHT if field is not None and field.kind in (Kind.INTEGER, Kind.NUMBER) else LEFT
