"""What one attends to stays true: cards and rings go with what they are about, news under a panel is still news."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication

from console.map import attention
from tests.qt.map.sample import EAST, NORTH, SOUTH, WEST, incident

MIDDLE = ((WEST + EAST) / 2, (SOUTH + NORTH) / 2)


def pixel_of(canvas, ident):
    x, y = canvas.camera.to_screen(*canvas.scene.place("incident", ident))
    return QPoint(round(x), round(y))


@pytest.fixture
def hovered(canvas, qtbot, sharp):
    """A canvas whose pointer rests on the one report."""
    canvas.set_layer("incident", [incident("one", *MIDDLE)])
    sharp(canvas)
    qtbot.mouseMove(canvas, QPoint(5, 5))  # a pointer that is there already does not move
    with qtbot.waitSignal(canvas.hovered):
        qtbot.mouseMove(canvas, pixel_of(canvas, "one"))
    return canvas


def test_what_is_taken_away_is_hovered_no_more(hovered, qtbot):
    with qtbot.waitSignal(hovered.hovered) as told:
        hovered.change("incident", [], ["one"])
    assert told.args == ["", ""]
    assert hovered.attention.hovered is None


def test_what_moves_away_from_the_pointer_is_hovered_no_more(hovered, qtbot):
    with qtbot.waitSignal(hovered.hovered) as told:
        hovered.change("incident", [incident("one", 106.92, -6.2)])
    assert told.args == ["", ""]


@pytest.mark.parametrize("how", ["layer switched off", "heat"])
def test_what_is_not_shown_any_more_is_hovered_no_more(hovered, qtbot, how):
    with qtbot.waitSignal(hovered.hovered) as told:
        if how == "heat":
            hovered.set_heat(True)
        else:
            hovered.set_visible("incident", False)
    assert told.args == ["", ""]


def test_what_a_list_points_at_stays_lit_whatever_comes(canvas, sharp):
    canvas.set_layer("incident", [incident("one", *MIDDLE)])
    sharp(canvas)
    canvas.highlight(("incident", "one"))
    canvas.change("incident", [incident("other", 106.92, -6.2)])
    sharp(canvas)
    assert canvas.attention.hovered == ("incident", "one")


def test_a_group_is_hovered_no_more_when_the_pointer_leaves_the_map(canvas, qtbot, sharp):
    canvas.set_layer("incident", [incident(f"n{at}", MIDDLE[0] + at * 2e-4, MIDDLE[1]) for at in range(6)])
    sharp(canvas)
    with qtbot.waitSignal(canvas.group_hovered):
        qtbot.mouseMove(canvas, pixel_of(canvas, "n2"))
    with qtbot.waitSignal(canvas.group_hovered, timeout=0) as told:
        QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert told.args[0] is None


def test_a_leg_of_a_spider_says_what_it_is(canvas, qtbot, sharp):
    canvas.set_layer("incident", [incident(name, *MIDDLE) for name in ("a", "b", "c")])
    sharp(canvas)
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=pixel_of(canvas, "a"))
    leg = canvas.attention.spider.legs[1]
    at = pixel_of(canvas, "a") + QPoint(round(leg.dx), round(leg.dy))
    with qtbot.waitSignal(canvas.hovered) as told:
        qtbot.mouseMove(canvas, at)
    assert told.args == list(leg.key)


def test_a_spider_says_how_many_have_no_leg(canvas, qtbot, sharp):
    canvas.set_layer("incident", [incident(f"i{number}", *MIDDLE) for number in range(60)])
    canvas.center_on(*MIDDLE, 17)
    sharp(canvas)
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=pixel_of(canvas, "i0"))
    spider = canvas.attention.spider
    assert (len(spider.legs), spider.more) == (40, 20)


def test_a_symbol_that_stands_for_several_looks_otherwise(canvas, sharp):
    canvas.set_layer("incident", [incident("a", *MIDDLE)])
    canvas.center_on(*MIDDLE, 17)
    sharp(canvas)
    alone = canvas.grab().toImage()
    canvas.set_layer("incident", [incident("a", *MIDDLE), incident("b", *MIDDLE)])
    sharp(canvas)
    assert canvas.grab().toImage() != alone


@pytest.fixture
def panelled(canvas):
    """A canvas with a panel over its left side, of half its height."""
    canvas.set_layer("incident", [])
    canvas.center_on(*MIDDLE, 13)
    canvas.set_covered(300, 0, 0, 0, [QRect(0, 0, 300, 350)])
    return canvas


def test_a_banner_moves_no_view_that_is_looked_at(canvas, qtbot):
    qtbot.waitUntil(lambda: canvas._seen)
    before = canvas.camera.view
    canvas.set_covered(0, 120, 0, 0)
    assert canvas.camera.view == before
    canvas.set_covered(300, 120, 0, 0)  # a panel that somebody has opened
    assert canvas.camera.view != before


def test_news_under_a_panel_is_pointed_at_until_the_panel_goes(panelled):
    panelled.change("incident", [incident("under", *panelled.camera.lonlat_at(100, 100))])
    (mark,) = panelled.attention.marks
    assert mark.nearest == ("incident", "under")
    assert mark.x >= 300
    panelled.set_covered(0, 0, 0, 0)
    assert panelled.attention.marks == []


def test_news_below_a_panel_is_seen(panelled):
    panelled.change("incident", [incident("below", *panelled.camera.lonlat_at(100, 600))])
    assert panelled.attention.marks == []


def test_news_of_a_hidden_layer_waits_until_it_is_shown(canvas):
    canvas.set_layer("incident", [])
    canvas.set_visible("incident", False)
    canvas.change("incident", [incident("far", 107.5, -6.3)])
    assert canvas.attention.marks == []
    canvas.set_visible("incident", True)
    assert len(canvas.attention.marks) == 1


def test_marks_stay_on_a_canvas_that_panels_cover_wholly(panelled):
    panelled.change("incident", [incident("far", 107.5, -6.3), incident("up", MIDDLE[0], -5.0)])
    panelled.resize(160, 120)
    for mark in panelled.attention.marks:
        assert 0 <= mark.x <= 160
        assert 0 <= mark.y <= 120


def test_what_is_shown_stands_beside_a_panel(canvas):
    canvas.set_layer("incident", [incident("one", *MIDDLE)])
    canvas.set_covered(500, 0, 40, 0, [QRect(0, 0, 500, 700)])
    canvas.go_to("incident", "one", 15)
    assert canvas.camera.sees(*canvas.scene.place("incident", "one"))


@pytest.mark.parametrize("still", [False, True])
def test_what_is_new_pulses_or_is_ringed_without_moving(canvas, qtbot, sharp, monkeypatch, still):
    monkeypatch.setattr(attention, "BEAT_MS", 4)
    canvas.set_layer("incident", [])
    canvas.attention.still = still
    sharp(canvas)
    before = canvas.grab().toImage()
    canvas.change("incident", [incident("new", *MIDDLE)])
    overlay, phases = canvas.attention._overlay, set()
    canvas.drawn_above.append(lambda painter: phases.add(overlay.pulse) if overlay.pulsing else None)
    assert canvas.grab().toImage() != before
    qtbot.waitUntil(lambda: not overlay.pulsing)
    assert len(phases) == 1 if still else len(phases) > 5
