"""The shapes of states, clocks and priorities: colour is never alone, so each has a shape as well as a word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.domain.deadlines import ClockState
from console.domain.reports import Priority, Status
from console.theme import Theme


@dataclass(frozen=True, slots=True)
class Look:
    """A shape of SHAPES and a colour token."""

    shape: str
    tone: str


STATUS_LOOKS: dict[Status, Look] = {
    Status.NEW: Look("dot", "accent"),
    Status.VERIFIED: Look("ring", "accent"),
    Status.ASSIGNED: Look("arrow", "accent"),
    Status.REFUSED: Look("cross", "late"),
    Status.ACCEPTED: Look("quarter", "accent"),
    Status.IN_PROGRESS: Look("half", "accent"),
    Status.DONE_CLAIMED: Look("most", "soon"),
    Status.RESOLVED: Look("tick", "ok"),
    Status.REOPENED: Look("triangle", "soon"),
    Status.WAITING_CITIZEN: Look("question", "muted"),
    Status.ON_HOLD: Look("pause", "muted"),
    Status.REJECTED: Look("box", "muted"),
    Status.DUPLICATE: Look("twins", "muted"),
}
CLOCK_LOOKS: dict[ClockState, Look] = {
    ClockState.NONE: Look("none", "muted"),
    ClockState.STOPPED: Look("pause", "muted"),
    ClockState.OK: Look("clock", "ok"),
    ClockState.SOON: Look("triangle", "soon"),
    ClockState.LATE: Look("alarm", "late"),
}
PRIORITY_LOOKS: dict[Priority, Look] = {
    Priority.LOW: Look("down", "muted"),
    Priority.NORMAL: Look("dash", "muted"),
    Priority.HIGH: Look("up", "soon"),
    Priority.EMERGENCY: Look("alarm", "late"),
}


class Themed:
    """A widget that paints with the theme's colours itself."""

    theme: Theme

    def set_theme(self, theme: Theme) -> None:
        """Paint with these colours from now on."""
        self.theme = theme
        if isinstance(self, QWidget):
            self.update()


def spread_theme(root: QWidget, theme: Theme) -> None:
    """Give the theme to every Themed widget below `root`."""
    for child in root.findChildren(QWidget):
        if isinstance(child, Themed):
            child.set_theme(theme)


class Mark(QWidget, Themed):
    """One shape of 16 px in its colour. It says nothing to a screen reader: the word beside it does."""

    def __init__(self, theme: Theme, look: Look | None = None, size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.look = look or Look("none", "muted")
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_look(self, look: Look) -> None:
        """Another shape or colour."""
        if look != self.look:
            self.look = look
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_shape(painter, QRectF(self.rect()), self.look.shape, self.theme.color(self.look.tone))
        painter.end()


def draw_shape(painter: QPainter, rect: QRectF, shape: str, color: QColor) -> None:
    """The shape, filling a square in the middle of `rect`."""
    side = min(rect.width(), rect.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center())
    painter.scale(side / 16, side / 16)
    pen = QPen(color, 2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    SHAPES[shape](painter, color)
    painter.restore()


# Each draws in a square from -8 to 8 with a pen of 2 in the colour.


def _none(painter: QPainter, color: QColor) -> None:
    pass


def _dot(painter: QPainter, color: QColor) -> None:
    painter.setBrush(color)
    painter.drawEllipse(QPointF(0, 0), 5, 5)


def _ring(painter: QPainter, color: QColor) -> None:
    painter.drawEllipse(QPointF(0, 0), 5, 5)


def _pie(share: float) -> Callable[[QPainter, QColor], None]:
    def draw(painter: QPainter, color: QColor) -> None:
        painter.drawEllipse(QPointF(0, 0), 6, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPie(QRectF(-5.5, -5.5, 11, 11), 90 * 16, -round(360 * 16 * share))

    return draw


def _arrow(painter: QPainter, color: QColor) -> None:
    painter.drawLine(QPointF(-6, 0), QPointF(6, 0))
    painter.drawPolyline(QPolygonF([QPointF(1, -5), QPointF(6, 0), QPointF(1, 5)]))


def _cross(painter: QPainter, color: QColor) -> None:
    painter.drawLine(QPointF(-5, -5), QPointF(5, 5))
    painter.drawLine(QPointF(-5, 5), QPointF(5, -5))


def _tick(painter: QPainter, color: QColor) -> None:
    painter.drawPolyline(QPolygonF([QPointF(-6, 0), QPointF(-2, 5), QPointF(6, -5)]))


def _triangle(painter: QPainter, color: QColor) -> None:
    painter.setBrush(color)
    painter.drawPolygon(QPolygonF([QPointF(0, -5.5), QPointF(6, 5), QPointF(-6, 5)]))


def _alarm(painter: QPainter, color: QColor) -> None:
    """A filled diamond with an exclamation mark left out: late, or an emergency."""
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(0, -8), QPointF(8, 0), QPointF(0, 8), QPointF(-8, 0), QPointF(0, -8)]))
    path.addRoundedRect(QRectF(-1, -4.4, 2, 5.2), 1, 1)
    path.addEllipse(QPointF(0, 3.4), 1.2, 1.2)
    painter.fillPath(path, color)  # the path's odd-even rule leaves the mark out


def _question(painter: QPainter, color: QColor) -> None:
    painter.drawArc(QRectF(-4, -7, 8, 8), -60 * 16, 240 * 16)
    painter.drawLine(QPointF(0.6, 1.6), QPointF(0, 3))
    painter.drawPoint(QPointF(0, 6.6))


def _pause(painter: QPainter, color: QColor) -> None:
    painter.drawLine(QPointF(-3, -5), QPointF(-3, 5))
    painter.drawLine(QPointF(3, -5), QPointF(3, 5))


def _box(painter: QPainter, color: QColor) -> None:
    painter.drawRect(QRectF(-6, -2, 12, 8))
    painter.drawLine(QPointF(-7, -5.5), QPointF(7, -5.5))
    painter.drawLine(QPointF(-2, 1.5), QPointF(2, 1.5))


def _twins(painter: QPainter, color: QColor) -> None:
    painter.drawEllipse(QPointF(-2.6, 0), 4.4, 4.4)
    painter.drawEllipse(QPointF(2.6, 0), 4.4, 4.4)


def _clock(painter: QPainter, color: QColor) -> None:
    painter.drawEllipse(QPointF(0, 0), 6.5, 6.5)
    painter.drawPolyline(QPolygonF([QPointF(0, -3.4), QPointF(0, 0.4), QPointF(2.6, 2)]))


def _up(painter: QPainter, color: QColor) -> None:
    painter.drawPolyline(QPolygonF([QPointF(-5, 0), QPointF(0, -5), QPointF(5, 0)]))
    painter.drawPolyline(QPolygonF([QPointF(-5, 6), QPointF(0, 1), QPointF(5, 6)]))


def _down(painter: QPainter, color: QColor) -> None:
    painter.drawPolyline(QPolygonF([QPointF(-5, -2), QPointF(0, 3), QPointF(5, -2)]))


def _dash(painter: QPainter, color: QColor) -> None:
    painter.drawLine(QPointF(-5, 0), QPointF(5, 0))


SHAPES: dict[str, Callable[[QPainter, QColor], None]] = {
    "none": _none,
    "dot": _dot,
    "ring": _ring,
    "quarter": _pie(0.25),
    "half": _pie(0.5),
    "most": _pie(0.75),
    "arrow": _arrow,
    "cross": _cross,
    "tick": _tick,
    "triangle": _triangle,
    "alarm": _alarm,
    "question": _question,
    "pause": _pause,
    "box": _box,
    "twins": _twins,
    "clock": _clock,
    "up": _up,
    "down": _down,
    "dash": _dash,
}
