"""A layer as its table shows it: as published, or as it would be while it is edited; and what is chosen of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.domain.roles import User
from console.state.catalog import Catalog
from console.state.editing import LayerEditing, may_edit
from console.state.incidents import LAYER as INCIDENT
from console.state.incidents import Incidents
from console.state.session import Session
from console.state.sifting import Only, Question, column_value, sift
from console.tasks import Tasks
from layers.catalog import BY_KEY
from layers.checks import Finding
from layers.features import Feature, JsonValue
from layers.refusals import FORMULA_STARTS

SIFT, EXPORT, COPY = "table sift", "table export", "table copy"
REST_MS = 250  # after the layer moved, before it is sifted again


class LayerTable(QObject):
    """Sifts in the background; edits go through LayerEditing, one step each."""

    layer_changed = Signal()
    sifted = Signal(list)  # ids, in order
    changed = Signal(object)  # ids whose cells may say something else
    selection_changed = Signal(object)  # frozenset of ids
    state_changed = Signal()  # whether it can be edited, counts
    exported = Signal(str)  # the file
    copied = Signal(str, int)  # rows as CSV, and how many
    trouble = Signal(object)

    def __init__(
        self,
        catalog: Catalog,
        incidents: Incidents | None,
        editing: LayerEditing,
        session: Session,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._catalog, self._incidents, self._editing = catalog, incidents, editing
        self._session, self._tasks = session, tasks
        self.question = Question(next(iter(BY_KEY)))
        self._selection: frozenset[str] = frozenset()
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.sift)
        catalog.changed.connect(self._on_published)
        if incidents is not None:
            incidents.changed.connect(self._on_incidents)
        editing.changed.connect(self._on_edited)
        editing.selection_changed.connect(self._on_chosen)
        editing.state_changed.connect(self._on_state)
        editing.findings_changed.connect(self._on_findings)
        self._was_editing = False
        self._found_in: list[Finding] = []
        self._found: frozenset[str] = frozenset()

    @property
    def layer(self) -> str:
        """The layer that is shown."""
        return self.question.layer

    @property
    def user(self) -> User:
        """Who looks."""
        return self._session.user

    @property
    def is_edited(self) -> bool:
        """Whether what is shown is a draft of the layer."""
        return self._editing.layer == self.layer

    @property
    def is_open(self) -> bool:
        """Whether cells can be changed now."""
        return self.is_edited and self._editing.is_open and not self._editing.is_busy

    @property
    def may_begin(self) -> bool:
        """Whether this user may take the layer up; another one must be left first."""
        return may_edit(self.user, self.layer) and not self._editing.is_editing

    def features(self) -> Mapping[str, Feature]:
        """The features by id."""
        if self.is_edited:
            return self._editing.features
        found = self._catalog.features(self.layer)
        if self.layer == INCIDENT and self._incidents is not None:
            return {**found, **{feature.id: feature for feature in self._incidents.features()}}
        return found

    def _copy(self) -> dict[str, Feature]:
        """The same, frozen for a task."""
        return self._editing.copy() if self.is_edited else dict(self.features())

    def is_changed(self, ident: str) -> bool:
        """Whether the draft changes it."""
        return self.is_edited and ident in self._editing.edited

    def is_found(self, ident: str) -> bool:
        """Whether the checks have something to say of it."""
        return ident in self._found_ids()

    @property
    def changed_count(self) -> int:
        """How many the draft changes."""
        return len(self._editing.edited) if self.is_edited else 0

    @property
    def found_count(self) -> int:
        """Of how many the checks have something to say."""
        return len(self._found_ids())

    def _found_ids(self) -> frozenset[str]:
        """Made once for each answer of the checks: every cell that is painted asks."""
        findings = self._editing.findings if self.is_edited else []
        if findings is not self._found_in:
            self._found_in, self._found = findings, frozenset(finding.id for finding in findings)
        return self._found

    @property
    def selection(self) -> frozenset[str]:
        """The chosen features."""
        return self._editing.selection if self.is_edited else self._selection

    # --- asking ---------------------------------------------------------------------------------

    def show_layer(self, layer: str) -> None:
        """Another layer; what was asked for of the other one is forgotten."""
        if layer != self.layer:
            self.question = Question(layer, language=self.question.language)
            self._selection = frozenset()
        self.layer_changed.emit()
        self.sift()

    def ask(self, **fields: Any) -> None:
        """Other words, conditions, order …: fields of Question."""
        question = replace(self.question, **fields)
        if question != self.question:
            self.question = question
            self.sift()

    @Slot()
    def sift(self) -> None:
        """Asks which features fit, as they stand now."""
        these = {
            Only.ALL: None,
            Only.SELECTED: self.selection,
            Only.CHANGED: frozenset(self._editing.edited) if self.is_edited else frozenset(),
            Only.FOUND: self._found_ids(),
        }[self.question.only]
        work = partial(sift, self._copy(), self.question, these)
        self._tasks.run(SIFT, work, done=self.sifted.emit, failed=self.trouble.emit)

    def select(self, ids: Iterable[str]) -> None:
        """Chooses these and no others."""
        chosen = frozenset(ids)
        if self.is_edited:
            self._editing.select(chosen)
        elif chosen != self._selection:
            self._selection = chosen
            self.selection_changed.emit(chosen)

    # --- doing ----------------------------------------------------------------------------------

    def begin(self, title: str) -> None:
        """Takes the layer up for editing."""
        self._editing.begin(self.layer, title)

    def set_value(self, label: str, ident: str, key: str, value: JsonValue) -> bool:
        """One cell, one step."""
        feature = self.features().get(ident)
        return feature is not None and self._editing.apply(label, [(feature, with_value(feature, key, value))])

    def set_values(self, label: str, ids: Sequence[str], key: str, make: Callable[[JsonValue], JsonValue]) -> bool:
        """One field of many features, one step. `make`: the value that was → the value that shall be."""

        def change(there: list[Feature]) -> list[Feature | None]:
            return [with_value(feature, key, make(feature.properties.get(key))) for feature in there]

        return self._editing.alter(label, ids, change)

    def delete(self, label: str, ids: Sequence[str]) -> bool:
        """Takes features away, one step."""
        return self._editing.alter(label, ids, lambda there: [None] * len(there))

    def undo(self) -> bool:
        """Takes the last step back."""
        return self._editing.undo()

    def redo(self) -> bool:
        """Does it again."""
        return self._editing.redo()

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self.is_open and self._editing.steps.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        return self.is_open and self._editing.steps.can_redo

    def export(
        self, ids: Sequence[str], path: Path, write: Callable[[Sequence[Feature], Path], object] | None = None
    ) -> None:
        """Writes these features into a file; without `write` the format follows from its name's end."""
        features = self.features()
        rows = [features[ident] for ident in ids if ident in features]
        self._tasks.run(EXPORT, partial(_written, rows, path, write), done=self.exported.emit, failed=self.trouble.emit)

    def copy(self, ids: Sequence[str], keys: Sequence[str]) -> None:
        """Features as CSV with a header, by `copied`: these columns in this order."""
        features = self.features()
        rows = [features[ident] for ident in ids if ident in features]
        count, copied = len(rows), self.copied
        work = partial(_csv_of, rows, list(keys))
        self._tasks.run(COPY, work, done=lambda text: copied.emit(text, count), failed=self.trouble.emit)

    # --- heard ----------------------------------------------------------------------------------

    @Slot(str, list, list)
    def _on_published(self, layer: str, put: list[str], removed: list[str]) -> None:
        if layer == self.layer and not self.is_edited:
            self.changed.emit(frozenset(put))
            self._rest.start()

    @Slot(list, list)
    def _on_incidents(self, put: list[object], removed: list[str]) -> None:
        if self.layer == INCIDENT:
            self._rest.start()

    @Slot(object)
    def _on_edited(self, ids: frozenset[str]) -> None:
        if self.is_edited:
            self.changed.emit(ids)
            self.sift()
            self.state_changed.emit()

    @Slot(object)
    def _on_chosen(self, ids: frozenset[str]) -> None:
        if self.is_edited:
            self.selection_changed.emit(ids)

    @Slot()
    def _on_state(self) -> None:
        if self.is_edited != self._was_editing:
            self._was_editing = self.is_edited
            self.sift()
        self.state_changed.emit()

    @Slot()
    def _on_findings(self) -> None:
        if self.is_edited:
            if self.question.only is Only.FOUND:
                self.sift()
            self.state_changed.emit()


def with_value(feature: Feature, key: str, value: JsonValue) -> Feature:
    """The feature with another value of a field; None or nothing: without one."""
    rest = {name: old for name, old in feature.properties.items() if name != key}
    return replace(feature, properties=rest if value in (None, "") else {**rest, key: value})


def _csv_of(rows: Sequence[Feature], keys: Sequence[str]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(keys)
    writer.writerows([_cell(feature, key) for key in keys] for feature in rows)
    return out.getvalue()


def _cell(feature: Feature, key: str) -> str:
    """A value for a spreadsheet, which must not take it for a formula."""
    value = column_value(feature, key)
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _written(rows: list[Feature], path: Path, write: Callable[[Sequence[Feature], Path], object] | None) -> str:
    from layers.files import write_features  # brings GDAL

    (write or write_features)(rows, path)
    return str(path)
