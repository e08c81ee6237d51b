"""`eio`: the disk answers two of a hundred writes with an I/O error, and then some syncs too, while consoles work."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from console.faults import ledger
from console.faults.child import give, refused
from console.faults.desks import at_work
from console.faults.tally import Tally, Trial, grouped
from console.faults.victim import running

DESKS = 8
ACTIONS = 250  # in one life of a data folder
SHARE = 0.02
STORM_S, DRAIN_S = 150.0, 60.0


def rounds(trial: Trial, seeds: Iterable[int]) -> Iterator[tuple[int, Tally]]:
    """An action for each seed; some hundred together, told with the first."""
    for some in grouped(seeds, ACTIONS):
        yield some[0], _storm(trial, some[0], max(len(some), 10))
        for seed in some[1:]:
            yield seed, Tally()


def _storm(trial: Trial, seed: int, actions: int) -> Tally:
    chance, tally = trial.chance(seed), Tally()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="poc-eio-")))
        orders = folder / "orders.json"
        give(orders, seed=seed)
        victim = stack.enter_context(running(folder / "data", program=("console.faults.child", str(orders))))
        clients = [victim.client(f"desk-{n}") for n in range(DESKS)]
        desks = stack.enter_context(at_work(folder, clients, chance))
        syncs = SHARE if ((seed - 1) // ACTIONS) % 2 else 0.0  # in every second life the syncs as well
        give(orders, seed=seed, write_share=SHARE, sync_share=syncs)
        for number in range(actions):
            desks[number % DESKS].hand_in(1)
        until, stopped = time.monotonic() + STORM_S, 0.0
        while sum(desk.acknowledged() for desk in desks) < actions and time.monotonic() < until:
            began = time.monotonic()
            for desk in desks:
                desk.answered.acquire(timeout=0.05)
                desk.hurry()
            if clients[0].health().get("intake") != "ok":
                stopped += time.monotonic() - began
        give(orders)
        for desk in desks:
            desk.hurry()
        for desk in desks:
            desk.drained(DRAIN_S)
        tally.count("refused", refused(orders))
        tally.count("stopped_s", stopped)
        log = ledger.log_of(victim.data, "", tally)
        ledger.compare([item for desk in desks for item in desk.sent.values()], log, tally)
        ledger.state_matches(clients[0], log, tally)
    return tally
