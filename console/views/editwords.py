"""Edits as words: what was done, which part of a report it touches, and how that part reads before and after."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication

from console import words
from console.domain import wire
from console.domain.merging import MOVE
from console.domain.reports import Priority, Status
from console.i18n import QT_TRANSLATE_NOOP
from console.state.outgoing import Entry
from console.state.session import Session
from console.views.cardwords import reason_text

PARTS: dict[str, str] = {
    MOVE: QT_TRANSLATE_NOOP("Edits", "State and assignment"),
    "text": QT_TRANSLATE_NOOP("Edits", "Text"),
    "category": QT_TRANSLATE_NOOP("Edits", "Category"),
    "priority": QT_TRANSLATE_NOOP("Edits", "Priority"),
    "place": QT_TRANSLATE_NOOP("Edits", "Place on the map"),
    "place_note": QT_TRANSLATE_NOOP("Edits", "Note on the place"),
    "contact_name": QT_TRANSLATE_NOOP("Edits", "Caller's name"),
    "contact_phone": QT_TRANSLATE_NOOP("Edits", "Caller's number"),
}
KINDS: dict[str, str] = {
    "create": QT_TRANSLATE_NOOP("Edits", "New report"),
    "change": QT_TRANSLATE_NOOP("Edits", "Change: {parts}"),
    "note": QT_TRANSLATE_NOOP("Edits", "Note"),
    "undo": QT_TRANSLATE_NOOP("Edits", "Take the last move back"),
}


def say(text: str) -> str:
    """A word of the edits in the language of the moment."""
    return QCoreApplication.translate("Edits", text)


def part_word(unit: str) -> str:
    """The name of a part of a report."""
    return say(PARTS[unit]) if unit in PARTS else unit


def value_text(unit: str, value: Mapping[str, Any], session: Session, now: datetime) -> str:
    """How a part reads; a dash where there is nothing."""
    if unit == MOVE:
        return move_text(value, session, now)
    if unit == "place":
        lon, lat = value.get("lon"), value.get("lat")
        return words.no_place() if lon is None or lat is None else f"{lat:.5f}, {lon:.5f}"
    content = value.get(unit)
    if unit == "category" and content:
        row = session.city.categories.get(str(content))
        return words.of(row.title) if row else str(content)
    if unit == "priority" and content:
        return words.priority_word(Priority(content))
    return str(content or "–")


def move_text(value: Mapping[str, Any], session: Session, now: datetime) -> str:
    """A move that is wanted, or the state in which a report is, with what belongs to it."""
    lines = []
    if "action" in value:
        lines.append(words.action_word(str(value["action"])))
    elif value.get("status"):
        lines.append(words.status_word(Status(value["status"])))
    task = value.get("assignment") or {}
    department = session.city.departments.get(str(value.get("department") or task.get("department") or ""))
    if department is not None:
        lines.append(department.name)
    until = wire.time_of({"at": value.get("until") or value.get("hold_until")}, "at")
    if until is not None:
        lines.append(say(QT_TRANSLATE_NOOP("Edits", "until {time}")).format(time=words.moment_text(until, now)))
    lines += [text for text in (value.get("answer") or task.get("answer"), value.get("reason")) if text]
    return "\n".join(reason_text(str(line)) for line in lines) or "–"


def entry_title(entry: Entry, session: Session) -> str:
    """What was done, in a few words."""
    if entry.kind == "act":
        row = session.city.departments.get(str(entry.body.get("department") or ""))
        return words.action_word(str(entry.body.get("action"))) + (f": {row.name}" if row else "")
    title = say(KINDS.get(entry.kind, entry.kind))
    if entry.kind == "change":
        units = dict.fromkeys("place" if field in ("lon", "lat") else field for field in entry.body)
        return title.format(parts=", ".join(part_word(unit) for unit in units))
    return title


def entry_text(entry: Entry, session: Session, now: datetime) -> str:
    """Everything that was typed or chosen, line by line: what is copied when it can't be sent."""
    body = entry.body
    if entry.kind == "act":
        return move_text(body, session, now)
    if entry.kind in ("note", "create"):
        place = value_text("place", body, session, now) if body.get("lon") is not None else ""
        told = (body.get("text"), body.get("place_note"), place, body.get("contact_name"), body.get("contact_phone"))
        return "\n".join(str(line) for line in told if line)
    units = dict.fromkeys("place" if field in ("lon", "lat") else field for field in body)
    return "\n".join(f"{part_word(unit)}: {value_text(unit, body, session, now)}" for unit in units)
