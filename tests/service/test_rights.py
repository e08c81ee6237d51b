"""Who may call what: every role at every route. A route without a row here fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from console.domain.drafts import DRAFT_ACTIONS
from console.domain.roles import ROLES, Right, Role
from console.domain.wire import uuid7
from console.service.app import ROUTES, create_app
from console.service.auth import DEMO_USERS
from console.service.calls import Door
from console.service.settings import ServiceSettings
from tests.service.conftest import Person

R = Role
EVERYBODY = frozenset({R.OPERATOR, R.SUPERVISOR, R.GIS_EDITOR, R.OFFICER, R.EXECUTIVE, R.AUDITOR, R.ADMIN})
DESK = frozenset({R.OPERATOR, R.SUPERVISOR})
EDITORS = frozenset({R.GIS_EDITOR, R.ADMIN})
JUDGES = EDITORS | {R.SUPERVISOR}
READERS = JUDGES | {R.AUDITOR}
IMPORTERS = DESK | {R.GIS_EDITOR, R.ADMIN}
MAY: dict[str, frozenset[Role]] = {
    "GET /profile": EVERYBODY,
    "DELETE /session": EVERYBODY,
    "POST /session/password": EVERYBODY,
    "GET /snapshot": EVERYBODY,
    "GET /reports": EVERYBODY,
    "POST /reports": DESK,
    "POST /reports/batch": DESK,
    "GET /reports/{ident}": EVERYBODY,
    "PATCH /reports/{ident}": DESK,
    "GET /reports/{ident}/history": EVERYBODY,
    "GET /reports/{ident}/twins": EVERYBODY,
    "POST /reports/{ident}/actions/{action}": DESK | {R.OFFICER},
    "POST /reports/{ident}/notes": DESK | {R.OFFICER},
    "POST /reports/{ident}/undo": DESK | {R.OFFICER},
    "POST /reports/{ident}/erase": frozenset({R.ADMIN}),
    "POST /reports/{ident}/claim": DESK,
    "DELETE /reports/{ident}/claim": DESK,
    "GET /claims": EVERYBODY,
    "GET /log/checkpoint": EVERYBODY,
    "POST /log/findings": EVERYBODY,
    "GET /callers": DESK | {R.AUDITOR},
    "GET /events": EVERYBODY,
    "GET /stream": EVERYBODY,
    "POST /presence": EVERYBODY,
    "GET /layers": EVERYBODY,
    "GET /layers/{key}/features": EVERYBODY,
    "POST /layers/{key}/import": frozenset({R.ADMIN}),
    "POST /basemap/areas": frozenset({R.ADMIN}),
    "GET /feeds": EVERYBODY,
    "POST /feeds": IMPORTERS,
    "POST /feeds/{key}/read": IMPORTERS,
    "DELETE /feeds/{key}": IMPORTERS,
    "GET /shifts/current": EVERYBODY,
    "GET /shifts/notes": EVERYBODY,
    "POST /shifts/notes": DESK,
    "POST /photos": DESK | {R.OFFICER},
    "GET /photos/{sha256}": EVERYBODY,
    "POST /exports": EVERYBODY,
    "GET /users": frozenset({R.ADMIN}),
    "PUT /users/{name}": frozenset({R.ADMIN}),
    "DELETE /users/{name}": frozenset({R.ADMIN}),
    "GET /drafts": READERS,
    "POST /drafts": EDITORS,
    "GET /drafts/{ident}": READERS,
    "PATCH /drafts/{ident}": EDITORS,
    "GET /drafts/{ident}/changes": READERS,
    "PUT /drafts/{ident}/changes": EDITORS,
    "GET /drafts/{ident}/findings": READERS,
    "GET /drafts/{ident}/difference": READERS,
    "GET /drafts/{ident}/comments": READERS,
    "POST /drafts/{ident}/comments": READERS,
    **{f"POST /drafts/{{ident}}/{action.key}": JUDGES for action in DRAFT_ACTIONS},
    "GET /layers/{key}/schema": EVERYBODY,
    "POST /layers/{key}/changesets": EDITORS,
    "GET /layers/{key}/features/{ident:path}/history": READERS,
    "POST /layers/{key}/features/{ident:path}/put-back": EDITORS,
}
OPEN = {"GET /health", "GET /openapi.json", "GET /welcome", "POST /session"}
# Doors of their own: Open311 is for everybody, OGC asks for Basic or a read key itself (test_open311, test_ogc).
OWN_DOORS = ("/open311/", "/ogc")


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Role, Person]]:
    settings = ServiceSettings(data=tmp_path_factory.mktemp("data"), demo=True, seed=False, run_feeds=False, key="s3")
    with TestClient(create_app(settings), raise_server_exceptions=False, headers={"X-POC-Key": "s3"}) as client:
        yield {user.role: Person(client, user.name, user.name) for user in DEMO_USERS}


def named(row: Any) -> str:
    return f"{row.method} {row.path}"


def filled(path: str) -> str:
    """The path with something for each of its parts."""
    parts = {"ident": uuid7(), "action": "verify", "key": "area", "name": "nobody", "sha256": "0" * 64}
    return re.sub(r"\{(\w+)[^}]*\}", lambda part: parts[part[1]], path)


def test_every_route_is_in_the_table_and_nothing_else():
    assert {named(row) for row in ROUTES if not row.path.startswith(OWN_DOORS)} == set(MAY) | OPEN


def test_what_needs_nobody_is_what_we_think():
    free = {named(row) for row in ROUTES if isinstance(row.needs, Door) and row.needs is not Door.SIGNED}
    assert {name for name in free if not name.partition(" ")[2].startswith(OWN_DOORS)} == OPEN


def test_every_signed_in_role_has_a_demo_user():
    assert {user.role for user in DEMO_USERS} == set(ROLES) - {Role.INTAKE, Role.FEED}


@pytest.mark.parametrize("role", sorted(EVERYBODY))
@pytest.mark.parametrize("row", [row for row in ROUTES if named(row) in MAY], ids=named)
def test_a_role_gets_what_it_may_and_no_more(people: dict[Role, Person], row: Any, role: Role):
    if named(row) in ("DELETE /session", "GET /stream"):
        assert isinstance(row.needs, Door) or all(Right.READ_REPORTS in ROLES[each] for each in EVERYBODY)
        return
    path = filled(row.path)
    status = people[role].ask(row.method, path, content=b"").status_code
    assert (status != 403) is (role in MAY[named(row)])
    assert status != 401
    assert status < 500


@pytest.mark.parametrize("row", [row for row in ROUTES if named(row) in MAY], ids=named)
def test_nobody_gets_in_without_signing_in_or_without_the_secret(people: dict[Role, Person], row: Any):
    http = people[Role.ADMIN].http
    path = filled(row.path)
    for headers in ({}, {"Authorization": "Bearer nothing"}, people[Role.ADMIN].headers | {"X-POC-Key": "wrong"}):
        assert http.request(row.method, path, headers=headers).status_code == 401


def test_an_officer_sees_the_own_departments_reports_only(people: dict[Role, Person]):
    operator, officer = people[Role.OPERATOR], people[Role.OFFICER]
    own, other = (operator.sends(category="traffic_jam") for _ in range(2))
    own = operator.did(own, "assign", department="dishub")
    other = operator.did(other, "assign", department="dlh")
    assert officer.get(f"/reports/{own['id']}").status_code == 200
    for path in ("", "/history", "/twins"):
        assert officer.get(f"/reports/{other['id']}{path}").status_code == 404
    assert officer.acts(other, "accept").status_code == 404
    assert officer.did(own, "accept")["status"] == "accepted"
    seen = officer.get("/snapshot").json()["reports"] + officer.get("/reports", department="dlh").json()["reports"]
    assert {report["id"] for report in seen} == {own["id"]}
    events = officer.get("/events").json()["events"]
    assert {event["entity_id"] for event in events} == {own["id"]}


def test_callers_names_and_numbers_are_for_those_who_need_them(people: dict[Role, Person]):
    secret = people[Role.OPERATOR].sends(contact_name="Siti Rahasia", contact_phone="0812999888")
    for role, person in people.items():
        text = person.get(f"/reports/{secret['id']}").text + person.get("/snapshot").text + person.get("/reports").text
        sees = Right.READ_PERSONAL in ROLES[role]
        assert ("Siti Rahasia" in text) is sees
        assert ("0812999888" in text) is sees
        assert "Siti Rahasia" not in person.get("/events").text


def test_the_log_shows_only_the_audit_roles_who_signed_in(people: dict[Role, Person]):
    kinds = {role: {event["kind"] for event in person.get("/events").json()["events"]}
             for role, person in people.items()}  # fmt: skip
    assert {role for role, found in kinds.items() if "session.opened" in found} == {
        role for role in EVERYBODY if Right.READ_AUDIT in ROLES[role]
    }


def test_a_wrong_password_is_refused_and_tries_are_counted(people: dict[Role, Person]):
    http = people[Role.ADMIN].http
    answers = [http.post("/session", json={"name": "nobody", "password": f"try {n}"}).status_code for n in range(6)]
    assert answers == [401] * 5 + [429]


def test_a_session_ends_when_told(people: dict[Role, Person]):
    person = Person(people[Role.ADMIN].http, "operator", "other-desk")
    assert person.ask("DELETE", "/session").status_code == 204
    assert person.get("/reports").status_code == 401


def test_only_an_administrator_sets_feeds_up_on_a_shared_service(http: TestClient):
    body = {"key": "x", "adapter": "geojson_url", "source": "/etc/passwd"}
    assert Person(http, "operator").post("/feeds", body).status_code == 403


# Every route that changes something, and how nobody is overwritten by it.
BY_VERSION = {  # If-Match: 428 without, 412 with an old one
    "PATCH /reports/{ident}",
    "POST /reports/{ident}/actions/{action}",
    "POST /reports/{ident}/undo",
    "PATCH /drafts/{ident}",
    "PUT /drafts/{ident}/changes",
    *(f"POST /drafts/{{ident}}/{action.key}" for action in DRAFT_ACTIONS),
}
OTHERWISE = {
    "adds, once by its id": {
        "POST /reports", "POST /reports/batch", "POST /reports/{ident}/notes", "POST /drafts",
        "POST /drafts/{ident}/comments", "POST /photos", "POST /shifts/notes", "POST /exports", "POST /log/findings",
    },
    "each feature carries the version that it was made on": {
        "POST /layers/{key}/changesets", "POST /layers/{key}/features/{ident:path}/put-back",
    },
    "guarded by its holder": {"POST /reports/{ident}/claim", "DELETE /reports/{ident}/claim"},
    "of this sign-in or console alone": {"POST /session", "DELETE /session", "POST /presence"},
    "the law's erasure holds whatever was changed meanwhile": {"POST /reports/{ident}/erase"},
}  # fmt: skip


def test_every_change_of_what_others_change_too_needs_the_version_that_was_seen(people: dict[Role, Person]):
    changing = {named(row) for row in ROUTES if row.method != "GET" and not row.path.startswith(OWN_DOORS)}
    known = BY_VERSION | set().union(*OTHERWISE.values())
    # What an administrator sets up as a whole is replaced as a whole: feeds, users, imports.
    left = {name for name in changing - known if not re.search(r"/(feeds|users|import|areas|password|keys)", name)}
    assert left == set()
    report = people[Role.OPERATOR].sends()
    for name in sorted(BY_VERSION):
        if "drafts" in name:
            continue
        method, _, path = name.partition(" ")
        path = path.replace("{ident}", report["id"]).replace("{action}", "verify")
        body = {"priority": "high"} if method == "PATCH" else {}
        ask = people[Role.OPERATOR].ask
        assert ask(method, path, json=body).status_code == 428, name
        old = ask(method, path, json=body, headers={"If-Match": '"7"'})
        assert (old.status_code, old.json()["current"]["version"]) == (412, report["version"]), name


def test_a_draft_is_changed_only_by_whoever_saw_it_as_it_stands(people: dict[Role, Person]):
    gis = people[Role.GIS_EDITOR]
    draft = gis.post("/drafts", {"id": uuid7(), "layer": "waste_point", "title": "Sampah"}).json()
    for name in sorted(name for name in BY_VERSION if "drafts" in name):
        method, _, path = name.partition(" ")
        path = path.replace("{ident}", draft["id"])
        body = {"PATCH": {"title": "x"}, "PUT": {"changes": []}}.get(method, {"reason": "x"})
        assert gis.ask(method, path, json=body).status_code == 428, name
        old = gis.ask(method, path, json=body, headers={"If-Match": '"99"'})
        if method == "PUT":
            continue  # nothing to put: what stands already is no conflict
        assert old.status_code in (412, 409, 403), name
        if old.status_code == 412:
            assert old.json()["current"]["version"] == draft["version"], name
