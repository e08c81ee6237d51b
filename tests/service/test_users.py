"""Users of a service that is no demo: the first administrator adds the others; idle writers sign in again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from console.service.app import create_app
from console.service.settings import ServiceSettings
from tests.service.conftest import Person, new_report

PASSWORD = "sepuluh huruf"


class Signed(Person):
    """Somebody with a password of one's own."""

    def __init__(self, http: TestClient, name: str, password: str = PASSWORD) -> None:
        answer = http.post("/session", json={"name": name, "password": password})
        assert answer.status_code == 201, answer.text
        self.http, self.name, self.token = http, name, answer.json()["token"]
        self.headers = {"Authorization": f"Bearer {self.token}", "X-Console": "desk-1"}


@pytest.fixture
def http(tmp_path: Path) -> Iterator[TestClient]:
    settings = ServiceSettings(
        data=tmp_path, run_feeds=False, admin_password=PASSWORD, idle_limit=timedelta(seconds=60)
    )
    with TestClient(create_app(settings)) as client:
        yield client


def operator(**fields: object) -> dict[str, object]:
    return {"title": "Siti", "role": "operator", "password": PASSWORD, "temporary": False, **fields}


def test_without_demo_nobody_of_the_demo_is_there(http: TestClient):
    assert http.get("/welcome").json() == {"city": {"id": "Kota Bekasi", "en": "Bekasi City"}, "demo": False,
                                           "demo_users": []}  # fmt: skip
    assert http.post("/session", json={"name": "operator", "password": "demo"}).status_code == 401


def test_the_administrator_adds_changes_and_removes_a_user(http: TestClient):
    admin = Signed(http, "admin")
    assert admin.ask("PUT", "/users/siti", json=operator()).status_code == 200
    siti = Signed(http, "siti")
    assert siti.get("/reports").status_code == 200
    admin = Signed(http, "admin")
    changed = {"title": "Siti", "role": "officer", "department": "dlh"}
    assert admin.ask("PUT", "/users/siti", json=changed).status_code == 200
    assert siti.get("/reports").status_code == 401
    again = Signed(http, "siti")
    admin = Signed(http, "admin")
    assert admin.ask("DELETE", "/users/siti").status_code == 204
    assert again.get("/reports").status_code == 401
    assert {user["name"] for user in admin.get("/users").json()["users"]} == {"admin"}
    assert PASSWORD not in admin.get("/events").text


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("A B", operator()),
        ("x", operator(role="feed")),
        ("x", operator(password="short")),
        ("x", operator(password="")),
        ("x", operator(role="officer")),
        ("x", operator(department="dlh")),
        ("x", operator(rights="all")),
        ("x", operator(temporary=1)),
    ],
)
def test_a_user_who_cannot_be_is_refused(http: TestClient, name: str, body: dict[str, object]):
    assert Signed(http, "admin").ask("PUT", f"/users/{name}", json=body).status_code == 422


def test_who_was_idle_reads_on_but_signs_in_again_to_write(http: TestClient):
    admin = Signed(http, "admin")
    admin.http.app.state.service.auth._used.update(  # type: ignore[attr-defined]
        {key: moment - 61 for key, moment in admin.http.app.state.service.auth._used.items()}  # type: ignore[attr-defined]
    )
    assert admin.get("/reports").status_code == 200
    refused = admin.ask("PUT", "/users/siti", json=operator())
    assert (refused.status_code, refused.json()["type"]) == (401, "urn:poc:idle")


def test_the_password_is_kept_as_a_costly_hash(http: TestClient):
    found = http.app.state.service.store.read.user("admin")  # type: ignore[attr-defined]
    assert found[1].startswith("$argon2id$")
    assert PASSWORD not in found[1]


def test_who_was_given_a_password_chooses_another_before_anything_else(http: TestClient):
    admin = Signed(http, "admin")
    made = admin.ask("PUT", "/users/siti", json={"title": "Siti", "role": "operator", "password": PASSWORD})
    assert made.json()["must_change"]
    siti = Signed(http, "siti")
    for path in ("/reports", "/snapshot", "/stream", "/ogc/collections", "/layers"):
        refused = siti.get(path)
        assert (refused.status_code, refused.json()["type"]) == (403, "urn:poc:password-change"), path
    assert http.get("/ogc/collections", auth=("siti", PASSWORD)).status_code == 403
    assert siti.post("/reports", new_report()).status_code == 403
    assert siti.get("/profile").status_code == 200
    assert siti.post("/session/password", {"old": PASSWORD, "new": PASSWORD}).json()["type"] == "urn:poc:weak-password"
    assert siti.post("/session/password", {"old": PASSWORD, "new": "kuda lepas dari gang"}).status_code == 204
    siti = Signed(http, "siti", "kuda lepas dari gang")
    assert siti.get("/reports").status_code == 200
    admin = Signed(http, "admin")
    assert not admin.ask("PUT", "/users/siti", json={"title": "Siti A", "role": "operator"}).json()["must_change"]
    assert Signed(http, "siti", "kuda lepas dari gang").get("/reports").status_code == 200


def test_a_change_without_a_password_frees_nobody_from_choosing_one(http: TestClient):
    admin = Signed(http, "admin")
    admin.ask("PUT", "/users/siti", json={"title": "Siti", "role": "operator", "password": PASSWORD})
    admin.ask("PUT", "/users/siti", json={"title": "Siti", "role": "supervisor", "temporary": False})
    assert Signed(http, "siti").get("/reports").status_code == 403


def test_an_administrators_own_new_password_is_ones_own(http: TestClient):
    admin = Signed(http, "admin")
    again = {"title": "Administrator", "role": "admin", "password": "kuda lepas dari gang"}
    assert admin.ask("PUT", "/users/admin", json=again).status_code == 200
    assert Signed(http, "admin", "kuda lepas dari gang").get("/users").status_code == 200
