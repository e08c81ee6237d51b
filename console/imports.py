"""`./poc import`: takes in reports, a basemap or a layer from files; says what it does, and lists each refused row."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from console.api.client import Client
from console.api.connect import connect_or_start
from console.api.errors import ApiError
from console.api.layeredits import LayerEdits
from console.domain.city import City
from console.domain.errors import DomainError
from console.domain.reports import Channel
from console.domain.roles import Right
from console.domain.wire import NewReport
from console.resources import RESOURCES, data_folder
from layers.basemap import load_basemap
from layers.basemapfiles import NoBasemap, Source, build_basemap
from layers.basemapkinds import THEMES
from layers.catalog import BY_KEY
from layers.features import Feature
from layers.files import Found, read_features
from layers.geometry import Bounds
from layers.importing import changes_of
from layers.moments import NotAMoment
from layers.refusals import REASONS, Refusal, grouped, write_refusals
from layers.reportfiles import FoundReport, RawRow, ReportFile, open_reports, read_reports
from layers.reportmapping import NotMapped, ReportMapping
from layers.sources import Unreadable
from layers.whereabouts import NoPlace, Rules, away_from, known_crs

BATCH = 200
DONE, NOTHING_TAKEN, CAN_NOT = 0, 1, 2


class _NotPossible(Exception):
    """The import can't be done; the message is for the person at the terminal."""


TROUBLE = (_NotPossible, Unreadable, NotMapped, NotAMoment, NoPlace, NoBasemap, ApiError, DomainError, OSError)


def run(argv: list[str]) -> int:
    """The command. Exit code 0: taken in (refused rows are listed); 1: nothing was taken; 2: not possible at all."""
    given = _parser().parse_args(argv)
    try:
        return int(given.work(given))
    except TROUBLE as error:
        sys.stderr.write(f"poc import: {error}\n")
        return CAN_NOT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="poc import", description="Take in reports, a basemap or a layer from files.")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data", type=Path, default=data_folder(), help="the folder that keeps everything")
    common.add_argument("--user", default="", help="sign in as (default: the demo's user who may import)")
    common.add_argument("--json", action="store_true", help="the outcome as one JSON object on standard output")
    common.add_argument("--out", type=Path, help="where to list the refused rows (default: beside the data)")
    kinds = parser.add_subparsers(dest="what", required=True)
    reports = kinds.add_parser("reports", parents=[common], help="citizens' reports from CSV or GeoJSON")
    reports.add_argument("files", type=Path, nargs="+", metavar="FILE")
    reports.add_argument("--map", action="append", default=[], metavar="text=COLUMN", help="which column holds what")
    reports.add_argument("--category", default="", help="the category of every report of the file")
    reports.add_argument("--swap", action="store_true", help="turn places whose longitude and latitude are swapped")
    reports.add_argument("--crs", default="", help="the coordinate system of the columns, as EPSG:32748")
    reports.add_argument("--unplaced", action="store_true", help="also take reports that have no usable place")
    reports.add_argument("--anywhere", action="store_true", help="leave it to the service to judge places")
    reports.add_argument("--dry-run", action="store_true", help="only say what would be taken and what refused")
    reports.set_defaults(work=_reports)
    basemap = kinds.add_parser("basemap", parents=[common], help="the city's own map")
    basemap.add_argument("files", nargs="+", metavar="[THEME=]FILE", help=f"themes: {', '.join(THEMES)}")
    basemap.add_argument("--key", default="", help="default: the profile's basemap")
    basemap.add_argument("--title", default="", help="default: the city's name")
    basemap.add_argument("--attribution", default="", help="who is to be named on the map")
    basemap.set_defaults(work=_basemap)
    layer = kinds.add_parser("layer", parents=[common], help="features of a layer")
    layer.add_argument("layer", choices=sorted(BY_KEY))
    layer.add_argument("file", type=Path, metavar="FILE")
    layer.add_argument("--map", action="append", default=[], metavar="FIELD=COLUMN")
    layer.add_argument("--swap", action="store_true")
    layer.add_argument("--crs", default="")
    layer.add_argument("--table", default="", help="the table of a GeoPackage")
    layer.add_argument("--replace", action="store_true", help="what is not in the file goes, whoever brought it")
    layer.add_argument("--review", action="store_true", help="as a draft that another person must approve")
    layer.set_defaults(work=_layer)
    return parser


# --- reports -------------------------------------------------------------------------------------------------------


def _reports(given: argparse.Namespace) -> int:
    opened: list[tuple[ReportFile, ReportMapping]] = []
    for path in given.files:
        file = open_reports(path)
        mapping = file.guess().changed(_pairs(given.map), file.columns)
        used = ", ".join(f"{key} ← {column}" for key, column in mapping.used().items())
        _say(given, f"{file.name}: {file.format}, {len(file.rows):,} rows; {used}")
        opened.append((file, mapping))
    refused: dict[str, list[Refusal]] = {}
    accepted = rows = 0
    with _signed_in(given, Right.CREATE_REPORT) as client:
        city = client.city()
        if given.category:
            city.category(given.category)  # raises for a code that there is not
        rules = _rules(given, client, city)
        for file, mapping in opened:
            codes = frozenset(city.categories)
            if not given.category:
                _tell_odd_categories(given, file, mapping, codes)
            outcomes = read_reports(file, mapping, rules, unplaced=given.unplaced, categories=codes)
            taken, bad = _send(given, client, file, outcomes, codes)
            accepted, rows, refused[file.name] = accepted + taken, rows + len(file.rows), bad
    return _tell(given, rows, accepted, refused, "would be taken" if given.dry_run else "taken in")


def _tell_odd_categories(
    given: argparse.Namespace, file: ReportFile, mapping: ReportMapping, codes: frozenset[str]
) -> None:
    """Says which categories of the file this city does not have: such reports are taken, and their words decide."""
    cells = (row.cells.get(mapping.category) for row in file.rows if isinstance(row, RawRow))
    named = Counter(str(cell).strip().lower() for cell in cells if cell not in (None, ""))
    odd = {name: count for name, count in named.items() if name not in codes}
    odd = {name: count for name, count in odd.items() if not any(word in name for word in mapping.codes)}
    if odd:
        some = ", ".join(sorted(odd, key=lambda name: -odd[name])[:5]) + (" …" if len(odd) > 5 else "")
        _say(given, f"  {sum(odd.values()):,} rows name a category that this city does not have ({some}): words decide")


def _rules(given: argparse.Namespace, client: Client, city: City) -> Rules:
    """Where the reports must lie: as the service judges it, by the areas that hold now and the profile's margin."""
    crs = known_crs(given.crs)
    if given.anywhere:
        return Rules(swap=given.swap, crs=crs)
    areas = [feature.geometry for feature in client.features("area").features]
    ground = None if areas else load_basemap(RESOURCES / "basemap" / city.basemap).city()
    if ground is None:
        from shapely import union_all

        ground = union_all(areas)
    return Rules(Bounds(*city.bounds), city.accept_margin_m, given.swap, crs, away_from(ground))


def _send(
    given: argparse.Namespace,
    client: Client,
    file: ReportFile,
    outcomes: Iterator[FoundReport | Refusal],
    codes: frozenset[str],
) -> tuple[int, list[Refusal]]:
    """How many the service took, and what it or the file's reader refused."""
    refused: list[Refusal] = []
    accepted = seen = told = 0
    rows = {row.line: row for row in file.rows}
    while batch := list(islice(outcomes, BATCH)):
        seen += len(batch)
        refused += [row for row in batch if isinstance(row, Refusal)]
        found = [row for row in batch if isinstance(row, FoundReport)]
        if given.dry_run:
            accepted += len(found)
        elif found:
            results = client.create_many(_as_new(report, given.category, codes) for report in found)
            for report, result in zip(found, results, strict=True):
                if result.problem is None:
                    accepted += 1
                else:
                    cells = getattr(rows[report.line], "cells", {})
                    refused.append(Refusal(report.line, "service", str(result.problem), cells))
        if seen == len(file.rows) or seen - told >= max(BATCH, len(file.rows) // 10):
            told = seen
            _say(given, f"  {seen:,} of {len(file.rows):,} rows: {accepted:,} taken, {len(refused):,} refused")
    return accepted, refused


def _as_new(report: FoundReport, category: str, codes: frozenset[str]) -> NewReport:
    return NewReport(
        id=report.id,
        text=report.text,
        category=category or (report.category if report.category in codes else ""),
        channel=Channel.IMPORT,
        lon=report.lon,
        lat=report.lat,
        place_note=report.place_note,
        reported_at=report.reported_at,
        source_ref=report.source_ref,
    )


# --- basemap and layers --------------------------------------------------------------------------------------------


def _basemap(given: argparse.Namespace) -> int:
    sources = [_source(word) for word in given.files]
    with _signed_in(given, Right.PUBLISH_LAYERS) as client:
        city = client.city()
        key, title = given.key or city.basemap, given.title or city.name.get("id", city.key)
        target = given.data / "basemap" / key
        before = target if (target / "basemap.toml").exists() else RESOURCES / "basemap" / city.basemap
        _say(given, f"basemap {key!r} from {', '.join(source.path.name for source in sources)} into {target}")
        made = build_basemap(
            sources,
            target,
            key,
            title,
            before=before,
            attribution=given.attribution,
            progress=lambda line: _say(given, f"  {line}"),
        )
        basemap = load_basemap(target)
        areas = [
            Feature("area", ground.id, ground.geometry, _area_fields(ground.properties), source="import")
            for ground in basemap.themes.get("areas", ())
        ]
        client.replace_areas(areas)
    counts = ", ".join(f"{name} {count:,}" for name, count in made.counts.items())
    _say(given, f"on the map: {counts}" + (f"; as before: {', '.join(made.kept)}" if made.kept else ""))
    refused = {name: list(rows) for name, rows in made.refusals.items()}
    return _tell(given, made.rows, made.taken, refused, "on the map", counts=dict(made.counts), folder=str(target))


def _source(word: str) -> Source:
    theme, mark, path = word.partition("=")
    if mark and theme in THEMES:
        return Source(Path(path), theme)
    return Source(Path(word))


def _area_fields(properties: Any) -> dict[str, Any]:
    """The fields that the layer `area` has; other spellings joined as it keeps them."""
    fields = {field.key: properties.get(field.key) for field in BY_KEY["area"].fields}
    aliases = fields.get("aliases") or ()
    fields["aliases"] = aliases if isinstance(aliases, str) else "; ".join(aliases)
    return {key: value for key, value in fields.items() if value}


def _layer(given: argparse.Namespace) -> int:
    with _signed_in(given, Right.EDIT_LAYERS if given.review else Right.PUBLISH_LAYERS) as client:
        city = client.city()
        mapping = {column: field for field, column in _pairs(given.map).items()}
        rules = Rules(Bounds(*city.bounds), city.accept_margin_m, given.swap)
        found = read_features(given.file, given.layer, rules=rules, mapping=mapping, table=given.table, crs=given.crs)
        total = len(found.features) + len(found.refusals)
        _say(given, f"{given.file.name}: {found.format}, {total:,} rows; fields: {', '.join(found.fields)}")
        if found.left_out:
            _say(given, f"  left out, as the layer has no such field: {', '.join(found.left_out)}")
        verb = _hand_in(given, client, found, mapping) if found.features else "taken in"
    return _tell(given, total, len(found.features), {given.file.name: list(found.refusals)}, verb)


def _hand_in(given: argparse.Namespace, client: Client, found: Found, mapping: dict[str, str]) -> str:
    """Past the review only for whoever may publish what nobody else has seen; else as a draft that is handed in."""
    if given.who.may(Right.PUBLISH_LAYERS) and not given.review:
        client.import_features(given.layer, found.features, replace=given.replace)
        return "taken in"
    known = {feature.id: feature for feature in client.features(given.layer).features}
    changes = changes_of(found, known, mapping, whole=given.replace)
    if not changes:
        return "on the map already"
    sheet = LayerEdits(client).push(given.layer, given.file.name[:200], changes)
    _say(given, f"draft {sheet.draft.id}: {len(changes):,} changes wait for another person's approval")
    return "handed in for review"


# --- the terminal --------------------------------------------------------------------------------------------------


@contextmanager
def _signed_in(given: argparse.Namespace, right: Right) -> Iterator[Client]:
    """A client of the service that runs on the data folder, or of one that is started for this command."""
    arguments = () if given.user else ("--demo",)  # whoever names a user has a service with users of its own
    client, service = connect_or_start(given.data, *arguments, console="import")
    try:
        welcome = client.welcome()
        if given.user:
            password = os.environ.get("POC_PASSWORD") or _asked(given.user)
            given.who = client.sign_in(given.user, password)
        else:
            user = next((user for user in welcome.demo_users if user.may(right) and user.may(Right.IMPORT)), None)
            if user is None:
                raise _NotPossible("this service has users of its own: say who you are with --user NAME")
            given.who = client.sign_in(user.name, "demo")
        yield client
    finally:
        client.close()
        if service is not None:
            service.stop()


def _asked(user: str) -> str:
    """The password, typed unseen. Raises _NotPossible where nobody can type."""
    try:
        return getpass.getpass(f"password of {user}: ")
    except EOFError:
        raise _NotPossible("nobody can type the password here: put it into POC_PASSWORD") from None


def _pairs(words: Sequence[str]) -> dict[str, str]:
    pairs = [word.partition("=") for word in words]
    if not all(mark for _, mark, _ in pairs):
        raise _NotPossible("--map needs a name and a column: --map text=Description")
    return {key.strip(): value.strip() for key, _, value in pairs}


def _say(given: argparse.Namespace, line: str) -> None:
    """A line for the person; with --json standard output is kept for the outcome."""
    stream = sys.stderr if given.json else sys.stdout
    stream.write(f"{line}\n")
    stream.flush()


def _tell(
    given: argparse.Namespace, rows: int, taken: int, refused: dict[str, list[Refusal]], verb: str, **more: Any
) -> int:
    """Says the outcome and lists the refused rows in a file; the exit code."""
    _say(given, f"{taken:,} of {rows:,} rows {verb}")
    lists: dict[str, str] = {}
    for name, bad in refused.items():
        if not bad:
            continue
        folder = given.out or given.data / "imports"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.refused.csv"
        write_refusals(path, bad)
        lists[name] = str(path)
        _say(given, f"{name}: {len(bad):,} rows refused; each is in {path}")
        for reason, count in grouped(bad).items():
            example = next(row for row in bad if row.reason == reason)
            _say(given, f"  {count:7,}  {REASONS[reason]}  (line {example.line}: {example.sentence})")
    if given.json:
        reasons = grouped(row for bad in refused.values() for row in bad)
        outcome = {"rows": rows, "taken": taken, "refused": reasons, "lists": lists, **more}
        sys.stdout.write(json.dumps(outcome, ensure_ascii=False) + "\n")
    return DONE if taken or not rows else NOTHING_TAKEN
