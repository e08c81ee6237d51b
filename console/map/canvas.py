"""The map as a person uses it: pointer, wheel and keys become movement and choices.

Signals speak of what a person did; positions are degrees, longitude first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget
from shapely.geometry.base import BaseGeometry

from console.i18n import distance, number
from console.map.arrivals import EdgeMark
from console.map.camera import View
from console.map.drawing import DrawArea, DrawLine, MendShape
from console.map.finding import Found, find, inside
from console.map.gathering import Lasso
from console.map.graticule import draw_graticule
from console.map.overlay import Key, spider_of
from console.map.reading import counts_in_view, keys_in_view, spoken_name
from console.map.scene import Scene
from console.map.sketch import Sketch
from console.map.snapping import Snapping
from console.map.surface import MapSurface
from console.map.tools import Explore, Measure, PlaceTool, Tool
from console.map.touch import Touch
from console.tasks import Tasks
from console.theme import Theme
from layers.catalog import BY_KEY
from layers.geometry import Bounds, to_world
from layers.style import DEFAULT, Style

HOVER_MS = 40
STEP_PX = 80  # of an arrow key, at 100 %
WHEEL_ZOOM = 0.5  # zoom levels per notch
OPEN_ZOOM = 16.4  # from here on a group is spread instead of zoomed into
TOOLS: dict[str, type[Tool]] = {tool.name: tool for tool in (Explore, Measure, PlaceTool, Lasso, DrawLine, DrawArea)}
PUSHES: dict[int, tuple[int, int]] = {  # arrow keys: steps by which the picture is pushed
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
ZOOMS: dict[int, int] = {
    Qt.Key.Key_Plus: 1,
    Qt.Key.Key_Equal: 1,
    Qt.Key.Key_Minus: -1,
    Qt.Key.Key_Underscore: -1,
}


class MapCanvas(MapSurface):
    """The map to work with."""

    chosen = Signal(str, str)  # layer, id
    choice_added = Signal(str, str)  # layer, id, with Ctrl or Shift held
    gathered = Signal(list)  # keys of live points inside what a box or a lasso went round
    hovered = Signal(str, str)  # layer, id; both empty: nothing
    group_hovered = Signal(object, float, float)  # finding.Found of a group, device pixel; None: no group any more
    clicked_place = Signal(float, float)  # lon, lat of a click on nothing
    place_picked = Signal(float, float)  # lon, lat, while the place tool is in use
    drawn = Signal(object)  # shapely line or area in degrees, drawn or mended
    _touch: Touch | None = None  # events come before the canvas is made

    tool_changed = Signal(str)
    steered = Signal()  # a person moved the view elsewhere
    move_refused = Signal()  # the view is locked, and somebody wanted to move it
    pointer_moved = Signal(float, float)  # lon, lat under the pointer

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        scene: Scene | None = None,
        tasks: Tasks | None = None,
        style: Style = DEFAULT,
    ) -> None:
        super().__init__(theme, parent, scene=scene, tasks=tasks, style=style)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self._touch: Touch | None = Touch(self)
        self.tool: Tool = Explore(self)
        self.language = "id"
        self.locked = False  # nothing moves the view
        self.graticule = False
        self.drawn_above: list[Callable[[QPainter], None]] = []  # between the map and the tool, in device pixels
        self._snapping: Snapping | None = None
        self._down = False
        self._on_group = False
        self._pointed: Key | None = None  # what the pointer was found to be on
        self._tab_leaves = False  # after Esc the next Tab goes on to the next widget
        self._by_key = False  # whether the focus came by the keyboard: only then is it shown
        self._hover = self._timer(HOVER_MS, self._look_under_pointer, single=True)
        self.sharpened.connect(self._describe)
        self.sharpened.connect(self._look_again)
        self.scene.points_changed.connect(self._look_again)

    def use_tool(self, name: str) -> None:
        """One of TOOLS. KeyError for another name."""
        self._take(TOOLS[name](self))

    def mend(self, geometry: BaseGeometry) -> None:
        """Let a person mend a line or an area, in degrees; `drawn` tells the new one. ValueError for anything else."""
        self._take(MendShape(self, Sketch.of(geometry)))

    def take_up(self, tool: Tool) -> None:
        """A tool that somebody else has made."""
        self._take(tool)

    def _take(self, tool: Tool) -> None:
        self._drop_gesture()
        self.tool, self._snapping = tool, None
        name = tool.name
        self.setCursor(self.tool.cursor)
        self.tool_changed.emit(name)
        self.update()

    def _drop_gesture(self) -> None:
        """What the held button had begun is nobody's any more: neither this tool's nor the next one's."""
        if self._down:
            self._down = False
            self.tool.cancel()

    def set_graticule(self, on: bool) -> None:
        """Lines of longitude and latitude over the map."""
        self.graticule = on
        self.update()

    def keep_in_middle(self, key: str, ident: str) -> bool:
        """Look at a feature at the present zoom, without a way back; False when it has no place."""
        place = self.scene.place(key, ident)
        if place is not None:
            self._set_view(self.camera.centred(*place, self.camera.view.zoom))
        return place is not None

    def go_back(self) -> bool:
        """Return to where the view was; False when there is no such place, or the view is locked."""
        return not self._refuses() and super().go_back()

    def _refuses(self) -> bool:
        if self.locked:
            self.move_refused.emit()
        return self.locked

    def _set_view(self, view: View) -> None:
        if not self._refuses():
            super()._set_view(view)

    def _travel(self, view: View) -> None:
        if not self._refuses():
            self.steered.emit()
            super()._travel(view)

    # --- what tools may do (tools.Hand) ------------------------------------------------------------------------------

    def push(self, dx: float, dy: float) -> None:
        """Pan by device pixels."""
        self.steered.emit()
        self._set_view(self.camera.panned(dx, dy))

    def choose_at(self, px: float, py: float, *, add: bool = False) -> None:
        """Choose what is at a device pixel: leg of the spider, edge mark, group, symbol, line, or a bare place."""
        leg = self.attention.leg_at(px, py)
        self.attention.fold_spider()
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
            self.attention.spread(spider_of(found.keys, *(self.scene.place(*found.keys[0]) or (x, y)), found.more))
        elif found.keys:
            self._choose(found.keys[0], add=add)
        else:
            self.clicked_place.emit(*self.camera.lonlat_at(px, py))

    def found_at(self, px: float, py: float) -> Found:
        """What is at a device pixel."""
        return find(self.picture, self.scene, self.attention.marks, px, py)

    def zoom_to_box(self, left: float, top: float, right: float, bottom: float) -> None:
        """Show a box of device pixels."""
        west, north = self.camera.lonlat_at(left, top)
        east, south = self.camera.lonlat_at(right, bottom)
        self._travel(self.camera.fitted(Bounds(west, south, east, north), 0, most=19))

    def gather(self, outline: Sequence[tuple[float, float]]) -> None:
        """Tick the reports inside an outline in world."""
        self.gathered.emit(inside(self.scene, outline))

    def gather_words(self, outline: Sequence[tuple[float, float]]) -> str:
        """How many reports an outline in world holds, in words."""
        return self.tr("Reports: {count}").format(count=len(inside(self.scene, outline)))

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

    def snap(self, place: tuple[float, float], reach: float) -> tuple[float, float] | None:
        """Where a place in world snaps to: what is visible, as it was when the tool was taken up."""
        if self._snapping is None:
            self._snapping = Snapping(self.scene)
        return self._snapping.at(place, reach)

    def drawn_up(self, geometry: BaseGeometry) -> None:
        """A line or an area is finished."""
        self.use_tool("explore")
        self.drawn.emit(geometry)

    def length_words(self, metres: float) -> str:
        """A length for people, in their language."""
        return distance(metres, self.language)

    # --- inside: choices ---------------------------------------------------------------------------------------------

    def _choose(self, key: Key, *, add: bool) -> None:
        if add:
            self.choice_added.emit(*key)
        else:
            self.select([key])
            self.chosen.emit(*key)

    def _open_group(self, found: Found) -> None:
        """Zoom to what the group holds; what lies on one spot is spread instead."""
        assert found.group is not None  # noqa: S101  # asked by the caller
        west, south, east, north = found.group
        if self.camera.view.zoom >= OPEN_ZOOM or max(east - west, north - south) < 1e-5:
            x, y = to_world((west + east) / 2, (south + north) / 2)
            self.attention.spread(spider_of(found.keys, float(x), float(y), found.more))
            return
        view = self.camera.fitted(Bounds(west, south, east, north), 80, most=17)
        self._travel(View(view.x, view.y, max(view.zoom, self.camera.view.zoom + 1)))

    def _follow(self, mark: EdgeMark) -> None:
        place = self.scene.place(*mark.nearest)
        if place is not None:
            self._travel(self.camera.centred(*place, self.camera.view.zoom))

    @Slot()
    def _look_under_pointer(self) -> None:
        if self._focus is None or self._down:
            return
        leg = self.attention.leg_at(*self._focus)
        found = self.found_at(*self._focus) if leg is None else Found(keys=(leg,))
        if isinstance(self.tool, Explore):
            busy = bool(found.keys) or found.mark is not None
            self.setCursor(Qt.CursorShape.PointingHandCursor if busy else self.tool.cursor)
        self._point_at(found, self._focus)

    def _point_at(self, found: Found, at: tuple[float, float] = (0.0, 0.0)) -> None:
        """The pointer is on this, or on nothing."""
        self._pointed = found.keys[0] if found.keys and found.group is None else None
        if self._pointed != self.attention.hovered:
            self._hover_over(self._pointed)
        if found.group is not None or self._on_group:
            self._on_group = found.group is not None
            self.group_hovered.emit(found if self._on_group else None, *at)

    def _hover_over(self, key: Key | None) -> None:
        self.highlight(key)
        self.hovered.emit(*(key or ("", "")))

    @property
    def is_pointed_at(self) -> bool:
        """Whether what is hovered lies under the pointer; else it was reached by the keyboard, or from a list."""
        return self._pointed is not None and self._pointed == self.attention.hovered

    @Slot()
    def _look_again(self) -> None:
        """What was hovered may be gone, hidden, or elsewhere by now."""
        here = self.attention.hovered
        if here is not None and not (self.scene.is_visible(here[0]) and self.scene.place(*here)):
            self._hover_over(None)
        elif (self._on_group or self.is_pointed_at) and not self._hover.isActive():
            self._hover.start()

    @Slot()
    def _describe(self) -> None:
        """What is in view, in a sentence, when someone listens."""
        if QAccessible.isActive():
            self.setAccessibleDescription(self.summary())

    def summary(self) -> str:
        """What is in view, for ears: how many of each layer, grouped or not, the reports first."""
        counts = counts_in_view(self.picture, self.scene)
        parts = [
            f"{QCoreApplication.translate('Layers', BY_KEY[key].title)}: {number(count, 0, self.language)}"
            for key, count in counts.items()
        ]
        return self.tr("In view: {what}").format(what=", ".join(parts)) if parts else self.tr("Nothing is in view")

    # --- Qt ----------------------------------------------------------------------------------------------------------

    def paint_above(self, painter: QPainter) -> None:
        """The graticule, the tool, and the ring that shows where the keyboard is."""
        if self.graticule:
            draw_graticule(painter, self.camera, self.theme, self.degrees)
        for draw in self.drawn_above:
            draw(painter)
        self.tool.paint(painter, self.theme)
        if self._by_key and self.hasFocus():
            self._paint_focus(painter)

    def degrees(self, value: float, decimals: int, along: bool) -> str:
        """Degrees with their letter, in the reader's language; ``along``: of longitude."""
        letter = (
            (self.tr("E") if value >= 0 else self.tr("W")) if along else self.tr("N") if value >= 0 else self.tr("S")
        )
        return f"{number(abs(value), decimals, self.language)}° {letter}"

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

    def _device(self, at: QPointF) -> tuple[float, float]:
        return at.x() * self.camera.ratio, at.y() * self.camera.ratio

    def event(self, event: QEvent) -> bool:
        ratio, used = self.camera.ratio if self._touch else 1.0, False
        if self._touch is not None and isinstance(event, QTouchEvent):
            used = self._touch.on_touch(event, ratio)
        elif self._touch is not None and isinstance(event, QNativeGestureEvent):
            used = self._touch.on_gesture(event, ratio)
        if used:
            event.accept()
        return used or super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._down = True
            self.tool.press(*self._device(event.position()), event.modifiers())
        elif event.button() == Qt.MouseButton.RightButton:
            if self._down:
                self._drop_gesture()
            else:
                self.tool.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._focus = self._device(event.position())
        if self._down and not event.buttons() & Qt.MouseButton.LeftButton:
            self._drop_gesture()  # it was let go where nobody heard of it
        self.tool.move(*self._focus, down=self._down)
        self.pointer_moved.emit(*self.camera.lonlat_at(*self._focus))
        if not self._down and not self._hover.isActive():
            self._hover.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._down:
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
        self._focus = self._device(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        self._focus = None
        self._point_at(Found())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not (self.tool.stroke(event.key(), event.modifiers()) or self._key(event.key())):
            super().keyPressEvent(event)

    def _key(self, key: int) -> bool:
        if key in PUSHES:
            step = STEP_PX * self.camera.ratio
            self.push(PUSHES[key][0] * step, PUSHES[key][1] * step)
        elif key in ZOOMS:
            self.zoom_by(ZOOMS[key])
        elif key == Qt.Key.Key_Home:
            self.home()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.attention.hovered:
            self._choose(self.attention.hovered, add=False)
        elif key == Qt.Key.Key_Escape and self.attention.has_spider():
            self.attention.fold_spider()
        elif key == Qt.Key.Key_Escape and self.attention.hovered:
            self._hover_over(None)
            self._tab_leaves = True
        else:
            return False
        return True

    def focusNextPrevChild(self, following: bool) -> bool:
        """Tab goes from symbol to symbol in view, left to right, and then (or after Esc) on to the next widget."""
        keys = [] if self._tab_leaves else keys_in_view(self.picture, self.scene)
        self._tab_leaves = False
        here = self.attention.hovered
        at = keys.index(here) if here in keys else (-1 if following else len(keys))
        at += 1 if following else -1
        if not 0 <= at < len(keys):
            if here is not None:
                self._hover_over(None)
            return bool(super().focusNextPrevChild(following))
        self._pointed = None  # whatever the pointer rests on
        self._hover_over(keys[at])
        self.setAccessibleDescription(spoken_name(self.scene, keys[at]))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        return True

    def close_down(self) -> None:
        """Stop all timers and background work."""
        self._hover.stop()
        super().close_down()
