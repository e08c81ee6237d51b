"""The ground by mapnik looks like the painters' own, and where it fails or is late the painters stand in."""

from __future__ import annotations

import threading
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from console.map import cartography, plates
from console.map.cartography import Cartographer, sheet, survey_of
from console.map.ground import Dots, PaintedGround
from console.map.painters import PAINTERS, Stroke
from console.map.plates import PLATE, PlateGround
from console.map.tiles import EDGE, Cut
from console.tasks import Tasks
from console.theme import Theme
from layers.geometry import to_world
from tests.qt.map.sample import NORTH, WEST

needs_mapnik = pytest.mark.skipif(cartography.mapnik() is None, reason="mapnik is not installed here")


@pytest.fixture
def tasks(qapp):
    tasks = Tasks()
    yield tasks
    tasks.close()


def cut_at(zoom: float) -> Cut:
    scale = 256 * 2**zoom
    x, y = to_world(WEST + 0.05, NORTH - 0.07)
    return Cut(scale, zoom, 1.0, int(x * scale) // PLATE * PLATE, int(y * scale) // PLATE * PLATE, EDGE, EDGE)


def drawn(ground, cut: Cut) -> np.ndarray:
    image = QImage(cut.width, cut.height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for _ in ground.steps(painter, cut):
        pass
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(cut.height, cut.width, 4)[..., :3].astype(int)


class Maker:
    """Makes plates of one colour, or does what it is told instead."""

    def __init__(self, does=lambda: None):
        self.does = does

    def picture(self, cut):
        self.does()
        image = QImage(cut.width, cut.height, QImage.Format.Format_RGB32)
        image.fill(QColor(10, 200, 30))
        return image

    def with_theme(self, theme):
        return self


def plate_ground(maker, basemap, tasks, ready=lambda: None):
    return PlateGround(maker, basemap.themes, Dots(basemap.themes), Theme.load(), tasks, ready)


@needs_mapnik
@pytest.mark.parametrize("theme", ["night", "day"])
@pytest.mark.parametrize("zoom", [11.8, 14.3, 16.6])
def test_both_engines_draw_the_same_city(basemap, tasks, theme, zoom):
    looks = Theme.load(theme)
    painted = PaintedGround(basemap.themes, looks, tasks, lambda: None)
    mapped = plate_ground(Cartographer(survey_of(basemap.themes), looks), basemap, tasks)
    difference = np.abs(drawn(painted, cut_at(zoom)) - drawn(mapped, cut_at(zoom)))
    assert difference.mean() < 0.6
    assert np.percentile(difference, 99.5) < 32, "only the edges of lines differ"


@pytest.mark.parametrize("theme", ["night", "day"])
@pytest.mark.parametrize("zoom", [9.0, 12.0, 18.0])
def test_the_sheet_draws_every_row_that_the_painters_draw(qapp, theme, zoom):
    styles = [style.get("name") for style in ET.fromstring(sheet(Theme.load(theme), zoom, 1.5, 1e6)).iter("Style")]  # noqa: S314
    rows = {number for number, row in enumerate(PAINTERS) if row.stroke is not Stroke.DOT and zoom >= row.from_zoom}
    assert {name for name in styles if name.startswith("row")} == {f"row{number}" for number in rows}


def test_a_plate_comes_from_a_thread_and_is_cut_into_its_tiles(qtbot, basemap, tasks):
    threads = []
    ground = plate_ground(Maker(lambda: threads.append(threading.current_thread())), basemap, tasks)
    cut = cut_at(14)
    assert not ground.is_ready(cut)
    qtbot.waitUntil(lambda: ground.is_ready(cut))
    assert threads[0] is not threading.main_thread()
    assert tuple(drawn(ground, cut)[200, 200]) == (30, 200, 10)
    assert len(threads) == 1


def test_what_fails_is_drawn_by_the_painters(qtbot, basemap, tasks, caplog):
    def breaks():
        raise RuntimeError("no such font")

    ground = plate_ground(Maker(breaks), basemap, tasks)
    cut = cut_at(14)
    qtbot.waitUntil(lambda: ground.is_ready(cut))
    painted = PaintedGround(basemap.themes, Theme.load(), tasks, lambda: None)
    assert (drawn(ground, cut) == drawn(painted, cut)).all()
    assert "no such font" in caplog.text


def test_what_is_late_is_drawn_by_the_painters(qtbot, basemap, tasks, monkeypatch):
    monkeypatch.setattr(plates, "LATE_S", 0.05)
    gate = threading.Event()
    ground = plate_ground(Maker(lambda: gate.wait(5)), basemap, tasks)
    try:
        qtbot.waitUntil(lambda: ground.is_ready(cut_at(14)))
        assert tuple(drawn(ground, cut_at(14))[200, 200]) != (30, 200, 10)
    finally:
        gate.set()


def test_the_next_scale_forgets_what_the_last_one_asked_for(qtbot, basemap, tasks):
    ground = plate_ground(Maker(), basemap, tasks)
    ground.is_ready(cut_at(13))
    qtbot.waitUntil(lambda: ground.is_ready(cut_at(14)))
    assert not ground.is_ready(cut_at(13))
