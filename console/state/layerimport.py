"""A file on its way into a layer: looked at, read as a person says, judged, and made a draft; nothing before that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from console.api.layeredits import LayerEdits, Sheet
from console.domain import wire
from console.domain.roles import Right, User
from console.state.catalog import Catalog
from console.state.session import Session
from console.tasks import Tasks
from layers.catalog import FILLED
from layers.changes import Change
from layers.features import Feature
from layers.geometry import Bounds
from layers.importing import Look, Reading, look_again, look_at
from layers.judging import Outcome, what_would_be
from layers.refusals import Refusal, write_refusals
from layers.whereabouts import Rules

LOOK, JUDGE, DRAFT, LIST = "import look", "import judge", "import draft", "import list"


def layers_of(user: User) -> tuple[str, ...]:
    """The layers into which this user may bring a file, as their rows say."""
    if not user.may(Right.EDIT_LAYERS):
        return ()
    return tuple(key for key, layer in FILLED.items() if str(user.role) in layer.editors)


class LayerImport(QObject):
    """One file at a time. Each answer comes by its signal; of two questions only the later is answered."""

    looked = Signal(object)  # layers.importing.Look: another file, or another reading of it
    judged = Signal(object)  # layers.importing.Outcome: what taking it in would do to the layer as it stands
    drafted = Signal(object)  # layeredits.Sheet
    listed = Signal(str)  # the file that lists the refused rows
    trouble = Signal(object)  # the error
    busy_changed = Signal(bool)

    def __init__(
        self, edits: LayerEdits, catalog: Catalog, session: Session, tasks: Tasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._edits, self._catalog, self._session, self._tasks = edits, catalog, session, tasks
        self.look: Look | None = None
        self.outcome: Outcome | None = None
        self.whole = False
        self.prepare: Callable[[Outcome], object] = lambda outcome: None  # for who shows it; runs in the task
        self.prepared: object = None
        self._draft_id = ""
        catalog.changed.connect(self._on_layer)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to come."""
        return any(self._tasks.is_running(key) for key in (LOOK, JUDGE, DRAFT))

    def open(self, path: Path, layer: str) -> None:
        """Looks at a file as if it were for this layer."""
        self.look = self.outcome = None
        self.whole, self._draft_id = False, wire.uuid7()
        self._look(partial(look_at, path, layer, self._rules()))

    def read(self, reading: Reading) -> None:
        """Reads the same file otherwise; another layer is another look."""
        look = self.look
        if look is None or reading == look.reading:
            return
        self.outcome, self._draft_id = None, wire.uuid7()
        if reading.layer != look.reading.layer:
            self._look(partial(look_at, look.path, reading.layer, self._rules(), reading.table))
        else:
            self._look(partial(look_again, look, reading))

    def change(self, **fields: object) -> None:
        """Reads the same file with these fields of its Reading otherwise."""
        if self.look is not None:
            self.read(replace(self.look.reading, **fields))  # type: ignore[arg-type]

    def take_as_whole(self, whole: bool) -> None:
        """Whether the file is all of the layer, so that what it does not hold goes."""
        if whole != self.whole:
            self.whole, self._draft_id = whole, wire.uuid7()
            self._judge()

    def make_draft(self, title: str) -> None:
        """What was shown becomes a draft. Asked again after a lost answer, it is the same one."""
        look, outcome = self.look, self.outcome
        if look is None or outcome is None or not outcome.changes:
            return
        layer, name = look.reading.layer, look.path.name
        work = partial(_drafted, self._edits, layer, title, name, outcome.changes, self._draft_id)
        self._tasks.run(DRAFT, work, done=self._on_drafted, failed=self._on_trouble)
        self.busy_changed.emit(True)

    def list_refused(self, path: Path, say: Callable[[Refusal], str]) -> None:
        """Writes the refused rows, each with why, into a table that can be mended and imported again."""
        refusals = self.outcome.refusals if self.outcome else ()
        self._tasks.run(LIST, partial(_listed, path, refusals, say), done=self.listed.emit, failed=self._on_trouble)

    # --- inside ---------------------------------------------------------------------------------

    def _rules(self) -> Rules:
        return Rules(Bounds(*self._session.city.bounds), self._session.city.accept_margin_m)

    def _look(self, work: partial[Look]) -> None:
        self._tasks.run(LOOK, work, done=self._on_looked, failed=self._on_trouble)
        self.busy_changed.emit(True)

    def _judge(self) -> None:
        if self.look is None:
            return
        known: dict[str, Feature] = dict(self._catalog.features(self.look.reading.layer))
        look, rules, whole = self.look, self._rules(), self.whole
        ground = self._catalog.ground_of(look.reading.layer, self._session.city.accept_margin_m)

        prepare = self.prepare

        def work() -> tuple[Outcome, object]:
            outcome = what_would_be(look, known, rules, ground(), whole=whole)
            return outcome, prepare(outcome)

        self._tasks.run(JUDGE, work, done=self._on_judged, failed=self._on_trouble)
        self.busy_changed.emit(True)

    def _on_looked(self, look: Look) -> None:
        self.look = look
        self.looked.emit(look)
        self._judge()

    def _on_judged(self, found: tuple[Outcome, object]) -> None:
        outcome, self.prepared = found
        self.outcome = outcome
        self.judged.emit(outcome)
        self.busy_changed.emit(self.is_busy)

    def _on_drafted(self, sheet: Sheet) -> None:
        self.busy_changed.emit(False)
        self.drafted.emit(sheet)

    def _on_trouble(self, error: BaseException) -> None:
        self.busy_changed.emit(self.is_busy)
        self.trouble.emit(error)

    @Slot(str, list, list)
    def _on_layer(self, layer: str, put: list[str], removed: list[str]) -> None:
        """The layer has moved on beneath: what would be done is another thing now."""
        if self.look is not None and layer in (self.look.reading.layer, "area") and not self._tasks.is_running(DRAFT):
            self._judge()


def _drafted(edits: LayerEdits, layer: str, title: str, name: str, changes: tuple[Change, ...], draft_id: str) -> Sheet:
    sheet = edits.begin(layer, title or name, note=name, draft_id=draft_id)
    return edits.put(sheet.draft, changes, whole=True)


def _listed(path: Path, refusals: tuple[Refusal, ...], say: Callable[[Refusal], str]) -> str:
    write_refusals(path, refusals, say)
    return str(path)
