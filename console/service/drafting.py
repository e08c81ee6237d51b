"""What is done to drafts: begun, changed, handed in, judged, published, and features put back to what they were."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import shapely  # noqa: F401 - the whole before a part of it, or two threads that load it find half
from shapely.geometry.base import BaseGeometry

from console.domain import wire
from console.domain.drafts import CHANGEABLE, Draft, DraftState, decide
from console.domain.errors import NotAllowed, NotValid, TransitionNotAllowed
from console.domain.roles import Right, User
from console.domain.wire import Json
from console.service import publishing
from console.service.problems import Problem, not_found
from console.service.publishing import Plan
from console.service.store.contract import Actor, Published, Reader, Transaction
from layers.catalog import BY_KEY
from layers.changes import Change, ChangeKind, Changeset
from layers.checks import city_ground
from layers.features import NotAFeature

if TYPE_CHECKING:
    from console.service.core import Service

MOST_CHANGES = 100_000
TRIES = 3  # to publish what was planned beside the writer; then it is planned inside, where nothing moves
OPEN = (DraftState.DRAFT, DraftState.IN_REVIEW, DraftState.APPROVED, DraftState.REJECTED)


@dataclass(frozen=True, slots=True)
class NewDraft:
    """What begins a draft: the id is the sender's (UUIDv7), so that what is sent twice is one."""

    id: str
    layer: str
    title: str
    note: str = ""
    publish_at: datetime | None = None

    @classmethod
    def from_json(cls, data: Mapping[str, object], layer: str) -> NewDraft:
        """Raises Missing or NotValid."""
        return cls(
            wire.uuid_of(data.get("id"), "id"),
            layer,
            wire.text_of(data, "title", 200, required=True),
            wire.text_of(data, "note", 2000),
            wire.time_of(data, "publish_at"),
        )

    def begun(self, actor: Actor) -> Draft:
        """The draft at its beginning."""
        at, who = actor.at, actor.name
        return Draft(
            self.id, self.layer, self.title, who, note=self.note, publish_at=self.publish_at, created_at=at,
            updated_at=at, updated_by=who,
        )  # fmt: skip


def read_changes(rows: object, layer: str) -> Changeset:
    """The changes that were sent, strictly. Raises NotValid, naming the row."""
    try:
        found = Changeset.from_json(rows, layer)
    except NotAFeature as error:
        raise NotValid(f"{error}."[:500], field="changes") from error
    if len(found) > MOST_CHANGES:
        raise NotValid(f"At most {MOST_CHANGES:,} features are changed at once.", field="changes")
    return found


def check_editor(user: User, layer: str) -> None:
    """Raises Problem 404 for an unknown layer, 403 when the user does not edit this one."""
    if layer not in BY_KEY:
        raise not_found("layer")
    if not user.may(Right.EDIT_LAYERS) or str(user.role) not in BY_KEY[layer].editors:
        raise Problem(403, "not-allowed", "Your role does not edit this layer.", {"role": str(user.role)})


def draft_of(read: Reader, ident: str) -> Draft:
    """The draft. Raises Problem 404."""
    found = read.draft(ident)
    if found is None:
        raise not_found("draft")
    return found


def city_of(service: Service, layer: str) -> BaseGeometry | None:
    """The ground on which features must lie, its margin included. None for the areas: they say what the city is."""
    rows = [item.geojson for item in service.store.read.features("area").values()]
    areas = [feature for feature in publishing.trusted("area", rows) if feature is not None]
    return city_ground(layer, areas, service.places.ground.city(), service.city.accept_margin_m)


def planned(service: Service, draft: Draft) -> Plan:
    """What publishing the draft would do just now."""
    return publishing.plan(service.store.read, draft, city_of(service, draft.layer))


# --- beginning and changing --------------------------------------------------------------------


def begin(tx: Transaction, new: NewDraft, body: bytes, actor: Actor) -> tuple[Draft, bool]:
    """A new draft, and whether it is new. Raises Problem 422 for an id that was used for something else."""
    known = _sent_before(tx, new.id, body)
    if known is not None:
        return known, False
    draft = new.begun(actor)
    _keep(tx, draft, actor, "draft.created", {"layer": draft.layer, "title": draft.title})
    tx.remember(draft.id, _digest(body), draft.id, tx.head())
    return draft, True


def describe(tx: Transaction, ident: str, version: int, fields: Json, actor: Actor) -> Draft:
    """Other title, note or time of publishing. Raises Problem 412 for another version."""
    draft = draft_of(tx, ident)
    if all(getattr(draft, key) == value for key, value in fields.items()):
        return draft
    _check_own(draft, actor, OPEN)
    _check_version(draft, version)
    draft = draft.touched(actor.name, actor.at, **fields)
    _keep(tx, draft, actor, "draft.described", {key: str(value) for key, value in fields.items()})
    return draft


def change(
    tx: Transaction, ident: str, version: int, rows: dict[str, Json], gone: list[str], whole: bool, actor: Actor
) -> Draft:
    """Puts changes (of `with_bases`) into a draft; with `whole` they are all that it has. Sent twice is sent once."""
    draft = draft_of(tx, ident)
    known = {row["id"]: row for row in tx.draft_changes(ident)}
    gone = [feature for feature in known if feature not in rows] if whole else [key for key in gone if key in known]
    if not gone and all(_alike(known.get(key), row) for key, row in rows.items()):
        return draft
    _check_own(draft, actor, CHANGEABLE)
    _check_version(draft, version)
    tx.put_draft_changes(ident, rows.items(), gone)
    count = tx.count_draft_changes(ident)
    if count > MOST_CHANGES:
        raise NotValid(f"At most {MOST_CHANGES:,} features are changed in a draft.", field="changes")
    draft = draft.touched(actor.name, actor.at, changes=count, state=DraftState.DRAFT, reviewer="", reason="")
    _keep(tx, draft, actor, "draft.changed", {"put": len(rows), "taken": len(gone), "changes": count})
    return draft


def with_bases(read: Reader, changes: Changeset) -> dict[str, Json]:
    """The changes as kept, by feature: what was edited is written down now, while it is still known."""
    known = read.features(changes.layer)
    rows = {}
    for item in changes:
        row = item.to_json()
        stands = known.get(item.id)
        if stands is not None and stands.version == item.base_version:
            row["base"] = stands.geojson
        rows[item.id] = row
    return rows


def _alike(known: Json | None, row: Json) -> bool:
    return known is not None and all(known[key] == row[key] for key in ("kind", "feature", "base_version"))


def comment(tx: Transaction, ident: str, body: Json, actor: Actor) -> Json:
    """A word about a draft, from anybody who may see it."""
    draft = draft_of(tx, ident)
    said = {**body, "at": actor.at.isoformat(), "by": actor.name}
    if tx.put_draft_comment(ident, said["id"], said):
        tx.append(actor, "draft.comment", "draft", ident, draft.version, {"text": said["text"]})
        tx.publish(Published(draft=draft.to_json()))
    return next((row for row in tx.draft_comments(ident) if row["id"] == said["id"]), said)


# --- the moves ---------------------------------------------------------------------------------


def act(service: Service, ident: str, key: str, user: User, actor: Actor, version: int, reason: str = "") -> Draft:
    """A move of DRAFT_ACTIONS. What is handed in or published is merged and checked first.

    Raises Problem 409 with conflicts, 412 for another version, 422 with findings, and what `decide` raises.
    """
    for attempt in range(TRIES + 1):
        draft = draft_of(service.store.read, ident)
        if _done_already(draft, key, user):
            return draft
        _check_version(draft, version)
        decide(draft, key, user, actor.at, reason)
        inside = attempt == TRIES
        made = planned(service, draft) if key in ("submit", "publish") and not inside else None
        if made is not None:
            made.raise_what_stops_it()
        city = city_of(service, draft.layer) if inside else None
        done = service.writer.do(partial(_move, draft, key, user, actor, reason, made, city, inside))
        if done is not None:
            if key == "publish":
                _tell_places(service, draft.layer)
            service.publisher.wake()
            return done
    raise AssertionError("inside the writer nothing moves")


def _move(
    seen: Draft,
    key: str,
    user: User,
    actor: Actor,
    reason: str,
    made: Plan | None,
    city: BaseGeometry | None,
    inside: bool,
    tx: Transaction,
) -> Draft | None:
    """In the writer; None when draft or layer moved since they were looked at."""
    draft = draft_of(tx, seen.id)
    if draft.version != seen.version:
        return None
    if key in ("submit", "publish"):
        if inside:
            made = publishing.plan(tx, draft, city)
            made.raise_what_stops_it()
        elif made is None or made.layer_version != tx.layer(draft.layer).version:
            return None
    if key == "submit" and not draft.changes:
        raise NotValid("There is nothing in this draft yet.", field="changes")
    done = decide(draft, key, user, actor.at, reason)
    if key == "publish" and made is not None:
        done = replace(done, published_version=publishing.write(tx, made, actor, done).version)
    _keep(tx, done, actor, f"draft.{key}", {"reason": reason} if reason else {})
    return done


def push(service: Service, new: NewDraft, rows: object, body: bytes, user: User, actor: Actor, publish: bool) -> Draft:
    """A changeset, all or nothing: handed in for review, or published at once by whoever may.

    Raises Problem 409 with conflicts, 422 with findings, or for an id that was used for something else.
    """
    known = _sent_before(service.store.read, new.id, body)
    if known is not None:
        return known
    if publish and not user.may(Right.PUBLISH_LAYERS):
        raise NotAllowed("Your edits are published after another person approved them.")
    changes = read_changes(rows, new.layer)
    if not len(changes):
        raise NotValid("There is nothing in this changeset.", field="changes")
    key = "publish" if publish else "submit"
    for attempt in range(TRIES + 1):
        inside = attempt == TRIES
        look = partial(_look, changes, city_of(service, new.layer))
        found = None if inside else look(service.store.read)
        done = service.writer.do(partial(_push, new, look, found, body, user, actor, key))
        if done is not None:
            if publish:
                _tell_places(service, new.layer)
            return done
    raise AssertionError("inside the writer nothing moves")


Look = Callable[[Reader], tuple[dict[str, Json], Plan]]


def _look(changes: Changeset, city: BaseGeometry | None, read: Reader) -> tuple[dict[str, Json], Plan]:
    """The changes with what they are based on, and what they come to. Raises what stops them."""
    rows = with_bases(read, changes)
    made = publishing.plan_changes(
        read, changes.layer, list(rows.values()), lambda change: rows[change.id]["base"], city
    )
    made.raise_what_stops_it()
    return rows, made


def _push(
    new: NewDraft,
    look: Look,
    found: tuple[dict[str, Json], Plan] | None,
    body: bytes,
    user: User,
    actor: Actor,
    key: str,
    tx: Transaction,
) -> Draft | None:
    """In the writer; None when the layer moved since it was looked at."""
    known = _sent_before(tx, new.id, body)
    if known is not None:
        return known
    rows, made = found or look(tx)
    if made.layer_version != tx.layer(new.layer).version:
        return None
    draft = replace(new.begun(actor), changes=len(rows))
    tx.put_draft_changes(draft.id, rows.items(), ())
    _keep(tx, draft, actor, "draft.created", {"layer": draft.layer, "title": draft.title, "changes": len(rows)})
    tx.remember(draft.id, _digest(body), draft.id, tx.head())
    done = decide(draft, key, user, actor.at)
    if key == "publish":
        done = replace(done, published_version=publishing.write(tx, made, actor, done).version)
    _keep(tx, done, actor, f"draft.{key}", {})
    return done


# --- what a feature was ------------------------------------------------------------------------


def versions(read: Reader, layer: str, ident: str) -> Iterable[Json]:
    """What people did to a feature, oldest first."""
    for event in publishing.history(read, layer, ident):
        before, after = event.payload.get("before"), event.payload.get("after")
        kind = ChangeKind.INSERT if before is None else ChangeKind.DELETE if after is None else ChangeKind.UPDATE
        yield {
            "version": event.entity_version, "at": event.at.isoformat(), "by": event.actor, "kind": str(kind),
            "draft": event.payload.get("draft", ""), "before": before, "after": after,
        }  # fmt: skip


def putting_back(read: Reader, layer: str, ident: str, version: int) -> Change:
    """The change that makes a feature what it was at a version. Raises Problem 404 when nobody knows that any more."""
    events = publishing.history(read, layer, ident)
    stands = read.features(layer).get(ident)
    (now,) = publishing.trusted(layer, [stands.geojson if stands else None])
    told = publishing.state_at(events, version)
    if told is None:
        if now is not None and any(item.entity_version == version for item in events):  # it was not there then
            return Change(ChangeKind.DELETE, layer, ident, None, now.version, now)
        raise not_found("version of this feature")
    (was,) = publishing.trusted(layer, [{"id": ident, **told}])
    kind = ChangeKind.UPDATE if now else ChangeKind.INSERT
    return Change(kind, layer, ident, was, now.version if now else 0, now)


# --- small things ------------------------------------------------------------------------------


def _keep(tx: Transaction, draft: Draft, actor: Actor, kind: str, payload: Json) -> None:
    tx.put_draft(draft)
    tx.append(actor, kind, "draft", draft.id, draft.version, payload)
    tx.publish(Published(draft=draft.to_json()))


def _digest(body: bytes) -> bytes:
    return hashlib.sha256(body).digest()


def _sent_before(read: Reader, key: str, body: bytes) -> Draft | None:
    known = read.remembered(key)
    if known is None:
        return None
    draft = read.draft(known.entity_id)
    if draft is None or known.digest != _digest(body):
        raise Problem(422, "key-reused", "This id was used for something else.", {"field": "id"})
    return draft


def _check_own(draft: Draft, actor: Actor, states: tuple[DraftState, ...]) -> None:
    if draft.author != actor.name:
        raise NotAllowed("Only its author changes a draft.")
    if draft.state not in states:
        raise TransitionNotAllowed(f"A draft that is {draft.state} can't be changed.", state=draft.state)


def _check_version(draft: Draft, version: int) -> None:
    if draft.version != version:
        words = "Somebody changed this draft in between."
        raise Problem(412, "version-mismatch", words, {"current": draft.to_json()})


def _done_already(draft: Draft, key: str, user: User) -> bool:
    """Whether this very move was made before: the answer was lost, and it is asked again."""
    ends = {"submit": DraftState.IN_REVIEW, "approve": DraftState.APPROVED, "reject": DraftState.REJECTED,
            "publish": DraftState.PUBLISHED, "withdraw": DraftState.WITHDRAWN}  # fmt: skip
    return draft.state is ends.get(key) and draft.updated_by == user.name


def _tell_places(service: Service, layer: str) -> None:
    """Other areas: from now on reports are found in these."""
    if layer == "area":
        service.places.replace_areas([item.geojson for item in service.store.read.features("area").values()])
