"""Groups on the map: how they look, and a memory of them by cell, so that a change makes only its own cell anew.

What is reported and what only stands there (wifi, waste, cameras) never share a group: a group's number answers
"how many reports are here", and what stands there lies beneath, small and quiet.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QPixmap

from console.map.paper import blank
from console.map.spots import NOTHING, Bools, Floats, Ints, Spot, joined
from console.theme import Theme, mixed
from layers.cluster import LEAST, Groups, grouped

Cell = tuple[int, int]  # column and line in the grid of absolute pixels
Shares = tuple[tuple[str, int], ...]  # colours of a group, and how many of its twelve parts each has
ALONE_RANK = 90  # symbols of this rank are never hidden in a group
MOST_CELLS = 20_000  # remembered at once: 7680 × 4320 pixels and what lies around them
BLOCK, DENSE_BLOCK = 12, 5  # cells each way that are looked at together, as looking costs more than what is seen;
DENSE_FROM = 300_000  # where there are so many points in all: fewer
A_FEW = 12  # cells that are looked at one by one where nobody goes on to look at their neighbours
FEW = 4  # cells of a block that are cheaper to look at one by one


@dataclass(frozen=True, slots=True)
class Group:
    """A group: its cell, its middle in absolute pixels, how many it stands for, and of what colours."""

    cell: Cell
    x: float
    y: float
    count: int
    shares: Shares
    standing: bool = False  # of what only stands there


@dataclass(frozen=True, slots=True)
class Sight:
    """What can be seen somewhere: reports alone (lowest first) and in groups; beneath, what only stands there."""

    alone: Spot
    groups: tuple[Group, ...] = ()
    standing: Spot = NOTHING
    standing_groups: tuple[Group, ...] = ()


NO_SIGHT = Sight(NOTHING)


def looks_alike(one: Sight, other: Sight) -> bool:
    """Whether two sights of a cell are drawn as the same pixels."""
    if [_drawn(group) for group in one.groups] != [_drawn(group) for group in other.groups]:
        return False
    if [_drawn(group) for group in one.standing_groups] != [_drawn(group) for group in other.standing_groups]:
        return False
    return one.alone.looks_like(other.alone) and one.standing.looks_like(other.standing)


def _drawn(group: Group) -> tuple[int, int, int, Shares]:
    return round(group.x), round(group.y), group.count, group.shares


class Cells:
    """What each cell of one scale shows. `spot`: all points in a box of absolute pixels (ends included)."""

    def __init__(
        self,
        cell_px: int,
        inset_px: float,
        spot: Callable[[float, float, float, float, float], Spot],
        shares: Callable[[Ints, Ints, Ints], list[Shares]],
        beside: Callable[[float, float, float, float], list[float]],
        ratio: float,
        stands: Bools,
        least: Callable[[float], int] = lambda _: LEAST,
    ) -> None:
        """``shares``: for the group and the look of each member, and the groups' sizes, the colours of each.

        ``beside``: for scale, x, y and half a size, heights at which a disc hides no name; none: it hides none.

        ``stands``: for each layer, whether its points only stand there; ``least``: how many of those make a group,
        at a scale.
        """
        self._px, self._inset, self._ratio = cell_px, inset_px, ratio
        self._spot, self._shares, self._beside = spot, shares, beside
        self._stands, self._least = stands, least
        self.block = BLOCK
        self._scale = 0.0
        self._known: dict[Cell, Sight] = {}
        self._before: dict[Cell, Sight] = {}  # what was known of cells that were spoilt since

    def forget(self) -> None:
        """Layers have changed as a whole."""
        self._known.clear()
        self._before.clear()

    def spoil(self, x: Floats, y: Floats) -> None:
        """Points have come, gone or changed at these world places."""
        if self._known:
            for cell in self.cells_at(x, y, self._scale):
                known = self._known.pop(cell, None)
                if known is not None:
                    self._before[cell] = known

    def changed(self, x: Floats, y: Floats, scale: float) -> list[Cell]:
        """The cells at these world places that look other than before they were spoilt, or may.

        One of a hundred points that moves a little within its group changes nothing that can be seen.
        """
        found = []
        for cell in self.cells_at(x, y, scale):
            before = self._before.pop(cell, None) if scale == self._scale else None
            if before is not None and cell not in self._known:
                self._learn_one(cell)
            if before is None or not looks_alike(before, self._known[cell]):
                found.append(cell)
        return found

    def cells_at(self, x: Floats, y: Floats, scale: float) -> set[Cell]:
        """The cells in which these world places lie at a scale."""
        columns, lines = np.rint(x * scale) // self._px, np.rint(y * scale) // self._px
        return set(zip(columns.astype(np.int64).tolist(), lines.astype(np.int64).tolist(), strict=True))

    def sight(self, scale: float, left: float, top: float, right: float, bottom: float) -> Sight:
        """What can be seen in the cells that a box of absolute pixels touches."""
        cells = self._touched(left, top, right, bottom)
        missing = [cell for cell in cells if cell not in self._known] if scale == self._scale else cells
        if scale != self._scale or len(missing) > A_FEW:
            for _ in self.looking(scale, left, top, right, bottom):
                pass
        else:  # under a pointer, or after a change: not a whole block for it
            for cell in missing:
                self._learn_one(cell)
        seen = [self._known[cell] for cell in cells]
        return Sight(
            joined([sight.alone for sight in seen if sight.alone is not NOTHING]).in_order(),
            tuple(group for sight in seen for group in sight.groups),
            joined([sight.standing for sight in seen if sight.standing is not NOTHING]).in_order(),
            tuple(group for sight in seen for group in sight.standing_groups),
        )

    def looking(self, scale: float, left: float, top: float, right: float, bottom: float) -> Iterator[None]:
        """Learn what `sight` will show of a box, a block of cells at each step."""
        if scale != self._scale or len(self._known) > MOST_CELLS:
            self._scale = scale
            self.forget()
        missing = [cell for cell in self._touched(left, top, right, bottom) if cell not in self._known]
        wide = self.block
        for block in dict.fromkeys((column // wide, line // wide) for column, line in missing):
            unknown = self._unknown(block)
            if unknown:
                self._learn(unknown)
                yield

    def _touched(self, left: float, top: float, right: float, bottom: float) -> list[Cell]:
        px = self._px
        columns = range(int(left // px), int(right // px) + 1)
        return [(column, line) for line in range(int(top // px), int(bottom // px) + 1) for column in columns]

    def members(self, group: Group) -> Spot:
        """The points that a group stands for, the topmost last."""
        px = self._px
        left, top = group.cell[0] * px, group.cell[1] * px
        spot = self._spot(self._scale, left, top, left + px - 1, top + px - 1).in_order()
        return spot.take(np.flatnonzero((spot.rank < ALONE_RANK) & (self._stands[spot.layer] == group.standing)))

    def _unknown(self, block: Cell) -> list[Cell]:
        """The cells of a block that are not known: all of them, or the few that changed."""
        left, top = block[0] * self.block, block[1] * self.block
        cells = [(column, line) for line in range(top, top + self.block) for column in range(left, left + self.block)]
        return [cell for cell in cells if cell not in self._known]

    def _learn(self, missing: list[Cell]) -> None:
        """Look at the box round the missing cells at once, and remember each cell's share of it."""
        if len(missing) <= FEW:
            for cell in missing:
                self._learn_one(cell)
            return
        px = self._px
        left, right = min(cell[0] for cell in missing), max(cell[0] for cell in missing)
        top, bottom = min(cell[1] for cell in missing), max(cell[1] for cell in missing)
        self._remember(missing, left * px, top * px, (right + 1) * px - 1, (bottom + 1) * px - 1)

    def _learn_one(self, cell: Cell) -> None:
        """The same for a single cell, as after a change, in a third of the time: each kind is a group or is none."""
        px = self._px
        left, top = cell[0] * px, cell[1] * px
        spot = self._spot(self._scale, left, top, left + px - 1, top + px - 1)
        if not len(spot):
            self._known[cell] = NO_SIGHT
            return
        standing, single = self._stands[spot.layer], spot.rank >= ALONE_RANK
        shown: list[tuple[Spot, tuple[Group, ...]]] = []
        for stands, least in ((False, LEAST), (True, self._least(self._scale))):
            mine = standing == stands
            members = (mine & ~single).nonzero()[0]
            if (count := members.size) < least:
                shown.append((spot.take(mine.nonzero()[0]) if mine.any() else NOTHING, ()))
                continue
            x, y = (float(at[members].sum()) / count for at in (spot.x, spot.y))  # whole numbers: in any order the same
            x = min(max(x, left + self._inset), left + px - self._inset)
            y = min(max(y, top + self._inset), top + px - self._inset)
            if stands:
                group = Group(cell, x, self._off_names(cell, x, y, count, standing=True), count, (), standing=True)
            else:
                looks = spot.look[members] // 2
                share = self._shares(np.zeros(count, np.int64), looks, np.array([count]))[0]
                group = Group(cell, x, self._off_names(cell, x, y, count), count, share)
            alone = (mine & single).nonzero()[0]
            shown.append((spot.take(alone) if alone.size else NOTHING, (group,)))
        self._known[cell] = Sight(*shown[0], *shown[1])

    def _remember(self, cells: list[Cell], left: int, top: int, right: int, bottom: int) -> None:
        spot = self._spot(self._scale, left, top, right, bottom)
        single, standing = spot.rank >= ALONE_RANK, self._stands[spot.layer]
        groups = grouped(spot.x, spot.y, single, standing, self._px, self._inset, (LEAST, self._least(self._scale)))
        lonely = spot.take(groups.alone)
        found = self._groups(groups, spot.look)
        for cell in cells:
            begin, end = groups.alone_in(*cell, 0)
            start, stop = groups.alone_in(*cell, 1)
            self._known[cell] = Sight(
                lonely.part(begin, end) if end > begin else NOTHING,
                found.get((cell, 0), ()),
                lonely.part(start, stop) if stop > start else NOTHING,
                found.get((cell, 1), ()),
            )

    def _groups(self, groups: Groups, look: Ints) -> dict[tuple[Cell, int], tuple[Group, ...]]:
        """The groups by cell and kind (1: what only stands there)."""
        shares = self._shares(groups.group_of, look[groups.members] // 2, groups.sizes)
        cells = zip(groups.column.tolist(), groups.line.tolist(), strict=True)
        middles = zip(groups.x.tolist(), groups.y.tolist(), strict=True)
        made: dict[tuple[Cell, int], tuple[Group, ...]] = {}
        for cell, (x, y), count, kind, share in zip(
            cells, middles, groups.sizes.tolist(), groups.kind.tolist(), shares, strict=True
        ):
            if kind:
                height = self._off_names(cell, x, y, count, standing=True)
                made[cell, kind] = (Group(cell, x, height, count, (), standing=True),)
            else:
                made[cell, kind] = (Group(cell, x, self._off_names(cell, x, y, count), count, share),)
        return made

    def _off_names(self, cell: Cell, x: float, y: float, count: int, *, standing: bool = False) -> float:
        """The group's height, moved off the name of an area where its own cell has room for that."""
        half = bubble_px(count, standing=standing) * self._ratio
        top, bottom = cell[1] * self._px + half / 2, (cell[1] + 1) * self._px - half / 2
        return next((height for height in self._beside(self._scale, x, y, half) if top <= height <= bottom), y)


def bubble_px(count: int, *, standing: bool = False) -> float:
    """The radius of a group in px at 100 %."""
    if standing:
        return 10.0 if count < 100 else 12.0 if count < 1000 else 14.0
    return 14.5 if count < 10 else 17.0 if count < 100 else 20.0 if count < 1000 else 23.0


def ring(radius: float, shares: Shares, theme: Theme, ratio: float) -> QPixmap:
    """A group of reports without its count: a disc in a ring that says in colours what part of it is open."""
    below, edge = _disc_and_edge(radius, theme, ratio)
    pixmap, half = QPixmap(below), radius * ratio
    middle = QPointF(pixmap.width() / 2, pixmap.height() / 2)
    width = 4.2 * ratio
    box = QRectF(middle.x() - half + width / 2, middle.y() - half + width / 2, 2 * half - width, 2 * half - width)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    whole, start = max(12, sum(share for _, share in shares)), 90.0 * 16
    for color, share in shares:
        span = -360.0 * 16 * share / whole
        painter.setPen(QPen(theme.color(color), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawArc(box, round(start), round(span))
        start += span
    painter.drawPixmap(0, 0, edge)
    painter.end()
    return pixmap


@cache
def _disc_and_edge(radius: float, theme: Theme, ratio: float) -> tuple[QPixmap, QPixmap]:
    """What all groups of a size have in common: beneath the colours, and above them."""
    half, width = radius * ratio, 4.2 * ratio
    below, painter = _square(half + 2.5 * ratio)
    middle = QPointF(below.width() / 2, below.height() / 2)
    painter.setPen(QPen(theme.color("map.symbol_shade", 0.3), 4 * ratio))
    painter.setBrush(theme.color("map.group"))
    painter.drawEllipse(middle, half, half)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(mixed(theme.color("map.group"), theme.color("map.incident_closed"), 0.6), width))
    painter.drawEllipse(middle, half - width / 2, half - width / 2)
    painter.end()
    above, painter = _square(half + 2.5 * ratio)
    painter.setPen(QPen(theme.color("map.symbol_edge"), 1.2 * ratio))
    painter.drawEllipse(middle, half, half)
    painter.end()
    return below, above


def small(radius: float, theme: Theme, ratio: float) -> QPixmap:
    """A group of what only stands there, without its count: small, grey, without a ring."""
    half = radius * ratio
    pixmap, painter = _square(half + ratio)
    middle = QPointF(pixmap.width() / 2, pixmap.height() / 2)
    painter.setPen(QPen(theme.color("map.group_ring", 0.55), ratio))
    painter.setBrush(theme.color("map.group", 0.8))
    painter.drawEllipse(middle, half, half)
    painter.end()
    return pixmap


def _square(half: float) -> tuple[QPixmap, QPainter]:
    """A transparent square of so many pixels from its middle, and a painter on it."""
    size = 2 * math.ceil(half)
    return blank(size, size)


def count_picture(count: str, size_px: int, theme: Theme, ratio: float, *, standing: bool = False) -> QPixmap:
    """A group's count by itself, for the middle of its disc."""
    font, metrics = _count_font(theme, round(size_px * ratio), 400 if standing else 700)
    pixmap, painter = _square(max(metrics.horizontalAdvance(count), metrics.height()) / 2 + ratio)
    painter.setFont(font)
    painter.setPen(theme.color("map.group_text", 0.7 if standing else 1.0))
    painter.drawText(pixmap.rect(), Qt.AlignmentFlag.AlignCenter, count)
    painter.end()
    return pixmap


def count_pill(text: str, theme: Theme, ratio: float) -> QPixmap:
    """How many lie on one spot, small enough for the corner of a symbol."""
    font, metrics = _count_font(theme, round(10 * ratio), 700)
    height = 2 * math.ceil(6.5 * ratio)
    width = max(height, 2 * math.ceil((metrics.horizontalAdvance(text) + 6 * ratio) / 2))
    pixmap = QPixmap(width, height)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("map.group_ring"), ratio))
    painter.setBrush(theme.color("map.group"))
    edge = ratio / 2
    box = QRectF(edge, edge, width - 2 * edge, height - 2 * edge)
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.setFont(font)
    painter.setPen(theme.color("map.group_text"))
    painter.drawText(pixmap.rect(), Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return pixmap


@cache
def _count_font(theme: Theme, pixels: int, weight: int) -> tuple[QFont, QFontMetrics]:
    font = theme.font("small", weight)
    font.setPixelSize(pixels)
    return font, QFontMetrics(font)


def count_px(count: int, *, standing: bool = False) -> int:
    """How large a count is written in its group, in px at 100 %."""
    return 11 if standing else 13 if count < 1000 else 12


def short_count(count: int) -> str:
    """A count that fits in a bubble, the same in every language: 9999, 25k."""
    return str(count) if count < 10_000 else f"{count // 1000}k"
