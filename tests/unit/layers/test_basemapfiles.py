"""A basemap out of a city's own files: what each shape is, how areas are summed, and what stays when a file is bad."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import LineString, Point, box, mapping

from layers.basemap import load_basemap
from layers.basemapareas import KnownArea, Village, areas_of
from layers.basemapfiles import NoBasemap, Source, Summary, build_basemap
from layers.basemapkinds import what_is
from layers.features import Feature
from layers.files import write_features
from layers.overpass import read_overpass
from layers.places import Gazetteer
from layers.refusals import Refusal, grouped
from layers.shapes import RawFeature
from layers.sources import Unreadable

ROOT = Path(__file__).parents[3]
DATA = ROOT.parent / "shared" / "data"
SCHEMATIC = ROOT / "resources" / "basemap" / "kota_bekasi"
real = pytest.mark.skipif(not DATA.exists(), reason="the folder of real data is not here")

VILLAGES = [
    ("Aren Jaya", "Bekasi Timur", box(107.00, -6.26, 107.02, -6.24)),
    ("Duren Jaya", "Bekasi Timur", box(107.02, -6.26, 107.04, -6.24)),
    ("Medansatria", "Medansatria", box(106.98, -6.20, 107.00, -6.18)),
]


def collection(path: Path, *rows: tuple[Any, dict[str, Any]]) -> Path:
    features = [{"type": "Feature", "geometry": mapping(shape), "properties": about} for shape, about in rows]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


@pytest.fixture
def areas(tmp_path: Path) -> Path:
    rows = [
        (shape, {"village": name, "district": above, "village_code": f"id-{name}"}) for name, above, shape in VILLAGES
    ]
    return collection(tmp_path / "kelurahan.geojson", *rows)


def build(tmp_path: Path, *sources: Any, before: Path | None = SCHEMATIC) -> Summary:
    made = [source if isinstance(source, Source) else Source(source) for source in sources]
    return build_basemap(made, tmp_path / "basemap" / "own", "own", "Kota Uji", before=before)


def test_kelurahan_are_summed_to_kecamatan_and_city_without_gaps(tmp_path: Path, areas: Path):
    made = build(tmp_path, areas)
    basemap = load_basemap(made.folder)
    assert (made.counts["kota"], made.counts["kecamatan"], made.counts["kelurahan"]) == (1, 2, 3)
    timur = next(area for area in basemap.areas("kecamatan") if area.name == "Bekasi Timur")
    assert timur.geometry.equals(box(107.00, -6.26, 107.04, -6.24))
    assert sum(area.geometry.area for area in basemap.areas("kelurahan")) == pytest.approx(basemap.city().area)


def test_codes_that_the_profile_knows_are_kept_however_names_are_spelled(tmp_path: Path, areas: Path):
    basemap = load_basemap(build(tmp_path, areas).folder)
    found = Gazetteer(basemap).area_at(107.01, -6.25)
    assert found is not None
    assert (found[0].code, found[1].code) == ("32.75.01.1004", "32.75.01")
    medan = next(area for area in basemap.areas("kecamatan") if "Medan" in area.name)
    assert (medan.name, medan.properties["code"]) == ("Medan Satria", "32.75.06")
    assert "Medansatria" in medan.properties["aliases"]


def test_an_area_that_the_profile_does_not_know_keeps_its_own_code():
    village = Village("Cikarang", "Cikarang Utara", "Bekasi", box(107, -6.3, 107.1, -6.2), ("3216.1", "3216", "32"))
    made = areas_of([village], [KnownArea("32.75.01", "Bekasi Timur", "kecamatan")], "Bekasi")
    assert [about["code"] for _, about in made] == ["32", "3216", "3216.1"]


@pytest.mark.parametrize(
    ("properties", "shape", "file", "theme", "kind"),
    [
        ({"highway": "motorway"}, "LineString", "x", "roads", "toll"),
        ({"highway": "residential"}, "LineString", "x", "roads", "local"),
        ({"railway": "rail"}, "LineString", "x", "rail", "rail"),
        ({"railway": "station"}, "Point", "x", "stations", "station"),
        ({"railway": "station", "station": "light_rail"}, "Point", "x", "stations", "lrt_station"),
        ({"waterway": "river"}, "LineString", "x", "water", "river"),
        ({"natural": "water"}, "Polygon", "x", "water", "lake"),
        ({"leisure": "park"}, "Polygon", "x", "parks", "park"),
        ({"amenity": "hospital"}, "Point", "x", "landmarks", "hospital"),
        ({"REMARK": "Jalan Arteri"}, "LineString", "jalan_ln_25k.shp", "roads", "primary"),
        ({"i": 1}, "LineString", "roads_rbi25k.geojson", "roads", "local"),
        ({}, "MultiLineString", "SUNGAI_LN.shp", "water", "river"),
        ({}, "LineString", "rel_kereta.gpkg", "rail", "rail"),
        ({"class": "secondary"}, "LineString", "x", "roads", "secondary"),
    ],
)
def test_a_shape_is_recognised_by_its_tags_its_fields_or_its_file(
    properties: dict[str, Any], shape: str, file: str, theme: str, kind: str
):
    found = what_is(properties, shape, file)
    assert found is not None
    assert (found.theme, found.properties.get("kind") or found.properties.get("class")) == (theme, kind)


def test_what_nothing_says_is_refused_until_a_person_says_it(tmp_path: Path, areas: Path):
    lines = collection(tmp_path / "layer1.geojson", (LineString([(107.0, -6.25), (107.01, -6.25)]), {"i": 1}))
    made = build(tmp_path, areas, lines)
    assert grouped(made.refusals["layer1.geojson"]) == {"kind": 1}
    made = build(tmp_path, areas, Source(lines, "roads"))
    assert made.counts["roads"] == 1
    assert made.refusals["layer1.geojson"] == ()


def test_what_lies_far_away_is_told_of_and_every_row_counted(tmp_path: Path, areas: Path):
    roads = collection(
        tmp_path / "roads.geojson",
        (LineString([(107.0, -6.25), (107.01, -6.25)]), {"highway": "primary", "name": "Jl. A", "ref": "3"}),
        (LineString([(110.0, -7.0), (110.1, -7.0)]), {"highway": "primary"}),
    )
    made = build(tmp_path, areas, roads)
    assert (made.rows, made.taken) == (5, 4)
    assert grouped(made.refusals["roads.geojson"]) == {"outside": 1}
    (road,) = load_basemap(made.folder).themes["roads"]
    assert (road.name, road.kind, road.properties["ref"]) == ("Jl. A", "primary", "3")


def test_landmarks_stay_and_drawn_lines_go_when_the_areas_become_real(tmp_path: Path, areas: Path):
    basemap = load_basemap(build(tmp_path, areas).folder)
    assert not basemap.schematic
    assert basemap.themes["landmarks"]
    assert "water" not in basemap.themes  # a drawn river would run through real houses


def test_roads_alone_go_onto_the_schematic_which_says_what_it_is(tmp_path: Path):
    line = LineString([(107.0, -6.25), (107.01, -6.25)])
    made = build(tmp_path, collection(tmp_path / "jalan.geojson", (line, {})))
    basemap = load_basemap(made.folder)
    assert basemap.schematic
    assert len(basemap.themes["roads"]) == 1
    assert basemap.themes["water"]
    assert len(basemap.areas("kelurahan")) == 56


def test_a_second_import_keeps_the_themes_of_the_first(tmp_path: Path, areas: Path):
    first = build(tmp_path, areas)
    line = LineString([(107.0, -6.25), (107.01, -6.25)])
    second = build(tmp_path, collection(tmp_path / "sungai.geojson", (line, {"name": "Kali"})), before=first.folder)
    basemap = load_basemap(second.folder)
    assert len(basemap.areas("kelurahan")) == 3
    assert [ground.name for ground in basemap.themes["water"]] == ["Kali"]
    assert not basemap.schematic


@pytest.mark.parametrize(
    "body", [b"<!DOCTYPE html>", b'{"type": "FeatureCollection", "features": []}', b'{"a": 1}', b""]
)
def test_a_bad_file_leaves_the_basemap_that_there_was(tmp_path: Path, areas: Path, body: bytes):
    build(tmp_path, areas)
    before = {path.name: path.read_bytes() for path in (tmp_path / "basemap" / "own").iterdir()}
    bad = tmp_path / "bad.geojson"
    bad.write_bytes(body)
    with pytest.raises((NoBasemap, Unreadable)):
        build(tmp_path, bad)
    assert {path.name: path.read_bytes() for path in (tmp_path / "basemap" / "own").iterdir()} == before
    assert [path.name for path in (tmp_path / "basemap").iterdir()] == ["own"]


def test_every_table_of_a_geopackage_is_looked_at(tmp_path: Path):
    path = tmp_path / "kota.gpkg"
    rows = [
        Feature("area", f"a{n}", shape, {"code": f"{n}", "name": name, "kind": "kelurahan", "kecamatan": above})
        for n, (name, above, shape) in enumerate(VILLAGES)
    ]
    write_features(rows, path)
    line = Feature("traffic_segment", "r", LineString([(107.0, -6.25), (107.01, -6.25)]), {"level": 1})
    _append(path, "jalan", line)
    made = build(tmp_path, path)
    assert (made.counts["kelurahan"], made.counts["roads"]) == (3, 1)


def _append(path: Path, table: str, feature: Feature) -> None:
    import numpy as np
    import pyogrio

    pyogrio.raw.write(
        path,
        geometry=np.array([shapely.to_wkb(feature.geometry)], dtype=object),
        field_data=[np.array(["x"], dtype=object)],
        fields=np.array(["remark"], dtype=object),
        geometry_type="LineString",
        crs="EPSG:4326",
        layer=table,
        driver="GPKG",
        append=True,
    )


def test_overpass_ways_close_to_surfaces_and_rings_to_multipolygons():
    square = [(107.0, -6.2), (107.1, -6.2), (107.1, -6.3), (107.0, -6.3)]
    nodes = [{"type": "node", "id": n, "lon": lon, "lat": lat} for n, (lon, lat) in enumerate(square)]
    elements = [
        *nodes,
        {"type": "node", "id": 9, "lon": 107.05, "lat": -6.25, "tags": {"railway": "station"}},
        {"type": "way", "id": 1, "nodes": [0, 1, 2, 3, 0], "tags": {"natural": "water"}},
        {"type": "way", "id": 2, "nodes": [0, 1, 2, 3, 0], "tags": {"highway": "primary"}},
        {"type": "way", "id": 3, "nodes": [0, 77], "tags": {"highway": "primary"}},
        {"type": "way", "id": 4, "nodes": [0, 1, 2]},
        {"type": "way", "id": 5, "nodes": [2, 3, 0]},
        {
            "type": "relation",
            "id": 6,
            "tags": {"type": "multipolygon", "leisure": "park"},
            "members": [{"type": "way", "ref": ref, "role": "outer"} for ref in (4, 5)],
        },
        {"type": "relation", "id": 7, "tags": {"type": "route"}, "members": []},
    ]
    rows = list(read_overpass({"version": 0.6, "elements": elements}))
    kinds = {row.id: row.geometry.geom_type for row in rows if isinstance(row, RawFeature)}
    assert kinds == {"node/9": "Point", "way/1": "Polygon", "way/2": "LineString", "relation/6": "Polygon"}
    assert grouped(row for row in rows if isinstance(row, Refusal)) == {"geometry": 1, "kind": 1}


@real
@pytest.mark.slow
def test_the_real_files_of_bekasi_become_its_basemap(tmp_path: Path):
    made = build(
        tmp_path,
        DATA / "boundaries" / "id3275_kota_bekasi.geojson",
        DATA / "basemap" / "roads_kota_bekasi_rbi25k.geojson",
        DATA / "basemap" / "motorways_jorr_east.overpass.json",
        DATA / "basemap" / "railways_jabodetabek.overpass.json",
    )
    assert made.rows == 56 + 18_430 + 622 + 1053
    assert made.taken + sum(map(len, made.refusals.values())) == made.rows
    assert (made.counts["kota"], made.counts["kecamatan"], made.counts["kelurahan"]) == (1, 12, 56)
    assert made.counts["roads"] > 18_425
    basemap = load_basemap(made.folder)
    assert "OpenStreetMap" in basemap.attribution["id"]
    schematic = load_basemap(SCHEMATIC)
    for kind in ("kota", "kecamatan", "kelurahan"):
        codes = {str(area.properties["code"]) for area in basemap.areas(kind)}
        assert codes == {str(area.properties.get("code") or area.id) for area in schematic.areas(kind)}
    assert Gazetteer(basemap).find("stasiun kranji")[0].name == "Kranji"
    assert basemap.city().contains(Point(106.9896, -6.2349))
