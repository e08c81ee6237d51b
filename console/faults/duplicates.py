"""`duplicates`: everything is sent twice or more at once under one key: the same body counts once, another never."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from console.api.client import Client
from console.api.errors import ApiError, Refused
from console.domain.reports import Report
from console.domain.wire import ActionBody, NewReport, uuid7
from console.faults import ledger
from console.faults.desks import MIDDLE, Sent, Trace
from console.faults.tally import Tally, Trial, grouped
from console.faults.victim import Databases, running

REQUESTS = 250  # in one life of a data folder
AT_ONCE = 6
Call = Callable[[Client], Any]


def rounds(trial: Trial, seeds: Iterable[int]) -> Iterator[tuple[int, Tally]]:
    """A request for each seed, sent two to six times; the log is looked at after some hundred."""
    with ExitStack() as stack:
        databases = Databases(trial.store, stack)
        pool = stack.enter_context(ThreadPoolExecutor(AT_ONCE))
        for some in grouped(seeds, REQUESTS):
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="poc-twice-")))
            database = databases.new()
            with running(folder / "data", database) as victim:
                clients = [victim.client(f"desk-{n}") for n in range(AT_ONCE)]
                sent: list[Sent] = []
                last = Tally()
                for seed in some:
                    last = _twice(trial.chance(seed), clients, pool, sent)
                    if seed != some[-1]:
                        yield seed, last
                log = ledger.log_of(victim.data, database, last)
                told = last.acknowledged
                ledger.compare(sent, log, last, whole=False)
                last.acknowledged = told
                ledger.state_matches(clients[0], log, last)
                yield some[-1], last


def _twice(chance: random.Random, clients: list[Client], pool: ThreadPoolExecutor, sent: list[Sent]) -> Tally:
    tally = Tally()
    trace, same, other = _request(chance, clients[0])
    calls = [same] * chance.randrange(2, AT_ONCE) + [other] * (chance.random() < 0.4)
    chance.shuffle(calls)
    answers = list(pool.map(_ask, calls, chance.sample(clients, len(calls))))
    answers.append(_ask(calls[0], chance.choice(clients)))  # and once more, later
    calls.append(calls[0])
    won = [call for call, answer in zip(calls, answers, strict=True) if not isinstance(answer, Exception)]
    if len(set(won)) != 1:
        tally.fail(f"{trace[0]}: {len(set(won))} bodies were taken under one key")
    for call, answer in zip(calls, answers, strict=True):
        if won and call is won[0]:
            if isinstance(answer, Exception):
                tally.fail(f"{trace[0]} sent again was refused: {answer}")
        elif not (isinstance(answer, Refused) and answer.status == 422):
            tally.fail(f"{trace[0]} with another body under the same key: {answer!r}")
    if len({answer.id if isinstance(answer, Report) else "" for answer in answers if not _bad(answer)}) > 1:
        tally.fail(f"{trace[0]}: the answers speak of different reports")
    tally.acknowledged = bool(won)
    tally.count("requests", len(calls))
    tally.count("refused", sum(map(_bad, answers)))
    sent.append(Sent(trace if won and won[0] is same else (trace[0], trace[1], _other(trace[2])), bool(won)))
    return tally


def _request(chance: random.Random, client: Client) -> tuple[Trace, Call, Call]:
    """A request, its trace, and another request under the same key."""
    key = uuid7()
    new = NewReport(key, "pohon tumbang", "flood", lon=MIDDLE[0], lat=MIDDLE[1])
    kind = chance.choice(("create", "note", "change", "verify"))
    if kind == "create":
        other = NewReport(key, "lampu mati", "flood", lon=MIDDLE[0], lat=MIDDLE[1])
        return ("report.created", key, 1), lambda c: c.create(new), lambda c: c.create(other)
    there, key = client.create(new), uuid7()
    if kind == "note":
        words = _other(key)
        return (
            ("report.note", there.id, key),
            lambda c: c.note(there.id, key, key),
            lambda c: c.note(there.id, str(words), key),
        )
    if kind == "change":
        return (
            ("report.changed", there.id, 2),
            lambda c: c.change(there.id, 1, {"place_note": "RT 01"}, key),
            lambda c: c.change(there.id, 1, {"place_note": "RT 02"}, key),
        )
    return (
        ("report.verify", there.id, 2),
        lambda c: c.act(there.id, 1, "verify", ActionBody(), key),
        lambda c: c.act(there.id, 1, "verify", ActionBody(reason="again"), key),
    )


def _other(mark: str | int) -> str | int:
    return mark if isinstance(mark, int) else f"other {mark}"


def _ask(call: Call, client: Client) -> Any:
    try:
        return call(client)
    except ApiError as error:
        return error


def _bad(answer: Any) -> bool:
    return isinstance(answer, Exception)
