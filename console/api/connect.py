"""Finds the service: one that runs already, or an embedded one that is started as a child of this process."""

from __future__ import annotations

import contextlib
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

import httpx2

from console.api.client import Client
from console.api.errors import NotStarted

log = logging.getLogger(__name__)
START_S = 20.0


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
            raise NotStarted(
                _last_words(self._data / "service.log") or line or "the service gave no address"
            ) from error

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
    """Address and key of a service that runs on this data folder already."""
    try:
        found = json.loads((data / "service.json").read_text(encoding="utf-8"))
        url, key = str(found["url"]), str(found["key"])
        answer = httpx2.get(url + "/health", timeout=2.0, trust_env=False)
    except (OSError, ValueError, KeyError, TypeError, httpx2.HTTPError):
        return None
    return (url, key) if answer.status_code == 200 else None


Connected = tuple[Client, EmbeddedService | None]


def begin(data: Path, *arguments: str, console: str = "cli") -> Callable[[], Connected]:
    """Looks for the running service of this folder, else starts a child; the function given waits until it answers."""
    found = running_service(data)
    if found:
        return lambda: (Client(*found, console=console), None)
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
