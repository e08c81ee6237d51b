"""The fields of a layer, and their checks: one row a field, from which form, table, checks and exports follow."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")  # all but line feed and tab


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    CHOICE = "choice"
    INTEGER = "integer"
    NUMBER = "number"
    FLAG = "flag"
    DATE = "date"
    MOMENT = "moment"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a layer. `title` is English and is translated in the context `Fields`."""

    key: str
    kind: Kind
    title: str
    required: bool = False
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    unit: str = ""
    max_length: int = 500


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field: a stable `code` for the screen's words, and the figures of the sentence."""

    field: str
    code: str
    detail: str = ""


def faults(fields: tuple[Field, ...], properties: Mapping[str, object]) -> list[Fault]:
    """Everything that is wrong with these properties. Unknown fields are a fault too: nothing is dropped silently."""
    known = {field.key: field for field in fields}
    found = [Fault(key, "unknown") for key in properties if key not in known]
    for field in fields:
        value = properties.get(field.key)
        if value is None or value == "":
            if field.required:
                found.append(Fault(field.key, "missing"))
            continue
        fault = _fault(field, value)
        if fault:
            found.append(fault)
    return found


def _fault(field: Field, value: object) -> Fault | None:
    match field.kind:
        case Kind.CHOICE:
            if value not in field.choices:
                return Fault(field.key, "choice", ", ".join(field.choices))
        case Kind.FLAG:
            if not isinstance(value, bool):
                return Fault(field.key, "flag")
        case Kind.INTEGER | Kind.NUMBER:
            return _number_fault(field, value)
        case Kind.DATE | Kind.MOMENT:
            return _time_fault(field, value)
        case Kind.LINK:
            if not isinstance(value, str) or not value.startswith(("https://", "rtsp://", "http://")):
                return Fault(field.key, "link")
        case Kind.TEXT:
            return _text_fault(field, value)
    return None


def _text_fault(field: Field, value: object) -> Fault | None:
    if not isinstance(value, str):
        return Fault(field.key, "text")
    if len(value) > field.max_length:
        return Fault(field.key, "long", str(field.max_length))
    if CONTROL.search(value):
        return Fault(field.key, "control")
    return None


def _number_fault(field: Field, value: object) -> Fault | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return Fault(field.key, "number")
    if field.kind is Kind.INTEGER and value != int(value):
        return Fault(field.key, "integer")
    if (field.low is not None and value < field.low) or (field.high is not None and value > field.high):
        return Fault(field.key, "range", f"{field.low}..{field.high}")
    return None


def _time_fault(field: Field, value: object) -> Fault | None:
    try:
        if field.kind is Kind.DATE:
            date.fromisoformat(str(value))
        elif datetime.fromisoformat(str(value)).tzinfo is None:
            return Fault(field.key, "zone")
    except ValueError:
        return Fault(field.key, "time")
    return None
