"""A traffic segment finds the road that it runs along, and no other."""

from __future__ import annotations

import json

import pytest
from shapely import LineString, MultiLineString, Point, box
from shapely.geometry import shape

from layers.basemap import Ground
from layers.features import Feature
from layers.roadmatch import RoadMatcher, laid

DEGREE = 111_319.49
LAT = -6.25


def metres(*places):
    """A line by metres east and north of a place in Bekasi."""
    return LineString([(107.0 + x / (DEGREE * 0.99406), LAT + y / DEGREE) for x, y in places])


def road(name, *places, kind="primary"):
    return Ground("roads", name, metres(*places), {"name": name, "class": kind})


MAIN = road("Jl. Raya", (0, 0), (500, 0), (1000, 0))
CROSS = road("Jl. Silang", (500, -300), (500, 300), kind="local")
BEND = road("Jl. Tikungan", (0, 200), (300, 200), (300, 500))


def off_m(line, other):
    return max(Point(place).distance(other) for place in line.coords) * DEGREE


def test_a_line_beside_its_road_is_laid_onto_it():
    found = RoadMatcher([MAIN, CROSS]).match(metres((100, 9), (480, 12), (900, 8)))
    assert (found.name, found.kind) == ("Jl. Raya", "primary")
    assert off_m(found.line, MAIN.geometry) < 0.5
    assert found.line.coords[0][0] < found.line.coords[-1][0], "the way it runs is kept"


def test_the_way_back_runs_back():
    found = RoadMatcher([MAIN]).match(metres((900, -8), (100, -8)))
    assert found.line.coords[0][0] > found.line.coords[-1][0]


def test_a_road_that_is_crossed_is_not_taken():
    found = RoadMatcher([CROSS]).match(metres((100, 5), (900, 5)))
    assert found is None


def test_a_bend_is_followed():
    found = RoadMatcher([BEND, MAIN]).match(metres((20, 208), (292, 208), (292, 480)))
    assert found.name == "Jl. Tikungan"
    assert off_m(found.line, BEND.geometry) < 8


def test_of_two_carriageways_the_one_that_goes_on_is_taken():
    other = road("Jl. Sisi", (450, 14), (520, 14), kind="local")
    found = RoadMatcher([MAIN, other]).match(metres((100, 8), (900, 8)))
    assert found.name == "Jl. Raya"
    assert off_m(found.line, MAIN.geometry) < 0.5, "no jump to the other one on the way"


@pytest.mark.parametrize(
    "line",
    [
        metres((0, 400), (900, 400)),
        metres((100, 5), (101, 5)),
        LineString(),
        Point(107.0, LAT),
        MultiLineString([metres((0, 0), (100, 0))]),
    ],
)
def test_what_runs_on_no_road_stays_where_it_is(line):
    assert RoadMatcher([MAIN]).match(line) is None


def test_without_roads_nothing_is_matched():
    assert RoadMatcher([]).match(metres((0, 0), (500, 0))) is None


def test_a_nameless_segment_gets_the_roads_name_and_keeps_its_own():
    found = RoadMatcher([MAIN]).match(metres((100, 9), (900, 9)))
    nameless = Feature("traffic_segment", "a", metres((100, 9), (900, 9)), {"level": 3})
    named = Feature("traffic_segment", "b", nameless.geometry, {"level": 3, "street": "Kalimalang"})
    assert laid(nameless, found).properties == {"level": 3, "street": "Jl. Raya"}
    assert laid(named, found).properties["street"] == "Kalimalang"
    assert laid(named, found).geometry == found.line


def test_the_real_jams_of_the_city_lie_on_its_real_roads(data):
    rows = json.loads((data / "basemap" / "roads_kota_bekasi_rbi25k.geojson").read_text(encoding="utf-8"))["features"]
    roads = [Ground("roads", str(number), shape(row["geometry"])) for number, row in enumerate(rows)]
    feed = json.loads((data / "traffic" / "waze_ccp_jabodetabek_2017-05-03.json").read_text(encoding="utf-8"))
    jams = [LineString([(at["x"], at["y"]) for at in jam["line"]]) for jam in feed["jams"]]
    middle = box(106.97, -6.29, 107.02, -6.21)  # in the city: the file has no roads beyond the border
    there = [jam for jam in jams if middle.contains(jam)]
    matcher = RoadMatcher(roads)
    matched = [found for found in map(matcher.match, there) if found]
    assert len(there) > 20
    assert len(matched) / len(there) > 0.9
