"""Which roads a traffic segment runs along: its line laid onto them, their name and class. In degrees, longitude first.

A feed's lines lie some metres beside the roads of the basemap, and cut corners. Points along the segment are looked for
on the roads near by that run the same way; where nearly all of them lie on roads, the segment is drawn along those.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from layers.features import Feature
from layers.geometry import METRES_PER_DEGREE

LAYER = "traffic_segment"
REACH_M = 30.0  # farther from a road a point belongs to none: two carriageways and the error of a telephone
TURN = math.cos(math.radians(40))  # a road that runs more across than this is another road
STEP_M = 15.0
MOST_POINTS = 400
SHARE = 0.8  # of the points must lie on roads


class Road(Protocol):
    """A line of the ground, as layers.basemap makes them."""

    @property
    def geometry(self) -> BaseGeometry: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Match:
    """A segment on roads: its line there, the name and class of the road that most of it runs along (or empty)."""

    line: LineString
    name: str
    kind: str
    share: float


class RoadMatcher:
    """Roads of a basemap, ready to be asked. Made once a basemap; asking is thread-safe."""

    def __init__(self, roads: Iterable[Road]) -> None:
        names: list[tuple[str, str]] = []
        pieces: list[np.ndarray] = []
        for road in roads:
            for line in _lines(road.geometry):
                points = np.asarray(line.coords)[:, :2]
                pieces.append(np.stack([points[:-1], points[1:]], axis=1))
                names.extend([(road.name, road.kind)] * (len(points) - 1))
        self._names = names
        ends = np.concatenate(pieces) if pieces else np.zeros((0, 2, 2))
        self._squeeze = math.cos(math.radians(float(ends[:, :, 1].mean()))) if len(ends) else 1.0
        self._ends = self._metres(ends)
        self._tree = shapely.STRtree(shapely.linestrings(self._ends))

    def __len__(self) -> int:
        return len(self._names)

    def match(self, line: BaseGeometry) -> Match | None:
        """Where the line runs; None where too much of it lies on no road."""
        if not self._names or line.geom_type != "LineString" or line.is_empty:
            return None
        there = LineString(self._metres(np.asarray(line.coords)[:, :2]))
        if there.length < STEP_M:
            return None
        count = int(min(MOST_POINTS, max(4, there.length // STEP_M)))
        steps = np.linspace(0.0, there.length, count + 1)
        points = shapely.line_interpolate_point(there, steps)
        places = shapely.get_coordinates(points)
        ways = np.gradient(places, axis=0)
        ways /= np.maximum(np.hypot(ways[:, 0], ways[:, 1]), 1e-9)[:, None]
        of, pieces = self._tree.query(points, predicate="dwithin", distance=REACH_M)
        on, distance = self._on(places[of], pieces)
        runs = np.abs((self._ways(pieces) * ways[of]).sum(axis=1)) >= TURN
        of, pieces, on, distance = of[runs], pieces[runs], on[runs], distance[runs]
        share = len(np.unique(of)) / len(points)
        if share < SHARE:
            return None
        favour = Counter(self._names[piece][0] for piece in pieces)  # of two roads side by side the one that goes on
        weight = np.array([favour[self._names[piece][0]] for piece in pieces], dtype=float)
        best: dict[int, int] = {}
        for at in np.lexsort((distance - np.minimum(weight, 50) * 0.1, of)):
            best.setdefault(int(of[at]), int(at))
        chosen = [best[key] for key in sorted(best)]
        name, kind = Counter(self._names[pieces[at]] for at in chosen).most_common(1)[0][0]
        laid = self._degrees(on[chosen])
        laid = laid[np.append(True, np.any(np.diff(laid, axis=0) != 0, axis=1))]
        return Match(LineString(laid), name, kind, share) if len(laid) > 1 else None

    def _on(self, places: np.ndarray, pieces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The nearest places on pieces of road, and how far they are, in metres."""
        start, span = self._ends[pieces, 0], self._ends[pieces, 1] - self._ends[pieces, 0]
        length = np.maximum((span**2).sum(axis=1), 1e-9)
        share = np.clip(((places - start) * span).sum(axis=1) / length, 0.0, 1.0)
        on = start + span * share[:, None]
        return on, np.hypot(*(places - on).T)

    def _ways(self, pieces: np.ndarray) -> np.ndarray:
        span = self._ends[pieces, 1] - self._ends[pieces, 0]
        return np.asarray(span / np.maximum(np.hypot(span[:, 0], span[:, 1]), 1e-9)[:, None])

    def _metres(self, degrees: np.ndarray) -> np.ndarray:
        return np.asarray(degrees * np.array([METRES_PER_DEGREE * self._squeeze, METRES_PER_DEGREE]))

    def _degrees(self, metres: np.ndarray) -> np.ndarray:
        return np.asarray(np.round(metres / np.array([METRES_PER_DEGREE * self._squeeze, METRES_PER_DEGREE]), 7))


def laid(feature: Feature, match: Match) -> Feature:
    """The segment drawn along its road; without a street of its own it gets the road's name."""
    street = feature.properties.get("street") or match.name
    named = {"street": street} if street else {}
    return replace(feature, geometry=match.line, properties={**feature.properties, **named})


def _lines(geometry: BaseGeometry) -> list[LineString]:
    parts = getattr(geometry, "geoms", [geometry])
    return [part for part in parts if part.geom_type == "LineString" and len(part.coords) > 1]
