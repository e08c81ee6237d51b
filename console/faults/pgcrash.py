"""`pgcrash`: PostgreSQL is stopped as by a crash, or killed, under load; the services go on by themselves after it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from console.bench.cluster import Cluster, NoCluster
from console.faults import ledger
from console.faults.desks import Desk, at_work
from console.faults.tally import Tally, Trial, grouped
from console.faults.victim import Databases, running

DESKS = 4
CRASHES = 25  # in one life of a database
BURST = 12
LATEST_S = 0.2
DRAIN_S = 60.0


def rounds(trial: Trial, seeds: Iterable[int]) -> Iterator[tuple[int, Tally]]:
    """A crash for each seed."""
    with ExitStack() as stack:
        databases = Databases(trial.store, stack)
        if databases.cluster is None:
            raise NoCluster("only a PostgreSQL can crash like this")
        for some in grouped(seeds, CRASHES):
            yield from _crashes(trial, some, databases.new(), databases.cluster)


def _crashes(trial: Trial, seeds: list[int], database: str, cluster: Cluster) -> Iterator[tuple[int, Tally]]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="poc-pgcrash-")))
        victim = stack.enter_context(running(folder / "data", database))
        clients = [victim.client(f"desk-{n}") for n in range(DESKS)]
        desks = stack.enter_context(at_work(folder, clients, trial.chance(seeds[0])))
        told = 0
        for seed in seeds:
            chance, tally = trial.chance(seed), Tally()
            for desk in desks:
                desk.hand_in(BURST)
            chance.choice(desks).answered.acquire(timeout=10)
            time.sleep(chance.uniform(0, LATEST_S))
            if chance.random() < 0.5:
                cluster.stop("immediate")
                tally.count("stopped")
            else:
                _kill(cluster)
                tally.count("killed")
            time.sleep(chance.uniform(0, LATEST_S))
            _start(cluster)
            took = _drain(desks)
            tally.count("most_back_s", took)
            log = ledger.log_of(victim.data, database, tally)
            ledger.compare([item for desk in desks for item in desk.sent.values()], log, tally)
            if seed == seeds[-1]:
                ledger.state_matches(clients[0], log, tally)
            now = sum(desk.acknowledged() for desk in desks)
            tally.acknowledged, told = now - told, now
            yield seed, tally


def _drain(desks: list[Desk]) -> float:
    began = time.monotonic()
    while not all(desk.drained(0.3) for desk in desks) and time.monotonic() - began < DRAIN_S:
        for desk in desks:
            desk.hurry()
    return time.monotonic() - began


def _kill(cluster: Cluster) -> None:
    """SIGKILL of the server's first process; the others see it and end."""
    pid = int((cluster.folder / "data" / "postmaster.pid").read_text(encoding="ascii").split()[0])
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _start(cluster: Cluster) -> None:
    """Up again; the killed one's last processes may still hold its memory for a moment."""
    until = time.monotonic() + 30
    while True:
        try:
            cluster.start()
        except NoCluster:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)
        else:
            return
