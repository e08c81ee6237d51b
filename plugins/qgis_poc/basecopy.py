"""The pristine copy: what the service said of each feature when it was pulled, and a push that is not answered yet."""

import json
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

from .errors import CopyError
from .words import say

TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS base (id TEXT PRIMARY KEY, version INTEGER NOT NULL, wkb BLOB NOT NULL,
    fields TEXT NOT NULL, feature TEXT NOT NULL);
"""


class BaseCopy:
    """A small database beside the GeoPackage; every method is one transaction, or raises CopyError."""

    def __init__(self, path, new=False):
        """`new`: it is made; else it must be there."""
        self.path = Path(path)
        if not new and not self.path.is_file():
            raise CopyError(say("{path} is missing: it holds what the layer was when it was pulled.", path=self.path))
        with self._open() as db:
            db.executescript(TABLES)

    @contextmanager
    def _open(self):
        try:
            with closing(sqlite3.connect(str(self.path), timeout=10)) as db, db:
                db.execute("PRAGMA synchronous = FULL")
                yield db
        except sqlite3.Error as error:
            raise CopyError(say("{path} can't be read or written: {why}", path=self.path, why=error)) from error

    def note(self, key, default=None):
        """A note; `default` without one."""
        with self._open() as db:
            row = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return json.loads(row[0]) if row else default

    def write(self, puts=(), gone=(), notes=None):
        """Puts features (id, version, wkb, fields, feature as GeoJSON), takes others, and keeps notes; all or none."""
        rows = [(i, version, wkb, json.dumps(fields), json.dumps(row)) for i, version, wkb, fields, row in puts]
        with self._open() as db:
            db.executemany("INSERT OR REPLACE INTO base VALUES (?, ?, ?, ?, ?)", rows)
            db.executemany("DELETE FROM base WHERE id = ?", [(ident,) for ident in gone])
            db.executemany(
                "INSERT OR REPLACE INTO meta VALUES (?, ?)",
                [(key, json.dumps(value)) for key, value in (notes or {}).items()],
            )

    def states(self):
        """The states (see edits.py) by id."""
        with self._open() as db:
            rows = db.execute("SELECT id, wkb, fields FROM base").fetchall()
        return {ident: {**json.loads(fields), "geometry": bytes(wkb)} for ident, wkb, fields in rows}

    def feature(self, ident):
        """The version and the GeoJSON that the service gave; (0, None) for what it does not know."""
        with self._open() as db:
            row = db.execute("SELECT version, feature FROM base WHERE id = ?", (ident,)).fetchone()
        return (row[0], json.loads(row[1])) if row else (0, None)
