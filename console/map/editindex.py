"""What of an edited layer lies where: a tree made now and then, and beside it what has changed since. Degrees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import shapely

from layers.features import Feature
from layers.geometry import Bounds

MOST_LOOSE = 400  # so many may have changed since before the tree is made anew


@dataclass(slots=True)
class EditIndex:
    """Ids by place. `features` is asked each time: what is gone there is not found."""

    features: Mapping[str, Feature]
    _ids: list[str] = field(default_factory=list)
    _tree: shapely.STRtree = field(default_factory=lambda: shapely.STRtree([]))
    _loose: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._grow()

    def touch(self, ids: Iterable[str]) -> None:
        """These are other, new or gone."""
        self._loose.update(ids)

    def within(self, box: Bounds) -> list[str]:
        """The ids of what may touch a box, by its own box."""
        if len(self._loose) > MOST_LOOSE:
            self._grow()
        area = shapely.box(*box)
        found = [self._ids[at] for at in np.sort(self._tree.query(area)).tolist()]
        found = [ident for ident in found if ident not in self._loose and ident in self.features]
        loose = [ident for ident in sorted(self._loose) if ident in self.features]
        if loose:
            west, south, east, north = shapely.bounds([self.features[ident].geometry for ident in loose]).T
            near = (west <= box.east) & (east >= box.west) & (south <= box.north) & (north >= box.south)
            found += [loose[at] for at in np.flatnonzero(near).tolist()]
        return found

    def _grow(self) -> None:
        self._ids = list(self.features)
        self._tree = shapely.STRtree([self.features[ident].geometry for ident in self._ids])
        self._loose.clear()
