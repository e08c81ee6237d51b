"""Points in columns: places and looks of a layer in numpy, with a cell index for drawing, patching and hits.

World coordinates are web mercator 0..1, y to the south. A row that was removed, or whose place is no number, has no
place (NaN): no query finds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]

CELLS = 256  # cells along each side of the index: a cell's number has 16 bits
LOOSE = 2000  # moved and new rows that are looked through one by one before the index is made again


@dataclass(frozen=True, slots=True)
class Change:
    """What a change touched: the rows that are now there, and the places (world) where something was before."""

    rows: Rows
    was_x: Floats
    was_y: Floats


class RowsById:
    """The row of each id, in a third of a dict's memory: a million ids are sorted by their hash once."""

    def __init__(self, ids: list[str]) -> None:
        """``ids``: the id of each row; what is put there by others later is told by `put` and `take`."""
        self._ids = ids
        hashes = np.fromiter(map(hash, ids), np.int64, len(ids))
        order = np.argsort(hashes, kind="stable")
        self._hashes, self._rows = hashes[order], order.astype(np.int32)
        self._later: dict[str, int] = {}
        self._gone: set[int] = set()  # rows of the first ids that were taken away

    def __len__(self) -> int:
        return len(self._rows) - len(self._gone) + len(self._later)

    def get(self, ident: str) -> int | None:
        """The row of an id, if it is there."""
        later = self._later.get(ident)
        if later is not None:
            return later
        sought = hash(ident)
        at = int(self._hashes.searchsorted(sought))
        while at < len(self._hashes) and self._hashes[at] == sought:
            row = int(self._rows[at])
            if row not in self._gone and self._ids[row] == ident:
                return row
            at += 1
        return None

    def put(self, ident: str, row: int) -> None:
        """An id that was not there."""
        self._later[ident] = row

    def take(self, ident: str) -> int | None:
        """Forget an id; gives its row, if it was there."""
        row = self.get(ident)
        if row is not None and self._later.pop(ident, None) is None:
            self._gone.add(row)
        return row


class PointTable:
    """Points of one layer by id. ``code`` is the drawer's own; ``rank`` decides what is on top."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.x = np.empty(0)
        self.y = np.empty(0)
        self.code = np.empty(0, np.uint16)
        self.rank = np.empty(0, np.uint8)
        self._row = RowsById(self.ids)
        self._free: list[int] = []
        self._loose = np.empty(0, np.int32)  # rows that moved since the index was made,
        self._moved = np.empty(0, np.bool_)  # and for each row whether it is one of them
        self._count = 0
        self._index()

    def __len__(self) -> int:
        return self._count

    def __contains__(self, ident: object) -> bool:
        return isinstance(ident, str) and self._row.get(ident) is not None

    def row(self, ident: str) -> int | None:
        """The row of an id; rows stay as long as the id is there."""
        return self._row.get(ident)

    def fill(self, ids: Sequence[str], x: Floats, y: Floats, code: npt.ArrayLike, rank: npt.ArrayLike) -> None:
        """Take these as all that there is."""
        self.ids = list(ids)
        self.x, self.y = placed(x, y)
        self.code = np.array(code, np.uint16)
        self.rank = np.array(rank, np.uint8)
        self._row = RowsById(self.ids)
        self._free, self._count = [], len(self._row)
        self._index()

    def change(
        self,
        ids: Sequence[str],
        x: Floats,
        y: Floats,
        code: npt.ArrayLike,
        rank: npt.ArrayLike,
        removed: Iterable[str] = (),
    ) -> Change:
        """Put these in place of what had their ids, take the removed away; unknown removed ids are passed over."""
        x, y = placed(x, y)
        gone = [row for ident in removed if (row := self._row.take(ident)) is not None]
        was_x, was_y = self.x[gone], self.y[gone]
        self.x[gone] = self.y[gone] = np.nan
        known = [row for ident in ids if (row := self._row.get(ident)) is not None]
        was_x, was_y = np.append(was_x, self.x[known]), np.append(was_y, self.y[known])
        rows = np.array([self._row_for(ident) for ident in ids], np.int32)
        self._free.extend(gone)  # after, so that a new id does not take a row whose old place is still to be told
        self._grow()
        moved = rows[(self.x[rows] != x) | (self.y[rows] != y)]
        self.x[rows], self.y[rows] = x, y
        self.code[rows] = code
        self.rank[rows] = rank
        moved = np.unique(moved[~self._moved[moved]])
        self._loose = np.append(self._loose, moved)
        self._moved[moved] = True
        self._count = len(self._row)
        if len(self._loose) > LOOSE:
            self._index()
        return Change(rows, was_x, was_y)

    def place(self, ident: str) -> tuple[float, float] | None:
        """Where the point of that id is; None when it is not there, or has no place."""
        row = self._row.get(ident)
        if row is None or np.isnan(self.x[row]):
            return None
        return float(self.x[row]), float(self.y[row])

    def query(self, west: float, north: float, east: float, south: float, *, ordered: bool = True) -> Rows:
        """Rows inside a world rectangle, lowest first in drawing order (if ``ordered``)."""
        left, right = self._column(west), self._column(east)
        top, bottom = self._line(north), self._line(south)
        start, order = self._start, self._order
        parts = [
            order[start[line + left] : start[line + right + 1]]
            for line in range(top * CELLS, bottom * CELLS + 1, CELLS)
        ]
        rows = parts[0] if len(parts) == 1 else np.concatenate(parts)
        if self._loose.size:
            rows = np.concatenate((rows[~self._moved[rows]], self._loose))
        if not rows.size:
            return rows
        x, y = self.x[rows], self.y[rows]
        rows = rows[(x >= west) & (x <= east) & (y >= north) & (y <= south)]
        return rows[np.argsort((self.rank[rows].astype(np.int64) << 32) + rows)] if ordered else rows

    def hit(self, x: float, y: float, reach: float) -> Rows:
        """Rows within ``reach`` (world) of a place, nearest the top first."""
        rows = self.query(x - reach, y - reach, x + reach, y + reach)
        near = (self.x[rows] - x) ** 2 + (self.y[rows] - y) ** 2 <= reach * reach
        return rows[near][::-1]

    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, north, east, south of all points in world; None when there is none."""
        if not self._count:
            return None
        return (
            float(np.nanmin(self.x)),
            float(np.nanmin(self.y)),
            float(np.nanmax(self.x)),
            float(np.nanmax(self.y)),
        )

    def rows(self) -> Rows:
        """All rows that hold a point."""
        return np.flatnonzero(~np.isnan(self.x)).astype(np.int32)

    def _row_for(self, ident: str) -> int:
        row = self._row.get(ident)
        if row is None:
            if self._free:
                row = self._free.pop()
                self.ids[row] = ident
            else:
                row = len(self.ids)
                self.ids.append(ident)
            self._row.put(ident, row)
        return row

    def _grow(self) -> None:
        if len(self.ids) <= len(self.x):
            return
        size = max(64, len(self.ids) * 2)
        for name, empty in (("x", np.nan), ("y", np.nan), ("code", 0), ("rank", 0), ("_moved", False)):
            old = getattr(self, name)
            new = np.full(size, empty, old.dtype)
            new[: len(old)] = old
            setattr(self, name, new)

    def _index(self) -> None:
        """Counting sort of the rows into cells of their present bounds."""
        here = self.rows()
        x, y = self.x[here], self.y[here]
        self._left, self._top = (float(x.min()), float(y.min())) if len(here) else (0.0, 0.0)
        self._per_x = CELLS / (float(x.max()) - self._left + 1e-12) if len(here) else 1.0
        self._per_y = CELLS / (float(y.max()) - self._top + 1e-12) if len(here) else 1.0
        column = np.minimum((x - self._left) * self._per_x, CELLS - 1).astype(np.uint16)
        line = np.minimum((y - self._top) * self._per_y, CELLS - 1).astype(np.uint16)
        cell = line * np.uint16(CELLS) + column  # 16 bits, which numpy sorts by counting: a fifth of the time
        self._order = here[np.argsort(cell, kind="stable")]
        self._start = np.zeros(CELLS * CELLS + 1, np.int64)
        np.cumsum(np.bincount(cell, minlength=CELLS * CELLS), out=self._start[1:])
        self._loose, self._moved = np.empty(0, np.int32), np.zeros(len(self.x), np.bool_)

    def _column(self, x: float) -> int:
        return int(min(CELLS - 1, max(0.0, (x - self._left) * self._per_x)))

    def _line(self, y: float) -> int:
        return int(min(CELLS - 1, max(0.0, (y - self._top) * self._per_y)))


def placed(x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Copies of the two columns; what is not finite in one of them has no place in either."""
    xs, ys = np.array(x, np.float64), np.array(y, np.float64)
    lost = ~np.isfinite(xs + ys)
    if lost.any():
        xs[lost] = ys[lost] = np.nan
    return xs, ys
