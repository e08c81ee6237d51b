"""The mirror journal: every committed event on a second path, whatever happens to it; intake waits for none of it."""

from __future__ import annotations

import io
import json
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from console import audit
from console.service import mirror as mirrors
from console.service.app import create_app
from console.service.journal import NAME, TAIL_BYTES, Journal, NotOurs
from console.service.settings import ServiceSettings
from console.service.store.sqlite import SqliteStore
from tests.service.conftest import Person, new_report
from tests.service.running import Running


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(mirrors, "POLL_S", 0.05)
    made = tmp_path / "second disk"
    made.mkdir()
    return made


@pytest.fixture
def mirrored(settings: ServiceSettings, folder: Path) -> ServiceSettings:
    return replace(settings, mirror=folder)


@pytest.fixture
def http(mirrored: ServiceSettings) -> Iterator[TestClient]:
    with TestClient(create_app(mirrored), raise_server_exceptions=False) as client:
        yield client


def health(http: Any, until: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """What /health says once it is so."""
    pause = threading.Event()
    for _ in range(1500):
        body = dict(http.get("/health").json())
        if until(body):
            return body
        pause.wait(0.01)
    raise AssertionError(body)


def is_caught_up(body: dict[str, Any]) -> bool:
    return bool(body["mirror"] == "ok" and body["mirror_seq"] == body["seq"])


def is_alarm(body: dict[str, Any]) -> bool:
    return bool(body["mirror"] == "alarm")


def events(folder: Path) -> int:
    """How many events the journal has; its chain is verified."""
    with (folder / NAME).open("rb") as file:
        return audit.verify(file).events


def reports(folder: Path) -> set[str]:
    with (folder / NAME).open("rb") as file:
        rows = [json.loads(line) for line in file if line.endswith(b"\n")]
    bodies = [json.loads(row["body"]) for row in rows if "body" in row]
    return {body["entity_id"] for body in bodies if body["entity"] == "report"}


def test_kill_9_leaves_no_gap_and_the_journal_catches_up(tmp_path: Path, folder: Path):
    acknowledged: list[str] = []
    with Running(tmp_path / "data", "--mirror", str(folder)) as running:
        with httpx2.Client(timeout=10, trust_env=False) as http:
            running.sign_in(http)
            headers = dict(http.headers)

        def send() -> None:
            with httpx2.Client(base_url=running.url, headers=headers, timeout=10, trust_env=False) as own:
                while True:
                    body = new_report()
                    try:
                        assert own.post("/reports", json=body).status_code == 201
                    except httpx2.TransportError:
                        return
                    acknowledged.append(body["id"])

        threads = [threading.Thread(target=send) for _ in range(3)]
        for thread in threads:
            thread.start()
        pause = threading.Event()
        while len(acknowledged) < 60:
            pause.wait(0.01)
        running.kill()
        for thread in threads:
            thread.join(20)
    assert events(folder) > 0
    with (
        Running(tmp_path / "data", "--mirror", str(folder)) as again,
        httpx2.Client(base_url=again.url, timeout=10, trust_env=False) as http,
    ):
        body = health(http, is_caught_up)
        assert events(folder) == body["seq"]
        assert set(acknowledged) <= reports(folder)


def test_what_a_service_committed_last_is_in_the_journal_when_it_has_ended(
    mirrored: ServiceSettings, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(mirrors, "POLL_S", 600)
    monkeypatch.setattr(mirrors.Mirror, "saw", lambda mirror: None)  # all that is left is the look at the end
    with TestClient(create_app(mirrored)) as http:
        report = Person(http, "operator").sends()
    assert report["id"] in reports(folder)


def test_the_words_that_the_law_may_erase_are_not_in_it(http: TestClient, operator: Person, folder: Path):
    operator.sends("Pohon tumbang menimpa rumah Bu Sari", contact_phone="0812 3456 7890")
    health(http, is_caught_up)
    text = (folder / NAME).read_text(encoding="utf-8")
    assert "Bu Sari" not in text
    assert "3456" not in text


@pytest.mark.parametrize("torn", [b'{"seq":9,"pre', b"\x00" * 5000, b"\x00" * 50 + b"\n{}\n", b'{"seq":1}\n', b""])
def test_a_torn_end_is_cut_off_and_written_anew(mirrored: ServiceSettings, folder: Path, torn: bytes):
    with TestClient(create_app(mirrored)) as http:
        operator = Person(http, "operator")
        for _ in range(3):
            operator.sends()
    whole = (folder / NAME).read_bytes()
    lines = whole.splitlines(keepends=True)
    torn = torn or lines[1]  # whole, but of another place
    (folder / NAME).write_bytes(b"".join(lines[:-2]) + torn)
    with TestClient(create_app(mirrored)) as http:
        body = health(http, is_caught_up)
        now = (folder / NAME).read_bytes()
        assert now.startswith(whole)
        assert now.count(b"\n") == body["seq"] + 1
        assert now.endswith(b"\n")
        assert events(folder) == body["seq"]


def test_an_end_that_is_torn_further_back_than_one_look_is_found(mirrored: ServiceSettings, folder: Path):
    with TestClient(create_app(mirrored)) as http:
        Person(http, "operator").sends()
    whole = (folder / NAME).read_bytes()
    (folder / NAME).write_bytes(whole + b"\x00" * (TAIL_BYTES + 10))
    with TestClient(create_app(mirrored)) as http:
        health(http, is_caught_up)
        assert (folder / NAME).read_bytes().startswith(whole)


def test_a_folder_that_goes_away_stops_nobody_and_is_caught_up_when_it_is_back(
    http: TestClient, operator: Person, folder: Path
):
    operator.sends()
    health(http, is_caught_up)
    away = folder.with_name("away")
    folder.rename(away)
    lost = operator.sends()
    body = health(http, is_alarm)
    assert body["ok"] is True
    assert body["intake"] == "ok"
    assert body["mirror_why"]
    assert not folder.exists()
    away.rename(folder)
    body = health(http, is_caught_up)
    assert events(folder) == body["seq"]
    assert lost["id"] in reports(folder)


def test_a_new_disk_in_its_place_gets_the_whole_log(http: TestClient, operator: Person, folder: Path):
    first = operator.sends()
    health(http, is_caught_up)
    folder.rename(folder.with_name("broken"))
    folder.mkdir()
    operator.sends()
    health(http, lambda body: is_caught_up(body) and (folder / NAME).exists() and first["id"] in reports(folder))


@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_mirror_that_is_full_or_broken_raises_an_alarm_and_catches_up(
    http: TestClient, operator: Person, folder: Path, monkeypatch: pytest.MonkeyPatch, call: str
):
    health(http, is_caught_up)
    real = getattr(os, call)

    def refuses(file: int, *rest: Any) -> Any:
        if threading.current_thread().name != "mirror":
            return real(file, *rest)
        if call == "write":
            real(file, bytes(rest[0])[: len(rest[0]) // 2])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, refuses)
        sent = [operator.sends()["id"] for _ in range(3)]
        body = health(http, is_alarm)
        assert "No space left" in body["mirror_why"]
    body = health(http, is_caught_up)
    assert events(folder) == body["seq"]
    assert set(sent) <= reports(folder)


def test_a_journal_of_another_log_is_left_as_it_is(tmp_path: Path, mirrored: ServiceSettings, folder: Path):
    with TestClient(create_app(replace(mirrored, data=tmp_path / "another"))) as http:
        Person(http, "operator").sends()
    theirs = (folder / NAME).read_bytes()
    with TestClient(create_app(mirrored)) as http:
        body = health(http, is_alarm)
        assert "of another log" in body["mirror_why"]
        Person(http, "operator").sends()
    assert (folder / NAME).read_bytes() == theirs


def test_an_event_that_does_not_follow_is_not_added(mirrored: ServiceSettings, folder: Path):
    with TestClient(create_app(mirrored)) as http:
        Person(http, "operator").sends()
    store = SqliteStore(mirrored.data)
    first, second, *_ = store.read.links(0, 10)
    fresh = folder / "fresh"
    fresh.mkdir()
    journal = Journal(fresh, store.read)
    for links in ([replace(first, body=first.body + b" ")], [second], [first, replace(second, body=b"{}")]):
        with pytest.raises(NotOurs, match="the log was changed at event 1"):
            journal.add(links)
    journal.add([first, second])
    journal.close()
    store.close()
    assert events(fresh) == 2


def test_a_file_that_is_no_journal_is_left_as_it_is(mirrored: ServiceSettings, folder: Path):
    (folder / NAME).write_text("a letter\n")
    with TestClient(create_app(mirrored)) as http:
        assert "no journal" in health(http, is_alarm)["mirror_why"]
    assert (folder / NAME).read_text() == "a letter\n"


def test_any_change_of_the_journal_shows(http: TestClient, operator: Person, folder: Path):
    operator.sends()
    health(http, is_caught_up)
    whole = (folder / NAME).read_bytes()
    assert audit.verify(io.BytesIO(whole + b'{"seq":')).events == audit.verify(io.BytesIO(whole)).events
    for at in range(0, len(whole) - 1, 37):
        changed = bytearray(whole)
        changed[at] ^= 1
        with pytest.raises(audit.Broken):
            audit.verify(io.BytesIO(bytes(changed)))
