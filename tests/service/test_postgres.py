"""What only the shared store has: several services on it, a server that falls and comes back, lost wake-ups."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from console.bench.cluster import Cluster
from console.domain.audit import first_break
from console.domain.roles import Role
from console.service.app import create_app
from console.service.following import Follower
from console.service.settings import ServiceSettings
from console.service.store.contract import Actor, CannotOpen, Find, Published, StoreError, Transaction
from console.service.store.postgres import PostgresStore, translated
from console.service.writer import Writer
from tests.service.clusters import cluster, new_database
from tests.service.conftest import Person, new_report
from tests.service.test_store import ACTOR, put

__all__ = ["cluster", "new_database"]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("SELECT ? WHERE a = ?", "SELECT $1 WHERE a = $2"),
        ("INSERT INTO t VALUES (?, ?) ON CONFLICT (k) DO UPDATE SET v = ?2",
         "INSERT INTO t VALUES ($1, $2) ON CONFLICT (k) DO UPDATE SET v = $2"),
        ("INSERT OR IGNORE INTO t VALUES (?)", "INSERT INTO t VALUES ($1) ON CONFLICT DO NOTHING"),
    ],
)  # fmt: skip
def test_statements_are_said_as_postgres_says_them(statement: str, told: str):
    assert translated(statement) == told


def test_two_services_write_one_log(new_database: Callable[[], str]):
    address = new_database()
    stores = [PostgresStore(address) for _ in range(2)]

    def write(which: int) -> None:
        for n in range(25):
            with stores[which].transaction() as tx:
                put(tx, f"{which}-{n}")

    threads = [threading.Thread(target=write, args=(which,)) for which in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    read = stores[0].read
    assert [event.seq for event in read.events()] == list(range(1, 51))
    assert first_break(read.links()) is None
    assert len({item["number"] for item in read.reports(Find(limit=100))}) == 50
    for store in stores:
        store.close()


@pytest.mark.parametrize("deaf", [False, True], ids=["woken", "by the poll"])
def test_what_one_service_writes_the_other_tells_its_consoles(
    new_database: Callable[[], str], deaf: bool, monkeypatch: pytest.MonkeyPatch
):
    address = new_database()
    mine, theirs = PostgresStore(address), PostgresStore(address)
    told: list[Published] = []
    heard = threading.Event()

    def tell(news: list[Published]) -> None:
        told.extend(news)
        if sum(item.event is not None for item in told) >= 3:
            heard.set()

    if deaf:
        monkeypatch.setattr(mine, "wait", time.sleep)
    follower = Follower(mine, tell)
    follower.start()
    began = time.monotonic()
    for name in ("a", "b", "c"):
        with theirs.transaction() as tx:
            put(tx, name)
    assert heard.wait(20)
    follower.close()
    assert [item.event.seq for item in told if item.event] == [1, 2, 3]
    assert [item.report["id"] for item in told if item.report] == ["a", "b", "c"]
    assert deaf or time.monotonic() - began < 20
    mine.close()
    theirs.close()


def test_a_server_that_falls_stops_intake_and_nothing_that_was_taken_is_lost(
    cluster: Cluster, new_database: Callable[[], str], tmp_path: Path
):
    settings = ServiceSettings(data=tmp_path, database=new_database(), demo=True, seed=False, run_feeds=False)
    with TestClient(create_app(settings), raise_server_exceptions=False) as http:
        operator = Person(http, "operator")
        taken = [operator.sends(f"Sebelum {n}")["id"] for n in range(5)]
        body = new_report("Selama mati")
        cluster.stop("immediate")
        try:
            refused = operator.ask("POST", "/reports", json=body, headers={"Idempotency-Key": body["id"]})
            assert refused.status_code in (500, 503, 507), refused.text
        finally:
            cluster.start()
        deadline = time.monotonic() + 30
        while (answer := operator.post("/reports", body)).status_code >= 500 and time.monotonic() < deadline:
            time.sleep(0.1)
        assert answer.status_code in (200, 201), answer.text
        assert {item["id"] for item in operator.get("/reports").json()["reports"]} == {*taken, body["id"]}
        assert first_break(http.app.state.service.store.read.links()) is None  # type: ignore[attr-defined]


def test_a_connection_that_lost_its_prepared_statements_stops_intake_no_longer_than_one_commit(
    new_database: Callable[[], str],
):
    store = PostgresStore(new_database())
    for name in "abcdef":
        filed_in(store, name)  # often enough for BEGIN to be prepared at the server
    store._writer._connection.pgconn.exec_(b"DEALLOCATE ALL")
    with pytest.raises(StoreError, match="does not exist"):
        filed_in(store, "g")
    filed_in(store, "h")
    assert {item["id"] for item in store.read.reports(Find())} == {*"abcdef", "h"}
    store.close()


def filed_in(store: PostgresStore, name: str) -> None:
    with store.transaction() as tx:
        put(tx, name)


def test_an_address_without_a_server_is_a_sentence():
    with pytest.raises(CannotOpen, match="the database can't be used"):
        PostgresStore("postgresql://poc:wrong@127.0.0.1:1/poc?connect_timeout=2")


def test_feed_rows_of_another_service_are_told(new_database: Callable[[], str]):
    store = PostgresStore(new_database())
    told: list[Published] = []
    follower = Follower(store, told.extend)
    with store.transaction() as tx:
        tx.put_feed("waze", {"key": "waze"})
        tx.append(Actor("a", Role.ADMIN, ACTOR.at), "feed.added", "feed", "waze")
    while follower._look():
        continue
    assert [item.feed for item in told if item.feed] == [{"key": "waze"}]
    store.close()


def test_what_this_service_writes_is_told_in_turn_with_what_others_write(new_database: Callable[[], str]):
    address = new_database()
    mine, theirs = PostgresStore(address), PostgresStore(address)
    told: list[Published] = []
    everything = threading.Event()

    def tell(news: list[Published]) -> None:
        told.extend(news)
        if sum(item.event is not None for item in told) >= 40:
            everything.set()

    kinds: list[str] = []
    follower = Follower(mine, tell, kinds.append)
    follower.start()
    writers = [Writer(mine, 100, follower.committed), Writer(theirs, 100)]
    for n in range(20):
        for which, writer in enumerate(writers):
            writer.do(partial(filed, f"{which}-{n}"))
    assert everything.wait(30)
    follower.close()
    assert [item.event.seq for item in told if item.event] == list(range(1, 41))
    assert kinds  # of the other's events
    for writer, store in zip(writers, (mine, theirs), strict=True):
        writer.close()
        store.close()


def filed(name: str, tx: Transaction) -> None:
    put(tx, name)
    for event in tx.events(tx.head() - 1):
        tx.publish(Published(event, tx.report_jsons([name])[name]))


def test_who_is_signed_out_at_one_service_is_signed_out_at_the_other(new_database: Callable[[], str], tmp_path: Path):
    first = ServiceSettings(data=tmp_path / "1", database=new_database(), demo=True, seed=False, run_feeds=False)
    second = replace(first, data=tmp_path / "2")
    with (
        TestClient(create_app(first), raise_server_exceptions=False) as one,
        TestClient(create_app(second), raise_server_exceptions=False) as two,
    ):
        here = Person(one, "operator")
        ask = lambda: two.get("/reports", headers=here.headers).status_code  # noqa: E731
        assert ask() == 200
        assert here.ask("DELETE", "/session").status_code == 204
        assert here.get("/reports").status_code == 401  # at once
        deadline = time.monotonic() + 20
        while ask() != 401 and time.monotonic() < deadline:
            time.sleep(0.02)
        assert ask() == 401
