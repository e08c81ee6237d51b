"""Lines and areas of the layers, under the symbols: traffic with width, colour and arrows, warnings as a hatch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import shapely
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPen, QPolygonF

from console.map.painters import at_zoom
from console.map.pens import line_pen
from console.map.pointers import polygon
from console.map.simplify import Paths
from console.map.tiles import Cut
from console.tasks import Tasks
from console.theme import Theme
from layers.features import Feature
from layers.geometry import to_world
from layers.style import Style, Symbol

Floats = npt.NDArray[np.float64]
WIDTHS = ((10.0, 0.45), (12.0, 0.7), (14.0, 1.0), (16.0, 1.5), (18.0, 2.2))  # of the style's width, by zoom
ARROWS_FROM = 14.0
ARROW_EVERY = 96.0  # px at 100 %
Box = tuple[float, float, float, float]


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
            for number in range(len(self.ids) - 1, -1, -1):
                rings = np.flatnonzero(self.paths.part_of == number)
                if any(shapely.contains(shapely.Polygon(self.paths.lines[ring]), place) for ring in rings):
                    return self.ids[number]
            return None
        near = self.paths.tree.query(place.buffer(reach), predicate="intersects")
        if not len(near):
            return None
        best = int(near[np.argmin(shapely.distance(self.paths.lines[near], place))])
        return self.ids[int(self.paths.part_of[best])]

    def _index(self, style: Style, tasks: Tasks, ready: Callable[[], None]) -> None:
        self.ids = list(self.features)
        self.symbols = [style.symbol(self.key, feature.properties) for feature in self.features.values()]
        geometries = [feature.geometry for feature in self.features.values()]
        name = f"map.lines:{self.key}:{id(self)}"
        self.paths = Paths(geometries, name, tasks, ready) if geometries else None


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
    order = sorted(found.tolist(), key=lambda number: (symbols[part_of[number]].rank, number))
    drawn = [(symbols[part_of[i]], points[starts[i] : starts[i + 1]] * cut.scale - (cut.left, cut.top)) for i in order]
    shapes = [polygon(xy) for _, xy in drawn]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for (symbol, _), shape in zip(drawn, shapes, strict=True):
        painter.setPen(_pen(theme, "map.traffic_casing", symbol.size * grow + 2.4 * cut.ratio, 0.85))
        painter.drawPolyline(shape)
    for (symbol, xy), shape in zip(drawn, shapes, strict=True):
        width = symbol.size * grow
        painter.setPen(_pen(theme, symbol.color, width, 0.55 if layer.stale else 1.0))
        painter.drawPolyline(shape)
        if symbol.hatch or layer.stale:
            token = "map.traffic_arrow" if symbol.hatch else "map.hatch"
            pen = QPen(
                QBrush(theme.color(token, 0.8)), max(1.0, width * 0.38), Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap
            )
            pen.setDashPattern([2.2, 3.2])
            painter.setPen(pen)
            painter.drawPolyline(shape)
        if cut.zoom >= ARROWS_FROM and not symbol.hatch:
            _arrows(painter, xy, theme, width, cut.ratio)
    return True


def _arrows(painter: QPainter, xy: Floats, theme: Theme, width: float, ratio: float) -> None:
    """Small chevrons in the direction of travel, every so often along the line."""
    steps = np.hypot(*np.diff(xy, axis=0).T)
    along = np.concatenate(([0.0], np.cumsum(steps)))
    spacing = ARROW_EVERY * ratio
    if along[-1] < spacing * 0.4:
        return
    count = max(1, int(along[-1] // spacing))
    at = (np.arange(count) + 0.5) * along[-1] / count
    segment = np.clip(np.searchsorted(along, at) - 1, 0, len(steps) - 1)
    share = ((at - along[segment]) / np.maximum(steps[segment], 1e-9))[:, None]
    places = xy[segment] + (xy[segment + 1] - xy[segment]) * share
    ways = (xy[segment + 1] - xy[segment]) / np.maximum(steps[segment], 1e-9)[:, None]
    size = max(2.2 * ratio, width * 0.42)
    painter.setPen(_pen(theme, "map.traffic_arrow", max(1.2 * ratio, width * 0.24), 0.9))
    for (x, y), (dx, dy) in zip(places.tolist(), ways.tolist(), strict=True):
        tip = QPointF(x + dx * size * 0.6, y + dy * size * 0.6)
        wings = (-dx * size * 0.6, -dy * size * 0.6)
        left = QPointF(x + wings[0] - dy * size * 0.7, y + wings[1] + dx * size * 0.7)
        right = QPointF(x + wings[0] + dy * size * 0.7, y + wings[1] - dx * size * 0.7)
        painter.drawPolyline(QPolygonF([left, tip, right]))


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
