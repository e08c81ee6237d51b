"""The ground plane: what lies under everything, drawn tile by tile from a basemap, by painters.

Another ground (a raster source, a cartography engine in threads) takes its place by keeping the protocol `Ground`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from console.map.painters import PAINTERS, GroundRow, Stroke, at_zoom
from console.map.pens import line_pen
from console.map.pointers import polygon
from console.map.press import Maker
from console.map.simplify import Paths
from console.map.things import CASED_FROM_PX, SEEN_FROM_PX, Floats, Thing, points_of, things_of
from console.map.tiles import EDGE, Cut, Tile, tiles_of
from console.tasks import Tasks
from console.theme import Theme

PER_STEP = 40  # lines drawn before the pump may pause


class Ground(Protocol):
    """A ground plane."""

    def is_ready(self, cut: Cut) -> bool:
        """Whether the piece can be drawn now; if not it is asked for, and `ready` is called when it can."""

    def steps(self, painter: QPainter, cut: Cut) -> Iterator[None]:
        """Draw the piece, its upper left corner at the painter's origin; a pause is possible at each step.

        A piece that is not ready is drawn all the same, however long that takes.
        """

    def with_theme(self, theme: Theme) -> Ground:
        """The same ground in another theme's colours."""

    @property
    def maker(self) -> Maker | None:
        """What makes any piece anew, in any thread; None where only painters can."""

    def finish(self, painter: QPainter, cut: Cut) -> None:
        """Draw what painters draw over every piece that `maker` makes."""

    def stop(self) -> None:
        """The canvas shows another ground, or has been closed."""


class ByPainters:
    """What a ground has that painters draw alone: nothing is made elsewhere."""

    @property
    def maker(self) -> Maker | None:
        """None: only painters can."""
        return None

    def finish(self, painter: QPainter, cut: Cut) -> None:
        """Nothing is left to draw."""

    def stop(self) -> None:
        """Nothing was asked of anybody."""


class PlainGround(ByPainters):
    """Nothing but the colour of the ground: what is shown where there is no basemap, or before it is there."""

    def __init__(self, theme: Theme, *, waiting: bool = False) -> None:
        """``waiting``: a basemap is on its way, so nothing is drawn yet."""
        self._color = theme.color("map.outside")
        self._waiting = waiting

    def is_ready(self, cut: Cut) -> bool:
        """Always, unless a basemap is awaited."""
        return not self._waiting

    def with_theme(self, theme: Theme) -> PlainGround:
        """The other theme's colour."""
        return PlainGround(theme, waiting=self._waiting)

    def steps(self, painter: QPainter, cut: Cut) -> Iterator[None]:
        """One fill."""
        painter.fillRect(0, 0, cut.width, cut.height, self._color)
        yield


class Dots:
    """Stations and landmarks: few and small, so painters draw them on every ground."""

    def __init__(self, themes: Mapping[str, Sequence[Thing]]) -> None:
        self._rows: list[tuple[GroundRow, Floats]] = []
        for row in PAINTERS:
            things = things_of(row, themes.get(row.theme, ())) if row.stroke is Stroke.DOT else ()
            if things:
                self._rows.append((row, points_of(things)))
        self._scale = 0.0
        self._by_tile: dict[Tile, list[tuple[GroundRow, float, float]]] = {}  # at that scale, in absolute pixels

    def draw(self, painter: QPainter, cut: Cut, theme: Theme) -> None:
        """Draw what touches the tile."""
        if cut.scale != self._scale:
            self._sort(cut)
        dots = self._by_tile.get(Tile(cut.left // EDGE, cut.top // EDGE))
        if not dots:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row, x, y in dots:
            half = at_zoom(row.width, cut.zoom) * cut.ratio
            painter.setPen(QPen(theme.color(row.casing), row.casing_px * cut.ratio))
            painter.setBrush(theme.color(row.color))
            painter.drawEllipse(QPointF(x - cut.left, y - cut.top), half, half)

    def _sort(self, cut: Cut) -> None:
        """Find the tiles that each dot touches at the piece's scale."""
        self._scale, self._by_tile = cut.scale, {}
        for row, points in self._rows:
            if cut.zoom < row.from_zoom:
                continue
            reach = math.ceil(at_zoom(row.width, cut.zoom) * cut.ratio + 4)
            for x, y in (points * cut.scale).tolist():
                for tile in tiles_of(round(x) - reach, round(y) - reach, 2 * reach, 2 * reach):
                    self._by_tile.setdefault(tile, []).append((row, x, y))


@dataclass(frozen=True)
class _Drawn:
    """A row with what it draws."""

    row: GroundRow
    paths: Paths


class PaintedGround(ByPainters):
    """The ground by painters: areas, water, roads, rail, stations, in the rows' order."""

    def __init__(
        self, themes: Mapping[str, Sequence[Thing]], theme: Theme, tasks: Tasks, ready: Callable[[], None]
    ) -> None:
        self._theme = theme
        self._outside = theme.color("map.outside")
        self._ready_at = 0.0  # the scale at which everything was last found ready
        self._drawn: list[_Drawn] = []
        self._dots = Dots(themes)
        shared: dict[tuple[Any, ...], Paths] = {}
        for row in PAINTERS:
            things = things_of(row, themes.get(row.theme, ()))
            if not things or row.stroke is Stroke.DOT:
                continue
            key = (row.theme, row.kinds, row.every, row.stroke is Stroke.FILL)
            if key not in shared:
                name = f"map.ground:{id(self)}:{len(shared)}"
                shared[key] = Paths([thing.geometry for thing in things], name, tasks, ready)
            self._drawn.append(_Drawn(row, shared[key]))

    def with_theme(self, theme: Theme) -> PaintedGround:
        """The same ground in another theme's colours; nothing is simplified again."""
        other = object.__new__(PaintedGround)
        other._theme, other._outside, other._drawn = theme, theme.color("map.outside"), self._drawn
        other._dots, other._ready_at = self._dots, 0.0
        return other

    def is_ready(self, cut: Cut) -> bool:
        """Whether all lines are there at this scale."""
        if cut.scale != self._ready_at:
            shown = [drawn.paths for drawn in self._drawn if cut.zoom >= drawn.row.from_zoom]
            missing = [paths for paths in shown if paths.at(cut.scale) is None]
            if not missing:
                self._ready_at = cut.scale
        return cut.scale == self._ready_at

    def steps(self, painter: QPainter, cut: Cut) -> Iterator[None]:
        """Rows in order; a pause every few lines."""
        painter.fillRect(0, 0, cut.width, cut.height, self._outside)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for drawn in self._drawn:
            if cut.zoom < drawn.row.from_zoom:
                continue
            if drawn.row.stroke is Stroke.FILL:
                yield from self._fills(painter, cut, drawn)
            else:
                yield from self._lines(painter, cut, drawn)
        self._dots.draw(painter, cut, self._theme)
        yield

    def _lines(self, painter: QPainter, cut: Cut, drawn: _Drawn) -> Iterator[None]:
        row, paths = drawn.row, drawn.paths
        width = at_zoom(row.width, cut.zoom) * cut.ratio
        found = paths.within(*cut.world(width + 4))
        if not len(found):
            return
        points, starts = paths.nearest(cut.scale)
        found = found[paths.sizes[found] * cut.scale >= SEEN_FROM_PX * cut.ratio]
        corner = np.array((cut.left, cut.top), np.float64)
        shapes: dict[int, QPolygonF] = {}
        painter.setBrush(Qt.BrushStyle.NoBrush)
        cased = bool(row.casing) and width >= CASED_FROM_PX * cut.ratio
        pens = [self._pen(row.color if cased or not row.thin else row.thin, width, row)]
        if cased:
            pens.insert(0, self._pen(row.casing, width + 2 * row.casing_px * cut.ratio, row))
        for pen in pens:
            painter.setPen(pen)
            for count, path in enumerate(found.tolist(), 1):
                shape = shapes.get(path)
                if shape is None:
                    shape = shapes[path] = polygon(points[starts[path] : starts[path + 1]] * cut.scale - corner)
                painter.drawPolyline(shape)
                if count % PER_STEP == 0:
                    yield
        yield

    def _fills(self, painter: QPainter, cut: Cut, drawn: _Drawn) -> Iterator[None]:
        paths = drawn.paths
        found = paths.within(*cut.world(2))
        if not len(found):
            return
        points, starts = paths.nearest(cut.scale)
        wanted = np.flatnonzero(np.isin(paths.part_of, np.unique(paths.part_of[found])))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(drawn.row.color, drawn.row.alpha))
        for owner in np.unique(paths.part_of[wanted]).tolist():
            path = QPainterPath()
            for ring in wanted[paths.part_of[wanted] == owner].tolist():
                path.addPolygon(polygon(points[starts[ring] : starts[ring + 1]] * cut.scale - (cut.left, cut.top)))
            painter.drawPath(path)
            yield

    def _pen(self, token: str, width: float, row: GroundRow) -> QPen:
        color: QColor = self._theme.color(token, row.alpha)
        pen = line_pen(color, width)
        if row.dash:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([max(0.5, part / max(1.0, width)) * 1.6 for part in row.dash])
        return pen
