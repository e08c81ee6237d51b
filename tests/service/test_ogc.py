"""OGC API – Features: every layer for everybody's GIS, read only; the programs that people use read it whole."""

from __future__ import annotations

import base64
import math
import os
import shutil
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from starlette.testclient import TestClient

from console.api.client import Client
from console.api.connect import EmbeddedService
from console.service import holdings
from console.service.app import create_app
from console.service.auth import now
from console.service.core import Service
from console.service.ogc.documents import CONFORMS_TO, CRS84
from console.service.ogc.extents import RELATIONS, Span
from console.service.ogc.filters import read_filter
from console.service.settings import ServiceSettings
from layers.features import Feature
from tests.environments import python_of
from tests.service.conftest import Person

READ_KEY = "a-key-to-read"
ITEMS = "/ogc/collections/wifi_hotspot/items"
COUNT = 25
ODD_ID, ODD_NAME = "ä/1 'ö\"&?#%", "Desa “O'Brien” <b>&amp; 🏙"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service with 25 hotspots in a row and three traffic segments; nothing in it is changed."""
    data = tmp_path_factory.mktemp("ogc")
    settings = ServiceSettings(data=data, demo=True, seed=False, run_feeds=False, read_keys=frozenset({READ_KEY}))
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        fill(client.app.state.service)  # type: ignore[attr-defined]
        yield client


def fill(service: Service, count: int = COUNT) -> None:
    spots = hotspots(count)
    line = {"type": "LineString", "coordinates": [[107.0, -6.24], [107.01, -6.25]]}
    roads = [
        Feature.from_geojson(
            {"type": "Feature", "id": f"t{n}", "geometry": line, "properties": {"level": n, "from": "A", "to": "B"}},
            "traffic_segment",
        )
        for n in range(3)
    ]
    for layer, rows in (("wifi_hotspot", spots), ("traffic_segment", roads)):
        service.writer.do(
            lambda tx, layer=layer, rows=rows: holdings.take(tx, layer, rows, source="import", at=now(), complete=True)
        )


def hotspots(count: int = COUNT) -> list[Feature]:
    return [_hotspot(n, state="aktif" if n % 2 else "gangguan", users=n if n else None) for n in range(count)]


def large_area() -> Feature:
    """An area of 20,000 corners with an id and a name as other cities have them."""
    ring = [
        (107 + 0.1 * math.cos(turn / 10_000 * math.pi), -6.2 + 0.1 * math.sin(turn / 10_000 * math.pi))
        for turn in range(20_000)
    ]
    fields = {"code": "1", "name": ODD_NAME, "kind": "kelurahan"}
    row = {"geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}, "properties": fields}
    return Feature.from_geojson({"type": "Feature", "id": ODD_ID, **row}, "area")


def _hotspot(number: int, **fields: Any) -> Feature:
    place = {"type": "Point", "coordinates": [106.9 + number * 0.001, -6.25]}
    fields = {"name": f"Taman {number:02d}", "since": "2024-03-01", **fields}
    row = {"type": "Feature", "id": f"w{number:05d}", "geometry": place, "properties": fields}
    return Feature.from_geojson(row, "wifi_hotspot")


@pytest.fixture
def gis(service: TestClient) -> Person:
    return Person(service, "gis")


def ids(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text[:300]
    return [row["id"] for row in answer.json()["features"]]


def link(document: dict[str, Any], rel: str) -> str | None:
    return next((row["href"] for row in document["links"] if row["rel"] == rel), None)


# --- the documents -----------------------------------------------------------------------------


def test_one_finds_the_way_from_the_landing_page_to_a_feature(gis):
    landing = gis.get("/ogc").json()
    collections = gis.get(urllib.parse.urlsplit(link(landing, "data")).path).json()["collections"]
    hotspots = next(row for row in collections if row["id"] == "wifi_hotspot")
    items = gis.get(urllib.parse.urlsplit(link(hotspots, "items")).path).json()
    feature = gis.get(f"{ITEMS}/{items['features'][0]['id']}").json()
    assert feature["geometry"] == {"type": "Point", "coordinates": [106.9, -6.25]}
    assert feature["properties"]["name"] == "Taman 00"
    assert feature["properties"]["source"] == "import"


def test_every_layer_is_a_collection_and_says_where_it_lies(gis):
    found = {row["id"]: row for row in gis.get("/ogc/collections").json()["collections"]}
    assert {"wifi_hotspot", "waste_point", "area", "traffic_segment", "incident"} <= found.keys()
    box = found["wifi_hotspot"]["extent"]["spatial"]
    assert box == {"bbox": [[106.9, -6.25, pytest.approx(106.924), -6.25]], "crs": CRS84}


def test_the_definition_declares_the_page_size_where_qgis_looks_for_it(gis):
    answer = gis.get("/ogc/api")
    assert answer.headers["content-type"] == "application/vnd.oai.openapi+json;version=3.0"
    limit = answer.json()["components"]["parameters"]["limit"]["schema"]
    assert (limit["maximum"], limit["default"]) == (10_000, 5_000)
    assert "/collections/wifi_hotspot/items" in answer.json()["paths"]


def test_what_is_conformed_to_is_declared(gis):
    assert gis.get("/ogc/conformance").json()["conformsTo"] == list(CONFORMS_TO)


def test_the_queryables_are_the_layers_fields(gis):
    found = gis.get("/ogc/collections/wifi_hotspot/queryables").json()["properties"]
    assert found["state"]["enum"] == ["aktif", "gangguan", "nonaktif", "dicabut"]
    assert found["users"] == {"title": "Users", "type": "integer", "minimum": 0, "maximum": 100_000}


# --- asking ------------------------------------------------------------------------------------


def test_pages_follow_each_other_and_hold_every_feature_once(gis):
    path, found, pages = f"{ITEMS}?limit=10", list[str](), 0
    while path:
        page = gis.ask("GET", path).json()
        assert page["numberMatched"] == COUNT
        assert page["numberReturned"] == len(page["features"]) <= 10
        found += [row["id"] for row in page["features"]]
        following = link(page, "next")
        path, pages = following.removeprefix("http://testserver") if following else "", pages + 1
    assert found == [f"w{n:05d}" for n in range(COUNT)]
    assert pages == 3


def test_a_box_is_asked_for_in_degrees_longitude_first(gis):
    assert ids(gis.get(ITEMS, bbox="106.9005,-6.26,106.9025,-6.24")) == ["w00001", "w00002"]
    assert ids(gis.get(ITEMS, bbox="106.9005,-6.26,0,106.9025,-6.24,9")) == ["w00001", "w00002"]
    assert ids(gis.get(ITEMS, bbox="170,-7,106.9005,-6")) == ["w00000"]  # across the date line


def test_a_field_is_asked_for_by_its_name(gis):
    assert ids(gis.get(ITEMS, users=7)) == ["w00007"]
    assert ids(gis.get(ITEMS, state="dicabut")) == []
    assert ids(gis.get("/ogc/collections/traffic_segment/items", **{"from": "A", "level": "1"})) == ["t1"]


def test_a_time_asks_when_a_feature_was_last_changed(gis):
    today = now().date().isoformat()
    assert len(ids(gis.get(ITEMS, datetime=today))) == COUNT, "a day is all of it"
    assert len(ids(gis.get(ITEMS, datetime=f"../{today}"))) == COUNT
    assert len(ids(gis.get(ITEMS, datetime="2020-01-01T00:00:00Z/.."))) == COUNT
    assert ids(gis.get(ITEMS, datetime="../2020-01-01T00:00:00Z")) == []
    assert ids(gis.get(ITEMS, datetime="2020-01-01")) == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("users > 22", [23, 24]),
        ("users > 21 AND state = 'gangguan'", [22, 24]),
        ("NOT (users < 24)", [24]),  # nobody knows how many users the first has: it is not among them
        ("users IS NULL", [0]),
        ("users IN (3, 5)", [3, 5]),
        ("users BETWEEN 3 AND 4", [3, 4]),
        ("name LIKE 'Taman 1_' AND users >= 18", [18, 19]),
        ("CASEI(name) = CASEI('TAMAN 07')", [7]),
        ("users + 1 = 5", [4]),
        ("users = 3 OR nobody_knows = 1", None),
        ("S_INTERSECTS(geometry, BBOX(106.9005, -7, 106.9025, -6))", [1, 2]),
        ("S_WITHIN(geometry, POLYGON((106.8 -7, 106.9005 -7, 106.9005 -6, 106.8 -6, 106.8 -7)))", [0]),
        ("users < 3 AND since < DATE('2025-01-01')", [1, 2]),
        ("updated_at < TIMESTAMP('2020-01-01T00:00:00Z')", []),
        ("name > 5", []),
        ("name LIKE '%1_' AND name LIKE 'T%a%2'", [12]),
        (r"name LIKE 'Taman 0\_'", []),  # an underscore that stands for itself
        (r"name LIKE '%\%' OR users = 4", [4]),
        ("ACCENTI(name) = ACCENTI('Tamán 04')", [4]),
        ("users / 2 = 3 OR users % 23 = 1 OR users div 8 = 3 OR users ^ 2 = 9", [1, 3, 6, 24]),
        ("users / 0 = 1 OR users ^ 9999 = 1 OR -users ^ 0.5 = 2", [1]),
        ("users = version", [1]),
        ("S_INTERSECTS(geometry, BBOX(170, -7, 106.9005, -6))", [0]),  # across the date line
        ("S_INTERSECTS(geometry, BBOX(106.9005, -7, -10, 106.9025, -6, 10))", [1, 2]),  # with heights
        ("S_WITHIN(geometry, GEOMETRYCOLLECTION(POINT(106.903 -6.25), POINT(0 0)))", [3]),
        ("T_DURING(since, INTERVAL('2024-02-01', '2025-01-01')) AND users < 2", [1]),
        ("T_INTERSECTS(updated_at, INTERVAL('..', '2020-01-01'))", []),
        ("T_AFTER(INTERVAL(since, updated_at), DATE('2020-01-01')) AND users = 9", [9]),
        ("T_BEFORE(since, TIMESTAMP('9999-12-31T23:59:59-12:00'))", None),  # after the last year that there is
        ("since < DATE('2024-02-30')", None),
        ("T_DURING(since, INTERVAL('soon', '..'))", None),
    ],
)
def test_a_filter_in_cql2_finds_what_it_says(gis, asked, found):
    answer = gis.get(ITEMS, filter=asked)
    if found is None:
        assert answer.status_code == 400
    else:
        assert ids(answer) == [f"w{n:05d}" for n in found]


def test_a_pattern_is_looked_for_in_a_moment_in_the_longest_text():
    fits = read_filter("name LIKE '" + "%a" * 300 + "%b'", "cql2-text", ["name"])
    start = time.process_time()
    assert not fits(_hotspot(1, name="a" * 2000))
    assert fits(_hotspot(1, name="a" * 2000 + "b"))
    assert time.process_time() - start < 1.0


@pytest.mark.parametrize("relation", RELATIONS)
def test_two_times_lie_as_cql2_says(relation):
    """Against what the standard draws: A from day a to day b, B the third and fourth day of six."""
    found = {
        f"{a}{b}"
        for a in range(6)
        for b in range(a, 6)
        if RELATIONS[relation](*(Span(_day(x), _day(y)) for x, y in ((a, b), (2, 3))))
    }
    apart = {"00", "01", "11", "44", "45", "55"}
    everything = {f"{a}{b}" for a in range(6) for b in range(a, 6)}
    assert (
        found
        == {
            "t_after": {"44", "45", "55"},
            "t_before": {"00", "01", "11"},
            "t_contains": {"04", "05", "14", "15"},
            "t_disjoint": apart,
            "t_during": set(),
            "t_equals": {"23"},
            "t_finishedby": {"03", "13"},
            "t_finishes": {"33"},
            "t_intersects": everything - apart,
            "t_meets": {"02", "12", "22"},
            "t_metby": {"33", "34", "35"},
            "t_overlappedby": set(),
            "t_overlaps": set(),
            "t_startedby": {"24", "25"},
            "t_starts": {"22"},
        }[relation]
    )


def _day(number: int) -> datetime:
    return datetime(2026, 1, 1 + number, tzinfo=UTC)


def test_a_filter_may_come_as_json(gis):
    asked = '{"op":"=","args":[{"property":"users"},5]}'
    assert ids(gis.get(ITEMS, **{"filter": asked, "filter-lang": "cql2-json"})) == ["w00005"]


@pytest.mark.parametrize(
    "asked",
    [
        "users >",
        "1=1; DROP TABLE features",
        "(" * 40,
        "(" * 40 + "users=1" + ")" * 40,
        "x" * 3000,
        "users",
        "f(users)=1",
        "name LIKE '" + "%a" * 400 + "%b' OR id LIKE '" + "%0" * 100 + "%b'",
    ],
)
def test_a_filter_that_makes_no_sense_is_refused_at_once(gis, asked):
    start = time.process_time()
    answer = gis.get(ITEMS, filter=asked)
    assert answer.status_code in (200, 400)
    assert answer.status_code == 400 or ids(answer) == []
    assert time.process_time() - start < 1.0


@pytest.mark.parametrize(
    "query",
    [
        "bbox=1,2,3",
        "bbox=a,b,c,d",
        "bbox=1,5,2,4",
        "bbox=1,nan,2,4",
        "bbox=",
        "filter-lang=cql2-json&filter=5",
        "filter-lang=cql2-json&filter=%7B%22op%22:%22=%22,%22args%22:[1]%7D",
        "datetime=9999-12-31T23:59:59-12:00/..",
        "datetime=../0001-01-01T00:00:00%2B12:00",
        "datetime=2030-01-01/2020-01-01",
        "limit=0",
        "limit=ten",
        "datetime=yesterday",
        "datetime=../..",
        "colour=red",
        "level=1",  # a field of another layer
        "f=html",
        "filter=users%3D1&filter-lang=sql",
        "crs=http://www.opengis.net/def/crs/EPSG/0/3857",
        "filter-crs=http://www.opengis.net/def/crs/EPSG/0/3857&filter=users%3D1",
    ],
)
def test_a_question_that_can_not_be_read_is_400(gis, query):
    assert gis.ask("GET", f"{ITEMS}?{query}").status_code == 400


def test_more_than_a_page_may_be_asked_for(gis):
    """The standard wants no error for it."""
    for limit in (10_001, 10**12):
        assert len(ids(gis.get(ITEMS, limit=limit))) == COUNT


def test_a_large_page_is_packed_for_whoever_can_unpack_it(gis):
    for asked, packed in (("gzip, deflate", True), ("br;q=1, gzip;q=0.8", True), ("gzip;q=0", False), ("br", False)):
        answer = gis.ask("GET", ITEMS, headers={"Accept-Encoding": asked})
        assert (answer.headers.get("content-encoding") == "gzip") == packed
        assert (int(answer.headers["content-length"]) < 2_000) == packed
        assert answer.headers["vary"] == "Accept-Encoding"
        assert len(ids(answer)) == COUNT


def test_whoever_asks_for_the_head_gets_no_body(gis):
    whole, head = gis.get(ITEMS), gis.ask("HEAD", ITEMS)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == whole.headers["etag"]


def test_there_is_no_such_thing(gis):
    assert gis.get("/ogc/collections/benches").status_code == 404
    assert gis.get("/ogc/collections/benches/items").status_code == 404
    assert gis.get(f"{ITEMS}/w99").status_code == 404


def test_nothing_is_written_here(gis):
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert gis.ask(method, ITEMS, json={}).status_code == 405


def test_what_is_known_already_is_not_sent_again(gis):
    for path in (ITEMS, f"{ITEMS}/w00001"):
        first = gis.get(path)
        assert first.headers["cache-control"] == "no-store"
        again = gis.ask("GET", path, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_a_published_edit_is_seen_at_once(http):
    fill(http.app.state.service)
    admin = Person(http, "admin")
    first = admin.get(f"{ITEMS}/w00001")
    seen = http.app.state.service.store.read.features("wifi_hotspot")["w00001"].geojson
    change = {
        "kind": "update",
        "id": "w00001",
        "base_version": 1,
        "feature": seen | {"properties": seen["properties"] | {"name": "Baru"}},
    }
    body = {"id": "019a0000-0000-7000-8000-000000000001", "title": "x", "changes": [change], "publish": True}
    assert admin.post("/layers/wifi_hotspot/changesets", body).status_code == 201
    again = admin.ask("GET", f"{ITEMS}/w00001", headers={"If-None-Match": first.headers["etag"]})
    assert again.json()["properties"]["name"] == "Baru"


# --- who may -----------------------------------------------------------------------------------


def basic(name: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


def test_nobody_reads_without_a_name(service):
    answer = service.get(ITEMS)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Basic ")


@pytest.mark.parametrize(
    "headers",
    [basic("gis", "demo"), basic("executive", "demo"), basic("key", READ_KEY), {"Authorization": f"Bearer {READ_KEY}"}],
)
def test_other_programs_sign_in_as_they_can(service, headers):
    for _ in range(8):  # more often than one may try a password
        assert service.get(ITEMS, headers=headers).status_code == 200


@pytest.mark.parametrize("headers", [basic("gis", "wrong"), basic("key", "wrong"), {"Authorization": "Basic ?"}])
def test_a_wrong_password_opens_nothing(service, headers):
    assert service.get(ITEMS, headers=headers).status_code == 401


def test_a_password_that_was_changed_opens_nothing_any_more(http):
    service = http.app.state.service
    assert http.get(ITEMS, headers=basic("gis", "demo")).status_code == 200
    user, _ = service.store.read.user("gis")
    _, other = service.store.read.user("admin")
    service.writer.do(lambda tx: tx.put_user(user, other.replace("$argon2id", "$argon2i")))
    assert http.get(ITEMS, headers=basic("gis", "demo")).status_code == 401


def test_a_token_in_the_address_goes_on_to_the_next_page(service):
    first = service.get(f"{ITEMS}?limit=10&access_token={READ_KEY}")
    assert service.get(link(first.json(), "next")).status_code == 200


def test_a_read_key_opens_only_the_layers(service):
    assert service.get("/reports", headers={"Authorization": f"Bearer {READ_KEY}"}).status_code == 401


# --- other people's programs -------------------------------------------------------------------


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same in a process of its own: GDAL lets no other thread of its process work while it waits."""
    service = EmbeddedService(tmp_path_factory.mktemp("ogc-server") / "data", "--demo", "--no-seed")
    service.start()
    client = Client(service.url, service.key)
    client.sign_in("admin", "demo")
    client.import_features("wifi_hotspot", hotspots())
    client.import_features("area", [large_area()])
    client.close()
    yield f"{service.url}/ogc"
    service.stop()


def test_gdal_reads_every_page(address):
    pyogrio = pytest.importorskip("pyogrio")
    if "OAPIF" not in pyogrio.list_drivers():
        pytest.skip("this GDAL was built without its OAPIF driver")
    pyogrio.set_gdal_config_options({"GDAL_HTTP_USERPWD": "gis:demo", "GDAL_HTTP_AUTH": "BASIC"})
    try:
        source = f"OAPIF:{address}"
        assert ["wifi_hotspot", "Point"] in pyogrio.list_layers(source).tolist()
        frame = pyogrio.read_dataframe(source, layer="wifi_hotspot", PAGE_SIZE=10)
        assert sorted(frame["name"]) == [f"Taman {n:02d}" for n in range(COUNT)]
        assert frame.crs.to_string() == "OGC:CRS84"
        assert (frame.geometry.x.min(), frame.geometry.y.min()) == (106.9, -6.25)
        some = pyogrio.read_dataframe(source, layer="wifi_hotspot", where="users >= 23 AND state = 'gangguan'")
        assert list(some["name"]) == ["Taman 24"]
        part = pyogrio.read_dataframe(source, layer="wifi_hotspot", bbox=(106.9005, -6.26, 106.9025, -6.24))
        assert sorted(part["name"]) == ["Taman 01", "Taman 02"]
    finally:
        pyogrio.set_gdal_config_options({"GDAL_HTTP_USERPWD": None, "GDAL_HTTP_AUTH": None})


@pytest.mark.skipif(not shutil.which("ogrinfo"), reason="no ogrinfo: apt-get install gdal-bin")
def test_ogrinfo_reads_what_other_people_have_called_oddly(address):
    """The GDAL of Debian 12, as the people have it who do not run ours: every corner of large areas, every letter."""
    source = f"OAPIF:{address}"
    environment = {"PATH": os.defpath, "GDAL_HTTP_USERPWD": "gis:demo", "GDAL_HTTP_AUTH": "BASIC"}

    def asked(*arguments: str) -> str:
        command = ["ogrinfo", "-ro", "-q", source, *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
        assert "ERROR" not in done.stderr, done.stderr
        return done.stdout

    told = asked("area")
    assert f"id (String) = {ODD_ID}" in told
    assert f"name (String) = {ODD_NAME}" in told
    told_corners = told.partition("POLYGON ((")[2].partition("))")[0].split(",")
    corners = [tuple(map(float, corner.split())) for corner in told_corners]  # ogrinfo writes 15 digits
    assert corners == [pytest.approx(corner, abs=1e-11) for corner in large_area().geometry.exterior.coords]
    assert asked("wifi_hotspot", "-where", "users = 7").count("OGRFeature") == 1
    assert asked("wifi_hotspot", "-spat", "106.9005", "-6.26", "106.9025", "-6.24").count("OGRFeature") == 2


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_owslib_reads_it(address):
    features = pytest.importorskip("owslib.ogcapi.features")
    found = features.Features(f"{address}/", headers=basic("gis", "demo"))
    assert "wifi_hotspot" in found.feature_collections()
    page = found.collection_items("wifi_hotspot", limit=10)
    assert page["numberMatched"] == COUNT
    assert found.collection_item("wifi_hotspot", "w00003")["properties"]["users"] == 3
    assert found.collection_queryables("wifi_hotspot")["properties"]["state"]["type"] == "string"


def test_the_conformance_tests_from_pypi_pass(address, tmp_path):
    """They need another pytest than ours, so they live in an environment of their own."""
    python = str(python_of(tmp_path, "ogc", sys.executable, "{}.{}".format(*sys.version_info[:2])))
    program = (
        "import sys, httpx; from ogctests.main import run_ogctests;"
        "client = httpx.Client(base_url=sys.argv[1] + '/', auth=('gis', 'demo'), timeout=30, trust_env=False);"
        # ast22 wants a feature in every collection; a layer without any is right as well
        "sys.exit(run_ogctests('features/core', sys.argv[1] + '/', ['-q', '-k', 'not test_ast22'], client))"
    )
    done = subprocess.run([python, "-c", program, address], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
