"""Editing on the map by mouse and by keys: the real window, the real map, the real service."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from shapely.geometry import Point
from starlette.testclient import TestClient

from console.api.client import LayerDelta
from console.service.app import create_app
from console.service.settings import ServiceSettings
from console.views.editasking import AskCoordinates, AskFields, AskWhose
from console.views.editform import FeatureForm
from layers.changes import ChangeKind
from layers.shaping import rows
from tests.qt.state.editroom import WIFI, Console, moved, renamed, spot
from tests.qt.views.editdesk import LEFT, PLACE, EditDesk, areas, drag, streets, wifi

Key, Modifier = Qt.Key, Qt.KeyboardModifier
CTRL, SHIFT, ALT, NONE = Modifier.ControlModifier, Modifier.ShiftModifier, Modifier.AltModifier, Modifier.NoModifier
Make = Callable[..., EditDesk]
STARTS = {WIFI: wifi, "area": areas, "traffic_segment": streets}


@pytest.fixture(scope="module")
def http(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """One service for the module."""
    settings = ServiceSettings(data=tmp_path_factory.mktemp("data"), demo=True, seed=False, run_feeds=False)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module", autouse=True)
def _plain_afterwards(qapp: QApplication) -> Iterator[None]:
    yield
    qapp.setStyleSheet("")


@pytest.fixture(scope="module")
def admin(http: TestClient, qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """Somebody who publishes at once."""
    console = Console(http, tmp_path_factory.mktemp("admin"), "admin")
    yield console
    console.close()


@pytest.fixture(scope="module")
def desks(http: TestClient, admin: Console, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, EditDesk]]:
    """One desk a person for the module: making one takes longer than most tests."""
    made: dict[str, EditDesk] = {}
    yield made
    for desk in made.values():
        desk.close()


@pytest.fixture
def make(qtbot, http, admin, desks, tmp_path) -> Iterator[Make]:
    """A desk at which a layer is shown as at the beginning, and taken up."""

    def build(layer: str = WIFI, *, begin: bool = True, name: str = "gis") -> EditDesk:
        start = STARTS[layer]()
        there = {feature.id for feature in admin.client.features(layer, 0).features}
        admin.publish(layer, start, there - {feature.id for feature in start})
        if name not in desks:
            desks[name] = EditDesk(http, tmp_path / name, name=name)
        desk = desks[name]
        desk.look(layer)
        for other in desks.values():
            if other is not desk:
                other.window.hide()
        desk.show(qtbot)
        desk.canvas.setFocus()
        if begin:
            desk.mode.begin(layer)
            assert desk.editing.is_open
        return desk

    yield build
    for desk in desks.values():
        desk.put_back()


@pytest.fixture
def press(qtbot):
    def press(key, modifier=NONE):
        focus = QApplication.focusWidget()
        assert focus is not None, "nothing has the focus"
        qtbot.keyClick(focus, key, modifier)

    return press


def click(qtbot, desk, place, modifier=NONE):
    qtbot.mouseMove(desk.canvas, desk.at(place))
    qtbot.mouseClick(desk.canvas, LEFT, modifier, desk.at(place))


def place_of(desk, ident):
    shape = desk.editing.features[ident].geometry
    return shape.x, shape.y


def window(qtbot, desk, kind):
    qtbot.waitUntil(lambda: any(child.isVisible() for child in desk.window.findChildren(kind)))
    return next(child for child in desk.window.findChildren(kind) if child.isVisible())


def test_who_may_not_edit_sees_no_pencil_and_has_no_keys(make):
    desk = make(begin=False, name="operator")
    assert not any(row.edit.isVisibleTo(desk.view.panel) for row in desk.view.panel.rows.values())
    assert not desk.window.actions_by_id["edit.begin"].isEnabled()
    desk.mode.begin(WIFI)
    assert not desk.editing.is_editing


def test_the_pencil_of_the_layer_takes_it_up(make, qtbot):
    desk = make(begin=False)
    desk.view.toggle_layers()
    assert not desk.view.panel.rows["incident"].edit.isVisible()
    qtbot.mouseClick(desk.view.panel.rows[WIFI].edit, LEFT)
    assert desk.editing.layer == WIFI
    assert desk.mode.bar.isVisible()
    assert desk.canvas.tool.name == "edit_choose"


def test_a_point_is_chosen_moved_and_put_back_by_mouse(make, qtbot, press):
    desk = make()
    before = place_of(desk, "taman/1")
    click(qtbot, desk, before)
    assert desk.editing.selection == {"taman/1"}
    start = desk.at(before)
    drag(qtbot, desk.canvas, start, start + QPoint(40, 25))
    there = desk.at(place_of(desk, "taman/1"))
    assert (there - start - QPoint(40, 25)).manhattanLength() <= 2
    assert desk.canvas.scene.feature(WIFI, "taman/1").geometry.equals(desk.editing.features["taman/1"].geometry)
    press(Key.Key_Z, CTRL)
    assert place_of(desk, "taman/1") == before
    press(Key.Key_Z, CTRL | SHIFT)
    assert place_of(desk, "taman/1") != before


def test_the_bar_fits_into_the_narrowest_map_in_both_languages(make):
    desk = make()
    desk.editing.select(desk.editing.features)
    for language in ("id", "en"):
        desk.window.speak(language)
        desk.mode.bar.refresh()
        for part in (desk.mode.bar.title, desk.mode.bar.submit, desk.mode.bar.leave, desk.mode.bar.checks):
            assert part.width() >= part.sizeHint().width(), (language, part.text())
        assert desk.view.rect().contains(desk.mode.bar.geometry())


def test_in_a_narrow_map_the_bar_the_hint_and_a_message_cover_nothing_of_each_other(make, qtbot):
    desk = make("area")
    view, bar, toast = desk.view, desk.mode.bar, desk.window.toast
    for width in (1024, 1093, 1366):
        desk.window.resize(width, 614)
        desk.window.actions_by_id["edit.corners"].trigger()  # the longest hint
        desk.canvas.setFocus()
        qtbot.mouseMove(desk.canvas, desk.at(PLACE))
        toast.say_bad("Too few corners would be left.")
        view.place_hint()
        bar.place()
        toast._place()
        assert view.hint.geometry().right() < view.bar.geometry().left(), width
        assert view.hint.heightForWidth(view.hint.width()) <= view.hint.height()
        assert not toast.geometry().intersects(bar.geometry()), width
        for words in (view.scale, view._coordinates, view._credit):
            assert not words.geometry().intersects(bar.geometry()) or not words.isVisible(), width


def test_dragging_on_nothing_pans_and_changes_nothing(make, qtbot):
    desk = make()
    before = desk.canvas.camera.view
    drag(qtbot, desk.canvas, QPoint(100, 500), QPoint(160, 540))
    assert desk.canvas.camera.view != before
    assert desk.editing.changes() == []


def test_a_box_and_a_lasso_choose_what_lies_inside(make, qtbot):
    desk = make()
    one, other = desk.at(place_of(desk, "taman/0")), desk.at(place_of(desk, "taman/2"))
    drag(qtbot, desk.canvas, one - QPoint(20, 30), other + QPoint(20, 30), CTRL)
    assert desk.editing.selection == {"taman/0", "taman/1", "taman/2"}
    desk.editing.select(())
    left, right = one - QPoint(20, 40), one + QPoint(12, 40)
    canvas = desk.canvas
    qtbot.mousePress(canvas, LEFT, SHIFT, left)
    for at in (QPoint(right.x(), left.y()), right, QPoint(left.x(), right.y())):
        drag_to(canvas, at)
    qtbot.mouseRelease(canvas, LEFT, SHIFT, QPoint(left.x(), right.y()))
    assert desk.editing.selection == {"taman/0"}


def drag_to(canvas, at):
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    there = QPointF(canvas.mapToGlobal(at))
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(at), there, Qt.MouseButton.NoButton, LEFT, SHIFT)
    QApplication.sendEvent(canvas, event)


def test_a_new_point_is_put_down_and_filled_in_by_keys_alone(make, qtbot, press):
    desk = make()
    desk.canvas.setFocus()
    press(Key.Key_2)
    assert desk.canvas.tool.name == "edit_point"
    for _ in range(3):
        press(Key.Key_Up, CTRL)
    press(Key.Key_Return)
    form = window(qtbot, desk, FeatureForm)
    qtbot.keyClick(form, Key.Key_Return)
    assert form.isVisible()  # name and state must be filled
    assert form.edits["name"].wrong.isVisible()
    form.edits["name"].set_text("Alun-alun")
    form.edits["state"].set_text("aktif")
    form.edits["users"].set_text("viel")
    form.accept()
    assert form.edits["users"].wrong.isVisible()
    form.edits["users"].set_text("120")
    form.accept()
    (change,) = desk.editing.changes()
    assert (change.kind, change.feature.properties) == (
        ChangeKind.INSERT,
        {"name": "Alun-alun", "state": "aktif", "users": 120},
    )
    assert desk.editing.selection == {change.id}


def test_a_point_is_moved_by_keys_alone(make, press):
    desk = make()
    desk.canvas.setFocus()
    desk.editing.select(["taman/1"])
    press(Key.Key_4)
    before = desk.at(place_of(desk, "taman/1"))
    press(Key.Key_Return)
    press(Key.Key_Right, CTRL)
    press(Key.Key_Down, SHIFT)
    press(Key.Key_Return)
    assert (desk.at(place_of(desk, "taman/1")) - before - QPoint(80, 1)).manhattanLength() <= 2
    press(Key.Key_Return)
    press(Key.Key_Left)
    press(Key.Key_Escape)
    assert len(desk.editing.steps.steps) == 1


def test_a_dragged_point_snaps_to_another_and_with_snapping_off_does_not(make, qtbot, press):
    desk = make()
    click(qtbot, desk, place_of(desk, "taman/1"))
    start, near = desk.at(place_of(desk, "taman/1")), desk.at(place_of(desk, "taman/2")) + QPoint(5, -4)
    drag(qtbot, desk.canvas, start, near)
    assert place_of(desk, "taman/1") == pytest.approx(place_of(desk, "taman/2"), abs=1e-9)
    desk.editing.undo()
    press(Key.Key_0)
    drag(qtbot, desk.canvas, start, near)
    assert place_of(desk, "taman/1") != pytest.approx(place_of(desk, "taman/2"), abs=1e-6)


def test_a_shared_corner_moves_both_areas_and_a_new_one_goes_into_both(make, qtbot, press):
    desk = make("area")
    middle = (106.99, -6.235)
    click(qtbot, desk, (106.987, -6.238))
    assert desk.editing.selection == {"a00"}
    press(Key.Key_3)
    start = desk.at(middle)
    drag(qtbot, desk.canvas, start, start + QPoint(30, 24))
    assert {change.id for change in desk.editing.changes()} == {"a00", "a01", "a10", "a11"}
    press(Key.Key_Z, CTRL)
    assert desk.editing.changes() == []
    edge = desk.at((106.99, -6.2375))
    drag(qtbot, desk.canvas, edge, edge + QPoint(26, 0))
    assert {change.id for change in desk.editing.changes()} == {"a00", "a10"}
    assert all(len(rows(change.feature.geometry)[0][0]) == 6 for change in desk.editing.changes())
    press(Key.Key_Delete)
    assert desk.editing.changes() == []
    press(Key.Key_0, CTRL)
    drag(qtbot, desk.canvas, start, start + QPoint(30, 24))
    assert {change.id for change in desk.editing.changes()} == {"a00"}


def test_corners_are_reached_and_nudged_by_keys_alone(make, press):
    desk = make("area")
    desk.editing.select(["a00"])
    desk.canvas.setFocus()
    press(Key.Key_3)
    press(Key.Key_Period)
    corner = rows(desk.editing.features["a00"].geometry)[0][0][0]
    before = desk.at(corner)
    for _ in range(3):
        press(Key.Key_Right, ALT | SHIFT)
    now = rows(desk.editing.features["a00"].geometry)[0][0][0]
    far = QPoint(round(30 / desk.canvas.camera.ratio), 0)  # pixels of the screen
    assert (desk.at(now) - before - far).manhattanLength() <= 2
    press(Key.Key_Comma)
    press(Key.Key_Return)
    press(Key.Key_Up, CTRL)
    press(Key.Key_Return)
    assert len(desk.editing.steps.steps) == 4


def test_an_area_is_split_across_and_merged_again(make, qtbot, press):
    desk = make("area")
    whole = desk.editing.features["a00"].geometry
    desk.editing.select(["a00"])
    press(Key.Key_5)
    one, other = desk.at((106.9875, -6.2415)), desk.at((106.9875, -6.2340))
    qtbot.mouseClick(desk.canvas, LEFT, pos=one)
    qtbot.mouseMove(desk.canvas, other)
    qtbot.mouseClick(desk.canvas, LEFT, pos=other)
    qtbot.mouseDClick(desk.canvas, LEFT, pos=other)
    assert len(desk.editing.selection) == 2
    assert len(rows(desk.editing.features["a01"].geometry)[0][0]) == 6  # the neighbour has the new corner
    press(Key.Key_6)
    ask = window(qtbot, desk, AskWhose)
    ask.list.setCurrentRow(0)
    qtbot.keyClick(ask.list, Key.Key_Return)
    kept = list(desk.editing.selection)
    assert desk.editing.features[kept[0]].geometry.equals(whole)
    assert len(desk.editing.features) == 4
    desk.editing.undo()
    desk.editing.undo()
    assert desk.editing.changes() == []


def test_a_line_is_drawn_by_keys_and_taken_back_corner_by_corner(make, qtbot, press):
    desk = make("traffic_segment")
    desk.canvas.setFocus()
    press(Key.Key_2)
    for key in (Key.Key_Right, Key.Key_Down, Key.Key_Right):
        press(key, CTRL)
        press(Key.Key_Return)
    assert len(desk.canvas.tool.sketch.corners) == 3
    press(Key.Key_Backspace)
    press(Key.Key_Down, CTRL)
    press(Key.Key_Return)
    press(Key.Key_Return)  # once more at the same place: it is done
    form = window(qtbot, desk, FeatureForm)
    form.edits["level"].set_text("3")
    form.accept()
    (change,) = desk.editing.changes()
    assert change.feature.geometry.geom_type == "LineString"
    assert len(change.feature.geometry.coords) == 3


def test_esc_gives_up_what_is_begun_then_the_tool_then_the_choice(make, qtbot, press):
    desk = make("traffic_segment")
    desk.editing.select(["t1"])
    press(Key.Key_2)
    qtbot.mouseClick(desk.canvas, LEFT, pos=QPoint(300, 300))
    press(Key.Key_Escape)
    assert desk.canvas.tool.name == "edit_line"
    assert desk.canvas.tool.sketch.corners == []
    press(Key.Key_Escape)
    assert desk.canvas.tool.name == "edit_choose"
    press(Key.Key_Escape)
    assert not desk.editing.selection
    assert desk.editing.is_editing


def test_typed_coordinates_move_the_chosen_point_and_say_their_order(make, qtbot, press):
    desk = make()
    desk.editing.select(["taman/1"])
    press(Key.Key_8)
    ask = window(qtbot, desk, AskCoordinates)
    ask.field.setText("somewhere")
    assert not ask.keep.isEnabled()
    ask.field.setText("106.9912 -6.2361")
    assert "longitude, then latitude" in ask.read_as.text()
    qtbot.keyClick(ask.field, Key.Key_Return)
    assert place_of(desk, "taman/1") == pytest.approx((106.9912, -6.2361))


def test_copied_features_are_pasted_and_foreign_fields_are_mapped(make, qtbot, press):
    desk = make()
    desk.editing.select(["taman/1", "taman/2"])
    desk.canvas.setFocus()
    press(Key.Key_C, CTRL)
    press(Key.Key_V, CTRL)
    assert [change.kind for change in desk.editing.changes()] == [ChangeKind.INSERT] * 2
    assert {change.feature.properties["name"] for change in desk.editing.changes()} == {"Taman 1", "Taman 2"}
    QGuiApplication.clipboard().setText(
        '{"type": "Feature", "geometry": {"type": "Point", "coordinates": [106.98, -6.23]},'
        ' "properties": {"NAMA": "Pasar", "x": 3}}'
    )
    press(Key.Key_V, CTRL)
    ask = window(qtbot, desk, AskFields)
    ask.boxes["NAMA"].setCurrentIndex(ask.boxes["NAMA"].findData("name"))
    ask.accept()
    new = [change.feature.properties for change in desk.editing.changes() if change.feature.geometry.x == 106.98]
    assert new == [{"name": "Pasar"}]
    QGuiApplication.clipboard().setText("LINESTRING (106.98 -6.23, 106.99 -6.23)")
    press(Key.Key_V, CTRL)
    assert "another kind" in desk.window.toast.text.text()
    assert len(desk.editing.changes()) == 3


def test_many_are_given_one_field_and_keep_the_others(make, qtbot, press):
    desk = make()
    desk.canvas.setFocus()
    press(Key.Key_A, CTRL)
    assert len(desk.editing.selection) == 5
    press(Key.Key_7)
    form = window(qtbot, desk, FeatureForm)
    form.edits["state"].set_text("gangguan")
    form.accept()
    assert {change.feature.properties["state"] for change in desk.editing.changes()} == {"gangguan"}
    assert {change.feature.properties["name"] for change in desk.editing.changes()} == {
        f"Taman {number}" for number in range(5)
    }
    press(Key.Key_Z, CTRL)
    assert desk.editing.changes() == []


def test_a_publication_meanwhile_is_seen_on_the_map_and_mine_stays(make, qtbot, admin):
    desk = make()
    feature = desk.editing.features["taman/1"]
    desk.editing.apply("move", [(feature, renamed(feature, sponsor="BJB"))])
    admin.publish(WIFI, [renamed(spot(1), state="gangguan"), renamed(spot(2), state="nonaktif")])
    desk.look()
    shown = desk.canvas.scene.feature(WIFI, "taman/1").properties
    assert (shown["sponsor"], shown["state"]) == ("BJB", "gangguan")
    assert desk.canvas.scene.feature(WIFI, "taman/2").properties["state"] == "nonaktif"


def test_when_editing_ends_the_map_shows_what_is_published_and_the_draft_is_offered_again(make, press, qtbot):
    desk = make()
    feature = desk.editing.features["taman/1"]
    desk.editing.apply("delete", [(feature, None)])
    assert desk.canvas.scene.feature(WIFI, "taman/1") is None
    press(Key.Key_E, CTRL | SHIFT)
    assert not desk.editing.is_editing
    assert desk.canvas.scene.feature(WIFI, "taman/1") is not None
    assert desk.canvas.tool.name == "explore"
    assert not desk.mode.bar.isVisible()
    go_on = desk.mode.menu().actions()[0]
    assert "1 steps" in go_on.text()
    go_on.trigger()
    qtbot.waitUntil(lambda: desk.editing.is_open)
    assert "taman/1" not in desk.editing.features
    assert desk.canvas.scene.feature(WIFI, "taman/1") is None


def fine(number):
    return spot(number, lon=106.977, lat=-6.237, step=1e-5)


def test_a_whole_layer_is_moved_and_shown_as_published_again_without_stopping_the_window(make, qtbot, press, admin):
    desk = make(begin=False)
    admin.publish(WIFI, [fine(number) for number in range(1000, 1600)])
    desk.look()
    desk.mode.begin(WIFI)
    desk.canvas.setFocus()
    press(Key.Key_A, CTRL)
    before = place_of(desk, "taman/1500")
    desk.mode.site.move(desk.editing.selection, 1e-3, 0)
    qtbot.waitUntil(lambda: desk.mode.site.is_settled and not desk.editing.is_busy)
    shown = desk.canvas.scene.feature(WIFI, "taman/1500").geometry
    assert (shown.x, shown.y) == pytest.approx((before[0] + 1e-3, before[1]))
    assert len(desk.mode.plane.marks.points) == 2
    press(Key.Key_E, CTRL | SHIFT)
    desk.catalog.put(LayerDelta(WIFI, 10**6, None, (moved(fine(1500)),), ("taman/1501",)))  # while it is laid
    qtbot.waitUntil(lambda: desk.mode.site.is_settled)
    assert desk.canvas.scene.feature(WIFI, "taman/1502").geometry.equals(fine(1502).geometry)
    assert desk.canvas.scene.feature(WIFI, "taman/1500").geometry.equals(moved(fine(1500)).geometry)
    assert desk.canvas.scene.feature(WIFI, "taman/1501") is None
    desk.catalog.put(LayerDelta(WIFI, 0, None, (), ("taman/1500",)))


def test_marks_differ_in_shape_for_what_is_added_changed_and_deleted(make):
    from console.map.editplane import Mark, mark_pixmap

    desk = make()
    features = desk.editing.features
    desk.editing.apply("a", [(None, spot(50))])
    desk.editing.apply("b", [(features["taman/1"], renamed(features["taman/1"], name="Lain"))])
    desk.editing.apply("c", [(features["taman/2"], None)])
    marks = desk.mode.plane.marks
    assert {mark: len(places) for mark, places in marks.points.items()} == {
        Mark.ADDED: 1,
        Mark.CHANGED: 1,
        Mark.DELETED: 1,
    }
    alpha = {
        mark: mark_pixmap(mark, desk.looks, 1.0).toImage().convertToFormat(QImage.Format.Format_Alpha8) for mark in Mark
    }
    assert len({bytes(image.constBits()) for image in alpha.values()}) >= len(Mark) - 1


@pytest.mark.parametrize("far", [8, 14])
def test_what_is_hit_is_told_in_pixels_of_the_screen(make, qtbot, far):
    desk = make()
    at = desk.at(place_of(desk, "taman/1")) + QPoint(0, far)
    qtbot.mouseClick(desk.canvas, LEFT, pos=at)
    assert bool(desk.editing.selection) is (far == 8)


def test_a_drawn_point_lies_where_it_was_clicked(make, qtbot, press):
    desk = make()
    press(Key.Key_2)
    wanted = (PLACE[0] + 0.0007, PLACE[1] - 0.002)
    click(qtbot, desk, wanted)
    form = window(qtbot, desk, FeatureForm)
    form.edits["name"].set_text("X")
    form.edits["state"].set_text("aktif")
    form.accept()
    (change,) = desk.editing.changes()
    assert change.feature.geometry.distance(Point(wanted)) < 5e-5
