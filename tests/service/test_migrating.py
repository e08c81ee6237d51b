"""A store of an earlier schema is brought forward with everything in it, after a copy of it was laid aside."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from console.domain.audit import first_break
from console.service.app import create_app
from console.service.settings import ServiceSettings
from console.service.store import migrating
from console.service.store.contract import CannotOpen, Find
from console.service.store.sqlite import FILE, SCHEMA_VERSION, SqliteStore, library
from tests.service.conftest import Person

SCHEMA_1 = (Path(__file__).parent / "schema1.sql").read_text(encoding="utf-8")
VIRTUAL = ("report_words", "report_places")


def filled(folder: Path) -> list[dict[str, Any]]:
    """A store of the first schema with reports, one a duplicate of another; the reports as they were seen then."""
    settings = ServiceSettings(data=folder / "now", demo=True, seed=False, run_feeds=False)
    with TestClient(create_app(settings)) as http:
        operator = Person(http, "operator")
        first = operator.sends("Pohon tumbang di jalan")
        second = operator.sends("Pohon menutup jalan")
        operator.did(second, "mark_duplicate", duplicate_of=first["id"])
        seen = operator.get("/reports").json()["reports"]
    (folder / "old").mkdir()
    db = library().connect(str(folder / "old" / FILE), isolation_level=None)
    db.executescript(SCHEMA_1)
    db.execute("ATTACH ? AS now", (str(folder / "now" / FILE),))
    for (table,) in db.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall():
        if not table.startswith((*VIRTUAL, "sqlite_")):
            columns = ", ".join(row[1] for row in db.execute(f"PRAGMA main.table_info({table})"))
            db.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM now.{table}")  # noqa: S608
    db.execute(
        "INSERT INTO main.report_words (rowid, text, place, number) SELECT r.n, p.text, '', '' FROM main.reports r"
        " JOIN main.personal p ON p.report_id = r.id"
    )
    db.execute("UPDATE main.meta SET value = '1' WHERE key = 'schema_version'")
    db.execute("PRAGMA main.user_version = 1")
    db.close()
    return list(seen)


def shape(path: Path) -> set[tuple[str, str, str]]:
    db = library().connect(str(path))
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {(table, row[1], row[2]) for table in tables for row in db.execute(f"PRAGMA table_info({table})")}
    found |= {("index", *row) for row in db.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'index'")}
    db.close()
    return {row for row in found if "alembic" not in "".join(row)}


def test_a_filled_store_of_the_first_schema_comes_forward_whole(tmp_path: Path):
    seen = filled(tmp_path)
    store = SqliteStore(tmp_path / "old")
    assert store.read.reports(Find()) == seen
    assert [item["text"] for item in store.read.reports(Find(words="menutup"))] == ["Pohon menutup jalan"]
    assert first_break(store.read.links()) is None
    first = next(item for item in seen if item["status"] == "new")
    assert [twin.text for twin in store.read.twins_of(first["id"])] == ["Pohon menutup jalan"]
    store.close()
    assert shape(tmp_path / "old" / FILE) == shape(tmp_path / "now" / FILE)
    SqliteStore(tmp_path / "old").close()  # a second start finds it done


def test_a_copy_of_the_earlier_store_lies_beside_it(tmp_path: Path):
    seen = filled(tmp_path)
    SqliteStore(tmp_path / "old").close()
    (copy,) = (tmp_path / "old").glob("*.schema1-*")
    db = library().connect(str(copy))
    assert db.execute("PRAGMA user_version").fetchone()[0] == 1
    assert db.execute("SELECT count(*) FROM reports").fetchone()[0] == len(seen)
    assert json.loads(db.execute("SELECT body FROM reports ORDER BY n").fetchone()[0])["number"] == seen[-1]["number"]
    db.close()


def test_a_revision_that_fails_leaves_the_store_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    seen = filled(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(migrating, "upgrade", fails_half_way)
        with pytest.raises(CannotOpen, match="it is as it was"):
            SqliteStore(tmp_path / "old")
    store = SqliteStore(tmp_path / "old")
    assert store.read.reports(Find()) == seen
    store.close()


def fails_half_way(connection: Any, old: int, new: int) -> None:
    connection.exec_driver_sql("DROP TABLE personal")
    raise RuntimeError("half way")


def full(*arguments: object) -> None:
    raise OSError(28, os.strerror(28))


def test_without_room_for_a_copy_nothing_is_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    filled(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(migrating, "copy_database", full)
        with pytest.raises(CannotOpen, match="no copy could be laid aside"):
            SqliteStore(tmp_path / "old")
    db = library().connect(str(tmp_path / "old" / FILE))
    assert db.execute("PRAGMA user_version").fetchone()[0] == 1
    db.close()


def test_a_store_of_a_newer_program_is_left_alone(tmp_path: Path):
    SqliteStore(tmp_path).close()
    db = library().connect(str(tmp_path / FILE))
    db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    db.close()
    with pytest.raises(CannotOpen, match="newer version"):
        SqliteStore(tmp_path)
