"""A picture kept while the scale changes, shown larger or smaller until tiles of the new scale are there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QPainter, QPixmap

from console.map.camera import Camera


class Still:
    """What a camera showed, with a margin, as it was then."""

    def __init__(self, camera: Camera, margin: int, draw: Callable[[QPainter, QRect], None]) -> None:
        """``draw`` draws a rectangle of the canvas, with the camera as it is now."""
        self._view, self._scale = camera.view, camera.scale
        self._pixmap = QPixmap(camera.width + 2 * margin, camera.height + 2 * margin)
        painter = QPainter(self._pixmap)
        painter.translate(margin, margin)
        draw(painter, QRect(-margin, -margin, self._pixmap.width(), self._pixmap.height()))
        painter.end()

    def draw(self, painter: QPainter, camera: Camera) -> None:
        """Show it where it belongs in the camera's present view."""
        left, top = camera.origin()
        factor = camera.scale / self._scale
        painter.save()
        painter.translate(self._view.x * camera.scale - left, self._view.y * camera.scale - top)
        painter.scale(factor, factor)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(QPointF(-self._pixmap.width() / 2, -self._pixmap.height() / 2), self._pixmap)
        painter.restore()
