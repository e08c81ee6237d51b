"""What lies outside the city: veiled, and faded out to where the lines of the basemap end, so that none is cut off.

The veil is areas of the ground like others: drawn with it, and nothing for each frame.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from console.map.painters import FADES, OUTSKIRTS, fade
from console.map.things import Thing

LINES = ("water", "roads", "rail")  # themes whose lines end somewhere
FADE_M = 2600.0  # over so many metres before that they fade
M_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Veil:
    """A piece of the veil, as a thing of the ground."""

    id: str
    geometry: BaseGeometry
    kind: str
    theme: str = OUTSKIRTS
    name: str = ""
    properties: Mapping[str, Any] = field(default_factory=dict)


def with_outskirts(themes: Mapping[str, Sequence[Thing]]) -> Mapping[str, Sequence[Thing]]:
    """The themes and the veil over what lies outside the city; the same where there is no city or no line."""
    city = _city(themes.get("areas", ()))
    lines = [thing.geometry for key in LINES for thing in themes.get(key, ())]
    if city is None or not lines:
        return themes
    west, south, east, north = shapely.total_bounds([city, *lines]).tolist()
    down = min(FADE_M / M_PER_DEGREE, (north - south) / 4)
    across = min(FADE_M / M_PER_DEGREE / math.cos(math.radians((south + north) / 2)), (east - west) / 4)
    rest = shapely.difference(shapely.box(west - across, south - down, east + across, north + down), city)
    veils = []
    for step in range(len(FADES)):  # frames, from the rim inwards; what is left lies nearest to the city
        share = step / (len(FADES) - 1)
        inner = (west + across * share, south + down * share, east - across * share, north - down * share)
        hole = shapely.box(*inner) if step < len(FADES) - 1 else shapely.Polygon()
        frame, rest = _areas_of(shapely.difference(rest, hole)), shapely.intersection(rest, hole)
        veils.append(Veil(fade(step), frame, fade(step)))
    return {**themes, OUTSKIRTS: tuple(veil for veil in veils if not shapely.is_empty(veil.geometry))}


def _areas_of(geometry: BaseGeometry) -> BaseGeometry:
    """Without the lines and points that are left where edges meet."""
    parts = shapely.get_parts(geometry)
    return shapely.multipolygons(parts[shapely.get_dimensions(parts) == 2])


def _city(areas: Sequence[Thing]) -> BaseGeometry | None:
    for kind in ("kota", "kecamatan", "kelurahan"):
        found = [area.geometry for area in areas if area.kind == kind and shapely.get_dimensions(area.geometry) == 2]
        if found:
            return shapely.union_all(shapely.make_valid(found))
    return None
