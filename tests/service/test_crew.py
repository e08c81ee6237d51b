"""Several services behind one port, on one PostgreSQL: all tell the same, one leads, one that dies is replaced."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import psycopg
import pytest

from console.service.serve import _for_a_member, serve_command
from console.service.store.postgres import PostgresStore
from tests.service.clusters import cluster, new_database
from tests.service.conftest import new_report
from tests.service.running import Running

__all__ = ["cluster", "new_database"]
CREATED = b'"kind":"report.created"'


@pytest.fixture
def crew(tmp_path: Path, new_database: Callable[[], str]) -> Iterator[Running]:
    with Running(tmp_path, "--no-feeds", "--processes", "2", "--database", new_database()) as running:
        yield running


def members(crew: Running) -> set[int]:
    return set(map(int, Path(f"/proc/{crew.child.pid}/task/{crew.child.pid}/children").read_text().split()))


def listening(crew: Running, token: str) -> socket.socket:
    parts = httpx2.URL(crew.url)
    sock = socket.create_connection((parts.host, parts.port or 80), timeout=20)
    head = "".join(f"{name}: {value}\r\n" for name, value in (crew.headers | {"Authorization": token}).items())
    sock.sendall(f"GET /stream HTTP/1.1\r\nHost: x\r\n{head}\r\n".encode())
    got = b""
    while b"event: beat" not in got:
        got += sock.recv(65536)
    return sock


def heard(sock: socket.socket, count: int) -> int:
    got = b""
    while got.count(CREATED) < count:
        part = sock.recv(65536)
        if not part:
            break
        got += part
    return got.count(CREATED)


def test_a_console_hears_of_every_report_whichever_process_took_it(crew: Running):
    with httpx2.Client(trust_env=False) as http:
        crew.sign_in(http)
        token = http.headers["Authorization"]
        consoles = [listening(crew, token) for _ in range(6)]
        for _ in range(6):  # a connection of its own each: the processes take turns as they come
            with httpx2.Client(trust_env=False) as other:
                crew.sign_in(other, token=token.removeprefix("Bearer "))
                body = new_report()
                assert other.post("/reports", json=body, headers={"Idempotency-Key": body["id"]}).status_code == 201
        assert [heard(sock, 6) for sock in consoles] == [6] * 6
        for sock in consoles:
            sock.close()


def test_a_process_that_dies_is_started_again_and_the_others_go_on(crew: Running):
    before = members(crew)
    assert len(before) == 2
    with httpx2.Client(trust_env=False) as http:
        crew.sign_in(http)
        headers = dict(http.headers)
        victim = min(before)
        os.kill(victim, signal.SIGKILL)
        body = new_report()
        for _ in range(100):
            try:  # the connection may have been to the one that died; the key makes the second try safe
                answer = httpx2.post(f"{crew.url}/reports", json=body, headers=headers, trust_env=False)
                break
            except httpx2.TransportError:
                continue
        assert answer.status_code in (200, 201), answer.text
        deadline = time.monotonic() + 60
        while len(members(crew) - {victim}) < 2 and time.monotonic() < deadline:
            threading.Event().wait(0.1)
        assert len(members(crew) - {victim}) == 2
        assert httpx2.get(f"{crew.url}/health", trust_env=False).json()["seq"] > 0


def test_one_service_leads_and_another_takes_over(cluster: object, new_database: Callable[[], str]):
    address = new_database()
    first, second = PostgresStore(address), PostgresStore(address)
    assert (first.lead(), second.lead(), first.lead(), second.lead()) == (True, False, True, False)
    with psycopg.connect(address, autocommit=True) as db:  # as when its connection breaks
        db.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
    assert second.lead() is True
    assert first.lead() is False
    second.close()
    deadline = time.monotonic() + 20
    while not first.lead() and time.monotonic() < deadline:
        threading.Event().wait(0.05)
    assert first.lead()
    first.close()


def test_several_processes_need_a_store_for_several(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert serve_command(["--data", str(tmp_path), "--processes", "2"]) == 3
    assert "several processes need PostgreSQL" in capsys.readouterr().err


def test_what_concerns_the_crew_is_not_handed_on():
    given = ["--embedded", "--port", "1", "--processes", "2", "--parent-pipe", "--processes=3", "--demo"]
    assert _for_a_member(given) == ["--port", "1", "--demo"]
