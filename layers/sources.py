"""Bytes that somebody else wrote: what they look like, and reading them as JSON or text without guessing."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import Any

MAX_DIGITS = 40  # more digits than any coordinate or count has; keeps a hostile number cheap


class Unreadable(ValueError):
    """The bytes can't be read as what was asked for; the message says what they look like instead."""


SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"SQLite format 3\x00", "a database (SQLite or GeoPackage)"),
    (b"fgb", "a FlatGeobuf file"),
    (b"PMTiles", "a PMTiles archive"),
)


def looks_like(source: bytes) -> str:
    """What these bytes seem to be, in words for a sentence ("a web page (HTML)")."""
    if not source.strip():
        return "nothing at all"
    for start, name in SIGNATURES:
        if source.startswith(start):
            return name
    head = source[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")) or (head.startswith(b"<") and b"<html" in head):
        return "a web page (HTML)"
    if head.startswith(b"<"):
        return "XML"
    if head.startswith((b"{", b"[")):
        return "JSON"
    return "bytes that are not text" if b"\x00" in source[:2000] else "text"


def read_json(source: bytes) -> Any:
    """JSON in UTF-8, a BOM allowed. NaN and too large numbers come as values that are not finite: check each row.

    Raises Unreadable, saying what the bytes look like.
    """
    try:
        text = source.decode("utf-8-sig", "strict")
        return json.loads(text, parse_int=_integer, parse_constant=lambda _: math.nan)
    except UnicodeDecodeError as error:
        raise Unreadable(f"this is {looks_like(source)}, not JSON in UTF-8") from error
    except (ValueError, RecursionError) as error:
        seems = looks_like(source)
        if seems == "JSON":
            raise Unreadable(f"this begins like JSON, but breaks off or is damaged: {error}") from error
        raise Unreadable(f"this is {seems}, not JSON") from error


def _integer(text: str) -> int | float:
    return int(text) if len(text) <= MAX_DIGITS else math.inf


@dataclass(frozen=True, slots=True)
class Text:
    """Decoded bytes. Where `encoding` did not fit, `content` holds lone surrogates: such rows must be refused."""

    content: str
    encoding: str


BOMS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_LONE = re.compile(r"[\ud800-\udfff]")


def read_text(source: bytes, encoding: str = "") -> Text:
    """Text in the given encoding, or in the one found: by BOM, else UTF-8, else cp1252 (Windows). Never fails.

    A file that is UTF-8 but for some damaged places stays UTF-8, so that only the damaged rows are refused.
    """
    for mark, name in BOMS:
        if source.startswith(mark):
            return Text(source[len(mark) :].decode(name, "surrogateescape" if name == "utf-8" else "replace"), name)
    if encoding:
        return Text(source.decode(encoding, "surrogateescape"), encoding)
    content = source.decode("utf-8", "surrogateescape")
    broken = len(_LONE.findall(content))
    whole = sum(1 for letter in content if ord(letter) > 127) - broken if broken else 0
    if broken <= whole:
        return Text(content, "utf-8")
    return Text(source.decode("cp1252", "surrogateescape"), "cp1252")


def is_damaged(text: str) -> bool:
    """Whether the text holds a byte that its encoding had no letter for."""
    return _LONE.search(text) is not None


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def has_control(text: str) -> bool:
    """Whether the text holds a control character other than tab and line ends (a NUL, a bell, an escape)."""
    return _CONTROL.search(text) is not None


def decimal(value: object) -> float | None:
    """A number, or text with a decimal point or ONE decimal comma; None when it is neither, or not finite.

    `1.234,5` and `1.234.567` are not read: nobody can say which mark is which. `true` is no number.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value) if math.isfinite(value) else None
    text = str(value).strip().replace("−", "-")
    if len(text) > MAX_DIGITS or not re.fullmatch(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,3})?", text):
        return None
    number = float(text.replace(",", "."))
    return number if math.isfinite(number) else None
