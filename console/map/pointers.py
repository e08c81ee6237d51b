"""Numbers from numpy to Qt without a Python loop: the two undocumented pointer tricks, and a slow way beside them.

`shiboken6.wrapInstance` lays a QPainter.PixmapFragment over a numpy buffer; `shiboken6.VoidPtr` opens a QPolygonF's
memory. Both are tried once against the slow way; where they do not agree the slow way is used. tests/qt/map holds both.
"""

from __future__ import annotations

import logging
from functools import cache

import numpy as np
import numpy.typing as npt
import shiboken6
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPixmap, QPolygonF

log = logging.getLogger(__name__)
Floats = npt.NDArray[np.float64]
FIELDS = 10  # x, y, source left, source top, width, height, scale x, scale y, rotation, opacity: all qreal


class Sprites:
    """Draws many cells of one atlas. Positions are whole pixels of the painter; cells are squares of even size."""

    def __init__(self, cell_px: int) -> None:
        self._cell = cell_px
        self._buffer = np.zeros((0, FIELDS))
        self._head: QPainter.PixmapFragment | None = None

    def draw(self, painter: QPainter, atlas: QPixmap, x: Floats, y: Floats, left: Floats, top: Floats) -> None:
        """Sprites whose middles stand at ``x, y``, cut from the atlas at ``left, top``; the last lies on top."""
        count = len(x)
        if not count:
            return
        if not fragments_work():
            half = self._cell // 2
            for at in range(count):
                painter.drawPixmap(
                    int(x[at]) - half, int(y[at]) - half, atlas, int(left[at]), int(top[at]), self._cell, self._cell
                )
            return
        self._reserve(count)
        rows = self._buffer[:count]
        rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3] = x, y, left, top
        painter.drawPixmapFragments(self._head, count, atlas)  # type: ignore[arg-type]

    def _reserve(self, count: int) -> None:
        if count <= len(self._buffer):
            return
        self._buffer = np.zeros((max(1024, count * 2), FIELDS))
        self._buffer[:, 4:6] = self._cell
        self._buffer[:, 6:8] = 1.0
        self._buffer[:, 9] = 1.0
        self._head = _fragment_at(self._buffer)


def polygon(points: Floats) -> QPolygonF:
    """An (n, 2) array as QPolygonF."""
    if not polygons_work():
        return _slow_polygon(points)
    return _fast_polygon(np.ascontiguousarray(points, np.float64))


@cache
def fragments_work() -> bool:
    """Whether the fragment trick holds here: a wrapped buffer reads back as what numpy wrote."""
    buffer = np.arange(FIELDS, dtype=np.float64).reshape(1, FIELDS)
    try:
        head = _fragment_at(buffer)
        seen = (head.x, head.y, head.sourceLeft, head.sourceTop, head.width, head.height)
        works = seen == (0.0, 1.0, 2.0, 3.0, 4.0, 5.0) and head.opacity == 9.0
    except (AttributeError, TypeError, RuntimeError, SystemError):
        works = False
    if not works:
        log.warning("pixmap fragments can't be laid over numpy here; symbols are drawn one by one")
    return works


@cache
def polygons_work() -> bool:
    """Whether a QPolygonF can be filled through its memory here."""
    points = np.array([[1.5, 2.5], [3.5, 4.5]])
    try:
        works = bool(_fast_polygon(points) == _slow_polygon(points))
    except (AttributeError, TypeError, RuntimeError, SystemError):
        works = False
    if not works:
        log.warning("polygons can't be filled through their memory here; they are made point by point")
    return works


def _fragment_at(buffer: Floats) -> QPainter.PixmapFragment:
    return shiboken6.wrapInstance(buffer.ctypes.data, QPainter.PixmapFragment)  # type: ignore[return-value]


def _fast_polygon(points: Floats) -> QPolygonF:
    shape = QPolygonF()
    shape.resize(len(points))
    memory = shiboken6.VoidPtr(shape.data(), len(points) * 16, True)  # type: ignore[call-arg, arg-type]
    np.frombuffer(memory, np.float64)[:] = points.ravel()  # type: ignore[call-overload]
    return shape


def _slow_polygon(points: Floats) -> QPolygonF:
    return QPolygonF([QPointF(float(x), float(y)) for x, y in points])
