"""`chaos`: consoles work over a network that cuts, delays, repeats and truncates, while the service is killed."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from console.faults import ledger
from console.faults.desks import Desk, at_work
from console.faults.proxy import FAIR, Proxy, Weather
from console.faults.tally import Tally, Trial, grouped
from console.faults.victim import Databases, running

DESKS = 4
ACTIONS = 250  # in one life of a data folder
KILLS = 3  # in that time
STORM = Weather(cut=0.03, truncate=0.02, repeat=0.05, delay=0.1, delay_s=0.1)
STORM_S, DRAIN_S = 90.0, 60.0


def rounds(trial: Trial, seeds: Iterable[int]) -> Iterator[tuple[int, Tally]]:
    """An action for each seed; what happened to some hundred of them together is told with the first."""
    with ExitStack() as stack:
        databases = Databases(trial.store, stack)
        for some in grouped(seeds, ACTIONS):
            yield some[0], _storm(trial, some[0], max(len(some), 20), databases.new())
            for seed in some[1:]:
                yield seed, Tally()


def _storm(trial: Trial, seed: int, actions: int, database: str) -> Tally:
    chance, tally = trial.chance(seed), Tally()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="poc-chaos-")))
        victim = stack.enter_context(running(folder / "data", database))
        proxy = stack.enter_context(Proxy(victim.url, chance))
        clients = [victim.client(f"desk-{n}") for n in range(DESKS)]
        desks = stack.enter_context(at_work(folder, clients, chance))
        for desk in desks:
            desk.moved(proxy.url, victim.key)
        proxy.weather = STORM
        for number in range(actions):
            desks[number % DESKS].hand_in(1)
        kills = sorted(chance.uniform(0.1, 0.9) * actions for _ in range(max(1, round(KILLS * actions / ACTIONS))))
        until = time.monotonic() + STORM_S
        while (done := sum(desk.acknowledged() for desk in desks)) < actions and time.monotonic() < until:
            if kills and done >= kills[0]:
                kills.pop(0)
                victim.kill()
                tally.count("kills")
                victim.start()
                for desk in desks:
                    desk.moved(proxy.url, victim.key)
            _some_answers(desks)
        proxy.weather = FAIR
        for desk in desks:
            desk.hurry()
        for desk in desks:
            desk.drained(DRAIN_S)
        log = ledger.log_of(victim.data, database, tally)
        ledger.compare([item for desk in desks for item in desk.sent.values()], log, tally)
        ledger.state_matches(victim.client("looker"), log, tally)
        for name, value in proxy.counts.items():
            tally.count(name, value)
    return tally


def _some_answers(desks: list[Desk]) -> None:
    """Waits a little for answers; the link is said to be back, as the live stream of each console does."""
    for desk in desks:
        desk.answered.acquire(timeout=0.05)
        desk.hurry()
