"""Follows the log by its numbers and copies each event to a journal on a second path, right after its commit."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

from console.domain.audit import Link
from console.domain.wire import Json
from console.service.journal import Journal, NotOurs
from console.service.store.contract import Store

log = logging.getLogger(__name__)
POLL_S = 1.0  # the net under the wake-ups; and how often a mirror that is away is tried
PAGE = 256
BATCH_BYTES = 1_000_000  # in one sync: less than the journal looks back over when it is opened
SILENT_S = 10.0  # a disk of the network that answers nothing at all has no error to show


class Mirror:
    """A thread of its own: nothing waits for it. What it could not copy it copies once it can."""

    def __init__(self, store: Store, folder: Path, leads: Callable[[], bool] = lambda: True) -> None:
        """`leads`: whether this service is the one of several on the store that copies."""
        self._store = store
        self._folder = folder
        self._leads = leads
        self._journal: Journal | None = None
        self._synced: int | None = None  # bytes; known after a write that failed
        self._seq = 0
        self._why = ""
        self._begun_at: float | None = None  # of a look that is under way
        self._more = threading.Event()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="mirror", daemon=True)

    def start(self) -> None:
        """Begins; not even the opening of the journal is waited for."""
        self._thread.start()

    def close(self) -> None:
        """Copies what was committed last, and ends; a disk that does not answer is not waited for."""
        self._closing = True
        self._more.set()
        if self._thread.is_alive():
            self._thread.join(5)

    def saw(self) -> None:
        """Something was committed."""
        self._more.set()

    def health(self) -> Json:
        """How the mirror stands, for `/health`."""
        if not self._leads():
            return {"mirror": "another process"}
        begun = self._begun_at
        is_silent = begun is not None and time.monotonic() - begun > SILENT_S
        why = self._why or ("the mirror's disk does not answer" if is_silent else "")
        body: Json = {"mirror": "alarm" if why else "ok", "mirror_seq": self._seq}
        return body | ({"mirror_why": why} if why else {})

    def _run(self) -> None:
        while True:
            self._more.wait(POLL_S)
            self._more.clear()
            ends = self._closing
            self._look()
            if ends:
                break
            if self._why:
                self._pause()
        self._let_go()

    def _pause(self) -> None:
        """Commits do not make it try more often."""
        until = time.monotonic() + POLL_S
        while not self._closing and (left := until - time.monotonic()) > 0:
            self._more.wait(left)
            if not self._closing:
                self._more.clear()

    def _look(self) -> None:
        try:
            if not self._leads():
                self._let_go()
                return
            while self._copy():
                self._say("")
            self._say("")
        except NotOurs as error:
            self._let_go()
            self._say(f"{error}: nothing is added to it; name another folder")
        except OSError as error:
            self._let_go()
            self._say(f"the mirror can't be written: {error.strerror or type(error).__name__}")
        except Exception as error:  # noqa: BLE001 - the store may be away: the next look goes on where this ended
            log.warning("the log can't be followed by the mirror: %s", error)
            self._let_go()
        finally:
            self._begun_at = None

    def _copy(self) -> bool:
        """Copies one batch; whether there may be more. Raises OSError, NotOurs."""
        self._begun_at = time.monotonic()
        if self._journal is not None and not self._journal.is_there():
            self._let_go()
            self._synced = None  # what lies there now is another file
        if self._journal is None:
            self._journal = Journal(self._folder, self._store.read, self._synced)
            self._synced = None
        journal = self._journal
        self._seq = journal.seq
        links = _a_batch(self._store.read.links(journal.seq, PAGE))
        if not links:
            return False
        self._synced = journal.size  # until it is through: after a sync that failed nobody knows what the disk has
        journal.add(links)
        self._synced = None
        self._seq = journal.seq
        return True

    def _let_go(self) -> None:
        if self._journal is not None:
            self._journal.close()
            self._journal = None

    def _say(self, why: str) -> None:
        if why and why != self._why:
            log.error("the mirror %s has stopped, intake goes on: %s", self._folder, why)
        elif self._why and not why:
            log.warning("the mirror %s goes on: it is at event %d", self._folder, self._seq)
        self._why = why


def _a_batch(links: list[Link]) -> list[Link]:
    """The first of them that go into one sync; at least one."""
    total = 0
    for count, link in enumerate(links):
        total += len(link.body)
        if count and total > BATCH_BYTES:
            return links[:count]
    return links
