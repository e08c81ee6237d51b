"""Lines and outlines with no more points than a zoom can show: made in the background, kept per half zoom level."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from console.tasks import Tasks
from layers.geometry import to_world

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
AT_ONCE = 4000  # points that may be simplified on the GUI thread (about 4 ms)


class Paths:
    """Many lines or rings in world coordinates, with an index. Path i came from geometry ``part_of[i]``."""

    def __init__(self, geometries: Sequence[BaseGeometry], key: str, tasks: Tasks, ready: Callable[[], None]) -> None:
        """``ready`` is called on the GUI thread when a level that was asked for has come."""
        lines, part_of = paths_of(geometries)
        self.part_of = part_of
        self.lines = lines
        self.tree = shapely.STRtree(lines)
        self.sizes = sizes_of(lines)  # the longer side of each path's box, in world
        self.points = int(shapely.get_num_coordinates(lines).sum()) if len(lines) else 0
        self._levels: dict[int, tuple[Floats, Ints]] = {}
        self._key, self._tasks, self._ready = key, tasks, ready
        self._asked: set[int] = set()

    def __len__(self) -> int:
        return len(self.lines)

    def within(self, west: float, north: float, east: float, south: float) -> Ints:
        """Paths whose box touches a world rectangle, in their order."""
        found: Ints = np.sort(self.tree.query(shapely.box(west, north, east, south)))
        return found

    def at(self, scale: float) -> tuple[Floats, Ints] | None:
        """World points and starts per path, true to half a pixel at this scale; None while they are being made."""
        level = round(math.log2(scale) * 2)
        made = self._levels.get(level)
        if made is not None:
            return made
        tolerance = 0.5 / 2 ** (level / 2 + 0.25)
        if self.points <= AT_ONCE:
            made = self._levels[level] = simplified(self.lines, tolerance)
            return made
        if level not in self._asked:
            self._asked.add(level)
            lines = self.lines
            self._tasks.run(
                f"{self._key}:{level}",
                lambda: (level, simplified(lines, tolerance)),
                done=self._took,
                failed=self._failed,
            )
        return None

    def nearest(self, scale: float) -> tuple[Floats, Ints]:
        """As `at`, but what is there already rather than nothing: another level, or all points."""
        made = self.at(scale)
        if made is not None:
            return made
        level = round(math.log2(scale) * 2)
        if self._levels:
            return self._levels[min(self._levels, key=lambda known: abs(known - level))]
        return simplified(self.lines, 0.0)

    def _took(self, made: tuple[int, tuple[Floats, Ints]]) -> None:
        self._levels[made[0]] = made[1]
        self._ready()

    def _failed(self, error: BaseException) -> None:
        self._asked.clear()  # asked again with the next picture; the task has written down why


def simplified(lines: npt.NDArray[np.object_], tolerance: float) -> tuple[Floats, Ints]:
    """Points of all lines after Douglas–Peucker, and where each line starts (one more than there are lines)."""
    thin = shapely.simplify(lines, tolerance, preserve_topology=False) if tolerance else lines
    points, owner = shapely.get_coordinates(thin, return_index=True)
    return points, np.searchsorted(owner, np.arange(len(lines) + 1))


def sizes_of(lines: npt.NDArray[np.object_]) -> Floats:
    """The longer side of each line's box."""
    boxes = shapely.bounds(lines).reshape(-1, 4)
    sizes: Floats = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    return sizes


def paths_of(geometries: Sequence[BaseGeometry]) -> tuple[npt.NDArray[np.object_], Ints]:
    """Lines in world coordinates from lines and polygons (their rings) in degrees; and the geometry of each."""
    parts, owner = shapely.get_parts(np.asarray(geometries, object), return_index=True)
    is_area = shapely.get_type_id(parts) == 3
    rings, ring_owner = shapely.get_rings(parts[is_area], return_index=True)
    plain = np.concatenate((parts[~is_area & (shapely.get_dimensions(parts) == 1)], rings))
    owners = np.concatenate((owner[~is_area & (shapely.get_dimensions(parts) == 1)], owner[is_area][ring_owner]))
    full = ~shapely.is_empty(plain)
    plain, owners = plain[full], owners[full]
    order = np.argsort(owners, kind="stable")
    plain, owners = plain[order], owners[order]
    points, line = shapely.get_coordinates(plain, return_index=True)
    lost = np.unique(line[~np.isfinite(points).all(axis=1)])
    if len(lost):  # a corner that is nowhere: what it belongs to can't be drawn
        plain, owners = np.delete(plain, lost), np.delete(owners, lost)
        points, line = shapely.get_coordinates(plain, return_index=True)
    if not len(points):
        return np.empty(0, object), np.empty(0, np.int64)
    world = np.stack(to_world(points[:, 0], points[:, 1]), axis=1)
    return shapely.linestrings(world, indices=line), owners
