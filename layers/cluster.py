"""Groups: points that share a grid cell of the screen are shown as one, with their count and what they are made of.

The grid lies in absolute pixels of a scale, so that a part of the picture drawn anew equals the whole drawn at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

LEAST = 4  # fewer points than this in a cell stay as they are


@dataclass(frozen=True, slots=True)
class Groups:
    """Which of the given points stand alone, and the groups that the others make.

    ``alone`` and ``members`` are indices into what was given. ``alone`` goes by cell and kind; `alone_in` says where.
    Member ``m`` is in group ``group_of[m]``; group ``g`` has ``sizes[g]`` members of kind ``kind[g]``, is that of the
    cell ``column[g], line[g]`` and stands at ``(x[g], y[g])`` pixels.
    """

    alone: Ints
    members: Ints
    group_of: Ints
    sizes: Ints
    column: Ints
    line: Ints
    kind: Ints
    x: Floats
    y: Floats
    box: tuple[int, int, int, int]  # first column and line, how many columns and lines
    ends: list[int]

    def __len__(self) -> int:
        return len(self.x)

    def alone_in(self, column: int, line: int, kind: int) -> tuple[int, int]:
        """From where to where in ``alone`` the points of a cell and a kind are."""
        left, top, wide, high = self.box
        if not (left <= column < left + wide and top <= line < top + high):
            return 0, 0
        at = ((line - top) * wide + column - left) * 2 + kind
        return self.ends[at], self.ends[at + 1]


def grouped(
    x: Floats, y: Floats, single: Bools, kind: Bools, cell_px: int, inset_px: float, least: tuple[int, int]
) -> Groups:
    """Group points at absolute pixels ``x, y``, those of each kind (False and True) for themselves.

    Those marked ``single``, and fewer than ``least`` of their kind, stand alone. A group stands at the middle of its
    points, kept ``inset_px`` from its cell's edge so that neighbours do not touch.
    """
    column, line = np.floor(x / cell_px).astype(np.int64), np.floor(y / cell_px).astype(np.int64)
    left, top = (int(column.min()), int(line.min())) if len(x) else (0, 0)
    wide, high = (int(column.max()) - left + 1, int(line.max()) - top + 1) if len(x) else (0, 0)
    key = ((line - top) * wide + column - left) * 2 + kind
    places = 2 * wide * high
    counts = np.bincount(key[~single], minlength=places)
    big = counts >= np.tile(np.array(least, np.int64), wide * high)
    in_group = big[key] & ~single
    alone, members = np.flatnonzero(~in_group), np.flatnonzero(in_group)
    of_alone, of_member = key[alone], key[members]
    ends = np.concatenate(([0], np.cumsum(np.bincount(of_alone, minlength=places))))
    found = np.flatnonzero(big)
    sizes = counts[found]
    middle_x = np.bincount(of_member, x[members], places)[found] / sizes
    middle_y = np.bincount(of_member, y[members], places)[found] / sizes
    columns, lines = (found >> 1) % max(1, wide) + left, (found >> 1) // max(1, wide) + top
    return Groups(
        alone[np.argsort(of_alone, kind="stable")],
        members,
        (np.cumsum(big) - 1)[of_member],
        sizes,
        columns,
        lines,
        found & 1,
        np.clip(middle_x, columns * cell_px + inset_px, (columns + 1) * cell_px - inset_px),
        np.clip(middle_y, lines * cell_px + inset_px, (lines + 1) * cell_px - inset_px),
        (left, top, wide, high),
        ends.tolist(),
    )
