"""Layers out of files and into files: GeoPackage, GeoJSON, Shapefile, CSV, KML, FlatGeobuf; nothing lost on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import shapely
from shapely.geometry.base import BaseGeometry

from layers.catalog import BY_KEY, Geometry, Layer
from layers.features import Feature, JsonValue
from layers.filewriters import META, long_names, write_features
from layers.fitting import TYPES, fit
from layers.moments import NotAMoment, read_moment
from layers.refusals import Refusal
from layers.schema import Fault
from layers.sentences import sentences_of
from layers.shapes import RawFeature, ShapeFile, key_of, open_shapes
from layers.whereabouts import NoPlace, Rules, km

__all__ = ["Found", "fitted", "read_features", "write_features"]


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds. Rows taken and rows refused are all the rows; `left_out` are columns that are no field.

    `lines`: of each feature the number of its row; `refused_ids`: of the refused rows, where they have one.
    """

    features: tuple[Feature, ...]
    refusals: tuple[Refusal, ...]
    crs: str
    encoding: str
    fields: tuple[str, ...]
    left_out: tuple[str, ...]
    format: str
    tables: tuple[str, ...]
    lines: Mapping[str, int] = field(default_factory=dict)
    refused_ids: frozenset[str] = frozenset()


def read_features(
    path: Path,
    layer: str,
    *,
    rules: Rules | None = None,
    mapping: Mapping[str, str] | None = None,
    table: str = "",
    encoding: str = "",
    crs: str = "",
    zone: ZoneInfo | None = None,
) -> Found:
    """The features of a layer out of a file, WGS 84, longitude first; every row once, taken or refused with its reason.

    `rules`: where they must lie (None: anywhere on the globe); `mapping`: their column → our field; `zone`: of times
    that name none (default Asia/Jakarta). Raises Unreadable, NoPlace (an unknown `crs`), OSError, KeyError (no layer).
    """
    opened = open_shapes(path, table, encoding, crs)
    return fitted(opened, layer, rules=rules, mapping=mapping, zone=zone)


def fitted(
    opened: ShapeFile,
    layer: str,
    *,
    rules: Rules | None = None,
    mapping: Mapping[str, str] | None = None,
    zone: ZoneInfo | None = None,
) -> Found:
    """The same for a file that is open: another mapping needs no second reading. A column mapped to "" is left out."""
    row = BY_KEY[layer]
    short = long_names([*META, *(field.key for field in row.fields)]) if opened.format == "Shapefile" else {}
    names = {short: full for short, full in short.items() if short != full} | dict(mapping or {})
    reader = _Reader(row, rules or Rules(), names, zone or ZoneInfo("Asia/Jakarta"))
    outcomes = list(reader.read_all(opened.rows))
    fields = {field.key.lower() for field in row.fields} | set(META)
    named = {theirs.lower(): ours for theirs, ours in names.items()}
    left_out = tuple(name for name in opened.fields if named.get(name.lower(), name).lower() not in fields)
    return Found(
        features=tuple(item for item in outcomes if isinstance(item, Feature)),
        refusals=tuple(item for item in outcomes if isinstance(item, Refusal)),
        crs=opened.crs,
        encoding=opened.encoding,
        fields=opened.fields,
        left_out=left_out,
        format=opened.format,
        tables=opened.tables,
        lines=reader.lines,
        refused_ids=frozenset(reader.refused_ids),
    )


class _Reader:
    """Makes features of rows, and remembers the ids it has given."""

    def __init__(self, layer: Layer, rules: Rules, mapping: Mapping[str, str], zone: ZoneInfo) -> None:
        self._layer = layer
        self._rules = rules
        self._mapping = mapping
        self._zone = zone
        self.lines: dict[str, int] = {}
        self.refused_ids: set[str] = set()

    def read_all(self, rows: tuple[RawFeature | Refusal, ...]) -> Iterator[Feature | Refusal]:
        for row in rows:
            found = row if isinstance(row, Refusal) else self._read(row)
            if isinstance(found, Refusal):
                self.refused_ids.add(str(self._meta(found.row).get("id") or "") or getattr(row, "id", ""))
            yield found

    def _read(self, row: RawFeature) -> Feature | Refusal:
        def refuse(reason: str, said: str, *why: Fault) -> Refusal:
            return Refusal(row.number, reason, said, row.cells, why)

        try:
            geometry = self._placed(_single(row.geometry, self._layer))
        except NoPlace as error:
            return refuse(error.code, str(error), *([Fault("", "away", km(error.away_m))] if error.away_m else []))
        if geometry.geom_type not in TYPES[self._layer.geometry]:
            said = f"it is a {geometry.geom_type}, but the layer holds {self._layer.geometry}s"
            return refuse("geometry", said, Fault("", "kind", geometry.geom_type))
        if not geometry.is_valid:
            reason = str(shapely.is_valid_reason(geometry))
            return refuse("geometry", f"its shape is not valid: {reason}", Fault("", "invalid", reason))
        fitted, wrong = fit(self._layer, row.properties, self._mapping, self._zone)
        if wrong:
            return refuse("fields", sentences_of(self._layer.key, wrong), *wrong)
        meta = self._meta(row.properties)
        ident = str(meta.get("id") or "") or row.id or key_of(geometry, row.properties)
        if (first := self.lines.setdefault(ident, row.number)) != row.number:
            return refuse("twice", f"the id {ident} stands in row {first} as well", Fault("", "twice", str(first)))
        try:
            return _feature(self._layer.key, ident, geometry, fitted, meta)
        except (NotAMoment, ValueError) as error:
            return refuse("time", str(error))

    def _meta(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        """What every feature has (its id, its version …) out of a row."""
        own = {field.key for field in self._layer.fields}
        about = {self._mapping.get(key, key): value for key, value in cells.items()}
        return {key: value for key, value in about.items() if key in META and key not in own}

    def _placed(self, geometry: BaseGeometry) -> BaseGeometry:
        """The geometry where the rules allow it, turned if that was asked for. Raises NoPlace."""
        corners = shapely.get_coordinates(geometry)
        last: NoPlace | None = None
        for lon, lat in (corners[0], corners[len(corners) // 2], corners[-1]):
            try:
                place = self._rules.place(float(lon), float(lat))
            except NoPlace as error:
                last = error
                continue
            if (place.lon, place.lat) == (float(lon), float(lat)):
                return geometry
            return shapely.transform(geometry, lambda places: places[:, ::-1])
        if last is not None and last.code == "outside" and self._rules.touches(geometry):
            return geometry  # it crosses the city, and its ends lie beyond
        raise last or NoPlace("no_place", "it has no corner")


def _single(geometry: BaseGeometry, layer: Layer) -> BaseGeometry:
    """A collection of one as that one, where the layer holds points: several formats only know collections."""
    if geometry.geom_type == "GeometryCollection" and len(geometry.geoms) == 1:
        geometry = geometry.geoms[0]
    if layer.geometry is Geometry.POINT and geometry.geom_type == "MultiPoint" and len(geometry.geoms) == 1:
        return geometry.geoms[0]
    return geometry


def _feature(
    layer: str, ident: str, geometry: BaseGeometry, fields: Mapping[str, JsonValue], meta: Mapping[str, JsonValue]
) -> Feature:
    def moment(key: str) -> datetime | None:
        value = meta.get(key)
        return read_moment(value, ZoneInfo("UTC")) if value not in (None, "") else None

    version = meta.get("version")
    return Feature(
        layer,
        ident,
        geometry,
        fields,
        version=int(float(str(version))) if version not in (None, "") else 1,
        updated_at=moment("updated_at"),
        source=str(meta.get("source") or ""),
        valid_until=moment("valid_until"),
    )
