"""The tool for corners: dragged, put in on an edge, taken out, nudged by keys; those that areas share move together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from console.map.drawing import draw_snap
from console.map.editsite import EditSite, corners, path_of
from console.map.edittools import GRAB_PX, SHOWN_MOVING, STEPS, EditTool, Key, Modifier, Place
from console.map.symbols import pen_of
from console.theme import Theme
from layers.features import Feature
from layers.geometry import to_lonlat
from layers.shaping import CanNotShape, edge_place


@dataclass
class _Grip:
    """The corner that is held or was held last: where it is, and whether it is just being put into an edge."""

    place: Place
    inserted: bool = False
    preview: list[Feature] = field(default_factory=list)


class Corners(EditTool):
    """Drag a corner to move it, an edge to put one in; full stop and comma go from corner to corner; Delete removes."""

    name = "edit_corners"
    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, site: EditSite) -> None:
        super().__init__(site)
        self._grip: _Grip | None = None
        self._to: tuple[Place, bool] | None = None

    def click(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        corner = self._corner_at(x, y)
        if corner is not None:
            self._grip = _Grip(corner)
            return
        self._grip = None
        found = self.site.hits(x, y)
        if modifiers & (Modifier.ControlModifier | Modifier.ShiftModifier):
            self.site.editing.select(self.site.editing.selection ^ set(found[:1]))
        else:
            self.site.editing.select(found[:1])

    def grab(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> bool:
        if not self.site.editing.is_open:
            return False
        corner = self._corner_at(x, y)
        if corner is not None:
            self._grip = _Grip(corner)
            return True
        edge = self._edge_at(x, y)
        if edge is not None:
            self._grip = _Grip(edge, inserted=True)
            return True
        return False

    def drag(self, x: float, y: float) -> None:
        grip = self._grip
        if grip is None:
            return
        about = [feature.id for feature in self.site.sharers(grip.place, self.site.editing.selection)]
        self._to = self.site.place(x, y, but=about)
        grip.preview = self._moved(self._to[0])

    def drop(self, x: float, y: float) -> None:
        grip, to, self._to = self._grip, self._to, None
        if grip is None or to is None:
            return
        if self.site.reshape(self._moved(to[0]), inserted=grip.inserted):
            self._grip = _Grip(to[0])

    def put(self, place: Place) -> None:
        """The corner that was chosen last, at a place in degrees."""
        if self._grip is not None and self.site.editing.is_open:
            if self.site.reshape(self._moved(place)):
                self._grip = _Grip(place)
            self._hand.refresh()

    def trash(self) -> bool:
        grip = self._grip
        if grip is None or self.site.is_points:
            return False
        if self.site.remove_corner(self.site.editing.selection, grip.place):
            self._grip = None
        self._hand.refresh()
        return True

    def stroke(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        if key in (Key.Key_Period, Key.Key_Comma):
            self._next(1 if key == Key.Key_Period else -1)
            return True
        if key in STEPS and modifiers & Modifier.AltModifier and self._grip is not None:
            x, y = self.site.pixel(self._grip.place)
            far = 10.0 if modifiers & Modifier.ShiftModifier else 1.0
            to = self.site.canvas.camera.to_world(x + STEPS[key][0] * far, y + STEPS[key][1] * far)
            lon, lat = to_lonlat(*to)
            self.put((float(lon), float(lat)))
            return True
        return super().stroke(key, modifiers)

    def give_up(self) -> bool:
        had, self._to = self._grip is not None, None
        self._grip = None
        if super().give_up() or had:
            return True
        chosen = bool(self.site.editing.selection)
        self.site.editing.select(())
        return chosen

    def _next(self, way: int) -> None:
        places = [place for feature in self.site.chosen() for place in corners(feature.geometry)]
        if not places:
            self.site.refused.emit("none_chosen")
            return
        at = places.index(self._grip.place) + way if self._grip and self._grip.place in places else 0
        self._grip = _Grip(places[at % len(places)])
        self.at, self._by_keys = self.site.pixel(self._grip.place), True
        camera = self._hand.camera
        x, y = self.at
        if not (0 <= x <= camera.width and 0 <= y <= camera.height):  # asked for by this person: the map may follow
            self._hand.push(camera.width / 2 - x, camera.height / 2 - y)
            self.at = self.site.pixel(self._grip.place)
        self._hand.refresh()

    def _moved(self, to: Place) -> list[Feature]:
        grip = self._grip
        if grip is None:
            return []
        try:
            return self.site.moved_corner(self.site.editing.selection, grip.place, to, grip.inserted)
        except CanNotShape:
            return []

    def _corner_at(self, x: float, y: float) -> Place | None:
        best: tuple[float, Place] | None = None
        for feature in self.site.chosen():
            places = corners(feature.geometry)
            spots = shapely.get_coordinates(self.site.screen(shapely.MultiPoint(places)))
            away = np.hypot(spots[:, 0] - x, spots[:, 1] - y)
            at = int(np.argmin(away))
            if away[at] <= self.site.reach(GRAB_PX) and (best is None or away[at] < best[0]):
                best = (float(away[at]), places[at])
        return best[1] if best else None

    def _edge_at(self, x: float, y: float) -> Place | None:
        if self.site.is_points:
            return None
        here = shapely.Point(x, y)
        for feature in self.site.chosen():
            shape = self.site.screen(feature.geometry)
            edge = shape.boundary if shape.geom_type.endswith("Polygon") else shape
            if shapely.dwithin(edge, here, self.site.reach(GRAB_PX)):
                return edge_place(feature.geometry, self.site.canvas.camera.lonlat_at(x, y))
        return None

    def paint(self, painter: QPainter, theme: Theme) -> None:
        ratio, grip = self._hand.camera.ratio, self._grip
        preview = grip.preview if grip is not None and self._held else []
        shown = {feature.id: feature for feature in preview}
        for width, token in ((4.5, "map.halo"), (2.0, "map.measure")):
            painter.setPen(pen_of(theme.color(token), width * ratio))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for feature in preview:
                painter.drawPath(path_of(self.site.screen(feature.geometry)))
        for feature in self.site.chosen()[:SHOWN_MOVING]:
            places = corners(shown.get(feature.id, feature).geometry)
            self._paint_corners(painter, theme, places, ratio)
        if grip is not None:
            at = QPointF(*self.site.pixel(self._to[0] if self._to else grip.place))
            painter.setPen(pen_of(theme.color("map.halo"), 2 * ratio))
            painter.setBrush(theme.color("accent"))
            painter.drawRect(QRectF(at.x() - 6 * ratio, at.y() - 6 * ratio, 12 * ratio, 12 * ratio))
            if self._to is not None and self._to[1]:
                draw_snap(painter, theme, at, ratio)
        super().paint(painter, theme)

    def _paint_corners(self, painter: QPainter, theme: Theme, places: Sequence[Place], ratio: float) -> None:
        camera = self._hand.camera
        painter.setPen(pen_of(theme.color("map.measure"), 2 * ratio))
        painter.setBrush(theme.color("map.halo"))
        half = 4 * ratio
        for spot in (self.site.pixel(place) for place in places):
            if 0 <= spot[0] <= camera.width and 0 <= spot[1] <= camera.height:
                painter.drawRect(QRectF(spot[0] - half, spot[1] - half, 2 * half, 2 * half))
