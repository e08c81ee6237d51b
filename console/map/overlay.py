"""What is drawn afresh with every frame, on top: selection, hover, spider, edge marks, pulses of what is new."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPen

from console.map.arrivals import EdgeMark
from console.map.camera import Camera
from console.map.scene import Scene
from console.map.symbols import draw_symbol, pen_of, rounded
from console.theme import Theme

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Leg:
    """One symbol of a spider: whose it is, and where it stands relative to the middle, in px at 100 %."""

    key: Key
    dx: float
    dy: float


@dataclass(frozen=True, slots=True)
class Spider:
    """Symbols that share a spot, spread round it so that each can be chosen. The middle is in world."""

    x: float
    y: float
    legs: tuple[Leg, ...]

    def leg_at(self, camera: Camera, px: float, py: float) -> Key | None:
        """The leg whose symbol is under a device pixel."""
        x, y = camera.to_screen(self.x, self.y)
        for leg in self.legs:
            if math.hypot(px - x - leg.dx * camera.ratio, py - y - leg.dy * camera.ratio) <= 14 * camera.ratio:
                return leg.key
        return None


def spider_of(keys: list[Key], x: float, y: float) -> Spider:
    """Spread these round a world place: a circle for a few, a spiral for many."""
    legs = []
    count = len(keys)
    for at, key in enumerate(keys):
        if count <= 10:
            angle, away = 2 * math.pi * at / count - math.pi / 2, max(36.0, 34 * count / (2 * math.pi))
        else:
            angle = 2.2 * math.sqrt(at + 1) * 1.35
            away = 30 + 13.5 * angle / 1.6
        legs.append(Leg(key, away * math.cos(angle), away * math.sin(angle)))
    return Spider(x, y, tuple(legs))


@dataclass(slots=True)
class Overlay:
    """What the overlay shows now."""

    selected: tuple[Key, ...] = ()
    ticked: tuple[Key, ...] = ()
    hovered: Key | None = None
    spider: Spider | None = None
    pulse: float = 0.0  # 0..1, the phase of the slow pulse
    pulsing: tuple[Key, ...] = ()

    def draw(self, painter: QPainter, scene: Scene, camera: Camera, theme: Theme, marks: list[EdgeMark]) -> None:
        """Draw all of it in device pixels of the canvas."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for key in self.pulsing:
            self._pulse(painter, scene, camera, theme, key)
        if self.hovered is not None and self.hovered not in self.selected:
            self._ring(painter, scene, camera, theme, self.hovered, chosen=False)
        for key in self.ticked:
            place = scene.place(*key)
            if place is not None and camera.shows(*place):
                draw_tick(painter, *camera.to_screen(*place), theme, camera.ratio)
        for key in self.selected:
            self._ring(painter, scene, camera, theme, key, chosen=True)
        if self.spider is not None:
            self._spider(painter, self.spider, scene, camera, theme)
        for mark in marks:
            draw_mark(painter, mark, theme, camera.ratio)

    def _ring(self, painter: QPainter, scene: Scene, camera: Camera, theme: Theme, key: Key, *, chosen: bool) -> None:
        place, symbol = scene.place(*key), scene.symbol(*key)
        if place is None or symbol is None:
            return
        x, y = map(round, camera.to_screen(*place))
        if scene.is_point(key[0]):
            draw_symbol(painter, symbol, theme, x, y, camera.ratio * (1.25 if chosen else 1.1))
        half = (symbol.size / 2 * (1.25 if chosen else 1.1) + 6) * camera.ratio
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("map.halo", 0.85), 5 * camera.ratio))
        painter.drawEllipse(QPointF(x, y), half, half)
        painter.setPen(QPen(theme.color("map.selection" if chosen else "map.highlight"), 2.4 * camera.ratio))
        painter.drawEllipse(QPointF(x, y), half, half)

    def _pulse(self, painter: QPainter, scene: Scene, camera: Camera, theme: Theme, key: Key) -> None:
        place, symbol = scene.place(*key), scene.symbol(*key)
        if place is None or symbol is None:
            return
        x, y = camera.to_screen(*place)
        half = (symbol.size / 2 + 4 + 18 * self.pulse) * camera.ratio
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color(symbol.color, 0.75 * (1 - self.pulse)), 2.5 * camera.ratio))
        painter.drawEllipse(QPointF(x, y), half, half)

    def _spider(self, painter: QPainter, spider: Spider, scene: Scene, camera: Camera, theme: Theme) -> None:
        x, y = camera.to_screen(spider.x, spider.y)
        ratio = camera.ratio
        for width, token, alpha in ((3.4, "map.halo", 0.9), (1.4, "map.group_ring", 1.0)):
            painter.setPen(pen_of(theme.color(token, alpha), width * ratio))
            for leg in spider.legs:
                painter.drawLine(QPointF(x, y), QPointF(x + leg.dx * ratio, y + leg.dy * ratio))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("map.group_ring"))
        painter.drawEllipse(QPointF(x, y), 4 * ratio, 4 * ratio)
        for leg in spider.legs:
            symbol = scene.symbol(*leg.key)
            if symbol is not None:
                draw_symbol(painter, symbol, theme, x + leg.dx * ratio, y + leg.dy * ratio, ratio)


def draw_mark(painter: QPainter, mark: EdgeMark, theme: Theme, ratio: float) -> None:
    """An arrow at the edge with the number of new things that lie that way."""
    half = 14 * ratio
    tip = half + 9 * ratio
    way = QPointF(math.cos(mark.angle), math.sin(mark.angle))
    side = QPointF(-way.y(), way.x())
    middle = QPointF(mark.x, mark.y)
    arrow = rounded(
        [
            middle + way * tip,
            middle + way * (half * 0.5) + side * (half * 0.8),
            middle + way * (half * 0.5) - side * (half * 0.8),
        ],
        2 * ratio,
    )
    path = QPainterPath()
    path.addEllipse(middle, half, half)
    path = path.united(arrow)
    painter.setPen(pen_of(theme.color("map.halo"), 2 * ratio))
    painter.setBrush(theme.color("accent"))
    painter.drawPath(path)
    font: QFont = theme.font("small", 700)
    font.setPixelSize(round(12 * ratio))
    painter.setFont(font)
    painter.setPen(theme.color("on_accent"))
    text = str(mark.count) if mark.count < 100 else "99+"
    painter.drawText(QRectF(mark.x - half, mark.y - half, 2 * half, 2 * half), Qt.AlignmentFlag.AlignCenter, text)


def draw_tick(painter: QPainter, x: float, y: float, theme: Theme, ratio: float) -> None:
    """A tick at the upper left of a symbol that was ticked."""
    half = 6.5 * ratio
    middle = QPointF(x - 9 * ratio, y - 9 * ratio)
    painter.setPen(QPen(theme.color("map.halo"), 1.6 * ratio))
    painter.setBrush(theme.color("accent"))
    painter.drawEllipse(middle, half, half)
    painter.setPen(pen_of(theme.color("on_accent"), 2 * ratio))
    corners = ((-0.45, 0.05), (-0.1, 0.4), (0.5, -0.35))
    painter.drawPolyline([QPointF(middle.x() + dx * half, middle.y() + dy * half) for dx, dy in corners])
