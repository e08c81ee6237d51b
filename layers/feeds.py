"""What a feed adapter offers: a manifest, and a function from bytes to observations. Adapters never touch the net."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from layers.features import Feature


class NotThisFeed(ValueError):
    """The bytes are not what this adapter reads; the message says what they look like instead. Nothing is guessed."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that an adapter can be told; its value is always a text.

    `choices`: the only texts that will do, the first is what holds if nothing is said (unless it is `needed`); empty:
    any text. `title` is English, translated in the context `Feed`; empty: only the API asks for it, no window does.
    """

    key: str
    title: str = ""
    choices: tuple[str, ...] = ()
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an adapter is: its key, its name for people, how often to read, which layers it fills, what it asks."""

    key: str
    title: str
    cadence_s: int
    layers: tuple[str, ...]
    formats: tuple[str, ...]
    makes_reports: bool = False
    demo: bool = False
    needs_source: bool = True  # the demo simulator needs no file or address
    options: tuple[Option, ...] = ()

    def wrong_option(self, given: Mapping[str, str]) -> str:
        """The key of the first option that is needed and missing, not known, or not one of its choices; else empty."""
        rows = {option.key: option for option in self.options}
        for option in self.options:
            if option.needed and not given.get(option.key):
                return option.key
        for key, text in given.items():
            row = rows.get(key)
            if row is None or (text and row.choices and text not in row.choices):
                return key
        return ""


@dataclass(frozen=True, slots=True)
class Sighting:
    """An event that a feed reports and an operator must see: it becomes a report. `key` is stable within the feed."""

    key: str
    text: str
    lon: float
    lat: float
    category: str
    seen_at: datetime
    place_note: str = ""
    priority: str = "normal"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one look gave. `complete` lists the layers of which this is everything: what is missing has gone.

    `made_at`: when the source made it, where it goes on telling; None where it speaks only when something happens.
    """

    features: tuple[Feature, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    problems: tuple[str, ...] = ()
    complete: tuple[str, ...] = ()
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What the reader may know besides the bytes: the moment, the city as west, south, east, north, and options."""

    now: datetime
    bounds: tuple[float, float, float, float]
    options: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, tuple[Feature, ...]] = field(default_factory=dict)  # by layer: for simulators and diffs


class Feed(Protocol):
    """A module in plugins/feeds is one: it has MANIFEST and read()."""

    MANIFEST: Manifest

    def read(self, source: bytes, context: Context) -> Reading:
        """Raises NotThisFeed when the bytes are of another kind; single bad rows go to `problems`."""
        ...
