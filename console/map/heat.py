"""The heat map: where points are dense, as a wash of colour, piece by piece in absolute pixels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from console.map.points import PointPlane
from console.map.tiles import Cut
from console.theme import Theme, mixed

Floats = npt.NDArray[np.float64]
COARSE = 4  # device pixels per cell of the histogram
RADIUS = 6  # cells of each of the three box blurs
REACH = COARSE * (3 * RADIUS + 1)  # pixels around a point that it warms
STOPS = ("map.heat_0", "map.heat_1", "map.heat_2", "map.heat_3", "map.heat_4")


class HeatPlane:
    """Draws the density of the points that a PointPlane would show."""

    def __init__(self, points: PointPlane, theme: Theme) -> None:
        self._points = points
        self._colors = colours(theme)
        self._peak: tuple[float, float] = (0.0, 1.0)  # for which scale, and the density there

    def touched(self, x: Floats, y: Floats, scale: float, zoom: float) -> set[tuple[int, int, int, int]]:
        """Absolute pixel boxes in which changes at these world places can be seen."""
        px, py = np.rint(x * scale), np.rint(y * scale)
        return {
            (
                int(a) // COARSE * COARSE - REACH,
                int(b) // COARSE * COARSE - REACH,
                2 * REACH + COARSE,
                2 * REACH + COARSE,
            )
            for a, b in zip(px, py, strict=True)
        }

    def draw(self, painter: QPainter, cut: Cut, box: tuple[int, int, int, int] | None = None) -> bool:
        """Draw the piece, or what of it lies in the box; the painter is clipped to it."""
        left, top = cut.left - REACH, cut.top - REACH
        width, height = cut.width + 2 * REACH, cut.height + 2 * REACH
        spot = self._points.spot(cut.scale, left, top, left + width - 1, top + height - 1)
        if not len(spot):
            return False
        columns, lines = width // COARSE, height // COARSE
        column = np.clip((spot.x - left) // COARSE, 0, columns - 1).astype(np.int64)
        line = np.clip((spot.y - top) // COARSE, 0, lines - 1).astype(np.int64)
        heat = (
            np.bincount(line * columns + column, minlength=columns * lines).astype(np.float64).reshape(lines, columns)
        )
        for _ in range(3):
            heat = blurred(blurred(heat, 0), 1)
        rim = REACH // COARSE
        heat = heat[rim - 1 : lines - rim + 1, rim - 1 : columns - rim + 1]
        share = np.sqrt(np.clip(heat / self._density(cut.scale), 0, 1))
        pixels = np.ascontiguousarray(self._colors[(share * 255).astype(np.uint8)])
        image = QImage(
            pixels.data,
            pixels.shape[1],
            pixels.shape[0],
            pixels.shape[1] * 4,
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRect(-COARSE, -COARSE, cut.width + 2 * COARSE, cut.height + 2 * COARSE), image)
        return True

    def _density(self, scale: float) -> float:
        """What counts as hottest at a scale: a high percentile of the coarse density of all points."""
        if self._peak[0] != scale:
            cells: list[npt.NDArray[np.int64]] = []
            side = 8 * COARSE
            for layer in self._points.layers:
                if layer.visible:
                    rows = layer.table.rows()
                    x, y = layer.table.x[rows] * scale // side, layer.table.y[rows] * scale // side
                    cells.append(y.astype(np.int64) * (1 << 31) + x.astype(np.int64))
            joined = np.concatenate(cells) if cells else np.empty(0, np.int64)
            counts = np.unique(joined, return_counts=True)[1] if len(joined) else np.ones(1)
            self._peak = (scale, max(0.02, float(np.percentile(counts, 99)) / 64))
        return self._peak[1]


def blurred(heat: Floats, axis: int) -> Floats:
    """One box blur along an axis, as wide as 2 × RADIUS + 1, zero beyond the edge."""
    padding = [(0, 0), (0, 0)]
    padding[axis] = (RADIUS + 1, RADIUS)
    sums = np.cumsum(np.pad(heat, padding), axis=axis)
    size = 2 * RADIUS + 1
    high, low = [slice(None)] * 2, [slice(None)] * 2
    high[axis], low[axis] = slice(size, None), slice(None, -size)
    spread: Floats = (sums[tuple(high)] - sums[tuple(low)]) / size
    return spread


def colours(theme: Theme) -> npt.NDArray[np.uint8]:
    """256 colours, premultiplied BGRA, from nothing to the hottest."""
    table = np.zeros((256, 4), np.uint8)
    stops = [theme.color(token) for token in STOPS]
    for step in range(256):
        at = step / 255 * (len(stops) - 1)
        low = min(int(at), len(stops) - 2)
        color: QColor = mixed(stops[low], stops[low + 1], at - low)
        alpha = min(1.0, step / 90) * 0.66
        table[step] = [round(255 * alpha * part) for part in (color.blueF(), color.greenF(), color.redF())] + [
            round(255 * alpha)
        ]
    return table
