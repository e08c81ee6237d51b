"""A room for editing layers: the real state over the real service in memory, and a second person beside it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication
from shapely.geometry import Point
from starlette.testclient import TestClient

from console.api.client import Client
from console.api.errors import Unreachable
from console.api.layeredits import LayerEdits
from console.domain import wire
from console.state.catalog import Catalog
from console.state.editing import LayerEditing
from console.state.session import Session
from console.tasks import Tasks
from layers.changes import Change, ChangeKind, difference
from layers.features import Feature

WIFI = "wifi_hotspot"


def spot(number: int, lon: float = 106.99, lat: float = -6.235, step: float = 1e-3, **fields: Any) -> Feature:
    """A wifi point, each number a place of its own."""
    properties = {"name": f"Taman {number}", "state": "aktif", **fields}
    return Feature(WIFI, f"taman/{number}", Point(lon + number * step, lat), properties)


class Cable:
    """The way to the service, which can be cut."""

    def __init__(self, http: TestClient) -> None:
        self.http, self.cut = http, False

    def request(self, *args: Any, **options: Any) -> Any:
        if self.cut:
            raise Unreachable("cut")
        options.pop("timeout", None)  # in memory there is no waiting
        return self.http.request(*args, **options)

    def close(self) -> None:
        """The service is closed by who opened it."""


class Console:
    """What one person's console holds for editing."""

    def __init__(self, http: TestClient, folder: Path, name: str = "gis") -> None:
        self.folder, self.cable = folder, Cable(http)
        self.client = Client("", "", console=f"desk-{name}", http=self.cable)  # type: ignore[arg-type]
        self.user = self.client.sign_in(name, "demo")
        self.edits = LayerEdits(self.client)
        self.session = Session(self.user, self.client.city(), demo=True)
        self.tasks = Tasks()
        self.catalog = Catalog(self.client, self.tasks)
        self.editing = LayerEditing(self.edits, self.catalog, self.session, self.tasks, folder / "edits.sqlite")
        self.troubles: list[BaseException] = []
        self.editing.trouble.connect(self.troubles.append)

    def look(self, *layers: str) -> None:
        """Takes the layers as the service has them now."""
        for layer in layers or (WIFI,):
            state = next(item for item in self.client.layers() if item.key == layer)
            self.catalog.layer_moved(state)
            wait(lambda layer=layer: not self.tasks.is_running(f"layer {layer}"))

    def publish(self, layer: str, features: Iterable[Feature], gone: Iterable[str] = ()) -> None:
        """An administrator's console publishes at once."""
        before = {feature.id: feature for feature in self.client.features(layer, 0).features}
        after = {**before, **{feature.id: feature for feature in features}}
        for ident in gone:
            del after[ident]
        changes = difference(before, after)
        if changes:
            self.edits.push(layer, "direct", changes, publish=True)

    def close(self) -> None:
        self.editing.close()
        self.tasks.close()


def wait(until: Callable[[], object], seconds: float = 20.0) -> None:
    """Lets Qt work until something holds."""
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "it never came to hold"
        QCoreApplication.processEvents()
        time.sleep(0.002)


def moved(feature: Feature, lon: float = 1e-4, lat: float = 0.0) -> Feature:
    """The feature a little farther."""
    return replace(feature, geometry=Point(feature.geometry.x + lon, feature.geometry.y + lat))


def renamed(feature: Feature, **fields: Any) -> Feature:
    """The feature with other fields."""
    return replace(feature, properties={**feature.properties, **fields})


def inserts(features: Iterable[Feature]) -> list[Change]:
    """What brings these in."""
    return [Change(ChangeKind.INSERT, feature.layer, feature.id, feature) for feature in features]


def new_id() -> str:
    """An id for a new feature."""
    return wire.uuid7()
