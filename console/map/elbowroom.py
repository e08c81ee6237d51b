"""Where symbols lie that names step aside from: looked at now and then, and the same for every canvas of a scene."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from console.map.points import QUIET_FROM, QUIET_UNTIL, PointLayer
from layers.catalog import BY_KEY, Pace

Floats = npt.NDArray[np.float64]
MOST = 4000  # symbols; a crowd leaves no room to step to
LIVE_PX, STANDING_PX = 13.0, 9.0  # half of a symbol, at 100 %


@dataclass(frozen=True)
class Symbols:
    """Middles of symbols in absolute pixels, and half of the size of each."""

    x: Floats
    y: Floats
    half: Floats

    def over(self, boxes: Floats) -> list[float]:
        """How much of each box (left, top, right, bottom) symbols would hide, in square pixels."""
        left, top, right, bottom = (boxes[:, side, None] for side in range(4))
        near = self.x > left.min() - self.half
        near &= (
            (self.x < right.max() + self.half) & (self.y > top.min() - self.half) & (self.y < bottom.max() + self.half)
        )
        x, y, half = self.x[near], self.y[near], self.half[near]
        across = np.minimum(right, x + half) - np.maximum(left, x - half)
        down = np.minimum(bottom, y + half) - np.maximum(top, y - half)
        hidden: list[float] = (np.clip(across, 0, None) * np.clip(down, 0, None)).sum(axis=1).tolist()
        return hidden


NONE = Symbols(np.empty(0), np.empty(0), np.empty(0))


class ElbowRoom:
    """The symbols of a scene's layers as they were when last looked at."""

    def __init__(self, layers: Sequence[PointLayer]) -> None:
        self._layers = layers
        self._live, self._standing = _nowhere(), _nowhere()

    def look(self) -> bool:
        """Look again; says whether anything lies elsewhere."""
        live, standing = self._places(live=True), self._places(live=False)
        is_new = not (np.array_equal(live, self._live) and np.array_equal(standing, self._standing))
        self._live, self._standing = live, standing
        return is_new

    def at(self, scale: float, zoom: float, ratio: float) -> Symbols:
        """What names step aside from at this scale: small dots lie under names, and hinder none."""
        is_quiet = zoom < QUIET_UNTIL and self._standing.shape[1] >= QUIET_FROM
        is_crowd = self._live.shape[1] + self._standing.shape[1] > MOST  # then at least of the reports
        standing = _nowhere() if is_quiet or is_crowd else self._standing
        count = self._live.shape[1] + standing.shape[1]
        if not 0 < count <= MOST:
            return NONE
        x, y = np.concatenate((self._live, standing), axis=1) * scale
        half = np.concatenate((np.full(self._live.shape[1], LIVE_PX), np.full(standing.shape[1], STANDING_PX)))
        return Symbols(x, y, half * ratio)

    def _places(self, *, live: bool) -> Floats:
        tables = [
            layer.table
            for layer in self._layers
            if layer.visible and len(layer.table) and (BY_KEY[layer.key].pace is Pace.LIVE) == live
        ]
        if not tables:
            return _nowhere()
        places = np.concatenate([np.stack((table.x, table.y)) for table in tables], axis=1)
        return np.asarray(places[:, ~np.isnan(places[0])])


def _nowhere() -> Floats:
    return np.empty((2, 0))
