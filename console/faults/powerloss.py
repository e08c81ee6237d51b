"""`powerloss`: the disk as it may look after the power went, thousands of times, each opened by the real store.

The store, its schema and its one writer run as they are, over SQLite's own files; what goes to the disk is written
down. Then the power goes at some moment: what was synced holds, of the rest any sectors are there, torn or not.
`--control`: the same with synchronous=NORMAL, where WAL commits are not synced. It must lose.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from console.domain import wire
from console.domain.audit import first_break
from console.domain.city import City
from console.domain.reports import Report
from console.domain.roles import Role
from console.domain.wire import NewReport
from console.faults import ledger
from console.faults.desks import MIDDLE
from console.faults.disk import watched
from console.faults.image import Op, Platter, Recorder
from console.faults.tally import Tally, Trial, grouped
from console.resources import profile_tables
from console.service.core import as_json
from console.service.intake import Intake
from console.service.places import Places
from console.service.store.checkpointing import Checkpointer
from console.service.store.contract import Actor, Find, StoreError, Transaction
from console.service.store.sqlite import FILE, SqliteStore, library
from console.service.triage import Triage
from console.service.writer import Writer

IMAGES = 50  # from one recording
BATCHES = 25
SHM = Path("/dev/shm")  # noqa: S108 - only where images are looked at quickly


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the service's routes do, without the routes: the rules inside the writer's transaction."""

    city: City
    intake: Intake
    triage: Triage

    @classmethod
    def ready(cls) -> _Desk:
        """With the city's profile."""
        city = City.from_tables(as_json(profile_tables("kota_bekasi", None)), datetime.now(UTC).date())
        places = Places(city)
        places.start([])
        intake = Intake(city, places)
        return cls(city, intake, Triage(city, intake))

    def work(self, chance: random.Random, reports: list[Report]) -> tuple[str, Any]:
        """One more thing to do: the trace that it leaves, and the work for the writer."""
        actor = Actor("operator", Role.OPERATOR, datetime.now(UTC), "desk-1")
        if len(reports) < 3 or chance.random() < 0.5:
            new = NewReport(wire.uuid7(), "banjir " * chance.randrange(1, 60), "flood", lon=MIDDLE[0], lat=MIDDLE[1])
            judged = self.intake.judge(new, actor.at)

            def create(tx: Transaction) -> Report:
                report, _ = self.intake.file(tx, judged, new, actor)
                reports.append(report)
                return report

            return _name("report.created", new.id, 1), create
        place = chance.randrange(len(reports))
        report, key = reports[place], wire.uuid7()
        if chance.random() < 0.3:
            return _name("report.note", report.id, key), lambda tx: self.triage.note(tx, report.id, key, key, actor)
        reports.pop(place)  # until its change is done
        fields = {"place_note": key}
        return _name("report.changed", report.id, report.version + 1), lambda tx: reports.append(
            self.triage.change(tx, report.id, fields, report.version, key, actor)
        )


def _name(kind: str, ident: str, mark: str | int) -> str:
    return f"{kind} {ident} {mark}"


def rounds(trial: Trial, seeds: Iterable[int]) -> Iterator[tuple[int, Tally]]:
    """An image for each seed; some fifty from one recording."""
    desk = _Desk.ready()
    with ExitStack() as stack:
        place = SHM if SHM.is_dir() else None
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="poc-power-", dir=place)))
        for some in grouped(seeds, IMAGES):
            chance = random.Random(f"recording:{(some[0] - 1) // IMAGES}")  # noqa: S311
            ops = _record(desk, chance, folder / "recorded", control=trial.control)
            platter = Platter(ops)
            cuts = sorted((_moment(trial.chance(seed), ops), seed) for seed in some)
            for upto, seed in cuts:
                platter.forward(upto)
                files = platter.after_loss(trial.chance(seed))
                yield seed, _look(folder / "image", files, platter.told)


def _moment(chance: random.Random, ops: list[Op]) -> int:
    """When the power goes: anywhere, as often as not right after somebody was told."""
    told = [at for at, op in enumerate(ops) if op.kind == "told"]
    if told and chance.random() < 0.5:
        return chance.choice(told) + 1
    return chance.randrange(len(ops) + 1)


def _record(desk: _Desk, chance: random.Random, folder: Path, *, control: bool) -> list[Op]:
    _clear(folder)
    recorder = Recorder()
    with watched(recorder):
        reports: list[Report] = []
        for _ in range(chance.choice((1, 1, 2))):  # closed and opened again, or not
            store = SqliteStore(folder)
            if control:
                store._writer.execute("PRAGMA synchronous = NORMAL")
            checkpointer = Checkpointer(store._connect, chance.choice((0.002, 0.02, 0.2)))  # the store's own is slow
            writer = Writer(store, 1000, told=lambda _, wrote=checkpointer.wrote: wrote())  # type: ignore[misc]
            for _ in range(BATCHES):
                some = [desk.work(chance, reports) for _ in range(chance.choice((1, 1, 2, 5, 12)))]
                for future in [_submit(writer, recorder, *item) for item in some]:
                    future.result(30)
            writer.close()
            checkpointer.close()
            store.close()
    return recorder.ops


def _submit(writer: Writer, recorder: Recorder, trace: str, work: Any) -> Future[Any]:
    def answered(done: Future[Any]) -> None:
        if done.exception() is None:
            recorder.put(Op("told", trace))

    future: Future[Any] = writer.submit(work)
    future.add_done_callback(answered)
    return future


def _look(folder: Path, files: dict[str, bytes], told: list[str]) -> Tally:
    """Opens an image as the service does at its next start, and looks for everything that was acknowledged."""
    _clear(folder)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    tally = Tally(acknowledged=len(told))
    try:
        store = SqliteStore(folder)
    except StoreError as error:
        tally.fail(f"the image can't be opened: {error}")
        tally.lost += len(told)
        return tally
    try:
        log = store.read.events(limit=100_000)
        there = [_name(*ledger.trace_of(event)) for event in log]
        tally.lost += len(set(told) - set(there))
        tally.duplicated += len(there) - len(set(there))
        broken = first_break(store.read.links(limit=100_000))
        if broken is not None:
            tally.fail(f"the chain breaks at event {broken}")
        ledger.stands(store.read.reports(Find(limit=100_000)), log, tally)
    finally:
        store.close()
    connection = library().connect(str(folder / FILE))
    said = connection.execute("PRAGMA integrity_check").fetchone()[0]
    connection.close()
    if said != "ok":
        tally.fail(f"the file is damaged: {said}")
    return tally


def _clear(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
