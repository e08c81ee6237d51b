"""Carries a whole store from PostgreSQL into a file of SQLite and back: both have the same tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, TypeGuard

import psycopg
from sqlalchemy import (
    REAL,
    Column,
    Constraint,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    text,
)
from sqlalchemy.pool import NullPool

from console.service.store.contract import CannotOpen, StorageFault
from console.service.store.postgres import Connection, PostgresStore
from console.service.store.schema import METADATA, STRICT, sqlite_statements
from console.service.store.sqlite import SCHEMA_VERSION

PAGE = 2000
WORDS = ("report_words", ("rowid", "text", "place", "number"))
PLACES = ("report_places", ("n", "west", "east", "south", "north"))
APART = (
    "report_words",
    "report_places",
    "presence",
    "spatial_ref_sys",
)  # SQLITE_ONLY has two; of the moment; PostGIS's
KINDS: tuple[tuple[type[Any], Any], ...] = ((Integer, Integer), (LargeBinary, LargeBinary), (Float, REAL), (Text, Text))


def out_of(address: str, sqlite: ModuleType, path: Path, schema: int) -> None:
    """The database as of one moment, while services write to it, as a new file of SQLite. Raises CannotOpen.

    `schema`: the one that it must have. The file of an earlier one has that too, and is brought forward when opened.
    """
    try:
        source = Connection(address)
    except psycopg.Error as error:
        raise CannotOpen(f"the database can't be used: {str(error).strip()}") from error
    target = sqlite.connect(str(path), isolation_level=None)
    try:
        source.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        if source.execute("SELECT to_regclass('meta')").fetchone()[0] is None:
            raise CannotOpen("there is no store in that database")
        version = source.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchone()[0]
        if version != str(schema):
            raise CannotOpen(f"the store in that database is of another version of this program (schema {version})")
        target.execute("PRAGMA journal_mode = OFF")  # a file that counts only once it is whole
        target.execute("BEGIN")
        tables = METADATA if schema == SCHEMA_VERSION else as_it_stands(address)
        for statement in sqlite_statements(tables):
            target.execute(statement)
        for name, columns in (*_columns(tables), WORDS, PLACES):
            marks = ", ".join("?" * len(columns))
            put = f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - names of our own
            for rows in _pages(source, name, columns):
                target.executemany(put, rows)
        target.execute(f"PRAGMA user_version = {schema}")
        target.execute("COMMIT")
        source.execute("COMMIT")
    except (psycopg.Error, StorageFault) as error:
        raise CannotOpen(f"the database can't be read: {str(error).strip()}") from error
    finally:
        target.close()
        source.close()


def as_it_stands(address: str) -> MetaData:
    """The tables of a database with an earlier schema, in the words of SQLite."""
    engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(address), poolclass=NullPool)
    there, said = MetaData(), MetaData()
    there.reflect(engine, only=lambda name, _: name not in APART)
    for table in there.sorted_tables:
        columns = [_column(column) for column in table.columns]
        unique = [UniqueConstraint(*item.columns.keys()) for item in table.constraints if _is_unique(item)]
        made = Table(table.name, said, *columns, *unique, **STRICT)
        for index in table.indexes:
            where = index.dialect_options["postgresql"]["where"]
            only = text(str(where).replace("::text", "")) if where is not None else None
            Index(index.name, *(made.c[column.name] for column in index.columns), sqlite_where=only)
    return said


def _column(column: Column[Any]) -> Column[Any]:
    kind = next(ours for theirs, ours in KINDS if isinstance(column.type, theirs))
    default: Any = column.server_default
    standing = text(str(default.arg).replace("::text", "")) if default is not None else None
    return Column(
        column.name,
        kind,
        primary_key=column.primary_key,
        autoincrement=False,
        nullable=column.nullable,
        server_default=standing,
    )


def _is_unique(constraint: Constraint) -> TypeGuard[UniqueConstraint]:
    return isinstance(constraint, UniqueConstraint)


def _columns(tables: MetaData) -> list[tuple[str, tuple[str, ...]]]:
    return [(table.name, tuple(table.columns.keys())) for table in tables.sorted_tables]


def _pages(source: Connection, name: str, columns: tuple[str, ...]) -> Iterator[list[Any]]:
    source.execute(f"DECLARE carried NO SCROLL CURSOR FOR SELECT {', '.join(columns)} FROM {name} ORDER BY 1")  # noqa: S608
    while rows := source.execute(f"FETCH {PAGE} FROM carried").fetchall():
        yield rows
    source.execute("CLOSE carried")


def into(address: str, source: Any) -> None:
    """What a file of SQLite holds into a database that holds no reports or events yet. Raises CannotOpen."""
    store = PostgresStore(address)
    try:
        if not store.lead():
            raise CannotOpen("a service is running on that database")
        if store.read.head() or store.read.counts():
            raise CannotOpen("that database is not empty: a backup goes into a new one")
        with psycopg.connect(address) as db, db.cursor() as cursor:
            for name, columns in _columns(METADATA):
                cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - what the first start put there
                order = "rowid" if name == "users" else "1"
                rows = source.execute(f"SELECT {', '.join(columns)} FROM {name} ORDER BY {order}")  # noqa: S608
                _copy(cursor, name, columns, rows)
            _copy(cursor, *WORDS, _words(source))
            _copy(cursor, *PLACES, source.execute("SELECT n, lon, lon, lat, lat FROM reports WHERE lon IS NOT NULL"))
    except psycopg.Error as error:
        raise CannotOpen(f"the database did not take the backup: {str(error).strip()}") from error
    finally:
        store.close()


def _copy(cursor: Any, name: str, columns: tuple[str, ...], rows: Iterable[Any]) -> None:
    with cursor.copy(f"COPY {name} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _words(source: Any) -> Iterator[tuple[int, str, str, str]]:
    """What is searched: the index of SQLite does not keep it."""
    query = "SELECT r.n, p.text, r.body FROM reports r JOIN personal p ON p.report_id = r.id"
    for n, said, body in source.execute(query):
        about = json.loads(body)
        yield n, said, about["place_note"], about["number"]
