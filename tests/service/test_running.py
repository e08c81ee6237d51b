"""The service as a process: up when it says so, clear when it can't, whole after kill -9, and its live stream."""

from __future__ import annotations

import os
import signal
import socket
import stat
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest

from console.domain.audit import first_break
from console.service.store.sqlite import SqliteStore
from tests.service.conftest import new_report
from tests.service.running import Running, frames


@pytest.fixture
def http() -> Iterator[httpx2.Client]:
    with httpx2.Client(timeout=10, trust_env=False) as client:
        yield client


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with Running(tmp_path_factory.mktemp("service")) as running:
        yield running


def test_it_says_where_it_is_and_keeps_its_secret(service: Running, http: httpx2.Client):
    assert http.get(service.url + "/health").json()["ok"] is True
    assert http.get(service.url + "/welcome").status_code == 401
    if os.name == "posix":
        assert stat.S_IMODE((service.data / "service.json").stat().st_mode) == 0o600


def test_kill_9_loses_nothing_that_was_acknowledged(tmp_path: Path, http: httpx2.Client):
    acknowledged: list[str] = []
    sent: list[str] = []
    with Running(tmp_path) as running:
        running.sign_in(http)
        token = http.headers["Authorization"].removeprefix("Bearer ")

        def send(headers: dict[str, str]) -> None:
            with httpx2.Client(base_url=running.url, headers=headers, timeout=10, trust_env=False) as own:
                while True:
                    body = new_report()
                    sent.append(body["id"])
                    try:
                        answer = own.post("/reports", json=body)
                    except httpx2.TransportError:
                        return
                    assert answer.status_code == 201
                    acknowledged.append(body["id"])

        threads = [threading.Thread(target=send, args=(dict(http.headers),)) for _ in range(4)]
        for thread in threads:
            thread.start()
        while len(acknowledged) < 60:
            pass_on = threading.Event()
            pass_on.wait(0.01)
        running.kill()
        for thread in threads:
            thread.join(20)
    with Running(tmp_path) as again:
        again.sign_in(http, token=token)
        reports = http.get("/snapshot").json()["reports"]
        kept = {report["id"] for report in reports}
        assert set(acknowledged) <= kept <= set(sent)
        numbers = sorted(int(report["number"][4:]) for report in reports)
        assert numbers == list(range(1, len(numbers) + 1))
    store = SqliteStore(tmp_path)
    links = store.read.links(0, 10_000)
    store.close()
    assert first_break(links) is None
    assert [link.seq for link in links] == list(range(1, len(links) + 1))


def test_a_port_that_is_taken_is_said(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        running = Running(tmp_path, "--port", str(port))
    assert running.child.returncode == 4
    assert f"port {port}" in running.error
    assert "taken" in running.error


@pytest.mark.skipif(os.name != "posix", reason="folder rights are POSIX's")
def test_a_data_folder_that_cannot_be_used_is_said(tmp_path: Path):
    (tmp_path / "file").write_text("not a folder")
    running = Running(tmp_path / "file" / "data")
    assert running.child.returncode == 3
    assert "data folder" in running.error


def test_a_folder_that_another_service_has_is_left_alone(service: Running):
    second = Running(service.data)
    assert second.child.returncode == 3
    assert "another service" in second.error


def test_a_key_of_the_log_that_cannot_be_used_is_said_before_anything_goes_unsigned(tmp_path: Path):
    (tmp_path / "audit.key").write_bytes(b"torn")
    running = Running(tmp_path)
    assert running.child.returncode == 3
    assert running.error.startswith("The service can't start: the log's key")
    assert (tmp_path / "audit.key").read_bytes() == b"torn"


def test_a_first_password_that_cannot_be_taken_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("POC_ADMIN_PASSWORD", "admin")
    running = Running(tmp_path)
    assert running.child.returncode == 3
    assert running.error.startswith("The service can't start: $POC_ADMIN_PASSWORD can't be taken")


def test_something_else_in_the_place_of_its_address_is_said(tmp_path: Path):
    (tmp_path / "service.json").mkdir()
    running = Running(tmp_path)
    assert running.child.returncode == 3
    assert running.error.startswith("The service can't start:")
    assert "service.json" in running.error or "service.new" in running.error


@pytest.mark.parametrize("count", ["0", "-3", "x", "33"])
def test_a_senseless_number_of_processes_is_refused(tmp_path: Path, count: str):
    running = Running(tmp_path, "--processes", count)
    assert running.child.returncode == 2
    assert "from 1 to 32" in running.error


def test_a_store_of_a_newer_program_is_left_alone(tmp_path: Path):
    store = SqliteStore(tmp_path)
    store._writer.execute("PRAGMA user_version = 99")
    store.close()
    running = Running(tmp_path)
    assert running.child.returncode == 3
    assert "newer version" in running.error


def test_it_ends_when_its_parent_has_gone(tmp_path: Path):
    with Running(tmp_path) as running:
        assert running.child.stdin is not None
        running.child.stdin.close()
        assert running.child.wait(10) == 0
        assert not (tmp_path / "service.json").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="SIGTERM is POSIX's")
def test_a_stream_does_not_hold_it_up_at_the_end(tmp_path: Path, http: httpx2.Client):
    with Running(tmp_path) as running:
        running.sign_in(http)
        with http.stream("GET", "/stream") as answer:
            lines = answer.iter_lines()
            next(frames(lines))
            running.child.send_signal(signal.SIGTERM)
            with suppress(httpx2.TransportError):
                list(lines)
        assert running.child.wait(4) == 0


def created(rows: Any, count: int) -> list[tuple[int, str]]:
    """The next events of reports: number and id."""
    found = []
    for ident, kind, data in rows:
        if kind == "report":
            found.append((int(ident), data["report"]["id"]))
        if len(found) == count:
            break
    return found


def test_the_stream_tells_what_happens_and_resumes_where_it_was_cut(service: Running, http: httpx2.Client):
    service.sign_in(http)
    head = http.get("/health").json()["seq"]
    with httpx2.Client(base_url=service.url, headers=http.headers, timeout=10, trust_env=False) as listener:
        with listener.stream("GET", "/stream", headers={"Last-Event-ID": str(head)}) as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            rows = frames(answer.iter_lines())
            first = new_report("first")
            http.post("/reports", json=first)
            ((seq, ident),) = created(rows, 1)
            assert seq > head  # that somebody listens stands in the log as well
            assert ident == first["id"]
        missed = [new_report(f"missed {n}") for n in range(3)]
        for body in missed:
            http.post("/reports", json=body)
        with listener.stream("GET", "/stream", headers={"Last-Event-ID": str(seq)}) as answer:
            rows = frames(answer.iter_lines())
            late = new_report("late")
            found = created(rows, 3)
            http.post("/reports", json=late)
            found += created(rows, 1)
        assert found == [(seq + 1 + n, body["id"]) for n, body in enumerate([*missed, late])]


def test_the_stream_tells_who_looks_at_what_and_that_it_lives(service: Running, http: httpx2.Client):
    service.sign_in(http)
    report = http.post("/reports", json=new_report()).json()
    with http.stream("GET", "/stream") as answer:
        rows = frames(answer.iter_lines())
        assert next(row for row in rows if row[1] == "beat")[2]["seq"] > 0
        with httpx2.Client(base_url=service.url, headers=http.headers, timeout=10, trust_env=False) as other:
            assert other.post("/presence", json={"report": report["id"]}).status_code == 204
        seen = next(data for _, kind, data in rows if kind == "presence" and data["consoles"][0]["report"])
    assert seen["consoles"][0]["report"] == report["id"]
    assert seen["consoles"][0]["console"] == "desk-1"


def test_a_client_from_outside_speaks_open311(service: Running):
    georeport = pytest.importorskip("georeport")
    httpx2.post(
        service.url + "/open311/v2/requests.json", trust_env=False,
        data={"api_key": "demo", "service_code": "flood", "address_string": "Jl. Juanda", "description": "banjir"},
    )  # fmt: skip
    for form in ("json", "xml"):
        client = georeport.GeoReport(service.url + "/open311/v2", output_format=form)
        codes = {row["service_code"] for row in client.get_service_list()}
        assert "flood" in codes
        assert client.get_service_definition("flood")["service_code"] == "flood"
        found = client.get_service_requests(service_code="flood")
        request = found[0] if isinstance(found, list) else found
        assert request["description"] == "banjir"
        one = client.get_service_request(request["service_request_id"])
        assert one["status"] == "open"
