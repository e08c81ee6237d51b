"""`stream`: the live stream is cut again and again under writes; its listener must end with exactly what stands."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from console.api.client import Client
from console.api.stream import Link, Stream
from console.domain import wire
from console.domain.wire import Json
from console.faults import ledger
from console.faults.desks import at_work
from console.faults.proxy import Proxy
from console.faults.tally import Tally, Trial, grouped
from console.faults.victim import Databases, Victim, running

CUTS = 20  # on one stream
WRITERS = 3
BURST = 6
LATEST_S = 30.0


@dataclass(slots=True)
class _Listener:
    """Keeps what the stream said: every event's number as it came, and the reports as they stand."""

    client: Client
    seqs: list[int] = field(default_factory=list)
    reports: dict[str, Json] = field(default_factory=dict)
    lives: int = 0
    live: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    reached: threading.Condition = field(default_factory=threading.Condition)

    def on_message(self, kind: str, data: dict[str, Any]) -> None:
        """In the stream's thread."""
        if kind == "report":
            with self.reached:
                self.seqs.append(int(data["event"]["seq"]))
                self.reports[data["report"]["id"]] = data["report"]
                self.reached.notify_all()

    def on_link(self, link: Link) -> None:
        """In the stream's thread."""
        if link is Link.LIVE:
            self.lives += 1
            self.live.release()

    def on_gap(self) -> int:
        """Never needed here: fewer events are missed than the service can tell again."""
        raise AssertionError("the service asked for a snapshot")


def rounds(trial: Trial, seeds: Iterable[int]) -> Iterator[tuple[int, Tally]]:
    """A cut for each seed; what the listener has is looked at after each twenty."""
    with ExitStack() as stack:
        databases = Databases(trial.store, stack)
        for some in grouped(seeds, CUTS):
            yield from _stream(trial, some, databases.new())


def _stream(trial: Trial, seeds: list[int], database: str) -> Iterator[tuple[int, Tally]]:
    tally = Tally()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="poc-stream-")))
        victim = stack.enter_context(running(folder / "data", database))
        proxy = stack.enter_context(Proxy(victim.url, trial.chance(seeds[0])))
        clients = [victim.client(f"desk-{n}") for n in range(WRITERS)]
        desks = stack.enter_context(at_work(folder, clients, trial.chance(seeds[0])))
        client = victim.client("listener")
        client.move_to(proxy.url, victim.key)
        listener = _Listener(client)
        stream = Stream(client, listener.on_message, listener.on_link, listener.on_gap)
        stack.callback(stream.close)
        stream.start(client.snapshot().seq)
        for seed in seeds if len(seeds) > 1 else seeds * CUTS:  # one that failed is tried twenty times over
            chance = trial.chance(seed)
            if not listener.live.acquire(timeout=LATEST_S):
                tally.fail("the stream did not come back")
            for desk in desks:
                desk.hand_in(BURST)
            for _ in range(chance.randrange(WRITERS * BURST)):
                chance.choice(desks).answered.acquire(timeout=0.05)
            proxy.cut_all()
            tally.count("cuts")
            if seed != seeds[-1]:
                yield seed, Tally()
        for desk in desks:
            desk.drained(LATEST_S)
        log = ledger.log_of(victim.data, database, tally)
        ledger.compare([item for desk in desks for item in desk.sent.values()], log, tally)
        _same(victim, listener, [event.seq for event in log if event.entity == "report"], tally)
        tally.count("reconnects", listener.lives - 1)
    yield seeds[-1], tally


def _same(victim: Victim, listener: _Listener, wanted: list[int], tally: Tally) -> None:
    """Whether the listener heard each event once, in order, and has every report as it stands."""
    with listener.reached:
        listener.reached.wait_for(lambda: bool(set(wanted) <= set(listener.seqs)), LATEST_S)
        heard, reports = list(listener.seqs), dict(listener.reports)
    tally.lost += len(set(wanted) - set(heard))
    tally.duplicated += len(heard) - len(set(heard))
    if heard != sorted(heard):
        tally.fail("events came out of order")
    stands = {report.id: wire.report_to_json(report) for report in victim.client("looker").all_reports()}
    if stands != reports:
        wrong = sum(reports.get(ident) != report for ident, report in stands.items())
        tally.fail(f"{wrong} of {len(stands)} reports are not as they stand")
