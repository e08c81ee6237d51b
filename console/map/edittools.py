"""What the pointer and the keys do while a layer is edited: choose and move; the other tools stand on these.

Every tool works by keyboard alone: arrows move a crosshair (Shift: by one pixel, Ctrl: far), Enter does what a click
does there; where something is picked up, Enter picks it up, arrows carry it, Enter puts it down.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from shapely.geometry.base import BaseGeometry

from console.map.drawing import draw_snap
from console.map.editsite import EditSite, path_of
from console.map.symbols import pen_of
from console.map.tools import DRAG_PX, Explore, Pushing, Tool, draw_tag
from console.theme import Theme

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
