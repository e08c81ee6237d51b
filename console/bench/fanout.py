"""`./poc bench fanout`: how long after a change is sent every listening console hears of it, and what that costs."""

from __future__ import annotations

import argparse
import json
import re
import selectors
import socket
import sys
import time
from collections import Counter
from contextlib import ExitStack

from console.bench.given import amount, whole
from console.bench.served import STORES, Served, served, share
from console.bench.service import Connection, connections, database

SENDERS = 8
AFTER_S = 3.0  # how long what was sent last may take
MARK = re.compile(rb'"text":"fan-(\d+)"')


def run(arguments: list[str]) -> int:
    """Prints one JSON object: p50_ms, p99_ms, answer_p99_ms, cpu_share, missed. Exit code 1 when any was missed."""
    parser = argparse.ArgumentParser(prog="poc bench fanout", description=__doc__)
    parser.add_argument("--store", choices=STORES, default="sqlite")
    parser.add_argument("--consoles", type=whole(1, 1000), default=50)
    parser.add_argument("--rate", type=amount(0.1), default=200, help="events a second")
    parser.add_argument("--seconds", type=amount(0.1), default=20)
    parser.add_argument("--json", action="store_true", help="print nothing but the JSON object")
    given = parser.parse_args(arguments)
    with ExitStack() as stack:
        service = stack.enter_context(served(database=database(given.store, stack)))
        figures = measure(service, given.consoles, given.rate, given.seconds)
    sys.stdout.write(json.dumps({**figures, "consoles": given.consoles, "rate": given.rate}) + "\n")
    return 1 if figures["missed"] else 0


def measure(service: Served, consoles: int, rate: float, seconds: float) -> dict[str, float]:
    """Every console counts what it hears: each event must come to each of them."""
    fanout = Fanout([listen(service) for _ in range(consoles)], connections(service, SENDERS))
    before = service.cpu_s()
    fanout.drive(rate, seconds)
    after = service.cpu_s()
    fanout.close()
    figures: dict[str, float] = {
        "p50_ms": round(share(fanout.times, 0.5) * 1000, 2),
        "p99_ms": round(share(fanout.times, 0.99) * 1000, 2),
        "answer_p99_ms": round(share(fanout.answers, 0.99) * 1000, 2),
        "missed": sum(consoles - fanout.heard[number] for number in range(len(fanout.sent_at))),
        "twice": sum(max(0, count - consoles) for count in fanout.heard.values()),
        "events": len(fanout.sent_at),
    }
    if before is not None and after is not None:
        figures["cpu_share"] = round((after - before) / seconds, 3)
    return figures


class Fanout:
    """Consoles that listen and clients that send, in one loop: the clock is the same for both."""

    def __init__(self, listening: list[socket.socket], senders: list[Connection]) -> None:
        self.sent_at: list[float] = []
        self.heard: Counter[int] = Counter()
        self.times: list[float] = []
        self.answers: list[float] = []
        self._rest: dict[socket.socket, bytes] = dict.fromkeys(listening, b"")
        self._senders = senders
        self._free = list(senders)
        self._selector = selectors.DefaultSelector()
        for sock in listening:
            self._selector.register(sock, selectors.EVENT_READ, None)
        for sender in senders:
            self._selector.register(sender.sock, selectors.EVENT_READ, sender)

    def drive(self, rate: float, seconds: float) -> None:
        """Sends on time, whatever is still under way; then waits for what is missing."""
        began = time.perf_counter()
        total = int(rate * seconds)
        while (moment := time.perf_counter()) < began + seconds + AFTER_S:
            due = min(total, int((moment - began) * rate) + 1)
            while len(self.sent_at) < due and self._free:
                self.sent_at.append(began + len(self.sent_at) / rate)  # when it was due: waiting counts
                self._free.pop().send(f"fan-{len(self.sent_at) - 1}")
            if len(self.sent_at) == total and len(self.times) >= total * len(self._rest):
                return
            for key, _ in self._selector.select(0.005):
                self._take(key)

    def close(self) -> None:
        """Ends every connection."""
        self._selector.close()
        for sock in [*self._rest, *(sender.sock for sender in self._senders)]:
            sock.close()

    def _take(self, key: selectors.SelectorKey) -> None:
        if isinstance(key.data, Connection):
            if key.data.take() is not None:
                self.answers.append(time.perf_counter() - key.data.sent_at)
                self._free.append(key.data)
            return
        sock = key.fileobj
        assert isinstance(sock, socket.socket)  # noqa: S101 - for the type checker: only sockets are registered
        whole, _, self._rest[sock] = (self._rest[sock] + sock.recv(1 << 20)).rpartition(b"\n\n")
        moment = time.perf_counter()
        for number in map(int, MARK.findall(whole)):
            self.heard[number] += 1
            self.times.append(moment - self.sent_at[number])


def listen(service: Served) -> socket.socket:
    """A console that listens: its stream has begun when this returns."""
    sock = service.connect()
    sock.sendall((service.head("GET", "/stream") + "\r\n").encode())
    got = b""
    while b"event: beat" not in got:
        got += sock.recv(65536)
    return sock
