"""`clock`: the machine's clock jumps, a second or a day, forwards or back; order, deadlines and chain must not care."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from console.api.client import Client
from console.api.errors import SignInNeeded
from console.domain.city import City
from console.domain.reports import TO_TRIAGE
from console.domain.wire import Event
from console.faults import ledger
from console.faults.child import give
from console.faults.desks import Desk, at_work
from console.faults.tally import Tally, Trial, grouped
from console.faults.victim import Databases, running

DESKS = 3
JUMPS = 20  # in one life of a data folder
BURST = 8
HOW_FAR_S = (1.0, 90.0, 3600.0, 13 * 3600.0, 26 * 3600.0)
DRAIN_S = 60.0


def rounds(trial: Trial, seeds: Iterable[int]) -> Iterator[tuple[int, Tally]]:
    """A jump for each seed."""
    with ExitStack() as stack:
        databases = Databases(trial.store, stack)
        for some in grouped(seeds, JUMPS):
            yield from _jumps(trial, some, databases.new())


def _jumps(trial: Trial, seeds: list[int], database: str) -> Iterator[tuple[int, Tally]]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="poc-clock-")))
        orders = folder / "orders.json"
        give(orders)
        victim = stack.enter_context(running(folder / "data", database, ("console.faults.child", str(orders))))
        clients = [victim.client(f"desk-{n}") for n in range(DESKS)]
        desks = stack.enter_context(at_work(folder, clients, trial.chance(seeds[0])))
        city, told = clients[0].city(), 0
        for seed in seeds:
            chance, tally = trial.chance(seed), Tally()
            for desk in desks:
                desk.hand_in(BURST)
            chance.choice(desks).answered.acquire(timeout=10)
            give(orders, clock_s=chance.choice((-1, 1)) * chance.choice(HOW_FAR_S))
            tally.count("signed in again", _drain(desks))
            log = ledger.log_of(victim.data, database, tally)
            ledger.compare([item for desk in desks for item in desk.sent.values()], log, tally)
            _deadlines(clients[0], city, tally)
            _order(log, tally)
            ledger.state_matches(clients[0], log, tally)
            now = sum(desk.acknowledged() for desk in desks)
            tally.acknowledged, told = now - told, now
            yield seed, tally


def _drain(desks: list[Desk]) -> int:
    """Until all is answered; who was signed out by the jump signs in again. How often that was."""
    again = 0
    for _ in range(int(DRAIN_S / 0.3)):
        if all(desk.drained(0.3) for desk in desks):
            break
        for desk in desks:
            again += _signed_in(desk.client)
            desk.hurry()
    for desk in desks:
        again += _signed_in(desk.client)
        for case in desk.work.cases:
            case.before = None  # ten minutes may have passed since: nothing to take back
    return again


def _signed_in(client: Client) -> int:
    try:
        client.layers()
    except SignInNeeded:
        client.sign_in("operator", "demo")
        return 1
    return 0


def _order(log: list[Event], tally: Tally) -> None:
    """The log's order is its numbers'; each report's versions follow one another in it, whatever the times say."""
    versions: dict[str, int] = {}
    for event in log:
        if event.entity == "report" and event.kind != "report.note":
            if event.entity_version != versions.get(event.entity_id, 0) + 1:
                tally.fail(f"event {event.seq} is of version {event.entity_version} and out of its order")
            versions[event.entity_id] = event.entity_version
    backwards = sum(later.at < earlier.at for earlier, later in pairwise(log))
    tally.count("most_steps_back", backwards)


def _deadlines(client: Client, city: City, tally: Tally) -> None:
    """Each deadline counts from the moment of its own cause, whatever the clock said before or after."""
    for report in client.all_reports():
        if report.status in TO_TRIAGE and report.version == 1:
            due = city.forward_by(report.category, report.priority, report.received_at)
            if report.forward_by != due:
                tally.fail(f"{report.number} is to be forwarded by {report.forward_by}, not {due}")
        task = report.assignment
        if task is not None and not (task.assigned_at < task.ack_by and task.assigned_at < task.solve_by):
            tally.fail(f"{report.number} is due before it was assigned")
        if report.forward_by < report.received_at - timedelta(days=3):
            tally.fail(f"{report.number} was due long before it came in")
