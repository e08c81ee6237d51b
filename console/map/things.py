"""Things of a basemap, and which of them a painter's row draws: what every engine of the ground agrees on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from console.map.painters import GroundRow, Stroke, named_kinds
from layers.geometry import to_world

Floats = npt.NDArray[np.float64]
CASED_FROM_PX = 1.6  # a thinner line has no room for a casing
SEEN_FROM_PX = 1.5  # a line that is shorter is but a speck


class Thing(Protocol):
    """One thing of a basemap, as layers.basemap makes them. Geometry in degrees, longitude first."""

    @property
    def theme(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def geometry(self) -> BaseGeometry: ...
    @property
    def properties(self) -> Mapping[str, Any]: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...


def things_of(row: GroundRow, things: Sequence[Thing]) -> list[Thing]:
    """What a row draws of a theme."""
    named = named_kinds(row.theme, row.stroke)
    dimension = {Stroke.FILL: (2,), Stroke.LINE: (1, 2), Stroke.DOT: (0, 1, 2)}[row.stroke]
    chosen = [
        thing
        for thing in things
        if (thing.kind in row.kinds if row.kinds else thing.kind not in named)
        and shapely.get_dimensions(thing.geometry) in dimension
    ]
    return chosen[:: row.every]


def points_of(things: Sequence[Thing]) -> Floats:
    """One world point for each thing."""
    middles = shapely.get_coordinates(shapely.point_on_surface([thing.geometry for thing in things]))
    return np.stack(to_world(middles[:, 0], middles[:, 1]), axis=1)
