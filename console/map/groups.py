"""Groups on the map: how they look, and a memory of them by cell, so that a change makes only its own cell anew."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from console.map.spots import Floats, Ints, Spot, joined
from console.theme import Theme, mixed
from layers.cluster import grouped

Cell = tuple[int, int]  # column and line in the grid of absolute pixels
Shares = tuple[tuple[str, int], ...]  # colours of a group, and how many of its twelve parts each has
ALONE_RANK = 90  # symbols of this rank are never hidden in a group
MOST_CELLS = 6000  # remembered at once


@dataclass(frozen=True, slots=True)
class Group:
    """A group: its cell, its middle in absolute pixels, how many it stands for, and of what colours."""

    cell: Cell
    x: float
    y: float
    count: int
    shares: Shares


@dataclass(frozen=True, slots=True)
class Sight:
    """What can be seen somewhere: the points that stand alone, lowest first, and the groups."""

    alone: Spot
    groups: tuple[Group, ...] = ()


class Cells:
    """What each cell of one scale shows. `spot` gives all points in a box of absolute pixels (ends included)."""

    def __init__(
        self,
        cell_px: int,
        inset_px: float,
        spot: Callable[[float, float, float, float, float], Spot],
        shares: Callable[[Ints], Shares],
        beside: Callable[[float, float, float, float], list[float]],
        ratio: float,
    ) -> None:
        """``beside``: for scale, x, y and half a size, heights at which a disc hides no name; none: it hides none."""
        self._px, self._inset, self._ratio = cell_px, inset_px, ratio
        self._spot, self._shares, self._beside = spot, shares, beside
        self._scale = 0.0
        self._known: dict[Cell, Sight] = {}

    def forget(self) -> None:
        """Layers have changed as a whole."""
        self._known.clear()

    def spoil(self, x: Floats, y: Floats) -> None:
        """Points have come, gone or changed at these world places."""
        if self._known:
            for cell in self.cells_at(x, y, self._scale):
                self._known.pop(cell, None)

    def cells_at(self, x: Floats, y: Floats, scale: float) -> set[Cell]:
        """The cells in which these world places lie at a scale."""
        columns, lines = np.rint(x * scale) // self._px, np.rint(y * scale) // self._px
        return set(zip(columns.astype(np.int64).tolist(), lines.astype(np.int64).tolist(), strict=True))

    def sight(self, scale: float, left: float, top: float, right: float, bottom: float) -> Sight:
        """What can be seen in the cells that a box of absolute pixels touches."""
        if scale != self._scale or len(self._known) > MOST_CELLS:
            self._scale = scale
            self._known.clear()
        px = self._px
        columns = range(int(left // px), int(right // px) + 1)
        lines = range(int(top // px), int(bottom // px) + 1)
        cells = [(column, line) for line in lines for column in columns]
        missing = [cell for cell in cells if cell not in self._known]
        if missing:
            self._learn(missing)
        seen = [self._known[cell] for cell in cells]
        parts = [sight.alone for sight in seen if len(sight.alone)]
        return Sight(joined(parts).in_order(), tuple(group for sight in seen for group in sight.groups))

    def members(self, group: Group) -> Spot:
        """The points that a group stands for, the topmost last."""
        px = self._px
        left, top = group.cell[0] * px, group.cell[1] * px
        spot = self._spot(self._scale, left, top, left + px - 1, top + px - 1)
        return spot.take(np.flatnonzero(spot.rank < ALONE_RANK))

    def _learn(self, missing: list[Cell]) -> None:
        """Look at the box round the missing cells at once, and remember each cell's share of it."""
        px = self._px
        left, right = min(cell[0] for cell in missing), max(cell[0] for cell in missing)
        top, bottom = min(cell[1] for cell in missing), max(cell[1] for cell in missing)
        spot = self._spot(self._scale, left * px, top * px, (right + 1) * px - 1, (bottom + 1) * px - 1)
        groups = grouped(spot.x, spot.y, spot.rank >= ALONE_RANK, px, self._inset)
        wide = right - left + 1
        key = (spot.y // px - top).astype(np.int64) * wide + (spot.x // px - left).astype(np.int64)
        order = groups.alone[np.argsort(key[groups.alone], kind="stable")]
        ends = np.searchsorted(key[order], np.arange(wide * (bottom - top + 1) + 1))
        found = dict(self._groups(spot, groups.members, groups.starts, groups.x, groups.y))
        for cell in missing:
            at = (cell[1] - top) * wide + cell[0] - left
            alone = spot.take(order[ends[at] : ends[at + 1]])
            self._known[cell] = Sight(alone, (found[cell],) if cell in found else ())

    def _groups(self, spot: Spot, members: Ints, starts: Ints, x: Floats, y: Floats) -> Iterable[tuple[Cell, Group]]:
        for number in range(len(x)):
            mine = members[starts[number] : starts[number + 1]]
            cell = (int(spot.x[mine[0]] // self._px), int(spot.y[mine[0]] // self._px))
            shares = self._shares(spot.look[mine] // 2)
            place = float(x[number]), self._off_names(cell, float(x[number]), float(y[number]), len(mine))
            yield cell, Group(cell, *place, len(mine), shares)

    def _off_names(self, cell: Cell, x: float, y: float, count: int) -> float:
        """The group's height, moved off the name of an area where its own cell has room for that."""
        half = bubble_px(count) * self._ratio
        top, bottom = cell[1] * self._px + half / 2, (cell[1] + 1) * self._px - half / 2
        return next((height for height in self._beside(self._scale, x, y, half) if top <= height <= bottom), y)


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
    """A count that fits in a bubble, the same in every language: 9999, 25k."""
    return str(count) if count < 10_000 else f"{count // 1000}k"
