"""Dresses the application in a theme."""

from __future__ import annotations

import gc

from PySide6.QtWidgets import QApplication

from console.theme import Theme


def dress(application: QApplication, theme: Theme) -> None:
    """Palette and style sheet for every window there is and will be.

    Qt walks over all widgets, and they run Python code meanwhile: a collection in the midst of it that frees a
    forgotten widget ends in a segmentation fault (seen). So what is forgotten goes before, and nothing during it.
    """
    sheet = theme.style_sheet()
    gc.collect()
    was_on = gc.isenabled()
    gc.disable()
    try:
        application.setPalette(theme.palette())
        if sheet != application.styleSheet():
            application.setStyleSheet(sheet)
    finally:
        if was_on:
            gc.enable()
