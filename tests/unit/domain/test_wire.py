"""What goes over the wire comes back equal, and what is not ours is refused by name."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain import wire
from console.domain.audit import GENESIS, Link, first_break, link_hash
from console.domain.errors import DomainError, Missing, NotValid
from console.domain.reports import Assignment, Channel, Priority, Report, Status

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
IDENT = "01934567-89ab-7cde-8f01-23456789abcd"
TASK = Assignment("dlh", "rina", NOW, NOW + timedelta(hours=1), NOW + timedelta(days=1), accepted_at=NOW)

REPORTS = st.builds(
    Report,
    id=st.uuids().map(str),
    number=st.just("BKS-000001"),
    text=st.text(),
    category=st.just("flood"),
    channel=st.sampled_from(Channel),
    received_at=st.just(NOW),
    forward_by=st.just(NOW),
    status=st.sampled_from(Status),
    priority=st.sampled_from(Priority),
    lon=st.none() | st.floats(-180, 180),
    photos=st.lists(st.just("a" * 64), max_size=2).map(tuple),
    assignment=st.none() | st.just(TASK),
    hold_until=st.none() | st.just(NOW),
)


@given(report=REPORTS)
def test_a_report_comes_back_equal(report):
    again = wire.report_from_json(json.loads(json.dumps(wire.report_to_json(report))))
    assert again == report


@given(old=REPORTS, new=REPORTS)
def test_changes_name_exactly_the_fields_that_differ(old, new):
    before, after = wire.report_to_json(old), wire.report_to_json(new)
    changes = wire.changes_between(old, new)
    assert all(before[key] == pair[0] and after[key] == pair[1] for key, pair in changes.items())
    assert {key for key in after if before[key] != after[key]} == set(changes)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b'{"a":1,"a":2}',
        b'{"a":NaN}',
        b'{"a":1e400}',
        b'{"a":-Infinity}',
        b'{"a":"\xff"}',
        b"[" * 100_000,
        '{"a":1}'.encode("utf-16"),
    ],
    ids=lambda body: repr(body[:14]),
)
def test_what_is_not_strict_json_is_refused(body):
    with pytest.raises(NotValid):
        wire.parse(body)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "not-a-uuid"),
        ("id", None),
        ("text", ""),
        ("text", "   "),
        ("text", 7),
        ("text", "a\x00b"),
        ("text", "\ud800"),
        ("text", "x" * 10_001),
        ("lat", True),
        ("lat", "-6.2"),
        ("lat", 91),
        ("lat", float("nan")),
        ("lat", None),
        ("lon", -181),
        ("channel", "pigeon"),
        ("priority", "panic"),
        ("reported_at", "yesterday"),
        ("reported_at", "2026-11-21T10:00:00"),
        ("reported_at", 17),
        ("reported_at", "9999-12-31T23:59:59Z"),
        ("reported_at", "0001-01-01T00:00:00Z"),
        ("photos", "abc"),
        ("photos", ["../../etc/passwd"]),
        ("photos", ["a" * 64] * 21),
        ("demo", 1),
        ("colour", "red"),
    ],
)
def test_a_bad_field_is_refused_by_its_name(field, value):
    good = {"id": IDENT, "text": "Banjir", "lon": 107.0, "lat": -6.24}
    with pytest.raises((NotValid, Missing)) as told:
        wire.NewReport.from_json(good | {field: value})
    assert told.value.detail["field"] in (field, "lon", "lat")


@given(body=st.dictionaries(st.text(max_size=8), st.none() | st.booleans() | st.floats() | st.text(), max_size=4))
def test_nothing_but_domain_errors_comes_out_of_bad_bodies(body):
    for read in (wire.NewReport.from_json, wire.ActionBody.from_json, wire.change_from_json):
        try:
            read(body)
        except DomainError as error:
            assert error.detail.get("field") is not None  # noqa: PT017 - it may also be a good body


def test_a_new_report_comes_back_equal():
    new = wire.NewReport(IDENT, "Banjir", "flood", lon=107.0, lat=-6.24, reported_at=NOW, priority=Priority.HIGH)
    assert wire.NewReport.from_json(json.loads(wire.dump(new.to_json()))) == new


def test_ids_grow_with_time():
    ids = [wire.uuid7(NOW + timedelta(milliseconds=step)) for step in range(50)]
    assert ids == sorted(ids)
    assert all(ident[14] == "7" and ident[19] in "89ab" for ident in ids)


def chain(bodies: list[bytes]) -> list[Link]:
    links, prev = [], GENESIS
    for seq, body in enumerate(bodies, start=1):
        own = link_hash(prev, seq, body)
        links.append(Link(seq, body, prev, own))
        prev = own
    return links


@given(bodies=st.lists(st.binary(max_size=20), min_size=2, max_size=8), data=st.data())
def test_a_changed_dropped_or_swapped_event_shows(bodies, data):
    links = chain(bodies)
    assert first_break(links) is None
    at = data.draw(st.integers(0, len(links) - 1))
    changed = [
        *links[:at],
        Link(links[at].seq, links[at].body + b"!", links[at].prev, links[at].hash),
        *links[at + 1 :],
    ]
    assert first_break(changed) == links[at].seq
    dropped = links[:at] + links[at + 1 :]
    assert at == len(links) - 1 or first_break(dropped) is not None
