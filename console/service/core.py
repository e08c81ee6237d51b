"""The parts of one running service, put together; nothing here knows HTTP."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from console.domain.calendar import WIB
from console.domain.city import City
from console.domain.wire import Json
from console.resources import profile_tables
from console.service import seed
from console.service.auth import Auth, check_first
from console.service.carrier import Carrier
from console.service.claims import Claims
from console.service.events import Hub
from console.service.following import Follower
from console.service.intake import Intake
from console.service.leading import Leading
from console.service.mirror import Mirror
from console.service.notary import Notary, Seal
from console.service.photos import Photos
from console.service.places import Places
from console.service.presence import Neighbours
from console.service.proving import Recount
from console.service.publisher import Publisher
from console.service.register import Register
from console.service.settings import ServiceSettings
from console.service.store.contract import CannotOpen, News, Published, Store
from console.service.store.opening import open_store
from console.service.tls import is_this_computer
from console.service.triage import Triage
from console.service.tries import Calls
from console.service.writer import Writer

if TYPE_CHECKING:
    from console.service.ogc.access import Room

log = logging.getLogger(__name__)
VERSION = "0.1.0"


KIND = "kind"  # of the store: "demo", or "city" for a city's own data


def _as_the_store_is(store: Store, settings: ServiceSettings) -> ServiceSettings:
    """What a store was made as, it stays: the demo's users, whose password everybody knows, never get into a city's
    own data, and a demo never passes for a city."""
    kind = store.read.meta(KIND) or ("demo" if store.read.meta("seeded") else "")
    if not kind or (kind == "demo") is settings.demo:
        return settings
    log.warning("the data folder holds %s: it is opened as that", "a demo" if kind == "demo" else "a city's own data")
    return replace(settings, demo=kind == "demo")


class Service:
    """Everything that a route may use."""

    def __init__(self, settings: ServiceSettings) -> None:
        """Opens the store. Raises CannotOpen, ResourceMissing."""
        self.tables = as_json(profile_tables(settings.profile, settings.profile_folder))
        self.city = City.from_tables(self.tables, datetime.now(WIB).date())
        self.store = open_store(settings.data, settings.database)
        self.settings = settings = _as_the_store_is(self.store, settings)
        if settings.demo and not is_this_computer(settings.host):
            self.store.close()
            raise CannotOpen("everybody knows the demo's passwords: a demo is heard on this computer only")
        try:
            Seal.check(settings.data)
            check_first(settings.admin_password, self.store)
        except CannotOpen:
            self.store.close()
            raise
        self.hub = Hub(settings.listener_queue, settings.beat_s, self.store.read.head())
        self.writer = Writer(self.store, settings.queue_size, self._told, self.hub.alarm)
        self.leading = Leading(self.store)
        self.notary = Notary(self.store, self.writer, settings.data, leads=lambda: self.leading.holds)
        self.mirror = Mirror(self.store, settings.mirror, lambda: self.leading.holds) if settings.mirror else None
        self.recount = Recount(self.store, self.notary.found)
        self.places = Places(self.city)
        self.intake = Intake(self.city, self.places)
        self.claims = Claims(self.store, self.writer, self.city.claim_for)
        self.triage = Triage(self.city, self.intake, self.claims.against)
        self.photos = Photos(settings)
        self.carrier = Carrier(self)
        self.publisher = Publisher(self)
        self.auth = Auth(self.store, self.writer, settings)
        self.follower = None if self.store.is_alone else Follower(self.store, self._heard, self.auth.heard)
        self.neighbours = None if self.store.is_alone else Neighbours(self.store, self.hub)
        self.auth.ended = self.hub.recheck
        self.register = Register(self.writer)
        self.doors = Calls(settings.open311_per_minute)
        self.ogc: Room | None = None  # made when somebody asks
        self.readers = ThreadPoolExecutor(6, thread_name_prefix="reader")

    def start(self) -> None:
        """Fills what is empty and begins the work in the background."""
        if not self.store.read.meta(KIND):
            kind = "demo" if self.settings.demo else "city"
            self.writer.do(lambda tx: tx.put_meta(KIND, kind))
        self.places.start([item.geojson for item in self.store.read.features("area").values()])
        self.auth.prepare()
        self.auth.first_administrator(self.settings.admin_password)
        seed.fill(self)
        self.leading.start()
        self.carrier.start()
        self.publisher.start()
        self.notary.start()
        self.claims.start()
        self.recount.start()
        if self.follower is not None:
            self.follower.start()
        if self.neighbours is not None:
            self.neighbours.start()
        if self.mirror is not None:
            self.mirror.start()

    def _told(self, news: News) -> None:
        if self.follower is None:
            self.hub.tell(news)
        else:  # others write as well: everybody is told in the log's order
            self.follower.committed(news)
        self.notary.saw(news)
        self.claims.saw(news)
        if self.mirror is not None:
            self.mirror.saw()

    def _heard(self, news: list[Published]) -> None:
        """What any service wrote to a shared store."""
        self.claims.saw(news)
        self.hub.tell(news)
        if self.mirror is not None:
            self.mirror.saw()

    def close(self) -> None:
        """Finishes what was begun."""
        self.hub.end()
        if self.neighbours is not None:
            self.neighbours.close()
        self.carrier.close()
        self.publisher.close()
        self.claims.close()
        self.recount.close()
        self.places.close()
        self.leading.close()
        self.notary.close()
        if self.follower is not None:
            self.follower.close()
        self.writer.close()
        if self.mirror is not None:
            self.mirror.close()
        self.auth.close()
        self.readers.shutdown(wait=True)
        self.store.close()


def as_json(value: Any) -> Any:
    """TOML's values as JSON's: dates and times become text."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value if isinstance(value, str | int | float | bool) or value is None else _text(value)


def _text(value: datetime | Any) -> str:
    return str(value.isoformat())


def plain_counts(counts: dict[str, int]) -> Json:
    """Reports by state, the states without any left out."""
    return dict(sorted(counts.items()))
