"""From a draft to everybody's map: merge with what stands now, check, and write it all or nothing, with its history."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

import shapely
from shapely.geometry.base import BaseGeometry

from console.domain import wire
from console.domain.drafts import Draft
from console.domain.wire import Event, Json
from console.service.problems import Problem
from console.service.store.contract import Actor, LayerState, Published, Reader, StoredFeature, Transaction
from console.service.store.drafts import Edited
from layers.catalog import BY_KEY
from layers.changes import Change, ChangeKind, Conflict, Merged, changed_fields, merge, merge_blindly
from layers.checks import Finding, Severity, check
from layers.features import Feature

PEOPLE = "edit"  # the source of what people drew
NO_FEED = frozenset({PEOPLE, "import", ""})
MOST_TOLD = 5_000  # conflicts and findings in one answer; the counts are always whole


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one change comes to: what stands now, what will stand (None: nothing). `merged`: with somebody's edit."""

    change: Change
    before: StoredFeature | None
    after: Feature | None
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What publishing a draft would do to its layer as it was at `layer_version`."""

    layer: str
    layer_version: int
    draft_version: int
    outcomes: list[Outcome] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def raise_what_stops_it(self) -> None:
        """Raises Problem 409 with the conflicts, or 422 with the findings, of which an error blocks publishing."""
        if self.conflicts:
            raise conflict_problem(self.conflicts)
        errors = [finding for finding in self.findings if finding.severity is Severity.ERROR]
        if errors:
            told = [finding.to_json() for finding in self.findings[:MOST_TOLD]]
            more: Json = {"errors": len(errors), "warnings": len(self.findings) - len(errors), "findings": told}
            raise Problem(422, "findings", f"The checks found {len(errors)} errors. Nothing was published.", more)


def conflict_problem(conflicts: list[Conflict]) -> Problem:
    """409: somebody else changed the same fields in between; both sides and what they began with come along."""
    told = [conflict.to_json() for conflict in conflicts[:MOST_TOLD]]
    words = f"Somebody else changed {len(conflicts)} of these features in the same fields. Nothing was published."
    return Problem(409, "conflict", words, {"conflicts": told, "conflict_count": len(conflicts)})


def plan(read: Reader, draft: Draft, city: BaseGeometry | None) -> Plan:
    """Merges and checks a draft against its layer as it stands."""
    return plan_changes(read, draft.layer, changes_of(read, draft), city, draft.version)


def plan_changes(
    read: Reader, layer: str, changes: Iterable[Change], city: BaseGeometry | None, draft_version: int = 0
) -> Plan:
    """The same for changes that stand in no draft yet. `city`: the ground that features must touch."""
    made = Plan(layer, read.layer(layer).version, draft_version)
    known = read.features(layer)
    after: dict[str, Feature] = {}
    for change in changes:
        before = known.get(change.id)
        result = _merged(read, change, before)
        if isinstance(result, Conflict):
            made.conflicts.append(result)
            continue
        straight = before is None or before.version == change.base_version
        made.outcomes.append(Outcome(change, before, result, merged=not straight))
        if result is not None:
            after[change.id] = result
    gone = {outcome.change.id for outcome in made.outcomes if outcome.after is None}
    whole = _neighbours(layer, known, gone | after.keys()) | after
    made.findings.extend(check(layer, whole, after.keys(), city))
    return made


def write(tx: Transaction, made: Plan, actor: Actor, draft: Draft) -> LayerState:
    """Brings a plan onto the layer in the writer's transaction: the features, one event each, one for all of it."""
    layer, at = made.layer, actor.at
    versions = tx.removed_versions(layer)
    puts: list[StoredFeature] = []
    gone: list[str] = []
    events: list[tuple[str, int, Json]] = []
    for outcome in made.outcomes:
        if outcome.before is None and outcome.after is None:
            continue  # both sides took it away
        ident, before, after = outcome.change.id, outcome.before, outcome.after
        version = (before.version if before else versions.get(ident, 0)) + 1
        if after is None:
            gone.append(ident)
        else:
            item = _stored(after, before, version, at)
            if before is not None and _content(before.geojson) == _content(item.geojson):
                continue  # somebody did the same already
            puts.append(item)
        payload: Json = {"draft": draft.id, "before": _told(before), "after": _told(puts[-1]) if after else None}
        events.append((ident, version, payload))
    _remember_feeds(tx, made, {ident for ident, _, _ in events})
    state = tx.change_layer(layer, puts, gone, at if not BY_KEY[layer].cadence_s else None)
    for ident, version, payload in events:
        tx.append(actor, "layer.edited", "feature", f"{layer}/{ident}", version, payload)
    summary: Json = {"draft": draft.id, "title": draft.title, "author": draft.author, "reviewer": draft.reviewer}
    summary |= {"features": len(events), "removed": len(gone)}
    tx.append(actor, "layer.published", "layer", layer, state.version, summary)
    tx.publish(Published(layer=state))
    return state


def changes_of(read: Reader, draft: Draft) -> list[Change]:
    """The changes of a draft. They were read strictly when they came; this way is quicker."""
    rows = read.draft_changes(draft.id)
    features = trusted(draft.layer, (row["feature"] for row in rows))
    bases = trusted(draft.layer, (row["base"] for row in rows))
    return [
        Change(ChangeKind(row["kind"]), draft.layer, row["id"], feature, int(row["base_version"]), base)
        for row, feature, base in zip(rows, features, bases, strict=True)
    ]


def trusted(layer: str, rows: Iterable[Json | None]) -> list[Feature | None]:
    """Features from GeoJSON that was read strictly before; many at once, geometries in one go."""
    given = list(rows)
    texts = [json.dumps(row["geometry"]) if row else None for row in given]
    shapes = shapely.from_geojson(texts)
    return [_feature(layer, row, shape) if row is not None else None for row, shape in zip(given, shapes, strict=True)]


def _feature(layer: str, row: Json, shape: BaseGeometry) -> Feature:
    return Feature(
        layer,
        str(row["id"]),
        shape,
        row.get("properties") or {},
        int(row.get("version") or 1),
        wire.time_of(row, "updated_at"),
        str(row.get("source") or ""),
        wire.time_of(row, "valid_until"),
    )


def history(read: Reader, layer: str, ident: str) -> list[Event]:
    """Everything that people did to a feature, oldest first."""
    return read.history(f"{layer}/{ident}", "feature")


def state_at(events: Iterable[Event], version: int) -> Json | None:
    """What a feature was at a version, as the log knows it: after an edit, or before one (what a feed brought)."""
    for event in events:
        for side in ("before", "after"):
            told = event.payload.get(side)
            if told and told["version"] == version:
                return dict(told)
    return None


def _merged(read: Reader, change: Change, before: StoredFeature | None) -> Merged:
    if (before.version if before else 0) == change.base_version:
        return change.feature
    (theirs,) = trusted(change.layer, [before.geojson if before else None])
    if change.kind is ChangeKind.INSERT:
        return merge(None, change.feature, theirs)
    base = change.base or _base_of(read, change)
    return merge(base, change.feature, theirs) if base else merge_blindly(change.feature, theirs)


def _base_of(read: Reader, change: Change) -> Feature | None:
    told = state_at(history(read, change.layer, change.id), change.base_version)
    return trusted(change.layer, [{"id": change.id, **told}])[0] if told else None


def _neighbours(layer: str, known: Mapping[str, StoredFeature], but: set[str]) -> dict[str, Feature]:
    """What stands and stays, where the layer's checks compare features with each other."""
    about = BY_KEY[layer]
    if not about.near_m and not about.tiles_by:
        return {}
    rest = [item.geojson for ident, item in known.items() if ident not in but]
    return {feature.id: feature for feature in trusted(layer, rest) if feature is not None}


def _stored(after: Feature, before: StoredFeature | None, version: int, at: datetime) -> StoredFeature:
    """The feature as the store keeps it; of whom it was it stays, and so the time until which it holds."""
    source = before.source if before else PEOPLE
    until = before.valid_until if before else after.valid_until
    done = replace(after, source=source, valid_until=until, version=version, updated_at=at)
    return StoredFeature(after.id, done.to_geojson(), source, until, version)


def _content(geojson: Json) -> tuple[object, object]:
    return geojson["geometry"], geojson["properties"]


def _told(item: StoredFeature | None) -> Json | None:
    """What the log says of a feature's state."""
    if item is None:
        return None
    return {
        "version": item.version, "geometry": item.geojson["geometry"], "properties": item.geojson["properties"],
        "source": item.source,
    }  # fmt: skip


def _remember_feeds(tx: Transaction, made: Plan, edited: set[str]) -> None:
    """Where a person edits what a feed brought, what the feed said is kept: its next reading is compared with that."""
    known = tx.edited(made.layer)
    items = []
    for outcome in made.outcomes:
        before = outcome.before
        if before is None or before.source in NO_FEED or outcome.change.id not in edited:
            continue
        said = known[before.id].said if before.id in known else before.geojson
        items.append(Edited(before.id, before.source, said, removed=outcome.after is None))
    tx.put_edited(made.layer, items)


def differing(outcomes: Iterable[Outcome]) -> Iterator[Json]:
    """The rows of a difference: what each change does to what stands now."""
    for outcome in outcomes:
        (before,) = trusted(outcome.change.layer, [outcome.before.geojson if outcome.before else None])
        yield {
            "id": outcome.change.id,
            "kind": str(outcome.change.kind),
            "fields": changed_fields(before, outcome.after),
            "before": outcome.before.geojson if outcome.before else None,
            "after": outcome.after.to_geojson() if outcome.after else None,
            "base_version": outcome.change.base_version,
            "merged": outcome.merged,
        }
