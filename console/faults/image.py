"""What a disk holds after the power went: all that was synced; of the rest, any sectors, torn and in any order."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from console.faults.disk import Watcher

SECTOR = 512
KEPT = (0.0, 0.1, 0.5, 0.9, 1.0)  # the share of the unsynced sectors that made it, one of these an image
JOURNALS = ("-wal", "-journal")  # when a new one is synced for the first time, SQLite syncs the folder as well
TORN = 0.03  # of those that made it: half old, or noise


class Op(NamedTuple):
    """One thing that happened: write, truncate, sync, delete, delete-synced; or `told`, when a client was answered."""

    kind: str
    name: str
    offset: int = 0
    data: bytes = b""


class Recorder(Watcher):
    """Writes down what goes to the disk, and between it what the clients were told."""

    def __init__(self) -> None:
        self.ops: list[Op] = []
        self._lock = threading.Lock()

    def put(self, op: Op) -> None:
        """One more; from any thread."""
        with self._lock:
            self.ops.append(op)

    def write(self, name: str, data: bytes, offset: int) -> int:
        """As it happens."""
        self.put(Op("write", name, offset, data))
        return 0

    def sync(self, name: str) -> int:
        """Counted before it is done: the power may go in the midst of it, and then nothing of it holds."""
        self.put(Op("sync", name))
        return 0

    def truncate(self, name: str, size: int) -> None:
        """As it happens."""
        self.put(Op("truncate", name, size))

    def delete(self, name: str, synced: bool) -> None:
        """As it happens."""
        self.put(Op("delete-synced" if synced else "delete", name))


@dataclass(slots=True)
class _File:
    durable: bytearray | None = None  # None: not on disk at all
    pending: list[Op] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Whether the folder on disk does not name it yet."""
        return self.durable is None or self._gone_at() > 0

    def _gone_at(self) -> int:
        return max((at for at, op in enumerate(self.pending, 1) if op.kind == "delete"), default=0)

    def unlink(self) -> None:
        """The folder was synced: what was deleted stays so."""
        if gone_at := self._gone_at():
            self.durable = None
            del self.pending[:gone_at]

    def settle(self) -> None:
        """All that was written is on disk."""
        self.unlink()
        if self.durable is None:
            self.durable = bytearray()
        for op in self.pending:
            _apply(self.durable, op)
        self.pending.clear()

    def after_loss(self, chance: random.Random, share: float) -> bytes | None:
        """What is found when the power is back."""
        gone_at = self._gone_at()
        if gone_at and chance.random() < 0.5:
            return bytes(self.durable) if self.durable is not None else None  # as if it had never been deleted
        before, ops = (None, self.pending[gone_at:]) if gone_at else (self.durable, list(self.pending))
        if before is None and (not ops or chance.random() < 0.3):
            return None
        found = bytearray(before or b"")
        if chance.random() < 0.5:
            chance.shuffle(ops)
        for op in ops:
            if op.kind == "truncate":
                if chance.random() < share:
                    _apply(found, op)
                continue
            for at in range(0, len(op.data), SECTOR):
                if chance.random() < share:
                    part = op.data[at : at + SECTOR]
                    _apply(found, Op("write", op.name, op.offset + at, _torn(part, found, op.offset + at, chance)))
        return bytes(found)


def _apply(content: bytearray, op: Op) -> None:
    if op.kind == "truncate":
        del content[op.offset :]
        return
    content.extend(bytes(max(0, op.offset - len(content))))
    content[op.offset : op.offset + len(op.data)] = op.data


def _torn(part: bytes, before: bytearray, at: int, chance: random.Random) -> bytes:
    pick = chance.random()
    if pick > TORN or len(part) < 2:
        return part
    half = len(part) // 2
    if pick < TORN / 3:
        return chance.randbytes(len(part))
    return part[:half] + bytes(before[at + half : at + len(part)]).ljust(len(part) - half, b"\0")


class Platter:
    """The disk, carried forward through what was recorded."""

    def __init__(self, ops: Iterable[Op]) -> None:
        self._ops = list(ops)
        self._files: dict[str, _File] = {}
        self._at = 0
        self.told: list[str] = []

    def forward(self, upto: int) -> None:
        """Everything before this one has happened."""
        for op in self._ops[self._at : upto]:
            if op.kind == "told":
                self.told.append(op.name)
                continue
            file = self._files.setdefault(op.name, _File())
            if op.kind == "sync":
                if file.is_new and op.name.endswith(JOURNALS):
                    for other in self._files.values():
                        other.unlink()
                file.settle()
            elif op.kind == "delete-synced":
                del self._files[op.name]
            else:
                file.pending.append(op)
        self._at = max(self._at, upto)

    def after_loss(self, chance: random.Random) -> dict[str, bytes]:
        """The files as they are found when the power is back."""
        share = chance.choice(KEPT)
        found = {name: file.after_loss(chance, share) for name, file in self._files.items()}
        return {name: content for name, content in found.items() if content is not None}
