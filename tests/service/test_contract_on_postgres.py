"""What holds on SQLite holds on PostgreSQL: the same tests again, on a database of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from console.service.settings import ServiceSettings
from tests.service.clusters import cluster, new_database
from tests.service.test_claims import *  # noqa: F403
from tests.service.test_layers import *  # noqa: F403
from tests.service.test_reports import *  # noqa: F403
from tests.service.test_store import *  # noqa: F403

__all__ = ["cluster", "new_database"]


@pytest.fixture
def settings(tmp_path: Path, new_database: Callable[[], str]) -> ServiceSettings:
    return ServiceSettings(data=tmp_path / "data", database=new_database(), demo=True, seed=False, run_feeds=False)
