"""The press: makes plates in threads, each once for all canvases that ask for it, and keeps them until they are cut up.

A plate is a larger picture from which tiles are cut in a moment. One press serves one thing to be drawn in one theme.
"""

from __future__ import annotations

import logging
import time
from typing import NamedTuple, Protocol

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage

from console.map.tiles import EDGE, Cut
from console.tasks import Tasks

PLATE = 3 * EDGE  # device pixels: the larger, the less is drawn twice at their rims
PER_PLATE = PLATE // EDGE  # tiles each way
TILES = PER_PLATE**2
AT_ONCE = 3  # plates that are being made: one waits for its turn while the window is busy
KEPT = 36  # plates that wait to be cut up (2.4 MB each): half of those of the largest wall
KEPT_IN_PART = 8  # of those that were cut up in part: the rest of them lies outside the view
LATE_S = 3.0  # a plate that takes longer is given up
log = logging.getLogger(__name__)


class Maker(Protocol):
    """Makes pictures, in any thread, several at once; None where nothing is to be seen. May raise anything."""

    def picture(self, cut: Cut) -> QImage | None: ...


class Plate(NamedTuple):
    """A plate: its scale, zoom and ratio, and its place in the grid of absolute pixels."""

    scale: float
    zoom: float
    ratio: float
    column: int
    line: int

    def cut(self) -> Cut:
        """The plate as something to draw."""
        return Cut(self.scale, self.zoom, self.ratio, self.column * PLATE, self.line * PLATE, PLATE, PLATE)


class Reader(Protocol):
    """Who waits for plates."""

    def came(self) -> None:
        """A plate that was asked for is there."""

    def missed(self, plate: Plate) -> None:
        """A plate that was asked for failed, or is late."""


class Press:
    """Plates by their place. Everything here is called on the GUI thread; only pictures are made elsewhere."""

    def __init__(self, maker: Maker, tasks: Tasks) -> None:
        self._maker, self._tasks = maker, tasks
        self._edition = 0  # plates of an older one are not wanted any more
        self._made: dict[Plate, QImage | None] = {}
        self._uncut: dict[Plate, int] = {}  # how many tiles of a plate have not been cut yet
        self._readers: dict[Plate, list[Reader]] = {}  # who wants a plate
        self._waiting: dict[Plate, None] = {}
        self._begun: dict[Plate, float] = {}
        self._watched = False

    @property
    def maker(self) -> Maker:
        """What makes the pictures."""
        return self._maker

    def has(self, plate: Plate) -> bool:
        """Whether the plate is there."""
        return plate in self._made

    def ask(self, plate: Plate, reader: Reader) -> None:
        """Make the plate soon; asked again, this costs nothing."""
        readers = self._readers.setdefault(plate, [])
        if reader not in readers:
            readers.append(reader)
        if plate not in self._made and plate not in self._begun and plate not in self._waiting:
            self._waiting[plate] = None
            self._begin()

    def leave(self, reader: Reader) -> None:
        """This one wants nothing any more of what it asked for."""
        for plate, readers in list(self._readers.items()):
            if reader in readers:
                readers.remove(reader)
            if not readers:
                self._waiting.pop(plate, None)
                self._drop(plate)

    def piece(self, cut: Cut) -> tuple[QImage | None, int, int]:
        """The plate's picture and the place of a tile in it; made now, however long that takes, if it is not there."""
        plate = plate_of(cut)
        if plate not in self._made:
            self._keep(plate, self._maker.picture(plate.cut()))
        image = self._made[plate]
        self._uncut[plate] -= 1
        if self._uncut[plate] <= 0:
            self._drop(plate)
        return image, cut.left - plate.column * PLATE, cut.top - plate.line * PLATE

    def covers(self, plate: Plate) -> bool:
        """Whether the plate is there and nothing below it can be seen."""
        image = self._made.get(plate)
        return image is not None and not image.hasAlphaChannel()

    def renew(self, plate: Plate) -> None:
        """The plate would look better now: make it anew when it is asked for again, or where it is being made."""
        self._made.pop(plate, None)
        self._uncut.pop(plate, None)
        if self._begun.pop(plate, None) is not None and plate in self._readers:
            self._waiting[plate] = None
            self._begin()

    def reprint(self, maker: Maker) -> None:
        """Something else is to be seen: what is there or being made is thrown away, and made anew if wanted."""
        self._maker = maker
        self._edition += 1
        self._made.clear()
        self._uncut.clear()
        self._waiting = dict.fromkeys(self._readers)
        self._begun.clear()
        self._begin()

    # --- inside ------------------------------------------------------------------------------------------------------

    def _keep(self, plate: Plate, image: QImage | None) -> None:
        self._made[plate], self._uncut[plate] = image, TILES
        in_part = [known for known, uncut in self._uncut.items() if uncut < TILES]
        for known in in_part[:-KEPT_IN_PART] or list(self._made)[:-KEPT]:
            self._drop(known)

    def _drop(self, plate: Plate) -> None:
        for held in (self._made, self._uncut, self._readers):
            held.pop(plate, None)

    def _begin(self) -> None:
        while self._waiting and len(self._begun) < AT_ONCE:
            plate = next(iter(self._waiting))
            del self._waiting[plate]
            self._begun[plate] = time.monotonic()
            maker, edition = self._maker, self._edition
            self._tasks.run(
                self._key(plate),
                lambda maker=maker, plate=plate, edition=edition: (edition, plate, _made(maker, plate)),  # type: ignore[misc]
                done=self._took,
                failed=self._forget,
            )
        if self._begun and not self._watched:
            self._watched = True
            QTimer.singleShot(int(LATE_S * 1000), self._look_for_late)

    def _key(self, plate: Plate) -> str:
        return f"map.plate:{id(self)}:{self._edition}:{plate}"

    def _took(self, answer: tuple[int, Plate, QImage | Exception | None]) -> None:
        edition, plate, image = answer
        if edition != self._edition or self._begun.pop(plate, None) is None:
            return  # of something that has gone, or too late
        if isinstance(image, Exception):
            log.warning("a plate failed", exc_info=image)
            self._miss(plate)
        elif plate in self._readers:
            self._keep(plate, image)
            for reader in list(self._readers.get(plate, ())):
                reader.came()
        self._begin()

    def _miss(self, plate: Plate) -> None:
        for reader in self._readers.pop(plate, ()):
            reader.missed(plate)

    def _forget(self, error: BaseException) -> None:
        self._begun.clear()  # asked again with the next picture; the task has written down why

    def _look_for_late(self) -> None:
        self._watched = False
        late = [plate for plate, begun in self._begun.items() if time.monotonic() - begun >= LATE_S]
        for plate in late:
            del self._begun[plate]
            if self._tasks.is_running(self._key(plate)):  # else the window has been closed meanwhile
                log.warning("a plate took more than %s s", LATE_S)
                self._miss(plate)
        self._begin()


def plate_of(cut: Cut) -> Plate:
    """The plate that a tile is cut from."""
    return Plate(cut.scale, cut.zoom, cut.ratio, cut.left // PLATE, cut.top // PLATE)


def _made(maker: Maker, plate: Plate) -> QImage | Exception | None:
    """The picture, or what went wrong: one plate's failure is no more than that."""
    try:
        return maker.picture(plate.cut())
    except Exception as error:  # noqa: BLE001  # whatever an engine raises, the painters stand in
        return error
