"""Traffic on the map lies on the roads of the city's basemap, where it has real ones; matched in a thread."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import count

from PySide6.QtCore import QObject, Signal, Slot
from shapely.geometry.base import BaseGeometry

from console.map.scene import Scene
from layers.features import Feature
from layers.roadmatch import Match, RoadMatcher, laid

log = logging.getLogger(__name__)
MOST_KEPT = 20_000  # lines; feeds tell of the same stretches again and again


class OnRoads(QObject):
    """Asked for features as they come; gives those it knows at once, and says later which others it could lay."""

    ready = Signal(list)  # ids of segments whose line on the road is known now

    def __init__(self, scene: Scene, features: Callable[[], Mapping[str, Feature]], parent: QObject) -> None:
        """`features` are the segments as they stand, by id."""
        super().__init__(parent)
        self._scene, self._features = scene, features
        self._roads: RoadMatcher | None = None
        self._known: dict[bytes, Match | None] = {}
        self._turns = count()
        scene.basemap_changed.connect(self._on_basemap)
        self._on_basemap()

    def place(self, features: Iterable[Feature]) -> list[Feature]:
        """The features as they are to be drawn."""
        placed, unknown = [], []
        for feature in features:
            match = self._known.get(feature.geometry.wkb)
            placed.append(laid(feature, match) if match else feature)
            if feature.geometry.wkb not in self._known:
                unknown.append(feature)
        if unknown and self._roads is not None:
            lines = {feature.geometry.wkb: feature.geometry for feature in unknown}
            self._ask(f"on roads {next(self._turns)}", partial(_matched, self._roads, lines), self._on_matched)
        return placed

    @Slot()
    def _on_basemap(self) -> None:
        """Other roads: nothing is known any more. The schematic's roads are no place to lay anything on."""
        basemap = self._scene.basemap
        self._roads = None
        self._known.clear()
        if basemap is not None and not basemap.schematic and basemap.themes.get("roads"):
            self._ask("roads", partial(RoadMatcher, basemap.themes["roads"]), self._on_roads)

    def _ask(self, key: str, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._scene.tasks.run(key, work, done=done, failed=self._on_failed)

    def _on_roads(self, roads: RoadMatcher) -> None:
        self._roads = roads
        self.ready.emit(list(self._features()))

    def _on_matched(self, found: tuple[RoadMatcher, dict[bytes, Match | None]]) -> None:
        roads, matches = found
        if roads is not self._roads:
            return
        if len(self._known) > MOST_KEPT:
            self._known.clear()
        self._known |= matches
        self.ready.emit([ident for ident, row in self._features().items() if matches.get(row.geometry.wkb)])

    def _on_failed(self, error: BaseException) -> None:
        """The segments stay where the feed says they are."""
        log.warning("traffic can't be laid onto the roads: %s", error)


def _matched(roads: RoadMatcher, lines: Mapping[bytes, BaseGeometry]) -> tuple[RoadMatcher, dict[bytes, Match | None]]:
    return roads, {key: roads.match(line) for key, line in lines.items()}
