"""What one look at a feed brings: features into their layers, sightings into reports, each once."""

from __future__ import annotations

import logging
import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from console.domain.errors import DomainError
from console.domain.reports import Channel, Report
from console.domain.roles import Role
from console.domain.wire import Json, NewReport
from console.service import holdings
from console.service.adapters import FeedState
from console.service.store.contract import Actor, Transaction
from layers.catalog import BY_KEY, Geometry

if TYPE_CHECKING:
    from console.service.core import Service
    from layers.features import Feature
    from layers.feeds import Reading, Sighting

log = logging.getLogger(__name__)
SIGHTINGS = uuid.UUID("6f1c2b7e-5d2a-5c49-9f0e-2f4f4f1a7b11")  # the name space of reports that feeds bring


class Delivery:
    """One reading of one feed, judged outside of the writer and ready to be brought in."""

    def __init__(self, service: Service, feed: FeedState, reading: Reading, at: datetime) -> None:
        self._service = service
        self._feed = feed
        self._reading = reading
        self.at = at
        self._news: list[tuple[NewReport, Report]] = []
        self._outside = 0
        for item in reading.sightings:
            new = self._report_of(item)
            try:
                if new is not None:
                    self._news.append((new, service.intake.judge(new, at)))
            except DomainError:  # most often: not in this city
                self._outside += 1
        self._features = [feature for feature in reading.features if self._concerns(feature)]
        self._elsewhere = len(reading.features) - len(self._features)
        by_layer: dict[str, list[Feature]] = {layer: [] for layer in reading.complete}
        for feature in self._features:
            by_layer.setdefault(feature.layer, []).append(feature)
        self._told = [
            holdings.Told.of(
                layer, features, feed.key, at, complete=layer in reading.complete, as_of=reading.made_at
            ).against(service.store.read)
            for layer, features in by_layer.items()
            if layer in BY_KEY
        ]
        self._lost = len(reading.problems) + len(reading.sightings) - len(self._news) - self._outside

    def _concerns(self, feature: Feature) -> bool:
        """A jam two towns away is nobody's business here; a warning's area may well be larger than the city."""
        row = BY_KEY.get(feature.layer)
        if row is None or row.geometry is Geometry.POLYGON:
            return True
        return self._service.places.concerns(feature.geometry)

    def _report_of(self, item: Sighting) -> NewReport | None:
        """The report of a sighting: the same sighting is always the same report. None when it can't be one."""
        try:
            return NewReport.from_json(
                {
                    "id": str(uuid.uuid5(SIGHTINGS, f"{self._feed.key}:{item.key}")),
                    "text": item.text,
                    "category": item.category if item.category in self._service.city.categories else "",
                    "channel": Channel.FEED,
                    "lon": item.lon,
                    "lat": item.lat,
                    "place_note": item.place_note,
                    "priority": item.priority if item.priority != "normal" else None,
                    "reported_at": item.seen_at.isoformat(),
                    "source_ref": f"{self._feed.key}:{item.key}"[:200],
                    "demo": self._feed.demo,
                }
            )
        except (DomainError, ValueError) as error:
            log.warning("feed %s: a sighting can't be a report: %s", self._feed.key, error)
            return None

    def bring(self, tx: Transaction) -> Json:
        """Into layers and reports, in the writer's transaction. What was counted."""
        at = self.at
        counts = {"features": len(self._features), "changed": 0, "removed": 0, "reports": 0}
        for told in self._told:
            change = told.bring(tx)
            counts["changed"] += len(change.put)
            counts["removed"] += len(change.gone)
        actor = Actor(f"feed:{self._feed.key}", Role.FEED, at, "service")
        for new, judged in self._news:
            if tx.remembered(new.id) is not None:
                continue  # what is known is not new, even if the feed words it otherwise now
            self._service.intake.file(tx, judged, new, actor)
            counts["reports"] += 1
        return {**counts, "outside": self._outside + self._elsewhere, "problems": self._lost}
