"""How old a layer is, and when that is too old."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from layers.catalog import BY_KEY
from layers.freshness import Age, age_of

NOW = datetime(2026, 11, 21, 7, 5, tzinfo=UTC)
WARNINGS = BY_KEY["warning"]  # a cadence of 300 s


@pytest.mark.parametrize(("seconds", "stale"), [(0, False), (600, False), (601, True)])
def test_a_layer_is_old_after_two_cadences(seconds, stale):
    assert age_of(WARNINGS, NOW - timedelta(seconds=seconds), NOW) == Age(seconds, stale)


def test_a_layer_that_nobody_feeds_is_not_old():
    assert age_of(WARNINGS, None, NOW) == Age(None, False)


def test_a_layer_without_a_cadence_is_never_old():
    assert not age_of(BY_KEY["area"], NOW - timedelta(days=900), NOW).stale
