"""`./poc bench desk`: what the desk does at each key and each arrival, with a full queue."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from console.bench.given import whole
from console.domain.reports import Channel, Priority, Report, Status
from console.resources import RESOURCES
from layers.basemap import load_basemap
from layers.places import Gazetteer

NAMES = ("summarecon", "jl ahmad yani", "kel arenjaya", "dekat pasar kranji lama sekali")


def run(arguments: list[str]) -> int:
    """Prints medians in milliseconds: an arrival in the queue, a place by its name, the basemap; and the first fill."""
    parser = argparse.ArgumentParser(prog="poc bench desk", description=__doc__)
    parser.add_argument("--reports", type=whole(1, 2_000_000), default=20_000)
    parser.add_argument("--json", action="store_true", help="print nothing but the JSON object")
    given = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder = RESOURCES / "basemap" / "kota_bekasi"
    basemap = load_basemap(folder)
    places = Gazetteer(basemap)
    figures = {
        "reports": given.reports,
        "basemap_ms": _median(lambda: load_basemap(folder), 5),
        "find_ms": _median(lambda: [places.find(name) for name in NAMES], 25) / len(NAMES),
        **_queue(given.reports),
    }
    sys.stdout.write(json.dumps({key: round(value, 3) for key, value in figures.items()}) + "\n")
    return 0


def _queue(count: int) -> dict[str, float]:
    from PySide6.QtWidgets import QApplication

    from console.models.queue import QueueModel
    from console.state.reports import ReportStore

    application = QApplication.instance() or QApplication([])
    store, now = ReportStore(), datetime.now(UTC)
    queue = QueueModel(store, lambda: now)
    reports = [_report(number, now) for number in range(count)]
    began = time.perf_counter()
    store.put(reports)
    filled = time.perf_counter() - began
    fresh = iter(_report(count + number, now) for number in range(100))
    arrival = _median(lambda: store.put([next(fresh)]), 51)
    del queue, application
    return {"queue_fill_ms": filled * 1000, "queue_arrival_ms": arrival}


def _report(number: int, now: datetime) -> Report:
    came = now - timedelta(seconds=number * 7 % 100_000)
    return Report(
        id=f"{number:08d}",
        number=f"BKS-{number:06d}",
        text="Banjir di depan pasar",
        category="flood",
        channel=Channel.SOROT,
        received_at=came,
        forward_by=came + timedelta(hours=6),
        status=list(Status)[number % len(Status)],
        priority=list(Priority)[number % len(Priority)],
    )


def _median(work: Callable[[], object], times: int) -> float:
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)
