"""The ground from a source of tiles: plates put together off the GUI thread; what is missing is the city's own ground.

A plate waits a moment for its tiles. Then it is drawn with what there is: farther zooms stand in, below them the ground
of the city; and it is drawn again when better tiles have come. So a slow source never holds the map up.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence

from PIL import Image
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPainter

from console.basemaps.book import TileBook
from console.map.ground import Ground, PaintedGround
from console.map.painters import Stroke
from console.map.plates import Cutter
from console.map.press import PER_PLATE, Maker, Plate, Press, plate_of
from console.map.things import Thing
from console.map.tiles import EDGE, Cut, Tile
from console.tasks import Tasks
from console.theme import Theme
from layers.tilesources import Key, Night

PATIENCE_S = 0.35  # that a plate waits for its tiles
GATHER_MS = 80  # tiles that come one after the other are drawn together
MOST_LACKING = 1000  # plates of which is known that they could be better
RIM = 4  # px that a plate is made larger and cut back, so that plates meet without a seam
FARTHER = 1.5  # zoom levels below the farthest at which tiles are still drawn, smaller
World = tuple[float, float, float, float]
# Rows of a colour matrix: less light, a little less colour; or light and dark changed, hues kept, then less light.
_DIM = (0.33, 0.05, 0.02, 4.0, 0.03, 0.35, 0.02, 6.0, 0.03, 0.05, 0.34, 9.0)
_TURN = (0.36, -0.95, -0.19, 214.0, -0.48, -0.11, -0.19, 216.0, -0.48, -0.95, 0.65, 222.0)
MATRICES = {Night.DIM: _DIM, Night.TURN: _TURN}


class Raster(QObject):
    """A source of tiles for every canvas of a scene."""

    changed = Signal(object)  # plates that can be made better, as better tiles have come
    _came = Signal()

    def __init__(self, book: TileBook, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.book, self._tasks = book, tasks
        self._presses: dict[Theme, tuple[Press, RasterMaker]] = {}
        self._keys: list[Key] = []
        self._lock = threading.Lock()
        self._gather = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._patience = QTimer(self, singleShot=True, interval=round(PATIENCE_S * 1000) + 5)
        for timer in (self._gather, self._patience):
            timer.timeout.connect(self._say)
        self._came.connect(self._on_came)
        book.listen(self._take)

    def press(self, theme: Theme) -> tuple[Press, RasterMaker]:
        """What makes plates in a theme, for all canvases."""
        if theme not in self._presses:
            maker = RasterMaker(self.book, theme)
            self._presses[theme] = (Press(maker, self._tasks), maker)
        return self._presses[theme]

    def look_again(self) -> None:
        """Say `changed` when the patience of those who ask now is over."""
        if not self._patience.isActive():
            self._patience.start()

    def close(self) -> None:
        """Nothing more is heard of it. The book is its owner's."""
        self.book.unlisten(self._take)
        self._gather.stop()
        self._patience.stop()
        self._presses.clear()

    def _take(self, keys: list[Key]) -> None:
        with self._lock:
            first = not self._keys
            self._keys += keys
        if first:
            self._came.emit()

    @Slot()
    def _on_came(self) -> None:
        if not self._gather.isActive():
            self._gather.start()

    @Slot()
    def _say(self) -> None:
        with self._lock:
            keys, self._keys = self._keys, []
        boxes = [_box(key) for key in keys]
        plates: dict[Plate, None] = {}
        for press, maker in self._presses.values():
            for plate in maker.renewed(boxes):
                press.renew(plate)
                plates[plate] = None
        self.changed.emit(list(plates))


class RasterMaker:
    """Puts a plate together from the tiles that are there. In any thread."""

    def __init__(self, book: TileBook, theme: Theme) -> None:
        self.book, self._theme = book, theme
        self._matrix = MATRICES.get(book.source.night) if theme.dark else None
        self._lacking: dict[Plate, None] = {}  # plates that could be better

    def renewed(self, boxes: Sequence[World]) -> list[Plate]:
        """The plates that could be better and lie in these world boxes; asked once."""
        found: list[Plate] = []
        for plate in list(self._lacking):
            west, north, east, south = plate.cut().world()
            if any(west < box[2] and box[0] < east and north < box[3] and box[1] < south for box in boxes):
                self._lacking.pop(plate, None)
                found.append(plate)
        return found

    def keys(self, cut: Cut) -> list[Key]:
        """The tiles that a piece is made of."""
        zoom = self._zoom(cut)
        if zoom is None:
            return []
        columns, rows = _grid(cut, zoom)
        return [Key(zoom, x, y) for y in rows for x in columns]

    def picture(self, cut: Cut) -> QImage:
        """The piece; see-through where there is no tile."""
        keys = self.keys(cut)
        found = [(key, *self._nearest(key)) for key in keys]
        if any(key != at for key, at, _ in found):
            self._lacking[plate_of(cut)] = None
            while len(self._lacking) > MOST_LACKING:
                self._lacking.pop(next(iter(self._lacking)), None)
        if not any(image for _, _, image in found):
            return _empty(cut)
        unit = max(image.width for _, _, image in found if image is not None)
        zoom = keys[0].z
        columns, rows = _grid(cut, zoom)
        size = (len(columns) * unit, len(rows) * unit)
        mosaic, mask = Image.new("RGB", size, self._theme.color("map.outside").name()), Image.new("L", size, 0)
        for key, at, image in found:
            if image is not None and at is not None:
                _paste(mosaic, mask, image, key, at, ((key.x - columns[0]) * unit, (key.y - rows[0]) * unit), unit)
        west, north, east, south = (edge * (1 << zoom) * unit for edge in cut.world(RIM))
        left, top = columns[0] * unit, rows[0] * unit
        box = (max(0, west - left), max(0, north - top), min(size[0], east - left), min(size[1], south - top))
        wide = (cut.width + 2 * RIM, cut.height + 2 * RIM)
        inner = (RIM, RIM, RIM + cut.width, RIM + cut.height)
        made = mosaic.resize(wide, Image.Resampling.BICUBIC, box).crop(inner)
        if self._matrix is not None:
            made = made.convert("RGB", self._matrix)
        if mask.getextrema() == (255, 255):
            return _image(made)
        made.putalpha(mask.resize(wide, Image.Resampling.BILINEAR, box).crop(inner))
        return _image(made)

    def _zoom(self, cut: Cut) -> int | None:
        """The zoom whose tiles are nearest to the piece's scale; None where even the farthest are too small."""
        source = self.book.source
        zoom = round(math.log2(cut.scale / source.tile_px))
        if zoom < source.least_zoom - FARTHER:
            return None
        return max(source.least_zoom, min(source.most_zoom, zoom))

    def _nearest(self, key: Key) -> tuple[Key | None, Image.Image | None]:
        """The tile, or the nearest farther one that covers it."""
        at: Key | None = key
        image = self.book.picture(key)
        if image is None:
            at = self.book.substitute(key)
            image = self.book.picture(at) if at is not None else None
        return at if image is not None else None, image


class Over:
    """Tiles over the city's own ground, a piece at a time. In any thread."""

    def __init__(self, tiles: RasterMaker, below: Maker) -> None:
        self._tiles, self._below = tiles, below

    def picture(self, cut: Cut) -> QImage | None:
        """The piece, opaque. The ground below it is made only where tiles leave holes."""
        above = self._tiles.picture(cut)
        if not above.hasAlphaChannel():
            return above
        below = self._below.picture(cut)
        if below is None:
            return above
        painter = QPainter(below)
        painter.drawImage(0, 0, above)
        painter.end()
        return below


class Borders(PaintedGround):
    """The city's and its districts' borders: drawn on other people's maps, which do not show what is ours."""

    def __init__(
        self, themes: Mapping[str, Sequence[Thing]], theme: Theme, tasks: Tasks, ready: Callable[[], None]
    ) -> None:
        own = [thing for thing in themes.get("areas", ()) if thing.kind in ("kota", "kecamatan")]
        super().__init__({"areas": own}, theme, tasks, ready)
        self._drawn = [drawn for drawn in self._drawn if drawn.row.stroke is Stroke.LINE]

    def steps(self, painter: QPainter, cut: Cut) -> Iterator[None]:
        """Only the lines."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for drawn in self._drawn:
            yield from self._lines(painter, cut, drawn)


class RasterGround:
    """Tiles over the city's own ground, for one canvas."""

    def __init__(
        self,
        raster: Raster,
        below: Ground,
        themes: Mapping[str, Sequence[Thing]],
        theme: Theme,
        tasks: Tasks,
        ready: Callable[[], None],
    ) -> None:
        self._raster, self._below, self._themes = raster, below, themes
        self._tasks, self._ready = tasks, ready
        self._press, self._maker = raster.press(theme)
        self._cutter = Cutter(self._press, ready)
        self._borders = Borders(themes, theme, tasks, ready)
        self._scale = 0.0
        self._asked: dict[Plate, float] = {}  # plates that wait for tiles, since when

    def with_theme(self, theme: Theme) -> RasterGround:
        """The same ground in another theme's colours."""
        self._cutter.stop()
        below = self._below.with_theme(theme)
        return RasterGround(self._raster, below, self._themes, theme, self._tasks, self._ready)

    def stop(self) -> None:
        """The canvas shows another ground, or has been closed."""
        self._cutter.stop()
        self._below.stop()

    @property
    def maker(self) -> Maker | None:
        """What lays tiles over the city's own ground, for a piece made anew; None once one of both has failed."""
        below = self._below.maker
        return None if below is None or self._cutter.strikes else Over(self._maker, below)

    def is_ready(self, cut: Cut) -> bool:
        """Whether the piece can be drawn: with its tiles, or without those that do not come."""
        if cut.scale != self._scale:
            self._scale = cut.scale
            self._asked.clear()
        plate, failed = plate_of(cut), self._cutter.has_failed(cut)
        if not failed and not self._press.has(plate) and self._waits(plate):
            return False
        if not self._borders.is_ready(cut) or not (failed or self._cutter.has(cut)):
            return False
        self._asked.pop(plate, None)
        return self._press.covers(plate) or self._below.is_ready(cut)

    def steps(self, painter: QPainter, cut: Cut) -> Iterator[None]:
        """The city's ground where tiles leave holes, the tiles, the borders."""
        failed = self._cutter.has_failed(cut)
        image, left, top = (None, 0, 0) if failed else self._press.piece(cut)
        if image is None or image.hasAlphaChannel():
            yield from self._below.steps(painter, cut)
        if image is not None:
            painter.drawImage(0, 0, image, left, top, EDGE, EDGE)
        yield from self._borders.steps(painter, cut)

    def finish(self, painter: QPainter, cut: Cut) -> None:
        """The borders, which painters draw over tiles."""
        for _ in self._borders.steps(painter, cut):
            pass

    def _waits(self, plate: Plate) -> bool:
        """Whether the plate's tiles are on their way and may still come in time."""
        if not self._raster.book.want(self._maker.keys(plate.cut())):
            return False
        if time.monotonic() - self._asked.setdefault(plate, time.monotonic()) >= PATIENCE_S:
            return False
        self._raster.look_again()
        return True


def tiles_of_plate(plate: Plate) -> list[Tile]:
    """The tiles that are cut from a plate."""
    side = PER_PLATE
    return [
        Tile(plate.column * side + right, plate.line * side + down) for down in range(side) for right in range(side)
    ]


def _grid(cut: Cut, zoom: int) -> tuple[range, range]:
    """Columns and rows of the tiles that a piece touches."""
    side = 1 << zoom
    west, north, east, south = (min(side - 1, max(0, math.floor(edge * side))) for edge in cut.world(RIM))
    return range(west, east + 1), range(north, south + 1)


def _paste(
    mosaic: Image.Image, mask: Image.Image, image: Image.Image, key: Key, at: Key, corner: tuple[int, int], unit: int
) -> None:
    """Put a tile, or its part of a farther one, into its place."""
    up = key.z - at.z
    if up or image.width != unit:
        part = image.width / (1 << up)
        left, top = (key.x - (at.x << up)) * part, (key.y - (at.y << up)) * part
        image = image.resize((unit, unit), Image.Resampling.BICUBIC, (left, top, left + part, top + part))
    mosaic.paste(image.convert("RGB") if image.mode == "RGBA" else image, corner)
    if image.mode == "RGBA":
        mask.paste(image.getchannel("A"), corner)
    else:
        mask.paste(255, (*corner, corner[0] + unit, corner[1] + unit))


def _image(made: Image.Image) -> QImage:
    """Pillow's picture as Qt's."""
    form = QImage.Format.Format_RGBA8888 if made.mode == "RGBA" else QImage.Format.Format_RGB888
    pixels = made.tobytes()
    raw = QImage(pixels, made.width, made.height, made.width * len(made.mode), form)
    target = QImage.Format.Format_ARGB32_Premultiplied if made.mode == "RGBA" else QImage.Format.Format_RGB32
    return raw.convertToFormat(target)


def _empty(cut: Cut) -> QImage:
    image = QImage(cut.width, cut.height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    return image


def _box(key: Key) -> World:
    side = 1 << key.z
    return key.x / side, key.y / side, (key.x + 1) / side, (key.y + 1) / side
