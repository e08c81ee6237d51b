"""What lies on the map: the features of each layer, how old each layer is, and how the feeds do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from console.api.client import Client, FeedState, LayerDelta, LayerState
from console.tasks import Tasks
from layers import catalog as rows
from layers.checks import city_ground
from layers.features import Feature
from layers.freshness import Age, age_of

AGAIN_MS = 5_000  # after a layer could not be fetched


class Catalog(QObject):
    """Features by layer and id, fetched as deltas whenever the service says that a layer has moved on."""

    changed = Signal(str, list, list)  # layer, ids put, ids removed
    heard = Signal(str)  # layer: its source confirmed it, changed or not
    feeds_changed = Signal()

    def __init__(self, client: Client, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._tasks = tasks
        self._features: dict[str, dict[str, Feature]] = {row.key: {} for row in rows.LAYERS}
        self._versions: dict[str, int] = {}
        self._wanted: dict[str, int] = {}
        self._heard: dict[str, datetime | None] = {}
        self._feeds: dict[str, FeedState] = {}
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self._fetch_what_is_missing)
        self.outline: BaseGeometry = Polygon()
        self._grounds: dict[tuple[str, float], BaseGeometry | None] = {}  # of the areas as they are now

    def features(self, layer: str) -> Mapping[str, Feature]:
        """The features of a layer by id."""
        return self._features.get(layer, {})

    def age(self, layer: str, now: datetime | None = None) -> Age:
        """How old the layer is, and whether that is too old."""
        return age_of(rows.BY_KEY[layer], self._heard.get(layer), now or datetime.now(UTC))

    def feeds(self) -> list[FeedState]:
        """The feeds by key."""
        return [self._feeds[key] for key in sorted(self._feeds)]

    def has_demo(self) -> bool:
        """Whether any feed is a simulator."""
        return any(feed.demo and feed.state != "off" for feed in self._feeds.values())

    def ground_of(self, layer: str, margin_m: float) -> Callable[[], BaseGeometry | None]:
        """Where features of a layer must lie, as the service judges it; to be called in a task, as it takes time."""
        areas, otherwise, known = tuple(self._features["area"].values()), self.outline, self._grounds
        key = (layer, margin_m)

        def ground() -> BaseGeometry | None:
            if key not in known:
                known[key] = city_ground(layer, areas, otherwise, margin_m)
            return known[key]

        return ground

    def set_outline(self, outline: BaseGeometry) -> None:
        """The basemap's city: the ground where no areas are published."""
        self.outline = outline
        self._grounds = {}

    def set_feeds(self, feeds: Iterable[FeedState]) -> None:
        """Takes these as all the feeds there are."""
        self._feeds = {feed.key: feed for feed in feeds}
        self.feeds_changed.emit()

    def feed_moved(self, feed: FeedState) -> None:
        """A feed's state has changed."""
        self._feeds[feed.key] = feed
        self.feeds_changed.emit()

    def layer_moved(self, state: LayerState) -> None:
        """The service says how far a layer is; what is missing here is fetched."""
        if state.key not in self._features:
            return
        self._heard[state.key] = state.heard_at
        self.heard.emit(state.key)
        self._wanted[state.key] = max(state.version, self._wanted.get(state.key, 0))
        if self._wanted[state.key] > self._versions.get(state.key, 0):
            self._fetch(state.key)

    def confirm(self, layer: str, at: datetime) -> None:
        """The layer was heard of at `at` (UTC) by another way than a feed."""
        self._heard[layer] = at
        self.heard.emit(layer)

    def put(self, delta: LayerDelta) -> None:
        """Takes what changed on a layer."""
        held = self._features[delta.layer]
        put = [feature.id for feature in delta.features if held.get(feature.id) != feature]
        held.update((feature.id, feature) for feature in delta.features)
        removed = [ident for ident in delta.removed if held.pop(ident, None) is not None]
        self._versions[delta.layer] = delta.version
        self._heard[delta.layer] = delta.heard_at or self._heard.get(delta.layer)
        if delta.layer == "area" and (put or removed):
            self._grounds = {}
        if put or removed:
            self.changed.emit(delta.layer, put, removed)
        self.heard.emit(delta.layer)

    def _fetch(self, layer: str) -> None:
        key = f"layer {layer}"
        if self._tasks.is_running(key):
            return  # one at a time: its answer looks again
        self._tasks.run(key, self._work(layer), done=self._on_delta, failed=self._on_failed)

    def _work(self, layer: str) -> Callable[[], LayerDelta]:
        client, since = self._client, self._versions.get(layer, 0)
        return lambda: client.features(layer, since)

    def _on_delta(self, delta: LayerDelta) -> None:
        self.put(delta)
        if self._wanted.get(delta.layer, 0) > delta.version:
            self._fetch(delta.layer)

    def _on_failed(self, error: BaseException) -> None:
        """Nothing is lost: it is asked for again; a layer that rarely moves gets no other notice."""
        self._again.start()

    @Slot()
    def _fetch_what_is_missing(self) -> None:
        for layer, version in self._wanted.items():
            if version > self._versions.get(layer, 0):
                self._fetch(layer)
