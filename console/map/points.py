"""The plane of symbols: draws the points of all layers into a piece of the picture, grouped where they are many.

Reports lie on top, in groups of their own; what only stands there (wifi, waste, cameras) is dots from afar.

What is drawn in a piece depends only on whole cells of absolute pixels around it, so a patch equals a fresh drawing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtGui import QPainter, QPixmap

from console.map.groups import (
    BLOCK,
    DENSE_BLOCK,
    DENSE_FROM,
    Cells,
    Group,
    Shares,
    Sight,
    bubble_px,
    count_picture,
    count_pill,
    count_px,
    ring,
    short_count,
    small,
)
from console.map.labels import Labels
from console.map.pointers import Sprites
from console.map.spots import Floats, Ints, Spot, joined, topmost
from console.map.symbols import Atlas, Looks
from console.map.tiles import EDGE, Cut, Tile
from console.theme import Theme
from layers.catalog import BY_KEY, Pace
from layers.cluster import LEAST
from layers.table import PointTable

CELL = 80  # px at 100 %: the cell of a group
GROUPS_UNTIL = 16.5  # zoom from which nothing is grouped
DOTS_UNTIL = 14.0  # zoom below which ungrouped crowds are dots
CROWD = 3000  # points in all layers from which there is a crowd
QUIET_UNTIL = 14.5  # zoom below which many things that only stand there are small dots,
SMALL_UNTIL = 15.8  # and below which they are small symbols
QUIET_FROM = 100  # so many are many
QUIET_DOTS = 24  # dots in a cell from which they are a small group
QUIET_SIZE = 0.64  # of a dot of a crowd
MOST_RADIUS = 27  # px at 100 %: no group is larger, its edge and shade included
MOST_DISCS = 400  # pictures of groups that are kept, 8 to 16 kB each, without their counts,
MOST_COUNTS = 1000  # and of counts, 2 kB each;
MOST_PICTURES = 2000  # pairs of them, one for each count and ring: no more pictures than those


@dataclass
class PointLayer:
    """One layer of points on the scene."""

    key: str
    table: PointTable = field(default_factory=PointTable)
    visible: bool = True
    stale: bool = False


class PointPlane:
    """Draws and finds the symbols of the scene's point layers, in one theme and at one pixel ratio."""

    def __init__(self, layers: Sequence[PointLayer], looks: Looks, theme: Theme, ratio: float, labels: Labels) -> None:
        self.layers = layers
        self.grouping = True
        self._looks, self._theme, self._ratio, self._labels = looks, theme, ratio, labels
        self._atlases: dict[tuple[float, bool], Atlas] = {}
        self._sprites: dict[int, Sprites] = {}
        self._pictures: dict[tuple[int, Shares, bool], tuple[tuple[QPixmap, int], ...]] = {}  # of the two below
        self._discs: dict[tuple[float, Shares, bool], QPixmap] = {}
        self._counts: dict[tuple[str, int, bool], QPixmap] = {}
        self._pills: dict[str, QPixmap] = {}
        self.stands = np.array([BY_KEY[layer.key].pace is not Pace.LIVE for layer in layers], np.bool_)
        self.cells = Cells(
            self.cell,
            bubble_px(99) * ratio,
            self.spot,
            self._shares,
            labels.beside,
            ratio,
            self.stands,
            self._least_standing,
        )

    def atlas(self, zoom: float) -> Atlas:
        """The sprites for a zoom: dots for crowds seen from afar, smaller symbols for a whole city."""
        crowd = not self.grouping and sum(len(layer.table) for layer in self.layers if layer.visible) > CROWD
        factor, dots = (1.0, True) if crowd and zoom < DOTS_UNTIL else (0.84 if zoom < 13 else 1.0, False)
        return self._atlas(factor, dots)

    def standing_atlas(self, zoom: float) -> Atlas:
        """The sprites of what only stands there: small dots from afar where there are many, small symbols nearer."""
        if self.is_quiet(zoom):
            return self._atlas(QUIET_SIZE, True)
        atlas = self.atlas(zoom)
        return atlas if atlas.dots or zoom >= SMALL_UNTIL else self._atlas(0.8, False)

    def is_quiet(self, zoom: float) -> bool:
        """Whether what only stands there is small dots at this zoom."""
        if zoom >= QUIET_UNTIL:
            return False
        count = 0
        for layer, stands in zip(self.layers, self.stands.tolist(), strict=True):
            if stands and layer.visible:
                count += len(layer.table)
                if count >= QUIET_FROM:
                    return True
        return False

    def _atlas(self, factor: float, dots: bool) -> Atlas:
        if (factor, dots) not in self._atlases:
            self._atlases[factor, dots] = Atlas(self._looks, self._theme, self._ratio, factor, dots)
        return self._atlases[factor, dots]

    def _least_standing(self, scale: float) -> int:
        return QUIET_DOTS if self.is_quiet(math.log2(scale / (256 * self._ratio))) else LEAST

    def groups_at(self, zoom: float) -> bool:
        """Whether points are grouped at this zoom."""
        return self.grouping and zoom < GROUPS_UNTIL

    @property
    def cell(self) -> int:
        """The cell of a group in device pixels."""
        return round(CELL * self._ratio)

    def touched(self, x: Floats, y: Floats, scale: float, zoom: float) -> set[tuple[int, int, int, int]]:
        """Absolute pixel boxes (left, top, width, height) in which changes at these world places can be seen."""
        if self.groups_at(zoom):
            cell, rim = self.cell, self.atlas(zoom).reach + 2
            size = cell + 2 * rim
            return {(a * cell - rim, b * cell - rim, size, size) for a, b in self.cells.changed(x, y, scale)}
        px, py = np.rint(x * scale), np.rint(y * scale)
        half = self.atlas(zoom).reach + 1
        return {(int(a) - half, int(b) - half, 2 * half, 2 * half) for a, b in zip(px, py, strict=True)}

    def spot(self, scale: float, left: float, top: float, right: float, bottom: float) -> Spot:
        """Points of visible layers whose whole pixel lies in a box of absolute pixels (ends included); in any order."""
        parts: list[Spot] = []
        slack = 1.0
        world = ((left - slack) / scale, (top - slack) / scale, (right + slack) / scale, (bottom + slack) / scale)
        for number, layer in enumerate(self.layers):
            if not layer.visible or not len(layer.table):
                continue
            table = layer.table
            rows = table.query(*world, ordered=False)
            if not len(rows):
                continue
            x, y = np.rint(table.x[rows] * scale), np.rint(table.y[rows] * scale)
            inside = (x >= left) & (x <= right) & (y >= top) & (y <= bottom)
            rows = rows[inside]
            look = table.code[rows].astype(np.int64) * 2 + layer.stale
            rank = table.rank[rows].astype(np.int64)
            where = np.full(len(rows), number)
            parts.append(Spot(where, rows.astype(np.int64), x[inside], y[inside], look, rank))
        return joined(parts)

    def sight(self, scale: float, zoom: float, box: tuple[float, float, float, float]) -> Sight:
        """What can be seen in a box (left, top, width, height) of absolute pixels: symbols, and groups."""
        rim = self.atlas(zoom).reach + 2
        left, top, right, bottom = box[0] - rim, box[1] - rim, box[0] + box[2] + rim, box[1] + box[3] + rim
        if self.groups_at(zoom):
            return self.cells.sight(scale, left, top, right, bottom)
        spot = self.spot(scale, left, top, right, bottom).in_order()
        standing = self.stands[spot.layer]
        return Sight(spot.take(np.flatnonzero(~standing)), (), spot.take(np.flatnonzero(standing)))

    def looking(self, cut: Cut) -> Iterator[None]:
        """Look at what a piece shows in steps, so that drawing it need not; a pause is possible at each."""
        if self.groups_at(cut.zoom):
            crowd = sum(len(layer.table) for layer in self.layers if layer.visible)
            self.cells.block = BLOCK if crowd < DENSE_FROM else DENSE_BLOCK
            rim = self.atlas(cut.zoom).reach + 2
            right, bottom = cut.left + cut.width + rim, cut.top + cut.height + rim
            yield from self.cells.looking(cut.scale, cut.left - rim, cut.top - rim, right, bottom)

    def draw(self, painter: QPainter, cut: Cut, box: tuple[int, int, int, int] | None = None) -> bool:
        """Draw the piece, or what of it lies in ``box`` (left, top, width, height in it; the painter is clipped).

        Says whether anything was drawn.
        """
        left, top, width, height = box or (0, 0, cut.width, cut.height)
        where = (cut.left + left, cut.top + top, width, height)
        return self.paint(painter, cut, self.sight(cut.scale, cut.zoom, where), box)

    def paint(self, painter: QPainter, cut: Cut, sight: Sight, box: tuple[int, int, int, int] | None = None) -> bool:
        """Draw a sight into a piece, or into ``box`` of it; says whether there was anything."""
        box = box or (0, 0, cut.width, cut.height)
        if len(sight.standing):
            self._draw_symbols(painter, cut, sight.standing, self.standing_atlas(cut.zoom))
        self._draw_groups(painter, cut, sight.standing_groups, box)
        # Dots never hide a name.
        named = self.is_quiet(cut.zoom) and self._labels.draw(painter, tile_of(cut), cut.scale, box)
        self._draw_groups(painter, cut, sight.groups, box)
        if len(sight.alone):
            self._draw_symbols(painter, cut, sight.alone, self.atlas(cut.zoom))
        return bool(sight.groups or sight.standing_groups or len(sight.alone) or len(sight.standing) or named)

    def _draw_symbols(self, painter: QPainter, cut: Cut, spot: Spot, atlas: Atlas) -> None:
        spot, counts = topmost(spot)
        left, top = atlas.places(spot.look)
        sprites = self._sprites.setdefault(atlas.cell, Sprites(atlas.cell))
        sprites.draw(painter, atlas.pixmap, spot.x - cut.left, spot.y - cut.top, left, top)
        if atlas.dots or counts.max() < 2:
            return
        for at in np.flatnonzero(counts > 1).tolist():  # one symbol that stands for several says so
            pill = self._pill(int(counts[at]))
            away = 9 * self._ratio * atlas.factor
            x = int(spot.x[at]) - cut.left + min(away, atlas.reach - 1 - pill.width() / 2) - pill.width() / 2
            painter.drawPixmap(round(x), int(spot.y[at]) - cut.top + round(away) - pill.height() // 2, pill)

    def _draw_groups(
        self, painter: QPainter, cut: Cut, groups: Sequence[Group], box: tuple[int, int, int, int]
    ) -> None:
        rim = MOST_RADIUS * self._ratio
        left, top = cut.left + box[0] - rim, cut.top + box[1] - rim
        right, bottom = left + box[2] + 2 * rim, top + box[3] + 2 * rim
        for group in groups:
            if not (left < group.x < right and top < group.y < bottom):
                continue
            x, y = round(group.x) - cut.left, round(group.y) - cut.top
            for pixmap, half in self._pictures_of(group):
                painter.drawPixmap(x - half, y - half, pixmap)

    def _shares(self, group_of: Ints, looks: Ints, sizes: Ints) -> list[Shares]:
        """The colours of each group's open incidents and how many of its twelve parts each has, most urgent first."""
        colors, of_look = self._looks.colors()
        width = len(colors) + 1
        counts = np.bincount(group_of * width + of_look[looks], minlength=width * len(sizes)).reshape(-1, width)
        parts = np.where(counts > 0, np.maximum(1, (counts * (12 / sizes)[:, None] + 0.5).astype(np.int64)), 0)
        return [  # the last number is of what only stands there
            tuple([(color, part) for color, part in zip(colors, row, strict=False) if part]) for row in parts.tolist()
        ]

    def _pictures_of(self, group: Group) -> tuple[tuple[QPixmap, int], ...]:
        """A group's disc and its count, each with half its size."""
        key = group.count, group.shares, group.standing
        known = self._pictures.get(key)
        if known is None:
            if len(self._pictures) >= MOST_PICTURES:
                self._pictures.clear()
            disc = self._disc(bubble_px(group.count, standing=group.standing), group.shares, group.standing)
            count = self._count(group.count, group.standing)
            known = self._pictures[key] = (disc, disc.width() // 2), (count, count.width() // 2)
        return known

    def _disc(self, radius: float, shares: Shares, standing: bool) -> QPixmap:
        known = self._discs.get((radius, shares, standing))
        if known is None:
            if len(self._discs) >= MOST_DISCS:
                self._discs.clear()
                self._pictures.clear()
            small_one = small(radius, self._theme, self._ratio) if standing else None
            known = small_one or ring(radius, shares, self._theme, self._ratio)
            self._discs[radius, shares, standing] = known
        return known

    def _pill(self, count: int) -> QPixmap:
        text = short_count(count)
        known = self._pills.get(text)
        if known is None:
            known = self._pills[text] = count_pill(text, self._theme, self._ratio)
        return known

    def _count(self, count: int, standing: bool) -> QPixmap:
        key = short_count(count), count_px(count, standing=standing), standing
        known = self._counts.get(key)
        if known is None:
            if len(self._counts) >= MOST_COUNTS:
                self._counts.clear()
                self._pictures.clear()
            known = self._counts[key] = count_picture(*key[:2], self._theme, self._ratio, standing=standing)
        return known


def tile_of(cut: Cut) -> Tile:
    """The tile that a cut is of."""
    return Tile(cut.left // EDGE, cut.top // EDGE)
