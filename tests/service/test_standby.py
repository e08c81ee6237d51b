"""Two servers: the one that is written to is killed under load; the other goes on with all that was acknowledged."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from console.bench.cluster import Cluster, NoCluster, Standby
from console.domain.audit import first_break
from console.service.store.postgres import PostgresStore
from tests.service.conftest import new_report
from tests.service.running import Running, frames

SENDERS = 4
MORE = 25  # reports after the change, of each sender


@pytest.fixture
def pair() -> Iterator[tuple[Cluster, Standby]]:
    try:
        primary = Cluster()
    except NoCluster as error:
        pytest.skip(str(error))
    with primary, Standby(primary) as standby:
        yield primary, standby


class Sender(threading.Thread):
    """Sends one report after the other; what is not answered is sent again with its key, as a console does."""

    def __init__(self, running: Running, token: str) -> None:
        super().__init__()
        self.running = running
        self.headers = running.headers | {"Authorization": token}
        self.taken: list[str] = []
        self.begun, self.ends = threading.Event(), threading.Event()
        self.goal: int | None = None

    def run(self) -> None:
        with httpx2.Client(trust_env=False, headers=self.headers, base_url=self.running.url, timeout=30) as http:
            while not self.ends.is_set() and (self.goal is None or len(self.taken) < self.goal):
                body = new_report()
                while not self.ends.is_set():
                    try:
                        code = http.post("/reports", json=body).status_code
                    except httpx2.TransportError:
                        code = 0
                    if code in (200, 201):
                        self.taken.append(str(body["id"]))
                        break
                    assert code == 0 or code >= 500, code
                    self.ends.wait(0.05)
                if len(self.taken) >= MORE:
                    self.begun.set()


class Console(threading.Thread):
    """Listens, and goes on after the last event that it heard when its stream ends."""

    def __init__(self, running: Running, token: str) -> None:
        super().__init__()
        self.running = running
        self.headers = running.headers | {"Authorization": token}
        self.heard: list[str] = []
        self.wanted: set[str] | None = None
        self.done, self.ends = threading.Event(), threading.Event()

    def run(self) -> None:
        last = "0"
        with httpx2.Client(trust_env=False, base_url=self.running.url, timeout=30) as http:
            while not self.ends.is_set():
                try:
                    headers = self.headers | {"Last-Event-ID": last}
                    with http.stream("GET", "/stream", headers=headers) as answer:
                        for ident, kind, data in frames(answer.iter_lines()):
                            last = ident or last
                            if kind == "report":
                                self.heard.append(data["report"]["id"])
                            if self.wanted is not None and self.wanted <= set(self.heard):
                                self.done.set()
                            if self.ends.is_set():
                                return
                except httpx2.TransportError:
                    self.ends.wait(0.05)


def test_the_primary_is_killed_under_load_and_nothing_acknowledged_is_lost(
    pair: tuple[Cluster, Standby], tmp_path: Path
):
    primary, standby = pair
    with Running(tmp_path, "--no-feeds", "--database", standby.either()) as running:
        with httpx2.Client(trust_env=False) as http:
            token = str(running.sign_in(http).headers["Authorization"])
        console, senders = Console(running, token), [Sender(running, token) for _ in range(SENDERS)]
        for thread in (console, *senders):
            thread.start()
        try:
            assert all(sender.begun.wait(60) for sender in senders)
            primary.kill()
            before = [len(sender.taken) for sender in senders]
            standby.promote()
            for sender, count in zip(senders, before, strict=True):
                sender.goal = count + MORE
            for sender in senders:
                sender.join(90)
                assert not sender.is_alive(), "the service did not go on"
            taken = {ident for sender in senders for ident in sender.taken}
            console.wanted = taken
            assert console.done.wait(60), "the console did not hear of everything"
        finally:
            for thread in (console, *senders):
                thread.ends.set()
            for thread in (console, *senders):
                thread.join(60)
    assert len(taken) >= 2 * SENDERS * MORE
    assert taken <= set(console.heard)
    assert max(Counter(console.heard).values()) == 1
    store = PostgresStore(standby.address())
    try:
        created = Counter(event.entity_id for event in store.read.events(0, 100_000, ["report.created"]))
        assert taken <= created.keys()
        assert max(created.values()) == 1
        assert first_break(store.read.links(0, 1_000_000)) is None
    finally:
        store.close()
