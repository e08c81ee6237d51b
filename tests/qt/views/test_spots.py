"""A thing on the map that is no report: its card, and the report that two keys make of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from shapely import LineString, Point, Polygon

from console.domain.reports import Channel, Status
from console.domain.spots import SpotReport, reference_to, spot_report
from console.state.catalog import LayerDelta
from layers.catalog import BY_KEY
from layers.features import Feature
from layers.geometry import spot_of
from layers.schema import Kind
from tests.qt.views import room as rooms
from tests.qt.views.room import AUDITOR, NOW

Key = Qt.Key
Shift = Qt.KeyboardModifier.ShiftModifier
HOTSPOT = Feature(
    "wifi_hotspot",
    "w1",
    Point(107.0, -6.24),
    {"name": "Alun-alun <b>Kota</b>", "state": "gangguan", "ssid": "Bekasi-Free", "users": 0, "sponsor": ""},
    updated_at=NOW,
    source="demo",
)
DUMP = Feature("waste_point", "d1", Point(107.01, -6.25), {"name": "Pinggir kali", "kind": "liar"})
TPS = Feature("waste_point", "t1", Point(107.02, -6.25), {"name": "TPS Margahayu", "kind": "TPS", "fill_pct": 96.0})
JAM = Feature("traffic_segment", "j1", LineString([(107.0, -6.2), (107.02, -6.2)]), {"street": "Jl. Raya", "level": 4})


@pytest.fixture(scope="module", autouse=True)
def _plain_afterwards(qapp):
    yield
    qapp.setStyleSheet("")


@pytest.fixture
def make(qtbot, qapp, tmp_path):
    made = []

    def build(**options):
        room = rooms.build(qapp, tmp_path, **options)
        made.append(room)
        room.window.resize(1366, 768)
        room.window.show()
        room.window.activateWindow()
        qtbot.waitUntil(room.window.isActiveWindow)
        for feature in (HOTSPOT, DUMP, TPS, JAM):
            lie(room, feature)
        return room

    yield build
    for room in made:
        room.close()


@pytest.fixture
def room(make):
    return make()


def lie(room, feature, *, removed=()):
    version = 1 + room.catalog._versions.get(feature.layer, 0)
    put = () if feature.id in removed else (feature,)
    room.catalog.put(LayerDelta(feature.layer, version, NOW, put, tuple(removed)))


def choose(room, feature):
    room.map_view.canvas.chosen.emit(feature.layer, feature.id)
    return room.window.spots.card


def press(qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def created(room):
    return [call[1] for call in room.client.calls if call[0] == "create"]


def test_an_outage_is_reported_with_two_keys(room, qtbot):
    choose(room, HOTSPOT)
    press(qtbot, Key.Key_N, Shift)
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(created(room)))
    (new,) = created(room)
    assert (new.category, new.channel, new.source_ref) == ("wifi_outage", Channel.FEED, "wifi_hotspot/w1")
    assert (new.lon, new.lat) == (107.0, -6.24)
    assert new.text == "Public wifi Alun-alun <b>Kota</b> can't be used. SSID Bekasi-Free."
    assert not room.window.spots.is_open


@pytest.mark.parametrize(
    ("feature", "category"), [(DUMP, "illegal_dumping"), (TPS, "waste_overflow"), (JAM, "traffic_jam")]
)
def test_each_layer_has_its_category_and_department(room, qtbot, feature, category):
    card = choose(room, feature)
    press(qtbot, Key.Key_N, Shift)
    city = room.session.city
    assert city.departments[city.categories[category].department].name in card.goes_to.text()
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(created(room)))
    assert created(room)[0].category == category


def test_the_words_may_be_changed_before_they_are_sent(room, qtbot):
    choose(room, TPS)
    press(qtbot, Key.Key_N, Shift)
    qtbot.keyClicks(QApplication.focusWidget(), "Bau sekali")
    press(qtbot, Key.Key_Return, Shift)
    qtbot.keyClicks(QApplication.focusWidget(), "sejak kemarin")
    assert not created(room)
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(created(room)))
    assert created(room)[0].text == "Bau sekali\nsejak kemarin"


def test_an_empty_report_is_not_sent(room, qtbot):
    card = choose(room, TPS)
    press(qtbot, Key.Key_N, Shift)
    press(qtbot, Key.Key_Delete)
    press(qtbot, Key.Key_Return)
    assert card.is_asking
    assert not created(room)


def test_esc_takes_back_one_thing_at_a_time(room, qtbot):
    card = choose(room, HOTSPOT)
    press(qtbot, Key.Key_N, Shift)
    press(qtbot, Key.Key_Escape)
    assert not card.is_asking
    assert room.window.spots.is_open
    room.window.queue.list.setFocus()
    press(qtbot, Key.Key_Escape)
    assert not room.window.spots.is_open


def test_what_is_reported_already_is_shown_instead(room, qtbot):
    known = rooms.report(7, source_ref=reference_to("wifi_hotspot", "w1"), category="wifi_outage")
    room.take([known])
    card = choose(room, HOTSPOT)
    assert known.number in card.known.text()
    press(qtbot, Key.Key_N, Shift)
    assert room.selection.current == known.id
    assert not created(room)
    room.take([replace(known, status=Status.RESOLVED, version=2)])
    card = choose(room, HOTSPOT)
    assert card.report_button.isVisibleTo(card), "once it is solved it can break again"


def test_the_card_follows_the_layer_and_says_when_the_thing_is_gone(room, qtbot):
    card = choose(room, TPS)
    lie(room, replace(TPS, properties={**TPS.properties, "name": "TPS Baru"}, version=2))
    assert card.title.toPlainText() == "TPS Baru"
    lie(room, TPS, removed=("t1",))
    assert not card.isVisibleTo(room.map_view)
    assert "no longer" in room.window.toast.text.text()


def test_news_of_the_layer_leave_what_is_typed_alone(room, qtbot):
    card = choose(room, TPS)
    press(qtbot, Key.Key_N, Shift)
    qtbot.keyClicks(QApplication.focusWidget(), "Bau")
    lie(room, replace(TPS, properties={**TPS.properties, "fill_pct": 99.0}, version=2))
    assert card.text.toPlainText() == "Bau"


def test_foreign_words_are_shown_as_text(room):
    card = choose(room, HOTSPOT)
    assert card.title.toPlainText() == "Alun-alun <b>Kota</b>"


def test_only_links_that_a_camera_can_have_are_opened(room):
    camera = Feature("camera", "c1", Point(107.0, -6.24), {"name": "Simpang"})
    key = next(field.key for field in BY_KEY["camera"].fields if field.kind is Kind.LINK)
    for address, shown in (
        ("https://kamera.test/1", True),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
    ):
        lie(room, replace(camera, properties={"name": "Simpang", key: address}))
        card = choose(room, camera)
        assert card.link.isVisibleTo(card) is shown, address


def test_who_may_not_report_sees_no_door(make, qtbot):
    room = make(user=AUDITOR)
    card = choose(room, HOTSPOT)
    assert not card.report_button.isVisibleTo(card)


def test_without_a_choice_the_key_says_what_to_do(room, qtbot):
    press(qtbot, Key.Key_N, Shift)
    assert "Choose" in room.window.toast.text.text()


def test_a_row_fits_by_value_or_by_number():
    full = SpotReport("waste_point", "waste_overflow", ({"en": "Full"},), "fill_pct", least=90)
    assert spot_report([full], "waste_point", {"fill_pct": 90})
    assert spot_report([full], "waste_point", {"fill_pct": 89.9}) is None
    assert spot_report([full], "waste_point", {"fill_pct": None}) is None
    assert spot_report([full], "camera", {"fill_pct": 99}) is None


def test_a_line_is_reported_at_its_middle_and_an_area_inside():
    assert spot_of(JAM.geometry) == (pytest.approx(107.01), pytest.approx(-6.2))
    horseshoe = Polygon([(0, 0), (3, 0), (3, 3), (2, 3), (2, 1), (1, 1), (1, 3), (0, 3)])
    assert horseshoe.contains(Point(spot_of(horseshoe)))
