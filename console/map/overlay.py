"""What is drawn afresh with every frame, on top: selection, hover, spider, edge marks, pulses of what is new."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPen, QPixmap

from console.map.arrivals import EdgeMark
from console.map.camera import Camera
from console.map.groups import count_pill, short_count
from console.map.paper import sheet
from console.map.scene import Scene
from console.map.symbols import LARGEST, draw_symbol, pen_of, rounded
from console.theme import Theme
from layers.style import Symbol

Key = tuple[str, str]
Draw = Callable[[QPainter], None]
MOST_STAMPS = 400  # 6 to 30 kB each
MARGIN = 40  # px round the canvas from where something still reaches into it


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
    more: int = 0  # that have no leg

    def leg_at(self, camera: Camera, px: float, py: float) -> Key | None:
        """The leg whose symbol is under a device pixel."""
        x, y = camera.to_screen(self.x, self.y)
        for leg in self.legs:
            if math.hypot(px - x - leg.dx * camera.ratio, py - y - leg.dy * camera.ratio) <= 14 * camera.ratio:
                return leg.key
        return None


def spider_of(keys: Sequence[Key], x: float, y: float, more: int = 0) -> Spider:
    """Spread these round a world place: a circle for a few, a spiral for many; of ``more`` only the number is told."""
    legs = []
    count = len(keys)
    for at, key in enumerate(keys):
        if count <= 10:
            angle, away = 2 * math.pi * at / count - math.pi / 2, max(36.0, 34 * count / (2 * math.pi))
        else:
            angle = 2.2 * math.sqrt(at + 1) * 1.35
            away = 30 + 13.5 * angle / 1.6
        legs.append(Leg(key, away * math.cos(angle), away * math.sin(angle)))
    return Spider(x, y, tuple(legs), more)


class Stamps:
    """Small pictures that many things of an overlay share, each drawn once: a frame with hundreds of them is a copy."""

    def __init__(self) -> None:
        self._made: dict[tuple[object, ...], QPixmap] = {}

    def put(self, painter: QPainter, x: float, y: float, half: float, name: tuple[object, ...], draw: Draw) -> None:
        """The picture of this name with its middle at ``x, y``; ``draw`` draws it round the origin, up to ``half``."""
        pixmap = self._made.get(name)
        if pixmap is None:
            if len(self._made) >= MOST_STAMPS:
                self._made.clear()
            pixmap = self._made[name] = _drawn(half, draw)
        painter.drawPixmap(round(x) - pixmap.width() // 2, round(y) - pixmap.height() // 2, pixmap)


def _drawn(half: float, draw: Draw) -> QPixmap:
    size = 2 * math.ceil(half)
    pixmap, painter = sheet(size, size)
    draw(painter)
    painter.end()
    return pixmap


@dataclass(slots=True)
class Overlay:
    """What the overlay shows now."""

    selected: tuple[Key, ...] = ()
    ticked: tuple[Key, ...] = ()
    hovered: Key | None = None
    spider: Spider | None = None
    pulse: float = 0.0  # 0..1, the phase of the slow pulse
    pulsing: tuple[Key, ...] = ()
    stamps: Stamps = field(default_factory=Stamps)

    def draw(self, painter: QPainter, scene: Scene, camera: Camera, theme: Theme, marks: list[EdgeMark]) -> None:
        """Draw all of it in device pixels of the canvas."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for key in self.pulsing:
            self._pulse(painter, scene, camera, theme, key)
        legs = {leg.key for leg in self.spider.legs} if self.spider else set[Key]()
        if self.hovered is not None and self.hovered not in self.selected and self.hovered not in legs:
            self._ring(painter, scene, camera, theme, self.hovered, chosen=False)
        for key in self.ticked:
            place = scene.place(*key)
            if place is not None and camera.shows(*place, -MARGIN * camera.ratio):
                self._tick(painter, *camera.to_screen(*place), theme, camera.ratio)
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
        if not camera.shows(*place, -MARGIN * camera.ratio):
            return
        ratio, grown = camera.ratio, 1.25 if chosen else 1.1
        half = (symbol.size / 2 * grown + 6) * ratio
        with_symbol = scene.is_point(key[0])

        def draw(stamp: QPainter) -> None:
            if with_symbol:
                draw_symbol(stamp, symbol, theme, 0, 0, ratio * grown)
            draw_ring(stamp, theme, QPointF(0, 0), half, ratio, chosen=chosen)

        name = ("ring", symbol, with_symbol, chosen, theme, ratio)
        self.stamps.put(painter, *camera.to_screen(*place), max(half + 3 * ratio, LARGEST * ratio), name, draw)

    def _tick(self, painter: QPainter, x: float, y: float, theme: Theme, ratio: float) -> None:
        def draw(stamp: QPainter) -> None:
            draw_tick(stamp, 0, 0, theme, ratio)

        self.stamps.put(painter, x, y, 18 * ratio, ("tick", theme, ratio), draw)

    def _pulse(self, painter: QPainter, scene: Scene, camera: Camera, theme: Theme, key: Key) -> None:
        place, symbol = scene.place(*key), scene.symbol(*key)
        if place is None or symbol is None or not scene.is_visible(key[0]):
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
        if spider.more:
            pill = count_pill(f"+{short_count(spider.more)}", theme, 1.3 * ratio)
            painter.drawPixmap(QPointF(x - pill.width() / 2, y - pill.height() / 2), pill)
        for leg in spider.legs:
            symbol = scene.symbol(*leg.key)
            if symbol is None:
                continue
            at = QPointF(x + leg.dx * ratio, y + leg.dy * ratio)
            name, draw = ("leg", symbol, theme, ratio), _leg(symbol, theme, ratio)
            self.stamps.put(painter, at.x(), at.y(), LARGEST * ratio, name, draw)
            if leg.key == self.hovered:
                draw_ring(painter, theme, at, (symbol.size / 2 + 5) * ratio, ratio, chosen=False)


def _leg(symbol: Symbol, theme: Theme, ratio: float) -> Draw:
    return lambda stamp: draw_symbol(stamp, symbol, theme, 0, 0, ratio)


def draw_ring(painter: QPainter, theme: Theme, middle: QPointF, half: float, ratio: float, *, chosen: bool) -> None:
    """A ring with a halo round what is chosen, or only pointed at."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("map.halo", 0.85), 5 * ratio))
    painter.drawEllipse(middle, half, half)
    painter.setPen(QPen(theme.color("map.selection" if chosen else "map.highlight"), 2.4 * ratio))
    painter.drawEllipse(middle, half, half)


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
