"""Names on the map: placed once for each scale by priority without collisions, drawn once each with a halo.

Places depend on the scale and on where symbols lie, never on what part of the city is looked at, so names stand still
while panning; a name that symbols would hide steps aside.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

import numpy as np
import numpy.typing as npt
import shapely
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap, QTransform

from console.map.things import Thing
from console.map.tiles import EDGE, Tile
from console.theme import Theme
from layers.geometry import to_world

Box = tuple[float, float, float, float]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LabelRow:
    """How names of one kind of thing are written. ``beside``: px to the right of a dot; ``along``: follows its line."""

    theme: str
    kinds: tuple[str, ...]
    color: str
    size: int
    weight: int
    from_zoom: float
    to_zoom: float = 30.0
    spaced: float = 0.0  # letter spacing, share of the size
    upper: bool = False
    italic: bool = False
    beside: float = 0.0
    along: bool = False
    repeat_px: float = 0.0  # a line's name stands again after so many px


LABELS: tuple[LabelRow, ...] = (  # first in the list, first on the map
    LabelRow("areas", ("kota",), "map.label_city", 17, 600, 8.0, 10.6, spaced=0.08),
    LabelRow("areas", ("kecamatan",), "map.label_district", 13, 600, 10.6, 15.2, spaced=0.10, upper=True),
    LabelRow("stations", (), "map.label_place", 11, 500, 12.6, beside=8),
    LabelRow("areas", ("kelurahan",), "map.label_village", 12, 500, 12.75, 17.0),
    LabelRow("water", (), "map.water_label", 11, 500, 12.2, spaced=0.06, italic=True, along=True, repeat_px=900),
    LabelRow("roads", ("toll",), "map.label_road", 11, 600, 12.0, along=True, repeat_px=800),
    LabelRow("roads", ("primary", "trunk"), "map.label_road", 11, 500, 13.0, along=True, repeat_px=700),
    LabelRow("landmarks", (), "map.label_place", 11, 500, 13.8, beside=7),
    LabelRow("parks", (), "map.label_place", 11, 400, 14.2, italic=True),
    LabelRow("roads", ("secondary",), "map.label_road", 11, 400, 14.4, along=True, repeat_px=600),
    LabelRow("roads", (), "map.label_road", 11, 400, 15.4, along=True, repeat_px=500),
)
PER_STEP = 40  # names looked at before there may be a pause
GAP = 4.0  # px between names
HALO_ALPHA = 0.82
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
class Candidate:
    """A name that might be written: its row, and where (world point, or the world line that it follows)."""

    text: str
    row: LabelRow
    x: float
    y: float
    line: tuple[tuple[float, float], ...] = ()


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


def candidates(themes: Mapping[str, Sequence[Thing]]) -> list[Candidate]:
    """Every name of a basemap, most important first."""
    found: list[Candidate] = []
    for row in LABELS:
        named = {kind for other in LABELS if other.theme == row.theme for kind in other.kinds}
        for thing in themes.get(row.theme, ()):
            if thing.name and (thing.kind in row.kinds if row.kinds else thing.kind not in named):
                found.extend(_candidates_of(thing, row))
    return found


def _candidates_of(thing: Thing, row: LabelRow) -> Iterator[Candidate]:
    text = thing.name.upper() if row.upper else thing.name
    if row.along and shapely.get_dimensions(thing.geometry) == 1:
        for part in shapely.get_parts(shapely.line_merge(thing.geometry)):
            lonlat = shapely.get_coordinates(part)
            x, y = to_world(lonlat[:, 0], lonlat[:, 1])
            yield Candidate(text, row, 0.0, 0.0, tuple(zip(x.tolist(), y.tolist(), strict=True)))
        return
    at = thing.properties.get("label")
    if not (isinstance(at, list | tuple) and len(at) == 2):
        at = shapely.get_coordinates(middle_of(thing.geometry))[0]
    x0, y0 = to_world(float(at[0]), float(at[1]))
    yield Candidate(text, row, float(x0), float(y0))


def middle_of(geometry: shapely.Geometry) -> shapely.Geometry:
    """A point well inside: the middle of the largest circle where that is cheap to know, else any point."""
    if shapely.get_dimensions(geometry) == 2 and shapely.get_num_coordinates(geometry) < 5000:
        extent = max(geometry.bounds[2] - geometry.bounds[0], geometry.bounds[3] - geometry.bounds[1])
        circle = shapely.maximum_inscribed_circle(shapely.simplify(geometry, extent / 100), tolerance=extent / 60)
        return shapely.get_point(circle, 0)
    return shapely.point_on_surface(geometry)


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
        self._theme, self._ratio, self._room = theme, ratio, room
        self._scale = 0.0
        self._placed: list[Label] = []
        self._by_tile: dict[Tile, list[Label]] = {}
        self._areas = Taken()  # room that names of areas take
        self._drawn: dict[tuple[str, LabelRow, int, bool], QPixmap] = {}
        self._fonts: dict[LabelRow, tuple[QFont, QFontMetricsF]] = {}
        self._widths: dict[tuple[str, LabelRow], float] = {}

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
            pixmap = self._pixmap(label)
            x = round(label.x) - tile.left - pixmap.width() // 2
            y = round(label.y) - tile.top - pixmap.height() // 2
            painter.drawPixmap(x, y, pixmap)
        return bool(labels)

    def _wishes(self, name: Candidate, scale: float) -> Iterator[list[Label]]:
        """For each time that the name is to be written: where it may stand, the best place first."""
        row = name.row
        width, height = self._size(name.text, row)
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

    def _font(self, row: LabelRow) -> tuple[QFont, QFontMetricsF]:
        if row not in self._fonts:
            font = self._new_font(row)
            self._fonts[row] = font, QFontMetricsF(font)
        return self._fonts[row]

    def _new_font(self, row: LabelRow) -> QFont:
        font = self._theme.font("small", row.weight)
        font.setPixelSize(round(row.size * self._ratio))
        font.setItalic(row.italic)
        if row.spaced:
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, row.spaced * row.size * self._ratio)
        return font

    def _size(self, text: str, row: LabelRow) -> tuple[float, float]:
        _, metrics = self._font(row)
        if (text, row) not in self._widths:
            self._widths[text, row] = metrics.horizontalAdvance(text) + 2 * GAP * self._ratio
        return self._widths[text, row], metrics.height()

    def _pixmap(self, label: Label) -> QPixmap:
        key = (label.text, label.row, round(label.angle), label.on_line)
        known = self._drawn.get(key)
        if known is None:
            known = self._drawn[key] = self._written(label)
        return known

    def _written(self, label: Label) -> QPixmap:
        font, _ = self._font(label.row)
        text = QPainterPath()
        text.addText(QPointF(0, 0), font, label.text)
        middle = text.boundingRect().center()
        path = QTransform().rotate(round(label.angle)).translate(-middle.x(), -middle.y()).map(text)
        box = path.boundingRect()
        halo = 3.2 * self._ratio
        width = 2 * math.ceil(max(-box.left(), box.right()) + halo + 1)
        height = 2 * math.ceil(max(-box.top(), box.bottom()) + halo + 1)
        pixmap, painter = _sheet(width, height)
        if label.on_line:  # the line that is named must not show between the words
            self._break_line(painter, text.boundingRect().width(), round(label.angle))
        once, pen = _sheet(width, height)
        pen.fillPath(path, self._theme.color(label.row.color))
        pen.end()
        painter.setOpacity(HALO_ALPHA)
        painter.drawPixmap(-width // 2, -height // 2, _halo(once, self._theme.color("map.halo"), halo / 2))
        painter.setOpacity(1.0)
        painter.drawPixmap(-width // 2, -height // 2, once)
        painter.end()
        return pixmap

    def _break_line(self, painter: QPainter, width: float, angle: int) -> None:
        turn = math.radians(angle)
        reach = QPointF(math.cos(turn), math.sin(turn)) * (width / 2)
        brush = QBrush(self._theme.color("map.halo", HALO_ALPHA))
        painter.setPen(QPen(brush, 7 * self._ratio, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(0, 0) - reach, reach)


def _sheet(width: int, height: int) -> tuple[QPixmap, QPainter]:
    """A transparent picture of even size, and a painter whose origin is its middle."""
    pixmap = QPixmap(width, height)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(width / 2, height / 2)
    return pixmap, painter


def _halo(once: QPixmap, color: QColor, radius: float) -> QPixmap:
    """A picture widened by a radius in pixels, in one colour: copies all round. Stroking takes ten times as long."""
    wide, pen = _sheet(once.width(), once.height())
    for x, y in _round_about(radius):
        pen.drawPixmap(x - once.width() // 2, y - once.height() // 2, once)
    pen.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    pen.fillRect(-once.width() // 2, -once.height() // 2, once.width(), once.height(), color)
    pen.end()
    return wide


@cache
def _round_about(radius: float) -> tuple[tuple[int, int], ...]:
    """Whole pixels on circles of the radius and of half of it, and their middle."""
    turns = [math.radians(22.5 * step) for step in range(16)]
    circles = [(round(r * math.cos(t)), round(r * math.sin(t))) for r in (radius, radius / 2) for t in turns]
    return tuple(dict.fromkeys([(0, 0), *circles]))


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
