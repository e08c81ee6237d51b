"""Rows held back inside a transaction, so that many reach the database in one statement; savepoints only when needed.

A statement costs a hand-over between threads, not only its work: nine a report held the service to a fifth of what the
disk could take. Whoever reads or changes anything else first writes what is held.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")
State = tuple[int, bytes, int, int]
TABLES: dict[str, tuple[str, ...]] = {  # in the order in which they are written
    "events": (
        "seq", "at", "actor", "kind", "entity", "entity_id", "entity_version", "body", "prev", "hash",
    ),
    "reports": (
        "n", "id", "version", "status", "category", "channel", "department", "kelurahan", "kecamatan", "open",
        "received_at", "updated_at", "lon", "lat", "duplicate_of", "body",
    ),
    "personal": ("report_id", "salt", "text", "contact_name", "contact_phone", "phone_key"),
    "idempotency": ("key", "digest", "entity_id", "seq"),
    "report_words": ("rowid", "text", "place", "number"),
    "report_places": ("n", "west", "east", "south", "north"),
}  # fmt: skip
SIZES = (64, 32, *range(16, 0, -1))  # rows in one statement: few different ones, so that they are kept prepared


class _Frame:
    """Where a part began that may be taken back alone."""

    def __init__(self, state: State, rows: dict[str, int]) -> None:
        self.state = state
        self.rows = rows
        self.is_open = False  # whether the database has a savepoint for it


class Held:
    """Stands before the connection of the writer: passes everything on, after the rows that are held."""

    def __init__(self, connection: Any, state: Callable[[], State], back_to: Callable[[State], None]) -> None:
        self._connection = connection
        self._state = state
        self._back_to = back_to
        self._rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in TABLES}
        self._keys: dict[str, tuple[Any, ...]] = {}
        self._frames: list[_Frame] = []
        self._aside = False

    def later(self, table: str, row: tuple[Any, ...]) -> None:
        """Holds a row back; it is written before anything is read and at the end."""
        self._rows[table].append(row)
        if table == "idempotency":
            self._keys[row[0]] = row

    def find(self, table: str, key: str) -> tuple[Any, ...] | None:
        """A row that is still held, by its key; of `idempotency` only."""
        return self._keys.get(key) if table == "idempotency" else None

    def unaffected(self, ask: Callable[[str], T], key: str) -> T:
        """Asks what no held row can change: nothing needs to be written first."""
        self._aside = True
        try:
            return ask(key)
        finally:
            self._aside = False

    def execute(self, statement: str, values: Sequence[Any] = ()) -> Any:
        """As the connection does."""
        if not self._aside:
            self._settle()
        return self._connection.execute(statement, values)

    def executemany(self, statement: str, values: Iterable[Sequence[Any]]) -> Any:
        """As the connection does."""
        self._settle()
        return self._connection.executemany(statement, values)

    @contextmanager
    def apart(self) -> Iterator[None]:
        """What fails inside is taken back; a savepoint is made only once the database is touched."""
        frame = _Frame(self._state(), {table: len(held) for table, held in self._rows.items()})
        self._frames.append(frame)
        try:
            yield
        except BaseException:
            self._frames.pop()
            self._take_back(frame)
            raise
        self._frames.pop()
        if frame.is_open:
            self._connection.execute(f"RELEASE apart{len(self._frames)}")

    def flush(self) -> None:
        """Writes everything that is held."""
        self._settle()

    def _settle(self) -> None:
        for depth, frame in enumerate(self._frames):
            if not frame.is_open:
                self._write(frame.rows)
                self._connection.execute(f"SAVEPOINT apart{depth}")
                frame.is_open = True
                for later in self._frames[depth + 1 :]:
                    later.rows = {table: later.rows[table] - frame.rows[table] for table in TABLES}
        self._write({})

    def _write(self, upto: dict[str, int]) -> None:
        """The first so many rows of each table; all where nothing is said."""
        for table, held in self._rows.items():
            count = upto.get(table, len(held)) if upto else len(held)
            if not count:
                continue
            ready, begin = held[:count], 0
            del held[:count]
            while begin < count:
                size = next(size for size in SIZES if size <= count - begin)
                values = [value for row in ready[begin : begin + size] for value in row]
                self._connection.execute(_statement(table, size), values)
                begin += size
            if table == "idempotency":
                for row in ready:
                    self._keys.pop(row[0], None)

    def _take_back(self, frame: _Frame) -> None:
        self._back_to(frame.state)
        for table, held in self._rows.items():
            gone = held[0 if frame.is_open else frame.rows[table] :]
            del held[len(held) - len(gone) :]
            if table == "idempotency":
                for row in gone:
                    self._keys.pop(row[0], None)
        if frame.is_open and self._connection.in_transaction:  # a full disk may have rolled everything back by itself
            depth = len(self._frames)
            self._connection.execute(f"ROLLBACK TO apart{depth}")
            self._connection.execute(f"RELEASE apart{depth}")


_STATEMENTS: dict[tuple[str, int], str] = {}


def _statement(table: str, size: int) -> str:
    known = _STATEMENTS.get((table, size))
    if known is None:
        columns = TABLES[table]
        row = f"({', '.join('?' * len(columns))})"
        known = f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([row] * size)}"  # noqa: S608 - our own
        _STATEMENTS[table, size] = known
    return known
