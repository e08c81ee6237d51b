"""How full the streets of the demo city are, minute by minute: made up, but as a city fills and empties."""

from __future__ import annotations

import math
import random
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import shapely
import shapely.ops
from shapely.geometry import LineString, Point

from layers.basemap import Basemap, Ground
from layers.features import Feature, JsonValue
from layers.geometry import METRES_PER_DEGREE

WIB = timezone(timedelta(hours=7), "WIB")
LAID_APART_DEG = 0.00013  # about 14 m to the left of the middle: one drives on the left
HOLDS = timedelta(minutes=6)  # three cadences of the layer
PIECE_M = {"toll": 2200.0, "primary": 1300.0, "secondary": 1800.0}
FREE_KMH = {"toll": 80.0, "primary": 45.0, "secondary": 32.0}
# Share of the free speed that is left, from level 0 (free) to 5 (nothing moves): Waze's levels, so one legend fits.
SHARE_LEFT = (0.92, 0.76, 0.58, 0.40, 0.22, 0.06)
MARKS = frozenset({"bridge", "toll_gate", "station", "terminal", "mall", "market", "stadium"})  # what drivers go by
MORNING, EVENING = 7.2, 18.2  # hours of the day (WIB) when most are on the road


def segments(basemap: Basemap, now: datetime, seed: int = 1) -> list[Feature]:
    """Both directions of every road of the basemap inside the city, in pieces, as they stand at `now` (aware)."""
    city = basemap.city()
    known = [
        ground
        for ground in (*basemap.themes.get("stations", ()), *basemap.themes.get("landmarks", ()))
        if ground.kind in MARKS
    ]
    gates = [ground for ground in known if ground.kind == "toll_gate"]
    found: list[Feature] = []
    for road in basemap.themes.get("roads", ()):
        if road.kind not in FREE_KMH or not road.name:
            continue
        marks = gates if road.kind == "toll" else known
        for number, piece in enumerate(_pieces(road, city), 1):
            start = _near(marks, piece.coords[0])
            ends = [start, _near([mark for mark in marks if mark.name != start], piece.coords[-1])]
            for way, line, (begin, end) in (
                ("a", piece, ends),
                ("b", LineString(list(piece.coords)[::-1]), ends[::-1]),
            ):
                about: dict[str, JsonValue] = {
                    "street": road.name,
                    "from": begin,
                    "to": end,
                    "free_flow_kmh": FREE_KMH[road.kind],
                }
                laid = shapely.set_precision(shapely.offset_curve(line, LAID_APART_DEG), 1e-6, mode="pointwise")
                feature = Feature("traffic_segment", f"demo-{road.id}-{number}{way}", laid, about, source="demo")
                found.append(at(feature, now, seed))
    return found


def _pieces(road: Ground, city: shapely.Geometry) -> Iterable[LineString]:
    """The road within the city in pieces of about equal length, each a line with the road's own bends."""
    for part in shapely.get_parts(shapely.intersection(road.geometry, city)):
        if part.geom_type != "LineString":
            continue
        count = max(1, round(part.length * METRES_PER_DEGREE / PIECE_M[road.kind]))
        for index in range(count):
            piece = shapely.ops.substring(part, index / count, (index + 1) / count, normalized=True)
            if piece.length * METRES_PER_DEGREE > 150:
                yield piece


def _near(marks: Sequence[Ground], end: Sequence[float]) -> str:
    """The name of the nearest well-known place; a basemap without any gives none."""
    return min(marks, key=lambda ground: float(ground.geometry.distance(Point(end)))).name if marks else ""


def at(segment: Feature, now: datetime, seed: int = 1) -> Feature:
    """The same segment as it stands at `now`: level, speed, delay. The same moment and seed give the same."""
    free = float(segment.properties["free_flow_kmh"] or 30.0)
    level = _level(segment, now, seed)
    speed = free * SHARE_LEFT[level]
    length_km = segment.geometry.length * METRES_PER_DEGREE / 1000
    delay_s = max(0.0, length_km / speed - length_km / free) * 3600
    about = dict(segment.properties) | {
        "level": level,
        "speed_kmh": round(speed, 1),
        "delay_s": round(delay_s),
        "closure": level == 5,
    }
    return replace(segment, properties=about, updated_at=now, valid_until=now + HOLDS)


def moved(known: Iterable[Feature], now: datetime, seed: int = 1) -> list[Feature]:
    """All segments as they stand at `now`; also those that did not change, for they hold a while longer."""
    return [at(segment, now, seed) for segment in known]


def _level(segment: Feature, now: datetime, seed: int) -> int:
    """0 free … 5 closed. Mornings fill the ways to Jakarta (west), evenings the ways back; Sundays are calm."""
    local = now.astimezone(WIB)
    hour = local.hour + local.minute / 60
    own = random.Random(zlib.crc32(f"{seed}:{segment.id}".encode()))  # noqa: S311 a made-up city, no secret
    busy, phase, swing = own.uniform(0.4, 1.05), own.uniform(0, math.tau), own.uniform(17, 41)
    start, end = segment.geometry.coords[0], segment.geometry.coords[-1]
    to_jakarta = (start[0] - end[0]) / (math.dist(start, end) or 1.0)  # 1: straight to the west
    morning = math.exp(-(((hour - MORNING) / 1.3) ** 2)) * (1 + 0.35 * to_jakarta)
    evening = math.exp(-(((hour - EVENING) / 1.6) ** 2)) * (1 - 0.35 * to_jakarta)
    noon = 0.45 * math.exp(-(((hour - 12.8) / 3.5) ** 2))
    rest = {5: 0.85, 6: 0.6}.get(local.weekday(), 1.0)
    wave = 0.16 * math.sin(phase + now.timestamp() / 60 / swing)
    load = (0.08 + rest * busy * max(morning, evening, noon)) + wave
    quarter = random.Random(zlib.crc32(f"{seed}:{segment.id}:{int(now.timestamp() // 2700)}".encode()))  # noqa: S311
    if quarter.random() < 0.004:
        return 5  # an accident or works: closed for a while
    return min(4, max(0, int(load * 4.0)))
