"""How one service is set up: a frozen value, given when it is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.service.tls import Certificate

DEMO_API_KEY = "demo"
DEMO_PASSWORD = "demo"  # noqa: S105 - said openly on the sign-in page of the demo


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """Everything that differs between two services. `key`: the embedded one's per-start secret; empty: none asked."""

    data: Path
    host: str = "127.0.0.1"
    port: int = 0  # 0: any that is free
    key: str = ""
    demo: bool = False
    database: str = ""  # the address of a PostgreSQL; empty: SQLite in the data folder
    profile: str = "kota_bekasi"
    profile_folder: Path | None = None
    admin_password: str = ""  # for the first administrator of a store without users
    seed: bool = True  # fill an empty demo store
    mirror: Path | None = None  # a folder, on another disk, to which the log is copied
    run_feeds: bool = True
    allow_loopback_feeds: bool = False  # for tests: a feed's https rule does not hold for this machine
    feed_hosts: frozenset[str] = frozenset()  # further hosts that a feed may be fetched from
    open311_keys: frozenset[str] = frozenset()
    open311_per_minute: int = 300  # calls of one address, and of one key
    certificate: Certificate | None = None  # https with this one
    read_keys: frozenset[str] = frozenset()  # with one of these, other programs read layers by OGC API
    photo_bytes: int = 12_000_000
    photo_pixels: int = 40_000_000
    photo_seconds: int = 10
    queue_size: int = 2_000  # writes that may wait
    listener_queue: int = 1_000  # frames that a slow console may be behind
    stream_backlog: int = 10_000  # events that a stream may resume over; more: 410, take a snapshot
    beat_s: float = 5.0
    session_limit: timedelta = timedelta(hours=12)
    idle_limit: timedelta = timedelta(minutes=15)  # for writing; the demo does not ask again

    @property
    def idle(self) -> timedelta:
        """After how long without use writing needs a new sign-in."""
        return self.session_limit if self.demo else self.idle_limit
