"""A real embedded service as a child process, and the console's stores on top of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from console.api.client import Client
from console.api.connect import EmbeddedService
from console.state.catalog import Catalog
from console.state.desk import Desk
from console.state.live import Live
from console.state.reports import ReportStore
from console.state.session import Session
from console.tasks import Tasks


@pytest.fixture
def service(tmp_path: Path) -> Iterator[EmbeddedService]:
    """The city's service with its demo users, and nothing in it."""
    service = EmbeddedService(tmp_path / "data", "--demo", "--no-seed")
    service.start()
    yield service
    service.stop()


@pytest.fixture
def client(service: EmbeddedService) -> Iterator[Client]:
    """An operator who is signed in."""
    client = Client(service.url, service.key, console="desk-1")
    client.sign_in("operator", "demo")
    yield client
    client.close()


@dataclass
class Stores:
    """What a window would show."""

    client: Client
    reports: ReportStore
    session: Session
    catalog: Catalog
    desk: Desk
    live: Live


@pytest.fixture
def stores(qapp: object, service: EmbeddedService, client: Client, tmp_path: Path) -> Iterator[Stores]:
    """The stores of a desk, following the service."""
    tasks = Tasks()
    reports = ReportStore()
    session = Session(client.sign_in("operator", "demo"), client.city(), demo=True)
    catalog = Catalog(client, tasks)
    desk = Desk(client, tasks, reports, session, catalog, tmp_path / "outbox.sqlite")
    live = Live(client, reports, catalog, session, service)
    desk.start()
    live.start(client.snapshot())
    yield Stores(client, reports, session, catalog, desk, live)
    live.close()
    desk.close()
    tasks.close()
