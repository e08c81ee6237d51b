"""Tiles as the ground: in their place, over the city's own ground, and never holding the map up."""

from __future__ import annotations

import io
import threading
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QImage
from shapely.geometry import LineString

from console.basemaps.book import TileBook
from console.basemaps.cache import Kept
from console.basemaps.web import Trouble, Why
from console.map.cartography import mapnik
from console.map.press import PLATE, plate_of
from console.map.rasters import Raster, RasterMaker
from console.map.tiles import Cut
from console.theme import Theme
from layers.features import Feature
from layers.geometry import to_world
from layers.tilesources import Key, source_of
from tests.qt.map.sample import NORTH, WEST
from tests.qt.map.test_plates import has_ring


def body_of(key, size=256):
    """A tile whose colour says which it is."""
    image = Image.new("RGB", (size, size), (key.z * 10, key.x % 200 + 30, key.y % 200 + 30))
    held = io.BytesIO()
    image.save(held, "PNG")
    return held.getvalue()


class Provider:
    """Gives what the test says."""

    is_kept = False

    def __init__(self, gives=lambda key: body_of(key)):
        self.gives = gives

    def fetch(self, key, known):
        body = self.gives(key)
        return None if body is None else Kept(body, "", "", 1e12, 1.0)

    def close(self):
        """Nothing is open."""


@pytest.fixture
def open_raster(tasks):
    opened = []

    def make(gives=lambda key: body_of(key), **more):
        row = {"key": "s", "kind": "xyz", "title": "S", "address": "https://a/{z}/{x}/{y}", "night": "as_is"} | more
        book = TileBook(source_of(row), Provider(gives))
        opened.append(book)
        return Raster(book, tasks)

    yield make
    for book in opened:
        book.close()


def cut_at(zoom, ratio=1.0):
    scale = 256 * ratio * 2**zoom
    x, y = to_world(WEST + 0.05, NORTH - 0.07)
    return Cut(scale, zoom, ratio, int(x * scale) // PLATE * PLATE, int(y * scale) // PLATE * PLATE, PLATE, PLATE)


def pixels(image: QImage) -> np.ndarray:
    made = image.convertToFormat(QImage.Format.Format_RGBA8888)
    return np.frombuffer(made.constBits(), np.uint8).reshape(made.height(), made.width(), 4).copy()


def fill(raster, cut, qtbot):
    maker = RasterMaker(raster.book, Theme.load("day"))
    qtbot.waitUntil(lambda: not raster.book.want(maker.keys(cut)))
    return maker


@pytest.mark.parametrize("zoom", [12.0, 12.4, 13.49, 14.51, 17.0])
def test_each_tile_lies_where_it_belongs(qtbot, open_raster, zoom):
    raster, cut = open_raster(most_zoom=16), cut_at(zoom)
    maker = fill(raster, cut, qtbot)
    drawn = pixels(maker.picture(cut))
    level = min(16, round(zoom))
    assert {key.z for key in maker.keys(cut)} == {level}
    west, north, _, _ = cut.world()
    for px, py in [(20, 30), (250, 130), (400, 501)]:
        x, y = ((west + px / cut.scale) * 2**level, (north + py / cut.scale) * 2**level)
        if min(x % 1, y % 1, 1 - x % 1, 1 - y % 1) > 0.05:
            assert tuple(drawn[py, px][:3]) == (level * 10, int(x) % 200 + 30, int(y) % 200 + 30)


def test_at_twice_the_pixels_nearer_tiles_are_taken(qtbot, open_raster):
    maker = RasterMaker(open_raster().book, Theme.load("day"))
    assert {key.z for key in maker.keys(cut_at(13, 2.0))} == {14}


def test_neighbouring_plates_meet_without_a_seam(qtbot, open_raster):
    def gives(key):
        y, x = np.mgrid[0:256, 0:256]
        shade = ((x + key.x % 2 * 256) // 4 + (y + key.y % 2 * 256) // 4).astype(np.uint8)
        held = io.BytesIO()
        Image.fromarray(shade).convert("RGB").save(held, "PNG")
        return held.getvalue()

    raster, left = open_raster(gives), cut_at(13.3)
    right = Cut(left.scale, left.zoom, 1.0, left.left + PLATE, left.top, PLATE, PLATE)
    both = Cut(left.scale, left.zoom, 1.0, left.left, left.top, 2 * PLATE, PLATE)
    maker = fill(raster, both, qtbot)
    apart = np.hstack([pixels(maker.picture(left)), pixels(maker.picture(right))]).astype(int)
    difference = np.abs(apart - pixels(maker.picture(both)))[:, PLATE - 8 : PLATE + 8, :3]
    assert difference.max() <= 3


def test_what_is_missing_is_see_through_and_farther_tiles_stand_in(qtbot, open_raster):
    cut = replace(cut_at(14.0), width=2 * PLATE)
    raster = open_raster(lambda key: body_of(key) if key.z == 13 and key.x % 2 else None)
    maker = fill(raster, cut, qtbot)
    qtbot.waitUntil(lambda: not raster.book.standing().waiting)
    drawn = pixels(maker.picture(cut))
    there = drawn[..., 3] == 255
    assert 0.1 < there.mean() < 0.95
    assert set(np.unique(drawn[there][:, 0])) <= {130, *range(131)}
    assert maker.renewed([cut.world()]) == [plate_of(cut)]


@pytest.mark.parametrize("night", ["dim", "turn"])
def test_in_the_dark_theme_a_bright_map_does_not_dazzle(qtbot, open_raster, night):
    def white(key):
        held = io.BytesIO()
        Image.new("RGB", (256, 256), (250, 248, 244)).save(held, "PNG")
        return held.getvalue()

    raster, cut = open_raster(white, night=night), cut_at(13)
    fill(raster, cut, qtbot)
    shade = pixels(RasterMaker(raster.book, Theme.load("night")).picture(cut))[..., :3].mean()
    assert shade < 150 if night == "dim" else shade < 60
    assert pixels(RasterMaker(raster.book, Theme.load("day")).picture(cut))[..., :3].mean() > 240


def shown(canvas) -> np.ndarray:
    return pixels(canvas.grab().toImage())[..., :3].astype(int)


def test_a_chosen_source_covers_the_ground_and_the_city_comes_back(qtbot, canvas, sharp, open_raster):
    sharp(canvas)
    before = shown(canvas)
    raster = open_raster()
    canvas.scene.set_raster(raster)
    sharp(canvas)
    level = min(19, round(np.log2(canvas.camera.scale / 256)))
    assert np.median(shown(canvas)[..., 0]) == level * 10
    canvas.scene.set_raster(None)
    sharp(canvas)
    assert np.abs(shown(canvas) - before).mean() < 1


def test_switching_keeps_the_old_picture_until_the_new_is_there(qtbot, canvas, sharp, open_raster):
    sharp(canvas)
    before, gate = shown(canvas), threading.Event()
    raster = open_raster(lambda key: gate.wait(10) and body_of(key))
    canvas.scene.set_raster(raster)
    assert np.abs(shown(canvas) - before).mean() < 1
    sharp(canvas)  # the source hangs: the city's own ground is drawn meanwhile
    assert np.abs(shown(canvas) - before).mean() < 8
    gate.set()
    level = round(np.log2(canvas.camera.scale / 256))
    qtbot.waitUntil(lambda: np.median(shown(canvas)[..., 0]) == level * 10, timeout=10_000)


def test_a_source_that_gives_nothing_leaves_the_citys_own_ground(qtbot, canvas, sharp, open_raster):
    sharp(canvas)
    before = shown(canvas)

    def fails(key):
        raise Trouble(Why.DEAD, "the server can't be reached")

    raster = open_raster(fails)
    canvas.scene.set_raster(raster)
    sharp(canvas)
    assert np.abs(shown(canvas) - before).mean() < 8, "but for names that tiles would bring"
    assert raster.book.standing().why is Why.DEAD


@pytest.mark.skipif(mapnik() is None, reason="mapnik is not installed here")
@pytest.mark.parametrize("gives", [body_of, lambda key: body_of(key) if key.x % 2 else None], ids=["whole", "holes"])
def test_over_tiles_too_a_change_of_one_line_makes_only_the_box_round_it(qtbot, canvas, sharp, open_raster, gives):
    def street(number, level):
        west = 106.955 + number * 0.01
        return Feature("traffic_segment", f"t{number}", LineString([(west, -6.285), (west, -6.283)]), {"level": level})

    canvas.set_layer("traffic_segment", [street(0, 1), street(1, 1)])
    canvas.center_on(106.965, -6.284, 15.2)
    canvas.scene.set_raster(open_raster(gives))
    sharp(canvas)
    qtbot.waitUntil(lambda: has_ring(canvas))
    made = []
    tiles = canvas._ground._maker
    tiles.picture = lambda cut, make=tiles.picture: made.append(cut) or make(cut)
    canvas.change("traffic_segment", [street(1, 5)])
    sharp(canvas)
    assert len(made) == 1
    assert made[0].width * made[0].height < PLATE * PLATE / 8
    mended = shown(canvas)
    canvas.picture.begin(keep=False)
    canvas.picture.finish()
    assert np.abs(mended - shown(canvas)).max() <= 3


def test_who_made_the_tiles_is_named_before_the_city(canvas, open_raster):
    canvas.scene.set_raster(open_raster(attribution='<a href="x" onclick="y()">&copy; Peta</a><script>x</script>'))
    assert canvas.scene.credit("id") == "© Petax · Peta contoh"


def test_the_tiles_are_those_of_the_place(qtbot, open_raster):
    x, y = to_world(106.9896, -6.2349)
    assert Key(12, int(x * 4096), int(y * 4096)) == Key(12, 3265, 2119)
