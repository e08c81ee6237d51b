"""A console keeps watch over the log: it only grows; one put back or written anew raises an alarm that stays."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from console.api.client import Client
from console.api.witness import FOUND_BY_SERVICE, OTHER_KEY, REWRITTEN, SHORTENED, Witness
from console.domain.audit import GENESIS, Tree, link_hash
from console.domain.wire import NewReport, uuid7
from console.service.app import create_app
from console.service.notary import KEY_FILE, Seal
from console.service.routes.checkpoint import checkpoint_json
from console.service.settings import ServiceSettings
from console.service.store.sqlite import FILE

Run = Callable[..., AbstractContextManager[Client]]


class Near:
    """The service in this process, as the console's client asks it: a test client takes no time limit."""

    def __init__(self, http: TestClient) -> None:
        self.http = http

    def request(self, method: str, url: str, timeout: float = 0, **options: Any) -> Any:
        return self.http.request(method, url, **options)


@pytest.fixture
def run(settings: ServiceSettings) -> Run:
    """Runs the service on its data for a while; at its end it has signed everything."""

    @contextmanager
    def running(name: str = "operator") -> Iterator[Client]:
        with TestClient(create_app(settings), raise_server_exceptions=False) as http:
            client = Client("http://testserver", console="desk-1", http=Near(http))  # type: ignore[arg-type]
            client.sign_in(name, "demo")
            yield client

    return running


def filled(client: Client, count: int = 3) -> None:
    for _ in range(count):
        client.create(NewReport(uuid7(), "Banjir di depan pasar", "flood"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "witness.json"


@pytest.fixture
def seen(run, file: Path) -> Witness:
    """A console that has seen two checkpoints of the log, the second by proof."""
    witness = Witness(file)
    with run() as client:
        filled(client)
        assert witness.check(client) is None
        assert witness.seen is None  # nothing is signed yet
    with run() as client:
        assert witness.check(client) is None
        first = witness.seen.seq
        filled(client, 20)
    with run() as client:
        assert witness.check(client) is None
        assert witness.seen.seq > first
    return witness


def test_what_was_seen_is_there_after_a_restart(seen, file):
    assert Witness(file).seen == seen.seen
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_database_that_was_put_back_is_found_and_the_alarm_stays(run, settings, tmp_path, file):
    witness = Witness(file)
    with run() as client:
        filled(client)
    shutil.copytree(settings.data, tmp_path / "old")
    with run() as client:
        filled(client, 10)
    with run() as client:
        assert witness.check(client) is None
    before = file.read_bytes()
    shutil.rmtree(settings.data)
    shutil.copytree(tmp_path / "old", settings.data)
    with run() as client:
        assert witness.check(client).finding == SHORTENED
        filled(client, 40)  # it grows past what was seen: that heals nothing
    with run() as client:
        assert Witness(file).check(client).finding == SHORTENED
        other = tmp_path / "other.json"
        other.write_bytes(before)
        assert Witness(other).check(client).finding == REWRITTEN  # of one that was away meanwhile


def test_a_log_that_was_written_anew_is_found(run, settings, seen):
    with closing(sqlite3.connect(settings.data / FILE)) as db:  # whoever can write to the disk makes all of it fit
        prev = GENESIS
        for seq, body in db.execute("SELECT seq, body FROM events ORDER BY seq").fetchall():
            fresh = body.replace(b"operator", b"somebody") if seq == 5 else body
            digest = link_hash(prev, seq, fresh)
            db.execute("UPDATE events SET body = ?, prev = ?, hash = ? WHERE seq = ?", (fresh, prev, digest, seq))
            prev = digest
        db.execute("DELETE FROM checkpoints")
        db.commit()
    with run() as client:
        filled(client)
    with run() as client:
        assert seen.check(client).finding == REWRITTEN


def test_another_key_is_found(run, settings, seen):
    (settings.data / KEY_FILE).unlink()
    with run() as client:
        filled(client)
    with run() as client:
        assert seen.check(client).finding == OTHER_KEY


def test_what_the_service_finds_itself_is_told(run, settings, seen):
    with run() as client:
        filled(client)
        service = client._http.http.app.state.service
        with closing(sqlite3.connect(settings.data / FILE, timeout=10)) as db:
            changed = "CAST(replace(CAST(body AS TEXT), 'operator', 'somebody') AS BLOB)"
            db.execute(f"UPDATE events SET body = {changed} WHERE seq = (SELECT max(seq) FROM events)")  # noqa: S608
            db.commit()
        with pytest.raises(Exception, match="was changed"):
            service.notary.sign()
        assert seen.check(client).finding == FOUND_BY_SERVICE


def test_only_a_person_with_a_reason_ends_the_alarm_and_both_sides_write_it_down(run, settings, seen, file):
    (settings.data / KEY_FILE).unlink()
    with run() as client:
        filled(client)
    with run("supervisor") as client:
        alarm = seen.check(client)
        client.finding(alarm.finding, alarm.seen, alarm.present, "")
        seen.accept(client, "supervisor", "kunci diganti setelah disk rusak")
        client.finding("accepted", alarm.seen, seen.seen.text(), "kunci diganti setelah disk rusak")
        assert Witness(file).check(client) is None
        kinds = [event.kind for event in client.events(kind="log.")]
        assert kinds == ["log.differs", "log.accepted"]
    assert "kunci diganti" in file.read_text(encoding="utf-8")


class Liar:
    """A service that shows a tree and a proof of its own making."""

    def __init__(self, seal: Seal, leaves: list[bytes], proof: list[str]) -> None:
        tree = Tree()
        for leaf in leaves:
            tree = tree.plus(leaf)
        self._says = {"checkpoint": checkpoint_json(seal.checkpoint(tree)), "proof": proof, "seq": tree.size}

    def checkpoint(self, since: int = 0, root: str = "") -> dict[str, Any]:
        return self._says


def test_a_proof_that_does_not_hold_is_none(tmp_path, file):
    (tmp_path / "data").mkdir()
    seal, witness = Seal.of(tmp_path / "data"), Witness(file)
    leaves = [bytes([n]) * 32 for n in range(9)]
    assert witness.check(Liar(seal, leaves[:5], [])) is None  # type: ignore[arg-type]
    other = Liar(seal, [*reversed(leaves)], ["00" * 32] * 3)
    assert witness.check(other).finding == REWRITTEN  # type: ignore[arg-type]


def test_an_event_changed_long_ago_is_found_by_counting_anew(run, settings, seen):
    """Whoever knows the chain makes it fit again and leaves the checkpoints as they are."""
    with closing(sqlite3.connect(settings.data / FILE)) as db:
        prev = GENESIS
        for seq, body in db.execute("SELECT seq, body FROM events ORDER BY seq").fetchall():
            fresh = body.replace(b"operator", b"somebody") if seq == 10 else body
            digest = link_hash(prev, seq, fresh)
            db.execute("UPDATE events SET body = ?, prev = ?, hash = ? WHERE seq = ?", (fresh, prev, digest, seq))
            prev = digest
        db.commit()
    with run() as client:
        service = client._http.http.app.state.service
        broken = service.recount.count()
        assert broken is not None
        assert broken <= 10
        service.notary.found(broken)
        assert seen.check(client).finding == FOUND_BY_SERVICE
