"""Feeds: what they bring goes into layers and reports once; one that fails says why and stops nothing."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from shapely.geometry import Point
from starlette.testclient import TestClient

from console.service import holdings
from console.service.adapters import Adapter, FeedState
from console.service.app import create_app
from console.service.fetch import Fetcher, NotFetched
from console.service.settings import ServiceSettings
from console.service.store.sqlite import SqliteStore
from layers.features import Feature
from layers.feeds import Context, Manifest, NotThisFeed, Reading, Sighting
from tests.service.conftest import INSIDE, Person

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
SPOT = Feature("wifi_hotspot", "spot-1", Point(*INSIDE), {"name": "Alun-alun", "state": "aktif"})
JAM = Sighting("j1", "Macet di simpang", *INSIDE, "traffic_jam", datetime(2026, 11, 21, 7, tzinfo=UTC))


class Puppet:
    """An adapter that says what the test wants."""

    def __init__(self) -> None:
        self.reading: Reading | Exception = Reading()
        self.gate = threading.Event()
        self.gate.set()

    def read(self, source: bytes, context: Context) -> Reading:
        self.gate.wait(10)
        if isinstance(self.reading, Exception):
            raise self.reading
        return self.reading


@pytest.fixture
def desk(settings: ServiceSettings) -> Iterator[SimpleNamespace]:
    """An embedded service with a feed `t` whose adapter the test holds, and its operator."""
    app = create_app(replace(settings, key="k"))
    with TestClient(app, headers={"X-POC-Key": "k"}, raise_server_exceptions=False) as http:
        tester, carrier = Puppet(), app.state.service.carrier
        manifest = Manifest("tester", "Tester", 60, ("wifi_hotspot",), (), makes_reports=True, needs_source=False)
        carrier.adapters["tester"] = Adapter(manifest, tester.read)
        operator = Person(http, "operator")
        assert operator.post("/feeds", {"key": "t", "adapter": "tester"}).status_code == 201
        read = lambda: operator.post("/feeds/t/read").json()  # noqa: E731
        yield SimpleNamespace(operator=operator, tester=tester, read=read, carrier=carrier)


def test_features_are_put_changed_and_taken_and_only_then_does_the_layer_move(desk: SimpleNamespace):
    layer = lambda since=0: desk.operator.get("/layers/wifi_hotspot/features", since=since).json()  # noqa: E731
    other = Feature("wifi_hotspot", "spot-2", Point(*INSIDE), {"name": "Stadion", "state": "aktif"})
    desk.tester.reading = Reading((SPOT, other), complete=("wifi_hotspot",))
    assert desk.read()["counts"] == {
        "features": 2,
        "changed": 2,
        "removed": 0,
        "reports": 0,
        "outside": 0,
        "problems": 0,
    }
    assert layer()["version"] == 1
    heard = layer()["heard_at"]
    assert desk.read()["counts"]["changed"] == 0
    assert layer()["version"] == 1
    assert layer()["heard_at"] > heard
    down = replace(SPOT, properties={**SPOT.properties, "state": "gangguan"})
    desk.tester.reading = Reading((down,), complete=("wifi_hotspot",))
    desk.read()
    delta = layer(1)
    assert (delta["version"], delta["removed"]) == (2, ["spot-2"])
    assert [(row["id"], row["version"], row["properties"]["state"]) for row in delta["features"]] == [
        ("spot-1", 2, "gangguan")
    ]
    assert layer()["removed"] == []


def test_what_holds_no_longer_goes_by_itself(desk: SimpleNamespace):
    past = replace(SPOT, valid_until=datetime.now(UTC) - timedelta(seconds=1))
    desk.tester.reading = Reading((past,))
    desk.read()
    desk.carrier._look()
    assert desk.operator.get("/layers/wifi_hotspot/features", since=1).json()["removed"] == ["spot-1"]


def test_sightings_become_reports_once_inside_the_city_only(desk: SimpleNamespace):
    far = replace(JAM, key="far", lon=107.6, lat=-6.9)
    bad = replace(JAM, key="bad", text="nul \x00")
    desk.tester.reading = Reading(sightings=(JAM, far, bad))
    counts = desk.read()["counts"]
    assert (counts["reports"], counts["outside"], counts["problems"]) == (1, 1, 1)
    desk.tester.reading = Reading(sightings=(replace(JAM, text="Macet parah"),))
    assert desk.read()["counts"]["reports"] == 0
    (report,) = desk.operator.get("/reports").json()["reports"]
    assert (report["channel"], report["source_ref"], report["text"]) == ("feed", "t:j1", "Macet di simpang")
    kinds = [event["kind"] for event in desk.operator.get("/events", kind="feed.").json()["events"]]
    assert kinds == ["feed.added", "feed.read"]


@pytest.mark.parametrize(
    ("error", "words"),
    [(NotThisFeed("this is a web page (HTML)"), "web page"), (KeyError("x"), "the adapter failed (KeyError)")],
)
def test_a_feed_that_fails_says_why_and_keeps_what_it_brought(desk: SimpleNamespace, error: Exception, words: str):
    desk.tester.reading = Reading((SPOT,))
    good = desk.read()
    desk.tester.reading = error
    failed = desk.read()
    assert failed["state"] == "failed"
    assert words in failed["last_error"]
    assert failed["last_ok_at"] == good["last_ok_at"]
    assert desk.operator.get("/layers").json()["layers"][1]["count"] == 1
    desk.tester.reading = Reading((SPOT,))
    assert desk.read()["state"] == "ok"


def test_a_feed_that_hangs_is_let_go_and_what_it_says_later_is_dropped(desk: SimpleNamespace):
    desk.tester.gate.clear()
    desk.tester.reading = Reading((SPOT,))
    done = desk.carrier.read_now("t")
    desk.carrier._deadline_s = 0.0
    desk.carrier._look()
    assert done.result(10).state == "late"
    desk.tester.gate.set()
    for thread in threading.enumerate():
        if thread.name == "feed-t":
            thread.join(10)
    assert desk.operator.get("/layers/wifi_hotspot/features").json()["features"] == []


def test_feeds_are_known_again_after_a_restart_and_can_be_removed(desk: SimpleNamespace, settings: ServiceSettings):
    desk.tester.reading = Reading((SPOT,))
    desk.read()
    (row,) = desk.carrier._service.store.read.feeds()
    assert FeedState.from_json(row).state == "ok"
    assert desk.operator.get("/snapshot").json()["feeds"][0]["key"] == "t"
    assert desk.operator.ask("DELETE", "/feeds/t").status_code == 204
    assert desk.operator.get("/feeds").json()["feeds"] == []
    assert desk.operator.ask("DELETE", "/feeds/t").status_code == 404
    spot = desk.carrier._service.store.read.features("wifi_hotspot")["spot-1"]
    assert spot.valid_until is not None


def test_a_file_is_read_through_a_real_adapter_and_html_is_refused(desk: SimpleNamespace, tmp_path: Path):
    file = tmp_path / "spots.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [SPOT.to_geojson()]}))
    body = {"key": "own", "adapter": "geojson_url", "source": str(file), "options": {"layer": "wifi_hotspot"}}
    assert desk.operator.post("/feeds", body).status_code == 201
    state = desk.operator.post("/feeds/own/read").json()
    assert (state["state"], state["counts"]["features"]) == ("ok", 1), state
    file.write_text("<!doctype html><html><body>Login</body></html>")
    state = desk.operator.post("/feeds/own/read").json()
    assert state["state"] == "failed"
    assert "HTML" in state["last_error"]
    file.unlink()
    assert "no such file" in desk.operator.post("/feeds/own/read").json()["last_error"]


def test_what_is_old_is_late_however_promptly_it_was_fetched(desk: SimpleNamespace):
    desk.tester.reading = Reading(features=(SPOT,), made_at=datetime.now(UTC) - timedelta(days=9))
    state = desk.read()
    assert (state["state"], state["counts"]["features"]) == ("late", 1)
    assert state["last_error"].startswith("old-data:")
    heard = desk.operator.get("/layers/wifi_hotspot/features").json()["heard_at"]
    assert datetime.now(UTC) - datetime.fromisoformat(heard) > timedelta(days=8), "the layer is as old as its data"
    desk.tester.reading = Reading(features=(SPOT,), made_at=datetime.now(UTC) - timedelta(minutes=1))
    assert desk.read()["state"] == "ok"
    heard = desk.operator.get("/layers/wifi_hotspot/features").json()["heard_at"]
    assert datetime.now(UTC) - datetime.fromisoformat(heard) < timedelta(minutes=2)


def test_what_lies_in_another_town_is_counted_and_not_drawn(desk: SimpleNamespace):
    here = Feature("wifi_hotspot", "here", Point(*INSIDE), {"name": "Alun-alun", "state": "aktif"})
    far = Feature("wifi_hotspot", "far", Point(106.827, -6.175), {"name": "Monas", "state": "aktif"})
    desk.tester.reading = Reading(features=(here, far), complete=("wifi_hotspot",))
    counts = desk.read()["counts"]
    assert (counts["features"], counts["outside"]) == (1, 1)
    drawn = desk.operator.get("/layers/wifi_hotspot/features").json()["features"]
    assert [row["id"] for row in drawn] == ["here"]


def test_a_genuine_waze_feed_becomes_reports_and_traffic_and_another_schema_is_refused(desk: SimpleNamespace):
    if not DATA.exists():
        pytest.skip(f"{DATA} is not there")
    genuine = str(DATA / "traffic" / "waze_ccp_jabodetabek_2017-05-03.json")
    desk.operator.post("/feeds", {"key": "waze", "adapter": "waze", "source": genuine})
    state = desk.operator.post("/feeds/waze/read").json()
    assert state["counts"]["reports"] >= 19
    assert 96 <= state["counts"]["features"] < 178, "of the 178 in the city's box only those that touch the city"
    again = desk.operator.post("/feeds/waze/read").json()
    assert again["counts"]["reports"] == again["counts"]["changed"] == 0
    other = str(DATA / "traffic" / "waze_trafficview_saopaulo.json")
    desk.operator.post("/feeds", {"key": "other", "adapter": "waze", "source": other})
    assert "Traffic View" in desk.operator.post("/feeds/other/read").json()["last_error"]


@pytest.mark.parametrize(
    "body",
    [
        {"key": "A B", "adapter": "tester"},
        {"key": "x", "adapter": "nothing"},
        {"key": "x", "adapter": "waze", "source": ""},
        {"key": "x", "adapter": "waze", "source": "relative/path.json"},
        {"key": "x", "adapter": "waze", "source": "http://www.waze.com/feed"},
        {"key": "x", "adapter": "waze", "source": "https://169.254.169.254/latest"},
        {"key": "x", "adapter": "waze", "source": "https://user:pw@www.waze.com/"},
        {"key": "x", "adapter": "waze", "source": "file:///etc/passwd"},
        {"key": "x", "adapter": "tester", "cadence_s": 0},
        {"key": "x", "adapter": "tester", "options": []},
        {"key": "x", "adapter": "csv_file", "source": "/data/tps.csv"},
        {"key": "x", "adapter": "csv_file", "source": "/data/tps.csv", "options": {"layer": "incident"}},
        {"key": "x", "adapter": "geojson_url", "source": "/data/a.json", "options": {"layer": "area", "feilds": "a=b"}},
    ],
)
def test_a_feed_that_may_not_be_is_refused_when_it_is_set_up(desk: SimpleNamespace, body: dict[str, Any]):
    answer = desk.operator.post("/feeds", body)
    assert answer.status_code == 422
    assert answer.json()["type"] in ("urn:poc:not-valid", "urn:poc:missing")


class Web(BaseHTTPRequestHandler):
    """A server that does what the path says."""

    def do_GET(self) -> None:
        kind = self.path.strip("/")
        self.send_response({"moved": 302, "gone": 404}.get(kind, 200))
        if kind == "moved":
            self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()
        if kind == "endless":
            try:
                while True:
                    self.wfile.write(b"x" * 65536)
            except OSError:
                return
        self.wfile.write(b"hello")

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture(scope="module")
def web() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Web)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(5)


def test_fetching_follows_no_redirect_and_takes_no_more_than_it_may(web: str):
    fetcher = Fetcher(loopback=True, most_bytes=1_000_000, seconds=5)
    assert fetcher.fetch(web + "/") == b"hello"
    for path, words in (("moved", "redirect"), ("gone", "404"), ("endless", "larger")):
        with pytest.raises(NotFetched, match=words):
            fetcher.fetch(f"{web}/{path}")
    with pytest.raises(NotFetched, match="only https"):
        Fetcher().fetch(web + "/")


def test_a_name_that_leads_into_a_private_network_is_not_fetched():
    with pytest.raises(NotFetched, match="private network"):
        Fetcher(hosts=frozenset({"localhost"})).fetch("https://localhost/feed")
    with pytest.raises(NotFetched, match="allowed hosts"):
        Fetcher().fetch("https://example.org/feed")


def test_what_happens_on_the_layer_between_reading_and_writing_counts(tmp_path: Path):
    store, at = SqliteStore(tmp_path), datetime(2026, 11, 28, tzinfo=UTC)
    told = holdings.Told.of(SPOT.layer, [SPOT], "t", at, complete=True).against(store.read)
    with store.transaction() as tx:
        holdings.take(tx, SPOT.layer, [replace(SPOT, id="spot-2")], source="t", at=at, complete=False)
    with store.transaction() as tx:
        change = told.bring(tx)
    assert ([item.id for item in change.put], change.gone) == (["spot-1"], ["spot-2"])
    assert set(store.read.features(SPOT.layer)) == {"spot-1"}
    store.close()


def test_a_reading_of_thousands_changes_each_once(tmp_path: Path):
    store, at = SqliteStore(tmp_path), datetime(2026, 11, 28, tzinfo=UTC)
    for name in ("satu", "dua"):
        seen = [replace(SPOT, id=f"spot-{n}", properties={"name": name, "state": "aktif"}) for n in range(1200)]
        told = holdings.Told.of(SPOT.layer, seen, "t", at, complete=True).against(store.read)
        with store.transaction() as tx:
            assert len(told.bring(tx).put) == 1200
    found = store.read.features(SPOT.layer)
    assert {(item.version, item.geojson["properties"]["name"]) for item in found.values()} == {(2, "dua")}
    assert store.read.layer(SPOT.layer).version == 2
    store.close()
