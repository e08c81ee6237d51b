"""The profile of the city: every row fits the others, routes say why, and twins are found."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from console.domain.categories import suggest
from console.domain.city import City
from console.domain.duplicates import twins
from console.domain.errors import NotValid
from console.domain.reports import Channel, Priority, Report, Status
from console.domain.routing import Route, Whereabouts
from console.resources import profile_tables

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def city() -> City:
    return City.from_tables(profile_tables("kota_bekasi"))


@pytest.fixture
def flood() -> Report:
    return Report(
        "r1", "BKS-000001", "Banjir selutut di depan pasar", "flood", Channel.SOROT, NOW, NOW, lon=107.0, lat=-6.24
    )


def test_the_citys_categories_are_those_of_the_paper(city):
    paper = """traffic_jam traffic_light illegal_parking street_light road_damage flood drainage bridge fallen_tree
        illegal_dumping waste_overflow river_pollution air_pollution fire rescue accident_injury medical disaster
        public_order illegal_vendor illegal_banner social_welfare wifi_outage app_problem civil_registry building_permit
        park settlement market price tourism culture school other"""
    assert set(city.categories) == set(paper.split())


def test_every_category_has_a_title_in_both_languages_and_a_known_pillar(city):
    for category in city.categories.values():
        assert {"id", "en"} <= set(category.title)
        assert category.pillar in city.pillars


@pytest.mark.parametrize(
    ("category", "department"),
    [("flood", "dbmsda"), ("traffic_jam", "dishub"), ("illegal_dumping", "dlh"), ("fire", "damkar")],
)
def test_the_suggestion_follows_the_table_and_says_why_in_both_languages(city, flood, category, department):
    found = city.suggest(replace(flood, category=category), NOW)
    assert found.department == department
    assert found.reason["id"]
    assert found.reason["en"]


def test_street_lights_moved_from_one_department_to_another(city, flood):
    lamp = replace(flood, category="street_light")
    assert city.suggest(lamp, NOW).department == "dishub"
    assert city.suggest(lamp, datetime(2021, 6, 1, 3, 0, tzinfo=UTC)).department == "dbmsda"


def test_a_route_holds_in_its_area_its_hours_and_its_days_only():
    row = {
        "category": "flood",
        "department": "kec",
        "reason": {"id": "malam", "en": "night"},
        "kecamatan": ["32.75.02"],
        "hours": {"from": "22:00", "to": "05:00"},
        "valid_from": date(2026, 1, 1),
        "answer": {"key": "on_toll", "is": True},
    }
    route = Route.from_table(row)
    here, night = Whereabouts("", "32.75.02"), datetime(2026, 11, 20, 16, 0, tzinfo=UTC)  # 23:00 WIB
    assert route.matches(here, "flood", night, {"on_toll": True})
    assert route.matches(here, "flood", night + timedelta(hours=5, minutes=59), {"on_toll": True})
    assert not route.matches(here, "flood", night + timedelta(hours=6), {"on_toll": True})
    assert not route.matches(here, "flood", night, {})
    assert not route.matches(Whereabouts("", "32.75.03"), "flood", night, {"on_toll": True})
    assert not route.matches(here, "fire", night, {"on_toll": True})
    assert not route.matches(here, "flood", night - timedelta(days=365), {"on_toll": True})


def test_a_profile_that_names_a_department_there_is_none_of_is_refused():
    tables = profile_tables("kota_bekasi")
    tables["routing"] = {"route": [{"category": "*", "department": "atlantis", "reason": {}}]}
    with pytest.raises(NotValid, match="atlantis"):
        City.from_tables(tables)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda tables: tables["categories"]["category"][0].update(priority="biasa"), "biasa"),
        (lambda tables: tables["categories"]["category"][0].update(pillar="luck"), "luck"),
        (lambda tables: tables["profile"].pop("bbox"), "bbox"),
        (lambda tables: tables["deadlines"]["profile"][0].update(solve={"amount": 3, "unit": "moons"}), "moons"),
        (lambda tables: tables["profile"].update(bbox=None), "profile"),
    ],
    ids=["priority", "pillar", "missing key", "unit", "type"],
)
def test_a_profile_with_a_wrong_value_is_refused_by_a_sentence_that_names_it(spoil, told):
    tables = profile_tables("kota_bekasi")
    spoil(tables)
    with pytest.raises(NotValid, match=told):
        City.from_tables(tables)


def test_the_words_of_a_citizen_suggest_the_category_and_say_which_did(city):
    first = suggest("Tolong pak, BANJIR sudah masuk rumah!", city.categories.values())[0]
    assert first.category == "flood"
    assert any("banjir" in word for word in first.words)
    assert suggest("zzz", city.categories.values()) == []


def test_an_emergency_counts_in_minutes(city):
    fire = city.deadline_of("fire")
    assert fire.acknowledge.after(NOW, city.calendar) - NOW <= timedelta(minutes=60)
    assert city.category("fire").priority is Priority.EMERGENCY


def test_a_near_and_recent_report_of_the_same_kind_is_a_likely_twin(flood):
    near = replace(flood, id="r2", number="BKS-000002", lon=107.0005, text="Banjir di pasar", received_at=NOW)
    far = replace(flood, id="r3", lon=107.02)
    old = replace(flood, id="r4", received_at=NOW - timedelta(days=2))
    other_kind = replace(flood, id="r5", category="fire")
    archived = replace(flood, id="r6", status=Status.REJECTED)
    found = twins(flood, [flood, near, far, old, other_kind, archived])
    assert [twin.report.id for twin in found] == ["r2"]
    assert found[0].distance_m == pytest.approx(55, abs=2)


def test_a_report_without_a_place_has_no_twins(flood):
    assert twins(replace(flood, lon=None, lat=None), [replace(flood, id="r2")]) == []
