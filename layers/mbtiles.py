"""MBTiles: tiles in an SQLite file, their rows counted from the south unless the file was made wrongly."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import Any

MOST_TILE_BYTES = 20_000_000
PIXELS = frozenset({"png", "jpg", "jpeg", "webp"})
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF")  # what a tile that is one begins with


class NotMbtiles(ValueError):
    """What was given is no MBTiles file, or is torn; the message says what is wrong."""


class Mbtiles:
    """An MBTiles file, opened for reading. For any thread."""

    def __init__(self, path: Path) -> None:
        """Raises NotMbtiles."""
        self.path = path
        self._lock = threading.Lock()
        if not path.is_file():
            raise NotMbtiles(f"{path}: there is no such file")
        self._base = self._opened("mode=ro")
        try:
            self._check()
        except NotMbtiles:
            self.close()
            self._base = self._opened("mode=ro&immutable=1")  # written with WAL, in a folder where nothing can be put
            try:
                self._check()
            except NotMbtiles:
                self.close()
                raise

    def _opened(self, options: str) -> sqlite3.Connection:
        try:
            return sqlite3.connect(f"{self.path.resolve().as_uri()}?{options}", uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise NotMbtiles(f"{self.path}: {error}") from error

    def _check(self) -> None:
        """Reads what it says of itself. A file that says nothing has tiles all the same."""
        self._rows("select zoom_level, tile_column, tile_row, tile_data from tiles limit 0")
        has_words = self._rows("select 1 from sqlite_master where name = 'metadata'")
        rows = self._rows("select name, value from metadata limit 1000") if has_words else []
        self.about = {str(name): str(value) for name, value in rows}

    @property
    def is_vector(self) -> bool:
        """Whether the tiles are vector tiles."""
        return self._format() == "pbf"

    @property
    def is_raster(self) -> bool:
        """Whether the tiles are pictures."""
        return self._format() in PIXELS

    def _format(self) -> str:
        """As it says of itself, else as its first tile begins."""
        said = self.about.get("format", "").lower()
        if said in ("", "none"):
            found = self._rows("select substr(tile_data, 1, 4) from tiles limit 1")
            begin = found[0][0] if found and isinstance(found[0][0], bytes) else b""
            said = "png" if begin.startswith(PICTURES) else "pbf" if begin else ""
        return said

    def zooms(self) -> tuple[int, int]:
        """The farthest and the nearest zoom that there is: as it says of itself, else by looking."""
        try:
            return int(self.about["minzoom"]), int(self.about["maxzoom"])
        except (KeyError, ValueError):
            ((least, most),) = self._rows("select min(zoom_level), max(zoom_level) from tiles")
            return int(least or 0), int(most or 0)

    def tile(self, z: int, x: int, y: int, *, tms: bool = True) -> bytes | None:
        """A tile's bytes; None where there is none. Raises NotMbtiles."""
        row = (1 << z) - 1 - y if tms else y
        found = self._rows(
            "select tile_data from tiles where zoom_level = ? and tile_column = ? and tile_row = ? "
            "and length(tile_data) <= ?",
            (z, x, row, MOST_TILE_BYTES),
        )
        body = found[0][0] if found else None
        return body if isinstance(body, bytes) else None

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._base.close()

    def _rows(self, statement: str, values: tuple[int, ...] = ()) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._base.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise NotMbtiles(f"{self.path.name}: {error}") from error
