"""The outbox: what an operator did is on the console's own disk first, and leaves it only when it is answered."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2 as sqlite

KEEP = timedelta(days=30)


class State(StrEnum):
    """How far an entry is."""

    UNSENT = "unsent"
    SENT = "sent"
    REFUSED = "refused"  # for good; the operator decides what becomes of it
    CONFLICT = "conflict"  # somebody else changed the same: the operator compares, and decides
    DISCARDED = "discarded"  # the operator has decided against it, or for another way


TO_DECIDE = (State.REFUSED, State.CONFLICT)
OVER = (State.SENT, State.DISCARDED)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to be sent. `key` is its idempotency key; `kind` is create, act, change, note, undo, or export,
    which only the log hears of.

    `base` is the report that its doer saw, `theirs` the one that stood in its way; `number` is what people say of it.
    """

    key: str
    report_id: str
    kind: str
    body: dict[str, Any]
    version: int | None = None
    made_at: datetime | None = None
    state: State = State.UNSENT
    answer: str = ""
    base: dict[str, Any] | None = None
    theirs: dict[str, Any] | None = None
    status: int = 0  # of the refusal, as HTTP counts
    code: str = ""
    number: str = ""
    answered_at: datetime | None = None
    user: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the outbox stands: of which reports something waits, how many entries, and what must be decided."""

    unsent: frozenset[str] = frozenset()
    waiting: int = 0
    to_decide: frozenset[str] = frozenset()
    undecided: int = 0
    clashes: frozenset[str] = frozenset()


_SCHEMA = """
CREATE TABLE IF NOT EXISTS outbox (
    n INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    report_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    version INTEGER,
    made_at TEXT NOT NULL,
    state TEXT NOT NULL,
    answer TEXT NOT NULL DEFAULT ''
) STRICT
"""
_SINCE_2 = {  # columns of the second schema
    "base": "TEXT NOT NULL DEFAULT ''",
    "theirs": "TEXT NOT NULL DEFAULT ''",
    "status": "INTEGER NOT NULL DEFAULT 0",
    "code": "TEXT NOT NULL DEFAULT ''",
    "number": "TEXT NOT NULL DEFAULT ''",
    "answered_at": "TEXT NOT NULL DEFAULT ''",
    "user": "TEXT NOT NULL DEFAULT ''",
}
_COLUMNS = "key, report_id, kind, body, version, made_at, state, answer, " + ", ".join(_SINCE_2)


class Outbox:
    """Entries in the order they were made. One thread uses it; each call is one synced transaction."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):  # a caller's number may be in it: readable by this user only
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        self._db = sqlite.connect(str(path), isolation_level=None, check_same_thread=False)
        # A rollback journal, not WAL: one writer, few writes, and no file beside it that could be lost.
        self._db.execute("PRAGMA journal_mode=DELETE")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.execute(_SCHEMA)
        known = {row[1] for row in self._db.execute("PRAGMA table_info(outbox)")}
        for name, kind in _SINCE_2.items():
            if name not in known:
                self._db.execute(f"ALTER TABLE outbox ADD COLUMN {name} {kind}")

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def put(self, entry: Entry) -> None:
        """Writes an entry; it is on disk when this returns. The same key twice is one entry."""
        made = (entry.made_at or datetime.now(UTC)).isoformat()
        row = (entry.key, entry.report_id, entry.kind, json.dumps(entry.body), entry.version, made, entry.state)
        with self._transaction():
            self._db.execute(
                "INSERT OR IGNORE INTO outbox (key, report_id, kind, body, version, made_at, state, base, number, user)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*row, _text(entry.base), entry.number, entry.user),
            )

    def unsent(self) -> list[Entry]:
        """What has no answer yet, oldest first."""
        return self._select("WHERE state = 'unsent' ORDER BY n")

    def entry(self, key: str) -> Entry | None:
        """One entry."""
        found = self._select("WHERE key = ?", key)
        return found[0] if found else None

    def history(self, limit: int = 500) -> list[Entry]:
        """The latest entries, newest first."""
        return self._select("ORDER BY n DESC LIMIT ?", limit)

    def held(self) -> frozenset[str]:
        """Reports of which something waits for a decision: what was done to them later waits behind it."""
        rows = self._db.execute("SELECT DISTINCT report_id FROM outbox WHERE state = 'conflict'")
        return frozenset(str(row[0]) for row in rows)

    def standing(self) -> Standing:
        """How it stands now."""
        rows = list(self._db.execute("SELECT state, report_id FROM outbox WHERE state NOT IN ('sent', 'discarded')"))
        unsent = [report for state, report in rows if state == State.UNSENT]
        undecided = [report for state, report in rows if state in TO_DECIDE]
        clashes = frozenset(report for state, report in rows if state == State.CONFLICT)
        return Standing(frozenset(unsent), len(unsent), frozenset(undecided), len(undecided), clashes)

    def answered(self, key: str, state: State, answer: str = "", status: int = 0, code: str = "") -> None:
        """Marks an entry as sent, refused or discarded, with the number or the reason."""
        at = datetime.now(UTC).isoformat()
        with self._transaction():
            self._db.execute(
                "UPDATE outbox SET state = ?, answer = ?, status = ?, code = ?, answered_at = ? WHERE key = ?",
                (state, answer, status, code, at, key),
            )

    def hold(self, key: str, theirs: Mapping[str, Any], code: str = "") -> None:
        """Somebody else changed the same: keeps what stands beside the entry until the operator decides."""
        at = datetime.now(UTC).isoformat()
        with self._transaction():
            self._db.execute(
                "UPDATE outbox SET state = 'conflict', theirs = ?, status = 412, code = ?, answered_at = ?"
                " WHERE key = ?",
                (_text(theirs), code, at, key),
            )

    def restamp(self, entry: Entry, version: int, body: Mapping[str, Any], base: Mapping[str, Any] | None) -> None:
        """Puts an entry on another version of its report, and all that waits behind it on those that follow."""
        with self._transaction():
            self._db.execute(
                "UPDATE outbox SET state = 'unsent', version = ?, body = ?, base = ?, theirs = '', status = 0,"
                " code = '' WHERE key = ?",
                (version, json.dumps(dict(body)), _text(base), entry.key),
            )
            self._shift(entry, version - (entry.version or 0))

    def dissolved(self, entry: Entry, version: int, state: State, answer: str) -> None:
        """The entry needs no sending any more: what waits behind it goes on from `version`."""
        at = datetime.now(UTC).isoformat()
        with self._transaction():
            self._db.execute(
                "UPDATE outbox SET state = ?, answer = ?, answered_at = ? WHERE key = ?", (state, answer, at, entry.key)
            )
            self._shift(entry, version - (entry.version or 0) - 1)

    def _shift(self, entry: Entry, by: int) -> None:
        self._db.execute(
            "UPDATE outbox SET version = version + ? WHERE report_id = ? AND state = 'unsent' AND version IS NOT NULL"
            " AND n > (SELECT n FROM outbox WHERE key = ?)",
            (by, entry.report_id, entry.key),
        )

    def forget(self, now: datetime) -> None:
        """Drops what was sent or given up more than 30 days ago. What nobody has decided on stays."""
        with self._transaction():
            limit = (now - KEEP).isoformat()
            self._db.execute("DELETE FROM outbox WHERE state IN ('sent', 'discarded') AND made_at < ?", (limit,))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _select(self, clause: str, *values: object) -> list[Entry]:
        rows = self._db.execute(f"SELECT {_COLUMNS} FROM outbox {clause}", values)  # noqa: S608
        return [_entry(*row) for row in rows]


def read_entries(path: Path, limit: int = 5000) -> list[Entry]:
    """What the outbox holds, newest first, also while another thread writes to it."""
    with closing(Outbox(path)) as outbox:
        return outbox.history(limit)


def _text(value: Mapping[str, Any] | None) -> str:
    return json.dumps(dict(value)) if value is not None else ""


def _json(text: str) -> dict[str, Any] | None:
    return json.loads(text) if text else None


def _entry(
    key: str, report: str, kind: str, body: str, version: int | None, made: str, state: str, answer: str,
    base: str, theirs: str, status: int, code: str, number: str, answered: str, user: str,
) -> Entry:  # fmt: skip
    return Entry(
        key, report, kind, json.loads(body), version, datetime.fromisoformat(made), State(state), answer,
        _json(base), _json(theirs), status, code, number, datetime.fromisoformat(answered) if answered else None, user,
    )  # fmt: skip
