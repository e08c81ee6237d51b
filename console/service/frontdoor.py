"""What stands before a request: its head is no larger and no slower than any honest one's, and it comes as it says.

Anybody who reaches the port gets so far, before a secret or a token is asked for.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

log = logging.getLogger(__name__)
HEAD_S = 20.0  # from the connection, or the request's first byte, to the end of its head
HEAD_BYTES = 64_000
MOST_CONNECTIONS = 1_000
SPARE_FILES = 200  # for the database, its log, photos and what the libraries open
WANTED_FILES = 8_192
SLOW = (408, b"Request Timeout", b"The head of the request took too long to come.")
LARGE = (431, b"Request Header Fields Too Large", b"The head of the request is too large.")


class FrontDoor(HttpToolsProtocol):
    """uvicorn's own reading of HTTP, which sets no limits to a head."""

    _head_bytes = 0
    _in_head = True
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def eof_received(self) -> bool | None:  # type: ignore[override]
        """Who has said all and closed that half of the line still gets an answer, the last one here."""
        if not self._is_answering() or self.cycle.response_started or self.cycle.more_body:
            return None
        self.cycle.keep_alive = False
        return True

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES:
                self._refuse(*LARGE)
        elif not self._is_answering():
            self._wait()  # something came that begins no request: empty lines

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head, self._head_bytes = True, 0
        self._wait()

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._stop_waiting()
        super().on_headers_complete()

    def _is_answering(self) -> bool:
        return bool(self.cycle) and not self.cycle.response_complete

    def _wait(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(HEAD_S, self._refuse, *SLOW)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _refuse(self, status: int, title: bytes, words: bytes) -> None:
        self._stop_waiting()
        if self.transport.is_closing():
            return
        log.info("a connection is closed: %s", words.decode())
        if not self._is_answering():
            body = b'{"type":"urn:poc:head","title":"%b","status":%d,"detail":"%b"}' % (title, status, words)
            self.transport.write(
                b"HTTP/1.1 %d %b\r\nContent-Type: application/problem+json\r\nContent-Length: %d\r\n"
                b"Connection: close\r\n\r\n%b" % (status, title, len(body), body)
            )
        self.transport.close()


def most_connections() -> int:
    """How many connections are taken at once: no more than leaves the store its files. Asks for more files first."""
    if sys.platform == "win32":
        return MOST_CONNECTIONS
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = WANTED_FILES if hard == resource.RLIM_INFINITY else min(hard, WANTED_FILES)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return max(10, min(MOST_CONNECTIONS, soft - SPARE_FILES))


def options() -> dict[str, Any]:
    """For uvicorn."""
    return {"http": FrontDoor, "limit_concurrency": most_connections()}
