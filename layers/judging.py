"""What taking a file into a layer would do: preview, command line and draft judge a row by the same checks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import shapely  # noqa: F401 - the whole before a part of it, or two threads that load it find half
from shapely.geometry.base import BaseGeometry

from layers.catalog import BY_KEY, Layer
from layers.changes import Change, ChangeKind, difference
from layers.checks import Finding, Severity, check
from layers.features import Feature
from layers.files import Found, fitted
from layers.geometry import Bounds
from layers.importing import Look, Reading
from layers.refusals import Refusal
from layers.sameness import as_it_was
from layers.schema import Fault
from layers.sentences import sentence_of
from layers.shapes import RawFeature, ShapeFile, key_of
from layers.whereabouts import Rules, away_from, km

MENDABLE = frozenset({"overlap"})  # between two shapes: a person mends it in the draft, by the border that they share
REASON_OF = {"outside": "outside", "overlap": "overlap"}  # of a finding; those of fields are `fields`


@dataclass(frozen=True, slots=True)
class Outcome:
    """What taking a file in would do: changes of the layer, rows that are there already, rows refused."""

    found: Found
    changes: tuple[Change, ...]
    same: tuple[str, ...]
    findings: tuple[Finding, ...] = ()

    def count(self, kind: ChangeKind) -> int:
        """How many changes are of this kind."""
        return sum(change.kind is kind for change in self.changes)

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """The rows that can't be taken, each with its reason."""
        return self.found.refusals


def what_would_be(
    look: Look,
    features: Mapping[str, Feature],
    rules: Rules,
    ground: BaseGeometry | None = None,
    *,
    whole: bool = False,
    checked: bool = True,
    strict: bool = False,
) -> Outcome:
    """What taking the file in would do to a layer that holds `features`. With `whole` the file is all of it.

    Of a feature that is there already only the fields change for which the file has a column; the rest stays. `ground`:
    where features must lie (layers.checks.city_ground); without it the box of `rules` holds. A row of which the checks
    say an error is refused; what a person can only mend in a draft (two areas overlap) is so only with `strict`.
    """
    reading, layer = look.reading, BY_KEY[look.reading.layer]
    opened, mapping = _with_constants(look.opened, reading), _with_constant_columns(reading)
    found = fitted(opened, layer.key, rules=_placing(rules, layer, ground, reading.swap), mapping=mapping)
    told = _told_fields((*found.fields, *mapping), mapping, layer)
    while True:
        after = _as_it_would_be(found, features, told, whole)
        changes = difference(features, after)
        touched = [change.id for change in changes if change.kind is not ChangeKind.DELETE]
        findings = check(layer.key, after, touched, ground) if checked and touched else []
        errors = [
            item for item in findings if item.severity is Severity.ERROR and (strict or item.code not in MENDABLE)
        ]
        if not errors:
            break
        found = _refused(found, opened, errors, ground)
    same = {feature.id for feature in found.features} - set(touched)
    return Outcome(found, tuple(changes), tuple(sorted(same)), tuple(findings))


def without(
    outcome: Outcome, look: Look, findings: Iterable[Finding], features: Mapping[str, Feature], whole: bool
) -> Outcome:
    """The same without the rows of which somebody else (the service) found errors; they are refused."""
    errors = [item for item in findings if item.severity is Severity.ERROR]
    mapping = _with_constant_columns(look.reading)
    found = _refused(outcome.found, look.opened, errors, None)
    told = _told_fields((*found.fields, *mapping), mapping, BY_KEY[look.reading.layer])
    changes = difference(features, _as_it_would_be(found, features, told, whole))
    return replace(outcome, found=found, changes=tuple(changes), findings=())


# --- inside --------------------------------------------------------------------------------------------------------


def _placing(rules: Rules, layer: Layer, ground: BaseGeometry | None, swap: bool) -> Rules:
    """How places are read. What may lie where is for the checks: here only what lies far off is told apart."""
    if layer.tiles_by:  # areas say themselves what the city is
        return replace(rules, swap=swap, bounds=None, away_m=None)
    if ground is None or ground.is_empty:
        return replace(rules, swap=swap)
    return replace(rules, swap=swap, bounds=Bounds(*ground.bounds), margin_m=0, away_m=None)


def _as_it_would_be(
    found: Found, features: Mapping[str, Feature], told: Collection[str], whole: bool
) -> dict[str, Feature]:
    """The layer with what the file holds. With `whole` a feature stays whose row was refused: nothing goes unsaid."""
    after = {key: item for key, item in features.items() if not whole or key in found.refused_ids}
    for fresh in found.features:
        after[fresh.id] = _brought_in(features.get(fresh.id), fresh, told, found.format)
    return after


def _brought_in(known: Feature | None, fresh: Feature, told: Collection[str], format_name: str) -> Feature:
    """The feature as it would stand: new, or the known one with what the file says of it."""
    if known is None:
        return replace(fresh, version=1, updated_at=None, source="")
    fresh = as_it_was(known, fresh, format_name)
    kept = {
        key: value
        for key, value in known.properties.items()
        if key not in told or (value == "" and key not in fresh.properties)  # no format tells nothing from empty text
    }
    return replace(known, geometry=fresh.geometry, properties={**kept, **fresh.properties})


def _refused(found: Found, opened: ShapeFile, errors: Iterable[Finding], ground: BaseGeometry | None) -> Found:
    """The file's rows, those refused of which the checks say an error."""
    why: dict[str, list[Finding]] = {}
    for item in errors:
        why.setdefault(item.id, []).append(item)
    rows = {row.number: row for row in opened.rows if isinstance(row, RawFeature)}
    fresh = []
    for feature in found.features:
        if feature.id in why:
            number = found.lines[feature.id]
            fresh.append(_refusal(number, feature, why[feature.id], rows.get(number), ground))
    if not fresh:
        raise LookupError("the checks find errors in what the file does not hold")
    return replace(
        found,
        features=tuple(feature for feature in found.features if feature.id not in why),
        refusals=tuple(sorted((*found.refusals, *fresh), key=lambda refusal: refusal.line)),
        refused_ids=found.refused_ids | why.keys(),
    )


def _refusal(
    number: int, feature: Feature, found: list[Finding], row: RawFeature | None, ground: BaseGeometry | None
) -> Refusal:
    faults = tuple(_fault(item, feature, ground) for item in found)
    code = found[0].code
    reason = REASON_OF.get(code, "fields" if code.startswith("field-") else "geometry")
    pairs = zip(faults, found, strict=True)
    said = "; ".join(sentence_of(feature.layer, fault, item.other) for fault, item in pairs)
    return Refusal(number, reason, said, row.cells if row else dict(feature.properties), faults)


def _fault(finding: Finding, feature: Feature, ground: BaseGeometry | None) -> Fault:
    if finding.code == "outside" and ground is not None:
        place = feature.geometry.representative_point()
        return Fault("", "away", km(away_from(ground)(float(place.x), float(place.y))))
    return Fault(finding.field, finding.code, finding.detail)


def _with_constants(opened: ShapeFile, reading: Reading) -> ShapeFile:
    """The rows with what is said of all of them, where they say nothing themselves; their ids stay what they were."""
    given = {f"={key}": value for key, value in reading.constants.items() if value}
    if not given:
        return opened
    columns: dict[str, list[str]] = {}
    for column in opened.fields:
        columns.setdefault(reading.mapping.get(column, column), []).append(column)

    def filled(row: RawFeature | Refusal) -> RawFeature | Refusal:
        if isinstance(row, Refusal):
            return row
        about = row.properties
        open_ = {
            name: value
            for name, value in given.items()
            if all(about.get(column) in (None, "") for column in columns.get(name[1:], ()))
        }
        return replace(row, id=row.id or key_of(row.geometry, about), properties={**about, **open_})

    return replace(opened, rows=tuple(map(filled, opened.rows)))


def _with_constant_columns(reading: Reading) -> dict[str, str]:
    return {**reading.mapping, **{f"={key}": key for key, value in reading.constants.items() if value}}


def _told_fields(columns: Iterable[str], mapping: Mapping[str, str], layer: Layer) -> frozenset[str]:
    """The fields for which the file has a column."""
    mapped = {mapping.get(column, column).lower() for column in columns}
    return frozenset(row.key for row in layer.fields if row.key.lower() in mapped)
