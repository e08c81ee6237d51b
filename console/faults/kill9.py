"""`kill9`: the service is killed at a random moment while several consoles work, and started again."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from console.faults import ledger
from console.faults.desks import Desk, at_work
from console.faults.tally import Tally, Trial
from console.faults.victim import Databases, Victim, running

DESKS = 4
KILLS = 20  # in one life of a data folder
BURST = 12  # handed in by each desk before each kill
LATEST_S = 0.15
DRAIN_S = 60.0


def rounds(trial: Trial, seeds: Iterable[int]) -> Iterator[tuple[int, Tally]]:
    """A kill for each seed."""
    seeds = iter(seeds)
    with ExitStack() as stack:
        databases = Databases(trial.store, stack)
        while some := list(islice(seeds, KILLS)):
            yield from _folder(trial, some, databases.new())


def _folder(trial: Trial, seeds: list[int], database: str) -> Iterator[tuple[int, Tally]]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="poc-kill9-")))
        victim = stack.enter_context(running(folder / "data", database))
        clients = [victim.client(f"desk-{n}") for n in range(DESKS)]
        desks = stack.enter_context(at_work(folder, clients, trial.chance(seeds[0])))
        told = [0] * DESKS
        for seed in seeds:
            tally = Tally()
            chance = trial.chance(seed)
            for desk in desks:
                desk.hand_in(BURST)
            chance.choice(desks).answered.acquire(timeout=10)  # it is in the midst of its work
            time.sleep(chance.uniform(0, LATEST_S))
            victim.kill()
            _again(victim, desks)
            log = ledger.log_of(victim.data, database, tally)
            ledger.compare([item for desk in desks for item in desk.sent.values()], log, tally)
            if seed == seeds[-1]:
                ledger.state_matches(clients[0], log, tally)
            now = [desk.acknowledged() for desk in desks]
            tally.acknowledged = sum(now) - sum(told)  # of this run; the earlier ones were looked for as well
            told = now
            tally.count("kills")
            yield seed, tally


def _again(victim: Victim, desks: list[Desk]) -> None:
    victim.start()
    for desk in desks:
        desk.moved(victim.url, victim.key)
    for desk in desks:
        desk.drained(DRAIN_S)
