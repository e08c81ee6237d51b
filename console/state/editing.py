"""Editing one layer: what is published, what it would be, what is chosen; every step undone, kept on disk, sent on.

Read-only until `begin`, `open` or `resume`. Map, attribute table and forms change features here and nowhere else, by
`apply`; they hear of it by `changed`, whoever did it: a person, an undo, or somebody else's publication.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.api.errors import Refused
from console.api.layeredits import DraftMoved, EditConflict, LayerEdits, NotClean, Sheet
from console.domain import wire
from console.domain.drafts import CHANGEABLE
from console.domain.roles import Right, User
from console.state.catalog import Catalog
from console.state.editjournal import Journal, Unfinished, pack
from console.state.editsending import Moved, Sending, Sync
from console.state.editsteps import Edit, Move, Outcome, Pair, Standing, Step, Steps, from_changes, outcome
from console.state.session import Session
from console.tasks import Tasks
from layers.catalog import BY_KEY
from layers.changes import Change, Conflict
from layers.checks import Finding, check
from layers.features import Feature

MANY = 1_000  # from so many features on a step is made in the background
CHECK_MS = 500  # after the last edit
STEP, CHECKS, REBASE, OPENING, ACTION = "edit step", "edit checks", "edit rebase", "edit open", "edit action"


def may_edit(user: User, layer: str) -> bool:
    """Whether this user's role edits this layer, as the layer's row says."""
    return user.may(Right.EDIT_LAYERS) and str(user.role) in BY_KEY[layer].editors


class LayerEditing(QObject):
    """The one edit of this console. `is_editing`: a layer is taken up; `is_open`: it can be changed now."""

    changed = Signal(object)  # frozenset of the ids of features that are other, new or gone
    selection_changed = Signal(object)  # frozenset of ids
    state_changed = Signal()  # layer, draft, undo, sync, is_busy, conflicts
    findings_changed = Signal()
    conflicted = Signal(list)  # layers.changes.Conflict: somebody published the same fields; `decide` each
    draft_moved = Signal(object)  # editsending.Moved: the draft was changed elsewhere too; `keep_mine`, `take_theirs`
    acted = Signal(str, object)  # action of DRAFT_ACTIONS, the Sheet: the service has done it
    trouble = Signal(object)  # the error; words.trouble says it
    _not_written = Signal(object)
    _written = Signal(str, object)  # draft, what came out of a large step that is on disk now

    def __init__(
        self,
        edits: LayerEdits,
        catalog: Catalog,
        session: Session,
        tasks: Tasks,
        journal: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._edits_api, self._catalog, self._session, self._tasks = edits, catalog, session, tasks
        self.layer = ""
        self.title = ""
        self.findings: list[Finding] = []
        self.is_busy = False  # a step with many features is being made; nothing else is taken meanwhile
        self._ident = self._owner = ""
        self._base: dict[str, Feature] = {}
        self._features: dict[str, Feature] = {}
        self._edits: dict[str, Edit] = {}
        self._conflicts: dict[str, Conflict] = {}
        self._selection: frozenset[str] = frozenset()
        self._moved: Moved | None = None
        self._late: set[str] = set()  # published while a large step was being made
        self.steps = Steps()
        self.journal = Journal(journal, self._not_written.emit)
        self.sending = Sending(edits, tasks, self._standing, self)
        self._check_timer = QTimer(self, singleShot=True, interval=CHECK_MS)
        self._check_timer.timeout.connect(self.check)
        catalog.changed.connect(self._on_published)
        session.link_changed.connect(self._on_link)
        session.user_changed.connect(self._on_user)
        self.sending.changed.connect(self.state_changed)
        self.sending.told.connect(self._on_told)
        self.sending.moved.connect(self._on_moved)
        self.sending.trouble.connect(self._on_trouble)
        self._not_written.connect(self._on_trouble)
        self._written.connect(self._on_written)

    # --- what stands -------------------------------------------------------------------------------------------------

    @property
    def draft(self) -> Sheet | None:
        """The service's draft; None before something was sent."""
        return self.sending.sheet

    @property
    def draft_id(self) -> str:
        """The draft's id, also before it was sent; empty: nothing is edited."""
        return self._ident

    @property
    def is_editing(self) -> bool:
        """Whether a layer is taken up, if only to look at a draft of it."""
        return bool(self.layer)

    @property
    def is_open(self) -> bool:
        """Whether features can be changed now."""
        if not self.layer or not may_edit(self._session.user, self.layer):
            return False
        sheet = self.draft
        return sheet is None or (sheet.draft.state in CHANGEABLE and sheet.draft.author == self._session.user.name)

    @property
    def base(self) -> Mapping[str, Feature]:
        """The layer as it is published now, by id."""
        return MappingProxyType(self._base)

    @property
    def features(self) -> Mapping[str, Feature]:
        """The layer as it would stand, by id."""
        return MappingProxyType(self._features)

    def copy(self) -> dict[str, Feature]:
        """The layer as it would stand just now, for a task; quicker than a copy of `features`."""
        return dict(self._features)

    @property
    def edited(self) -> Mapping[str, Edit]:
        """What was edited, by id: added, changed and deleted features."""
        return MappingProxyType(self._edits)

    @property
    def conflicts(self) -> Mapping[str, Conflict]:
        """What somebody else published too, and a person must decide, by id."""
        return MappingProxyType(self._conflicts)

    @property
    def selection(self) -> frozenset[str]:
        """The chosen features."""
        return self._selection

    @property
    def sync(self) -> Sync:
        """How far the service has it."""
        return self.sending.sync

    def changes(self) -> list[Change]:
        """What publishing would do, as changes against what is published now."""
        return list(self._standing().changes())

    def unfinished(self) -> list[Unfinished]:
        """What this user left in this console without an end, touched last first; not what is open now."""
        found = self.journal.unfinished(self._session.user.name)
        return [row for row in found if row.id != self._ident and row.steps]

    # --- beginning and ending ----------------------------------------------------------------------------------------

    def begin(self, layer: str, title: str) -> None:
        """A new draft of a layer. The service hears of it with the first edit. PermissionError: not this user."""
        if not may_edit(self._session.user, layer):
            raise PermissionError(layer)
        self._take_up(layer, title, wire.uuid7())
        self.journal.begin(self._ident, self._owner, layer, title)
        self._show(frozenset())

    def open(self, sheet: Sheet) -> None:
        """A draft that the service has, to work on or (somebody else's, or handed in) to look at. Comes by itself."""
        draft, edits = sheet.draft, self._edits_api
        self._tasks.run(
            OPENING, lambda: edits.changes(draft), done=partial(self._on_opened, sheet), failed=self._on_trouble
        )

    def resume(self, left: Unfinished) -> None:
        """What was left without an end, with all its steps. Comes by itself."""
        edits, journal = self._edits_api, self.journal

        def work() -> tuple[Steps, Sheet | None]:
            steps = journal.read(left.id)
            try:
                return steps, edits.draft(left.id) if left.draft else None
            except Refused as error:
                if error.status == 404:
                    return steps, None
                raise

        self._tasks.run(OPENING, work, done=partial(self._on_resumed, left), failed=self._on_trouble)

    def forget(self, left: Unfinished) -> None:
        """Throws away what was left without an end; the service's draft, if any, stays there."""
        self.journal.end(left.id)

    def leave(self, discard: bool = False) -> None:
        """Stops editing: what was sent stays a draft, what was not is offered again; `discard`: thrown away here."""
        if not self.layer:
            return
        if discard or not self.steps.steps:
            self.journal.end(self._ident)
        elif self.sync is Sync.UNSENT:
            self.sending.send()
        touched = frozenset(self._edits)
        self.sending.stop()
        self._check_timer.stop()
        self.layer = self._ident = self._owner = ""
        self._base, self._features, self._edits, self._conflicts = {}, {}, {}, {}
        self.findings, self.steps, self._moved, self.is_busy = [], Steps(), None, False
        self.select(())
        self.changed.emit(touched)
        self.findings_changed.emit()
        self.state_changed.emit()

    def close(self) -> None:
        """The console ends: what is not sent is on disk."""
        self.sending.stop()
        self._check_timer.stop()
        self.journal.close()

    # --- editing -----------------------------------------------------------------------------------------------------

    def select(self, ids: Iterable[str]) -> None:
        """Chooses these and no others; what is not there is passed over."""
        chosen = frozenset(ident for ident in ids if ident in self._features)
        if chosen != self._selection:
            self._selection = chosen
            self.selection_changed.emit(chosen)

    def apply(self, label: str, edits: Sequence[Pair]) -> bool:
        """One step: features as they were seen, and what they shall be (None: not there).

        False: nothing was done, as the layer is read-only or a large step is still being made. A large one comes a
        little later: `is_busy` until then. What differs in nothing is no step.
        """
        return self._step(label, edits, decided=False)

    def alter(
        self, label: str, ids: Iterable[str], change: Callable[[list[Feature]], Iterable[Feature | None]]
    ) -> bool:
        """One step made by `change`, which gets features and gives as many; of many it runs in the background."""
        if not self.is_open or self.is_busy:
            return False
        there = [self._features[ident] for ident in ids if ident in self._features]

        def pairs() -> list[Pair]:
            return list(zip(there, change(there), strict=True))

        return self._make(label, pairs, len(there), decided=False)

    def decide(self, label: str, decisions: Mapping[str, Feature | None]) -> bool:
        """Ends conflicts: what each of these features shall be (None: it goes), with theirs in full sight."""
        pairs = [(self._features.get(ident) or self._base.get(ident), after) for ident, after in decisions.items()]
        return self._step(label, pairs, decided=True)

    def undo(self) -> bool:
        """Takes the last step back."""
        return self.steps.can_undo and self._go(self.steps.steps[self.steps.position - 1], forward=False)

    def redo(self) -> bool:
        """Does again what was taken back last."""
        return self.steps.can_redo and self._go(self.steps.steps[self.steps.position], forward=True)

    @Slot()
    def check(self) -> None:
        """Asks the checks what they say of what was edited; the answer comes by `findings_changed`."""
        if not self.layer:
            return
        ident, layer, features = self._ident, self.layer, dict(self._features)
        ground = self._catalog.ground_of(layer, self._session.city.accept_margin_m)
        edited = [key for key in self._edits if key in features]
        self._tasks.run(
            CHECKS,
            lambda: check(layer, features, edited, ground()),
            done=lambda found: self._on_checked(ident, found),
            failed=self._on_trouble,
        )

    # --- the service -------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Sends what is unsent now; it goes by itself a moment after each step."""
        self.sending.send()

    def act(self, action: str, reason: str = "") -> None:
        """A move of DRAFT_ACTIONS, once everything is sent: `acted`, or `conflicted`, `findings_changed`, `trouble`."""
        self.sending.when_sent(partial(self._act, action, reason))

    def keep_mine(self) -> None:
        """The draft was changed elsewhere too: what stands here goes over it."""
        moved, self._moved = self._moved, None
        if moved is not None:
            self.sending.settle(moved)

    def take_theirs(self, label: str) -> None:
        """The draft was changed elsewhere too: what is there replaces what stands here, as one step."""
        moved, self._moved = self._moved, None
        if moved is not None:
            self._take_over(label, moved.disputed)
            self.sending.settle(moved)

    def _act(self, action: str, reason: str) -> None:
        sheet, edits, ident = self.draft, self._edits_api, self._ident
        if sheet is None:
            return
        draft = sheet.draft
        self._tasks.run(
            ACTION,
            lambda: edits.act(draft, action, reason),
            done=lambda done: self._on_acted(ident, action, done),
            failed=self._on_not_acted,
        )

    # --- inside: taking up -------------------------------------------------------------------------------------------

    def _take_up(self, layer: str, title: str, ident: str, sheet: Sheet | None = None, sent: Any = None) -> None:
        self.leave()
        self.layer, self.title, self._ident, self._owner = layer, title, ident, self._session.user.name
        self._base = dict(self._catalog.features(layer))
        self._features = dict(self._base)
        self.sending.start(layer, title, ident, sheet, sent)

    def _show(self, ids: frozenset[str]) -> None:
        self.changed.emit(ids)
        self.state_changed.emit()
        if self._conflicts:
            self.conflicted.emit(list(self._conflicts.values()))
        if ids:
            self._check_timer.start()

    def _on_opened(self, sheet: Sheet, changes: list[Change]) -> None:
        draft = sheet.draft
        self._take_up(draft.layer, draft.title, draft.id, sheet, {change.id: change for change in changes})
        if self.is_open:
            self.journal.begin(draft.id, self._owner, draft.layer, draft.title, draft)
        self._lay(from_changes(changes))

    def _on_resumed(self, left: Unfinished, found: tuple[Steps, Sheet | None]) -> None:
        steps, sheet = found
        ident, anew = left.id, sheet is None or sheet.draft.state not in CHANGEABLE
        if sheet is not None and anew:  # it was handed in or ended meanwhile: what stands here goes on as a new one
            ident, sheet = wire.uuid7(), None
            self.journal.rename(left.id, ident)
        self._take_up(left.layer, left.title, ident, sheet, None)
        self.steps = steps
        edits: dict[str, Edit | None] = {}
        for step in steps.steps[: steps.position]:
            edits.update((move.id, move.after) for move in step.moves)
        self._lay({key: edit for key, edit in edits.items() if edit is not None})
        self.sending.edited()

    def _lay(self, edits: Mapping[str, Edit]) -> None:
        self._take_over_outcome(outcome(edits, self._base))
        self._show(frozenset(edits))

    # --- inside: steps -----------------------------------------------------------------------------------------------

    def _standing(self) -> Standing:
        """A frozen copy, for a task."""
        return Standing(dict(self._base), dict(self._edits), dict(self._features), dict(self._conflicts))

    def _step(self, label: str, pairs: Sequence[Pair], *, decided: bool) -> bool:
        return self._make(label, lambda: pairs, len(pairs), decided=decided)

    def _make(self, label: str, pairs: Callable[[], Sequence[Pair]], count: int, *, decided: bool) -> bool:
        if not self.is_open or self.is_busy:
            return False
        standing = self._standing()

        def work() -> tuple[Step, Outcome, str]:
            step = standing.step(label, pairs(), decided)
            return step, standing.back(step, forward=True), pack(step) if len(step.moves) >= MANY else ""

        return self._run(work, self._on_step, count)

    def _go(self, step: Step, *, forward: bool) -> bool:
        if not self.is_open or self.is_busy:
            return False
        standing = self._standing()
        position = self.steps.position + (1 if forward else -1)
        return self._run(lambda: standing.back(step, forward), partial(self._on_gone, position), len(step.moves))

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None], count: int) -> bool:
        if count < MANY:
            done(work())
            return True
        ident = self._ident
        self.is_busy = True
        self._late.clear()
        self.state_changed.emit()
        self._tasks.run(
            STEP,
            work,
            done=lambda made: self._on_made(ident, done, made),
            failed=lambda error: self._on_not_made(ident, error),
        )
        return True

    def _on_made(self, ident: str, done: Callable[[Any], None], made: Any) -> None:
        if ident == self._ident and self.is_busy:
            self.is_busy = False
            done(made)

    def _on_not_made(self, ident: str, error: BaseException) -> None:
        if ident == self._ident:
            self.is_busy = False
            self.state_changed.emit()
            self.trouble.emit(error)

    def _on_step(self, made: tuple[Step, Outcome, str]) -> None:
        """On disk first, then for everybody to see: what is seen survives the console."""
        step, found, packed = made
        if not step.moves:
            self.state_changed.emit()
            return
        self.steps.push(step)
        if packed:
            self.is_busy = True
            ident, written = self._ident, self._written
            self.journal.large_step(ident, self.steps.position, step.label, packed, lambda: written.emit(ident, found))
        else:
            self.journal.step(self._ident, self.steps.position, step)
            self._stepped(found)

    @Slot(str, object)
    def _on_written(self, ident: str, found: Outcome) -> None:
        if ident == self._ident and self.is_busy:
            self.is_busy = False
            self._stepped(found)

    def _on_gone(self, position: int, found: Outcome) -> None:
        self.steps.position = position
        self.journal.move(self._ident, position)
        self._stepped(found)

    def _stepped(self, found: Outcome) -> None:
        self._take_over_outcome(found)
        self._rebase([ident for ident in self._late if ident in found.views])
        self._late.clear()
        self.sending.edited()
        self._show(frozenset(found.views))

    def _take_over_outcome(self, found: Outcome) -> None:
        self._edits.update(found.put)
        for ident in found.untouched:
            self._edits.pop(ident, None)
        for ident in [ident for ident in self._conflicts if ident in found.edits]:
            del self._conflicts[ident]
        self._conflicts.update(found.conflicts)
        self._view(found.shown, found.gone)

    def _view(self, shown: Mapping[str, Feature], gone: Collection[str]) -> None:
        self._features.update(shown)
        for ident in gone:
            self._features.pop(ident, None)
        if gone and not self._selection.isdisjoint(gone):
            self.select(self._selection.difference(gone))

    def _take_over(self, label: str, changes: Mapping[str, Change | None]) -> None:
        """What was done to the draft elsewhere, as one step."""
        wanted = {
            ident: Edit(change.base, change.feature) if change is not None else None
            for ident, change in changes.items()
        }
        step = Step(label, tuple(Move(ident, self._edits.get(ident), edit) for ident, edit in wanted.items()))
        self.steps.push(step)
        self.journal.step(self._ident, self.steps.position, step)
        self._take_over_outcome(outcome(wanted, self._base))
        self._show(frozenset(wanted))

    # --- inside: the layer moves on beneath --------------------------------------------------------------------------

    @Slot(str, list, list)
    def _on_published(self, layer: str, put: list[str], removed: list[str]) -> None:
        if layer != self.layer:
            return
        published, shown, gone = self._catalog.features(layer), {}, []
        for ident in (*put, *removed):
            feature = published.get(ident)
            if feature is None:
                self._base.pop(ident, None)
            else:
                self._base[ident] = feature
            if ident in self._edits:
                continue
            if feature is None:
                gone.append(ident)
            else:
                shown[ident] = feature
        if self.is_busy:
            self._late.update(put, removed)
        self._view(shown, gone)
        if shown or gone:
            self.changed.emit(frozenset((*shown, *gone)))
        self._rebase([ident for ident in (*put, *removed) if ident in self._edits])

    def _rebase(self, ids: Sequence[str]) -> None:
        """Brings these edits onto what is published now, by field."""
        edits: dict[str, Edit | None] = {ident: self._edits[ident] for ident in ids if ident in self._edits}
        if not edits:
            return
        if len(edits) < MANY:
            self._on_rebased(self._ident, {}, outcome(edits, self._base))
            return
        ident, base = self._ident, {key: self._base[key] for key in edits if key in self._base}
        self._tasks.run(
            REBASE,
            lambda: outcome(edits, base),
            done=lambda found: self._on_rebased(ident, base, found),
            failed=self._on_trouble,
        )

    def _on_rebased(self, ident: str, base: Mapping[str, Feature], found: Outcome) -> None:
        """`base`: on what it was worked out beside; what has moved on since is left to the next."""
        if ident != self._ident:
            return
        still = [
            key
            for key, edit in found.edits.items()
            if self._edits.get(key) is edit and (not base or self._base.get(key) is base.get(key))
        ]
        fresh = [found.conflicts[key] for key in still if key in found.conflicts and key not in self._conflicts]
        for key in still:
            self._conflicts.pop(key, None)
        self._conflicts.update((key, found.conflicts[key]) for key in still if key in found.conflicts)
        views = {key: found.views[key] for key in still}
        self._view(
            {key: view for key, view in views.items() if view is not None},
            [key for key, view in views.items() if view is None],
        )
        self.changed.emit(frozenset(still))
        self.state_changed.emit()
        self._check_timer.start()
        if fresh:
            self.conflicted.emit(fresh)

    # --- inside: heard -----------------------------------------------------------------------------------------------

    def _on_checked(self, ident: str, found: list[Finding]) -> None:
        if ident == self._ident:
            self.findings = found
            self.findings_changed.emit()

    @Slot(object)
    def _on_told(self, sheet: Sheet) -> None:
        self.title = sheet.draft.title
        self.journal.tell(self._ident, sheet.draft)
        self.state_changed.emit()

    @Slot(object)
    def _on_moved(self, moved: Moved) -> None:
        if moved.taken:
            self._take_over(self.tr("Changed elsewhere"), moved.taken)
        if moved.disputed:
            self._moved = moved
        self.draft_moved.emit(moved)

    def _on_acted(self, ident: str, action: str, sheet: Sheet) -> None:
        if ident == self._ident:
            self.sending.sheet = sheet
            if sheet.draft.state not in CHANGEABLE:
                self.leave(discard=True)
        self.acted.emit(action, sheet)

    def _on_not_acted(self, error: BaseException) -> None:
        if isinstance(error, DraftMoved):
            self.sending.compare(error.draft)
            return
        if isinstance(error, NotClean):
            self.findings = error.findings
            self.findings_changed.emit()
        elif isinstance(error, EditConflict):
            self.conflicted.emit(error.conflicts)
        self.trouble.emit(error)

    @Slot(object)
    def _on_trouble(self, error: BaseException) -> None:
        self.trouble.emit(error)

    @Slot(str)
    def _on_link(self, link: str) -> None:
        if link == "live" and self.layer:
            self.sending.send()

    @Slot()
    def _on_user(self) -> None:
        if self.layer and self._session.user.name != self._owner:
            self.leave()
