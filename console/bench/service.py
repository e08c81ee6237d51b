"""`./poc bench service`: how many reports a second are taken durably, by clients that each wait for the answer."""

from __future__ import annotations

import argparse
import json
import random
import selectors
import socket
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field

from console.bench.given import amount, whole
from console.bench.served import CITY, STORES, Served, served, share
from console.domain.wire import uuid7

WARM_S = 1.0
WORDS = ("banjir", "di depan pasar", "jalan rusak", "dekat sekolah", "lampu mati", "sampah menumpuk", "pohon tumbang")


@dataclass(slots=True)
class Connection:
    """One client: it sends, waits for the whole answer, and sends the next."""

    sock: socket.socket
    head: bytes
    categories: list[str]
    chance: random.Random
    sent_at: float = 0.0
    got: bytearray = field(default_factory=bytearray)

    def send(self, text: str = "") -> None:
        """The next report; without a text one of some words."""
        body = self._report(text)
        self.sent_at = time.perf_counter()
        self.sock.sendall(b"%bContent-Length: %d\r\n\r\n%b" % (self.head, len(body), body))

    def take(self) -> int | None:
        """Reads what came; the status once the answer is whole."""
        part = self.sock.recv(65536)
        if not part:
            raise ConnectionError("the service closed the connection")
        self.got += part
        end = self.got.find(b"\r\n\r\n")
        if end < 0:
            return None
        at = self.got.lower().find(b"content-length:", 0, end)
        length = int(self.got[at + 15 : self.got.find(b"\r\n", at)]) if at >= 0 else 0
        if len(self.got) < end + 4 + length:
            return None
        status = int(self.got[9:12])
        del self.got[: end + 4 + length]
        return status

    def _report(self, text: str) -> bytes:
        pick = self.chance
        text = text or " ".join(pick.choices(WORDS, k=6))
        lon, lat = CITY[0] + pick.uniform(-0.03, 0.03), CITY[1] + pick.uniform(-0.03, 0.03)
        phone = f"08{pick.randrange(10**9, 10**10)}"
        return (
            f'{{"id":"{uuid7()}","text":"{text}","category":"{pick.choice(self.categories)}","channel":"call112",'
            f'"lon":{lon:.6f},"lat":{lat:.6f},"place_note":"RT 05","contact_phone":"{phone}"}}'
        ).encode()


def run(arguments: list[str]) -> int:
    """Prints one JSON object: per_s, p50_ms, p99_ms, errors. Exit code 1 when there were errors."""
    parser = argparse.ArgumentParser(prog="poc bench service", description=__doc__)
    parser.add_argument("--store", choices=STORES, default="sqlite")
    parser.add_argument("--clients", type=whole(1, 1000), default=8)
    parser.add_argument("--seconds", type=amount(0.1), default=10)
    parser.add_argument("--json", action="store_true", help="print nothing but the JSON object")
    given = parser.parse_args(arguments)
    with ExitStack() as stack:
        service = stack.enter_context(served(database=database(given.store, stack)))
        figures = measure(service, given.clients, given.seconds)
    sys.stdout.write(json.dumps({**figures, "store": given.store, "clients": given.clients}) + "\n")
    return 1 if figures["errors"] else 0


def database(store: str, stack: ExitStack) -> str:
    """The address of the database for a store; for PostgreSQL a cluster of its own, which ends with the benchmark."""
    if store == "sqlite":
        return ""
    from console.bench.cluster import cluster

    return stack.enter_context(cluster())


def measure(service: Served, clients: int, seconds: float) -> dict[str, float]:
    """The closed loop, after a second of warming up. Ends when what was sent is answered, and is in the store."""
    loop = connections(service, clients)
    _drive(loop, WARM_S)
    used, began = service.cpu_s(), time.perf_counter()
    times, errors = _drive(loop, seconds)
    took = time.perf_counter() - began
    after = service.cpu_s()
    for connection in loop:
        connection.sock.close()
    figures = {
        "per_s": round(len(times) / took, 1),
        "p50_ms": round(share(times, 0.5) * 1000, 2),
        "p99_ms": round(share(times, 0.99) * 1000, 2),
        "errors": errors,
    }
    if used is not None and after is not None:
        figures["cpu_share"] = round((after - used) / took, 3)
    return figures


def connections(service: Served, count: int) -> list[Connection]:
    """So many clients."""
    with service.client() as http:
        categories = [row["code"] for row in http.get("/profile").json()["tables"]["categories"]["category"]]
    head = service.head("POST", "/reports", "Content-Type: application/json\r\n").encode()
    return [Connection(service.connect(), head, categories, random.Random(n)) for n in range(count)]  # noqa: S311


def _drive(loop: list[Connection], seconds: float) -> tuple[list[float], int]:
    """Seconds that each answer took, and how many were no 201."""
    times: list[float] = []
    errors = 0
    with selectors.DefaultSelector() as selector:
        for connection in loop:
            selector.register(connection.sock, selectors.EVENT_READ, connection)
            connection.send()
        waiting, until = len(loop), time.perf_counter() + seconds
        while waiting:
            for key, _ in selector.select(30):
                connection = key.data
                status = connection.take()
                if status is None:
                    continue
                moment = time.perf_counter()
                times.append(moment - connection.sent_at)
                errors += status != 201
                if moment < until:
                    connection.send()
                else:
                    waiting -= 1
    return times, errors
