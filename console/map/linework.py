"""Lines and areas of the layers as mapnik draws them: pieces of one look each, off the GUI thread and without the GIL.

The looks are those of `console.map.lines`, whose painters draw where mapnik is not.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from PySide6.QtGui import QColor, QImage

from console.map.lines import ARROW_EVERY, ARROWS_FROM, WIDTHS, Sheaf, chevrons
from console.map.painters import at_zoom
from console.map.pens import ROUND_FROM_PX
from console.map.things import SEEN_FROM_PX
from console.map.tiles import Cut
from console.theme import Theme
from layers.style import Symbol

Floats = npt.NDArray[np.float64]
RIM = 24  # px at 100 % round a picture in which a line may lie that can be seen in it


@dataclass(frozen=True, slots=True)
class Piece:
    """Geometry in pixels of the picture, y downwards, and how it is drawn; a width of 0: filled."""

    geometry: shapely.Geometry
    color: QColor
    width: float = 0.0
    dash: tuple[float, ...] = ()  # px


class Draftsman:
    """Draws the sheaves of a moment in one theme. `picture` may be called in several threads at once."""

    def __init__(self, engine: ModuleType, sheaves: Sequence[Sheaf], theme: Theme) -> None:
        self._engine, self._sheaves, self._theme = engine, sheaves, theme

    def picture(self, cut: Cut) -> QImage | None:
        """The piece, transparent where nothing lies; None where nothing lies in all of it."""
        pieces = [piece for sheaf in self._sheaves for piece in pieces_of(sheaf, cut, self._theme)]
        return drawn(self._engine, pieces, cut) if pieces else None


def drawn(engine: ModuleType, pieces: Sequence[Piece], cut: Cut) -> QImage:
    """A picture of the pieces, the last on top. Whatever mapnik raises comes through."""
    page = engine.Map(cut.width, cut.height)
    styles = "".join(
        f'<Style name="s{at}"><Rule>{_symbolizer(piece)}</Rule></Style>' for at, piece in enumerate(pieces)
    )
    engine.load_map_from_string(page, f'<Map srs="epsg:3857" buffer-size="{math.ceil(RIM * cut.ratio)}">{styles}</Map>')
    for at, piece in enumerate(pieces):
        layer = engine.Layer(f"s{at}", "epsg:3857")
        layer.datasource = _source(engine, piece.geometry)
        layer.styles.append(f"s{at}")
        page.layers.append(layer)
    page.zoom_to_box(engine.Box2d(0, -cut.height, cut.width, 0))
    image = engine.Image(cut.width, cut.height)
    engine.render(page, image)
    raw = QImage(image.to_string(), cut.width, cut.height, QImage.Format.Format_RGBA8888)
    return raw.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def _source(engine: ModuleType, geometry: shapely.Geometry) -> Any:
    upwards = shapely.transform(geometry, lambda xy: xy * (1.0, -1.0))
    feature = engine.Feature(engine.Context(), 1)
    feature.geometry = engine.Geometry.from_wkb(shapely.to_wkb(upwards))
    source = engine.MemoryDatasource()
    source.add_feature(feature)
    return source


def _symbolizer(piece: Piece) -> str:
    color, alpha = piece.color.name(), piece.color.alphaF()
    if not piece.width:
        return f'<PolygonSymbolizer fill="{color}" fill-opacity="{alpha:.3f}"/>'
    ends = ("round", "round") if piece.width >= ROUND_FROM_PX else ("butt", "bevel")
    dash = ""
    if piece.dash:  # not clipped, or the dashes would begin anew at each picture's edge
        ends = ("butt", ends[1])
        dash = f' clip="false" stroke-dasharray="{",".join(f"{part:.2f}" for part in piece.dash)}"'
    return (
        f'<LineSymbolizer stroke="{color}" stroke-opacity="{alpha:.3f}" stroke-width="{piece.width:.3f}"'
        f' stroke-linecap="{ends[0]}" stroke-linejoin="{ends[1]}"{dash}/>'
    )


def pieces_of(sheaf: Sheaf, cut: Cut, theme: Theme) -> Iterator[Piece]:
    """What a picture shows of a layer."""
    return _areas(sheaf, cut, theme) if sheaf.is_area else _lines(sheaf, cut, theme)


def _lines(sheaf: Sheaf, cut: Cut, theme: Theme) -> Iterator[Piece]:
    grow = at_zoom(WIDTHS, cut.zoom) * cut.ratio
    found = sheaf.paths.within(*cut.world(12 * grow))
    found = found[sheaf.paths.sizes[found] * cut.scale >= SEEN_FROM_PX * cut.ratio]
    if not len(found):
        return
    thin = shapely.simplify(sheaf.paths.lines[found], 0.5 / cut.scale, preserve_topology=False)
    points, owner = shapely.get_coordinates(thin, return_index=True)
    points = points * cut.scale - (cut.left, cut.top)
    lines = shapely.linestrings(points, indices=owner)
    symbols = [sheaf.symbols[part] for part in sheaf.paths.part_of[found].tolist()]
    looks = sorted(set(symbols), key=lambda symbol: (symbol.rank, symbol.color, symbol.size, symbol.hatch))
    numbers = {symbol: number for number, symbol in enumerate(looks)}
    look_of = np.array([numbers[symbol] for symbol in symbols])
    together = [shapely.multilinestrings(lines[look_of == number]) for number in range(len(looks))]
    casing = theme.color("map.traffic_casing", 0.85)
    for look, shape in zip(looks, together, strict=True):
        yield Piece(shape, casing, look.size * grow + 2.4 * cut.ratio)
    for look, shape in zip(looks, together, strict=True):
        width = look.size * grow
        yield Piece(shape, theme.color(look.color, 0.55 if sheaf.stale else 1.0), width)
        if look.hatch or sheaf.stale:
            thinner = max(1.0, width * 0.38)
            color = theme.color("map.traffic_arrow" if look.hatch else "map.hatch", 0.8)
            yield Piece(shape, color, thinner, (2.2 * thinner, 3.2 * thinner))
    if cut.zoom >= ARROWS_FROM:
        starts = np.searchsorted(owner, np.arange(len(found) + 1))
        yield from _arrows(points, starts, looks, look_of, cut, theme, grow)


def _arrows(
    points: Floats,
    starts: npt.NDArray[np.int64],
    looks: Sequence[Symbol],
    look_of: npt.NDArray[np.int64],
    cut: Cut,
    theme: Theme,
    grow: float,
) -> Iterator[Piece]:
    """Small chevrons in the direction of travel; those of one look in one piece."""
    found = chevrons(points, starts, 1.0, ARROW_EVERY * cut.ratio)
    rim = 16 * cut.ratio
    near = ((found.places > -rim) & (found.places < (cut.width + rim, cut.height + rim))).all(axis=1)
    for number, look in enumerate(looks):
        mine = near & (look_of[found.lines] == number)
        if look.hatch or not mine.any():
            continue
        size = max(2.2 * cut.ratio, look.size * grow * 0.42)
        places, ways = found.places[mine], found.ways[mine] * size
        aside = np.stack((-ways[:, 1], ways[:, 0]), axis=1) * 0.7
        corners = np.stack((places - 0.6 * ways + aside, places + 0.6 * ways, places - 0.6 * ways - aside), axis=1)
        width = max(1.2 * cut.ratio, look.size * grow * 0.24)
        shape = shapely.multilinestrings(shapely.linestrings(corners))
        yield Piece(shape, theme.color("map.traffic_arrow", 0.9), width)


def _areas(sheaf: Sheaf, cut: Cut, theme: Theme) -> Iterator[Piece]:
    """A thin wash, an outline, and a hatch that runs on from picture to picture."""
    paths = sheaf.paths
    found = paths.within(*cut.world(4))
    frame = shapely.box(-RIM, -RIM, cut.width + RIM, cut.height + RIM)
    for owner in sorted(set(paths.part_of[found].tolist()), key=lambda owner: (sheaf.symbols[owner].rank, owner)):
        symbol = sheaf.symbols[owner]
        rings = shapely.simplify(paths.lines[paths.part_of == owner], 0.5 / cut.scale, preserve_topology=False)
        rings = shapely.transform(rings, lambda xy: xy * cut.scale - (cut.left, cut.top))
        area = shapely.build_area(shapely.multilinestrings(rings))
        yield Piece(area, theme.color(symbol.color, 0.07))
        yield Piece(shapely.multilinestrings(rings), theme.color(symbol.color, 0.9), 2.0 * cut.ratio)
        slants = shapely.intersection(_slants(cut, 14.0 if symbol.hatch == "dense" else 26.0), frame & area)
        if not shapely.is_empty(slants):
            yield Piece(slants, theme.color(symbol.color, 0.32), 1.2 * cut.ratio)


def _slants(cut: Cut, every: float) -> shapely.Geometry:
    """Slanting lines in absolute pixels, all over the picture."""
    step, corner = every * cut.ratio, cut.left + cut.top
    at = np.arange(math.floor((corner - 2 * RIM) / step), math.ceil((corner + cut.width + cut.height) / step) + 1)
    x = at * step - corner
    high = cut.height + RIM
    ends = np.stack((np.stack((x + RIM, np.full_like(x, -RIM)), 1), np.stack((x - high, np.full_like(x, high)), 1)), 1)
    return shapely.multilinestrings(shapely.linestrings(ends))
