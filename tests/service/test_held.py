"""Rows held back in the writer's transaction: read as if written, taken back with their item, in few statements."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from console.domain import wire
from console.domain.audit import first_break
from console.domain.errors import NotValid
from console.domain.reports import Channel, Report
from console.domain.roles import Role
from console.service.store.checkpointing import Checkpointer
from console.service.store.contract import Actor, Find, Transaction
from console.service.store.sqlite import SqliteStore

AT = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
ACTOR = Actor("tester", Role.OPERATOR, AT)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path)
    yield store
    store.close()


def file(tx: Transaction, name: str, text: str = "banjir") -> Report:
    n = tx.next_number()
    report = Report(name, f"BKS-{n:06d}", text, "flood", Channel.CALL_112, AT, AT, lon=107.0, lat=-6.2, updated_at=AT)
    tx.insert_report(report, wire.report_to_json(report), b"salt")
    event = tx.append(ACTOR, "report.created", "report", name, 1, {"text": text})
    tx.remember(name, b"digest", name, event.seq)
    return report


def test_what_is_held_is_read_as_if_it_were_written(store: SqliteStore):
    with store.transaction() as tx:
        with tx.apart():
            report = file(tx, "a", "pohon tumbang")
            assert tx.remembered("a") is not None
            assert tx.report("a") == report
        assert [item["id"] for item in tx.reports(Find(words="pohon"))] == ["a"]
        tx.update_report(replace(report, text="lampu mati"), wire.report_to_json(replace(report, text="lampu mati")))
        assert tx.reports(Find(words="pohon")) == []
    assert [item["id"] for item in store.read.reports(Find(words="lampu"))] == ["a"]
    assert [near.id for near in store.read.near(107.0, -6.2, 50)] == ["a"]


@pytest.mark.parametrize("touches", [False, True], ids=["held only", "written already"])
def test_an_item_that_fails_takes_its_rows_back_and_no_others(store: SqliteStore, touches: bool):
    with store.transaction() as tx:
        with tx.apart():
            file(tx, "first")
        with suppress(NotValid), tx.apart():
            file(tx, "bad")
            if touches:
                assert tx.report("bad") is not None
                tx.put_meta("bad", "yes")
            file(tx, "bad too")
            raise NotValid("no", field="text")
        assert tx.remembered("bad") is None
        with tx.apart():
            assert file(tx, "last").number == "BKS-000002"
    assert [item["id"] for item in store.read.reports(Find())] == ["last", "first"]
    assert store.read.meta("bad") == ""
    assert [event.entity_id for event in store.read.events()] == ["first", "last"]
    assert first_break(store.read.links()) is None


def test_keys_that_were_looked_up_beforehand_are_answered_as_if_each_was_asked_for(store: SqliteStore):
    with store.transaction(["a", "b"]) as tx, tx.apart():
        file(tx, "a")
    with store.transaction(["a", "b", "c"]) as tx:
        known = tx.remembered("a")
        assert known is not None
        assert (known.entity_id, tx.remembered("b"), tx.remembered("elsewhere")) == ("a", None, None)
        with tx.apart():
            file(tx, "b")
            assert tx.report("b") is not None  # written by now
            assert tx.remembered("b") is not None
        with suppress(NotValid), tx.apart():
            file(tx, "c")
            raise NotValid("no", field="text")
        assert tx.remembered("c") is None
        tx.forget("a", b"other")
        forgotten = tx.remembered("a")
        assert forgotten is not None
        assert forgotten.digest == b"other"


def test_an_item_inside_an_item_fails_alone(store: SqliteStore):
    with store.transaction() as tx, tx.apart():
        file(tx, "outer")
        with suppress(NotValid), tx.apart():
            file(tx, "inner")
            assert tx.report("outer") is not None
            raise NotValid("no", field="text")
        with suppress(NotValid), tx.apart():
            file(tx, "inner again")
            raise NotValid("no", field="text")
        file(tx, "after")
    assert [item["id"] for item in store.read.reports(Find())] == ["after", "outer"]
    assert first_break(store.read.links()) is None


def test_many_reports_take_few_statements(store: SqliteStore):
    statements: list[str] = []
    store._writer.set_trace_callback(statements.append)
    with store.transaction() as tx:
        for n in range(100):
            with tx.apart():
                file(tx, f"r{n}")
    store._writer.set_trace_callback(None)
    top = [line for line in statements if line.startswith(("INSERT INTO", "SAVEPOINT", "SELECT"))]
    assert len([line for line in top if not line.startswith("INSERT INTO report_")]) < 20
    assert len(store.read.reports(Find(limit=500))) == 100


def test_the_checkpoint_is_made_beside_the_writer(tmp_path: Path):
    asked: list[str] = []
    done = threading.Event()

    class Connection:
        def execute(self, statement: str) -> Any:
            asked.append(statement)
            done.set()
            return self

        def fetchone(self) -> tuple[int, int, int]:
            return (0, 0, 0)

    checkpointer = Checkpointer(Connection, every_s=0.01)
    checkpointer.wrote()
    assert done.wait(10)
    checkpointer.close()
    assert asked == ["PRAGMA wal_checkpoint(PASSIVE)"]
