"""Tells this process's consoles what any service wrote to a shared store: from the log, in its order, each once."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from console.domain.wire import Event, Json
from console.service.store.contract import LayerState, News, Published, Store, StoreError

log = logging.getLogger(__name__)
POLL_S = 1.0  # the net under the wake-ups, which may be lost
AGAIN_S = 0.5
PAGE = 500


class Follower:
    """Two threads: one waits for the store's word that there is more, one reads it.

    What this process itself wrote is told as it is, without reading it again, when nothing of others lies before it.
    """

    def __init__(
        self,
        store: Store,
        told: Callable[[list[Published]], None],
        heard: Callable[[str], None] = lambda kind: None,
    ) -> None:
        """`told` hears all news in the log's order; `heard` the kind of each event that others wrote."""
        self._store = store
        self._told = told
        self._heard = heard
        self._turn = threading.Lock()  # whose turn it is to tell: the writer's, or the thread's that reads
        self._more = threading.Event()
        self._closing = threading.Event()
        self._seq = 0
        self._layers: dict[str, LayerState] = {}
        self._feeds: list[Json] = []
        self._threads = [
            threading.Thread(target=self._listen, name="listener", daemon=True),
            threading.Thread(target=self._run, name="follower", daemon=True),
        ]

    def start(self) -> None:
        """Begins at the end of the log as it stands."""
        read = self._store.read
        self._seq, self._layers, self._feeds = read.head(), {row.key: row for row in read.layers()}, read.feeds()
        for thread in self._threads:
            thread.start()

    def committed(self, news: News) -> None:
        """This process committed something; called in the writer's thread."""
        if self._turn.acquire(blocking=False):
            try:
                if news.after == self._seq:
                    self._told(news)
                    self._seq = news.upto
                    self._layers.update({item.layer.key: item.layer for item in news if item.layer is not None})
                    mine = {str(item.feed["key"]): item.feed for item in news if item.feed is not None}
                    self._feeds = [mine.pop(str(row["key"]), row) for row in self._feeds] + list(mine.values())
                    return
            finally:
                self._turn.release()
        self._told([Published(draft=item.draft) for item in news if item.draft is not None])
        self._more.set()

    def close(self) -> None:
        """Ends both threads."""
        self._closing.set()
        self._more.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(5)

    def _listen(self) -> None:
        while not self._closing.is_set():
            try:
                self._store.wait(POLL_S)
            except StoreError as error:
                log.warning("nothing is heard of the store: %s", error)
                self._closing.wait(AGAIN_S)
            self._more.set()

    def _run(self) -> None:
        while not self._closing.is_set():
            self._more.wait()
            self._more.clear()
            if self._closing.is_set():
                return
            try:
                while self._look():
                    continue
            except Exception as error:  # noqa: BLE001 - the store may be away: the next look goes on where this ended
                log.warning("the log can't be followed: %s", error)
                self._closing.wait(AGAIN_S)
                self._more.set()

    def _look(self) -> bool:
        """Tells one page; whether there may be another."""
        with self._turn:
            return self._tell_page()

    def _tell_page(self) -> bool:
        read = self._store.read
        found = read.events(self._seq, PAGE)
        idents = {event.entity_id for event in found if event.entity == "report"}
        reports = read.report_jsons(sorted(idents))
        news = [Published(event, reports.get(event.entity_id), left_by(event)) for event in found]
        layers = {row.key: row for row in read.layers()}
        news += [Published(layer=row) for key, row in layers.items() if self._layers.get(key) != row]
        feeds = read.feeds()
        news += [Published(feed=row) for row in feeds if row not in self._feeds]
        if news:
            self._told(news)
        for kind in {event.kind for event in found}:
            self._heard(kind)
        self._layers, self._feeds = layers, feeds
        if found:
            self._seq = found[-1].seq
        return len(found) == PAGE


def left_by(event: Event) -> str:
    """The department that had the report before this event; empty when none had, or it stays."""
    before = (event.payload.get("changes") or {}).get("assignment", [None])[0]
    return str(before["department"]) if before else ""
