"""Requests that nobody would write by hand, made from the service's own description: none gets a 5xx or a stack trace.

A few for each group of endpoints; `POC_CASES=2000` asks so many of each group (docs/security.md has the record).
"""

from __future__ import annotations

import itertools
import json
import os
import re
import urllib.parse
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from argon2 import PasswordHasher
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from starlette.testclient import TestClient

from console.service import openapi
from console.service.app import ROUTES, create_app
from console.service.auth import DEMO_USERS
from console.service.settings import ServiceSettings
from console.service.tries import Calls, Tries
from tests.service.conftest import Person, new_report

CHEAP = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash("demo")
CASES = int(os.environ.get("POC_CASES", "8"))
ENDLESS = {"GET /stream"}  # answers for ever; test_bad_input asks it wrongly
GROUPS: dict[str, list[Any]] = {}
for _row in ROUTES:
    if f"{_row.method} {_row.path}" not in ENDLESS:
        GROUPS.setdefault(openapi.group_of(_row), []).append(_row)
SCHEMA = schemathesis.openapi.from_dict(openapi.described(ROUTES))


@pytest.fixture(scope="module")
def http(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    chosen = ServiceSettings(
        data=tmp_path_factory.mktemp("data"), demo=True, seed=False, run_feeds=False, open311_per_minute=10**9
    )
    with TestClient(create_app(chosen), raise_server_exceptions=False) as client:
        yield client


class Crowd:
    """People of every role who ask in turn; whoever was signed out signs in again."""

    NAMES = ("operator", "admin", "officer", "gis", "supervisor", "auditor")

    def __init__(self, http: TestClient) -> None:
        self.http = http
        self._people: dict[str, Person] = {}
        for name in self.NAMES:
            self.again(name)
        self._turn = itertools.cycle(self.NAMES)
        operator = self._people["operator"]
        self.report = operator.sends()
        self.known = [self.report["id"], self.report["number"], "demo", "area", "operator-2", "0" * 64]

    def again(self, name: str) -> Person:
        """Somebody, signed in anew; an administrator may have changed or removed the account meanwhile."""
        user = next(user for user in DEMO_USERS if user.name == name)
        self.http.app.state.service.writer.do(lambda tx: tx.put_user(user, CHEAP))  # type: ignore[attr-defined]
        self._people[name] = Person(self.http, name)
        return self._people[name]

    def ask(self, method: str, path: str, **more: Any) -> Any:
        service = self.http.app.state.service  # type: ignore[attr-defined]
        service.auth._tries, service.doors = Tries(), Calls(10**9)
        name = next(self._turn)
        answer = self._people[name].ask(method, path, **more)
        if answer.status_code == 401 or method == "DELETE" or path.startswith("/users"):
            self.again(name)
        return answer


def content_of(case: Any) -> bytes | None:
    """The body as it goes over the wire."""
    body = case.body
    if body is None or type(body).__name__ == "NotSet":
        return None
    if isinstance(body, bytes):
        return body
    if case.media_type == "application/x-www-form-urlencoded" and isinstance(body, dict):
        return urllib.parse.urlencode({key: str(value) for key, value in body.items()}).encode("utf-8", "replace")
    return json.dumps(body).encode("utf-8", "surrogatepass")


def headers_of(case: Any) -> dict[str, str]:
    """Those that can be sent at all."""
    found = {str(name): str(value) for name, value in (case.headers or {}).items()}
    if case.media_type:
        found["Content-Type"] = case.media_type
    return {
        name: value.encode("latin-1", "replace").decode("latin-1")
        for name, value in found.items()
        if name.isascii()
        and value.isprintable()
        and name.replace("-", "").isalnum()
        and name.lower() != "content-length"
    }


def address_of(case: Any, known: str | None) -> str:
    """Path and query; `known` stands in for the id of something that is there."""
    parts = {name: str(value) for name, value in (case.path_parameters or {}).items()}
    if known is not None and "ident" in parts:
        parts["ident"] = known
    where = str(case.operation.path)
    for name, value in parts.items():
        where = where.replace("{" + name + "}", urllib.parse.quote(value.encode("utf-8", "replace"), safe=""))
    query = {str(key): str(value).encode("utf-8", "replace") for key, value in (case.query or {}).items()}
    raw = urllib.parse.urlencode({key.encode("utf-8", "replace"): value for key, value in query.items()})
    return where + ("?" + raw if raw else "")


@pytest.mark.parametrize("group", sorted(GROUPS))
def test_no_request_at_all_gets_a_5xx_or_a_stack_trace(http: TestClient, group: str):
    crowd = Crowd(http)
    each = max(2, -(-CASES // len(GROUPS[group])))
    asked = []
    for row in GROUPS[group]:
        operation = SCHEMA[re.sub(r"\{(\w+)[^}]*\}", r"{\1}", row.path)][row.method]
        fit = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
        unfit = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

        @settings(
            max_examples=each, deadline=None, database=None, derandomize=CASES < 100,
            suppress_health_check=list(HealthCheck), phases=[Phase.generate],
        )  # fmt: skip
        @given(case=st.one_of(fit, unfit), known=st.sampled_from([*crowd.known, None, None]))
        def ask(case: Any, known: str | None) -> None:
            method, address, content = case.operation.method.upper(), address_of(case, known), content_of(case)
            asked.append(method)
            answer = crowd.ask(method, address, content=content, headers=headers_of(case))
            assert answer.status_code < 500, (method, address, content, answer.text)
            assert "Traceback" not in answer.text

        ask()
    print(f"{group}: {len(asked)} requests")  # noqa: T201 - the record
    assert http.get("/health").json()["ok"] is True
    fresh = new_report("masih hidup")
    assert crowd.again("supervisor").ask("POST", "/reports", json=fresh).status_code == 201
