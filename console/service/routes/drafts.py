"""Drafts of layer edits: begun, changed, checked, reviewed, published; changesets; a feature's history."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from console.domain import wire
from console.domain.drafts import DRAFT_ACTIONS, Draft, DraftState, allowed
from console.domain.errors import NotValid
from console.domain.roles import Right
from console.domain.wire import Json
from console.service.calls import Answer, Call, Row
from console.service.problems import not_found
from layers.catalog import BY_KEY

T = TypeVar("T")
EDIT = (Right.EDIT_LAYERS,)
JUDGE = (Right.EDIT_LAYERS, Right.REVIEW_LAYERS)
SEE = (*JUDGE, Right.READ_AUDIT)
CHANGES_BYTES = 128_000_000
CHANGES_S = 120


async def _aside(call: Call, work: Callable[..., T], *arguments: object) -> T:
    """Runs what takes time beside the event loop."""
    return await asyncio.get_running_loop().run_in_executor(call.service.readers, partial(work, *arguments))


def _shown(call: Call, draft: Draft, status: int = 200) -> Answer:
    body = {**draft.to_json(), "actions": list(allowed(draft, call.user))}
    return Answer(body, status, {"ETag": f'"{draft.version}"'})


def _draft(call: Call) -> Draft:
    found = call.service.store.read.draft(call.path["ident"])
    if found is None:
        raise not_found("draft")
    return found


def listed(call: Call) -> Answer:
    """Drafts, those touched last first."""
    states = call.words("state")
    if not set(states) <= set(DraftState):
        raise NotValid("There is no such state.", field="state")
    limit = call.number("limit", 200, 1, 1000)
    found = call.service.store.read.drafts(states, call.query.get("layer", ""), call.query.get("author", ""), limit)
    return Answer({"drafts": [{**draft.to_json(), "actions": list(allowed(draft, call.user))} for draft in found]})


def one(call: Call) -> Answer:
    """A draft as it stands, and what this user may do with it."""
    return _shown(call, _draft(call))


async def begin(call: Call) -> Answer:
    """A new draft."""
    from console.service import drafting

    data = call.json()
    wire.only(data, "id", "layer", "title", "note", "publish_at")
    layer = wire.text_of(data, "layer", 64, required=True)
    drafting.check_editor(call.user, layer)
    new, actor = drafting.NewDraft.from_json(data, layer), call.actor()
    draft, fresh = await call.write(lambda tx: drafting.begin(tx, new, call.body, actor))
    return _shown(call, draft, 201 if fresh else 200)


async def describe(call: Call) -> Answer:
    """Other title, note or time of publishing."""
    from console.service import drafting

    data = call.json()
    wire.only(data, "title", "note", "publish_at")
    fields: Json = {}
    if "title" in data:
        fields["title"] = wire.text_of(data, "title", 200, required=True)
    if "note" in data:
        fields["note"] = wire.text_of(data, "note", 2000)
    if "publish_at" in data:
        fields["publish_at"] = wire.time_of(data, "publish_at")
    version, actor, ident = call.version(), call.actor(), _draft(call).id
    draft = await call.write(lambda tx: drafting.describe(tx, ident, version, fields, actor))
    call.service.publisher.wake()
    return _shown(call, draft)


async def put_changes(call: Call) -> Answer:
    """Puts changes into a draft: some features, or all that it has."""
    from console.service import drafting

    draft = _draft(call)

    def read() -> tuple[dict[str, Json], list[str], bool]:
        data = call.json()
        wire.only(data, "changes", "gone", "whole")
        gone, whole = data.get("gone") or [], data.get("whole", False)
        if not isinstance(gone, list) or not all(isinstance(item, str) for item in gone):
            raise NotValid("gone must be a list of feature ids", field="gone")
        if not isinstance(whole, bool):
            raise NotValid("whole must be true or false", field="whole")
        sent = drafting.read_changes(data.get("changes") or [], draft.layer)
        return drafting.with_bases(call.service.store.read, sent), gone, whole

    rows, gone, whole = await _aside(call, read)
    version, actor = call.version(), call.actor()
    done = await call.write(lambda tx: drafting.change(tx, draft.id, version, rows, gone, whole, actor))
    return _shown(call, done)


def changes(call: Call) -> Answer:
    """The changes of a draft, each with what it was based on."""
    read, ident = call.service.store.read, _draft(call).id
    return Answer(
        {"changes": [{**row, "base": read.draft_base(ident, row["id"])} for row in read.draft_changes(ident)]}
    )


def findings(call: Call) -> Answer:
    """What the checks say of a draft against the layer as it stands."""
    from console.service import drafting

    made = drafting.planned(call.service, _draft(call))
    told = [finding.to_json() for finding in made.findings]
    return Answer({"findings": told, "conflicts": len(made.conflicts), "layer_version": made.layer_version})


def difference(call: Call) -> Answer:
    """What publishing the draft would do to the layer as it stands, feature by feature, and what stands against it."""
    from console.service import drafting, publishing

    draft = _draft(call)
    made = drafting.planned(call.service, draft)
    return Answer(
        {
            "layer": draft.layer,
            "layer_version": made.layer_version,
            "rows": list(publishing.differing(made.outcomes)),
            "conflicts": [conflict.to_json() for conflict in made.conflicts],
        }
    )


def comments(call: Call) -> Answer:
    """What was said about a draft."""
    return Answer({"comments": call.service.store.read.draft_comments(_draft(call).id)})


async def comment(call: Call) -> Answer:
    """A word about a draft, or about a feature in it."""
    from console.service import drafting

    data = call.json()
    wire.only(data, "id", "text", "feature", "lon", "lat")
    body: Json = {
        "id": wire.uuid_of(data.get("id"), "id"),
        "text": wire.text_of(data, "text", 2000, required=True),
        "feature": wire.text_of(data, "feature", 200),
        "lon": wire.number_of(data, "lon", -180, 180),
        "lat": wire.number_of(data, "lat", -90, 90),
    }
    ident, actor = _draft(call).id, call.actor()
    return Answer(await call.write(lambda tx: drafting.comment(tx, ident, body, actor)), 201)


async def act(key: str, call: Call) -> Answer:
    """A move of DRAFT_ACTIONS."""
    from console.service import drafting

    data = call.json()
    wire.only(data, "reason")
    reason, version = wire.text_of(data, "reason", 2000), call.version()
    draft = await _aside(
        call, drafting.act, call.service, _draft(call).id, key, call.user, call.actor(), version, reason
    )
    return _shown(call, draft)


async def push(call: Call) -> Answer:
    """A changeset, all or nothing: handed in for review, or with `publish` published at once by whoever may."""
    from console.service import drafting

    layer = call.path["key"]
    drafting.check_editor(call.user, layer)
    data = await _aside(call, call.json)
    wire.only(data, "id", "title", "note", "publish_at", "changes", "publish")
    publish = data.get("publish", False)
    if not isinstance(publish, bool):
        raise NotValid("publish must be true or false", field="publish")
    new = drafting.NewDraft.from_json(data, layer)
    work = (drafting.push, call.service, new, data.get("changes"), call.body, call.user, call.actor(), publish)
    return _shown(call, await _aside(call, *work), 201)


def history(call: Call) -> Answer:
    """What people did to a feature. What feeds measured in between is not kept."""
    from console.service import drafting

    layer, ident = call.path["key"], call.path["ident"]
    if layer not in BY_KEY:
        raise not_found("layer")
    return Answer({"versions": list(drafting.versions(call.service.store.read, layer, ident))})


async def put_back(call: Call) -> Answer:
    """Makes a feature what it was at a version, by way of review like any other edit."""
    from console.service import drafting

    layer, ident = call.path["key"], call.path["ident"]
    drafting.check_editor(call.user, layer)
    data = call.json()
    wire.only(data, "id", "version", "publish", "title")
    version, publish = data.get("version"), data.get("publish", False)
    if isinstance(version, bool) or not isinstance(version, int) or not isinstance(publish, bool):
        raise NotValid("version must be a whole number, publish true or false", field="version")
    title = wire.text_of(data, "title", 200) or f"Back to version {version}"
    new = drafting.NewDraft.from_json({"id": data.get("id"), "title": title}, layer)
    back = await _aside(call, drafting.putting_back, call.service.store.read, layer, ident, version)
    work = (drafting.push, call.service, new, [back.to_json()], call.body, call.user, call.actor(), publish)
    return _shown(call, await _aside(call, *work), 201)


ACTIONS = tuple(Row("POST", f"/drafts/{{ident}}/{item.key}", partial(act, item.key), JUDGE) for item in DRAFT_ACTIONS)
ROUTES = (
    Row("GET", "/drafts", listed, SEE, ("state", "layer", "author", "limit")),
    Row("POST", "/drafts", begin, EDIT),
    Row("GET", "/drafts/{ident}", one, SEE),
    Row("PATCH", "/drafts/{ident}", describe, EDIT),
    Row("GET", "/drafts/{ident}/changes", changes, SEE),
    Row("PUT", "/drafts/{ident}/changes", put_changes, EDIT, limit=CHANGES_BYTES, seconds=CHANGES_S),
    Row("GET", "/drafts/{ident}/findings", findings, SEE),
    Row("GET", "/drafts/{ident}/difference", difference, SEE),
    Row("GET", "/drafts/{ident}/comments", comments, SEE),
    Row("POST", "/drafts/{ident}/comments", comment, SEE),
    *ACTIONS,
    Row("POST", "/layers/{key}/changesets", push, EDIT, limit=CHANGES_BYTES, seconds=CHANGES_S),
    Row("GET", "/layers/{key}/features/{ident:path}/history", history, SEE),
    Row("POST", "/layers/{key}/features/{ident:path}/put-back", put_back, EDIT),
)
