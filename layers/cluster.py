"""Groups: points that share a grid cell of the screen are shown as one, with their count and what they are made of.

The grid lies in absolute pixels of a scale, so that a part of the picture drawn anew equals the whole drawn at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LEAST = 4  # fewer points than this in a cell stay as they are


@dataclass(frozen=True, slots=True)
class Groups:
    """Which of the given points stand alone, and the groups that the others make.

    ``alone`` and ``members`` are indices into what was given; group ``g`` has the members
    ``members[starts[g]:starts[g + 1]]`` and stands at ``(x[g], y[g])`` pixels.
    """

    alone: Ints
    members: Ints
    starts: Ints
    x: Floats
    y: Floats

    def __len__(self) -> int:
        return len(self.x)

    def count(self, group: int) -> int:
        """How many points a group stands for."""
        return int(self.starts[group + 1] - self.starts[group])


def grouped(
    x: Floats, y: Floats, single: npt.NDArray[np.bool_], cell_px: int, inset_px: float, least: int = LEAST
) -> Groups:
    """Group points at absolute pixels ``x, y``; those marked ``single``, and fewer than ``least``, stand alone.

    A group stands at the middle of its points, kept ``inset_px`` from its cell's edge so that neighbours do not touch.
    """
    column, line = np.floor(x / cell_px).astype(np.int64), np.floor(y / cell_px).astype(np.int64)
    key = (line << 32) + column
    may = np.flatnonzero(~single)
    _, inverse, counts = np.unique(key[may], return_inverse=True, return_counts=True)
    big = counts >= least
    in_group = big[inverse] if len(may) else np.zeros(0, np.bool_)
    alone = np.sort(np.concatenate((np.flatnonzero(single), may[~in_group])))
    number = np.cumsum(big) - 1
    which = number[inverse[in_group]] if len(may) else np.zeros(0, np.int64)
    order = np.argsort(which, kind="stable")
    members = may[in_group][order]
    sizes = counts[big]
    starts = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=starts[1:])
    if not len(sizes):
        return Groups(alone, members, starts, np.empty(0), np.empty(0))
    first = members[starts[:-1]]
    middle_x = np.add.reduceat(x[members], starts[:-1]) / sizes
    middle_y = np.add.reduceat(y[members], starts[:-1]) / sizes
    left, top = column[first] * cell_px, line[first] * cell_px
    return Groups(
        alone,
        members,
        starts,
        np.clip(middle_x, left + inset_px, left + cell_px - inset_px),
        np.clip(middle_y, top + inset_px, top + cell_px - inset_px),
    )
