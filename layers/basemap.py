"""The ground that the layers lie on: areas, roads, water, rail and places of a city, read from one folder."""

from __future__ import annotations

import csv
import json
import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import shapely
from shapely.affinity import scale
from shapely.geometry import LineString, MultiPoint, Point
from shapely.geometry.base import BaseGeometry

from layers.features import NotAFeature, read_geometry


class BasemapUnreadable(ValueError):
    """The folder is no basemap; the message names the file and what is wrong with it."""


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """One thing on the ground. Geometry in WGS 84 degrees, longitude first."""

    theme: str
    id: str
    geometry: BaseGeometry
    properties: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What is written beside it; empty when it has no name."""
        return str(self.properties.get("name") or "")

    @property
    def kind(self) -> str:
        """Its kind within the theme; for roads their class (toll, primary, secondary, local)."""
        return str(self.properties.get("kind") or self.properties.get("class") or "")


@dataclass(frozen=True, slots=True, eq=False)
class Basemap:
    """A city's ground: `themes` in drawing order. `title` and `attribution` by language ("id", "en")."""

    key: str
    title: Mapping[str, str]
    attribution: Mapping[str, str]
    schematic: bool
    bbox: tuple[float, float, float, float]
    themes: Mapping[str, tuple[Ground, ...]]

    def areas(self, kind: str) -> tuple[Ground, ...]:
        """The areas of one kind: kota, kecamatan or kelurahan."""
        return tuple(area for area in self.themes.get("areas", ()) if area.kind == kind)


def load_basemap(folder: Path) -> Basemap:
    """Reads a folder with `basemap.toml` (its head says the format). Raises BasemapUnreadable."""
    about = _toml(folder / "basemap.toml")
    themes: dict[str, tuple[Ground, ...]] = {}
    try:
        for row in about["theme"]:
            themes[row["key"]] = tuple(_theme(folder, row))
        west, south, east, north = map(float, about["bbox"])
        return Basemap(
            key=str(about["key"]),
            title=MappingProxyType(dict(about["title"])),
            attribution=MappingProxyType(dict(about["attribution"])),
            schematic=bool(about.get("schematic", False)),
            bbox=(west, south, east, north),
            themes=MappingProxyType(themes),
        )
    except (KeyError, TypeError) as error:
        raise BasemapUnreadable(f"{folder / 'basemap.toml'}: {error!r} is missing or of another shape") from error


def _theme(folder: Path, row: Mapping[str, Any]) -> Iterable[Ground]:
    if "cells" in row:
        return cells(folder / row["cells"]["centres"], folder / row["cells"]["outline"])
    if "table" in row:
        return _table(folder / row["table"], row["key"])
    return _geojson(folder / row["file"], row["key"])


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BasemapUnreadable(f"{path}: {error}") from error


def _geojson(path: Path, theme: str) -> list[Ground]:
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["features"]
        return [
            Ground(
                theme,
                str(row.get("id") or f"{theme}-{number}"),
                read_geometry(row["geometry"]),
                MappingProxyType(dict(row.get("properties") or {})),
            )
            for number, row in enumerate(rows, 1)
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, NotAFeature) as error:
        raise BasemapUnreadable(f"{path}: {error}") from error


def _table(path: Path, theme: str) -> list[Ground]:
    """Points from a TOML file: a list of tables with name, kind, lon, lat."""
    ((_, rows),) = _toml(path).items()
    return [
        Ground(theme, f"{theme}-{number}", Point(row["lon"], row["lat"]), MappingProxyType(dict(row)))
        for number, row in enumerate(rows, 1)
    ]


# --- the schematic: cells around centres ---------------------------------------------------------------------------


@dataclass(slots=True)
class _Named:
    """One area of the centres file: its name and, for a kelurahan, the points that lie in it (the first is its centre)."""

    name: str
    aliases: list[str]
    points: list[tuple[float, float]] = field(default_factory=list)


def cells(centres: Path, outline: Path) -> list[Ground]:
    """The city, its kecamatan and its kelurahan: every place belongs to the nearest point of `centres`, inside `outline`.

    `centres` is a CSV (code, name, aliases by ';', lon, lat): a row without lon/lat names a kecamatan; further rows of a code
    add points to its cell. Borders are rounded a little, each once, so that neighbours agree exactly. Raises BasemapUnreadable.
    """
    (city,) = _geojson(outline, "areas")
    named = _centres(centres)
    kelurahan = {code: row for code, row in named.items() if row.points}
    shapes = _cells(city.geometry, kelurahan)
    found = [city]
    for code, row in named.items():
        if row.points:
            continue
        members = [shape for key, shape in shapes.items() if key.startswith(f"{code}.")]
        if not members:
            raise BasemapUnreadable(f"{centres}: kecamatan {code} has no kelurahan")
        found.append(_area(code, row, shapely.unary_union(members), "kecamatan"))
    for code, row in kelurahan.items():
        parent = named.get(code.rpartition(".")[0])
        if parent is None:
            raise BasemapUnreadable(f"{centres}: {code} belongs to no kecamatan of the file")
        found.append(_area(code, row, shapes[code], "kelurahan", kecamatan=parent.name))
    return found


def _area(code: str, row: _Named, geometry: BaseGeometry, kind: str, **more: str) -> Ground:
    at = row.points[0] if row.points else geometry.representative_point().coords[0]
    about = {"kind": kind, "code": code, "name": row.name, "aliases": tuple(row.aliases), "label": at, "schematic": True}
    return Ground("areas", code, geometry, MappingProxyType(about | more))


def _centres(path: Path) -> dict[str, _Named]:
    named: dict[str, _Named] = {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                known = named.setdefault(row["code"], _Named(row["name"], [a for a in row["aliases"].split(";") if a]))
                if row["lon"]:
                    known.points.append((float(row["lon"]), float(row["lat"])))
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise BasemapUnreadable(f"{path}: {error!r}") from error
    return named


def _cells(city: BaseGeometry, kelurahan: Mapping[str, _Named]) -> dict[str, BaseGeometry]:
    """Voronoi cells by code, joined, clipped to the city and with rounded inner borders; in degrees."""
    squeeze = math.cos(math.radians(city.centroid.y))  # a degree of longitude is shorter: measure in a plane that knows it
    codes = [code for code, row in kelurahan.items() for _ in row.points]
    points = MultiPoint([(lon * squeeze, lat) for row in kelurahan.values() for lon, lat in row.points])
    flat = scale(city, squeeze, 1, origin=(0, 0))
    raw = shapely.voronoi_polygons(points, extend_to=flat.buffer(0.05), ordered=True)
    pieces: dict[str, list[BaseGeometry]] = {}
    for code, cell in zip(codes, raw.geoms, strict=True):
        pieces.setdefault(code, []).append(cell)
    joined = [shapely.unary_union(cells).intersection(flat) for cells in pieces.values()]
    shapes = dict(zip(pieces, _rounded(joined), strict=True))
    back = {code: scale(shape, 1 / squeeze, 1, origin=(0, 0)) for code, shape in shapes.items()}
    return {code: shapely.set_precision(shape, 1e-9, mode="pointwise") for code, shape in back.items()}


def _rounded(areas: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """The same areas with the corners of their shared borders cut twice. Each border is cut once, for both its sides."""
    network = shapely.line_merge(shapely.unary_union([area.boundary for area in areas]))
    outer = shapely.unary_union(areas).boundary
    arcs = [arc if outer.covers(arc) else _cut_corners(arc) for arc in network.geoms]
    faces = list(shapely.polygonize([shapely.unary_union(arcs)]).geoms)
    tree = shapely.STRtree(areas)
    owners: list[list[BaseGeometry]] = [[] for _ in areas]
    for face in faces:
        shares = [(face.intersection(areas[index]).area, index) for index in tree.query(face)]
        owners[max(shares)[1]].append(face)
    return [shapely.unary_union(parts) for parts in owners]


def _cut_corners(arc: BaseGeometry, times: int = 2) -> BaseGeometry:
    """Chaikin's corner cutting on an open line; its two ends stay."""
    points = shapely.get_coordinates(arc)
    for _ in range(times):
        if len(points) < 3:
            break
        near, far = points[:-1] * 0.75 + points[1:] * 0.25, points[:-1] * 0.25 + points[1:] * 0.75
        between = [point for pair in zip(near, far, strict=True) for point in pair]
        points = shapely.get_coordinates(LineString([points[0], *between[1:-1], points[-1]]))
    return LineString(points)
