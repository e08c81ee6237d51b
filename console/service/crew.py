"""`poc serve --processes N`: several services behind one port, on one PostgreSQL; one that dies is started again."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence

from console.service.store.contract import CannotOpen

log = logging.getLogger(__name__)
END_S = 20.0
AGAIN_S = 1.0
MOST = 32
SOCKET = "--socket"  # of a member: the number of the socket that the crew listens on


class Crew:
    """The members, each a process of its own that takes calls from the same socket."""

    def __init__(self, arguments: Sequence[str], count: int, sock: socket.socket, key: str) -> None:
        """`arguments`: of `poc serve`, as they were given; `key`: the secret that all of them ask for."""
        if os.name != "posix":
            raise CannotOpen("several processes behind one port are not possible on this system")
        self._command = [
            sys.executable,
            "-m",
            "console",
            "serve",
            *arguments,
            SOCKET,
            str(sock.fileno()),
            "--parent-pipe",
        ]
        self._count = min(count, MOST)
        self._sock = sock
        self._environment = os.environ | ({"POC_KEY": key} if key else {})
        self._members: list[subprocess.Popen[bytes]] = []
        self._ending = threading.Event()
        self.code = 0

    def run(self, up: Callable[[], None]) -> int:
        """Starts everybody, the first alone since it may have to prepare the store; until `end`. The exit code."""
        try:
            for _ in range(self._count):
                member = self._start()
                if member is None:
                    return self.code or 1
                self._members.append(member)
            up()
            self._watch()
        finally:
            self._finish()
        return self.code

    def end(self) -> None:
        """From any thread or a signal: let everybody finish."""
        self._ending.set()

    def _start(self) -> subprocess.Popen[bytes] | None:
        """A member that takes calls; None when it ended instead, with its exit code in `code`."""
        member = subprocess.Popen(  # noqa: S603 - this program itself
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=[self._sock.fileno()],
            env=self._environment, start_new_session=True,
        )  # fmt: skip
        line = member.stdout.readline() if member.stdout else b""
        if not line:
            self.code = member.wait()
            return None
        log.info("process %s takes calls", json.loads(line)["pid"])
        return member

    def _watch(self) -> None:
        while not self._ending.wait(AGAIN_S):
            for place, member in enumerate(self._members):
                if member.poll() is None:
                    continue
                log.error("process %d ended with code %s and is started again", member.pid, member.returncode)
                _close(member)
                fresh = self._start()
                if fresh is not None:
                    self._members[place] = fresh

    def _finish(self) -> None:
        for member in self._members:
            _close(member)  # the end of its parent's pipe ends it
        for member in self._members:
            try:
                member.wait(END_S)
            except subprocess.TimeoutExpired:
                log.warning("process %d did not end and is stopped", member.pid)
                member.kill()
                member.wait()


def _close(member: subprocess.Popen[bytes]) -> None:
    for pipe in (member.stdin, member.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


def until_told(crew: Crew) -> None:
    """SIGTERM and Ctrl+C end the crew."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: crew.end())
