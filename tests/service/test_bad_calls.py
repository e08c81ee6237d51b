"""Calls that are wrong by hand, over all routes: each is refused clearly, without what was sent.

With the tables of test_bad_input they are more than 150 (counted below); test_fuzz adds those that nobody thinks of.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from console.domain.wire import uuid7
from console.service.app import ROUTES, create_app
from console.service.settings import ServiceSettings
from tests.service import test_bad_input
from tests.service.conftest import INSIDE, Person

MARK = "zebra-in-the-answer"
LONE = "\\ud800"


def point(lon: Any = INSIDE[0], lat: Any = INSIDE[1]) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat]}


def feature(ident: Any = "w1", geometry: Any = None, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "id": ident, "geometry": geometry or point(), "properties": properties}


def raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def basic(text: bytes) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(text).decode()}


FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SENT = f"api_key=demo&service_code=flood&lat={INSIDE[1]}&long={INSIDE[0]}"
OPEN311 = "/open311/v2/requests.json"
# who, method, path ({r}: a report's id, {d}: a draft's), what is sent, headers
Row = tuple[str, str, str, Any, dict[str, str]]
CALLS: list[Row] = [
    # --- signing in
    ("nobody", "POST", "/session", {}, {}),
    ("nobody", "POST", "/session", {"name": MARK}, {}),
    ("nobody", "POST", "/session", {"name": 7, "password": []}, {}),
    ("nobody", "POST", "/session", {"name": "operator", "password": "demo", "role": "admin"}, {}),
    ("nobody", "POST", "/session", {"name": "x" * 65, "password": "x"}, {}),
    ("nobody", "POST", "/session", {"name": "operator", "password": "x" * 201}, {}),
    ("nobody", "POST", "/session", raw('{"name":"a\\u0000","password":"x"}'), {}),
    ("nobody", "POST", "/session", raw('{"name":"' + LONE + '","password":"x"}'), {}),
    ("nobody", "POST", "/session", raw('{"name":"operator","name":"admin","password":"demo"}'), {}),
    ("nobody", "POST", "/session", b"name=operator&password=demo", FORM),
    ("nobody", "POST", "/session", b"x" * 20_000, {}),
    ("nobody", "GET", "/profile", None, {}),
    ("nobody", "GET", "/profile", None, {"Authorization": "Bearer"}),
    ("nobody", "GET", "/profile", None, {"Authorization": "Bearer " + "x" * 5000}),
    ("nobody", "GET", "/profile", None, {"Authorization": "Basic b3BlcmF0b3I6ZGVtbw=="}),
    ("nobody", "GET", "/stream?after=0", None, {}),
    ("operator", "POST", "/session/password", {"old": "demo"}, {}),
    ("operator", "POST", "/session/password", {"old": "demo", "new": MARK[:5]}, {}),
    ("operator", "POST", "/session/password", {"old": MARK, "new": "kuda lepas dari gang"}, {}),
    ("operator", "POST", "/session/password", {"old": "demo", "new": "operator-operator"}, {}),
    # --- paths and queries
    ("operator", "GET", "/reports/%00", None, {}),
    ("operator", "GET", "/reports/%ff%fe", None, {}),
    ("operator", "GET", "/reports/..%2f..%2fetc%2fpasswd", None, {}),
    ("operator", "GET", "/reports/" + "x" * 3000, None, {}),
    ("operator", "GET", "/reports/%ED%A0%80", None, {}),
    ("operator", "GET", "/reports/1%27%20OR%20%271%27=%271", None, {}),
    ("operator", "GET", "/reports?q=%ED%A0%80", None, {}),
    ("operator", "GET", "/reports?q=" + "x" * 2001, None, {}),
    ("operator", "GET", "/reports?" + "&".join(f"a{n}=1" for n in range(60)), None, {}),
    ("operator", "GET", "/reports?status=new,nothing", None, {}),
    ("operator", "GET", "/reports?after=1e9", None, {}),
    ("operator", "GET", "/reports?after=%D9%A1", None, {}),  # an Arabic one
    ("operator", "GET", "/reports?limit=+1", None, {}),
    ("operator", "GET", "/snapshot?all=1", None, {}),
    ("operator", "GET", "/events?limit=1001", None, {}),
    ("operator", "GET", "/events?from=2026-01-01", None, {}),
    ("operator", "GET", "/events?from=99999-01-01T00:00:00Z", None, {}),
    ("operator", "GET", "/events?to=0001-01-01T00:00:00%2B23:59", None, {}),
    ("operator", "GET", "/shifts/notes?from=2026-13-01T00:00:00Z", None, {}),
    ("operator", "GET", "/callers?phone=12", None, {}),
    ("operator", "GET", "/callers?phone=abc", None, {}),
    ("operator", "GET", "/callers?phone=%00%00%00%00", None, {}),
    ("operator", "GET", "/photos/" + "g" * 64, None, {}),
    ("operator", "GET", "/photos/" + "A" * 64, None, {}),
    ("operator", "GET", "/photos/" + "0" * 64 + "?size=../../audit.key", None, {}),
    ("operator", "GET", "/photos/%2e%2e%2faudit.key", None, {}),
    ("operator", "GET", "/layers/..%2f/features", None, {}),
    ("operator", "GET", "/layers/area/features?since=-1", None, {}),
    ("operator", "GET", "/layers/nothing/schema", None, {}),
    ("operator", "GET", "/profile", None, {"X-Console": "x" * 65}),
    ("operator", "GET", "/profile", None, {"X-Console": "\x7f"}),
    ("operator", "TRACE", "/profile", None, {}),
    ("operator", "OPTIONS", "/users", None, {}),
    ("operator", "GET", "//reports", None, {}),
    # --- what is done to a report
    ("operator", "PATCH", "/reports/{r}", {"text": "x"}, {}),  # no If-Match
    ("operator", "PATCH", "/reports/{r}", {}, {"If-Match": '"1"'}),
    ("operator", "PATCH", "/reports/{r}", {"status": "resolved"}, {"If-Match": '"1"'}),
    ("operator", "PATCH", "/reports/{r}", {"version": 9}, {"If-Match": '"1"'}),
    ("operator", "PATCH", "/reports/{r}", {"lat": 1}, {"If-Match": '"1"'}),
    ("operator", "PATCH", "/reports/{r}", {"lon": 0, "lat": 0}, {"If-Match": '"1"'}),
    ("operator", "PATCH", "/reports/{r}", {"category": MARK}, {"If-Match": '"1"'}),
    ("operator", "PATCH", "/reports/{r}", {"priority": 3}, {"If-Match": '"1"'}),
    ("operator", "PATCH", "/reports/{r}", {"text": "x"}, {"If-Match": '"7"'}),
    ("operator", "PATCH", "/reports/{r}", {"text": "x"}, {"If-Match": '"1"', "Idempotency-Key": MARK}),
    ("operator", "PATCH", "/reports/{r}", {"text": "x"}, {"If-Match": 'W/"1"'}),
    ("operator", "POST", "/reports/{r}/actions/verify", b"[1]", {"If-Match": '"1"'}),
    ("operator", "POST", "/reports/{r}/actions/verify", {"by": MARK}, {"If-Match": '"1"'}),
    ("operator", "POST", "/reports/{r}/actions/hold",
     {"until": "2001-01-01T00:00:00Z", "reason": "x"}, {"If-Match": '"1"'}),
    ("operator", "POST", "/reports/{r}/actions/mark_duplicate", {"duplicate_of": "{r}"}, {"If-Match": '"1"'}),
    ("operator", "POST", "/reports/{r}/actions/mark_duplicate", {"duplicate_of": uuid7()}, {"If-Match": '"1"'}),
    ("operator", "POST", "/reports/{r}/actions/mark_duplicate", {"duplicate_of": 7}, {"If-Match": '"1"'}),
    ("operator", "POST", "/reports/{r}/actions/reject", {"reason": "   "}, {"If-Match": '"1"'}),
    ("operator", "POST", "/reports/{r}/actions/assign", {"department": ["dlh"]}, {"If-Match": '"1"'}),
    ("operator", "POST", "/reports/{r}/actions/resolve", {"evidence": "../x"}, {"If-Match": '"1"'}),
    ("operator", "POST", "/reports/{r}/actions/%00", {}, {"If-Match": '"1"'}),
    ("operator", "POST", "/reports/" + uuid7() + "/actions/verify", {}, {"If-Match": '"1"'}),
    ("operator", "POST", "/reports/{r}/notes", {"text": ""}, {}),
    ("operator", "POST", "/reports/{r}/notes", {"text": "x" * 4001}, {}),
    ("operator", "POST", "/reports/{r}/notes", {"text": {"html": MARK}}, {}),
    ("operator", "POST", "/reports/{r}/undo", {"to": 1}, {"If-Match": '"1"'}),
    ("operator", "POST", "/reports/{r}/undo", {}, {}),
    ("admin", "POST", "/reports/{r}/erase", {}, {}),
    ("admin", "POST", "/reports/{r}/erase", {"reason": "\x00"}, {}),
    ("operator", "POST", "/reports/batch", {"reports": []}, {}),
    ("operator", "POST", "/reports/batch", {"reports": {}}, {}),
    ("operator", "POST", "/reports/batch", {"reports": [{}] * 501}, {}),
    ("operator", "POST", "/reports/batch", {"reports": [{}], "force": True}, {}),
    ("operator", "POST", "/reports", {"id": uuid7(), "text": "x"}, {"Idempotency-Key": uuid7()}),
    ("operator", "POST", "/presence", {"report": uuid7()}, {}),
    ("operator", "POST", "/presence", {"report": ["x"]}, {}),
    ("operator", "POST", "/exports", {"what": "", "count": 1}, {}),
    ("operator", "POST", "/exports", {"what": "x", "count": -1}, {}),
    ("operator", "POST", "/exports", {"what": "x", "count": True}, {}),
    ("operator", "GET", "/claims?of=everybody", None, {}),
    ("operator", "POST", "/reports/{r}/claim", {"reason": ["x"]}, {}),
    ("operator", "POST", "/reports/{r}/claim", {"reason": "x" * 501}, {}),
    ("operator", "POST", "/reports/" + uuid7() + "/claim", {}, {}),
    ("operator", "DELETE", "/reports/{r}/claim?why=" + MARK, None, {}),
    ("operator", "GET", "/log/checkpoint?since=-1", None, {}),
    ("operator", "GET", "/log/checkpoint?since=many", None, {}),
    ("operator", "GET", "/log/checkpoint?since=999999&root=zz", None, {}),
    ("operator", "POST", "/log/findings", {"finding": MARK}, {}),
    ("operator", "POST", "/log/findings", {"finding": ["shorter"], "seen": 7}, {}),
    ("operator", "POST", "/shifts/notes", {"text": "x", "notable": MARK}, {}),
    ("operator", "POST", "/shifts/notes", {"text": "x", "notable": uuid7()}, {}),
    # --- users
    ("admin", "PUT", "/users/%00", {"title": "x", "role": "operator", "password": "kuda lepas dari gang"}, {}),
    ("admin", "PUT", "/users/..", {"title": "x", "role": "operator", "password": "kuda lepas dari gang"}, {}),
    ("admin", "PUT", "/users/budi", {"title": "x", "role": "intake", "password": "kuda lepas dari gang"}, {}),
    ("admin", "PUT", "/users/budi", {"title": "", "role": "operator", "password": "kuda lepas dari gang"}, {}),
    ("admin", "PUT", "/users/budi", {"title": "x", "role": "operator", "password": "budi-budi-budi"}, {}),
    ("admin", "PUT", "/users/budi",
     {"title": "x", "role": "officer", "department": MARK, "password": "kuda lepas"}, {}),
    ("admin", "DELETE", "/users/nobody", None, {}),
    ("admin", "DELETE", "/users/admin", None, {}),
    # --- layers and feeds
    ("admin", "POST", "/layers/wifi_hotspot/import", {"features": "all"}, {}),
    ("admin", "POST", "/layers/wifi_hotspot/import", {"features": [7]}, {}),
    ("admin", "POST", "/layers/wifi_hotspot/import", {"features": [feature(geometry={"type": "Point"})]}, {}),
    ("admin", "POST", "/layers/wifi_hotspot/import", {"features": [feature(geometry=point("x", "y"))]}, {}),
    ("admin", "POST", "/layers/wifi_hotspot/import", {"features": [feature(geometry=point(1e308, 1e308))]}, {}),
    ("admin", "POST", "/layers/wifi_hotspot/import",
     {"features": [feature(geometry={"type": "Circle", "coordinates": 1})]}, {}),
    ("admin", "POST", "/layers/wifi_hotspot/import", {"features": [feature(ident={"a": 1})]}, {}),
    ("admin", "POST", "/layers/wifi_hotspot/import", {"features": [feature(ident="\x00")]}, {}),
    ("admin", "POST", "/layers/wifi_hotspot/import", raw('{"features":[{"type":"Feature","id":"' + LONE + '"}]}'), {}),
    ("admin", "POST", "/layers/wifi_hotspot/import", {"features": [], "replace": "yes"}, {}),
    ("admin", "POST", "/layers/nothing/import", {"features": []}, {}),
    ("admin", "POST", "/basemap/areas", {"features": [feature()]}, {}),
    ("admin", "POST", "/basemap/areas", {"features": None}, {}),
    ("admin", "POST", "/feeds", {"key": "../x", "adapter": "csv_file"}, {}),
    ("admin", "POST", "/feeds", {"key": "x", "adapter": MARK}, {}),
    ("admin", "POST", "/feeds", {"key": "x", "adapter": "geojson_url", "source": "file:///etc/passwd"}, {}),
    ("admin", "POST", "/feeds", {"key": "x", "adapter": "geojson_url", "source": "http://169.254.169.254/"}, {}),
    ("admin", "POST", "/feeds", {"key": "x", "adapter": "geojson_url", "source": "https://www.waze.com@10.0.0.1/"}, {}),
    ("admin", "POST", "/feeds", {"key": "x", "adapter": "geojson_url", "source": "relative.json"}, {}),
    ("admin", "POST", "/feeds",
     raw('{"key":"x","adapter":"geojson_url","source":"/a","options":{"' + LONE + '":"x"}}'), {}),
    ("admin", "POST", "/feeds", {"key": "x", "adapter": "geojson_url", "source": "/a", "options": {"\x00": "x"}}, {}),
    ("admin", "POST", "/feeds", {"key": "x", "adapter": "geojson_url", "source": "/a", "options": [1]}, {}),
    ("admin", "POST", "/feeds", {"key": "x", "adapter": "geojson_url", "source": "/a", "cadence_s": -1}, {}),
    ("admin", "POST", "/feeds/%00/read", {}, {}),
    ("admin", "DELETE", "/feeds/nothing", None, {}),
    # --- drafts
    ("gis", "POST", "/drafts", {"id": MARK, "layer": "wifi_hotspot"}, {}),
    ("gis", "POST", "/drafts", {"id": uuid7(), "layer": MARK}, {}),
    ("gis", "POST", "/drafts", {"id": uuid7(), "layer": "wifi_hotspot", "title": "x" * 201}, {}),
    ("gis", "POST", "/drafts", {"id": uuid7(), "layer": "wifi_hotspot", "publish_at": "soon"}, {}),
    ("gis", "GET", "/drafts/%00", None, {}),
    ("gis", "GET", "/drafts?state=nothing", None, {}),
    ("gis", "PATCH", "/drafts/{d}", {"title": "x"}, {}),
    ("gis", "PATCH", "/drafts/{d}", {"title": ""}, {"If-Match": '"1"'}),
    ("gis", "PATCH", "/drafts/{d}", {"author": MARK}, {"If-Match": '"1"'}),
    ("gis", "PUT", "/drafts/{d}/changes", {"changes": "all"}, {"If-Match": '"1"'}),
    ("gis", "PUT", "/drafts/{d}/changes", {"changes": [{"id": 7}]}, {"If-Match": '"1"'}),
    ("gis", "PUT", "/drafts/{d}/changes", {"changes": [{"id": "\x00", "after": feature()}]}, {"If-Match": '"1"'}),
    ("gis", "PUT", "/drafts/{d}/changes", {"gone": [7]}, {"If-Match": '"1"'}),
    ("gis", "PUT", "/drafts/{d}/changes", {"whole": "yes"}, {"If-Match": '"1"'}),
    ("gis", "POST", "/drafts/{d}/comments", {"text": ""}, {}),
    ("gis", "POST", "/drafts/{d}/publish", {}, {}),
    ("gis", "POST", "/drafts/{d}/approve", {"a": MARK}, {"If-Match": '"x"'}),
    ("gis", "POST", "/layers/wifi_hotspot/changesets", {"changes": [[]]}, {}),
    ("gis", "POST", "/layers/wifi_hotspot/features/nothing/put-back", {}, {}),
    ("gis", "GET", "/layers/wifi_hotspot/features/%00/history", None, {}),
    # --- Open311
    ("nobody", "POST", OPEN311, b"{}", {"Content-Type": "application/json"}),
    ("nobody", "POST", OPEN311, raw("api_key=demo"), FORM),
    ("nobody", "POST", OPEN311, raw(SENT + "&attribute[x]=1"), FORM),
    ("nobody", "POST", OPEN311, raw(SENT + "&lat=1"), FORM),
    ("nobody", "POST", OPEN311, raw(SENT + "&description=%00"), FORM),
    ("nobody", "POST", OPEN311, raw(SENT + "&description=%ED%A0%80"), FORM),
    ("nobody", "POST", OPEN311, raw(SENT + "&media_url=javascript:alert(1)"), FORM),
    ("nobody", "POST", OPEN311, raw(SENT + "&jurisdiction_id=" + MARK), FORM),
    ("nobody", "POST", OPEN311, raw("api_key=demo&service_code=flood&lat=nan&long=1"), FORM),
    ("nobody", "POST", OPEN311, raw("api_key=demo&service_code=flood&lat=1e1&long=1"), FORM),
    ("nobody", "POST", OPEN311, raw("api_key=demo&service_code=" + MARK + "&lat=-6.2&long=106.9"), FORM),
    ("nobody", "POST", OPEN311, b"x" * 70_000, FORM),
    ("nobody", "POST", OPEN311, b"\xff\xfe", FORM),
    ("nobody", "GET", "/open311/v2/requests.html", None, {}),
    ("nobody", "GET", "/open311/v2/requests.json?start_date=yesterday", None, {}),
    ("nobody", "GET", "/open311/v2/requests.json?start_date=2020-01-01T00:00:00Z&end_date=2026-01-01T00:00:00Z",
     None, {}),
    ("nobody", "GET", "/open311/v2/requests.json?status=nothing", None, {}),
    ("nobody", "GET", "/open311/v2/requests.json?page=0", None, {}),
    ("nobody", "GET", "/open311/v2/requests/%00.json", None, {}),
    ("nobody", "GET", "/open311/v2/services/nothing.xml", None, {}),
    # --- OGC
    ("nobody", "GET", "/ogc/collections", None, basic(b"operator")),
    ("nobody", "GET", "/ogc/collections", None, basic(b"a\x00b:demo")),
    ("nobody", "GET", "/ogc/collections", None, basic(b"\xff:\xff")),
    ("nobody", "GET", "/ogc/collections?access_token=" + MARK, None, {}),
    ("operator", "GET", "/ogc/collections?f=html", None, {}),
    ("operator", "GET", "/ogc/collections/wifi_hotspot/items?bbox=1,2,3", None, {}),
    ("operator", "GET", "/ogc/collections/wifi_hotspot/items?bbox=nan,nan,nan,nan", None, {}),
    ("operator", "GET", "/ogc/collections/wifi_hotspot/items?datetime=soon", None, {}),
    ("operator", "GET", "/ogc/collections/wifi_hotspot/items?filter=" + "(" * 500, None, {}),
    ("operator", "GET", "/ogc/collections/wifi_hotspot/items?filter=name%20LIKE", None, {}),
    ("operator", "GET", "/ogc/collections/wifi_hotspot/items?filter=1%3D1%3BDROP%20TABLE%20x", None, {}),
    ("operator", "GET", "/ogc/collections/wifi_hotspot/items?filter={}&filter-lang=cql2-json", None, {}),
    ("operator", "GET", "/ogc/collections/wifi_hotspot/items?crs=EPSG:3857", None, {}),
    ("operator", "GET", "/ogc/collections/wifi_hotspot/items/%00", None, {}),
    ("operator", "GET", "/ogc/collections/nothing", None, {}),
]  # fmt: skip


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A service, people of several roles, a report and a draft."""
    settings = ServiceSettings(data=tmp_path_factory.mktemp("data"), demo=True, seed=False, run_feeds=False)
    with TestClient(create_app(settings), raise_server_exceptions=False) as http:
        people: dict[str, Any] = {name: Person(http, name) for name in ("operator", "admin", "gis")}
        draft = people["gis"].post("/drafts", {"id": uuid7(), "layer": "wifi_hotspot", "title": "x"})
        assert draft.status_code == 201, draft.text
        yield {**people, "nobody": http, "r": people["operator"].sends()["id"], "d": draft.json()["id"]}


@pytest.mark.parametrize(
    ("who", "method", "path", "sent", "headers"),
    CALLS,
    ids=[f"{row[1]} {row[2][:50]} {n}" for n, row in enumerate(CALLS)],
)
def test_a_wrong_call_is_refused_clearly(
    room: dict[str, Any], who: str, method: str, path: str, sent: Any, headers: dict[str, str]
):
    path = path.replace("{r}", room["r"]).replace("{d}", room["d"])
    content = sent if isinstance(sent, bytes | None) else json.dumps(sent).replace("{r}", room["r"]).encode()
    ask = room[who].request if who == "nobody" else room[who].ask
    answer = ask(method, path, content=content, headers=headers)
    assert 400 <= answer.status_code < 500, answer.text
    assert MARK not in answer.text
    assert "Traceback" not in answer.text
    if method != "OPTIONS" and not path.startswith("/open311"):
        assert answer.json()["type"].startswith("urn:poc:")
    assert room["nobody"].get("/health").json()["ok"]


def test_they_are_more_than_a_hundred_and_fifty_and_reach_every_group_of_routes():
    assert len(CALLS) + len(test_bad_input.NOT_TAKEN) >= 150
    asked = [row[2].lstrip("/").partition("/")[0].partition("?")[0] for row in CALLS]
    groups = {row.path.lstrip("/").partition("/")[0] for row in ROUTES}
    assert groups - set(asked) <= {"health", "welcome", "openapi.json"}  # those take nothing at all


def test_a_folder_or_key_beside_the_photos_cannot_be_named(room: dict[str, Any]):
    data: Path = room["nobody"].app.state.service.settings.data
    room["nobody"].app.state.service.notary.sign()
    assert (data / "audit.key").exists()
    for name in ("../audit.key", "..%2faudit.key", "%2e%2e/audit.key", "audit.key", "....//audit.key", "..\\audit.key"):
        assert room["operator"].get(f"/photos/{name}").status_code in (400, 404)
