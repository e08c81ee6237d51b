"""`netcut`: thirty seconds without a network while five hundred things are done; then all must go out."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from console.api.stream import Link, Stream
from console.faults import ledger
from console.faults.desks import Desk, at_work
from console.faults.proxy import Proxy
from console.faults.tally import Tally, Trial
from console.faults.victim import Databases, running

DARK_S = 30.0
DRAIN_S = 30.0  # after the return of the network
QUEUED = 500
LATEST_S = 60.0  # when waiting for what is late ends


def rounds(trial: Trial, seeds: Iterable[int]) -> Iterator[tuple[int, Tally]]:
    """One cut for each seed."""
    with ExitStack() as stack:
        databases = Databases(trial.store, stack)
        for seed in seeds:
            yield seed, _cut(trial, seed, databases.new())


def _cut(trial: Trial, seed: int, database: str) -> Tally:
    chance, tally = trial.chance(seed), Tally()
    dark_s = trial.seconds or DARK_S
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="poc-netcut-")))
        victim = stack.enter_context(running(folder / "data", database))
        proxy = stack.enter_context(Proxy(victim.url, chance))
        client = victim.client("desk")
        client.move_to(proxy.url, victim.key)
        (desk,) = stack.enter_context(at_work(folder, [client], chance))
        stream = _listening(desk)
        stack.callback(stream.close)
        desk.hand_in(5)
        desk.drained(20)
        proxy.go_dark()
        began = time.monotonic()
        queued = int(QUEUED * max(0.1, min(1.0, dark_s / DARK_S)))
        for _ in range(queued):
            desk.hand_in(1)
            time.sleep(dark_s / queued / 2)
        time.sleep(max(0.0, dark_s - (time.monotonic() - began)))
        before = desk.acknowledged()
        if seed % 2:
            proxy.cut_all()  # what lies between has forgotten the connections; else they go on
        proxy.go_light()
        back = time.monotonic()
        desk.drained(LATEST_S)
        took = time.monotonic() - back
        tally.count("queued", len(desk.sent) - before)
        tally.count("most_drain_s", took)
        if took > DRAIN_S:
            tally.fail(f"what was queued took {took:.1f} s to go out")
        log = ledger.log_of(victim.data, database, tally)
        ledger.compare(desk.sent.values(), log, tally)
        ledger.state_matches(victim.client("looker"), log, tally)
    return tally


def _listening(desk: Desk) -> Stream:
    """The live stream of this console: when its link is back, what is unsent goes out at once."""

    def on_link(link: Link) -> None:
        if link is Link.LIVE:
            desk.hurry()

    stream = Stream(desk.client, lambda kind, data: None, on_link, lambda: desk.client.snapshot().seq)
    stream.start(desk.client.snapshot().seq)
    return stream
