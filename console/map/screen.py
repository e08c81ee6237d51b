"""The map on OpenGL: the same painters on a QOpenGLWidget, where a machine has a graphics card. Never required."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QOffscreenSurface, QOpenGLContext, QPainter, QPixmap
from PySide6.QtOpenGL import QOpenGLFramebufferObject, QOpenGLPaintDevice
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QWidget

from console.map.tiles import EDGE

GL_RENDERER = 0x1F01
SOFTWARE = ("llvmpipe", "softpipe", "swiftshader", "software")
TRIED = QSize(1920, 1080)  # pixels of a picture by which the two are compared
FRAMES = 12
WORTH_IT = 1.3  # so many times faster must a card be
log = logging.getLogger(__name__)


class GlScreen(QOpenGLWidget):
    """Lies over the map, takes nothing from it, and is painted by it."""

    def __init__(self, under: QWidget, paint: Callable[[QPainter], None]) -> None:
        super().__init__(under)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._paint = paint

    def paintGL(self) -> None:  # noqa: N802  # Qt calls it so
        painter = QPainter(self)
        self._paint(painter)
        painter.end()


class Card:
    """A context of OpenGL without a window, to ask what there is. Says in `why_not` when there is none."""

    def __init__(self) -> None:
        self.name = ""
        self.why_not = ""
        self._surface = QOffscreenSurface()
        self._context = QOpenGLContext()
        if not self._context.create():
            self.why_not = "OpenGL can't be had here: no context can be made on this screen"
            return
        self._surface.setFormat(self._context.format())
        self._surface.create()
        if not self._surface.isValid() or not self._context.makeCurrent(self._surface):
            self.why_not = "OpenGL can't be had here: its context can't be used on this screen"
            return
        self.name = str(self._context.functions().glGetString(GL_RENDERER) or "")

    def close(self) -> None:
        """Let it go."""
        self._context.doneCurrent()
        self._surface.destroy()

    def is_software(self) -> bool:
        """Whether the processor does a card's work."""
        return any(word in self.name.lower() for word in SOFTWARE)

    def frame_ms(self) -> float:
        """What a frame of tiles costs on the card."""
        target = QOpenGLFramebufferObject(TRIED)
        target.bind()
        device = QOpenGLPaintDevice(TRIED)
        finish = self._context.functions().glFinish
        took = frame_ms(device, finish)
        target.release()
        return took


def why_not_gl() -> str:
    """Why the map can't be painted with OpenGL here; empty when it can."""
    card = Card()
    card.close()
    return card.why_not


def measured() -> str:
    """Which of the two paints faster on this machine: ``gl`` or ``raster``. A processor playing a card never does."""
    card = Card()
    try:
        if card.why_not or card.is_software():
            log.info("the map is painted by the processor: %s", card.why_not or f"{card.name} is no graphics card")
            return "raster"
        image = QImage(TRIED, QImage.Format.Format_RGB32)
        plain, fast = frame_ms(image, lambda: None), card.frame_ms()
        log.info("a frame of tiles takes %.1f ms painted by the processor, %.1f ms by %s", plain, fast, card.name)
        return "gl" if fast * WORTH_IT < plain else "raster"
    finally:
        card.close()


def frame_ms(device: QImage | QOpenGLPaintDevice, finish: Callable[[], object]) -> float:
    """The best of some frames of tiles, in milliseconds."""
    tiles = [QPixmap(EDGE, EDGE) for _ in range((TRIED.width() // EDGE + 1) * (TRIED.height() // EDGE + 1))]
    for tile in tiles:
        tile.fill(Qt.GlobalColor.darkGray)
    best = float("inf")
    for shift in range(FRAMES):
        start = time.perf_counter()
        painter = QPainter(device)
        for at, tile in enumerate(tiles):
            line, column = divmod(at, TRIED.width() // EDGE + 1)
            painter.drawPixmap(column * EDGE - shift, line * EDGE - shift, tile)
        painter.end()
        finish()
        best = min(best, (time.perf_counter() - start) * 1000)
    return best
