"""Tiles that were seen, on the disk: at most so many bytes, those that were not looked at longest go first.

What is lost here is asked for again, so it is written without waiting for the disk; a torn file is begun anew.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from layers.tilesources import Key

FILE = "tiles.sqlite"  # in the data folder
MOST_BYTES = 400_000_000
LEFT = 0.9  # of the limit, after room was made
USED_S = 3600.0  # how exactly it is known when a tile was last looked at
T = TypeVar("T")
log = logging.getLogger(__name__)
TABLE = """
create table if not exists tile (
  source text not null, z integer not null, x integer not null, y integer not null,
  body blob not null, etag text not null, modified text not null,
  fresh_until real not null, fetched_at real not null, used_at real not null,
  primary key (source, z, x, y)
) strict;
create index if not exists tile_used on tile (used_at);
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A tile as it was last fetched."""

    body: bytes
    etag: str
    modified: str
    fresh_until: float
    fetched_at: float


class TileCache:
    """One file for all sources. For any thread, and for several consoles on one computer."""

    def __init__(self, path: Path, most_bytes: int = MOST_BYTES, now: Callable[[], float] = time.time) -> None:
        self._path, self._most, self._now = path, most_bytes, now
        self._lock = threading.Lock()
        self._base: sqlite3.Connection | None = None
        self._bytes = 0
        with self._lock:
            self._open()

    def get(self, source: str, key: Key) -> Kept | None:
        """A tile; None where it was never seen, or had to go."""

        def ask(base: sqlite3.Connection) -> Kept | None:
            row = base.execute(
                "select body, etag, modified, fresh_until, fetched_at, used_at from tile "
                "where source = ? and z = ? and x = ? and y = ?",
                (source, *key),
            ).fetchone()
            if row is None:
                return None
            if self._now() - row[5] > USED_S:
                with base:
                    base.execute(
                        "update tile set used_at = ? where source = ? and z = ? and x = ? and y = ?",
                        (self._now(), source, *key),
                    )
            return Kept(*row[:5])

        return self._done(ask)

    def put(self, source: str, key: Key, kept: Kept) -> None:
        """Keep a tile; others go where there is no room."""

        def write(base: sqlite3.Connection) -> None:
            with base:
                old = base.execute(
                    "select length(body) from tile where source = ? and z = ? and x = ? and y = ?", (source, *key)
                ).fetchone()
                times = (kept.fresh_until, kept.fetched_at, self._now())
                row = (source, *key, kept.body, kept.etag, kept.modified, *times)
                base.execute("insert or replace into tile values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
                self._bytes += len(kept.body) - (old[0] if old else 0)
                if self._bytes > self._most:
                    self._make_room(base)

        self._done(write)

    def size(self, source: str) -> tuple[int, int]:
        """How many tiles of a source there are, and their bytes."""

        def ask(base: sqlite3.Connection) -> tuple[int, int]:
            row = base.execute("select count(*), coalesce(sum(length(body)), 0) from tile where source = ?", (source,))
            count, size = row.fetchone()
            return int(count), int(size)

        return self._done(ask) or (0, 0)

    def forget(self, source: str) -> None:
        """Let go of all tiles of a source."""

        def write(base: sqlite3.Connection) -> None:
            with base:
                base.execute("delete from tile where source = ?", (source,))
            self._bytes = self._sum(base)

        self._done(write)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._base is not None:
                self._base.close()
                self._base = None

    # --- inside ------------------------------------------------------------------------------------------------------

    def _done(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        """The work's answer; None where the file fails: the map then goes on without what was seen."""
        with self._lock:
            if self._base is None:
                return None
            try:
                return work(self._base)
            except sqlite3.OperationalError as error:  # locked by another console, disk full
                log.warning("the cache of tiles: %s", error)
            except sqlite3.DatabaseError as error:
                log.warning("the cache of tiles is torn and begun anew: %s", error)
                self._begin_anew()
        return None

    def _open(self, *, again: bool = True) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            base = sqlite3.connect(self._path, timeout=2, check_same_thread=False)
            base.execute("pragma journal_mode = truncate")
            base.execute("pragma synchronous = off")
            base.executescript(TABLE)
            self._base, self._bytes = base, self._sum(base)
        except sqlite3.OperationalError as error:
            log.warning("tiles are not kept: %s", error)
        except sqlite3.DatabaseError as error:
            log.warning("the cache of tiles is torn and begun anew: %s", error)
            base.close()
            if again:
                self._begin_anew()
        except OSError as error:
            log.warning("tiles are not kept: %s", error)

    def _begin_anew(self) -> None:
        if self._base is not None:
            self._base.close()
            self._base = None
        try:
            for path in (self._path, self._path.with_name(f"{self._path.name}-journal")):
                path.unlink(missing_ok=True)
        except OSError as error:
            log.warning("tiles are not kept: %s", error)
            return
        self._open(again=False)

    def _sum(self, base: sqlite3.Connection) -> int:
        return int(base.execute("select coalesce(sum(length(body)), 0) from tile").fetchone()[0])

    def _make_room(self, base: sqlite3.Connection) -> None:
        self._bytes = self._sum(base)  # another console may have been at work
        gone = 0
        rows = base.execute("select rowid, length(body) from tile order by used_at, fetched_at").fetchall()
        for number, size in rows:
            if self._bytes - gone <= self._most * LEFT:
                break
            base.execute("delete from tile where rowid = ?", (number,))
            gone += size
        self._bytes -= gone
