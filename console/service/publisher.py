"""Publishes approved drafts by themselves, at the moment that was set for them."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from console.domain.drafts import Draft
from console.domain.errors import DomainError
from console.domain.roles import Role, User
from console.domain.wire import uuid7
from console.service.auth import now
from console.service.problems import Problem
from console.service.store.contract import Actor, Published, Transaction

if TYPE_CHECKING:
    from console.service.core import Service

log = logging.getLogger(__name__)
CLOCK = User("publisher", "Publisher", Role.ADMIN)
LONGEST_WAIT_S = 3600.0
OFTEN_S = 5.0  # where other services change drafts as well
AGAIN_S = 30.0  # when nothing can be stored just now


class Publisher:
    """One thread that sleeps until the next draft is due."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._wake = threading.Event()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="publisher", daemon=True)

    def start(self) -> None:
        """Begins to wait."""
        self._thread.start()

    def wake(self) -> None:
        """Something changed: look again when the next one is due."""
        self._wake.set()

    def close(self) -> None:
        """Ends the thread; what is being published is finished first."""
        self._closing = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(10)

    def _run(self) -> None:
        while not self._closing:
            wait = AGAIN_S
            try:
                wait = self._look()
            except Exception:
                log.exception("the publisher stumbled")
            self._wake.wait(wait)
            self._wake.clear()

    def _look(self) -> float:
        """Publishes what is due; seconds until the next."""
        longest = LONGEST_WAIT_S if self._service.store.is_alone else OFTEN_S
        while not self._closing and self._service.leading.holds:
            found = self._service.store.read.next_publishing()
            if found is None:
                return longest
            away = (found[0] - now()).total_seconds()
            if away > 0:
                return min(away, longest)
            self._publish(found[1])
        return longest

    def _publish(self, ident: str) -> None:
        from console.service import drafting  # brings shapely; most services never come here

        actor = Actor(CLOCK.name, CLOCK.role, now(), "service")
        draft = self._service.store.read.draft(ident)
        if draft is None:
            return
        try:
            drafting.act(self._service, ident, "publish", CLOCK, actor, draft.version)
        except (Problem, DomainError) as error:
            if isinstance(error, Problem) and error.status in (503, 507):
                raise
            words = str(error)
            log.warning("draft %s was not published: %s", ident, words)
            self._service.writer.do(lambda tx: _put_off(tx, ident, draft, words, actor))


def _put_off(tx: Transaction, ident: str, seen: Draft, why: str, actor: Actor) -> None:
    """It stays approved, without a time, and says why: a person must look."""
    draft = tx.draft(ident)
    if draft is None or draft.version != seen.version:
        return
    draft = draft.touched(actor.name, actor.at, publish_at=None)
    text = f"Not published by itself: {why}"
    tx.put_draft(draft)
    tx.put_draft_comment(ident, uuid7(), {"id": uuid7(), "text": text, "at": actor.at.isoformat(), "by": actor.name})
    tx.append(actor, "draft.not_published", "draft", ident, draft.version, {"reason": why})
    tx.publish(Published(draft=draft.to_json()))
