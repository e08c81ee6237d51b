"""Who read what is personal, and who took data away, stands in the log; a busy desk does not drown it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from starlette.testclient import TestClient

from console import audit
from console.domain.wire import uuid7
from console.service.auditexport import export_command
from console.service.settings import ServiceSettings
from tests.service.conftest import Person

PHONE = "0812 555 777"


def logged(http: TestClient, kind: str = "personal.") -> list[dict[str, Any]]:
    """What the auditor reads of it; what was handed in before is written by now."""
    http.app.state.service.writer.do(lambda tx: None)  # type: ignore[attr-defined]
    return list(Person(http, "auditor", "audit-desk").get("/events", kind=kind).json()["events"])


def whats(events: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(event["actor"], event["payload"]["what"], event["entity_id"]) for event in events]


def test_a_search_by_telephone_is_logged_every_time_and_without_the_number(http: TestClient, operator: Person):
    report = operator.sends(contact_name="Siti", contact_phone=PHONE)
    for _ in range(2):
        assert operator.get("/callers", phone=PHONE).json()["reports"]
    found = logged(http)
    assert whats(found) == [("operator", "phone", "")] * 2
    assert {event["console"] for event in found} == {"desk-1"}
    assert found[0]["payload"] == {"what": "phone", "found": 1, "reports": [report["id"]]}
    assert "555" not in json.dumps(found)


def test_a_report_that_is_asked_for_is_logged_once_a_shift_for_each_reader(
    http: TestClient, operator: Person, supervisor: Person
):
    secret, plain = operator.sends(contact_phone=PHONE), operator.sends()
    officer = Person(http, "officer", "dishub-1")
    for report in (secret, plain):
        assert operator.did(report, "assign", department="dishub")["status"] == "assigned"
    for person in (operator, supervisor, operator, officer, Person(http, "executive", "phone")):
        for report in (secret, plain):
            assert person.get(f"/reports/{report['id']}").status_code == 200
    assert sorted(whats(logged(http))) == sorted((name, "report", secret["id"]) for name in ("operator", "supervisor"))
    history = operator.get(f"/reports/{secret['id']}/history").json()["events"]
    assert [event["kind"] for event in history] == ["report.created", "report.assign"]


def test_a_hundred_pages_of_the_queue_are_one_line(http: TestClient, operator: Person):
    operator.sends(contact_phone=PHONE)
    operator.sends()
    for _ in range(50):
        operator.get("/snapshot")
        operator.get("/reports")
    found = logged(http)
    assert whats(found) == [("operator", "queue", ""), ("operator", "list", "")]
    assert found[0]["payload"]["reports"] == 1


def test_a_photo_in_full_is_logged_and_a_thumbnail_is_not(http: TestClient, operator: Person):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (1, 2, 3)).save(out, "JPEG")
    sent = operator.ask("POST", "/photos", content=out.getvalue()).json()["sha256"]
    for size in ("thumb", "full", "full"):
        assert operator.get(f"/photos/{sent}", size=size).status_code == 200
    assert whats(logged(http)) == [("operator", "photo", sent)]


def test_erased_words_are_gone_from_every_answer_and_the_log_says_who_erased_them_and_why(
    http: TestClient, operator: Person
):
    report = operator.sends("Rumah Siti kebanjiran", contact_name="Siti", contact_phone=PHONE)
    admin = Person(http, "admin")
    assert admin.post(f"/reports/{report['id']}/erase", {"reason": "UU 27/2022"}).status_code == 200
    everything = "".join(operator.get(path).text for path in ("/snapshot", "/reports", f"/reports/{report['id']}"))
    assert "Siti" not in everything
    assert operator.get("/callers", phone=PHONE).json()["reports"] == []
    event = operator.get(f"/reports/{report['id']}/history").json()["events"][-1]
    assert (event["actor"], event["payload"]["reason"]) == ("admin", "UU 27/2022")


def test_what_leaves_as_a_file_or_to_another_program_is_logged(http: TestClient, operator: Person):
    assert operator.post("/exports", {"what": "shift report", "count": 12}).status_code == 201
    gis = Person(http, "gis", "qgis")
    for _ in range(3):
        assert gis.get("/layers/area/features").status_code == 200
        assert gis.get("/ogc/collections/area/items", limit="1").status_code == 200
    found = logged(http, "export.")
    assert [(event["actor"], event["payload"]["what"], event["payload"].get("by")) for event in found[:3]] == [
        ("operator", "shift report", None),
        ("gis", "layer", "qgis"),
        ("gis", "layer", "ogc"),
    ]


def test_an_auditor_reading_the_log_is_in_it_too(http: TestClient):
    logged(http)
    assert ("auditor", "log", "log") in whats(logged(http, "export."))


def test_reading_goes_on_while_nothing_can_be_stored(http: TestClient, operator: Person, caplog: Any):
    report = operator.sends(contact_phone=PHONE)
    http.app.state.service.writer.stopped = "the disk is full"  # type: ignore[attr-defined]
    assert operator.get(f"/reports/{report['id']}").json()["contact_phone"] == PHONE
    assert "could not be written down" in caplog.text
    http.app.state.service.writer.stopped = ""  # type: ignore[attr-defined]


@pytest.mark.parametrize("role", ["operator", "executive", "gis", "officer"])
def test_only_audit_roles_see_who_read_what(http: TestClient, operator: Person, role: str):
    operator.sends(contact_phone=PHONE)
    operator.get("/callers", phone=PHONE)
    http.app.state.service.writer.do(lambda tx: None)  # type: ignore[attr-defined]
    person = Person(http, role)
    for kind in ("", "personal.", "export."):
        shown = person.get("/events", **({"kind": kind} if kind else {})).json()["events"]
        assert not [event for event in shown if event["entity"] == "personal"]


def test_an_export_is_verified_and_listed_by_a_bare_python(
    http: TestClient, operator: Person, settings: ServiceSettings, tmp_path: Path
):
    report = operator.sends(contact_phone=PHONE)
    operator.get("/callers", phone=PHONE)
    logged(http)
    file = tmp_path / "log.jsonl"
    assert export_command([str(file), "--data", str(settings.data)]) == 0
    bare = [sys.executable, "-I", "-S", audit.__file__]
    done = subprocess.run([*bare, "verify", str(file)], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["ok"] is True
    told = subprocess.run([*bare, "list", str(file), "--kind", "personal.", "--about", str(uuid7())],
                          capture_output=True, text=True, check=True)  # fmt: skip
    assert told.stdout == ""
    told = subprocess.run([*bare, "list", str(file), "--who", "operator", "--about", report["id"]],
                          capture_output=True, text=True, check=True)  # fmt: skip
    assert [line.split("\t")[5] for line in told.stdout.splitlines()] == ["report.created", "personal.read"]
