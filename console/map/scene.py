"""The scene: what lies on the map, shared by every canvas that shows it. Knows layers and basemap, not views."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import shapely
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from shapely.geometry.base import BaseGeometry

from console.map.elbowroom import ElbowRoom
from console.map.groundwork import Groundwork, groundwork
from console.map.lines import ShapeLayer
from console.map.points import PointLayer
from console.map.rasters import Raster
from console.map.shelf import Shelf
from console.map.strokes import Linework
from console.map.symbols import Looks
from console.map.things import Thing
from console.tasks import Tasks
from layers.catalog import BY_KEY, LAYERS, Geometry, Pace
from layers.features import Feature
from layers.geometry import to_world
from layers.style import DEFAULT, Style, Symbol

Floats = npt.NDArray[np.float64]
SETTLED_MS = 1200  # after symbols have come or gone, before names step aside


class Basemap(Protocol):
    """A city's ground, as layers.basemap reads it."""

    @property
    def bbox(self) -> tuple[float, float, float, float]: ...
    @property
    def attribution(self) -> Mapping[str, str]: ...
    @property
    def schematic(self) -> bool: ...
    @property
    def themes(self) -> Mapping[str, Sequence[Thing]]: ...


@dataclass(frozen=True, slots=True)
class Columns:
    """Where points are, in world, and which of the symbols each has."""

    x: Floats
    y: Floats
    symbols: tuple[Symbol, ...]
    which: np.ndarray


def middles(geometries: Sequence[BaseGeometry]) -> tuple[Floats, Floats]:
    """The points, or places on the lines and areas, in world; what is empty or no number has no place (NaN)."""
    points = np.array(geometries, object)
    empty = shapely.is_empty(points)
    if empty.any():
        points[empty] = shapely.Point(math.nan, math.nan)
    shapes = shapely.get_type_id(points) != 0
    if shapes.any():
        points[shapes] = shapely.point_on_surface(points[shapes])
    return to_world(shapely.get_x(points), shapely.get_y(points))


def columns_of(style: Style, features: Iterable[Feature]) -> Columns:
    """For many points, outside the GUI thread: it reads only what it is given."""
    features = list(features)
    x, y = middles([feature.geometry for feature in features])
    numbers: dict[Symbol, int] = {}
    which = [numbers.setdefault(style.symbol(feature.layer, feature.properties), len(numbers)) for feature in features]
    return Columns(x, y, tuple(numbers), np.array(which, np.intp))


class Scene(QObject):
    """Layers in columns and by id. Signals speak after the fact; positions are world coordinates."""

    points_changed = Signal(str, object)  # layer, layers.table.Change: some points of it
    layer_filled = Signal(str)  # everything of it is new, or how it is shown has changed
    arrived = Signal(str, list)  # layer, ids of what is new on a live layer of points
    shapes_changed = Signal(str, object)  # layer, list of world boxes
    lines_ready = Signal()  # a simplification that was asked for has come
    basemap_changed = Signal()
    raster_changed = Signal()  # another source of tiles, or none
    ground_laid = Signal()  # the basemap's groundwork is there
    symbols_moved = Signal()  # some lie elsewhere, a while ago: names may step aside

    def __init__(self, tasks: Tasks, style: Style = DEFAULT, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tasks, self.style = tasks, style
        self.looks = Looks()
        self.basemap: Basemap | None = None
        self.raster: Raster | None = None  # a source of tiles that covers the basemap
        self.groundwork: Groundwork | None = None  # of the basemap, when it has been made
        # Drawn in this order: the catalogue's first layer comes last, on top.
        keys = [layer for layer in reversed(LAYERS) if layer.key != "area"]
        self.points = [PointLayer(layer.key, visible=layer.shown) for layer in keys if layer.geometry is Geometry.POINT]
        self.shapes = [
            ShapeLayer(layer.key, layer.geometry is Geometry.POLYGON, visible=layer.shown)
            for layer in keys
            if layer.geometry is not Geometry.POINT
        ]
        self.linework = Linework(self.shapes, tasks, self.lines_ready.emit)
        self.shelf = Shelf()
        self.room = ElbowRoom(self.points)
        self._settle = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settle.timeout.connect(self._look_at_room)
        self.points_changed.connect(self._on_points)
        self.layer_filled.connect(self._on_points)
        self._filled: set[str] = set()  # layers that had their first features: what comes later is news
        self._features: dict[str, dict[str, Feature]] = {layer.key: {} for layer in self.points}

    def set_basemap(self, basemap: Basemap | None) -> None:
        """Another ground. What is needed to draw it is made in the background; `ground_laid` says when it is there."""
        self.basemap, self.groundwork = basemap, None
        self.shelf.clear()
        self.basemap_changed.emit()
        if basemap is not None:
            themes, tasks, ready = basemap.themes, self.tasks, self.lines_ready.emit
            self.tasks.run(
                f"map.groundwork:{id(self)}",
                lambda: (themes, groundwork(themes, tasks, ready)),
                done=self._lay,
                failed=self._cannot_lay,
            )

    def set_raster(self, raster: Raster | None) -> None:
        """Tiles over the basemap, or none. Where they are missing the basemap is seen."""
        if self.raster is not None:
            self.raster.close()
        self.raster = raster
        self.shelf.clear()
        self.raster_changed.emit()

    def credit(self, language: str) -> str:
        """Who is to be named on the map."""
        words = dict(self.basemap.attribution) if self.basemap else {}
        own = words.get(language) or next(iter(words.values()), "")
        tiles = self.raster.book.source.attribution if self.raster else ""
        return " · ".join(filter(None, (tiles, own)))

    def _lay(self, made: tuple[object, Groundwork]) -> None:
        if self.basemap is not None and self.basemap.themes is made[0]:
            self.groundwork = made[1]
            self.shelf.clear()
            self.ground_laid.emit()

    def _cannot_lay(self, error: BaseException) -> None:
        self.ground_laid.emit()  # the layers are shown without; the task has written down why

    def set_layer(self, key: str, features: Iterable[Feature]) -> None:
        """Take these as all features of the layer. KeyError for a layer that is not of the catalogue."""
        features = list(features)
        self._filled.add(key)
        points = self._point_layer(key)
        if points is None:
            self._shape_layer(key).fill(features, self.style, self.tasks, self.lines_ready.emit)
            self._look_at_shapes()
        else:
            self._features[key] = {feature.id: feature for feature in features}
            x, y, code, rank = self._columns(features)
            points.table.fill([feature.id for feature in features], x, y, code, rank)
        self.layer_filled.emit(key)

    def set_columns(self, key: str, ids: Sequence[str], lon: Floats, lat: Floats, symbols: Sequence[Symbol]) -> None:
        """All points of a layer from columns, without a feature each: for bulk sources. Degrees, longitude first."""
        points = self._point_layer(key)
        if points is None:
            raise KeyError(key)
        self._features[key] = {}
        numbers = {symbol: self.looks.number(symbol) for symbol in dict.fromkeys(symbols)}
        code = np.fromiter((numbers[symbol] for symbol in symbols), np.uint16, len(symbols))
        rank = np.fromiter((symbol.rank for symbol in symbols), np.uint8, len(symbols))
        x, y = to_world(lon, lat)
        points.table.fill(ids, x, y, code, rank)
        self.layer_filled.emit(key)

    def lay(self, key: str, features: dict[str, Feature], columns: Columns) -> None:
        """All points of a layer, worked out by `columns_of` in the background. KeyError: not a layer of points."""
        points = self._point_layer(key)
        if points is None:
            raise KeyError(key)
        self._filled.add(key)
        self._features[key] = features
        code = np.array([self.looks.number(symbol) for symbol in columns.symbols], np.uint16)
        rank = np.array([symbol.rank for symbol in columns.symbols], np.uint8)
        points.table.fill(list(features), columns.x, columns.y, code[columns.which], rank[columns.which])
        self.layer_filled.emit(key)

    def change_columns(self, key: str, ids: Sequence[str], lon: Floats, lat: Floats, symbols: Sequence[Symbol]) -> None:
        """Put some points of a layer that was set by columns."""
        points = self._point_layer(key)
        if points is None:
            raise KeyError(key)
        x, y = to_world(lon, lat)
        code = [self.looks.number(symbol) for symbol in symbols]
        self.points_changed.emit(key, points.table.change(ids, x, y, code, [symbol.rank for symbol in symbols]))

    def change(self, key: str, upserts: Sequence[Feature], removed: Sequence[str] = ()) -> None:
        """Put these in place of what had their ids; take the removed away."""
        points = self._point_layer(key)
        if points is None:
            layer = self._shape_layer(key)
            boxes = layer.change(upserts, removed, self.style, self.tasks, self.lines_ready.emit)
            self._look_at_shapes()
            self.shapes_changed.emit(key, boxes)
            return
        known = self._features[key]
        fresh = [feature.id for feature in upserts if feature.id not in known]
        is_news = BY_KEY[key].pace is Pace.LIVE and key in self._filled
        self._filled.add(key)
        for ident in removed:
            known.pop(ident, None)
        known.update((feature.id, feature) for feature in upserts)
        x, y, code, rank = self._columns(upserts)
        change = points.table.change([feature.id for feature in upserts], x, y, code, rank, removed)
        self.points_changed.emit(key, change)
        if fresh and is_news:
            self.arrived.emit(key, fresh)

    def set_visible(self, key: str, visible: bool) -> None:
        """Show a layer or not."""
        layer = self._layer(key)
        if layer.visible != visible:
            layer.visible = visible
            if isinstance(layer, ShapeLayer):
                self._look_at_shapes()
            self.layer_filled.emit(key)

    def set_stale(self, key: str, stale: bool) -> None:
        """Mark a layer as too old: it is hatched."""
        layer = self._layer(key)
        if layer.stale != stale:
            layer.stale = stale
            if isinstance(layer, ShapeLayer):
                self._look_at_shapes()
            self.layer_filled.emit(key)

    def is_visible(self, key: str) -> bool:
        """Whether the layer is shown."""
        return self._layer(key).visible

    def feature(self, key: str, ident: str) -> Feature | None:
        """The feature of that id, if the scene has it."""
        if key in self._features:
            return self._features[key].get(ident)
        return next((layer.features.get(ident) for layer in self.shapes if layer.key == key), None)

    def symbol(self, key: str, ident: str) -> Symbol | None:
        """How that feature looks."""
        points = self._point_layer(key)
        if points is not None:
            row = points.table.row(ident)
            return None if row is None else self.looks.symbols[points.table.code[row]]
        feature = self.feature(key, ident)
        return self.style.symbol(key, feature.properties) if feature else None

    def place(self, key: str, ident: str) -> tuple[float, float] | None:
        """Where a feature is, in world: its point, or the middle of its line or area."""
        points = self._point_layer(key)
        if points is not None:
            return points.table.place(ident)
        feature = self.feature(key, ident)
        if feature is None:
            return None
        (x,), (y,) = middles([feature.geometry])
        return (float(x), float(y)) if np.isfinite(x) else None

    def is_point(self, key: str) -> bool:
        """Whether the layer holds points."""
        return self._point_layer(key) is not None

    def count(self, key: str) -> int:
        """How many features the layer has."""
        points = self._point_layer(key)
        return len(self._shape_layer(key).features) if points is None else len(points.table)

    @Slot()
    def _on_points(self) -> None:
        if not self._settle.isActive():
            self._settle.start()

    @Slot()
    def _look_at_room(self) -> None:
        if self.room.look():
            self.symbols_moved.emit()

    def _look_at_shapes(self) -> None:
        self.shelf.clear()
        self.linework.look()

    def _columns(self, features: Sequence[Feature]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        if not features:
            return np.empty(0), np.empty(0), np.empty(0, np.uint16), np.empty(0, np.uint8)
        x, y = middles([feature.geometry for feature in features])
        symbols = [self.style.symbol(feature.layer, feature.properties) for feature in features]
        code = np.array([self.looks.number(symbol) for symbol in symbols], np.uint16)
        return x, y, code, np.array([symbol.rank for symbol in symbols], np.uint8)

    def _point_layer(self, key: str) -> PointLayer | None:
        if key not in BY_KEY:
            raise KeyError(key)
        return next((layer for layer in self.points if layer.key == key), None)

    def _shape_layer(self, key: str) -> ShapeLayer:
        return next(layer for layer in self.shapes if layer.key == key)

    def _layer(self, key: str) -> PointLayer | ShapeLayer:
        return self._point_layer(key) or self._shape_layer(key)
