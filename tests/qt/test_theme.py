"""The theme's promises: readable text, colours safe for the colour-blind, one sheet that Qt accepts."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor, QFontMetricsF, QPalette
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from console import theme
from console.theme import NAMES, RESOURCES, Theme, contrast

ROOT = Path(__file__).resolve().parents[2]
TEXT = ("text", "muted", "accent", "ok", "soon", "late")
SURFACES = ("ground", "surface", "raised")
# Simulation matrices for full deuteranopia and protanopia in linear RGB (Machado, Oliveira, Fernandes 2009).
BLIND = {
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("token", TEXT)
@pytest.mark.parametrize("surface", SURFACES)
def test_text_can_be_read_on_every_surface(name, token, surface):
    theme = Theme.load(name)
    assert contrast(theme.color(token), theme.color(surface)) >= 4.5


@pytest.mark.parametrize("name", NAMES)
def test_text_can_be_read_on_marked_rows_badges_and_buttons(name):
    theme = Theme.load(name)
    for tone in ("ok", "soon", "late", "accent"):
        assert contrast(theme.color(tone), theme.tint(tone)) >= 4.5, tone
    for surface in ("hover", "pressed", "selected"):
        assert contrast(theme.color("text"), theme.color(surface)) >= 4.5, surface
    for surface in ("hover", "selected"):
        assert contrast(theme.color("muted"), theme.color(surface)) >= 4.5, surface
    for button in ("accent", "accent_hover", "accent_pressed"):
        assert contrast(theme.color("on_accent"), theme.color(button)) >= 4.5, button


@pytest.mark.parametrize("name", NAMES)
def test_map_labels_can_be_read_on_their_halos(name):
    theme = Theme.load(name)
    for token in ("city", "district", "village", "road", "place"):
        assert contrast(theme.color(f"map.label_{token}"), theme.color("map.halo")) >= 4.5, token
    assert contrast(theme.color("map.water_label"), theme.color("map.halo")) >= 4.5


@pytest.mark.parametrize("name", NAMES)
def test_focus_rings_and_controls_stand_out_from_what_they_lie_on(name):
    theme = Theme.load(name)
    for surface in SURFACES:
        assert contrast(theme.color("accent"), theme.color(surface)) >= 3
    for surface in ("surface", "raised"):
        assert contrast(theme.color("line_strong"), theme.color(surface)) >= 2


def seen(color: QColor, matrix: tuple[tuple[float, ...], ...]) -> np.ndarray:
    """CIE Lab of a colour as someone with this colour vision sees it."""
    linear = np.array([color.redF(), color.greenF(), color.blueF()]) ** 2.2
    rgb = np.clip(np.array(matrix) @ linear, 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ rgb
    f = np.cbrt(xyz / np.array([0.9505, 1.0, 1.089]))
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("vision", BLIND)
def test_traffic_levels_differ_for_red_green_blind_eyes(name, vision):
    theme = Theme.load(name)
    levels = [seen(theme.color(f"map.traffic_{level}"), BLIND[vision]) for level in range(6)]
    for one, other in itertools.combinations(range(6), 2):
        assert np.linalg.norm(levels[one] - levels[other]) >= 12, (one, other)


def test_both_themes_have_the_same_tokens():
    assert set(Theme.load("night").tokens) == set(Theme.load("day").tokens)


def test_an_unknown_theme_or_token_is_an_error():
    with pytest.raises(KeyError):
        Theme.load("dusk")
    with pytest.raises(KeyError):
        Theme.load("night").color("pink")


def test_only_the_theme_names_colours():
    literal = re.compile(r"[\"']#[0-9A-Fa-f]{3,8}[\"']")
    files = [*(ROOT / "console").rglob("*.py"), *(ROOT / "layers").rglob("*.py"), RESOURCES / "desk.qss"]
    guilty = [path.name for path in files if literal.search(path.read_text(encoding="utf-8"))]
    assert guilty == []


@pytest.mark.parametrize("name", NAMES)
def test_qt_takes_the_sheet_and_the_palette(qtbot, name):
    theme = Theme.load(name)
    window = QWidget()
    qtbot.addWidget(window)
    rows = QVBoxLayout(window)
    button, label = QPushButton("Disposisi"), QLabel("Lewat tenggat 3")
    button.setProperty("kind", "primary")
    label.setProperty("tone", "late")
    rows.addWidget(button)
    rows.addWidget(label)
    window.setPalette(theme.palette())
    window.setStyleSheet(theme.style_sheet())
    window.show()
    picture = button.grab().toImage()
    assert picture.pixelColor(picture.width() // 2, 4).name().upper() == theme.tokens["accent"]
    assert window.palette().color(QPalette.ColorRole.Window) == theme.color("ground")


def test_figures_have_one_width(qtbot):
    metrics = QFontMetricsF(Theme.load("night").font("body"))
    assert len({metrics.horizontalAdvance(figure) for figure in "0123456789"}) == 1


def test_marks_are_drawn_where_nothing_can_be_kept(qapp, tmp_path, monkeypatch):
    closed = tmp_path / "no folder"
    closed.write_text("a file where the cache should be")
    monkeypatch.setattr(theme.QStandardPaths, "writableLocation", lambda _: str(closed))
    theme._icon_folder.cache_clear()
    try:
        marks = re.findall(r'url\("(.*?)"\)', Theme.load("night").style_sheet())
        assert marks
        assert all(Path(mark).is_file() for mark in marks)
    finally:
        monkeypatch.undo()
        theme._icon_folder.cache_clear()
