"""One PostgreSQL for the tests that need it; each test gets a database of its own, copied from one that is prepared."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import psycopg
import pytest

from console.bench.cluster import Cluster, NoCluster
from console.service.store.postgres import PostgresStore

PREPARED = "prepared"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    try:
        made = Cluster(syncs=False)
    except NoCluster as error:
        pytest.skip(str(error))
    with made:
        with psycopg.connect(made.address(), autocommit=True) as db:
            db.execute(f"CREATE DATABASE {PREPARED}")
        PostgresStore(made.address(PREPARED)).close()
        yield made


@pytest.fixture(scope="module")
def new_database(cluster: Cluster) -> Callable[[], str]:
    numbers = itertools.count(1)

    def make() -> str:
        name = f"test_{next(numbers)}"
        with psycopg.connect(cluster.address(), autocommit=True) as db:
            db.execute(f"CREATE DATABASE {name} TEMPLATE {PREPARED}")
        return cluster.address(name)

    return make
