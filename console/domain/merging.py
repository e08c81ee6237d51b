"""Three-way merge of what two people did to one report: by field, and what is left for a person to decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from console.domain.workflow import BY_KEY

Json = dict[str, Any]
MOVE = "move"
# What is edited as one: half a place would be another place. A key is the unit's name.
UNITS: dict[str, tuple[str, ...]] = {
    "text": ("text",),
    "category": ("category",),
    "priority": ("priority",),
    "place": ("lon", "lat"),
    "place_note": ("place_note",),
    "contact_name": ("contact_name",),
    "contact_phone": ("contact_phone",),
}
UNIT_OF: dict[str, str] = {field: unit for unit, fields in UNITS.items() for field in fields}
# What a move of the workflow touches; who changes anything else does not stand in its way.
MOVE_FIELDS = ("status", "assignment", "duplicate_of", "hold_until")
# Where the present report shows what an action was given.
_SHOWN: dict[str, tuple[str, ...]] = {
    "department": ("assignment", "department"),
    "until": ("hold_until",),
    "duplicate_of": ("duplicate_of",),
    "answer": ("assignment", "answer"),
    "reason": ("reason",),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One unit as it was, as I want it and as it stands. `clashes`: both sides changed it, and not to the same."""

    unit: str
    base: Json
    mine: Json
    theirs: Json
    clashes: bool


@dataclass(frozen=True, slots=True)
class Merge:
    """What became of an edit that was made on an older version.

    `body` is what is still to be sent on the present version; None: what I wanted stands already.
    """

    body: Json | None
    differences: tuple[Difference, ...]

    @property
    def clashes(self) -> tuple[Difference, ...]:
        """What a person must decide."""
        return tuple(row for row in self.differences if row.clashes)


def merged(kind: str, base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merge:
    """Merges an edit of `kind` change or act, made on `base`, with the report as it stands."""
    return _change(base, mine, theirs) if kind == "change" else _move(base, mine, theirs)


def _change(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merge:
    left: Json = {}
    rows: list[Difference] = []
    for unit in dict.fromkeys(UNIT_OF.get(field, field) for field in mine):
        fields = UNITS.get(unit, (unit,))
        was, want, is_now = (_some(source, fields) for source in (base, mine, theirs))
        if want in (is_now, was):
            continue  # both wanted the same, or I left it as it was
        clashes = was != is_now
        rows.append(Difference(unit, was, want, is_now, clashes))
        left |= {field: mine[field] for field in fields if field in mine}
    return Merge(left or None, tuple(rows))


def _move(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merge:
    was, is_now = _some(base, MOVE_FIELDS), _some(theirs, MOVE_FIELDS)
    if was == is_now:
        return Merge(dict(mine), (Difference(MOVE, was, dict(mine), is_now, clashes=False),))
    if _is_done(mine, theirs):
        return Merge(None, ())
    was["reason"], is_now["reason"] = base.get("reason", ""), theirs.get("reason", "")
    return Merge(dict(mine), (Difference(MOVE, was, dict(mine), is_now, clashes=True),))


def _is_done(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    """Whether somebody else has made the very same move."""
    action = BY_KEY.get(str(mine.get("action")))
    if action is None or theirs.get("status") != action.end:
        return False
    return all(mine.get(need.value) == _shown(theirs, need.value) for need in action.needs)


def _shown(report: Mapping[str, Any], need: str) -> Any:
    value: Any = report
    for part in _SHOWN[need]:
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _some(source: Mapping[str, Any], fields: tuple[str, ...]) -> Json:
    return {field: source.get(field) for field in fields}


def chosen(kind: str, mine: Mapping[str, Any], differences: tuple[Difference, ...], theirs: frozenset[str]) -> Json:
    """What of my edit is to be sent when these units are taken as they stand; empty: nothing."""
    if kind != "change":
        return {} if MOVE in theirs else dict(mine)
    kept = {row.unit for row in differences} - theirs
    return {field: value for field, value in mine.items() if UNIT_OF.get(field, field) in kept}


def foreseen(kind: str, report: Mapping[str, Any], body: Mapping[str, Any]) -> Json:
    """The report as it will stand after an edit that is still on its way, as far as that can be known here."""
    after = dict(report)
    if kind == "change":
        after |= {field: value for field, value in body.items() if field in UNIT_OF}
    action = BY_KEY.get(str(body.get("action"))) if kind == "act" else None
    if action is not None:
        after["status"] = str(action.end)
    return after
