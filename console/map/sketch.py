"""A sketch: corners being put down, moved and taken away, with every step undone in turn. No Qt; places are world."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from layers.geometry import to_lonlat, to_world

Place = tuple[float, float]


@dataclass
class Sketch:
    """Corners of a line, or of an area when ``closed``. Indices are of corners, or of the edge after a corner."""

    closed: bool = False
    corners: list[Place] = field(default_factory=list)
    _before: list[list[Place]] = field(default_factory=list)

    @classmethod
    def of(cls, geometry: BaseGeometry) -> Sketch:
        """A sketch of a line or of an area without holes, in degrees. ValueError for anything else."""
        closed = geometry.geom_type == "Polygon"
        if not closed and geometry.geom_type != "LineString":
            raise ValueError(geometry.geom_type)
        if closed and len(geometry.interiors):
            raise ValueError("an area with holes")
        lonlat = shapely.get_coordinates(geometry)[: -1 if closed else None]
        x, y = to_world(lonlat[:, 0], lonlat[:, 1])
        return cls(closed, list(zip(x.tolist(), y.tolist(), strict=True)))

    def add(self, place: Place) -> None:
        """Put the next corner down. One on the corner before is no corner."""
        if not self.corners or self.corners[-1] != place:
            self._keep()
            self.corners.append(place)

    def insert(self, edge: int, place: Place) -> int:
        """Put a corner into an edge; says its index."""
        self._keep()
        self.corners.insert(edge + 1, place)
        return edge + 1

    def move(self, corner: int, place: Place, *, go_on: bool = False) -> None:
        """Move a corner. ``go_on``: part of the same drag, undone with it."""
        if not go_on:
            self._keep()
        self.corners[corner] = place

    def remove(self, corner: int) -> bool:
        """Take a corner away, unless too few would be left; says whether it went."""
        if len(self.corners) <= self.least:
            return False
        self._keep()
        del self.corners[corner]
        return True

    def undo(self) -> bool:
        """Take the last step back; says whether there was one."""
        if self._before:
            self.corners = self._before.pop()
            return True
        return False

    @property
    def least(self) -> int:
        """How many corners it needs."""
        return 3 if self.closed else 2

    def edges(self) -> list[tuple[Place, Place]]:
        """Its edges; edge ``n`` starts at corner ``n``."""
        ends = [*self.corners, self.corners[0]] if self.closed and len(self.corners) > 2 else self.corners
        return list(pairwise(ends))

    def corner_near(self, place: Place, reach: float) -> int | None:
        """The nearest corner within reach."""
        away = [math.dist(place, corner) for corner in self.corners]
        nearest = min(range(len(away)), key=away.__getitem__, default=None)
        return nearest if nearest is not None and away[nearest] <= reach else None

    def edge_near(self, place: Place, reach: float) -> int | None:
        """The nearest edge within reach."""
        away = [math.dist(place, on_edge(place, edge)) for edge in self.edges()]
        nearest = min(range(len(away)), key=away.__getitem__, default=None)
        return nearest if nearest is not None and away[nearest] <= reach else None

    def trouble(self) -> str:
        """Why it is no geometry yet: "few", "crossed" or nothing."""
        if len(set(self.corners)) < self.least:
            return "few"
        if self.closed and not shapely.Polygon(self.corners).is_valid:
            return "crossed"
        return ""

    def geometry(self) -> BaseGeometry:
        """The line or area in degrees. ValueError while it has trouble."""
        if trouble := self.trouble():
            raise ValueError(trouble)
        world = np.array(self.corners)
        lon, lat = to_lonlat(world[:, 0], world[:, 1])
        lonlat = np.column_stack((lon, lat))
        return shapely.Polygon(lonlat) if self.closed else shapely.LineString(lonlat)

    def _keep(self) -> None:
        self._before.append(list(self.corners))


def on_edge(place: Place, edge: tuple[Place, Place]) -> Place:
    """The place of an edge that is nearest."""
    (x0, y0), (x1, y1) = edge
    dx, dy = x1 - x0, y1 - y0
    length = dx * dx + dy * dy
    share = 0.0 if length == 0 else min(1.0, max(0.0, ((place[0] - x0) * dx + (place[1] - y0) * dy) / length))
    return x0 + share * dx, y0 + share * dy


def snapped(place: Place, others: Iterable[BaseGeometry], reach: float) -> Place | None:
    """Where a place snaps to: a corner of the others within reach, else their edge; None: nowhere. All in world."""
    here = shapely.Point(place)
    near = [other for other in others if shapely.dwithin(other, here, reach)]
    corners = [tuple(corner) for other in near for corner in shapely.get_coordinates(other).tolist()]
    corner = min(corners, key=lambda corner: math.dist(corner, place), default=None)
    if corner is not None and math.dist(corner, place) <= reach:
        return corner[0], corner[1]
    if not near:
        return None
    nearest = min(near, key=lambda other: shapely.distance(other, here))
    ring = nearest.boundary if nearest.geom_type.endswith("Polygon") else nearest
    at = shapely.line_interpolate_point(ring, shapely.line_locate_point(ring, here)) if ring.length else ring
    at = at if at.geom_type == "Point" else here
    return (at.x, at.y) if math.dist((at.x, at.y), place) <= reach else None
