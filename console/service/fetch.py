"""Fetching what a feed reads: a file, or an https address of an allowed host; no redirects, no private network."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

MOST_BYTES = 50_000_000
CHUNK = 65_536
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Whose data the shipped adapters read. Others: POC_FEED_HOSTS, or the service's settings.
KNOWN_HOSTS = frozenset(
    {"www.waze.com", "bmkg.go.id", "www.bmkg.go.id", "data.bmkg.go.id", "petabencana.id", "data.petabencana.id"}
)


class NotFetched(Exception):
    """The source can't be read; the message is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Fetcher:
    """What may be fetched. `loopback` is for tests: http and this computer are allowed then."""

    hosts: frozenset[str] = KNOWN_HOSTS
    loopback: bool = False
    seconds: float = 20.0
    most_bytes: int = MOST_BYTES

    def check(self, source: str) -> None:
        """Whether this source may be set up at all. Raises NotFetched."""
        if "://" not in source:
            if not Path(source).is_absolute() or source.startswith(("//", "\\\\")):  # the latter: another computer's
                raise NotFetched("a file must be given with its whole path, on this computer")
            return
        parts = self._parts(source)
        if parts.username or parts.password or parts.fragment:
            raise NotFetched("the address must hold no name, password or fragment")

    def fetch(self, source: str) -> bytes:
        """The bytes of the source. Raises NotFetched."""
        if not source:
            return b""
        self.check(source)
        return self._file(Path(source)) if "://" not in source else self._https(source)

    def _parts(self, source: str) -> urllib.parse.SplitResult:
        try:
            parts = urllib.parse.urlsplit(source)
            host, _ = parts.hostname or "", parts.port
        except ValueError as error:
            raise NotFetched("the address can't be read") from error
        local = self.loopback and host in ("127.0.0.1", "localhost", "::1")
        if parts.scheme != "https" and not (local and parts.scheme == "http"):
            raise NotFetched("only https addresses and files are read")
        if host not in self.hosts and not local:
            raise NotFetched("this host is not on the list of allowed hosts (POC_FEED_HOSTS)")
        return parts

    def _file(self, path: Path) -> bytes:
        try:
            if not path.is_file():
                raise NotFetched("there is no such file")
            with path.open("rb") as file:
                data = file.read(self.most_bytes + 1)
        except OSError as error:
            raise NotFetched(f"the file can't be read: {error.strerror}") from error
        if len(data) > self.most_bytes:
            raise NotFetched(f"the file is larger than {self.most_bytes // 1_000_000} MB")
        return data

    def _https(self, source: str) -> bytes:
        parts = self._parts(source)
        until = time.monotonic() + self.seconds
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        address = self._address(host, port)
        connection = _Pinned(host, port, address, self.seconds, secure=parts.scheme == "https")
        target = urllib.parse.urlunsplit(("", "", parts.path or "/", parts.query, ""))
        try:
            connection.request("GET", target, headers={"User-Agent": "poc-console", "Accept-Encoding": "identity"})
            answer = connection.getresponse()
            if 300 <= answer.status < 400:
                raise NotFetched("the address leads elsewhere (a redirect), which is not followed")
            if answer.status != 200:
                raise NotFetched(f"the server answered {answer.status}")
            return self._body(answer, connection, until)
        except TimeoutError as error:
            raise NotFetched(f"no answer within {self.seconds:g} s") from error
        except ssl.SSLError as error:
            raise NotFetched("the server's certificate does not hold") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise NotFetched("the server can't be reached") from error
        finally:
            connection.close()

    def _body(self, answer: http.client.HTTPResponse, connection: _Pinned, until: float) -> bytes:
        parts: list[bytes] = []
        size = 0
        while True:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            if connection.sock is not None:  # a server that sends a byte a second must not hold the feed for ever
                connection.sock.settimeout(left)
            part = answer.read1(CHUNK)
            if not part:
                return b"".join(parts)
            size += len(part)
            if size > self.most_bytes:
                raise NotFetched(f"the answer is larger than {self.most_bytes // 1_000_000} MB")
            parts.append(part)

    def _address(self, host: str, port: int) -> str:
        """The one address to connect to: looked up once, so that a second look-up can't lead elsewhere."""
        try:
            found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except OSError as error:
            raise NotFetched("the host's name is not known") from error
        for text in found:
            address = ipaddress.ip_address(text.partition("%")[0])
            if not is_public(address) and not (self.loopback and address.is_loopback):
                raise NotFetched("the host lies in a private network, which is not read")
        return found[0]


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether it lies in the open internet, also where it carries an IPv4 address in it (mapped, 6to4, NAT64)."""
    inner = None
    if isinstance(address, ipaddress.IPv6Address):
        if address.teredo:
            return False
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    if inner is not None:
        return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


class _Pinned(http.client.HTTPConnection):
    """Connects to the address that was checked, under the name that was asked for."""

    def __init__(self, host: str, port: int, address: str, seconds: float, *, secure: bool) -> None:
        super().__init__(host, port, timeout=seconds)
        self._address = address
        self._secure = secure

    def connect(self) -> None:
        sock = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = ssl.create_default_context().wrap_socket(sock, server_hostname=self.host) if self._secure else sock
