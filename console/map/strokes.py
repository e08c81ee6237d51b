"""Lines and areas of the layers on the map: cut from plates where mapnik is, else drawn by painters.

A small change is mended: only the boxes round it are made anew, in the background, and laid over what is there.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from types import ModuleType
from typing import NamedTuple

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from console.map.cartography import mapnik
from console.map.lines import ShapeLayer, Sheaf, draw_areas, draw_lines
from console.map.linework import RIM, Draftsman
from console.map.plates import GIVES_UP_AFTER, Cutter
from console.map.press import Maker, Press
from console.map.tiles import Cut, Epoch
from console.tasks import Tasks
from console.theme import Theme

FEW = 40  # boxes that are mended; more are drawn with their tiles
SMALL_PX = 640  # the longest side of a box that is mended


class Linework:
    """The lines and areas of a scene, for all its canvases: a press for each theme, if the engine can be had."""

    def __init__(self, layers: Sequence[ShapeLayer], tasks: Tasks, ready: Callable[[], None]) -> None:
        """``ready`` is called when the engine is there, or is known not to be."""
        self.layers, self._tasks, self._ready = layers, tasks, ready
        self._engine: ModuleType | None = None
        self.waits = True  # for the engine
        self._presses: dict[Theme, Press] = {}
        self._sheaves: tuple[Sheaf, ...] = ()
        tasks.run(f"map.engine:{id(self)}", mapnik, done=self._take, failed=self._cannot)

    def is_empty(self) -> bool:
        """Whether nothing is to be drawn anywhere."""
        return not self._sheaves

    def press(self, theme: Theme) -> Press | None:
        """The press in a theme; None where there is no engine."""
        if self._engine is None:
            return None
        if theme not in self._presses:
            self._presses[theme] = Press(Draftsman(self._engine, self._sheaves, theme), self._tasks)
        return self._presses[theme]

    def look(self) -> None:
        """Something has changed: what comes from now on shows it."""
        self._sheaves = tuple(sheaf for layer in self.layers if (sheaf := layer.sheaf()) is not None)
        for theme, press in self._presses.items():
            assert self._engine is not None  # noqa: S101  # else there would be no press
            press.reprint(Draftsman(self._engine, self._sheaves, theme))

    def _take(self, engine: ModuleType | None) -> None:
        self._engine, self.waits = engine, False
        self._ready()

    def _cannot(self, error: BaseException) -> None:
        self._take(None)


class Strokes:
    """The lines and areas as one canvas draws them."""

    def __init__(self, linework: Linework, theme: Theme, ready: Callable[[], None]) -> None:
        self._linework, self._theme, self._ready = linework, theme, ready
        self._cutter: Cutter | None = None

    def is_ready(self, cut: Cut) -> bool:
        """Whether the piece can be drawn now; if not it is asked for."""
        if self._linework.is_empty():
            return True
        cutter = self._cut()
        if cutter is None:
            return not self._linework.waits
        return cutter.has(cut) or cutter.has_failed(cut)

    def steps(self, painter: QPainter, cut: Cut) -> Generator[None, None, bool]:
        """Draw the piece; says whether there was anything. A pause is possible at each step."""
        if self._linework.is_empty():
            return False
        cutter = self._cut()
        if cutter is not None and not cutter.has_failed(cut):
            return cutter.draw(painter, cut)
        drew = False
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for layer in self._linework.layers:
            draw = draw_areas if layer.is_area else draw_lines
            if draw(painter, cut, layer, self._theme):
                drew = True
                yield
        return drew

    @property
    def press(self) -> Press | None:
        """What makes the plates; None where painters must help."""
        cutter = self._cut()
        return None if cutter is None or cutter.strikes >= GIVES_UP_AFTER else cutter.press

    def stop(self) -> None:
        """The canvas has another theme, or has been closed."""
        if self._cutter is not None:
            self._cutter.stop()

    def _cut(self) -> Cutter | None:
        if self._cutter is None:
            press = self._linework.press(self._theme)
            self._cutter = None if press is None else Cutter(press, self._ready)
        return self._cutter


class Mended(NamedTuple):
    """A box of absolute pixels as it looks now: ground, and what lies on it if anything does."""

    cut: Cut
    ground: QImage
    strokes: QImage | None


class Mender:
    """Makes boxes anew in the background, one after the other."""

    def __init__(self, tasks: Tasks, done: Callable[[Mended], None], failed: Callable[[Sequence[Cut]], None]) -> None:
        self._tasks, self._done, self._failed = tasks, done, failed
        self._waiting: dict[Cut, tuple[Maker, Maker]] = {}
        self._making: tuple[Cut, ...] = ()
        self._key = f"map.mend:{id(self)}"

    def is_busy(self) -> bool:
        """Whether something is still to come."""
        return bool(self._waiting or self._making)

    def ask(self, cuts: Sequence[Cut], ground: Maker, strokes: Maker) -> None:
        """Make these anew; `done` is called for each."""
        for cut in cuts:
            self._waiting[cut] = (ground, strokes)
        self._begin()

    def forget(self) -> None:
        """The boxes are of a scale that has gone."""
        self._waiting.clear()
        self._making = ()

    def _begin(self) -> None:
        if self._making or not self._waiting:
            return
        wanted, self._waiting = dict(self._waiting), {}
        self._making = tuple(wanted)
        self._tasks.run(self._key, lambda: _all_of(wanted), done=self._took, failed=self._cannot)

    def _took(self, answers: list[Mended]) -> None:
        if tuple(mended.cut for mended in answers) == self._making:
            self._making = ()
            for mended in answers:
                self._done(mended)
        self._begin()

    def _cannot(self, error: BaseException) -> None:
        cuts, self._making = self._making, ()
        self._failed(cuts)
        self._begin()


def _all_of(wanted: dict[Cut, tuple[Maker, Maker]]) -> list[Mended]:
    made = []
    for cut, (ground, strokes) in wanted.items():
        below = ground.picture(cut)
        assert below is not None  # noqa: S101  # a ground is everywhere
        made.append(Mended(cut, below, strokes.picture(cut)))
    return made


def boxes_to_mend(
    boxes: Sequence[tuple[float, float, float, float]], epoch: Epoch, left: int, top: int, right: int, bottom: int
) -> list[Cut] | None:
    """World boxes as pieces to mend, inside a frame of absolute pixels; None where drawing tiles is cheaper."""
    rim, scale = round(RIM * epoch.ratio), epoch.scale
    frame = QRect(left, top, right - left, bottom - top)
    joined: list[QRect] = []
    for west, north, east, south in boxes:
        x, y = int(west * scale) - rim, int(north * scale) - rim
        rect = QRect(x, y, int(east * scale) + rim + 1 - x, int(south * scale) + rim + 1 - y) & frame
        if rect.isEmpty():
            continue
        for other in [other for other in joined if other.intersects(rect)]:
            joined.remove(other)
            rect |= other
        joined.append(rect)
    if len(joined) > FEW or any(max(rect.width(), rect.height()) > SMALL_PX for rect in joined):
        return None
    return [
        Cut(scale, epoch.zoom, epoch.ratio, rect.left(), rect.top(), rect.width(), rect.height()) for rect in joined
    ]
