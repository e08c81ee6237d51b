"""The demo city's simulator: moves what is marked `demo` a step on, and makes a report up now and then."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from layers.features import Feature
from layers.feeds import Context, Manifest, Option, Reading, Sighting
from layers.seed import SOURCE, step

MANIFEST = Manifest(
    key="demo",
    title="Demo city (made up)",
    cadence_s=60,
    layers=("traffic_segment", "wifi_hotspot", "waste_point"),
    formats=(),
    makes_reports=True,
    demo=True,
    needs_source=False,
    options=(Option("seed"), Option("reports", choices=("yes", "no"))),
)

EVERY_S = 420  # at most one report in this time
CHANCE = 0.5
MARK = "(rekaan untuk demo)"


def read(source: bytes, context: Context) -> Reading:
    """What is different in the demo city at `context.now`, out of `context.known`; and maybe one made-up report.

    Options: `seed` (a whole number; another city of the same kind), `reports` = "no" for none.
    """
    digits = context.options.get("seed", "1")
    seed = int(digits) if digits.isdecimal() and len(digits) < 10 else 1
    known = [feature for features in context.known.values() for feature in features if feature.source == SOURCE]
    sighting = None if context.options.get("reports") == "no" else _report(known, context, seed)
    return Reading(
        features=tuple(step(known, context.now, seed)),
        sightings=(sighting,) if sighting else (),
        made_at=context.now,
    )


def _report(known: list[Feature], context: Context, seed: int) -> Sighting | None:
    """The report of this stretch of time, the same however often it is asked for; None when there is none."""
    stretch = int(context.now.timestamp()) // EVERY_S
    rng = random.Random(zlib.crc32(f"demo-report:{seed}:{stretch}".encode()))  # noqa: S311 a made-up city, no secret
    if rng.random() > CHANCE:
        return None
    told = sorted((feature.id, feature) for feature in known if feature.layer in TALES)
    rng.shuffle(told)
    for _, feature in told:
        tale = TALES[feature.layer](feature)
        if tale is not None:
            category, text = tale
            west, south, east, north = context.bounds
            place = feature.geometry.representative_point()
            if west <= place.x <= east and south <= place.y <= north:
                at = datetime.fromtimestamp(stretch * EVERY_S, UTC)
                return Sighting(f"demo-{seed}-{stretch}", f"{text} {MARK}", place.x, place.y, category, at)
    return None


def _of_hotspot(spot: Feature) -> tuple[str, str] | None:
    if spot.properties.get("state") != "gangguan":
        return None
    return "wifi_outage", f"Wifi publik di {spot.properties.get('name')} tidak bisa dipakai."


def _of_waste(point: Feature) -> tuple[str, str] | None:
    if float(point.properties.get("fill_pct") or 0) < 100 or point.properties.get("kind") == "TPA":
        return None
    return "waste_overflow", f"Sampah meluap di {point.properties.get('name')}."


def _of_traffic(segment: Feature) -> tuple[str, str] | None:
    if int(segment.properties.get("level") or 0) < 4:
        return None
    return "traffic_jam", f"Macet parah di {segment.properties.get('street')}."


# What of the demo city people complain about, by layer: a category and a sentence, or None when all is well there.
TALES: Mapping[str, Callable[[Feature], tuple[str, str] | None]] = {
    "wifi_hotspot": _of_hotspot,
    "waste_point": _of_waste,
    "traffic_segment": _of_traffic,
}
