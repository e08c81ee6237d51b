"""Rights in full: role × action × own or another department, role × field to read, role × field to write, each door.

What may be is written down here a second time, by hand, and every combination is asked of the real service.
"""

from __future__ import annotations

import base64
import itertools
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest
from starlette.testclient import TestClient

from console.domain import wire, workflow
from console.domain.reports import Report
from console.domain.roles import Role
from console.domain.wire import uuid7
from console.service.app import ROUTES, create_app
from console.service.auth import DEMO_USERS
from console.service.settings import ServiceSettings
from console.service.tries import Calls, Tries
from layers.catalog import LAYERS
from tests.service.conftest import INSIDE, Person, new_report

R = Role
ROLES = tuple(user.role for user in DEMO_USERS)
OWN, OTHER = "dishub", "dlh"
DESK = {R.OPERATOR, R.SUPERVISOR}
TRIAGE = {"verify", "assign", "recall", "send_back", "reopen", "ask_citizen", "resume", "hold", "reject", "restore",
          "mark_duplicate", "split"}  # fmt: skip
ANSWERS = {"accept", "refuse", "start", "claim_done", "resolve"}
PERSONAL = {"contact_name": "Siti Rahasia", "contact_phone": "0812999888"}
SEE_PERSONAL = DESK | {R.AUDITOR}
NEVER_CHANGED = {field.name for field in fields(Report)} - set(wire.CHANGEABLE)
NEW_VALUES: dict[str, Any] = {
    "text": "Lain", "category": "drainage", "priority": "high", "place_note": "Pagar biru", "contact_name": "Budi",
    "contact_phone": "0811222333", "lon": INSIDE[0], "lat": INSIDE[1],
}  # fmt: skip


@pytest.fixture(scope="module")
def http(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = ServiceSettings(
        data=tmp_path_factory.mktemp("data"), demo=True, seed=False, run_feeds=False,
        read_keys=frozenset({"peta-kota-1"}), open311_keys=frozenset({"app-kota-1"}), open311_per_minute=10_000,
    )  # fmt: skip
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(autouse=True)
def nobody_is_slowed_down(http: TestClient) -> None:
    """What one test tried wrongly does not count in the next."""
    service = http.app.state.service  # type: ignore[attr-defined]
    service.auth._tries, service.doors = Tries(), Calls(10_000)


@pytest.fixture(scope="module")
def people(http: TestClient) -> dict[Role, Person]:
    return {user.role: Person(http, user.name, user.name) for user in DEMO_USERS}


# --- actions -----------------------------------------------------------------------------------

BODIES: dict[str, dict[str, Any]] = {
    "assign": {"department": OWN},
    "hold": {"until": "2099-01-01T00:00:00Z", "reason": "menunggu"},
    "claim_done": {"answer": "sudah"},
    **{key: {"reason": "alasan"} for key in ("recall", "refuse", "send_back", "reopen", "ask_citizen")},
    "reject": {"reason": "incomplete"},
}


def at(operator: Person, action: str, department: str) -> tuple[dict[str, Any], bool]:
    """A report at which this action can be done, assigned to the department where it can be; and whether it is."""
    report = operator.sends(category="traffic_light")
    if action in ("verify", "reject", "assign"):
        return report, False
    if action in ("ask_citizen", "hold"):
        return operator.did(report, "verify"), False
    if action == "mark_duplicate":
        return report, False
    if action == "split":
        return operator.did(report, "mark_duplicate", duplicate_of=operator.sends()["id"]), False
    if action == "restore":
        return operator.did(report, "reject", reason="incomplete"), False
    if action == "resume":
        return operator.did(operator.did(report, "verify"), "ask_citizen", reason="di mana?"), False
    report = operator.did(report, "assign", department=department)
    for step in ("accept", "start", "claim_done", "resolve"):
        if action == step or (action in ("recall", "refuse") and step == "accept"):
            break
        if action == "send_back" and step == "resolve":
            break
        doer = Person(operator.http, "supervisor") if step == "resolve" else operator
        report = doer.did(report, step, **BODIES.get(step, {}))
    return report, True


def test_every_action_has_its_place_in_one_of_the_two_sets():
    assert {action.key for action in workflow.ACTIONS} == TRIAGE | ANSWERS
    assert not TRIAGE & ANSWERS


@pytest.mark.parametrize("action", sorted(TRIAGE | ANSWERS))
def test_an_action_is_for_its_roles_and_for_the_own_department(people: dict[Role, Person], action: str):
    for role, department in itertools.product(ROLES, (OWN, OTHER)):
        report, assigned = at(people[R.OPERATOR], action, department)
        body = BODIES.get(action, {})
        if action == "mark_duplicate":
            body = {"duplicate_of": people[R.OPERATOR].sends()["id"]}
        doer = people[role]
        if action == "resolve" and role is R.OPERATOR:
            doer = people[R.SUPERVISOR]  # who did it does not confirm it
        status = doer.acts(report, action, **body).status_code
        if role in DESK:
            wanted = 200
        elif role is R.OFFICER and not (assigned and department == OWN):
            wanted = 404  # it is not there for them
        elif role is R.OFFICER and action in ANSWERS and action != "resolve":
            wanted = 200
        else:
            wanted = 403
        assert status == wanted, (role, department)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("department", [OWN, OTHER])
@pytest.mark.parametrize("what", ["notes", "undo", "erase"])
def test_what_is_no_action_is_guarded_the_same(people: dict[Role, Person], role: Role, department: str, what: str):
    report = people[R.OPERATOR].did(people[R.OPERATOR].sends(category="traffic_light"), "assign", department=department)
    body = {"notes": {"text": "catatan"}, "undo": {}, "erase": {"reason": "hukum"}}[what]
    headers = {"If-Match": f'"{report["version"]}"', "Idempotency-Key": uuid7()}
    status = people[role].ask("POST", f"/reports/{report['id']}/{what}", json=body, headers=headers).status_code
    if what == "erase":
        wanted = {200} if role is R.ADMIN else {403}
    elif role in DESK:
        wanted = {201} if what == "notes" else {200} if role is R.OPERATOR else {409}  # one's own moves only
    elif role is R.OFFICER:
        wanted = {404} if department == OTHER else {201} if what == "notes" else {409}
    else:
        wanted = {403}
    assert {status} == wanted


# --- fields ------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("department", [OWN, OTHER])
def test_a_role_reads_every_field_but_what_is_personal_and_an_officer_the_own_department_only(
    people: dict[Role, Person], role: Role, department: str
):
    operator, person = people[R.OPERATOR], people[role]
    report = operator.did(operator.sends(category="traffic_light", **PERSONAL), "assign", department=department)
    hidden = role is R.OFFICER and department == OTHER
    alone = person.get(f"/reports/{report['id']}")
    listed = {row["id"]: row for path in ("/snapshot", "/reports") for row in person.get(path).json()["reports"]}
    found = person.get("/reports", q=report["number"]).json()["reports"]
    if hidden:
        assert (alone.status_code, found, report["id"] in listed) == (404, [], False)
        assert person.get(f"/reports/{report['id']}/history").status_code == 404
        assert person.post("/presence", {"report": report["id"]}).status_code == 422
        return
    wanted = report if role in SEE_PERSONAL else {**report, **dict.fromkeys(PERSONAL, "")}
    assert alone.json() == listed[report["id"]] == found[0] == wanted
    told = person.get(f"/reports/{report['id']}/history").text + person.get("/events").text
    assert not any(value in told for value in PERSONAL.values())


def test_every_field_is_either_changeable_or_never_changed():
    assert set(NEW_VALUES) == set(wire.CHANGEABLE)
    assert NEVER_CHANGED | set(wire.CHANGEABLE) == {field.name for field in fields(Report)}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_writes_the_fields_that_it_may_and_no_others(people: dict[Role, Person], role: Role):
    for department, name in itertools.product((OWN, OTHER), sorted(set(wire.CHANGEABLE) | NEVER_CHANGED)):
        operator = people[R.OPERATOR]
        report = operator.did(operator.sends(category="traffic_light"), "assign", department=department)
        body = {name: NEW_VALUES.get(name, report.get(name) or "x")}
        if name in ("lon", "lat"):
            body = {"lon": INSIDE[0], "lat": INSIDE[1]}
        headers = {"If-Match": f'"{report["version"]}"', "Idempotency-Key": uuid7()}
        answer = people[role].ask("PATCH", f"/reports/{report['id']}", json=body, headers=headers)
        wanted = 403 if role not in DESK else 200 if name in wire.CHANGEABLE else 422
        assert answer.status_code == wanted, (name, department, answer.text)
        if wanted != 200:
            assert operator.get(f"/reports/{report['id']}").json() == report


@pytest.mark.parametrize(
    "name", sorted(NEVER_CHANGED - {"id", "photos", "source_ref", "channel", "reported_at", "demo"})
)
def test_who_sends_a_report_in_sets_none_of_what_the_service_sets(people: dict[Role, Person], name: str):
    answer = people[R.OPERATOR].post("/reports", new_report(**{name: "x"}))
    assert answer.status_code == 422
    assert answer.json()["field"] == name


# --- shifts, drafts, streams -------------------------------------------------------------------


def test_an_officer_reads_of_the_shift_what_was_noted_about_the_own_reports(people: dict[Role, Person]):
    operator, officer = people[R.OPERATOR], people[R.OFFICER]
    own = operator.did(operator.sends(category="traffic_light"), "assign", department=OWN)
    other = operator.did(operator.sends(category="traffic_light"), "assign", department=OTHER)
    for text, about in (("milik sendiri", own["id"]), ("milik lain", other["id"]), ("umum", None)):
        assert operator.post("/shifts/notes", {"text": text, "notable": about}).status_code == 201
    texts = [row["payload"]["text"] for row in officer.get("/shifts/notes").json()["notes"]]
    assert texts == ["milik sendiri"]
    assert len(people[R.EXECUTIVE].get("/shifts/notes").json()["notes"]) >= 3


def test_an_officer_is_not_told_how_much_the_others_have_to_do(people: dict[Role, Person]):
    officer = people[R.OFFICER].get("/snapshot").json()
    assert sum(officer["counts"].values()) == len(officer["reports"])
    assert sum(people[R.OPERATOR].get("/snapshot").json()["counts"].values()) > len(officer["reports"])


@pytest.mark.parametrize("user", DEMO_USERS, ids=lambda user: user.name)
def test_the_stream_tells_a_role_what_it_may_read_and_nothing_else(user: Any):
    from datetime import UTC, datetime

    from console.domain.roles import ROLES as RIGHTS
    from console.domain.roles import Right
    from console.service.events import Audience, frames
    from console.service.store.contract import Published

    def told(department: str) -> bytes:
        report = {"id": uuid7(), "assignment": {"department": department}, **PERSONAL}
        event = wire.Event(1, datetime.now(UTC), "x", R.OPERATOR, "", "report.note", "report", str(report["id"]), 1)
        news = [Published(event, report), Published(draft={"id": "d-1"})]
        return b"".join(frames(news, Audience.of(user)))

    officer = user.role is R.OFFICER
    assert (b"event: report" in told(OTHER)) is not officer
    assert b"event: report" in told(OWN)
    assert (b"Siti Rahasia" in told(OWN)) is (user.role in SEE_PERSONAL)
    editors = {
        role for role, rights in RIGHTS.items() if rights & {Right.EDIT_LAYERS, Right.REVIEW_LAYERS, Right.READ_AUDIT}
    }
    assert (b"event: draft" in told(OWN)) is (user.role in editors)


# --- the doors of other programs ---------------------------------------------------------------

OGC = [row for row in ROUTES if row.path.startswith("/ogc")]
OPEN311 = [row for row in ROUTES if row.path.startswith("/open311/")]
OGC_FOR_ALL = {"/ogc/conformance", "/ogc/api"}


def ogc_path(row: Any) -> str:
    return str(row.path.replace("{key}", LAYERS[0].key).replace("{ident:path}", "nothing"))


def test_every_route_belongs_to_one_door():
    assert {row.method for row in OGC} == {"GET"}, "nothing is written by OGC API"
    rest = {row.path for row in ROUTES} - {row.path for row in (*OGC, *OPEN311)}
    assert not [path for path in rest if path.startswith(("/ogc", "/open311"))]


def basic(name: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


@pytest.mark.parametrize("row", OGC, ids=lambda row: row.path)
def test_ogc_lets_in_whom_it_should(http: TestClient, people: dict[Role, Person], row: Any):
    path = ogc_path(row)
    good = [person.headers for person in people.values()]
    good += [basic("executive", "demo"), basic("key", "peta-kota-1"), {"Authorization": "Bearer peta-kota-1"}]
    for headers in good:
        assert http.get(path, headers=headers).status_code in (200, 404)
    others = [{"Authorization": given} for given in ("Bearer x", "Basic %%%", "Digest x")]
    others += [{}, basic("executive", "wrong"), basic("key", ""), basic("", ""), {"X-POC-Key": "peta-kota-1"}]
    for headers in others:
        assert http.get(path, headers=headers).status_code == (200 if row.path in OGC_FOR_ALL else 401), headers


def test_a_read_key_reads_layers_and_nothing_else(http: TestClient):
    for row in ROUTES:
        if row.path.startswith(("/ogc", "/open311", "/health", "/welcome", "/session", "/openapi")):
            continue
        path = row.path.replace("{ident:path}", "x").replace("{", "").replace("}", "")
        assert http.request(row.method, path, headers={"Authorization": "Bearer peta-kota-1"}).status_code == 401, path


def test_open311_reads_are_for_everybody_and_show_nothing_personal(http: TestClient, people: dict[Role, Person]):
    sent = http.post(
        "/open311/v2/requests.json",
        data={"api_key": "app-kota-1", "service_code": "flood", "lat": str(INSIDE[1]), "long": str(INSIDE[0]),
              "first_name": "Siti", "last_name": "Rahasia", "phone": "0812999888", "email": "siti@example.id",
              "description": "Banjir"},
    )  # fmt: skip
    assert sent.status_code == 200
    number = sent.json()[0]["service_request_id"]
    secret = people[R.OPERATOR].sends("rumah di gang", **PERSONAL)
    for row in OPEN311:
        if row.method != "GET":
            continue
        for form in ("json", "xml"):
            path = row.path.replace("{form}", form).replace("{code}", "flood").replace("{ident}", number)
            answer = http.get(path)
            assert answer.status_code == 200, path
            for word in ("Rahasia", "0812999888", "siti@example.id", "rumah di gang", secret["id"]):
                assert word not in answer.text, path
    assert http.get(f"/open311/v2/requests/{secret['number']}.json").status_code == 404


@pytest.mark.parametrize("key", ["", "wrong", "peta-kota-1", "APP-KOTA-1", "app-kota-1 "])
def test_open311_takes_reports_only_with_one_of_its_own_keys(http: TestClient, people: dict[Role, Person], key: str):
    form = {"api_key": key, "service_code": "flood", "lat": str(INSIDE[1]), "long": str(INSIDE[0])}
    for headers in ({}, people[R.ADMIN].headers):
        assert http.post("/open311/v2/requests.json", data=form, headers=headers).status_code == 403


def test_open311_slows_down_who_guesses_keys_and_who_asks_too_often(tmp_path: Any):
    settings = ServiceSettings(
        data=tmp_path, run_feeds=False, seed=False, open311_keys=frozenset({"app-kota-1"}), open311_per_minute=30
    )
    with TestClient(create_app(settings)) as client:
        answers = [client.post("/open311/v2/requests.json", data={"api_key": f"k{n}"}) for n in range(12)]
        assert [answer.status_code for answer in answers] == [403] * 10 + [429] * 2
        assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
        assert answers[-1].json()[0]["code"] == "429"
        asked = [client.get("/open311/v2/services.xml") for _ in range(25)]
        assert [answer.status_code for answer in asked[:18]] == [200] * 18
        assert asked[-1].status_code == 429
        assert "Retry-After" in asked[-1].headers
