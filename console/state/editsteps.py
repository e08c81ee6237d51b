"""The steps of an edit: what each made of which feature, taken back and done again without end. No Qt here.

An edit is kept with what it was made out of; so another person's publication in between is merged by field into what
stands now, and into every step that is taken back later.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import shapely

from layers.changes import SAME_PLACE, Change, ChangeKind, Conflict, changed_fields, merge
from layers.features import Feature

Pair = tuple[Feature | None, Feature | None]  # before, after; None: not there


@dataclass(frozen=True, slots=True, eq=False)
class Edit:
    """What one feature became: `mine` (None: taken away) out of `origin`, as it was published (None: not there)."""

    origin: Feature | None
    mine: Feature | None


@dataclass(frozen=True, slots=True)
class Move:
    """What one step did to one feature's edit; None: as published."""

    id: str
    before: Edit | None
    after: Edit | None


@dataclass(frozen=True, slots=True)
class Step:
    """What is taken back at once. `label` is in the operator's language, as it was when the step was made."""

    label: str
    moves: tuple[Move, ...]


@dataclass(slots=True)
class Steps:
    """All steps, and how many of them hold now. (Qt's QUndoStack is of QtGui, which state does without.)"""

    steps: list[Step] = field(default_factory=list)
    position: int = 0

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self.position > 0

    @property
    def can_redo(self) -> bool:
        """Whether a step that was taken back can be done again."""
        return self.position < len(self.steps)

    @property
    def undo_label(self) -> str:
        """What would be taken back; empty: nothing."""
        return self.steps[self.position - 1].label if self.can_undo else ""

    @property
    def redo_label(self) -> str:
        """What would be done again; empty: nothing."""
        return self.steps[self.position].label if self.can_redo else ""

    def push(self, step: Step) -> None:
        """A new step; what was taken back before is gone."""
        del self.steps[self.position :]
        self.steps.append(step)
        self.position += 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is to be taken over: for each feature its edit, how it stands, and what it is in conflict about."""

    edits: Mapping[str, Edit | None]
    views: Mapping[str, Feature | None]
    conflicts: Mapping[str, Conflict]
    put: Mapping[str, Edit]  # of `edits` and `views` what there is, and the ids of what there is not
    untouched: Collection[str]
    shown: Mapping[str, Feature]
    gone: Collection[str]

    @classmethod
    def of(
        cls,
        edits: Mapping[str, Edit | None],
        views: Mapping[str, Feature | None],
        conflicts: Mapping[str, Conflict],
    ) -> Outcome:
        """Sorted out beforehand: in the background where it is large."""
        return cls(
            edits,
            views,
            conflicts,
            {ident: edit for ident, edit in edits.items() if edit is not None},
            [ident for ident, edit in edits.items() if edit is None],
            {ident: view for ident, view in views.items() if view is not None},
            [ident for ident, view in views.items() if view is None],
        )


def standing(edit: Edit | None, base: Feature | None) -> tuple[Feature | None, Conflict | None]:
    """How a feature stands, edited and published as it is now; mine, and the conflict, where a person must decide."""
    if edit is None:
        return base, None
    origin = edit.origin
    if origin is base or (origin is not None and base is not None and origin.version == base.version):
        return edit.mine, None
    merged = merge(origin, edit.mine, base)
    return (edit.mine, merged) if isinstance(merged, Conflict) else (merged, None)


def outcome(edits: Mapping[str, Edit | None], base: Mapping[str, Feature]) -> Outcome:
    """How these features stand with these edits."""
    views: dict[str, Feature | None] = {}
    conflicts: dict[str, Conflict] = {}
    for ident, edit in edits.items():
        views[ident], conflict = standing(edit, base.get(ident))
        if conflict is not None:
            conflicts[ident] = conflict
    return Outcome.of(edits, views, conflicts)


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that a step is made from, frozen: what is published, edited, shown, and in conflict."""

    base: Mapping[str, Feature]
    edits: Mapping[str, Edit]
    features: Mapping[str, Feature]
    conflicts: Mapping[str, Conflict]

    def step(self, label: str, pairs: Iterable[Pair], decided: bool = False) -> Step:
        """One step out of what features were when a person looked, and what they shall be.

        `decided`: with full sight of what others published, so that no conflict is left.
        """
        wanted: dict[str, Pair] = {}
        for before, after in pairs:
            one = after or before
            if one is not None:
                wanted[one.id] = (wanted[one.id][0] if one.id in wanted else before, after)
        made = {ident: self._mine(ident, *pair) for ident, pair in wanted.items()}
        there = {ident: mine for ident, mine in made.items() if mine is not None}
        published, idle = _alike(there, self.base), _alike(there, self.features)
        moves = []
        for ident, mine in made.items():
            known = self.edits.get(ident)
            if not decided and (ident in idle if mine is not None else ident not in self.features):
                continue
            stands = known if ident in self.conflicts and not decided else None
            origin = stands.origin if stands is not None else self.base.get(ident)
            same = (ident in published if mine is not None else origin is None) and stands is None
            if known is not None or not same:
                moves.append(Move(ident, known, None if same else Edit(origin, mine)))
        return Step(label, tuple(moves))

    def _mine(self, ident: str, before: Feature | None, after: Feature | None) -> Feature | None:
        """What was wanted; where the feature has moved on since it was looked at, by field."""
        now = self.features.get(ident)
        if before is now or before is None or after is None or now is None:
            return after
        merged = merge(before, after, now)
        return after if isinstance(merged, Conflict) else merged

    def back(self, step: Step, forward: bool) -> Outcome:
        """How the features of a step stand when it is taken back, or done again."""
        return outcome({move.id: move.after if forward else move.before for move in step.moves}, self.base)

    def changes(self) -> Iterator[Change]:
        """What is changed, each against what is published now; what is in conflict against what it was made from."""
        for ident, edit in self.edits.items():
            base = edit.origin if ident in self.conflicts else self.base.get(ident)
            mine = self.features.get(ident)
            if base is None:
                if mine is not None:
                    yield Change(ChangeKind.INSERT, mine.layer, ident, mine)
            elif mine is None:
                yield Change(ChangeKind.DELETE, base.layer, ident, None, base.version, base)
            elif changed_fields(base, mine):
                yield Change(ChangeKind.UPDATE, mine.layer, ident, mine, base.version, base)

    def sent(self) -> Iterator[Change]:
        """The same as the service keeps it: each against what it was made from, which does not move with a feed."""
        for ident, edit in self.edits.items():
            origin, mine = edit.origin, edit.mine
            if mine is None:
                if origin is not None:
                    yield Change(ChangeKind.DELETE, origin.layer, ident, None, origin.version, origin)
            elif origin is None:
                yield Change(ChangeKind.INSERT, mine.layer, ident, mine)
            else:
                yield Change(ChangeKind.UPDATE, mine.layer, ident, mine, origin.version, origin)


def from_changes(changes: Iterable[Change]) -> dict[str, Edit]:
    """The edits that changes of the service's draft stand for."""
    return {change.id: Edit(change.base, change.feature) for change in changes}


def _alike(made: Mapping[str, Feature], base: Mapping[str, Feature]) -> Collection[str]:
    """Those that are again what is published; their geometries are compared in one go."""
    both = [ident for ident in made if ident in base]
    if not both:
        return ()
    one = np.array([made[ident].geometry for ident in both], dtype=object)
    other = np.array([base[ident].geometry for ident in both], dtype=object)
    near = shapely.equals_exact(one, other, SAME_PLACE)
    return {both[at] for at in np.flatnonzero(near) if not changed_fields(base[both[at]], made[both[at]])}
