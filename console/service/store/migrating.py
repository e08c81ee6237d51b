"""Brings a store of an earlier schema forward, after a copy of it was laid aside: Alembic's revisions, one a schema."""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool

from console.service.store.contract import CannotOpen

log = logging.getLogger(__name__)
REVISIONS = Path(__file__).with_name("migrations")


def bring_forward(sqlite: ModuleType, path: Path, writer: Any, old: int, new: int) -> Path:
    """From schema `old` to `new`, all or nothing; the copy that was taken first. Raises CannotOpen."""
    copy = path.with_name(f"{path.name}.schema{old}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    try:
        copy_database(sqlite, writer, copy)
    except (OSError, sqlite.Error) as error:
        raise CannotOpen(f"{path} needs a newer schema, and no copy could be laid aside first: {error}") from error
    log.warning("bringing %s from schema %d to %d; a copy lies in %s", path, old, new, copy)
    engine = create_engine("sqlite://", module=sqlite, creator=lambda: writer, poolclass=StaticPool)
    with engine.connect() as connection:
        writer.execute("BEGIN IMMEDIATE")
        try:
            upgrade(connection, old, new)
            writer.execute("UPDATE meta SET value = ? WHERE key = 'schema_version'", (str(new),))
            writer.execute(f"PRAGMA user_version = {new}")
            writer.execute("COMMIT")
        except Exception as error:
            if writer.in_transaction:
                writer.execute("ROLLBACK")
            raise CannotOpen(f"{path} can't be brought to schema {new}; it is as it was: {error}") from error
    return copy


def upgrade(connection: Connection, old: int, new: int) -> None:
    """Runs the revisions after `old` up to `new` on the connection, in the transaction that it is in."""
    script = ScriptDirectory(str(REVISIONS))
    steps = list(script.iterate_revisions(str(new), str(old)))
    with Operations.context(MigrationContext.configure(connection)):
        for step in reversed(steps):
            step.module.upgrade()


def copy_database(sqlite: ModuleType, source: Any, target: Path) -> None:
    """A whole copy as of one moment, on disk when this returns; a half copy never has the name."""
    fresh = target.with_name(target.name + ".new")
    fresh.unlink(missing_ok=True)
    other = sqlite.connect(str(fresh), isolation_level=None)
    try:
        source.backup(other)
        other.execute("PRAGMA journal_mode = DELETE")  # one file, whatever the source was
    finally:
        other.close()
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
    fresh.replace(target)
