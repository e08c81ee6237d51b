"""The rows of a file that is looked at, as a Qt model: what would become of each, and why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from console.i18n import QT_TRANSLATE_NOOP
from console.words import plain_tip
from layers.changes import Change, ChangeKind, changed_fields
from layers.checks import Finding
from layers.features import Feature
from layers.judging import Outcome
from layers.refusals import Refusal

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Fate(StrEnum):
    """What becomes of a row."""

    ADDED = "added"
    CHANGED = "changed"
    DELETED = "deleted"
    SAME = "same"
    REFUSED = "refused"
    DOUBTED = "doubted"  # taken, but a check has a word to say


FATE_OF = {ChangeKind.INSERT: Fate.ADDED, ChangeKind.UPDATE: Fate.CHANGED, ChangeKind.DELETE: Fate.DELETED}
HEADS = (
    QT_TRANSLATE_NOOP("ImportRows", "What"),
    QT_TRANSLATE_NOOP("ImportRows", "Which"),
    QT_TRANSLATE_NOOP("ImportRows", "Why, or what it says"),
)


@dataclass(frozen=True, slots=True)
class FateRow:
    """One line of the preview. `id`: the feature, empty for a refused row; `fields`: what is said of it."""

    fate: Fate
    id: str
    feature: Feature | None = None
    refusal: Refusal | None = None
    fields: tuple[str, ...] = ()
    why: tuple[Finding, ...] = ()


def rows_of(outcome: Outcome) -> list[FateRow]:
    """Everything that the file holds, one line each; what is refused and doubted first."""
    doubts: dict[str, list[Finding]] = {}
    for finding in outcome.findings:
        doubts.setdefault(finding.id, []).append(finding)
    rows = [FateRow(Fate.REFUSED, "", refusal=refusal) for refusal in outcome.refusals]
    taken = [_changed(change, tuple(doubts.get(change.id, ()))) for change in outcome.changes]
    taken.sort(key=lambda row: not row.why)
    there = set(outcome.same)
    same = [FateRow(Fate.SAME, item.id, item) for item in outcome.found.features if item.id in there]
    return [*rows, *taken, *same]


def _changed(change: Change, why: tuple[Finding, ...]) -> FateRow:
    fields = tuple(changed_fields(change.base, change.feature)) if change.kind is ChangeKind.UPDATE else ()
    return FateRow(FATE_OF[change.kind], change.id, change.feature or change.base, None, fields, why)


class ImportRows(QAbstractTableModel):
    """The lines that are asked for. Words are made by `say` (row, column → text), so that a language may change."""

    def __init__(
        self,
        say: Callable[[FateRow, int], str],
        tone: Callable[[FateRow], QColor | None],
        parent: QObject | None = None,
    ) -> None:
        """`tone`: row → colour of its first cell, or None."""
        super().__init__(parent)
        self._say, self._tone = say, tone
        self._all: list[FateRow] = []
        self._shown: list[FateRow] = []
        self.fate: Fate | None = None

    def show_rows(self, rows: list[FateRow]) -> None:
        """Other rows; what was asked for stays asked for."""
        self.beginResetModel()
        self._all = rows
        self._shown = rows if self.fate is None else [row for row in rows if self._is_wanted(row)]
        self.endResetModel()

    def ask_for(self, fate: Fate | None) -> None:
        """Only these; None: all."""
        self.fate = fate
        self.show_rows(self._all)

    def row_at(self, index: Index) -> FateRow | None:
        """The line of an index."""
        return self._shown[index.row()] if index.isValid() and index.row() < len(self._shown) else None

    def _is_wanted(self, row: FateRow) -> bool:
        return self.fate is None or row.fate is self.fate or (self.fate is Fate.DOUBTED and bool(row.why))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return QCoreApplication.translate("ImportRows", HEADS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index)
        if row is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = self._say(row, index.column())
            return text if role == Qt.ItemDataRole.DisplayRole else plain_tip(text[:400]) or None
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == 0:
            return self._tone(row)
        return None
