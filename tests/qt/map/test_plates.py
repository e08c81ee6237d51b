"""The ground by mapnik looks like the painters' own, and where it fails or is late the painters stand in."""

from __future__ import annotations

import threading
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from shapely.geometry import LineString, box

from console.map import cartography, press
from console.map.cartography import Cartographer, sheet, survey_of
from console.map.ground import Dots, PaintedGround
from console.map.painters import PAINTERS, Stroke
from console.map.planes import RING
from console.map.plates import PlateGround
from console.map.press import PLATE, Press
from console.map.surface import MapSurface
from console.map.tiles import EDGE, Cut
from console.tasks import Tasks
from console.theme import Theme
from layers.features import Feature
from layers.geometry import to_world
from tests.qt.map.sample import NORTH, WEST, Thing

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


def plate_ground(maker, basemap, tasks, ready=lambda: None):
    shared = Press(maker, tasks)
    return PlateGround(lambda theme: shared, basemap.themes, Dots(basemap.themes), Theme.load(), tasks, ready)


def watched(press):
    """The list in which all that the press makes from now on will be found."""
    made = []
    press._maker.picture = lambda cut, make=press._maker.picture: made.append(cut) or make(cut)
    return made


def has_ring(canvas):
    """Whether everything is drawn, what lies round the view too."""
    return all(canvas.picture.epoch.is_done(tile) for tile in canvas.picture.in_view.tiles(RING))


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


@needs_mapnik
def test_an_island_stays_dry(basemap, tasks):
    lake = box(WEST, NORTH - 0.14, WEST + 0.14, NORTH) - box(WEST + 0.03, NORTH - 0.10, WEST + 0.09, NORTH - 0.03)
    themes = {"water": (Thing("water", "lake", lake, "lake", "Situ Contoh"),)}
    looks = Theme.load("day")
    cut = cut_at(14.3)  # on the island
    painted = drawn(PaintedGround(themes, looks, tasks, lambda: None), cut)
    mapped = Cartographer(survey_of(themes), looks).picture(cut)
    outside = looks.color("map.outside")
    assert mapped.pixelColor(128, 128) == outside
    assert tuple(painted[128, 128]) == (outside.blue(), outside.green(), outside.red())


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
    monkeypatch.setattr(press, "LATE_S", 0.05)
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


def test_two_canvases_share_what_is_being_made(qtbot, basemap, tasks):
    cuts, gate = [], threading.Event()
    shared = Press(Maker(lambda: gate.wait(5) and cuts.append(1)), tasks)
    one, other = (
        PlateGround(lambda theme: shared, basemap.themes, Dots(basemap.themes), Theme.load(), tasks, lambda: None)
        for _ in range(2)
    )
    assert not one.is_ready(cut_at(14))
    assert not other.is_ready(cut_at(14))
    gate.set()
    qtbot.waitUntil(lambda: one.is_ready(cut_at(14)) and other.is_ready(cut_at(14)))
    assert len(cuts) == 1


@needs_mapnik
def test_a_second_canvas_of_the_same_place_needs_no_plate(canvas, qtbot, sharp):
    street = LineString([(106.955, -6.29), (106.985, -6.288)])
    canvas.set_layer("traffic_segment", [Feature("traffic_segment", "t", street, {"level": 3})])
    canvas.center_on(106.97, -6.283, 15.2)
    sharp(canvas)
    qtbot.waitUntil(lambda: has_ring(canvas))
    made = [watched(canvas._ground._cutter.press), watched(canvas.picture.strokes.press)]
    wall = MapSurface(canvas.theme, scene=canvas.scene)
    qtbot.addWidget(wall)
    wall.resize(canvas.size())
    wall.center_on(106.97, -6.283, 15.2)
    wall.show()
    sharp(wall)
    assert made == [[], []]
    assert wall.grab().toImage() == canvas.grab().toImage()
    wall.zoom_by(1)
    wall._begin_epoch()
    sharp(wall)
    assert all(made), "what is shown nowhere is made"


@needs_mapnik
def test_a_change_of_one_line_makes_only_the_box_round_it(canvas, qtbot, sharp):
    def segment(number, level):
        west = 106.955 + number * 0.01
        return Feature("traffic_segment", f"t{number}", LineString([(west, -6.285), (west, -6.283)]), {"level": level})

    canvas.set_layer("traffic_segment", [segment(0, 1), segment(1, 1), segment(2, 1)])
    canvas.center_on(106.965, -6.284, 15.2)
    sharp(canvas)
    qtbot.waitUntil(lambda: has_ring(canvas))
    made = watched(canvas._ground._cutter.press)
    canvas.change("traffic_segment", [segment(1, 5)])
    sharp(canvas)
    assert len(made) == 1
    assert made[0].width * made[0].height < PLATE * PLATE / 8
