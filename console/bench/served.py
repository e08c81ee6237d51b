"""A service in a process of its own, for the benchmarks, and connections to it that cost the measuring side little."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx2

STORES = ("sqlite", "postgres")
CITY = (106.9896, -6.2349)  # longitude, latitude of its middle


@dataclass(frozen=True, slots=True)
class Served:
    """A service that runs: where it is, and who asks it."""

    url: str
    headers: dict[str, str]
    pid: int
    data: Path

    def connect(self) -> socket.socket:
        """A connection, without delay for small packets."""
        parts = urlsplit(self.url)
        made = socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 80), timeout=30)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def head(self, method: str, path: str, extra: str = "") -> str:
        """The head of a request, up to where its length stands."""
        fields = "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
        return f"{method} {path} HTTP/1.1\r\nHost: service\r\n{fields}{extra}"

    def client(self) -> httpx2.Client:
        """An ordinary client that is signed in."""
        return httpx2.Client(base_url=self.url, headers=self.headers, timeout=60, trust_env=False)

    def cpu_s(self) -> float | None:
        """Seconds of processor that the service has used; None where the system does not tell."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except OSError:
            return None
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(
    data: Path | None = None, database: str = "", user: str = "operator", *, feeds: bool = False
) -> Iterator[Served]:
    """A demo service without a seed on a folder, a new one by default; `database`: a PostgreSQL address."""
    with tempfile.TemporaryDirectory(prefix="poc-bench-") as spare:
        folder = data or Path(spare)
        command = [sys.executable, "-m", "console", "serve", "--embedded", "--parent-pipe", "--demo", "--no-seed"]
        command += ["--data", str(folder), *(["--database", database] if database else [])]
        command += [] if feeds else ["--no-feeds"]
        with (folder / "bench.log").open("wb") as log:
            child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)  # noqa: S603
        try:
            yield _signed_in(child, folder, user)
        finally:
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    pipe.close()
            child.wait(30)


def _signed_in(child: subprocess.Popen[bytes], folder: Path, user: str) -> Served:
    line = child.stdout.readline() if child.stdout else b""
    if not line:
        words = (folder / "bench.log").read_text(encoding="utf-8", errors="replace")
        raise RuntimeError(f"the service did not start: {words[-2000:]}")
    url = json.loads(line)["url"]
    key = json.loads((folder / "service.json").read_text(encoding="utf-8"))["key"]
    headers = {"X-POC-Key": key, "X-Console": "bench"}
    with httpx2.Client(base_url=url, headers=headers, timeout=60, trust_env=False) as http:
        token = http.post("/session", json={"name": user, "password": "demo"}).json()["token"]
    return Served(url, headers | {"Authorization": f"Bearer {token}"}, child.pid, folder)


def share(values: list[float], part: float) -> float:
    """The value below which this part of the values lies; 0 without any."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]
