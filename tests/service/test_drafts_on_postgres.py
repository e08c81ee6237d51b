"""Drafts and publishing on PostgreSQL: those tests of the drafts that ask its tables in ways of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from console.service.settings import ServiceSettings
from tests.service.clusters import cluster, new_database
from tests.service.test_drafts import (
    admin,
    gis,
    reviewer,
    service,
    spot,
    test_a_feature_is_put_back_to_what_it_was,
    test_an_approved_draft_is_published_at_its_time,
    test_drafts_are_found_by_state,
    test_two_values_for_one_field_are_told_with_both_sides_and_their_base,
    test_what_a_person_edited_stays_until_the_feed_says_something_else_there,
)

__all__ = [
    "admin",
    "cluster",
    "gis",
    "new_database",
    "reviewer",
    "service",
    "spot",
    "test_a_feature_is_put_back_to_what_it_was",
    "test_an_approved_draft_is_published_at_its_time",
    "test_drafts_are_found_by_state",
    "test_two_values_for_one_field_are_told_with_both_sides_and_their_base",
    "test_what_a_person_edited_stays_until_the_feed_says_something_else_there",
]


@pytest.fixture
def settings(tmp_path: Path, new_database: Callable[[], str]) -> ServiceSettings:
    return ServiceSettings(data=tmp_path / "data", database=new_database(), demo=True, seed=False, run_feeds=False)
