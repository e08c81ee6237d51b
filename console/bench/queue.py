"""`./poc bench queue`: a store of very many reports; how long a start takes, and a page of the queue, of any filter."""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from console.bench.given import whole
from console.bench.served import CITY, STORES, Served, served, share
from console.bench.service import WORDS, database
from console.domain import wire
from console.domain.reports import Channel, Priority, Report, Status
from console.domain.roles import Role
from console.domain.wire import uuid7
from console.service.notary import Seal, grown
from console.service.store.contract import Actor, Store

AT_ONCE = 5_000
KEPT = 100_000
OPEN_PART = 0.005  # of 2 million reports 10,000 are open
CATEGORIES = ("flood", "road_damage", "waste", "street_light", "traffic_jam")
CLOSED = (Status.RESOLVED, Status.RESOLVED, Status.RESOLVED, Status.REJECTED, Status.DUPLICATE)


def run(arguments: list[str]) -> int:
    """Prints one JSON object: p50_ms, p99_ms of a page, start_s, fill_per_s."""
    parser = argparse.ArgumentParser(prog="poc bench queue", description=__doc__)
    parser.add_argument("--store", choices=STORES, default="sqlite")
    parser.add_argument("--reports", type=whole(1), default=2_000_000)
    parser.add_argument("--pages", type=whole(1), default=400)
    parser.add_argument("--data", type=Path, help="a folder to fill, kept for the next time (default: many are kept)")
    parser.add_argument("--json", action="store_true", help="print nothing but the JSON object")
    given = parser.parse_args(arguments)
    with ExitStack() as stack:
        folder = given.data or kept(given.reports, given.store, stack)
        address = database(given.store, stack)
        fill_s, filled = fill(folder, address, given.reports)
        began = time.perf_counter()
        service = stack.enter_context(served(folder, address))
        first = _page(service, {"status": "new,verified"})
        start_s = time.perf_counter() - began
        times = pages(service, given.pages)
    figures = {
        "p50_ms": round(share(times, 0.5) * 1000, 2),
        "p99_ms": round(share(times, 0.99) * 1000, 2),
        "start_s": round(start_s, 3),
        "reports": given.reports,
        "first_page": first,
        "fill_per_s": round(filled / fill_s) if filled else 0,
    }
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


def kept(reports: int, store: str, stack: ExitStack) -> Path:
    """A folder: many reports take minutes to fill in, and are kept for the next time; PostgreSQL's go with it."""
    if reports >= KEPT and store == "sqlite":
        return Path(tempfile.gettempdir()) / f"poc-bench-queue-{reports}"
    return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="poc-bench-")))


def fill(folder: Path, address: str, count: int) -> tuple[float, int]:
    """Reports over three years, the newest of them open; seconds and how many were missing."""
    from console.service.store.opening import open_store

    store = open_store(folder, address)
    try:
        began = time.perf_counter()
        there = sum(store.read.counts().values())
        pick = random.Random(count)  # noqa: S311
        for begin in range(there, count, AT_ONCE):
            _some(store, pick, begin, min(AT_ONCE, count - begin), count)
        took = time.perf_counter() - began
        _sign(store, folder)
        return took, max(0, count - there)
    finally:
        store.close()


def _sign(store: Store, folder: Path) -> None:
    """As a service does all along: else the first one would have to sign everything."""
    made = Seal.of(folder).checkpoint(grown(store.read, store.read.last_checkpoint(), store.read.head()))
    with store.transaction() as tx:
        tx.put_checkpoint(made)


def _some(store: Store, pick: random.Random, begin: int, size: int, count: int) -> None:
    now = datetime.now(UTC)
    with store.transaction() as tx:
        for place in range(begin, begin + size):
            at = now - timedelta(minutes=(count - place) * 0.8)
            is_open = place >= count * (1 - OPEN_PART)
            status = pick.choice((Status.NEW, Status.VERIFIED)) if is_open else pick.choice(CLOSED)
            n = tx.next_number()
            report = Report(
                id=uuid7(at), number=f"BKS-{n:06d}", text=" ".join(pick.choices(WORDS, k=6)),
                category=pick.choice(CATEGORIES), channel=Channel.CALL_112, received_at=at,
                forward_by=at + timedelta(minutes=10), status=status, priority=Priority.NORMAL,
                lon=CITY[0] + pick.uniform(-0.05, 0.05), lat=CITY[1] + pick.uniform(-0.05, 0.05),
                kelurahan=f"32.75.{pick.randrange(1, 13):02d}.{pick.randrange(1, 6):02d}",
                contact_phone=f"08{pick.randrange(10**9, 10**10)}", updated_at=at,
            )  # fmt: skip
            report = replace(report, kecamatan=report.kelurahan[:8])
            data = wire.report_to_json(report)
            tx.insert_report(report, data, b"0" * 16)
            tx.append(Actor("bench", Role.FEED, at), "report.created", "report", report.id, 1, {"changes": {}})


def pages(service: Served, count: int) -> list[float]:
    """Seconds that pages of the queue took, of the filters that a desk uses."""
    pick = random.Random(1)  # noqa: S311
    questions: list[dict[str, str]] = [
        {"status": "new,verified"}, {"status": "new"}, {}, {"category": "flood"}, {"kecamatan": "32.75.03"},
        {"status": "resolved", "category": "waste"}, {"q": "pohon"}, {"q": "BKS-1000"},
    ]  # fmt: skip
    times = []
    with service.client() as http:
        for _ in range(count):
            question = dict(pick.choice(questions))
            began = time.perf_counter()
            answer = http.get("/reports", params={"limit": "50", **question})
            times.append(time.perf_counter() - began)
            answer.raise_for_status()
    return times


def _page(service: Served, question: dict[str, str]) -> int:
    with service.client() as http:
        return len(http.get("/reports", params={"limit": "50", **question}).raise_for_status().json()["reports"])
