"""The ground in plates: larger pictures made off the GUI thread, from which tiles are cut in a moment.

A plate that fails is drawn by painters; where plates fail again and again, or never come, painters draw everything.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol, Self

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage, QPainter

from console.map.ground import Dots, Ground, PaintedGround
from console.map.things import Thing
from console.map.tiles import EDGE, Cut
from console.tasks import Tasks
from console.theme import Theme

PLATE = 2 * EDGE  # device pixels
AT_ONCE = 3  # plates that are being made; tasks have a thread more
KEPT = 64  # plates that wait to be cut up (1 MB each): those of the largest wall, nearly
KEPT_IN_PART = 8  # of those that were cut up in part: the rest of them lies outside the view
LATE_S = 3.0  # a plate that takes longer is left to the painters
GIVES_UP_AFTER = 3  # failed or late plates
log = logging.getLogger(__name__)


class Maker(Protocol):
    """Makes a picture of the ground, in any thread, several at once. May raise anything."""

    def picture(self, cut: Cut) -> QImage: ...
    def with_theme(self, theme: Theme) -> Self: ...


class Plate(NamedTuple):
    """A plate's place in its grid of absolute pixels."""

    column: int
    line: int


class PlateGround:
    """A ground from plates."""

    def __init__(
        self,
        maker: Maker,
        themes: Mapping[str, Sequence[Thing]],
        dots: Dots,
        theme: Theme,
        tasks: Tasks,
        ready: Callable[[], None],
    ) -> None:
        """``ready`` is called on the GUI thread when something that was asked for has come."""
        self._maker, self._themes, self._dots, self._theme = maker, themes, dots, theme
        self._tasks, self._ready = tasks, ready
        self._epoch = (0.0, 0.0, 0.0)  # scale, zoom, ratio of all that follows
        self._made: dict[Plate, QImage] = {}
        self._uncut: dict[Plate, int] = {}  # how many tiles of a plate have not been cut yet
        self._waiting: dict[Plate, Cut] = {}
        self._begun: dict[Plate, float] = {}
        self._failed: set[Plate] = set()
        self._strikes = 0
        self._painted: PaintedGround | None = None
        self._watched = False

    def with_theme(self, theme: Theme) -> Ground:
        """The same ground in another theme's colours; painters stay if they had taken over."""
        if self._painted is not None and self._strikes >= GIVES_UP_AFTER:
            return self._painted.with_theme(theme)
        maker = self._maker.with_theme(theme)
        return PlateGround(maker, self._themes, self._dots, theme, self._tasks, self._ready)

    def is_ready(self, cut: Cut) -> bool:
        """Whether the piece's plate is there (it is asked for), or the painters are ready where they must help."""
        epoch = (cut.scale, cut.zoom, cut.ratio)
        if epoch != self._epoch:
            self._epoch = epoch
            for held in (self._made, self._uncut, self._waiting, self._begun, self._failed):
                held.clear()
        plate = plate_of(cut)
        if plate in self._made:
            return True
        if plate in self._failed or self._strikes >= GIVES_UP_AFTER:
            return self._painted is not None and self._painted.is_ready(cut)
        if plate not in self._begun and plate not in self._waiting:
            self._waiting[plate] = whole(cut)
            self._begin()
        return False

    def steps(self, painter: QPainter, cut: Cut) -> Iterator[None]:
        """Cut the piece out of its plate."""
        plate = plate_of(cut)
        if not self.is_ready(cut) and self._painted is None:
            self._keep(plate, self._maker.picture(whole(cut)))
        image = self._made.get(plate)
        if image is None:
            assert self._painted is not None  # noqa: S101  # else the plate has just been made
            yield from self._painted.steps(painter, cut)
            return
        painter.drawImage(0, 0, image, cut.left - plate.column * PLATE, cut.top - plate.line * PLATE, EDGE, EDGE)
        self._used(plate)
        self._dots.draw(painter, cut, self._theme)
        yield

    # --- inside ------------------------------------------------------------------------------------------------------

    def _keep(self, plate: Plate, image: QImage) -> None:
        self._made[plate], self._uncut[plate] = image, (PLATE // EDGE) ** 2
        in_part = [known for known, uncut in self._uncut.items() if uncut < (PLATE // EDGE) ** 2]
        for known in in_part[:-KEPT_IN_PART] or list(self._made)[:-KEPT]:
            del self._made[known], self._uncut[known]

    def _used(self, plate: Plate) -> None:
        self._uncut[plate] -= 1
        if not self._uncut[plate]:
            del self._uncut[plate], self._made[plate]

    def _begin(self) -> None:
        while self._waiting and len(self._begun) < AT_ONCE:
            plate, cut = next(iter(self._waiting.items()))
            del self._waiting[plate]
            self._begun[plate] = time.monotonic()
            maker, epoch = self._maker, self._epoch
            self._tasks.run(
                self._key(plate),
                lambda maker=maker, cut=cut, epoch=epoch, plate=plate: (epoch, plate, _made(maker, cut)),  # type: ignore[misc]
                done=self._took,
                failed=self._forget,
            )
        if self._begun and not self._watched:
            self._watched = True
            QTimer.singleShot(int(LATE_S * 1000), self._look_for_late)

    def _key(self, plate: Plate) -> str:
        return f"map.plate:{id(self)}:{self._epoch}:{plate}"

    def _took(self, answer: tuple[tuple[float, float, float], Plate, QImage | Exception]) -> None:
        epoch, plate, image = answer
        if epoch != self._epoch or self._begun.pop(plate, None) is None:
            return  # of a scale that has gone, or too late
        if isinstance(image, QImage):
            self._keep(plate, image)
        else:
            log.warning("a plate of the ground failed", exc_info=image)
            self._strike(plate)
        self._begin()
        self._ready()

    def _forget(self, error: BaseException) -> None:
        self._begun.clear()  # asked again with the next picture; the task has written down why

    def _look_for_late(self) -> None:
        self._watched = False
        late = [plate for plate, begun in self._begun.items() if time.monotonic() - begun >= LATE_S]
        for plate in late:
            del self._begun[plate]
            if self._tasks.is_running(self._key(plate)):  # else the window has been closed meanwhile
                log.warning("a plate of the ground took more than %s s", LATE_S)
                self._strike(plate)
        self._begin()

    def _strike(self, plate: Plate) -> None:
        """Leave a plate to the painters, who are called when they are first needed."""
        self._failed.add(plate)
        self._strikes += 1
        if self._strikes == GIVES_UP_AFTER:
            self._waiting.clear()
        themes, theme, tasks, ready = self._themes, self._theme, self._tasks, self._ready
        if self._painted is None:
            tasks.run(
                f"map.painters:{id(self)}",
                lambda: PaintedGround(themes, theme, tasks, ready),
                done=self._take_painters,
                failed=self._forget,
            )

    def _take_painters(self, painted: PaintedGround) -> None:
        self._painted = painted
        self._ready()


def plate_of(cut: Cut) -> Plate:
    """The plate that a tile is cut from."""
    return Plate(cut.left // PLATE, cut.top // PLATE)


def whole(cut: Cut) -> Cut:
    """The plate of a tile as something to draw."""
    column, line = plate_of(cut)
    return replace(cut, left=column * PLATE, top=line * PLATE, width=PLATE, height=PLATE)


def _made(maker: Maker, cut: Cut) -> QImage | Exception:
    """The picture, or what went wrong: one plate's failure is no more than that."""
    try:
        return maker.picture(cut)
    except Exception as error:  # noqa: BLE001  # whatever an engine raises, the painters stand in
        return error
