"""The simulator: it moves only what is marked demo, says so, and makes few reports up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from layers import seed
from layers.basemap import load_basemap
from layers.features import Feature
from layers.feeds import Context
from plugins.feeds import demo

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)  # a Friday morning's rush hour in Bekasi
CITY = (106.888, -6.402, 107.052, -6.166)


@pytest.fixture(scope="module")
def city() -> dict[str, tuple[Feature, ...]]:
    basemap = load_basemap(ROOT / "resources" / "basemap" / "kota_bekasi")
    return {layer: tuple(rows) for layer, rows in seed.features(basemap, NOW).items()}


def at(minutes: float, known: dict[str, tuple[Feature, ...]], **options: str) -> Context:
    return Context(NOW + timedelta(minutes=minutes), CITY, options, known)


def test_the_city_lives_and_everything_of_it_is_marked(city: dict[str, tuple[Feature, ...]]):
    found = demo.read(b"", at(10, city))
    assert demo.MANIFEST.demo
    assert {feature.source for feature in found.features} == {"demo"}
    assert {feature.layer for feature in found.features} <= set(demo.MANIFEST.layers)
    assert len([feature for feature in found.features if feature.layer == "traffic_segment"]) == len(
        city["traffic_segment"]
    )


def test_what_comes_from_elsewhere_is_left_alone(city: dict[str, tuple[Feature, ...]]):
    real = {layer: tuple(replace(row, source="import") for row in rows) for layer, rows in city.items()}
    found = [demo.read(b"", at(minute, real)) for minute in range(60)]
    assert not any(reading.features or reading.sightings for reading in found)


def test_an_hour_brings_a_few_reports_each_once_and_each_marked(city: dict[str, tuple[Feature, ...]]):
    seen = [sighting for minute in range(60) for sighting in demo.read(b"", at(minute, city)).sightings]
    keys = {sighting.key for sighting in seen}
    assert 1 <= len(keys) <= 9
    assert all(demo.MARK in sighting.text for sighting in seen)
    assert {sighting.category for sighting in seen} <= {"wifi_outage", "waste_overflow", "traffic_jam"}


def test_reports_can_be_left_out(city: dict[str, tuple[Feature, ...]]):
    assert not any(demo.read(b"", at(minute, city, reports="no")).sightings for minute in range(60))


def test_an_empty_city_is_no_error():
    assert demo.read(b"", at(0, {})).features == ()
