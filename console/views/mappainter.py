"""What paints a map, as the settings say: the processor, or a graphics card where one can be had."""

from __future__ import annotations

import logging

from PySide6.QtCore import QSettings

from console.map.screen import measured, why_not_gl
from console.map.surface import MapSurface
from console.settings import MAP_MEASURED, MAP_RENDERER

log = logging.getLogger(__name__)


def paint_as_set(surface: MapSurface, store: QSettings) -> None:
    """At the first start what is faster is measured and kept; where there is no OpenGL the processor paints."""
    wanted = MAP_RENDERER.read(store)
    if wanted == "measure":
        wanted = MAP_MEASURED.read(store)
        if not wanted:
            wanted = measured()
            MAP_MEASURED.write(store, wanted)
    elif wanted == "gl" and (why := why_not_gl()):
        log.warning("%s; the processor paints the map", why)
        wanted = "raster"
    surface.use_gl(wanted == "gl")
