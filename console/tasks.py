"""The one way off the GUI thread, and the one way back."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

T = TypeVar("T")
SWITCH_S = 0.0005  # for so long a thread that computes may hold up another that has an answer to bring
log = logging.getLogger(__name__)


class Tasks(QObject):
    """Runs work in threads; answers come back on the GUI thread, the latest question of each key only."""

    _finished = Signal(str, int, object)

    def __init__(self, parent: QObject | None = None, foreseen: tuple[type[BaseException], ...] = ()) -> None:
        """Of `foreseen` errors the log gets one line, as they happen every day; of all others the whole trace."""
        super().__init__(parent)
        sys.setswitchinterval(SWITCH_S)
        self._pool = ThreadPoolExecutor(max_workers=6, thread_name_prefix="task")
        self._foreseen = foreseen
        self._turn = 0
        self._closed = False
        self._latest: dict[str, tuple[int, Callable[[Any], None], Callable[[BaseException], None]]] = {}
        # Queued also where the work is done at once: no answer ever comes while the question is being asked.
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        key: str,
        work: Callable[[], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """`work` must touch no widget: hand it what it needs when you make it. Asked after `close`, nothing happens."""
        if self._closed:
            return
        self._turn += 1
        turn = self._turn
        self._latest[key] = (turn, done, failed)
        self._pool.submit(work).add_done_callback(lambda future: self._finished.emit(key, turn, future))

    def is_running(self, key: str) -> bool:
        """Whether an answer for this key is still awaited."""
        return key in self._latest

    def close(self) -> None:
        """Waits for what runs; answers that come now are dropped."""
        self._closed = True
        self._latest.clear()
        self._pool.shutdown(wait=True, cancel_futures=True)

    @Slot(str, int, object)
    def _on_finished(self, key: str, turn: int, future: Future[Any]) -> None:
        if key not in self._latest or self._latest[key][0] != turn:
            return  # asked again since, or closing
        _, done, failed = self._latest.pop(key)
        if future.cancelled():
            return
        error = future.exception()
        if error is None:
            done(future.result())
        else:
            foreseen = isinstance(error, self._foreseen)
            log.warning("task %s failed: %s", key, error, exc_info=None if foreseen else error)
            failed(error)
