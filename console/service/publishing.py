"""From a draft to everybody's map: merge with what stands now, check, and write it all or nothing, with its history."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

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
    after_json: Json | None
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What publishing a draft would do to its layer as it was at `layer_version`."""

    layer: str
    layer_version: int
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
    rows = read.draft_changes(draft.id)

    def base_of(change: Change) -> Json | None:
        return read.draft_base(draft.id, change.id)

    return plan_changes(read, draft.layer, rows, base_of, city)


def plan_changes(
    read: Reader, layer: str, rows: Sequence[Json], base_of: Callable[[Change], Json | None], city: BaseGeometry | None
) -> Plan:
    """The same for changes that stand in no draft yet. `city`: the ground that features must touch."""
    made = Plan(layer, read.layer(layer).version)
    known = read.features(layer)
    after: dict[str, Feature] = {}
    result: Merged
    for change, row in zip(changes_of(layer, rows), rows, strict=True):
        before = known.get(change.id)
        if (before.version if before else 0) == change.base_version:
            made.outcomes.append(Outcome(change, before, change.feature, row["feature"]))
            result = change.feature
        else:
            result = _merged(read, change, before, base_of(change))
            if isinstance(result, Conflict):
                made.conflicts.append(result)
                continue
            told = result.to_geojson() if result else None
            made.outcomes.append(Outcome(change, before, result, told, merged=True))
        if result is not None:
            after[change.id] = result
    gone = {outcome.change.id for outcome in made.outcomes if outcome.after is None}
    whole = _neighbours(layer, known, gone | after.keys()) | after
    made.findings.extend(check(layer, whole, after.keys(), city))
    return made


def write(tx: Transaction, made: Plan, actor: Actor, draft: Draft) -> LayerState:
    """Brings a plan onto the layer in the writer's transaction: the features, one event each, one for all of it."""
    layer, at = made.layer, actor.at.isoformat()
    versions = tx.removed_versions(layer)
    puts: list[StoredFeature] = []
    gone: list[tuple[str, int]] = []
    events: list[tuple[str, int, Json]] = []
    done: list[Outcome] = []
    for outcome in made.outcomes:
        ident, before, after = outcome.change.id, outcome.before, outcome.after_json
        version = (before.version if before else versions.get(ident, 0)) + 1
        if after is not None:
            item = _stored(ident, after, before, version, at)
            if before is not None and _content(before.geojson) == _content(item.geojson):
                continue  # somebody did the same already
            puts.append(item)
        elif before is not None:
            gone.append((ident, version))
        else:
            continue  # both sides took it away
        payload: Json = {"draft": draft.id, "before": _told(before), "after": _told(puts[-1]) if after else None}
        events.append((f"{layer}/{ident}", version, payload))
        done.append(outcome)
    _remember_feeds(tx, layer, done)
    heard = actor.at if not BY_KEY[layer].cadence_s else None  # elsewhere only the source says that it is heard
    state = tx.replace_features(layer, puts, gone, heard)
    tx.append_many(actor, "layer.edited", "feature", events)
    summary: Json = {"draft": draft.id, "title": draft.title, "author": draft.author, "reviewer": draft.reviewer}
    summary |= {"features": len(events), "removed": len(gone)}
    tx.append(actor, "layer.published", "layer", layer, state.version, summary)
    tx.publish(Published(layer=state))
    return state


def changes_of(layer: str, rows: Sequence[Json]) -> list[Change]:
    """Changes without their bases, from rows that were read strictly when they came; this way is quicker."""
    features = trusted(layer, [row["feature"] for row in rows])
    return [
        Change(ChangeKind(row["kind"]), layer, row["id"], feature, int(row["base_version"]))
        for row, feature in zip(rows, features, strict=True)
    ]


def trusted(layer: str, given: Sequence[Json | None]) -> list[Feature | None]:
    """Features from GeoJSON that was read strictly before; many at once, geometries in one go."""
    geometries = [row["geometry"] if row else None for row in given]
    if geometries and all(geometry and geometry["type"] == "Point" for geometry in geometries):
        shapes = shapely.points([geometry["coordinates"][:2] for geometry in geometries if geometry])
    else:
        shapes = shapely.from_geojson([json.dumps(geometry) if geometry else None for geometry in geometries])
    return [_feature(layer, row, shape) if row else None for row, shape in zip(given, shapes, strict=True)]


def _feature(layer: str, row: Json, shape: BaseGeometry) -> Feature:
    at = wire.time_of(row, "updated_at") if row.get("updated_at") else None
    until = wire.time_of(row, "valid_until") if row.get("valid_until") else None
    properties, version, source = row.get("properties") or {}, int(row.get("version") or 1), row.get("source") or ""
    return Feature(layer, str(row["id"]), shape, properties, version, at, source, until)


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


def _merged(read: Reader, change: Change, before: StoredFeature | None, base: Json | None) -> Merged:
    (theirs,) = trusted(change.layer, [before.geojson if before else None])
    if change.kind is ChangeKind.INSERT:
        return merge(None, change.feature, theirs)
    if base is None:
        told = state_at(history(read, change.layer, change.id), change.base_version)
        base = {"id": change.id, **told} if told else None
    (was,) = trusted(change.layer, [base])
    return merge(was, change.feature, theirs) if was else merge_blindly(change.feature, theirs)


def _neighbours(layer: str, known: Mapping[str, StoredFeature], but: set[str]) -> dict[str, Feature]:
    """What stands and stays, where the layer's checks compare features with each other."""
    about = BY_KEY[layer]
    if not about.near_m and not about.tiles_by:
        return {}
    rest = [item.geojson for ident, item in known.items() if ident not in but]
    return {feature.id: feature for feature in trusted(layer, rest) if feature is not None}


def _stored(ident: str, after: Json, before: StoredFeature | None, version: int, at: str) -> StoredFeature:
    """The feature as the store keeps it; of whom it was it stays, and so the time until which it holds."""
    source = before.source if before else PEOPLE
    until = before.valid_until if before else wire.time_of(after, "valid_until")
    shown = until.isoformat() if until else None
    geojson = {**after, "version": version, "updated_at": at, "source": source, "valid_until": shown}
    return StoredFeature(ident, geojson, source, until, version)


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


def _remember_feeds(tx: Transaction, layer: str, done: Iterable[Outcome]) -> None:
    """Where a person edits what a feed brought, what the feed said is kept: its next reading is compared with that."""
    known = tx.edited(layer)
    items = []
    for outcome in done:
        before = outcome.before
        if before is not None and before.source not in NO_FEED:
            said = known[before.id].said if before.id in known else before.geojson
            items.append(Edited(before.id, before.source, said, removed=outcome.after is None))
    tx.put_edited(layer, items)


def differing(outcomes: Sequence[Outcome]) -> Iterator[Json]:
    """The rows of a difference: what each change does to what stands now."""
    stands = [outcome.before.geojson if outcome.before else None for outcome in outcomes]
    layer = outcomes[0].change.layer if outcomes else ""
    for outcome, before in zip(outcomes, trusted(layer, stands), strict=True):
        yield {
            "id": outcome.change.id,
            "kind": str(outcome.change.kind),
            "fields": changed_fields(before, outcome.after),
            "before": outcome.before.geojson if outcome.before else None,
            "after": outcome.after_json,
            "base_version": outcome.change.base_version,
            "merged": outcome.merged,
        }
