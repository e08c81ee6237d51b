"""Names on the map: placed once for each scale by priority without collisions, drawn once each with a halo.

Places depend on the scale and on where symbols lie, never on what part of the city is looked at, so names stand still
while panning; a name that symbols would hide steps aside.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QPainter

from console.map.lettering import Lettering
from console.map.names import Candidate, LabelRow
from console.map.tiles import EDGE, Tile
from console.theme import Theme

Box = tuple[float, float, float, float]
Floats = npt.NDArray[np.float64]


AHEAD = 1.0  # zoom levels for which names are written ahead
PER_STEP = 40  # names looked at before there may be a pause
RIM = 6  # px round a name's box that its halo may touch
STRAIGHT = 0.985  # how straight a line must be where its name lies on it
# Where a name may stand when symbols would hide it, the best place first: shares of its half width and of its height.
BESIDE = ((1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0))  # a dot
AROUND = (
    (0.0, 0.0),
    (0.0, -1.3),
    (0.0, 1.3),
    (0.5, 0.0),
    (-0.5, 0.0),
    (0.5, -1.3),
    (-0.5, 1.3),
    (0.0, -2.2),
    (0.0, 2.2),
)


@dataclass(frozen=True, slots=True)
class Label:
    """A placed name: its middle in absolute pixels, its turn in degrees, and the box it takes."""

    text: str
    row: LabelRow
    x: float
    y: float
    angle: float
    box: Box
    on_line: bool = False


class Symbols(Protocol):
    """Where symbols lie at one scale."""

    def over(self, boxes: Floats) -> list[float]:
        """How much of each box of absolute pixels they would hide."""


class Room(Protocol):
    """What knows where symbols lie."""

    def at(self, scale: float, zoom: float, ratio: float) -> Symbols:
        """Those that names step aside from at this scale."""


class Labels:
    """The names of a basemap, placed for one scale at a time and drawn into tiles."""

    def __init__(self, names: Iterable[Candidate], theme: Theme, ratio: float, room: Room | None = None) -> None:
        self._names = list(names)
        self._lettering, self._ratio, self._room = Lettering(theme, ratio), ratio, room
        self._scale = 0.0
        self._ahead: list[Candidate] = []  # that are not written yet, the next one last,
        self._ahead_of = 0.0  # of the scale
        self._placed: list[Label] = []
        self._by_tile: dict[Tile, list[Label]] = {}
        self._areas = Taken()  # room that names of areas take

    @property
    def scale(self) -> float:
        """The scale for which all names have been placed; 0 before the first."""
        return self._scale

    def place(self, scale: float) -> None:
        """Place all names for a scale; asked again for the same scale this costs nothing."""
        for _ in self.placing(scale):
            pass

    def placing(self, scale: float) -> Iterator[None]:
        """The same in steps, a pause possible at each; nothing is changed before the last."""
        if scale != self._scale:
            yield from self._placing(scale)

    def _placing(self, scale: float) -> Iterator[None]:
        zoom = math.log2(scale / (256 * self._ratio))
        symbols = self._room.at(scale, zoom, self._ratio) if self._room else None
        placed: list[Label] = []
        taken, areas = Taken(), Taken()
        for number, name in enumerate(self._names, 1):
            if name.row.from_zoom <= zoom < name.row.to_zoom:
                for wishes in self._wishes(name, scale):
                    label = next((wish for wish in _least_hidden(wishes, symbols) if taken.take(wish)), None)
                    if label is not None:
                        placed.append(label)
                        if name.row.theme == "areas":
                            areas.take(label)
            if number % PER_STEP == 0:
                yield
        self._by_tile, self._areas, self._scale, self._placed = {}, areas, scale, placed
        for label in placed:
            self._remember(label)

    def write_ahead(self) -> bool:
        """Write one more of the level names that the next zooms may need; says whether there was one.

        For when nothing else is to be done: writing takes longer than all else that a tile needs of names.
        """
        if self._ahead_of != self._scale:
            zoom = math.log2(self._scale / (256 * self._ratio))
            rows = [name.row for name in self._names]
            wanted = [row.from_zoom <= zoom + AHEAD and zoom - AHEAD < row.to_zoom and not row.along for row in rows]
            self._ahead = [name for name, is_wanted in zip(self._names, wanted, strict=True) if is_wanted][::-1]
            self._ahead_of = self._scale
        while self._ahead:
            name = self._ahead.pop()
            if self._lettering.write(name.text, name.row):
                return True
        return False

    def stepping_aside(self) -> Generator[None, None, list[Box]]:
        """Symbols lie elsewhere: place the same names again, in steps; boxes that are not what they were."""
        before = set(self._placed)
        yield from self._placing(self._scale)
        return [label.box for label in before.symmetric_difference(self._placed)]

    def beside(self, scale: float, x: float, y: float, half: float) -> list[float]:
        """Where a disc at an absolute pixel would hide an area's name: heights at which it would not, nearest first."""
        self.place(scale)
        hidden = self._areas.under((x - half, y - half, x + half, y + half))
        if hidden is None:
            return []
        return sorted((hidden[1] - half, hidden[3] + half), key=lambda height: abs(height - y))

    def draw(self, painter: QPainter, tile: Tile, scale: float, box: tuple[int, int, int, int] | None = None) -> bool:
        """Draw what of the names, placed for this scale, touches the tile, or ``box`` (left, top, width, height) of it.

        Says whether there was anything in the tile.
        """
        self.place(scale)
        labels = self._by_tile.get(tile, ())
        rim, (left, top, width, height) = RIM * self._ratio, box or (0, 0, EDGE, EDGE)
        west, north = tile.left + left - rim, tile.top + top - rim
        seen = (west, north, west + width + 2 * rim, north + height + 2 * rim)
        for label in labels:
            if not _overlap(label.box, seen):
                continue
            pixmap = self._lettering.picture(label.text, label.row, label.angle, on_line=label.on_line)
            x = round(label.x) - tile.left - pixmap.width() // 2
            y = round(label.y) - tile.top - pixmap.height() // 2
            painter.drawPixmap(x, y, pixmap)
        return bool(labels)

    def _wishes(self, name: Candidate, scale: float) -> Iterator[list[Label]]:
        """For each time that the name is to be written: where it may stand, the best place first."""
        row = name.row
        width, height = self._lettering.size(name.text, row)
        if name.line:
            for label in self._along(name, scale, width, height):
                yield [label]
            return
        x, y = name.x * scale, name.y * scale
        away = width / 2 + row.beside * self._ratio
        steps = [(share * away, share_y * height) for share, share_y in (BESIDE if row.beside else AROUND)]
        yield [self._upright(name, x + dx, y + dy, width, height) for dx, dy in steps]

    def _upright(self, name: Candidate, x: float, y: float, width: float, height: float) -> Label:
        box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        return Label(name.text, name.row, x, y, 0.0, box)

    def _along(self, name: Candidate, scale: float, width: float, height: float) -> Iterator[Label]:
        """Where the line is straight enough for its name: the middle of such stretches, not too often."""
        line = np.asarray(name.line) * scale
        steps = np.hypot(*np.diff(line, axis=0).T)
        along = np.concatenate(([0.0], np.cumsum(steps)))
        if along[-1] < width * 1.2:
            return
        repeat = max(name.row.repeat_px * self._ratio, width * 2)
        count = max(1, int(along[-1] // repeat))
        for number in range(count):
            middle = (number + 0.5) * along[-1] / count
            for shift in (0.0, 0.12, -0.12, 0.25, -0.25):
                label = self._on(name, line, along, middle + shift * repeat, width, height)
                if label is not None:
                    yield label
                    break

    def _on(
        self, name: Candidate, line: np.ndarray, along: np.ndarray, middle: float, width: float, height: float
    ) -> Label | None:
        ends = np.array([middle - width / 2, middle + width / 2])
        if ends[0] < 0 or ends[1] > along[-1]:
            return None
        x, y = np.interp(ends, along, line[:, 0]), np.interp(ends, along, line[:, 1])
        if math.hypot(x[1] - x[0], y[1] - y[0]) < STRAIGHT * width:
            return None
        angle = math.degrees(math.atan2(y[1] - y[0], x[1] - x[0]))
        if angle > 90 or angle <= -90:
            angle += 180 if angle <= -90 else -180
        cx, cy = float(x.mean()), float(y.mean())
        turn = math.radians(angle)
        half_w = (abs(width * math.cos(turn)) + abs(height * math.sin(turn))) / 2
        half_h = (abs(width * math.sin(turn)) + abs(height * math.cos(turn))) / 2
        box = (cx - half_w, cy - half_h, cx + half_w, cy + half_h)
        return Label(name.text, name.row, cx, cy, angle, box, on_line=True)

    def _remember(self, label: Label) -> None:
        rim = RIM * self._ratio
        left, top, right, bottom = label.box
        for line in range(int((top - rim) // EDGE), int((bottom + rim) // EDGE) + 1):
            for column in range(int((left - rim) // EDGE), int((right + rim) // EDGE) + 1):
                self._by_tile.setdefault(Tile(column, line), []).append(label)


def _least_hidden(wishes: list[Label], symbols: Symbols | None) -> list[Label]:
    """The places where symbols hide least of the name first; of equal ones the better first."""
    if symbols is None or len(wishes) == 1:
        return wishes[:1]
    hidden = symbols.over(np.array([wish.box for wish in wishes]))
    return [wishes[at] for at in sorted(range(len(wishes)), key=hidden.__getitem__)]


@dataclass
class Taken:
    """Room on the map that is taken, in a coarse grid; so each new name looks only at its neighbours."""

    cell: float = 128.0
    boxes: dict[tuple[int, int], list[Box]] = field(default_factory=dict)
    spots: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    def take(self, label: Label) -> bool:
        """Take the label's room if it is free, and if the same name does not stand close by."""
        if label.row.along and any(
            math.hypot(label.x - x, label.y - y) < 260 for x, y in self.spots.get(label.text, ())
        ):
            return False
        pieces = list(self._pieces(label))
        if any(_overlap(piece, other) for piece in pieces for other in self._near(piece)):
            return False
        for piece in pieces:
            for cell in self._cells(piece):
                self.boxes.setdefault(cell, []).append(piece)
        self.spots.setdefault(label.text, []).append((label.x, label.y))
        return True

    def under(self, box: Box) -> Box | None:
        """A box that is taken and touches this one."""
        return next((other for other in self._near(box) if _overlap(box, other)), None)

    def _pieces(self, label: Label) -> Iterator[Box]:
        """A slanting name takes a row of small squares, not its whole upright box."""
        if abs(label.angle) < 4:
            yield label.box
            return
        turn = math.radians(label.angle)
        left, top, right, bottom = label.box
        length = math.hypot(right - left, bottom - top)
        half = 9.0
        for number in range(count := max(2, int(length / (2 * half)))):
            along = (number + 0.5) / count - 0.5
            x, y = label.x + along * length * math.cos(turn), label.y + along * length * math.sin(turn)
            yield x - half, y - half, x + half, y + half

    def _near(self, box: Box) -> Iterator[Box]:
        for cell in self._cells(box):
            yield from self.boxes.get(cell, ())

    def _cells(self, box: Box) -> Iterator[tuple[int, int]]:
        for line in range(int(box[1] // self.cell), int(box[3] // self.cell) + 1):
            for column in range(int(box[0] // self.cell), int(box[2] // self.cell) + 1):
                yield column, line


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
