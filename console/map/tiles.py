"""Tiles of one epoch: pictures at an exact scale, moved when the map is panned and drawn anew piece by piece.

Each tile has two pictures: the *under* (ground with lines, warnings and labels) and the *face* (under with symbols:
what is shown); where there are no symbols it is the same. Some way off the view only faces are kept. The bare *ground*
is kept only where painters draw, as they are slow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from PySide6.QtGui import QPixmap

EDGE = 256  # device pixels


class Tile(NamedTuple):
    """A tile's place in the grid of absolute pixels."""

    column: int
    line: int

    @property
    def left(self) -> int:
        """Absolute pixel of the left edge."""
        return self.column * EDGE

    @property
    def top(self) -> int:
        """Absolute pixel of the upper edge."""
        return self.line * EDGE


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece of the plane to draw: at this scale, with its upper left absolute pixel and its size in pixels."""

    scale: float
    zoom: float
    ratio: float
    left: int
    top: int
    width: int
    height: int

    def world(self, margin: float = 0.0) -> tuple[float, float, float, float]:
        """West, north, east, south in world, widened by pixels."""
        return (
            (self.left - margin) / self.scale,
            (self.top - margin) / self.scale,
            (self.left + self.width + margin) / self.scale,
            (self.top + self.height + margin) / self.scale,
        )


@dataclass
class Epoch:
    """The tiles at one scale, and which of them must be drawn again."""

    scale: float
    zoom: float
    ratio: float
    ground: dict[Tile, QPixmap] = field(default_factory=dict)
    under: dict[Tile, QPixmap] = field(default_factory=dict)
    face: dict[Tile, QPixmap] = field(default_factory=dict)
    old: set[Tile] = field(default_factory=set)  # faces that are shown but no longer right

    def cut(self, tile: Tile) -> Cut:
        """The tile as something to draw."""
        return Cut(self.scale, self.zoom, self.ratio, tile.left, tile.top, EDGE, EDGE)

    def is_done(self, tile: Tile) -> bool:
        """Whether the tile's face is there and right."""
        return tile in self.face and tile not in self.old

    def spoil_under(self) -> None:
        """Lines or labels have changed everywhere."""
        self.under.clear()
        self.spoil_faces()

    def spoil_faces(self) -> None:
        """Symbols have changed everywhere."""
        self.old = set(self.face)

    def spoil_tiles(self, tiles: set[Tile]) -> None:
        """Lines have changed in these tiles."""
        for tile in tiles:
            self.under.pop(tile, None)
        self.old |= tiles & set(self.face)

    def forget_outside(self, keep: set[Tile], near: set[Tile]) -> None:
        """Let go of what lies far from the view, and of what lies under the faces that are not near it.

        Such a face is drawn anew once something changes in it.
        """
        for pictures, kept in ((self.ground, near), (self.under, near), (self.face, keep)):
            for tile in [tile for tile in pictures if tile not in kept]:
                del pictures[tile]
        self.old &= keep


def tiles_of(left: int, top: int, width: int, height: int) -> Iterator[Tile]:
    """The tiles that a rectangle of absolute pixels touches."""
    for line in range(top // EDGE, (top + height - 1) // EDGE + 1):
        for column in range(left // EDGE, (left + width - 1) // EDGE + 1):
            yield Tile(column, line)
