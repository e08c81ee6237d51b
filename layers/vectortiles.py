"""A city's ground out of vector tiles: PMTiles or MBTiles in the OpenMapTiles or Protomaps schema, through GDAL.

Slow (a second or two for a city): not for the GUI thread. What comes out is drawn as every other basemap is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import shapely

from layers.basemap import Basemap, BasemapUnreadable, Ground
from layers.pmtiles import HEADER_BYTES, NotPmtiles, read_header


class NothingThere(BasemapUnreadable):
    """The file holds vector tiles, but nothing of the city."""


SUFFIXES = frozenset({".pmtiles", ".mbtiles"})
CREDIT = "© OpenMapTiles © OpenStreetMap contributors"  # what the schema's licence and the data's ask for
HALF_M = math.pi * 6378137.0


@dataclass(frozen=True, slots=True)
class TileRow:
    """Which features of a tile layer become what: by class, first row that fits. No classes: all of them."""

    layer: str
    classes: frozenset[str]
    theme: str
    kind: str


def _row(layer: str, classes: str, theme: str, kind: str) -> TileRow:
    return TileRow(layer, frozenset(classes.split()), theme, kind)


ROWS: tuple[TileRow, ...] = (
    _row("landcover", "wood grass", "parks", "green"),
    _row("landuse", "cemetery", "parks", "cemetery"),
    _row("park", "", "parks", "park"),
    _row("water", "lake pond ocean water basin", "water", "lake"),
    _row("water", "river stream", "water", "river"),
    _row("waterway", "river stream", "water", "river"),
    _row("water", "canal", "water", "canal"),
    _row("waterway", "canal", "water", "canal"),  # drains and ditches are too many for a quiet map
    _row("transportation", "motorway", "roads", "toll"),
    _row("transportation", "trunk", "roads", "trunk"),
    _row("transportation", "primary", "roads", "primary"),
    _row("transportation", "secondary", "roads", "secondary"),
    _row("transportation", "tertiary minor service track busway", "roads", "local"),
    _row("transportation", "rail", "rail", "rail"),
    _row("transportation", "transit", "rail", "lrt"),
    # Names are on lines of their own: the same roads once more, in the same colour.
    _row("transportation_name", "motorway", "roads", "toll"),
    _row("transportation_name", "trunk", "roads", "trunk"),
    _row("transportation_name", "primary", "roads", "primary"),
    _row("transportation_name", "secondary", "roads", "secondary"),
    _row("transportation_name", "tertiary minor", "roads", "local"),
    _row("poi", "railway", "stations", "station"),
    _row("poi", "hospital", "landmarks", "hospital"),
    _row("poi", "town_hall police fire_station", "landmarks", "office"),
    _row("poi", "college", "landmarks", "school"),
    _row("poi", "stadium", "landmarks", "stadium"),
    # Protomaps: the layer `water` is called the same and told apart by its column.
    _row("roads", "motorway", "roads", "toll"),
    _row("roads", "trunk", "roads", "trunk"),
    _row("roads", "primary", "roads", "primary"),
    _row("roads", "secondary", "roads", "secondary"),
    _row("roads", "tertiary unclassified residential service track", "roads", "local"),
    _row("roads", "highway", "roads", "toll"),
    _row("roads", "major_road", "roads", "primary"),
    _row("roads", "minor_road", "roads", "local"),
    _row("roads", "rail", "rail", "rail"),
    _row("roads", "light_rail subway", "rail", "lrt"),
    _row("landuse", "park forest wood grass nature_reserve", "parks", "park"),
    _row("pois", "station", "stations", "station"),
    _row("pois", "hospital", "landmarks", "hospital"),
    _row("pois", "townhall police fire_station", "landmarks", "office"),
    _row("pois", "college university", "landmarks", "school"),
    _row("pois", "stadium", "landmarks", "stadium"),
)
HOLDS: Mapping[str, tuple[int, ...]] = {  # dimensions of geometry that a theme takes
    "parks": (2,),
    "water": (1, 2),
    "roads": (1,),
    "rail": (1,),
    "stations": (0,),
    "landmarks": (0,),
}


def with_tiles(city: Basemap, tiles: Path) -> Basemap:
    """The city's areas on the ground of a tile file; themes that the tiles do not hold stay the city's.

    Raises BasemapUnreadable where the file is no vector tiles, or holds nothing of the city.
    """
    found = read_tiles(tiles, city.bbox)
    if not found:
        raise NothingThere(f"{tiles}: holds nothing that lies in {city.bbox}")
    order = ("areas", "parks", "water", "roads", "rail", "stations", "landmarks")
    themes = {**city.themes, **found}
    return replace(
        city,
        schematic=False,
        attribution=MappingProxyType({language: f"{text} · {CREDIT}" for language, text in city.attribution.items()}),
        themes=MappingProxyType({name: themes[name] for name in order if name in themes}),
    )


def read_tiles(tiles: Path, bbox: tuple[float, float, float, float]) -> dict[str, tuple[Ground, ...]]:
    """Themes of a tile file within a box (west, south, east, north in degrees), at the file's nearest zoom."""
    import pyogrio  # brings geopandas and pandas: a second of every start, for those who have such a file

    _not_elsewhere(tiles, bbox)
    try:
        there = set(pyogrio.list_layers(tiles)[:, 0])
        if not there & {row.layer for row in ROWS}:
            named = ", ".join(sorted(map(str, there))[:10]) or "none"
            raise BasemapUnreadable(f"{tiles}: its layers are those of no schema that is known here: {named}")
        found: dict[str, list[Ground]] = {}
        for layer in dict.fromkeys(row.layer for row in ROWS):
            if layer in there:
                for ground in _layer(tiles, layer, bbox):
                    found.setdefault(ground.theme, []).append(ground)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        raise BasemapUnreadable(f"{tiles}: {error}") from error
    return {theme: tuple(grounds) for theme, grounds in found.items()}


def _layer(tiles: Path, layer: str, bbox: tuple[float, float, float, float]) -> Iterator[Ground]:
    import pyogrio  # brings geopandas and pandas: a second of every start, for those who have such a file

    west, south, east, north = bbox
    box = (*_metres(west, south), *_metres(east, north))
    # Unclipped: cutting a shape that crosses itself fails, and would take the whole file with it.
    meta, _, shapes, columns = pyogrio.raw.read(tiles, layer=layer, bbox=box, CLIP="NO")
    fields: dict[str, Any] = dict(zip(meta["fields"].tolist(), columns, strict=True))
    classes = _classes(fields, len(shapes))
    names = fields.get("name", np.full(len(shapes), None))
    geometries = shapely.transform(shapely.from_wkb(shapes), _degrees)
    dimensions = shapely.get_dimensions(geometries)
    seen: set[tuple[object, ...]] = set()
    for number, (kind, name, geometry) in enumerate(zip(classes, names, geometries, strict=True)):
        row = next((row for row in ROWS if row.layer == layer and (not row.classes or kind in row.classes)), None)
        if row is None or dimensions[number] not in HOLDS[row.theme] or shapely.is_empty(geometry):
            continue
        if row.theme == "landmarks" and not name:
            continue
        if dimensions[number] == 0:  # it lies in the margins of the neighbouring tiles, too
            middle = geometry.centroid
            here = (row.kind, name, round(middle.x, 6), round(middle.y, 6))
            if here in seen:
                continue
            seen.add(here)
        properties = {"kind": row.kind} | ({"name": str(name)} if name else {})
        yield Ground(row.theme, f"{layer}-{number}", geometry, MappingProxyType(properties))


def _not_elsewhere(tiles: Path, bbox: tuple[float, float, float, float]) -> None:
    """Raises NothingThere where a PMTiles file says itself that it lies elsewhere: that costs a hundred bytes."""
    if tiles.suffix.lower() != ".pmtiles":
        return
    try:
        with tiles.open("rb") as file:
            covered = read_header(file.read(HEADER_BYTES)).bbox
    except (OSError, NotPmtiles) as error:
        raise BasemapUnreadable(f"{tiles}: {error}") from error
    if covered[0] < covered[2] and not shapely.box(*covered).intersects(shapely.box(*bbox)):
        raise NothingThere(f"{tiles}: holds nothing that lies in {bbox}")


def _classes(fields: dict[str, Any], count: int) -> list[str]:
    """What each thing is: `class` in OpenMapTiles; in Protomaps `kind`, and for roads more exactly `kind_detail`."""
    empty = [None] * count
    if "class" in fields:
        return [str(kind or "") for kind in fields["class"]]
    kinds = fields.get("kind", fields.get("pmap:kind", empty))
    details = fields.get("kind_detail", fields.get("pmap:kind_detail", empty))
    known = {name for row in ROWS if row.layer == "roads" for name in row.classes}
    return [str(detail if detail in known else kind or "") for kind, detail in zip(kinds, details, strict=True)]


def _metres(lon: float, lat: float) -> tuple[float, float]:
    turned = math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)) / math.pi
    return lon / 180 * HALF_M, turned * HALF_M


def _degrees(metres: np.ndarray) -> np.ndarray:
    lat = np.degrees(2 * np.arctan(np.exp(metres[:, 1] / HALF_M * math.pi)) - math.pi / 2)
    return np.stack((metres[:, 0] / HALF_M * 180, lat), axis=1)
