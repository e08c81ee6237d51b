"""Holds what the clients were told against what the service has: its exported and verified log, and its state."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from console import audit
from console.api.client import Client
from console.domain import wire
from console.domain.wire import Event, Json
from console.faults.desks import Sent, Trace
from console.faults.tally import Tally
from console.service.auditexport import export
from console.service.notary import LogChanged, Seal
from console.service.store.opening import open_store
from console.service.store.rows import PERSONAL_FIELDS


def log_of(data: Path, database: str, tally: Tally) -> list[Event]:
    """The whole log: exported as an auditor would, verified without the service, and read from the export."""
    with TemporaryDirectory(prefix="poc-fault-") as folder:
        file = Path(folder) / "export.jsonl"
        try:
            store = open_store(data, database)
            try:
                seal = Seal.of(data)
                export(store, seal, file, "faults")
            finally:
                store.close()
            with file.open("rb") as opened:
                audit.verify(opened, seal.public.hex())
        except (LogChanged, audit.Broken) as error:
            tally.fail(f"the log does not hold: {error}")
            return []
        rows = (json.loads(line) for line in file.read_bytes().splitlines())
        return [Event.from_json({"seq": row["seq"], **json.loads(row["body"])}) for row in rows if "body" in row]


def trace_of(event: Event) -> Trace:
    """What tells this event from all others that a desk may have caused."""
    mark = str(event.payload.get("text")) if event.kind == "report.note" else event.entity_version
    return event.kind, event.entity_id, mark


def compare(sent: Iterable[Sent], log: list[Event], tally: Tally, *, whole: bool = True) -> None:
    """Counts what was acknowledged, lost and duplicated. `whole`: everything was handed in by these desks, and all of
    it must have been answered."""
    found = Counter(trace_of(event) for event in log if event.entity == "report")
    known: set[Trace] = set()
    for item in sent:
        known.add(item.trace)
        tally.acknowledged += item.acknowledged
        if item.acknowledged and not found[item.trace]:
            tally.lost += 1
        if found[item.trace] > 1:
            tally.duplicated += found[item.trace] - 1
        if whole and item.refused:
            tally.fail(f"{item.trace[0]} was refused: {item.refused}")
        elif whole and not item.acknowledged:
            tally.fail(f"{item.trace[0]} was never answered")
    if whole and (strange := set(found) - known):
        tally.fail(f"the log has {len(strange)} events that nobody caused, such as {next(iter(strange))[0]}")


def state_matches(client: Client, log: list[Event], tally: Tally) -> None:
    """Whether every report that the service shows stands as the log says."""
    stands([wire.report_to_json(report) for report in client.all_reports()], log, tally)


def stands(reports: Iterable[Json], log: list[Event], tally: Tally) -> None:
    """Whether the reports are the log's events, one after the other, and their numbers are 1, 2, 3 …"""
    stood: dict[str, Json] = {}
    for event in log:
        if event.entity == "report":
            after = {name: pair[1] for name, pair in (event.payload.get("changes") or {}).items()}
            stood.setdefault(event.entity_id, {}).update(after)
    there = {report["id"]: report for report in reports}
    tally.lost += len(set(stood) - set(there))
    if strange := set(there) - set(stood):
        tally.fail(f"{len(strange)} reports are in no event of the log")
    for ident in set(stood) & set(there):
        told, is_now = stood[ident], there[ident]
        wrong = [name for name, value in told.items() if name not in PERSONAL_FIELDS and is_now.get(name) != value]
        if wrong:
            tally.fail(f"{is_now['number']} does not stand as the log says: {', '.join(wrong)}")
    numbers = sorted(int(report["number"].rpartition("-")[2]) for report in there.values())
    if numbers != list(range(1, len(numbers) + 1)):
        tally.fail("the reports' numbers have a gap or stand twice")
