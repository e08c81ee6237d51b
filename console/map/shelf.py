"""The shelf: tiles that some canvas of a scene holds, for another that needs the same. It keeps none alive itself."""

from __future__ import annotations

from typing import NamedTuple
from weakref import WeakValueDictionary

from PySide6.QtGui import QPixmap

from console.map.tiles import Tile
from console.theme import Theme


class Place(NamedTuple):
    """What a tile without its symbols depends on, besides the scene."""

    theme: Theme
    scale: float
    ratio: float
    tile: Tile


class Shelf:
    """Tiles by place."""

    def __init__(self) -> None:
        self._tiles: WeakValueDictionary[Place, QPixmap] = WeakValueDictionary()

    def take(self, place: Place) -> QPixmap | None:
        """The tile, if some canvas has it."""
        return self._tiles.get(place)

    def put(self, place: Place, pixmap: QPixmap) -> None:
        """A canvas has drawn this."""
        self._tiles[place] = pixmap

    def forget(self, place: Place) -> None:
        """The tile is not what it was."""
        self._tiles.pop(place, None)

    def clear(self) -> None:
        """Ground, lines or areas are not what they were."""
        self._tiles.clear()
