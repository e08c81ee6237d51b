"""Which rows a layer's table shows and in which order, and what is typed into its cells."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from shapely.geometry import Point

from console.state.fieldvalues import read_number, read_value
from console.state.sifting import Question, sift
from layers.catalog import BY_KEY
from layers.features import Feature

WASTE = BY_KEY["waste_point"]
FILLS: tuple[Any, ...] = (80.5, 5, None, 120, 9)
LAYER = {
    f"w{number}": Feature(
        "waste_point",
        f"w{number}",
        Point(107, -6.2),
        {"name": f"TPS {number}", "kind": "liar" if number == 3 else "TPS"}
        | ({} if fill is None else {"fill_pct": fill}),
        version=number + 1,
    )
    for number, fill in enumerate(FILLS)
}
ASK = Question("waste_point")


@pytest.mark.parametrize(
    ("key", "said", "ids"),
    [
        ("fill_pct", "> 80", ["w0", "w3"]),
        ("fill_pct", ">80,5", ["w3"]),
        ("fill_pct", "5..9", ["w1", "w4"]),
        ("fill_pct", "..9", ["w1", "w4"]),
        ("fill_pct", "= 120", ["w3"]),
        ("fill_pct", "-", ["w2"]),
        ("fill_pct", "*", ["w0", "w1", "w3", "w4"]),
        ("kind", "=liar", ["w3"]),
        ("kind", "LI", ["w3"]),
        ("name", "tps 2", ["w2"]),
        ("version", "5", ["w4"]),
        ("fill_pct", "  ", ["w0", "w1", "w2", "w3", "w4"]),
    ],
)
def test_a_condition_on_a_field_is_read_as_people_type_it(key: str, said: str, ids: list[str]):
    assert sift(LAYER, replace(ASK, conditions={key: said})) == ids


def test_words_are_looked_for_in_all_fields_and_all_must_stand_there():
    assert sift(LAYER, replace(ASK, text="tps liar")) == ["w3"]
    assert sift(LAYER, replace(ASK, text="W4")) == ["w4"]


def test_rows_are_sorted_by_number_and_what_has_no_value_stands_last():
    assert sift(LAYER, replace(ASK, sort="fill_pct")) == ["w1", "w4", "w0", "w3", "w2"]
    assert sift(LAYER, replace(ASK, sort="fill_pct", descending=True)) == ["w3", "w0", "w4", "w1", "w2"]
    many = {f"x{n}": replace(LAYER["w0"], id=f"x{n}", properties={"name": f"TPS {n}"}) for n in (10, 9, 100)}
    assert sift(many, replace(ASK, sort="name")) == ["x9", "x10", "x100"]


def test_only_some_are_shown_when_that_is_asked_for():
    assert sift(LAYER, ASK, {"w3", "w1", "gone"}) in (["w3", "w1"], ["w1", "w3"])


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("1.234,5", "id", 1234.5),
        ("1,234.5", "en", 1234.5),
        ("87,5", "id", 87.5),
        ("87.5", "id", 87.5),
        ("12.500", "id", 12500),
        ("12,500", "en", 12500),
        ("−3", "id", -3),
        ("1.2.3", "id", None),
        ("lima", "id", None),
    ],
)
def test_numbers_are_read_in_the_language_of_the_screen(text: str, language: str, number: float | None):
    assert read_number(text, language) == number


@pytest.mark.parametrize(
    ("layer", "key", "text", "value", "code"),
    [
        ("waste_point", "fill_pct", "87,5", 87.5, ""),
        ("waste_point", "fill_pct", "300", 300.0, "range"),
        ("waste_point", "fill_pct", "penuh", None, "number"),
        ("waste_point", "fill_pct", "", None, ""),
        ("waste_point", "name", " ", None, "missing"),
        ("waste_point", "kind", "tps3r", "TPS3R", ""),
        ("waste_point", "kind", "gunung", "gunung", "choice"),
        ("waste_point", "last_emptied_at", "21/11/2026 14.05", "2026-11-21T07:05:00+00:00", ""),
        ("wifi_hotspot", "since", "21 Nov 2026", "2026-11-21", ""),
        ("wifi_hotspot", "since", "kemarin", None, "date"),
        ("wifi_hotspot", "users", "12", 12, ""),
        ("wifi_hotspot", "users", "12,5", 12.5, "integer"),
        ("traffic_segment", "closure", "ya", True, ""),
        ("traffic_segment", "closure", "no", False, ""),
        ("camera", "link", "example.org", "example.org", "link"),
    ],
)
def test_what_is_typed_becomes_a_value_or_a_fault(layer: str, key: str, text: str, value: Any, code: str):
    made, fault = read_value(BY_KEY[layer].field(key), text, "id")
    assert (made, fault.code if fault else "") == (value, code)
