"""CQL2 filters: text or JSON, parsed by the `cql2` package, answered feature by feature with SQL's logic of null."""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

import cql2
import shapely
from shapely.geometry import shape

from console.service.problems import Problem
from layers.features import Feature

LONGEST = 2_000
DEEPEST = 12  # the parser's work doubles with each parenthesis that is not closed
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"")
Term = Callable[[Feature], Any]  # the value of a part of the filter for a feature; None: not known

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "t_before": operator.lt,
    "t_after": operator.gt,
    "t_equals": operator.eq,
}
SUMS: dict[str, Callable[[Any, Any], Any]] = {"+": operator.add, "-": operator.sub, "*": operator.mul}
SPATIAL: dict[str, Callable[[Any, Any], Any]] = {
    "s_intersects": shapely.intersects,
    "s_within": shapely.within,
    "s_contains": shapely.contains,
    "s_disjoint": shapely.disjoint,
    "s_equals": shapely.equals,
    "s_touches": shapely.touches,
    "s_crosses": shapely.crosses,
    "s_overlaps": shapely.overlaps,
}


def read_filter(text: str, language: str, known: Sequence[str]) -> Callable[[Feature], bool]:
    """Whether a feature fits. `known`: the names that may be asked about. Raises Problem 400."""
    try:
        tree = _parsed(text, language)
        term = _term(tree, frozenset(known))
    except RecursionError as error:
        raise refused("it is nested too deeply") from error
    return lambda feature: term(feature) is True


def refused(why: str) -> Problem:
    """400: the filter can't be used."""
    return Problem(400, "filter", f"The filter can't be used: {why}.", {"field": "filter"})


def _parsed(text: str, language: str) -> Any:
    if len(text) > LONGEST:
        raise refused(f"it is longer than {LONGEST} characters")
    _check_depth(text)
    try:
        expression = cql2.parse_json(text) if language == "cql2-json" else cql2.parse_text(text)
        return expression.to_json()
    except Exception as error:  # the package raises its own kinds, and plain ones
        raise refused("it is not CQL2 that is understood here") from error


def _check_depth(text: str) -> None:
    depth = 0
    for letter in _QUOTED.sub("", text):
        if letter in "([{":
            depth += 1
        elif letter in ")]}":
            depth -= 1
        if not 0 <= depth <= DEEPEST:
            raise refused("its parentheses are nested too deeply or do not match")
    if depth:
        raise refused("its parentheses do not match")


def _term(node: Any, known: frozenset[str]) -> Term:
    if not isinstance(node, dict):
        return _constant(node)
    if "op" in node:
        arguments = node.get("args") or []
        return _operation(str(node["op"]).lower(), arguments, known)
    if "property" in node:
        return _property(str(node["property"]), known)
    if "timestamp" in node or "date" in node:
        return _constant(moment(node.get("timestamp") or node.get("date")))
    if "bbox" in node:
        return _constant(_box(node["bbox"]))
    if "type" in node:
        return _constant(_geometry(node))
    raise refused("it has a part that is not known here")


def _constant(value: Any) -> Term:
    if isinstance(value, list):
        raise refused("a list stands where a value is expected")
    return lambda feature: value


def _property(name: str, known: frozenset[str]) -> Term:
    if name in ("geometry", "geom"):
        return lambda feature: feature.geometry
    if name not in known:
        raise refused("it asks about a property that this collection does not have")
    if name == "id":
        return lambda feature: feature.id
    return lambda feature: feature.properties.get(name)


def _operation(op: str, arguments: list[Any], known: frozenset[str]) -> Term:
    if op in ("in", "between") or (op == "like" and len(arguments) == 2):
        return _advanced(op, arguments, known)
    terms = [_term(argument, known) for argument in arguments]
    if op in ("and", "or") and terms:
        return _junction(terms, stop=op == "or")
    one, two = (*terms, None, None)[:2]
    if one is None or len(terms) > 2:
        raise refused(f"{op[:20]} is given the wrong number of values")
    if two is None:
        return _single(op, one)
    if op in COMPARISONS:
        return _pair(one, two, _compared(COMPARISONS[op]))
    if op in SUMS:
        return _pair(one, two, _numbers(SUMS[op]))
    if op in SPATIAL:
        return _pair(one, two, _places(SPATIAL[op]))
    raise refused(f"{op[:20]} is not offered here")


def _single(op: str, term: Term) -> Term:
    match op:
        case "not":
            return lambda feature: None if (value := term(feature)) is None else value is not True
        case "isnull":
            return lambda feature: term(feature) is None
        case "casei":
            return lambda feature: value.casefold() if isinstance(value := term(feature), str) else value
    raise refused(f"{op[:20]} is not offered here")


def _advanced(op: str, arguments: list[Any], known: frozenset[str]) -> Term:
    subject = _term(arguments[0], known) if arguments else None
    if subject is None:
        raise refused(f"{op} is given nothing")
    if op == "in":
        items = arguments[1] if len(arguments) == 2 and isinstance(arguments[1], list) else None
        if items is None:
            raise refused("in needs a list")
        equal = _compared(operator.eq)
        return _junction([_pair(subject, _term(item, known), equal) for item in items], stop=True)
    if op == "between":
        if len(arguments) != 3:
            raise refused("between needs two bounds")
        low, high = (_term(item, known) for item in arguments[1:])
        bounds = _pair(subject, low, _compared(operator.ge)), _pair(subject, high, _compared(operator.le))
        return _junction(list(bounds), stop=False)
    return _pair(subject, _term(arguments[1], known), _alike)


def _junction(terms: list[Term], *, stop: bool) -> Term:
    """`or` (stop: true) and `and` (stop: false) with what is not known."""

    def answer(feature: Feature) -> bool | None:
        found: bool | None = not stop
        for term in terms:
            value = term(feature)
            if value is stop:
                return bool(value)
            if value is None:
                found = None
        return found

    return answer


def _pair(one: Term, two: Term, work: Callable[[Any, Any], Any]) -> Term:
    def answer(feature: Feature) -> Any:
        here, there = one(feature), two(feature)
        return None if here is None or there is None else work(here, there)

    return answer


def _compared(work: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool | None]:
    """Compares what can be compared: numbers, texts, truths, and times with what is written as one."""

    def answer(here: Any, there: Any) -> bool | None:
        if isinstance(here, datetime) or isinstance(there, datetime):
            here, there = moment(here), moment(there)
        if here is None or there is None or _kind(here) is not _kind(there):
            return None
        return bool(work(here, there))

    return answer


def _kind(value: Any) -> type:
    return float if isinstance(value, int | float) and not isinstance(value, bool) else type(value)


def _numbers(work: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda here, there: work(here, there) if _kind(here) is _kind(there) is float else None


def _places(work: Callable[[Any, Any], Any]) -> Callable[[Any, Any], bool | None]:
    def answer(here: Any, there: Any) -> bool | None:
        is_pair = hasattr(here, "geom_type") and hasattr(there, "geom_type")
        return bool(work(here, there)) if is_pair else None

    return answer


def _alike(here: Any, pattern: Any) -> bool | None:
    """LIKE: % stands for any letters, _ for one."""
    if not isinstance(here, str) or not isinstance(pattern, str):
        return None
    parts = {"%": ".*", "_": "."}
    return re.fullmatch("".join(parts.get(letter, re.escape(letter)) for letter in pattern), here, re.S) is not None


def moment(value: Any) -> datetime | None:
    """What is written as a time or a date, as an aware UTC moment; None when it is neither."""
    if isinstance(value, datetime):
        return value
    try:
        text = str(value)
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text), time(), UTC)
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _box(numbers: Any) -> Any:
    try:
        return shapely.box(*(float(number) for number in numbers[:4]))
    except (TypeError, ValueError) as error:
        raise refused("a bbox has four numbers") from error


def _geometry(node: dict[str, Any]) -> Any:
    try:
        found = shape(json.loads(json.dumps(node)))
    except Exception as error:  # shapely raises many kinds for broken input
        raise refused("a geometry in it can't be read") from error
    shapely.prepare(found)
    return found
