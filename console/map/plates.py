"""The ground, and the lines and areas on it, cut from plates that a press makes off the GUI thread.

A plate that fails is drawn by painters; where plates fail again and again, or never come, painters draw everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from PySide6.QtGui import QPainter

from console.map.ground import Dots, Ground, PaintedGround
from console.map.press import Maker, Plate, Press, plate_of
from console.map.things import Thing
from console.map.tiles import EDGE, Cut
from console.tasks import Tasks
from console.theme import Theme

GIVES_UP_AFTER = 3  # failed or late plates


class Cutter:
    """What one canvas cuts from a press: asks for plates of its present scale, and remembers which of them failed."""

    def __init__(self, press: Press, ready: Callable[[], None]) -> None:
        """``ready`` is called on the GUI thread when something that was asked for has come."""
        self.press, self._ready = press, ready
        self._scale = 0.0
        self._failed: set[Plate] = set()
        self.strikes = 0

    def has(self, cut: Cut) -> bool:
        """Whether the piece's plate is there; if not it is asked for."""
        plate = self._of(cut)
        there = self.press.has(plate)
        if not there and not self.has_failed(cut):
            self.press.ask(plate, self)
        return there

    def has_failed(self, cut: Cut) -> bool:
        """Whether somebody else must draw the piece."""
        return self.strikes >= GIVES_UP_AFTER or self._of(cut) in self._failed

    def draw(self, painter: QPainter, cut: Cut) -> bool:
        """Cut the piece out of its plate; says whether there was anything."""
        image, left, top = self.press.piece(cut)
        if image is not None:
            painter.drawImage(0, 0, image, left, top, EDGE, EDGE)
        return image is not None

    def came(self) -> None:
        """The press has something."""
        self._ready()

    def missed(self, plate: Plate) -> None:
        """The press has failed."""
        self._failed.add(plate)
        self.strikes += 1
        if self.strikes == GIVES_UP_AFTER:
            self.press.leave(self)
        self._ready()

    def stop(self) -> None:
        """Nothing is wanted any more."""
        self.press.leave(self)

    def _of(self, cut: Cut) -> Plate:
        if cut.scale != self._scale:
            self._scale = cut.scale
            self._failed.clear()
            self.press.leave(self)
        return plate_of(cut)


class PlateGround:
    """A ground from plates."""

    def __init__(
        self,
        press_of: Callable[[Theme], Press],
        themes: Mapping[str, Sequence[Thing]],
        dots: Dots,
        theme: Theme,
        tasks: Tasks,
        ready: Callable[[], None],
    ) -> None:
        """``ready`` is called on the GUI thread when something that was asked for has come."""
        self._press_of, self._themes, self._dots, self._theme = press_of, themes, dots, theme
        self._tasks, self._ready = tasks, ready
        self._cutter = Cutter(press_of(theme), self._look)
        self._painted: PaintedGround | None = None
        self._asked = False

    @property
    def maker(self) -> Maker | None:
        """What makes the plates, and any other piece; None once it has failed."""
        return None if self._cutter.strikes else self._cutter.press.maker

    def with_theme(self, theme: Theme) -> Ground:
        """The same ground in another theme's colours; painters stay if they had taken over."""
        self.stop()
        if self._painted is not None and self._cutter.strikes >= GIVES_UP_AFTER:
            return self._painted.with_theme(theme)
        return PlateGround(self._press_of, self._themes, self._dots, theme, self._tasks, self._ready)

    def stop(self) -> None:
        """The canvas shows another ground, or has been closed."""
        self._cutter.stop()

    def is_ready(self, cut: Cut) -> bool:
        """Whether the piece's plate is there (it is asked for), or the painters are ready where they must help."""
        if self._cutter.has(cut):
            return True
        return self._cutter.has_failed(cut) and self._painted is not None and self._painted.is_ready(cut)

    def steps(self, painter: QPainter, cut: Cut) -> Iterator[None]:
        """Cut the piece out of its plate."""
        if self._painted is not None and self._cutter.has_failed(cut):
            yield from self._painted.steps(painter, cut)
            return
        self._cutter.draw(painter, cut)
        self.finish(painter, cut)
        yield

    def finish(self, painter: QPainter, cut: Cut) -> None:
        """The dots, which painters draw on every ground."""
        self._dots.draw(painter, cut, self._theme)

    def _look(self) -> None:
        """Something has come, or failed: painters are called when they are first needed."""
        if self._cutter.strikes and not self._asked:
            self._asked = True
            themes, theme, tasks, ready = self._themes, self._theme, self._tasks, self._ready
            tasks.run(
                f"map.painters:{id(self)}",
                lambda: PaintedGround(themes, theme, tasks, ready),
                done=self._take_painters,
                failed=self._forget,
            )
        self._ready()

    def _take_painters(self, painted: PaintedGround) -> None:
        self._painted = painted
        self._ready()

    def _forget(self, error: BaseException) -> None:
        self._asked = False  # asked again with the next failure; the task has written down why
