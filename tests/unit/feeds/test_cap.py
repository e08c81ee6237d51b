"""What the adapters for CAP warnings and BMKG's earthquakes read, and what they refuse."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from shapely.geometry import Point

from layers.catalog import BY_KEY
from layers.feeds import Context, NotThisFeed
from layers.geometry import METRES_PER_DEGREE
from layers.schema import faults
from plugins.feeds import bmkg_quake, cap

DATA = Path(__file__).parents[3].parent / "shared" / "data"
real = pytest.mark.skipif(not DATA.exists(), reason="the folder of real data is not here")
CITY = (106.888, -6.402, 107.052, -6.166)
CONTEXT = Context(datetime(2026, 11, 21, 8, 0, tzinfo=UTC), CITY)
FIRST = "bmkg,A1,2026-11-21T14:55:00+07:00"
SQUARE = "-6.2,106.9 -6.2,107.0 -6.3,107.0 -6.3,106.9 -6.2,106.9"


def info(language: str = "id-ID", area: str = f"<polygon>{SQUARE}</polygon>", more: str = "") -> str:
    words = {"id-ID": "Hujan lebat di Bekasi", "en-US": "Heavy rain in Bekasi"}[language]
    return (
        f"<info><language>{language}</language><event>Hujan</event><severity>Severe</severity>"
        f"<effective>2026-11-21T15:00:00+07:00</effective><expires>2026-11-21T18:00:00+07:00</expires>"
        f"<headline>{words}</headline><description>Waspada.</description>{more}"
        f"<area><areaDesc>Bekasi</areaDesc>{area}</area></info>"
    )


def alert(*infos: str, ident: str = "A1", kind: str = "Alert", status: str = "Actual", references: str = "") -> str:
    return (
        '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">'
        f"<identifier>{ident}</identifier><sender>bmkg</sender><sent>2026-11-21T14:55:00+07:00</sent>"
        f"<status>{status}</status><msgType>{kind}</msgType><scope>Public</scope>"
        f"<references>{references}</references>{''.join(infos)}</alert>"
    )


def read(xml: str, **options: str):
    return cap.read(xml.encode(), Context(CONTEXT.now, CITY, options))


@real
def test_bmkgs_own_warning_lies_in_gorontalo_and_ends_when_it_says():
    source = (DATA / "alerts" / "cap-id-CGT20260924002_alert.xml").read_bytes()
    found = cap.read(source, CONTEXT)
    (warning,) = found.features
    assert found.problems == ()
    assert found.made_at is None, "between warnings there is nothing to say, and no feed is late for it"
    assert warning.geometry.contains(Point(122.13, 0.7))  # latitude first in the file, longitude first here
    assert warning.valid_until == datetime(2026, 9, 24, 9, 27, tzinfo=UTC)
    assert warning.properties["level"] == "moderate"
    assert "Gorontalo" in str(warning.properties["name"])
    assert faults(BY_KEY["warning"].fields, warning.properties) == []
    assert cap.read(source, Context(CONTEXT.now, CITY, {"reach": "city"})).features == ()


def test_a_warning_in_several_languages_is_shown_once_in_indonesian():
    (warning,) = read(alert(info("en-US"), info("id-ID"))).features
    assert warning.properties["name"] == "Hujan lebat di Bekasi"
    (warning,) = read(alert(info("en-US"), info("id-ID")), language="en").features
    assert warning.properties["name"] == "Heavy rain in Bekasi"


def test_two_info_blocks_of_one_language_are_two_warnings():
    assert [warning.id for warning in read(alert(info(), info())).features] == ["A1", "A1#2"]


def test_a_circle_is_drawn_with_its_radius_in_kilometres():
    (warning,) = read(alert(info(area="<circle>-6.25,106.95 5</circle>"))).features
    west, south, east, north = warning.geometry.bounds
    assert north - south == pytest.approx(2 * 5_000 / METRES_PER_DEGREE, rel=1e-3)
    assert (east - west) * 0.994 == pytest.approx(north - south, rel=1e-2)


def test_a_stylesheet_instruction_does_not_disturb():
    assert (
        len(read('<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="/s.xsl"?>' + alert(info())).features) == 1
    )


def test_an_update_takes_the_place_of_what_it_refers_to():
    both = f"<set>{alert(info())}{alert(info(), ident='A2', kind='Update', references=FIRST)}</set>"
    assert [warning.id for warning in read(both).features] == ["A2"]


def test_a_cancelled_warning_is_gone():
    both = f"<set>{alert(info())}{alert(ident='A2', kind='Cancel', references=FIRST)}</set>"
    found = read(both)
    assert found.features == ()
    assert found.complete == ("warning",)  # so that what the map still shows of it goes as well


def test_an_exercise_is_told_of_and_not_shown():
    found = read(alert(info(), status="Exercise"))
    assert found.features == ()
    assert "Exercise" in found.problems[0]


@pytest.mark.parametrize(
    ("area", "why"),
    [
        ("<polygon>106.9,-6.2 107.0,-6.2 107.0,-6.3 106.9,-6.2</polygon>", "latitude first"),
        ("<polygon>-6.2,106.9 -6.2,107.0</polygon>", "four points"),
        ("<polygon>-6.2,106.9 -6.2,107.0 nan,107.0 -6.2,106.9</polygon>", "not a place"),
        ("<polygon>-6.2,106.9 -6.2,106.9 -6.2,106.9 -6.2,106.9</polygon>", "no surface"),
        ("<circle>-6.2,106.9</circle>", "without a radius"),
        ("<circle>-6.2,106.9 -4</circle>", "radius of -4"),
        ("", "no area"),
    ],
)
def test_a_bad_area_is_told_of_and_nothing_is_guessed(area: str, why: str):
    found = read(alert(info(area=area)))
    assert found.features == ()
    assert why in " ".join(found.problems)


def test_a_time_without_a_zone_is_not_guessed():
    xml = alert(info()).replace("2026-11-21T18:00:00+07:00", "2026-11-21T18:00:00")
    assert "without a zone" in read(xml).problems[0]


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><alert>&b;</alert>'


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (b"<!DOCTYPE html><html><p>no access", "a web page"),
        (b"<html></html>", "<html>"),
        (b"", "nothing at all"),
        (b"{}", "JSON"),
        (b"<rss><channel/></rss>", "list of alerts"),
        (alert(info()).encode()[:300], "breaks off"),
        (BOMB, "entities"),
        (b"\x00\x01\x02", "not text"),
    ],
)
def test_what_is_no_alert_is_refused_with_a_sentence(source: bytes, why: str):
    with pytest.raises(NotThisFeed, match=why):
        cap.read(source, CONTEXT)


@real
@pytest.mark.parametrize("name", sorted(path.name for path in DATA.glob("traffic/*.xml")))
def test_other_real_xml_is_refused(name: str):
    with pytest.raises(NotThisFeed, match="no CAP alert"):
        cap.read((DATA / "traffic" / name).read_bytes(), CONTEXT)


@real
def test_bmkgs_earthquake_is_a_warning_around_its_epicentre():
    (quake,) = bmkg_quake.read((DATA / "alerts" / "autogempa.json").read_bytes(), CONTEXT).features
    assert quake.geometry.centroid.distance(Point(123.27, -8.51)) < 1e-6
    assert quake.properties["level"] == "minor"
    assert quake.updated_at == datetime(2026, 9, 23, 12, 16, 56, tzinfo=UTC)
    assert faults(BY_KEY["warning"].fields, quake.properties) == []


def quake(**changes: object) -> bytes:
    row = {"DateTime": "2026-09-23T12:16:56+00:00", "Coordinates": "-6.5,107.1", "Magnitude": "5.1"}
    return json.dumps({"Infogempa": {"gempa": [row, row | changes]}}).encode()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"Coordinates": "107.1,-6.5"}, "not latitude, longitude"),
        ({"Lintang": "6.50 LU"}, "not that of its Coordinates"),
        ({"Magnitude": "NaN"}, "no magnitude"),
        ({"DateTime": "2026-09-23T12:16:56"}, "no zone"),
        ({"Coordinates": ["-6.5", "107.1"]}, "no text"),
    ],
)
def test_a_bad_earthquake_is_told_of_and_the_other_is_kept(changes: dict[str, object], why: str):
    found = bmkg_quake.read(quake(**changes), CONTEXT)
    assert len(found.features) == 1
    assert why in found.problems[0]


@pytest.mark.parametrize(
    "source", [b"<html>", b"{}", b'{"Infogempa": []}', b'{"Infogempa": {"gempa": ["x"]}}', b"[NaN]"]
)
def test_what_is_no_infogempa_is_refused(source: bytes):
    with pytest.raises(NotThisFeed):
        bmkg_quake.read(source, CONTEXT)
