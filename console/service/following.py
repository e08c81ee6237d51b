"""Tells this process's consoles what any service wrote to a shared store: from the log, in its order, each once."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from console.domain.wire import Event, Json
from console.service.store.contract import LayerState, Published, Store, StoreError

log = logging.getLogger(__name__)
POLL_S = 1.0  # the net under the wake-ups, which may be lost
AGAIN_S = 0.5
PAGE = 500


class Follower:
    """Two threads: one waits for the store's word that there is more, one reads it."""

    def __init__(self, store: Store, told: Callable[[list[Published]], None]) -> None:
        self._store = store
        self._told = told
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

    def wake(self) -> None:
        """There is more, written by this process."""
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
        self._layers, self._feeds = layers, feeds
        if found:
            self._seq = found[-1].seq
        return len(found) == PAGE


def left_by(event: Event) -> str:
    """The department that had the report before this event; empty when none had, or it stays."""
    before = (event.payload.get("changes") or {}).get("assignment", [None])[0]
    return str(before["department"]) if before else ""
