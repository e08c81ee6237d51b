"""A real service in a process of its own, on loopback: started, spoken to, killed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx2

ROOT = Path(__file__).resolve().parents[2]
START = "import sys; from console.service.app import serve_command; sys.exit(serve_command(sys.argv[1:]))"


class Running:
    """A child process that serves a folder. `with` ends it."""

    def __init__(self, data: Path, *arguments: str) -> None:
        self.data = data
        self.child = subprocess.Popen(
            [sys.executable, "-c", START, "--embedded", "--parent-pipe", "--demo", "--no-seed",
             "--data", str(data), *arguments],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        assert self.child.stdout is not None
        line = self.child.stdout.readline()
        if not line:
            self.error = self.last_words()
            return
        self.url = json.loads(line)["url"]
        self.key = json.loads((data / "service.json").read_text(encoding="utf-8"))["key"]
        self.headers = {"X-POC-Key": self.key, "X-Console": "desk-1"}

    def last_words(self) -> str:
        """What it said at its end; ends when it has ended."""
        assert self.child.stderr is not None
        words = self.child.stderr.read().decode()
        self.child.wait(10)
        self.close()
        return words.strip().splitlines()[-1]

    def sign_in(self, http: httpx2.Client, name: str = "operator", token: str = "") -> httpx2.Client:
        """The client with this service's address and somebody's token."""
        http.base_url = self.url
        http.headers.update(self.headers)
        if not token:
            token = http.post("/session", json={"name": name, "password": "demo"}).json()["token"]
        http.headers["Authorization"] = f"Bearer {token}"
        return http

    def kill(self) -> None:
        """As kill -9 does."""
        self.child.kill()
        self.child.wait(10)
        self.close()

    def close(self) -> None:
        """Ends it as its parent's end would; what it had begun is finished."""
        for pipe in (self.child.stdin, self.child.stdout, self.child.stderr):
            if pipe is self.child.stdin and pipe and not pipe.closed:
                pipe.close()
        if self.child.poll() is None:
            try:
                self.child.wait(10)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait(10)
        for pipe in (self.child.stdout, self.child.stderr):
            if pipe and not pipe.closed:
                pipe.close()

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def frames(lines: Any) -> Any:
    """Server-sent events as (id, kind, data)."""
    ident, kind, data = "", "", ""
    for line in lines:
        if not line and kind:
            yield ident, kind, json.loads(data)
            ident = kind = data = ""
        name, _, value = line.partition(": ")
        ident = value if name == "id" else ident
        kind = value if name == "event" else kind
        data = value if name == "data" else data
