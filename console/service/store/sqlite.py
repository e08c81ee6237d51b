"""The embedded store: SQLite in WAL mode with full syncing, and the guard against versions that lose data."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from console.service.store.checkpointing import Checkpointer
from console.service.store.contract import CannotOpen, StorageFault, StoreError
from console.service.store.reading import SqliteReader
from console.service.store.writing import TAIL, SqliteTransaction, Tail, known_of, used

SAFE = (3, 51, 3)  # 3.7.0 to 3.51.2 can reset the WAL wrongly and lose what was committed
SCHEMA_VERSION = 3
FILE = "poc.sqlite"
INLINE_PAGES = 16_000  # 64 MB of WAL: only then does a commit checkpoint by itself; before, a thread of its own does
DISK = {8: "read-only", 10: "broken (I/O error)", 13: "full", 14: "not reachable", 11: "damaged", 26: "no database"}


def library() -> ModuleType:
    """The SQLite to use: pysqlite3, or the interpreter's own when that is new enough. Raises CannotOpen."""
    found = []
    for name in ("pysqlite3.dbapi2", "sqlite3"):
        try:
            module = import_module(name)
        except ImportError:
            continue
        if module.sqlite_version_info >= SAFE:
            return module
        found.append(f"{name} {module.sqlite_version}")
    needed = ".".join(map(str, SAFE))
    raise CannotOpen(f"SQLite {needed} or newer is needed, older ones can lose data; there is: {', '.join(found)}")


class SqliteStore:
    """One database file. Any thread may read; one thread writes."""

    kind = "sqlite"
    is_alone = True

    def __init__(self, folder: Path) -> None:
        """Opens, and makes what is missing. Raises CannotOpen with a sentence for a person."""
        self._sqlite = library()
        self.path = folder / FILE
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CannotOpen(f"the data folder {folder} can't be made: {error.strerror}") from error
        if not os.access(folder, os.W_OK):
            raise CannotOpen(f"the data folder {folder} is read-only")
        self._readers = threading.local()
        self._open: list[Any] = []
        self._guard = threading.Lock()
        self._checkpointer = Checkpointer(self._connect)
        try:
            self._writer = self._connect()
            self._prepare()
        except self._sqlite.Error as error:
            raise CannotOpen(f"{self.path} can't be opened: the disk or file is {self._why(error)}") from error

    def _connect(self, *, read_only: bool = False) -> Any:
        connection = self._sqlite.connect(
            str(self.path), isolation_level=None, check_same_thread=False, timeout=10, cached_statements=512
        )
        with self._guard:
            self._open.append(connection)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA secure_delete = FAST")  # what was erased by law is overwritten
        connection.execute("PRAGMA cache_size = -16000")
        connection.execute(f"PRAGMA wal_autocheckpoint = {INLINE_PAGES}")
        if read_only:
            connection.execute("PRAGMA query_only = ON")
        return connection

    def _prepare(self) -> None:
        version = self._writer.execute("PRAGMA user_version").fetchone()[0]
        if version == SCHEMA_VERSION:
            return
        if version > SCHEMA_VERSION:
            raise CannotOpen(f"{self.path} was written by a newer version of this program (schema {version})")
        if version:
            from console.service.store.migrating import bring_forward  # brings Alembic; seldom needed

            bring_forward(self._sqlite, self.path, self._writer, version, SCHEMA_VERSION)
            return
        if self._writer.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise CannotOpen(f"{self.path} is a database of something else")
        from console.service.store.schema import sqlite_statements  # takes long to import; needed once only

        self._writer.execute("BEGIN IMMEDIATE")
        for statement in sqlite_statements():
            self._writer.execute(statement)
        self._writer.execute("INSERT INTO meta VALUES ('schema_version', ?)", (str(SCHEMA_VERSION),))
        self._writer.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        self._writer.execute("COMMIT")

    @property
    def read(self) -> SqliteReader:
        """The reader of this thread."""
        reader: SqliteReader | None = getattr(self._readers, "reader", None)
        if reader is None:
            reader = self._readers.reader = SqliteReader(self._connect(read_only=True))
        return reader

    def wait(self, timeout_s: float) -> None:
        """Nobody else writes here: just the time."""
        threading.Event().wait(timeout_s)

    def lead(self) -> bool:
        """Nobody else is there."""
        return True

    def share_presence(self, own: bytes) -> list[bytes]:
        """Nobody else is there."""
        return []

    @contextmanager
    def transaction(self, keys: Sequence[str] = ()) -> Iterator[SqliteTransaction]:
        """BEGIN IMMEDIATE to COMMIT, synced. Raises StorageFault when the disk refuses; then nothing of it stands."""
        try:
            self._writer.execute("BEGIN IMMEDIATE")
            tail = Tail.of(self._writer.execute(TAIL).fetchone())  # `poc audit export` may have written meanwhile
            known = known_of(keys, self._writer.execute(*used(keys))) if keys else {}
            tx = SqliteTransaction(self._writer, tail, known)
            yield tx
            tx.flush()
            self._writer.execute("COMMIT")
            self._checkpointer.wrote()
        except BaseException as error:
            self._roll_back()
            raise self.fault(error) from error
        finally:
            self._roll_back()

    def _roll_back(self) -> None:
        try:
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK")
        except self._sqlite.Error as error:
            raise self.fault(error) from error

    def fault(self, error: BaseException) -> BaseException:
        """The store's word for a database error; other errors pass as they are."""
        if not isinstance(error, self._sqlite.Error):
            return error
        if self._code(error) in DISK or "readonly" in str(error):
            return StorageFault(f"the disk is {self._why(error)}")
        return StoreError(str(error))

    @staticmethod
    def _code(error: BaseException) -> int:
        return int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF

    def _why(self, error: BaseException) -> str:
        return DISK.get(self._code(error), str(error))

    def close(self) -> None:
        """Closes every connection; nothing may be under way."""
        self._checkpointer.close()
        with self._guard:
            for connection in self._open:
                connection.close()
            self._open.clear()
