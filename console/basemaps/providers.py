"""Where the bytes of a tile come from: a server, a PMTiles or an MBTiles file."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from console.basemaps.cache import Kept
from console.basemaps.ranges import Parts
from console.basemaps.web import Trouble, Web, Why, moment_of
from layers.mbtiles import Mbtiles, NotMbtiles
from layers.pmtiles import Archive, NotPmtiles
from layers.tilesources import Key, SourceKind, TileSource, tile_address

LEAST_FRESH_S = (
    3600.0  # so long a tile is not asked for again, whatever its server says: tiles do not change by the minute
)
USUAL_FRESH_S = 7 * 86_400.0  # where it says nothing
MOST_FRESH_S = 90 * 86_400.0
MOST_TILE_BYTES = 4_000_000


class Provider(Protocol):
    """Gives tiles, in any thread."""

    is_kept: bool  # whether its tiles belong into the cache

    def fetch(self, key: Key, known: Kept | None) -> Kept | None:
        """The tile; ``known`` with new dates where it has not changed; None where there is none. Raises Trouble."""

    def close(self) -> None: ...


def provider_of(source: TileSource, web: Web) -> Provider:
    """What gives a source's tiles; opens nothing yet."""
    if source.kind is SourceKind.PMTILES:
        return PmtilesProvider(source, web)
    if source.kind is SourceKind.MBTILES:
        return MbtilesProvider(source)
    return WebProvider(source, web)


class WebProvider:
    """XYZ, WMS and WMTS."""

    is_kept = True

    def __init__(self, source: TileSource, web: Web) -> None:
        self._source, self._web = source, web

    def fetch(self, key: Key, known: Kept | None) -> Kept | None:
        """The tile from its server, or from what is known where the server says that it has not changed."""
        address = tile_address(self._source, key, self._source.tile_px / 256)
        etag, modified = (known.etag, known.modified) if known else ("", "")
        answer = self._web.get(address, etag=etag, modified=modified, most_bytes=MOST_TILE_BYTES)
        now = time.time()
        if answer.status in (404, 410, 204):
            return None
        if answer.status == 304 and known is None:
            raise Trouble(Why.REFUSED, "the server answered 304 to a plain question")
        body = known.body if known is not None and answer.status == 304 else answer.body
        said = answer.headers
        return Kept(
            body,
            said.get("etag", etag)[:200],
            said.get("last-modified", modified)[:100],
            now + fresh_s(said, now),
            now,
        )

    def close(self) -> None:
        """Nothing is open."""


class PmtilesProvider:
    """A PMTiles file, on this computer or on a server that gives parts."""

    def __init__(self, source: TileSource, web: Web) -> None:
        self.is_kept = not source.is_file
        self._source, self._web = source, web
        self._lock = threading.Lock()
        self._archive: Archive | None = None
        self._parts: Parts | None = None

    def fetch(self, key: Key, known: Kept | None) -> Kept | None:
        """The tile out of the file."""
        with self._lock:
            try:
                if self._archive is None:
                    self._parts = Parts(self._source.address, self._web)
                    self._archive = Archive(self._parts.read)
                data = self._archive.tile(*key)
            except NotPmtiles as error:
                raise Trouble(Why.BROKEN, str(error)) from error
            except Trouble as trouble:
                if trouble.why is Why.BROKEN:
                    self._archive = None  # another file lies there now
                raise
        now = time.time()
        return None if data is None else Kept(data, "", "", now + USUAL_FRESH_S, now)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._parts is not None:
                self._parts.close()
            self._archive = None


class MbtilesProvider:
    """An MBTiles file."""

    is_kept = False

    def __init__(self, source: TileSource) -> None:
        self._source = source
        self._lock = threading.Lock()
        self._file: Mbtiles | None = None

    def fetch(self, key: Key, known: Kept | None) -> Kept | None:
        """The tile out of the file."""
        try:
            with self._lock:
                if self._file is None:
                    self._file = Mbtiles(Path(self._source.address))
            data = self._file.tile(*key, tms=self._source.tms)
        except NotMbtiles as error:
            raise Trouble(Why.BROKEN, str(error)) from error
        now = time.time()
        return None if data is None else Kept(data, "", "", now + USUAL_FRESH_S, now)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._file is not None:
                self._file.close()
                self._file = None


def fresh_s(headers: Mapping[str, str], now: float) -> float:
    """How long a server lets its answer be shown without asking again (Cache-Control, else Expires)."""
    control = headers.get("cache-control", "").lower()
    if re.search(r"\bno-(store|cache)\b", control):
        return LEAST_FRESH_S
    if found := re.search(r"\bmax-age\s*=\s*\"?(\d{1,10})", control):
        age = headers.get("age", "")
        said = float(found[1]) - (float(age[:9]) if age.isdigit() else 0.0)
    elif headers.get("expires"):
        try:
            said = moment_of(headers["expires"]) - now
        except ValueError:
            said = 0.0
    else:
        said = USUAL_FRESH_S
    return max(LEAST_FRESH_S, min(said, MOST_FRESH_S))
