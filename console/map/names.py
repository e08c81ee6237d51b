"""The names that may be written on the map: LABELS, one row for each kind of thing, most important first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import shapely

from console.map.things import Thing
from layers.geometry import to_world


@dataclass(frozen=True, slots=True)
class LabelRow:
    """How names of one kind of thing are written. ``beside``: px to the right of a dot; ``along``: follows its line."""

    theme: str
    kinds: tuple[str, ...]
    color: str
    size: int
    weight: int
    from_zoom: float
    to_zoom: float = 30.0
    spaced: float = 0.0  # letter spacing, share of the size
    upper: bool = False
    italic: bool = False
    beside: float = 0.0
    along: bool = False
    repeat_px: float = 0.0  # a line's name stands again after so many px


LABELS: tuple[LabelRow, ...] = (  # first in the list, first on the map
    LabelRow("areas", ("kota",), "map.label_city", 17, 600, 8.0, 10.6, spaced=0.08),
    LabelRow("areas", ("kecamatan",), "map.label_district", 13, 600, 10.6, 15.2, spaced=0.10, upper=True),
    LabelRow("stations", (), "map.label_place", 11, 500, 12.6, beside=8),
    LabelRow("areas", ("kelurahan",), "map.label_village", 12, 500, 12.75, 17.0),
    LabelRow("water", (), "map.water_label", 11, 500, 12.2, spaced=0.06, italic=True, along=True, repeat_px=900),
    LabelRow("roads", ("toll",), "map.label_road", 11, 600, 12.0, along=True, repeat_px=800),
    LabelRow("roads", ("primary", "trunk"), "map.label_road", 11, 500, 13.0, along=True, repeat_px=700),
    LabelRow("landmarks", (), "map.label_place", 11, 500, 13.8, beside=7),
    LabelRow("parks", (), "map.label_place", 11, 400, 14.2, italic=True),
    LabelRow("roads", ("secondary",), "map.label_road", 11, 400, 14.4, along=True, repeat_px=600),
    LabelRow("roads", (), "map.label_road", 11, 400, 15.4, along=True, repeat_px=500),
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that might be written: its row, and where (world point, or the world line that it follows)."""

    text: str
    row: LabelRow
    x: float
    y: float
    line: tuple[tuple[float, float], ...] = ()


def candidates(themes: Mapping[str, Sequence[Thing]]) -> list[Candidate]:
    """Every name of a basemap, most important first."""
    found: list[Candidate] = []
    for row in LABELS:
        named = {kind for other in LABELS if other.theme == row.theme for kind in other.kinds}
        for thing in themes.get(row.theme, ()):
            if thing.name and (thing.kind in row.kinds if row.kinds else thing.kind not in named):
                found.extend(_candidates_of(thing, row))
    return found


def _candidates_of(thing: Thing, row: LabelRow) -> Iterator[Candidate]:
    text = thing.name.upper() if row.upper else thing.name
    if row.along and shapely.get_dimensions(thing.geometry) == 1:
        for part in shapely.get_parts(shapely.line_merge(thing.geometry)):
            lonlat = shapely.get_coordinates(part)
            x, y = to_world(lonlat[:, 0], lonlat[:, 1])
            yield Candidate(text, row, 0.0, 0.0, tuple(zip(x.tolist(), y.tolist(), strict=True)))
        return
    at = thing.properties.get("label")
    if not (isinstance(at, list | tuple) and len(at) == 2):
        at = shapely.get_coordinates(middle_of(thing.geometry))[0]
    x0, y0 = to_world(float(at[0]), float(at[1]))
    yield Candidate(text, row, float(x0), float(y0))


def middle_of(geometry: shapely.Geometry) -> shapely.Geometry:
    """A point well inside: the middle of the largest circle where that is cheap to know, else any point."""
    if shapely.get_dimensions(geometry) == 2 and shapely.get_num_coordinates(geometry) < 5000:
        extent = max(geometry.bounds[2] - geometry.bounds[0], geometry.bounds[3] - geometry.bounds[1])
        circle = shapely.maximum_inscribed_circle(shapely.simplify(geometry, extent / 100), tolerance=extent / 60)
        return shapely.get_point(circle, 0)
    return shapely.point_on_surface(geometry)
