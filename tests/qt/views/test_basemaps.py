"""A source of tiles is added, chosen and taken away in the window; a bad one says why and never empties the map."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel
from shapely.geometry import box

from console.basemaps import book as books
from console.basemaps.kept import CITY, FILE
from console.basemaps.web import Why
from console.map import rasters
from console.map.rasters import RasterGround
from console.map.sheet import Printing
from console.state import basemaps as states
from console.state.basemaps import Basemaps
from console.tasks import Tasks
from console.theme import Theme
from console.views.basemapground import GroundKeeper
from console.views.mapprint import MapPrint
from console.views.mapview import MapView
from layers.basemap import Basemap, Ground
from layers.geometry import Bounds
from tests.qt.map.sample import EAST, NORTH, SOUTH, WEST
from tests.unit.basemaps.conftest import BOGOR, MapServer, Said, needs_bogor, picture

CITY_BOX = Bounds(WEST, SOUTH, EAST, NORTH)


def city_in(bounds, schematic=False):
    credit = {"id": "Peta kota", "en": "City map"}
    area = Ground("areas", "c", box(*bounds), {"kind": "kota", "name": "Kota"})
    return Basemap("c", credit, credit, schematic, tuple(bounds), {"areas": (area,)})


@pytest.fixture
def server():
    server = MapServer()
    server.says = lambda path, headers: Said(picture((200, 30, 40)))
    yield server
    server.close()


@pytest.fixture
def desk(qtbot, tmp_path, monkeypatch):
    """A map with its panel, and the choice behind it."""
    monkeypatch.setenv("POC_BASEMAP_LOOPBACK", "1")
    monkeypatch.setattr(states, "LOOK_MS", 50)
    opened = []

    def make(bounds=CITY_BOX, schematic=False):
        tasks = Tasks()
        view = MapView(Theme.load("day"), tasks=tasks)
        qtbot.addWidget(view)
        view.resize(900, 700)
        view.show()
        view.toggle_layers()
        basemaps = Basemaps(tmp_path, bounds, tasks)
        keeper = GroundKeeper(view, basemaps, lambda: city_in(bounds, schematic=True), tasks)
        keeper.set_city(city_in(bounds, schematic))
        made = SimpleNamespace(view=view, basemaps=basemaps, keeper=keeper, tasks=tasks, chooser=view.panel.chooser)
        opened.append(made)
        return made

    yield make
    for made in opened:
        made.view.canvas.close_down()
        made.basemaps.close()
        made.tasks.close()


def median(view) -> tuple[int, ...]:
    image = view.canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return tuple(int(value) for value in np.median(pixels[..., :3], axis=(0, 1)))


def has_all_tiles(view) -> bool:
    """Whether the source has given every tile that is in view."""
    picture, ground = view.canvas.picture, view.canvas._ground
    if not picture.is_sharp() or not isinstance(ground, RasterGround):
        return False
    cuts = [picture.epoch.cut(tile) for tile in picture.in_view.tiles(0)]
    return not ground._raster.book.want([key for cut in cuts for key in ground._maker.keys(cut)])


def credit(view) -> str:
    return view._credit.text()


def add(qtbot, desk, address, **fields):
    desk.chooser.add.click()
    dialog = desk.keeper.dialog
    dialog.address.setText(address)
    for name, text in fields.items():
        getattr(dialog, name).setText(text)
    dialog._add.click()
    return dialog


def test_an_address_is_added_in_the_window_shown_and_shown_again_after_a_restart(qtbot, desk, server, tmp_path):
    one = desk()
    with qtbot.waitSignal(one.basemaps.added):
        add(qtbot, one, f"{server.url}/{{z}}/{{x}}/{{y}}.png", title_field="Peta & rupa", credit="© <b>BIG</b>")
    qtbot.waitUntil(lambda: median(one.view) == (200, 30, 40), timeout=10_000)
    assert credit(one.view) == "© BIG · Peta kota"
    key = one.basemaps.chosen
    assert one.chooser.rows[key].radio.isChecked()
    assert one.chooser.rows[key].radio.text() == "Peta && rupa"
    told = json.loads((tmp_path / FILE).read_text())
    assert (told["chosen"], [row["key"] for row in told["sources"]]) == (key, [key])
    again = desk()
    assert again.basemaps.chosen == key
    qtbot.waitUntil(lambda: median(again.view) == (200, 30, 40), timeout=10_000)


def test_the_city_comes_back_and_a_source_that_is_taken_away_takes_its_tiles_along(qtbot, desk, server):
    one = desk()
    before = median(one.view)
    with qtbot.waitSignal(one.basemaps.added):
        add(qtbot, one, f"{server.url}/{{z}}/{{x}}/{{y}}.png")
    qtbot.waitUntil(lambda: median(one.view) == (200, 30, 40), timeout=10_000)
    source = one.basemaps.source()
    one.chooser.rows[CITY].radio.click()
    qtbot.waitUntil(lambda: median(one.view) != (200, 30, 40), timeout=10_000)
    assert credit(one.view) == "Peta kota"
    qtbot.mouseClick(one.chooser.rows[source.key].away, Qt.MouseButton.LeftButton)
    assert source.key not in one.chooser.rows
    qtbot.waitUntil(lambda: one.basemaps._cache.size(source.origin) == (0, 0))
    assert before != (200, 30, 40)


def test_a_service_with_several_layers_asks_which(qtbot, desk, server):
    layers = "".join(f"<Layer><Name>l{n}</Name><Title>Lapis {n}</Title></Layer>" for n in (1, 2))
    document = (
        '<WMS_Capabilities version="1.3.0"><Capability><Request><GetMap><Format>image/png</Format></GetMap></Request>'
        f"<Layer><CRS>EPSG:3857</CRS>{layers}</Layer></Capability></WMS_Capabilities>"
    ).encode()
    server.says = lambda path, headers: Said(document if "GetCapabilities" in path else picture(size=512))
    one = desk()
    with qtbot.waitSignal(one.basemaps.not_added):
        dialog = add(qtbot, one, f"{server.url}/wms")
    assert [dialog.layer.itemText(row) for row in range(2)] == ["Lapis 1", "Lapis 2"]
    dialog.layer.setCurrentIndex(1)
    with qtbot.waitSignal(one.basemaps.added):
        dialog._add.click()
    assert one.basemaps.source().options["layer"] == "l2"


def test_what_can_not_be_added_is_said_in_the_dialogue_which_stays(qtbot, desk, server):
    one = desk()
    server.says = lambda path, headers: Said(b"<html>Selamat datang")
    with qtbot.waitSignal(one.basemaps.not_added):
        dialog = add(qtbot, one, f"{server.url}/{{z}}/{{x}}/{{y}}.png")
    assert "web page" in dialog.trouble.text()
    with qtbot.waitSignal(one.basemaps.not_added):
        dialog.address.setText("http://peta.example/{z}/{x}/{y}.png")
        dialog._add.click()
    assert "https" in dialog.trouble.text()
    assert one.basemaps.sources == ()


def test_a_long_sentence_cuts_no_other(qtbot, desk, server):
    server.says = lambda path, headers: Said(status=403)
    one = desk()
    dialog = add(qtbot, one, f"{server.url}/a-long-address/{{z}}/{{x}}/{{y}}.png")
    qtbot.waitUntil(dialog.trouble.isVisible, timeout=10_000)
    dialog._say("Server peta ini tidak mau memberi petak. " * 6)
    qtbot.waitUntil(lambda: dialog.trouble.height() >= dialog.trouble.heightForWidth(dialog.trouble.width()))
    for label in dialog.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width()), label.text()


def test_a_source_whose_server_goes_says_so_on_its_row_and_what_was_seen_stays(qtbot, desk, server, monkeypatch):
    monkeypatch.setattr(books, "AGAIN_S", (600.0,))
    one = desk()
    with qtbot.waitSignal(one.basemaps.added):
        add(qtbot, one, f"{server.url}/{{z}}/{{x}}/{{y}}.png")
    qtbot.waitUntil(lambda: has_all_tiles(one.view), timeout=10_000)
    server.says = lambda path, headers: Said(status=500)
    one.view.canvas.zoom_by(1)
    row = one.chooser.rows[one.basemaps.chosen]
    qtbot.waitUntil(row.mark.isVisible, timeout=10_000)
    assert row.radio.accessibleDescription()
    assert one.basemaps.book.standing().why is Why.REFUSED
    qtbot.waitUntil(lambda: median(one.view) == (200, 30, 40), timeout=10_000)  # the farther tiles stand in


def test_a_server_that_hangs_leaves_the_window_alone(qtbot, desk, server, monkeypatch):
    monkeypatch.setattr(books, "LATE_S", 0.1)
    one = desk()
    with qtbot.waitSignal(one.basemaps.added):
        add(qtbot, one, f"{server.url}/{{z}}/{{x}}/{{y}}.png")
    gate = threading.Event()
    server.says = lambda path, headers: gate.wait(20) and Said(picture())
    one.view.canvas.zoom_by(2)
    row = one.chooser.rows[one.basemaps.chosen]
    qtbot.waitUntil(row.mark.isVisible, timeout=10_000)
    qtbot.waitUntil(one.view.canvas.picture.is_sharp, timeout=10_000)
    gate.set()


@needs_bogor
def test_vector_tiles_of_a_file_become_the_ground_with_their_roads_and_names(qtbot, desk):
    one = desk(Bounds(106.79, -6.6, 106.81, -6.58))
    with qtbot.waitSignal(one.basemaps.added):
        add(qtbot, one, str(BOGOR))
    qtbot.waitUntil(lambda: "roads" in one.view.canvas.scene.basemap.themes, timeout=50_000)
    assert "OpenStreetMap" in credit(one.view)
    qtbot.waitUntil(lambda: bool(one.view.canvas._names), timeout=50_000)
    assert {name.row.theme for name in one.view.canvas._names} >= {"roads"}


@needs_bogor
def test_vector_tiles_of_another_city_leave_the_citys_own_ground_and_say_so(qtbot, desk):
    one = desk(Bounds(120.0, -3.0, 120.1, -2.9))
    with qtbot.waitSignal(one.basemaps.added):
        add(qtbot, one, str(BOGOR))
    row = one.chooser.rows[one.basemaps.chosen]
    qtbot.waitUntil(row.mark.isVisible, timeout=50_000)
    assert "roads" not in one.view.canvas.scene.basemap.themes


def test_the_schematic_map_can_be_chosen_beside_the_citys_own(qtbot, desk):
    one = desk()
    assert list(one.chooser.rows) == ["city", "schematic"]
    one.chooser.rows["schematic"].radio.click()
    qtbot.waitUntil(lambda: one.view.canvas.scene.basemap.schematic)
    assert list(desk(schematic=True).chooser.rows) == ["city"]


def test_paper_shows_the_chosen_ground_with_its_credit_and_waits_for_its_tiles(qtbot, desk, server, monkeypatch):
    one = desk()
    with qtbot.waitSignal(one.basemaps.added):
        add(qtbot, one, f"{server.url}/{{z}}/{{x}}/{{y}}.png", credit="© BIG")
    qtbot.waitUntil(lambda: median(one.view) == (200, 30, 40), timeout=10_000)
    seen = {path for path, _ in server.asked}
    monkeypatch.setattr(rasters, "PATIENCE_S", 0.0)  # nothing but the printing waits
    server.says = lambda path, headers: Said(picture((20, 120, 60)))  # the nearer ones are another picture
    prints = MapPrint(one.view, lambda: "Kota", lambda _: None, lambda: datetime.now(UTC), one.keeper)
    words = prints._words()
    assert words.credit == "© BIG · Peta kota"
    printing = Printing(one.view.canvas, words, one.keeper)
    with qtbot.waitSignal(printing.ready, timeout=30_000) as said:
        pass
    image = said.args[0].map.scaled(60, 40)
    colors = [image.pixelColor(x, y).getRgb()[:3] for x in range(60) for y in range(40)]
    assert max(set(colors), key=colors.count) == (20, 120, 60)
    assert {path for path, _ in server.asked} - seen
