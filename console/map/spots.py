"""Points of several layers at one scale, side by side in columns, in the order in which they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Spot:
    """Points around a place: which layer (index) and row each is, and its absolute pixel; the last lies on top."""

    layer: Ints
    row: Ints
    x: Floats
    y: Floats
    look: Ints
    rank: Ints

    def __len__(self) -> int:
        return len(self.row)

    def in_order(self) -> Spot:
        """Lowest first: by rank, then by layer, then by row."""
        if len(self) < 2:
            return self
        return self.take(np.argsort((self.rank << 48) + (self.layer << 40) + self.row))

    def take(self, which: Ints) -> Spot:
        """Some of them, in that order."""
        return Spot(
            self.layer[which], self.row[which], self.x[which], self.y[which], self.look[which], self.rank[which]
        )

    def looks_like(self, other: Spot) -> bool:
        """Whether both are drawn alike: the same looks at the same pixels, one as much on top as the other."""
        if self is other:
            return True
        if len(self) != len(other):
            return False
        one, two = self.in_order(), other.in_order()
        columns = ((one.x, two.x), (one.y, two.y), (one.look, two.look), (one.rank, two.rank))
        return all(np.array_equal(mine, yours) for mine, yours in columns)

    def part(self, start: int, end: int) -> Spot:
        """A stretch of them, without a copy."""
        return Spot(
            self.layer[start:end],
            self.row[start:end],
            self.x[start:end],
            self.y[start:end],
            self.look[start:end],
            self.rank[start:end],
        )


_NONE, _NOWHERE = np.empty(0, np.int64), np.empty(0)
NOTHING = Spot(_NONE, _NONE, _NOWHERE, _NOWHERE, _NONE, _NONE)


def joined(parts: Sequence[Spot]) -> Spot:
    """Several spots as one, one after the other."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return NOTHING
    return Spot(
        np.concatenate([part.layer for part in parts]),
        np.concatenate([part.row for part in parts]),
        np.concatenate([part.x for part in parts]),
        np.concatenate([part.y for part in parts]),
        np.concatenate([part.look for part in parts]),
        np.concatenate([part.rank for part in parts]),
    )


def topmost(spot: Spot) -> tuple[Spot, Ints]:
    """Of the points whose middles share 2 × 2 absolute pixels only the topmost, and how many share them.

    Nobody can see the others.
    """
    if len(spot) < 2:
        return spot, np.ones(len(spot), np.int64)
    key = (spot.y.astype(np.int64) >> 1 << 32) + (spot.x.astype(np.int64) >> 1)
    _, last, counts = np.unique(key[::-1], return_index=True, return_counts=True)
    last = len(key) - 1 - last
    order = np.argsort(last)
    return spot.take(last[order]), counts[order]
