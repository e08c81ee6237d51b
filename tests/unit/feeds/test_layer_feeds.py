"""What the adapters for layers of one's own read (GeoJSON, tables of text), and what they refuse."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from layers.feeds import Context, NotThisFeed, Reading
from plugins.feeds import csv_file, geojson_url

DATA = Path(__file__).parents[3].parent / "shared" / "data"
real = pytest.mark.skipif(not DATA.exists(), reason="the folder of real data is not here")
CITY = (106.888, -6.402, 107.052, -6.166)
NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


def context(**options: str) -> Context:
    return Context(NOW, CITY, options)


def point(lon: Any = 107.0, lat: Any = -6.25, ident: Any = 1, **properties: Any) -> dict[str, Any]:
    row = {"type": "Feature", "id": ident, "properties": properties}
    return row | {"geometry": {"type": "Point", "coordinates": [lon, lat]}}


def collection(*features: Any, **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()


def read(*features: Any, layer: str = "camera", **options: str) -> Reading:
    return geojson_url.read(collection(*features), context(layer=layer, **options))


def test_geojson_fills_the_layer_that_the_option_names():
    (camera,) = read(point(name="Simpang BCP")).features
    assert (camera.layer, camera.id, dict(camera.properties)) == ("camera", "1", {"name": "Simpang BCP"})
    assert read(point(name="x")).complete == ("camera",)


def test_their_columns_are_mapped_and_their_values_turned():
    row = point(nama="TPS Bantargebang", isi="87,5", jenis="tps", pernah="21/11/2026 06.00", lain="x")
    found = read(row, layer="waste_point", fields="nama=name;isi=fill_pct;jenis=kind;pernah=last_emptied_at")
    assert dict(found.features[0].properties) == {
        "name": "TPS Bantargebang",
        "fill_pct": 87.5,
        "kind": "TPS",
        "last_emptied_at": "2026-11-20T23:00:00+00:00",
    }


def test_a_projected_file_that_names_its_system_is_turned_into_degrees():
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32748"}}
    source = collection(point(721_300, 9_308_700, name="x"), crs=crs)
    (camera,) = geojson_url.read(source, context(layer="camera")).features
    assert (camera.geometry.x, camera.geometry.y) == pytest.approx((107.0, -6.25), abs=0.01)


def test_a_projected_file_that_does_not_is_refused():
    with pytest.raises(NotThisFeed, match="off the globe"):
        read(point(721_300, 9_308_700, name="x"))


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (point(-6.25, 107.0, name="x"), "off the globe"),
        (point(float("nan"), -6.25, name="x"), "not a finite number"),
        (point({"x": 107}, -6.25, name="x"), "geometry"),
        (point(), "Name is missing"),
        (point(name="x", ident=None), "it has no"),
        (point(name="x\x00y"), "control"),
        (point(name="x") | {"geometry": None}, "no geometry"),
        (point(name="x") | {"geometry": {"type": "LineString", "coordinates": [[107, -6], [107, -6.1]]}}, "LineString"),
        (point(name="x", state="rusak"), "State must be one of"),
        ("a text", "no object"),
    ],
)
def test_a_bad_feature_is_told_of_and_its_neighbour_is_kept(bad: Any, why: str):
    found = read(bad, point(ident=7, name="ok"))
    assert [camera.id for camera in found.features] == ["7"]
    assert why in found.problems[0]
    assert "\x00" not in found.problems[0]


@pytest.mark.parametrize(
    ("source", "options", "why"),
    [
        (b"<html>", {"layer": "camera"}, "a web page"),
        (b"{}", {"layer": "camera"}, "not a GeoJSON"),
        (collection()[:-3], {"layer": "camera"}, "breaks off"),
        (collection(), {}, "option 'layer'"),
        (collection(), {"layer": "moon"}, "option 'layer'"),
        (collection(crs={"properties": {"name": "EPSG:999999"}}), {"layer": "camera"}, "no coordinate system"),
        (collection(), {"layer": "camera", "zone": "Mars/Base"}, "no time zone"),
    ],
)
def test_what_can_not_be_read_is_refused_with_a_sentence(source: bytes, options: dict[str, str], why: str):
    with pytest.raises(NotThisFeed, match=why):
        geojson_url.read(source, context(**options))


@real
def test_real_points_of_interest_become_facilities():
    source = (DATA / "layers" / "pois_jabodetabek.geojson").read_bytes()
    options = {"layer": "facility", "id": "poi_id", "fields": "category=kind"}
    everywhere = geojson_url.read(source, context(**options, reach="all"))
    assert (len(everywhere.features), everywhere.problems) == (3482, ())
    near = geojson_url.read(source, context(**options))
    assert 190 < len(near.features) < 1500
    assert near.problems == ()


TABLE = "nama;lintang;bujur\nSimpang BCP;-6,2485;106,9931\nTol Bekasi Barat;-6,2510;106,9885\n"


def table(text: str, encoding: str = "utf-8", **options: str) -> Reading:
    return csv_file.read(text.encode(encoding), context(layer="camera", fields="nama=name", **options))


@pytest.mark.parametrize(
    "text",
    [
        TABLE,
        "\ufeff" + TABLE,
        TABLE.replace(",", ".").replace(";", ","),
        TABLE.replace(";", "\t"),
        TABLE.replace("\n", "\r\n"),
        TABLE.replace("lintang", "Latitude").replace("bujur", "LONGITUDE"),
        "sep=;\n" + TABLE,
    ],
)
def test_a_table_is_read_however_it_is_delimited(text: str):
    found = table(text)
    assert found.problems == ()
    assert [camera.properties["name"] for camera in found.features] == ["Simpang BCP", "Tol Bekasi Barat"]
    assert (found.features[0].geometry.x, found.features[0].geometry.y) == (106.9931, -6.2485)


def test_a_table_from_windows_keeps_its_letters():
    found = table(TABLE.replace("BCP", "Café"), encoding="cp1252")
    assert found.features[0].properties["name"] == "Simpang Café"


def test_the_same_row_has_the_same_id_the_next_time():
    assert [camera.id for camera in table(TABLE).features] == [camera.id for camera in table(TABLE).features]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("A;106,99;-6,24", "wrong way round"),
        ("A;-6.2.48;106,99", "not both numbers"),
        ("A;;", "there is no place"),
        ("A;NaN;106,99", "not both numbers"),
        ("A;3,59;98,67", "outside the city"),
        ("A;0;0", "whole degrees"),
        ("A;9308700,5;721300,5", "EPSG:32748"),
        ("A;-6,24;106,99;x", "4 cells"),
        ('"A;-6,24;106,99', "cells"),
        ("A\x00;-6,24;106,99", "control character"),
        (";-6,24;106,99", "Name is missing"),
        ("Simpang BCP;-6,2485;106,9931", "second row"),
    ],
)
def test_a_bad_row_is_told_of_with_its_line_and_the_others_are_kept(row: str, why: str):
    found = table(TABLE + row + "\n" + "Terminal;-6,2514;107,0175\n")
    assert len(found.features) == 3
    assert len(found.problems) == 1
    assert found.problems[0].startswith("line 4: ")
    assert why in found.problems[0]


def test_swapped_places_are_turned_when_that_is_asked_for():
    found = table(TABLE + "A;106,99;-6,24\n", swap="yes")
    assert (found.features[2].geometry.x, found.features[2].geometry.y) == (106.99, -6.24)


@pytest.mark.parametrize(
    ("source", "options", "why"),
    [
        (b"<!doctype html><html>", {}, "a web page"),
        (b'{"a": 1}', {}, "JSON"),
        (b"", {}, "nothing at all"),
        (b"PK\x03\x04", {}, "a ZIP archive"),
        (b"a;b\n1;2\n", {}, "no column lon"),
        (TABLE.encode(), {"lon": "x"}, "no column x"),
        (TABLE.encode(), {"crs": "moon"}, "no coordinate system"),
        (b"nama;lat;lon\nA;3,5;98,6\n", {}, "no row fits"),
    ],
)
def test_what_is_no_table_of_places_is_refused(source: bytes, options: dict[str, str], why: str):
    with pytest.raises(NotThisFeed, match=why):
        csv_file.read(source, context(**{"layer": "camera", "fields": "nama=name", **options}))


def test_a_layer_of_lines_is_not_filled_from_a_table():
    with pytest.raises(NotThisFeed, match="gives points"):
        csv_file.read(TABLE.encode(), context(layer="traffic_segment"))


@real
@pytest.mark.parametrize(
    ("name", "fields", "rows", "taken"),
    [
        ("layers/cctv_kota_bekasi_21_titik.csv", "", 21, 21),
        ("dirty/halte_bus.csv", "Nama=name;Keterangan=kind", None, None),
        ("dirty/titik_rawan_macet.csv", "Nama Lokasi=name", None, None),
    ],
)
def test_real_tables_are_read_and_every_row_is_accounted_for(
    name: str, fields: str, rows: int | None, taken: int | None
):
    source = (DATA / name).read_bytes()
    lines = [line for line in source.decode("utf-8-sig").splitlines() if line.strip(" ;,")]
    found = csv_file.read(source, context(layer="facility" if fields else "camera", fields=fields))
    assert len(found.features) + len(found.problems) == len(lines) - 1
    assert rows is None or len(lines) - 1 == rows
    assert taken is None or len(found.features) == taken
