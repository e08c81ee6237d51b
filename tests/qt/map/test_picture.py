"""Patches: what is drawn piece by piece equals what is drawn at once, pixel by pixel."""

from __future__ import annotations

import time

import numpy as np
import pytest
from shapely.geometry import LineString, Point

from console.map import pointers, surface
from console.map.groups import bubble_px
from console.map.tiles import EDGE
from layers.features import Feature
from tests.qt.map.sample import EAST, NORTH, SOUTH, WEST, incidents


def fresh(canvas):
    """The same picture, all tiles drawn anew."""
    canvas.picture.points.cells.forget()
    canvas.picture.begin(keep=False)
    canvas.picture.finish()
    return canvas.grab().toImage()


def pixels(image):
    """The red, green and blue of an image of a canvas."""
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[..., :3].astype(int)


def shuffle(canvas, rng, count=12):
    """Some incidents move, change, come and go."""
    changed = []
    for number in rng.integers(0, 420, count).tolist():
        state = ("new", "assigned", "resolved")[int(rng.integers(0, 3))]
        place = Point(rng.uniform(WEST, EAST), rng.uniform(SOUTH, NORTH))
        changed.append(
            Feature("incident", f"i{number}", place, {"category": "fire", "state": state, "priority": "high"})
        )
    canvas.change("incident", changed, [f"i{number}" for number in rng.integers(0, 420, 3).tolist()])
    canvas.attention.forget_news()


@pytest.mark.parametrize("grouping", [True, False])
@pytest.mark.parametrize("zoom", [11.8, 14.2])
def test_patches_equal_a_fresh_drawing(canvas, sharp, grouping, zoom):
    canvas.set_layer("incident", incidents(400))
    canvas.set_grouping(grouping)
    canvas.center_on((WEST + EAST) / 2, (SOUTH + NORTH) / 2, zoom)
    sharp(canvas)
    rng = np.random.default_rng(7)
    for _ in range(8):
        shuffle(canvas, rng)
    sharp(canvas)
    assert canvas.grab().toImage() == fresh(canvas)


def test_what_changes_nothing_that_is_seen_is_not_drawn(canvas, sharp):
    """One of many that moves a little within its group: the group looks as before, to the pixel."""
    canvas.set_layer("incident", incidents(400))
    canvas.center_on((WEST + EAST) / 2, (SOUTH + NORTH) / 2, 10.5)
    sharp(canvas)
    before = {tile: pixmap.cacheKey() for tile, pixmap in canvas.picture.epoch.face.items()}
    known = canvas.scene.feature("incident", "i5")
    moved = Point(known.geometry.x + 1e-6, known.geometry.y)
    canvas.change("incident", [Feature("incident", "i5", moved, known.properties)])
    after = {tile: pixmap.cacheKey() for tile, pixmap in canvas.picture.epoch.face.items()}
    assert after == before
    canvas.change("incident", [], ["i5"])
    sharp(canvas)
    assert canvas.grab().toImage() == fresh(canvas)


def test_what_changed_at_another_zoom_is_no_reason_to_leave_out_a_change(canvas, sharp):
    canvas.set_layer("incident", incidents(400))
    middle = ((WEST + EAST) / 2, (SOUTH + NORTH) / 2)
    known = canvas.scene.feature("incident", "i5")

    def put(state):
        properties = {**known.properties, "state": state, "priority": "high"}
        canvas.change("incident", [Feature("incident", "i5", known.geometry, properties)])

    put("new")
    for zoom, state in ((12.0, "new"), (17.0, "resolved"), (12.0, "new")):  # nothing is grouped at 17
        canvas.center_on(*middle, zoom)
        sharp(canvas)
        put(state)
        canvas.attention.forget_news()
        sharp(canvas)
    assert canvas.grab().toImage() == fresh(canvas)


def test_heat_patches_equal_a_fresh_drawing(canvas, sharp):
    canvas.set_layer("incident", incidents(400))
    canvas.set_heat(True)
    sharp(canvas)
    rng = np.random.default_rng(8)
    for _ in range(4):
        shuffle(canvas, rng)
    sharp(canvas)
    assert canvas.grab().toImage() == fresh(canvas)


def test_a_small_change_redraws_only_its_surroundings(canvas, sharp):
    canvas.set_layer("incident", incidents(400))
    canvas.set_grouping(False)
    sharp(canvas)
    before = {tile: pixmap.cacheKey() for tile, pixmap in canvas.picture.epoch.face.items()}
    feature = canvas.scene.feature("incident", "i5")
    canvas.change("incident", [Feature("incident", "i5", feature.geometry, {"category": "fire", "state": "new"})])
    after = {tile: pixmap.cacheKey() for tile, pixmap in canvas.picture.epoch.face.items()}
    assert 1 <= sum(before[tile] != after[tile] for tile in before) <= 4


def test_traffic_that_changes_equals_a_fresh_drawing(canvas, sharp):
    def segment(number, level):
        line = LineString([(WEST + number * 0.01, -6.38), (WEST + number * 0.01 + 0.02, -6.2)])
        return Feature("traffic_segment", f"t{number}", line, {"level": level})

    canvas.set_layer("traffic_segment", [segment(number, 1) for number in range(10)])
    sharp(canvas)
    canvas.change("traffic_segment", [segment(3, 5), segment(4, 3)], ["t7"])
    canvas._pump.start()
    sharp(canvas)
    mended, anew = pixels(canvas.grab().toImage()), pixels(fresh(canvas))
    assert np.abs(mended - anew).max() <= 3, "the engine rounds a corner to a 256th of a pixel, here and there"


def test_panning_there_and_back_shows_the_same(canvas, sharp):
    canvas.set_layer("incident", incidents(200))
    sharp(canvas)
    before = canvas.grab().toImage()
    canvas.push(137, -91)
    sharp(canvas)
    canvas.push(-137, 91)
    sharp(canvas)
    assert canvas.grab().toImage() == before


@pytest.mark.parametrize("what", ["points", "lines"])
def test_what_changed_while_it_was_out_of_sight_is_right_when_one_comes_back(canvas, sharp, qtbot, what):
    """Off the view only faces are kept; one that is not right any more is drawn anew."""

    def street(level):
        return [Feature("traffic_segment", "t1", LineString([(WEST, SOUTH), (EAST, NORTH)]), {"level": level})]

    canvas.set_layer("incident", incidents(200))
    canvas.set_layer("traffic_segment", street(1))
    canvas.center_on((WEST + EAST) / 2, (SOUTH + NORTH) / 2, 14.2)
    sharp(canvas)
    away = canvas.camera.width + EDGE
    for _ in range(6):  # as far as keeps the faces, by steps that somebody drags
        canvas.push(away / 6, 0)
        sharp(canvas)
    epoch = canvas.picture.epoch
    qtbot.waitUntil(lambda: bool(set(epoch.face) - set(epoch.under)))  # some tile has kept its face alone
    if what == "points":
        shuffle(canvas, np.random.default_rng(5), 200)
    else:
        canvas.change("traffic_segment", street(5))
    sharp(canvas)
    for _ in range(6):
        canvas.push(-away / 6, 0)
        sharp(canvas)
    assert np.abs(pixels(canvas.grab().toImage()) - pixels(fresh(canvas))).max() <= 3


def test_memory_is_given_back_also_while_somebody_keeps_panning(canvas, sharp, qtbot, monkeypatch):
    given: list[bool] = []
    monkeypatch.setattr(surface, "give_back", lambda: given.append(True))
    monkeypatch.setattr(surface, "TIDY_EVERY_S", 0.0)
    sharp(canvas)
    canvas._tidy.setInterval(0)
    for times in range(1, 4):
        canvas.push(40, 0)
        sharp(canvas)
        qtbot.waitUntil(lambda times=times: len(given) >= times)


def test_the_pointer_tricks_hold_here():
    assert pointers.fragments_work()
    assert pointers.polygons_work()


def test_the_slow_way_draws_the_same(canvas, sharp, monkeypatch):
    canvas.set_layer("incident", incidents(150))
    sharp(canvas)
    fast = fresh(canvas)
    monkeypatch.setattr(pointers, "fragments_work", lambda: False)
    monkeypatch.setattr(pointers, "polygons_work", lambda: False)
    assert fresh(canvas) == fast


def test_drawing_goes_on_in_slices(canvas):
    """One turn of work stays near its budget, also when much is to be drawn."""
    canvas.set_layer("incident", incidents(2000))
    canvas.picture.begin(keep=False)
    canvas.picture.work(budget_s=10)  # the sprites and names are made once
    canvas.picture.begin(keep=False)
    longest = 0.0
    more = True
    while more:
        start = time.thread_time()  # this thread's own: other programs may take their turns meanwhile
        more = canvas.picture.work(budget_s=0.004)
        longest = max(longest, time.thread_time() - start)
    assert longest < 0.05


def test_when_everything_is_drawn_nothing_runs(canvas, qtbot):
    """An idle map costs nothing: no timer keeps turning, no repaint is asked for."""
    canvas.set_layer("incident", incidents(50))
    tasks = canvas.scene.tasks  # the ground is made there: until it has come the pump may rest, too
    qtbot.waitUntil(lambda: not tasks._latest and not canvas._pump.isActive(), timeout=10_000)
    painted = []
    canvas.paint_above = painted.append
    qtbot.wait(60)
    assert not canvas._pump.isActive()
    assert not canvas._settle.isActive()
    assert painted == []


def test_groups_leave_the_names_of_areas_readable(canvas, sharp):
    canvas.set_layer("incident", incidents(400))
    canvas.home()
    sharp(canvas)
    picture = canvas.picture
    left, top = canvas.camera.origin()
    sight = picture.points.sight(canvas.camera.scale, canvas.camera.view.zoom, (left, top, 900, 700))
    hidden = [
        group
        for group in sight.groups
        if picture.labels.beside(canvas.camera.scale, group.x, group.y, bubble_px(group.count) - 1)
    ]
    assert len(sight.groups) > 20
    assert len(hidden) <= len(sight.groups) // 20  # where a cell has no other room
