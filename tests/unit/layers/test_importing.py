"""Files before they are taken in: what is guessed and why, and what taking them in would do, nothing being done yet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import shapely
from shapely.geometry import Point

from layers.catalog import BY_KEY
from layers.changes import ChangeKind
from layers.features import Feature
from layers.files import write_features
from layers.geometry import Bounds
from layers.importing import Look, look_again, look_at
from layers.judging import what_would_be
from layers.refusals import grouped
from layers.sources import Unreadable
from layers.whereabouts import Rules

DATA = Path(__file__).parents[3].parent / "shared" / "data"
real = pytest.mark.skipif(not DATA.exists(), reason="the folder of real data is not here")
CITY = Rules(Bounds(106.888, -6.402, 107.052, -6.166), 1500)
SPOT = Feature("waste_point", "w1", Point(106.99, -6.25), {"name": "TPS A", "kind": "TPS", "fill_pct": 50.0}, version=4)


def table(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "titik.csv"
    path.write_bytes(text.encode(encoding))
    return path


def look(path: Path, layer: str = "waste_point") -> Look:
    return look_at(path, layer, CITY)


def mapped(seen: Look) -> dict[str, str]:
    return {column: key for column, key in seen.reading.mapping.items() if key}


def test_indonesian_columns_are_known(tmp_path: Path):
    seen = look(table(tmp_path, "Nama TPS;Jenis;Lintang;Bujur;Kelurahan;Warna\nA;TPS;-6,25;106,99;Jati;biru\n"))
    assert mapped(seen) == {"Nama TPS": "name", "Jenis": "kind", "Kelurahan": "kelurahan"}
    assert seen.reading.mapping["Warna"] == ""
    assert (seen.reading.place, seen.crs_why.code) == (("Bujur", "Lintang"), "degrees")


def test_a_column_whose_cells_do_not_fit_is_left_out(tmp_path: Path):
    seen = look(table(tmp_path, "name,stream_file,lat,lon\nA,a.m3u8,-6.25,106.99\n"), "camera")
    assert mapped(seen) == {"name": "name"}


@pytest.mark.parametrize(
    ("rows", "code", "detail"),
    [
        ("A;TPS;9308700,5;721300,5", "metres", "EPSG:32748"),
        ("A;TPS;106,99;-6,25", "swapped", ""),
        ("A;TPS;3,59;98,67", "far", ""),
        ("A;TPS;123456789;987654321", "nowhere", ""),
    ],
)
def test_the_coordinate_system_is_told_by_where_the_rows_would_lie(tmp_path: Path, rows: str, code: str, detail: str):
    seen = look(table(tmp_path, f"name;kind;lat;lon\n{rows}\n"))
    assert (seen.crs_why.code, seen.crs_why.detail) == (code, detail)
    taken = what_would_be(seen, {}, CITY).count(ChangeKind.INSERT)
    assert taken == (1 if code in ("metres", "swapped") else 0)


def test_a_geojson_in_metres_is_recognised(tmp_path: Path):
    row = '{"type":"Feature","properties":{"name":"A"},"geometry":{"type":"Point","coordinates":[721300.5,9308700.5]}}'
    path = tmp_path / "utm.geojson"
    path.write_text(f'{{"type":"FeatureCollection","features":[{row}]}}', encoding="utf-8")
    seen = look(path, "facility")
    assert (seen.reading.crs, seen.crs_why.code) == ("EPSG:32748", "metres")
    assert what_would_be(seen, {}, CITY).count(ChangeKind.INSERT) == 1


@pytest.mark.parametrize(
    ("encoding", "code", "said"),
    [("utf-8-sig", "bom", "utf-8"), ("utf-8", "fits", "utf-8"), ("cp1252", "fits", "cp1252"), ("utf-16", "bom", None)],
)
def test_the_encoding_is_told_and_why(tmp_path: Path, encoding: str, code: str, said: str | None):
    seen = look(table(tmp_path, "name;kind;lat;lon\nKafé Ñandú;TPS;-6,25;106,99\n", encoding))
    assert seen.encoding_why.code == code
    assert said is None or seen.opened.encoding == said
    (change,) = what_would_be(seen, {}, CITY).changes
    assert change.feature is not None
    assert change.feature.properties["name"] == "Kafé Ñandú"


def test_columns_of_a_place_may_be_named_by_a_person(tmp_path: Path):
    path = table(tmp_path, "name,kind,lat,lon,b,a\nA,TPS,0,0,-6.25,106.99\n")
    seen = look(path)
    assert what_would_be(seen, {}, CITY).changes == ()
    again = look_again(seen, replace(seen.reading, place=("a", "b")))
    assert what_would_be(again, {}, CITY).count(ChangeKind.INSERT) == 1


def test_a_missing_field_can_be_said_for_all_rows_and_ids_stay(tmp_path: Path):
    seen = look(table(tmp_path, "name,lat,lon\nA,-6.25,106.99\n"))
    assert grouped(what_would_be(seen, {}, CITY).refusals) == {"fields": 1}
    said = replace(seen, reading=replace(seen.reading, constants={"kind": "liar"}))
    other = replace(seen, reading=replace(seen.reading, constants={"kind": "TPS"}))
    (one,), (two,) = what_would_be(said, {}, CITY).changes, what_would_be(other, {}, CITY).changes
    assert one.feature is not None
    assert (one.feature.properties["kind"], one.id) == ("liar", two.id)


def test_what_is_there_already_changes_only_where_the_file_says_something(tmp_path: Path):
    known = {SPOT.id: SPOT, "w2": replace(SPOT, id="w2", geometry=Point(106.98, -6.25))}
    text = "id,name,kind,lat,lon\nw1,TPS B,TPS,-6.25,106.99\nw2,TPS A,TPS,-6.25,106.98\nw3,Baru,TPS,-6.26,106.97\n"
    would = what_would_be(look(table(tmp_path, text)), known, CITY)
    kinds = {change.id: change.kind for change in would.changes}
    assert kinds == {"w1": ChangeKind.UPDATE, "w3": ChangeKind.INSERT}
    changed = next(change for change in would.changes if change.id == "w1")
    assert changed.feature is not None
    assert dict(changed.feature.properties) == {"name": "TPS B", "kind": "TPS", "fill_pct": 50.0}
    assert (changed.base_version, would.same) == (4, ("w2",))


def test_an_empty_cell_of_a_mapped_column_empties_the_field(tmp_path: Path):
    would = what_would_be(
        look(table(tmp_path, "id,name,kind,fill_pct,lat,lon\nw1,TPS A,TPS,,-6.25,106.99\nx,B,TPS,1,-6.25,106.97\n")),
        {SPOT.id: SPOT},
        CITY,
    )
    changed = next(change for change in would.changes if change.id == "w1")
    assert changed.feature is not None
    assert "fill_pct" not in changed.feature.properties


def test_with_the_whole_layer_what_the_file_does_not_hold_goes(tmp_path: Path):
    path = table(tmp_path, "id,name,kind,lat,lon\nx,B,TPS,-6.25,106.97\n")
    would = what_would_be(look(path), {SPOT.id: SPOT}, CITY, whole=True)
    assert {(change.id, change.kind) for change in would.changes} == {
        ("w1", ChangeKind.DELETE),
        ("x", ChangeKind.INSERT),
    }


def test_a_point_beside_a_known_one_is_told(tmp_path: Path):
    path = table(tmp_path, "id,name,kind,lat,lon\nx,B,TPS,-6.25001,106.99\n")
    (finding,) = what_would_be(look(path), {SPOT.id: SPOT}, CITY).findings
    assert (finding.code, finding.other) == ("twin", "w1")


@real
@pytest.mark.parametrize(
    ("name", "layer", "rows", "taken", "refused"),
    [
        ("dirty/halte_bus.csv", "facility", 44, 38, {"outside": 6}),
        ("dirty/titik_rawan_macet.csv", "facility", 47, 35, {"outside": 7, "no_place": 5}),
        ("layers/cctv_kota_bekasi_21_titik.csv", "camera", 21, 21, {}),
        ("layers/nyc_wifi_hotspots.csv", "wifi_hotspot", 3319, 0, {"outside": 3319}),
        ("layers/pois_jabodetabek.geojson", "facility", 3482, 646, {"outside": 2836}),
        ("basemap/roads_kota_bekasi_rbi25k.geojson", "traffic_segment", 18_430, 18_425, {"geometry": 5}),
        ("boundaries/id3275_kota_bekasi.geojson", "area", 56, 56, {}),
    ],
)
def test_real_files_are_taken_or_refused_row_by_row(
    name: str, layer: str, rows: int, taken: int, refused: dict[str, int]
):
    seen = look(DATA / name, layer)
    said = {"area": {"kind": "kelurahan"}, "traffic_segment": {"level": "0"}}.get(layer, {})
    would = what_would_be(replace(seen, reading=replace(seen.reading, constants=said)), {}, CITY, checked=False)
    assert (len(seen.opened.rows), len(would.found.features)) == (rows, taken)
    assert grouped(would.refusals) == refused
    assert all(
        key in ("", "id", "valid_until", *(f.key for f in BY_KEY[layer].fields))
        for key in seen.reading.mapping.values()
    )


def test_a_shapefile_that_names_no_system_is_judged_by_its_places(tmp_path: Path):
    path = write_features([replace(SPOT, layer="facility")], tmp_path / "x.shp")
    assert look(path, "facility").crs_why.code == "file"
    path.with_suffix(".prj").unlink()
    assert look(path, "facility").crs_why.code == "degrees"


@pytest.mark.parametrize("name", ["x.csv", "x.geojson", "x.gpkg", "x.shp"])
def test_an_empty_file_is_called_empty(tmp_path: Path, name: str):
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(Unreadable, match=f"{name}: the file is empty$"):
        look(tmp_path / name)


@pytest.mark.parametrize("end", [".geojson", ".gpkg"])
def test_rows_with_heights_are_counted_as_those_are_left_out(tmp_path: Path, end: str):
    import numpy as np
    import pyogrio

    shapes = [Point(106.99, -6.25, 30.5), Point(107.01, -6.25, 0.0)]
    pyogrio.raw.write(
        tmp_path / f"x{end}",
        geometry=np.array([shapely.to_wkb(shape) for shape in shapes], dtype=object),
        field_data=[np.array(["A", "B"], dtype=object)],
        fields=np.array(["name"], dtype=object),
        geometry_type="Point Z",
        crs="EPSG:4326",
    )
    seen = look(tmp_path / f"x{end}", "facility")
    assert (seen.opened.heights, len(seen.opened.rows)) == (1, 2)
    assert what_would_be(seen, {}, CITY).refusals == ()


def test_a_field_that_must_be_there_keeps_its_column_though_its_cells_do_not_fit(tmp_path: Path):
    text = "name,kind,lat,lon\nA,gunung,-6.25,106.99\nB,TPS,-6.25,106.98\n"
    (refusal,) = what_would_be(look(table(tmp_path, text)), {}, CITY).refusals
    assert refusal.sentence == "Kind must be one of: TPS, TPS3R, bank sampah, TPA, liar"
