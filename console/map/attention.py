"""What a person attends to on one canvas: chosen, hovered, spread, and what is new; drawn as the overlay."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QRect, QTimer, Slot
from PySide6.QtGui import QPainter

from console.map.arrivals import Arrivals, EdgeMark
from console.map.camera import Camera
from console.map.overlay import Key, Overlay, Spider
from console.map.scene import Scene
from console.theme import Theme
from layers.style import Symbol

BEAT_MS = 80
BEATS = 60  # of one pulse: three slow rings
STILL_PULSE = 0.3  # how far the ring of a pulse stands that does not move
PULSES = 5  # new things that pulse at once, at most
PULSE_PX = 44
MOST_LOOKED_AT = 300  # things of an overlay that are looked at after each change, to see whether it concerns them


class Attention(QObject):
    """Keeps the overlay true while the scene and the camera change."""

    def __init__(
        self,
        scene: Scene,
        camera: Camera,
        repaint: Callable[[QRect], None],
        repaint_all: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._scene, self._camera = scene, camera
        self._repaint, self._repaint_all = repaint, repaint_all
        self._overlay = Overlay()
        self._arrivals = Arrivals(scene.is_visible)
        self.marks: list[EdgeMark] = []
        self.still = False  # what is new is ringed as long as it would pulse, and nothing moves
        self._was_shown: object = []
        self._beats = 0
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)
        scene.arrived.connect(self._on_arrived)
        scene.points_changed.connect(self._on_points)
        scene.layer_filled.connect(self._on_filled)

    @property
    def hovered(self) -> Key | None:
        """What the pointer or the keyboard is on."""
        return self._overlay.hovered

    @property
    def selected(self) -> tuple[Key, ...]:
        """What is chosen."""
        return self._overlay.selected

    @property
    def ticked(self) -> tuple[Key, ...]:
        """What is ticked for a joint action."""
        return self._overlay.ticked

    @property
    def spider(self) -> Spider | None:
        """What is spread, if anything."""
        return self._overlay.spider

    def select(self, keys: Sequence[Key]) -> None:
        """These are chosen; they are no news any more."""
        self._overlay.selected = tuple(keys)
        for key in keys:
            self._arrivals.forget(key)
        self.look()
        self._repaint_all()

    def tick(self, keys: Sequence[Key]) -> None:
        """These are ticked for a joint action."""
        if tuple(keys) != self._overlay.ticked:
            self._overlay.ticked = tuple(keys)
            self._repaint_all()

    def highlight(self, key: Key | None) -> None:
        """The pointer or the keyboard is on this."""
        if key != self._overlay.hovered:
            self._overlay.hovered = key
            self._repaint_all()

    def spread(self, spider: Spider) -> None:
        """Spread symbols that share a spot."""
        self._overlay.spider = spider
        self._repaint_all()

    def has_spider(self) -> bool:
        """Whether something is spread."""
        return self._overlay.spider is not None

    def fold_spider(self) -> None:
        """Fold what is spread."""
        if self._overlay.spider is not None:
            self._overlay.spider = None
            self._repaint_all()

    def leg_at(self, px: float, py: float) -> Key | None:
        """The leg of the spider under a device pixel."""
        return self._overlay.spider.leg_at(self._camera, px, py) if self._overlay.spider else None

    def look(self) -> None:
        """The view is another: what is in it has been seen, the rest is pointed at."""
        self._arrivals.see(self._camera)
        self.marks = self._arrivals.marks(self._camera) if len(self._arrivals) else []

    def forget_news(self) -> None:
        """Nothing is new any more."""
        self._arrivals.clear()
        self._overlay.pulsing = ()
        self.look()
        self._repaint_all()

    def draw(self, painter: QPainter, theme: Theme) -> None:
        """Draw the overlay in device pixels."""
        self._overlay.draw(painter, self._scene, self._camera, theme, self.marks)

    def stop(self) -> None:
        """No more pulses."""
        self._timer.stop()

    @Slot(str, list)
    def _on_arrived(self, key: str, idents: list[str]) -> None:
        for ident in idents:
            place = self._scene.place(key, ident)
            if place is not None:
                self._arrivals.add((key, ident), *place)
        seen = self._arrivals.see(self._camera)
        if seen:
            self._overlay.pulsing = (*self._overlay.pulsing, *seen)[-PULSES:]
            self._beats = BEATS - 1 if self.still else 0
            self._overlay.pulse = STILL_PULSE
            self._timer.start(BEATS * BEAT_MS if self.still else BEAT_MS)
        self.look()
        self._repaint_all()

    @Slot(str, object)
    def _on_points(self, key: str, change: object) -> None:
        if len(self._arrivals):
            self._arrivals.keep(lambda known: self._scene.place(*known) is not None)
            self.look()
        shown = self._shown()
        if shown is None or shown != self._was_shown:
            self._was_shown = shown
            self._repaint_all()

    def _shown(self) -> list[tuple[Key, tuple[float, float] | None, Symbol | None]] | None:
        """What the overlay draws of the scene: where, and how it looks. None: too much to look through each time."""
        overlay = self._overlay
        keys = [*overlay.selected, *overlay.ticked, *([overlay.hovered] if overlay.hovered else [])]
        keys += [leg.key for leg in overlay.spider.legs] if overlay.spider else []
        if len(keys) > MOST_LOOKED_AT:
            return None
        return [(key, self._scene.place(*key), self._scene.symbol(*key)) for key in keys]

    @Slot(str)
    def _on_filled(self, key: str) -> None:
        self._on_points(key, None)

    @Slot()
    def _beat(self) -> None:
        self._beats += 1
        self._overlay.pulse = (self._beats % 20) / 20
        for key in self._overlay.pulsing:
            place = self._scene.place(*key)
            if place is not None:
                x, y = self._camera.to_screen(*place)
                half = round(PULSE_PX * self._camera.ratio)
                self._repaint(QRect(round(x) - half, round(y) - half, 2 * half, 2 * half))
        if self._beats >= BEATS:
            self._timer.stop()
            self._overlay.pulsing = ()
            self._repaint_all()
