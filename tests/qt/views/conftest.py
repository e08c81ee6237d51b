"""What the tests of GIS windows share: one service a module, and the people at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.qt.views.gisroom import People, room, served


@pytest.fixture(scope="module")
def http(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service with nothing in it; a module that needs another makes its own."""
    with served(tmp_path_factory.mktemp("gis")) as http:
        yield http


@pytest.fixture
def people(qapp: object, http: TestClient) -> Iterator[People]:
    """Who sits there; when they leave, the layers are empty."""
    with room(http) as people:
        yield people
