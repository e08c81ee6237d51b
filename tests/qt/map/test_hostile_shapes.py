"""Geometries that no map can show do no harm: what is nowhere is not drawn, what is huge or pierced is found."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, Point, Polygon, box

from layers.features import Feature
from layers.geometry import to_world
from tests.qt.map.sample import EAST, NORTH, SOUTH, WEST, incident

MIDDLE = ((WEST + EAST) / 2, (SOUTH + NORTH) / 2)
NOWHERE = {"not a number": (math.nan, math.nan), "half a number": (106.9, math.nan), "endless": (math.inf, 1.0)}


def at(canvas, lon, lat):
    """The device pixel of a place."""
    return canvas.camera.to_screen(*map(float, to_world(lon, lat)))


@pytest.mark.parametrize("place", NOWHERE.values(), ids=NOWHERE)
@pytest.mark.parametrize("how", ["all at once", "as news"])
def test_a_point_that_is_nowhere_is_neither_drawn_nor_pointed_at(canvas, sharp, place, how):
    canvas.set_layer("incident", [incident("here", *MIDDLE)])
    if how == "as news":
        canvas.change("incident", [incident("lost", *place)])
    else:
        canvas.set_layer("incident", [incident("here", *MIDDLE), incident("lost", *place)])
    canvas.select([("incident", "lost")])
    canvas.set_heat(True)
    sharp(canvas)
    canvas.grab()
    assert canvas.scene.place("incident", "lost") is None
    assert canvas.attention.marks == []
    assert not canvas.go_to("incident", "lost")


def test_an_empty_point_leaves_the_others_alone(canvas, sharp):
    canvas.set_layer("incident", [incident("here", *MIDDLE), Feature("incident", "empty", Point())])
    sharp(canvas)
    assert canvas.scene.place("incident", "here") is not None
    assert canvas.scene.place("incident", "empty") is None


@pytest.mark.parametrize("place", [(0.0, 90.0), (0.0, -90.0), (180.0, 0.0), (-180.0, 0.0)])
def test_the_ends_of_the_world_can_be_looked_at(canvas, sharp, place):
    canvas.set_layer("incident", [incident("end", *place)])
    assert canvas.go_to("incident", "end")
    sharp(canvas)
    x, y = canvas.scene.place("incident", "end")
    assert canvas.camera.shows(x, y)


def test_lines_that_are_empty_short_or_broken_leave_the_others_alone(canvas, sharp):
    broken = shapely.set_coordinates(LineString([(106.95, -6.3), (107, -6.2)]), [(106.95, math.nan), (107, -6.2)])
    shapes = {
        "empty": LineString(),
        "broken": broken,
        "short": LineString([(106.95, -6.3), (106.95, -6.3)]),
        "good": LineString([(WEST, MIDDLE[1]), (EAST, MIDDLE[1])]),
    }
    canvas.set_layer(
        "traffic_segment", [Feature("traffic_segment", name, line, {"level": 3}) for name, line in shapes.items()]
    )
    sharp(canvas)
    assert canvas.found_at(*at(canvas, *MIDDLE)).keys == (("traffic_segment", "good"),)
    assert canvas.scene.place("traffic_segment", "empty") is None


def test_a_line_of_many_corners_is_shown_in_slices_and_found(canvas, sharp):
    rng = np.random.default_rng(1)
    steps = np.cumsum(rng.normal(0, 2e-5, (50_000, 2)), axis=0) + MIDDLE
    canvas.set_layer("traffic_segment", [Feature("traffic_segment", "long", LineString(steps), {"level": 3})])
    sharp(canvas)
    assert canvas.found_at(*at(canvas, *steps[25_000])).keys == (("traffic_segment", "long"),)


def test_a_hole_in_an_area_is_not_the_area(canvas, sharp):
    holes = [box(x, -6.3, x + 0.002, -6.298).exterior.coords for x in np.arange(106.92, 107.0, 0.004)]
    pierced = Polygon(box(106.91, -6.35, 107.02, -6.25).exterior.coords, holes)
    canvas.set_layer("warning", [Feature("warning", "pierced", pierced, {"level": "severe"})])
    sharp(canvas)
    assert canvas.found_at(*at(canvas, 106.921, -6.299)).keys == ()
    assert canvas.found_at(*at(canvas, 106.923, -6.299)).keys == (("warning", "pierced"),)


def test_of_two_areas_the_one_that_lies_on_top_is_found(canvas, sharp):
    place = box(106.92, -6.35, 107.02, -6.25)
    canvas.set_layer("warning", [Feature("warning", level, place, {"level": level}) for level in ("severe", "minor")])
    sharp(canvas)
    assert canvas.found_at(*at(canvas, *MIDDLE)).keys == (("warning", "severe"),)
