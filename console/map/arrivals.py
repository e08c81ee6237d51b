"""What is new and outside the view: remembered until it was seen, pointed at from the map's edge, never moved to."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from console.map.camera import Camera

Key = tuple[str, str]  # layer, id
SECTORS = 12
INSET = 26.0  # px at 100 % from the edge to the middle of a mark


@dataclass(frozen=True, slots=True)
class EdgeMark:
    """An arrow at the edge: where (device pixels), its direction (radians), how many it means, and the nearest."""

    x: float
    y: float
    angle: float
    count: int
    nearest: Key


class Arrivals:
    """New things that nobody has had in view yet, by layer and id, at their place in world."""

    def __init__(self, is_shown: Callable[[str], bool]) -> None:
        """``is_shown``: whether a layer is; what is hidden is neither seen nor pointed at until it is shown again."""
        self._is_shown = is_shown
        self._places: dict[Key, tuple[float, float]] = {}

    def __len__(self) -> int:
        return len(self._places)

    def add(self, key: Key, x: float, y: float) -> None:
        """Something new has come."""
        self._places[key] = (x, y)

    def forget(self, key: Key) -> None:
        """It is gone, or was looked at."""
        self._places.pop(key, None)

    def clear(self) -> None:
        """All has been looked at."""
        self._places.clear()

    def keep(self, is_there: Callable[[Key], bool]) -> None:
        """Forget what is gone."""
        self._places = {key: place for key, place in self._places.items() if is_there(key)}

    def see(self, camera: Camera) -> list[Key]:
        """Whatever is in view now has been seen; says which that was."""
        seen = [key for key, (x, y) in self._places.items() if self._is_shown(key[0]) and camera.sees(x, y)]
        for key in seen:
            del self._places[key]
        return seen

    def marks(self, camera: Camera) -> list[EdgeMark]:
        """One mark for each direction in which something new lies, at the edge of the canvas."""
        left, top, right, bottom = camera.room()
        middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
        sectors: dict[int, list[tuple[float, float, Key]]] = {}
        for key, (x, y) in self._places.items():
            if not self._is_shown(key[0]):
                continue
            px, py = camera.to_screen(x, y)
            angle = math.atan2(py - middle_y, px - middle_x)
            sector = round(angle / (2 * math.pi / SECTORS)) % SECTORS
            sectors.setdefault(sector, []).append((math.hypot(px - middle_x, py - middle_y), angle, key))
        inset = INSET * camera.ratio
        half_x, half_y = max(0.0, (right - left) / 2 - inset), max(0.0, (bottom - top) / 2 - inset)
        marks = []
        for members in sectors.values():
            _, angle, nearest = min(members)
            x, y = on_edge(angle, half_x, half_y)
            marks.append(EdgeMark(middle_x + x, middle_y + y, angle, len(members), nearest))
        return marks


def on_edge(angle: float, half_width: float, half_height: float) -> tuple[float, float]:
    """Where a ray from the middle meets the edge of a box."""
    dx, dy = math.cos(angle), math.sin(angle)
    reach = min(half_width / max(1e-9, abs(dx)), half_height / max(1e-9, abs(dy)))
    return dx * reach, dy * reach
