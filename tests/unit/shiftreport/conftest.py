"""The city of the tests, one of its shifts, and what a report is made from."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from console.domain.city import City
from console.domain.shifts import Shift, shift_at
from console.resources import profile_tables, resource_path
from console.shiftreport.input import ShiftInput
from console.theme import Theme
from layers.basemap import Basemap, load_basemap
from tests.unit.shiftreport.play import Play, busy_shift, hostile_shift


@pytest.fixture(scope="session")
def city() -> City:
    return City.from_tables(profile_tables("kota_bekasi"))


@pytest.fixture(scope="session")
def shift() -> Shift:
    """Saturday 21 November 2026, 07:00 to 14:00 WIB."""
    return shift_at(datetime(2026, 11, 21, 3, tzinfo=UTC))


@pytest.fixture(scope="session")
def basemap() -> Basemap:
    return load_basemap(resource_path("basemap", "kota_bekasi"))


@pytest.fixture(scope="session")
def day() -> Theme:
    return Theme.load("day")


@pytest.fixture
def play(city: City) -> Play:
    return Play(city)


@pytest.fixture(scope="session")
def busy(city: City, shift: Shift) -> Play:
    return busy_shift(city, shift.start, shift.end)


@pytest.fixture(scope="session")
def given(busy: Play, city: City, shift: Shift, basemap: Basemap) -> ShiftInput:
    """A busy morning, told shortly after its end."""
    return ShiftInput(
        reports=tuple(busy.reports.values()),
        events=tuple(busy.events),
        city=city,
        start=shift.start,
        end=shift.end,
        made_at=shift.end + timedelta(minutes=4),
        basemap=basemap,
        signed_by="Sari Wulandari",
    )


@pytest.fixture(scope="session")
def empty(given: ShiftInput) -> ShiftInput:
    """A shift in which nothing happened, in a city without a basemap."""
    return replace(given, reports=(), events=(), basemap=None, signed_by="")


@pytest.fixture(scope="session")
def hostile(given: ShiftInput) -> ShiftInput:
    """A shift in which every text that anybody can write tries to be more than text."""
    play = hostile_shift(given.city, given.start)
    return replace(
        given, reports=tuple(play.reports.values()), events=tuple(play.events), signed_by="<b onclick=pwn()>Sari</b>"
    )
