"""Which tiles a camera shows, with a margin or without, and in which order they are wanted."""

from __future__ import annotations

from console.map.camera import Camera
from console.map.press import PER_PLATE, PLATE
from console.map.tiles import Tile, tiles_of

Box = tuple[int, int, int, int]


def square_of(tile: Tile) -> tuple[int, int]:
    """The plate that a tile is cut from, by its column and line."""
    return tile.column // PER_PLATE, tile.line // PER_PLATE


class InView:
    """The tiles in view, reckoned anew only when the view is another."""

    def __init__(self, camera: Camera) -> None:
        self._camera = camera
        self._known: dict[int, tuple[Box, list[Tile]]] = {}  # by margin

    def box(self, margin: int) -> Box:
        """Left, top, width and height of the view and a margin, in absolute pixels."""
        left, top = self._camera.origin()
        return left - margin, top - margin, self._camera.width + 2 * margin, self._camera.height + 2 * margin

    def tiles(self, margin: int) -> list[Tile]:
        """The tiles that the view and a margin touch."""
        box = self.box(margin)
        known = self._known.get(margin)
        if known is None or known[0] != box:
            known = self._known[margin] = (box, list(tiles_of(*box)))
        return known[1]

    def nearest_first(self, tiles: list[Tile], focus: tuple[float, float] | None) -> list[Tile]:
        """Sorted by how far they lie from a pixel of the canvas, or from its middle; all of a plate together."""
        left, top = self._camera.origin()
        x, y = focus or (self._camera.width / 2, self._camera.height / 2)
        column, line = (x + left) / PLATE - 0.5, (y + top) / PLATE - 0.5

        def away(tile: Tile) -> tuple[float, int, int]:
            across, down = square_of(tile)
            return (across - column) ** 2 + (down - line) ** 2, across, down

        return sorted(tiles, key=away)
