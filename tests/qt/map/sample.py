"""A small made-up city: its box, things on its ground, and incidents."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

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
