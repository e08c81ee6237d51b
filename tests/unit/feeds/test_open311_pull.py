"""What is taken from another Open311 server, and what is not."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from layers.feeds import Context, NotThisFeed, Reading
from plugins.feeds import open311_pull

CITY = (106.888, -6.402, 107.052, -6.166)


def request(**changes: Any) -> dict[str, Any]:
    row = {
        "service_request_id": "638344",
        "status": "open",
        "service_code": "006",
        "service_name": "Jalan rusak",
        "description": "Lubang besar di depan pasar",
        "requested_datetime": "2026-11-21T06:37:38+07:00",
        "address": "Jl. Ahmad Yani",
        "lat": -6.24,
        "long": 106.99,
        "first_name": "Budi",
        "phone": "0812",
    }
    return row | changes


def read(*rows: Any, **options: str) -> Reading:
    context = Context(datetime(2026, 11, 21, tzinfo=UTC), CITY, options)
    return open311_pull.read(json.dumps(rows).encode(), context)


def test_an_open_request_becomes_a_sighting_without_the_persons_name():
    (seen,) = read(request(), categories="006=road_damage").sightings
    assert (seen.key, seen.category, seen.place_note) == ("open311-638344", "road_damage", "Jl. Ahmad Yani")
    assert seen.seen_at == datetime(2026, 11, 20, 23, 37, 38, tzinfo=UTC)
    assert "Budi" not in repr(seen)
    assert "0812" not in repr(seen)


def test_closed_ones_and_those_of_elsewhere_are_no_concern():
    found = read(
        request(service_request_id=1, status="closed"), request(service_request_id=2, lat=-7.5, long=110.1), request()
    )
    assert [seen.key for seen in found.sightings] == ["open311-638344"]
    assert found.problems == ()


def test_xml_says_the_same():
    fields = "".join(f"<{key}>{value}</{key}>" for key, value in request().items())
    xml = f"<?xml version='1.0'?><service_requests><request>{fields}</request></service_requests>"
    found = open311_pull.read(xml.encode(), Context(datetime(2026, 11, 21, tzinfo=UTC), CITY))
    assert found == read(request())


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"lat": None}, "no place"),
        ({"lat": 106.99, "long": -6.24}, "wrong way round"),
        ({"requested_datetime": "yesterday"}, "requested_datetime"),
        ({"description": "", "service_name": None}, "neither description"),
        ({"status": "maybe"}, "neither open nor closed"),
        ({"service_request_id": None}, "no service_request_id"),
        ({"description": ["x"]}, "no text"),
    ],
)
def test_a_bad_request_is_told_of_and_the_other_is_kept(changes: dict[str, Any], why: str):
    found = read(request(**changes), request(service_request_id="ok"))
    assert [seen.key for seen in found.sightings] == ["open311-ok"]
    assert why in found.problems[0]


@pytest.mark.parametrize(
    "source",
    [
        b"<html>",
        b"<!DOCTYPE html><p>",
        b"",
        b"{}",
        b"[{]",
        b"<services/>",
        b'[{"a": 1}]',
        b"<service_requests><request>",
    ],
)
def test_what_is_no_list_of_requests_is_refused(source: bytes):
    with pytest.raises(NotThisFeed):
        open311_pull.read(source, Context(datetime(2026, 11, 21, tzinfo=UTC), CITY))
