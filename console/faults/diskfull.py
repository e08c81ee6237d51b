"""`diskfull`: the disk of the data folder is filled to the last byte while consoles work; then there is room again."""

from __future__ import annotations

import errno
import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from console.api.client import Client
from console.api.errors import Stopped
from console.api.stream import Stream
from console.bench.cluster import Cluster, NoCluster
from console.domain.wire import NewReport, uuid7
from console.faults import ledger
from console.faults.desks import at_work
from console.faults.tally import Tally, Trial
from console.faults.victim import Victim, running

DESKS = 3
SIZES = {"sqlite": "24m", "postgres": "256m"}  # a new PostgreSQL takes 60 MB, its log comes in pieces of 16
BURST = 15
LATEST_S = 30.0


@dataclass(frozen=True, slots=True)
class _Disk:
    """A small disk: where it is, how it is filled, and how it is emptied again."""

    folder: Path
    database: str
    fill: Callable[[Victim], None]
    free: Callable[[Victim], None]
    is_real: bool = False  # a file system of its own


def rounds(trial: Trial, seeds: Iterable[int]) -> Iterator[tuple[int, Tally]]:
    """A full disk for each seed."""
    for seed in seeds:
        with TemporaryDirectory(prefix="poc-full-") as folder, _disk_of(trial.store, Path(folder)) as disk:
            yield seed, _full(trial, seed, Path(folder), disk)


@contextmanager
def _disk_of(store: str, folder: Path) -> Iterator[_Disk]:
    """A small disk with the data folder on it, or with PostgreSQL's. Raises NoCluster where none may be mounted."""
    with _small_disk(folder, SIZES[store]) as disk:
        if store == "sqlite":
            yield disk
            return
        if not disk.is_real:
            raise NoCluster("a small disk can be mounted by root only")
        for path in (folder, disk.folder):
            path.chmod(0o711)  # PostgreSQL runs as somebody else
        with Cluster(within=disk.folder) as cluster:

            def free(victim: Victim) -> None:
                disk.free(victim)
                with suppress(NoCluster):  # it runs still: the usual case
                    cluster.start()

            yield replace(disk, folder=folder, database=cluster.address(), free=free)


@contextmanager
def _small_disk(folder: Path, size: str) -> Iterator[_Disk]:
    """A file system of its own where that may be made; else a limit on the size of the service's files."""
    place = folder / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    made = os.geteuid() == 0 and subprocess.run(mount, check=False, capture_output=True).returncode == 0  # noqa: S603
    if not made:
        yield _Disk(place, "", lambda victim: _limit(victim, 4096), lambda victim: _limit(victim, -1))
        return
    ballast = place / "ballast"
    try:
        yield _Disk(place, "", lambda victim: _fill(ballast), lambda victim: ballast.unlink(), is_real=True)
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)  # noqa: S603, S607


def _limit(victim: Victim, size: int) -> None:
    import resource

    resource.prlimit(victim.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def _fill(path: Path) -> None:
    with path.open("ab", buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            with suppress(OSError):
                while file.write(b"\0" * size):
                    continue


def _full(trial: Trial, seed: int, folder: Path, disk: _Disk) -> Tally:
    chance, tally = trial.chance(seed), Tally()
    with ExitStack() as stack:
        victim = stack.enter_context(running(disk.folder / "data", disk.database))
        clients = [victim.client(f"desk-{n}") for n in range(DESKS)]
        desks = stack.enter_context(at_work(folder, clients, chance))
        alarms = _Alarms(victim.client("wall"))
        stack.callback(alarms.close)
        for desk in desks:
            desk.hand_in(BURST)
        for _ in range(chance.randrange(DESKS * BURST)):
            chance.choice(desks).answered.acquire(timeout=0.05)
        disk.fill(victim)
        began = time.monotonic()
        refused = _until_refused(clients[0], tally)
        for desk in desks:
            desk.hand_in(BURST)
        if refused and clients[0].health().get("intake") != "stopped":
            tally.fail("the intake has stopped, and the health does not say so")
        if not alarms.rang.wait(LATEST_S):
            tally.fail("no alarm was heard")
        disk.free(victim)
        tally.count("most_full_s", time.monotonic() - began)
        back = time.monotonic()
        if not alarms.over.wait(LATEST_S):
            tally.fail("the alarm did not end")
        for desk in desks:
            desk.hurry()
        for desk in desks:
            desk.drained(LATEST_S)
        tally.count("most_back_s", time.monotonic() - back)
        log = ledger.log_of(victim.data, disk.database, tally)
        ledger.compare([item for desk in desks for item in desk.sent.values()], log, tally, whole=False)
        if not all(item.acknowledged for desk in desks for item in desk.sent.values()):
            tally.fail("not everything went out once there was room")
        ledger.state_matches(clients[0], log, tally)
    return tally


def _until_refused(client: Client, tally: Tally) -> bool:
    """Sends reports in until the service says 507; they are nobody's work and not counted."""
    until = time.monotonic() + LATEST_S
    while time.monotonic() < until:
        try:
            client.create(NewReport(uuid7(), "banjir " * 900, "flood"))
        except Stopped as refusal:
            if refusal.status == errno.ENOSPC or refusal.status == 507:
                tally.count("refused")
                if refusal.code != "storage" or not refusal.detail:
                    tally.fail(f"the refusal does not say why: {refusal.code}")
                return True
    tally.fail("the disk is full, and nothing was refused")
    return False


class _Alarms:
    """A wall that listens: whether it heard that the intake has stopped, and that it goes on."""

    def __init__(self, client: Client) -> None:
        self.rang, self.over = threading.Event(), threading.Event()
        self._stream = Stream(client, self._on_message, lambda link: None, lambda: client.snapshot().seq)
        self._stream.start(client.snapshot().seq)

    def close(self) -> None:
        """Ends it."""
        self._stream.close()

    def _on_message(self, kind: str, data: dict[str, Any]) -> None:
        if kind == "alarm" and data.get("intake") == "stopped":
            self.over.clear()
            self.rang.set()
        elif kind == "alarm" and self.rang.is_set():
            self.over.set()
