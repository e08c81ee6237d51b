"""Changes to features: what one edit does, which fields differ, and how two people's edits of one thing are merged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import shapely  # noqa: F401 - the whole before a part of it, or two threads that load it find half
from shapely.geometry.base import BaseGeometry

from layers.features import Feature, NotAFeature

GEOMETRY = "geometry"  # the geometry is one field among the others
SAME_PLACE = 1e-9  # degrees: a tenth of a millimetre; nobody edits finer, and a file may round there
Value = Any  # a JsonValue, or a BaseGeometry, of which the type checker knows nothing


class ChangeKind(StrEnum):
    """What a change does to a feature."""

    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Change:
    """One feature's change. `feature`: what it becomes (None: it goes); `base`: what was edited, where it is known.

    `base_version` is the version that the editor saw; 0 for a new feature.
    """

    kind: ChangeKind
    layer: str
    id: str
    feature: Feature | None
    base_version: int = 0
    base: Feature | None = None

    def to_json(self) -> dict[str, Any]:
        """As it goes over the wire."""
        return {
            "kind": str(self.kind),
            "id": self.id,
            "base_version": self.base_version,
            "feature": self.feature.to_geojson() if self.feature else None,
            "base": self.base.to_geojson() if self.base else None,
        }

    @classmethod
    def from_json(cls, data: object, layer: str) -> Change:
        """What `to_json` wrote, for one layer. Raises NotAFeature, with a sentence for a person."""
        if not isinstance(data, Mapping) or set(data) - {"kind", "id", "base_version", "feature", "base"}:
            raise NotAFeature("a change has kind, id, base_version, feature and base, and nothing else")
        try:
            kind = ChangeKind(str(data.get("kind")))
        except ValueError as error:
            raise NotAFeature("the kind of a change is insert, update or delete") from error
        ident, version = data.get("id"), data.get("base_version") or 0
        if not isinstance(ident, str) or not 0 < len(ident) <= 200 or not ident.isprintable():
            raise NotAFeature("a change needs the id of its feature, as text of at most 200 characters")
        if isinstance(version, bool) or not isinstance(version, int) or not 0 <= version < 2**31:
            raise NotAFeature("base_version must be a whole number")
        if (version == 0) != (kind is ChangeKind.INSERT):
            raise NotAFeature("a new feature has base_version 0, and only a new one")
        feature, base = (_feature(data.get(name), layer, ident) for name in ("feature", "base"))
        if (feature is None) != (kind is ChangeKind.DELETE):
            raise NotAFeature("a change has a feature, unless it deletes one")
        return cls(kind, layer, ident, feature, version, base)


@dataclass(frozen=True, slots=True)
class Changeset:
    """Changes of one layer that are published together or not at all; one change a feature."""

    layer: str
    changes: tuple[Change, ...]

    def __post_init__(self) -> None:
        if len({change.id for change in self.changes}) != len(self.changes):
            raise NotAFeature("a feature is changed twice in one changeset")
        if any(change.layer != self.layer for change in self.changes):
            raise NotAFeature("a changeset is of one layer")

    def __len__(self) -> int:
        return len(self.changes)

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    @classmethod
    def from_json(cls, rows: object, layer: str) -> Changeset:
        """Strictly. Raises NotAFeature, naming the row."""
        if not isinstance(rows, list):
            raise NotAFeature("changes must be a list")
        changes = []
        for place, row in enumerate(rows):
            try:
                changes.append(Change.from_json(row, layer))
            except NotAFeature as error:
                raise NotAFeature(f"change {place}: {error}") from error
        return cls(layer, tuple(changes))


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two edits of one feature that nobody but a person can bring together. `fields`: on which they disagree.

    `mine` or `theirs` is None when that side deleted the feature; `base` when it is not known, or both made it anew.
    """

    id: str
    fields: tuple[str, ...]
    base: Feature | None
    mine: Feature | None
    theirs: Feature | None

    @property
    def is_about_deletion(self) -> bool:
        """Whether one side deleted what the other changed."""
        return self.mine is None or self.theirs is None

    def to_json(self) -> dict[str, Any]:
        """As it goes over the wire."""
        sides = {"base": self.base, "mine": self.mine, "theirs": self.theirs}
        shown = {name: side.to_geojson() if side else None for name, side in sides.items()}
        return {"id": self.id, "fields": list(self.fields), **shown}

    @classmethod
    def from_json(cls, data: Mapping[str, Any], layer: str) -> Conflict:
        """What `to_json` wrote."""
        ident = str(data["id"])
        base, mine, theirs = (_feature(data.get(name), layer, ident) for name in ("base", "mine", "theirs"))
        return cls(ident, tuple(data.get("fields") or ()), base, mine, theirs)


Merged = Feature | Conflict | None


def merge(base: Feature | None, mine: Feature | None, theirs: Feature | None) -> Merged:
    """Brings two edits of `base` together, field by field; None: the feature goes.

    Equal edits are no conflict, edits of different fields merge, a deletion against an edit is a conflict. Without a
    base both sides made the feature anew. What is not content (version, source, times) is theirs.
    """
    if mine is None or theirs is None:
        return _with_deletion(base, mine, theirs)
    fields: dict[str, Value] = {}
    disputed = []
    old, ours, others = content(base), content(mine), content(theirs)
    for key in _keys(others, ours, old):
        before, here, there = old.get(key), ours.get(key), others.get(key)
        if same(here, there) or same(here, before):
            fields[key] = there
        elif same(there, before):
            fields[key] = here
        else:
            disputed.append(key)
    if disputed:
        return Conflict(mine.id, tuple(disputed), base, mine, theirs)
    return with_content(theirs, fields)


def merge_blindly(mine: Feature | None, theirs: Feature | None) -> Merged:
    """The same where nobody knows any more what was edited: only equal edits are no conflict."""
    if mine is None or theirs is None:
        return None if mine is theirs else _dispute(None, mine, theirs)
    fields = changed_fields(mine, theirs)
    return Conflict(mine.id, tuple(fields), None, mine, theirs) if fields else theirs


def _with_deletion(base: Feature | None, mine: Feature | None, theirs: Feature | None) -> Merged:
    """At least one side has nothing: it deleted the feature, or it never was there."""
    left = mine or theirs
    if left is None:
        return None
    if base is None:
        return left
    return None if not changed_fields(base, left) else _dispute(base, mine, theirs)


def _dispute(base: Feature | None, mine: Feature | None, theirs: Feature | None) -> Conflict:
    left = mine or theirs
    assert left is not None  # noqa: S101 - told to the type checker; the callers have seen to it
    return Conflict(left.id, tuple(changed_fields(base, left)), base, mine, theirs)


def difference(before: Mapping[str, Feature], after: Mapping[str, Feature]) -> list[Change]:
    """What was added, changed and deleted between two states of a layer (features by id), in the order of `after`."""
    changes = []
    for ident, feature in after.items():
        old = before.get(ident)
        if old is None:
            changes.append(Change(ChangeKind.INSERT, feature.layer, ident, feature))
        elif changed_fields(old, feature):
            changes.append(Change(ChangeKind.UPDATE, feature.layer, ident, feature, old.version, old))
    for ident, old in before.items():
        if ident not in after:
            changes.append(Change(ChangeKind.DELETE, old.layer, ident, None, old.version, old))
    return changes


def content(feature: Feature | None) -> dict[str, Value]:
    """What people edit of a feature, by field; a field without a value is as good as none."""
    if feature is None:
        return {}
    fields: dict[str, Value] = {key: value for key, value in feature.properties.items() if value is not None}
    fields[GEOMETRY] = feature.geometry
    return fields


def with_content(feature: Feature, fields: Mapping[str, Value]) -> Feature:
    """The feature with other content; the rest of it stays."""
    properties = {key: value for key, value in fields.items() if value is not None and key != GEOMETRY}
    return replace(feature, geometry=fields[GEOMETRY], properties=properties)


def changed_fields(before: Feature | None, after: Feature | None) -> list[str]:
    """The fields whose values differ, `geometry` among them, in the order in which they stand."""
    old, new = content(before), content(after)
    return [key for key in _keys(new, old) if not same(old.get(key), new.get(key))]


def same(one: Value, other: Value) -> bool:
    """Whether two values of a field are alike. `true` is not 1; geometries are compared to a tenth of a millimetre."""
    if isinstance(one, BaseGeometry) or isinstance(other, BaseGeometry):
        if not (isinstance(one, BaseGeometry) and isinstance(other, BaseGeometry)):
            return False
        return one is other or bool(one.equals_exact(other, SAME_PLACE))
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _keys(*sides: Iterable[str]) -> list[str]:
    """Every key once, in the order in which it is first met."""
    return list(dict.fromkeys(key for side in sides for key in side))


def _feature(data: object, layer: str, ident: str) -> Feature | None:
    if data is None:
        return None
    if not isinstance(data, Mapping):
        raise NotAFeature("a feature is a GeoJSON object")
    try:
        found = Feature.from_geojson({"id": ident, **data}, layer)
    except (TypeError, ValueError, AttributeError, RecursionError, OverflowError) as error:
        raise error if isinstance(error, NotAFeature) else NotAFeature("the feature can't be read") from error
    if found.id != ident or found.layer != layer:
        raise NotAFeature("the feature is another one than the change, or of another layer")
    return found
