"""Other people's servers, asked politely: few connections a host, a pause where one is due, no redirects, no surprises.

Only https is asked, and no private network unless POC_BASEMAP_HOSTS names the host (a city's own map server).
"""

from __future__ import annotations

import email.utils
import http.client
import ipaddress
import os
import socket
import ssl
import threading
import time
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC
from enum import StrEnum

USER_AGENT = "poc-console/0.1 (city command centre; interactive map)"
AT_ONCE = 3  # connections to one host
SECONDS = 20.0  # for one answer, all of it
CONNECT_S = 5.0
MOST_BYTES = 20_000_000
CHUNK = 65_536
PAUSES_S = (2.0, 5.0, 15.0, 60.0)  # after so many failures in a row
MOST_PAUSE_S = 600.0  # whatever a server asks for
WAITS_S = 10.0  # for a free connection
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Why(StrEnum):
    """Why a source gives nothing; the chooser has a sentence for each."""

    DEAD = "dead"  # no connection
    LATE = "late"  # no answer in time
    BUSY = "busy"  # the server asks us to wait
    REFUSED = "refused"  # any other status
    FORBIDDEN = "forbidden"  # 401, 403: a key is missing or wrong
    ELSEWHERE = "elsewhere"  # a redirect
    NOT_ALLOWED = "not_allowed"  # an address that is not asked at all
    NO_IMAGE = "no_image"  # what came is no picture, or a broken one
    TOO_LARGE = "too_large"
    CERTIFICATE = "certificate"
    NOTHING_THERE = "nothing_there"  # a file that holds nothing of the city
    BROKEN = "broken"  # a file that is torn, or gone


class Trouble(Exception):
    """A source gave nothing. The message says it in English; `why`, `sentence` and `figures` for the window's words."""

    def __init__(self, why: Why, sentence: str, **figures: object) -> None:
        super().__init__(sentence.format(**figures) if figures else sentence)
        self.why, self.sentence, self.figures = why, sentence, figures


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: 200, 206, 304, 404, 410 or 204."""

    status: int
    body: bytes
    headers: Mapping[str, str]  # names in small letters


@dataclass(slots=True)
class _Host:
    """What is known of one server."""

    idle: list[_Pinned] = field(default_factory=list)
    room: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(AT_ONCE))
    pause_until: float = 0.0
    failures: int = 0
    why: Why = Why.DEAD
    sentence: str = ""


class Web:
    """Asks servers. For any thread; `close` ends what is being waited for."""

    def __init__(
        self, *, loopback: bool | None = None, own_hosts: frozenset[str] | None = None, seconds: float = SECONDS
    ) -> None:
        """``loopback`` is for tests: http to this computer. ``own_hosts`` may be private. Else: the environment."""
        self._loopback = os.environ.get("POC_BASEMAP_LOOPBACK") == "1" if loopback is None else loopback
        named = os.environ.get("POC_BASEMAP_HOSTS", "").lower().split(",")
        self._own = frozenset(name.strip() for name in named if name.strip()) if own_hosts is None else own_hosts
        self._seconds = seconds
        self._hosts: dict[tuple[str, int], _Host] = {}
        self._open: set[_Pinned] = set()
        self._lock = threading.Lock()
        self._closed = False

    def check(self, address: str) -> urllib.parse.SplitResult:
        """An address that may be asked. Raises Trouble."""
        try:
            parts = urllib.parse.urlsplit(address)
            host, _ = (parts.hostname or "").lower(), parts.port
        except ValueError as error:
            raise Trouble(Why.NOT_ALLOWED, "the address can't be read") from error
        local = self._loopback and host in LOOPBACK
        if not host or (parts.scheme != "https" and not (local and parts.scheme == "http")):
            raise Trouble(Why.NOT_ALLOWED, "only https addresses and files are read")
        if parts.username or parts.password:
            raise Trouble(Why.NOT_ALLOWED, "the address must hold no name and no password")
        if any(ord(letter) < 33 or ord(letter) == 127 for letter in address):
            raise Trouble(Why.NOT_ALLOWED, "the address holds blanks or control characters")
        return parts

    def get(
        self,
        address: str,
        *,
        etag: str = "",
        modified: str = "",
        part: tuple[int, int] | None = None,
        most_bytes: int = MOST_BYTES,
    ) -> Answer:
        """Ask for an address: only if it has changed, only a part (offset, length). Raises Trouble."""
        parts = self.check(address)
        secure = parts.scheme == "https"
        host = self._host((parts.hostname or "").lower(), parts.port or (443 if secure else 80))
        self._may_be_asked(host)
        headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", "Accept": "*/*"}
        headers |= {"If-None-Match": etag} if etag else {"If-Modified-Since": modified} if modified else {}
        if part is not None:
            headers["Range"] = f"bytes={part[0]}-{part[0] + part[1] - 1}"
            most_bytes = part[1]
        target = urllib.parse.quote(
            urllib.parse.urlunsplit(("", "", parts.path or "/", parts.query, "")), safe="/%?=&:;,+@!$'()*~[]"
        )
        with self._room(host):
            try:
                answer = self._asked(host, parts, target, headers, most_bytes)
            except Trouble as trouble:
                if trouble.why in (Why.DEAD, Why.LATE, Why.CERTIFICATE):
                    self._failed(host, trouble)
                raise
        return self._judged(host, answer)

    def close(self) -> None:
        """Ends what is being waited for; nothing more is asked."""
        with self._lock:
            self._closed = True
            for connection in self._open:
                connection.break_off()
            for host in self._hosts.values():
                while host.idle:
                    host.idle.pop().close()

    # --- one question ------------------------------------------------------------------------------------------------

    def _asked(
        self, host: _Host, parts: urllib.parse.SplitResult, target: str, headers: dict[str, str], most_bytes: int
    ) -> Answer:
        until = time.monotonic() + self._seconds
        with self._lock:
            connection = host.idle.pop() if host.idle else None
        again = connection is not None  # a kept connection may have been closed at the other end meanwhile
        while True:
            if connection is None:
                connection = self._connection(parts)
            try:
                return self._heard(host, connection, target, headers, most_bytes, until)
            except TimeoutError as error:
                raise Trouble(Why.LATE, "no answer within {seconds} s", seconds=f"{self._seconds:g}") from error
            except ssl.SSLError as error:
                raise Trouble(Why.CERTIFICATE, "the server's certificate does not hold") from error
            except (OSError, http.client.HTTPException, ValueError) as error:
                if not again or self._closed:
                    raise Trouble(Why.DEAD, "the server can't be reached") from error
                again, connection = False, None

    def _heard(
        self,
        host: _Host,
        connection: _Pinned,
        target: str,
        headers: dict[str, str],
        most_bytes: int,
        until: float,
    ) -> Answer:
        keep = False
        with self._lock:
            if self._closed:
                connection.close()
                raise Trouble(Why.DEAD, "closing")
            self._open.add(connection)
        try:
            connection.hurry(until)
            connection.request("GET", target, headers=headers)
            connection.hurry(until)
            answer = connection.getresponse()
            if "range" in {name.lower() for name in headers} and answer.status == 200:
                raise Trouble(Why.REFUSED, "the server does not give parts of a file")
            body = _body(answer, connection, most_bytes, until)
            keep = not answer.will_close
            return Answer(answer.status, body, {name.lower(): value for name, value in answer.getheaders()})
        finally:
            with self._lock:
                self._open.discard(connection)
                keep = keep and not self._closed
                if keep:
                    host.idle.append(connection)
            if not keep:
                connection.close()

    def _connection(self, parts: urllib.parse.SplitResult) -> _Pinned:
        secure, name = parts.scheme == "https", (parts.hostname or "").lower()
        port = parts.port or (443 if secure else 80)
        return _Pinned(name, port, self._address(name, port), secure=secure)

    def _address(self, name: str, port: int) -> str:
        """The one address to connect to: looked up once, so that a second look-up can't lead elsewhere."""
        try:
            found = [str(row[4][0]) for row in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError) as error:
            raise Trouble(Why.DEAD, "the host's name is not known") from error
        for text in found:
            address = ipaddress.ip_address(text.partition("%")[0])
            own = name in self._own and not address.is_loopback and not address.is_link_local
            if not (address.is_global or own or (self._loopback and address.is_loopback)):
                raise Trouble(Why.NOT_ALLOWED, "the host lies in a private network (POC_BASEMAP_HOSTS allows one)")
        return found[0]

    # --- manners -----------------------------------------------------------------------------------------------------

    def _host(self, name: str, port: int) -> _Host:
        with self._lock:
            return self._hosts.setdefault((name, port), _Host())

    def _may_be_asked(self, host: _Host) -> None:
        if time.monotonic() < host.pause_until:
            raise Trouble(host.why, host.sentence)

    @contextmanager
    def _room(self, host: _Host) -> Iterator[None]:
        if not host.room.acquire(timeout=self._seconds + WAITS_S):
            raise Trouble(Why.LATE, "the server answers too slowly")
        try:
            self._may_be_asked(host)
            yield
        finally:
            host.room.release()

    def _failed(self, host: _Host, trouble: Trouble, pause_s: float = 0.0) -> None:
        with self._lock:
            pause = pause_s or PAUSES_S[min(host.failures, len(PAUSES_S) - 1)]
            host.failures += 1
            host.pause_until = time.monotonic() + min(pause, MOST_PAUSE_S)
            host.why, host.sentence = trouble.why, str(trouble)

    def _judged(self, host: _Host, answer: Answer) -> Answer:
        if answer.status in (429, 502, 503, 504):
            trouble = Trouble(Why.BUSY, "the server asks to be left alone for a while ({status})", status=answer.status)
            self._failed(host, trouble, retry_after(answer.headers.get("retry-after", "")))
            raise trouble
        with self._lock:
            host.failures = 0
        if answer.status in (200, 204, 206, 304, 404, 410):
            return answer
        if 300 <= answer.status < 400:
            raise Trouble(Why.ELSEWHERE, "the address leads elsewhere (a redirect), which is not followed")
        if answer.status in (401, 403):
            raise Trouble(Why.FORBIDDEN, "the server does not let us in ({status})", status=answer.status)
        raise Trouble(Why.REFUSED, "the server answered {status}", status=answer.status)


class _Pinned(http.client.HTTPConnection):
    """Connects to the address that was checked, under the name that was asked for."""

    def __init__(self, host: str, port: int, address: str, *, secure: bool) -> None:
        super().__init__(host, port, timeout=CONNECT_S)
        self._address = address
        self._secure = secure
        self.sock: socket.socket | None = None

    def connect(self) -> None:
        sock = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = ssl.create_default_context().wrap_socket(sock, server_hostname=self.host) if self._secure else sock

    def hurry(self, until: float) -> None:
        """What is left of the time is all that the next step gets. Raises TimeoutError."""
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        if self.sock is not None:
            self.sock.settimeout(left)

    def break_off(self) -> None:
        """Wake whoever waits for it."""
        sock = self.sock
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)


def _body(answer: http.client.HTTPResponse, connection: _Pinned, most_bytes: int, until: float) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        connection.hurry(until)  # a server that sends a byte a second must not hold a connection for ever
        part = answer.read1(CHUNK)
        if not part:
            if answer.length:
                raise http.client.IncompleteRead(b"", answer.length)
            answer.close()
            return b"".join(parts)
        size += len(part)
        if size > most_bytes:
            raise Trouble(Why.TOO_LARGE, "the answer is larger than {most} bytes", most=f"{most_bytes:,}")
        parts.append(part)


def retry_after(text: str) -> float:
    """Seconds that a server wants to be left alone: given as seconds or as a moment; 0 where it says nothing."""
    if text.strip().isdigit():
        return min(float(text.strip()[:9]), MOST_PAUSE_S)
    try:
        return max(0.0, min(moment_of(text) - time.time(), MOST_PAUSE_S))
    except ValueError:
        return 0.0


def moment_of(text: str) -> float:
    """A moment as HTTP writes it, in seconds of `time.time`. Raises ValueError."""
    try:
        found = email.utils.parsedate_to_datetime(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    except (TypeError, OverflowError) as error:
        raise ValueError(text) from error
