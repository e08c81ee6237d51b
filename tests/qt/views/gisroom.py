"""A room of GIS staff for tests: real windows and stores over the real service in memory, one console a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

from PySide6.QtCore import QCoreApplication
from shapely.geometry import Point
from starlette.testclient import TestClient

from console.api.client import Client
from console.api.layeredits import LayerEdits
from console.service.app import create_app
from console.service.settings import ServiceSettings
from console.state.catalog import Catalog
from console.state.session import Session
from console.tasks import Tasks
from layers.changes import Change, ChangeKind, difference
from layers.features import Feature

WASTE, WIFI = "waste_point", "wifi_hotspot"


class Cable:
    """The way to the service in memory: there is no waiting in it."""

    def __init__(self, http: TestClient) -> None:
        self.http = http

    def request(self, *args: Any, **options: Any) -> Any:
        options.pop("timeout", None)
        return self.http.request(*args, **options)

    def close(self) -> None:
        """The service is closed by who opened it."""


class Gis:
    """What one person's console holds for layers."""

    def __init__(self, http: TestClient, name: str) -> None:
        self.client = Client("", "", console=f"desk-{name}", http=Cable(http))  # type: ignore[arg-type]
        self.user = self.client.sign_in(name, "demo")
        self.edits = LayerEdits(self.client)
        self.session = Session(self.user, self.client.city(), demo=True)
        self.tasks = Tasks()
        self.catalog = Catalog(self.client, self.tasks)

    def look(self) -> None:
        """Takes the layers as the service has them now."""
        for state in self.client.layers():
            if state.version:
                self.catalog.put(self.client.features(state.key, 0))

    def publish(self, features: Iterable[Feature], gone: Iterable[str] = ()) -> None:
        """An administrator publishes at once."""
        rows = list(features)
        before = {feature.id: feature for feature in self.client.features(rows[0].layer, 0).features}
        after = {**before, **{feature.id: feature for feature in rows}}
        for ident in gone:
            after.pop(ident)
        self.edits.push(rows[0].layer, "direct", difference(before, after), publish=True)

    def close(self) -> None:
        self.tasks.close()


class People(dict[str, Gis]):
    """Who sits there; each signs in when first asked for."""

    def __init__(self, http: TestClient) -> None:
        super().__init__()
        self._http = http

    def __missing__(self, name: str) -> Gis:
        self[name] = Gis(self._http, name)
        return self[name]


@contextmanager
def served(folder: Path) -> Iterator[TestClient]:
    """A service with nothing in it."""
    settings = ServiceSettings(data=folder / "data", demo=True, seed=False, run_feeds=False)
    with TestClient(create_app(settings), raise_server_exceptions=False) as http:
        yield http


@contextmanager
def room(http: TestClient) -> Iterator[People]:
    """People at a service; when they leave, its layers are empty and no draft is open."""
    people = People(http)
    yield people
    admin = people["admin"]
    for sheet in admin.edits.drafts("draft", "in_review", "approved", "rejected"):
        admin.edits.act(sheet.draft, "withdraw")
    for state in admin.client.layers():
        if state.version and admin.client.features(state.key, 0).features:
            admin.client.import_features(state.key, [], replace=True)
    for person in people.values():
        person.close()


def bin_at(number: int, **fields: Any) -> Feature:
    """A waste point, each number at a place of its own."""
    place = Point(106.96 + (number % 80) * 0.0008, -6.27 + (number // 80) * 0.0008)
    return Feature(WASTE, f"tps/{number}", place, {"name": f"TPS {number}", "kind": "TPS", **fields})


def told(feature: Feature, **fields: Any) -> Feature:
    """The feature with other fields; None takes one away."""
    about = {**feature.properties, **fields}
    return replace(feature, properties={key: value for key, value in about.items() if value is not None})


def insert(feature: Feature) -> Change:
    """What brings a feature in."""
    return Change(ChangeKind.INSERT, feature.layer, feature.id, feature)


def longest_turn_ms(do: Callable[[], object], until: Callable[[], object] = lambda: True) -> float:
    """For how long one turn of the window lasted at most, from doing something until it is done and painted."""
    started = perf_counter()
    do()
    longest, quiet = perf_counter() - started, 0
    while quiet < 10 and perf_counter() - started < 20:
        turn = perf_counter()
        QCoreApplication.processEvents()
        longest = max(longest, perf_counter() - turn)
        quiet += bool(until())
        sleep(0.002)
    return longest * 1000
