"""The map view as a file: everything that a sheet on the wall needs, at 300 dots per inch."""

# ruff: noqa: F811 - fixtures come from the desk's tests

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from console.map.sheet import MAP, PX_PER_MM
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
