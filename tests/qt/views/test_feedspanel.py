"""The feeds panel: how feeds do in words, and adding, reading and removing one."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QPushButton

from console.theme import Theme
from console.views.feedspanel import FeedsPanel
from console.views.feedspanelrows import counts_text, feed_key
from layers.feeds import Manifest, Option
from tests.qt.views.card_desk import AUDITOR, NOW, PaperDesk, session_of

OPTIONS = (
    Option("layer", "Layer", ("wifi_hotspot", "waste_point"), needed=True),
    Option("fields", "Columns (theirs=ours;…)"),
    Option("zone"),
)
ADAPTERS = [
    Manifest("waze", "Waze for Cities", 120, ("traffic_segment",), ("application/json",)),
    Manifest("demo", "Simulator", 10, ("wifi_hotspot",), (), demo=True, needs_source=False),
    Manifest("table", "Table (CSV)", 300, ("waste_point",), (), options=OPTIONS),
]


def feed(key="waze", **changes):
    fields = {
        "title": "Waze for Cities",
        "source": "https://example.org/waze.json",
        "cadence_s": 120,
        "state": "ok",
        "last_ok_at": NOW - timedelta(seconds=45),
        "last_error": "",
        "counts": {"features": 214},
        "demo": False,
    }
    return SimpleNamespace(key=key, **{**fields, **changes})


class PaperCatalog(QObject):
    feeds_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows = []

    def feeds(self):
        return self.rows

    def set(self, *rows) -> None:
        self.rows = list(rows)
        self.feeds_changed.emit()


@pytest.fixture
def make(qtbot):
    def build(*user):
        panel = FeedsPanel(PaperDesk(), PaperCatalog(), session_of(*user), ADAPTERS, Theme.load("night"), lambda: NOW)
        qtbot.addWidget(panel)
        panel.show()
        return panel

    return build


@pytest.fixture
def panel(make):
    return make()


def test_without_feeds_it_says_how_to_get_one(panel):
    assert "No feed is read yet" in panel.empty.text()
    assert panel.empty.isVisible()


def test_each_feed_says_how_it_does(panel):
    panel._catalog.set(feed(), feed("cap", state="failed", last_ok_at=None, last_error="<b>HTML</b>, not CAP"))
    one, other = panel.rows()
    assert one.state.text() == "in time"
    assert one.age.text() == "read 45 s ago · every 2 min"
    assert other.state.text() == "failed"
    assert other.age.text().startswith("never read")


def test_a_feed_is_added_with_a_key_that_no_other_has(panel, qtbot):
    panel._catalog.set(feed("waze_alerts"))
    panel.source.setText("https://example.org/alerts.json?token=x")
    qtbot.keyClick(panel.source, Qt.Key.Key_Return)
    assert panel._desk.asked == [("add_feed", "waze_alerts_2", "waze", "https://example.org/alerts.json?token=x")]


@pytest.mark.parametrize(("source", "said"), [("", "https://"), ("http://example.org/a.json", "plain http")])
def test_a_source_that_will_not_do_is_said_in_place(panel, qtbot, source, said):
    panel.source.setText(source)
    qtbot.mouseClick(panel.add, Qt.MouseButton.LeftButton)
    assert said in panel.missing.text()
    assert panel._desk.asked == []


def test_the_files_of_a_feed_are_called_as_people_call_them(panel):
    panel.adapter.setCurrentIndex(0)
    assert "JSON" in panel.hint.text()
    assert "application/" not in panel.hint.text()


def test_the_simulator_needs_no_source_and_says_that_it_is_demo(panel, qtbot):
    panel.adapter.setCurrentIndex(1)
    assert not panel.source.isEnabled()
    assert "DEMO" in panel.hint.text()
    qtbot.mouseClick(panel.add, Qt.MouseButton.LeftButton)
    assert panel._desk.asked == [("add_feed", "demo", "demo", "")]


def test_what_an_adapter_needs_is_asked_for_and_given(panel, qtbot):
    panel.adapter.setCurrentIndex(2)
    panel.source.setText("/data/tps.csv")
    assert set(panel.options.fields) == {"layer", "fields"}
    qtbot.mouseClick(panel.add, Qt.MouseButton.LeftButton)
    assert panel.missing.text() == "Choose first: Layer"
    assert panel._desk.asked == []
    layer = panel.options.fields["layer"]
    assert [layer.itemText(place) for place in range(layer.count())] == ["Public wifi", "Waste points"]
    layer.setCurrentIndex(1)
    panel.options.fields["fields"].setText("Nama=name")
    qtbot.mouseClick(panel.add, Qt.MouseButton.LeftButton)
    given = {"layer": "waste_point", "fields": "Nama=name"}
    assert panel._desk.asked == [("add_feed", "table_tps", "table", "/data/tps.csv", given)]


def test_read_now_asks_and_remove_asks_twice(panel, qtbot):
    panel._catalog.set(feed())
    panel.findChild(QPushButton, "read_waze").click()
    remove = panel.findChild(QPushButton, "remove_waze")
    remove.click()
    assert panel._desk.asked == [("read_feed", "waze")]
    assert remove.text() == "Remove it?"
    remove.click()
    assert panel._desk.asked[-1] == ("remove_feed", "waze")


def test_who_may_not_change_feeds_only_reads(make, qtbot):
    panel = make(AUDITOR)
    panel._catalog.set(feed())
    qtbot.waitUntil(lambda: panel.rows()[0].isVisible())
    assert not panel.findChild(QPushButton, "read_waze").isVisible()
    assert not panel._form.isVisible()


def test_counts_leave_out_what_is_nought():
    assert counts_text({"features": 1200, "changed": 0, "reports": 19}) == "1,200 on the map · 19 to the queue"


def test_keys_are_what_the_service_takes():
    assert feed_key("csv_file", "/data/Titik Sampah (baru).csv", set()) == "csv_file_titik_sampah_baru"
    assert len(feed_key("geojson_url", "https://x.example/" + "a" * 300 + ".json", set())) <= 40
