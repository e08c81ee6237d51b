"""`./poc import reports`: citizens' reports from files."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from console.api.client import Client
from console.domain.city import City
from console.domain.reports import Channel
from console.domain.roles import Right
from console.domain.wire import NewReport
from console.imports.terminal import basemap_of, pairs, say, signed_in, tell
from layers.geometry import Bounds
from layers.refusals import Refusal
from layers.reportfiles import FoundReport, RawRow, ReportFile, open_reports, read_reports
from layers.reportmapping import ReportMapping
from layers.whereabouts import Rules, away_from, known_crs

BATCH = 200


def take_in(given: argparse.Namespace) -> int:
    opened: list[tuple[ReportFile, ReportMapping]] = []
    for path in given.files:
        file = open_reports(path)
        mapping = file.guess().changed(pairs(given.map), file.columns)
        used = ", ".join(f"{key} ← {column}" for key, column in mapping.used().items())
        say(given, f"{file.name}: {file.format}, {len(file.rows):,} rows; {used}")
        opened.append((file, mapping))
    refused: dict[str, list[Refusal]] = {}
    accepted = rows = 0
    with signed_in(given, Right.CREATE_REPORT) as client:
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
    return tell(given, rows, accepted, refused, "would be taken" if given.dry_run else "taken in")


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
        say(given, f"  {sum(odd.values()):,} rows name a category that this city does not have ({some}): words decide")


def _rules(given: argparse.Namespace, client: Client, city: City) -> Rules:
    """Where the reports must lie: as the service judges it, by the areas that hold now and the profile's margin."""
    crs = known_crs(given.crs)
    if given.anywhere:
        return Rules(swap=given.swap, crs=crs)
    areas = [feature.geometry for feature in client.features("area").features]
    ground = None if areas else basemap_of(city).city()
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
            say(given, f"  {seen:,} of {len(file.rows):,} rows: {accepted:,} taken, {len(refused):,} refused")
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
