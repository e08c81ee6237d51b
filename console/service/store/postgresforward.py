"""Brings a PostgreSQL of an earlier schema forward, after a backup of it was made: the same revisions as for SQLite."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from console.service import backup
from console.service.store import migrating
from console.service.store.contract import CannotOpen, StoreError
from console.service.store.postgres import LEAD, LOCK

log = logging.getLogger(__name__)


def bring_forward(address: str, data: Path | None, new: int) -> None:
    """To schema `new`, all or nothing, alone of all services. The backup goes into `data`. Raises CannotOpen."""
    engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(address), poolclass=NullPool)
    with engine.begin() as connection:  # what fails takes everything back: PostgreSQL's tables too
        old = _alone(connection)
        if old >= new:
            return  # another service did it while this one waited
        if data is None:
            raise CannotOpen(f"the database has schema {old}; a service of this version must bring it forward first")
        copy = data / f"before-schema{new}-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"
        try:
            backup.make_of_schema(old, data, copy, address)
        except (OSError, StoreError, backup.NotWhole) as error:
            raise CannotOpen(
                f"the database needs a newer schema, and no backup could be made first: {error}"
            ) from error
        log.warning("bringing the database from schema %d to %d; a backup lies in %s", old, new, copy)
        try:
            migrating.upgrade(connection, old, new)
            connection.execute(text("UPDATE meta SET value = :new WHERE key = 'schema_version'"), {"new": str(new)})
        except Exception as error:
            raise CannotOpen(f"the database can't be brought to schema {new}; it is as it was: {error}") from error


def _alone(connection: Connection) -> int:
    """The schema, once nobody writes any more. Raises CannotOpen when a service goes on that knows only the old one."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    old = int(connection.execute(text("SELECT value FROM meta WHERE key = 'schema_version'")).scalar_one())
    if not connection.execute(text("SELECT pg_try_advisory_xact_lock(:lead)"), {"lead": LEAD}).scalar_one():
        raise CannotOpen(f"a service that knows only schema {old} still runs on the database: end it first")
    return old
