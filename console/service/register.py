"""Who read what is personal, and who took data away: an event of the log each, few enough to be read by a person.

What is asked for by name is an event of its own: a search by telephone number, every time; a report or a photo in full,
once a shift for each reader. That a caller's name was shown on a card the desk says itself (routes/trail.py). What
comes along unasked (the queue, a list, the stream) is one event an hour for each reader and console, with how many
reports with a caller's name or number were in it. Nobody's reading waits for the disk, and a desk reads on while
nothing can be stored: lives may hang on it; the program's own log says so then.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from console.domain.roles import Right
from console.domain.wire import Json
from console.service.problems import Problem

if TYPE_CHECKING:
    from console.service.calls import Call
    from console.service.store.contract import Transaction
    from console.service.writer import Writer

log = logging.getLogger(__name__)
READ, TAKEN = "personal.read", "export.pulled"
ENTITY = "personal"  # not "report": a report's own history is about what was done to it
ONCE_A_SHIFT_S = 8 * 3600.0
ONCE_AN_HOUR_S = 3600.0
MOST = 50_000


class Register:
    """Remembers what was written down lately, and hands the rest to the writer."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._lately: OrderedDict[tuple[str, ...], float] = OrderedDict()
        self._lock = threading.Lock()

    def came_along(self, call: Call, what: str, reports: Iterable[Json] = ()) -> None:
        """A list, the queue or the stream with reports in it, as this user sees them."""
        if not call.user.may(Right.READ_PERSONAL):
            return
        count = sum(1 for report in reports if report.get("contact_name") or report.get("contact_phone"))
        if (count or what == "stream") and self._is_due(ONCE_AN_HOUR_S, call.user.name, call.console, what):
            self._put(call, READ, "", {"what": what} | ({"reports": count} if count else {}))

    def opened(self, call: Call, what: str, ident: str, report: Json | None = None) -> None:
        """One report's card, or one photo in full. A report without a caller's name and number is not personal."""
        if report is not None and not (report.get("contact_name") or report.get("contact_phone")):
            return
        key = (call.user.name, call.console, what, ident)
        if (report is None or call.user.may(Right.READ_PERSONAL)) and self._is_due(ONCE_A_SHIFT_S, *key):
            self._put(call, READ, ident, {"what": what})

    def searched(self, call: Call, what: str, found: Iterable[Json]) -> None:
        """Somebody looked for a person, each time. What was looked for is personal itself and does not stand there."""
        idents = [str(report["id"]) for report in found]
        self._put(call, READ, "", {"what": what, "found": len(idents), "reports": idents[:20]})

    def taken(self, call: Call, what: str, about: Json, *, hourly: str = "") -> None:
        """Data left as a file, or to another program; with `hourly`, told once an hour for each of these."""
        key = (call.user.name, call.console, what, hourly, str(about.get("by", "")))
        if not hourly or self._is_due(ONCE_AN_HOUR_S, *key):
            self._put(call, TAKEN, hourly, {"what": what, **about})

    def _is_due(self, within_s: float, *key: str) -> bool:
        moment = time.monotonic()
        with self._lock:
            if moment - self._lately.get(key, -within_s) < within_s:
                return False
            self._lately[key] = moment
            self._lately.move_to_end(key)
            while len(self._lately) > MOST:
                self._lately.popitem(last=False)
        return True

    def _put(self, call: Call, kind: str, ident: str, about: Json) -> None:
        actor = call.actor()

        def put(tx: Transaction) -> None:
            tx.append(actor, kind, ENTITY, ident, 0, about)

        try:
            self._writer.submit(put).add_done_callback(_say_if_lost)
        except Problem as problem:
            log.warning("%s of %s by %s could not be written down: %s", kind, ident, actor.name, problem.detail)


def _say_if_lost(done: Future[Any]) -> None:
    if not done.cancelled() and done.exception() is not None:
        log.error("a reading could not be written down: %s", done.exception())
