"""Collects Python's garbage on the GUI thread only.

Python collects in whatever thread happens to allocate. A forgotten widget that is found by a worker thread is destroyed
there, and Qt then crashes some time later at an innocent place (seen: a segmentation fault in one of ten tours).
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

TICK_MS = 1_000


class Collector(QObject):
    """Takes collecting over from Python until `close`; each generation when Python itself would."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        self._thresholds = gc.get_threshold()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()

    @Slot()
    def tick(self) -> None:
        """Collects the oldest generation that is due; the younger ones go with it."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > self._thresholds[generation]:
                gc.collect(generation)
                return

    def settle(self) -> None:
        """What is there now stays: later collections need not look at it again, and hold the window up less."""
        gc.collect()
        gc.freeze()

    def close(self) -> None:
        """Python collects by itself again."""
        self._timer.stop()
        gc.unfreeze()
        if self._was_on:
            gc.enable()
