"""What the pointer and the keys do while a layer is edited: choose and move, put down, draw, mend corners, split.

Every tool works by keyboard alone: arrows move a crosshair (Shift: by one pixel, Ctrl: far), Enter does what a click
does there; where something is picked up, Enter picks it up, arrows carry it, Enter puts it down.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from shapely.geometry.base import BaseGeometry

from console.map.drawing import draw_snap
from console.map.editsite import EditSite, corners, path_of
from console.map.symbols import pen_of
from console.map.tools import DRAG_PX, Explore, Pushing, Tool, draw_tag
from console.theme import Theme
from layers.features import Feature
from layers.geometry import to_lonlat
from layers.shaping import CanNotShape, edge_place

Place = tuple[float, float]
Key, Modifier = Qt.Key, Qt.KeyboardModifier
STEPS: dict[int, tuple[int, int]] = {
    Key.Key_Left: (-1, 0),
    Key.Key_Right: (1, 0),
    Key.Key_Up: (0, -1),
    Key.Key_Down: (0, 1),
}
STEP_PX, FAR_PX = 12, 80  # of an arrow key, at 100 %; with Shift one device pixel, with Ctrl far
GRAB_PX = 9.0
EDGE_PX = 24  # the crosshair stays so far inside: the map moves beneath it
SHOWN_MOVING = 400  # of what is carried so many are drawn; the rest is told by a number
LASSO_PX = 4.0


class EditTool(Tool):
    """What all share: click against drag, the crosshair, panning where a drag means nothing else."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, site: EditSite) -> None:
        super().__init__(site.canvas)
        self.site = site
        self._pan = Explore(Pushing(site.canvas))
        self._pressed: tuple[float, float] | None = None
        self._modifiers: Qt.KeyboardModifier | None = Modifier.NoModifier  # None: it pans until the button comes up
        self._held = False  # something is being dragged, by mouse or by keys
        self._by_keys = False
        self.at: tuple[float, float] | None = None  # device pixel of pointer or crosshair

    # what a tool fills in

    def click(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        """A click, or Enter at the crosshair."""

    def grab(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> bool:
        """A drag begins here; False: it pans."""
        return False

    def drag(self, x: float, y: float) -> None:
        """What was grabbed is here now."""

    def drop(self, x: float, y: float) -> None:
        """It is let go here."""

    def point(self, x: float, y: float) -> None:
        """The pointer is here, with nothing held."""

    def give_up(self) -> bool:
        """Esc: forget what is begun; False: nothing was."""
        held, self._held = self._held, False
        self._hand.refresh()
        return held

    def trash(self) -> bool:
        """Delete: take away what this tool has hold of; False: nothing."""
        return False

    # mouse

    def press(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        self._by_keys, self.at = False, (x, y)
        if self._held:  # picked up by keys, put down by the mouse
            return
        self._pressed, self._modifiers = (x, y), modifiers
        self._pan.press(x, y, Modifier.NoModifier)

    def move(self, x: float, y: float, *, down: bool) -> None:
        self._by_keys, self.at = False, (x, y)
        if self._held:
            self.drag(x, y)
        elif down and self._pressed is not None:
            if self._far(x, y):
                if self._modifiers is not None and self.grab(*self._pressed, self._modifiers):
                    self._held = True
                    self.drag(x, y)
                else:
                    self._modifiers = None
                    self._pan.move(x, y, down=True)
        else:
            self.point(x, y)
        self._hand.refresh()

    def release(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        pressed, self._pressed = self._pressed, None
        self._pan.release(x, y, Modifier.NoModifier)
        if self._held:
            self._held = False
            self.drop(x, y)
        elif pressed is not None and self._modifiers is not None:
            self.click(x, y, modifiers)
        self._modifiers = Modifier.NoModifier
        self._hand.refresh()

    def cancel(self) -> None:
        self._pressed, self._held = None, False
        self._pan.cancel()

    def _far(self, x: float, y: float) -> bool:
        start = self._pressed or (x, y)
        return math.dist(start, (x, y)) > DRAG_PX * self._hand.camera.ratio

    # keys

    def stroke(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        if key in STEPS:
            self._step(*STEPS[key], modifiers)
            return True
        if key in (Key.Key_Return, Key.Key_Enter):
            self._enter(modifiers)
            return True
        if key == Key.Key_Escape:
            return self.give_up()
        return self.key(key)

    def _step(self, dx: int, dy: int, modifiers: Qt.KeyboardModifier) -> None:
        camera = self._hand.camera
        far = FAR_PX if modifiers & Modifier.ControlModifier else STEP_PX
        size = 1.0 if modifiers & Modifier.ShiftModifier else far * camera.ratio
        x, y = self.at or (camera.width / 2, camera.height / 2)
        x, y = x + dx * size, y + dy * size
        edge = EDGE_PX * camera.ratio
        inside = (min(max(x, edge), camera.width - edge), min(max(y, edge), camera.height - edge))
        if inside != (x, y):
            self._hand.push(inside[0] - x, inside[1] - y)
        self.at, self._by_keys = inside, True
        if self._held:
            self.drag(*inside)
        else:
            self.point(*inside)
        self._hand.refresh()

    def _enter(self, modifiers: Qt.KeyboardModifier) -> None:
        camera = self._hand.camera
        x, y = self.at = self.at or (camera.width / 2, camera.height / 2)
        self._by_keys = True
        if self._held:
            self._held = False
            self.drop(x, y)
        elif self.grab(x, y, modifiers):
            self._held = True
            self.drag(x, y)
        else:
            self.click(x, y, modifiers)
        self._hand.refresh()

    def paint(self, painter: QPainter, theme: Theme) -> None:
        if not self._by_keys or self.at is None:
            return
        ratio, at = self._hand.camera.ratio, QPointF(*self.at)
        for width, token in ((4.5, "map.halo"), (1.8, "accent")):
            painter.setPen(pen_of(theme.color(token), width * ratio))
            for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                way = QPointF(dx, dy) * ratio
                painter.drawLine(at + way * 5, at + way * 18)


class Choose(EditTool):
    """Click chooses, with Ctrl or Shift adds; drag what is chosen to move it; Ctrl-drag a box, Shift-drag a lasso."""

    name = "edit_choose"
    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, site: EditSite) -> None:
        super().__init__(site)
        self._start: tuple[float, float] = (0.0, 0.0)
        self._how = ""  # box, lasso or move
        self._outline: list[tuple[float, float]] = []
        self._carried = Carried(site)

    def click(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        found, editing = self.site.hits(x, y), self.site.editing
        if modifiers & (Modifier.ControlModifier | Modifier.ShiftModifier):
            editing.select(editing.selection ^ set(found[:1]))
        elif len(found) > 1 and editing.selection == {found[0]}:
            editing.select(found[1:2])  # once more: what lies beneath
        elif len(found) > 1 and editing.selection & set(found) and len(editing.selection) == 1:
            (now,) = editing.selection
            editing.select([found[(found.index(now) + 1) % len(found)]])
        else:
            editing.select(found[:1])

    def grab(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> bool:
        self._start = (x, y)
        if modifiers & Modifier.ControlModifier:
            self._how = "box"
        elif modifiers & Modifier.ShiftModifier:
            self._how, self._outline = "lasso", [(x, y)]
        elif self.site.editing.is_open and self.site.editing.selection & set(self.site.hits(x, y)[:3]):
            self._how = "move"
            self._carried.take(x, y)
        else:
            return False
        return True

    def drag(self, x: float, y: float) -> None:
        if self._how == "lasso" and math.dist(self._outline[-1], (x, y)) >= LASSO_PX * self._hand.camera.ratio:
            self._outline.append((x, y))

    def drop(self, x: float, y: float) -> None:
        how, self._how = self._how, ""
        if how == "move":
            self._carried.put(x, y)
            return
        outline: BaseGeometry = shapely.box(*self._start, x, y)
        if how == "lasso":
            outline = shapely.make_valid(shapely.Polygon(self._outline)) if len(self._outline) > 2 else shapely.Point()
        self.site.editing.select(self.site.editing.selection.union(self.site.inside(outline)))

    def give_up(self) -> bool:
        self._how = ""
        if super().give_up():
            return True
        chosen = bool(self.site.editing.selection)
        self.site.editing.select(())
        return chosen

    def paint(self, painter: QPainter, theme: Theme) -> None:
        super().paint(painter, theme)
        if not self._held or self.at is None:
            return
        ratio = self._hand.camera.ratio
        if self._how == "move":
            self._carried.paint(painter, theme, *self.at)
            return
        painter.setPen(QPen(theme.color("accent"), 1.5 * ratio))
        painter.setBrush(theme.color("accent", 0.12))
        if self._how == "box":
            painter.drawRect(QRectF(QPointF(*self._start), QPointF(*self.at)).normalized())
        else:
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in self._outline]))


class Move(EditTool):
    """Drag anywhere to move what is chosen; by keys: Enter, arrows, Enter."""

    name = "edit_move"
    cursor = Qt.CursorShape.SizeAllCursor

    def __init__(self, site: EditSite) -> None:
        super().__init__(site)
        self._carried = Carried(site)

    def click(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        if not self.site.editing.selection:
            self.site.editing.select(self.site.hits(x, y)[:1])

    def grab(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> bool:
        if not self.site.editing.selection:
            self.site.editing.select(self.site.hits(x, y)[:1])
        if not self.site.editing.selection or not self.site.editing.is_open:
            return False
        self._carried.take(x, y)
        return True

    def drop(self, x: float, y: float) -> None:
        self._carried.put(x, y)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        super().paint(painter, theme)
        if self._held and self.at is not None:
            self._carried.paint(painter, theme, *self.at)


@dataclass
class Carried:
    """What is chosen, on its way to another place. One chosen point snaps; what is more keeps its shape."""

    site: EditSite
    _start: Place = (0.0, 0.0)
    _from: tuple[float, float] = (0.0, 0.0)

    def take(self, x: float, y: float) -> None:
        """Picked up at a device pixel."""
        self._from = (x, y)
        chosen = self.site.chosen()
        if len(chosen) == 1 and chosen[0].geometry.geom_type == "Point":
            self._start = (chosen[0].geometry.x, chosen[0].geometry.y)
        else:
            self._start = self.site.canvas.camera.lonlat_at(x, y)

    def _to(self, x: float, y: float) -> tuple[Place, bool]:
        chosen = self.site.editing.selection
        if len(chosen) == 1 and self.site.is_points:
            px, py = self.site.pixel(self._start)
            return self.site.place(px + x - self._from[0], py + y - self._from[1], but=chosen)
        return self.site.canvas.camera.lonlat_at(x, y), False

    def put(self, x: float, y: float) -> None:
        """Put down at a device pixel."""
        to, _ = self._to(x, y)
        if to != self._start and (x, y) != self._from:
            self.site.move(self.site.editing.selection, to[0] - self._start[0], to[1] - self._start[1])

    def paint(self, painter: QPainter, theme: Theme, x: float, y: float) -> None:
        """What is carried, where it would come to lie."""
        ratio = self.site.canvas.camera.ratio
        to, snaps = self._to(x, y)
        (tx, ty), (fx, fy) = self.site.pixel(to), self.site.pixel(self._start)
        chosen, away = self.site.chosen(), np.array([tx - fx, ty - fy])
        for width, token in ((4.5, "map.halo"), (2.0, "accent")):
            painter.setPen(pen_of(theme.color(token), width * ratio))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for feature in chosen[:SHOWN_MOVING]:
                shape = shapely.transform(self.site.screen(feature.geometry), lambda at: at + away)
                if shape.geom_type == "Point":
                    painter.drawEllipse(QPointF(shape.x, shape.y), 9 * ratio, 9 * ratio)
                else:
                    painter.drawPath(path_of(shape))
        if snaps:
            draw_snap(painter, theme, QPointF(tx, ty), ratio)
        if len(chosen) > 1:
            draw_tag(painter, theme, QPointF(x, y), str(len(chosen)), ratio)


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
