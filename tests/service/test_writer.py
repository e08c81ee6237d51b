"""The one writer: many in one commit, a bad one alone, a full queue, a disk that refuses and takes again."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.testclient import TestClient

from console.domain.audit import first_break
from console.domain.errors import NotValid
from console.domain.roles import Role
from console.service.problems import Problem
from console.service.store import sqlite
from console.service.store.contract import Actor, CannotOpen, Published, StorageFault, Transaction
from console.service.store.sqlite import SqliteStore
from console.service.writer import Writer
from tests.service.conftest import Person, new_report

AT = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
ACTOR = Actor("tester", Role.OPERATOR, AT)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path)
    yield store
    store.close()


@pytest.fixture
def told() -> list[list[Published]]:
    return []


@pytest.fixture
def writer(store: SqliteStore, told: list[list[Published]]) -> Iterator[Writer]:
    writer = Writer(store, 50, told.append)
    yield writer
    writer.close()


def say(text: str, fails: bool = False) -> Any:
    def work(tx: Transaction) -> int:
        event = tx.append(ACTOR, "report.note", "report", "r", 0, {"text": text})
        tx.publish(Published(event))
        if fails:
            raise NotValid("no", field="text")
        return event.seq

    return work


@contextmanager
def held(writer: Writer) -> Iterator[None]:
    """The writer is kept busy, so that what is handed in meanwhile becomes one batch."""
    began, go = threading.Event(), threading.Event()
    writer.submit(lambda tx: (began.set(), go.wait(10)))
    assert began.wait(10)
    yield
    go.set()


def test_what_waits_is_committed_together_and_a_bad_item_fails_alone(writer: Writer, store: SqliteStore, told: Any):
    with held(writer):
        good = [writer.submit(say(f"good {n}")) for n in range(3)]
        bad = writer.submit(say("bad", fails=True))
        last = writer.submit(say("last"))
    assert [future.result(10) for future in [*good, last]] == [1, 2, 3, 4]
    with pytest.raises(NotValid):
        bad.result(10)
    assert [event.payload["text"] for event in store.read.events()] == ["good 0", "good 1", "good 2", "last"]
    assert first_break(store.read.links()) is None
    assert [len(news) for news in told] == [0, 4]


def test_a_full_queue_says_busy(writer: Writer):
    with held(writer):
        for n in range(50):
            writer.submit(say(str(n)))
        with pytest.raises(Problem) as refused:
            writer.submit(say("too much"))
    assert (refused.value.status, refused.value.headers) == (503, {"Retry-After": "1"})


def test_a_full_disk_stops_intake_with_an_alarm_and_comes_back_by_itself(store: SqliteStore):
    alarms: list[str] = []
    back = threading.Event()

    def alarm(why: str) -> None:
        alarms.append(why)
        if not why:
            back.set()

    writer = Writer(store, 50, alarm=alarm)
    assert writer.do(say("before")) == 1
    pages = store._writer.execute("PRAGMA page_count").fetchone()[0]
    store._writer.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Problem) as refused:
        writer.do(say("x" * 100_000))
    assert refused.value.status == 507
    assert writer.stopped == alarms[0] == "the disk is full"
    with pytest.raises(Problem):
        writer.submit(say("while it is full"))
    store._writer.execute("PRAGMA max_page_count = 1000000")
    assert back.wait(10)
    assert writer.do(say("after")) == 2
    writer.close()
    assert [event.payload["text"] for event in store.read.events()] == ["before", "after"]
    assert first_break(store.read.links()) is None


def test_a_batch_that_the_disk_refuses_is_tried_one_by_one(store: SqliteStore, monkeypatch: pytest.MonkeyPatch):
    writer = Writer(store, 50)
    real = store.transaction
    failing = iter([False, True])  # the holder's, then the batch's

    @contextmanager
    def sometimes(keys: Sequence[str] = ()) -> Iterator[Any]:
        if next(failing, False):
            raise StorageFault("the disk is broken (I/O error)")
        with real(keys) as tx:
            yield tx

    monkeypatch.setattr(store, "transaction", sometimes)
    with held(writer):
        futures = [writer.submit(say(str(n))) for n in range(5)]
    assert [future.result(10) for future in futures] == [1, 2, 3, 4, 5]
    writer.close()


def test_a_full_disk_is_seen_in_health_and_refused_in_the_api(operator: Person, http: TestClient):
    operator.sends("before")
    service = http.app.state.service  # type: ignore[attr-defined]
    db = service.store._writer
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages}")
    refused = None
    for _ in range(50):
        refused = operator.post("/reports", new_report("x" * 9000))
        if refused.status_code != 201:
            break
    assert refused is not None
    assert (refused.status_code, refused.json()["type"]) == (507, "urn:poc:storage")
    health = operator.get("/health").json()
    assert (health["ok"], health["intake"], health["why"]) == (False, "stopped", "the disk is full")
    db.execute("PRAGMA max_page_count = 1000000")
    while operator.get("/health").json()["intake"] != "ok":
        threading.Event().wait(0.05)
    number = operator.sends("after")["number"]
    assert int(number[4:]) == operator.get("/snapshot").json()["counts"]["new"]


def test_an_sqlite_that_can_lose_data_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    old = SimpleNamespace(sqlite_version_info=(3, 51, 2), sqlite_version="3.51.2")
    monkeypatch.setattr(sqlite, "import_module", lambda name: old)
    with pytest.raises(CannotOpen, match=r"3\.51\.3 or newer"):
        SqliteStore(tmp_path)


def test_the_store_syncs_fully(store: SqliteStore):
    pragma = lambda name: store._writer.execute(f"PRAGMA {name}").fetchone()[0]  # noqa: E731
    assert (pragma("journal_mode"), pragma("synchronous")) == ("wal", 2)
    strict = store._writer.execute("SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0").fetchall()
    assert {name for (name,) in strict} <= {"sqlite_schema", "sqlite_temp_schema"}


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(CannotOpen, match="data folder"):
        SqliteStore(tmp_path / "file" / "deeper")


def test_a_file_that_is_no_database_is_a_sentence(tmp_path: Path):
    (tmp_path / sqlite.FILE).write_bytes(b"this is no database at all" * 100)
    with pytest.raises(CannotOpen, match="no database"):
        SqliteStore(tmp_path)
