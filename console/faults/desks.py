"""Consoles at work: the real client, outbox and sender, handing in made-up work whose every trace is known."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from console.api.client import Client
from console.api.outbox import Entry, Outbox
from console.api.sender import Outcome, Sender
from console.domain import workflow
from console.domain.reports import Status
from console.domain.roles import Role
from console.domain.wire import uuid7
from console.domain.workflow import Need

MIDDLE = (106.9896, -6.2349)  # longitude, latitude of the middle of the city
CATEGORIES = ("flood", "road", "waste", "street_light")
AVOIDED = {"mark_duplicate", "resolve", "start"}  # they need another report, another person, or a department
Trace = tuple[str, str, str | int]  # kind of the event, report, and what tells it from all others


@dataclass(slots=True)
class Case:
    """A report as this desk expects it to stand once all before is done."""

    id: str
    version: int = 1
    status: Status = Status.NEW
    before: Status | None = None  # where an undo would bring it back to


@dataclass(slots=True)
class Sent:
    """What was handed in, and what the service said to it."""

    trace: Trace
    acknowledged: bool = False
    refused: str = ""


@dataclass(slots=True)
class Work:
    """Makes up what an operator does, one thing after the other; each leaves exactly one event."""

    chance: random.Random
    departments: tuple[str, ...]
    categories: tuple[str, ...] = CATEGORIES
    cases: list[Case] = field(default_factory=list)

    def next(self) -> tuple[Entry, Trace]:
        """The next thing to be handed in, and the trace that it must leave."""
        if not self.cases or self.chance.random() < 0.35:
            return self._create()
        case = self.chance.choice(self.cases[-8:])
        pick = self.chance.random()
        if pick < 0.25:
            return self._note(case)
        if pick < 0.5:
            return self._change(case)
        if pick < 0.6 and case.before is not None:
            return self._undo(case)
        return self._act(case)

    def _create(self) -> tuple[Entry, Trace]:
        pick, ident = self.chance, uuid7()
        body = {
            "id": ident, "text": f"banjir {ident[-6:]} di depan pasar", "category": pick.choice(self.categories),
            "lon": MIDDLE[0] + pick.uniform(-0.02, 0.02), "lat": MIDDLE[1] + pick.uniform(-0.02, 0.02),
            "contact_phone": f"08{pick.randrange(10**9, 10**10)}",
        }  # fmt: skip
        self.cases.append(Case(ident))
        return Entry(ident, ident, "create", body), ("report.created", ident, 1)

    def _note(self, case: Case) -> tuple[Entry, Trace]:
        key = uuid7()
        return Entry(key, case.id, "note", {"text": f"note {key}"}), ("report.note", case.id, f"note {key}")

    def _change(self, case: Case) -> tuple[Entry, Trace]:
        key = uuid7()
        entry = Entry(key, case.id, "change", {"place_note": f"RT {key}"}, case.version)
        case.version, case.before = case.version + 1, None
        return entry, ("report.changed", case.id, case.version)

    def _undo(self, case: Case) -> tuple[Entry, Trace]:
        entry = Entry(uuid7(), case.id, "undo", {}, case.version)
        case.version, case.status, case.before = case.version + 1, case.before or case.status, None
        return entry, ("report.undo", case.id, case.version)

    def _act(self, case: Case) -> tuple[Entry, Trace]:
        rows = [
            row
            for row in workflow.ACTIONS
            if case.status in row.start and Role.OPERATOR in row.roles and row.key not in AVOIDED
        ]
        if not rows:
            return self._note(case)
        row = self.chance.choice(rows)
        given: dict[Need, object] = {
            Need.DEPARTMENT: self.chance.choice(self.departments),
            Need.REASON: self.chance.choice(workflow.REJECT_REASONS),
            Need.ANSWER: "Sudah dikerjakan.",
            Need.UNTIL: (datetime.now(UTC) + timedelta(days=2)).isoformat(),
        }
        body = {"action": row.key, **{need.value: given[need] for need in row.needs}}
        entry = Entry(uuid7(), case.id, "act", body, case.version)
        before = case.status if row.undoable else None
        case.version, case.status, case.before = case.version + 1, row.end, before
        return entry, (f"report.{row.key}", case.id, case.version)


class Desk:
    """One console: what it hands in is in its outbox first, and stays there until the service has answered."""

    def __init__(self, folder: Path, client: Client, work: Work) -> None:
        self.client = client
        self.work = work
        self.sent: dict[str, Sent] = {}
        self.answered = threading.Semaphore(0)  # released at every answer
        self._lock = threading.Lock()
        self._sender = Sender(client, lambda: Outbox(folder / f"{client.console}.sqlite"), self._told, _ignore)
        self._sender.start()

    def hand_in(self, count: int) -> None:
        """So many things more, as fast as an impatient person's."""
        for _ in range(count):
            entry, trace = self.work.next()
            with self._lock:
                self.sent[entry.key] = Sent(trace)
            self._sender.send(entry)

    def moved(self, url: str, key: str) -> None:
        """The service is up again, under another secret perhaps."""
        self.client.move_to(url, key)
        self._sender.retry_now()

    def hurry(self) -> None:
        """The link is back, says the stream in a real console."""
        self._sender.retry_now()

    def drained(self, within_s: float) -> bool:
        """Whether everything was answered within this time."""
        return self._sender.wait_idle(within_s)

    def acknowledged(self) -> int:
        """How many of the things handed in were said to be saved."""
        with self._lock:
            return sum(sent.acknowledged for sent in self.sent.values())

    def close(self) -> None:
        """Ends it."""
        self._sender.close()
        self.client.close()

    def _told(self, outcome: Outcome) -> None:
        with self._lock:
            sent = self.sent[outcome.entry.key]
            if outcome.refusal is None:
                sent.acknowledged = True
            else:
                sent.refused = f"{outcome.refusal.code}: {outcome.refusal.detail}"
        self.answered.release()


def _ignore(_: frozenset[str]) -> None:
    """Nobody looks at the marks of what is unsent here."""


@contextmanager
def at_work(folder: Path, clients: list[Client], chance: random.Random) -> Iterator[list[Desk]]:
    """Desks for these clients, each with its own outbox."""
    tables = clients[0].city_tables()
    departments = tuple(clients[0].city().departments)
    categories = tuple(row["code"] for row in tables["categories"]["category"])
    desks = [Desk(folder, client, Work(random.Random(chance.random()), departments, categories)) for client in clients]  # noqa: S311
    try:
        yield desks
    finally:
        for desk in desks:
            desk.close()
