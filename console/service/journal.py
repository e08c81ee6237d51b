"""The mirror's file: the events as the log has them, a line each; whole lines, synced, in a chain."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from console.domain import wire
from console.domain.audit import GENESIS, JOURNAL_FORMAT, Link, first_break
from console.service.store.contract import Reader

log = logging.getLogger(__name__)
NAME = "poc-journal.jsonl"
HEAD = wire.dump({"format": JOURNAL_FORMAT}) + b"\n"
TAIL_BYTES = 2_000_000  # more than is ever written between two syncs, but for one event that is larger by itself


class NotOurs(Exception):
    """The journal is not of this log; the message is a sentence for a person."""


class Journal:
    """An open journal, of which nobody else writes. `seq`: the last event in it."""

    def __init__(self, folder: Path, read: Reader, cut_at: int | None = None) -> None:
        """Opens it or begins one. What follows the last whole line is cut off; `cut_at`: what was surely synced.

        Raises OSError, also when the folder is not there: a disk that is not mounted is not written beside. NotOurs.
        """
        self.path = folder / NAME
        self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        try:
            _hold(self._file)
            self.size, last = self._good_end(cut_at)
            self.seq, self.hash = (last.seq, last.hash) if last else (0, GENESIS)
            self._compare(read)
            self._cut()
            if not self.size:
                self._put(HEAD)
                _sync_folder(folder)
        except BaseException:
            self.close()
            raise

    def is_there(self) -> bool:
        """Whether the file that is written to is still the one at its path. Raises OSError."""
        at_path, mine = self.path.stat(), os.fstat(self._file)
        return (at_path.st_ino, at_path.st_dev) == (mine.st_ino, mine.st_dev) and at_path.st_size == self.size

    def add(self, links: Sequence[Link]) -> None:
        """Appends events and syncs them. Raises OSError; NotOurs when they do not follow from what stands there."""
        expected = self.seq + 1
        if links[0].seq != expected or first_break(links, self.hash) is not None:
            raise NotOurs(f"the log was changed at event {expected} or after it")
        self._put(b"".join(line_of(link) for link in links))
        self.seq, self.hash = links[-1].seq, links[-1].hash

    def close(self) -> None:
        """Lets it go."""
        with contextlib.suppress(OSError):
            os.close(self._file)

    def _compare(self, read: Reader) -> None:
        if self.seq and [link.hash for link in read.links(self.seq - 1, 1)] != [self.hash]:
            raise NotOurs("the journal there is of another log, or this log is an older one that was restored")

    def _put(self, data: bytes) -> None:
        os.lseek(self._file, self.size, os.SEEK_SET)
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._file, rest) :]
        os.fsync(self._file)
        self.size += len(data)

    def _cut(self) -> None:
        size = os.fstat(self._file).st_size
        if size > self.size:
            log.warning("the end of the journal %s was torn: %d bytes are cut off", self.path, size - self.size)
            os.ftruncate(self._file, self.size)
            os.fsync(self._file)

    def _good_end(self, cut_at: int | None) -> tuple[int, Link | None]:
        """Up to where it is whole lines in a chain, and the last of them; nothing good in the tail: further back."""
        size = os.fstat(self._file).st_size
        size = size if cut_at is None else min(size, cut_at)
        begin = self._read(0, len(HEAD))
        if begin != HEAD[: len(begin)]:
            raise NotOurs("the file there is no journal of a log")
        if size < len(HEAD):
            return 0, None
        back = TAIL_BYTES
        while True:
            start = max(len(HEAD), size - back)
            end, last = _walk(self._read(start, size - start), start, skip_first=start > len(HEAD))
            if last is not None or start == len(HEAD):
                return end, last
            back *= 4

    def _read(self, start: int, count: int) -> bytes:
        os.lseek(self._file, start, os.SEEK_SET)
        parts = []
        while count > 0 and (part := os.read(self._file, count)):
            parts.append(part)
            count -= len(part)
        return b"".join(parts)


def line_of(link: Link) -> bytes:
    """An event as it stands in a journal, and in an export."""
    row = {"seq": link.seq, "prev": link.prev.hex(), "hash": link.hash.hex(), "body": link.body.decode("utf-8")}
    return wire.dump(row) + b"\n"


def _walk(data: bytes, start: int, *, skip_first: bool) -> tuple[int, Link | None]:
    """The last event of the unbroken beginning, and where it ends; `skip_first`: the data may begin within a line."""
    at = data.find(b"\n") + 1 if skip_first else 0
    last: Link | None = None
    while (end := data.find(b"\n", at) + 1) > 0:
        link = _link(data[at:end])
        if link is None or (last is not None and (link.seq != last.seq + 1 or link.prev != last.hash)):
            break
        at, last = end, link
    return start + at, last


def _link(line: bytes) -> Link | None:
    """The event of a line, if the line is exactly as it was written."""
    try:
        row = json.loads(line)
        link = Link(row["seq"], row["body"].encode(), bytes.fromhex(row["prev"]), bytes.fromhex(row["hash"]))
        is_whole = line_of(link) == line and first_break([link], link.prev) is None
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return None
    return link if is_whole else None


def _hold(file: int) -> None:
    """Nobody else writes to it while it is open. Raises OSError."""
    if sys.platform != "win32":  # there a data folder has one service, and the lock would keep readers out
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
