"""What the ground looks like: PAINTERS, one row for each kind of thing, in drawing order. Widths follow the zoom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Stops = tuple[tuple[float, float], ...]  # (zoom, px at 100 %), rising


class Stroke(StrEnum):
    """How a row is drawn."""

    FILL = "fill"
    LINE = "line"
    DOT = "dot"


@dataclass(frozen=True, slots=True)
class GroundRow:
    """How one kind of thing on the ground is drawn. An empty ``kinds`` takes what no other row of the theme names."""

    theme: str
    kinds: tuple[str, ...]
    stroke: Stroke
    color: str
    width: Stops = ((0.0, 1.0),)
    casing: str = ""
    casing_px: float = 0.0
    dash: tuple[float, ...] = ()
    from_zoom: float = 0.0
    alpha: float = 1.0
    every: int = 1  # 2: only every second feature
    name: str = ""
    thin: str = ""  # the colour while the line is too thin for a casing


OUTSKIRTS = "outskirts"  # the theme of what lies outside the city, made by console.map.outskirts
FADES = (
    1.0,
    0.97,
    0.92,
    0.86,
    0.8,
    0.73,
    0.66,
    0.59,
    0.52,
    0.45,
    0.39,
    0.34,
    0.3,
)  # how it is veiled, from the rim inwards


def fade(step: int) -> str:
    """The kind of one step of the veil."""
    return f"fade-{step}"


FILL, LINE, DOT = Stroke.FILL, Stroke.LINE, Stroke.DOT

PAINTERS: tuple[GroundRow, ...] = (
    GroundRow("areas", ("kota",), FILL, "map.land", name="land"),
    GroundRow("areas", ("kecamatan",), FILL, "map.land", name="district land"),
    GroundRow("areas", ("kelurahan",), FILL, "map.land", name="village land"),
    GroundRow("areas", ("kecamatan",), FILL, "map.land_alternate", every=2, name="district tint"),
    GroundRow("parks", (), FILL, "map.park"),
    GroundRow("areas", ("kelurahan",), LINE, "map.border_village", ((11, 0.7), (14, 1.1), (17, 1.6)), from_zoom=11.4),
    GroundRow("water", (), FILL, "map.water", from_zoom=8),
    GroundRow("water", (), LINE, "map.water_line", ((10, 1.0), (13, 2.2), (15, 4.5), (18, 16)), name="water lines"),
    GroundRow(
        "areas",
        ("kecamatan",),
        LINE,
        "map.border_district",
        ((10, 0.9), (13, 1.3), (16, 2.0)),
    ),
    GroundRow("areas", ("kota",), LINE, "map.border_city", ((10, 6), (14, 9), (17, 12)), alpha=0.16, name="city glow"),
    GroundRow("areas", ("kota",), LINE, "map.border_city", ((10, 1.4), (14, 1.8), (17, 2.4)), name="city border"),
    GroundRow(
        "roads",
        (),
        LINE,
        "map.road_minor",
        ((11, 0.5), (13, 0.8), (14.5, 1.6), (16, 4.5), (18, 13)),
        "map.road_minor_casing",
        0.9,
        name="local",
        thin="map.road_minor_thin",
    ),
    GroundRow("rail", (), LINE, "map.rail", ((10, 1.2), (13, 2.0), (16, 3.4)), name="rail"),
    GroundRow(
        "rail", (), LINE, "map.rail_tie", ((10, 0.5), (13, 1.0), (16, 1.9)), dash=(5, 5), from_zoom=11, name="ties"
    ),
    GroundRow(
        "roads",
        ("secondary",),
        LINE,
        "map.road_secondary",
        ((10, 0.8), (12, 1.5), (14, 3.2), (16, 7), (18, 17)),
        "map.road_secondary_casing",
        1.0,
    ),
    GroundRow(
        "roads",
        ("primary",),
        LINE,
        "map.road_primary",
        ((10, 1.2), (12, 2.2), (14, 4.2), (16, 9), (18, 20)),
        "map.road_primary_casing",
        1.1,
    ),
    GroundRow(
        "roads",
        ("trunk",),
        LINE,
        "map.road_trunk",
        ((10, 1.3), (12, 2.5), (14, 4.8), (16, 10), (18, 22)),
        "map.road_trunk_casing",
        1.1,
    ),
    GroundRow(
        "roads",
        ("toll",),
        LINE,
        "map.road_toll",
        ((10, 1.8), (12, 3.2), (14, 6.0), (16, 12), (18, 26)),
        "map.road_toll_casing",
        1.4,
    ),
    *(GroundRow(OUTSKIRTS, (fade(step),), FILL, "map.outside", alpha=alpha) for step, alpha in enumerate(FADES)),
    GroundRow("stations", (), DOT, "map.station", ((11, 2.2), (14, 3.6), (17, 5)), "map.halo", 1.5, from_zoom=11.2),
    GroundRow("landmarks", (), DOT, "map.label_place", ((13, 1.6), (16, 2.4)), "map.halo", 1.2, from_zoom=14.2),
)


def at_zoom(stops: Stops, zoom: float) -> float:
    """The value between the stops; before the first and after the last theirs."""
    before = stops[0]
    for stop in stops:
        if zoom <= stop[0]:
            if stop is before:
                return stop[1]
            share = (zoom - before[0]) / (stop[0] - before[0])
            return before[1] + (stop[1] - before[1]) * share
        before = stop
    return before[1]


def named_kinds(theme: str, stroke: Stroke) -> frozenset[str]:
    """Kinds of a theme that have a row of their own."""
    return frozenset(kind for row in PAINTERS if row.theme == theme and row.stroke is stroke for kind in row.kinds)
