"""Times as people and programs write them: ISO, day or month first, Indonesian months, AM and PM; always made aware."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

FIRST_YEAR, LAST_YEAR = 1970, 2100  # beyond lie sentinels such as 9999-09-09 and 0001-01-01

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("januari", "january", "jan"),
            ("februari", "pebruari", "february", "feb"),
            ("maret", "march", "mar"),
            ("april", "apr"),
            ("mei", "may"),
            ("juni", "june", "jun"),
            ("juli", "july", "jul"),
            ("agustus", "august", "agu", "agt", "ags", "aug"),
            ("september", "sept", "sep"),
            ("oktober", "october", "okt", "oct"),
            ("november", "nopember", "nov", "nop"),
            ("desember", "december", "des", "dec"),
        ),
        1,
    )
    for name in names
}
ZONES = {"wib": "Asia/Jakarta", "wita": "Asia/Makassar", "wit": "Asia/Jayapura", "utc": "UTC", "gmt": "UTC", "z": "UTC"}

_NUMERIC = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?:[ ,T]+(.*))?$")
_NAMED = re.compile(r"(?:[^\W\d]+,\s*)?(\d{1,2})[ \-]([^\W\d]+)\.?,?[ \-](\d{4})(?:[ ,]+(.*))?$")
_CLOCK = re.compile(
    r"(?:pukul\s+)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([ap]m)?\s*([a-z]+)?$", re.IGNORECASE
)


class NotAMoment(ValueError):
    """The value is no time that can be read; the message says why."""


def zone_of(name: str) -> ZoneInfo:
    """A time zone by its name, as "Asia/Jakarta", or WIB, WITA, WIT. Raises NotAMoment."""
    try:
        return ZoneInfo(ZONES.get(name.lower(), name))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise NotAMoment(f"no time zone {name[:40]!r}") from error


def read_moment(value: object, zone: ZoneInfo | None, month_first: bool = False) -> datetime:
    """The moment as aware UTC. `zone` is that of times which name none (None: they are refused). Raises NotAMoment.

    A number, or 10 or 13 digits, are seconds or milliseconds since 1970. A date alone is its midnight.
    """
    if isinstance(value, bool) or value is None:
        raise NotAMoment("there is no time")
    text = " ".join(str(value).split())
    if isinstance(value, int | float) or re.fullmatch(r"\d{10}|\d{13}", text):
        return _since_1970(float(value if isinstance(value, int | float) else text))
    try:
        when = _iso(text) or _numeric(text, month_first) or _named(text)
    except NotAMoment:
        raise
    except (ValueError, OverflowError) as error:
        raise NotAMoment(f"{text[:40]!r} is no time: {error}") from error
    if when is None:
        raise NotAMoment(f"{text[:40]!r} is no time that can be read")
    if when.tzinfo is None:
        if zone is None:
            raise NotAMoment(f"{text[:40]!r} names no time zone")
        when = when.replace(tzinfo=zone)
    return _sane(when)


def month_comes_first(samples: Iterable[object]) -> bool:
    """Whether dates such as 04/12/2018 in this column are meant month first: by AM/PM, or by a second figure beyond 12.

    Without a sign of it the day comes first, as in Indonesia.
    """
    for sample in samples:
        text = " ".join(str(sample or "").split())
        found = _NUMERIC.match(text)
        if not found:
            continue
        if int(found[1]) > 12:
            return False
        if int(found[2]) > 12 or re.search(r"\b[ap]m$", text, re.IGNORECASE):
            return True
    return False


def _since_1970(number: float) -> datetime:
    try:
        return _sane(datetime.fromtimestamp(number / 1000 if abs(number) > 1e11 else number, UTC))
    except (ValueError, OverflowError, OSError) as error:
        raise NotAMoment(f"{number:g} is no time") from error


def _sane(when: datetime) -> datetime:
    if not FIRST_YEAR <= when.year <= LAST_YEAR:
        raise NotAMoment(f"the year {when.year} stands for 'unknown'")
    return when.astimezone(UTC)


def _iso(text: str) -> datetime | None:
    if not re.match(r"\d{4}-?\d{2}-?\d{2}", text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        day, _, clock = text.partition(" ")
        found = _clock(clock)
        return datetime.combine(date.fromisoformat(day), found) if found else None


def _numeric(text: str, month_first: bool) -> datetime | None:
    found = _NUMERIC.match(text)
    if not found:
        return None
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    day, month = (second, first) if month_first else (first, second)
    return _at(date(year, month, day), found[4])


def _named(text: str) -> datetime | None:
    found = _NAMED.match(text)
    month = MONTHS.get(found[2].lower()) if found else None
    if not found or month is None:
        return None
    return _at(date(int(found[3]), month, int(found[1])), found[4])


def _at(day: date, clock: str | None) -> datetime | None:
    if not clock:
        return datetime.combine(day, time())
    found = _clock(clock)
    return datetime.combine(day, found) if found else None


def _clock(text: str) -> time | None:
    """A time of day such as 14:05, 14.05.30 WIB, 02:05:00 PM; aware when it names its zone."""
    found = _CLOCK.match(text.strip())
    if not found:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[4].lower() == "pm" else 0)
    word = (found[5] or "").lower()
    if word and word not in ZONES:
        return None
    return time(hour, minute, second, tzinfo=ZoneInfo(ZONES[word]) if word else None)
