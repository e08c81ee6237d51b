"""What the feeds panel needs to know of a feed and of an adapter, whoever gives it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from pathlib import PurePath
from typing import Protocol

from PySide6.QtCore import QCoreApplication

from console.i18n import QT_TRANSLATE_NOOP
from console.words import number_text


class FeedLike(Protocol):
    """How a feed does: what the client gives."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def cadence_s(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def last_ok_at(self) -> datetime | None: ...
    @property
    def last_error(self) -> str: ...
    @property
    def counts(self) -> Mapping[str, int]: ...
    @property
    def demo(self) -> bool: ...


class Adapter(Protocol):
    """What a feed can be read with: layers.feeds.Manifest is one."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def cadence_s(self) -> int: ...
    @property
    def formats(self) -> tuple[str, ...]: ...
    @property
    def demo(self) -> bool: ...
    @property
    def needs_source(self) -> bool: ...


COUNTS: dict[str, str] = {  # what a look at a feed counts
    "features": QT_TRANSLATE_NOOP("Feed", "{count} on the map"),
    "reports": QT_TRANSLATE_NOOP("Feed", "{count} to the queue"),
    "changed": QT_TRANSLATE_NOOP("Feed", "{count} changed"),
    "removed": QT_TRANSLATE_NOOP("Feed", "{count} gone"),
    "outside": QT_TRANSLATE_NOOP("Feed", "{count} outside the city"),
    "problems": QT_TRANSLATE_NOOP("Feed", "{count} not readable"),
}


def counts_text(counts: Mapping[str, int]) -> str:
    """What the last look at a feed brought: `120 on the map · 3 changed`; what is nought is left out."""
    rows = [(text, counts.get(key, 0)) for key, text in COUNTS.items()]
    say = QCoreApplication.translate
    return " · ".join(say("Feed", text).format(count=number_text(count)) for text, count in rows if count)


def feed_key(adapter: str, source: str, known: AbstractSet[str]) -> str:
    """A key for a new feed that no other has: the adapter and the name of what it reads."""
    name = PurePath(source.split("?")[0].rstrip("/")).stem.lower()
    base = "_".join(filter(None, (adapter, re.sub(r"[^a-z0-9]+", "_", name).strip("_")[:24])))
    key, place = base, 2
    while key in known:
        key, place = f"{base}_{place}", place + 1
    return key
