"""What is drawn with every frame: it follows what it shows, and costs no more than copies."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QPainter, QPixmap
from shapely.geometry import Point

from console.map import overlay
from layers.features import Feature
from tests.qt.map.sample import EAST, NORTH, SOUTH, WEST, incidents
from tests.qt.map.test_picture import pixels

MIDDLE = ((WEST + EAST) / 2, (SOUTH + NORTH) / 2)


def incident(ident: str, lon: float, lat: float, state: str = "new") -> Feature:
    return Feature("incident", ident, Point(lon, lat), {"category": "fire", "state": state, "priority": "high"})


@pytest.fixture
def painted_all(canvas, monkeypatch):
    """How often the whole canvas was asked to be painted because of the overlay."""
    times = []
    monkeypatch.setattr(canvas.attention, "_repaint_all", lambda: times.append(True))
    return times


def test_a_change_elsewhere_paints_nothing_of_what_is_chosen(canvas, sharp, painted_all):
    canvas.set_layer("incident", incidents(50))
    canvas.select([("incident", "i1")])
    canvas.change("incident", [incident("i2", *MIDDLE)])
    sharp(canvas)
    painted_all.clear()
    canvas.change("incident", [incident("i3", *MIDDLE)])
    assert painted_all == []


@pytest.mark.parametrize("how", ["selected", "hovered", "ticked"])
def test_what_is_chosen_is_painted_where_it_went(canvas, sharp, painted_all, how):
    canvas.set_layer("incident", [incident("i1", *MIDDLE), incident("i2", WEST, SOUTH)])
    {
        "selected": lambda: canvas.select([("incident", "i1")]),
        "hovered": lambda: canvas.highlight(("incident", "i1")),
        "ticked": lambda: canvas.attention.tick([("incident", "i1")]),
    }[how]()
    canvas.change("incident", [incident("i2", *MIDDLE)])
    painted_all.clear()
    canvas.change("incident", [incident("i1", MIDDLE[0] + 0.01, MIDDLE[1])])
    assert painted_all
    painted_all.clear()
    canvas.change("incident", [incident("i1", MIDDLE[0] + 0.01, MIDDLE[1], "resolved")])
    assert painted_all


def test_hundreds_of_chosen_symbols_are_drawn_once_each_look(canvas, sharp, monkeypatch):
    drawn = []
    monkeypatch.setattr(overlay, "draw_symbol", lambda *given, **how: drawn.append(given[1]))
    canvas.set_layer("incident", incidents(400))
    canvas.select([("incident", f"i{number}") for number in range(400)])
    paper = QPixmap(canvas.size())
    for _ in range(3):
        painter = QPainter(paper)
        canvas.attention.draw(painter, canvas.theme)
        painter.end()
    assert 0 < len(drawn) == len(set(drawn))


def test_a_ring_is_whole_also_at_the_edge_of_the_canvas(canvas, sharp):
    canvas.set_layer("incident", [incident("i1", *MIDDLE)])
    canvas.center_on(*MIDDLE, 14)
    canvas.push(canvas.width() / 2 + 8, 0)  # its middle lies outside, its ring will reach in
    sharp(canvas)
    plain = pixels(canvas.grab().toImage())
    canvas.select([("incident", "i1")])
    assert (pixels(canvas.grab().toImage()) != plain).any(axis=2)[:, -15:].sum() > 30
