"""Canvases that show a small made-up city."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from shapely.geometry import LineString, Point, box

from console.map.canvas import MapCanvas
from console.tasks import Tasks
from console.theme import Theme
from tests.qt.map.sample import EAST, NORTH, SOUTH, WEST, Thing


@pytest.fixture
def basemap():
    city = box(WEST, SOUTH, EAST, NORTH)
    half = (WEST + EAST) / 2
    areas = (
        Thing("areas", "city", city, "kota", "Kota Contoh"),
        Thing("areas", "a", box(WEST, SOUTH, half, NORTH), "kecamatan", "Barat"),
        Thing("areas", "b", box(half, SOUTH, EAST, NORTH), "kecamatan", "Timur"),
    )
    roads = (
        Thing("roads", "r1", LineString([(WEST, -6.3), (EAST, -6.28)]), "toll", "Tol Contoh"),
        Thing("roads", "r2", LineString([(106.95, SOUTH), (106.97, NORTH)]), "primary", "Jalan Raya"),
    )
    stations = (Thing("stations", "s1", Point(half, -6.25), "station", "Stasiun Tengah"),)
    return SimpleNamespace(
        key="sample",
        bbox=(WEST, SOUTH, EAST, NORTH),
        attribution={"id": "Peta contoh", "en": "Sample map"},
        schematic=True,
        themes={"areas": areas, "roads": roads, "stations": stations},
    )


@pytest.fixture
def tasks(qapp: object) -> Iterator[Tasks]:
    tasks = Tasks()
    yield tasks
    tasks.close()


@pytest.fixture
def canvas(qtbot, tasks, basemap) -> Iterator[MapCanvas]:
    canvas = MapCanvas(Theme.load("night"), tasks=tasks)
    qtbot.addWidget(canvas)
    canvas.resize(900, 700)
    canvas.set_basemap(basemap)
    canvas.show()
    yield canvas
    canvas.close_down()


@pytest.fixture
def sharp(qtbot):
    """Waits until everything in view is drawn."""

    def wait(canvas: MapCanvas) -> None:
        qtbot.waitUntil(canvas.picture.is_sharp, timeout=10_000)

    return wait
