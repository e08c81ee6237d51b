"""Which ground the map shows: the city's own, the schematic, or a source of tiles; how that source does."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.basemaps import kept
from console.basemaps.adding import source_from
from console.basemaps.book import Standing, TileBook
from console.basemaps.cache import FILE, TileCache
from console.basemaps.providers import provider_of
from console.basemaps.web import Web
from console.tasks import Tasks
from layers.geometry import Bounds
from layers.tilesources import TileSource

LOOK_MS = 2000  # between two looks at how the source does
log = logging.getLogger(__name__)


class Basemaps(QObject):
    """The sources of this computer. Signals speak after the fact."""

    listed = Signal()  # other sources than before, or another is chosen
    shown = Signal()  # the map must show `chosen`: its tiles are in `book`, where it has tiles that are pictures
    stood = Signal(object)  # console.basemaps.book.Standing of the chosen source
    added = Signal(str)  # key of a source that a person asked for
    not_added = Signal(object)  # why: an exception

    def __init__(self, data: Path, city: Bounds, tasks: Tasks, parent: QObject | None = None) -> None:
        """Reads what was kept; asks nobody."""
        super().__init__(parent)
        self._data, self._tasks = data, tasks
        self._middle = ((city.west + city.east) / 2, (city.south + city.north) / 2)
        self._kept = kept.read(data)
        self._web = Web()
        self._cache: TileCache | None = None
        self.book: TileBook | None = None
        self._said: Standing | None = None
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._on_look)

    @property
    def sources(self) -> tuple[TileSource, ...]:
        """All sources, in the order in which they were added."""
        return self._kept.sources

    @property
    def chosen(self) -> str:
        """The key of what is shown: a source's, `city` or `schematic`."""
        return self._kept.chosen

    def source(self) -> TileSource | None:
        """The chosen source; None where the city's own or the schematic map is shown."""
        return self._kept.source(self._kept.chosen)

    def start(self) -> None:
        """Shows what was chosen last."""
        self._open()
        self.listed.emit()
        self.shown.emit()

    def choose(self, key: str) -> None:
        """Show another ground, from now on and after the next start."""
        known = key in (kept.CITY, kept.SCHEMATIC) or self._kept.source(key) is not None
        if known and key != self._kept.chosen:
            self._keep(replace(self._kept, chosen=key))
            self._open()
            self.listed.emit()
            self.shown.emit()

    def add(self, address: str, layer: str = "", title: str = "", attribution: str = "") -> None:
        """Look at an address or a file, and take it as a source; `added` or `not_added` says how it went."""
        work = partial(source_from, address, self._web, self._middle, layer=layer, title=title, attribution=attribution)
        self._tasks.run("basemap.add", work, done=self._take, failed=self.not_added.emit)

    def remove(self, key: str) -> None:
        """Take a source away, with the tiles that were kept of it; the city's own ground is shown if it was chosen."""
        source = self._kept.source(key)
        if source is None:
            return
        was_shown = key == self._kept.chosen
        self._keep(kept.removed(self._kept, key))
        if was_shown:
            self._open()
        if self._cache is not None:
            cache, origin = self._cache, source.origin
            self._tasks.run("basemap.forget", lambda: cache.forget(origin), done=_nothing, failed=_nothing)
        self.listed.emit()
        if was_shown:
            self.shown.emit()

    def close(self) -> None:
        """Ends every thread of its own."""
        self._look.stop()
        self._web.close()
        if self.book is not None:
            self.book.close()
            self.book = None
        if self._cache is not None:
            self._cache.close()

    def _take(self, found: tuple[TileSource, str]) -> None:
        source, odd = found
        if odd:
            log.info("basemap %s: %s", source.address, odd)
        self._keep(kept.added(self._kept, source))
        key = self._kept.sources[-1].key
        self.listed.emit()
        self.added.emit(key)
        self.choose(key)

    def _keep(self, known: kept.Kept) -> None:
        self._kept = known
        try:
            kept.write(self._data, known)
        except OSError as error:
            log.warning("the choice of a basemap is not kept: %s", error)

    def _open(self) -> None:
        """A book for the chosen source, where its tiles are pictures. The one before ends in the background."""
        before, self.book = self.book, None
        self._look.stop()
        self._said = None
        if before is not None:
            web, self._web = self._web, Web()
            self._tasks.run(f"basemap.close:{id(before)}", lambda: _end(web, before), done=_nothing, failed=_nothing)
        source = self.source()
        if source is None or source.vector:
            return
        if self._cache is None:
            self._cache = TileCache(self._data / FILE)
        self.book = TileBook(source, provider_of(source, self._web), self._cache)
        self._look.start()

    @Slot()
    def _on_look(self) -> None:
        if self.book is None:
            return
        self.book.retry()
        standing = self.book.standing()
        if standing != self._said:
            self._said = standing
            self.stood.emit(standing)


def _end(web: Web, book: TileBook) -> None:
    web.close()
    book.close()


def _nothing(_: object) -> None:
    """What became of it does not matter."""
