"""The plane of symbols: draws the points of all layers into a piece of the picture, grouped where they are many.

What is drawn in a piece depends only on whole cells of absolute pixels around it, so a patch equals a fresh drawing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from console.map.pointers import Sprites
from console.map.symbols import Atlas, Looks
from console.map.tiles import Cut
from console.theme import Theme, mixed
from layers.cluster import Groups, grouped
from layers.table import PointTable

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Shares = tuple[tuple[str, int], ...]  # colours of a group, and how many of its twelve parts each has

CELL = 80  # px at 100 %: the cell of a group
GROUPS_UNTIL = 16.5  # zoom from which nothing is grouped
ALONE_RANK = 90  # symbols of this rank are never hidden in a group
DOTS_UNTIL = 14.0  # zoom below which ungrouped crowds are dots
CROWD = 3000  # points in all layers from which there is a crowd


@dataclass
class PointLayer:
    """One layer of points on the scene."""

    key: str
    table: PointTable = field(default_factory=PointTable)
    visible: bool = True
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """Points around a place: which layer (index) and row each is, and its absolute pixel; the last lies on top."""

    layer: Ints
    row: Ints
    x: Floats
    y: Floats
    look: Ints
    rank: Ints

    def __len__(self) -> int:
        return len(self.row)

    def take(self, which: Ints) -> Spot:
        """Some of them, in that order."""
        return Spot(
            self.layer[which], self.row[which], self.x[which], self.y[which], self.look[which], self.rank[which]
        )


class PointPlane:
    """Draws and finds the symbols of the scene's point layers, in one theme and at one pixel ratio."""

    def __init__(self, layers: Sequence[PointLayer], looks: Looks, theme: Theme, ratio: float) -> None:
        self.layers = layers
        self.grouping = True
        self._looks, self._theme, self._ratio = looks, theme, ratio
        self._atlases: dict[tuple[float, bool], Atlas] = {}
        self._sprites: dict[int, Sprites] = {}
        self._bubbles: dict[tuple[int, Shares], QPixmap] = {}
        self._rings: dict[tuple[float, Shares], QPixmap] = {}

    def atlas(self, zoom: float) -> Atlas:
        """The sprites for a zoom: dots for crowds seen from afar, smaller symbols for a whole city."""
        crowd = not self.grouping and sum(len(layer.table) for layer in self.layers if layer.visible) > CROWD
        factor, dots = (1.0, True) if crowd and zoom < DOTS_UNTIL else (0.84 if zoom < 13 else 1.0, False)
        if (factor, dots) not in self._atlases:
            self._atlases[factor, dots] = Atlas(self._looks, self._theme, self._ratio, factor, dots)
        return self._atlases[factor, dots]

    def groups_at(self, zoom: float) -> bool:
        """Whether points are grouped at this zoom."""
        return self.grouping and zoom < GROUPS_UNTIL

    @property
    def cell(self) -> int:
        """The cell of a group in device pixels."""
        return round(CELL * self._ratio)

    def reach(self, zoom: float) -> int:
        """Pixels around a changed point in which the picture may change."""
        return 2 * self.cell if self.groups_at(zoom) else self.atlas(zoom).reach + 2

    def touched(self, x: Floats, y: Floats, scale: float, zoom: float) -> set[tuple[int, int, int, int]]:
        """Absolute pixel boxes (left, top, width, height) in which changes at these world places can be seen."""
        px, py = np.rint(x * scale), np.rint(y * scale)
        if self.groups_at(zoom):
            cell, rim = self.cell, self.atlas(zoom).reach + 2
            cells = {(int(a), int(b)) for a, b in zip(px // cell, py // cell, strict=True)}
            return {(a * cell - rim, b * cell - rim, cell + 2 * rim, cell + 2 * rim) for a, b in cells}
        half = self.atlas(zoom).reach + 1
        return {(int(a) - half, int(b) - half, 2 * half, 2 * half) for a, b in zip(px, py, strict=True)}

    def spot(self, scale: float, left: float, top: float, right: float, bottom: float) -> Spot:
        """Points of all visible layers whose whole pixel lies in a box of absolute pixels (ends included)."""
        parts: list[Spot] = []
        slack = 1.0
        world = ((left - slack) / scale, (top - slack) / scale, (right + slack) / scale, (bottom + slack) / scale)
        for number, layer in enumerate(self.layers):
            if not layer.visible or not len(layer.table):
                continue
            table = layer.table
            rows = table.query(*world, ordered=False)
            x, y = np.rint(table.x[rows] * scale), np.rint(table.y[rows] * scale)
            inside = (x >= left) & (x <= right) & (y >= top) & (y <= bottom)
            rows = rows[inside]
            look = table.code[rows].astype(np.int64) * 2 + layer.stale
            rank = table.rank[rows].astype(np.int64)
            where = np.full(len(rows), number)
            parts.append(Spot(where, rows.astype(np.int64), x[inside], y[inside], look, rank))
        spot = parts[0] if len(parts) == 1 else joined(parts)
        return spot.take(np.argsort((spot.rank << 48) + (spot.layer << 40) + spot.row))

    def grouped_spot(
        self, scale: float, zoom: float, box: tuple[float, float, float, float]
    ) -> tuple[Spot, Groups | None]:
        """Points of the whole cells that a box of absolute pixels touches, and the groups that they make."""
        left, top, right, bottom = box
        if not self.groups_at(zoom):
            return self.spot(scale, left, top, right, bottom), None
        cell = self.cell
        spot = self.spot(
            scale,
            left // cell * cell,
            top // cell * cell,
            right // cell * cell + cell - 1,
            bottom // cell * cell + cell - 1,
        )
        return spot, grouped(spot.x, spot.y, spot.rank >= ALONE_RANK, cell, bubble_px(99) * self._ratio)

    def draw(self, painter: QPainter, cut: Cut, box: tuple[int, int, int, int] | None = None) -> bool:
        """Draw the piece, or what of it lies in ``box`` (left, top, width, height in it; the painter is clipped).

        Says whether anything was drawn.
        """
        left, top, width, height = box or (0, 0, cut.width, cut.height)
        return self.paint(
            painter, cut, self.sight(cut.scale, cut.zoom, (cut.left + left, cut.top + top, width, height))
        )

    def sight(self, scale: float, zoom: float, box: tuple[int, int, int, int]) -> tuple[Spot, Groups | None]:
        """What can be seen in a box (left, top, width, height) of absolute pixels: points, and their groups."""
        rim = self.atlas(zoom).reach + 2
        left, top, width, height = box
        return self.grouped_spot(scale, zoom, (left - rim, top - rim, left + width + rim, top + height + rim))

    def paint(self, painter: QPainter, cut: Cut, sight: tuple[Spot, Groups | None]) -> bool:
        """Draw a sight into a piece; says whether there was anything."""
        spot, groups = sight
        if not len(spot):
            return False
        shown = spot
        if groups is not None and len(groups):
            shown = spot.take(groups.alone)
            self._draw_groups(painter, cut, spot, groups)
        self._draw_symbols(painter, cut, topmost(shown), self.atlas(cut.zoom))
        return True

    def _draw_symbols(self, painter: QPainter, cut: Cut, spot: Spot, atlas: Atlas) -> None:
        left, top = atlas.places(spot.look)
        sprites = self._sprites.setdefault(atlas.cell, Sprites(atlas.cell))
        sprites.draw(painter, atlas.pixmap, spot.x - cut.left, spot.y - cut.top, left, top)

    def _draw_groups(self, painter: QPainter, cut: Cut, spot: Spot, groups: Groups) -> None:
        reach = bubble_px(10_000) * self._ratio + 2
        near = (groups.x > cut.left - reach) & (groups.x < cut.left + cut.width + reach)
        near &= (groups.y > cut.top - reach) & (groups.y < cut.top + cut.height + reach)
        for group in np.flatnonzero(near).tolist():
            members = groups.members[groups.starts[group] : groups.starts[group + 1]]
            pixmap = self._bubble(len(members), self._shares(spot.look[members] // 2))
            half = pixmap.width() // 2
            x, y = round(groups.x[group]) - cut.left - half, round(groups.y[group]) - cut.top - half
            painter.drawPixmap(x, y, pixmap)

    def _shares(self, looks: Ints) -> Shares:
        """The colours of a group's open incidents and how many of its twelve parts each has, most urgent first."""
        colors, of_look = self._looks.colors()
        counts = np.bincount(of_look[looks], minlength=len(colors)).tolist()
        per = 12 / len(looks)
        named = zip(colors, counts, strict=False)  # the last count is of what only stands there
        return tuple((color, max(1, int(count * per + 0.5))) for color, count in named if count)

    def _bubble(self, count: int, shares: Shares) -> QPixmap:
        known = self._bubbles.get((count, shares))
        if known is None:
            if len(self._bubbles) > 4000:
                self._bubbles.clear()
            radius = bubble_px(count)
            if (radius, shares) not in self._rings:
                self._rings[radius, shares] = ring(radius, shares, self._theme, self._ratio)
            known = self._bubbles[count, shares] = counted(self._rings[radius, shares], count, self._theme, self._ratio)
        return known


def joined(parts: Sequence[Spot]) -> Spot:
    """Several spots as one, one after the other."""
    if not parts:
        none, nowhere = np.empty(0, np.int64), np.empty(0)
        return Spot(none, none, nowhere, nowhere, none, none)
    return Spot(
        np.concatenate([part.layer for part in parts]),
        np.concatenate([part.row for part in parts]),
        np.concatenate([part.x for part in parts]),
        np.concatenate([part.y for part in parts]),
        np.concatenate([part.look for part in parts]),
        np.concatenate([part.rank for part in parts]),
    )


def topmost(spot: Spot) -> Spot:
    """Of the points whose middles share 2 × 2 absolute pixels only the topmost: nobody can see the others."""
    if len(spot) < 2:
        return spot
    key = (spot.y.astype(np.int64) >> 1 << 32) + (spot.x.astype(np.int64) >> 1)
    _, last = np.unique(key[::-1], return_index=True)
    return spot.take(np.sort(len(key) - 1 - last))


def bubble_px(count: int) -> float:
    """The radius of a group in px at 100 %."""
    return 13.0 if count < 10 else 15.5 if count < 100 else 18.0 if count < 1000 else 21.0


def ring(radius: float, shares: Shares, theme: Theme, ratio: float) -> QPixmap:
    """A group without its count: a disc, and round it in colour what part of it are open incidents."""
    half = radius * ratio
    size = 2 * math.ceil(half + 2 * ratio)
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = QPointF(size / 2, size / 2)
    painter.setPen(QPen(theme.color("map.symbol_shade", 0.25), 2.5 * ratio))
    painter.setBrush(theme.color("map.group", 0.96))
    painter.drawEllipse(middle, half, half)
    width = 3.2 * ratio
    box = QRectF(middle.x() - half + width / 2, middle.y() - half + width / 2, 2 * half - width, 2 * half - width)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(mixed(theme.color("map.group"), theme.color("map.group_ring"), 0.6), width * 0.7))
    painter.drawEllipse(box)
    whole, start = max(12, sum(share for _, share in shares)), 90.0 * 16
    for color, share in shares:
        span = -360.0 * 16 * share / whole
        painter.setPen(QPen(theme.color(color), width * 1.15, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawArc(box, round(start), round(span))
        start += span
    painter.end()
    return pixmap


def counted(empty: QPixmap, count: int, theme: Theme, ratio: float) -> QPixmap:
    """The group with its count."""
    pixmap = QPixmap(empty)
    painter = QPainter(pixmap)
    font = theme.font("small", 600)
    font.setPixelSize(round((12 if count < 1000 else 11) * ratio))
    painter.setFont(font)
    painter.setPen(theme.color("map.group_text"))
    painter.drawText(pixmap.rect(), Qt.AlignmentFlag.AlignCenter, short_count(count))
    painter.end()
    return pixmap


def short_count(count: int) -> str:
    """A count that fits in a bubble: 999, 1,2k, 25k, written the Indonesian way."""
    if count < 1000:
        return str(count)
    if count < 10_000:
        return f"{count / 1000:.1f}k".replace(".", ",")
    return f"{count // 1000}k"
