"""The outbox: what an operator did is on the console's own disk first, and leaves it only when it is answered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
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
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to be sent. `key` is its idempotency key; `kind` is create, act, change, note or undo."""

    key: str
    report_id: str
    kind: str
    body: dict[str, Any]
    version: int | None = None
    made_at: datetime | None = None
    state: State = State.UNSENT
    answer: str = ""


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


class Outbox:
    """Entries in the order they were made. One thread uses it; each call is one synced transaction."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite.connect(str(path), isolation_level=None, check_same_thread=False)
        # A rollback journal, not WAL: one writer, few writes, and no file beside it that could be lost.
        self._db.execute("PRAGMA journal_mode=DELETE")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.execute(_SCHEMA)

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def put(self, entry: Entry) -> None:
        """Writes an entry; it is on disk when this returns. The same key twice is one entry."""
        made = (entry.made_at or datetime.now(UTC)).isoformat()
        row = (entry.key, entry.report_id, entry.kind, json.dumps(entry.body), entry.version, made, entry.state)
        with self._transaction():
            self._db.execute(
                "INSERT OR IGNORE INTO outbox (key, report_id, kind, body, version, made_at, state)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                row,
            )

    def unsent(self) -> list[Entry]:
        """What has no answer yet, oldest first."""
        return self._select("WHERE state = 'unsent' ORDER BY n")

    def history(self, limit: int = 500) -> list[Entry]:
        """The latest entries, newest first."""
        return self._select("ORDER BY n DESC LIMIT ?", limit)

    def answered(self, key: str, state: State, answer: str = "") -> None:
        """Marks an entry as sent or refused, with the number or the reason."""
        with self._transaction():
            self._db.execute("UPDATE outbox SET state = ?, answer = ? WHERE key = ?", (state, answer, key))

    def forget(self, now: datetime) -> None:
        """Drops what was answered more than 30 days ago."""
        with self._transaction():
            limit = (now - KEEP).isoformat()
            self._db.execute("DELETE FROM outbox WHERE state != 'unsent' AND made_at < ?", (limit,))

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
        rows = self._db.execute(
            f"SELECT key, report_id, kind, body, version, made_at, state, answer FROM outbox {clause}",  # noqa: S608
            values,
        )
        return [
            Entry(key, report, kind, json.loads(body), version, datetime.fromisoformat(made), State(state), answer)
            for key, report, kind, body, version, made, state, answer in rows
        ]
