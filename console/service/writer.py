"""The one writer: many requests, one thread, one synced transaction for all that wait, answers after the commit."""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from console.service import problems
from console.service.store.contract import InDoubt, News, StorageFault, Store, StoreError, Transaction

T = TypeVar("T")
log = logging.getLogger(__name__)
MOST_AT_ONCE = 256
PROBE_S = 0.5
LINGER_S = 0.0006  # a commit costs as much as some reports: after a batch of several, others are on their way
PROBE_BYTES = 250_000
FULL = ("full", "No space", "could not extend")  # in the words of both stores


@dataclass(slots=True)
class _Item:
    work: Callable[[Transaction], Any]
    future: Future[Any] | Waiting[Any]
    keys: tuple[str, ...] = ()


@dataclass(slots=True)
class Waiting(Generic[T]):
    """What an event loop waits for. A whole batch wakes its loop once, not once for each: see `_Answers`."""

    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[T]

    def set_running_or_notify_cancel(self) -> bool:
        """Whether somebody still waits. Written it is all the same when the caller has hung up meanwhile."""
        return not self.future.cancelled()


class _Answers:
    """The answers of one batch; the waiting loops hear of them together."""

    def __init__(self) -> None:
        self._of: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Any, Exception | None]]] = {}

    def give(self, future: Future[Any] | Waiting[Any], answer: Any, refused: Exception | None) -> None:
        """One answer, or why there is none."""
        if isinstance(future, Waiting):
            self._of.setdefault(future.loop, []).append((future.future, answer, refused))
        elif refused is None:
            future.set_result(answer)
        else:
            future.set_exception(refused)

    def wake(self) -> None:
        """Hands them over."""
        for loop, given in self._of.items():
            try:
                loop.call_soon_threadsafe(_settle, given)
            except RuntimeError:  # the loop has ended: nobody waits any more
                continue


def _settle(given: list[tuple[asyncio.Future[Any], Any, Exception | None]]) -> None:
    for future, answer, refused in given:
        if future.done():
            continue  # the caller has hung up
        if refused is None:
            future.set_result(answer)
        else:
            future.set_exception(refused)


class Writer:
    """Commits what is handed to it. When the disk refuses it stops taking, says so, and comes back by itself."""

    def __init__(
        self,
        store: Store,
        size: int,
        told: Callable[[News], None] = lambda news: None,
        alarm: Callable[[str], None] = lambda why: None,
    ) -> None:
        """`told` hears what was committed, `alarm` why nothing can be written (empty: it can again)."""
        self._store = store
        self._told = told
        self._alarm = alarm
        self._queue: queue.SimpleQueue[_Item | None] = queue.SimpleQueue()
        self._size = size
        self._closing = threading.Event()
        self._lately = 0  # how many the last batch had
        self.stopped = ""  # why nothing can be stored; empty: all is well
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[Transaction], T]) -> Future[T]:
        """Hands in work. Raises Problem 503 when the queue is full, 507 while nothing can be stored."""
        self._check()
        future: Future[T] = Future()
        self._queue.put(_Item(work, future))
        return future

    async def wait_for(self, work: Callable[[Transaction], T], *keys: str) -> T:
        """Hands in work and waits for it in an event loop; `keys`: the idempotency keys that it will ask for.

        Raises like `submit`.
        """
        self._check()
        loop = asyncio.get_running_loop()
        waiting: Waiting[T] = Waiting(loop, loop.create_future())
        self._queue.put(_Item(work, waiting, keys))
        return await waiting.future

    def _check(self) -> None:
        if self.stopped:
            raise problems.stopped(self.stopped)
        if self._closing.is_set():
            raise problems.busy()
        if self._queue.qsize() >= self._size:
            raise problems.busy()

    def do(self, work: Callable[[Transaction], T]) -> T:
        """Hands in work and waits for it; not from the event loop."""
        return self.submit(work).result()

    def close(self) -> None:
        """Writes what is queued and ends."""
        self._closing.set()
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while True:
            items = self._take()
            if items:
                self._commit(items)
            if self._closing.is_set() and self._queue.empty():
                return
            if self.stopped and not items:
                self._probe()

    def _take(self) -> list[_Item]:
        """Everything that waits now, up to a limit; waits for the first."""
        try:
            first = self._queue.get(timeout=PROBE_S if self.stopped else None)
        except queue.Empty:
            return []
        items = [first] if first else []
        if self._lately > 1 and self._queue.qsize() < self._lately:
            time.sleep(LINGER_S)
        while len(items) < MOST_AT_ONCE:
            try:
                more = self._queue.get_nowait()
            except queue.Empty:
                break
            if more:
                items.append(more)
        self._lately = len(items)
        return items

    def _commit(self, items: list[_Item]) -> None:
        items = [item for item in items if item.future.set_running_or_notify_cancel()]
        try:
            answers, news = self._transact(items)
        except Exception as error:  # noqa: BLE001 - whatever it was, each item learns its own fate below
            if len(items) > 1 and not isinstance(error, InDoubt):
                self._one_by_one(items, error)
            else:  # one alone; or what may stand already, which only the keys of those who repeat it can tell
                for item in items:
                    self._fail(item, error)
            return
        self._back()
        self._tell(news)
        told = _Answers()
        for item, (answer, refused) in zip(items, answers, strict=True):
            told.give(item.future, answer, refused)
        told.wake()

    def _transact(self, items: list[_Item]) -> tuple[list[tuple[Any, Exception | None]], News]:
        """One transaction; an item that the rules refuse fails alone, a database error fails all of it."""
        answers: list[tuple[Any, Exception | None]] = []
        with self._store.transaction([key for item in items for key in item.keys if key]) as tx:
            for item in items:
                try:
                    with tx.apart():
                        answers.append((item.work(tx), None))
                except Exception as error:
                    if _is_of_the_store(error):
                        raise  # the transaction may be gone: each is tried alone
                    answers.append((None, error))
            news = tx.published
        return answers, news

    def _one_by_one(self, items: list[_Item], error: Exception) -> None:
        log.warning("a batch of %d could not be written, trying each alone: %s", len(items), error)
        for item in items:
            try:
                ((answer, refused),), news = self._transact([item])
            except Exception as own:  # noqa: BLE001 - goes to whoever asked
                self._fail(item, own)
                continue
            self._back()
            self._tell(news)
            _tell_one(item, answer, refused)

    def _fail(self, item: _Item, error: Exception) -> None:
        if isinstance(error, StorageFault):
            self._stop(str(error))
            _tell_one(item, None, problems.stopped(str(error)))
        else:
            _tell_one(item, None, error)

    def _tell(self, news: News) -> None:
        try:
            self._told(news)
        except Exception:
            log.exception("the listeners could not be told")  # what was committed stays committed

    def _stop(self, why: str) -> None:
        if not self.stopped:
            log.error("intake stops: %s", why)
            self.stopped = why
            self._alarm(why)

    def _back(self) -> None:
        if self.stopped:
            log.warning("intake goes on: the disk takes writes again")
            self.stopped = ""
            self._alarm("")

    def _probe(self) -> None:
        """Tries a write. On a disk that was full one as large as some hundred reports: a few bytes often fit there when
        nothing else does. On one that is broken now and then a small one: a large one would meet the next fault."""
        was_full = any(word in self.stopped for word in FULL)
        try:
            for text in ("x" * PROBE_BYTES, "") if was_full else ("x",):
                with self._store.transaction() as tx:
                    tx.put_meta("probe", text)
        except Exception as error:  # noqa: BLE001 - stays stopped
            log.debug("still stopped: %s", error)
        else:
            self._back()


def _tell_one(item: _Item, answer: Any, refused: Exception | None) -> None:
    told = _Answers()
    told.give(item.future, answer, refused)
    told.wake()


def _is_of_the_store(error: Exception) -> bool:
    """Whether the database said no, not the rules."""
    return isinstance(error, StoreError) or type(error).__module__.partition(".")[0] in (
        "pysqlite3",
        "sqlite3",
        "psycopg",
    )
