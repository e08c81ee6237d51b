"""The draft on the map: what is added, changed, deleted and disputed, by shape and colour; what was there, as a ghost.

Drawn once for a view and kept as a picture; while the map moves the picture moves with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial

import numpy as np
import shapely
from PySide6.QtCore import QLineF, QObject, QPointF, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF
from shapely.geometry.base import BaseGeometry

from console.map.camera import Camera, View
from console.map.editsite import DRAWN_HERE, EditSite, path_of, to_screen
from console.map.symbols import pen_of
from console.theme import Theme
from layers.features import Feature
from layers.geometry import spot_of, to_world

MANY = 1_000  # marks that are sorted out in the background
CELL_PX = 9.0  # of marks that would lie on each other one is drawn
FEW = 60  # so many in view are named
CROWD = 400  # marks in view from which on they are drawn plainly
SETTLE_MS = 70
MARK_PX = 11.0


class Mark(StrEnum):
    """What a feature is marked as, the last drawn on top."""

    DELETED = "deleted"
    CHANGED = "changed"
    ADDED = "added"
    DISPUTED = "disputed"
    CHOSEN = "chosen"


TOKENS: dict[Mark, str] = {
    Mark.DELETED: "late",
    Mark.CHANGED: "soon",
    Mark.ADDED: "ok",
    Mark.DISPUTED: "late",
    Mark.CHOSEN: "map.selection",
}


@dataclass(slots=True)
class Marks:
    """What is to be drawn, sorted out once per change. Places in world."""

    points: dict[Mark, np.ndarray] = field(default_factory=dict)
    ghosts: np.ndarray = field(default_factory=lambda: np.empty((0, 4)))  # from where to where points went
    shapes: list[tuple[Mark, BaseGeometry]] = field(default_factory=list)
    ghost_shapes: list[BaseGeometry] = field(default_factory=list)
    plain: list[BaseGeometry] = field(default_factory=list)  # of a layer that nothing else draws
    names: list[tuple[str, float, float]] = field(default_factory=list)


class EditPlane(QObject):
    """Draws on one canvas what an edit has made."""

    def __init__(self, site: EditSite, parent: QObject | None = None) -> None:
        super().__init__(parent or site)
        self._site, self._canvas = site, site.canvas
        self._marks: Marks | None = None
        self._picture: QPixmap | None = None
        self._of: tuple[View, int, int, float, str] | None = None
        self._layer = ""
        self._turn = 0
        self._key = f"edit marks:{id(self)}"
        self._later = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._later.timeout.connect(self._afresh)
        editing = site.editing
        editing.changed.connect(self._on_edit)
        editing.selection_changed.connect(self._on_edit)
        editing.conflicted.connect(self._on_edit)
        editing.state_changed.connect(self._on_state)
        self._canvas.drawn_above.append(self.draw)

    @property
    def marks(self) -> Marks:
        """What is marked; of a large step a moment later."""
        if self._marks is None:
            self._marks = sort_out(_seen(self._site))
        return self._marks

    def _sort(self) -> None:
        """Many are sorted out in the background; until then the old marks stand."""
        editing, tasks = self._site.editing, self._canvas.scene.tasks
        if len(editing.edited) + len(editing.selection) < MANY:
            self._marks = self._picture = None
        elif not tasks.is_running(self._key):
            seen, turn = _seen(self._site), self._turn
            tasks.run(
                self._key,
                lambda: sort_out(seen),
                done=partial(self._on_sorted, turn),
                failed=editing.trouble.emit,
            )

    def _on_sorted(self, turn: int, marks: Marks) -> None:
        self._marks, self._picture = marks, None
        if turn != self._turn:
            self._sort()
        self._canvas.update()

    def draw(self, painter: QPainter) -> None:
        """On top of the map, below the tool; in device pixels."""
        if not self._site.editing.layer:
            return
        camera, theme = self._canvas.camera, self._canvas.theme
        now = (camera.view, camera.width, camera.height, camera.ratio, theme.name)
        if self._picture is None or (self._of != now and not self._can_follow(now)):
            self._picture, self._of = self._drawn(camera, theme), now
        if self._of == now:
            painter.drawPixmap(0, 0, self._picture)
            return
        self._later.start()
        assert self._of is not None  # noqa: S101 - a picture has a view
        was = self._of[0]
        factor = 2.0 ** (camera.view.zoom - was.zoom)
        x, y = camera.to_screen(was.x, was.y)
        width, height = self._of[1] * factor, self._of[2] * factor
        painter.drawPixmap(
            QRectF(x - width / 2, y - height / 2, width, height), self._picture, QRectF(self._picture.rect())
        )

    def _can_follow(self, now: tuple[View, int, int, float, str]) -> bool:
        """Whether the picture of another view may stand in until the map rests."""
        return self._of is not None and self._of[3:] == now[3:] and abs(self._of[0].zoom - now[0].zoom) < 3

    @Slot()
    def _afresh(self) -> None:
        self._picture = None
        self._canvas.update()

    @Slot(object)
    def _on_edit(self, _: object) -> None:
        self._turn += 1
        self._sort()
        self._canvas.update()

    @Slot()
    def _on_state(self) -> None:
        if self._site.editing.layer != self._layer:
            self._layer = self._site.editing.layer
            self._marks = self._picture = None
            self._canvas.update()

    def _drawn(self, camera: Camera, theme: Theme) -> QPixmap:
        picture = QPixmap(camera.width, camera.height)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marks, ratio = self.marks, camera.ratio
        for shape in marks.plain:
            _stroke(painter, camera, shape, theme.color("muted"), 1.4 * ratio, theme, halo=False)
        for shape in marks.ghost_shapes:
            _stroke(painter, camera, shape, theme.color("text", 0.75), 1.4 * ratio, theme, dashed=True)
        self._ghosts(painter, camera, theme)
        for mark, shape in marks.shapes:
            _shape(painter, camera, shape, mark, theme)
        for mark in Mark:
            if mark in marks.points:
                _points(painter, camera, marks.points[mark], mark, theme)
        self._names(painter, camera, theme)
        painter.end()
        return picture

    def _ghosts(self, painter: QPainter, camera: Camera, theme: Theme) -> None:
        """A dashed line from where a point was published to where it would be."""
        ways = self.marks.ghosts
        if not len(ways):
            return
        left, top = camera.origin()
        spots = ways * camera.scale - (left, top, left, top)
        spots = spots[_first_of_cells(spots[:, :2], camera)]
        ratio = camera.ratio
        if len(spots) > CROWD:  # dashes and rings of so many take long and say nothing
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(QPen(theme.color("text", 0.5), 0))
            painter.drawLines([QLineF(*spot) for spot in spots.tolist()])
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            return
        pen = pen_of(theme.color("text", 0.75), 1.3 * ratio)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for x0, y0, x1, y1 in spots.tolist():
            painter.drawLine(QPointF(x0, y0), QPointF(x1, y1))
            painter.drawEllipse(QPointF(x0, y0), 4 * ratio, 4 * ratio)

    def _names(self, painter: QPainter, camera: Camera, theme: Theme) -> None:
        shown = [(name, *camera.to_screen(x, y)) for name, x, y in self.marks.names if camera.shows(x, y)]
        if len(shown) > FEW:
            return
        font = theme.font("small", 600)
        font.setPixelSize(round(12 * camera.ratio))
        painter.setFont(font)
        for name, x, y in shown:
            path = QPainterPath()
            path.addText(QPointF(x + 14 * camera.ratio, y + 4 * camera.ratio), font, name)
            painter.strokePath(path, pen_of(theme.color("map.halo"), 3 * camera.ratio))
            painter.fillPath(path, theme.color("text"))


@dataclass(frozen=True, slots=True)
class _Seen:
    """An edit at one moment, frozen for a task."""

    layer: str
    is_points: bool
    label: str
    edited: tuple[str, ...]
    features: Mapping[str, Feature]
    base: Mapping[str, Feature]
    disputed: tuple[str, ...]
    chosen: frozenset[str]


def _seen(site: EditSite) -> _Seen:
    editing = site.editing
    return _Seen(
        editing.layer,
        site.is_points,
        site.layer.label,
        tuple(editing.edited),
        dict(editing.features),
        dict(editing.base),
        tuple(editing.conflicts),
        editing.selection,
    )


def sort_out(seen: _Seen) -> Marks:
    """Everything that is marked of an edit."""
    marks, features, base = Marks(), seen.features, seen.base
    of: dict[Mark, list[Feature]] = {mark: [] for mark in Mark}
    ways: list[tuple[BaseGeometry, BaseGeometry]] = []
    for ident in seen.edited:
        before, after = base.get(ident), features.get(ident)
        if after is None:
            if before is not None:
                of[Mark.DELETED].append(before)
        elif before is None:
            of[Mark.ADDED].append(after)
        else:
            of[Mark.CHANGED].append(after)
            if before.geometry is not after.geometry:
                ways.append((before.geometry, after.geometry))
    shown = [features.get(ident) or base.get(ident) for ident in seen.disputed]
    of[Mark.DISPUTED] = [feature for feature in shown if feature is not None]
    of[Mark.CHOSEN] = [features[ident] for ident in seen.chosen if ident in features]
    if seen.is_points:
        marks.points = {mark: _world(feature.geometry for feature in some) for mark, some in of.items() if some}
        if ways:
            marks.ghosts = np.hstack([_world(one for one, _ in ways), _world(other for _, other in ways)])
    else:
        marks.shapes = [(mark, feature.geometry) for mark, some in of.items() for feature in some]
        marks.ghost_shapes = [one for one, other in ways if not one.equals_exact(other, 1e-12)]
        if seen.layer == DRAWN_HERE:
            marks.plain = [feature.geometry for feature in features.values()]
    marks.names = _named([*of[Mark.ADDED], *of[Mark.CHANGED]][: 20 * FEW], seen.label)
    return marks


def _named(features: Iterable[Feature], label: str) -> list[tuple[str, float, float]]:
    some = [feature for feature in features if feature.properties.get(label)]
    if not some:
        return []
    places = _world(feature.geometry for feature in some)
    return [(str(feature.properties[label]), *place) for feature, place in zip(some, places.tolist(), strict=True)]


def _world(geometries: Iterable[BaseGeometry]) -> np.ndarray:
    """One place in world for each."""
    shapes = np.array(list(geometries), dtype=object)
    if len(shapes) and (shapely.get_type_id(shapes) != 0).any():
        shapes = shapely.point_on_surface(shapes)
    x, y = to_world(shapely.get_x(shapes), shapely.get_y(shapes))
    return np.column_stack((x, y))


def _first_of_cells(spots: np.ndarray, camera: Camera) -> np.ndarray:
    """Which of these device pixels are in view, one for each small cell."""
    cell = CELL_PX * camera.ratio * (2 if len(spots) > 4 * CROWD else 1)
    seen = (spots > -3 * cell).all(axis=1) & (spots[:, 0] < camera.width + 3 * cell)
    at = np.flatnonzero(seen & (spots[:, 1] < camera.height + 3 * cell))
    cells = np.floor(spots[at] / cell).astype(np.int64)
    _, first = np.unique(cells[:, 0] * 100_003 + cells[:, 1], return_index=True)
    kept: np.ndarray = at[np.sort(first)]
    return kept


def _points(painter: QPainter, camera: Camera, world: np.ndarray, mark: Mark, theme: Theme) -> None:
    left, top = camera.origin()
    spots = world * camera.scale - (left, top)
    spots = spots[_first_of_cells(spots, camera)]
    stamp = mark_pixmap(mark, theme, camera.ratio)
    half = stamp.width() / 2
    for x, y in spots.tolist():
        painter.drawPixmap(QPointF(x - half, y - half), stamp)


def mark_pixmap(mark: Mark, theme: Theme, ratio: float) -> QPixmap:
    """The mark round a point: each kind a shape and a colour of its own."""
    size = round(34 * ratio)
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_mark(painter, QPointF(size / 2, size / 2), mark, theme, ratio)
    painter.end()
    return picture


def draw_mark(painter: QPainter, at: QPointF, mark: Mark, theme: Theme, ratio: float) -> None:
    """Chosen: the corners of a frame. Added: a ring with a plus; changed: a triangle; deleted: a cross; disputed: !."""
    color, half = theme.color(TOKENS[mark]), MARK_PX * ratio
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for width, paint in ((4.5, theme.color("map.halo")), (2.2, color)):
        painter.setPen(pen_of(paint, width * ratio))
        if mark is Mark.CHOSEN:
            _frame(painter, at, 14 * ratio, 6 * ratio)
        elif mark is Mark.DELETED:
            painter.drawEllipse(at, half * 0.55, half * 0.55)
            painter.drawLine(at + QPointF(-half, -half), at + QPointF(half, half))
            painter.drawLine(at + QPointF(-half, half), at + QPointF(half, -half))
        else:
            painter.drawEllipse(at, half, half)
    if mark in (Mark.ADDED, Mark.CHANGED, Mark.DISPUTED):
        _badge(painter, at + QPointF(half * 0.8, -half * 0.8), mark, color, theme, ratio)


def _frame(painter: QPainter, at: QPointF, half: float, arm: float) -> None:
    for dx in (-1, 1):
        for dy in (-1, 1):
            corner = at + QPointF(dx * half, dy * half)
            ends = (corner - QPointF(dx * arm, 0), corner, corner - QPointF(0, dy * arm))
            painter.drawPolyline(QPolygonF(list(ends)))


def _badge(painter: QPainter, at: QPointF, mark: Mark, color: QColor, theme: Theme, ratio: float) -> None:
    half = 5.5 * ratio
    painter.setPen(pen_of(theme.color("map.halo"), 1.5 * ratio))
    painter.setBrush(color)
    if mark is Mark.CHANGED:
        ends = (at + QPointF(0, -half), at + QPointF(half, half * 0.8), at + QPointF(-half, half * 0.8))
        painter.drawPolygon(QPolygonF(list(ends)))
        return
    painter.drawEllipse(at, half, half)
    painter.setPen(QPen(theme.color("map.halo"), 1.8 * ratio))
    if mark is Mark.ADDED:
        painter.drawLine(at - QPointF(half * 0.6, 0), at + QPointF(half * 0.6, 0))
        painter.drawLine(at - QPointF(0, half * 0.6), at + QPointF(0, half * 0.6))
    else:
        painter.drawLine(at - QPointF(0, half * 0.6), at + QPointF(0, half * 0.15))
        painter.drawPoint(at + QPointF(0, half * 0.6))


def _shape(painter: QPainter, camera: Camera, shape: BaseGeometry, mark: Mark, theme: Theme) -> None:
    color, ratio = theme.color(TOKENS[mark]), camera.ratio
    if not _in_view(shape, camera):
        return
    width = {Mark.CHOSEN: 1.6, Mark.DELETED: 2.2}.get(mark, 2.8) * ratio
    fill = theme.color(TOKENS[mark], 0.14) if mark is not Mark.CHOSEN else theme.color("accent", 0.10)
    _stroke(painter, camera, shape, color, width, theme, dashed=mark is Mark.DELETED, fill=fill)
    if mark is not Mark.CHOSEN:
        at = QPointF(*_middle(shape, camera))
        if mark is Mark.DELETED:
            draw_mark(painter, at, mark, theme, ratio)
        else:
            _badge(painter, at, mark, color, theme, ratio * 1.4)


def _stroke(
    painter: QPainter,
    camera: Camera,
    shape: BaseGeometry,
    color: QColor,
    width: float,
    theme: Theme,
    *,
    dashed: bool = False,
    fill: QColor | None = None,
    halo: bool = True,
) -> None:
    if not _in_view(shape, camera):
        return
    path = path_of(to_screen(shape, camera))
    if halo:
        painter.strokePath(path, pen_of(theme.color("map.halo", 0.8), width + 2.5 * camera.ratio))
    if fill is not None and shape.geom_type.endswith("Polygon"):
        painter.fillPath(path, fill)
    pen = pen_of(color, width)
    if dashed:
        pen.setDashPattern([4, 3])
    painter.strokePath(path, pen)


def _in_view(shape: BaseGeometry, camera: Camera) -> bool:
    west, south, east, north = shape.bounds
    seen = camera.bounds()
    return bool(west <= seen.east and east >= seen.west and south <= seen.north and north >= seen.south)


def _middle(shape: BaseGeometry, camera: Camera) -> tuple[float, float]:
    return camera.to_screen(*map(float, to_world(*spot_of(shape))))
