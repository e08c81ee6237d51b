"""How features look: every layer has rows, shapes tell layers apart, and colour is never alone."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from shapely.geometry import Point

from console.domain.reports import Priority, Status
from layers.catalog import BY_KEY, HOTSPOT_STATES, LAYERS, WASTE_KINDS, Geometry, Layer
from layers.features import Feature
from layers.style import DEFAULT, ROWS, Mark, Part, Shape, Style, rows_of, symbol_of

POINTS = [layer.key for layer in LAYERS if layer.geometry is Geometry.POINT]


def incident(**properties):
    return DEFAULT.symbol("incident", {"category": "flood", "state": "new", "priority": "normal", **properties})


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.key)
def test_every_layer_has_a_look_and_a_legend(layer):
    assert DEFAULT.symbol(layer.key, {}).color.startswith("map.")
    assert DEFAULT.legend(layer.key)


def test_each_point_layer_has_shapes_of_its_own():
    shapes = {key: {row.gives for row in DEFAULT.rows(key, Part.SHAPE)} or {Shape.CIRCLE} for key in POINTS}
    for one, other in itertools.combinations(POINTS, 2):
        assert not shapes[one] & shapes[other], (one, other)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("priority", Priority)
def test_every_state_of_a_report_has_a_look(status, priority):
    symbol = incident(state=status.value, priority=priority.value)
    assert symbol.words
    assert symbol.icon == "home-flood"


def test_priority_is_a_shape_and_lateness_a_badge():
    assert incident(priority="emergency").shape is Shape.OCTAGON
    assert incident(priority="high").shape is Shape.TRIANGLE
    assert incident(priority="low").shape is Shape.DIAMOND
    assert incident(late=True).mark is Mark.LATE
    assert incident(state="resolved", late=True).mark is Mark.DONE


def test_a_report_may_call_its_state_status():
    assert DEFAULT.symbol("incident", {"status": "resolved"}).mark is Mark.DONE


def test_what_presses_most_lies_on_top():
    order = [incident(state="resolved"), incident(), incident(priority="high"), incident(priority="emergency")]
    assert [symbol.rank for symbol in order] == sorted(symbol.rank for symbol in order)
    assert DEFAULT.symbol("wifi_hotspot", {"state": "aktif"}).rank < order[0].rank


def test_states_of_hotspots_differ_without_colour():
    looks = [DEFAULT.symbol("wifi_hotspot", {"state": state}) for state in HOTSPOT_STATES]
    assert len({(look.icon, look.mark, look.size) for look in looks}) == len(HOTSPOT_STATES)
    assert len({look.word for look in looks}) == len(HOTSPOT_STATES)


@pytest.mark.parametrize("kind", WASTE_KINDS)
def test_a_full_waste_point_says_so_whatever_its_kind(kind):
    assert DEFAULT.symbol("waste_point", {"kind": kind, "fill_pct": 95.0}).mark is Mark.FULL
    assert DEFAULT.symbol("waste_point", {"kind": kind, "fill_pct": 12.0}).mark is Mark.NONE


def test_traffic_grows_wider_and_closures_are_hatched():
    looks = [DEFAULT.symbol("traffic_segment", {"level": level}) for level in range(6)]
    assert [look.size for look in looks] == sorted(look.size for look in looks)
    assert len({look.color for look in looks}) == 6
    assert looks[5].hatch == "closed"
    closed = DEFAULT.symbol("traffic_segment", {"level": 1, "closure": True})
    assert (closed.hatch, closed.size, closed.rank) == ("closed", looks[5].size, looks[5].rank)


def test_a_profile_brings_its_own_icons():
    style = Style(category_icons={"flood": "mdi6.waves", "new_kind": "mdi6.star"})
    assert style.symbol("incident", {"category": "flood"}).icon == "waves"
    assert style.symbol("incident", {"category": "new_kind"}).icon == "star"
    assert style.symbol("incident", {"category": "fire"}).icon == "fire"


def test_strange_values_get_the_plain_look():
    symbol = DEFAULT.symbol("incident", {"category": None, "state": 7, "priority": True, "late": "yes"})
    assert symbol.shape is Shape.DIAMOND
    assert symbol.mark is Mark.NONE
    assert DEFAULT.symbol("no such layer", {"x": 1}).shape is Shape.CIRCLE


def test_rows_can_be_read_as_data():
    for row in ROWS:
        assert bool(row.field) == bool(row.values or row.low is not None), row


def test_a_feature_is_asked_directly():
    feature = Feature("wifi_hotspot", "w1", Point(107, -6.2), {"state": "dicabut"})
    assert symbol_of(feature).icon == "wifi-remove"


def test_a_layer_without_rows_looks_like_the_one_that_it_names_under_its_own_title_and_icon():
    hydrant = Layer("hydrant", "Hydrants", Geometry.POINT, (), like="camera", icon="fire-hydrant")
    rows = rows_of(hydrant)
    style = Style([*ROWS, *rows])
    symbol = style.symbol("hydrant", {"state": "gangguan"})
    assert (symbol.shape, symbol.icon, symbol.mark) == (Shape.HEXAGON, "fire-hydrant", Mark.OFF)
    assert [word for word, _ in style.legend("hydrant")] == ["Camera without picture", "Hydrants"]
    assert rows_of(BY_KEY["camera"]) == tuple(row for row in ROWS if row.layer == "camera")
    assert {row.gives for row in rows_of(replace(hydrant, like="")) if row.part is Part.SHAPE} == {Shape.TAG}
