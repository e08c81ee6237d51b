"""What is under the pointer: an edge mark, a group, symbols, a line or an area. Well under a millisecond."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from console.map.arrivals import EdgeMark
from console.map.groups import Group, bubble_px
from console.map.planes import Picture
from console.map.scene import Scene
from console.map.spots import Spot
from console.map.symbols import Atlas
from layers.catalog import BY_KEY, Pace
from layers.geometry import to_lonlat

Key = tuple[str, str]
SAME_SPOT_PX = 6.0  # symbols nearer to each other than this can't be told apart
LINE_PX = 7.0
MOST_KEYS = 40  # that are told of a group or of one spot: as many as a spider has legs for


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: keys, the topmost first (several: they share the spot); a group; a mark at the edge.

    Of a group: its bounds in degrees, the topmost of its keys, and how many it has of each layer, the most first.
    ``more`` are there whose keys are not told.
    """

    keys: tuple[Key, ...] = ()
    group: tuple[float, float, float, float] | None = None
    counts: tuple[tuple[str, int], ...] = ()
    mark: EdgeMark | None = None
    more: int = 0


def find(picture: Picture, scene: Scene, marks: Sequence[EdgeMark], px: float, py: float) -> Found:
    """What a person means by pointing at a device pixel of the canvas."""
    ratio = picture.camera.ratio
    for mark in marks:
        if math.hypot(px - mark.x, py - mark.y) <= 18 * ratio:
            return Found(mark=mark)
    if not picture.heat:
        found = _points(picture, scene, px, py)
        if found is not None:
            return found
    x, y = picture.camera.to_world(px, py)
    reach = LINE_PX * ratio / picture.camera.scale
    for layer in reversed(scene.shapes):
        if layer.visible:
            ident = layer.hit(x, y, reach)
            if ident is not None:
                return Found(keys=((layer.key, ident),))
    return Found()


def _points(picture: Picture, scene: Scene, px: float, py: float) -> Found | None:
    camera, plane = picture.camera, picture.points
    left, top = camera.origin()
    x, y = px + left, py + top
    zoom, scale = camera.view.zoom, camera.scale
    rim = bubble_px(10_000) * camera.ratio
    sight = plane.sight(scale, zoom, (x - rim, y - rim, 2 * rim, 2 * rim))
    return (
        _symbols(picture, scene, sight.alone, plane.atlas(zoom), x, y)
        or _group(picture, scene, sight.groups, x, y)
        or _symbols(picture, scene, sight.standing, plane.standing_atlas(zoom), x, y)
        or _group(picture, scene, sight.standing_groups, x, y)
    )


def _symbols(picture: Picture, scene: Scene, spot: Spot, atlas: Atlas, x: float, y: float) -> Found | None:
    if not len(spot):
        return None
    away = np.hypot(spot.x - x, spot.y - y)
    radius = np.array([atlas.radius(number) for number in (spot.look // 2).tolist()]) + 2 * picture.camera.ratio
    near = np.flatnonzero(away <= radius)
    if not len(near):
        return None
    top = near[-1] if away[near[-1]] <= away[near].min() + SAME_SPOT_PX else near[np.argmin(away[near])]
    apart = np.hypot(spot.x - spot.x[top], spot.y - spot.y[top])
    same = [at for at in np.flatnonzero(apart <= SAME_SPOT_PX * picture.camera.ratio)[::-1].tolist() if at != top]
    told = same[: MOST_KEYS - 1]
    return Found(keys=keys_of(scene, spot, [int(top), *told]), more=len(same) - len(told))


def _group(picture: Picture, scene: Scene, groups: Sequence[Group], x: float, y: float) -> Found | None:
    near = min(groups, key=lambda group: math.hypot(group.x - x, group.y - y), default=None)
    if near is None:
        return None
    reach = (bubble_px(near.count, standing=near.standing) + 2) * picture.camera.ratio
    if math.hypot(near.x - x, near.y - y) > reach:
        return None
    spot, scale = picture.points.cells.members(near), picture.camera.scale
    west, north = to_lonlat(float(spot.x.min()) / scale, float(spot.y.min()) / scale)
    east, south = to_lonlat(float(spot.x.max()) / scale, float(spot.y.max()) / scale)
    bounds = (float(west), float(south), float(east), float(north))
    last = len(spot) - 1
    keys = keys_of(scene, spot, range(last, max(-1, last - MOST_KEYS), -1))
    counts = np.bincount(spot.layer)
    order = [int(at) for at in np.argsort(-counts, kind="stable") if counts[at]]
    told = tuple((scene.points[at].key, int(counts[at])) for at in order)
    return Found(keys, bounds, told, more=len(spot) - len(keys))


def keys_of(scene: Scene, spot: Spot, which: Sequence[int]) -> tuple[Key, ...]:
    """Layer and id of some points of a spot."""
    layers = [scene.points[int(spot.layer[at])] for at in which]
    return tuple((layer.key, layer.table.ids[int(spot.row[at])]) for layer, at in zip(layers, which, strict=True))


def inside(scene: Scene, outline: Sequence[tuple[float, float]]) -> list[Key]:
    """The points of visible live layers inside an outline in world, grouped or not; it may cross itself."""
    if len(outline) < 3:
        return []
    area = shapely.make_valid(shapely.Polygon(outline))
    shapely.prepare(area)
    found: list[Key] = []
    for layer in scene.points:
        if layer.visible and BY_KEY[layer.key].pace is Pace.LIVE:
            rows = layer.table.query(*area.bounds, ordered=False)
            hit = rows[shapely.contains_xy(area, layer.table.x[rows], layer.table.y[rows])]
            found += [(layer.key, layer.table.ids[row]) for row in hit.tolist()]
    return found
