"""Moves what was committed from SQLite's log into its file, beside the writer: no commit waits for it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

log = logging.getLogger(__name__)
EVERY_S = 2.0


class Checkpointer:
    """A thread with a connection of its own. It sleeps while nothing is written."""

    def __init__(self, connect: Callable[[], Any], every_s: float = EVERY_S) -> None:
        self._connect = connect
        self._every_s = every_s
        self._written = threading.Event()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def wrote(self) -> None:
        """Something was committed."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="checkpoint", daemon=True)
            self._thread.start()
        self._written.set()

    def close(self) -> None:
        """Ends the thread; what is not moved yet is moved when the file is opened or closed."""
        self._closing.set()
        self._written.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        connection = self._connect()
        while not self._closing.wait(self._every_s):
            self._written.wait()
            self._written.clear()
            if self._closing.is_set():
                return
            try:
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            except Exception as error:  # noqa: BLE001 - a broken disk shows itself to the writer, which stops intake
                log.debug("no checkpoint: %s", error)
