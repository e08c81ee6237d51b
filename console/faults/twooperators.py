"""`two-operators`: two people work on the same report from what each last saw; nobody overwrites anybody silently."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from console.api.client import Client
from console.api.errors import Conflict, Refused
from console.domain import merging, wire, workflow
from console.domain.reports import Report
from console.domain.roles import Role
from console.domain.wire import ActionBody, Json, NewReport, uuid7
from console.domain.workflow import Need
from console.faults import ledger
from console.faults.desks import AVOIDED, MIDDLE
from console.faults.tally import Tally, Trial, grouped
from console.faults.victim import Databases, running

REPORTS = 250  # in one life of a data folder
STEPS = 16
VALUES: dict[str, tuple[Any, ...]] = {  # few, so that both often mean the same
    "place_note": ("RT 01", "RT 02", "depan pasar"),
    "contact_name": ("Ibu Sari", "Pak Budi"),
    "text": ("banjir setinggi lutut", "banjir setinggi dada"),
    "priority": ("normal", "high"),
}
OF_EVERY_EDIT = {"version", "updated_at", "updated_by"}
OF_AN_ACTION = OF_EVERY_EDIT | {
    "status", "assignment", "reason", "hold_until", "paused_at", "forward_by", "duplicate_of", "photos",
}  # fmt: skip


@dataclass(slots=True)
class _Operator:
    """One person: a client, and the report as last seen."""

    client: Client
    role: Role
    seen: Report
    name: str


@dataclass(slots=True)
class _Truth:
    """The report as it must stand: made of nothing but what was accepted."""

    stands: Json
    before: list[tuple[str, Json]] = field(default_factory=list)  # of the last action: who, and what stood before it

    @property
    def version(self) -> int:
        """Its version."""
        return int(self.stands["version"])


Edit = tuple[str, Callable[[_Operator], Report], set[str], Json]  # what, how, which fields it may touch, what it sets


def rounds(trial: Trial, seeds: Iterable[int]) -> Iterator[tuple[int, Tally]]:
    """A report and its two operators for each seed."""
    with ExitStack() as stack:
        databases = Databases(trial.store, stack)
        pool = stack.enter_context(ThreadPoolExecutor(2))
        for some in grouped(seeds, REPORTS):
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="poc-two-")))
            database = databases.new()
            with running(folder / "data", database) as victim:
                both = [
                    (victim.client("desk-1"), Role.OPERATOR),
                    (victim.client("desk-2", "supervisor"), Role.SUPERVISOR),
                ]
                departments = tuple(both[0][0].city().departments)
                for seed in some:
                    tally = Tally()
                    _Play(trial.chance(seed), both, departments, pool, tally).go()
                    if seed == some[-1]:
                        ledger.state_matches(both[0][0], ledger.log_of(victim.data, database, tally), tally)
                    yield seed, tally


class _Play:
    """Some steps on one report, each held against the truth."""

    def __init__(
        self,
        chance: random.Random,
        both: list[tuple[Client, Role]],
        departments: tuple[str, ...],
        pool: ThreadPoolExecutor,
        tally: Tally,
    ) -> None:
        self._chance, self._departments, self._pool, self._tally = chance, departments, pool, tally
        new = NewReport(uuid7(), "banjir", "flood", lon=MIDDLE[0], lat=MIDDLE[1])
        report = both[0][0].create(new)
        names = ("operator", "supervisor")
        self._people = [_Operator(client, role, report, name) for (client, role), name in zip(both, names, strict=True)]
        self._truth = _Truth(wire.report_to_json(report))

    def go(self) -> None:
        """All steps, then a look at what stands."""
        for _ in range(STEPS):
            who, pick = self._chance.choice(self._people), self._chance.random()
            if pick < 0.25:
                who.seen = who.client.report(who.seen.id)
            elif pick < 0.4:
                self._race()
            elif pick < 0.5:
                who.client.note(who.seen.id, "catatan")
            else:
                self._one(who, self._edit(who))
        stands = wire.report_to_json(self._people[0].client.report(self._people[0].seen.id))
        if stands != self._truth.stands:
            wrong = [name for name, value in stands.items() if self._truth.stands.get(name) != value]
            self._tally.lost += 1
            self._tally.fail(f"what stands is not what was accepted: {', '.join(wrong)}")

    def _edit(self, who: _Operator) -> Edit:
        pick = self._chance.random()
        if pick < 0.15:
            return "undo", lambda w: w.client.undo(w.seen.id, w.seen.version), OF_AN_ACTION, {}
        rows = [
            row
            for row in workflow.ACTIONS
            if who.seen.status in row.start and who.role in row.roles and row.key not in AVOIDED
        ]
        if pick < 0.45 and rows:
            row = self._chance.choice(rows)
            return f"act {row.key}", self._acting(row), OF_AN_ACTION, {"status": str(row.end)}
        names = self._chance.sample(list(VALUES), self._chance.choice((1, 1, 2)))
        fields = {name: self._chance.choice(VALUES[name]) for name in names}
        return self._changing(fields)

    @staticmethod
    def _changing(fields: Json) -> Edit:
        may = OF_EVERY_EDIT | set(fields) | ({"forward_by"} if "priority" in fields else set())
        return "change", lambda w: w.client.change(w.seen.id, w.seen.version, fields), may, fields

    def _acting(self, row: workflow.Action) -> Callable[[_Operator], Report]:
        given: Json = {}
        for need in row.needs:
            given[need.value] = {
                Need.DEPARTMENT: self._chance.choice(self._departments),
                Need.REASON: self._chance.choice(workflow.REJECT_REASONS),
                Need.ANSWER: "Sudah.",
                Need.UNTIL: "2099-01-01T00:00:00+00:00",
            }[need]
        body = ActionBody.from_json(given)
        return lambda w: w.client.act(w.seen.id, w.seen.version, row.key, body)

    def _one(self, who: _Operator, edit: Edit) -> None:
        """One does something alone: taken only if it was made on what stands."""
        fresh = who.seen.version == self._truth.version
        answer = _ask(who, edit)
        if isinstance(answer, Report):
            if not fresh:
                self._tally.lost += 1
                self._tally.fail(f"{edit[0]} on version {who.seen.version} overwrote {self._truth.version} silently")
            self._accepted(who, edit, answer)
        elif isinstance(answer, Conflict):
            self._overtaken(who, edit, answer, fresh=fresh)
        elif not fresh:
            self._tally.fail(f"{edit[0]} on an old version was answered {answer.status} {answer.code}, not 412")
        elif edit[0] != "undo":
            self._tally.fail(f"{edit[0]} was refused: {answer.status} {answer.code}")

    def _race(self) -> None:
        """Both do something to the same version in the same moment: one is taken, the other is told."""
        for person in self._people:
            person.seen = person.client.report(person.seen.id)
        edits = [self._edit(person) for person in self._people]
        answers = list(self._pool.map(_ask, self._people, edits))
        won = [at for at, answer in enumerate(answers) if isinstance(answer, Report)]
        self._tally.count("races")
        if len(won) > 1:
            self._tally.lost += 1
            self._tally.fail(f"{edits[0][0]} and {edits[1][0]} were both taken on one version")
        for at in won:
            self._accepted(self._people[at], edits[at], answers[at])
        for at, answer in enumerate(answers):
            if isinstance(answer, Conflict):
                self._overtaken(self._people[at], edits[at], answer, fresh=not won)

    def _accepted(self, who: _Operator, edit: Edit, answer: Report) -> None:
        what, _, may, sets = edit
        was, now = self._truth.stands, wire.report_to_json(answer)
        touched = {name for name, value in now.items() if was.get(name) != value}
        if touched - may:
            self._tally.lost += 1
            self._tally.fail(f"{what} also changed {', '.join(sorted(touched - may))}")
        if any(now[name] != value for name, value in sets.items()) or now["version"] != was["version"] + 1:
            self._tally.fail(f"{what} was taken and does not show")
        if what == "undo":
            self._undone(who, now)
        self._truth.before = [(who.name, was)] if what.startswith("act") else []
        self._truth.stands, who.seen = now, answer
        self._tally.acknowledged += 1

    def _undone(self, who: _Operator, now: Json) -> None:
        """Exactly what stood before the doer's own last action stands again."""
        if not self._truth.before or self._truth.before[0][0] != who.name:
            self._tally.fail("an undo was taken of something that was not the doer's last action")
            return
        before = self._truth.before[0][1]
        wrong = [name for name, value in now.items() if name not in OF_EVERY_EDIT and before.get(name) != value]
        if wrong:
            self._tally.fail(f"an undo did not bring back {', '.join(wrong)}")

    def _overtaken(self, who: _Operator, edit: Edit, conflict: Conflict, *, fresh: bool) -> None:
        """412: with the report as it stands. Edits of other fields go on; of the same, one decides."""
        self._tally.count("overtaken")
        if fresh:
            self._tally.fail(f"{edit[0]} was made on what stands, and refused as old")
        current = conflict.extra.get("current")
        if current != self._truth.stands:
            self._tally.fail("the refusal does not carry the report as it stands")
            return
        mine, base = edit[3], wire.report_to_json(who.seen)
        who.seen = wire.report_from_json(current)
        if edit[0] == "change":
            self._merge(who, mine, base, current)

    def _merge(self, who: _Operator, mine: Json, base: Json, theirs: Json) -> None:
        """As the console does: what nobody else touched goes on, what both meant is done, the rest one decides."""
        found = merging.merged("change", base, mine, theirs)
        both = {
            name
            for name, value in mine.items()
            if theirs[name] != base[name] and value not in (theirs[name], base[name])
        }
        if {row.unit for row in found.clashes} != both:
            self._tally.fail(f"the merge finds {[row.unit for row in found.clashes]} in conflict, not {sorted(both)}")
        if found.body is None:
            self._tally.count("equal")
            return
        take_theirs = bool(both) and self._chance.random() < 0.5
        fields = merging.chosen("change", mine, found.differences, frozenset(both)) if take_theirs else found.body
        self._tally.count("decided" if both else "merged")
        if fields:
            self._one(who, self._changing(fields))


def _ask(who: _Operator, edit: Edit) -> Any:
    try:
        return edit[1](who)
    except Refused as refusal:
        return refusal
