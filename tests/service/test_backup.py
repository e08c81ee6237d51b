"""A backup while reports come in, checked by chain and counts; brought back it is what it was."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from console.service.app import create_app
from console.service.backup import MANIFEST, backup_command, restore_command
from console.service.settings import ServiceSettings
from console.service.store.contract import Find, Store
from console.service.store.postgres import PostgresStore
from console.service.store.sqlite import FILE, SqliteStore, library
from tests.service.clusters import cluster, new_database
from tests.service.conftest import Person, new_report

__all__ = ["cluster", "new_database"]


@pytest.fixture
def kept(operator: Person, settings: ServiceSettings, tmp_path: Path) -> Path:
    """A backup that was made while reports came in."""
    begun, stop = threading.Event(), threading.Event()

    def send() -> None:
        while not stop.is_set():
            operator.post("/reports", new_report())
            begun.set()

    sender = threading.Thread(target=send)
    sender.start()
    assert begun.wait(30)
    code = backup_command([str(tmp_path / "kept"), "--data", str(settings.data)])
    stop.set()
    sender.join()
    assert code == 0
    return tmp_path / "kept"


def test_a_backup_made_while_reports_come_in_is_whole(kept: Path, operator: Person):
    about = json.loads((kept / MANIFEST).read_bytes())
    there = operator.http.app.state.service.store.read.head()  # type: ignore[attr-defined]
    assert 0 < about["reports"] < about["events"] <= there


def test_a_backup_comes_back_as_it_was_and_the_service_runs_on_it(kept: Path, tmp_path: Path):
    about = json.loads((kept / MANIFEST).read_bytes())
    data = tmp_path / "again"
    assert restore_command([str(kept), "--data", str(data)]) == 0
    settings = ServiceSettings(data=data, demo=True, seed=False, run_feeds=False)
    with TestClient(create_app(settings)) as http:
        operator = Person(http, "operator")
        assert sum(operator.get("/snapshot").json()["counts"].values()) == about["reports"]
        assert int(operator.sends("Sesudahnya")["number"][4:]) == about["reports"] + 1


def test_what_a_restore_replaces_is_laid_aside(kept: Path, tmp_path: Path):
    store = SqliteStore(tmp_path / "other")
    with store.transaction() as tx:
        tx.put_meta("mine", "yes")
    store.close()
    assert restore_command([str(kept), "--data", str(tmp_path / "other")]) == 0
    (aside,) = (tmp_path / "other").glob("before-restore-*")
    old = SqliteStore(aside)
    assert (old.read.meta("mine"), old.read.reports(Find())) == ("yes", [])
    old.close()


def test_no_restore_under_a_running_service(kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    from console.service.serve import alone_with

    running = alone_with(tmp_path / "busy")
    assert restore_command([str(kept), "--data", str(tmp_path / "busy")]) == 3
    assert "another service is running" in capsys.readouterr().err
    running.close()


@pytest.mark.parametrize("change", ["byte", "event", "report", "manifest"])
def test_a_backup_that_was_changed_is_refused(
    kept: Path, tmp_path: Path, change: str, capsys: pytest.CaptureFixture[str]
):
    path = kept / FILE
    if change == "byte":
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    elif change == "manifest":
        (kept / MANIFEST).unlink()
    else:
        db = library().connect(str(path), isolation_level=None)
        query = {"event": "UPDATE events SET body = zeroblob(9) WHERE seq = 2", "report": "DELETE FROM personal"}
        db.execute(query[change])
        db.close()
    assert restore_command([str(kept), "--data", str(tmp_path / "again")]) == 1
    assert not (tmp_path / "again" / FILE).exists()
    assert capsys.readouterr().err


def test_a_backup_of_postgres_made_while_reports_come_in_goes_back_into_either_store(
    new_database: Callable[[], str], tmp_path: Path
):
    address, data = new_database(), tmp_path / "data"
    settings = ServiceSettings(data=data, database=address, demo=True, seed=False, run_feeds=False)
    with TestClient(create_app(settings)) as http:
        operator = Person(http, "operator")
        first = operator.sends("Pohon tumbang di jalan", place_note="dekat gardu", contact_phone="0812 34")
        operator.did(operator.sends("Pohon menutup jalan"), "mark_duplicate", duplicate_of=first["id"])
        begun, stop = threading.Event(), threading.Event()

        def send() -> None:
            while not stop.is_set():
                operator.post("/reports", new_report())
                begun.set()

        sender = threading.Thread(target=send)
        sender.start()
        assert begun.wait(30)
        code = backup_command([str(tmp_path / "kept"), "--data", str(data), "--database", address])
        stop.set()
        sender.join()
        assert code == 0
        assert restore_command([str(tmp_path / "kept"), "--data", str(data), "--database", address]) == 3  # it runs
    about = json.loads((tmp_path / "kept" / MANIFEST).read_bytes())
    again = new_database()
    assert restore_command([str(tmp_path / "kept"), "--data", str(tmp_path / "a"), "--database", again]) == 0
    assert restore_command([str(tmp_path / "kept"), "--data", str(tmp_path / "b")]) == 0
    stores: list[Store] = [PostgresStore(again), SqliteStore(tmp_path / "b")]
    for store in stores:
        assert sum(store.read.counts().values()) == about["reports"]
        assert [item["id"] for item in store.read.reports(Find(words="gardu"))] == [first["id"]]
        assert [twin.text for twin in store.read.twins_of(first["id"])] == ["Pohon menutup jalan"]
        assert len(store.read.near(first["lon"], first["lat"], 50)) == min(500, about["reports"])
        assert store.read.of_caller("081234")[0]["id"] == first["id"]
        store.close()
    assert restore_command([str(tmp_path / "kept"), "--data", str(tmp_path / "a"), "--database", again]) == 3
    with TestClient(create_app(replace(settings, data=tmp_path / "a", database=again))) as http:
        operator = Person(http, "operator")
        assert int(operator.sends("Sesudahnya")["number"][4:]) == about["reports"] + 1
