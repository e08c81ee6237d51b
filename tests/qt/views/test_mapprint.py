"""The map view as a file: everything that a sheet on the wall needs, at 300 dots per inch."""

# ruff: noqa: F811 - fixtures come from the desk's tests

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from console.map.sheet import MAP, PX_PER_MM, Sheet, Words, legend_part
from layers.catalog import LAYERS
from layers.style import DEFAULT
from tests.qt.views.room import ground, report
from tests.qt.views.test_desk import _plain_afterwards, make, press, room  # noqa: F401


def save(qtbot, room, path):
    room.take([report(n, lon=106.95 + n / 200, lat=-6.25) for n in range(1, 9)])
    room.window.map_moves._print.save(str(path))
    qtbot.waitUntil(lambda: path.name in room.window.toast.text.text(), timeout=20_000)


def test_a_png_is_a_whole_sheet_at_300_dots_per_inch(qtbot, room, tmp_path):
    room.map_view.set_basemap(ground()[0])
    save(qtbot, room, tmp_path / "map.png")
    image = QImage(str(tmp_path / "map.png"))
    assert (image.width(), image.height()) == (3508, 2480)
    assert abs(image.dotsPerMeterX() - 11811) < 3
    box = (MAP.left() * PX_PER_MM, MAP.top() * PX_PER_MM, MAP.width() * PX_PER_MM, MAP.height() * PX_PER_MM)
    inside = image.copy(*map(round, box)).scaled(80, 60, mode=Qt.TransformationMode.FastTransformation)
    colors = {inside.pixelColor(x, y).name() for x in range(80) for y in range(60)}
    assert len(colors) > 20


def test_a_pdf_is_written_and_the_view_of_the_desk_stays(qtbot, room, tmp_path):
    room.map_view.set_basemap(ground()[0])
    before = room.map_view.canvas.camera.view
    save(qtbot, room, tmp_path / "map.pdf")
    assert (tmp_path / "map.pdf").read_bytes().startswith(b"%PDF")
    assert room.map_view.canvas.camera.view == before
    assert not room.map_view.hint.isVisibleTo(room.map_view)


def test_where_nothing_can_be_written_it_says_so(qtbot, room, tmp_path):
    save(qtbot, room, tmp_path / "no such folder" / "map.png")
    assert "could not be saved" in room.window.toast.text.text()


def test_ctrl_p_asks_for_a_file(qtbot, room, press):
    press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    dialog = room.map_view.findChild(QFileDialog)
    assert dialog.isVisible()
    dialog.reject()


def test_the_legend_on_paper_has_every_layer_that_there_is(qapp, monkeypatch):
    parts = tuple(legend_part(DEFAULT, layer.key, layer.title, str) for layer in LAYERS if layer.key != "area")
    sheet = Sheet(QImage(100, 100, QImage.Format.Format_RGB32), 1.0, Words("", "", "", parts, ""))
    written = {}
    monkeypatch.setattr(Sheet, "_write", lambda self, painter, box, text, *how, **more: written.update({text: box}))
    sheet.image()
    for part in parts:
        for text in (part.title, *(word for _, word in part.rows)):
            assert text in written
            assert written[text].bottom() <= MAP.bottom() + 0.01


def test_the_graticule_of_the_screen_is_on_paper_too(qtbot, room, tmp_path):
    room.map_view.set_basemap(ground()[0])
    save(qtbot, room, tmp_path / "plain.png")
    room.map_view.canvas.set_graticule(True)
    save(qtbot, room, tmp_path / "lines.png")
    plain, lines = (QImage(str(tmp_path / name)) for name in ("plain.png", "lines.png"))
    assert plain != lines
