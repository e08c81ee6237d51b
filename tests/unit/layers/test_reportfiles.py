"""Reports out of files: what is taken, what is refused and why, and that none is lost."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import shape
from shapely.ops import unary_union

from layers.geometry import Bounds
from layers.refusals import Refusal, grouped, write_refusals
from layers.reportfiles import FoundReport, open_reports, read_reports
from layers.reportmapping import NotMapped, guess_mapping
from layers.sources import Unreadable
from layers.whereabouts import Rules, away_from

DATA = Path(__file__).parents[3].parent / "shared" / "data"
real = pytest.mark.skipif(not DATA.exists(), reason="the folder of real data is not here")
CITY = Bounds(106.888, -6.402, 107.052, -6.166)
RULES = Rules(CITY, 1500)
HEAD = "no;waktu;laporan;bujur;lintang;alamat\n"


def read(path: Path, rules: Rules = RULES, **options: Any) -> tuple[list[FoundReport], list[Refusal]]:
    file = open_reports(path)
    mapping = file.guess().changed(options.pop("columns", {}), file.columns)
    rows = list(read_reports(file, mapping, rules, **options))
    return [row for row in rows if isinstance(row, FoundReport)], [row for row in rows if isinstance(row, Refusal)]


@pytest.fixture
def table(tmp_path: Path):
    """Writes rows under the header and reads them."""

    def write(*rows: str, head: str = HEAD, encoding: str = "utf-8", **options: Any):
        path = tmp_path / "laporan.csv"
        path.write_bytes((head + "".join(f"{row}\n" for row in rows)).encode(encoding))
        return read(path, **options)

    return write


@pytest.fixture
def geojson(tmp_path: Path):
    """Writes a collection of these features and reads it."""

    def write(*features: Any, crs: str = "", **options: Any):
        data: dict[str, Any] = {"type": "FeatureCollection", "features": list(features)}
        if crs:
            data["crs"] = {"type": "name", "properties": {"name": crs}}
        path = tmp_path / "laporan.geojson"
        path.write_text(json.dumps(data), encoding="utf-8")
        return read(path, **options)

    return write


def feature(lon: Any = 107.0, lat: Any = -6.25, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {"text": "Lampu jalan mati", **properties},
    }


# --- real files ----------------------------------------------------------------------------------------------------


@real
@pytest.mark.parametrize(("day", "rows", "near"), [("20", 69, 42), ("21", 1057, 361), ("22", 78, 18)])
def test_petabencanas_floods_are_all_accounted_for(day: str, rows: int, near: int):
    found, refused = read(DATA / "reports" / f"reports_2017-02-{day}.geojson")
    assert len(found) + len(refused) == rows
    assert len(found) == near
    assert grouped(refused) == {"outside": rows - near}


@real
def test_petabencanas_86_reports_of_the_city_are_taken_by_its_own_border():
    areas = json.loads((DATA / "boundaries" / "id3275_kota_bekasi.geojson").read_text(encoding="utf-8"))["features"]
    city = away_from(unary_union([shape(area["geometry"]) for area in areas]))
    taken = [
        report
        for path in sorted(DATA.glob("reports/*.geojson"))
        for report in read(path, Rules(margin_m=0, away_m=city))[0]
    ]
    assert len(taken) == 86
    assert {report.category for report in taken} == {"flood"}


@real
def test_petabencanas_times_are_western_indonesian():
    found, _ = read(DATA / "reports" / "reports_2017-02-20.geojson", Rules())
    assert found[0].reported_at == datetime(2017, 2, 20, 0, 58, 22, 262000, tzinfo=UTC)


@real
def test_a_flood_without_words_says_its_depth_and_that_this_was_made():
    found, refused = read(DATA / "reports" / "reports_2017-02-21.geojson", Rules())
    made = [report for report in found if report.text_is_made]
    assert refused == []
    assert made
    assert all(report.text.startswith("Banjir sekitar ") and report.text.endswith(" cm.") for report in made)


@real
def test_every_row_of_baltimore_is_taken_or_refused_with_its_reason():
    path = DATA / "reports" / "baltimore_311_sample.csv"
    found, refused = read(path, Rules())
    assert (len(found), grouped(refused)) == (8518, {"placeholder": 892, "no_place": 590})
    found, refused = read(path)
    assert (len(found), grouped(refused)) == (0, {"outside": 8518, "placeholder": 892, "no_place": 590})
    found, refused = read(path, Rules(), unplaced=True)
    assert (len(found), len(refused)) == (10_000, 0)


@real
def test_baltimores_times_are_american_and_local():
    found, _ = read(DATA / "reports" / "baltimore_311_sample.csv", Rules(), unplaced=True)
    first = next(report for report in found if "18-00269879" in report.source_ref)
    assert first.reported_at == datetime(2018, 4, 12, 15, 11, 26, tzinfo=UTC)
    assert (first.text, first.category) == ("TRT-Traffic Signal Repairs", "traffic_light")
    assert first.place_note == "3400 GARRISON BLVD, BALTIMORE, MD, 21215"


@real
def test_complaints_without_a_place_are_taken_only_when_that_is_asked_for():
    assert grouped(read(DATA / "text" / "keluhan_dev.csv")[1]) == {"no_place": 1139}
    found, refused = read(DATA / "text" / "keluhan_dev.csv", unplaced=True)
    assert (len(found), len(refused)) == (1139, 0)
    assert (found[0].lon, found[0].place_note) == (None, "Jalan depan Kampus LPKIA")


@real
def test_ids_are_the_same_each_time_and_differ_within_a_file():
    path = DATA / "reports" / "reports_2017-02-21.geojson"
    first, second = ([report.id for report in read(path, Rules())[0]] for _ in range(2))
    assert first == second
    assert len(set(first)) == len(first)


# --- hand-made rows ------------------------------------------------------------------------------------------------


def test_an_indonesian_table_is_understood_by_its_headers(table: Any):
    (report,), refused = table("7;21/11/2026 14.05;Jalan berlubang;106,99;-6,24;Jl. Ahmad Yani")
    assert refused == []
    assert (report.text, report.lon, report.lat) == ("Jalan berlubang", 106.99, -6.24)
    assert report.reported_at == datetime(2026, 11, 21, 7, 5, tzinfo=UTC)
    assert report.place_note == "Jl. Ahmad Yani"


@pytest.mark.parametrize(
    ("row", "reason", "words"),
    [
        ("1;;;106,99;-6,24;", "no_text", "no text"),
        ("1;; - ;106,99;-6,24;", "no_text", "no text"),
        ("1;;A;;;", "no_place", "no place"),
        ("1;;A;NaN;-6,24;", "no_place", "'NaN'"),
        ("1;;A;106.990.12;-6,24;", "no_place", "not both numbers"),
        ("1;;A;1.070.165;-62.398;", "no_place", "spreadsheet"),
        ("1;;A;inf;-6,24;", "no_place", "not both numbers"),
        ("1;;A;0;0;", "placeholder", "whole degrees"),
        ("1;;A;98,67;3,59;", "outside", "1,4"),
        ("1;;A;-6,24;106,99;", "swapped", "wrong way round"),
        ("1;;A;721300,5;9308700,5;", "metres", "EPSG:32748"),
        ("1;kemarin;A;106,99;-6,24;", "time", "'kemarin'"),
        ("1;31/02/2026;A;106,99;-6,24;", "time", "31/02/2026"),
        ("1;9999-09-09;A;106,99;-6,24;", "time", "9999"),
        ("1;;A\x00B;106,99;-6,24;", "control", "control character"),
        ("1;;A\x1b[31m;106,99;-6,24;", "control", "control character"),
        ("1;;A;106,99;-6,24;x;y", "columns", "7 cells"),
        ('1;;"A;106,99;-6,24;', "columns", "cells"),
        ("0;;Genangan;106,99;-6,24;", "twice", "line 2"),
        ("1;;" + "A" * 10_001 + ";106,99;-6,24;", "long", "10001 characters"),
    ],
)
def test_a_bad_row_is_refused_with_its_reason_and_its_neighbours_are_kept(
    table: Any, row: str, reason: str, words: str
):
    good = "0;;Genangan;106,99;-6,24;"
    found, refused = table(good, row, "2;;Sampah;106,98;-6,23;")
    assert [report.text for report in found] == ["Genangan", "Sampah"]
    assert [(refusal.line, refusal.reason) for refusal in refused] == [(3, reason)]
    assert words in refused[0].sentence
    assert refused[0].row


def test_swapped_places_are_turned_when_that_is_asked_for(table: Any):
    found, refused = table("1;;A;-6,24;106,99;", "2;;B;106,99;-6,24;", rules=Rules(CITY, 1500, swap=True))
    assert refused == []
    assert [(report.lon, report.lat) for report in found] == [(106.99, -6.24)] * 2


def test_metres_are_read_when_their_system_is_named(table: Any):
    (report,), _ = table("1;;A;721300,5;9308700,5;", rules=Rules(CITY, 1500, crs="EPSG:32748"))
    assert (report.lon, report.lat) == pytest.approx((107.0, -6.25), abs=0.01)


def test_american_dates_are_told_from_the_whole_column(table: Any):
    found, _ = table("1;11/21/2026 2:05 PM;A;106,99;-6,24;", "2;04/05/2026 1:00 AM;B;106,99;-6,24;")
    assert [report.reported_at for report in found] == [
        datetime(2026, 11, 21, 7, 5, tzinfo=UTC),
        datetime(2026, 4, 4, 18, 0, tzinfo=UTC),
    ]


def test_a_row_whose_bytes_are_damaged_is_refused_alone(tmp_path: Path):
    path = tmp_path / "x.csv"
    path.write_bytes(HEAD.encode() + "1;;Café – ñandú;106,99;-6,24;\n".encode() + b"2;;Caf\xe9;106,99;-6,24;\n")
    found, refused = read(path)
    assert [report.text for report in found] == ["Café – ñandú"]
    assert [refusal.reason for refusal in refused] == ["encoding"]


def test_a_file_from_windows_keeps_its_letters(table: Any):
    (report,), _ = table("1;;Café “Bekasi”;106,99;-6,24;", encoding="cp1252")
    assert report.text == "Café “Bekasi”"


def test_a_column_can_be_named_by_hand_and_a_wrong_name_is_told(table: Any):
    rows = ("1;;A;106,99;-6,24;Jl. Mawar",)
    (report,), _ = table(*rows, columns={"text": "alamat+laporan"})
    assert report.text == "Jl. Mawar\nA"
    with pytest.raises(NotMapped, match="no column 'isi'"):
        table(*rows, columns={"text": "isi"})
    with pytest.raises(NotMapped, match="can't be mapped"):
        table(*rows, columns={"colour": "alamat"})


def test_a_file_without_a_column_for_the_text_says_so(table: Any):
    with pytest.raises(NotMapped, match="no column seems to hold the text"):
        table("1;2;3", head="a;b;c\n")


def test_a_category_of_the_city_is_kept_and_another_word_is_not_guessed(table: Any):
    head = "laporan;bujur;lintang;kategori\n"
    rows = ("A;106,99;-6,24;flood", "B;106,99;-6,24;banjir besar")
    found, _ = table(*rows, head=head, categories=frozenset({"flood"}))
    assert [report.category for report in found] == ["flood", ""]


def test_a_geojson_names_its_coordinate_system_or_is_refused(geojson: Any):
    (report,), _ = geojson(feature(721300.5, 9308700.5), crs="urn:ogc:def:crs:EPSG::32748")
    assert (report.lon, report.lat) == pytest.approx((107.0, -6.25), abs=0.01)
    found, refused = geojson(feature(), feature(text="B"), crs="urn:ogc:def:crs:EPSG::99999")
    assert (found, [refusal.reason for refusal in refused]) == ([], ["crs", "crs"])


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (feature(float("nan")), "no_place"),
        (feature(1e400), "no_place"),
        (feature(True), "no_place"),
        (feature(None), "no_place"),
        (feature(-6.25, 107.0), "swapped"),
        (feature(text=None), "no_text"),
        (feature(text="a\x00b"), "control"),
        (feature(text="a\ud800b"), "encoding"),
        (feature(created_at="soon"), "time"),
        (feature() | {"geometry": None}, "no_place"),
        (feature() | {"geometry": {"type": "LineString", "coordinates": [[107, -6.2], [107, -6.3]]}}, "geometry"),
        ("a text", "geometry"),
    ],
)
def test_a_bad_feature_is_refused_and_its_neighbour_is_kept(geojson: Any, bad: Any, reason: str):
    found, refused = geojson(bad, feature(text="ok", created_at="2026-11-21T10:00:00+07:00"))
    assert [report.text for report in found] == ["ok"]
    assert [(refusal.line, refusal.reason) for refusal in refused] == [(1, reason)]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (b"<!DOCTYPE html><html>", "a web page"),
        (b'{"type": "FeatureCollection", "features": [{', "breaks off"),
        (b'{"type": "Topology"}', "not a GeoJSON"),
        (b"PK\x03\x04", "ZIP"),
        (b"", "nothing at all"),
        (b"\n\n", "nothing at all"),
    ],
)
def test_what_is_no_file_of_reports_is_refused_with_a_sentence(tmp_path: Path, source: bytes, why: str):
    path = tmp_path / "x"
    path.write_bytes(source)
    with pytest.raises(Unreadable, match=why):
        open_reports(path)


def test_english_and_indonesian_columns_are_guessed():
    mapping = guess_mapping(["ID", "Reported At", "Description", "Latitude", "LONG", "Address"])
    assert mapping.used() == {
        "text": "Description",
        "lon": "LONG",
        "lat": "Latitude",
        "time": "Reported At",
        "place": "Address",
        "ref": "ID",
        "zone": "Asia/Jakarta",
    }
    assert guess_mapping(["Keluhan", "Koordinat", "Tgl Lapor"]).latlon == "Koordinat"


def test_refused_rows_are_written_with_their_own_columns_and_no_formula(tmp_path: Path):
    path = tmp_path / "refused.csv"
    row = {"laporan": "=HYPERLINK(1)", "bujur": "-6,24", "note": "a\x00b"}
    write_refusals(path, [Refusal(3, "swapped", "wrong", row), Refusal(4, "time", "bad", {"other": "-x"})])
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert rows == [
        ["line", "reason", "sentence", "laporan", "bujur", "note", "other"],
        ["3", "swapped", "wrong", "'=HYPERLINK(1)", "-6,24", "a\\x00b", ""],
        ["4", "time", "bad", "", "", "", "'-x"],
    ]


def test_a_list_of_refused_rows_can_be_mended_and_taken_in(tmp_path: Path):
    place = {"type": "Point", "coordinates": [-6.25, 107.0]}
    about = {
        "created_at": "2017-02-20T07:58:22",
        "source": "grasp",
        "image_url": None,
        "title": None,
        "text": "=banjir",
    }
    more = {"report_data": {"flood_depth": 77}, "tags": {"instance_region_code": "jbd"}}
    row = {"type": "Feature", "geometry": place, "properties": about | more}
    path, again = tmp_path / "x.geojson", tmp_path / "again.csv"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [row]}), encoding="utf-8")
    _, refused = read(path)
    write_refusals(again, refused)
    (report,), _ = read(again, Rules(CITY, 1500, swap=True))
    (same,), _ = read(path, Rules(CITY, 1500, swap=True))
    assert (report.text, report.lon, report.lat) == ("=banjir\n[kedalaman air 77 cm]", 107.0, -6.25)
    assert (report.id, report.reported_at) == (same.id, same.reported_at)


LINES = st.lists(st.text(st.sampled_from('ab;,"\t 1-6.7\x00\x0c\u2028é|='), max_size=30), max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES)
def test_whatever_stands_in_a_table_each_row_has_one_outcome(tmp_path: Path, lines: list[str]):
    path = tmp_path / "any.csv"
    path.write_bytes((HEAD + "\n".join(lines)).encode())
    file = open_reports(path)
    outcomes = list(read_reports(file, file.guess(), RULES))
    assert len(outcomes) == len(file.rows)
    said = "".join(str(row.cells if not isinstance(row, Refusal) else row.row) for row in file.rows)
    assert all(letter in said for line in lines for letter in line if letter in "ab1é")  # nothing vanished on the way
