"""The city of the tests and one of its shifts."""

from datetime import UTC, datetime

import pytest

from console.domain.city import City
from console.domain.shifts import Shift, shift_at
from console.resources import profile_tables
from tests.unit.shiftreport.play import Play, busy_shift


@pytest.fixture(scope="session")
def city() -> City:
    return City.from_tables(profile_tables("kota_bekasi"))


@pytest.fixture(scope="session")
def shift() -> Shift:
    """Saturday 21 November 2026, 07:00 to 14:00 WIB."""
    return shift_at(datetime(2026, 11, 21, 3, tzinfo=UTC))


@pytest.fixture
def play(city: City) -> Play:
    return Play(city)


@pytest.fixture(scope="session")
def busy(city: City, shift: Shift) -> Play:
    return busy_shift(city, shift.start, shift.end)
