"""The outbox as a Qt table, and its history as a file: columns are rows of COLUMNS."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from console.i18n import QT_TRANSLATE_NOOP
from console.shiftreport.csvfile import written
from console.state.outgoing import Entry, State
from console.words import moment_text

Index = QModelIndex | QPersistentModelIndex
ENTRY = int(Qt.ItemDataRole.UserRole)
_NOWHERE = QModelIndex()
STATES: dict[State, str] = {
    State.UNSENT: QT_TRANSLATE_NOOP("Outbox", "waiting"),
    State.SENT: QT_TRANSLATE_NOOP("Outbox", "sent"),
    State.REFUSED: QT_TRANSLATE_NOOP("Outbox", "refused"),
    State.CONFLICT: QT_TRANSLATE_NOOP("Outbox", "to compare"),
    State.DISCARDED: QT_TRANSLATE_NOOP("Outbox", "given up"),
}


def state_word(state: State) -> str:
    """The state's word."""
    return QCoreApplication.translate("Outbox", STATES[state])


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading and what stands in it."""

    title: str
    say: Callable[[Entry, datetime, Callable[[Entry], str]], str]


def _made(entry: Entry, now: datetime, title: Callable[[Entry], str]) -> str:
    return moment_text(entry.made_at, now) if entry.made_at else ""


COLUMNS = (
    Column(QT_TRANSLATE_NOOP("Outbox", "Done at"), _made),
    Column(QT_TRANSLATE_NOOP("Outbox", "Report"), lambda entry, now, title: entry.number or "–"),
    Column(QT_TRANSLATE_NOOP("Outbox", "What"), lambda entry, now, title: title(entry)),
    Column(QT_TRANSLATE_NOOP("Outbox", "State"), lambda entry, now, title: state_word(entry.state)),
    Column(QT_TRANSLATE_NOOP("Outbox", "By"), lambda entry, now, title: entry.user),
)


class EntryTable(QAbstractTableModel):
    """Some entries of the outbox, newest first. `ENTRY` carries the entry itself."""

    def __init__(
        self, title: Callable[[Entry], str], now: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        """`title` says what an entry did."""
        super().__init__(parent)
        self._title, self._now = title, now
        self._entries: list[Entry] = []

    def show(self, entries: Sequence[Entry]) -> None:
        """Shows these."""
        if list(entries) == self._entries:
            return
        self.beginResetModel()
        self._entries = list(entries)
        self.endResetModel()

    def entry(self, row: int) -> Entry | None:
        """The entry of a row, or None beyond the ends."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def row_of(self, key: str) -> int:
        """Where the entry with this key stands; -1 where it does not."""
        return next((row for row, entry in enumerate(self._entries) if entry.key == key), -1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entry(index.row()) if index.isValid() else None
        if entry is None:
            return None
        if role == ENTRY:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return COLUMNS[index.column()].say(entry, self._now(), self._title)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return QCoreApplication.translate("Outbox", COLUMNS[section].title)
        return None

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        self.beginResetModel()
        self.endResetModel()


FIELDS = ("made_at", "answered_at", "user", "number", "report_id", "what", "body", "state", "status", "code", "answer")


def _row(entry: Entry, what: str) -> dict[str, Any]:
    return {
        "made_at": entry.made_at.isoformat() if entry.made_at else "",
        "answered_at": entry.answered_at.isoformat() if entry.answered_at else "",
        "user": entry.user,
        "number": entry.number,
        "report_id": entry.report_id,
        "what": what,
        "body": entry.body,
        "state": str(entry.state),
        "status": entry.status or None,
        "code": entry.code,
        "answer": entry.answer,
    }


def as_json(entries: Sequence[Entry], title: Callable[[Entry], str]) -> bytes:
    """The entries as JSON."""
    found = [{"key": entry.key, "kind": entry.kind, **_row(entry, title(entry))} for entry in entries]
    return json.dumps({"format": "poc-outbox/1", "entries": found}, ensure_ascii=False, indent=1).encode()


def as_csv(entries: Sequence[Entry], title: Callable[[Entry], str], language: str) -> bytes:
    """The entries as CSV for a spreadsheet: words that one would take for a formula are made text."""
    lines: list[list[Any]] = [list(FIELDS)]
    for entry in entries:
        found = _row(entry, title(entry)) | {"body": json.dumps(entry.body, ensure_ascii=False)}
        lines.append([found[name] for name in FIELDS])
    return written(lines, language)
