"""Drafts in SQLite: their rows, their changes and comments, and what feeds last said of features that people edited."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from console.domain import audit, wire
from console.domain.drafts import Draft
from console.domain.wire import Event, Json
from console.service.store import rows
from console.service.store.drafts import Edited

if TYPE_CHECKING:
    from console.service.store.contract import Actor, LayerState, StoredFeature


class SqliteDraftReader:
    """Questions about drafts over the reader's connection."""

    _db: Any

    def draft(self, ident: str) -> Draft | None:
        """The draft as it stands."""
        row = self._db.execute("SELECT body FROM drafts WHERE id = ?", (ident,)).fetchone()
        return Draft.from_json(json.loads(row[0])) if row else None

    def drafts(self, states: Sequence[str] = (), layer: str = "", author: str = "", limit: int = 200) -> list[Draft]:
        """Those touched last first. Empty: any."""
        where, values = ["1 = 1"], list[Any]()
        if states:
            where.append(f"state IN ({','.join('?' * len(states))})")
            values += states
        for column, wanted in (("layer", layer), ("author", author)):
            if wanted:
                where.append(f"{column} = ?")
                values.append(wanted)
        query = f"SELECT body FROM drafts WHERE {' AND '.join(where)} ORDER BY updated_at DESC, id LIMIT ?"  # noqa: S608
        return [Draft.from_json(json.loads(body)) for (body,) in self._db.execute(query, (*values, limit))]

    def draft_changes(self, ident: str) -> list[Json]:
        """The changes of a draft without their bases, in the order in which their features were first touched."""
        query = "SELECT body FROM draft_changes WHERE draft = ? ORDER BY n"
        return [json.loads(body) for (body,) in self._db.execute(query, (ident,))]

    def draft_base(self, ident: str, feature: str) -> Json | None:
        """What a change of a draft was based on, where that is known."""
        query = "SELECT base FROM draft_changes WHERE draft = ? AND feature = ?"
        row = self._db.execute(query, (ident, feature)).fetchone()
        return json.loads(row[0]) if row and row[0] else None

    def count_draft_changes(self, ident: str) -> int:
        """How many features a draft changes."""
        return int(self._db.execute("SELECT count(*) FROM draft_changes WHERE draft = ?", (ident,)).fetchone()[0])

    def draft_comments(self, ident: str) -> list[Json]:
        """What was said about a draft, oldest first."""
        query = "SELECT body FROM draft_comments WHERE draft = ? ORDER BY n"
        return [json.loads(body) for (body,) in self._db.execute(query, (ident,))]

    def next_publishing(self) -> tuple[datetime, str] | None:
        """When which approved draft is to be published by itself; the earliest."""
        query = (
            "SELECT publish_at, id FROM drafts WHERE state = 'approved' AND publish_at IS NOT NULL"
            " ORDER BY publish_at, id LIMIT 1"
        )
        row = self._db.execute(query).fetchone()
        return (rows.moment_of(row[0]), str(row[1])) if row else None

    def removed_versions(self, layer: str) -> dict[str, int]:
        """The versions of features that were taken away: one that comes back goes on counting."""
        query = "SELECT id, version FROM features WHERE layer = ? AND removed = 1"
        return dict(self._db.execute(query, (layer,)).fetchall())

    def edited(self, layer: str) -> dict[str, Edited]:
        """The features of feeds that people edited, by id."""
        query = "SELECT id, source, said, removed FROM edited WHERE layer = ?"
        found = self._db.execute(query, (layer,))
        return {row[0]: Edited(row[0], row[1], json.loads(row[2]), bool(row[3])) for row in found}


class SqliteDraftTransaction:
    """Writing drafts, and many features and events at once, in the writer's transaction."""

    _db: Any
    _seq: int
    _hash: bytes

    if TYPE_CHECKING:

        def layer(self, key: str) -> LayerState: ...

    def put_draft(self, draft: Draft) -> None:
        """A draft, new or changed."""
        at = rows.micros_or_none(draft.publish_at)
        updated = rows.micros_or_none(draft.updated_at) or 0
        self._db.execute(
            "INSERT INTO drafts VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET state = ?4,"
            " publish_at = ?5, updated_at = ?6, body = ?7",
            (draft.id, draft.layer, draft.author, draft.state, at, updated, wire.dump(draft.to_json())),
        )

    def put_draft_changes(self, ident: str, changes: Iterable[tuple[str, Json]], gone: Iterable[str]) -> None:
        """Puts changes by feature id over those that were there, and takes the changes of other features back."""
        self._db.executemany(
            "DELETE FROM draft_changes WHERE draft = ? AND feature = ?", [(ident, feature) for feature in gone]
        )
        query = "SELECT coalesce(max(n), 0) FROM draft_changes WHERE draft = ?"
        last = int(self._db.execute(query, (ident,)).fetchone()[0])
        self._db.executemany(
            "INSERT INTO draft_changes VALUES (?, ?, ?, ?, ?) ON CONFLICT (draft, feature) DO UPDATE SET body = ?4,"
            " base = ?5",
            [(ident, feature, n, *_apart(body)) for n, (feature, body) in enumerate(changes, last + 1)],
        )

    def put_draft_comment(self, ident: str, key: str, body: Json) -> bool:
        """A comment; the same key again changes nothing. Whether it was new."""
        query = "SELECT coalesce(max(n), 0) + 1 FROM draft_comments WHERE draft = ?"
        n = int(self._db.execute(query, (ident,)).fetchone()[0])
        done = self._db.execute(
            "INSERT OR IGNORE INTO draft_comments VALUES (?, ?, ?, ?)", (key, ident, n, wire.dump(body))
        )
        return bool(done.rowcount)

    def append_many(self, actor: Actor, kind: str, entity: str, items: Iterable[tuple[str, int, Json]]) -> None:
        """Many events of one kind, in order: (entity id, version, payload). Quicker than `append`."""
        who = (actor.at, actor.name, actor.role, actor.console)
        about = json.loads(rows.event_body(Event(0, *who, kind, entity, "", 0, {})))
        at, made = rows.micros(actor.at), []
        for ident, version, payload in items:
            body = wire.dump(about | {"entity_id": ident, "entity_version": version, "payload": payload})
            self._seq += 1
            digest = audit.link_hash(self._hash, self._seq, body)
            made.append((self._seq, at, actor.name, kind, entity, ident, version, body, self._hash, digest))
            self._hash = digest
        self._db.executemany(
            "INSERT INTO events (seq, at, actor, kind, entity, entity_id, entity_version, body, prev, hash)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            made,
        )

    def replace_features(
        self, layer: str, puts: Sequence[StoredFeature], gone: Sequence[tuple[str, int]], heard_at: datetime | None
    ) -> LayerState:
        """Like `change_layer`, for many features whose next versions are known already."""
        before = self.layer(layer)
        version = before.version + (1 if puts or gone else 0)
        self._db.executemany(
            "INSERT OR REPLACE INTO features VALUES (?, ?, ?, ?, ?, ?, 0, ?)",
            [
                (layer, item.id, item.version, version, item.source, rows.micros_or_none(item.valid_until),
                 wire.dump(item.geojson))
                for item in puts
            ],
        )  # fmt: skip
        self._db.executemany(
            "UPDATE features SET removed = 1, layer_version = ?, version = ? WHERE layer = ? AND id = ?",
            [(version, number, layer, ident) for ident, number in gone],
        )
        self._db.execute(
            "INSERT INTO layers VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET version = ?2, heard_at = ?3",
            (layer, version, rows.micros_or_none(heard_at or before.heard_at)),
        )
        return self.layer(layer)

    def put_edited(self, layer: str, items: Iterable[Edited]) -> None:
        """Remembers what feeds said of features that people edited."""
        self._db.executemany(
            "INSERT INTO edited VALUES (?, ?, ?, ?, ?) ON CONFLICT (layer, id) DO UPDATE SET source = ?3, said = ?4,"
            " removed = ?5",
            [(layer, item.id, item.source, wire.dump(item.said), int(item.removed)) for item in items],
        )

    def drop_edited(self, layer: str, idents: Iterable[str]) -> None:
        """Feed and person agree again, or the feature has gone."""
        self._db.executemany("DELETE FROM edited WHERE layer = ? AND id = ?", [(layer, ident) for ident in idents])


def _apart(change: Json) -> tuple[bytes, bytes]:
    """A change without its base, and the base: the large half, which is seldom needed again."""
    base = change.get("base")
    return wire.dump({**change, "base": None}), wire.dump(base) if base else b""
