"""Proves to a console that the log only grew since the checkpoint that it saw last."""

from __future__ import annotations

from collections.abc import Iterable

from console.domain.audit import Tree
from console.domain.proofs import consistency, parent, split
from console.service.store.contract import Checkpoint, Reader

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
