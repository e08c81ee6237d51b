"""Traffic on the map follows the city's own roads once there are some, and the schematic's never."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from shapely import LineString

from console.state.catalog import LayerDelta
from layers.basemap import Ground
from layers.features import Feature
from tests.qt.views import room as rooms
from tests.qt.views.room import NOW

ROAD = Ground("roads", "r1", LineString([(106.98, -6.25), (107.0, -6.25)]), {"name": "Jl. Raya", "class": "primary"})
JAM = Feature("traffic_segment", "j1", LineString([(106.985, -6.25005), (106.995, -6.25005)]), {"level": 4})


@pytest.fixture
def room(qapp, tmp_path):
    made = rooms.build(qapp, tmp_path)
    yield made
    made.close()
    qapp.setStyleSheet("")


def comes(room, version, *features, removed=()):
    room.catalog.put(LayerDelta("traffic_segment", version, NOW, features, tuple(removed)))


def real_roads():
    schematic = rooms.ground()[0]
    return replace(schematic, schematic=False, themes=MappingProxyType({**schematic.themes, "roads": (ROAD,)}))


def drawn(room, ident="j1"):
    return room.map_view.canvas.scene.feature("traffic_segment", ident)


def test_a_jam_is_laid_onto_the_road_and_gets_its_name(room, qtbot):
    comes(room, 1, JAM)
    room.map_view.set_basemap(real_roads())
    qtbot.waitUntil(lambda: drawn(room).properties.get("street") == "Jl. Raya")
    assert {lat for _, lat in drawn(room).geometry.coords} == {-6.25}
    assert room.catalog.features("traffic_segment")["j1"] == JAM, "the layer itself stays as the feed told it"


def test_what_comes_later_is_laid_too_and_at_once_when_it_was_seen_before(room, qtbot):
    room.map_view.set_basemap(real_roads())
    comes(room, 1, JAM)
    qtbot.waitUntil(lambda: drawn(room).properties.get("street") == "Jl. Raya")
    comes(room, 2, replace(JAM, properties={"level": 5}, version=2))
    assert drawn(room).properties == {"level": 5, "street": "Jl. Raya"}
    comes(room, 3, removed=("j1",))
    assert drawn(room) is None


def test_the_schematic_moves_nothing(room, qtbot):
    room.map_view.set_basemap(real_roads())
    comes(room, 1, JAM)
    qtbot.waitUntil(lambda: drawn(room).properties.get("street") == "Jl. Raya")
    room.map_view.set_basemap(rooms.ground()[0])
    comes(room, 2, replace(JAM, properties={"level": 5}, version=2))
    assert drawn(room).geometry == JAM.geometry
