"""Fills the empty store of a demo city: what stands in it, what citizens said lately, and what the room made of it."""

from __future__ import annotations

import heapq
import itertools
import logging
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from console.domain.errors import DomainError
from console.domain.reports import Channel, Report
from console.domain.roles import Role
from console.domain.wire import ActionBody, Json, NewReport
from console.resources import resource_path
from console.service import holdings
from console.service.auth import now
from console.service.store.contract import Actor, Transaction

if TYPE_CHECKING:
    from console.service.core import Service
    from layers.seed import SeedReport

log = logging.getLogger(__name__)
Step = tuple[str, ActionBody]


def fill(service: Service) -> None:
    """Once: into an empty demo store only. All of it in one transaction."""
    if not service.settings.demo or not service.settings.seed or service.store.read.meta("seeded"):
        return
    at = now()
    ground, gazetteer = service.places.ground, service.places.gazetteer()
    # After the places: their thread brings shapely in, and two threads that do so at once break its circular imports.
    from layers import seed

    features = seed.features(ground, at)
    reports = seed.reports(gazetteer, seed.report_rows(resource_path("seed")), at)

    def put(tx: Transaction) -> None:
        if tx.head() > 0 and tx.counts():
            return
        for layer, found in features.items():
            holdings.take(tx, layer, found, source=seed.SOURCE, at=at, complete=True)
        _Story(service, tx, at).tell(reports)
        tx.put_meta("seeded", at.isoformat())
        tx.published.clear()  # nobody has listened yet; a console begins with a snapshot

    service.writer.do(put)


@dataclass(slots=True)
class _Story:
    """What happened to the demo's reports, in the order of time: they come in, and the room works on the older ones."""

    service: Service
    tx: Transaction
    end: datetime

    def tell(self, seeds: list[SeedReport]) -> None:
        """Everything up to now."""
        order = itertools.count()
        coming: list[tuple[datetime, int, partial[None]]] = []
        first_of: dict[str, str] = {}
        live: dict[str, Report] = {}

        def arrive(item: SeedReport) -> None:
            report = self._file(item)
            if report is None:
                return
            live[report.id] = report
            twin_of = first_of.setdefault(item.twin, report.id) if item.twin else report.id
            for moment, step in self._steps(report, "" if twin_of == report.id else twin_of):
                if moment < self.end:
                    work = self._step_work(live, report.id, step, moment)
                    heapq.heappush(coming, (moment, next(order), work))

        for item in seeds:
            heapq.heappush(coming, (item.received_at, next(order), partial(arrive, item)))
        while coming:
            _, _, happen = heapq.heappop(coming)
            happen()

    def _file(self, item: SeedReport) -> Report | None:
        try:
            new = NewReport.from_json(_new(item))
            actor = Actor("intake", Role.INTAKE, item.received_at, "demo")
            judged = self.service.intake.judge(new, item.received_at)
            return self.service.intake.file(self.tx, judged, new, actor)[0]
        except DomainError as error:
            log.warning("a report of the seed is not taken: %s", error)
            return None

    def _step_work(self, live: dict[str, Report], ident: str, step: Step, at: datetime) -> partial[None]:
        def work(ident: str) -> None:
            report = live[ident]
            actor = Actor("operator", Role.OPERATOR, at, "demo")
            action, body = step
            try:
                done = self.service.triage.act(self.tx, ident, action, body, report.version, "", actor)
            except DomainError as error:
                log.debug("the seed's %s of %s is not taken: %s", action, report.number, error)
            else:
                live[ident] = done

        return partial(work, ident)

    def _steps(self, report: Report, twin_of: str) -> Iterator[tuple[datetime, Step]]:
        """What the room did with it, and when: the older, the further. A tenth always stays untouched."""
        rng = random.Random(report.number)  # noqa: S311 - a story that repeats itself
        at = report.received_at + timedelta(minutes=rng.uniform(2, 18))
        if rng.random() < 0.1:
            return
        if twin_of:
            yield at, ("mark_duplicate", ActionBody(duplicate_of=twin_of))
            return
        if rng.random() < 0.06:
            yield at, ("reject", ActionBody(reason="incomplete"))
            return
        department = self.service.city.suggest(report, at).department
        yield at, ("verify", ActionBody())
        chance = rng.random()
        if chance < 0.06:
            return
        if chance < 0.1:
            yield at + timedelta(minutes=9), ("ask_citizen", ActionBody(reason="Mohon patokan lokasi yang jelas"))
            return
        if chance < 0.14:
            until = self.end + timedelta(hours=rng.randint(2, 40))
            yield at + timedelta(minutes=9), ("hold", ActionBody(reason="Menunggu alat berat", until=until))
            return
        at += timedelta(minutes=rng.uniform(1, 25))
        yield at, ("assign", ActionBody(department=department))
        at += timedelta(minutes=rng.uniform(5, 150))
        if rng.random() < 0.05:
            yield at, ("refuse", ActionBody(reason="Bukan kewenangan kami"))
            return
        yield at, ("accept", ActionBody())
        at += timedelta(minutes=rng.uniform(10, 180))
        yield at, ("start", ActionBody())
        at += timedelta(minutes=rng.uniform(40, 600))
        yield at, ("claim_done", ActionBody(answer="Sudah ditangani petugas di lokasi"))
        if rng.random() < 0.8:
            yield at + timedelta(minutes=rng.uniform(5, 60)), ("resolve", ActionBody())


def _new(item: SeedReport) -> Json:
    channel = item.channel if item.channel in set(Channel) else Channel.SOROT
    return {
        "id": item.id,
        "text": item.text,
        "category": item.category,
        "channel": str(channel),
        "lon": item.lon,
        "lat": item.lat,
        "place_note": item.place_note,
        "contact_name": item.contact_name,
        "contact_phone": item.contact_phone,
        "demo": True,
    }
