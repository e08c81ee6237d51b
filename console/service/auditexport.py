"""`./poc audit export`: the whole log as a file that verifies alone; that it was exported is an event of the log."""

from __future__ import annotations

import argparse
import getpass
import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

from console.domain import audit, wire
from console.domain.roles import Role
from console.domain.wire import Json
from console.resources import data_folder
from console.service.auth import now
from console.service.notary import PAGE, LogChanged, Seal, grown
from console.service.store.contract import Actor, CannotOpen, Checkpoint, Reader, Store, StoreError
from console.service.store.opening import open_store


def export_command(arguments: list[str]) -> int:
    """Writes the export, also while the service runs. Exit code 3: the folder can't be opened; 1: the log is broken."""
    parser = argparse.ArgumentParser(prog="poc audit export", description=__doc__)
    parser.add_argument("file", type=Path, help="where the export goes")
    parser.add_argument("--data", type=Path, default=data_folder(), help="the service's data folder")
    parser.add_argument("--database", default="", help="the address of the database, where PostgreSQL is the store")
    parser.add_argument("--json", action="store_true", help="print nothing but the JSON object")
    given = parser.parse_args(arguments)
    try:
        if not given.data.is_dir():
            raise CannotOpen(f"there is no data folder {given.data}")
        store = open_store(given.data, given.database)
        try:
            about = export(store, Seal.of(given.data), given.file, _who())
        finally:
            store.close()
    except LogChanged as error:
        sys.stdout.write(wire.dump({"ok": False, "why": str(error)}).decode() + "\n")
        return 1
    except (StoreError, OSError) as error:
        sys.stderr.write(f"The log can't be exported: {error}.\n")
        return 3
    sys.stdout.write(wire.dump({"ok": True, "file": str(given.file), **about}).decode() + "\n")
    return 0


def _who() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def export(store: Store, seal: Seal, path: Path, who: str) -> Json:
    """Writes the log up to now, and an event of it; how many events and checkpoints. Raises LogChanged, OSError."""
    with store.transaction() as tx:
        tx.append(Actor(who, Role.AUDITOR, now(), "poc audit"), "audit.exported", "log", "log")
    read = store.read
    upto = read.head()
    last = seal.checkpoint(grown(read, None, upto))
    between = [item for item in read.checkpoints() if item.seq < upto and item.key == last.key]
    fresh = path.with_name(path.name + ".new")
    with fresh.open("wb") as file:
        digest = hashlib.sha256()

        def put(row: Json) -> None:
            line = wire.dump(row) + b"\n"
            digest.update(line)
            file.write(line)

        put({"format": audit.EXPORT_FORMAT, "made_at": last.at, "events": upto})
        head = _events(read, upto, [*between, last], put)
        signature = seal.private.sign(audit.end_note(digest.digest()))
        put({"end": {"events": upto, "head": head.hex(), "signature": signature.hex()}})
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    return {"events": upto, "checkpoints": len(between) + 1, "key": last.key.hex()}


def _events(read: Reader, upto: int, checkpoints: list[Checkpoint], put: Callable[[Json], None]) -> bytes:
    seq, head = 0, bytes(32)
    waiting = iter(checkpoints)
    due = next(waiting)
    while seq < upto:
        for link in read.links(seq, min(PAGE, upto - seq)):
            put({"seq": link.seq, "prev": link.prev.hex(), "hash": link.hash.hex(), "body": link.body.decode("utf-8")})
            seq, head = link.seq, link.hash
            if seq == due.seq:
                row = {"seq": due.seq, "at": due.at, "root": due.root.hex(), "signature": due.signature.hex()}
                put({"checkpoint": {**row, "key": due.key.hex()}})
                due = next(waiting, due)
    return head
