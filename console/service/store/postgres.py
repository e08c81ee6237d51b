"""The store for a city: PostgreSQL with PostGIS, which several services share. The questions are those of SQLite.

The statements are written once, in what both databases understand; `translated` and a few named pieces are the rest.
One lock orders all writers, so that the log's numbers and its chain are those of the commits.
"""

from __future__ import annotations

import functools
import re
import secrets
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Any

import psycopg
from psycopg import errors
from psycopg.pq import TransactionStatus

from console.service.store.contract import CannotOpen, InDoubt, StorageFault, StoreError
from console.service.store.reading import SqliteReader
from console.service.store.sqlite import SCHEMA_VERSION
from console.service.store.writing import TAIL, SqliteTransaction, Tail, known_of, used

LOCK = 112_2026
LEAD = 112_2027
CHANNEL = "poc_log"
HEARD_S = 5  # a service that says nothing for so long has gone
# What a disk or a server that is away looks like: intake stops, and goes on by itself once it is back.
AWAY = (psycopg.OperationalError, psycopg.InterfaceError, errors.ReadOnlySqlTransaction)
OTHERWISE = (
    (r"INSERT OR IGNORE (.*)", r"INSERT \1 ON CONFLICT DO NOTHING"),
    (
        r"INSERT OR REPLACE INTO features (VALUES .*)",
        r"INSERT INTO features \1 ON CONFLICT (layer, id) DO UPDATE SET version = EXCLUDED.version,"
        r" layer_version = EXCLUDED.layer_version, source = EXCLUDED.source, valid_until = EXCLUDED.valid_until,"
        r" removed = EXCLUDED.removed, geojson = EXCLUDED.geojson",
    ),
    (r"(.*) ORDER BY rowid", r"\1 ORDER BY name"),
)
POSTGRES_ONLY = (
    "CREATE TABLE report_words (rowid BIGINT PRIMARY KEY, text TEXT NOT NULL, place TEXT NOT NULL,"
    " number TEXT NOT NULL, words TSVECTOR GENERATED ALWAYS AS"
    " (to_tsvector('simple', text || ' ' || place || ' ' || number)) STORED)",
    "CREATE INDEX report_words_found ON report_words USING gin (words)",
    "CREATE TABLE report_places (n BIGINT PRIMARY KEY, west FLOAT8, east FLOAT8, south FLOAT8, north FLOAT8,"
    " place GEOMETRY(Point, 4326) GENERATED ALWAYS AS (ST_SetSRID(ST_MakePoint(west, south), 4326)) STORED)",
    "CREATE INDEX report_places_found ON report_places USING gist (place)",
    "CREATE UNLOGGED TABLE presence (service TEXT PRIMARY KEY, at TIMESTAMPTZ NOT NULL, body BYTEA NOT NULL)",
)
PUT_FEATURES = (
    "INSERT INTO features SELECT l, i, v, lv, s, u, 0, g"
    " FROM unnest(?::text[], ?::text[], ?::int[], ?::bigint[], ?::text[], ?::bigint[], ?::bytea[])"
    " AS given (l, i, v, lv, s, u, g) ON CONFLICT (layer, id) DO UPDATE SET version = EXCLUDED.version,"
    " layer_version = EXCLUDED.layer_version, source = EXCLUDED.source, valid_until = EXCLUDED.valid_until,"
    " removed = EXCLUDED.removed, geojson = EXCLUDED.geojson"
)
SAY = (
    "INSERT INTO presence VALUES (?1, clock_timestamp(), ?2)"
    " ON CONFLICT (service) DO UPDATE SET at = clock_timestamp(), body = ?2"
)
HEAR = (
    "SELECT body FROM presence WHERE service <> ? AND body <> '' AND at > clock_timestamp() - make_interval(secs => ?)"
)


@functools.lru_cache(2048)
def translated(statement: str) -> str:
    """A statement of the store as PostgreSQL says it: numbered marks, and its own words for putting and ignoring."""
    for theirs, ours in OTHERWISE:
        statement = re.sub(f"^{theirs}$", ours, statement, flags=re.DOTALL)
    count = 0

    def mark(found: re.Match[str]) -> str:
        nonlocal count
        if found[1]:
            return f"${found[1]}"
        count += 1
        return f"${count}"

    return re.sub(r"\?(\d*)", mark, statement)


_PLAIN = frozenset({str, int, float, bytes, type(None)})


def _plain(values: Iterable[Any]) -> list[Any]:
    return [
        value if type(value) in _PLAIN or not isinstance(value, Enum) else value.value  # most are: no call for each
        for value in values
    ]


class Connection:
    """A connection that takes the store's statements."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._connection = self._made()

    def _made(self) -> psycopg.Connection[Any]:
        made = psycopg.connect(self._address, autocommit=True, cursor_factory=psycopg.RawCursor)
        made.prepare_threshold = 3
        return made

    def execute(self, statement: str, values: Sequence[Any] = ()) -> Any:
        """A cursor with the answer. Raises StorageFault when the server is away."""
        inside, told = self.in_transaction, _plain(values) or None
        try:
            try:
                return self._connection.execute(translated(statement), told)
            except psycopg.OperationalError:
                if inside or not self.is_lost:
                    raise
                self._connection = self._made()  # the server was away in between, and nothing was under way here
                return self._connection.execute(translated(statement), told)
        except AWAY as error:
            raise StorageFault(f"the database is away: {_first_line(error)}") from error

    def executemany(self, statement: str, values: Iterable[Sequence[Any]]) -> Any:
        """The same statement for many rows."""
        cursor = self._connection.cursor()
        cursor.executemany(translated(statement), [_plain(row) for row in values])
        return cursor

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is executed inside goes to the server in one go; what went wrong with it is raised at the end."""
        try:
            with self._connection.pipeline():
                yield
        except AWAY as error:
            raise StorageFault(f"the database is away: {_first_line(error)}") from error

    @property
    def in_transaction(self) -> bool:
        """Whether a BEGIN is open."""
        return self._connection.info.transaction_status not in (TransactionStatus.IDLE, TransactionStatus.UNKNOWN)

    @property
    def is_lost(self) -> bool:
        """Whether the server has gone."""
        return self._connection.closed or self._connection.broken

    @property
    def process(self) -> int:
        """The server's number of this connection."""
        return self._connection.info.backend_pid

    def heard(self, timeout_s: float, but: int) -> bool:
        """Whether a connection other than `but` called within this time."""
        until = time.monotonic() + timeout_s
        while (left := until - time.monotonic()) > 0:
            if any(call.pid != but for call in self._connection.notifies(timeout=left, stop_after=1)):
                return True
        return False

    def close(self) -> None:
        """Ends it."""
        self._connection.close()


class _Pieces:
    """What PostgreSQL says otherwise in the store's questions."""

    HAS_WORDS = "w.words @@ to_tsquery('simple', ?)"
    IN_BOX = "s.place && ST_MakeEnvelope(?1, ?3, ?2, ?4, 4326)"
    OF_KIND = "starts_with(kind, ?)"
    BEGIN_LOOK = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

    @staticmethod
    def _begun(text: str) -> str:
        return ""  # GIN gives all that there are in any case

    @staticmethod
    def _search_words(text: str) -> str:
        return " & ".join(f"{word}:*" for word in re.findall(r"[^\W_]+", text)[:12])


class PostgresReader(_Pieces, SqliteReader):
    """Questions over one connection."""


class PostgresTransaction(_Pieces, SqliteTransaction):
    """One transaction of the writer."""

    def _put_features(self, made: list[tuple[Any, ...]]) -> None:
        """All in one statement, a column an array: a reading of thousands must not hold up who waits behind it."""
        if made:
            self._db.execute(PUT_FEATURES, [list(column) for column in zip(*made, strict=True)])


class PostgresStore:
    """A database that several services share. Any thread may read; one thread of each service writes."""

    kind = "postgres"
    is_alone = False

    def __init__(self, address: str, folder: Path | None = None) -> None:
        """Connects, and makes what is missing; `folder`: where a backup of an earlier schema may be made.

        Raises CannotOpen with a sentence for a person.
        """
        self._address = address
        self._folder = folder
        self._readers = threading.local()
        self._open: list[Connection] = []
        self._guard = threading.Lock()
        self._closed = False
        self._ear: Connection | None = None
        self._hall: Connection | None = None
        self._name = secrets.token_hex(8)  # of this service among those on the database
        self._office: Connection | None = None  # asks for the leader's lock, which the server frees when this is gone
        try:
            self._writer = self._connect()
            self._prepare()
        except CannotOpen:
            self.close()
            raise
        except (psycopg.Error, StorageFault) as error:
            self.close()
            raise CannotOpen(f"the database can't be used: {_first_line(error)}") from error

    def _connect(self) -> Connection:
        connection = Connection(self._address)
        with self._guard:
            if self._closed:  # a thread may have been on its way to the server while the store was closed
                connection.close()
                raise StorageFault("the store is closed")
            self._open = [other for other in self._open if not other.is_lost] + [connection]
        return connection

    def _prepare(self) -> None:
        db = self._writer
        db.execute("BEGIN")
        db.execute("SELECT pg_advisory_xact_lock(?)", (LOCK,))  # two services may begin at once
        try:
            if db.execute("SELECT to_regclass('meta')").fetchone()[0] is None:
                from console.service.store.schema import postgres_statements

                for statement in ("CREATE EXTENSION IF NOT EXISTS postgis", *postgres_statements(), *POSTGRES_ONLY):
                    db.execute(statement)
                db.execute("INSERT INTO meta VALUES ('schema_version', ?)", (str(SCHEMA_VERSION),))
            version = int(db.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchone()[0])
            db.execute("COMMIT")
        finally:
            if db.in_transaction:
                db.execute("ROLLBACK")
        if version > SCHEMA_VERSION:
            raise CannotOpen(f"the database was written by a newer version of this program (schema {version})")
        if version < SCHEMA_VERSION:
            from console.service.store.postgresforward import bring_forward  # brings Alembic; seldom needed

            bring_forward(self._address, self._folder, SCHEMA_VERSION)

    @property
    def read(self) -> PostgresReader:
        """The reader of this thread. Raises StorageFault while the server is away."""
        known: tuple[Connection, PostgresReader] | None = getattr(self._readers, "known", None)
        if known is None or known[0].is_lost:
            try:
                connection = self._connect()
            except psycopg.Error as error:
                raise StorageFault(f"the database is away: {_first_line(error)}") from error
            known = self._readers.known = (connection, PostgresReader(connection))
        return known[1]

    def wait(self, timeout_s: float) -> None:
        """Until another service has committed, or so long. Raises StorageFault while the server is away."""
        try:
            if self._ear is None or self._ear.is_lost:
                self._ear = self._connect()
                self._ear.execute(f"LISTEN {CHANNEL}")
            self._ear.heard(timeout_s, self._writer.process)
        except psycopg.Error as error:
            raise StorageFault(f"the database is away: {_first_line(error)}") from error

    def lead(self) -> bool:
        """Whether this service holds the leader's lock. While the server is away nobody does."""
        try:
            if self._office is None or self._office.is_lost:
                self._office = self._connect()
            # Asked each time, also by who has it: a connection that was made anew has lost it.
            return bool(self._office.execute("SELECT pg_try_advisory_lock(?)", (LEAD,)).fetchone()[0])
        except (psycopg.Error, StorageFault):
            return False

    def share_presence(self, own: bytes) -> list[bytes]:
        """Through a table that no crash needs: what a service said counts for some seconds."""
        try:
            if self._hall is None or self._hall.is_lost:
                self._hall = self._connect()
            self._hall.execute(SAY, (self._name, own))
            return [bytes(body) for (body,) in self._hall.execute(HEAR, (self._name, HEARD_S))]
        except psycopg.Error as error:
            raise StorageFault(f"the database is away: {_first_line(error)}") from error

    @contextmanager
    def transaction(self, keys: Sequence[str] = ()) -> Iterator[PostgresTransaction]:
        """BEGIN to COMMIT, synced, alone of all writers. Raises StorageFault when the server is away or full."""
        try:
            tx = self._begun(keys)
            before = tx.tail.seq
            yield tx
            with self._committing(), self._writer.together():
                tx.flush()
                if tx.tail.seq != before or tx.published:
                    self._writer.execute("SELECT pg_notify(?, ?)", (CHANNEL, str(tx.tail.seq)))  # a wake-up only
                self._writer.execute("COMMIT")
        except BaseException as error:
            self._roll_back()
            fault = self.fault(error)
            if isinstance(fault, StoreError):
                # After errors the server may have let go what psycopg still takes for prepared there. Where that is
                # BEGIN itself, every transaction on this connection would fail from now on.
                self._writer.close()
            raise fault from error

    def _begun(self, keys: Sequence[str]) -> PostgresTransaction:
        """A transaction that holds the lock of the writers, after one question to the server."""
        for is_last in (False, True):
            try:
                if self._writer.is_lost:
                    self._writer = self._connect()
                with self._writer.together():
                    self._writer.execute("BEGIN")
                    self._writer.execute("SELECT pg_advisory_xact_lock(?)", (LOCK,))
                    tail = self._writer.execute(TAIL)
                    found = self._writer.execute(*used(keys)) if keys else ()
                return PostgresTransaction(self._writer, Tail.of(tail.fetchone()), known_of(keys, found))
            except StorageFault:
                if is_last or not self._writer.is_lost:
                    raise  # else the server was away in between, and nothing was under way here
        raise AssertionError("unreachable")

    @contextmanager
    def _committing(self) -> Iterator[None]:
        try:
            yield
        except StorageFault as error:
            if self._writer.is_lost:
                raise InDoubt(str(error)) from error
            raise

    def _roll_back(self) -> None:
        try:
            if not self._writer.is_lost and self._writer.in_transaction:
                self._writer.execute("ROLLBACK")
        except (psycopg.Error, StorageFault):
            self._writer.close()  # the next transaction connects anew

    @staticmethod
    def fault(error: BaseException) -> BaseException:
        """The store's word for a database error; other errors pass as they are."""
        if isinstance(error, AWAY):
            return StorageFault(f"the database is away: {_first_line(error)}")
        return StoreError(str(error)) if isinstance(error, psycopg.Error) else error

    def close(self) -> None:
        """Closes every connection; nothing may be under way."""
        with self._guard:
            self._closed = True
            for connection in self._open:
                connection.close()
            self._open.clear()


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
