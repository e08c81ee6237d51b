"""The graticule: lines of whole steps with their degrees, and none where the world has ended."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage, QPainter

from console.map.camera import Camera, View
from console.map.graticule import draw_graticule
from console.theme import Theme
from layers.geometry import to_world


@pytest.mark.parametrize(("lon", "lat"), [(106.99, -6.25), (-73.98, 40.75), (179.9, 0.0), (-179.9, 70.0), (0.0, 85.0)])
@pytest.mark.parametrize("zoom", [8.0, 13.0, 19.0])
def test_every_line_lies_on_the_globe_and_says_its_degrees(qapp, lon, lat, zoom):
    image, said = QImage(800, 600, QImage.Format.Format_RGB32), []
    camera = Camera(View(*map(float, to_world(lon, lat)), zoom), 800, 600)
    painter = QPainter(image)
    draw_graticule(
        painter, camera, Theme.load("day"), lambda value, decimals, along: said.append((value, along)) or "x"
    )
    painter.end()
    assert {along for _, along in said} == {True, False}
    assert all(abs(value) <= (180 if along else 90) for value, along in said)
