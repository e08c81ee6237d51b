"""Writing to SQLite: one transaction of the one writer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from console.domain import audit, wire
from console.domain.reports import Report
from console.domain.roles import User
from console.domain.wire import Event, Json
from console.service.store import rows
from console.service.store.contract import (
    Actor,
    Checkpoint,
    LayerState,
    News,
    Photo,
    Published,
    Remembered,
    StoredFeature,
    Token,
)
from console.service.store.draftrows import SqliteDraftTransaction
from console.service.store.held import Held
from console.service.store.reading import SqliteReader


@dataclass(frozen=True, slots=True)
class Tail:
    """Where the log, its chain and the reports' numbers end."""

    seq: int = 0
    hash: bytes = audit.GENESIS
    number: int = 0

    @classmethod
    def of(cls, row: Sequence[Any]) -> Tail:
        """From the answer to TAIL."""
        seq, digest, number = row
        return cls(number=int(number)) if seq is None else cls(int(seq), bytes(digest), int(number))


ASKED, FEW = 500, 20  # features in one question
TAIL = (
    "SELECT e.seq, e.hash, (SELECT coalesce(max(n), 0) FROM reports) FROM (SELECT 1 AS one) o"
    " LEFT JOIN (SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1) e ON 1 = 1"
)


def used(keys: Sequence[str]) -> tuple[str, list[str]]:
    """The question which of these keys were used, for what; the last repeated, so that few questions are prepared."""
    size = 1 << (len(keys) - 1).bit_length()
    marks = ",".join("?" * size)
    asked = [*keys, *(keys[-1] for _ in range(size - len(keys)))]
    return f"SELECT key, digest, entity_id, seq FROM idempotency WHERE key IN ({marks})", asked  # noqa: S608 - marks


def known_of(keys: Sequence[str], found: Iterable[Sequence[Any]]) -> dict[str, Remembered | None]:
    """Each of the keys with what it was used for."""
    return {**dict.fromkeys(keys), **{row[0]: Remembered(*row[1:]) for row in found}}


class SqliteTransaction(SqliteReader, SqliteDraftTransaction):
    """Everything that the writer does between BEGIN and COMMIT. What it tells the listeners gathers in `published`."""

    def __init__(self, connection: Any, tail: Tail, known: dict[str, Remembered | None]) -> None:
        """`known`: idempotency keys that were looked up already."""
        self._held = Held(connection, self._state, self._back_to)
        super().__init__(self._held)
        self.published = News()
        self._known = known
        self._seq, self._hash, self._number = tail.seq, tail.hash, tail.number
        self.published.after = tail.seq

    @property
    def tail(self) -> Tail:
        """The end as this transaction leaves it."""
        return Tail(self._seq, self._hash, self._number)

    def apart(self) -> AbstractContextManager[None]:
        """What fails inside takes its rows, its numbers and its news back with it."""
        return self._held.apart()

    def flush(self) -> None:
        """Writes the rows that were held back; the last thing before COMMIT."""
        self.published.upto = self._seq
        self._held.flush()

    def _state(self) -> tuple[int, bytes, int, int]:
        return self._seq, self._hash, self._number, len(self.published)

    def _back_to(self, state: tuple[int, bytes, int, int]) -> None:
        self._seq, self._hash, self._number, told = state
        del self.published[told:]

    # --- the log ---

    def append(
        self, actor: Actor, kind: str, entity: str, entity_id: str, version: int = 0, payload: Json | None = None
    ) -> Event:
        """One more event at the end of the chain."""
        who = (actor.at, actor.name, actor.role, actor.console)
        event = Event(self._seq + 1, *who, kind, entity, entity_id, version, payload or {})
        body = rows.event_body(event)
        digest = audit.link_hash(self._hash, event.seq, body)
        at = rows.micros(actor.at)
        self._held.later(
            "events", (event.seq, at, actor.name, kind, entity, entity_id, version, body, self._hash, digest)
        )
        self._seq, self._hash = event.seq, digest
        return event

    def publish(self, what: Published) -> None:
        """Told to the listeners once this is committed."""
        self.published.append(what)

    def remember(self, key: str, digest: bytes, entity_id: str, seq: int) -> None:
        """This key was used; kept for good."""
        self._known.pop(key, None)
        self._held.later("idempotency", (key, digest, entity_id, seq))

    def remembered(self, key: str) -> Remembered | None:
        """What an idempotency key was used for, in this transaction or before."""
        held = self._held.find("idempotency", key)
        if held is not None:
            return Remembered(*held[1:])
        if key in self._known:
            return self._known[key]
        return self._held.unaffected(super().remembered, key)

    def photo(self, sha256: str) -> Photo | None:
        """A photo's row."""
        return self._held.unaffected(super().photo, sha256)

    # --- reports ---

    def next_number(self) -> int:
        """The next number that people say; given back when the item fails."""
        self._number += 1
        return self._number

    def insert_report(self, report: Report, data: Json, salt: bytes) -> None:
        """A new report, also as JSON, with what is personal in it."""
        n = rows.report_number(report.number)
        self._held.later("reports", (n, report.id, *_columns(report, data).values()))
        self._held.later("personal", (report.id, salt, *_personal(report)))
        self._index(n, report)

    def update_report(self, report: Report, data: Json) -> None:
        """The report as it stands now, also as JSON."""
        n = rows.report_number(report.number)
        columns = _columns(report, data)
        names = ", ".join(f"{name} = ?" for name in columns)
        self._db.execute(f"UPDATE reports SET {names} WHERE n = ?", (*columns.values(), n))  # noqa: S608
        self._db.execute(
            "UPDATE personal SET text = ?, contact_name = ?, contact_phone = ?, phone_key = ? WHERE report_id = ?",
            (*_personal(report), report.id),
        )
        self._db.execute("DELETE FROM report_words WHERE rowid = ?", (n,))
        self._db.execute("DELETE FROM report_places WHERE n = ?", (n,))
        self._index(n, report)

    def _index(self, n: int, report: Report) -> None:
        self._held.later("report_words", (n, report.text, report.place_note, report.number))
        if report.lon is not None and report.lat is not None:
            self._held.later("report_places", (n, report.lon, report.lon, report.lat, report.lat))

    def salt(self, ident: str) -> bytes:
        """The salt under which the log knows the report's personal texts."""
        row = self._db.execute("SELECT salt FROM personal WHERE report_id = ?", (ident,)).fetchone()
        return bytes(row[0])

    def forget(self, ident: str, salt: bytes) -> None:
        """Nothing that stays can be tried against what the report said: another salt, no digest of its sending."""
        self._db.execute("UPDATE personal SET salt = ? WHERE report_id = ?", (salt, ident))
        self._known.clear()
        self._db.execute("UPDATE idempotency SET digest = ? WHERE entity_id = ?", (salt, ident))

    def put_checkpoint(self, checkpoint: Checkpoint) -> None:
        """A signed head of the log; the one of the same event that is there already stays."""
        row = (
            checkpoint.seq, checkpoint.at, checkpoint.root, checkpoint.peaks, checkpoint.signature, checkpoint.key
        )  # fmt: skip
        self._db.execute("INSERT INTO checkpoints VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (seq) DO NOTHING", row)

    # --- layers and feeds ---

    def change_layer(
        self, key: str, upserts: Iterable[StoredFeature], removed: Iterable[str], heard_at: datetime | None
    ) -> LayerState:
        """Puts and takes features under one new version of the layer; without any, only the time of hearing moves."""
        before = self.layer(key)
        put, gone = list(upserts), list(removed)
        version = before.version + 1 if put or gone else before.version
        known = self._versions(key, [item.id for item in put])
        self._put_features([self._feature_row(key, item, known.get(item.id, 0) + 1, version) for item in put])
        self._db.executemany(
            "UPDATE features SET removed = 1, layer_version = ?, version = version + 1 WHERE layer = ? AND id = ?",
            [(version, key, ident) for ident in gone],
        )
        heard = heard_at or before.heard_at
        self._db.execute(
            "INSERT INTO layers VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET version = ?2, heard_at = ?3",
            (key, version, rows.micros_or_none(heard)),
        )
        return self.layer(key)

    def _put_features(self, made: list[tuple[Any, ...]]) -> None:
        self._db.executemany("INSERT OR REPLACE INTO features VALUES (?, ?, ?, ?, ?, ?, 0, ?)", made)

    def _versions(self, layer: str, idents: list[str]) -> dict[str, int]:
        """The versions of these features, also of removed ones; so many in a question that few are prepared."""
        found: dict[str, int] = {}
        for begin in range(0, len(idents), ASKED):
            some = idents[begin : begin + ASKED]
            size = ASKED if len(idents) > FEW else FEW
            asked = [*some, *(some[-1] for _ in range(size - len(some)))]
            marks = ",".join("?" * size)
            query = f"SELECT id, version FROM features WHERE layer = ? AND id IN ({marks})"  # noqa: S608 - marks
            found.update(self._db.execute(query, (layer, *asked)).fetchall())
        return found

    @staticmethod
    def _feature_row(layer: str, item: StoredFeature, version: int, layer_version: int) -> tuple[Any, ...]:
        geojson = wire.dump({**item.geojson, "version": version})
        until = rows.micros_or_none(item.valid_until)
        return layer, item.id, version, layer_version, item.source, until, geojson

    def keep_until(self, layer: str, until: Iterable[tuple[str, datetime | None]]) -> None:
        """Moves the time until which features hold; nobody sees a difference, so no version moves."""
        query = "UPDATE features SET valid_until = ? WHERE layer = ? AND id = ?"
        self._db.executemany(query, [(rows.micros_or_none(moment), layer, ident) for ident, moment in until])

    def put_feed(self, key: str, body: Mapping[str, object]) -> None:
        """A feed as it is set up and as it stands."""
        self._db.execute(
            "INSERT INTO feeds VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET body = ?2", (key, wire.dump(dict(body)))
        )

    def drop_feed(self, key: str) -> None:
        """The feed is no more; what it brought stays until its time is over."""
        self._db.execute("DELETE FROM feeds WHERE key = ?", (key,))

    # --- people and photos ---

    def put_user(self, user: User, password_hash: str) -> None:
        """A user, new or changed."""
        self._db.execute(
            "INSERT INTO users (name, title, role, department, password, must_change) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (name) DO UPDATE SET title = ?2, role = ?3, department = ?4, password = ?5, must_change = ?6",
            (user.name, user.title, user.role, user.department or "", password_hash, int(user.must_change)),
        )

    def put_token(self, digest: bytes, token: Token) -> None:
        """A sign-in."""
        made, until = rows.micros(token.made_at), rows.micros(token.expires_at)
        self._db.execute("INSERT INTO tokens VALUES (?, ?, ?, ?)", (digest, token.user.name, made, until))

    def drop_user(self, name: str) -> None:
        """Nobody of this name any more. What the user did stays in the log."""
        self._db.execute("DELETE FROM users WHERE name = ?", (name,))

    def drop_tokens(self, digest: bytes | None = None, expired_at: datetime | None = None, name: str = "") -> None:
        """Ends one sign-in, all that were over at a moment, or all of a user."""
        if name:
            self._db.execute("DELETE FROM tokens WHERE name = ?", (name,))
        if digest is not None:
            self._db.execute("DELETE FROM tokens WHERE digest = ?", (digest,))
        if expired_at is not None:
            self._db.execute("DELETE FROM tokens WHERE expires_at <= ?", (rows.micros(expired_at),))

    def put_photo(self, photo: Photo) -> None:
        """A photo; the same picture sent again may only add when and where it was taken."""
        taken = rows.micros_or_none(photo.taken_at)
        self._db.execute(
            "INSERT INTO photos VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sha256) DO UPDATE SET"
            " taken_at = coalesce(photos.taken_at, ?6), lon = coalesce(photos.lon, ?7), lat = coalesce(photos.lat, ?8)",
            (
                photo.sha256,
                photo.width,
                photo.height,
                photo.uploaded_by,
                rows.micros(photo.uploaded_at),
                taken,
                photo.lon,
                photo.lat,
            ),
        )

    def put_meta(self, key: str, value: str) -> None:
        """A note of the store's own."""
        self._db.execute("INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = ?2", (key, value))


def _columns(report: Report, data: Json) -> dict[str, Any]:
    return {
        "version": report.version,
        "status": report.status.value,
        "category": report.category,
        "channel": report.channel.value,
        "department": report.assignment.department if report.assignment else "",
        "kelurahan": report.kelurahan,
        "kecamatan": report.kecamatan,
        "open": int(report.is_open),
        "received_at": rows.micros(report.received_at),
        "updated_at": rows.micros(report.updated_at or report.received_at),
        "lon": report.lon,
        "lat": report.lat,
        "duplicate_of": report.duplicate_of or "",
        "body": rows.public_body(data),
    }


def _personal(report: Report) -> tuple[str, str, str, str]:
    return report.text, report.contact_name, report.contact_phone, rows.phone_key(report.contact_phone)
