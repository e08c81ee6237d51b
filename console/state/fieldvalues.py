"""What is typed into a field, as its value: numbers and dates the way people here write them, or why it can't be."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from layers.features import JsonValue
from layers.fitting import NO, YES
from layers.moments import NotAMoment, read_moment
from layers.schema import Fault, Field, Kind, faults
from layers.sources import decimal

JAKARTA = ZoneInfo("Asia/Jakarta")
_GROUPED = {"id": re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?"), "en": re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")}
_MARKS = {"id": ".", "en": ","}


def read_value(field: Field, text: str, language: str) -> tuple[JsonValue, Fault | None]:
    """The value of what was typed, or the fault with it. Nothing typed is no value."""
    text = text.strip()
    if not text:
        return None, Fault(field.key, "missing") if field.required else None
    value, fault = _read(field, text, language)
    if fault is None:
        found = faults((field,), {field.key: value})
        fault = found[0] if found else None
    return value, fault


def read_number(text: str, language: str) -> float | None:
    """`1.234,5` in Bahasa Indonesia, `1,234.5` in English; one mark alone is the decimal one unless it groups."""
    text = text.strip().replace("−", "-").replace(" ", "")
    if _GROUPED[language].fullmatch(text):
        text = text.replace(_MARKS[language], "")
    return decimal(text)


def _read(field: Field, text: str, language: str) -> tuple[JsonValue, Fault | None]:
    match field.kind:
        case Kind.INTEGER | Kind.NUMBER:
            number = read_number(text, language)
            if number is None:
                return None, Fault(field.key, "number")
            whole = field.kind is Kind.INTEGER and number.is_integer()
            return (int(number) if whole else number), None
        case Kind.FLAG:
            word = text.lower()
            return (word in YES, None) if word in YES | NO else (None, Fault(field.key, "flag"))
        case Kind.CHOICE:
            return next((choice for choice in field.choices if choice.lower() == text.lower()), text), None
        case Kind.DATE | Kind.MOMENT:
            return _time(field, text)
        case _:
            return text, None


def _time(field: Field, text: str) -> tuple[JsonValue, Fault | None]:
    try:
        when: datetime = read_moment(text, JAKARTA)
    except NotAMoment:
        return None, Fault(field.key, "date" if field.kind is Kind.DATE else "moment", text[:40])
    return (when.astimezone(JAKARTA).date().isoformat() if field.kind is Kind.DATE else when.isoformat()), None
