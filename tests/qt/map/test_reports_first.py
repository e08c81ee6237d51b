"""Reports are never lost among what only stands there: groups of their own, on top, in every crowd."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from shapely.geometry import Point

from layers.features import Feature
from tests.qt.map.sample import EAST, NORTH, SOUTH, WEST, incident

MIDDLE = ((WEST + EAST) / 2, (SOUTH + NORTH) / 2)


def hotspots(count, spread=0.0, seed=5):
    """Hotspots round the middle of the city, or all over it."""
    rng = np.random.default_rng(seed)
    lon = rng.uniform(WEST, EAST, count) if not spread else MIDDLE[0] + rng.normal(0, spread, count)
    lat = rng.uniform(SOUTH, NORTH, count) if not spread else MIDDLE[1] + rng.normal(0, spread, count)
    return [Feature("wifi_hotspot", f"w{at}", Point(lon[at], lat[at]), {"state": "aktif"}) for at in range(count)]


def sight_of(canvas):
    left, top = canvas.camera.origin()
    return canvas.picture.points.sight(canvas.camera.scale, canvas.camera.view.zoom, (left, top, 900, 700))


def pixel_of(canvas, ident):
    x, y = canvas.camera.to_screen(*canvas.scene.place("incident", ident))
    return QPoint(round(x), round(y))


def test_one_report_among_hundreds_of_hotspots_stands_alone_and_is_chosen(canvas, qtbot):
    canvas.set_layer("wifi_hotspot", hotspots(400, spread=0.004))
    canvas.set_layer("incident", [incident("one", *MIDDLE)])
    with qtbot.waitSignal(canvas.chosen) as told:
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=pixel_of(canvas, "one"))
    assert told.args == ["incident", "one"]


def test_the_number_of_a_group_counts_reports_only(canvas):
    canvas.set_layer("wifi_hotspot", hotspots(400, spread=0.004))
    canvas.set_layer("incident", [incident(f"n{at}", MIDDLE[0] + at * 2e-4, MIDDLE[1]) for at in range(6)])
    sight = sight_of(canvas)
    assert [group.count for group in sight.groups] == [6]
    at = pixel_of(canvas, "n2")
    assert {key for key, _ in canvas.found_at(at.x(), at.y()).keys} == {"incident"}


def test_what_stands_there_is_quiet_dots_from_afar_and_symbols_near(canvas):
    canvas.set_layer("wifi_hotspot", hotspots(150))
    plane = canvas.picture.points
    assert plane.standing_atlas(canvas.camera.view.zoom).dots
    assert not plane.standing_atlas(15.0).dots
    assert not plane.atlas(canvas.camera.view.zoom).dots  # reports stay symbols
    canvas.set_layer("wifi_hotspot", hotspots(20))
    assert not plane.standing_atlas(canvas.camera.view.zoom).dots  # a few need not be quiet


@pytest.mark.parametrize("theme", ["night", "day"])
def test_a_report_covers_the_dots_beneath_it(canvas, sharp, theme):
    from console.theme import Theme

    canvas.set_theme(Theme.load(theme))
    canvas.set_layer("incident", [incident("one", *MIDDLE)])
    canvas.center_on(*MIDDLE, 12.5)
    sharp(canvas)
    at = pixel_of(canvas, "one")
    alone = canvas.grab().toImage().copy(at.x() - 7, at.y() - 3, 14, 6)
    canvas.set_layer("wifi_hotspot", hotspots(400, spread=0.003))
    sharp(canvas)
    assert canvas.grab().toImage().copy(at.x() - 7, at.y() - 3, 14, 6) == alone


def test_patches_among_hotspots_equal_a_fresh_drawing(canvas, sharp):
    canvas.set_layer("wifi_hotspot", hotspots(300))
    canvas.set_layer("incident", [incident(f"n{at}", WEST + at * 0.004, MIDDLE[1]) for at in range(30)])
    sharp(canvas)
    canvas.change("incident", [incident("n3", *MIDDLE), incident("new", WEST + 0.03, MIDDLE[1] + 0.01)], ["n9"])
    canvas.change("wifi_hotspot", [Feature("wifi_hotspot", "w7", Point(*MIDDLE), {"state": "gangguan"})], ["w8"])
    canvas.attention.forget_news()
    sharp(canvas)
    patched = canvas.grab().toImage()
    canvas.picture.points.cells.forget()
    canvas.picture.begin(keep=False)
    canvas.picture.finish()
    assert canvas.grab().toImage() == patched
