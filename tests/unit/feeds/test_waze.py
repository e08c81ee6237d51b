"""What the Waze adapter makes of the partner feed, and what it refuses."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import shapely

from layers.catalog import BY_KEY
from layers.feeds import Context, NotThisFeed, Reading
from layers.schema import faults
from plugins.feeds import waze

DATA = Path(__file__).parents[3].parent / "shared" / "data"
FEED = DATA / "traffic" / "waze_ccp_jabodetabek_2017-05-03.json"
CITY = (106.888, -6.402, 107.052, -6.166)
CONTEXT = Context(datetime(2017, 5, 3, 5, 30, tzinfo=UTC), CITY)
real = pytest.mark.skipif(not FEED.exists(), reason="the folder of real data is not here")


def jam(**changes: Any) -> dict[str, Any]:
    row = {
        "uuid": 1458712744,
        "street": "Jl. Ahmad Yani",
        "endNode": "Kalimalang",
        "line": [{"x": 106.99, "y": -6.24}, {"x": 106.995, "y": -6.245}],
        "level": 3,
        "speed": 2.5,
        "length": 600,
        "delay": 150,
        "pubMillis": 1493789100000,
    }
    return {key: value for key, value in (row | changes).items() if value is not ...}


def alert(**changes: Any) -> dict[str, Any]:
    row = {
        "uuid": "ac9f4f0c-07b5-369c-b1f3-f786f14beb46",
        "type": "WEATHERHAZARD",
        "subtype": "HAZARD_WEATHER_FLOOD",
        "street": "Jl. Cut Mutia",
        "city": "Bekasi",
        "location": {"x": 107.0, "y": -6.25},
        "pubMillis": 1493789100000,
    }
    return {key: value for key, value in (row | changes).items() if value is not ...}


def reading(**parts: Any) -> Reading:
    return waze.read(json.dumps(parts).encode(), CONTEXT)


@real
def test_the_real_feed_gives_the_citys_alerts_and_jams():
    found = waze.read(FEED.read_bytes(), CONTEXT)
    areas = json.loads((DATA / "boundaries" / "id3275_kota_bekasi.geojson").read_text(encoding="utf-8"))["features"]
    city = shapely.unary_union([shapely.geometry.shape(area["geometry"]) for area in areas])
    inside = [alert for alert in found.sightings if city.contains(shapely.Point(alert.lon, alert.lat))]
    jams = [feature for feature in found.features if "-jam-" in feature.id and feature.geometry.intersects(city)]
    assert len(inside) == 19
    assert 96 <= len(jams) <= 97  # one only grazes the border
    assert found.problems == ()
    assert found.complete == ("traffic_segment",)
    assert found.made_at == datetime(2017, 5, 3, 5, 26, tzinfo=UTC)


@real
def test_every_real_segment_fits_the_fields_of_its_layer():
    found = waze.read(FEED.read_bytes(), CONTEXT)
    assert [faults(BY_KEY["traffic_segment"].fields, feature.properties) for feature in found.features] == [
        [] for _ in found.features
    ]
    assert max(feature.properties["speed_kmh"] for feature in found.features) < 60


def test_a_jams_speed_comes_in_metres_per_second_and_its_free_flow_is_worked_out():
    (segment,) = reading(jams=[jam()]).features
    assert segment.id == "waze-jam-1458712744"
    assert dict(segment.properties) == {
        "street": "Jl. Ahmad Yani",
        "to": "Kalimalang",
        "speed_kmh": 9.0,
        "free_flow_kmh": 24.0,  # 600 m in 240 s, of which 150 s are delay
        "level": 3,
        "delay_s": 150,
        "closure": False,
    }
    assert segment.updated_at == datetime(2017, 5, 3, 5, 25, tzinfo=UTC)


def test_a_delay_of_minus_one_means_closed():
    (segment,) = reading(jams=[jam(delay=-1, speed=0, level=5)]).features
    assert segment.properties["closure"] is True
    assert segment.properties["level"] == 5
    assert "delay_s" not in segment.properties


def test_fields_may_be_missing():
    (segment,) = reading(jams=[jam(street=..., endNode=..., pubMillis=..., length=..., delay=...)]).features
    assert dict(segment.properties) == {"speed_kmh": 9.0, "level": 3, "closure": False}


def test_speeds_that_can_not_be_metres_per_second_are_left_out_and_told_of():
    rows = [jam(uuid=number, speed=9.0, length=300, delay=100) for number in range(10)]
    found = reading(jams=rows)
    assert all("speed_kmh" not in segment.properties for segment in found.features)
    assert any("m/s" in problem for problem in found.problems)


def test_only_lines_that_touch_the_city_are_taken():
    far = jam(uuid=2, line=[{"x": 106.7, "y": -6.2}, {"x": 106.71, "y": -6.2}])
    across = jam(uuid=3, line=[{"x": 106.7, "y": -6.3}, {"x": 107.2, "y": -6.3}])
    assert [segment.id for segment in reading(jams=[far, across]).features] == ["waze-jam-3"]


def test_an_alert_becomes_a_sentence_in_the_citys_language():
    (seen,) = reading(alerts=[alert(reportDescription="air selutut")]).sightings
    assert seen.text == "Banjir di jalan di Jl. Cut Mutia, Bekasi: “air selutut”. (Waze)"
    assert (seen.category, seen.priority) == ("flood", "high")
    assert (seen.lon, seen.lat) == (107.0, -6.25)
    assert seen.seen_at == datetime(2017, 5, 3, 5, 25, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "subtype", "category"),
    [
        ("JAM", "JAM_HEAVY_TRAFFIC", "traffic_jam"),
        ("ACCIDENT", "ACCIDENT_MAJOR", "accident_injury"),
        ("ACCIDENT", "A_NEW_ONE", "accident_injury"),
        ("WEATHERHAZARD", "HAZARD_ON_ROAD_POT_HOLE", "road_damage"),
        ("WEATHERHAZARD", "HAZARD_ON_ROAD_CAR_STOPPED", "traffic_jam"),
        ("UNHEARD_OF", "", "other"),
    ],
)
def test_kinds_of_alerts_have_a_category(kind: str, subtype: str, category: str):
    (seen,) = reading(alerts=[alert(type=kind, subtype=subtype)]).sightings
    assert seen.category == category


def test_talk_between_drivers_is_passed_over():
    assert reading(alerts=[alert(type="POLICE")]).sightings == ()


def test_an_irregularity_is_a_segment_with_speeds_in_kmh():
    row = {
        "id": 123480250,
        "line": jam()["line"],
        "jamLevel": 4,
        "speed": 2.96,
        "regularSpeed": 12.27,
        "delaySeconds": 720,
        "seconds": 803,
        "length": 662,
    }
    (segment,) = reading(irregularities=[row]).features
    assert segment.properties["speed_kmh"] == 3.0
    assert segment.properties["free_flow_kmh"] == 12.3


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (jam(line=[{"x": -6.24, "y": 106.99}, {"x": -6.245, "y": 106.995}]), "y 106.99 is not within"),
        (jam(line=[{"x": 106.99, "y": float("nan")}, {"x": 106.995, "y": -6.2}]), "y is no number"),
        (jam(line=[{"x": 106.99, "y": -6.24}]), "fewer than two points"),
        (jam(line="POINT"), "fewer than two points"),
        (jam(level="3"), "level is no number"),
        (jam(level=True), "level is no number"),
        (jam(level=9), "level 9 is not within"),
        (jam(uuid=...), "it has no uuid"),
        (jam(street=["x"]), "street is no text"),
        ("a jam", "it is no object"),
    ],
)
def test_a_bad_row_is_told_of_and_its_neighbour_is_kept(bad: Any, why: str):
    found = reading(jams=[bad, jam(uuid=7)])
    assert [segment.id for segment in found.features] == ["waze-jam-7"]
    assert len(found.problems) == 1
    assert why in found.problems[0]


def test_a_swapped_alert_is_told_of_and_not_turned():
    here = Context(CONTEXT.now, (10.0, 20.0, 11.0, 21.0))  # where both ways round are on the globe
    body = json.dumps(
        {"alerts": [alert(location={"x": 20.5, "y": 10.5}), alert(uuid="b", location={"x": 10.5, "y": 20.5})]}
    )
    found = waze.read(body.encode(), here)
    assert [seen.key for seen in found.sightings] == ["waze-alert-b"]
    assert "wrong way round" in found.problems[0]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (b"<!DOCTYPE html><html><body>Login</body></html>", "a web page"),
        (b"", "nothing at all"),
        (b'{"alerts": [{"uuid": "a"', "breaks off"),
        (b"[1, 2]", "not an object"),
        (b'{"alerts": {}}', "no list"),
        (b'{"alerts": "none"}', "no list"),
        (b'{"alerts": [{"event": "Flood", "headline": "x"}]}', "no row of it"),
        (b'{"routes": [], "usersOnJams": []}', "Traffic View"),
        (b'{"type": "FeatureCollection", "features": []}', "GeoJSON"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"[" * 100_000, "damaged"),
    ],
)
def test_what_is_no_waze_feed_is_refused_with_a_sentence(source: bytes, why: str):
    with pytest.raises(NotThisFeed, match=why):
        waze.read(source, CONTEXT)


@real
def test_wazes_other_schema_is_refused_and_never_misread():
    with pytest.raises(NotThisFeed, match="Traffic View"):
        waze.read((DATA / "traffic" / "waze_trafficview_saopaulo.json").read_bytes(), CONTEXT)


@real
@pytest.mark.parametrize(
    "name", sorted(path.name for path in DATA.glob("traffic/*") if not path.name.startswith("waze"))
)
def test_other_real_traffic_files_are_refused(name: str):
    with pytest.raises(NotThisFeed):
        waze.read((DATA / "traffic" / name).read_bytes(), CONTEXT)


@real
def test_a_feed_cut_short_anywhere_is_refused():
    source = FEED.read_bytes()
    for end in (1, 1000, len(source) // 2, len(source) - 2):
        with pytest.raises(NotThisFeed):
            waze.read(source[:end], CONTEXT)


def test_an_old_feed_says_how_old_it_is():
    made_at = waze.read(b'{"jams": [], "endTimeMillis": 1400000000000}', CONTEXT).made_at
    assert made_at is not None
    assert made_at.date().isoformat() == "2014-05-13"
