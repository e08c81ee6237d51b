"""Names step aside from the symbols that would hide them, and stand still otherwise."""

from __future__ import annotations

import numpy as np
import pytest
from shapely.geometry import LineString, Point, box

from console.map import scene as scenes
from console.map.elbowroom import ElbowRoom
from console.map.labels import Labels
from console.map.lettering import Lettering
from console.map.names import candidates
from console.map.points import PointLayer
from console.theme import Theme
from layers.features import Feature
from layers.geometry import to_world
from tests.qt.map.sample import Thing, incident
from tests.qt.map.test_picture import fresh


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Names step aside as soon as symbols have come."""
    monkeypatch.setattr(scenes, "SETTLED_MS", 0)


def standing(canvas, text):
    """The name as it stands on the map."""
    return next(label for label in canvas.picture.labels._placed if label.text == text)


def symbols_on(canvas, text, reach=10):
    """How many symbols touch the name."""
    left, top, right, bottom = standing(canvas, text).box
    table = next(layer.table for layer in canvas.scene.points if layer.key == "incident")
    x, y = table.x * canvas.camera.scale, table.y * canvas.camera.scale
    return int(((x > left - reach) & (x < right + reach) & (y > top - reach) & (y < bottom + reach)).sum())


def place_of(canvas, text):
    """Where in the world a name stands, as degrees."""
    label, scale = standing(canvas, text), canvas.camera.scale
    lon = label.x / scale * 360 - 180
    lat = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * label.y / scale))))
    return float(lon), float(lat)


def test_a_name_steps_aside_when_a_report_falls_on_it(canvas, qtbot, sharp):
    canvas.home()
    sharp(canvas)
    before = standing(canvas, "BARAT")
    with qtbot.waitSignal(canvas.scene.symbols_moved):
        canvas.change("incident", [incident("i1", *place_of(canvas, "BARAT"))])
    sharp(canvas)
    assert standing(canvas, "BARAT").box != before.box
    qtbot.waitUntil(lambda: symbols_on(canvas, "BARAT") == 0)
    sharp(canvas)
    assert canvas.grab().toImage() == fresh(canvas)


def test_a_name_stands_still_when_a_report_falls_beside_it(canvas, qtbot, sharp):
    canvas.home()
    sharp(canvas)
    before = canvas.picture.labels._placed
    lon, lat = place_of(canvas, "BARAT")
    with qtbot.waitSignal(canvas.scene.symbols_moved):
        canvas.change("incident", [incident("i1", lon, lat - 0.02)])
    assert canvas.picture.labels._placed == before


def test_a_name_in_a_crowd_stands_where_least_of_it_is_hidden(canvas, qtbot, sharp):
    canvas.home()
    sharp(canvas)
    lon, lat = place_of(canvas, "BARAT")
    with qtbot.waitSignal(canvas.scene.symbols_moved):
        canvas.set_layer("incident", [incident(f"i{n}", lon + n * 0.002, lat) for n in range(-30, 30)])
    sharp(canvas)
    assert symbols_on(canvas, "BARAT") == 0


def test_what_names_do_on_one_canvas_they_do_on_all(canvas, qtbot, sharp):
    other = type(canvas)(canvas.theme, scene=canvas.scene)
    qtbot.addWidget(other)
    other.resize(canvas.size())
    other.show()
    canvas.home()
    other.home()
    sharp(canvas)
    sharp(other)
    with qtbot.waitSignal(canvas.scene.symbols_moved):
        canvas.change("incident", [incident("i1", *place_of(canvas, "TIMUR"))])
    sharp(canvas)
    sharp(other)
    assert other.picture.labels._placed == canvas.picture.labels._placed
    assert other.grab().toImage() == fresh(other)
    other.close_down()


def test_dots_that_lie_under_names_hinder_none():
    layer = PointLayer("wifi_hotspot")
    layer.table.fill([str(n) for n in range(200)], np.linspace(0.5, 0.6, 200), np.full(200, 0.5), [0] * 200, [0] * 200)
    room = ElbowRoom([layer])
    assert room.look()
    assert not room.look()
    assert len(room.at(2.0**20, 12.0, 1.0).x) == 0
    assert len(room.at(2.0**20, 15.0, 1.0).x) == 200


def test_hidden_layers_hinder_none():
    layer = PointLayer("incident")
    layer.table.fill(["a"], [0.5], [0.5], [0], [0])
    room = ElbowRoom([layer])
    room.look()
    assert len(room.at(2.0**20, 12.0, 1.0).x) == 1
    layer.visible = False
    room.look()
    assert len(room.at(2.0**20, 12.0, 1.0).x) == 0


def test_a_landmarks_name_goes_to_the_other_side_of_its_dot(canvas, qtbot, sharp):
    canvas.center_on(106.97, -6.25, 14.0)
    sharp(canvas)
    dot = to_world(106.97, -6.25)[0] * canvas.camera.scale
    assert standing(canvas, "Stasiun Tengah").x > dot
    with qtbot.waitSignal(canvas.scene.symbols_moved):
        canvas.change("incident", [incident("i1", *place_of(canvas, "Stasiun Tengah"))])
    sharp(canvas)
    assert standing(canvas, "Stasiun Tengah").x < dot


def test_only_the_line_that_a_name_follows_is_broken_for_it(qapp):
    river = Thing("water", "k", LineString([(106.9, -6.3), (107.0, -6.3)]), "river", "Kali Contoh")
    lake = Thing("water", "s", box(106.92, -6.25, 106.94, -6.23), "lake", "Situ Contoh")
    labels = Labels(candidates({"water": (river, lake)}), Theme.load("night"), 1.0)
    labels.place(256 * 2**13.0)
    assert {label.text: label.on_line for label in labels._placed} == {"Kali Contoh": True, "Situ Contoh": False}


def test_a_small_group_leaves_the_name_between_its_members_readable(canvas, sharp):
    canvas.home()
    sharp(canvas)
    name, cell = standing(canvas, "BARAT"), canvas.picture.points.cell
    x, y = name.x / canvas.camera.scale, name.y / canvas.camera.scale
    zooms = np.arange(14.6, 15.2, 0.001)
    off = [max(abs(place * 256 * 2**zoom % cell - cell / 2) for place in (x, y)) for zoom in zooms]
    zoom = float(zooms[int(np.argmin(off))])  # where the name stands in the middle of a cell
    lon, lat, px = *place_of(canvas, "BARAT"), 360 / (256 * 2**zoom)
    spots = [Point(lon + dx * px, lat + dy * px) for dx in (-10, 10) for dy in (-27, 27)]
    canvas.set_layer("wifi_hotspot", [Feature("wifi_hotspot", str(at), spot) for at, spot in enumerate(spots)])
    canvas.center_on(lon, lat, zoom)
    sharp(canvas)
    left, top = canvas.camera.origin()
    (group,) = canvas.picture.points.sight(canvas.camera.scale, zoom, (left, top, 900, 700)).standing_groups
    assert group.count == 4
    assert canvas.picture.labels.beside(canvas.camera.scale, group.x, group.y, 9) == []


def test_in_a_crowd_of_hotspots_names_step_aside_from_reports_at_least():
    hotspots, reports = PointLayer("wifi_hotspot"), PointLayer("incident")
    many = np.linspace(0.5, 0.6, 5000)
    hotspots.table.fill([str(n) for n in range(5000)], many, many, np.zeros(5000), np.zeros(5000))
    reports.table.fill(["a"], [0.5], [0.5], [0], [0])
    room = ElbowRoom([hotspots, reports])
    room.look()
    assert len(room.at(2.0**24, 16.0, 1.0).x) == 1


def test_names_that_the_next_zooms_need_are_written_while_nothing_else_is_to_do(canvas, qtbot, sharp, monkeypatch):
    written = []
    write = Lettering._written
    monkeypatch.setattr(Lettering, "_written", lambda *given: written.append(given[1]) or write(*given))
    canvas.home()
    sharp(canvas)
    canvas.zoom_by(12.0 - canvas.camera.view.zoom)  # the station's name is not shown before 12.6
    canvas._begin_epoch()
    sharp(canvas)
    qtbot.waitUntil(lambda: not canvas.is_drawing())
    assert "Stasiun Tengah" in written
    written.clear()
    canvas.zoom_by(0.8)
    canvas._begin_epoch()
    sharp(canvas)
    assert "Stasiun Tengah" in {label.text for label in canvas.picture.labels._placed}
    assert "Stasiun Tengah" not in written
