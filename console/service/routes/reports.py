"""Reports: coming in, being found, being worked on."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from datetime import timedelta

from console.domain import claims, wire
from console.domain.duplicates import RADIUS_M, twins
from console.domain.errors import DomainError, Missing, NotValid, UnknownReport
from console.domain.reports import Report, Status
from console.domain.roles import Right, Role
from console.domain.wire import ActionBody, Json, NewReport
from console.service.auth import now
from console.service.calls import Answer, Call, Row
from console.service.core import plain_counts
from console.service.events import layer_json
from console.service.problems import Problem
from console.service.store.contract import Find, Transaction
from console.service.store.rows import phone_key

CLOSED_FOR = timedelta(hours=24)
MOST = 20_000
BATCH = 500
BATCH_BYTES = 16_000_000


def tag(version: int) -> dict[str, str]:
    """The ETag of a version."""
    return {"ETag": f'"{version}"'}


def snapshot(call: Call) -> Answer:
    """Everything that a console begins with."""
    found = call.service.store.read.snapshot(now() - CLOSED_FOR, MOST)
    audience = call.audience
    reports = [audience.masked(item) for item in found.reports if audience.sees(item)]
    own = audience.department is not None  # how much the others have to do is not an officer's to see
    call.service.register.came_along(call, "queue", reports)
    return Answer(
        {
            "seq": found.seq,
            "reports": reports,
            "counts": plain_counts(Counter(item["status"] for item in reports) if own else found.counts),
            "layers": {layer.key: layer_json(layer) for layer in found.layers},
            "feeds": found.feeds,
            "intake": "stopped" if call.service.writer.stopped else "ok",
            "claims": [claim.to_json() for claim in call.service.claims.all()] if audience.department is None else [],
        }
    )


def search(call: Call) -> Answer:
    """Reports by filter and words, newest first, a page at a time."""
    limit = call.number("limit", 50, 1, 500)
    own = (call.user.department or "?") if call.user.role is Role.OFFICER else ""
    statuses = call.words("status")
    if not set(statuses) <= set(Status):
        raise Problem(400, "not-valid", "There is no such status.", {"field": "status"})
    words = call.query.get("q", "").strip()
    number = re.fullmatch(r"(?:[A-Za-z]{2,5}-)?(\d{1,12})", words)
    if number:
        find = Find(number=int(number[1]), department=own, limit=1)
    else:
        find = Find(
            status=statuses,
            department=own or call.query.get("department", ""),
            kelurahan=call.query.get("kelurahan", ""),
            kecamatan=call.query.get("kecamatan", ""),
            category=call.words("category"),
            words=words,
            before=call.number("after", 0, 1, 10**15) or None,
            limit=limit + 1,
        )
    found = call.service.store.read.reports(find)
    page = found[:limit]
    more = str(int(page[-1]["number"].rpartition("-")[2])) if len(found) > limit else None
    shown = [call.audience.masked(item) for item in page]
    call.service.register.came_along(call, "list", shown)
    return Answer({"reports": shown, "next": more})


async def create(call: Call) -> Answer:
    """A report comes in."""
    new = NewReport.from_json(call.json())
    if call.key() not in ("", new.id):
        raise NotValid("The Idempotency-Key must be the report's id.", field="Idempotency-Key")
    actor = call.actor()
    await call.prepared()
    judged = call.service.intake.judge(new, actor.at)

    def file(tx: Transaction) -> tuple[Report, Json | None]:
        report, fresh = call.service.intake.file(tx, judged, new, actor)
        return report, tx.published[-1].report if fresh else None

    report, told = await call.write(file, new.id)
    body = call.audience.masked(told) if told else call.shown(report)
    return Answer(body, 201 if told else 200, tag(report.version))


async def create_many(call: Call) -> Answer:
    """Up to 500 reports at once; each is judged alone."""
    data = call.json()
    wire.only(data, "reports")
    items = data.get("reports")
    if not isinstance(items, list) or not 0 < len(items) <= BATCH:
        raise NotValid(f"reports must be a list of 1 to {BATCH}", field="reports")
    actor = call.actor()
    await call.prepared()
    results: list[Json] = [{} for _ in items]
    judged: list[tuple[int, Report, NewReport]] = []

    def judge() -> None:
        for place, item in enumerate(items):
            try:
                if not isinstance(item, dict):
                    raise NotValid("a report must be an object", field="reports")
                new = NewReport.from_json(item)
                judged.append((place, call.service.intake.judge(new, actor.at), new))
            except DomainError as error:
                results[place] = _refused(item, Problem.of(error))

    await asyncio.get_running_loop().run_in_executor(call.service.readers, judge)

    def file(tx: Transaction) -> None:
        for place, report, new in judged:
            try:
                with tx.apart():
                    filed, fresh = call.service.intake.file(tx, report, new, actor)
                results[place] = {"id": new.id, "ok": True, "number": filed.number, "new": fresh}
            except (DomainError, Problem) as error:
                problem = error if isinstance(error, Problem) else Problem.of(error)
                results[place] = _refused({"id": new.id}, problem)

    await call.write(file, *(new.id for _, _, new in judged))
    return Answer({"results": results})


def _refused(item: object, problem: Problem) -> Json:
    try:
        ident = wire.uuid_of(item.get("id") if isinstance(item, dict) else None, "id")
    except NotValid:
        ident = ""
    return {"id": ident, "ok": False, "problem": problem.to_json()}


def report_of(call: Call) -> Report:
    """The report of the path, when it is this user's to see. Raises UnknownReport."""
    found = call.service.store.read.report(call.path["ident"])
    if found is None or not call.may_see(found):
        raise UnknownReport("There is no such report.")
    return found


def one(call: Call) -> Answer:
    """A report as it stands."""
    report = report_of(call)
    shown = call.shown(report)
    call.service.register.opened(call, "report", report.id, shown)
    return Answer(shown, headers=tag(report.version))


def history(call: Call) -> Answer:
    """Everything that happened to a report."""
    report, read = report_of(call), call.service.store.read
    taken_over = [event for event in read.history(report.id, claims.ENTITY) if event.kind == claims.TAKEN_OVER]
    found = sorted([*read.history(report.id), *taken_over], key=lambda event: event.seq)
    return Answer({"events": [event.to_json() for event in found]})


def likely_twins(call: Call) -> Answer:
    """Reports that may tell of the same thing."""
    report = report_of(call)
    near: list[Report] = []
    if report.lon is not None and report.lat is not None:
        near = call.service.store.read.near(report.lon, report.lat, RADIUS_M)
    found = twins(report, [other for other in near if call.may_see(other)])
    return Answer(
        {
            "twins": [
                {
                    "report": call.shown(twin.report),
                    "distance_m": round(twin.distance_m, 1),
                    "apart_s": twin.apart.total_seconds(),
                    "score": round(twin.score, 4),
                }
                for twin in found
            ]
        }
    )


async def act(call: Call) -> Answer:
    """An action of workflow.ACTIONS."""
    body, version, key, actor = ActionBody.from_json(call.json()), call.version(), call.key(), call.actor()
    triage, ident, action = call.service.triage, call.path["ident"], call.path["action"]
    report = await call.write(lambda tx: triage.act(tx, ident, action, body, version, key, actor), key)
    return Answer(call.shown(report), headers=tag(report.version))


async def change(call: Call) -> Answer:
    """Other values for some fields."""
    fields, version, key, actor = wire.change_from_json(call.json()), call.version(), call.key(), call.actor()
    ident = call.path["ident"]
    await call.prepared()
    report = await call.write(lambda tx: call.service.triage.change(tx, ident, fields, version, key, actor), key)
    return Answer(call.shown(report), headers=tag(report.version))


async def note(call: Call) -> Answer:
    """A note beside a report."""
    data = call.json()
    wire.only(data, "text")
    text = wire.text_of(data, "text", 4000, required=True)
    key, actor, ident = call.key(), call.actor(), call.path["ident"]
    event = await call.write(lambda tx: call.service.triage.note(tx, ident, text, key, actor), key)
    return Answer(event.to_json(), 201)


async def undo(call: Call) -> Answer:
    """The last action is taken back."""
    wire.only(call.json())
    version, key, actor, ident = call.version(), call.key(), call.actor(), call.path["ident"]
    report = await call.write(lambda tx: call.service.triage.undo(tx, ident, version, key, actor))
    return Answer(call.shown(report), headers=tag(report.version))


async def erase(call: Call) -> Answer:
    """What is personal goes, by law; the history of the report stays."""
    data = call.json()
    wire.only(data, "reason")
    reason = wire.text_of(data, "reason", 2000, required=True)
    key, actor, ident = call.key(), call.actor(), call.path["ident"]
    report = await call.write(lambda tx: call.service.triage.erase(tx, ident, reason, key, actor))
    return Answer(call.shown(report), headers=tag(report.version))


def callers(call: Call) -> Answer:
    """Earlier reports of the same telephone number."""
    phone = phone_key(call.query.get("phone", ""))
    if len(phone) < 4:
        raise Missing("phone is needed, at least four digits of it", field="phone")
    found = call.service.store.read.of_caller(phone)
    call.service.register.searched(call, "phone", found)
    return Answer({"reports": found})


READ, DESK = (Right.READ_REPORTS,), (Right.TRIAGE, Right.ANSWER)
FILTERS = ("q", "status", "department", "kelurahan", "kecamatan", "category", "limit", "after")
ROUTES = (
    Row("GET", "/snapshot", snapshot, READ),
    Row("GET", "/reports", search, READ, FILTERS),
    Row("POST", "/reports", create, (Right.CREATE_REPORT,)),
    Row("POST", "/reports/batch", create_many, (Right.CREATE_REPORT,), limit=BATCH_BYTES),
    Row("GET", "/reports/{ident}", one, READ),
    Row("PATCH", "/reports/{ident}", change, (Right.CHANGE_REPORT,)),
    Row("GET", "/reports/{ident}/history", history, READ),
    Row("GET", "/reports/{ident}/twins", likely_twins, READ),
    Row("POST", "/reports/{ident}/actions/{action}", act, DESK),
    Row("POST", "/reports/{ident}/notes", note, DESK),
    Row("POST", "/reports/{ident}/undo", undo, DESK),
    Row("POST", "/reports/{ident}/erase", erase, (Right.ADMINISTER,)),
    Row("GET", "/callers", callers, (Right.READ_PERSONAL,), ("phone",)),
)
