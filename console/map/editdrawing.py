"""Tools that make new features while a layer is edited: put a point down, draw a line or an area, draw a cut."""

from __future__ import annotations

import math

import shapely
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter
from shapely.geometry.base import BaseGeometry

from console.map.drawing import draw_sketch, draw_snap
from console.map.editcorners import Corners
from console.map.editsite import EditSite
from console.map.edittools import GRAB_PX, Choose, EditTool, Key, Move, Place
from console.map.sketch import Sketch
from console.theme import Theme
from layers.geometry import to_world


class PutPoint(EditTool):
    """A click puts a point down."""

    name = "edit_point"

    def click(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        place, _ = self.site.place(x, y)
        self.put(place)

    def put(self, place: Place) -> None:
        """A point at a place in degrees."""
        self.site.add(shapely.Point(place))

    def paint(self, painter: QPainter, theme: Theme) -> None:
        super().paint(painter, theme)
        if self.at is not None:
            place, snaps = self.site.place(*self.at)
            if snaps:
                draw_snap(painter, theme, QPointF(*self.site.pixel(place)), self._hand.camera.ratio)


class Draw(EditTool):
    """Corner after corner; a double click, or Enter twice at one place, ends; Backspace takes one back."""

    name = "edit_line"
    closed = False

    def __init__(self, site: EditSite) -> None:
        super().__init__(site)
        self.sketch = Sketch(self.closed)

    def click(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        corners_now = self.sketch.corners
        reach = self.site.reach(GRAB_PX) / self._hand.camera.scale
        here = self._hand.camera.to_world(x, y)
        if self.closed and len(corners_now) > 2 and math.dist(here, corners_now[0]) <= reach:
            self.finish()
            return
        place, _ = self.site.place(x, y)
        world = (float(at) for at in to_world(*place))
        count = len(corners_now)
        self.sketch.add((*world,))  # type: ignore[arg-type]
        if len(self.sketch.corners) == count and self._by_keys:
            self.finish()  # Enter once more at the same place

    def put(self, place: Place) -> None:
        """A corner at a place in degrees."""
        x, y = to_world(*place)
        self.sketch.add((float(x), float(y)))
        self._hand.refresh()

    def double(self, x: float, y: float) -> bool:
        self.finish()
        return True

    def key(self, key: int) -> bool:
        if key == Key.Key_Backspace:
            self.sketch.undo()
            self._hand.refresh()
            return True
        return False

    def finish(self) -> None:
        """It is a line or an area now, if it can be."""
        if trouble := self.sketch.trouble():
            self.site.refused.emit(trouble)
            return
        geometry, self.sketch = self.sketch.geometry(), Sketch(self.closed)
        self.done(geometry)
        self._hand.refresh()

    def done(self, geometry: BaseGeometry) -> None:
        """What becomes of it."""
        self.site.add(geometry)

    def give_up(self) -> bool:
        begun, self.sketch = bool(self.sketch.corners), Sketch(self.closed)
        return super().give_up() or begun

    def paint(self, painter: QPainter, theme: Theme) -> None:
        camera = self._hand.camera
        ahead, snap = [], None
        if self.at is not None:
            place, snaps = self.site.place(*self.at)
            x, y = to_world(*place)
            snap = (float(x), float(y)) if snaps else None
            ahead = [QPointF(*camera.to_screen(float(x), float(y)))] if self.sketch.corners else []
        draw_sketch(painter, theme, camera, self.sketch, ahead, None, snap)
        super().paint(painter, theme)


class DrawPolygon(Draw):
    """The same for an area; a click on the first corner closes it."""

    name = "edit_polygon"
    closed = True


class Split(Draw):
    """Draw a line across what is to be parted."""

    name = "edit_split"

    def done(self, geometry: BaseGeometry) -> None:
        self.site.split(geometry)


TOOLS: dict[str, type[EditTool]] = {
    tool.name: tool for tool in (Choose, Move, PutPoint, Draw, DrawPolygon, Split, Corners)
}
