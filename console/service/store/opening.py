"""Opens the store that a service is set up with."""

from __future__ import annotations

from pathlib import Path

from console.service.store.contract import Store


def open_store(folder: Path, database: str = "") -> Store:
    """The store of a data folder; with an address, PostgreSQL's. Raises CannotOpen with a sentence for a person."""
    if database:
        from console.service.store.postgres import PostgresStore

        return PostgresStore(database, folder)
    from console.service.store.sqlite import SqliteStore

    return SqliteStore(folder)
