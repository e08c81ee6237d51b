"""Layers into files and back: not a coordinate and not a field is lost, and bad rows are refused with their reason."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPolygon, Point, Polygon

from layers.features import Feature
from layers.files import Found, read_features, write_features
from layers.filewriters import CanNotHold, long_names
from layers.geometry import Bounds
from layers.refusals import grouped
from layers.shapes import RawFeature, open_shapes
from layers.sources import Unreadable
from layers.whereabouts import Rules, in_degrees

DATA = Path(__file__).parents[3].parent / "shared" / "data"
real = pytest.mark.skipif(not DATA.exists(), reason="the folder of real data is not here")
CITY = Rules(Bounds(106.888, -6.402, 107.052, -6.166), 1500)
ENDS = (".geojson", ".gpkg", ".shp", ".fgb", ".csv", ".kml")
AT = datetime(2026, 11, 21, 7, 5, 30, tzinfo=UTC)

WASTE = [
    Feature(
        "waste_point",
        "w1",
        Point(107.0123456789, -6.2512345678),
        {"name": "TPS Ñandú “A”", "kind": "TPS", "fill_pct": 87.5, "last_emptied_at": "2026-11-20T23:00:00+00:00"},
        version=7,
        updated_at=AT,
        source="import",
    ),
    Feature("waste_point", "w2", Point(106.95, -6.3), {"name": 'TPS, "B"; c\nd', "kind": "bank sampah"}, source="x"),
    Feature(
        "waste_point", "w3", Point(106.96, -6.31), {"name": "0123", "kind": "liar", "fill_pct": 120.0}, valid_until=AT
    ),
]
TRAFFIC = [
    Feature(
        "traffic_segment",
        "t1",
        LineString([(106.99, -6.24), (106.995, -6.245), (107.0, -6.2501)]),
        {"street": "Jl. A", "from": "B", "to": "C", "speed_kmh": 9.5, "free_flow_kmh": 24.0, "level": 3, "delay_s": 150}
        | {"closure": False},
    ),
    Feature("traffic_segment", "t2", LineString([(106.9, -6.2), (106.91, -6.2)]), {"level": 5, "closure": True}),
]  # fmt: skip
HOLED = Polygon(
    [(106.9, -6.2), (107.0, -6.2), (107.0, -6.3), (106.9, -6.3)], [[(106.94, -6.24), (106.96, -6.24), (106.95, -6.26)]]
)
AREAS = [
    Feature("area", "32.75.01", HOLED, {"code": "32.75.01", "name": "Bekasi Timur", "kind": "kecamatan"}),
    Feature(
        "area",
        "32.75.02",
        MultiPolygon([HOLED, shapely.transform(HOLED, lambda places: places + 0.2)]),
        {"code": "32.75.02", "name": "Bekasi Barat", "kind": "kecamatan", "aliases": "Bekasibarat"},
    ),
]


def read(path: Path, layer: str, **options: Any) -> Found:
    return read_features(path, layer, **options)


def by_id(features: Any) -> dict[str, dict[str, Any]]:
    return {feature.id: feature.to_geojson() for feature in features}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("features", [WASTE, TRAFFIC], ids=["points", "lines"])
def test_features_come_back_as_they_were(tmp_path: Path, end: str, features: list[Feature]):
    path = write_features(features, tmp_path / f"layer{end}")
    found = read(path, features[0].layer)
    assert found.refusals == ()
    assert found.left_out == ()
    assert by_id(found.features) == by_id(features)


@pytest.mark.parametrize("end", ENDS)
def test_surfaces_come_back_with_their_holes_and_parts(tmp_path: Path, end: str):
    found = read(write_features(AREAS, tmp_path / f"areas{end}"), "area")
    assert found.refusals == ()
    for before, after in zip(AREAS, sorted(found.features, key=lambda area: area.id), strict=True):
        assert shapely.normalize(after.geometry).equals_exact(shapely.normalize(before.geometry), 0) or (
            shapely.equals(after.geometry, before.geometry)
        )
        assert dict(after.properties) == dict(before.properties)


WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=30).map(
    str.strip
)
FILLS = st.floats(0, 200).map(lambda value: round(value, 9))  # a Shapefile keeps fifteen digits after the point
PLACES = st.tuples(st.floats(-179, 179), st.floats(-84, 84))


@settings(max_examples=18, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(PLACES, WORDS.filter(bool), FILLS), min_size=1, max_size=5), st.sampled_from(ENDS))
def test_no_digit_and_no_letter_is_lost(tmp_path: Path, rows: list[Any], end: str):
    features = [
        Feature("waste_point", f"id{number}", Point(place), {"name": name, "kind": "TPS", "fill_pct": fill})
        for number, (place, name, fill) in enumerate(rows)
        if place[0] != int(place[0])
    ]
    found = read(write_features(features, tmp_path / f"any{end}"), "waste_point") if features else None
    assert found is None or (found.refusals == () and by_id(found.features) == by_id(features))


def test_a_shapefile_is_read_without_its_table_and_without_its_index(tmp_path: Path):
    path = write_features(TRAFFIC, tmp_path / "jalan.shp")
    path.with_suffix(".dbf").unlink()
    assert [row.geometry.geom_type for row in open_shapes(path).rows if isinstance(row, RawFeature)] == [
        "LineString"
    ] * 2
    path.with_suffix(".shx").unlink()
    assert len(open_shapes(path).rows) == 2


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
def test_a_shapefile_that_names_no_encoding_keeps_its_letters(tmp_path: Path, encoding: str):
    path = write_features(WASTE, tmp_path / "tps.shp")
    path.with_suffix(".cpg").unlink()
    if encoding == "cp1252":
        table = path.with_suffix(".dbf").read_bytes()
        wide, narrow = "TPS Ñandú “A”".encode(), "TPS Ñandú “A”".encode("cp1252")
        assert wide in table
        path.with_suffix(".dbf").write_bytes(table.replace(wide, narrow.ljust(len(wide))))
    found = read(path, "waste_point")
    assert found.encoding == encoding
    assert by_id(found.features)["w1"]["properties"]["name"].strip() == "TPS Ñandú “A”"


def test_short_names_stand_for_the_same_long_ones_each_time():
    assert long_names(["free_flow_kmh", "free_flow_mph", "level"]) == {
        "free_flow_": "free_flow_kmh",
        "free_flo_2": "free_flow_mph",
        "level": "level",
    }


@pytest.mark.parametrize(
    ("features", "name", "why"),
    [
        ([WASTE[0], TRAFFIC[0]], "x.gpkg", "2 layers"),
        (WASTE, "x.docx", "is no format"),
        ([Feature("area", "a", HOLED), Feature("area", "b", Point(1.5, 1))], "x.shp", "one kind of shape"),
        ([Feature("camera", "c", Point(1.5, 1), {"name": "é" * 200})], "x.shp", "254 bytes"),
    ],
)
def test_what_a_format_can_not_hold_is_said_and_nothing_is_written(
    tmp_path: Path, features: list[Feature], name: str, why: str
):
    with pytest.raises(CanNotHold, match=why):
        write_features(features, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("end", [".gpkg", ".shp", ".fgb"])
def test_a_file_in_metres_is_turned_into_degrees_by_the_system_it_names(tmp_path: Path, end: str):
    import numpy as np
    import pyogrio

    path = tmp_path / f"utm{end}"
    pyogrio.raw.write(
        path,
        geometry=np.array([shapely.to_wkb(Point(721300.5, 9308700.5))], dtype=object),
        field_data=[np.array(["TPS"], dtype=object), np.array(["TPS"], dtype=object)],
        fields=np.array(["name", "kind"], dtype=object),
        geometry_type="Point",
        crs="EPSG:32748",
    )
    (point,) = read(path, "waste_point", rules=CITY).features
    assert (point.geometry.x, point.geometry.y) == pytest.approx((107.0, -6.25), abs=0.01)
    assert point.geometry.equals_exact(in_degrees(Point(721300.5, 9308700.5), "EPSG:32748"), 1e-9)


def write_table(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "tps.csv"
    path.write_text("name;kind;lintang;bujur;fill_pct\n" + "".join(f"{row}\n" for row in rows), encoding="utf-8-sig")
    return path


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A;TPS;106,99;-6,24;", "swapped"),
        ("A;TPS;9308700;721300;", "metres"),
        ("A;TPS;-7,5;110,2;", "outside"),
        ("A;TPS;0;0;", "placeholder"),
        ("A;TPS;;;", "no_place"),
        ("A;TPS;1.070.165;-62.398;", "no_place"),
        ("A;gunung;-6,24;106,99;", "fields"),
        (";TPS;-6,24;106,99;", "fields"),
        ("A;TPS;-6,24;106,99;penuh", "fields"),
        ("A;TPS;-6,24;106,99;5;6", "columns"),
        ("A\x00;TPS;-6,24;106,99;", "control"),
        ("OK;TPS;-6,25;106,99;50,5", "twice"),
    ],
)
def test_a_bad_row_is_refused_and_its_neighbours_are_kept(tmp_path: Path, row: str, reason: str):
    path = write_table(tmp_path, "OK;TPS;-6,25;106,99;50,5", row, "Also;liar;-6,26;106,98;")
    found = read(path, "waste_point", rules=CITY)
    assert [feature.properties["name"] for feature in found.features] == ["OK", "Also"]
    assert [(refusal.line, refusal.reason) for refusal in found.refusals] == [(3, reason)]


def test_a_refused_row_of_a_table_keeps_the_columns_of_its_place(tmp_path: Path):
    path = write_table(tmp_path, "Jauh;TPS;3,59;98,67;")
    (refusal,) = read(path, "waste_point", rules=CITY).refusals
    assert refusal.reason == "outside"
    assert {"3,59", "98,67"} <= set(refusal.row.values())


def test_columns_are_mapped_and_what_is_no_field_is_said(tmp_path: Path):
    path = tmp_path / "x.csv"
    path.write_text("nama,jenis,lat,lon,warna\nA,tps,-6.25,106.99,biru\n", encoding="utf-8")
    found = read(path, "waste_point", mapping={"nama": "name", "jenis": "kind"})
    assert dict(found.features[0].properties) == {"name": "A", "kind": "TPS"}
    assert found.left_out == ("warna",)


def test_swapped_lines_are_turned_when_that_is_asked_for(tmp_path: Path):
    path = tmp_path / "x.geojson"
    line = {"type": "LineString", "coordinates": [[-6.24, 106.99], [-6.25, 107.0]]}
    row = {"type": "Feature", "id": 1, "geometry": line, "properties": {"level": 2}}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [row]}), encoding="utf-8")
    assert grouped(read(path, "traffic_segment", rules=CITY).refusals) == {"metres": 1}
    # off the globe already: a latitude of 107 is no latitude; it is not guessed what was meant


def test_a_shape_that_crosses_itself_is_refused_with_the_place(tmp_path: Path):
    bow = Polygon([(106.9, -6.2), (107.0, -6.3), (107.0, -6.2), (106.9, -6.3)])
    path = write_features([Feature("area", "a", bow, {"code": "1", "name": "A", "kind": "kota"})], tmp_path / "x.gpkg")
    (refusal,) = read(path, "area").refusals
    assert "Self-intersection" in refusal.sentence


@pytest.mark.parametrize("end", [".gpkg", ".shp", ".fgb", ".kml"])
@pytest.mark.parametrize("body", [b"<!DOCTYPE html><html>", b"", b"PK\x03\x04rest", b"\x00" * 200])
def test_a_file_that_is_something_else_is_refused_with_a_sentence(tmp_path: Path, end: str, body: bytes):
    path = tmp_path / f"x{end}"
    path.write_bytes(body)
    with pytest.raises(Unreadable):
        open_shapes(path)


@pytest.mark.parametrize("end", [".gpkg", ".shp", ".fgb"])
def test_a_file_that_breaks_off_is_refused_or_read_up_to_there(tmp_path: Path, end: str):
    about = {"name": "x", "kind": "TPS"}
    rows = [Feature("waste_point", f"m{number}", Point(107.1, -6.2 + number / 1000), about) for number in range(200)]
    path = write_features(rows, tmp_path / f"x{end}")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    try:
        found = open_shapes(path)
    except Unreadable:
        return
    assert len(found.rows) <= 200


def test_a_missing_file_is_a_missing_file(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        open_shapes(tmp_path / "none.gpkg")


@real
@pytest.mark.parametrize(
    ("name", "rows", "refused"),
    [
        ("boundaries/id3275_kota_bekasi.geojson", 56, {}),
        ("boundaries/id3216_bekasi.geojson", 187, {}),
        ("basemap/roads_kota_bekasi_rbi25k.geojson", 18_430, {"geometry": 5}),
        ("basemap/motorways_jorr_east.overpass.json", 622, {}),
        ("basemap/railways_jabodetabek.overpass.json", 1053, {}),
        ("layers/pois_jabodetabek.geojson", 3482, {}),
        ("layers/nyc_wifi_hotspots.csv", 3319, {}),
        ("layers/cctv_kota_bekasi_21_titik.csv", 21, {}),
        ("dirty/halte_bus.csv", 44, {}),
        ("dirty/titik_rawan_macet.csv", 47, {"no_place": 5}),
    ],
)
def test_every_row_of_a_real_file_is_there_or_refused(name: str, rows: int, refused: dict[str, int]):
    opened = open_shapes(DATA / name)
    assert len(opened.rows) == rows
    assert grouped(row for row in opened.rows if not isinstance(row, RawFeature)) == refused


@real
def test_points_far_from_the_city_are_refused_with_their_distance():
    found = read(
        DATA / "dirty" / "halte_bus.csv", "facility", rules=CITY, mapping={"Nama": "name", "Keterangan": "kind"}
    )
    assert len(found.features) + len(found.refusals) == 44
    assert grouped(found.refusals) == {"outside": 6}
    assert any("1,4" in refusal.sentence for refusal in found.refusals)  # one lies in Medan, 1,400 km away


@real
def test_a_real_layer_goes_through_each_format_unharmed(tmp_path: Path):
    found = read(DATA / "layers" / "pois_jabodetabek.geojson", "facility", mapping={"category": "kind"})
    assert len(found.features) == 3482
    for end in ENDS:
        back = read(write_features(found.features, tmp_path / f"poi{end}"), "facility")
        if end == ".shp":  # its texts have a fixed width: blanks at their end are no part of them
            assert [str(row.properties["name"]) for row in back.features] == [
                str(row.properties["name"]).rstrip() for row in found.features
            ]
        else:
            assert by_id(back.features) == by_id(found.features)
        shutil.rmtree(tmp_path)
        tmp_path.mkdir()
