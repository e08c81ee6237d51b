"""The same wrong calls to a service on PostgreSQL, which minds a NUL or a half character where SQLite does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from console.domain.wire import uuid7
from console.service.app import create_app
from console.service.settings import ServiceSettings
from tests.service.clusters import cluster, new_database
from tests.service.conftest import Person
from tests.service.test_bad_calls import *  # noqa: F403

__all__ = ["cluster", "new_database"]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory, new_database: Callable[[], str]) -> Iterator[dict[str, Any]]:
    data: Path = tmp_path_factory.mktemp("data")
    settings = ServiceSettings(data=data, database=new_database(), demo=True, seed=False, run_feeds=False)
    with TestClient(create_app(settings), raise_server_exceptions=False) as http:
        people: dict[str, Any] = {name: Person(http, name) for name in ("operator", "admin", "gis")}
        draft = people["gis"].post("/drafts", {"id": uuid7(), "layer": "wifi_hotspot", "title": "x"})
        assert draft.status_code == 201, draft.text
        yield {**people, "nobody": http, "r": people["operator"].sends()["id"], "d": draft.json()["id"]}
