"""A small made-up city, and canvases that show it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np
import pytest
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from console.map.canvas import MapCanvas
from console.tasks import Tasks
from console.theme import Theme
from layers.features import Feature

WEST, SOUTH, EAST, NORTH = 106.90, -6.40, 107.04, -6.17


@dataclass(frozen=True)
class Thing:
    """One thing of the ground."""

    theme: str
    id: str
    geometry: BaseGeometry
    kind: str
    name: str = ""
    properties: dict = field(default_factory=dict)


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


def incidents(count: int, seed: int = 1) -> list[Feature]:
    """Incidents all over the city."""
    rng = np.random.default_rng(seed)
    states, kinds = ("new", "assigned", "resolved"), ("flood", "fire", "road_damage", "street_light")
    return [
        Feature(
            "incident",
            f"i{number}",
            Point(rng.uniform(WEST, EAST), rng.uniform(SOUTH, NORTH)),
            {
                "number": f"BKS-{number:06}",
                "category": kinds[number % 4],
                "state": states[number % 3],
                "priority": ("normal", "high")[number % 7 == 0],
                "late": number % 11 == 0,
            },
        )
        for number in range(count)
    ]


def incident(ident: str, lon: float, lat: float, **properties) -> Feature:
    """One incident."""
    return Feature(
        "incident", ident, Point(lon, lat), {"category": "flood", "state": "new", "priority": "normal", **properties}
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
