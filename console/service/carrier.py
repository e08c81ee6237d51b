"""The carrier: reads every feed on its cadence and brings what it says into layers and reports; none can stop it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from console.domain import wire
from console.domain.roles import Role
from console.domain.wire import Json
from console.service import holdings
from console.service.adapters import Adapter, FeedState, adapters
from console.service.auth import now
from console.service.delivery import Delivery
from console.service.fetch import Fetcher, NotFetched
from console.service.problems import Problem
from console.service.store.contract import Actor, Published, Transaction
from layers.catalog import BY_KEY

if TYPE_CHECKING:  # layers brings shapely: the carrier loads it in its own thread, so that the service is up before
    from console.service.core import Service
    from layers.features import Feature
    from layers.feeds import Context, Manifest

log = logging.getLogger(__name__)
DEADLINE_S = 30.0
OLD = timedelta(hours=1)
TICK_S = 0.5
GRACE_S = 1.0
THREADS = "feed-"
LOADED_WITHIN_S = 30.0
SHORTEST_S, LONGEST_S = 2, 86_400


@dataclass(slots=True)
class _Run:
    """One reading that is under way."""

    began: float
    done: Future[FeedState]


class Carrier:
    """Its own thread looks what is due; each reading has a thread of its own, and is let go after a deadline."""

    def __init__(self, service: Service, deadline_s: float = DEADLINE_S) -> None:
        settings = service.settings
        self._service = service
        self._deadline_s = deadline_s
        known = Fetcher()
        self.fetcher = replace(known, hosts=known.hosts | settings.feed_hosts, loopback=settings.allow_loopback_feeds)
        self._adapters: dict[str, Adapter] = {}
        self._loaded = threading.Event()
        self._feeds: dict[str, FeedState] = {}
        self._due: dict[str, float] = {}
        self._runs: dict[str, _Run] = {}
        self._lock = threading.RLock()
        self._wake = threading.Event()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="carrier", daemon=True)

    def start(self) -> None:
        """Loads adapters and feeds, and begins to read, all in a thread of its own."""
        self._thread.start()

    @property
    def adapters(self) -> dict[str, Adapter]:
        """Every adapter; waits until they are loaded."""
        self._loaded.wait(LOADED_WITHIN_S)
        return self._adapters

    def _load(self) -> None:
        """The demo brings its own feed."""
        self._service.places.wait()  # two threads that bring shapely in at once break its circular imports
        self._adapters = adapters()
        for row in self._service.store.read.feeds():
            state = self._known(FeedState.from_json(row))
            self._feeds[state.key] = state
            self._due[state.key] = 0.0
        demo = self._adapters.get("demo")
        settings = self._service.settings
        if demo is not None and settings.demo and settings.run_feeds and "demo" not in self._feeds:
            self.add(FeedState("demo", "demo", demo.manifest.title, "", demo.manifest.cadence_s, demo=True), _system())

    def close(self) -> None:
        """Starts no further reading; what is under way is let go."""
        self._closing = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(10)
        for thread in threading.enumerate():
            if thread.name.startswith(THREADS):
                thread.join(GRACE_S)

    def feeds(self) -> list[FeedState]:
        """Every feed as it stands."""
        self._loaded.wait(LOADED_WITHIN_S)
        with self._lock:
            return sorted(self._feeds.values(), key=lambda feed: feed.key)

    def add(self, feed: FeedState, actor: Actor) -> None:
        """Sets a feed up, or sets it up anew; it is read at once."""

        def put(tx: Transaction) -> None:
            tx.put_feed(feed.key, feed.to_json())
            tx.append(actor, "feed.added", "feed", feed.key, 0, {"adapter": feed.adapter, "cadence_s": feed.cadence_s})
            tx.publish(Published(feed=feed.to_json()))

        self._service.writer.do(put)
        with self._lock:
            self._feeds[feed.key] = feed
            self._due[feed.key] = 0.0
            self._runs.pop(feed.key, None)
        self._wake.set()

    def remove(self, key: str, actor: Actor) -> bool:
        """Takes a feed away; what it brought is shown for two cadences more. Whether there was one."""
        with self._lock:
            feed = self._feeds.pop(key, None)
            self._runs.pop(key, None)
        if feed is None:
            return False
        until = actor.at + timedelta(seconds=2 * feed.cadence_s)

        def drop(tx: Transaction) -> None:
            for layer in BY_KEY:
                there = tx.features(layer, key).items()
                tx.keep_until(layer, [(ident, min(until, item.valid_until or until)) for ident, item in there])
            tx.drop_feed(key)
            tx.append(actor, "feed.removed", "feed", key)

        self._service.writer.do(drop)
        return True

    def read_now(self, key: str) -> Future[FeedState]:
        """Reads a feed now, or joins the reading that is under way. Raises KeyError."""
        self._loaded.wait(LOADED_WITHIN_S)
        with self._lock:
            feed = self._feeds[key]
            run = self._runs.get(key)
            if run is None:
                run = self._begin(feed)
            return run.done

    # --- the thread ---

    def _run(self) -> None:
        try:
            self._load()
        except Exception:
            log.exception("the feeds can't be loaded")
        finally:
            self._loaded.set()
        while not self._closing and self._service.settings.run_feeds:
            try:
                self._look()
            except Exception:
                log.exception("the carrier stumbled")
            self._wake.wait(TICK_S)
            self._wake.clear()

    def _look(self) -> None:
        moment = time.monotonic()
        if not self._service.store.is_alone:
            self._renew()
        if not self._service.leading.holds:
            return
        with self._lock:
            for key, run in list(self._runs.items()):
                if moment - run.began > self._deadline_s:
                    self._let_go(key, run)
            for key, feed in list(self._feeds.items()):
                if feed.state != "off" and key not in self._runs and self._due.get(key, 0.0) <= moment:
                    self._begin(feed)
        if self._service.store.read.expired(now()):
            self._service.writer.do(lambda tx: holdings.drop_expired(tx, now()))

    def _renew(self) -> None:
        """What other services set up, took away or read."""
        there = {str(row["key"]): row for row in self._service.store.read.feeds()}
        with self._lock:
            for key, row in there.items():
                if key not in self._runs:
                    self._feeds[key] = self._known(FeedState.from_json(row))
            for key in self._feeds.keys() - there.keys():
                del self._feeds[key]

    def _known(self, state: FeedState) -> FeedState:
        if state.adapter in self._adapters:
            return state
        return replace(state, state="off", last_error=f"there is no adapter {state.adapter}")

    def _begin(self, feed: FeedState) -> _Run:
        run = self._runs[feed.key] = _Run(time.monotonic(), Future())
        self._due[feed.key] = run.began + feed.cadence_s
        threading.Thread(target=self._read, args=(feed, run), name=f"{THREADS}{feed.key}", daemon=True).start()
        return run

    def _let_go(self, key: str, run: _Run) -> None:
        del self._runs[key]
        feed = self._feeds[key]
        words = f"not done within {self._deadline_s:g} s"
        self._settle(replace(feed, state="late", last_error=words), run, None)

    def _read(self, feed: FeedState, run: _Run) -> None:
        try:
            state, bring = self._look_at(feed)
        except Exception as error:
            log.exception("feed %s", feed.key)
            state, bring = (
                replace(feed, state="failed", last_error=f"the adapter failed ({type(error).__name__})"),
                None,
            )
        with self._lock:
            if self._runs.get(feed.key) is not run:
                return  # too late, removed, or set up anew in between
        self._settle(state, run, bring)
        with self._lock:
            if self._runs.get(feed.key) is run:
                del self._runs[feed.key]

    def _look_at(self, feed: FeedState) -> tuple[FeedState, Callable[[Transaction], Json] | None]:
        from layers.feeds import NotThisFeed

        adapter = self.adapters[feed.adapter]
        try:
            source = self.fetcher.fetch(feed.source)
            reading = adapter.read(source, self._context(feed, adapter.manifest))
        except NotFetched as error:
            return replace(feed, state="failed", last_error=str(error)), None
        except NotThisFeed as error:
            return replace(feed, state="failed", last_error=str(error)[:300]), None
        bring = Delivery(self._service, feed, reading, now())
        words = "; ".join(reading.problems)[:300]
        state = "ok"
        if reading.made_at is not None and bring.at - reading.made_at > max(OLD, 3 * timedelta(seconds=feed.cadence_s)):
            # What is old is late, however promptly it was fetched; the code before the time is for the screen's words.
            state, words = (
                "late",
                f"{wire.OLD_DATA}{reading.made_at.isoformat(timespec='seconds')}; {words}".rstrip("; "),
            )
        return replace(feed, state=state, last_ok_at=bring.at.isoformat(), last_error=words), bring.bring

    def _context(self, feed: FeedState, manifest: Manifest) -> Context:
        from layers.features import Feature
        from layers.feeds import Context

        city = self._service.city
        known: dict[str, tuple[Feature, ...]] = {}
        if manifest.demo:
            for layer in manifest.layers:
                rows = self._service.store.read.features(layer).values()
                known[layer] = tuple(Feature.from_geojson(row.geojson, layer) for row in rows)
        return Context(now(), city.bounds, dict(feed.options), known)

    def _settle(self, state: FeedState, run: _Run, bring: Callable[[Transaction], Json] | None) -> None:
        """Writes down how it went, with what it brought, in one transaction."""
        before = self._feeds.get(state.key)

        def write(tx: Transaction) -> FeedState:
            counts = bring(tx) if bring else dict(state.counts)
            done = replace(state, counts=counts)
            tx.put_feed(done.key, done.to_json())
            moved = bring is not None and any(counts.get(name) for name in ("changed", "removed", "reports"))
            if moved or before is None or before.state != done.state:
                actor = Actor(f"feed:{done.key}", Role.FEED, now(), "service")
                payload: Json = {"state": done.state, "error": done.last_error, "counts": counts}
                tx.append(actor, "feed.read", "feed", done.key, 0, payload)
            tx.publish(Published(feed=done.to_json()))
            return done

        try:
            done = self._service.writer.do(write)
        except Problem as problem:  # the disk is full, or the queue: the next reading tries again
            done = replace(state, state="late", last_error=problem.detail)
        with self._lock:
            if state.key in self._feeds:
                self._feeds[state.key] = done
            if self._runs.get(state.key) is run:
                del self._runs[state.key]  # before it is told: who asks now wants a new reading, not this one
        if not run.done.done():
            run.done.set_result(done)


def _system() -> Actor:
    return Actor("service", Role.ADMIN, now(), "service")
