"""Before anybody is asked who they are: heads without end, heads a byte at a time, empty lines, packed bodies."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from console.service import frontdoor
from console.service.frontdoor import HEAD_BYTES, FrontDoor, most_connections
from tests.service.conftest import Person

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[Any]]


async def answers(scope: Any, receive: Any, send: Any) -> None:
    """An application that says yes to everything."""
    await asyncio.sleep(0.05)  # the store takes its time
    while (await receive()).get("more_body"):
        continue
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


def at_the_door(talk: Talk) -> Any:
    """What comes of a conversation with a server that has this front door."""

    async def play() -> Any:
        config = uvicorn.Config(answers, http=FrontDoor, lifespan="off", log_config=None)
        config.load()
        state = ServerState()
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: FrontDoor(config, state, {}), "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname()[:2])
        try:
            return await asyncio.wait_for(talk(reader, writer), 30)
        finally:
            writer.close()
            server.close()
            for connection in list(state.connections):
                connection.transport.close()  # type: ignore[union-attr]
            await asyncio.sleep(0)

    return asyncio.run(play())


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frontdoor, "HEAD_S", 0.2)


def test_a_head_without_end_is_refused_and_the_connection_closed():
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(b"GET / HTTP/1.1\r\n")
        try:
            for n in range(4 * HEAD_BYTES // 1000):
                writer.write(b"X-%d: %b\r\n" % (n, b"a" * 1000))
                await writer.drain()
            return await reader.read()
        except ConnectionError:
            return b"reset"

    said = at_the_door(talk)
    assert said == b"reset" or b"431" in said.splitlines()[0]


def test_one_header_without_end_is_refused_too():
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(b"GET / HTTP/1.1\r\nX-A: " + b"a" * (HEAD_BYTES + 10_000))
        return await reader.read()

    said = at_the_door(talk)
    assert b"431" in said.splitlines()[0]
    assert json.loads(said.partition(b"\r\n\r\n")[2])["status"] == 431


def test_a_large_body_in_the_first_packet_is_no_large_head():
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        size = 3 * HEAD_BYTES
        writer.write(b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % size + b"a" * size)
        return await reader.readline()

    assert b"200" in at_the_door(talk)


@pytest.mark.parametrize("begin", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nX-A: b\r\n"], ids=["nothing", "line", "head"])
def test_a_head_that_does_not_come_is_not_waited_for(hasty: None, begin: bytes):
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(begin)
        return await reader.read()

    assert b"408" in at_the_door(talk).splitlines()[0]


def test_a_second_request_that_does_not_come_whole_is_not_waited_for(hasty: None):
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> list[bytes]:
        writer.write(b"GET / HTTP/1.1\r\n\r\n")
        first = await reader.readuntil(b"ok")
        writer.write(b"\r\n")  # empty lines between requests begin none
        return [first, await reader.read()]

    first, then = at_the_door(talk)
    assert b"200" in first.splitlines()[0]
    assert b"408" in then.splitlines()[0]


def test_who_takes_time_between_whole_requests_is_left_in_peace(hasty: None):
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> list[bytes]:
        said = []
        for _ in range(2):
            writer.write(b"GET / HTTP/1.1\r\n\r\n")
            said.append(await reader.readuntil(b"ok"))
            await asyncio.sleep(0.5)
        return said

    assert [b"200" in said.splitlines()[0] for said in at_the_door(talk)] == [True, True]


def test_who_has_said_all_and_closed_that_half_still_gets_the_answer():
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(b"POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi")
        writer.write_eof()
        return await reader.read()

    said = at_the_door(talk)
    assert b"200" in said.splitlines()[0]
    assert said.endswith(b"ok")


def test_who_breaks_off_in_the_midst_of_a_body_is_let_go_at_once():
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(b"POST / HTTP/1.1\r\nContent-Length: 200\r\n\r\nhi")
        writer.write_eof()
        return await reader.read()

    assert at_the_door(talk) == b""


def test_connections_leave_the_store_its_files():
    assert 10 <= most_connections() <= frontdoor.MOST_CONNECTIONS


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "GZIP"])
def test_a_packed_body_is_refused_as_such(operator: Person, encoding: str):
    refused = operator.ask("POST", "/reports", content=b"{}", headers={"Content-Encoding": encoding})
    assert (refused.status_code, refused.json()["type"]) == (415, "urn:poc:encoding")


def test_asking_for_the_head_of_the_stream_ends(operator: Person):
    answer = operator.ask("HEAD", "/stream")
    assert (answer.status_code, answer.content) == (200, b"")
    assert operator.http.app.state.service.hub.presence()["consoles"] == []  # type: ignore[attr-defined]
