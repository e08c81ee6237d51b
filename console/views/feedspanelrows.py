"""What the feeds panel needs to know of a feed and of an adapter, whoever gives it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from pathlib import PurePath
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from console.i18n import QT_TRANSLATE_NOOP
from console.views.cardparts import UNIT, clear, column, label, row
from console.words import feed_choice_word, feed_title, number_text
from layers.feeds import Option


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
    @property
    def options(self) -> tuple[Option, ...]: ...
    def wrong_option(self, given: Mapping[str, str]) -> str: ...


COUNTS: dict[str, str] = {  # what a look at a feed counts
    "features": QT_TRANSLATE_NOOP("Feed", "{count} on the map"),
    "reports": QT_TRANSLATE_NOOP("Feed", "{count} to the queue"),
    "changed": QT_TRANSLATE_NOOP("Feed", "{count} changed"),
    "removed": QT_TRANSLATE_NOOP("Feed", "{count} gone"),
    "outside": QT_TRANSLATE_NOOP("Feed", "{count} outside the city"),
    "problems": QT_TRANSLATE_NOOP("Feed", "{count} not readable"),
}


class Options(QWidget):
    """What an adapter asks for besides the source: a choice where there are choices, else a line to write in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, QComboBox | QLineEdit] = {}
        self._options: tuple[Option, ...] = ()
        self._lines = column(self, spacing=UNIT)

    def ask(self, options: tuple[Option, ...]) -> None:
        """Ask for those of the options that have a title; what was given for the same ones before stays."""
        given = self.given() if options == self._options else {}
        clear(self._lines)
        self._options = options
        shown = [option for option in options if option.title]
        self.fields = {option.key: self._field(option, given.get(option.key, "")) for option in shown}
        for option in shown:
            field, title = self.fields[option.key], feed_title(option.title)
            field.setAccessibleName(title)
            self._lines.addLayout(row(label("muted", title), field, wide=1))
        self.setVisible(bool(shown))

    def given(self) -> dict[str, str]:
        """The texts by key; what was left open is left out."""
        texts = {
            key: str(field.currentData() or "") if isinstance(field, QComboBox) else field.text().strip()
            for key, field in self.fields.items()
        }
        return {key: text for key, text in texts.items() if text}

    def _field(self, option: Option, text: str) -> QComboBox | QLineEdit:
        if not option.choices:
            line = QLineEdit(text)
            line.setObjectName(f"option_{option.key}")
            line.setMaxLength(500)
            return line
        box = QComboBox()
        box.setObjectName(f"option_{option.key}")
        for choice in option.choices:
            box.addItem(feed_choice_word(choice), choice)
        box.setCurrentIndex(box.findData(text) if text else -1 if option.needed else 0)
        return box


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
