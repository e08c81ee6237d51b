"""The same shift as the tests of the figures have."""

from tests.unit.shiftreport.conftest import basemap, busy, city, day, empty, given, hostile, shift

__all__ = ["basemap", "busy", "city", "day", "empty", "given", "hostile", "shift"]
