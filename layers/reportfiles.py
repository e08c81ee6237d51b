"""Citizens' reports out of somebody's file (CSV, GeoJSON): each row becomes a report or a refusal with its reason."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from layers.moments import NotAMoment, read_moment, zone_of
from layers.refusals import Refusal
from layers.reportmapping import GEOMETRY_LAT, GEOMETRY_LON, NotMapped, ReportMapping, guess_mapping
from layers.rows import open_table
from layers.sources import Unreadable, decimal, has_control, is_damaged, looks_like, read_json
from layers.whereabouts import WGS84, NoPlace, Rules, crs_of_geojson

NAMESPACE = uuid.UUID("6f0d2f52-5a0e-5b57-9b0c-3f6c5d0f8f5e")  # of reports out of files; never to be changed
MAX_TEXT = 10_000
MAX_PLACE = 500
MAX_REF = 200
SAMPLE = 500


@dataclass(frozen=True, slots=True)
class FoundReport:
    """A report as a file tells it. `id` is the same each time the file is read; place in degrees, longitude first.

    `text_is_made`: the file had no words, and the text was made from its figures.
    """

    id: str
    line: int
    text: str
    lon: float | None
    lat: float | None
    category: str = ""
    reported_at: datetime | None = None
    source_ref: str = ""
    place_note: str = ""
    text_is_made: bool = False


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row of the file: its line (or its number among the features), and its cells by column."""

    line: int
    cells: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ReportFile:
    """An opened file. Every row of it stands in `rows` once."""

    name: str
    format: str
    columns: tuple[str, ...]
    rows: tuple[RawRow | Refusal, ...]
    encoding: str = "utf-8"
    crs: str = WGS84

    def guess(self) -> ReportMapping:
        """The mapping by what is known of such files, or by the names of the columns."""
        sample = islice((row.cells for row in self.rows if isinstance(row, RawRow)), SAMPLE)
        return guess_mapping(self.columns, sample)


def open_reports(path: Path, encoding: str = "") -> ReportFile:
    """Opens a CSV or GeoJSON file. Raises Unreadable for anything else, OSError when there is no such file."""
    source = path.read_bytes()
    if looks_like(source) == "JSON":
        return _open_geojson(path.name, source)
    table = open_table(source, encoding=encoding)
    rows = tuple(row if isinstance(row, Refusal) else RawRow(row.line, row.cells) for row in table)
    return ReportFile(path.name, f"CSV ({table.delimiter!r})", table.columns, rows, table.encoding)


def read_reports(
    file: ReportFile,
    mapping: ReportMapping,
    rules: Rules,
    *,
    unplaced: bool = False,
    categories: frozenset[str] = frozenset(),
) -> Iterator[FoundReport | Refusal]:
    """Each row once and in order, as a report or as a refusal. Raises NotMapped when no column holds a text.

    `rules` say where places must lie. `unplaced`: rows without a usable place are taken without one. `categories` are
    the codes that the city has: words of the file that are no such code, and have no known meaning, give no category.
    """
    if not mapping.text and not mapping.depth_cm:
        raise NotMapped(f"no column seems to hold the text; there are: {', '.join(file.columns)[:300]}")
    reader = _Reader(mapping, replace(rules, crs=file.crs) if file.crs != WGS84 else rules, unplaced, categories)
    for row in file.rows:
        yield row if isinstance(row, Refusal) else reader.read(row)


class _Refused(Exception):
    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


class _Reader:
    """Reads row after row, and remembers which it has seen."""

    def __init__(self, mapping: ReportMapping, rules: Rules, unplaced: bool, categories: frozenset[str]) -> None:
        self._mapping = mapping
        self._rules = rules
        self._unplaced = unplaced
        self._categories = categories
        self._zone: ZoneInfo = zone_of(mapping.zone)
        self._seen: dict[str, int] = {}

    def read(self, row: RawRow) -> FoundReport | Refusal:
        try:
            return self._report(row)
        except _Refused as error:
            return Refusal(row.line, error.reason, str(error), row.cells)
        except NoPlace as error:
            return Refusal(row.line, error.code, str(error), row.cells)
        except NotAMoment as error:
            return Refusal(row.line, "time", str(error), row.cells)

    def _report(self, row: RawRow) -> FoundReport:
        mapping, cells = self._mapping, row.cells
        text, made = self._text(cells)
        lon, lat = self._place(cells)
        raw_time = cells.get(mapping.time) if mapping.time else None
        when = None
        if raw_time is not None and str(raw_time).strip():
            when = read_moment(raw_time, self._zone, mapping.month_first)
        ref = _words(cells, mapping.ref)
        ident = self._ident(ref, text, cells, raw_time)
        if (first := self._seen.setdefault(ident, row.line)) != row.line:
            raise _Refused("twice", f"the same report stands in line {first}")
        notes = (mapping.kind, *(_words(cells, column) for column in mapping.note), ref)
        return FoundReport(
            id=ident,
            line=row.line,
            text=text,
            lon=lon,
            lat=lat,
            category=self._category(cells),
            reported_at=when,
            source_ref=" ".join(filter(None, notes))[:MAX_REF],
            place_note=_words(cells, mapping.place)[:MAX_PLACE],
            text_is_made=made,
        )

    def _text(self, cells: Mapping[str, object]) -> tuple[str, bool]:
        """What is said, and whether it had to be made from figures."""
        said: list[str] = []
        for column in self._mapping.text:
            words = _words(cells, column)
            if words and not any(other.lower().startswith(words.lower()) for other in said):
                said = [other for other in said if not words.lower().startswith(other.lower())]  # a title cut short
                said.append(words)
        depth = decimal(cells.get(self._mapping.depth_cm)) if self._mapping.depth_cm else None
        deep = f"{depth:g} cm" if depth is not None and depth > 0 else ""
        if not said and not deep:
            raise _Refused("no_text", "there is no text")
        text = "\n".join(said) + (f"\n[kedalaman air {deep}]" if deep else "") if said else f"Banjir sekitar {deep}."
        if len(text) > MAX_TEXT:
            raise _Refused("long", f"the text has {len(text)} characters; at most {MAX_TEXT} are taken")
        return text, not said

    def _place(self, cells: Mapping[str, object]) -> tuple[float | None, float | None]:
        mapping = self._mapping
        lon, lat = cells.get(mapping.lon), cells.get(mapping.lat)
        if mapping.latlon:
            first, _, second = str(cells.get(mapping.latlon) or "").strip(" ()[]").partition(",")
            lat, lon = first.strip(), second.strip()
        try:
            return self._rules.place(lon, lat)
        except NoPlace as error:
            if self._unplaced and error.code in ("no_place", "placeholder"):
                return None, None
            raise

    def _category(self, cells: Mapping[str, object]) -> str:
        named = _words(cells, self._mapping.category).lower()
        if named in self._categories:
            return named
        return next((code for word, code in self._mapping.codes.items() if word in named), self._mapping.hint)

    def _ident(self, ref: str, text: str, cells: Mapping[str, object], raw_time: object) -> str:
        mapping = self._mapping
        if ref and mapping.ref_is_unique:
            return str(uuid.uuid5(NAMESPACE, f"{mapping.kind}\x1f{ref}"))
        place = (cells.get(mapping.latlon),) if mapping.latlon else (cells.get(mapping.lon), cells.get(mapping.lat))
        return str(uuid.uuid5(NAMESPACE, "\x1f".join(map(str, (mapping.kind, ref, text, raw_time, *place)))))


def _words(cells: Mapping[str, object], column: str) -> str:
    value = cells.get(column) if column else None
    if value is None or isinstance(value, dict | list):
        return ""
    text = str(value).strip()
    if is_damaged(text):
        raise _Refused("encoding", f"{column!r} holds half a letter")
    if has_control(text):
        raise _Refused("control", f"{column!r} holds a control character")
    return "" if text in ("-", "null", "NULL", "None", "N/A", "n/a") else text


# --- GeoJSON -------------------------------------------------------------------------------------------------------


def _open_geojson(name: str, source: bytes) -> ReportFile:
    data = read_json(source)
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(data, dict) or data.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise Unreadable("this is JSON, but not a GeoJSON FeatureCollection")
    try:
        crs, unknown = crs_of_geojson(data), ""
    except NoPlace as error:
        crs, unknown = WGS84, str(error)
    rows: list[RawRow | Refusal] = []
    for number, feature in enumerate(features, 1):
        row = _feature_row(number, feature)
        if unknown and isinstance(row, RawRow):
            row = Refusal(number, "crs", unknown, row.cells)
        rows.append(row)
    columns = dict.fromkeys(key for row in rows for key in (row.cells if isinstance(row, RawRow) else row.row) if key)
    return ReportFile(name, "GeoJSON", tuple(columns), tuple(rows), crs=crs)


def _feature_row(number: int, feature: object) -> RawRow | Refusal:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return Refusal(number, "geometry", "it is no GeoJSON feature", {"": json.dumps(feature)[:500]})
    properties = feature.get("properties")
    cells = dict(_opened(properties if isinstance(properties, dict) else {}))
    geometry = feature.get("geometry")
    if geometry is None:
        return RawRow(number, cells)
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    place = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind != "Point" or not isinstance(place, list) or len(place) < 2:
        return Refusal(number, "geometry", f"it is a {kind!r}, but a report has one point", cells)
    return RawRow(number, {**cells, GEOMETRY_LON: place[0], GEOMETRY_LAT: place[1]})


def _opened(properties: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    """Properties with inner objects opened one level after the other: `report_data.flood_depth`."""
    for key, value in properties.items():
        if isinstance(value, dict) and value and before.count(".") < 3:
            yield from _opened(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value
