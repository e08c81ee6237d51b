"""The city with its reports, drawn by a painter: the map of the PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import shapely
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF
from shapely.geometry.base import BaseGeometry

from console.shiftreport.ground import Dot, Look, Piece, bounds, pieces
from console.shiftreport.input import ShiftInput
from console.theme import Theme
from layers.geometry import to_world


class Frame:
    """Where on the paper a place lies: the city's bounds, as large as they fit into a box, in web mercator."""

    def __init__(self, box: QRectF, extent: tuple[float, float, float, float]) -> None:
        """`extent` is west, south, east, north in degrees."""
        west, south, east, north = extent
        (left, top), (right, bottom) = (map(float, to_world(*corner)) for corner in ((west, north), (east, south)))
        self._scale = min(box.width() / (right - left), box.height() / (bottom - top)) * 0.96
        self._x = box.center().x() - (left + right) / 2 * self._scale
        self._y = box.center().y() - (top + bottom) / 2 * self._scale

    def point(self, lon: float, lat: float) -> QPointF:
        """A place in degrees as a point of the paper."""
        x, y = to_world(lon, lat)
        return QPointF(self._x + float(x) * self._scale, self._y + float(y) * self._scale)

    def line(self, geometry: BaseGeometry) -> QPolygonF:
        """The vertices of a line or ring."""
        lons, lats = shapely.get_coordinates(geometry).T
        xs, ys = to_world(lons, lats)
        points = zip((self._x + xs * self._scale).tolist(), (self._y + ys * self._scale).tolist(), strict=True)
        return QPolygonF([QPointF(x, y) for x, y in points])


def draw_city(
    painter: QPainter, box: QRectF, given: ShiftInput, dots: Iterable[Dot], theme: Theme, font: QFont, px: float
) -> None:
    """Draw ground, names and dots into `box`; `px` is how many units of the painter a CSS pixel has."""
    painter.save()
    painter.setClipRect(box)
    painter.fillRect(box, theme.color("map.outside"))
    frame = Frame(box, bounds(given))
    named: list[Piece] = []
    for look, found in pieces(given):
        _draw_ground(painter, frame, look, found, theme, px)
        named += [piece for piece in found if piece.label]
    for dot in dots:
        _draw_dot(painter, frame, dot, theme, px)
    for piece in named:
        _draw_name(painter, frame, piece, theme, font)
    painter.restore()


def _draw_ground(painter: QPainter, frame: Frame, look: Look, found: list[Piece], theme: Theme, px: float) -> None:
    pen = QPen(Qt.PenStyle.NoPen)
    if look.line:
        style = Qt.PenStyle.CustomDashLine if look.dashed else Qt.PenStyle.SolidLine
        pen = QPen(theme.color(look.line), look.width * px, style, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin)
        if look.dashed:
            pen.setDashPattern([4.0, 3.0])
    painter.setPen(pen)
    painter.setBrush(theme.color(look.fill) if look.fill else Qt.BrushStyle.NoBrush)
    for piece in found:
        painter.drawPath(_path(frame, piece.geometry))


def _path(frame: Frame, geometry: BaseGeometry) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            for ring in _rings(part):
                path.addPolygon(frame.line(ring))
                path.closeSubpath()
        elif part.geom_type == "LineString":
            path.addPolygon(frame.line(part))
    return path


def _rings(polygon: BaseGeometry) -> Iterator[BaseGeometry]:
    yield shapely.get_exterior_ring(polygon)
    for index in range(shapely.get_num_interior_rings(polygon)):
        yield shapely.get_interior_ring(polygon, index)


def _draw_dot(painter: QPainter, frame: Frame, dot: Dot, theme: Theme, px: float) -> None:
    ring = theme.color("late") if dot.late else theme.color("map.symbol_edge")
    painter.setPen(QPen(ring, (2.2 if dot.late else 1.0) * px))
    painter.setBrush(theme.color(dot.symbol.color))
    painter.drawEllipse(frame.point(dot.lon, dot.lat), dot.radius * 0.8 * px, dot.radius * 0.8 * px)


def _draw_name(painter: QPainter, frame: Frame, piece: Piece, theme: Theme, font: QFont) -> None:
    metrics = QFontMetricsF(font, painter.device())
    at = frame.point(*(piece.label or (0.0, 0.0)))
    corner = QPointF(at.x() - metrics.horizontalAdvance(piece.name) / 2, at.y() + metrics.capHeight() / 2)
    path = QPainterPath()
    path.addText(corner, _sized(font, painter), piece.name)
    halo: QColor = theme.color("map.halo", 0.85)
    painter.strokePath(
        path,
        QPen(
            halo, metrics.capHeight() * 0.45, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        ),
    )
    painter.setFont(font)
    painter.setPen(theme.color("map.label_district"))
    painter.drawText(corner, piece.name)


def _sized(font: QFont, painter: QPainter) -> QFont:
    """The font for a path: paths know no device, so its points are said in the device's pixels."""
    sized = QFont(font)
    sized.setPixelSize(round(font.pointSizeF() * painter.device().logicalDpiY() / 72))
    return sized
