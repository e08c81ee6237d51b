"""The graticule: lines of whole steps of longitude and latitude over the map, with their degrees at the edge."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPainterPath

from console.map.camera import Camera
from console.map.symbols import pen_of
from console.theme import Theme
from layers.geometry import to_world

LEAST_PX = 130.0  # between two lines, at 100 %
STEPS = tuple(digit * 10.0**power for power in range(-4, 2) for digit in (1, 2, 5))


Degrees = Callable[[float, int, bool], str]  # degrees, decimals and whether it is a longitude → what is written


def step_of(camera: Camera) -> float:
    """Degrees between two lines at this scale."""
    px_per_degree = camera.scale / 360 / camera.ratio
    return next((step for step in STEPS if step * px_per_degree >= LEAST_PX), STEPS[-1])


def lines(low: float, high: float, step: float) -> Iterator[float]:
    """The multiples of a step between two values."""
    for number in range(math.ceil(low / step), math.floor(high / step) + 1):
        yield number * step


def draw_graticule(painter: QPainter, camera: Camera, theme: Theme, words: Degrees) -> None:
    """Draw it in device pixels."""
    bounds, step, ratio = camera.bounds(), step_of(camera), camera.ratio
    decimals = max(0, math.ceil(-math.log10(step)))
    left, top, _, bottom = (px * ratio for px in camera.covered)
    pen = pen_of(theme.color("muted", 0.45), ratio)
    font = theme.font("small", 600)
    font.setPixelSize(round(12 * ratio))
    painter.setFont(font)
    for lon in lines(max(-180.0, bounds.west), min(180.0, bounds.east), step):  # the world ends there
        x, _ = camera.to_screen(*map(float, to_world(lon, bounds.north)))
        painter.setPen(pen)
        painter.drawLine(QPointF(x, 0), QPointF(x, camera.height))
        _write(painter, theme, x + 4 * ratio, top + 14 * ratio, words(lon, decimals, True), ratio)
    for lat in lines(bounds.south, bounds.north, step):
        _, y = camera.to_screen(*map(float, to_world(bounds.west, lat)))
        painter.setPen(pen)
        painter.drawLine(QPointF(0, y), QPointF(camera.width, y))
        if top + 30 * ratio < y < camera.height - bottom - 12 * ratio:
            _write(painter, theme, left + 6 * ratio, y - 4 * ratio, words(lat, decimals, False), ratio)


def _write(painter: QPainter, theme: Theme, x: float, y: float, text: str, ratio: float) -> None:
    path = QPainterPath()
    path.addText(QPointF(x, y), painter.font(), text)
    painter.strokePath(path, pen_of(theme.color("map.halo"), 3 * ratio))
    painter.fillPath(path, theme.color("muted"))
