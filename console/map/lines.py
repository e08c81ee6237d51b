"""Lines and areas of the layers, under the symbols: traffic with width, colour and arrows, warnings as a hatch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import shapely
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPen

from console.map.painters import at_zoom
from console.map.pens import line_pen
from console.map.pointers import polygon
from console.map.simplify import Paths
from console.map.things import SEEN_FROM_PX
from console.map.tiles import Cut
from console.tasks import Tasks
from console.theme import Theme
from layers.features import Feature
from layers.geometry import to_world
from layers.style import Style, Symbol

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
WIDTHS = ((10.0, 0.45), (12.0, 0.7), (14.0, 1.0), (16.0, 1.5), (18.0, 2.2))  # of the style's width, by zoom
ARROWS_FROM = 14.0
ARROW_EVERY = 96.0  # px at 100 %
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Chevrons:
    """Where arrows stand at one scale: absolute pixels, unit vectors of travel, and the path that each is on."""

    scale: float
    points: Floats  # of which level of simplification they were made
    places: Floats
    ways: Floats
    lines: Ints


@dataclass(frozen=True, slots=True)
class Sheaf:
    """What a layer shows at one moment, for threads: nothing of it changes any more."""

    is_area: bool
    stale: bool
    paths: Paths  # only what is made with it is read: lines, index, sizes
    symbols: tuple[Symbol, ...]


@dataclass
class ShapeLayer:
    """One layer of lines or polygons on the scene, by id, with its index."""

    key: str
    is_area: bool
    visible: bool = True
    stale: bool = False
    features: dict[str, Feature] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    symbols: list[Symbol] = field(default_factory=list)
    paths: Paths | None = None
    _chevrons: Chevrons | None = None

    def chevrons(self, cut: Cut) -> Chevrons:
        """The arrows of all lines at the cut's scale; made once for a scale."""
        assert self.paths is not None  # noqa: S101  # asked by the drawing
        points, starts = self.paths.nearest(cut.scale)
        known = self._chevrons
        if known is None or known.scale != cut.scale or known.points is not points:
            known = self._chevrons = chevrons(points, starts, cut.scale, ARROW_EVERY * cut.ratio)
        return known

    def sheaf(self) -> Sheaf | None:
        """The layer as it stands; None where it shows nothing."""
        if self.paths is None or not len(self.paths) or not self.visible:
            return None
        return Sheaf(self.is_area, self.stale, self.paths, tuple(self.symbols))

    def fill(self, features: Iterable[Feature], style: Style, tasks: Tasks, ready: Callable[[], None]) -> None:
        """Take these as all that there is."""
        self.features = {feature.id: feature for feature in features}
        self._index(style, tasks, ready)

    def change(
        self, upserts: Sequence[Feature], removed: Sequence[str], style: Style, tasks: Tasks, ready: Callable[[], None]
    ) -> list[Box]:
        """Put and take away; gives the world boxes in which something changed."""
        touched = [self.features[ident] for ident in removed if ident in self.features]
        same_place = not touched
        for feature in upserts:
            known = self.features.get(feature.id)
            if known is not None:
                touched.append(known)
            same_place &= known is not None and known.geometry.equals_exact(feature.geometry, 0)
            self.features[feature.id] = feature
        touched.extend(upserts)
        for ident in removed:
            self.features.pop(ident, None)
        if same_place:
            at = {ident: number for number, ident in enumerate(self.ids)}
            for feature in upserts:
                self.symbols[at[feature.id]] = style.symbol(self.key, feature.properties)
        else:
            self._index(style, tasks, ready)
        return [world_box(feature) for feature in touched]

    def hit(self, x: float, y: float, reach: float) -> str | None:
        """The id of the line within reach (world) of a place, or of the polygon that holds it."""
        if self.paths is None or not len(self.paths):
            return None
        place = shapely.Point(x, y)
        if self.is_area:
            return self._area_at(place)
        near = self.paths.tree.query(place.buffer(reach), predicate="intersects")
        if not len(near):
            return None
        best = int(near[np.argmin(shapely.distance(self.paths.lines[near], place))])
        return self.ids[int(self.paths.part_of[best])]

    def _area_at(self, place: shapely.Point) -> str | None:
        """The uppermost polygon that is filled at a place: inside an odd number of its rings, as it is drawn."""
        assert self.paths is not None  # noqa: S101  # asked by the caller
        near = self.paths.tree.query(place)
        rings = [ring for ring in near.tolist() if shapely.get_num_coordinates(self.paths.lines[ring]) > 3]
        around = [ring for ring in rings if shapely.contains(shapely.Polygon(self.paths.lines[ring]), place)]
        filled = np.flatnonzero(np.bincount(self.paths.part_of[around]) % 2)
        if not len(filled):
            return None
        return self.ids[max(filled.tolist(), key=lambda number: (self.symbols[number].rank, number))]

    def _index(self, style: Style, tasks: Tasks, ready: Callable[[], None]) -> None:
        self.ids = list(self.features)
        self.symbols = [style.symbol(self.key, feature.properties) for feature in self.features.values()]
        geometries = [feature.geometry for feature in self.features.values()]
        name = f"map.lines:{self.key}:{id(self)}"
        self.paths = Paths(geometries, name, tasks, ready) if geometries else None


def chevrons(points: Floats, starts: Ints, scale: float, every: float) -> Chevrons:
    """Arrows on all lines at once: every so many pixels, at least one where there is room."""
    xy = points * scale
    steps = np.diff(xy, axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    lengths[starts[1:-1] - 1] = 0.0  # from the end of a line to the beginning of the next
    along = np.concatenate(([0.0], np.cumsum(lengths)))
    begin = along[starts[:-1]]
    total = along[starts[1:] - 1] - begin
    count = np.where(total < every * 0.4, 0, np.maximum(1, total // every)).astype(np.int64)
    lines = np.repeat(np.arange(len(count)), count)
    number = np.arange(len(lines)) - np.repeat(np.cumsum(count) - count, count)
    at = begin[lines] + (number + 0.5) * total[lines] / count[lines]
    step = np.clip(np.searchsorted(along, at) - 1, 0, len(lengths) - 1)
    length = np.maximum(lengths[step], 1e-9)[:, None]
    places = xy[step] + steps[step] * ((at - along[step])[:, None] / length)
    return Chevrons(scale, points, places, steps[step] / length, lines)


def world_box(feature: Feature) -> Box:
    """West, north, east, south of a feature in world."""
    west, south, east, north = feature.geometry.bounds
    left, top = to_world(west, north)
    right, bottom = to_world(east, south)
    return float(left), float(top), float(right), float(bottom)


def draw_lines(painter: QPainter, cut: Cut, layer: ShapeLayer, theme: Theme) -> bool:
    """Draw a line layer into the piece; says whether there was anything."""
    if layer.paths is None or not layer.visible:
        return False
    grow = at_zoom(WIDTHS, cut.zoom) * cut.ratio
    found = layer.paths.within(*cut.world(12 * grow))
    if not len(found):
        return False
    points, starts = layer.paths.nearest(cut.scale)
    part_of, symbols = layer.paths.part_of, layer.symbols
    found = found[layer.paths.sizes[found] * cut.scale >= SEEN_FROM_PX * cut.ratio]
    order = sorted(found.tolist(), key=lambda number: (symbols[part_of[number]].rank, number))
    drawn = [(symbols[part_of[i]], points[starts[i] : starts[i + 1]] * cut.scale - (cut.left, cut.top)) for i in order]
    shapes = [polygon(xy) for _, xy in drawn]
    pens: dict[Symbol, _Pens] = {}
    painter.setBrush(Qt.BrushStyle.NoBrush)
    casing = -1.0
    for (symbol, _), shape in zip(drawn, shapes, strict=True):
        if symbol not in pens:
            pens[symbol] = _pens(theme, symbol, grow, cut.ratio, stale=layer.stale)
        if casing != symbol.size:
            casing = symbol.size
            painter.setPen(pens[symbol].casing)
        painter.drawPolyline(shape)
    last: Symbol | None = None
    for (symbol, _), shape in zip(drawn, shapes, strict=True):
        mine = pens[symbol]
        if symbol is not last or mine.hatch is not None:
            painter.setPen(mine.line)
            last = symbol
        painter.drawPolyline(shape)
        if mine.hatch is not None:
            painter.setPen(mine.hatch)
            painter.drawPolyline(shape)
    if cut.zoom >= ARROWS_FROM:
        _arrows(painter, cut, layer, theme, grow)
    return True


@dataclass(frozen=True, slots=True)
class _Pens:
    """What a line is drawn with: beneath, itself, and what lies in it."""

    casing: QPen
    line: QPen
    hatch: QPen | None


def _pens(theme: Theme, symbol: Symbol, grow: float, ratio: float, *, stale: bool) -> _Pens:
    width = symbol.size * grow
    hatch = None
    if symbol.hatch or stale:
        color = theme.color("map.traffic_arrow" if symbol.hatch else "map.hatch", 0.8)
        hatch = QPen(QBrush(color), max(1.0, width * 0.38), Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        hatch.setDashPattern([2.2, 3.2])
    casing = _pen(theme, "map.traffic_casing", width + 2.4 * ratio, 0.85)
    return _Pens(casing, _pen(theme, symbol.color, width, 0.55 if stale else 1.0), hatch)


def _arrows(painter: QPainter, cut: Cut, layer: ShapeLayer, theme: Theme, grow: float) -> None:
    """Small chevrons in the direction of travel; those of one look in one stroke."""
    assert layer.paths is not None  # noqa: S101  # asked by the caller
    all_of_them = layer.chevrons(cut)
    rim = 16 * cut.ratio
    places = all_of_them.places - (cut.left, cut.top)
    near = np.flatnonzero(((places > -rim) & (places < (cut.width + rim, cut.height + rim))).all(axis=1))
    by_symbol: dict[Symbol, QPainterPath] = {}
    owners = layer.paths.part_of[all_of_them.lines[near]]
    for owner, (x, y), (dx, dy) in zip(
        owners.tolist(), places[near].tolist(), all_of_them.ways[near].tolist(), strict=True
    ):
        symbol = layer.symbols[owner]
        if symbol.hatch:
            continue
        path = by_symbol.setdefault(symbol, QPainterPath())
        size = max(2.2 * cut.ratio, symbol.size * grow * 0.42)
        back, side = (x - dx * size * 0.6, y - dy * size * 0.6), (dx * size * 0.7, dy * size * 0.7)
        path.moveTo(back[0] - side[1], back[1] + side[0])
        path.lineTo(x + dx * size * 0.6, y + dy * size * 0.6)
        path.lineTo(back[0] + side[1], back[1] - side[0])
    for symbol, path in by_symbol.items():
        width = max(1.2 * cut.ratio, symbol.size * grow * 0.24)
        painter.strokePath(path, _pen(theme, "map.traffic_arrow", width, 0.9))


def draw_areas(painter: QPainter, cut: Cut, layer: ShapeLayer, theme: Theme) -> bool:
    """Draw a polygon layer (warnings) into the piece: a thin wash, a hatch and an outline."""
    if layer.paths is None or not layer.visible:
        return False
    found = layer.paths.within(*cut.world(4))
    if not len(found):
        return False
    points, starts = layer.paths.nearest(cut.scale)
    owners = sorted(set(layer.paths.part_of[found].tolist()), key=lambda owner: layer.symbols[owner].rank)
    for owner in owners:
        symbol = layer.symbols[owner]
        path = QPainterPath()
        for ring in np.flatnonzero(layer.paths.part_of == owner).tolist():
            path.addPolygon(polygon(points[starts[ring] : starts[ring + 1]] * cut.scale - (cut.left, cut.top)))
        painter.setPen(_pen(theme, symbol.color, 2.0 * cut.ratio, 0.9))
        painter.setBrush(theme.color(symbol.color, 0.07))
        painter.drawPath(path)
        _hatch(painter, cut, path, theme, symbol)
    return True


def _hatch(painter: QPainter, cut: Cut, path: QPainterPath, theme: Theme, symbol: Symbol) -> None:
    """Slanting lines in absolute pixels, so that they run on from tile to tile."""
    step = (14.0 if symbol.hatch == "dense" else 26.0) * cut.ratio
    painter.save()
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    painter.setPen(_pen(theme, symbol.color, 1.2 * cut.ratio, 0.32))
    first = np.floor((cut.left + cut.top) / step) * step - (cut.left + cut.top)
    at = float(first)
    while at < cut.width + cut.height:
        painter.drawLine(QPointF(at, 0), QPointF(at - cut.height, cut.height))
        at += step
    painter.restore()


def _pen(theme: Theme, token: str, width: float, alpha: float) -> QPen:
    return line_pen(theme.color(token, alpha), width)
