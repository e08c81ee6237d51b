"""A scene seen through a camera, as a widget that only shows: draws, pans, zooms, keeps sharp. No pointer, no keys.

Data never moves the camera. `MapCanvas` adds what a person does; a wall shows this alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from console.map.attention import Attention
from console.map.camera import Camera, View
from console.map.ground import Ground, PlainGround
from console.map.groundwork import Groundwork
from console.map.heat import HeatPlane
from console.map.labels import Labels
from console.map.lines import Box
from console.map.memory import give_back
from console.map.names import Candidate
from console.map.overlay import Key
from console.map.planes import BUDGET_S, Picture
from console.map.points import PointPlane
from console.map.press import Plate
from console.map.rasters import Raster, RasterGround
from console.map.scene import Basemap, Scene
from console.map.screen import GlScreen
from console.map.tiles import Epoch
from console.tasks import Tasks
from console.theme import Theme
from layers.features import Feature
from layers.geometry import Bounds, to_world
from layers.style import DEFAULT, Style
from layers.table import Change

SETTLE_MS = 90  # after the last wheel step, before sharp tiles are made
TIDY_MS = 700  # after everything is drawn, before memory is given back,
TIDY_EVERY_S = 8.0  # and so often at most at one scale
MOVING_S = 0.06  # so long after a movement the view counts as moving,
MOVING_BUDGET_S = 0.004  # and tiles get less of each turn
PLACES_BACK = 50
MOST_PIECES = 24  # of a region that is painted piece by piece and not as the box round it
OPENING = Bounds(106.88, -6.43, 107.08, -6.15)  # where the map opens when nothing says otherwise


class MapSurface(QWidget):
    """The map, to look at. Give it a scene to share one between several; else it makes its own."""

    view_changed = Signal()
    sharpened = Signal()  # everything in view is drawn

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        scene: Scene | None = None,
        tasks: Tasks | None = None,
        style: Style = DEFAULT,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 120)
        self.setAccessibleName(self.tr("Map"))
        self._own_tasks = Tasks(self) if scene is None and tasks is None else None
        self.scene = scene or Scene(tasks or self._own_tasks or Tasks(self), style, self)
        self.theme = theme
        self.camera = Camera()
        self._screen: GlScreen | None = None
        self.attention = Attention(self.scene, self.camera, self._repaint, self.update, self)
        self._home: Bounds = OPENING
        self._past: list[View] = []
        self._names: list[Candidate] = []
        self._heard: Raster | None = None
        self._opened = False  # whether the view was ever moved from the whole city
        self._seen = False  # whether the city was ever drawn
        self._tidied: Epoch | None = None  # whose leavings were given back
        self._tidied_at = 0.0
        self._moved_at = 0.0
        self._focus: tuple[float, float] | None = None  # device pixel around which tiles appear first
        self.picture = Picture(self.scene, self.camera, theme, self._repaint)
        self._ground: Ground = PlainGround(theme)
        self._settle = self._timer(SETTLE_MS, self._begin_epoch, single=True)
        self._pump = self._timer(0, self._work)
        self._tidy = self._timer(TIDY_MS, self._give_back, single=True)
        self._listen()
        if self.scene.basemap is None:
            self._dress()
        else:
            self._on_basemap()

    def _listen(self) -> None:
        self.scene.points_changed.connect(self._on_points)
        self.scene.shapes_changed.connect(self._on_shapes)
        self.scene.layer_filled.connect(self._on_filled)
        self.scene.symbols_moved.connect(self._on_symbols)
        self.scene.lines_ready.connect(self._on_ready)
        self.scene.basemap_changed.connect(self._on_basemap)
        self.scene.ground_laid.connect(self._on_ground)
        self.scene.raster_changed.connect(self._on_ground)

    def _timer(self, interval_ms: int, slot: Callable[[], None], *, single: bool = False) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval_ms)
        timer.setSingleShot(single)
        timer.timeout.connect(slot)
        return timer

    # --- what lies on the map: the scene's, said here for those who only know the canvas -----------------------------

    def set_basemap(self, basemap: Basemap | None) -> None:
        """Another ground, for every canvas of the scene; the view stays, unless it was never set."""
        self.scene.set_basemap(basemap)

    def set_layer(self, key: str, features: Iterable[Feature]) -> None:
        """Take these as all features of a layer."""
        self.scene.set_layer(key, features)

    def change(self, key: str, upserts: Sequence[Feature], removed_ids: Sequence[str] = ()) -> None:
        """Some features are new or different, some are gone. New incidents outside the view are pointed at."""
        self.scene.change(key, upserts, removed_ids)

    def set_visible(self, key: str, visible: bool) -> None:
        """Show a layer or not."""
        self.scene.set_visible(key, visible)

    def set_stale(self, key: str, stale: bool) -> None:
        """Hatch a layer that is too old."""
        self.scene.set_stale(key, stale)

    def set_theme(self, theme: Theme) -> None:
        """Other looks; nothing else changes."""
        self.theme = theme
        self._ground = self._ground.with_theme(theme)
        self._dress()

    def set_heat(self, on: bool) -> None:
        """Density instead of symbols."""
        if self.picture.heat != on:
            self.picture.heat = on
            self.picture.redraw(under=False)
            self._pump.start()

    def set_grouping(self, on: bool) -> None:
        """Whether crowded symbols are shown as groups with a count."""
        if self.picture.points.grouping != on:
            self.picture.points.grouping = on
            self.picture.redraw(under=False)
            self._pump.start()

    def select(self, keys: Sequence[Key]) -> None:
        """What is chosen, elsewhere or here: ringed and on top. Never moves the view."""
        self.attention.select(keys)

    def highlight(self, key: Key | None) -> None:
        """What the pointer is over, here or in a list."""
        self.attention.highlight(key)

    # --- the view ----------------------------------------------------------------------------------------------------

    def center_on(self, lon: float, lat: float, zoom: float | None = None) -> None:
        """Look at a place because a person asked for it; `go_back` returns."""
        x, y = to_world(lon, lat)
        self._travel(self.camera.centred(float(x), float(y), self.camera.view.zoom if zoom is None else zoom))

    def fit(self, bounds: Bounds | tuple[float, float, float, float]) -> None:
        """Show this box of degrees (west, south, east, north) because a person asked for it."""
        self._travel(self.camera.fitted(Bounds(*bounds)))

    def home(self) -> None:
        """The whole city."""
        self._travel(self.camera.fitted(self._home))

    def set_home(self, bounds: tuple[float, float, float, float]) -> None:
        """What the whole city is, in degrees."""
        self._home = Bounds(*bounds)

    def set_covered(self, left: float, top: float, right: float, bottom: float, panels: Sequence[QRect] = ()) -> None:
        """How many desk pixels at each side lie beside panels: marks and fitted views stay clear of them.

        ``panels``: where they are; what is under one of them has not been seen.
        """
        rects = tuple((rect.x(), rect.y(), rect.width(), rect.height()) for rect in panels)
        if (self.camera.covered, self.camera.panels) == ((left, top, right, bottom), rects):
            return
        was = self.camera.covered
        self.camera.covered, self.camera.panels = (left, top, right, bottom), rects
        is_news = self._seen and (was[0], *was[2:]) == (left, right, bottom)  # a banner has come or gone above
        if not self._opened and not is_news:
            self._measure()
        self.attention.look()
        self.update()

    def go_to(self, key: str, ident: str, zoom: float = 15.0) -> bool:
        """Look at a feature, no farther away than this zoom; False when it has no place."""
        place = self.scene.place(key, ident)
        if place is None:
            return False
        self._travel(self.camera.centred(*place, max(zoom, self.camera.view.zoom)))
        return True

    def go_back(self) -> bool:
        """Return to where the view was before the last `center_on`, `fit` or `home`; False when there was none."""
        if not self._past:
            return False
        self._set_view(self._past.pop())
        return True

    def zoom_by(self, levels: float, at: tuple[float, float] | None = None) -> None:
        """Nearer (positive) or farther by zoom levels, around a device pixel or the middle."""
        px, py = at or (self.camera.width / 2, self.camera.height / 2)
        self._set_view(self.camera.zoomed_at(px, py, self.camera.view.zoom + levels))

    def is_drawing(self) -> bool:
        """Whether there is something to draw that needs nothing more."""
        return self._pump.isActive()

    def bounds(self) -> Bounds:
        """What is in view, in degrees."""
        return self.camera.bounds()

    # --- inside: the view --------------------------------------------------------------------------------------------

    def _travel(self, view: View) -> None:
        self._past.append(self.camera.view)
        del self._past[:-PLACES_BACK]
        self._set_view(view)

    def _set_view(self, view: View) -> None:
        if view == self.camera.view:
            return
        if view.zoom != self.camera.view.zoom:
            self.picture.keep_still()
            self.attention.fold_spider()
        self.camera.view = view
        self._opened = True
        self._moved_at = time.perf_counter()
        if self.picture.is_current():
            self._pump.start()
        else:
            self._pump.stop()
            self._settle.start()
        self.attention.look()
        self.update()
        self.view_changed.emit()

    @Slot()
    def _begin_epoch(self) -> None:
        if not self.picture.is_current():
            self.picture.begin()  # what is seen stays the same until tiles come
        self._pump.start()

    @Slot()
    def _work(self) -> None:
        moving = time.perf_counter() - self._moved_at < MOVING_S
        if not self.picture.work(MOVING_BUDGET_S if moving else BUDGET_S, self._focus):
            self._pump.stop()
            if self.picture.is_sharp():
                self._seen = self._seen or self.scene.groundwork is not None
                self.sharpened.emit()
                self._tidy_soon()

    def _tidy_soon(self) -> None:
        """Once for each scale, and now and then while somebody keeps panning."""
        is_new = self.picture.epoch is not self._tidied
        if not self._tidy.isActive() and (is_new or time.perf_counter() - self._tidied_at > TIDY_EVERY_S):
            self._tidy.start()

    @Slot()
    def _give_back(self) -> None:
        self._tidied, self._tidied_at = self.picture.epoch, time.perf_counter()
        self.scene.tasks.run(f"map.tidy:{id(self)}", give_back, done=_nothing, failed=_nothing)

    def _dress(self, *, keep: bool = False) -> None:
        labels = Labels(self._names, self.theme, self.camera.ratio, self.scene.room)
        points = PointPlane(self.scene.points, self.scene.looks, self.theme, self.camera.ratio, labels)
        if hasattr(self.picture, "points"):
            points.grouping = self.picture.points.grouping
        if keep:
            self.picture.keep_still()
        self.picture.dress(self._ground, labels, points, HeatPlane(points, self.theme), self.theme, keep=keep)
        self._pump.start()
        self.update()

    def _repaint(self, rect: QRect) -> None:
        ratio = self.camera.ratio
        if ratio == 1:
            self.update(rect)
            return
        left, top = int(rect.left() / ratio) - 1, int(rect.top() / ratio) - 1
        self.update(QRect(left, top, int(rect.width() / ratio) + 3, int(rect.height() / ratio) + 3))

    # --- inside: the scene speaks ------------------------------------------------------------------------------------

    @Slot(str, object)
    def _on_points(self, key: str, change: Change) -> None:
        if self.picture.change_points(key, change):
            self._pump.start()

    @Slot()
    def _on_symbols(self) -> None:
        self.picture.step_aside()
        self._pump.start()

    @Slot(str, object)
    def _on_shapes(self, key: str, boxes: list[Box]) -> None:
        self.picture.change_shapes(boxes)
        self._pump.start()

    @Slot(str)
    def _on_filled(self, key: str) -> None:
        self.picture.redraw(under=not self.scene.is_point(key))
        self._pump.start()
        self.update()

    @Slot()
    def _on_ready(self) -> None:
        self.picture.come()
        self._pump.start()

    @Slot()
    def _on_basemap(self) -> None:
        basemap = self.scene.basemap
        self._ground, self._names = PlainGround(self.theme, waiting=basemap is not None), []
        if basemap is not None:
            self.set_home(basemap.bbox)
            if not self._opened:
                self.camera.view = self.camera.fitted(self._home)
        if self.scene.groundwork is not None:
            self._on_ground()
            return
        self._dress(keep=True)
        self.view_changed.emit()

    @Slot()
    def _on_ground(self) -> None:
        made = self.scene.groundwork
        if made is None:
            self._ground, self._names = PlainGround(self.theme), []
        else:
            self._ground = made.ground(self.theme, self.scene.tasks, self.scene.lines_ready.emit)
            self._names = made.names
            self._cover(made)
        self._dress(keep=True)
        self.view_changed.emit()

    def _cover(self, made: Groundwork) -> None:
        """Tiles over the ground, where a source of tiles was chosen. They bring names of their own; ours are areas'."""
        raster, tasks = self.scene.raster, self.scene.tasks
        if raster is None:
            return
        self._ground = RasterGround(raster, self._ground, made.themes, self.theme, tasks, self.scene.lines_ready.emit)
        self._names = [name for name in made.names if name.row.theme == "areas"]
        if raster is not self._heard:
            self._heard = raster
            raster.changed.connect(self._on_raster)

    @Slot(object)
    def _on_raster(self, plates: list[Plate]) -> None:
        self.picture.come()
        self.picture.change_ground(plates)
        self._pump.start()

    # --- Qt ----------------------------------------------------------------------------------------------------------

    def use_gl(self, on: bool) -> None:
        """Let OpenGL paint, or the processor; the picture is the same. Ask `screen.why_not_gl` first."""
        if on == (self._screen is not None):
            return
        if self._screen is not None:
            self._screen.deleteLater()
            self._screen = None
        else:
            self._screen = GlScreen(self, self._paint_all)
            self._screen.setGeometry(self.rect())
            self._screen.show()
        self.update()

    def update(self, *where: Any) -> None:
        """Paint again soon, all or a part, whatever it is that paints."""
        if self._screen is None:
            super().update(*where)
        else:
            self._screen.update()

    def _paint_all(self, painter: QPainter) -> None:
        painter.save()
        if self.camera.ratio != 1:
            painter.scale(1 / self.camera.ratio, 1 / self.camera.ratio)
        self.picture.draw(painter, QRect(0, 0, self.camera.width, self.camera.height))
        self.attention.draw(painter, self.theme)
        self.paint_above(painter)
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._screen is not None:
            return
        ratio = self.camera.ratio
        painter = QPainter(self)
        area, region = event.rect(), event.region()
        if ratio != 1:
            painter.scale(1 / ratio, 1 / ratio)
            left, top = int(area.left() * ratio), int(area.top() * ratio)
            area = QRect(left, top, int(area.width() * ratio) + 2, int(area.height() * ratio) + 2)
        if ratio != 1 or region.rectCount() > MOST_PIECES:
            self.picture.draw(painter, area)
        else:  # the box round a few new tiles can be the whole window
            for piece in region:  # type: ignore[attr-defined]  # the stubs do not know that it can be walked
                painter.setClipRect(piece)
                self.picture.draw(painter, piece)
            painter.setClipping(False)
        self.attention.draw(painter, self.theme)
        self.paint_above(painter)
        painter.end()

    def paint_above(self, painter: QPainter) -> None:
        """What lies above everything, in device pixels; nothing here."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._screen is not None:
            self._screen.setGeometry(self.rect())
        self._measure()

    def showEvent(self, event: QShowEvent) -> None:
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(self.tr("Map"))
        super().changeEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._measure()
        return bool(super().event(event))

    def _measure(self) -> None:
        """Take over the widget's size; another pixel ratio needs other sprites and labels."""
        ratio = self.devicePixelRatioF()
        other = ratio != self.camera.ratio
        self.camera.width, self.camera.height = round(self.width() * ratio), round(self.height() * ratio)
        self.camera.ratio = ratio
        if not self._opened:
            self.camera.view = self.camera.fitted(self._home)
        if other:
            self._dress()
        elif not self.picture.is_current():
            self.picture.begin()
        self.attention.look()
        self._pump.start()
        self.view_changed.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.close_down()
        super().closeEvent(event)

    def close_down(self) -> None:
        """Stop all timers and, if it has its own, all background work."""
        self._settle.stop()
        self._pump.stop()
        self._tidy.stop()
        self.attention.stop()
        self.picture.stop()
        if self._own_tasks is not None:
            self._own_tasks.close()


def _nothing(answer: object) -> None:
    """Nothing is to be done with it; a task that failed has written down why."""
