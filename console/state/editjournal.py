"""The journal of edits: every step is on the console's own disk, so that a draft outlives the console with its undo.

A step is handed to the system before anybody sees it: from then on a killed console loses nothing of it. One thread
writes, in order; who makes a step waits for it, but never long, as a disk may stall for seconds. Another thread has the
disk confirm what was written. What is written is frozen when it is handed over.
"""

from __future__ import annotations

import json
import logging
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import shapely
from pysqlite3 import dbapi2 as sqlite

from console.domain.drafts import Draft
from console.domain.wire import Json
from console.state.editsteps import Edit, Move, Step, Steps
from layers.features import Feature

log = logging.getLogger(__name__)
Work = Callable[[Any], None]  # gets the open database
LARGE = 1_000  # features of one step
PATIENCE_S = 0.04  # for so long who makes a step waits; then it is written behind the window

_SCHEMA = """
CREATE TABLE IF NOT EXISTS edit (
    id TEXT PRIMARY KEY,
    user TEXT NOT NULL,
    layer TEXT NOT NULL,
    title TEXT NOT NULL,
    draft TEXT,
    position INTEGER NOT NULL,
    touched_at TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS step (
    edit TEXT NOT NULL REFERENCES edit (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    label TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (edit, n)
) STRICT;
"""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An edit that was not brought to its end. `id` is its draft's; `draft` as the service last told it, or None."""

    id: str
    user: str
    layer: str
    title: str
    draft: Draft | None
    steps: int
    touched_at: datetime


class Journal:
    """Unfinished edits by the id of their draft. `failed` hears, in the journal's thread, that the disk refuses."""

    def __init__(self, path: Path, failed: Callable[[BaseException], None]) -> None:
        self._path, self._failed = path, failed
        self._db: Any = None
        self._waiting: deque[Work] = deque()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="edit journal")
        self._synced: Any = None  # the second thread's own connection
        self._syncing = ThreadPoolExecutor(1, thread_name_prefix="edit journal sync")

    # --- written -----------------------------------------------------------------------------------------------------

    def begin(self, ident: str, user: str, layer: str, title: str, draft: Draft | None = None) -> None:
        """A new edit; what stood under this id is gone."""
        row = (ident, user, layer, title, _of_draft(draft), 0, _now())
        self._write(("DELETE FROM edit WHERE id = ?", (ident,)), ("INSERT INTO edit VALUES (?, ?, ?, ?, ?, ?, ?)", row))

    def step(self, ident: str, number: int, step: Step) -> None:
        """The step of this number (from 1) holds now; later ones are gone."""
        if len(step.moves) < LARGE:
            self._at_once(partial(self._put_step, ident, number, step.label, pack(step)))
        else:
            self._later(lambda db: self._put_step(ident, number, step.label, pack(step), db))

    def large_step(self, ident: str, number: int, label: str, packed: str, written: Callable[[], object]) -> None:
        """The same of one that takes a while (`pack` it in a task); `written` is called in the journal's thread."""
        self._later(partial(self._put_step, ident, number, label, packed)).add_done_callback(lambda _: written())

    def move(self, ident: str, position: int) -> None:
        """So many steps hold now."""
        self._at_once(
            partial(
                self._do, [("UPDATE edit SET position = ?, touched_at = ? WHERE id = ?", (position, _now(), ident))]
            )
        )

    def tell(self, ident: str, draft: Draft) -> None:
        """The draft as the service told it."""
        self._write(("UPDATE edit SET draft = ?, title = ? WHERE id = ?", (_of_draft(draft), draft.title, ident)))

    def rename(self, ident: str, new: str) -> None:
        """The same edit, of another draft that the service does not have yet."""
        self._write(
            ("PRAGMA defer_foreign_keys=ON", ()),
            ("UPDATE edit SET id = ?, draft = NULL WHERE id = ?", (new, ident)),
            ("UPDATE step SET edit = ? WHERE edit = ?", (new, ident)),
        )

    def end(self, ident: str) -> None:
        """It was handed in, or thrown away."""
        self._write(("DELETE FROM edit WHERE id = ?", (ident,)))

    def flush(self, timeout_s: float = 30.0) -> None:
        """Waits until everything so far is on disk."""
        self._thread.submit(lambda: None).result(timeout_s)
        self._syncing.submit(lambda: None).result(timeout_s)

    def close(self) -> None:
        """Writes what is left and closes the file."""
        self._thread.shutdown(wait=True)
        self._syncing.submit(self._close)
        self._syncing.shutdown(wait=True)

    # --- read --------------------------------------------------------------------------------------------------------

    def unfinished(self, user: str) -> list[Unfinished]:
        """What this user left, touched last first. Raises what the disk raises."""
        return self._thread.submit(self._unfinished, user).result()

    def read(self, ident: str) -> Steps:
        """All steps of an unfinished edit, and where it stands. Blocking: ask in a task. KeyError: there is none."""
        return self._thread.submit(self._read, ident).result()

    # --- in the journal's thread -------------------------------------------------------------------------------------

    def _at_once(self, work: Work) -> None:
        with suppress(TimeoutError):
            self._later(work).exception(PATIENCE_S)  # what goes wrong is told by `_written`

    def _later(self, work: Work) -> Future[None]:
        self._waiting.append(work)
        future = self._thread.submit(self._drain)
        future.add_done_callback(self._written)
        return future

    def _drain(self) -> None:
        """Everything that waits, in one transaction: quick steps cost one sync."""
        waiting = []
        while self._waiting:
            waiting.append(self._waiting.popleft())
        if not waiting:
            return
        with self._transaction() as db:
            for work in waiting:
                work(db)
        self._syncing.submit(self._confirm).add_done_callback(self._written)

    def _confirm(self) -> None:
        """In the other thread: has the disk confirm what was handed to the system; the file beside it begins anew."""
        if self._synced is None:
            self._synced = self._open()
        self._synced.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def _written(self, future: Future[None]) -> None:
        error = None if future.cancelled() else future.exception()
        if error is not None:
            log.error("a step of an edit could not be written to %s", self._path, exc_info=error)
            self._failed(error)

    def _write(self, *statements: tuple[str, Sequence[object]]) -> None:
        self._later(partial(self._do, statements))

    def _do(self, statements: Sequence[tuple[str, Sequence[object]]], db: Any) -> None:
        for statement, values in statements:
            db.execute(statement, values)

    def _put_step(self, ident: str, number: int, label: str, packed: str, db: Any) -> None:
        db.execute("DELETE FROM step WHERE edit = ? AND n >= ?", (ident, number))
        db.execute("INSERT INTO step VALUES (?, ?, ?, ?)", (ident, number, label, packed))
        db.execute("UPDATE edit SET position = ?, touched_at = ? WHERE id = ?", (number, _now(), ident))

    def _unfinished(self, user: str) -> list[Unfinished]:
        rows = self._opened().execute(
            "SELECT edit.id, user, layer, title, draft, count(step.n), touched_at FROM edit"
            " LEFT JOIN step ON step.edit = edit.id WHERE user = ? GROUP BY edit.id ORDER BY touched_at DESC",
            (user,),
        )
        return [
            Unfinished(ident, owner, layer, title, _to_draft(draft), int(count), _moment(at))
            for ident, owner, layer, title, draft, count, at in rows
        ]

    def _read(self, ident: str) -> Steps:
        db = self._opened()
        found = db.execute("SELECT position, layer FROM edit WHERE id = ?", (ident,)).fetchone()
        if found is None:
            raise KeyError(ident)
        rows = db.execute("SELECT label, body FROM step WHERE edit = ? ORDER BY n", (ident,))
        return Steps([unpack(label, body, found[1]) for label, body in rows], found[0])

    def _opened(self) -> Any:
        if self._db is None:
            self._db = self._open()
        return self._db

    def _open(self) -> Any:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if not self._path.exists():  # what a person is working on is nobody else's to read
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        db = sqlite.connect(str(self._path), 30.0, isolation_level=None, check_same_thread=False)
        db.execute("PRAGMA journal_mode=WAL")  # a commit is handed over without waiting for the disk
        db.execute("PRAGMA wal_autocheckpoint=0")  # that waits for the disk: `_confirm`
        db.execute("PRAGMA synchronous=NORMAL")
        db.execute("PRAGMA foreign_keys=ON")
        db.executescript(_SCHEMA)
        return db

    @contextmanager
    def _transaction(self) -> Iterator[Any]:
        db = self._opened()
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
        except BaseException:
            db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")

    def _close(self) -> None:
        for db in (self._synced, self._db):
            if db is not None:
                db.close()
        self._synced = self._db = None


def pack(step: Step) -> str:
    """A step as text: each feature once, its geometry as hexadecimal WKB (which loses no digit)."""
    place: dict[int, int] = {}
    features: list[Feature] = []

    def at(feature: Feature | None) -> int:
        if feature is None:
            return -1
        if id(feature) not in place:
            place[id(feature)] = len(features)
            features.append(feature)
        return place[id(feature)]

    def of(edit: Edit | None) -> list[int] | None:
        return None if edit is None else [at(edit.origin), at(edit.mine)]

    moves = [[move.id, of(move.before), of(move.after)] for move in step.moves]
    rows = (_text([shapely.to_wkb(feature.geometry, hex=True), *_told(feature)]) for feature in features)
    return f'{{"moves":[{",".join(map(_text, moves))}],"features":[{",".join(rows)}]}}'


def _text(value: object) -> str:
    """One row at a time: a large step in one go would hold up everything else that runs."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def unpack(label: str, body: str, layer: str) -> Step:
    """What `pack` wrote."""
    data: Json = json.loads(body)
    shapes = shapely.from_wkb([row[0] for row in data["features"]]) if data["features"] else []
    features = [_heard(layer, shape, row) for shape, row in zip(shapes, data["features"], strict=True)]

    def of(pair: list[int] | None) -> Edit | None:
        return None if pair is None else Edit(*(features[at] if at >= 0 else None for at in pair))

    return Step(label, tuple(Move(ident, of(before), of(after)) for ident, before, after in data["moves"]))


def _told(feature: Feature) -> list[object]:
    at, until = (when.isoformat() if when else None for when in (feature.updated_at, feature.valid_until))
    return [feature.id, dict(feature.properties), feature.version, at, feature.source, until]


def _heard(layer: str, shape: Any, row: list[Any]) -> Feature:
    _, ident, properties, version, at, source, until = row
    return Feature(layer, ident, shape, properties, version, _moment_or_none(at), source, _moment_or_none(until))


def _of_draft(draft: Draft | None) -> str | None:
    return json.dumps(draft.to_json()) if draft else None


def _to_draft(text: str | None) -> Draft | None:
    return Draft.from_json(json.loads(text)) if text else None


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _moment_or_none(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
