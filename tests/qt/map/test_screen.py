"""OpenGL may paint the map, and is never required."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings

from console.map import screen
from console.settings import MAP_MEASURED, MAP_RENDERER
from console.views import mappainter
from console.views.mappainter import paint_as_set


@pytest.fixture
def store(tmp_path):
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


def test_where_there_is_no_opengl_the_processor_paints_and_the_log_says_why(canvas, store, sharp, caplog, monkeypatch):
    monkeypatch.setattr(mappainter, "why_not_gl", lambda: "OpenGL can't be had here")
    MAP_RENDERER.write(store, "gl")
    paint_as_set(canvas, store)
    sharp(canvas)
    assert "OpenGL can't be had here; the processor paints the map" in caplog.text
    assert canvas.grab().toImage().pixelColor(450, 350) != canvas.theme.color("map.outside")


def test_what_is_faster_is_measured_once(canvas, store, monkeypatch):
    asked = []
    monkeypatch.setattr(mappainter, "measured", lambda: asked.append(1) or "raster")
    paint_as_set(canvas, store)
    paint_as_set(canvas, store)
    assert len(asked) == 1
    assert MAP_MEASURED.read(store) == "raster"


def test_the_measurement_ends_in_one_of_the_two(qapp):
    assert screen.measured() in {"raster", "gl"}


def test_opengl_paints_the_same_map(canvas, sharp):
    if why := screen.why_not_gl():
        pytest.skip(why)
    sharp(canvas)
    before = canvas.grab().toImage()
    canvas.use_gl(True)
    after = canvas._screen.grabFramebuffer()
    assert after.size() == before.size()
    assert after.pixelColor(450, 350) == before.pixelColor(450, 350)
    canvas.use_gl(False)
    assert canvas.grab().toImage() == before
