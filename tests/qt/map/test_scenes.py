"""Reference scenes: the map looks as it did when a person looked at it last.

Compared small and with tolerance, since letters differ from machine to machine and structure does not. After a
wanted change: POC_NEW_PICTURES=1 pytest tests/qt/map/test_scenes.py, look at every picture, commit them.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from shapely.geometry import LineString, Point, Polygon

from console.theme import NAMES, Theme
from layers.features import Feature
from tests.qt.map.sample import EAST, NORTH, SOUTH, WEST, incident, incidents

PICTURES = Path(__file__).parent / "pictures"
SMALL = (225, 175)  # a quarter of the canvas in each direction
MEAN_OFF, SPOT_OFF, SPOTS = 2.0, 48, 0.006  # levels of 255: on average; what is a wrong spot; and what share may be
MIDDLE = ((WEST + EAST) / 2, (SOUTH + NORTH) / 2)


def city(canvas):
    """The whole city: reports in groups, hotspots as dots beneath."""
    rng = np.random.default_rng(2)
    spots = [Point(rng.uniform(WEST, EAST), rng.uniform(SOUTH, NORTH)) for _ in range(300)]
    states = ("aktif", "gangguan", "nonaktif")
    canvas.set_layer("incident", incidents(150))
    canvas.set_layer(
        "wifi_hotspot",
        [Feature("wifi_hotspot", f"w{n}", spot, {"state": states[n % 3]}) for n, spot in enumerate(spots)],
    )
    canvas.home()


def streets(canvas):
    """Near: symbols of every layer, traffic with arrows, a warning, one report chosen and one ticked."""
    traffic = [
        Feature(
            "traffic_segment",
            f"t{level}",
            LineString([(106.955, -6.29 + level * 0.003), (106.985, -6.288 + level * 0.003)]),
            {"level": level},
        )
        for level in range(6)
    ]
    canvas.set_layer("traffic_segment", traffic)
    area = Polygon([(106.96, -6.292), (106.975, -6.292), (106.975, -6.282), (106.96, -6.282)])
    canvas.set_layer("warning", [Feature("warning", "b", area, {"level": "severe"})])
    kinds = (("normal", "new"), ("high", "new"), ("emergency", "new"), ("normal", "assigned"), ("normal", "resolved"))
    canvas.set_layer(
        "incident",
        [
            incident(f"i{n}", 106.958 + n * 0.005, -6.279, priority=priority, state=state, late=n == 0)
            for n, (priority, state) in enumerate(kinds)
        ],
    )
    canvas.set_layer("waste_point", [Feature("waste_point", "s", Point(106.962, -6.287), {"fill_pct": 95})])
    canvas.set_layer("camera", [Feature("camera", "c", Point(106.978, -6.287), {"state": "aktif"})])
    canvas.center_on(106.97, -6.283, 15.2)
    canvas.select([("incident", "i1")])
    canvas.attention.tick([("incident", "i3")])


def heat(canvas):
    """Density instead of symbols."""
    canvas.set_layer("incident", incidents(400))
    canvas.set_heat(True)
    canvas.home()


def old(canvas):
    """A layer that is too old is hatched."""
    canvas.set_layer("incident", [incident(f"i{n}", 106.95 + n * 0.006, MIDDLE[1]) for n in range(6)])
    canvas.set_stale("incident", True)
    canvas.center_on(106.965, MIDDLE[1], 14.5)


def levels(image: QImage) -> np.ndarray:
    """Red, green and blue of each pixel, small and smooth."""
    small = image.scaled(*SMALL, mode=Qt.TransformationMode.SmoothTransformation)
    small = small.convertToFormat(QImage.Format.Format_RGBX8888)
    return np.array(small.constBits()).reshape(SMALL[1], SMALL[0], 4)[:, :, :3].astype(np.int64)


@pytest.mark.parametrize("theme", NAMES)
@pytest.mark.parametrize("scene", [city, streets, heat, old], ids=lambda scene: scene.__name__)
def test_a_scene_looks_as_it_did(canvas, sharp, scene, theme):
    canvas.set_theme(Theme.load(theme))
    scene(canvas)
    canvas.attention.forget_news()
    sharp(canvas)
    picture = canvas.grab().toImage()
    path = PICTURES / f"{scene.__name__}-{theme}.png"
    if os.environ.get("POC_NEW_PICTURES"):
        picture.scaled(*SMALL, mode=Qt.TransformationMode.SmoothTransformation).save(str(path))
        pytest.skip("taken anew: look at it")
    off = np.abs(levels(picture) - levels(QImage(str(path))))
    assert off.mean() <= MEAN_OFF
    assert (off.max(axis=2) > SPOT_OFF).mean() <= SPOTS


def test_the_comparison_sees_a_missing_layer(canvas, sharp):
    city(canvas)
    canvas.set_visible("incident", False)
    sharp(canvas)
    off = np.abs(levels(canvas.grab().toImage()) - levels(QImage(str(PICTURES / "city-night.png"))))
    assert (off.max(axis=2) > SPOT_OFF).mean() > SPOTS
