"""Lines of the ground fade out to where they end, so that none is cut off; the city itself is never veiled."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, Point

from console.map.ground import PaintedGround
from console.map.outskirts import with_outskirts
from console.map.painters import OUTSKIRTS
from console.map.tiles import EDGE, Cut
from console.theme import Theme
from layers.geometry import to_world
from tests.qt.map.sample import EAST, WEST, Thing
from tests.qt.map.test_plates import drawn

FAR = 0.06  # degrees from the city to the end of the road
LAT = -6.28


@pytest.fixture
def with_road(basemap):
    road = Thing("roads", "out", LineString([(WEST - FAR, LAT), (EAST + FAR, LAT)]), "toll", "Tol ke Luar")
    return {**basemap.themes, "roads": (road,)}


def strength_at(ground, theme, lon):
    """How much the road differs from the ground around it, at this longitude."""
    scale = 256 * 2**14.0
    x, y = to_world(lon, LAT)
    cut = Cut(scale, 14.0, 1.0, int(x * scale) - EDGE // 2, int(y * scale) - EDGE // 2, EDGE, EDGE)
    column = drawn(ground, cut)[:, EDGE // 2]
    return int(np.abs(column - column[10]).sum(axis=1).max())


@pytest.mark.parametrize("name", ["night", "day"])
def test_a_road_fades_before_it_ends(with_road, tasks, name):
    theme = Theme.load(name)
    ground = PaintedGround(with_outskirts(with_road), theme, tasks, lambda: None)
    near, half, end = (strength_at(ground, theme, WEST - at) for at in (0.02, FAR - 0.012, FAR - 0.0005))
    assert near > half > end
    assert end < near / 8


def test_the_city_is_not_veiled(with_road):
    themes = with_outskirts(with_road)
    city = themes["areas"][0].geometry
    assert themes[OUTSKIRTS]
    for veil in themes[OUTSKIRTS]:
        assert shapely.intersection(veil.geometry, city).area < 1e-12


def test_the_veil_has_no_gap_and_lies_nowhere_twice(with_road):
    themes = with_outskirts(with_road)
    veils = [veil.geometry for veil in themes[OUTSKIRTS]]
    whole = shapely.union_all(veils)
    assert whole.area == pytest.approx(sum(veil.area for veil in veils))
    assert shapely.union(whole, themes["areas"][0].geometry).area == pytest.approx(shapely.box(*whole.bounds).area)


def test_without_a_city_or_without_lines_nothing_is_veiled(with_road):
    assert OUTSKIRTS not in with_outskirts({"roads": with_road["roads"]})
    assert OUTSKIRTS not in with_outskirts({"areas": with_road["areas"]})
    places = {"areas": (Thing("areas", "a", Point(WEST, LAT), "kota", "Titik"),), "roads": with_road["roads"]}
    assert OUTSKIRTS not in with_outskirts(places)


def test_an_outline_that_crosses_itself_is_no_hindrance(with_road):
    bow = shapely.Polygon([(WEST, -6.3), (EAST, -6.2), (EAST, -6.3), (WEST, -6.2)])
    assert with_outskirts({**with_road, "areas": (Thing("areas", "a", bow, "kota", "Kota"),)})[OUTSKIRTS]
