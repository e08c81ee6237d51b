"""Pictograms in the theme's colours, by their Material Design name; drawn once per size and colour."""

from __future__ import annotations

from functools import lru_cache

import qtawesome
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QPixmap

from console.theme import Theme

UNKNOWN = "mdi6.help-circle-outline"  # a profile may name an icon that this font does not have


def icon(theme: Theme, name: str, tone: str = "text") -> QIcon:
    """The icon in a colour of the theme; greyed where the widget is disabled."""
    return _icon(name or UNKNOWN, theme.color(tone).name(), theme.color("disabled").name())


def pixmap(theme: Theme, name: str, tone: str, side: int, ratio: float = 1.0) -> QPixmap:
    """The icon as a picture of `side` device-independent pixels, sharp at the screen's pixel ratio."""
    return _pixmap(name or UNKNOWN, theme.color(tone).name(), side, ratio)


@lru_cache(maxsize=512)
def _icon(name: str, color: str, disabled: str) -> QIcon:
    try:
        made: QIcon = qtawesome.icon(name, color=color, color_disabled=disabled)
    except Exception:  # noqa: BLE001 - qtawesome raises a bare Exception for a name that the font lacks
        made = qtawesome.icon(UNKNOWN, color=color, color_disabled=disabled)
    return made


@lru_cache(maxsize=2048)
def _pixmap(name: str, color: str, side: int, ratio: float) -> QPixmap:
    return _icon(name, color, color).pixmap(QSize(side, side), ratio)
