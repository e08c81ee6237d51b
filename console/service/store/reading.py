"""Reading from SQLite: every question that the service asks of its store."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from console.domain import wire
from console.domain.audit import Link
from console.domain.duplicates import METRES_PER_DEGREE
from console.domain.reports import Report
from console.domain.roles import User
from console.domain.wire import Event, Json
from console.service.store import rows
from console.service.store.contract import (
    Checkpoint,
    Find,
    LayerDelta,
    LayerState,
    Photo,
    Remembered,
    Snapshot,
    StoredFeature,
    Token,
)
from console.service.store.draftrows import SqliteDraftReader

WHOLE = "SELECT r.body, p.text, p.contact_name, p.contact_phone FROM reports r JOIN personal p ON p.report_id = r.id"
LOOKED, LOOKS = 100, 20  # reports that are looked at for words, at once and how often
CHECKPOINTS = "SELECT seq, at, root, peaks, signature, key FROM checkpoints"


class SqliteReader(SqliteDraftReader):
    """Questions over one connection. The connection belongs to one thread."""

    WORDS = "JOIN report_words w ON w.rowid = r.n"
    HAS_WORDS = "w.report_words MATCH ?"
    IN_BOX = "s.east >= ? AND s.west <= ? AND s.north >= ? AND s.south <= ?"  # west, east, south, north
    OF_KIND = "kind GLOB ? || '*'"
    BEGIN_LOOK = "BEGIN"  # what follows sees one moment

    def __init__(self, connection: Any) -> None:
        self._db = connection

    # --- reports ---

    def report(self, ident: str) -> Report | None:
        """The report as it stands."""
        found = self._whole(f"{WHOLE} WHERE r.id = ?", (ident,))
        return wire.report_from_json(found[0]) if found else None

    def report_jsons(self, idents: Sequence[str]) -> dict[str, Json]:
        """Several reports by id; those unknown are left out."""
        if not idents:
            return {}
        marks = ",".join("?" * len(idents))
        return {item["id"]: item for item in self._whole(f"{WHOLE} WHERE r.id IN ({marks})", tuple(idents))}

    def reports(self, find: Find) -> list[Json]:
        """Newest first, at most `find.limit`."""
        if len(find.status) > 1:  # each alone runs down its index; together they would all be sorted first
            each = replace(find, limit=find.limit + find.skip, skip=0)
            found = [item for status in set(find.status) for item in self.reports(replace(each, status=(status,)))]
            found.sort(key=lambda item: rows.report_number(item["number"]), reverse=True)
            return found[find.skip : find.skip + find.limit]
        if find.words and (begun := self._begun(find.words)):
            looked = self._looked_through(find, begun)
            if looked is not None:
                return looked
        return self._found(find, self._search_words(find.words))

    def _looked_through(self, find: Find, begun: str) -> list[Json] | None:
        """By the beginnings of the words, which the index gives newest first, each looked at; None: they are too rare.

        The whole beginning of a common word, asked of the index, would bring all that have it before the newest.
        """
        found: list[Json] = []
        wanted, asked = find.limit + find.skip, replace(find, limit=LOOKED, skip=0)
        for _ in range(LOOKS):
            page = self._found(asked, begun)
            found += [item for item in page if rows.has_words(item, find.words)]
            if len(found) >= wanted or len(page) < LOOKED:
                return found[find.skip : wanted]
            asked = replace(asked, before=rows.report_number(page[-1]["number"]))
        return None

    def _found(self, find: Find, words: str) -> list[Json]:
        where, values = self._conditions(find, words)
        source, order = (WHOLE, "r.n") if not find.words else (f"{WHOLE} {self.WORDS}", "w.rowid")
        query = f"{source} WHERE {' AND '.join(where) or '1 = 1'} ORDER BY {order} DESC LIMIT ? OFFSET ?"
        return self._whole(query, (*values, find.limit, find.skip))

    def near(self, lon: float, lat: float, radius_m: float) -> list[Report]:
        """Reports in the box around the circle; the caller measures exactly."""
        tall = radius_m / METRES_PER_DEGREE
        wide = tall / max(0.1, math.cos(math.radians(lat)))
        box = (lon - wide, lon + wide, lat - tall, lat + tall)
        query = f"{WHOLE} JOIN report_places s ON s.n = r.n WHERE {self.IN_BOX} ORDER BY r.n DESC LIMIT 500"
        return [wire.report_from_json(item) for item in self._whole(query, box)]

    def of_caller(self, phone_key: str, limit: int = 20) -> list[Json]:
        """What came from this telephone number, newest first."""
        return self._whole(f"{WHOLE} WHERE p.phone_key = ? ORDER BY r.n DESC LIMIT ?", (phone_key, limit))

    def twins_of(self, ident: str) -> list[Report]:
        """The reports that are marked as duplicates of this one."""
        query = f"{WHOLE} WHERE r.duplicate_of = ? AND r.duplicate_of <> '' ORDER BY r.n"
        return [wire.report_from_json(item) for item in self._whole(query, (ident,))]

    def counts(self) -> dict[str, int]:
        """How many reports are in each state."""
        return dict(self._db.execute("SELECT status, count(*) FROM reports GROUP BY status").fetchall())

    def snapshot(self, closed_since: datetime, limit: int) -> Snapshot:
        """The open reports and those closed lately, the newest `limit`, and the last event's number, in one look."""
        self._db.execute(self.BEGIN_LOOK)
        try:
            seq = self.head()
            since = rows.micros(closed_since)
            reports = self._whole(
                f"{WHOLE} WHERE r.open = 1 OR (r.open = 0 AND r.updated_at >= ?) ORDER BY r.n DESC LIMIT ?",
                (since, limit),
            )
            return Snapshot(seq, reports, self.counts(), self.layers(), self.feeds())
        finally:
            self._db.execute("COMMIT")

    def _whole(self, query: str, values: tuple[Any, ...]) -> list[Json]:
        return [rows.whole(*row) for row in self._db.execute(query, values)]

    # --- the log ---

    def head(self) -> int:
        """The number of the last event."""
        return int(self._db.execute("SELECT coalesce(max(seq), 0) FROM events").fetchone()[0])

    def events(
        self,
        after: int = 0,
        limit: int = 1000,
        kinds: Sequence[str] = (),
        start: datetime | None = None,
        end: datetime | None = None,
    ) -> list[Event]:
        """The log in order. A kind that ends in a dot stands for all that begin so."""
        where, values = ["seq > ?"], list[Any]([after])
        if kinds:
            where.append("(" + " OR ".join(self.OF_KIND if kind.endswith(".") else "kind = ?" for kind in kinds) + ")")
            values += kinds
        if start is not None:
            where.append("at >= ?")
            values.append(rows.micros(start))
        if end is not None:
            where.append("at < ?")
            values.append(rows.micros(end))
        query = f"SELECT seq, body FROM events WHERE {' AND '.join(where)} ORDER BY seq LIMIT ?"  # noqa: S608
        return [rows.event_of(*row) for row in self._db.execute(query, (*values, limit))]

    def history(self, ident: str, entity: str = "report") -> list[Event]:
        """Everything that happened to one thing."""
        query = "SELECT seq, body FROM events WHERE entity = ? AND entity_id = ? ORDER BY seq"
        return [rows.event_of(*row) for row in self._db.execute(query, (entity, ident))]

    def recent(self, entity: str, since: datetime) -> list[Event]:
        """What happened to things of one kind since a moment; the time's index is the way there, not the kind's."""
        query = "SELECT seq, body FROM events WHERE at >= ? AND entity || '' = ? ORDER BY seq"
        return [rows.event_of(*row) for row in self._db.execute(query, (rows.micros(since), entity))]

    def last_move(self, ident: str) -> Event | None:
        """The last event that changed the report; notes don't."""
        query = (
            "SELECT seq, body FROM events WHERE entity = 'report' AND entity_id = ? AND kind <> 'report.note'"
            " ORDER BY seq DESC LIMIT 1"
        )
        row = self._db.execute(query, (ident,)).fetchone()
        return rows.event_of(*row) if row else None

    def links(self, after: int = 0, limit: int = 1000) -> list[Link]:
        """The chain as stored, for `audit.first_break`."""
        query = "SELECT seq, body, prev, hash FROM events WHERE seq > ? ORDER BY seq LIMIT ?"
        return [Link(*row) for row in self._db.execute(query, (after, limit))]

    def last_checkpoint(self) -> Checkpoint | None:
        """The newest signed head of the log."""
        row = self._db.execute(f"{CHECKPOINTS} ORDER BY seq DESC LIMIT 1").fetchone()
        return Checkpoint(*row) if row else None

    def checkpoints(self) -> list[Checkpoint]:
        """Every signed head of the log, oldest first."""
        return [Checkpoint(*row) for row in self._db.execute(f"{CHECKPOINTS} ORDER BY seq")]

    def remembered(self, key: str) -> Remembered | None:
        """What an idempotency key was used for."""
        query = "SELECT digest, entity_id, seq FROM idempotency WHERE key = ?"
        row = self._db.execute(query, (key,)).fetchone()
        return Remembered(*row) if row else None

    # --- layers and feeds ---

    def layers(self) -> list[LayerState]:
        """Every layer that was ever filled."""
        query = (
            "SELECT l.key, l.version, l.heard_at, (SELECT count(*) FROM features f WHERE f.layer = l.key"
            " AND f.removed = 0) FROM layers l ORDER BY l.key"
        )
        return [LayerState(key, version, rows.moment_or_none(at), n) for key, version, at, n in self._db.execute(query)]

    def layer(self, key: str) -> LayerState:
        """One layer; version 0 when it was never filled."""
        return next((layer for layer in self.layers() if layer.key == key), LayerState(key))

    def delta(self, key: str, since: int) -> LayerDelta:
        """What changed after version `since`; since 0: all that there is, and nothing of what has gone."""
        state = self.layer(key)
        query = "SELECT id, removed, geojson FROM features WHERE layer = ? AND layer_version > ? ORDER BY id"
        features, removed = [], []
        for ident, gone, geojson in self._db.execute(query, (key, since)):
            if not gone:
                features.append(json.loads(geojson))
            elif since:
                removed.append(ident)
        return LayerDelta(state.version, features, removed, state.heard_at)

    def features(self, key: str, source: str | None = None) -> dict[str, StoredFeature]:
        """What stands on a layer, of one source or of all, by id."""
        query = "SELECT id, version, source, valid_until, geojson FROM features WHERE layer = ? AND removed = 0"
        found = (rows.feature_of(*row) for row in self._db.execute(query, (key,)))
        return {item.id: item for item in found if source is None or item.source == source}

    def expired(self, now: datetime) -> dict[str, list[str]]:
        """The features by layer whose time is over."""
        query = "SELECT layer, id FROM features WHERE removed = 0 AND valid_until <= ?"
        found: dict[str, list[str]] = {}
        for layer, ident in self._db.execute(query, (rows.micros(now),)):
            found.setdefault(layer, []).append(ident)
        return found

    def feeds(self) -> list[Json]:
        """The feeds as they were set up and as they stand."""
        return [json.loads(body) for (body,) in self._db.execute("SELECT body FROM feeds ORDER BY key")]

    # --- people and photos ---

    def user(self, name: str) -> tuple[User, str] | None:
        """A user and the hash of the password."""
        query = "SELECT name, title, role, department, must_change, password FROM users WHERE name = ?"
        row = self._db.execute(query, (name,)).fetchone()
        return (rows.user_of(*row[:5]), row[5]) if row else None

    def users(self) -> list[User]:
        """Everybody who may sign in."""
        query = "SELECT name, title, role, department, must_change FROM users ORDER BY rowid"
        return [rows.user_of(*row) for row in self._db.execute(query)]

    def token(self, digest: bytes) -> Token | None:
        """The sign-in of a token's hash, also when it is over."""
        query = (
            "SELECT u.name, u.title, u.role, u.department, u.must_change, t.made_at, t.expires_at FROM tokens t"
            " JOIN users u ON u.name = t.name WHERE t.digest = ?"
        )
        row = self._db.execute(query, (digest,)).fetchone()
        return Token(rows.user_of(*row[:5]), rows.moment_of(row[5]), rows.moment_of(row[6])) if row else None

    def photo(self, sha256: str) -> Photo | None:
        """A photo's row."""
        cursor = self._db.execute("SELECT * FROM photos WHERE sha256 = ?", (sha256,))
        names = [column[0] for column in cursor.description]
        row = cursor.fetchone()
        return rows.photo_of(dict(zip(names, row, strict=True))) if row else None

    def meta(self, key: str) -> str:
        """A value of the store's own notes; empty when there is none."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    # --- pieces that another database says otherwise ---

    @staticmethod
    def _search_words(text: str) -> str:
        return rows.search_words(text) or '""'

    @staticmethod
    def _begun(text: str) -> str:
        return rows.begun_words(text)

    def _conditions(self, find: Find, words: str) -> tuple[list[str], list[Any]]:
        where: list[str] = []
        values: list[Any] = []
        for column, several in (("status", find.status), ("category", find.category), ("channel", find.channel)):
            if several:
                where.append(f"r.{column} IN ({','.join('?' * len(several))})")
                values += several
        for column, one in (
            ("department", find.department),
            ("kelurahan", find.kelurahan),
            ("kecamatan", find.kecamatan),
        ):
            if one:
                where.append(f"r.{column} = ?")
                values.append(one)
        if find.number is not None:
            where.append("r.n = ?")
            values.append(find.number)
        if find.words:
            where.append(self.HAS_WORDS)
            values.append(words)
        for condition, moment in (("r.received_at >= ?", find.received_from), ("r.received_at < ?", find.received_to)):
            if moment is not None:
                where.append(condition)
                values.append(rows.micros(moment))
        if find.before is not None:
            where.append("r.n < ?" if not find.words else "w.rowid < ?")
            values.append(find.before)
        return where, values
