"""The service that suffers: a process on a data folder or a PostgreSQL database, started, killed, started again."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg

from console.api.client import Client
from console.bench.cluster import Cluster

PLAIN = ("console", "serve")
START_S = 60.0
SERVE = ("--embedded", "--parent-pipe", "--demo", "--no-seed", "--no-feeds")


class NotUp(Exception):
    """The service did not start; the message is the end of what it said."""


class Victim:
    """`./poc serve` on a data folder. It keeps its port over its lives, as the console's embedded service does."""

    def __init__(self, data: Path, database: str = "", program: Sequence[str] = PLAIN) -> None:
        """`program`: module and arguments of what is started; another one where the fault lies inside the process."""
        self.data = data
        self.database = database
        self._program = program
        self._child: subprocess.Popen[bytes] | None = None
        self.url = ""
        self.key = ""
        self.lives = 0
        self._clients: list[Client] = []

    @property
    def pid(self) -> int:
        """The process; 0 while none runs."""
        return self._child.pid if self._child is not None and self._child.poll() is None else 0

    def start(self) -> None:
        """Starts it and waits until it takes requests. Raises NotUp."""
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        port = ["--port", self.url.rpartition(":")[2]] if self.url else []
        database = ["--database", self.database] if self.database else []
        command = [sys.executable, "-m", *self._program, *SERVE, "--data", str(self.data), *port, *database]
        with self._log.open("ab") as log:
            self._child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)  # noqa: S603
        late = threading.Timer(START_S, self._child.kill)
        late.start()
        line = self._child.stdout.readline() if self._child.stdout else b""
        late.cancel()
        if not line:
            self._gone()
            raise NotUp(f"the service did not start: {self.words()}")
        self.url = str(json.loads(line)["url"])
        self.key = str(json.loads((self.data / "service.json").read_text(encoding="utf-8"))["key"])
        self.lives += 1

    def kill(self) -> None:
        """SIGKILL: nothing in it can react."""
        if self._child is not None:
            self._child.kill()
            self._gone()

    def stop(self) -> None:
        """Its parent goes: it finishes what it has begun."""
        if self._child is not None and self._child.stdin is not None:
            self._child.stdin.close()
        self._gone()

    def words(self) -> str:
        """The end of what it has said."""
        return self._log.read_text(encoding="utf-8", errors="replace").strip()[-600:]

    def client(self, console: str, user: str = "operator") -> Client:
        """Somebody who is signed in, until the service goes for good."""
        client = Client(self.url, self.key, console)
        self._clients.append(client)
        client.sign_in(user, "demo")
        return client

    def bury(self) -> None:
        """The end of it, and of all who spoke to it."""
        self.kill()
        for client in self._clients:
            client.close()

    @property
    def _log(self) -> Path:
        return self.data / "service.log"

    def _gone(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        try:
            child.wait(20)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None and not pipe.closed:
                pipe.close()


@contextmanager
def running(data: Path, database: str = "", program: Sequence[str] = PLAIN) -> Iterator[Victim]:
    """A service that is up."""
    victim = Victim(data, database, program)
    try:
        victim.start()
        yield victim
    finally:
        victim.bury()


class Databases:
    """Where the stores of a trial come from: nothing for SQLite; for PostgreSQL a cluster, a new database each time."""

    def __init__(self, store: str, stack: ExitStack) -> None:
        self.cluster: Cluster | None = stack.enter_context(Cluster()) if store == "postgres" else None
        self._count = 0

    def new(self) -> str:
        """The address of an empty database; empty for SQLite."""
        if self.cluster is None:
            return ""
        self._count += 1
        name = f"fault_{self._count}"
        with psycopg.connect(self.cluster.address(), autocommit=True) as db:
            db.execute(f"CREATE DATABASE {name}".encode())
        return self.cluster.address(name)
