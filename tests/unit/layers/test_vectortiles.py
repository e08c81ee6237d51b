"""Vector tiles become a basemap: roads by class, water, rail, names; what is no tile file is refused in words."""

from __future__ import annotations

import gzip
import itertools
import json
import sqlite3
from pathlib import Path
from types import MappingProxyType

import geopandas
import pyogrio
import pytest
import shapely
from shapely.geometry import LineString, box

from layers import vectortiles
from layers.basemap import Basemap, BasemapUnreadable, Ground
from layers.pmtiles import Archive
from layers.tileextract import tiles_in
from layers.vectortiles import CREDIT, HOLDS, ROWS, read_tiles, with_tiles

TILES = Path(__file__).resolve().parents[4] / "shared" / "data" / "basemap" / "bogor.pmtiles"
BOX = (106.78, -6.605, 106.80, -6.585)
needs_tiles = pytest.mark.skipif(not TILES.is_file(), reason="the tiles of Bogor are not beside the repository")


def city(bbox=BOX):
    areas = (Ground("areas", "kota", box(*bbox), MappingProxyType({"kind": "kota", "name": "Kota"})),)
    credit = MappingProxyType({"id": "Batas: BPS", "en": "Borders: BPS"})
    return Basemap("sample", credit, credit, True, bbox, MappingProxyType({"areas": areas}))


@pytest.fixture(scope="module")
def bogor():
    return with_tiles(city(), TILES)


@needs_tiles
def test_roads_water_and_rail_come_with_their_kinds_and_lie_in_the_city(bogor):
    themes = bogor.themes
    assert {"primary", "local"} <= {road.kind for road in themes["roads"]}
    assert {"river", "lake"} <= {water.kind for water in themes["water"]}
    assert themes["rail"]
    assert any(road.name for road in themes["roads"])
    middles = shapely.centroid([road.geometry for road in themes["roads"]])
    assert box(106.74, -6.64, 106.84, -6.54).contains(shapely.multipoints(middles))


@needs_tiles
def test_the_tiles_ground_lies_under_the_citys_own_areas_with_both_credits(bogor):
    assert next(iter(bogor.themes)) == "areas"
    assert bogor.areas("kota")
    assert bogor.attribution["id"] == f"Batas: BPS · {CREDIT}"
    assert not bogor.schematic


@needs_tiles
def test_tiles_of_another_city_are_refused(monkeypatch):
    monkeypatch.setattr(vectortiles, "ROWS", ROWS[-1:])
    with pytest.raises(BasemapUnreadable, match="holds nothing"):
        with_tiles(city((107.5, -7.0, 107.6, -6.9)), TILES)


def test_what_is_no_tile_file_is_refused(tmp_path):
    torn = tmp_path / "torn.pmtiles"
    torn.write_bytes(b"PMTiles\x03" + b"\0" * 40)
    with pytest.raises(BasemapUnreadable, match=r"torn\.pmtiles"):
        read_tiles(torn, BOX)


def test_every_row_gives_a_theme_that_says_what_it_holds():
    assert {row.theme for row in ROWS} == set(HOLDS)


def test_the_schema_of_protomaps_is_read_too(tmp_path):
    lines = [LineString([(106.785, -6.6 + step / 500), (106.795, -6.6 + step / 500)]) for step in range(4)]
    roads = geopandas.GeoDataFrame(
        {
            "kind": ["highway", "major_road", "minor_road", "rail"],
            "kind_detail": ["motorway", "secondary", "residential", "rail"],
            "name": ["Tol", "Jalan Raya", None, None],
        },
        geometry=lines,
        crs=4326,
    )
    path = tmp_path / "protomaps.mbtiles"
    pyogrio.write_dataframe(roads, path, driver="MBTiles", layer="roads", MINZOOM=12, MAXZOOM=12)
    themes = read_tiles(path, BOX)
    assert {(road.kind, road.name) for road in themes["roads"]} == {
        ("toll", "Tol"), ("secondary", "Jalan Raya"), ("local", ""),
    }  # fmt: skip
    assert {rail.kind for rail in themes["rail"]} == {"rail"}


def test_tiles_of_a_schema_that_is_not_known_say_which_layers_they_have(tmp_path):
    path = tmp_path / "other.mbtiles"
    rows = geopandas.GeoDataFrame({"a": [1]}, geometry=[LineString([(106.785, -6.6), (106.795, -6.6)])], crs=4326)
    pyogrio.write_dataframe(rows, path, driver="MBTiles", layer="streets", MINZOOM=12, MAXZOOM=12)
    with pytest.raises(BasemapUnreadable, match="no schema that is known here: streets"):
        read_tiles(path, BOX)


@needs_tiles
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_tiles_that_are_not_packed_are_read_too(tmp_path, bogor, pack):
    data = TILES.read_bytes()
    archive = Archive(lambda offset, length: data[offset : offset + length])
    path = tmp_path / "bogor.mbtiles"
    base = sqlite3.connect(path)
    base.executescript(
        "create table metadata (name text, value text);"
        "create table tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob);"
    )
    layers = json.dumps({"vector_layers": archive.metadata()["vector_layers"]})
    base.executemany("insert into metadata values (?, ?)", [("format", "pbf"), ("json", layers)])
    columns, rows = tiles_in(BOX, 14)
    for x, y in itertools.product(columns, rows):
        body = archive.tile(14, x, y)
        if body is not None:
            base.execute("insert into tiles values (14, ?, ?, ?)", (x, (1 << 14) - 1 - y, pack(body)))
    base.commit()
    base.close()
    roads = {road.kind for road in read_tiles(path, BOX)["roads"]}
    assert roads == {road.kind for road in bogor.themes["roads"]}


@needs_tiles
def test_a_shape_that_crosses_itself_does_not_refuse_the_file_and_a_place_comes_once(capfd):
    """In this box lies one whose cutting fails."""
    found = read_tiles(TILES, (106.80, -6.56, 106.83, -6.53))
    assert found["roads"]
    places = [(row.kind, row.name, shapely.set_precision(row.geometry, 1e-6).wkb) for row in found["landmarks"]]
    assert len(set(places)) == len(places)
    assert capfd.readouterr().err == ""
