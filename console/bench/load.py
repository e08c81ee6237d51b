"""`./poc bench load`: a room at work: so many actions a second, consoles that listen, a feed beside them if wished."""

from __future__ import annotations

import argparse
import json
import random
import selectors
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from console.bench.fanout import listen
from console.bench.served import CITY, STORES, Served, served, share
from console.bench.service import Connection, database
from console.domain.wire import uuid7

CALLERS = 32
CADENCE_S = 2
WAIT_S = 10.0
STORY = (  # what a report goes through; of every report two pages of the queue are asked for as well
    ("POST", "/reports", None),
    ("POST", "/reports/{id}/actions/verify", 1),
    ("GET", "/reports/{id}", None),
    ("POST", "/reports/{id}/notes", None),
    ("PATCH", "/reports/{id}", 2),
    ("GET", "/reports?limit=50", None),
    ("POST", "/reports/{id}/actions/assign", 3),
    ("GET", "/reports/{id}/history", None),
    ("POST", "/reports/{id}/actions/accept", 4),
    ("GET", "/reports?limit=50", None),
)
BODIES = {
    "verify": {}, "assign": {"department": "dbmsda"}, "accept": {}, "notes": {"text": "petugas sudah berangkat"},
}  # fmt: skip


@dataclass(slots=True)
class Report:
    """A report on its way through the story."""

    ident: str
    step: int = 0


@dataclass(slots=True)
class Caller:
    """A connection, and what it asks for now."""

    line: Connection
    about: Report | None = None
    due: float = 0.0


@dataclass(slots=True)
class Times:
    """Seconds from when each was due until its answer."""

    writes: list[float] = field(default_factory=list)
    reads: list[float] = field(default_factory=list)
    errors: int = 0
    statuses: dict[int, int] = field(default_factory=dict)


def run(arguments: list[str]) -> int:
    """Prints one JSON object: per_s, write_p50_ms, write_p99_ms, read_p99_ms, errors. Exit code 1 when any were."""
    parser = argparse.ArgumentParser(prog="poc bench load", description=__doc__)
    parser.add_argument("--store", choices=STORES, default="sqlite")
    parser.add_argument("--rate", type=float, default=50, help="actions a second: six of ten change something")
    parser.add_argument("--consoles", type=int, default=50, help="so many listen")
    parser.add_argument("--observations", type=int, default=0, help="a second, by a feed beside the actions")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--json", action="store_true", help="print nothing but the JSON object")
    given = parser.parse_args(arguments)
    with ExitStack() as stack:
        feeds = bool(given.observations)
        service = stack.enter_context(served(database=database(given.store, stack), feeds=feeds))
        observed = stack.enter_context(feed(service, given.observations)) if feeds else None
        figures = measure(service, given.rate, given.consoles, given.seconds)
        if observed is not None:
            figures["observations_per_s"] = round(observed(service) / given.seconds, 1)
    about = {"store": given.store, "consoles": given.consoles, "rate": given.rate, "seconds": given.seconds}
    sys.stdout.write(json.dumps({**figures, **about}) + "\n")
    return 1 if figures["errors"] else 0


def measure(service: Served, rate: float, consoles: int, seconds: float) -> dict[str, float]:
    """The actions come when they are due, whatever is still under way: waiting counts."""
    room = _Room(service, [listen(service) for _ in range(consoles)])
    used = service.cpu_s()
    took = room.work(rate, seconds)
    after = service.cpu_s()
    room.close()
    times = room.times
    figures: dict[str, float] = {
        "per_s": round((len(times.writes) + len(times.reads)) / took, 1),
        "write_p50_ms": round(share(times.writes, 0.5) * 1000, 2),
        "write_p99_ms": round(share(times.writes, 0.99) * 1000, 2),
        "read_p99_ms": round(share(times.reads, 0.99) * 1000, 2),
        "longest_ms": round(max([*times.writes, *times.reads], default=0.0) * 1000, 2),
        "errors": times.errors,
    }
    if used is not None and after is not None:
        figures["cpu_share"] = round((after - used) / took, 3)
    return figures


class _Room:
    """Callers that act and consoles that listen, in one loop."""

    def __init__(self, service: Served, listening: list[socket.socket]) -> None:
        self.times = Times()
        self._head = service.head
        self._listening = listening
        self._free = [Caller(Connection(service.connect(), b"", [], random.Random(n))) for n in range(CALLERS)]  # noqa: S311
        self._callers = list(self._free)
        self._open: deque[Report] = deque()
        self._chance = random.Random(1)  # noqa: S311
        self._selector = selectors.DefaultSelector()
        for sock in listening:
            self._selector.register(sock, selectors.EVENT_READ, None)
        for caller in self._free:
            self._selector.register(caller.line.sock, selectors.EVENT_READ, caller)

    def work(self, rate: float, seconds: float) -> float:
        """How long it took; what is not answered some seconds after the end is an error."""
        began = time.perf_counter()
        total, sent = int(rate * seconds), 0
        until = began + seconds + WAIT_S
        while (moment := time.perf_counter()) < until and (sent < total or len(self._free) < len(self._callers)):
            due = min(total, int((moment - began) * rate) + 1)
            while sent < due and self._free:
                self._ask(self._free.pop(), began + sent / rate)
                sent += 1
            for key, _ in self._selector.select(0.002):
                self._hear(key)
        self.times.errors += total - sent + len(self._callers) - len(self._free)
        return time.perf_counter() - began

    def close(self) -> None:
        """Ends every connection."""
        self._selector.close()
        for sock in (*self._listening, *(caller.line.sock for caller in self._callers)):
            sock.close()

    def _ask(self, caller: Caller, due: float) -> None:
        report = self._open.popleft() if self._open and self._chance.random() < 0.9 else Report(uuid7())
        method, path, version = STORY[report.step]
        extra = "Content-Type: application/json\r\n"
        if method != "GET" and report.step:
            extra += f"Idempotency-Key: {uuid7()}\r\n"
        if version:
            extra += f'If-Match: "{version}"\r\n'
        body = self._body(method, path, report)
        head = self._head(method, path.format(id=report.ident), extra)
        caller.about, caller.due = report, due
        caller.line.sock.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    def _body(self, method: str, path: str, report: Report) -> bytes:
        if method == "GET":
            return b""
        if method == "PATCH":
            return b'{"place_note":"RT 05"}'
        if path != "/reports":
            return json.dumps(BODIES[path.rpartition("/")[2]]).encode()
        lon, lat = (middle + self._chance.uniform(-0.03, 0.03) for middle in CITY)
        fields = {"id": report.ident, "text": "banjir di depan pasar", "category": "flood", "lon": lon, "lat": lat}
        return json.dumps(fields).encode()

    def _hear(self, key: selectors.SelectorKey) -> None:
        caller = key.data
        if not isinstance(caller, Caller):
            assert isinstance(key.fileobj, socket.socket)  # noqa: S101 - for the type checker
            key.fileobj.recv(1 << 20)
            return
        status = caller.line.take()
        report = caller.about
        if status is None or report is None:
            return
        took, is_read = time.perf_counter() - caller.due, STORY[report.step][0] == "GET"
        (self.times.reads if is_read else self.times.writes).append(took)
        self.times.errors += not 200 <= status < 300
        report.step += 1
        if report.step < len(STORY):
            self._open.append(report)
        caller.about = None
        self._free.append(caller)


@contextmanager
def feed(service: Served, rate: int) -> Iterator[Observed]:
    """A file that says something else of every point each two seconds, read by the service as often."""
    path, stop = service.data / "observations.csv", threading.Event()
    count, places = rate * CADENCE_S, random.Random(3)  # noqa: S311
    rows = [(CITY[0] + places.uniform(-0.03, 0.03), CITY[1] + places.uniform(-0.03, 0.03)) for _ in range(count)]
    _observe(path, rows, 0)

    def go_on() -> None:
        turn = 0
        while not stop.wait(CADENCE_S / 2):
            turn += 1
            _observe(path, rows, turn)

    writing = threading.Thread(target=go_on, name="observations", daemon=True)
    with service.client() as http:
        body = {"key": "bench", "adapter": "csv_file", "source": str(path), "cadence_s": CADENCE_S}
        http.post("/feeds", json=body | {"options": {"layer": "waste_point"}}).raise_for_status()
        until = time.monotonic() + WAIT_S
        while not (seen := _changed(http.get("/events?kind=feed.read&limit=1000").json())):
            if time.monotonic() > until:
                raise RuntimeError(f"the feed was not read: {http.get('/feeds').json()['feeds']}")
            time.sleep(0.05)
    writing.start()
    try:
        yield Observed(seen)
    finally:
        stop.set()
        writing.join()


@dataclass(frozen=True, slots=True)
class Observed:
    """How many observations were brought in before the measuring began."""

    before: int

    def __call__(self, service: Served) -> int:
        """How many since."""
        with service.client() as http:
            return _changed(http.get("/events?kind=feed.read&limit=1000").json()) - self.before


def _changed(log: dict[str, list[dict[str, dict[str, dict[str, int]]]]]) -> int:
    return sum(event["payload"]["counts"].get("changed", 0) for event in log["events"] if _is_ours(event))


def _is_ours(event: object) -> bool:
    return isinstance(event, dict) and event.get("entity_id") == "bench"


def _observe(path: Path, rows: list[tuple[float, float]], turn: int) -> None:
    fresh = path.with_suffix(".new")
    lines = (f"p{n},{lon:.6f},{lat:.6f},Titik {n},TPS,{(turn * 7 + n) % 100}\n" for n, (lon, lat) in enumerate(rows))
    fresh.write_text("id,lon,lat,name,kind,fill_pct\n" + "".join(lines), encoding="ascii")
    fresh.replace(path)
