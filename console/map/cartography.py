"""The ground drawn by mapnik, off the GUI thread: the painters' rows as a style sheet, and pictures made from it.

The sheet is made from the same rows and theme tokens as the painters' own ground, so both look alike. mapnik lets the
GIL go while it draws. Where its package is not installed `survey_of` gives None and the painters draw.
"""

from __future__ import annotations

import importlib
import math
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import ModuleType
from typing import Any
from xml.sax.saxutils import quoteattr

import numpy as np
import numpy.typing as npt
import shapely
from PySide6.QtGui import QColor, QImage

from console.map.painters import PAINTERS, GroundRow, Stroke, at_zoom
from console.map.pens import ROUND_FROM_PX
from console.map.things import CASED_FROM_PX, SEEN_FROM_PX, Thing, things_of
from console.map.tiles import Cut
from console.theme import Theme
from layers.geometry import to_world

HALF_M = math.pi * 6378137.0  # web mercator metres from the middle of the world to its edge
SRS = "epsg:3857"
PER_BREATH = 200  # features taken over before other threads get their turn (about 1 ms)
KEPT_MAPS = 6  # prepared maps that wait for their next picture


@cache
def mapnik() -> ModuleType | None:
    """The package, where it can be had on this machine."""
    try:
        return importlib.import_module("mapnik")
    except (ImportError, OSError):  # not installed, or made for another system
        return None


class Survey:
    """A basemap's features as mapnik takes them: for each row of the painters a source, shared by all pictures."""

    def __init__(self, themes: Mapping[str, Sequence[Thing]], engine: ModuleType) -> None:
        """Slow for a whole city (a fifth of a second): for a thread."""
        self.engine = engine
        self.sources: dict[int, Any] = {}
        shared: dict[tuple[Any, ...], Any] = {}
        for number, row in enumerate(PAINTERS):
            if row.stroke is Stroke.DOT:
                continue
            key = (row.theme, row.kinds, row.every, row.stroke is Stroke.FILL)
            if key not in shared:
                things = things_of(row, themes.get(row.theme, ()))
                shared[key] = self._source([thing.geometry for thing in things]) if things else None
            if shared[key] is not None:
                self.sources[number] = shared[key]

    def _source(self, geometries: Sequence[shapely.Geometry]) -> Any:
        parts = in_metres(shapely.get_parts(np.asarray(geometries, object)))
        boxes = shapely.bounds(parts).reshape(-1, 4)
        sizes = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]).tolist()
        engine = self.engine
        source, fields = engine.MemoryDatasource(), engine.Context()
        fields.push("size")
        for number, (shape, size) in enumerate(zip(shapely.to_wkb(parts).tolist(), sizes, strict=True), 1):
            feature = engine.Feature(fields, number)
            feature.geometry = engine.Geometry.from_wkb(shape)
            feature["size"] = size
            source.add_feature(feature)
            if number % PER_BREATH == 0:
                time.sleep(0.0005)
        source.envelope()  # kept by the source from now on: threads only read
        return source


class Cartographer:
    """Makes pictures of the ground in one theme. `picture` may be called in several threads at once."""

    def __init__(self, survey: Survey, theme: Theme) -> None:
        self._survey, self._theme = survey, theme
        self._maps: list[tuple[tuple[float, float, int, int], Any]] = []
        self._lock = threading.Lock()

    def picture(self, cut: Cut) -> QImage:
        """The piece, opaque. Whatever mapnik raises comes through."""
        engine = self._survey.engine
        key = (cut.zoom, cut.ratio, cut.width, cut.height)
        drawn = self._take(key) or self._map(cut)
        west, north, east, south = ((edge - 0.5) * 2 * HALF_M for edge in cut.world())
        drawn.zoom_to_box(engine.Box2d(west, -south, east, -north))
        image = engine.Image(cut.width, cut.height)
        engine.render(drawn, image)
        with self._lock:
            self._maps = [(key, drawn), *self._maps[: KEPT_MAPS - 1]]
        pixels = image.to_string()
        raw = QImage(pixels, cut.width, cut.height, QImage.Format.Format_RGBX8888)
        return raw.convertToFormat(QImage.Format.Format_RGB32)

    def _take(self, key: tuple[float, float, int, int]) -> Any:
        with self._lock:
            for at, (known, drawn) in enumerate(self._maps):
                if known == key:
                    del self._maps[at]
                    return drawn
        return None

    def _map(self, cut: Cut) -> Any:
        engine = self._survey.engine
        drawn = engine.Map(cut.width, cut.height)
        engine.load_map_from_string(drawn, sheet(self._theme, cut.zoom, cut.ratio, cut.scale))
        drawn.aspect_fix_mode = engine.aspect_fix_mode.RESPECT
        for number, names in styles_of(cut.zoom, cut.ratio):
            if number in self._survey.sources:
                layer = engine.Layer(names[0], SRS)
                layer.datasource = self._survey.sources[number]
                for name in names:
                    layer.styles.append(name)
                drawn.layers.append(layer)
        return drawn


def survey_of(themes: Mapping[str, Sequence[Thing]]) -> Survey | None:
    """The basemap for mapnik; None where mapnik is not."""
    engine = mapnik()
    return None if engine is None else Survey(themes, engine)


def styles_of(zoom: float, ratio: float) -> Iterator[tuple[int, list[str]]]:
    """The rows that are drawn at a zoom, by number, with the names of their styles: casing first."""
    for number, row in enumerate(PAINTERS):
        if row.stroke is not Stroke.DOT and zoom >= row.from_zoom:
            yield number, [f"casing{number}", f"row{number}"] if is_cased(row, zoom, ratio) else [f"row{number}"]


def is_cased(row: GroundRow, zoom: float, ratio: float) -> bool:
    """Whether a row's lines have room for a casing."""
    return row.stroke is Stroke.LINE and bool(row.casing) and at_zoom(row.width, zoom) * ratio >= CASED_FROM_PX * ratio


def sheet(theme: Theme, zoom: float, ratio: float, scale: float) -> str:
    """The style sheet for one zoom, in mapnik's XML. Widths are device pixels; ``scale`` is device pixels per world."""
    rows = [style for number, names in styles_of(zoom, ratio) for style in _styles(number, names, theme, zoom, ratio)]
    size = SEEN_FROM_PX * ratio / scale * 2 * HALF_M
    rules = "".join(
        f"<Style name={quoteattr(name)}><Rule>{f'<Filter>[size] &gt;= {size:.3f}</Filter>' if is_line else ''}"
        f"{symbolizer}</Rule></Style>"
        for name, is_line, symbolizer in rows
    )
    outside = theme.color("map.outside").name()
    return f'<Map srs="{SRS}" background-color="{outside}" buffer-size="{math.ceil(40 * ratio)}">{rules}</Map>'


def _styles(number: int, names: list[str], theme: Theme, zoom: float, ratio: float) -> Iterator[tuple[str, bool, str]]:
    """Name, whether it draws lines, and the symbolizer of each style of a row."""
    row = PAINTERS[number]
    if row.stroke is Stroke.FILL:
        color = theme.color(row.color)
        fill = f'fill="{color.name()}" fill-opacity="{row.alpha:g}"'
        simplify = 'simplify="0.3" simplify-algorithm="douglas-peucker"'  # mapnik's own choice fills holes
        yield names[0], False, f"<PolygonSymbolizer {fill} {simplify}/>"
        return
    width = at_zoom(row.width, zoom) * ratio
    if len(names) > 1:
        yield names[0], True, _line(theme.color(row.casing), width + 2 * row.casing_px * ratio, row)
    token = row.color if len(names) > 1 or not row.thin else row.thin
    yield names[-1], True, _line(theme.color(token), width, row)


def _line(color: QColor, width: float, row: GroundRow) -> str:
    ends = ("round", "round") if width >= ROUND_FROM_PX else ("butt", "bevel")
    dash = ""
    if row.dash:
        ends = ("butt", ends[1])
        lengths = (max(0.5, part / max(1.0, width)) * 1.6 * width for part in row.dash)
        # Not clipped, or the dashes would begin anew at each plate's edge.
        dash = f' clip="false" stroke-dasharray="{",".join(f"{length:.2f}" for length in lengths)}"'
    return (
        f'<LineSymbolizer stroke="{color.name()}" stroke-opacity="{row.alpha:g}" stroke-width="{width:.3f}"'
        f' stroke-linecap="{ends[0]}" stroke-linejoin="{ends[1]}" simplify="0.3"{dash}/>'
    )


def in_metres(geometries: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Degrees to web mercator metres."""

    def moved(lonlat: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        x, y = to_world(lonlat[:, 0], lonlat[:, 1])
        return np.stack(((x - 0.5) * 2 * HALF_M, (0.5 - y) * 2 * HALF_M), axis=1)

    made: npt.NDArray[np.object_] = shapely.transform(geometries, moved)
    return made
