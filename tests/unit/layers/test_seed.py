"""The demo city: complete, valid by the layers' own schema, repeatable, marked as made up, and alive."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from layers import rushhour, seed
from layers.basemap import Basemap, load_basemap
from layers.catalog import BY_KEY
from layers.features import Feature
from layers.places import Gazetteer
from layers.schema import faults

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # a Friday, 10:00 WIB
MORNING_RUSH, NIGHT = NOW.replace(hour=0, minute=10), NOW.replace(hour=19)  # 07:10 and 02:00 WIB


@pytest.fixture(scope="module")
def basemap() -> Basemap:
    return load_basemap(RESOURCES / "basemap" / "kota_bekasi")


@pytest.fixture(scope="module")
def places(basemap: Basemap) -> Gazetteer:
    return Gazetteer(basemap)


@pytest.fixture(scope="module")
def city(basemap: Basemap) -> dict[str, list[Feature]]:
    return seed.features(basemap, NOW)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return seed.report_rows(RESOURCES / "seed")


LEAST = {"wifi_hotspot": 300, "waste_point": 80, "traffic_segment": 60, "camera": 20, "facility": 30}


@pytest.mark.parametrize("layer", LEAST)
def test_the_city_has_enough_of_each_layer_and_all_of_it_is_valid(
    city: dict[str, list[Feature]], places: Gazetteer, layer: str
) -> None:
    features = city[layer]
    assert len(features) >= LEAST[layer]
    assert len({feature.id for feature in features}) == len(features)
    for feature in features:
        assert faults(BY_KEY[layer].fields, feature.properties) == [], feature.id
        assert feature.source == "demo"
        assert places.distance_to_city_m(*feature.geometry.coords[0]) < 100
        assert feature.geometry.geom_type.replace("String", "").lower() == BY_KEY[layer].geometry


def test_the_same_seed_and_moment_make_the_same_city(basemap: Basemap, city: dict[str, list[Feature]]) -> None:
    assert seed.features(basemap, NOW) == city
    assert seed.features(basemap, NOW, seed=2) != city


def test_every_state_of_a_hotspot_occurs_and_agrees_with_its_dates(city: dict[str, list[Feature]]) -> None:
    assert {spot.properties["state"] for spot in city["wifi_hotspot"]} == {"aktif", "gangguan", "nonaktif", "dicabut"}
    for spot in city["wifi_hotspot"]:
        gone = spot.properties["state"] in {"nonaktif", "dicabut"}
        assert ("until" in spot.properties) == gone
        assert str(spot.properties["since"]) < "2026-11-20"
        if gone:
            assert str(spot.properties["since"]) < str(spot.properties["until"])
            assert spot.properties["users"] == 0


def test_the_morning_is_full_the_night_is_empty_and_the_wave_turns(city: dict[str, list[Feature]]) -> None:
    def load(moment: datetime, west: bool) -> float:
        roads = [rushhour.at(one, moment) for one in city["traffic_segment"]]
        ways = [one for one in roads if (one.geometry.coords[-1][0] < one.geometry.coords[0][0]) == west]
        return sum(int(one.properties["level"] or 0) for one in ways) / len(ways)

    evening = NOW.replace(hour=11)  # 18:00 WIB
    assert load(MORNING_RUSH, west=True) > 1.5 > 0.3 > load(NIGHT, west=True)
    assert load(MORNING_RUSH, west=True) > load(MORNING_RUSH, west=False)
    assert load(evening, west=False) > load(evening, west=True)


def test_speed_and_delay_follow_from_the_level(city: dict[str, list[Feature]]) -> None:
    for segment in (rushhour.at(one, MORNING_RUSH) for one in city["traffic_segment"]):
        about = segment.properties
        assert about["speed_kmh"] <= about["free_flow_kmh"]
        assert about["closure"] == (about["level"] == 5)
        assert about["from"] != about["to"]
        assert segment.valid_until is not None
        assert segment.valid_until > MORNING_RUSH


def test_both_directions_are_drawn_side_by_side_driving_on_the_left(city: dict[str, list[Feature]]) -> None:
    by_id = {segment.id: segment.geometry for segment in city["traffic_segment"]}
    there, back = by_id["demo-road-06-1a"], by_id["demo-road-06-1b"]
    assert 15 < there.hausdorff_distance(back) * 111_195 < 60
    (x0, y0), (x1, y1), (x, y) = there.coords[0], there.coords[1], back.coords[-1]
    assert (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) < 0  # the way back lies to the right


def test_a_step_changes_something_but_not_everything(city: dict[str, list[Feature]]) -> None:
    everything = [feature for features in city.values() for feature in features]
    changed = seed.step(everything, NOW + timedelta(hours=2))
    kinds = Counter(feature.layer for feature in changed)
    assert kinds["traffic_segment"] == len(city["traffic_segment"])
    assert 0 < kinds["waste_point"] < len(city["waste_point"])
    assert 0 < kinds["wifi_hotspot"] < len(city["wifi_hotspot"]) / 4
    assert set(kinds) == {"traffic_segment", "waste_point", "wifi_hotspot"}
    for feature in changed:
        assert faults(BY_KEY[feature.layer].fields, feature.properties) == []


def test_a_step_leaves_what_is_not_of_the_demo_alone(city: dict[str, list[Feature]]) -> None:
    real = [
        Feature(one.layer, one.id, one.geometry, one.properties, source="waze") for one in city["traffic_segment"][:5]
    ]
    assert seed.step(real, NOW + timedelta(hours=1)) == []


def test_over_a_day_waste_points_fill_and_are_emptied_and_nothing_goes_wrong(city: dict[str, list[Feature]]) -> None:
    known = {feature.id: feature for layer in ("waste_point", "wifi_hotspot") for feature in city[layer]}
    before = {ident: feature.properties.get("last_emptied_at") for ident, feature in known.items()}
    for quarter in range(1, 97):
        for feature in seed.step(known.values(), NOW + timedelta(minutes=15 * quarter)):
            assert faults(BY_KEY[feature.layer].fields, feature.properties) == []
            known[feature.id] = feature
    emptied = sum(known[ident].properties.get("last_emptied_at") != at for ident, at in before.items())
    assert emptied > 20
    states = Counter(spot.properties["state"] for spot in known.values() if spot.layer == "wifi_hotspot")
    assert states["aktif"] > 3 * states["gangguan"] > 0


# --- reports ---------------------------------------------------------------------------------------------------------


def test_there_are_many_reports_of_all_kinds_over_36_hours(places: Gazetteer, rows: list[dict[str, Any]]) -> None:
    made = seed.reports(places, rows, NOW)
    assert len(made) >= 120
    assert len({report.id for report in made}) == len(made)
    assert len({report.truth for report in made}) == 34
    assert {report.channel for report in made} == {"sorot", "call112", "social", "open311", "agent", "walk_in"}
    ages = [NOW - report.received_at for report in made]
    assert max(ages) < timedelta(hours=36, minutes=5)
    assert min(ages) > timedelta(0)
    assert ages == sorted(ages, reverse=True)


def test_twins_tell_of_the_same_event_near_each_other(places: Gazetteer, rows: list[dict[str, Any]]) -> None:
    made = seed.reports(places, rows, NOW)
    twins = Counter(report.twin for report in made if report.twin)
    assert len(twins) >= 10
    assert min(twins.values()) >= 2
    for word in twins:
        group = [report for report in made if report.twin == word]
        assert len({report.truth for report in group}) == 1
        assert group[-1].received_at - group[0].received_at < timedelta(hours=2)


def test_some_reports_come_without_a_place_but_their_words_name_it(
    places: Gazetteer, rows: list[dict[str, Any]]
) -> None:
    unplaced = [report for report in seed.reports(places, rows, NOW) if report.lon is None]
    assert len(unplaced) >= 10
    assert sum(bool(places.mentioned(report.text)) for report in unplaced) >= 4


def test_placed_reports_lie_in_the_city(places: Gazetteer, rows: list[dict[str, Any]]) -> None:
    for report in seed.reports(places, rows, NOW):
        if report.lon is not None and report.lat is not None:
            assert places.in_city(report.lon, report.lat), report.text


def test_every_place_of_the_texts_is_in_the_gazetteer(places: Gazetteer, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        if "at" in row:
            assert places.find(row["at"], 1)[0].why == "exact", row["at"]


def test_nobody_real_can_be_rung_up(places: Gazetteer, rows: list[dict[str, Any]]) -> None:
    for report in seed.reports(places, rows, NOW):
        assert report.contact_phone == "" or report.contact_phone.startswith("0812-0000-")


def test_reports_are_the_same_for_the_same_seed(places: Gazetteer, rows: list[dict[str, Any]]) -> None:
    assert seed.reports(places, rows, NOW) == seed.reports(places, rows, NOW)


def test_arrivals_are_the_same_however_time_is_cut(places: Gazetteer, rows: list[dict[str, Any]]) -> None:
    hours = [NOW + timedelta(minutes=minute) for minute in range(0, 601, 7)] + [NOW + timedelta(hours=10, minutes=20)]
    cut = [report for a, b in pairwise(hours) for report in seed.arrivals(places, rows, a, b)]
    whole = seed.arrivals(places, rows, hours[0], hours[-1])
    assert cut == whole
    assert 50 < len(whole) < 200
