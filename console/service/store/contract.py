"""What every store offers: the interface that SQLite fulfils now and PostgreSQL will; and the values that pass it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from console.domain.audit import Link
from console.domain.reports import Report
from console.domain.roles import Role, User
from console.domain.wire import Event, Json
from console.service.store.drafts import DraftReader, DraftTransaction


class StoreError(Exception):
    """The store can't do its work; the message is for the maintainers."""


class CannotOpen(StoreError):
    """The store can't be opened at all; the message is a sentence for a person."""


class StorageFault(StoreError):
    """The disk refuses: full, read-only or broken. Nothing of what was being written stands."""


class InDoubt(StorageFault):
    """The connection broke while a commit was under way: it may stand or not. Who repeats it must do so by its key."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, in which role, from which console and when (aware UTC)."""

    name: str
    role: Role
    at: datetime
    console: str = ""
    department: str | None = None


@dataclass(frozen=True, slots=True)
class LayerState:
    """A layer's counter, when its source last confirmed it, and how many features it has."""

    key: str
    version: int = 0
    heard_at: datetime | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Published:
    """What one committed change tells the listeners. `report` as it stands; `left`: the department that it left."""

    event: Event | None = None
    report: Json | None = None
    left: str = ""
    layer: LayerState | None = None
    feed: Json | None = None
    draft: Json | None = None


class News(list[Published]):
    """What one transaction tells, and which events of the log are its own: those after `after` up to `upto`."""

    after = 0
    upto = 0


@dataclass(frozen=True, slots=True)
class Remembered:
    """An idempotency key that was used: for what, and what came of it."""

    digest: bytes
    entity_id: str
    seq: int


@dataclass(frozen=True, slots=True)
class Find:
    """A question to the reports. Empty: any. `words` are searched in text, place and number; newest first."""

    status: tuple[str, ...] = ()
    department: str = ""
    kelurahan: str = ""
    kecamatan: str = ""
    category: tuple[str, ...] = ()
    words: str = ""
    number: int | None = None
    received_from: datetime | None = None
    received_to: datetime | None = None
    channel: tuple[str, ...] = ()
    before: int | None = None  # cursor: numbers below this one
    limit: int = 50
    skip: int = 0


@dataclass(frozen=True, slots=True)
class StoredFeature:
    """A feature as kept: its GeoJSON, of which `version` and `layer_version` are the store's."""

    id: str
    geojson: Json
    source: str = ""
    valid_until: datetime | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class LayerDelta:
    """What changed on a layer since a version."""

    version: int
    features: list[Json]
    removed: list[str]
    heard_at: datetime | None


@dataclass(frozen=True, slots=True)
class Token:
    """A sign-in that holds."""

    user: User
    made_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo that is kept, and what its EXIF said of when and where it was taken."""

    sha256: str
    width: int
    height: int
    uploaded_by: str
    uploaded_at: datetime
    taken_at: datetime | None = None
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed head of the log's tree: its root, and its peaks, where the next one goes on. `at`: RFC 3339."""

    seq: int
    at: str
    root: bytes
    peaks: bytes
    signature: bytes
    key: bytes


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that a console needs to begin, as of one moment."""

    seq: int
    reports: list[Json]
    counts: dict[str, int]
    layers: list[LayerState]
    feeds: list[Json]


class Reader(DraftReader, Protocol):
    """Reading; from any thread. Reports as JSON are whole: who may not see what is personal is masked further out."""

    def head(self) -> int: ...
    def report(self, ident: str) -> Report | None: ...
    def reports(self, find: Find) -> list[Json]: ...
    def report_jsons(self, idents: Sequence[str]) -> dict[str, Json]: ...
    def near(self, lon: float, lat: float, radius_m: float) -> list[Report]: ...
    def of_caller(self, phone_key: str, limit: int = 20) -> list[Json]: ...
    def twins_of(self, ident: str) -> list[Report]: ...
    def counts(self) -> dict[str, int]: ...
    def snapshot(self, closed_since: datetime, limit: int) -> Snapshot: ...
    def events(
        self,
        after: int = 0,
        limit: int = 1000,
        kinds: Sequence[str] = (),
        start: datetime | None = None,
        end: datetime | None = None,
    ) -> list[Event]: ...
    def history(self, ident: str, entity: str = "report") -> list[Event]: ...
    def recent(self, entity: str, since: datetime) -> list[Event]: ...
    def last_move(self, ident: str) -> Event | None: ...
    def links(self, after: int = 0, limit: int = 1000) -> list[Link]: ...
    def last_checkpoint(self) -> Checkpoint | None: ...
    def checkpoints(self) -> list[Checkpoint]: ...
    def remembered(self, key: str) -> Remembered | None: ...
    def layers(self) -> list[LayerState]: ...
    def layer(self, key: str) -> LayerState: ...
    def delta(self, key: str, since: int) -> LayerDelta: ...
    def features(self, key: str, source: str | None = None) -> dict[str, StoredFeature]: ...
    def expired(self, now: datetime) -> dict[str, list[str]]: ...
    def feeds(self) -> list[Json]: ...
    def user(self, name: str) -> tuple[User, str] | None: ...
    def users(self) -> list[User]: ...
    def token(self, digest: bytes) -> Token | None: ...
    def photo(self, sha256: str) -> Photo | None: ...
    def meta(self, key: str) -> str: ...


class Transaction(Reader, DraftTransaction, Protocol):
    """One transaction of the writer; it also reads what it has written so far."""

    published: News

    def apart(self) -> AbstractContextManager[None]:
        """What fails inside leaves the rest of the transaction whole."""
        ...

    def append(
        self, actor: Actor, kind: str, entity: str, entity_id: str, version: int = 0, payload: Json | None = None
    ) -> Event: ...
    def publish(self, what: Published) -> None: ...
    def next_number(self) -> int: ...
    def insert_report(self, report: Report, data: Json, salt: bytes) -> None: ...
    def update_report(self, report: Report, data: Json) -> None: ...
    def salt(self, ident: str) -> bytes: ...
    def forget(self, ident: str, salt: bytes) -> None: ...
    def put_checkpoint(self, checkpoint: Checkpoint) -> None: ...
    def remember(self, key: str, digest: bytes, entity_id: str, seq: int) -> None: ...
    def change_layer(
        self, key: str, upserts: Iterable[StoredFeature], removed: Iterable[str], heard_at: datetime | None
    ) -> LayerState: ...
    def keep_until(self, layer: str, until: Iterable[tuple[str, datetime | None]]) -> None: ...
    def put_feed(self, key: str, body: Mapping[str, object]) -> None: ...
    def drop_feed(self, key: str) -> None: ...
    def put_user(self, user: User, password_hash: str) -> None: ...
    def put_token(self, digest: bytes, token: Token) -> None: ...
    def drop_user(self, name: str) -> None: ...
    def drop_tokens(self, digest: bytes | None = None, expired_at: datetime | None = None, name: str = "") -> None: ...
    def put_photo(self, photo: Photo) -> None: ...
    def put_meta(self, key: str, value: str) -> None: ...


class Store(Protocol):
    """A store. Reading is from any thread; `transaction` is the writer's alone."""

    kind: str
    is_alone: bool  # whether nobody else writes to it while this one is open

    @property
    def read(self) -> Reader:
        """The reader of this thread."""
        ...

    def wait(self, timeout_s: float) -> None:
        """Until another service on the same store has written something, or so long."""
        ...

    def lead(self) -> bool:
        """Whether this service alone of all on the store does what only one may do; asks for it, and keeps it."""
        ...

    def share_presence(self, own: bytes) -> list[bytes]:
        """Tells the other services on the store who is here (empty: nobody); what they said in the last seconds.

        Raises StorageFault while the store is away.
        """
        ...

    def transaction(self, keys: Sequence[str] = ()) -> AbstractContextManager[Transaction]:
        """Commits and syncs at the end. `keys`: idempotency keys that will be asked for, looked up all at once.

        Raises StorageFault when the disk refuses; then nothing of it stands.
        """
        ...

    def close(self) -> None: ...
