"""A thread of the service that goes its rounds until it is closed."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod

JOIN_S = 10.0


class Rounds(ABC):
    """Begins with `start`, ends with `close`. What goes on in between is `_run`, which watches `_closing`."""

    def __init__(self, name: str) -> None:
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def close(self) -> None:
        """Ends it where it is; waits a while for that."""
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join(JOIN_S)

    @abstractmethod
    def _run(self) -> None:
        """The thread's work; ends soon after `_closing` is set."""
