"""Which features of a layer are shown, and in which order: words, conditions on fields, the chosen, the changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from console.state.fieldvalues import read_number
from layers.catalog import BY_KEY
from layers.features import Feature
from layers.schema import Field, Kind

ID, VERSION, UPDATED, SOURCE = "id", "version", "updated_at", "source"
META = (ID, VERSION, UPDATED, SOURCE)  # columns besides the layer's fields
OPERATORS = (">=", "<=", ">", "<", "=")


class Only(StrEnum):
    """Of which features only these are shown."""

    ALL = "all"
    SELECTED = "selected"
    CHANGED = "changed"
    FOUND = "found"  # the checks have something to say


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for. `conditions`: column → what stands in it, as `condition` reads it."""

    layer: str
    text: str = ""
    conditions: Mapping[str, str] = field(default_factory=dict)
    only: Only = Only.ALL
    sort: str = ""
    descending: bool = False
    language: str = "id"


def column_value(feature: Feature, key: str) -> Any:
    """What a column holds of a feature; a field of the layer before what every feature has."""
    if key in feature.properties:
        return feature.properties[key]
    match key:
        case "id":
            return feature.id
        case "version":
            return feature.version
        case "updated_at":
            return feature.updated_at.isoformat() if feature.updated_at else None
        case "source":
            return feature.source or None
        case _:
            return None


def sift(features: Mapping[str, Feature], question: Question, these: Collection[str] | None = None) -> list[str]:
    """The ids of the features that fit, in order. `these`: of those only (the chosen, the changed …)."""
    tests = [_condition(key, said, question) for key, said in question.conditions.items() if said.strip()]
    words = question.text.lower().split()
    rows = features.values() if these is None else [features[ident] for ident in these if ident in features]
    found = [row for row in rows if all(test(row) for test in tests) and (not words or _has(row, words))]
    if question.sort:
        filled = [row for row in found if column_value(row, question.sort) not in (None, "")]
        empty = [row for row in found if column_value(row, question.sort) in (None, "")]
        filled.sort(key=lambda row: _sortable(column_value(row, question.sort)), reverse=question.descending)
        found = [*filled, *empty]  # what has no value stands last either way
    return [row.id for row in found]


def condition(said: str, row: Field | None, language: str) -> Callable[[Any], bool]:
    """A condition as people type it: part of a word; > 5, <= 10, = aktif, 5..10; `-` empty, `*` not empty."""
    said = said.strip()
    if said in ("-", "–"):
        return lambda value: value in (None, "")
    if said == "*":
        return lambda value: value not in (None, "")
    numeric = row is not None and row.kind in (Kind.INTEGER, Kind.NUMBER)
    low, dots, high = said.partition("..")
    if dots:
        return _between(low.strip(), high.strip(), numeric, language)
    operator = next((mark for mark in OPERATORS if said.startswith(mark)), "")
    if operator:
        return _compared(operator, said[len(operator) :].strip(), numeric, language)
    word = said.lower()
    return lambda value: value is not None and word in _text(value)


def _condition(key: str, said: str, question: Question) -> Callable[[Feature], bool]:
    row = next((item for item in BY_KEY[question.layer].fields if item.key == key), None)
    fits = condition(said, row, question.language)
    return lambda feature: fits(column_value(feature, key))


def _between(low: str, high: str, numeric: bool, language: str) -> Callable[[Any], bool]:
    below = _compared(">=", low, numeric, language) if low else None
    above = _compared("<=", high, numeric, language) if high else None
    return lambda value: all(test(value) for test in (below, above) if test)


def _compared(operator: str, said: str, numeric: bool, language: str) -> Callable[[Any], bool]:
    number = read_number(said, language)
    if numeric and number is not None:
        bound: Any = number

        def of(value: Any) -> Any:
            return value if isinstance(value, int | float) and not isinstance(value, bool) else None
    else:
        bound, of = said.lower(), _text

    def fits(value: Any) -> bool:
        here = of(value) if value is not None else None
        if here is None:
            return False
        match operator:
            case ">=":
                return bool(here >= bound)
            case "<=":
                return bool(here <= bound)
            case ">":
                return bool(here > bound)
            case "<":
                return bool(here < bound)
            case _:
                return bool(here == bound)

    return fits


def _has(feature: Feature, words: list[str]) -> bool:
    text = "\x1f".join(
        [feature.id.lower(), *(_text(value) for value in feature.properties.values() if value is not None)]
    )
    return all(word in text for word in words)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "ya yes" if value else "tidak no"
    return str(value).lower()


def _sortable(value: Any) -> tuple[int, Any]:
    """Numbers before texts; TPS 9 before TPS 10."""
    if isinstance(value, bool):
        return 0, int(value)
    if isinstance(value, int | float):
        return 0, value
    text = str(value).casefold()
    head, digits = text.rstrip("0123456789"), text[len(text.rstrip("0123456789")) :]
    return 1, (head, int(digits[:18]) if digits else -1)
