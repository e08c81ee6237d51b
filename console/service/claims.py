"""Claims on reports: kept in the log alone, where every service on the store reads them; what ran out is let go."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from console.domain import claims
from console.domain.claims import Claim
from console.domain.roles import Role, User
from console.domain.wire import Event, Json
from console.service.auth import now
from console.service.problems import Problem
from console.service.store.contract import Actor, Published, Store, StoreError, Transaction
from console.service.writer import Writer

log = logging.getLogger(__name__)
LOOK_S = 5.0


class Claims:
    """Decides inside the writer's transaction by the log; what it remembers is for showing and for looking faster."""

    def __init__(self, store: Store, writer: Writer, limit: timedelta) -> None:
        self._store = store
        self._writer = writer
        self.limit = limit
        self._lock = threading.Lock()
        self._known: dict[str, Claim] = {}
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="claims", daemon=True)

    def start(self) -> None:
        """Reads what stands, and begins to look for what has run out."""
        for event in self._store.read.recent(claims.ENTITY, now() - self.limit - timedelta(minutes=1)):
            self._take_in(event)
        self._thread.start()

    def close(self) -> None:
        """Ends the thread."""
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join(30)

    def saw(self, news: Sequence[Published]) -> None:
        """From any thread: what was committed, here or by another service on the store."""
        for item in news:
            if item.event is not None and item.event.entity == claims.ENTITY:
                self._take_in(item.event)

    def all(self) -> list[Claim]:
        """The claims that stand, oldest first."""
        moment = now()
        with self._lock:
            found = [claim for claim in self._known.values() if claim.until > moment]
        return sorted(found, key=lambda claim: claim.since)

    def _take_in(self, event: Event) -> None:
        claim = claims.after(event)
        with self._lock:
            if claim is None:
                self._known.pop(event.entity_id, None)
            else:
                self._known[event.entity_id] = claim

    # --- in the writer's transaction ----------------------------------------------------------------

    def take(self, tx: Transaction, ident: str, user: User, actor: Actor, reason: str) -> Claim:
        """Takes or touches the claim; another's only with a reason. Raises Problem 409 `claimed`."""
        known = claims.standing(tx.history(ident, claims.ENTITY), actor.at)
        fresh = Claim(ident, user.name, user.title, actor.console, actor.at, actor.at + self.limit)
        if known is None:
            self._write(tx, claims.TAKEN, ident, actor, {"claim": fresh.to_json()})
        elif known.is_of(user.name, actor.console):
            if not claims.needs_touch(known, self.limit, actor.at):
                return known
            fresh = replace(fresh, since=known.since)
            self._write(tx, claims.TOUCHED, ident, actor, {"claim": fresh.to_json()})
        elif reason:
            about = {"claim": fresh.to_json(), "from": known.user, "from_console": known.console, "reason": reason}
            self._write(tx, claims.TAKEN_OVER, ident, actor, about)
        else:
            words = "Somebody else has this report in hand. To take it over, say why."
            raise Problem(409, "claimed", words, {"claim": known.to_json()})
        return fresh

    def let_go(self, tx: Transaction, ident: str, actor: Actor, why: str) -> None:
        """Lets the own claim go; another's stays."""
        known = claims.standing(tx.history(ident, claims.ENTITY), actor.at)
        if known is not None and known.is_of(actor.name, actor.console):
            self._write(tx, claims.LET_GO, ident, actor, {"claim": None, "of": known.user, "why": why})

    def against(self, tx: Transaction, ident: str, actor: Actor) -> str:
        """Who else has this report in hand, by the log; empty when nobody has."""
        if ident not in self._known:
            return ""
        known = claims.standing(tx.history(ident, claims.ENTITY), actor.at)
        return known.user if known is not None and known.user != actor.name else ""

    def sign_out(self, user: User, console: str) -> None:
        """Lets go what this person has at this console."""
        mine = [claim.report_id for claim in self.all() if claim.is_of(user.name, console)]
        if mine:
            actor = Actor(user.name, user.role, now(), console)
            self._writer.do(lambda tx: self._let_all_go(tx, mine, actor))

    def _let_all_go(self, tx: Transaction, idents: Iterable[str], actor: Actor) -> None:
        for ident in idents:
            self.let_go(tx, ident, actor, claims.SIGNED_OUT)

    @staticmethod
    def _write(tx: Transaction, kind: str, ident: str, actor: Actor, about: Json) -> None:
        tx.publish(Published(tx.append(actor, kind, claims.ENTITY, ident, 0, about)))

    # --- what has run out ---------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._closing.wait(min(LOOK_S, self.limit.total_seconds() / 4)):
            try:
                self.look(now())
            except (Problem, StoreError) as error:
                log.warning("claims that ran out could not be let go: %s", error)

    def look(self, moment: datetime) -> None:
        """Lets go what has run out by this moment; where several services look, one writes it."""
        with self._lock:
            over = [claim.report_id for claim in self._known.values() if claim.until <= moment]
        if over and not self._writer.stopped:
            self._writer.do(lambda tx: self._end(tx, over, moment))

    def _end(self, tx: Transaction, idents: Iterable[str], moment: datetime) -> None:
        actor = Actor("service", Role.ADMIN, moment, "service")
        for ident in idents:
            events = tx.history(ident, claims.ENTITY)
            last = claims.after(events[-1]) if events else None
            if last is not None and last.until <= moment:
                about = {"claim": None, "of": last.user, "why": claims.RAN_OUT}
                self._write(tx, claims.LET_GO, ident, actor, about)
            elif last is None:
                with self._lock:
                    self._known.pop(ident, None)
