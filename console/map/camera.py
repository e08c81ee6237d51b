"""The camera: which part of the world the canvas shows, in device pixels. No Qt, no widget.

World is web mercator 0..1, y to the south. Screen pixel = world × scale − origin; the origin is whole, so that
tiles fit without seams. Zoom follows the usual counting: at zoom z the world is 256 × 2^z px wide at 100 %.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from layers.geometry import Bounds, metres_per_world, to_lonlat, to_world

LEAST_ZOOM, MOST_ZOOM = 8.0, 19.0
CLEAR_PX = 64.0  # at 100 %: so far from panels stands what is to be in the middle, where there is room
Rect = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class View:
    """A place to look at: the middle in world coordinates, and the zoom."""

    x: float
    y: float
    zoom: float


@dataclass(slots=True)
class Camera:
    """The view and the size of what it is seen through: device pixels and their ratio to the desk's pixels."""

    view: View = View(0.5, 0.5, 11.0)
    width: int = 1
    height: int = 1
    ratio: float = 1.0
    covered: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)  # left, top, right, bottom px beside panels
    panels: tuple[Rect, ...] = ()  # what lies on it: left, top, width, height in px at 100 %

    @property
    def scale(self) -> float:
        """Device pixels per world width."""
        return scale_at(self.view.zoom, self.ratio)

    def origin(self) -> tuple[int, int]:
        """The absolute pixel at the upper left corner."""
        scale = self.scale
        return round(self.view.x * scale - self.width / 2), round(self.view.y * scale - self.height / 2)

    def to_screen(self, x: float, y: float) -> tuple[float, float]:
        """World to device pixels of the canvas."""
        left, top = self.origin()
        scale = self.scale
        return x * scale - left, y * scale - top

    def to_world(self, px: float, py: float) -> tuple[float, float]:
        """Device pixels of the canvas to world."""
        left, top = self.origin()
        scale = self.scale
        return (px + left) / scale, (py + top) / scale

    def lonlat_at(self, px: float, py: float) -> tuple[float, float]:
        """Degrees, longitude first, under a device pixel."""
        lon, lat = to_lonlat(*self.to_world(px, py))
        return float(lon), float(lat)

    def metres_per_px(self) -> float:
        """Metres on the ground per device pixel at the middle of the view."""
        return metres_per_world(float(to_lonlat(self.view.x, self.view.y)[1])) / self.scale

    def panned(self, dx: float, dy: float) -> View:
        """The view after the picture was pushed by device pixels."""
        scale = self.scale
        return kept(View(self.view.x - dx / scale, self.view.y - dy / scale, self.view.zoom))

    def zoomed_at(self, px: float, py: float, zoom: float) -> View:
        """The view at another zoom with the place under the pixel kept where it is."""
        zoom = min(MOST_ZOOM, max(LEAST_ZOOM, zoom))
        x, y = self.to_world(px, py)
        scale = scale_at(zoom, self.ratio)
        return kept(View(x - (px - self.width / 2) / scale, y - (py - self.height / 2) / scale, zoom))

    def fitted(self, bounds: Bounds, margin_px: float = 32.0, most: float = 17.0) -> View:
        """The view that shows these degrees wholly, no nearer than zoom ``most``."""
        west, north = map(float, to_world(bounds.west, bounds.north))
        east, south = map(float, to_world(bounds.east, bounds.south))
        left, top, right, bottom = (px * self.ratio for px in self.covered)
        room_x = max(16.0, self.width - left - right - 2 * margin_px * self.ratio)
        room_y = max(16.0, self.height - top - bottom - 2 * margin_px * self.ratio)
        fit = min(room_x / max(east - west, 1e-12), room_y / max(south - north, 1e-12))
        zoom = min(most, max(LEAST_ZOOM, math.log2(fit / (256 * self.ratio))))
        scale = scale_at(zoom, self.ratio)
        aside, below = (right - left) / 2 / scale, (bottom - top) / 2 / scale
        return kept(View((west + east) / 2 + aside, (north + south) / 2 + below, zoom))

    def centred(self, x: float, y: float, zoom: float) -> View:
        """The view that shows a world place in the middle; where a panel lies there, beside it."""
        left, top, right, bottom = self.room()
        px, py = _clear(self.width, left, right, self.ratio), _clear(self.height, top, bottom, self.ratio)
        scale = scale_at(zoom, self.ratio)
        return View(x - (px - self.width / 2) / scale, y - (py - self.height / 2) / scale, zoom)

    def room(self) -> Rect:
        """Left, top, right and bottom edge, in device pixels, of what no panel covers; all where too little is left."""
        left, top, right, bottom = (px * self.ratio for px in self.covered)
        least = CLEAR_PX * self.ratio
        if self.width - left - right < least:
            left = right = 0.0
        if self.height - top - bottom < least:
            top = bottom = 0.0
        return left, top, self.width - right, self.height - bottom

    def sees(self, x: float, y: float) -> bool:
        """Whether a world place is inside the canvas and not under a panel."""
        px, py = self.to_screen(x, y)
        across, down = px / self.ratio, py / self.ratio
        under = any(
            left <= across <= left + wide and top <= down <= top + high for left, top, wide, high in self.panels
        )
        return 0 <= px <= self.width and 0 <= py <= self.height and not under

    def shows(self, x: float, y: float, inset_px: float = 0.0) -> bool:
        """Whether a world place is inside the canvas, that many device pixels from its edge."""
        px, py = self.to_screen(x, y)
        return inset_px <= px <= self.width - inset_px and inset_px <= py <= self.height - inset_px

    def bounds(self) -> Bounds:
        """What is shown, in degrees."""
        west, north = self.lonlat_at(0, 0)
        east, south = self.lonlat_at(self.width, self.height)
        return Bounds(west, south, east, north)


def scale_at(zoom: float, ratio: float) -> float:
    """Device pixels per world width at a zoom."""
    return float(256.0 * ratio * 2.0**zoom)


def _clear(size: float, start: float, end: float, ratio: float) -> float:
    """The middle of a side, or what is nearest to it and clear of panels."""
    away = min(CLEAR_PX * ratio, (end - start) / 2)
    return min(max(size / 2, start + away), end - away)


def kept(view: View) -> View:
    """The view with its middle inside the world and its zoom inside the limits."""
    return replace(
        view,
        x=min(1.0, max(0.0, view.x)),
        y=min(1.0, max(0.0, view.y)),
        zoom=min(MOST_ZOOM, max(LEAST_ZOOM, view.zoom)),
    )
