"""Two people and one report: what merges by itself, what is no conflict at all, and what a person must decide."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain import merging
from console.domain.merging import MOVE, UNIT_OF, UNITS, merged
from console.domain.wire import CHANGEABLE

BASE: dict[str, Any] = {
    "text": "Banjir", "category": "flood", "priority": "normal", "lon": 107.0, "lat": -6.24, "place_note": "pasar",
    "contact_name": "", "contact_phone": "", "status": "new", "assignment": None, "duplicate_of": None,
    "hold_until": None, "reason": "", "version": 1,
}  # fmt: skip


def theirs(**changed: Any) -> dict[str, Any]:
    return {**BASE, "version": 2, **changed}


def test_every_field_that_can_be_changed_is_merged_as_part_of_a_unit():
    assert set(UNIT_OF) == set(CHANGEABLE)


def test_edits_of_different_fields_go_together():
    found = merged("change", BASE, {"priority": "high"}, theirs(category="drainage"))
    assert (found.body, found.clashes) == ({"priority": "high"}, ())


def test_equal_edits_are_no_conflict_and_need_no_sending():
    found = merged("change", BASE, {"priority": "high"}, theirs(priority="high"))
    assert (found.body, found.clashes) == (None, ())


def test_the_same_field_changed_to_something_else_is_for_a_person():
    found = merged("change", BASE, {"priority": "high", "category": "bridge"}, theirs(priority="low"))
    assert [row.unit for row in found.clashes] == ["priority"]
    (row,) = found.clashes
    assert (row.base, row.mine, row.theirs) == ({"priority": "normal"}, {"priority": "high"}, {"priority": "low"})
    kept = merging.chosen(
        "change", {"priority": "high", "category": "bridge"}, found.differences, frozenset({"priority"})
    )
    assert kept == {"category": "bridge"}


def test_half_a_place_is_never_taken():
    mine = {"lon": 107.01, "lat": -6.24}
    found = merged("change", BASE, mine, theirs(lat=-6.3))
    assert [row.unit for row in found.clashes] == ["place"]
    assert merging.chosen("change", mine, found.differences, frozenset({"place"})) == {}


def test_a_move_goes_through_beside_an_edit_of_another_field():
    found = merged("act", BASE, {"action": "verify"}, theirs(priority="high", place_note="jembatan"))
    assert (found.body, found.clashes) == ({"action": "verify"}, ())


def test_the_same_move_made_by_two_is_made():
    task = {"department": "dbmsda", "answer": ""}
    stands = theirs(status="assigned", assignment=task)
    assert merged("act", BASE, {"action": "assign", "department": "dbmsda"}, stands).body is None
    found = merged("act", BASE, {"action": "assign", "department": "dlh"}, stands)
    assert [row.unit for row in found.clashes] == [MOVE]
    assert merged("act", BASE, {"action": "verify"}, stands).clashes


def test_archiving_for_another_reason_is_a_conflict():
    stands = theirs(status="rejected", reason="incomplete")
    assert merged("act", BASE, {"action": "reject", "reason": "incomplete"}, stands).body is None
    assert merged("act", BASE, {"action": "reject", "reason": "not_relevant"}, stands).clashes


VALUES = st.sampled_from(["a", "b", "c"])
REPORTS = st.fixed_dictionaries(dict.fromkeys(("text", "category", "priority", "place_note"), VALUES))


@given(REPORTS, st.dictionaries(st.sampled_from(["text", "category", "priority", "place_note"]), VALUES), REPORTS)
def test_a_merge_never_overwrites_what_the_other_one_changed(base: Any, mine: Any, stands: Any):
    found = merged("change", base, mine, stands)
    after = {**stands, **(found.body or {})}
    for field in UNITS:
        if field not in base or field in {row.unit for row in found.clashes}:
            continue
        if stands[field] != base[field]:
            assert after[field] == stands[field]
        elif field in mine:
            assert after[field] == mine[field]


@pytest.mark.parametrize("kind", ["change", "act"])
def test_what_nobody_else_touched_goes_out_as_it_was(kind: str):
    body = {"priority": "high"} if kind == "change" else {"action": "reject", "reason": "incomplete"}
    assert merged(kind, BASE, body, theirs()).body == body
