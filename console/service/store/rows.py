"""Rows to values and back: what a stored row of reports, events, features and users means."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from console.domain import wire
from console.domain.roles import Role, User
from console.domain.wire import Event, Json
from console.service.store.contract import Photo, StoredFeature

PERSONAL_FIELDS = ("text", "contact_name", "contact_phone")
NOT_PERSONAL = dict.fromkeys(PERSONAL_FIELDS, "")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """Whole microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def micros_or_none(moment: datetime | None) -> int | None:
    """The same; None stays None."""
    return None if moment is None else micros(moment)


def moment_of(value: int) -> datetime:
    """The aware UTC moment of so many microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=value)


def moment_or_none(value: int | None) -> datetime | None:
    """The same; None stays None."""
    return None if value is None else moment_of(value)


def phone_key(phone: str) -> str:
    """The digits that two spellings of one number share: +62 812-34 and 0812 34 are the same."""
    digits = re.sub(r"\D", "", phone)
    return "0" + digits[2:] if digits.startswith("62") else digits


def report_number(number: str) -> int:
    """The integer of BKS-000123."""
    return int(number.rpartition("-")[2])


def public_body(data: Json) -> bytes:
    """The report as stored: JSON without what is personal."""
    return wire.dump(data | NOT_PERSONAL)


def whole(body: bytes, text: str, name: str, phone: str) -> Json:
    """The stored JSON with its personal fields put back."""
    data: Json = json.loads(body)
    data["text"], data["contact_name"], data["contact_phone"] = text, name, phone
    return data


def event_of(seq: int, body: bytes) -> Event:
    """An event from the bytes that its hash covers."""
    return Event.from_json({"seq": seq, **json.loads(body)})


def event_body(event: Event) -> bytes:
    """The bytes that are hashed and kept: everything but the number, which the hash takes by itself."""
    about = {
        "at": event.at.astimezone(UTC).isoformat(), "actor": event.actor, "role": event.role, "console": event.console,
        "kind": event.kind, "entity": event.entity, "entity_id": event.entity_id,
        "entity_version": event.entity_version, "payload": event.payload,
    }  # fmt: skip
    try:
        return wire.dump(about)
    except TypeError:  # a payload with times or other values in it
        return wire.dump(about | {"payload": event.to_json()["payload"]})


def feature_of(ident: str, version: int, source: str, valid_until: int | None, geojson: bytes) -> StoredFeature:
    """A stored feature."""
    return StoredFeature(ident, json.loads(geojson), source, moment_or_none(valid_until), version)


def user_of(name: str, title: str, role: str, department: str, must_change: int) -> User:
    """A user from a row."""
    return User(name, title, Role(role), department or None, bool(must_change))


def photo_of(row: Mapping[str, Any]) -> Photo:
    """A photo from a row."""
    return Photo(
        sha256=row["sha256"],
        width=row["width"],
        height=row["height"],
        uploaded_by=row["uploaded_by"],
        uploaded_at=moment_of(row["uploaded_at"]),
        taken_at=moment_or_none(row["taken_at"]),
        lon=row["lon"],
        lat=row["lat"],
    )


BEGUN = 3  # letters of a word's beginning that the index knows by themselves (schema.py: prefix)


def begun_words(text: str) -> str:
    """The same by the first letters of every word; empty where that is no shorter."""
    words = _words(text)[:12]
    return " ".join(f'"{word[:BEGUN]}"*' for word in words) if any(len(word) > BEGUN for word in words) else ""


def has_words(report: Json, text: str) -> bool:
    """Whether each word is the beginning of one in the report's text, place or number."""
    there = _words(f"{report['text']} {report['place_note']} {report['number']}")
    return all(any(one.startswith(word) for one in there) for word in _words(text)[:12])


def _words(text: str) -> list[str]:
    """As the index sees them: lower case, no accents."""
    letters = unicodedata.normalize("NFKD", text.lower())
    return re.findall(r"[^\W_]+", "".join(letter for letter in letters if not unicodedata.combining(letter)))


def search_words(text: str) -> str:
    """An FTS5 question from what a person typed: every word, as the beginning of one. Empty when there is none."""
    return " ".join(f'"{word}"*' for word in re.findall(r"\w+", text)[:12])
