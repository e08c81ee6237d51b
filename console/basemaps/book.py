"""The tiles of one source, as a map asks for them: what is there now, what is being fetched, what failed and why.

Asking never waits. What is looked at last is fetched first; what nobody looks at any more is not fetched at all.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from PIL import Image

from console.basemaps.cache import Kept, TileCache
from console.basemaps.picture import picture_of
from console.basemaps.providers import Provider
from console.basemaps.web import Trouble, Why
from layers.tilesources import Key, TileSource

WORKERS = 4  # a server sees fewer: console/basemaps/web.py
MOST_WAITING = 400
KEPT_BYTES = 24_000_000  # of tiles as they came, in memory
KEPT_PICTURES = 96  # of tiles as they are drawn (256 kB each)
AGAIN_S = (4.0, 15.0, 60.0)  # after which a tile that failed is asked for again
MOST_AGAIN = 32
GONE_S = 600.0  # a tile that a server does not have
PARENTS = 5  # how far up a substitute is looked for
LATE_S = 3.0  # from which on a source is called late
log = logging.getLogger(__name__)
Arrived = Callable[[list[Key]], None]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a source does, for the chooser. Times are of `time.time`."""

    waiting: int = 0
    late: bool = False  # something that is in view has been awaited for long
    why: Why | None = None  # what went wrong last, unless something has come since
    sentence: str = ""
    came_at: float = 0.0  # when a tile was last fetched, or an old one confirmed
    seen_at: float = 0.0  # when what is shown instead was fetched; 0: nothing is shown instead


@dataclass(slots=True)
class _Miss:
    """A tile that did not come."""

    again_at: float
    turns: int
    gone: bool  # the source has no such tile


class TileBook:
    """For any thread; `arrived` and `told` are called in threads of its own. `begin` starts them, `close` ends them."""

    def __init__(self, source: TileSource, provider: Provider, cache: TileCache | None = None) -> None:
        self.source = source
        self._provider, self._cache = provider, cache if provider.is_kept else None
        self._listeners: list[Arrived] = []
        self._change = threading.Condition()
        self._bodies: OrderedDict[Key, bytes] = OrderedDict()
        self._bytes = 0
        self._pictures: OrderedDict[Key, Image.Image] = OrderedDict()
        self._missed: dict[Key, _Miss] = {}
        self._waiting: OrderedDict[Key, float] = OrderedDict()  # the last is fetched next; since when
        self._running: dict[Key, float] = {}
        self._standing = Standing()
        self._closed = False
        self._threads: list[threading.Thread] = []

    # --- asked by maps -----------------------------------------------------------------------------------------------

    def listen(self, arrived: Arrived) -> None:
        """Call this, in any thread, with the tiles that have come or are known to be missing."""
        self._listeners.append(arrived)

    def unlisten(self, arrived: Arrived) -> None:
        """No more."""
        with contextlib.suppress(ValueError):
            self._listeners.remove(arrived)

    def want(self, keys: Iterable[Key]) -> list[Key]:
        """Fetch what is not there; those that are neither there nor known to be missing."""
        now, lacking = time.monotonic(), []
        with self._change:
            for key in keys:
                if key in self._bodies:
                    continue
                missed = self._missed.get(key)
                if missed is not None and now < missed.again_at:
                    continue
                lacking.append(key)
                if key not in self._running:
                    self._waiting[key] = self._waiting.pop(key, now)
            while len(self._waiting) > MOST_WAITING:
                self._waiting.popitem(last=False)
            if lacking:
                self._begin()
                self._change.notify_all()
        return lacking

    def picture(self, key: Key) -> Image.Image | None:
        """A tile that is there, decoded. Slow (a few ms): not for the GUI thread."""
        with self._change:
            known = self._pictures.get(key)
            if known is not None:
                self._pictures.move_to_end(key)
                return known
            data = self._bodies.get(key)
            if data is not None:
                self._bodies.move_to_end(key)
        return None if data is None else self._decoded(key, data)

    def substitute(self, key: Key) -> Key | None:
        """The nearest tile that is there and covers this one."""
        with self._change:
            for up in range(1, min(PARENTS, key.z - self.source.least_zoom) + 1):
                parent = Key(key.z - up, key.x >> up, key.y >> up)
                if parent in self._bodies:
                    return parent
        return None

    def standing(self) -> Standing:
        """How the source does."""
        with self._change:
            since = [*self._waiting.values(), *self._running.values()]
            late = bool(since) and time.monotonic() - min(since) > LATE_S
            return replace(self._standing, waiting=len(since), late=late)

    def retry(self) -> None:
        """Ask again for some of what failed, the last looked at first, where its pause is over."""
        now = time.monotonic()
        with self._change:
            due = [key for key, missed in self._missed.items() if now >= missed.again_at and not missed.gone]
            for key in due[-MOST_AGAIN:]:
                self._waiting.setdefault(key, now)
            if due:
                self._begin()
                self._change.notify_all()

    def close(self) -> None:
        """Ends the threads, as soon as what they wait for is over (close the web first)."""
        with self._change:
            self._closed = True
            self._waiting.clear()
            self._change.notify_all()
        for thread in self._threads:
            thread.join(timeout=3)
        self._provider.close()

    # --- threads of its own ------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        while not self._closed and len(self._threads) < WORKERS:
            name = f"tiles-{self.source.key}-{len(self._threads)}"
            thread = threading.Thread(target=self._work, name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def _work(self) -> None:
        while True:
            with self._change:
                while not self._waiting and not self._closed:
                    self._change.wait()
                if self._closed:
                    return
                key, since = self._waiting.popitem()
                self._running[key] = since
            try:
                self._bring(key)
            except Exception as error:  # whatever happens to one tile, the next is fetched
                log.exception("tile %s of %s", key, self.source.title)
                self._miss(key, Trouble(Why.BROKEN, str(error)))
            finally:
                with self._change:
                    self._running.pop(key, None)
            self._tell(key)

    def _bring(self, key: Key) -> None:
        known = self._cache.get(self.source.origin, key) if self._cache is not None else None
        if known is not None and not self._take(key, known.body):
            known = None  # torn on the disk
        if known is not None:
            if time.time() < known.fresh_until:
                return
            self._tell(key)  # shown while its server is asked
        try:
            fetched = self._provider.fetch(key, known)
            if fetched is not None and (known is None or fetched.body != known.body):
                self._decoded(key, fetched.body)
                self._hold(key, fetched.body)
        except Trouble as trouble:
            self._miss(key, trouble, seen_at=known.fetched_at if known else 0.0)
            return
        if fetched is None:
            self._miss(key, None)
            return
        if self._cache is not None:
            self._cache.put(self.source.origin, key, fetched)
        self._came(key, fetched)

    def _tell(self, key: Key) -> None:
        with self._change:
            listeners = [] if self._closed else list(self._listeners)
        for listener in listeners:
            listener([key])

    def _take(self, key: Key, data: bytes) -> bool:
        """Whether the bytes are a picture; then they are held."""
        try:
            self._decoded(key, data)
        except Trouble:
            return False
        self._hold(key, data)
        return True

    def _decoded(self, key: Key, data: bytes) -> Image.Image:
        made = picture_of(data)
        with self._change:
            self._pictures[key] = made
            while len(self._pictures) > KEPT_PICTURES:
                self._pictures.popitem(last=False)
        return made

    def _hold(self, key: Key, data: bytes) -> None:
        with self._change:
            old = self._bodies.pop(key, b"")
            self._bodies[key] = data
            self._bytes += len(data) - len(old)
            while self._bytes > KEPT_BYTES and len(self._bodies) > 1:
                _, gone = self._bodies.popitem(last=False)
                self._bytes -= len(gone)

    def _came(self, key: Key, fetched: Kept) -> None:
        with self._change:
            self._missed.pop(key, None)
            self._standing = Standing(came_at=fetched.fetched_at)

    def _miss(self, key: Key, trouble: Trouble | None, *, seen_at: float = 0.0) -> None:
        """Remember that a tile did not come; its parent may stand in for it."""
        with self._change:
            turns = self._missed[key].turns + 1 if key in self._missed else 0
            pause = GONE_S if trouble is None else AGAIN_S[min(turns, len(AGAIN_S) - 1)]
            self._missed[key] = _Miss(time.monotonic() + pause, turns, trouble is None)
            if len(self._missed) > 4 * MOST_WAITING:
                self._missed.pop(next(iter(self._missed)))
            if trouble is not None:
                self._standing = replace(self._standing, why=trouble.why, sentence=str(trouble), seen_at=seen_at)
            parent = Key(key.z - 1, key.x >> 1, key.y >> 1)
            known = parent in self._bodies or parent in self._missed or parent in self._running
            if not seen_at and key.z > self.source.least_zoom and not known and not self._closed:
                self._waiting.setdefault(parent, time.monotonic())
                self._change.notify_all()
