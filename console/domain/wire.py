"""What goes over the wire between console and service: JSON both ways, decoded strictly."""

from __future__ import annotations

import json
import math
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from console.domain.errors import Missing, NotValid
from console.domain.reports import Assignment, Channel, Priority, Report, Status

MAX_TEXT = 10_000
MAX_SHORT = 500
OLD_DATA = "old-data:"  # begins what is wrong with a feed whose data are old; then their time
EARLIEST, LATEST = 1970, 2199  # of years: beyond them every sum with a time zone may end outside the calendar
Json = dict[str, Any]


# --- bytes -------------------------------------------------------------------------------------


def parse(body: bytes) -> Json:
    """One JSON object, strictly: UTF-8, no key twice, no NaN or infinity. Raises NotValid."""
    try:
        text = body.decode("utf-8", "strict")
        data = _STRICT.decode(text)
    except NotValid:
        raise
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise NotValid("the body is not JSON in UTF-8", field="body") from error
    if not isinstance(data, dict):
        raise NotValid("the body must be a JSON object", field="body")
    return data


def dump(data: object) -> bytes:
    """JSON in UTF-8 without spaces; what a log stores and a hash covers."""
    return _ENCODER.encode(data).encode("utf-8")


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False)


def _no_twins(pairs: list[tuple[str, Any]]) -> Json:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotValid("a key stands twice in one object", field="body")
    return found


def _no_constant(name: str) -> float:
    raise NotValid(f"{name} is not a number in JSON", field="body")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise NotValid("a number is too large", field="body")
    return value


_STRICT = json.JSONDecoder(object_pairs_hook=_no_twins, parse_constant=_no_constant, parse_float=_finite)


# --- single values -----------------------------------------------------------------------------


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def text_of(data: Mapping[str, Any], key: str, limit: int = MAX_SHORT, required: bool = False) -> str:
    """A text field; missing and null are empty. Raises Missing, or NotValid for type, length, control characters."""
    value = data.get(key)
    if value is None or value == "":
        if required:
            raise Missing(f"{key} is needed", field=key)
        return ""
    if not isinstance(value, str):
        raise NotValid(f"{key} must be text", field=key)
    if len(value) > limit:
        raise NotValid(f"{key} is longer than {limit} characters", field=key, limit=limit)
    if _CONTROL.search(value):
        raise NotValid(f"{key} holds a control character", field=key)
    if required and not value.strip():
        raise Missing(f"{key} is needed", field=key)
    return value


def number_of(data: Mapping[str, Any], key: str, low: float, high: float) -> float | None:
    """A number within low..high, or None. `true` is no number. Raises NotValid."""
    value = data.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotValid(f"{key} must be a number", field=key)
    if not low <= value <= high:  # also refuses NaN
        raise NotValid(f"{key} must lie between {low} and {high}", field=key)
    return float(value)


def time_of(data: Mapping[str, Any], key: str) -> datetime | None:
    """An RFC 3339 moment with a zone, as UTC, or None. Raises NotValid."""
    value = data.get(key)
    if value is None or value == "":
        return None
    try:
        when = datetime.fromisoformat(value)
        if when.tzinfo is not None and not EARLIEST <= when.year <= LATEST:
            raise NotValid(f"{key} must lie between the years {EARLIEST} and {LATEST}", field=key)
        if when.tzinfo is not None:
            return when.astimezone(UTC)
    except (ValueError, TypeError, OverflowError) as error:
        raise NotValid(f"{key} must be a time like 2026-11-21T14:05:00+07:00", field=key) from error
    raise NotValid(f"{key} needs a time zone", field=key)


def uuid_of(value: object, key: str) -> str:
    """A UUID as its usual lower-case text. Raises NotValid."""
    try:
        return str(uuid.UUID(str(value)))
    except ValueError as error:
        raise NotValid(f"{key} must be a UUID", field=key) from error


def only(data: Mapping[str, Any], *known: str) -> None:
    """Raises NotValid when there is a field that nobody will read: nothing is dropped silently."""
    for key in data:
        if key not in known:
            raise NotValid("the body has a field that is not known", field=key[:60] if key.isprintable() else "?")


def uuid7(at: datetime | None = None) -> str:
    """A new UUID version 7 (RFC 9562): 48 bits of milliseconds since 1970, then random bits."""
    moment = at or datetime.now(UTC)
    value = int(moment.timestamp() * 1000) << 80 | uuid.uuid4().int & ((1 << 80) - 1)
    value = value & ~(0xF << 76) | 0x7 << 76
    return str(uuid.UUID(int=value & ~(0x3 << 62) | 0x2 << 62))


# --- reports -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NewReport:
    """What somebody sends in. `id` is made by the sender (UUIDv7) and is the Idempotency-Key as well."""

    id: str
    text: str
    category: str = ""
    channel: Channel = Channel.CALL_112
    lon: float | None = None
    lat: float | None = None
    place_note: str = ""
    priority: Priority | None = None
    reported_at: datetime | None = None
    source_ref: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    photos: tuple[str, ...] = ()
    demo: bool = False

    def to_json(self) -> Json:
        """As a JSON object; empty fields are left out."""
        return {key: value for key, value in _plain(self).items() if value not in ("", None, [], False)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> NewReport:
        """Strictly. Raises Missing or NotValid, naming the field."""
        only(data, *_fields_of(cls)[0])
        lon, lat = number_of(data, "lon", -180, 180), number_of(data, "lat", -90, 90)
        if (lon is None) != (lat is None):
            raise Missing("lon and lat go together", field="lat" if lat is None else "lon")
        photos = data.get("photos") or []
        if not isinstance(photos, list) or len(photos) > 20 or not all(_is_sha256(item) for item in photos):
            raise NotValid("photos must be a list of at most 20 SHA-256 names", field="photos")
        return cls(
            id=uuid_of(data.get("id"), "id"),
            text=text_of(data, "text", MAX_TEXT, required=True),
            category=text_of(data, "category", 64),
            channel=_choice(Channel, data.get("channel", Channel.CALL_112), "channel"),
            lon=lon,
            lat=lat,
            place_note=text_of(data, "place_note"),
            priority=_choice(Priority, data["priority"], "priority") if data.get("priority") else None,
            reported_at=time_of(data, "reported_at"),
            source_ref=text_of(data, "source_ref", 200),
            contact_name=text_of(data, "contact_name", 200),
            contact_phone=text_of(data, "contact_phone", 40),
            photos=tuple(photos),
            demo=_flag(data, "demo"),
        )


CHANGEABLE = ("text", "category", "priority", "lon", "lat", "place_note", "contact_name", "contact_phone")


def change_from_json(data: Mapping[str, Any]) -> Json:
    """The fields of a PATCH on a report, checked; at least one. lon and lat go together. Raises Missing or NotValid."""
    only(data, *CHANGEABLE)
    if not data:
        raise Missing("nothing to change was given", field="body")
    changes: Json = {}
    for key, limit in (("text", MAX_TEXT), ("category", 64), ("place_note", MAX_SHORT)):
        if key in data:
            changes[key] = text_of(data, key, limit, required=key != "place_note")
    for key, limit in (("contact_name", 200), ("contact_phone", 40)):
        if key in data:
            changes[key] = text_of(data, key, limit)
    if "priority" in data:
        changes["priority"] = _choice(Priority, data["priority"], "priority")
    if "lon" in data or "lat" in data:
        lon, lat = number_of(data, "lon", -180, 180), number_of(data, "lat", -90, 90)
        if (lon is None) != (lat is None):
            raise Missing("lon and lat go together", field="lat" if lat is None else "lon")
        changes["lon"], changes["lat"] = lon, lat
    return changes


@dataclass(frozen=True, slots=True)
class ActionBody:
    """What an action on a report is given (see workflow.Need)."""

    reason: str = ""
    department: str | None = None
    until: datetime | None = None
    duplicate_of: str | None = None
    answer: str = ""
    evidence: str = ""  # SHA-256 of a photo of the work done

    def to_json(self) -> Json:
        """As a JSON object; empty fields are left out."""
        return {key: value for key, value in _plain(self).items() if value not in ("", None)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ActionBody:
        """Strictly. Raises NotValid, naming the field."""
        only(data, *_fields_of(cls)[0])
        evidence = data.get("evidence") or ""
        if evidence and not _is_sha256(evidence):
            raise NotValid("evidence must be the SHA-256 name of a photo", field="evidence")
        return cls(
            reason=text_of(data, "reason", 2000),
            department=text_of(data, "department", 64) or None,
            until=time_of(data, "until"),
            duplicate_of=uuid_of(data["duplicate_of"], "duplicate_of") if data.get("duplicate_of") else None,
            answer=text_of(data, "answer", MAX_TEXT),
            evidence=str(evidence),
        )


def report_to_json(report: Report) -> Json:
    """A report as a JSON object: every field, times in UTC."""
    return _object(report)


def report_from_json(data: Mapping[str, Any]) -> Report:
    """What `report_to_json` wrote. Unknown fields are passed over, so that an older console reads a newer service."""
    values = {item.name: data[item.name] for item in fields(Report) if item.name in data}
    for key in ("received_at", "forward_by", "reported_at", "hold_until", "paused_at", "updated_at"):
        values[key] = time_of(data, key)
    values["status"] = Status(data["status"])
    values["priority"] = Priority(data["priority"])
    values["channel"] = Channel(data["channel"])
    values["photos"] = tuple(data.get("photos") or ())
    task = data.get("assignment")
    values["assignment"] = assignment_from_json(task) if task else None
    return Report(**values)


def assignment_from_json(data: Mapping[str, Any]) -> Assignment:
    """What an Assignment was written as."""
    values = {item.name: data[item.name] for item in fields(Assignment) if item.name in data}
    for key in ("assigned_at", "ack_by", "solve_by", "accepted_at", "started_at", "done_at"):
        values[key] = time_of(data, key)
    return Assignment(**values)


def changes_between(old: Report | None, new: Report) -> dict[str, list[Any]]:
    """Field → [before, after], as JSON values; what the log stores of a change and what an undo turns round."""
    return json_changes(report_to_json(old) if old else None, report_to_json(new))


def json_changes(before: Json | None, after: Json) -> dict[str, list[Any]]:
    """The same between two reports that are JSON already; before None: everything that is not empty."""
    if before is None:
        return {key: [None, value] for key, value in after.items() if value not in _EMPTY and key not in _IGNORED}
    return {
        key: [before.get(key), value]
        for key, value in after.items()
        if before.get(key) != value and key not in _IGNORED
    }


_EMPTY: tuple[Any, ...] = (None, "", [], False)
_IGNORED = frozenset({"version", "updated_at", "updated_by"})


# --- events ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the log. `kind`: report.created, report.assign, report.changed, report.note, report.undo …"""

    seq: int
    at: datetime
    actor: str
    role: str
    console: str
    kind: str
    entity: str
    entity_id: str
    entity_version: int
    payload: Json = field(default_factory=dict)

    def to_json(self) -> Json:
        """As a JSON object."""
        return _object(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Event:
        """What `to_json` wrote."""
        values = {item.name: data[item.name] for item in fields(cls) if item.name in data}
        when = time_of(data, "at")
        if when is None:
            raise Missing("an event needs its time", field="at")
        values["at"] = when
        return cls(**values)


# --- pieces ------------------------------------------------------------------------------------


_Fields = tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]
_FIELDS: dict[type[Any], _Fields] = {}
_PLAIN = frozenset({str, int, float, bool, type(None)})


def _object(value: Any) -> Json:
    """A frozen value as a JSON object."""
    names, values_of = _fields_of(type(value))
    return {
        name: item if type(item) in _PLAIN else _plain(item)  # most are plain: no call for each
        for name, item in zip(names, values_of(value), strict=True)
    }


def _fields_of(kind: type[Any]) -> _Fields:
    """The names of a frozen value's fields, and what reads them all at once."""
    known = _FIELDS.get(kind)
    if known is None:
        names = tuple(item.name for item in fields(kind))
        known = _FIELDS[kind] = (names, attrgetter(*names))
    return known


def _plain(value: Any) -> Any:
    """Frozen values to JSON values: tuples to lists, times to RFC 3339 in UTC, enums to their words."""
    if type(value) in _PLAIN:  # most are; the service does this for every report, several thousand times a second
        return value
    if hasattr(value, "__dataclass_fields__"):
        return _object(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return str(value) if isinstance(value, Status | Priority | Channel) else value


def _choice(kind: Callable[[Any], Any], value: object, key: str) -> Any:
    try:
        return kind(value)
    except ValueError as error:
        raise NotValid(f"{key} is not one of those known", field=key) from error


def _flag(data: Mapping[str, Any], key: str) -> bool:
    value = data.get(key, False)
    if not isinstance(value, bool):
        raise NotValid(f"{key} must be true or false", field=key)
    return value


def _is_sha256(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[0-9a-f]{64}", value) is not None
