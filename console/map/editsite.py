"""Where an edit meets the map: what is under the pointer, where it snaps, and what the tools make of features.

The tools move nothing themselves: every change goes through `LayerEditing.apply`, and so does its undo.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np
import shapely
from PySide6.QtCore import QObject, QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainterPath, QPolygonF
from shapely.geometry.base import BaseGeometry

from console.domain import wire
from console.map.camera import Camera
from console.map.canvas import MapCanvas
from console.map.editindex import EditIndex
from console.map.scene import Columns, columns_of
from console.map.sketch import Place, snapped
from console.map.snapping import Snapping
from console.state.editing import LayerEditing
from console.state.editsteps import Pair
from layers.catalog import BY_KEY, Geometry, Layer
from layers.features import Feature
from layers.geometry import Bounds, to_lonlat, to_world
from layers.shaping import (
    CanNotShape,
    insert_corner,
    merged_shape,
    move_corner,
    remove_corner,
    rows,
    split_by,
    through_corners,
)

HIT_PX = 9.0  # at 100 %
SNAP_PX = 10.0
BULK = 500  # points from which on the whole layer is laid anew, in the background
SLICE = 100  # features that go onto the map in one turn of the event loop
DRAWN_HERE = "area"  # is part of the ground; while it is edited the plane draws it


class EditSite(QObject):
    """The edited layer on one canvas."""

    drawn = Signal(object)  # a new Feature, whose fields are to be filled in
    refused = Signal(str)  # why nothing was done: few, untouched, mixed, none_chosen, too_few_chosen, one_chosen
    filled = Signal()  # everything that was to go onto the map is there

    def __init__(self, canvas: MapCanvas, editing: LayerEditing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.canvas, self.editing = canvas, editing
        self.snapping = True
        self.sharing = True  # corners and edges that shapes share are changed in all of them
        self._index: EditIndex | None = None
        self._others: Snapping | None = None
        self._layer = ""
        self.shown: frozenset[str] = frozenset()  # what the edit that has just ended showed otherwise
        self._waiting: dict[str, None] = {}
        self._pour = QTimer(self, interval=0)
        self._pour.timeout.connect(self._pour_slice)
        editing.changed.connect(self._on_changed)
        canvas.tool_changed.connect(self._on_tool)

    @property
    def layer(self) -> Layer:
        """The row of the edited layer. KeyError: none is."""
        return BY_KEY[self.editing.layer]

    @property
    def is_points(self) -> bool:
        """Whether the edited layer holds points."""
        return self.layer.geometry is Geometry.POINT

    @property
    def index(self) -> EditIndex:
        """What lies where."""
        if self._index is None:
            self._index = EditIndex(self.editing.features)
        return self._index

    def chosen(self) -> list[Feature]:
        """The chosen features."""
        features = self.editing.features
        return [features[ident] for ident in sorted(self.editing.selection) if ident in features]

    # --- from pixels to places and back ------------------------------------------------------------------------------

    def screen(self, geometry: BaseGeometry) -> BaseGeometry:
        """A geometry in device pixels of the canvas."""
        return to_screen(geometry, self.canvas.camera)

    def pixel(self, place: Place) -> tuple[float, float]:
        """The device pixel of a place in degrees."""
        return self.canvas.camera.to_screen(*map(float, to_world(*place)))

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Bounds:
        """A box of device pixels in degrees."""
        west, north = self.canvas.camera.lonlat_at(min(x0, x1), min(y0, y1))
        east, south = self.canvas.camera.lonlat_at(max(x0, x1), max(y0, y1))
        return Bounds(west, south, east, north)

    def reach(self, px: float = HIT_PX) -> float:
        """So many pixels of the desk in device pixels."""
        return px * self.canvas.camera.ratio

    def hits(self, x: float, y: float) -> list[str]:
        """What is under a device pixel, the nearest first; of areas their borders before their insides."""
        reach = self.reach(HIT_PX + 3 if self.is_points else HIT_PX)
        near = self.index.within(self.box(x - reach, y - reach, x + reach, y + reach))
        if not near:
            return []
        here = shapely.Point(x, y)
        shapes = self.screen(np.array([self.editing.features[ident].geometry for ident in near], dtype=object))
        away = shapely.distance(shapes, here)
        edge = shapely.distance(shapely.boundary(shapes), here) if not self.is_points else away
        edge = np.where(np.isfinite(edge) & (self.layer.geometry is Geometry.POLYGON), edge, away)
        size = shapely.area(shapes)
        found = [at for at in range(len(near)) if away[at] <= reach]
        order = sorted(found, key=lambda at: (edge[at] > reach, size[at] if edge[at] > reach else edge[at], near[at]))
        return [near[at] for at in order]

    def inside(self, outline: BaseGeometry) -> list[str]:
        """What lies wholly inside an outline of device pixels, or touches a point of it."""
        if outline.is_empty:
            return []
        near = self.index.within(self.box(*outline.bounds))
        if not near:
            return []
        shapes = self.screen(np.array([self.editing.features[ident].geometry for ident in near], dtype=object))
        shapely.prepare(outline)
        return [near[at] for at in np.flatnonzero(shapely.covers(outline, shapes)).tolist()]

    def place(self, x: float, y: float, but: Iterable[str] = ()) -> tuple[Place, bool]:
        """The place in degrees under a device pixel, and whether it snapped; never to those of `but`."""
        camera = self.canvas.camera
        world = camera.to_world(x, y)
        found = self._snap(world, but) if self.snapping else None
        lon, lat = to_lonlat(*(found or world))
        return (float(lon), float(lat)), found is not None

    def _snap(self, world: Place, but: Iterable[str]) -> Place | None:
        camera, left_out = self.canvas.camera, set(but)
        reach = self.reach(SNAP_PX) / camera.scale
        px, py = camera.to_screen(*world)
        px_reach = self.reach(SNAP_PX)
        near = self.index.within(self.box(px - px_reach, py - px_reach, px + px_reach, py + px_reach))
        shapes = [self.editing.features[ident].geometry for ident in near if ident not in left_out]
        mine = snapped(world, [_in_world(shape) for shape in shapes], reach)
        if self._others is None:
            self._others = Snapping(self.canvas.scene, but=self.editing.layer)
        theirs = self._others.at(world, reach)
        both = [found for found in (mine, theirs) if found is not None]
        return min(both, key=lambda found: math.dist(found, world), default=None)

    # --- what tools do -----------------------------------------------------------------------------------------------

    def add(self, geometry: BaseGeometry) -> None:
        """A new feature was drawn: its fields are asked for, and then it is there."""
        self.drawn.emit(Feature(self.editing.layer, wire.uuid7(), geometry, {}))

    def move(self, ids: Iterable[str], dlon: float, dlat: float) -> bool:
        """Moves features by degrees, as one step."""

        def shifted(features: list[Feature]) -> list[Feature | None]:
            shapes, step = np.array([feature.geometry for feature in features], dtype=object), np.array([dlon, dlat])
            there = shapely.transform(shapes, lambda places: places + step)
            return [replace(one, geometry=shape) for one, shape in zip(features, there, strict=True)]

        return self.editing.alter(self.tr("Move"), ids, shifted)

    def delete(self) -> bool:
        """Takes the chosen features away."""
        chosen = self.chosen()
        if not chosen:
            self.refused.emit("none_chosen")
            return False
        return self.editing.apply(self.tr("Delete"), [(feature, None) for feature in chosen])

    def sharers(self, place: Place, own: Iterable[str]) -> list[Feature]:
        """The features that a change at a place is about: these, and where borders are shared all that run there."""
        features = self.editing.features
        ids = dict.fromkeys(own)
        if self.sharing and not self.is_points:
            ids.update(dict.fromkeys(self.index.within(Bounds(*place, *place))))
        return [features[ident] for ident in ids if ident in features]

    def moved_corner(self, own: Iterable[str], old: Place, new: Place, inserted: bool) -> list[Feature]:
        """The features as they would be with a corner moved, or put into an edge at `old` and moved."""
        about = self.sharers(old, own)
        return insert_corner(about, old, new) if inserted else move_corner(about, old, new)

    def reshape(self, changed: Sequence[Feature], *, inserted: bool = False) -> bool:
        """One step out of shapes whose corner was moved, or put in."""
        return self._reshape(self.tr("Insert a corner") if inserted else self.tr("Move a corner"), changed)

    def _reshape(self, label: str, changed: Sequence[Feature]) -> bool:
        features = self.editing.features
        pairs = [(features.get(one.id), one) for one in changed]
        return bool(pairs) and self.editing.apply(label, pairs)

    def remove_corner(self, own: Iterable[str], place: Place) -> bool:
        """Takes a corner away, out of all that share it."""
        try:
            return self._reshape(self.tr("Remove a corner"), remove_corner(self.sharers(place, own), place))
        except CanNotShape as error:
            self.refused.emit(error.code)
            return False

    def split(self, cut: BaseGeometry) -> bool:
        """Splits the chosen features along a line, or, where none is chosen, all that it parts."""
        features = self.editing.features
        near = self.chosen() or [features[ident] for ident in self.index.within(Bounds(*cut.bounds))]
        pairs: list[Pair] = []
        pieces: list[Feature] = []
        for feature in near if not self.is_points else ():
            try:
                first, *rest = split_by(feature, cut)
            except CanNotShape:
                continue
            made = [replace(feature, id=wire.uuid7(), geometry=piece, version=1) for piece in rest]
            made.insert(0, replace(feature, geometry=first))
            pairs += zip([feature, *(None for _ in rest)], made, strict=True)
            pieces += made
        if not pairs:
            self.refused.emit("untouched")
            return False
        if self.sharing:
            edges = shapely.GeometryCollection([part for piece in pieces for part in _outline(piece.geometry)])
            parted = {piece.id for piece in pieces}
            beside = [ident for ident in self.index.within(Bounds(*edges.bounds)) if ident not in parted]
            pairs += [(features[one.id], one) for one in through_corners([features[it] for it in beside], edges)]
        done = self.editing.apply(self.tr("Split"), pairs)
        self.editing.select([piece.id for piece in pieces])
        return done

    def merge(self, keep: str) -> bool:
        """One feature out of the chosen ones, with the fields (of points also the place) of `keep`."""
        chosen = self.chosen()
        kept = next((feature for feature in chosen if feature.id == keep), None)
        if kept is None or len(chosen) < 2:
            self.refused.emit("too_few_chosen")
            return False
        try:
            shape = merged_shape(chosen, kept)
        except CanNotShape as error:
            self.refused.emit(error.code)
            return False
        pairs: list[Pair] = [(kept, replace(kept, geometry=shape))]
        pairs += [(feature, None) for feature in chosen if feature.id != keep]
        done = self.editing.apply(self.tr("Merge"), pairs)
        self.editing.select([keep])
        return done

    # --- onto the map ------------------------------------------------------------------------------------------------

    @Slot(object)
    def _on_changed(self, ids: frozenset[str]) -> None:
        if self.editing.layer != self._layer:
            self.shown = ids if self._layer else frozenset()
            self._layer = self.editing.layer
            self._index = self._others = None
            self._waiting.clear()
            self._pour.stop()
        if not self._layer:
            return
        if self._index is not None:
            self._index.touch(ids)
        if self._layer != DRAWN_HERE:
            self._waiting.update(dict.fromkeys(ids))
            laying = self.canvas.scene.tasks.is_running(self._key)  # of how it was before
            if self.is_points and (laying or len(self._waiting) >= BULK):
                self._pour.stop()
                self._waiting.clear()
                self.lay(self._layer, dict(self.editing.features))
            else:
                self._pour_slice()

    @property
    def _key(self) -> str:
        return f"edit lay:{id(self)}"

    def lay(self, layer: str, features: dict[str, Feature], then: Callable[[], None] | None = None) -> None:
        """All points of a layer onto the map, worked out in the background; `filled` when they are there."""
        scene = self.canvas.scene
        style, wanted = scene.style, list(features.values())

        def done(columns: Columns) -> None:
            scene.lay(layer, features, columns)
            if then is not None:
                then()
            self.filled.emit()

        scene.tasks.run(self._key, lambda: columns_of(style, wanted), done=done, failed=self.editing.trouble.emit)

    @property
    def is_settled(self) -> bool:
        """Whether everything that was edited is on the map."""
        return not self._waiting and not self.canvas.scene.tasks.is_running(self._key)

    @Slot()
    def _pour_slice(self) -> None:
        """So many features at a time: a layer that moves as a whole stops nobody."""
        some = [ident for ident, _ in zip(self._waiting, range(SLICE), strict=False)]
        for ident in some:
            del self._waiting[ident]
        features = self.editing.features
        if some:
            gone = [ident for ident in some if ident not in features]
            self.canvas.change(self._layer, [features[ident] for ident in some if ident in features], gone)
        if self._waiting:
            self._pour.start()
        else:
            self._pour.stop()
            self.filled.emit()

    @Slot(str)
    def _on_tool(self, name: str) -> None:
        self._others = None


def corners(geometry: BaseGeometry) -> list[Place]:
    """Every corner of a geometry once, in order."""
    return list(dict.fromkeys(place for row, _ in rows(geometry) for place in row))


def _outline(shape: BaseGeometry) -> list[BaseGeometry]:
    edge = shape.boundary if shape.geom_type.endswith("Polygon") else shape
    return list(shapely.get_parts(edge))


def _in_world(geometry: BaseGeometry) -> BaseGeometry:
    return shapely.transform(geometry, lambda lonlat: np.column_stack(to_world(lonlat[:, 0], lonlat[:, 1])))


def to_screen(shape: BaseGeometry, camera: Camera) -> BaseGeometry:
    """Degrees to device pixels."""
    left, top = camera.origin()

    def project(lonlat: np.ndarray) -> np.ndarray:
        x, y = to_world(lonlat[:, 0], lonlat[:, 1])
        return np.column_stack((x * camera.scale - left, y * camera.scale - top))

    return shapely.transform(shape, project)


def path_of(shape: BaseGeometry) -> QPainterPath:
    """A line or an area of device pixels as Qt draws it; holes stay open."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for part in shapely.get_parts(shape):
        rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        for ring in rings:
            spots = [QPointF(x, y) for x, y in shapely.get_coordinates(ring).tolist()]
            if len(spots) > 1:
                path.addPolygon(QPolygonF(spots))
    return path
