"""The city profile: every row names only what exists, and nothing that the console relies on is missing."""

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from layers.basemap import load_basemap
from layers.places import Gazetteer

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
PROFILE = RESOURCES / "profiles" / "kota_bekasi"
UNITS = {"minutes", "hours", "working_days"}


def rows(name: str) -> list[dict[str, Any]]:
    ((_, found),) = tomllib.loads((PROFILE / f"{name}.toml").read_text(encoding="utf-8")).items()
    return list(found)


CITY = tomllib.loads((PROFILE / "profile.toml").read_text(encoding="utf-8"))
DEPARTMENTS = {row["code"]: row for row in rows("departments")}
CATEGORIES = {row["code"]: row for row in rows("categories")}
DEADLINES = {row["code"]: row for row in rows("deadlines")}
ROUTES = rows("routing")
LANDMARKS = rows("landmarks")
BASEMAP = load_basemap(RESOURCES / "basemap" / "kota_bekasi")
AREAS = {area.id for area in BASEMAP.themes["areas"]}

# The categories and their departments as DOMAIN.md lists them.
DUTIES = {
    "dishub": "traffic_jam traffic_light illegal_parking street_light",
    "dbmsda": "road_damage flood drainage bridge fallen_tree",
    "dlh": "illegal_dumping waste_overflow river_pollution air_pollution",
    "damkar": "fire rescue",
    "dinkes": "accident_injury medical",
    "bpbd": "disaster",
    "satpol_pp": "public_order illegal_vendor illegal_banner",
    "dinsos": "social_welfare",
    "diskominfostandi": "wifi_outage app_problem",
    "disdukcapil": "civil_registry",
    "distaru": "building_permit",
    "disperkimtan": "park settlement",
    "disdagperin": "market price",
    "disparbud": "tourism culture",
    "disdik": "school",
    "poc": "other",
}


def test_every_code_is_there_once() -> None:
    for name in ("departments", "categories", "deadlines"):
        codes = [row["code"] for row in rows(name)]
        assert len(codes) == len(set(codes)), name


def test_the_duties_are_those_of_the_domain() -> None:
    listed = {code: department for department, codes in DUTIES.items() for code in codes.split()}
    assert {code: row["department"] for code, row in CATEGORIES.items()} == listed


def test_unconfirmed_duties_are_marked() -> None:
    unsure = {"fallen_tree", "building_permit", "park", "settlement"}
    assert {code for code, row in CATEGORIES.items() if row["check"]} == unsure


def test_the_departments_include_the_12_kecamatan_and_56_kelurahan_offices() -> None:
    for kind, count in (("kecamatan", 12), ("kelurahan", 56)):
        offices = [row["area"] for row in DEPARTMENTS.values() if row["kind"] == kind]
        assert len(set(offices)) == count
        assert set(offices) <= AREAS


def test_most_departments_are_not_on_line() -> None:
    agencies = [row for row in DEPARTMENTS.values() if row["kind"] in {"dinas", "badan", "satpol"}]
    assert sum(row["online"] for row in agencies) < len(agencies) / 2


@pytest.mark.parametrize("code", CATEGORIES)
def test_a_category_names_only_what_exists(code: str) -> None:
    row = CATEGORIES[code]
    assert row["department"] in DEPARTMENTS
    assert row["deadline"] in DEADLINES
    assert row["pillar"] in {pillar["code"] for pillar in CITY["pillar"]}
    assert row["priority"] in {"low", "normal", "high", "emergency"}
    assert row["title"]["id"]
    assert row["title"]["en"]
    assert isinstance(row["valid_from"], date)
    assert (row["deadline"] == "emergency") == row["emergency"]


@pytest.mark.parametrize("code", CATEGORIES)
def test_a_category_has_words_to_be_known_by(code: str) -> None:
    words = CATEGORIES[code]["keywords"]
    assert len(words) >= 8
    assert len(words) == len(set(words))
    assert all(word == word.strip().lower() for word in words)


def test_every_icon_is_in_the_icon_font() -> None:
    qtawesome = pytest.importorskip("qtawesome")
    (charmap,) = (Path(qtawesome.__file__).parent / "fonts").glob("materialdesignicons6-*-charmap-*.json")
    drawn = json.loads(charmap.read_text())
    for code, row in CATEGORIES.items():
        family, _, name = row["icon"].partition(".")
        assert family == "mdi6"
        assert name in drawn, code


@pytest.mark.parametrize("number", range(len(ROUTES)))
def test_a_route_names_only_what_exists(number: int) -> None:
    route = ROUTES[number]
    assert route["category"] == "*" or route["category"] in CATEGORIES
    assert route["department"] in DEPARTMENTS
    assert route["reason"]["id"]
    assert route["reason"]["en"]
    assert {*route.get("kecamatan", ()), *route.get("kelurahan", ())} <= AREAS
    if "answer" in route:
        assert route["answer"]["key"] in {question["key"] for question in CATEGORIES[route["category"]]["questions"]}


def test_every_category_has_a_route_without_conditions() -> None:
    narrow = {"kecamatan", "kelurahan", "hours", "answer", "valid_to"}
    wide = {route["category"] for route in ROUTES if not narrow & set(route)}
    assert wide == set(CATEGORIES)


def test_no_route_stands_behind_a_wider_one_that_hides_it() -> None:
    seen: set[str] = set()
    for route in ROUTES:
        assert route["category"] not in seen, route
        if not {"kecamatan", "kelurahan", "hours", "answer", "valid_from", "valid_to"} & set(route):
            seen.add(route["category"])


def test_street_lights_moved_from_dbmsda_to_dishub_in_november_2025() -> None:
    moved = [route for route in ROUTES if route["category"] == "street_light"]
    assert [(route["department"], route.get("valid_from"), route.get("valid_to")) for route in moved] == [
        ("dbmsda", date(2019, 1, 1), date(2025, 10, 31)),
        ("dishub", date(2025, 11, 1), None),
    ]


@pytest.mark.parametrize("code", DEADLINES)
def test_a_deadline_has_two_clocks_and_a_source(code: str) -> None:
    row = DEADLINES[code]
    for clock in ("acknowledge", "solve"):
        assert row[clock]["unit"] in UNITS
        assert row[clock]["amount"] > 0
    assert row["source"]


def test_landmarks_lie_in_the_city_and_can_be_found() -> None:
    places = Gazetteer(BASEMAP)
    assert len(LANDMARKS) >= 40
    for row in LANDMARKS:
        assert places.in_city(row["lon"], row["lat"]), row["name"]
        assert places.find(row["name"], 1)[0].name == row["name"]


def test_the_city_lies_in_the_profiles_box() -> None:
    west, south, east, north = BASEMAP.areas("kota")[0].geometry.bounds
    box = CITY["bbox"]
    assert box[0] <= west < east <= box[2]
    assert box[1] <= south < north <= box[3]


# --- holidays --------------------------------------------------------------------------------------------------------

YEARS = {year["year"]: year for year in tomllib.loads((RESOURCES / "holidays" / "id.toml").read_text())["year"]}


def test_the_years_that_matter_are_listed() -> None:
    assert {2016, 2017, 2025, 2026, 2027} <= set(YEARS)
    assert not YEARS[2027]["confirmed"]


@pytest.mark.parametrize("year", YEARS)
def test_a_years_holidays_are_of_that_year_in_order_and_named(year: int) -> None:
    days = YEARS[year]["days"]
    assert [day["date"] for day in days] == sorted(day["date"] for day in days)
    assert all(day["date"].year == year and day["name"] for day in days)
    assert {day["kind"] for day in days} == {"national", "joint_leave"}
    fixed = {(1, 1), (5, 1), (8, 17), (12, 25)}
    assert fixed <= {(day["date"].month, day["date"].day) for day in days if day["kind"] == "national"}
    assert YEARS[year]["source"]


def test_joint_leave_never_falls_on_a_weekend() -> None:
    leave = [day["date"] for year in YEARS.values() for day in year["days"] if day["kind"] == "joint_leave"]
    assert [day for day in leave if day.weekday() > 4] == []
