"""What a sketch snaps to: the corners and edges of what is visible, in a tree that is made when drawing begins."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from console.map.scene import Scene
from console.map.sketch import Place, snapped
from layers.geometry import to_world


class Snapping:
    """The visible features of a scene as they were when this was made, in world."""

    def __init__(self, scene: Scene, but: str = "") -> None:
        """`but`: a layer that is left out."""
        found: list[BaseGeometry] = []
        for points in scene.points:
            if points.visible and points.key != but:
                rows = points.table.rows()
                found += list(shapely.points(points.table.x[rows], points.table.y[rows]))
        for shapes in scene.shapes:
            if shapes.visible and shapes.key != but:
                found += [_in_world(feature.geometry) for feature in shapes.features.values()]
        self._found = np.array(found, object)
        self._tree = shapely.STRtree(self._found)

    def at(self, place: Place, reach: float) -> Place | None:
        """Where the place snaps to; None: nothing is within reach."""
        west, north, east, south = place[0] - reach, place[1] - reach, place[0] + reach, place[1] + reach
        near = self._tree.query(shapely.box(west, north, east, south))
        return snapped(place, self._found[near].tolist(), reach)


def _in_world(geometry: BaseGeometry) -> BaseGeometry:
    return shapely.transform(geometry, lambda lonlat: np.column_stack(to_world(lonlat[:, 0], lonlat[:, 1])))
