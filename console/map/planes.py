"""The picture: the tiles of the present scale, drawn in slices, patched where points change, scaled while zooming."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPixmap

from console.map.camera import Camera
from console.map.ground import Ground, PlainGround
from console.map.heat import HeatPlane
from console.map.inview import InView, square_of
from console.map.labels import Labels
from console.map.lines import Box
from console.map.points import PointPlane
from console.map.press import Plate
from console.map.rasters import tiles_of_plate
from console.map.scene import Scene
from console.map.shelf import Place
from console.map.still import Still
from console.map.strokes import Mended, Mender, Strokes, boxes_to_mend
from console.map.tiles import EDGE, Cut, Epoch, Tile, tiles_of
from console.theme import Theme
from layers.table import Change

BUDGET_S = 0.008  # of the GUI thread's time in one turn
TOO_MANY = 600  # boxes in one change from which whole tiles are drawn again instead
RING = EDGE  # pixels around the view that are drawn when nothing else is to do
KEPT = 3 * EDGE  # pixels around the view that are not forgotten


class Picture:
    """What one canvas shows of a scene. Pixels are device pixels; `repaint` takes rectangles of the canvas."""

    def __init__(self, scene: Scene, camera: Camera, theme: Theme, repaint: Callable[[QRect], None]) -> None:
        self.scene, self.camera, self.theme = scene, camera, theme
        self.heat = False
        self._repaint = repaint
        self.epoch = Epoch(camera.scale, camera.view.zoom, camera.ratio)
        self._job: Iterator[None] | None = None
        self.in_view = InView(camera)
        self._steps_aside = False  # names are to be looked at again
        self._spoilt = 0  # how often something that was drawn had to be drawn again
        self._lists: dict[int, tuple[object, list[Tile]]] = {}  # what is to be drawn, by margin, and in what state
        self._blocked: set[tuple[int, int]] = set()  # plates that were found missing since something came
        self._ahead: list[Tile] = []  # whose points have not been looked at yet, the next one last
        self._still: Still | None = None  # shown while tiles of a new scale are missing
        self._mender = Mender(scene.tasks, self._mend, self._cannot_mend)
        self.strokes = Strokes(scene.linework, theme, scene.lines_ready.emit)
        self.ground: Ground = PlainGround(theme, waiting=True)

    def dress(
        self, ground: Ground, labels: Labels, points: PointPlane, heat: HeatPlane, theme: Theme, *, keep: bool = False
    ) -> None:
        """Everything is to be drawn anew, with these; ``keep``: what was kept still is shown until then."""
        if ground is not self.ground:
            self.ground.stop()
        self.ground, self.labels, self.points, self.heat_plane, self.theme = ground, labels, points, heat, theme
        self.strokes.stop()
        self.strokes = Strokes(self.scene.linework, theme, self.scene.lines_ready.emit)
        self.begin(keep=keep)

    def stop(self) -> None:
        """Nothing is to be drawn any more."""
        self._drop_job()
        self._mender.forget()
        self.strokes.stop()
        self.ground.stop()

    # --- epochs ------------------------------------------------------------------------------------------------------

    def begin(self, *, keep: bool = True) -> None:
        """Start an epoch at the camera's scale; the last picture is scaled beneath until the tiles are there."""
        self._drop_job()
        self._mender.forget()
        if not keep:
            self._still = None
        self.epoch = Epoch(self.camera.scale, self.camera.view.zoom, self.camera.ratio)

    def is_current(self) -> bool:
        """Whether the tiles are of the camera's scale."""
        return self.epoch.scale == self.camera.scale

    def keep_still(self) -> None:
        """A zoom is about to start: keep what is shown, and a margin, as a picture that can be scaled."""
        if self._still is not None and not self.is_current():
            return
        self._still = Still(self.camera, RING // 2, self.draw)

    # --- drawing what is there ---------------------------------------------------------------------------------------

    def draw(self, painter: QPainter, clip: QRect) -> None:
        """Put the tiles, or the scaled picture while zooming, into the rectangle of the canvas."""
        background = self.theme.color("map.outside")
        if not self.is_current():
            painter.fillRect(clip, background)
            if self._still is not None:
                self._still.draw(painter, self.camera)
            return
        left, top = self.camera.origin()
        tiles = list(tiles_of(left + clip.left(), top + clip.top(), clip.width(), clip.height()))
        face = self.epoch.face
        missing = [tile for tile in tiles if tile not in face]
        if len(missing) == len(tiles):
            painter.fillRect(clip, background)
        else:
            for tile in missing:
                painter.fillRect(tile.left - left, tile.top - top, EDGE, EDGE, background)
        if missing and self._still is not None:
            self._still.draw(painter, self.camera)
        for tile in tiles:
            pixmap = face.get(tile)
            if pixmap is not None:
                painter.drawPixmap(tile.left - left, tile.top - top, pixmap)

    # --- drawing what is missing -------------------------------------------------------------------------------------

    def work(self, budget_s: float = BUDGET_S, focus: tuple[float, float] | None = None) -> bool:
        """Draw missing tiles for so long, nearest to ``focus`` (canvas px) first; says whether more is to be done."""
        if not self.is_current():
            return False
        end = time.perf_counter() + budget_s
        while True:
            if self._job is None and not self._next_job(focus):
                return False
            for _ in self._job or ():
                if time.perf_counter() > end:
                    return True
            self._job = None
            if time.perf_counter() > end:
                return True

    def finish(self) -> None:
        """Draw everything that is missing in view, however long it takes (printing, tests)."""
        while self._job is not None or self._next_job(None, at_once=True):
            for _ in self._job or ():
                pass
            self._job = None

    def is_sharp(self) -> bool:
        """Whether all that is in view is there and right."""
        is_there = self.is_current() and all(self.epoch.is_done(tile) for tile in self.in_view.tiles(0))
        return is_there and not self._steps_aside and not self._mender.is_busy()

    def _next_job(self, focus: tuple[float, float] | None, *, at_once: bool = False) -> bool:
        if self.labels.scale != self.epoch.scale:
            for tile in () if at_once else self._to_draw(0, focus):
                self._is_ready(tile)  # what others make is asked for first
            self._job = self.labels.placing(self.epoch.scale)
            return True
        if self._steps_aside:
            self._job = self._stepping_aside()
            return True
        for margin in (0, RING):
            wanted, later = self._to_draw(margin, focus), list[Tile]()
            for at, tile in enumerate(wanted):
                if self.epoch.is_done(tile):
                    continue
                if at_once or self._is_ready(tile):
                    self._job = self._draw_tile(tile)
                    wanted[: at + 1] = later
                    return True
                later.append(tile)
            wanted[:] = later
            if later:  # what they need is being made, and will say when it is there
                return margin == 0 and self._look_ahead()
            if margin == 0:
                self._still = None
        self._tidy()
        return not at_once and self.labels.write_ahead()

    def _look_ahead(self) -> bool:
        """While plates are being made: look at the points that the tiles will show. Says whether there is any."""
        if self.heat or not self._ahead:
            return False
        self._job = self.points.looking(self.epoch.cut(self._ahead.pop()))
        return True

    def _is_ready(self, tile: Tile) -> bool:
        """Whether a tile can be drawn now: nothing that it needs is still being made."""
        square = square_of(tile)
        if tile in self.epoch.under:
            return True
        if square in self._blocked:
            return False
        cut = self.epoch.cut(tile)
        has_strokes = self.strokes.is_ready(cut)
        is_ready = (tile in self.epoch.ground or self.ground.is_ready(cut)) and has_strokes
        if not is_ready:
            self._blocked.add(square)
        return is_ready

    def come(self) -> None:
        """Something that was asked for has come: what could not be drawn is looked at again."""
        self._blocked.clear()

    def _take_from_shelf(self, tiles: Iterable[Tile]) -> None:
        """What another canvas has drawn need not be drawn again."""
        for tile in tiles:
            if tile not in self.epoch.under:
                known = self.scene.shelf.take(self._place(tile))
                if known is not None:
                    self.epoch.under[tile] = known

    def _place(self, tile: Tile) -> Place:
        return Place(self.theme, self.epoch.scale, self.epoch.ratio, tile)

    def _to_draw(self, margin: int, focus: tuple[float, float] | None) -> list[Tile]:
        """What is to be drawn in view, nearest to the focus first; made once for each view and then crossed off."""
        state = (self.in_view.box(margin), focus, self._spoilt)
        known = self._lists.get(margin)
        if known is None or known[0] != state:
            self._blocked.clear()
            wanted = [tile for tile in self.in_view.tiles(margin) if not self.epoch.is_done(tile)]
            self._take_from_shelf(wanted)
            known = self._lists[margin] = (state, self.in_view.nearest_first(wanted, focus))
            if margin == 0:
                self._ahead = known[1][::-1]
        return known[1]

    def _draw_tile(self, tile: Tile) -> Iterator[None]:
        epoch = self.epoch
        cut = epoch.cut(tile)
        under = epoch.under.get(tile)
        if under is None:
            under = yield from self._draw_under(tile)
            epoch.under[tile] = under
            self.scene.shelf.put(self._place(tile), under)
        for _ in () if self.heat else self.points.looking(cut):
            yield
        face = QPixmap(under)
        painter = QPainter(face)
        drew = self._top(painter, tile, None)
        painter.end()
        epoch.face[tile] = face if drew else under
        epoch.old.discard(tile)
        left, top = self.camera.origin()
        self._repaint(QRect(tile.left - left, tile.top - top, EDGE, EDGE))

    def _draw_under(self, tile: Tile) -> Generator[None, None, QPixmap]:
        cut = self.epoch.cut(tile)
        under = self.epoch.ground.get(tile)
        has_ground, keeps_ground = under is not None, self.strokes.press is None
        under = QPixmap(EDGE, EDGE) if under is None else QPixmap(under)
        painter = QPainter(under)
        try:
            if not has_ground:
                yield from self.ground.steps(painter, cut)
                if keeps_ground:  # painters are slow, so what lies on the ground is drawn on a copy of it
                    painter.end()
                    self.epoch.ground[tile], under = under, QPixmap(under)
                    painter.begin(under)
            yield from self.strokes.steps(painter, cut)
            self.labels.draw(painter, tile, cut.scale)
        finally:
            painter.end()
        yield
        return under

    def _top(self, painter: QPainter, tile: Tile, box: tuple[int, int, int, int] | None) -> bool:
        plane = self.heat_plane if self.heat else self.points
        drew = plane.draw(painter, self.epoch.cut(tile), box)
        if drew:
            self._names_on_top(painter, tile, box)
        return drew

    def _names_on_top(self, painter: QPainter, tile: Tile, box: tuple[int, int, int, int] | None) -> None:
        """A wash or a crowd of dots would hide the names beneath it: write them again."""
        if self.heat or self.points.atlas(self.epoch.zoom).dots:
            self.labels.draw(painter, tile, self.epoch.scale, box)

    # --- changes -----------------------------------------------------------------------------------------------------

    def change_points(self, key: str, change: Change) -> bool:
        """Some points of a layer changed: patch what shows them. Says whether tiles must be drawn besides."""
        layer = next(layer for layer in self.scene.points if layer.key == key)
        if not layer.visible:
            return False
        x = np.append(layer.table.x[change.rows], change.was_x)
        y = np.append(layer.table.y[change.rows], change.was_y)
        here = ~np.isnan(x)
        self.points.cells.spoil(x[here], y[here])
        plane = self.heat_plane if self.heat else self.points
        boxes = plane.touched(x[here], y[here], self.epoch.scale, self.epoch.zoom)
        if len(boxes) > TOO_MANY:
            self._spoilt += 1
            self.epoch.old |= {tile for box in boxes for tile in tiles_of(*box) if tile in self.epoch.face}
            return True
        for box in boxes:
            self._patch(box)
        return bool(self.epoch.old)

    def _patch(self, box: tuple[int, int, int, int]) -> None:
        """Draw only this box (left, top, width, height) of absolute pixels anew, in the tiles that show it."""
        tiles = [tile for tile in tiles_of(*box) if self.epoch.is_done(tile)]
        if not tiles:
            return
        sight = None if self.heat else self.points.sight(self.epoch.scale, self.epoch.zoom, box)
        left, top = self.camera.origin()
        for tile in tiles:
            under = self.epoch.under.get(tile)
            if under is None:
                self.epoch.old.add(tile)
                continue
            face = QPixmap(under) if self.epoch.face[tile] is under else self.epoch.face[tile]
            part = QRect(*box).translated(-tile.left, -tile.top) & QRect(0, 0, EDGE, EDGE)
            painter = QPainter(face)
            painter.setClipRect(part)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.drawPixmap(part.topLeft(), under, part)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            inner = (part.left(), part.top(), part.width(), part.height())
            if sight is None:
                self._top(painter, tile, inner)
            elif self.points.paint(painter, self.epoch.cut(tile), sight, inner):
                self._names_on_top(painter, tile, inner)
            painter.end()
            self.epoch.face[tile] = face
            self._repaint(part.translated(tile.left - left, tile.top - top))

    def change_shapes(self, boxes: list[Box]) -> None:
        """Lines or areas changed in these world boxes: they are mended, or their tiles are drawn again."""
        self._drop_job()
        tiles = {box: self._tiles_under(box) for box in boxes}
        seen = [box for box in boxes if tiles[box]]
        ground, strokes = self.ground.maker, self.strokes.press
        if seen and ground is not None and strokes is not None:
            every = set[Tile]().union(*tiles.values())
            left, top = min(tile.left for tile in every), min(tile.top for tile in every)
            right, bottom = max(tile.left for tile in every) + EDGE, max(tile.top for tile in every) + EDGE
            cuts = boxes_to_mend(seen, self.epoch, left, top, right, bottom)
            if cuts is not None:
                self._mender.ask(cuts, ground, strokes.maker)
                return
        self.epoch.spoil_tiles(set[Tile]().union(*tiles.values()))

    def _tiles_under(self, box: Box) -> list[Tile]:
        """The drawn tiles that a world box touches, and what lies close to it."""
        scale, rim = self.epoch.scale, 24 * self.epoch.ratio
        left, top = math.floor(box[0] * scale - rim), math.floor(box[1] * scale - rim)
        right, bottom = math.ceil(box[2] * scale + rim), math.ceil(box[3] * scale + rim)
        return [
            tile
            for tile in self.epoch.face
            if tile.left < right and tile.left + EDGE > left and tile.top < bottom and tile.top + EDGE > top
        ]

    def _mend(self, mended: Mended) -> None:
        """Lay a box that was made anew over what is there."""
        cut, epoch = mended.cut, self.epoch
        if cut.scale != epoch.scale:
            return
        for tile in tiles_of(cut.left, cut.top, cut.width, cut.height):
            before = epoch.under.get(tile)
            if before is None:
                self.epoch.spoil_tiles({tile})
                continue
            under = QPixmap(before)  # another canvas may show it too
            painter = QPainter(under)
            left, top = cut.left - tile.left, cut.top - tile.top
            painter.setClipRect(QRect(left, top, cut.width, cut.height))
            painter.drawImage(left, top, mended.ground)
            self.ground.finish(painter, epoch.cut(tile))
            if mended.strokes is not None:
                painter.drawImage(left, top, mended.strokes)
            self.labels.draw(painter, tile, epoch.scale)
            painter.end()
            epoch.under[tile] = under
            self.scene.shelf.put(self._place(tile), under)
            if epoch.face.get(tile) is before:
                epoch.face[tile] = under
        self._patch((cut.left, cut.top, cut.width, cut.height))
        self.scene.lines_ready.emit()

    def _cannot_mend(self, cuts: Sequence[Cut]) -> None:
        """Draw the tiles instead; the task has written down why."""
        tiles = {tile for cut in cuts for tile in tiles_of(cut.left, cut.top, cut.width, cut.height)}
        self.epoch.spoil_tiles(tiles)
        self.scene.lines_ready.emit()

    def change_ground(self, plates: Sequence[Plate]) -> None:
        """The ground of these plates can be drawn better now; what is there is shown until then."""
        tiles = {tile for plate in plates if plate.scale == self.epoch.scale for tile in tiles_of_plate(plate)}
        if not tiles:
            return
        self._drop_job()
        for tile in tiles:
            self.epoch.ground.pop(tile, None)
            self.scene.shelf.forget(self._place(tile))
        self.epoch.spoil_tiles(tiles)

    def step_aside(self) -> None:
        """Symbols lie elsewhere: names that they would hide step aside when there is time, and groups off the names."""
        self._drop_job()
        self._steps_aside = True

    def _stepping_aside(self) -> Iterator[None]:
        boxes = yield from self.labels.stepping_aside()
        self._steps_aside, rim = False, 2 * self.points.cell
        if boxes:
            self._spoilt += 1
            self.points.cells.forget()
        for left, top, right, bottom in boxes:
            around = (int(left) - rim, int(top) - rim, int(right - left) + 2 * rim, int(bottom - top) + 2 * rim)
            tiles = set(tiles_of(*around))
            for tile in tiles:
                self.scene.shelf.forget(self._place(tile))
            self.epoch.spoil_tiles(tiles)

    def redraw(self, *, under: bool) -> None:
        """A whole layer changed: draw all faces again, and what lies under them if it is a layer of lines or areas."""
        self._drop_job()
        self.points.cells.forget()
        if under:
            self.epoch.spoil_under()
        else:
            self.epoch.spoil_faces()

    # --- odds --------------------------------------------------------------------------------------------------------

    def _tidy(self) -> None:
        keep, near = set(self.in_view.tiles(KEPT)), set(self.in_view.tiles(RING))
        if len(self.epoch.face) > len(keep) or len(self.epoch.under) > len(near):
            self.epoch.forget_outside(keep, near)

    def _drop_job(self) -> None:
        """Something that was drawn is no longer right: what was being drawn is left, and looked for again."""
        self._spoilt += 1
        if self._job is not None:
            self._job.close()  # type: ignore[attr-defined]  # a generator: its painter ends here
            self._job = None
