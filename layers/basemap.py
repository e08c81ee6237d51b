"""The ground that the layers lie on: areas, roads, water, rail and places of a city, read from one folder."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import shapely
from shapely.geometry import Point, Polygon
from shapely.geometry.base import BaseGeometry

from layers import schematic
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

    def city(self) -> BaseGeometry:
        """The city's outline; where the basemap has none of kind kota, the sum of its smaller areas (maybe empty)."""
        for kind in ("kota", "kecamatan", "kelurahan"):
            if found := self.areas(kind):
                return shapely.unary_union([area.geometry for area in found])
        return Polygon()


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
    key = str(row["key"])
    if "cells" in row:
        return _cells(folder / row["cells"]["centres"], folder / row["cells"]["outline"], key)
    if "table" in row:
        return _table(folder / row["table"], key)
    rows = _geojson(folder / row["file"], key)
    if row.get("rounded"):
        return [Ground(key, one.id, schematic.rounded(one.geometry), one.properties) for one in rows]
    return rows


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


def _cells(centres: Path, outline: Path, theme: str) -> list[Ground]:
    """The schematic's areas: the city as drawn, cut into kelurahan; each kecamatan is the sum of its kelurahan."""
    (drawn,) = _geojson(outline, theme)
    city = Ground(theme, drawn.id, schematic.rounded(drawn.geometry), drawn.properties)
    try:
        areas = schematic.areas(centres.read_text(encoding="utf-8"), city.geometry)
    except (OSError, ValueError) as error:
        raise BasemapUnreadable(f"{centres}: {error}") from error
    rows = [Ground(theme, str(about["code"]), shape, MappingProxyType(about)) for shape, about in areas]
    return [city, *rows]
