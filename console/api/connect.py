"""Finds the service: one that runs already, or an embedded one that is started as a child of this process."""

from __future__ import annotations

import contextlib
import ipaddress
import json
import logging
import subprocess
import sys
import threading
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from typing import IO

import httpx2

from console.api.client import Client
from console.api.errors import ApiError, NotStarted
from console.api.trust import context_of, context_of_own

log = logging.getLogger(__name__)
START_S = 60.0  # the very first start compiles everything, and fills the demo city: a slow disk takes its time


class EmbeddedService:
    """A service of this console's own: a child process on loopback that ends with its parent."""

    def __init__(self, data: Path, *arguments: str) -> None:
        """`arguments` go to `serve` as they are, e.g. "--demo"."""
        self._data = data
        self._arguments = arguments
        self._child: subprocess.Popen[bytes] | None = None
        self.url = ""
        self.key = ""
        self._lock = threading.Lock()
        self._said_up = False

    @property
    def pid(self) -> int | None:
        """The child's process id while it runs."""
        return self._child.pid if self._child and self._child.poll() is None else None

    def start(self) -> None:
        """Starts the child and waits until it listens. Raises NotStarted with its last words."""
        with self._lock:
            self._start()

    def begin(self) -> None:
        """Starts the child and does not wait; `start` does."""
        with self._lock:
            if self.pid is None:
                self._begin()

    def _start(self) -> None:
        if self.pid is None:
            self._begin()
        self._wait()

    def _begin(self) -> None:
        self._data.mkdir(parents=True, exist_ok=True, mode=0o700)  # callers' names and numbers lie in it
        if self._child is not None:
            _let_go(self._child)
        port = ["--port", self.url.rpartition(":")[2]] if self.url else []
        command = [sys.executable, "-m", "console", "serve", "--embedded", "--parent-pipe", "--data", str(self._data)]
        with (self._data / "service.log").open("ab") as errors:
            self._child = subprocess.Popen(  # noqa: S603 - our own program
                [*command, *port, *self._arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
            )
        self._said_up = False

    def _wait(self) -> None:
        child = self._child
        if child is None or self._said_up:
            return
        line = _line_within(child.stdout, START_S)
        try:
            self.url = str(json.loads(line)["url"])
            self.key = str(json.loads((self._data / "service.json").read_text(encoding="utf-8"))["key"])
            self._said_up = True
        except (ValueError, KeyError, OSError, TypeError) as error:
            child.kill()
            child.wait()
            silence = f"the service gave no address within {START_S:.0f} seconds"
            raise NotStarted(_last_words(self._data / "service.log") or line or silence) from error

    def stop(self) -> None:
        """Ends the child: its standard input closes, and it finishes what it has begun."""
        with self._lock:
            child, self._child = self._child, None
            if child is None:
                return
            if child.stdin:
                with contextlib.suppress(OSError):
                    child.stdin.close()
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
            _let_go(child)


def running_service(data: Path) -> tuple[str, str] | None:
    """Address and key of a service that runs on this data folder already, and speaks plainly."""
    try:
        found = json.loads((data / "service.json").read_text(encoding="utf-8"))
        url, key = str(found["url"]), str(found["key"])
        answer = httpx2.get(url + "/health", timeout=2.0, trust_env=False)
    except (OSError, ValueError, KeyError, TypeError, httpx2.HTTPError):
        return None
    return (url, key) if answer.status_code == 200 else None


def encrypted_service(data: Path) -> Client | None:
    """A client of a service with TLS on this data folder: the folder itself names the certificate to trust."""
    try:
        found = json.loads((data / "service.json").read_text(encoding="utf-8"))
        client = Client(str(found["url"]), str(found["key"]), trust=context_of_own(Path(found["certificate"])))
    except (OSError, ValueError, KeyError, TypeError, ApiError):
        return None
    try:
        client.welcome()
    except ApiError:
        client.close()
        return None
    return client


def elsewhere(url: str, ca: Path | None, key: str = "", console: str = "cli") -> Callable[[], Connected]:
    """A client of a room's service on another computer, which nobody here starts. Raises NotStarted at once for an
    address that can't be one, or a CA file that is none."""
    try:
        parts = urllib.parse.urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    else:
        if parts.scheme not in ("http", "https") or parts.path.strip("/") or parts.username or parts.query:
            host = ""
    if not host:
        raise NotStarted(f"{url!r} is no address of a service; it looks like https://poc.kota.example:8311")
    if parts.scheme == "http" and not _is_loopback(host):
        raise NotStarted("passwords and callers' names do not go over a network unencrypted: https:// is needed")
    client = Client(url.rstrip("/"), key, console, trust=context_of(ca) if parts.scheme == "https" else None)
    return lambda: (client, None)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


Connected = tuple[Client, EmbeddedService | None]


def begin(data: Path, *arguments: str, console: str = "cli") -> Callable[[], Connected]:
    """Looks for the running service of this folder, else starts a child; the function given waits until it answers."""
    found = running_service(data)
    if found:
        return lambda: (Client(*found, console=console), None)
    encrypted = encrypted_service(data)
    if encrypted is not None:
        encrypted.console = console
        return lambda: (encrypted, None)
    service = EmbeddedService(data, *arguments)
    service.begin()

    def finish() -> Connected:
        service.start()
        return Client(service.url, service.key, console=console), service

    return finish


def connect_or_start(data: Path, *arguments: str, console: str = "cli") -> Connected:
    """A client of the running service of this folder, or of a child started for it. Nobody is signed in yet."""
    return begin(data, *arguments, console=console)()


def _let_go(child: subprocess.Popen[bytes]) -> None:
    """Closes the pipes to a child that has ended."""
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


def _line_within(stream: IO[bytes] | None, seconds: float) -> str:
    """The first line of a pipe, or an empty one when it does not come in time."""
    found: list[bytes] = []
    if stream is None:
        return ""
    reader = threading.Thread(target=lambda: found.append(stream.readline()), daemon=True)
    reader.start()
    reader.join(seconds)
    return found[0].decode("utf-8", "replace").strip() if found else ""


def _last_words(path: Path) -> str:
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    except OSError:
        return ""
    return lines[-1] if lines else ""
