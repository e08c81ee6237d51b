"""Two people edit one layer: nothing that either did is lost, and what can't be brought together is asked about."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Point

from layers.changes import (
    GEOMETRY,
    Change,
    ChangeKind,
    Changeset,
    Conflict,
    changed_fields,
    content,
    difference,
    merge,
    merge_blindly,
    same,
)
from layers.features import Feature, NotAFeature

SPOT = Feature("wifi_hotspot", "w1", Point(107.0, -6.2), {"name": "Taman", "state": "aktif", "users": 3}, version=4)


def with_fields(feature: Feature, **fields: object) -> Feature:
    return replace(feature, properties={**feature.properties, **fields})


def test_edits_of_different_fields_merge():
    mine, theirs = with_fields(SPOT, name="Taman Kota"), with_fields(SPOT, state="gangguan")
    merged = merge(SPOT, mine, theirs)
    assert isinstance(merged, Feature)
    assert merged.properties == {"name": "Taman Kota", "state": "gangguan", "users": 3}


def test_a_moved_point_and_a_new_name_merge():
    moved = replace(SPOT, geometry=Point(107.01, -6.2))
    merged = merge(SPOT, moved, with_fields(SPOT, name="Alun-alun"))
    assert isinstance(merged, Feature)
    assert merged.geometry == moved.geometry
    assert merged.properties["name"] == "Alun-alun"


def test_equal_edits_are_no_conflict():
    edited = with_fields(SPOT, state="nonaktif")
    merged = merge(SPOT, edited, replace(edited, version=5))
    assert isinstance(merged, Feature)
    assert merged.version == 5


def test_two_values_for_one_field_are_a_conflict_that_names_the_field():
    mine, theirs = with_fields(SPOT, state="nonaktif", name="A"), with_fields(SPOT, state="gangguan")
    merged = merge(SPOT, mine, theirs)
    assert isinstance(merged, Conflict)
    assert merged.fields == ("state",)
    assert (merged.base, merged.mine, merged.theirs) == (SPOT, mine, theirs)


def test_two_new_places_are_a_conflict_about_the_geometry():
    merged = merge(SPOT, replace(SPOT, geometry=Point(107.1, -6.2)), replace(SPOT, geometry=Point(107.2, -6.2)))
    assert isinstance(merged, Conflict)
    assert merged.fields == (GEOMETRY,)


@pytest.mark.parametrize(("mine", "theirs"), [(None, with_fields(SPOT, name="B")), (with_fields(SPOT, name="B"), None)])
def test_a_deletion_against_an_edit_is_a_conflict(mine, theirs):
    merged = merge(SPOT, mine, theirs)
    assert isinstance(merged, Conflict)
    assert merged.is_about_deletion
    assert merged.fields == ("name",)


def test_a_deletion_of_what_nobody_edited_goes_through():
    assert merge(SPOT, None, replace(SPOT, version=9)) is None
    assert merge(SPOT, SPOT, None) is None
    assert merge(SPOT, None, None) is None


def test_the_same_thing_entered_by_two_merges_where_they_agree():
    mine = with_fields(SPOT, ssid="Patriot")
    merged = merge(None, mine, SPOT)
    assert isinstance(merged, Feature)
    assert merged.properties["ssid"] == "Patriot"
    assert isinstance(merge(None, with_fields(SPOT, name="X"), SPOT), Conflict)


def test_without_a_base_only_equal_edits_are_no_conflict():
    assert merge_blindly(SPOT, replace(SPOT, version=7)) == replace(SPOT, version=7)
    disputed = merge_blindly(with_fields(SPOT, name="X"), SPOT)
    assert isinstance(disputed, Conflict)
    assert disputed.fields == ("name",)
    assert isinstance(merge_blindly(None, SPOT), Conflict)


def test_an_empty_field_is_as_good_as_none_and_true_is_not_one():
    assert changed_fields(SPOT, with_fields(SPOT, ssid=None)) == []
    assert changed_fields(SPOT, with_fields(SPOT, name=None)) == ["name"]
    assert not same(True, 1)
    assert same(1, 1.0)


def test_taking_a_value_away_is_an_edit():
    merged = merge(SPOT, with_fields(SPOT, users=None), with_fields(SPOT, name="B"))
    assert isinstance(merged, Feature)
    assert merged.properties == {"name": "B", "state": "aktif"}


def test_the_difference_of_two_states_is_what_leads_from_one_to_the_other():
    other, new = replace(SPOT, id="w2"), replace(SPOT, id="w3", version=1)
    found = difference({"w1": SPOT, "w2": other}, {"w1": with_fields(SPOT, name="B"), "w3": new})
    assert [(change.kind, change.id, change.base_version) for change in found] == [
        (ChangeKind.UPDATE, "w1", 4),
        (ChangeKind.INSERT, "w3", 0),
        (ChangeKind.DELETE, "w2", 4),
    ]


def test_a_change_survives_the_wire():
    change = Change(ChangeKind.UPDATE, "wifi_hotspot", "w1", with_fields(SPOT, name="B"), 4, SPOT)
    assert Change.from_json(change.to_json(), "wifi_hotspot") == change


@pytest.mark.parametrize(
    "row",
    [
        {"kind": "move", "id": "w1", "base_version": 1},
        {"kind": "delete", "id": "", "base_version": 1},
        {"kind": "delete", "id": "w1"},
        {"kind": "delete", "id": "w1", "base_version": True},
        {"kind": "delete", "id": "w1", "base_version": 1, "feature": SPOT.to_geojson()},
        {"kind": "update", "id": "w1", "base_version": 1},
        {"kind": "insert", "id": "w1", "base_version": 1, "feature": SPOT.to_geojson()},
        {"kind": "insert", "id": "w2", "feature": SPOT.to_geojson()},
        {"kind": "insert", "id": "w1", "feature": {**SPOT.to_geojson(), "layer": "area"}},
        {"kind": "insert", "id": "w1", "feature": {**SPOT.to_geojson(), "properties": 7}},
        {"kind": "insert", "id": "w1", "feature": {**SPOT.to_geojson(), "geometry": {"type": "Point"}}},
        {"kind": "delete", "id": "w1", "base_version": 1, "force": True},
        [],
    ],
)
def test_a_change_that_makes_no_sense_is_refused(row):
    with pytest.raises(NotAFeature):
        Changeset.from_json([row], "wifi_hotspot")


def test_a_feature_is_changed_once_in_a_changeset():
    row = {"kind": "delete", "id": "w1", "base_version": 1}
    with pytest.raises(NotAFeature):
        Changeset.from_json([row, row], "wifi_hotspot")


VALUES = st.one_of(st.none(), st.booleans(), st.integers(0, 3), st.sampled_from(["a", "b"]))
PLACES = st.sampled_from([Point(0, 0), Point(1, 1), LineString([(0, 0), (1, 1)])])
FEATURES = st.builds(
    lambda place, fields, version: Feature("facility", "f", place, fields, version),
    PLACES,
    st.dictionaries(st.sampled_from("pqr"), VALUES),
    st.integers(1, 9),
)


@given(base=st.none() | FEATURES, mine=st.none() | FEATURES, theirs=st.none() | FEATURES)
@settings(max_examples=1000, deadline=None)
def test_no_edit_is_lost_whatever_two_people_do(base, mine, theirs):
    merged = merge(base, mine, theirs)
    if isinstance(merged, Conflict):
        assert (merged.base, merged.mine, merged.theirs) == (base, mine, theirs)
        assert changed_fields(base, mine)
        assert changed_fields(base, theirs)
        return
    for side in (mine, theirs):  # whoever changed a field finds the change in the result
        for key in changed_fields(base, side):
            assert same(content(merged).get(key), content(side).get(key)), key
    for key in changed_fields(base, merged):  # and nothing changed that nobody touched
        assert any(same(content(merged).get(key), content(side).get(key)) for side in (mine, theirs))


@given(base=FEATURES, mine=FEATURES, theirs=FEATURES)
@settings(max_examples=500, deadline=None)
def test_it_does_not_matter_who_comes_first(base, mine, theirs):
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert isinstance(one, Conflict) == isinstance(other, Conflict)
    if isinstance(one, Feature) and isinstance(other, Feature):
        assert changed_fields(one, other) == []


@given(
    before=st.dictionaries(st.sampled_from("abc"), FEATURES), after=st.dictionaries(st.sampled_from("abc"), FEATURES)
)
@settings(max_examples=200, deadline=None)
def test_a_difference_played_on_the_old_state_gives_the_new_one(before, after):
    before = {ident: replace(feature, id=ident) for ident, feature in before.items()}
    after = {ident: replace(feature, id=ident) for ident, feature in after.items()}
    state = dict(before)
    for change in difference(before, after):
        if change.feature is None:
            del state[change.id]
        else:
            state[change.id] = change.feature
    assert state.keys() == after.keys()
    assert all(changed_fields(state[ident], after[ident]) == [] for ident in after)
