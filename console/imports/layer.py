"""`./poc import layer`: features of a layer; read, judged and taken as in the window."""

from __future__ import annotations

import argparse
import codecs
from collections import Counter
from dataclasses import replace

from console.api.client import Client
from console.api.layeredits import LayerEdits, NotClean
from console.domain.roles import Right
from console.imports.terminal import NotPossible, basemap_of, pairs, say, signed_in, tell
from layers.catalog import BY_KEY
from layers.changes import ChangeKind
from layers.checks import city_ground
from layers.features import Feature
from layers.geometry import Bounds
from layers.importing import Look, look_again, look_at
from layers.judging import Outcome, what_would_be, without
from layers.schema import Fault
from layers.sentences import sentence_of
from layers.whereabouts import Rules

KIND_WORDS = {ChangeKind.INSERT: "new", ChangeKind.UPDATE: "changed", ChangeKind.DELETE: "deleted"}


def take_in(given: argparse.Namespace) -> int:
    """What the import window does: says how the file is read and what would be; good rows are taken, others listed."""
    with signed_in(given, Right.EDIT_LAYERS if given.review else Right.PUBLISH_LAYERS) as client:
        city = client.city()
        areas = client.features("area").features
        ground = city_ground(given.layer, areas, basemap_of(city).city(), city.accept_margin_m)
        rules = Rules(Bounds(*city.bounds), city.accept_margin_m)
        look = _read_as_said(given, look_at(given.file, given.layer, rules, given.table))
        _tell_reading(given, look)
        known = {feature.id: feature for feature in client.features(given.layer).features}
        would = what_would_be(look, known, rules, ground, whole=given.replace, strict=True)
        _tell_outcome(given, would)
        verb = "would be taken" if given.dry_run else "on the map already" if would.same else "taken in"
        if would.changes and not given.dry_run:
            would, verb = _hand_in(given, client, look, known, would)
    counts = {str(kind): would.count(kind) for kind in ChangeKind} | {"same": len(would.same)}
    rows, taken = len(look.opened.rows), len(would.found.features)
    return tell(given, rows, taken, {given.file.name: list(would.refusals)}, verb, changes=counts)


def _read_as_said(given: argparse.Namespace, look: Look) -> Look:
    """The guess, with what the command line says otherwise: columns, coordinate system, letters."""
    said, reading = pairs(given.map), look.reading
    unknown = [column for column in said.values() if column not in (*look.columns, *look.opened.fields)]
    if unknown:
        raise NotPossible(f"no column {unknown[0]!r}; there are: {', '.join(look.columns)[:300]}")
    fields = {*(field.key for field in BY_KEY[given.layer].fields), "id", "valid_until", "lon", "lat"}
    if wrong := next((key for key in said if key not in fields), ""):
        raise NotPossible(f"the layer {given.layer} has no field {wrong!r}; there are: {', '.join(sorted(fields))}")
    try:
        codecs.lookup(given.encoding or "utf-8")
    except LookupError:
        raise NotPossible(f"there is no encoding {given.encoding!r}") from None
    place = (said.pop("lon", reading.place[0]), said.pop("lat", reading.place[1]))
    mapping = {column: "" if field in said else field for column, field in reading.mapping.items()}
    mapping.update((column, field) for field, column in said.items())
    return look_again(
        look,
        replace(
            reading,
            mapping=mapping,
            place=place,
            crs=given.crs or reading.crs,
            encoding=given.encoding or reading.encoding,
            swap=given.swap or reading.swap,
            constants=pairs(given.set),
        ),
    )


def _tell_reading(given: argparse.Namespace, look: Look) -> None:
    """How the file is read, and why."""
    opened, reading = look.opened, look.reading
    used = ", ".join(f"{field} ← {column}" for column, field in reading.mapping.items() if field)
    say(given, f"{look.path.name}: {opened.format}, {len(opened.rows):,} rows; {used or 'no column is a field'}")
    say(given, f"  letters {opened.encoding}; places {opened.crs}" + (", turned" if reading.swap else ""))
    if opened.heights:
        say(given, f"  heights of {opened.heights:,} rows are left out: layers are flat")
    left = [column for column, field in reading.mapping.items() if not field]
    if left:
        say(given, f"  left out, as the layer has no such field: {', '.join(left)}")


def _tell_outcome(given: argparse.Namespace, would: Outcome) -> None:
    """What would be done, before it is."""
    counts = ", ".join(f"{would.count(kind):,} {KIND_WORDS[kind]}" for kind in ChangeKind)
    say(given, f"  {counts}, {len(would.same):,} there already, {len(would.refusals):,} refused")
    for code, count in Counter(finding.code for finding in would.findings).most_common():
        finding = next(finding for finding in would.findings if finding.code == code)
        said = sentence_of(given.layer, Fault(finding.field, finding.code, finding.detail), finding.other)
        say(given, f"  {count:7,}  to be looked at  ({finding.id}: {said})")


def _hand_in(
    given: argparse.Namespace, client: Client, look: Look, known: dict[str, Feature], would: Outcome
) -> tuple[Outcome, str]:
    """Past the review only for whoever may publish what nobody else has seen; else as a draft that is handed in.

    What the service refuses after all (the layer moved on meanwhile) is refused as well, and the rest goes.
    """
    publish = given.who.may(Right.PUBLISH_LAYERS) and not given.review
    while would.changes:
        try:
            sheet = LayerEdits(client).push(given.layer, given.file.name[:200], would.changes, publish)
        except NotClean as error:
            would = without(would, look, error.findings, known, given.replace)
            continue
        if not publish:
            say(given, f"draft {sheet.draft.id}: {len(would.changes):,} changes wait for another person's approval")
        return would, "taken in" if publish else "handed in for review"
    return would, "taken in"
