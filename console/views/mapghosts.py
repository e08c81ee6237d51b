"""A difference on the map: what was as a ghost, what will be strongly; the chosen one ringed. The view stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import shapely
from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget
from shapely.geometry.base import BaseGeometry

from console.map.canvas import MapCanvas
from console.theme import Theme
from layers.changes import ChangeKind
from layers.geometry import Bounds, to_world

MOST_DRAWN = 300  # in one picture; more of them are dots, until the view comes nearer
Places = npt.NDArray[np.float64]  # world x, y


class GhostKind(StrEnum):
    """What becomes of a thing on the map; each has its colour and its mark."""

    ADDED = "added"
    CHANGED = "changed"
    DELETED = "deleted"


TOKENS = {GhostKind.ADDED: "ok", GhostKind.CHANGED: "accent", GhostKind.DELETED: "late"}
KIND_OF = {
    ChangeKind.INSERT: GhostKind.ADDED,
    ChangeKind.UPDATE: GhostKind.CHANGED,
    ChangeKind.DELETE: GhostKind.DELETED,
}


@dataclass(frozen=True, slots=True)
class Ghost:
    """One thing as it was and as it will be, in degrees; None: not there."""

    id: str
    kind: GhostKind
    before: BaseGeometry | None
    after: BaseGeometry | None

    @property
    def shape(self) -> BaseGeometry:
        """Where it is to be looked for."""
        shape = self.after if self.after is not None else self.before
        assert shape is not None  # noqa: S101 - a ghost of nothing is never made
        return shape


@dataclass(slots=True)
class _Drawn:
    """A ghost ready to be drawn: its parts in world."""

    ghost: Ghost
    before: list[Places] = field(default_factory=list)
    after: list[Places] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Ready:
    """Ghosts ready to be drawn."""

    drawn: list[_Drawn]
    place: dict[str, int]
    boxes: Places


class Ghosts(QWidget):
    """Lies over the canvas and lets every click through."""

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._canvas = canvas
        self._drawn: list[_Drawn] = []
        self._place: dict[str, int] = {}
        self._boxes: Places = np.empty((0, 4))
        self.chosen = ""
        canvas.view_changed.connect(self._on_view)
        self.hide()

    def show_ghosts(self, ghosts: Iterable[Ghost]) -> None:
        """These and no others. None at all: the map is as it is."""
        self.show_ready(ready(ghosts))

    def show_ready(self, made: Ready) -> None:
        """The same of many, which were made ready in a task."""
        self._drawn, self._place, self._boxes = made.drawn, made.place, made.boxes
        self.chosen = self.chosen if self.chosen in self._place else ""
        self.setVisible(bool(self._drawn))
        self._on_view()
        self.raise_()

    def choose(self, ident: str) -> None:
        """Rings one of them; the view stays."""
        self.chosen = ident if ident in self._place else ""
        self.update()

    def go_to(self, ident: str) -> bool:
        """Shows one of them because a person asked for it; False when it is not among them, or the view is locked."""
        if ident not in self._place or self._canvas.locked:
            return False
        item = self._drawn[self._place[ident]].ghost
        west, south, east, north = shapely.total_bounds([s for s in (item.before, item.after) if s is not None])
        self.choose(ident)
        self._canvas.fit(Bounds(float(west), float(south), float(east), float(north)))
        return True

    def go_to_all(self) -> None:
        """Shows all of them because a person asked for it."""
        shapes = [item.ghost.shape for item in self._drawn]
        if shapes:
            self._canvas.fit(Bounds(*map(float, shapely.total_bounds(shapes))))

    @Slot()
    def _on_view(self) -> None:
        if self._drawn:
            self.setGeometry(self._canvas.rect())
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        camera = self._canvas.camera
        if camera.ratio != 1:
            painter.scale(1 / camera.ratio, 1 / camera.ratio)
        shown = self._in_view()
        if len(shown) > MOST_DRAWN:
            self._dots(painter, shown, self._canvas.theme)
        else:
            for place in shown:
                self._draw(painter, self._drawn[place], self._canvas.theme)
        if self.chosen:
            self._ring(painter, self._drawn[self._place[self.chosen]], self._canvas.theme)
        painter.end()

    def _in_view(self) -> npt.NDArray[np.intp]:
        camera, margin = self._canvas.camera, 30
        left, top = camera.to_world(-margin, -margin)
        right, bottom = camera.to_world(camera.width + margin, camera.height + margin)
        boxes = self._boxes
        inside = (boxes[:, 0] <= right) & (boxes[:, 2] >= left) & (boxes[:, 1] <= bottom) & (boxes[:, 3] >= top)
        return np.flatnonzero(inside)

    def _dots(self, painter: QPainter, shown: npt.NDArray[np.intp], theme: Theme) -> None:
        """A dot for each, what is added round and all else square: a colour is never alone."""
        camera = self._canvas.camera
        boxes = self._boxes[shown]
        spots = (boxes[:, :2] + boxes[:, 2:]) / 2 * camera.scale - camera.origin()
        kinds = np.array([self._drawn[place].ghost.kind for place in shown])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        for kind in GhostKind:
            apart = np.unique(np.round(spots[kinds == kind] / 2), axis=0) * 2  # one dot where several lie
            points = [QPointF(x, y) for x, y in apart.tolist()]
            cap = Qt.PenCapStyle.RoundCap if kind is GhostKind.ADDED else Qt.PenCapStyle.SquareCap
            for width, color in ((6.5, theme.color("map.halo", 0.85)), (4.2, theme.color(TOKENS[kind]))):
                painter.setPen(QPen(color, width * camera.ratio, Qt.PenStyle.SolidLine, cap))
                painter.drawPoints(points)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _draw(self, painter: QPainter, item: _Drawn, theme: Theme) -> None:
        ratio, kind = self._canvas.camera.ratio, item.ghost.kind
        color = theme.color(TOKENS[kind])
        ghost = theme.color("late" if kind is GhostKind.DELETED else "map.hatch", 0.9)
        pen = QPen(ghost, 1.6 * ratio)
        pen.setDashPattern([3, 2.4])
        moved = item.ghost.before is not None and item.ghost.after is not None
        if moved and not _alike(item.before, item.after) and len(item.before[0]) == 1 == len(item.after[0]):
            ends = [QPointF(*self._canvas.camera.to_screen(*side[0][0])) for side in (item.before, item.after)]
            painter.setPen(QPen(color, 1.6 * ratio))
            painter.drawLine(*ends)
        if kind is GhostKind.DELETED or (moved and not _alike(item.before, item.after)):
            self._outline(painter, item.before, pen, QBrush(Qt.BrushStyle.NoBrush), 7 * ratio)
        halo = theme.color("map.halo", 0.85)
        for width, tone in ((5.0, halo), (2.6, color)):
            fill = theme.color(TOKENS[kind], 0.16) if tone is color else halo
            brush = QBrush(fill) if tone is color else QBrush(Qt.BrushStyle.NoBrush)
            self._outline(painter, item.after, QPen(tone, width * ratio), brush, 8 * ratio)
        if kind is not GhostKind.CHANGED:
            self._mark(painter, item, theme, ratio)

    def _mark(self, painter: QPainter, item: _Drawn, theme: Theme, ratio: float) -> None:
        """A plus or a cross, so that colour is never alone."""
        added = item.ghost.kind is GhostKind.ADDED
        spot = (item.after or item.before)[0][0]
        x, y = self._canvas.camera.to_screen(*spot)
        half = 4.2 * ratio
        ends = ((-half, 0, half, 0), (0, -half, 0, half)) if added else ((-1, -1, 1, 1), (-1, 1, 1, -1))
        scale = 1.0 if added else half
        for width, token in ((4.6, "map.halo"), (2.2, TOKENS[item.ghost.kind])):
            painter.setPen(QPen(theme.color(token), width * ratio))
            for left, top, right, bottom in ends:
                start, end = QPointF(x + left * scale, y + top * scale), QPointF(x + right * scale, y + bottom * scale)
                painter.drawLine(start, end)

    def _ring(self, painter: QPainter, item: _Drawn, theme: Theme) -> None:
        ratio, camera = self._canvas.camera.ratio, self._canvas.camera
        west, north, east, south = _box(item.after or item.before)
        left, top = camera.to_screen(west, north)
        right, bottom = camera.to_screen(east, south)
        grow = 13 * ratio
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for width, token in ((5.0, "map.halo"), (2.4, "map.selection")):
            painter.setPen(QPen(theme.color(token), width * ratio))
            box = QRectF(left - grow, top - grow, right - left + 2 * grow, bottom - top + 2 * grow)
            painter.drawRoundedRect(box, grow, grow)

    def _outline(self, painter: QPainter, parts: list[Places], pen: QPen, brush: QBrush, radius: float) -> None:
        painter.setPen(pen)
        camera = self._canvas.camera
        left, top = camera.origin()
        for part in parts:
            corners = part * camera.scale - (left, top)
            if len(corners) == 1:
                painter.setBrush(brush)
                painter.drawEllipse(QPointF(*corners[0]), radius, radius)
                continue
            closed = bool((part[0] == part[-1]).all())
            painter.setBrush(brush if closed else QBrush(Qt.BrushStyle.NoBrush))
            line = QPolygonF([QPointF(x, y) for x, y in corners])
            (painter.drawPolygon if closed else painter.drawPolyline)(line)


def ghosts_of(sides: Mapping[str, tuple[ChangeKind, BaseGeometry | None, BaseGeometry | None]]) -> list[Ghost]:
    """Ghosts out of what becomes of features, by id."""
    return [Ghost(ident, KIND_OF[kind], before, after) for ident, (kind, before, after) in sides.items()]


def ready(ghosts: Iterable[Ghost]) -> Ready:
    """Takes a moment for many: in a task then."""
    drawn = [_Drawn(ghost, _parts(ghost.before), _parts(ghost.after)) for ghost in ghosts]
    boxes = [_box([*item.before, *item.after]) for item in drawn]
    place = {item.ghost.id: at for at, item in enumerate(drawn)}
    return Ready(drawn, place, np.array(boxes) if boxes else np.empty((0, 4)))


def _parts(shape: BaseGeometry | None) -> list[Places]:
    """Points, lines and rings of a shape in degrees, each as places in world."""
    if shape is None or shape.is_empty:
        return []
    simple: list[BaseGeometry] = []
    for part in shapely.get_parts(shape):
        simple += [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
    made = []
    for part in simple:
        lonlat = shapely.get_coordinates(part)
        made.append(np.column_stack(to_world(lonlat[:, 0], lonlat[:, 1])))
    return made


def _box(parts: list[Places]) -> tuple[float, float, float, float]:
    whole = np.vstack(parts)
    low, high = whole.min(axis=0), whole.max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _alike(one: list[Places], other: list[Places]) -> bool:
    return len(one) == len(other) and all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))
