"""Which of several services on one store reads the feeds, signs the log and publishes what is due: one at a time."""

from __future__ import annotations

import logging

from console.service.rounds import Rounds
from console.service.store.contract import Store

log = logging.getLogger(__name__)
LOOK_S = 1.0


class Leading(Rounds):
    """Asks the store for the lead until it has it, and looks whether it still has. Alone on a store it always leads.

    Closed, it leads no more: the store lets another take over when it is closed.
    """

    def __init__(self, store: Store, look_s: float = LOOK_S) -> None:
        self._store = store
        self._look_s = look_s
        self.holds = store.is_alone
        super().__init__("leading")

    def start(self) -> None:
        """Asks once; goes on asking in a thread of its own where others may lead."""
        if not self._store.is_alone:
            self._look()
            super().start()

    def _run(self) -> None:
        while not self._closing.wait(self._look_s):
            self._look()

    def _look(self) -> None:
        holds = self._store.lead()
        if holds != self.holds:
            log.info("this service %s", "reads the feeds and signs the log from now on" if holds else "leads no more")
        self.holds = holds
