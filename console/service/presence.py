"""Who is at which console and looks at which report: of this process, and of the others on the same store.

Nothing of it is kept: it holds while somebody listens. A console's stream and its calls may reach different processes,
so that what it looks at is told among them as well; the latest word counts.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from console.domain import wire
from console.domain.wire import Json
from console.service.rounds import Rounds
from console.service.store.contract import StorageFault, Store

if TYPE_CHECKING:
    from console.service.events import Hub

log = logging.getLogger(__name__)
Who = tuple[str, str]  # console, user's name
EVERY_S = 1.0
MOST = 1_000
NEVER = (0.0, "")
FORGET_S = 60.0  # what somebody looks at, once nobody of that name listens anywhere


class Presence:
    """What this process knows, and what the others last said."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._here: dict[Who, str] = {}  # who listens to this process → title
        self._looks: dict[Who, tuple[float, str]] = {}  # at which report; empty: none
        self._others: list[Json] = []
        self._theirs: dict[Who, tuple[float, str]] = {}  # looks of whom the others told

    def listens(self, listeners: Iterable[tuple[Who, str]]) -> None:
        """Who listens to this process now, each with a title."""
        self._here = dict(listeners)

    def looks(self, who: Who, report: str | None) -> None:
        """Somebody looks at this report now; told by a call to this process."""
        if len(self._looks) >= MOST:  # names of consoles that never listened
            self._forget()
        if who in self._looks or len(self._looks) < MOST:
            # The latest word counts, also where a clock was put back since the one before.
            self._looks[who] = (max(self._clock(), self._said(who)[0] + 0.001), report or "")

    def own(self) -> bytes:
        """What the other processes need to know."""
        here = [[*who, title] for who, title in self._here.items()]
        looks = [[*who, at, report] for who, (at, report) in self._looks.items()]
        return wire.dump({"here": here, "looks": looks})

    def hear(self, others: Iterable[bytes]) -> None:
        """What the other processes say."""
        self._others = [json.loads(said) for said in others]
        self._theirs = {}
        for said in self._others:
            for console, name, at, report in said["looks"]:
                self._theirs[console, name] = max((at, report), self._theirs.get((console, name), NEVER))
        self._forget()

    def to_json(self) -> Json:
        """Everybody who is there, with what each looks at."""
        rows = [
            {"console": who[0], "user": who[1], "title": title, "report": self._said(who)[1] or None}
            for who, title in sorted(self._all().items())
        ]
        return {"consoles": rows}

    def _said(self, who: Who) -> tuple[float, str]:
        """When somebody last said, here or elsewhere, what is looked at; and what that is."""
        return max(self._looks.get(who, NEVER), self._theirs.get(who, NEVER))

    def _forget(self) -> None:
        present, old = set(self._all()), self._clock() - FORGET_S
        self._looks = {who: look for who, look in self._looks.items() if who in present or look[0] > old}

    def _all(self) -> dict[Who, str]:
        found = dict(self._here)
        for said in self._others:
            found |= {(console, name): title for console, name, title in said["here"]}
        return found


class Neighbours(Rounds):
    """Tells the other processes on a shared store who is here, and hears who is there: once a second, in a thread."""

    def __init__(self, store: Store, hub: Hub, every_s: float = EVERY_S) -> None:
        self._store, self._hub, self._every_s = store, hub, every_s
        super().__init__("neighbours")

    def _run(self) -> None:
        while not self._closing.wait(self._every_s):
            self._share(self._hub.told)
        self._share(b"")

    def _share(self, own: bytes) -> None:
        try:
            others = self._store.share_presence(own)
        except StorageFault as error:
            log.debug("who is where is not told: %s", error)
        else:
            self._hub.hear(others)
