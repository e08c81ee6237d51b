"""Proves to a console that the log only grew since the checkpoint that it saw last; counts all of it anew, slowly."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable

from console.domain.audit import GENESIS, Tree, first_break
from console.domain.proofs import consistency, parent, split
from console.service.rounds import Rounds
from console.service.store.contract import Checkpoint, Reader, Store, StoreError

log = logging.getLogger(__name__)
AGAIN_S = 24 * 3600.0

BLOCK = 1024  # leaves read at once


class Subtrees:
    """Tree heads over ranges of the log: those that checkpoints hold are known, the rest is made of the events."""

    def __init__(self, read: Reader, checkpoints: Iterable[Checkpoint]) -> None:
        self._read = read
        self._known: dict[tuple[int, int], bytes] = {}
        for item in checkpoints:
            self._know(Tree.from_peaks(item.seq, item.peaks))

    def _know(self, tree: Tree) -> None:
        start = 0
        sizes = [1 << place for place in range(tree.size.bit_length() - 1, -1, -1) if tree.size >> place & 1]
        for size, peak in zip(sizes, tree.peaks, strict=True):
            self._known[start, start + size] = peak
            start += size

    def head(self, start: int, end: int) -> bytes:
        """The tree head over these leaves."""
        known = self._known.get((start, end))
        if known is not None:
            return known
        if end - start <= BLOCK:
            tree = Tree()
            for link in self._read.links(start, end - start):
                tree = tree.plus(link.hash)
            return tree.root()
        middle = start + split(end - start)
        return parent(self.head(start, middle), self.head(middle, end))


def proof(read: Reader, old: Checkpoint, new: Checkpoint) -> list[bytes]:
    """That the log of `new` begins with that of `old`; only what lies between is read."""
    between = [item for item in read.checkpoints() if old.seq <= item.seq <= new.seq]
    return consistency(old.seq, new.seq, Subtrees(read, between).head)


class Recount(Rounds):
    """A thread that counts the whole log anew, slowly, against every checkpoint: an old change shows too."""

    def __init__(self, store: Store, found: Callable[[int], None], wait_s: float = 30.0, share: float = 0.1) -> None:
        """`found` is told the first event that does not fit; `share` of a core at most is taken."""
        self._store, self._found, self._wait_s, self._share = store, found, wait_s, share
        super().__init__("recount")

    def _run(self) -> None:
        while not self._closing.wait(self._wait_s):  # a service that starts has more pressing things to do
            try:
                broken = self.count()
            except StoreError as error:
                log.warning("the log could not be counted anew: %s", error)
                continue
            if broken is not None:
                log.critical("the log was changed at event %d, or before the checkpoint that covers it", broken)
                self._found(broken)
                return
            if self._closing.wait(AGAIN_S):
                return

    def count(self) -> int | None:
        """The first event that does not fit the chain or the next checkpoint; None: the log is whole."""
        read, tree, last = self._store.read, Tree(), GENESIS
        due = {item.seq: item.root for item in read.checkpoints()}
        head = max(due, default=0)
        covered = 0
        while tree.size < head and not self._closing.is_set():
            begun = time.monotonic()
            links = read.links(tree.size, min(BLOCK, head - tree.size))
            broken = first_break(links, last) if links else tree.size + 1
            if broken is not None:
                return broken
            for link in links:
                tree = tree.plus(link.hash)
                if tree.size in due:
                    if due[tree.size] != tree.root():
                        return covered + 1
                    covered = tree.size
            last = links[-1].hash
            self._closing.wait((time.monotonic() - begun) * (1 / self._share - 1))
        return None
