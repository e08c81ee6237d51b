"""Small transparent pictures that are drawn once and copied from then on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap


def blank(width: int, height: int) -> tuple[QPixmap, QPainter]:
    """A transparent picture of so many pixels, and a smooth painter on it; whoever asks ends the painter."""
    pixmap = QPixmap(width, height)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return pixmap, painter


def sheet(width: int, height: int) -> tuple[QPixmap, QPainter]:
    """The same with the painter's origin in the middle."""
    pixmap, painter = blank(width, height)
    painter.translate(width / 2, height / 2)
    return pixmap, painter
