"""Open311 GeoReport v2 as the standard has it, in XML and JSON, by its schemas and by a client from outside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from starlette.testclient import TestClient

from tests.service.conftest import INSIDE, Person

BASE = "/open311/v2"
SCHEMAS = Path(__file__).resolve().parents[3] / "shared" / "data" / "conformance" / "georeport-v2-schema"


def send(http: TestClient, form: str = "json", **fields: Any) -> Any:
    fields = {"api_key": "demo", "service_code": "flood", "lat": INSIDE[1], "long": INSIDE[0],
              "description": "Banjir <b>di pasar</b> & jalan", **fields}  # fmt: skip
    return http.post(f"{BASE}/requests.{form}", data={k: v for k, v in fields.items() if v is not None})


def conforms(data: Any, name: str) -> None:
    if not SCHEMAS.exists():
        pytest.skip(f"{SCHEMAS} is not there")
    item = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    for row in data if isinstance(data, list) else [data]:
        jsonschema.validate(row, item)


def test_a_citizens_report_comes_in_and_can_be_followed(http: TestClient):
    answer = send(http, first_name="Siti", last_name="A.", phone="0812-0000-1234", email="siti@example.org",
                  device_id="d-1", account_id="acc-7")  # fmt: skip
    assert answer.status_code == 200
    (row,) = answer.json()
    assert row["account_id"] == "acc-7"
    (request,) = http.get(f"{BASE}/requests/{row['service_request_id']}.json").json()
    assert request["status"] == "open"
    assert request["service_request_id"] == "BKS-000001"
    assert request["lat"] == pytest.approx(INSIDE[1])
    conforms(request, "request")
    desk = Person(http, "operator").get("/reports", q="BKS-1").json()["reports"][0]
    assert desk["contact_name"] == "Siti A. · siti@example.org · account acc-7 · device d-1"
    assert desk["channel"] == "open311"
    assert "Siti" not in json.dumps(request)


def test_xml_is_spoken_as_well_and_text_stays_text(http: TestClient):
    tree = ET.fromstring(send(http, "xml").content)  # noqa: S314 - our own answer
    assert tree.tag == "service_requests"
    number = tree.findtext("request/service_request_id")
    answer = http.get(f"{BASE}/requests/{number}.xml")
    assert answer.headers["content-type"].startswith("text/xml")
    request = ET.fromstring(answer.content)  # noqa: S314
    assert request.findtext("request/description") == "Banjir <b>di pasar</b> & jalan"
    assert request.findtext("request/status") == "open"


def test_services_and_their_definitions_conform(http: TestClient):
    services = http.get(f"{BASE}/services.json").json()
    assert {"flood", "street_light"} <= {row["service_code"] for row in services}
    conforms(services, "service")
    definition = http.get(f"{BASE}/services/flood.json").json()
    conforms(definition, "service-definition")
    tree = ET.fromstring(http.get(f"{BASE}/services.xml").content)  # noqa: S314
    assert [tree.tag, tree[0].tag] == ["services", "service"]
    assert tree[0].findtext("metadata") == "false"
    assert http.get(f"{BASE}/services/nothing.json").status_code == 404


def test_discovery_names_the_endpoint(http: TestClient):
    found = http.get(f"{BASE}/discovery.json").json()
    assert found["endpoints"][0]["url"].endswith(BASE)
    tree = ET.fromstring(http.get(f"{BASE}/discovery.xml").content)  # noqa: S314
    assert tree.findtext("endpoints/endpoint/formats/format") == "text/xml"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"api_key": "wrong"}, 403),
        ({"api_key": None}, 403),
        ({"service_code": "nothing"}, 404),
        ({"service_code": None}, 400),
        ({"jurisdiction_id": "elsewhere"}, 404),
        ({"lat": None}, 400),
        ({"lat": None, "long": None}, 400),
        ({"lat": "NaN"}, 400),
        ({"lat": "1e400"}, 400),
        ({"lat": "-91"}, 400),
        ({"lat": INSIDE[0], "long": INSIDE[1]}, 400),
        ({"lat": "-5.9", "long": "106.9"}, 400),
        ({"description": "nul \x00 byte"}, 400),
        ({"description": "x" * 10_001}, 400),
        ({"media_url": "javascript:alert(1)"}, 400),
        ({"attribute[x]": "1"}, 400),
        ({"something": "else"}, 400),
    ],
)
def test_what_is_wrong_is_said_in_the_standards_words(http: TestClient, fields: dict[str, Any], status: int):
    answer = send(http, **fields)
    assert answer.status_code == status
    (row,) = answer.json()
    assert row["code"] == str(status)
    assert row["description"]
    tree = ET.fromstring(send(http, "xml", **fields).content)  # noqa: S314
    assert (tree.tag, tree.findtext("error/code")) == ("errors", str(status))


def test_a_place_that_is_the_wrong_way_round_is_called_so(http: TestClient):
    (row,) = send(http, lat=INSIDE[0], long=INSIDE[1]).json()
    assert "wrong way round" in row["description"]


def test_an_address_serves_instead_of_a_place(http: TestClient):
    (row,) = send(http, lat=None, long=None, address_string="Jl. Ahmad Yani 1").json()
    (request,) = http.get(f"{BASE}/requests/{row['service_request_id']}.json").json()
    assert (request["address"], request["lat"]) == ("Jl. Ahmad Yani 1", None)
    conforms(request, "request")


def test_requests_are_found_by_code_status_number_and_date(http: TestClient):
    send(http)
    send(http, service_code="street_light")
    get = lambda **query: [  # noqa: E731
        row["service_request_id"] for row in http.get(f"{BASE}/requests.json", params=query).json()
    ]
    assert get() == ["BKS-000002", "BKS-000001"]
    assert get(service_code="flood,drainage") == ["BKS-000001"]
    assert get(service_request_id="BKS-000001,BKS-000009") == ["BKS-000001"]
    assert get(status="closed") == []
    assert get(end_date="2020-01-01T00:00:00Z") == []
    assert get(page_size="1", page="2") == ["BKS-000001"]
    wide = http.get(
        f"{BASE}/requests.json", params={"start_date": "2020-01-01T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"}
    )
    assert wide.status_code == 400


def test_calls_to_112_are_nobodys_to_see(http: TestClient):
    report = Person(http, "operator").sends("heart attack", category="medical", channel="call112")
    assert http.get(f"{BASE}/requests.json").json() == []
    assert http.get(f"{BASE}/requests/{report['number']}.json").status_code == 404


@pytest.mark.parametrize("path", ["/requests.html", "/nothing.xml", "/requests/1.json", "/requests.json?nothing=1"])
def test_unknown_resources_answer_in_the_standards_form(http: TestClient, path: str):
    answer = http.get(BASE + path)
    assert answer.status_code in (400, 404)
    assert b"description" in answer.content


def test_a_repeated_post_with_a_key_is_one_request(http: TestClient):
    key = {"Idempotency-Key": "0191f3a0-0000-7000-8000-000000000001"}
    body = "api_key=demo&service_code=flood&address_string=here"
    headers = {"Content-Type": "application/x-www-form-urlencoded", **key}
    first, again = (http.post(f"{BASE}/requests.json", content=body, headers=headers).json() for _ in range(2))
    assert first == again
