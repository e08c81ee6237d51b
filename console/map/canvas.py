"""The map as a widget: shows a scene through a camera, and turns pointer, wheel and keys into movement and choices.

Data never moves the camera. Signals speak of what a person did; positions are degrees, longitude first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QCloseEvent,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from console.map.arrivals import Arrivals, EdgeMark
from console.map.camera import Camera, View
from console.map.finding import Found, find
from console.map.ground import Ground, PaintedGround, PlainGround
from console.map.heat import HeatPlane
from console.map.labels import Candidate, Labels, candidates
from console.map.lines import Box
from console.map.overlay import Key, Overlay, spider_of
from console.map.planes import Picture
from console.map.points import PointPlane
from console.map.scene import Basemap, Scene
from console.map.tools import Explore, Measure, PlaceTool, Tool
from console.map.words import symbol_words
from console.tasks import Tasks
from console.theme import Theme
from layers.features import Feature
from layers.geometry import Bounds, to_world
from layers.style import DEFAULT, Style
from layers.table import Change

SETTLE_MS = 90  # after the last wheel step, before sharp tiles are made
HOVER_MS = 40
PULSE_MS = 80
PULSES = 5  # new things that pulse at once, at most
STEP_PX = 80  # of an arrow key, at 100 %
WHEEL_ZOOM = 0.5  # zoom levels per notch
TOOLS: dict[str, type[Tool]] = {tool.name: tool for tool in (Explore, Measure, PlaceTool)}
OPENING = Bounds(106.88, -6.43, 107.08, -6.15)  # where the map opens when nothing says otherwise


class MapCanvas(QWidget):
    """The map. Give it a scene to share one between several canvases; else it makes its own."""

    chosen = Signal(str, str)  # layer, id
    choice_added = Signal(str, str)  # layer, id, with Ctrl or Shift held
    hovered = Signal(str, str)  # layer, id; both empty: nothing
    clicked_place = Signal(float, float)  # lon, lat of a click on nothing
    place_picked = Signal(float, float)  # lon, lat, while the place tool is in use
    tool_changed = Signal(str)
    pointer_moved = Signal(float, float)  # lon, lat under the pointer
    view_changed = Signal()
    sharpened = Signal()  # everything in view is drawn

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        scene: Scene | None = None,
        tasks: Tasks | None = None,
        style: Style | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(160, 120)
        self.setAccessibleName(self.tr("Map"))
        self._own_tasks = None if scene or tasks else Tasks(self)
        self.scene = scene or Scene(tasks or self._own_tasks or Tasks(self), style or DEFAULT, self)
        self.theme = theme
        self.camera = Camera()
        self.overlay = Overlay()
        self.arrivals = Arrivals()
        self.tool: Tool = Explore(self)
        self._home: Bounds = OPENING
        self._past: list[View] = []
        self._marks: list[EdgeMark] = []
        self._pointer: tuple[float, float] | None = None
        self._down = False
        self._beats = 0
        self._by_key = False  # whether the focus came by the keyboard: only then is it shown
        self._names: list[Candidate] = []
        self._opened = False
        self.picture = Picture(self.scene, self.camera, theme, self._repaint)
        self._ground: PaintedGround | PlainGround = PlainGround(theme)
        self._settle = self._timer(SETTLE_MS, self._begin_epoch, single=True)
        self._pump = self._timer(0, self._work)
        self._hover = self._timer(HOVER_MS, self._look_under_pointer, single=True)
        self._pulse = self._timer(PULSE_MS, self._beat)
        self._listen()
        self._dress()

    def _listen(self) -> None:
        self.scene.points_changed.connect(self._on_points)
        self.scene.shapes_changed.connect(self._on_shapes)
        self.scene.layer_filled.connect(self._on_filled)
        self.scene.lines_ready.connect(self._on_ready)
        self.scene.basemap_changed.connect(self._on_basemap)

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
        if key == "incident":
            fresh = [feature.id for feature in upserts if self.scene.feature(key, feature.id) is None]
            self.scene.change(key, upserts, removed_ids)
            self._arrived(key, fresh, removed_ids)
        else:
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
        if isinstance(self._ground, PaintedGround):
            self._ground = self._ground.with_theme(theme)
        else:
            self._ground = PlainGround(theme)
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

    # --- selection ---------------------------------------------------------------------------------------------------

    def select(self, keys: Sequence[Key]) -> None:
        """What is chosen, elsewhere or here: ringed and on top. Never moves the view."""
        self.overlay.selected = tuple(keys)
        for key in keys:
            self.arrivals.forget(key)
        self._mark_edges()
        self.update()

    def highlight(self, key: Key | None) -> None:
        """What the pointer is over in a list."""
        if key != self.overlay.hovered:
            self.overlay.hovered = key
            self.update()

    # --- the view ----------------------------------------------------------------------------------------------------

    def center_on(self, lon: float, lat: float, zoom: float | None = None) -> None:
        """Look at a place because a person asked for it; `go_back` returns."""
        x, y = to_world(lon, lat)
        self._travel(View(float(x), float(y), self.camera.view.zoom if zoom is None else zoom))

    def fit(self, bounds: Bounds | tuple[float, float, float, float]) -> None:
        """Show this box of degrees (west, south, east, north) because a person asked for it."""
        self._travel(self.camera.fitted(Bounds(*bounds)))

    def home(self) -> None:
        """The whole city."""
        self._travel(self.camera.fitted(self._home))

    def set_home(self, bounds: tuple[float, float, float, float]) -> None:
        """What the whole city is, in degrees."""
        self._home = Bounds(*bounds)

    def set_covered(self, left: float, top: float, right: float, bottom: float) -> None:
        """How many desk pixels at each side lie under panels: marks and fitted views stay clear of them."""
        self.camera.covered = (left, top, right, bottom)
        if not self._opened:
            self._measure()
        self._mark_edges()
        self.update()

    def go_to(self, key: str, ident: str, zoom: float = 15.0) -> bool:
        """Look at a feature, no farther away than this zoom; False when it has no place."""
        place = self.scene.place(key, ident)
        if place is None:
            return False
        self._travel(View(*place, max(zoom, self.camera.view.zoom)))
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

    def bounds(self) -> Bounds:
        """What is in view, in degrees."""
        return self.camera.bounds()

    def use_tool(self, name: str) -> None:
        """explore, measure or place. KeyError for another name."""
        self.tool = TOOLS[name](self)
        self.setCursor(self.tool.cursor)
        self.tool_changed.emit(name)
        self.update()

    # --- what tools may do (tools.Hand) ------------------------------------------------------------------------------

    def push(self, dx: float, dy: float) -> None:
        """Pan by device pixels."""
        self._set_view(self.camera.panned(dx, dy))

    def choose_at(self, px: float, py: float, *, add: bool = False) -> None:
        """Choose what is at a device pixel: leg of the spider, edge mark, group, symbol, line, or a bare place."""
        if self.overlay.spider is not None:
            leg = self.overlay.spider.leg_at(self.camera, px, py)
            self._fold_spider()
            if leg is not None:
                self._choose(leg, add=add)
                return
        found = self.found_at(px, py)
        if found.mark is not None:
            self._follow(found.mark)
        elif found.group is not None:
            self._open_group(found)
        elif len(found.keys) > 1:
            x, y = self.camera.to_world(px, py)
            self.overlay.spider = spider_of(list(found.keys), *(self.scene.place(*found.keys[0]) or (x, y)))
            self.update()
        elif found.keys:
            self._choose(found.keys[0], add=add)
        else:
            self.clicked_place.emit(*self.camera.lonlat_at(px, py))

    def found_at(self, px: float, py: float) -> Found:
        """What is at a device pixel."""
        return find(self.picture, self.scene, self._marks, px, py)

    def zoom_to_box(self, left: float, top: float, right: float, bottom: float) -> None:
        """Show a box of device pixels."""
        west, north = self.camera.lonlat_at(left, top)
        east, south = self.camera.lonlat_at(right, bottom)
        self._travel(self.camera.fitted(Bounds(west, south, east, north), 0, most=19))

    def picked(self, px: float, py: float) -> None:
        """The place tool has its place."""
        place = self.camera.lonlat_at(px, py)
        self.use_tool("explore")
        self.place_picked.emit(*place)

    def leave_tool(self) -> None:
        """Back to exploring."""
        self.use_tool("explore")

    def refresh(self) -> None:
        """Draw the overlay again."""
        self.update()

    # --- inside: view ------------------------------------------------------------------------------------------------

    def _travel(self, view: View) -> None:
        self._past.append(self.camera.view)
        del self._past[:-50]
        self._set_view(view)

    def _set_view(self, view: View) -> None:
        if view == self.camera.view:
            return
        if view.zoom != self.camera.view.zoom:
            self.picture.keep_still()
            self._fold_spider()
        self.camera.view = view
        self._opened = True
        if self.picture.is_current():
            self._pump.start()
        else:
            self._pump.stop()
            self._settle.start()
        self._mark_edges()
        self.update()
        self.view_changed.emit()

    @Slot()
    def _begin_epoch(self) -> None:
        if not self.picture.is_current():
            self.picture.begin()
        self._pump.start()
        self.update()

    @Slot()
    def _work(self) -> None:
        if not self.picture.work(focus=self._pointer):
            self._pump.stop()
            if self.picture.is_sharp():
                if QAccessible.isActive():
                    self.setAccessibleDescription(self._spoken())
                self.sharpened.emit()

    def _dress(self) -> None:
        points = PointPlane(self.scene.points, self.scene.looks, self.theme, self.camera.ratio)
        if hasattr(self.picture, "points"):
            points.grouping = self.picture.points.grouping
        labels = Labels(self._names, self.theme, self.camera.ratio)
        ground: Ground = self._ground
        self.picture.dress(ground, labels, points, HeatPlane(points, self.theme), self.theme)
        self._pump.start()
        self.update()

    def _repaint(self, rect: QRect) -> None:
        ratio = self.camera.ratio
        if ratio == 1:
            self.update(rect)
            return
        left, top = int(rect.left() / ratio) - 1, int(rect.top() / ratio) - 1
        self.update(QRect(left, top, int(rect.width() / ratio) + 3, int(rect.height() / ratio) + 3))

    # --- inside: choices ---------------------------------------------------------------------------------------------

    def _choose(self, key: Key, *, add: bool) -> None:
        self.arrivals.forget(key)
        if add:
            self.choice_added.emit(*key)
        else:
            self.select([key])
            self.chosen.emit(*key)

    def _open_group(self, found: Found) -> None:
        """Zoom to what the group holds; what lies on one spot is spread instead."""
        assert found.group is not None  # noqa: S101  # asked by the caller
        west, south, east, north = found.group
        if self.camera.view.zoom >= 16.4 or max(east - west, north - south) < 1e-5:
            x, y = to_world((west + east) / 2, (south + north) / 2)
            self.overlay.spider = spider_of(list(found.keys[:40]), float(x), float(y))
            self.update()
            return
        view = self.camera.fitted(Bounds(west, south, east, north), 80, most=17)
        self._travel(View(view.x, view.y, max(view.zoom, self.camera.view.zoom + 1)))

    def _follow(self, mark: EdgeMark) -> None:
        place = self.scene.place(*mark.nearest)
        if place is not None:
            self._travel(View(*place, self.camera.view.zoom))

    def _fold_spider(self) -> None:
        if self.overlay.spider is not None:
            self.overlay.spider = None
            self.update()

    def _arrived(self, key: str, fresh: list[str], removed: Sequence[str]) -> None:
        for ident in removed:
            self.arrivals.forget((key, ident))
        for ident in fresh:
            place = self.scene.place(key, ident)
            if place is not None:
                self.arrivals.add((key, ident), *place)
        seen = self.arrivals.see(self.camera)
        if seen:
            self.overlay.pulsing = (*self.overlay.pulsing, *seen)[-PULSES:]
            self.overlay.pulse = 0.0
            self._beats = 0
            self._pulse.start()
        self._mark_edges()
        self.update()

    @Slot()
    def _beat(self) -> None:
        self._beats += 1
        self.overlay.pulse = (self._beats % 20) / 20
        if self._beats >= 60:
            self._pulse.stop()
            self.overlay.pulsing = ()
        for key in self.overlay.pulsing:
            place = self.scene.place(*key)
            if place is not None:
                x, y = self.camera.to_screen(*place)
                half = round(44 * self.camera.ratio)
                self._repaint(QRect(round(x) - half, round(y) - half, 2 * half, 2 * half))
        if not self.overlay.pulsing:
            self.update()

    def _mark_edges(self) -> None:
        self.arrivals.see(self.camera)
        self._marks = self.arrivals.marks(self.camera) if len(self.arrivals) else []

    @Slot()
    def _look_under_pointer(self) -> None:
        if self._pointer is None or self._down:
            return
        found = self.found_at(*self._pointer)
        key = found.keys[-1] if found.keys and found.group is None else None
        if isinstance(self.tool, Explore):
            busy = bool(found.keys) or found.mark is not None
            self.setCursor(Qt.CursorShape.PointingHandCursor if busy else self.tool.cursor)
        if key != self.overlay.hovered:
            self.highlight(key)
            self.hovered.emit(*(key or ("", "")))

    # --- inside: the scene speaks ------------------------------------------------------------------------------------

    @Slot(str, object)
    def _on_points(self, key: str, change: Change) -> None:
        if self.picture.change_points(key, change):
            self._pump.start()
        if self.overlay.selected or self.overlay.spider:
            self.update()

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
        self._pump.start()

    @Slot()
    def _on_basemap(self) -> None:
        basemap = self.scene.basemap
        if basemap is None:
            self._ground, self._names = PlainGround(self.theme), []
        else:
            ready = self.scene.lines_ready.emit
            self._ground = PaintedGround(basemap.themes, self.theme, self.scene.tasks, ready)
            self._names = candidates(basemap.themes)
            self.set_home(basemap.bbox)
            if not self._opened:
                self.camera.view = self.camera.fitted(self._home)
        self._dress()
        self.view_changed.emit()

    # --- Qt ----------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.camera.ratio
        painter = QPainter(self)
        area = event.rect()
        if ratio != 1:
            painter.scale(1 / ratio, 1 / ratio)
            area = QRect(
                int(area.left() * ratio),
                int(area.top() * ratio),
                int(area.width() * ratio) + 2,
                int(area.height() * ratio) + 2,
            )
        self.picture.draw(painter, area)
        self.overlay.draw(painter, self.scene, self.camera, self.theme, self._marks)
        self.tool.paint(painter, self.theme)
        if self._by_key and self.hasFocus():
            self._paint_focus(painter)
        painter.end()

    def _paint_focus(self, painter: QPainter) -> None:
        width = max(2, round(2 * self.camera.ratio))
        color = self.theme.color("accent")
        across, down = self.camera.width, self.camera.height
        for rect in (
            (0, 0, across, width),
            (0, down - width, across, width),
            (0, 0, width, down),
            (across - width, 0, width, down),
        ):
            painter.fillRect(*rect, color)

    def resizeEvent(self, event: QResizeEvent) -> None:
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
        self._mark_edges()
        self._pump.start()
        self.view_changed.emit()

    def _device(self, at: QPointF) -> tuple[float, float]:
        return at.x() * self.camera.ratio, at.y() * self.camera.ratio

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._down = True
            self.tool.press(*self._device(event.position()), event.modifiers())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = self._device(event.position())
        self._down = bool(event.buttons() & Qt.MouseButton.LeftButton)
        self.tool.move(*self._pointer, down=self._down)
        self.pointer_moved.emit(*self.camera.lonlat_at(*self._pointer))
        if not self._down and not self._hover.isActive():
            self._hover.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._down = False
            self.tool.release(*self._device(event.position()), event.modifiers())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = self._device(event.position())
        if event.button() == Qt.MouseButton.LeftButton and not self.tool.double(*at):
            self.zoom_by(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1, at)

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / 120 or event.pixelDelta().y() / 120
        if notches:
            self.zoom_by(max(-3.0, min(3.0, notches)) * WHEEL_ZOOM, self._device(event.position()))
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._pointer = self._device(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        if self.overlay.hovered is not None:
            self.highlight(None)
            self.hovered.emit("", "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not (self.tool.key(event.key()) or self._key(event.key())):
            super().keyPressEvent(event)

    def _key(self, key: int) -> bool:
        step = STEP_PX * self.camera.ratio
        pushes = {
            Qt.Key.Key_Left: (step, 0.0),
            Qt.Key.Key_Right: (-step, 0.0),
            Qt.Key.Key_Up: (0.0, step),
            Qt.Key.Key_Down: (0.0, -step),
        }
        if key in pushes:
            self.push(*pushes[Qt.Key(key)])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(1)
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self.zoom_by(-1)
        elif key == Qt.Key.Key_Home:
            self.home()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.overlay.hovered:
            self._choose(self.overlay.hovered, add=False)
        elif key == Qt.Key.Key_Escape and self.overlay.spider is not None:
            self._fold_spider()
        else:
            return False
        return True

    def focusNextPrevChild(self, following: bool) -> bool:
        """Tab goes from symbol to symbol in view, left to right, and then on to the next widget."""
        keys = self._in_view()
        if not keys:
            return bool(super().focusNextPrevChild(following))
        at = keys.index(self.overlay.hovered) if self.overlay.hovered in keys else (-1 if following else len(keys))
        at += 1 if following else -1
        if not 0 <= at < len(keys):
            self.highlight(None)
            return bool(super().focusNextPrevChild(following))
        self.highlight(keys[at])
        self.hovered.emit(*keys[at])
        self.setAccessibleDescription(self.spoken_name(keys[at]))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        return True

    # --- for ears ----------------------------------------------------------------------------------------------------

    def spoken_name(self, key: Key) -> str:
        """What a screen reader says of a feature: its look in words, and its name or number."""
        feature, symbol = self.scene.feature(*key), self.scene.symbol(*key)
        if feature is None or symbol is None:
            return ""
        title = (
            feature.properties.get("number") or feature.properties.get("name") or feature.properties.get("street") or ""
        )
        words = symbol_words(symbol)
        return f"{title}: {words}" if title else words

    def _in_view(self) -> list[Key]:
        left, top = self.camera.origin()
        spot, groups = self.picture.points.grouped_spot(
            self.camera.scale, self.camera.view.zoom, (left, top, left + self.camera.width, top + self.camera.height)
        )
        if groups is not None:
            spot = spot.take(groups.alone)
        shown = [
            (float(x), self.scene.points[layer].key, self.scene.points[layer].table.ids[row])
            for layer, row, x, y in zip(spot.layer.tolist(), spot.row.tolist(), spot.x, spot.y, strict=True)
            if 0 <= x - left < self.camera.width and 0 <= y - top < self.camera.height
        ]
        return [(key, ident) for _, key, ident in sorted(shown)]

    def _spoken(self) -> str:
        """What is in view, in a sentence."""
        return self.tr("{count} symbols in view").format(count=len(self._in_view()))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.close_down()
        super().closeEvent(event)

    def close_down(self) -> None:
        """Stop all timers and, if it has its own, all background work."""
        for timer in (self._settle, self._pump, self._hover, self._pulse):
            timer.stop()
        if self._own_tasks is not None:
            self._own_tasks.close()
