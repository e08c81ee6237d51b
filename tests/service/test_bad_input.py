"""Whatever is sent, the answer is a clear 4xx problem that repeats nothing of it, and nothing is kept by halves."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from console.domain.wire import uuid7
from tests.service.conftest import INSIDE, Person, new_report

MARK = "Zq7Echo"


def body(**fields: Any) -> bytes:
    return json.dumps(new_report(**fields)).encode()


def raw(text: str) -> bytes:
    """A report whose fields are written by hand."""
    return ('{"id":"' + uuid7() + '",' + text + "}").encode("utf-8", "surrogatepass")


NOT_TAKEN: list[tuple[str, bytes, int]] = [
    ("nothing", b"", 422),
    ("no JSON", b"<report>" + MARK.encode(), 400),
    ("a list", b"[]", 400),
    ("a text", b'"' + MARK.encode() + b'"', 400),
    ("half an object", b'{"id": "', 400),
    ("UTF-16", '{"text":"x"}'.encode("utf-16"), 400),
    ("not UTF-8", b'{"text":"\xff\xfe"}', 400),
    ("deep nesting", b"[" * 100_000 + b"]" * 100_000, 400),
    ("deep objects", b'{"a":' * 50_000 + b"1" + b"}" * 50_000, 400),
    ("NaN", raw('"text":"x","lon":NaN,"lat":-6.2'), 400),
    ("infinity", raw('"text":"x","lon":Infinity,"lat":-6.2'), 400),
    ("1e400", raw('"text":"x","lon":1e400,"lat":-6.2'), 400),
    ("a huge integer", raw('"text":"x","lon":' + "9" * 5000 + ',"lat":-6.2'), 400),
    ("a key twice", raw('"text":"x","text":"y"'), 400),
    ("true as latitude", raw('"text":"x","lon":106.9,"lat":true'), 422),
    ("text as latitude", raw('"text":"x","lon":106.9,"lat":"-6.2"'), 422),
    ("a lone surrogate", raw('"text":"\\ud800"'), 422),
    ("NUL", raw('"text":"a\\u0000b"'), 422),
    ("a bell", raw('"text":"a\\u0007b"'), 422),
    ("no text", raw('"category":"flood"'), 422),
    ("spaces only", raw('"text":"   "'), 422),
    ("a number as text", raw('"text":7'), 422),
    ("an unknown field", raw(f'"text":"x","{MARK}":1'), 422),
    ("latitude alone", raw('"text":"x","lat":-6.2'), 422),
    ("latitude 91", raw('"text":"x","lon":106.9,"lat":91'), 422),
    ("too long", body(text="x" * 10_001), 422),
    ("a wrong id", json.dumps({"id": MARK, "text": "x"}).encode(), 422),
    ("a wrong channel", body(channel=MARK), 422),
    ("a wrong priority", body(priority=MARK), 422),
    ("a wrong category", body(category=MARK), 422),
    ("a time without zone", body(reported_at="2026-01-01T00:00:00"), 422),
    ("a wrong photo", body(photos=[MARK]), 422),
    ("an unknown photo", body(photos=["0" * 64]), 422),
    ("a place in the sea", body(lon=106.9, lat=-5.8), 422),
    ("lat and lon swapped", body(lon=-6.2349, lat=89.9), 422),
    ("null island", body(lon=0, lat=0), 422),
    ("a phone as object", body(contact_phone={"a": 1}), 422),
]


@pytest.mark.parametrize(("sent", "status"), [row[1:] for row in NOT_TAKEN], ids=[row[0] for row in NOT_TAKEN])
def test_a_bad_report_is_refused_clearly(shared: Person, sent: bytes, status: int):
    before = shared.get("/health").json()["seq"]
    answer = shared.ask("POST", "/reports", content=sent)
    assert answer.status_code == status, answer.text
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["type"].startswith("urn:poc:")
    assert problem["detail"]
    assert MARK not in json.dumps({key: value for key, value in problem.items() if key != "field"})
    assert "Traceback" not in answer.text
    assert shared.get("/health").json()["seq"] == before


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/reports?nothing=1", 400),
        ("/reports?limit=0", 400),
        ("/reports?limit=abc", 400),
        ("/reports?limit=501", 400),
        ("/reports?limit=1&limit=2", 400),
        ("/reports?q=%00", 400),
        ("/reports?q=%ff", 400),
        ("/reports?status=nothing", 400),
        ("/reports/not-a-report", 404),
        ("/events?after=-1", 400),
        ("/events?from=yesterday", 422),
        ("/layers/nothing/features", 404),
        ("/layers/area/features?since=x", 400),
        ("/photos/abc", 404),
        ("/photos/..%2f..%2fpoc.sqlite", 404),
        ("/callers?phone=", 422),
        ("/nowhere", 404),
        ("/stream?after=999999", 410),
        ("/stream?after=x", 400),
    ],
)
def test_a_bad_question_is_refused_clearly(shared: Person, path: str, status: int):
    answer = shared.ask("GET", path)
    assert answer.status_code == status, answer.text
    assert answer.json()["type"].startswith("urn:poc:")


@pytest.mark.parametrize("given", ["abc", '"1', '"-1"', "*", '"99999999999"'])
def test_a_bad_version_is_refused(shared: Person, given: str):
    report = shared.sends()
    answer = shared.ask("POST", f"/reports/{report['id']}/actions/verify", json={}, headers={"If-Match": given})
    assert answer.status_code == 400


def test_an_unknown_action_and_a_wrong_move_say_so(shared: Person):
    report = shared.sends()
    unknown = shared.acts(report, MARK)
    assert (unknown.status_code, unknown.json()["type"]) == (404, "urn:poc:unknown-action")
    assert MARK not in unknown.text
    wrong = shared.acts(report, "resolve")
    assert (wrong.status_code, wrong.json()["its_status"]) == (409, "new")
    missing = shared.acts(report, "assign")
    assert (missing.status_code, missing.json()["field"]) == (422, "department")
    assert MARK not in shared.acts(report, "assign", department=MARK).text


def test_too_much_is_refused_while_it_comes(shared: Person):
    def flood() -> Any:
        for _ in range(40):
            yield b"x" * 100_000

    answer = shared.ask("POST", "/reports", content=flood())
    assert answer.status_code == 413


def test_a_bad_item_fails_alone(shared: Person):
    good = [new_report(f"good {n}") for n in range(5)]
    bad = [new_report("nul \x00"), new_report(lat="x"), new_report(lon=106.9, lat=-5.8)]
    results = shared.post("/reports/batch", {"reports": [good[0], bad[0], good[1], bad[1], good[2], bad[2], *good[3:]]})
    assert [row["ok"] for row in results.json()["results"]] == [True, False, True, False, True, False, True, True]


def test_the_wrong_method_is_a_problem_too(http: TestClient):
    answer = http.put("/reports", content=b"")
    assert answer.status_code == 405
    assert answer.json()["status"] == 405


def test_a_place_within_the_margin_is_taken_and_marked(shared: Person):
    place = shared.http.app.state.service.places  # type: ignore[attr-defined]
    west = next(
        lon / 1000 for lon in range(106_988, 106_000, -1) if not place.gazetteer().in_city(lon / 1000, INSIDE[1])
    )
    report = shared.sends(lon=west, lat=INSIDE[1])
    assert report["outside"] is True
