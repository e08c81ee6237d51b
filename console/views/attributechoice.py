"""Rows chosen in a layer's table, and features chosen on the map: each follows the other, however many they are.

Qt keeps a choice as runs of rows, and adds one run after another: scattered over the table, a few thousand of them hold
the window up for seconds. So many are drawn as chosen by the cells themselves (`elsewhere`), without a run of Qt's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTableView

from console.models.attributes import AttributeTable

MOST_RUNS = 300
_FLAGS = QItemSelectionModel.SelectionFlag


class RowChoice(QObject):
    """Says by `chosen` what a person chose; `follow` shows what was chosen elsewhere, and says nothing."""

    chosen = Signal(object)  # frozenset of ids

    def __init__(self, view: QTableView, model: AttributeTable) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._following = False
        self.elsewhere: frozenset[str] = frozenset()
        view.selectionModel().selectionChanged.connect(self._on_rows)
        view.pressed.connect(self._on_pressed)

    def rows(self) -> list[int]:
        """The chosen rows from the top."""
        found = self._run_rows()
        found.extend(place for place in map(self._model.place_of, self.elsewhere) if place >= 0)
        return sorted(found)

    def ids(self) -> list[str]:
        """What stands in them."""
        return [self._model.id_at(row) for row in self.rows()]

    def count(self) -> int:
        """How many rows are chosen."""
        shown = sum(self._model.place_of(ident) >= 0 for ident in self.elsewhere)
        return sum(run.height() for run in self._chosen_runs()) + shown

    def follow(self, ids: Iterable[str]) -> None:
        """Chooses these rows, without telling it on."""
        places = sorted(place for place in map(self._model.place_of, ids) if place >= 0)
        runs = _runs(places)
        self._following = True
        if len(runs) > MOST_RUNS:
            self.elsewhere = frozenset(self._model.id_at(place) for place in places)
            self._view.clearSelection()
        else:
            self.elsewhere = frozenset()
            self._view.selectionModel().select(self._selection(runs), _FLAGS.ClearAndSelect | _FLAGS.Rows)
        self._following = False
        self._view.viewport().update()

    def _selection(self, runs: Sequence[tuple[int, int]]) -> QItemSelection:
        last, made = max(0, self._model.columnCount() - 1), QItemSelection()
        for first, end in runs:
            made.select(self._model.index(first, 0), self._model.index(end, last))
        return made

    def _chosen_runs(self) -> list[QItemSelectionRange]:
        runs = self._view.selectionModel().selection()
        found: list[QItemSelectionRange] = list(runs)  # type: ignore[call-overload]  # the stubs do not know that it is one
        return found

    def _run_rows(self) -> list[int]:
        return [row for run in self._chosen_runs() for row in range(run.top(), run.bottom() + 1)]

    @Slot(QItemSelection, QItemSelection)
    def _on_rows(self, chosen: QItemSelection, away: QItemSelection) -> None:
        if self._following:
            return
        ids = frozenset(map(self._model.id_at, self._run_rows()))
        if self.elsewhere:
            ids = self._with_elsewhere(ids)
        self.chosen.emit(ids)

    @Slot()
    def _on_pressed(self) -> None:
        """A row that Qt has chosen already is clicked: then it tells of no change."""
        if self.elsewhere and not QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier:
            self.elsewhere = frozenset()
            self.chosen.emit(frozenset(map(self._model.id_at, self._run_rows())))

    def _with_elsewhere(self, ids: frozenset[str]) -> frozenset[str]:
        """With Ctrl a person goes on from what was chosen elsewhere; else that is chosen no more."""
        if not QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier or len(ids) > MOST_RUNS:
            self.elsewhere = frozenset()
        else:
            again = self.elsewhere & ids  # clicked once more: not chosen any more
            self.elsewhere -= again
            ids = (self.elsewhere | ids) - again
            if again:
                self._following = True
                runs = _runs(sorted(map(self._model.place_of, again)))
                self._view.selectionModel().select(self._selection(runs), _FLAGS.Deselect | _FLAGS.Rows)
                self._following = False
        self._view.viewport().update()
        return ids


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Sorted rows as runs: first and last of each."""
    found: list[tuple[int, int]] = []
    start = 0
    for at in range(len(places)):
        if at + 1 == len(places) or places[at + 1] != places[at] + 1:
            found.append((places[start], places[at]))
            start = at + 1
    return found
