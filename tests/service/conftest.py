"""The whole service in memory, on a real store in a folder of its own; and people who are signed in to it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from console.domain.wire import uuid7
from console.service.app import create_app
from console.service.settings import ServiceSettings
from layers import basemap

INSIDE = (106.9896, -6.2349)  # longitude, latitude of a place in the middle of the city


class Person:
    """Somebody who is signed in: requests that carry the token."""

    def __init__(self, http: TestClient, name: str, console: str = "desk-1") -> None:
        self.http = http
        self.name = name
        answer = http.post("/session", json={"name": name, "password": "demo"})
        assert answer.status_code == 201, answer.text
        self.token = answer.json()["token"]
        self.headers = {"Authorization": f"Bearer {self.token}", "X-Console": console}

    def ask(self, method: str, path: str, **options: Any) -> Any:
        headers = self.headers | options.pop("headers", {})
        return self.http.request(method, path, headers=headers, **options)

    def get(self, path: str, **params: Any) -> Any:
        return self.ask("GET", path, params=params)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.ask("POST", path, json=body or {}, headers=headers)

    def sends(self, text: str = "Banjir di depan pasar", **fields: Any) -> dict[str, Any]:
        """A report that is taken."""
        body = new_report(text, **fields)
        answer = self.ask("POST", "/reports", json=body, headers={"Idempotency-Key": body["id"]})
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def acts(self, report: dict[str, Any], action: str, **body: Any) -> Any:
        headers = {"If-Match": f'"{report["version"]}"', "Idempotency-Key": uuid7()}
        return self.ask("POST", f"/reports/{report['id']}/actions/{action}", json=body, headers=headers)

    def did(self, report: dict[str, Any], action: str, **body: Any) -> dict[str, Any]:
        """An action that is taken."""
        answer = self.acts(report, action, **body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


def new_report(text: str = "Banjir di depan pasar", **fields: Any) -> dict[str, Any]:
    return {"id": uuid7(), "text": text, "category": "flood", "lon": INSIDE[0], "lat": INSIDE[1], **fields}


@pytest.fixture(scope="session", autouse=True)
def one_basemap() -> Iterator[None]:
    """The basemap is read once for all tests: it is frozen, and reading it takes longer than most of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(basemap, "load_basemap", functools.cache(basemap.load_basemap))
        yield


@pytest.fixture
def settings(tmp_path: Path) -> ServiceSettings:
    return ServiceSettings(data=tmp_path / "data", demo=True, seed=False, run_feeds=False)


@pytest.fixture
def http(settings: ServiceSettings) -> Iterator[TestClient]:
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def sign_in(http: TestClient) -> Callable[[str], Person]:
    return lambda name: Person(http, name)


@pytest.fixture
def operator(http: TestClient) -> Person:
    return Person(http, "operator")


@pytest.fixture
def supervisor(http: TestClient) -> Person:
    return Person(http, "supervisor", "desk-2")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    """An operator at a service that the tests of a module share: for questions that leave nothing behind."""
    settings = ServiceSettings(data=tmp_path_factory.mktemp("data"), demo=True, seed=False, run_feeds=False)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield Person(client, "operator")
