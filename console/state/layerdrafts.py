"""Drafts of layer edits as one person sees them: the list, the one that is open with all about it, and what is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.api.layeredits import (
    Comment,
    Difference,
    DraftMoved,
    EditConflict,
    FeatureVersion,
    LayerEdits,
    NotClean,
    Sheet,
)
from console.domain.drafts import CHANGEABLE, Draft, DraftState
from console.state.catalog import Catalog
from console.state.session import Session
from console.tasks import Tasks
from layers.changes import GEOMETRY, Change, ChangeKind, Conflict, changed_fields, content, with_content
from layers.checks import Finding
from layers.features import Feature

__all__ = [  # what the windows know of the service, they know from here
    "MINE",
    "THEIRS",
    "Choice",
    "Comment",
    "EditConflict",
    "FeatureVersion",
    "LayerDrafts",
    "LayerEdits",
    "Opened",
    "Sheet",
    "decided",
]
LIST, OPEN, ACT, HISTORY = "drafts list", "drafts open", "drafts act", "drafts history"
REST_MS = 300  # after news of drafts, before the list is asked for again


@dataclass(frozen=True, slots=True)
class Opened:
    """A draft with all that a reviewer needs. `difference` is None once it is published or withdrawn."""

    sheet: Sheet
    difference: Difference | None
    findings: tuple[Finding, ...]
    comments: tuple[Comment, ...]
    changes: tuple[Change, ...] = ()

    @property
    def draft(self) -> Draft:
        """The draft."""
        return self.sheet.draft

    def sides(self) -> dict[str, tuple[ChangeKind, Feature | None, Feature | None]]:
        """What becomes of each feature, by id: kind, before, after; a conflict with what this draft wants."""
        if self.difference is None:
            return {change.id: (change.kind, change.base, change.feature) for change in self.changes}
        found = {row.id: (row.kind, row.before, row.after) for row in self.difference.rows}
        for conflict in self.difference.conflicts:
            kind = ChangeKind.DELETE if conflict.mine is None else ChangeKind.UPDATE
            found[conflict.id] = (kind, conflict.theirs or conflict.base, conflict.mine)
        return found


MINE, THEIRS = "mine", "theirs"
Choice = Mapping[str, str]  # field → MINE or THEIRS; of a deletion the field is ""


def decided(conflict: Conflict, choice: Choice) -> Change | None:
    """The change that a person's choice comes to, made against what stands now; None: nothing is changed any more."""
    mine, theirs = conflict.mine, conflict.theirs
    if mine is None or theirs is None:
        wanted = mine if choice.get("", THEIRS) == MINE else theirs
        if wanted is theirs or (wanted is None and theirs is None):
            return None
        if theirs is None:
            assert wanted is not None  # noqa: S101 - one side has it
            return Change(ChangeKind.INSERT, wanted.layer, conflict.id, replace(wanted, version=1))
        return Change(ChangeKind.DELETE, theirs.layer, conflict.id, None, theirs.version, theirs)
    ours, others, base = content(mine), content(theirs), content(conflict.base)
    fields = dict(others)
    for key in dict.fromkeys([*others, *ours, *base]):
        taken = choice.get(key, THEIRS) == MINE if key in conflict.fields else ours.get(key) != base.get(key)
        if key == GEOMETRY and key not in conflict.fields:
            taken = conflict.base is not None and not mine.geometry.equals_exact(conflict.base.geometry, 1e-9)
        if taken:
            fields[key] = ours.get(key)
    made = with_content(theirs, fields)
    if not changed_fields(theirs, made):
        return None
    return Change(ChangeKind.UPDATE, theirs.layer, conflict.id, made, theirs.version, theirs)


class LayerDrafts(QObject):
    """Asks and does in the background; answers come by signals, the latest of each kind only."""

    listed = Signal(list)  # Sheet, those touched last first
    opened = Signal(object)  # Opened
    acted = Signal(str, object)  # action, Sheet
    conflicted = Signal(object)  # EditConflict: a person must decide
    told = Signal(str, str, object)  # layer, feature id, list of FeatureVersion
    put_back = Signal(object)  # Sheet
    trouble = Signal(object)  # the error

    def __init__(
        self, edits: LayerEdits, catalog: Catalog, session: Session, tasks: Tasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._edits, self._catalog, self._session, self._tasks = edits, catalog, session, tasks
        self.current: Opened | None = None
        self._wanted = ""
        self._watching = False
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.refresh)
        catalog.changed.connect(self._on_layer)

    @property
    def user(self) -> str:
        """Who sits here."""
        return self._session.user.name

    def standing(self, layer: str) -> Mapping[str, Feature]:
        """The features of a layer as they are published."""
        return self._catalog.features(layer)

    @Slot()
    def refresh(self) -> None:
        """Asks for the list; from now on it is kept true."""
        self._watching = True
        self._tasks.run(LIST, self._edits.drafts, done=self.listed.emit, failed=self.trouble.emit)

    def rest(self) -> None:
        """Nobody looks any more."""
        self._watching, self.current, self._wanted = False, None, ""

    def moved(self, draft: Draft) -> None:
        """The service tells that a draft is another than it was."""
        if self._watching:
            self._rest.start()
        if draft.id == self._wanted and (self.current is None or draft.version != self.current.draft.version):
            self.open(draft.id)

    def open(self, draft_id: str) -> None:
        """Asks for a draft and all about it."""
        self._wanted = draft_id
        self._tasks.run(OPEN, partial(_opened, self._edits, draft_id), done=self._on_opened, failed=self.trouble.emit)

    def act(self, action: str, reason: str = "", word: str = "") -> None:
        """A move of DRAFT_ACTIONS on the open draft as it was seen; `word` is said of it first."""
        if self.current is not None:
            work = partial(_act, self._edits, self.current.draft, action, reason, word)
            self._do(work, partial(self._on_acted, action))

    def schedule(self, at: datetime | None) -> None:
        """When the open draft is published by itself once it is approved; None: not by itself."""
        if self.current is not None:
            work = partial(self._edits.describe, self.current.draft, publish_at=at)
            self._do(work, partial(self._on_acted, "schedule"))

    def comment(self, text: str, feature: str = "", place: tuple[float, float] | None = None) -> None:
        """Says something about the open draft, or about one feature of it at its place."""
        if self.current is not None:
            ident, (lon, lat) = self.current.draft.id, place or (None, None)
            work = partial(self._edits.comment, ident, text, feature, lon, lat)
            self._do(work, partial(self._on_said, ident))

    def decide(self, choices: Mapping[str, Choice]) -> None:
        """Puts what a person chose into the open draft, each against what stands now; several at once."""
        if self.current is None or self.current.difference is None:
            return
        found = {conflict.id: conflict for conflict in self.current.difference.conflicts}
        made = {ident: decided(found[ident], choice) for ident, choice in choices.items() if ident in found}
        puts = [change for change in made.values() if change is not None]
        gone = [ident for ident, change in made.items() if change is None]
        self._do(partial(_put, self._edits, self.current.draft, puts, gone), partial(self._on_acted, "decide"))

    def take_out(self, ids: Iterable[str]) -> None:
        """Takes changes out of the open draft: those features stay what they are."""
        if self.current is not None:
            work = partial(_put, self._edits, self.current.draft, [], list(ids))
            self._do(work, partial(self._on_acted, "take_out"))

    def ask_history(self, layer: str, ident: str) -> None:
        """What people did to a feature."""
        self._tasks.run(
            HISTORY,
            partial(self._edits.history, layer, ident),
            done=partial(self.told.emit, layer, ident),
            failed=self.trouble.emit,
        )

    def ask_put_back(self, layer: str, ident: str, version: int) -> None:
        """Makes a feature what it was at a version: a new draft, handed in for review."""
        self._do(partial(self._edits.put_back, layer, ident, version), self._on_put_back)

    # --- inside ---------------------------------------------------------------------------------

    def _do(self, work: Callable[[], object], done: Callable[[object], None]) -> None:
        self._tasks.run(ACT, work, done=done, failed=self._on_not_done)

    def _on_opened(self, opened: Opened) -> None:
        if opened.draft.id == self._wanted:
            self.current = opened
            self.opened.emit(opened)

    def _on_acted(self, action: str, sheet: object) -> None:
        if isinstance(sheet, Sheet):
            self.acted.emit(action, sheet)
            self.open(sheet.draft.id)
            if self._watching:
                self.refresh()

    def _on_said(self, draft_id: str, said: object) -> None:
        self.open(draft_id)

    def _on_put_back(self, sheet: object) -> None:
        self.put_back.emit(sheet)

    def _on_not_done(self, error: BaseException) -> None:
        if isinstance(error, EditConflict):
            self.conflicted.emit(error)
        if isinstance(error, EditConflict | DraftMoved | NotClean) and self._wanted:
            self.open(self._wanted)
        self.trouble.emit(error)

    @Slot(str, list, list)
    def _on_layer(self, layer: str, put: list[str], removed: list[str]) -> None:
        """The layer has moved on beneath: what the open draft would do is another thing now."""
        if self.current is not None and self._watching and self.current.draft.layer == layer:
            touched = self.current.sides().keys()
            if not touched.isdisjoint(put) or not touched.isdisjoint(removed):
                self.open(self.current.draft.id)


def _opened(edits: LayerEdits, draft_id: str) -> Opened:
    sheet = edits.draft(draft_id)
    comments = tuple(edits.comments(draft_id))
    if sheet.draft.state in (DraftState.PUBLISHED, DraftState.WITHDRAWN):
        return Opened(sheet, None, (), comments, tuple(edits.changes(sheet.draft)))
    return Opened(sheet, edits.difference(draft_id), tuple(edits.findings(draft_id)), comments)


def _act(edits: LayerEdits, draft: Draft, action: str, reason: str, word: str) -> Sheet:
    if word:
        edits.comment(draft.id, word)
    return edits.act(draft, action, reason)


def _put(edits: LayerEdits, draft: Draft, puts: list[Change], gone: list[str]) -> Sheet:
    """Into a draft that can be changed; one that was handed in is taken back first, by its author."""
    if draft.state not in CHANGEABLE:
        draft = edits.act(draft, "reopen").draft
    return edits.put(draft, puts, gone)
