"""What taking a file in would do: exported and untouched it changes nothing, and the checks of the draft judge it."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
import shapely
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Point, Polygon, box

from layers.changes import ChangeKind
from layers.checks import Finding, Severity, city_ground
from layers.features import Feature
from layers.files import read_features, write_features
from layers.geometry import Bounds
from layers.importing import look_at
from layers.judging import Outcome, what_would_be, without
from layers.refusals import grouped, write_refusals
from layers.sameness import same_shape
from layers.whereabouts import Rules

DATA = Path(__file__).parents[3].parent / "shared" / "data"
real = pytest.mark.skipif(not DATA.exists(), reason="the folder of real data is not here")
ENDS = (".geojson", ".gpkg", ".shp", ".fgb", ".csv", ".kml")
CITY = Rules(Bounds(106.888, -6.402, 107.052, -6.166), 1500)
# A city of two corners of its box: what lies in the box may lie far from the city.
GROUND = shapely.union_all([box(106.9, -6.4, 106.96, -6.3), box(106.96, -6.3, 107.05, -6.2)])


def some_place(dice: random.Random) -> tuple[float, float]:
    return 106.9 + dice.random() * 0.15, -6.4 + dice.random() * 0.2


def ring(dice: random.Random, holed: bool = True) -> Polygon:
    (x, y), side = some_place(dice), 0.003 + dice.random() / 1000
    hole = [(x + side / 30, y + side / 70), (x + side / 15, y + side / 70), (x + side / 15, y + side / 40)]
    return Polygon([(x, y), (x + side, y), (x + side, y + side / 7), (x, y + side / 7)], [hole] if holed else [])


def points(dice: random.Random) -> list[Feature]:
    about = {"kind": "TPS", "last_emptied_at": "2026-11-20T23:00:00+00:00", "department": ""}
    rows = [{"name": f" TPS {number} “é” ", "fill_pct": dice.random() * 100, **about} for number in range(60)]
    return [Feature("waste_point", f"w/{at}", Point(some_place(dice)), row, 3) for at, row in enumerate(rows)]


def lines(dice: random.Random) -> list[Feature]:
    runs = [[some_place(dice) for _ in range(4)] for _ in range(40)]
    shapes = [*map(LineString, runs), MultiLineString([runs[0], runs[1]]), MultiLineString([runs[2]])]
    about = {"from": "A", "to": "B", "closure": False}
    return [
        Feature("traffic_segment", f"t{at}", shape, {"level": at % 5, "speed_kmh": dice.random() * 90, **about})
        for at, shape in enumerate(shapes)
    ]


def surfaces(dice: random.Random) -> list[Feature]:
    shapes = [ring(dice, at % 2 == 0) for at in range(30)]
    shapes += [MultiPolygon([shapes[0], shapes[1]]), MultiPolygon([shapes[2]])]
    return [
        Feature(
            "area", f"a{at}", shape, {"code": f"32.75.{at:02}", "name": "X", "kind": "kelurahan", "aliases": "a; b"}
        )
        for at, shape in enumerate(shapes)
    ]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("make", [points, lines, surfaces])
def test_what_was_exported_and_not_touched_comes_back_as_no_change(tmp_path: Path, make, end: str):
    rows = make(random.Random(5))
    for some in (rows, rows[:20]):  # with shapes of several parts, and without
        known = {feature.id: feature for feature in some}
        seen = look_at(write_features(some, tmp_path / f"x{end}"), some[0].layer, CITY)
        would = what_would_be(seen, known, CITY, checked=False)
        assert (would.changes, len(would.same), would.refusals) == ((), len(some), ())


@pytest.mark.parametrize("end", ENDS)
def test_one_edit_in_a_file_is_one_change(tmp_path: Path, end: str):
    rows = surfaces(random.Random(6))
    moved = shapely.transform(rows[3].geometry, lambda places: places + 2e-6)
    fresh = [*rows[:3], replace(rows[3], geometry=moved), *rows[4:]]
    seen = look_at(write_features(fresh, tmp_path / f"x{end}"), "area", CITY)
    would = what_would_be(seen, {feature.id: feature for feature in rows}, CITY, checked=False)
    assert [(change.id, change.kind) for change in would.changes] == [("a3", ChangeKind.UPDATE)]


@real
@pytest.mark.parametrize("end", ENDS)
def test_the_citys_own_areas_come_back_as_no_change(tmp_path: Path, end: str):
    seen = look_at(DATA / "boundaries" / "id3275_kota_bekasi.geojson", "area", CITY)
    said = replace(seen, reading=replace(seen.reading, constants={"kind": "kelurahan"}))
    rows = what_would_be(said, {}, CITY, checked=False).found.features
    assert len(rows) == 56
    back = look_at(write_features(rows, tmp_path / f"x{end}"), "area", CITY)
    would = what_would_be(back, {feature.id: feature for feature in rows}, CITY, checked=False)
    assert (would.changes, len(would.same), would.refusals) == ((), 56, ())


def test_a_line_that_runs_the_other_way_is_another_line_and_a_ring_is_not():
    line = LineString([(106.9, -6.3), (106.91, -6.31)])
    assert not same_shape(line, line.reverse())
    assert same_shape(line, MultiLineString([line]))
    area = Polygon([(0, 0), (0, 1), (1, 1), (1, 0)])
    assert same_shape(area, Polygon([(1, 1 + 1e-16), (0, 1), (0, 0), (1, 0)]))
    assert not same_shape(area, Polygon([(1, 1.00001), (0, 1), (0, 0), (1, 0)]))


# --- where things must lie -----------------------------------------------------------------------------------------


def judged(tmp_path: Path, text: str, known: list[Feature] | None = None, **how: bool) -> Outcome:
    path = tmp_path / "x.csv"
    path.write_text(text, encoding="utf-8")
    before = {feature.id: feature for feature in known or []}
    return what_would_be(look_at(path, "waste_point", CITY), before, CITY, GROUND, **how)


def test_a_row_in_the_box_of_the_city_and_outside_of_it_is_refused_with_its_distance(tmp_path: Path):
    would = judged(tmp_path, "id,name,kind,lat,lon\nx,Di dalam,TPS,-6.25,106.99\ny,Di luar,TPS,-6.21,106.91\n")
    assert [feature.properties["name"] for feature in would.found.features] == ["Di dalam"]
    (refusal,) = would.refusals
    assert (refusal.line, refusal.reason, refusal.row["name"]) == (3, "outside", "Di luar")
    assert refusal.sentence == "It lies 5.5 km outside the city"
    assert len(would.changes) == 1


def test_a_line_that_crosses_the_city_is_taken_though_its_ends_lie_beyond(tmp_path: Path):
    path = tmp_path / "x.csv"
    path.write_text('level,wkt\n2,"LINESTRING (106.5 -6.25, 107.5 -6.25)"\n', encoding="utf-8")
    would = what_would_be(look_at(path, "traffic_segment", CITY), {}, CITY, GROUND)
    assert (len(would.changes), would.refusals) == (1, ())


def test_areas_say_themselves_what_the_city_is():
    assert city_ground("area", [], GROUND, 1500) is None


def test_the_ground_is_that_of_the_areas_that_are_published_and_else_of_the_basemap():
    area = Feature("area", "k", box(106.9, -6.4, 106.91, -6.39), {"kind": "kecamatan", "name": "K", "code": "1"})
    own, basemap = city_ground("camera", [area], GROUND, 100), city_ground("camera", [], GROUND, 100)
    assert own is not None
    assert basemap is not None
    assert own.area < basemap.area
    assert own.covers(area.geometry)


def test_a_refused_row_takes_nothing_away_from_the_layer(tmp_path: Path):
    """The file is the whole layer, and a row of it can't be read: what it speaks of stays as it is."""
    known = [
        Feature("waste_point", key, Point(106.99, -6.25 + at / 100), {"name": key, "kind": "TPS"}, 2)
        for at, key in enumerate("xyz")
    ]
    text = "id,name,kind,lat,lon\nx,x,TPS,-6.25,106.99\ny,y,gunung,-6.24,106.99\n"
    would = judged(tmp_path, text, known, whole=True)
    assert [(change.kind, change.id) for change in would.changes] == [(ChangeKind.DELETE, "z")]
    assert grouped(would.refusals) == {"fields": 1}


def test_two_areas_that_overlap_are_left_to_a_person_or_refused_where_there_is_none(tmp_path: Path):
    rows = [
        Feature("area", key, box(106.9 + at * 0.005, -6.4, 106.91 + at * 0.005, -6.39), {"code": key, "name": key})
        for at, key in enumerate("ab")
    ]
    rows = [replace(row, properties={**row.properties, "kind": "kelurahan"}) for row in rows]
    seen = look_at(write_features(rows, tmp_path / "x.gpkg"), "area", CITY)
    shown, strict = (what_would_be(seen, {}, CITY, None, strict=strict) for strict in (False, True))
    assert (len(shown.changes), [finding.code for finding in shown.findings]) == (2, ["overlap"])
    assert (len(strict.changes), grouped(strict.refusals), strict.findings) == (1, {"overlap": 1}, ())


def test_what_the_service_finds_besides_is_refused_as_well(tmp_path: Path):
    would = judged(tmp_path, "id,name,kind,lat,lon\nx,A,TPS,-6.25,106.99\ny,B,TPS,-6.24,106.99\n")
    seen = look_at(tmp_path / "x.csv", "waste_point", CITY)
    left = without(would, seen, [Finding("waste_point", "y", "outside", Severity.ERROR)], {}, whole=False)
    assert [change.id for change in left.changes] == ["x"]
    assert [(refusal.line, refusal.reason) for refusal in left.refusals] == [(3, "outside")]


@pytest.mark.parametrize("end", [".geojson", ".gpkg", ".shp", ".fgb", ".kml"])
def test_a_refused_row_keeps_its_shape_and_its_id_and_can_be_mended(tmp_path: Path, end: str):
    """Also where the file gives the place in no column: the list of refused rows is a file to import."""
    rows = [
        Feature("waste_point", "good", Point(106.99, -6.25), {"name": "A", "kind": "TPS"}),
        Feature("waste_point", "bad", Point(106.98765432101, -6.24), {"name": "B", "kind": "gunung"}),
    ]
    found = read_features(write_features(rows, tmp_path / f"x{end}"), "waste_point")
    assert [feature.id for feature in found.features] == ["good"]
    listed = tmp_path / "refused.csv"
    write_refusals(listed, found.refusals)
    listed.write_text(listed.read_text(encoding="utf-8-sig").replace("gunung", "TPA"), encoding="utf-8-sig")
    (mended,) = what_would_be(look_at(listed, "waste_point", CITY), {}, CITY).found.features
    assert (mended.id, mended.properties["kind"]) == ("bad", "TPA")
    assert mended.geometry.equals_exact(rows[1].geometry, 1e-12)
