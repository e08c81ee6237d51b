"""CQL2 filters: text or JSON, parsed by the `cql2` package, answered feature by feature with SQL's logic of null."""

from __future__ import annotations

import functools
import json
import math
import operator
import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import cql2
import shapely
from shapely.geometry import shape

from console.service.ogc.extents import EVER, NEVER, RELATIONS, Span, boxes_of, moment, span
from console.service.problems import Problem
from layers.features import Feature

LONGEST = 2_000
DEEPEST = 12  # the parser's work doubles with each parenthesis that is not closed
_LIKE = re.compile(r"\\.|.", re.S)  # a letter, with the backslash before it
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"")
Term = Callable[[Feature], Any]  # the value of a part of the filter for a feature; None: not known

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
SUMS: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "%": operator.mod,
    "div": operator.floordiv,
    "^": math.pow,
}
WORDS: dict[str, Callable[[str], str]] = {
    "casei": str.casefold,
    "accenti": lambda text: "".join(filter(lambda one: not unicodedata.combining(one), _apart(text))),
}
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
        if not isinstance(tree, dict | bool):
            raise refused("it is a value, and says neither true nor false")
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
        return _constant(_time(node.get("timestamp") or node.get("date")))
    if "interval" in node:
        return _interval(node["interval"], known)
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
    if op in RELATIONS:
        return _pair(one, two, _times(RELATIONS[op]))
    raise refused(f"{op[:20]} is not offered here")


def _single(op: str, term: Term) -> Term:
    match op:
        case "not":
            return lambda feature: None if (value := term(feature)) is None else value is not True
        case "isnull":
            return lambda feature: term(feature) is None
    if op in WORDS:
        work = WORDS[op]
        return lambda feature: work(value) if isinstance(value := term(feature), str) else value
    if op in COMPARISONS | SUMS | SPATIAL | RELATIONS:
        raise refused(f"{op} is given the wrong number of values")
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


def _numbers(work: Callable[[float, float], float]) -> Callable[[Any, Any], float | None]:
    def answer(here: Any, there: Any) -> float | None:
        if not _kind(here) is _kind(there) is float:
            return None
        try:
            return work(float(here), float(there))
        except (ArithmeticError, ValueError):  # by nothing, too large, the root of less than nothing
            return None

    return answer


def _times(work: Callable[[Span, Span], bool]) -> Callable[[Any, Any], bool | None]:
    def answer(here: Any, there: Any) -> bool | None:
        one, two = span(here), span(there)
        return None if one is None or two is None else work(one, two)

    return answer


def _places(work: Callable[[Any, Any], Any]) -> Callable[[Any, Any], bool | None]:
    def answer(here: Any, there: Any) -> bool | None:
        is_pair = hasattr(here, "geom_type") and hasattr(there, "geom_type")
        return bool(work(here, there)) if is_pair else None

    return answer


def _alike(here: Any, pattern: Any) -> bool | None:
    """LIKE: % stands for any letters, _ for one; either for itself behind a backslash."""
    if not isinstance(here, str) or not isinstance(pattern, str):
        return None
    return _pattern(pattern).fullmatch(here) is not None


@functools.lru_cache(64)
def _pattern(like: str) -> re.Pattern[str]:
    """Each part between two % is taken where it first fits and never looked for again: else time grows without end."""
    parts = [""]
    for found in _LIKE.finditer(like):
        if found[0] == "%":
            parts.append("")
        else:
            parts[-1] += "." if found[0] == "_" else re.escape(found[0][-1])
    first, *middle = parts
    last = f".*{middle.pop()}" if middle else ""
    return re.compile(first + "".join(f"(?>.*?{part})" for part in middle if part) + last, re.S)


def _apart(text: str) -> str:
    return unicodedata.normalize("NFKD", text)


def _time(value: Any) -> datetime:
    found = moment(value)
    if found is None:
        raise refused("a time in it can't be read")
    return found


def _interval(ends: Any, known: frozenset[str]) -> Term:
    if not isinstance(ends, list) or len(ends) != 2:
        raise refused("an interval has two ends")
    start, end = (_end(one, ever, known) for one, ever in zip(ends, (EVER, NEVER), strict=True))

    def answer(feature: Feature) -> Span | None:
        first, last = moment(start(feature)), moment(end(feature))
        return None if first is None or last is None else Span(first, last)

    return answer


def _end(one: Any, ever: datetime, known: frozenset[str]) -> Term:
    """An end of an interval: open, a time, or what a property says."""
    if one == "..":
        return _constant(ever)
    return _term(one, known) if isinstance(one, dict) else _constant(_time(one))


def _box(numbers: Any) -> Any:
    try:
        found = shapely.union_all([shapely.box(*box) for box in boxes_of([float(number) for number in numbers])])
    except (TypeError, ValueError) as error:
        raise refused("a bbox has four numbers, or six with heights") from error
    shapely.prepare(found)
    return found


def _geometry(node: dict[str, Any]) -> Any:
    try:
        found = shape(json.loads(json.dumps(node)))
    except Exception as error:  # shapely raises many kinds for broken input
        raise refused("a geometry in it can't be read") from error
    shapely.prepare(found)
    return found
