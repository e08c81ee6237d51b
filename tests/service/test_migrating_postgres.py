"""A PostgreSQL of an earlier schema is brought forward with everything in it, after a backup of it was made."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from starlette.testclient import TestClient

from console.domain.audit import first_break
from console.service import backup
from console.service.app import create_app
from console.service.backup import restore_command
from console.service.settings import ServiceSettings
from console.service.store import migrating
from console.service.store.contract import CannotOpen, Find, Store
from console.service.store.postgres import PostgresStore
from console.service.store.sqlite import FILE, SCHEMA_VERSION, SqliteStore, library
from tests.service.clusters import cluster, new_database
from tests.service.conftest import Person
from tests.service.test_migrating import fails_half_way, full, shape

__all__ = ["cluster", "new_database"]

BACK_TO_SCHEMA_1 = (Path(__file__).parent / "schema1_postgres.sql").read_text(encoding="utf-8")
SHAPE = (
    "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
    " WHERE table_schema = 'public'",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
)


class Old:
    """A database of the first schema with reports, one a duplicate of another, and what was seen of them then."""

    def __init__(self, address: str, data: Path) -> None:
        self.address, self.data = address, data
        settings = ServiceSettings(data=data, database=address, demo=True, seed=False, run_feeds=False)
        with TestClient(create_app(settings)) as http:
            operator = Person(http, "operator")
            self.first = operator.sends("Pohon tumbang di jalan", contact_phone="0812 34", place_note="dekat gardu")
            self.twin = operator.sends("Pohon menutup jalan")
            operator.did(self.twin, "mark_duplicate", duplicate_of=self.first["id"])
            self.seen = operator.get("/reports").json()["reports"]
        with psycopg.connect(address, autocommit=True) as db:
            db.execute(BACK_TO_SCHEMA_1.encode())

    def holds(self, store: Store) -> None:
        """Everything that was there is there, by every way to it."""
        assert store.read.reports(Find()) == self.seen
        assert [item["id"] for item in store.read.reports(Find(words="gardu"))] == [self.first["id"]]
        assert [twin.text for twin in store.read.twins_of(self.first["id"])] == ["Pohon menutup jalan"]
        assert len(store.read.near(self.first["lon"], self.first["lat"], 50)) == 2
        assert store.read.of_caller("081234")[0]["id"] == self.first["id"]
        assert first_break(store.read.links()) is None

    def asked(self, query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.address) as db:
            return sorted(db.execute(query.encode()).fetchall())

    @property
    def schema(self) -> str:
        return str(self.asked("SELECT value FROM meta WHERE key = 'schema_version'")[0][0])


@pytest.fixture
def old(new_database: Callable[[], str], tmp_path: Path) -> Old:
    return Old(new_database(), tmp_path / "data")


def test_a_filled_database_of_the_first_schema_comes_forward_whole(old: Old, new_database: Callable[[], str]):
    store = PostgresStore(old.address, old.data)
    old.holds(store)
    store.close()
    fresh = Old.__new__(Old)
    fresh.address = new_database()
    for query in SHAPE:
        assert old.asked(query) == fresh.asked(query)
    PostgresStore(old.address).close()  # a second start finds it done


def test_the_service_runs_on_what_was_brought_forward(old: Old):
    settings = ServiceSettings(data=old.data, database=old.address, demo=True, seed=False, run_feeds=False)
    with TestClient(create_app(settings)) as http:
        operator = Person(http, "operator")
        third = operator.sends("Pohon di sungai")
        assert int(third["number"][4:]) == 3
        operator.did(third, "mark_duplicate", duplicate_of=old.first["id"])
        store = http.app.state.service.store  # type: ignore[attr-defined]
        assert len(store.read.twins_of(old.first["id"])) == 2


def test_the_backup_that_was_made_first_goes_back_into_either_store(
    old: Old, new_database: Callable[[], str], tmp_path: Path
):
    PostgresStore(old.address, old.data).close()
    (copy,) = old.data.glob("before-schema*")
    db = library().connect(str(copy / FILE))
    assert db.execute("PRAGMA user_version").fetchone()[0] == 1
    assert "duplicate_of" not in {row[1] for row in db.execute("PRAGMA table_info(reports)")}
    db.close()
    again = new_database()
    assert restore_command([str(copy), "--data", str(old.data), "--database", again]) == 0
    assert restore_command([str(copy), "--data", str(tmp_path / "b")]) == 0
    stores: list[Store] = [PostgresStore(again), SqliteStore(tmp_path / "b")]
    for store in stores:
        old.holds(store)
        store.close()
    SqliteStore(tmp_path / "c").close()
    assert shape(tmp_path / "b" / FILE) == shape(tmp_path / "c" / FILE)


def test_photos_stay_where_they_are_when_such_a_backup_goes_back(old: Old, new_database: Callable[[], str]):
    photo = old.data / backup.PHOTOS / "ab" / "abcd.jpg"
    photo.parent.mkdir(parents=True)
    photo.write_bytes(b"photo")
    PostgresStore(old.address, old.data).close()
    (copy,) = old.data.glob("before-schema*")
    assert restore_command([str(copy), "--data", str(old.data), "--database", new_database()]) == 0
    assert photo.read_bytes() == b"photo"


def test_a_revision_that_fails_leaves_the_database_as_it_was(old: Old, monkeypatch: pytest.MonkeyPatch):
    before = [old.asked(query) for query in SHAPE]
    with monkeypatch.context() as patch:
        patch.setattr(migrating, "upgrade", fails_half_way)
        with pytest.raises(CannotOpen, match="it is as it was"):
            PostgresStore(old.address, old.data)
    assert [old.asked(query) for query in SHAPE] == before
    store = PostgresStore(old.address, old.data)
    old.holds(store)
    store.close()


def test_without_room_for_a_backup_nothing_is_touched(old: Old, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(backup, "make_of_schema", full)
    with pytest.raises(CannotOpen, match="no backup could be made"):
        PostgresStore(old.address, old.data)
    assert old.schema == "1"


def test_a_store_without_a_data_folder_brings_nothing_forward(old: Old):
    with pytest.raises(CannotOpen, match="must bring it forward first"):
        PostgresStore(old.address)
    assert old.schema == "1"


def test_a_service_that_still_runs_on_the_earlier_schema_keeps_it(old: Old):
    with psycopg.connect(old.address, autocommit=True) as leader:
        leader.execute("SELECT pg_advisory_lock(1122027)")
        with pytest.raises(CannotOpen, match="still runs on the database"):
            PostgresStore(old.address, old.data)
    assert old.schema == "1"


def test_of_two_services_that_begin_at_once_one_brings_it_forward(old: Old, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.WARNING), ThreadPoolExecutor(2) as pool:
        stores = list(pool.map(lambda _: PostgresStore(old.address, old.data), range(2)))
    assert sum("bringing the database" in line for line in caplog.messages) == 1
    for store in stores:
        old.holds(store)
        store.close()


def test_a_database_of_a_newer_program_is_left_alone(old: Old):
    with psycopg.connect(old.address, autocommit=True) as db:
        db.execute("UPDATE meta SET value = %s WHERE key = 'schema_version'", (str(SCHEMA_VERSION + 1),))
    with pytest.raises(CannotOpen, match="newer version"):
        PostgresStore(old.address, old.data)
