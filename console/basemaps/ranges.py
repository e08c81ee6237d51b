"""Parts of a file, wherever it lies: on the disk or on a server that gives parts."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from console.basemaps.web import Trouble, Web, Why

TRIES = 4
MOST_WAIT_S = 20.0


class Parts:
    """Reads parts of one file; the file must stay the same meanwhile. For any thread."""

    def __init__(
        self, origin: str, web: Web, *, patient: bool = False, wait: Callable[[float], None] = time.sleep
    ) -> None:
        """``patient``: asks again where a server is late or busy. Raises Trouble where there is no such file."""
        self._web, self._patient, self._wait = web, patient, wait
        self.origin, self.fetched, self._state = origin, 0, ""
        self._lock = threading.Lock()
        self._file = None
        if "://" in origin:
            web.check(origin)
            return
        path = Path(origin)
        try:
            self._file = path.open("rb")
            about = os.fstat(self._file.fileno())
        except OSError as error:
            raise Trouble(Why.BROKEN, f"{path}: {error.strerror}") from error
        self._state = f"{about.st_size} {about.st_mtime_ns}"

    @property
    def state(self) -> str:
        """Says which state of the file was read; another after it changed."""
        return f"{self.origin} {self._state}"

    def read(self, offset: int, length: int) -> bytes:
        """So many bytes from there; fewer at the file's end. Raises Trouble."""
        if self._file is not None:
            with self._lock:
                try:
                    self._file.seek(offset)
                    data = self._file.read(length)
                except (OSError, ValueError) as error:
                    raise Trouble(Why.BROKEN, f"{self.origin}: {error}") from error
                self.fetched += len(data)
                return data
        for turn in range(TRIES if self._patient else 1):
            try:
                return self._asked(offset, length)
            except Trouble as trouble:
                if trouble.why not in (Why.LATE, Why.BUSY, Why.DEAD) or not self._patient or turn == TRIES - 1:
                    raise
                self._wait(min(2.0 * 2**turn + 0.2, MOST_WAIT_S))
        raise AssertionError("unreachable")

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()

    def _asked(self, offset: int, length: int) -> bytes:
        answer = self._web.get(self.origin, part=(offset, length))
        if answer.status != 206:
            raise Trouble(Why.REFUSED, "the server answered {status}", status=answer.status)
        size = answer.headers.get("content-range", "").rpartition("/")[2]
        state = f"{size} {answer.headers.get('etag', '') or answer.headers.get('last-modified', '')}"
        with self._lock:
            if self._state and state != self._state:
                raise Trouble(Why.BROKEN, "the file has changed on the server meanwhile; begin anew")
            self._state = state
            self.fetched += len(answer.body)
        return answer.body
