"""BMKG's latest earthquake (autogempa.json, gempaterkini.json, gempadirasakan.json): a warning around the epicentre."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from layers.features import Feature, JsonValue
from layers.feedrows import Area, BadRow, disc, read_rows, word
from layers.feeds import Context, Manifest, NotThisFeed, Option, Reading
from layers.sources import Unreadable, decimal, read_json

MANIFEST = Manifest(
    key="bmkg_quake",
    title="Earthquakes (BMKG)",
    cadence_s=300,
    layers=("warning",),
    formats=("application/json",),
    options=(Option("reach", "Reach", ("all", "city")),),
)

SHOWN_FOR = timedelta(hours=24)
# From this magnitude up: how severe it is called, and how wide a circle is drawn (a sign on the map, no shake map).
SIZES: tuple[tuple[float, str, float], ...] = (
    (7.0, "extreme", 200_000),
    (6.0, "severe", 100_000),
    (5.0, "moderate", 50_000),
    (-10.0, "minor", 20_000),
)


def read(source: bytes, context: Context) -> Reading:
    """One warning for each earthquake. Raises NotThisFeed. Option `reach` = "city": only what reaches the city."""
    try:
        data = read_json(source)
    except Unreadable as error:
        raise NotThisFeed(str(error)) from error
    info = data.get("Infogempa") if isinstance(data, dict) else None
    quakes = info.get("gempa") if isinstance(info, dict) else None
    if quakes is None:
        raise NotThisFeed("this is JSON, but not BMKG's Infogempa")
    rows = quakes if isinstance(quakes, list) else [quakes]
    features, problems, readable = read_rows("gempa", rows, _quake)
    if problems and not readable:
        raise NotThisFeed(f"no earthquake in it can be read: {problems[0]}")
    area = Area(context.bounds)
    here = context.options.get("reach") == "city"
    return Reading(
        features=tuple(item for item in features if not here or area.touches(item.geometry)),
        problems=tuple(problems),
        complete=("warning",),
    )


def _quake(row: Mapping[str, Any]) -> Feature:
    when, magnitude = _moment(word(row, "DateTime")), decimal(row.get("Magnitude"))
    if magnitude is None or not -3 <= magnitude <= 10:
        raise BadRow("it has no magnitude")
    lon, lat = _place(row)
    level, radius_m = next((level, radius) for least, level, radius in SIZES if magnitude >= least)
    said = (word(row, "Wilayah"), word(row, "Potensi"), _if_any("Dirasakan: ", row, "Dirasakan"))
    properties: dict[str, JsonValue] = {
        "name": f"Gempa M {magnitude:g}, kedalaman {word(row, 'Kedalaman') or 'tidak disebut'}",
        "event": "Gempa bumi",
        "level": level,
        "onset": when.isoformat(),
        "expires": (when + SHOWN_FOR).isoformat(),
        "detail": "\n".join(filter(None, said)),
        "sender": "BMKG",
    }
    return Feature(
        "warning",
        f"bmkg-gempa-{when:%Y%m%d%H%M%S}",
        disc(lon, lat, radius_m),
        properties,
        updated_at=when,
        source=MANIFEST.key,
        valid_until=when + SHOWN_FOR,
    )


def _place(row: Mapping[str, Any]) -> tuple[float, float]:
    """From `Coordinates` ("lat,lon"), checked against `Lintang` and `Bujur` ("8.51 LS") where they stand."""
    north, _, east = word(row, "Coordinates").partition(",")
    lat, lon = decimal(north), decimal(east)
    if lat is None or lon is None:
        raise BadRow("it has no Coordinates")
    if abs(lat) > 90 or abs(lon) > 180:
        raise BadRow(f"its Coordinates {lat:g},{lon:g} are not latitude, longitude")
    for key, value in (("Lintang", lat), ("Bujur", lon)):
        named = re.match(r"([\d.,]+)\s*(LS|LU|BT|BB)$", word(row, key))
        amount = decimal(named[1]) if named else None
        if named and amount is not None and abs((-amount if named[2] in ("LS", "BB") else amount) - value) > 0.02:
            raise BadRow(f"its {key} ({word(row, key)}) is not that of its Coordinates")
    return lon, lat


def _moment(text: str) -> datetime:
    try:
        when = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadRow(f"its DateTime is no time: {text[:40]!r}") from error
    if when.tzinfo is None:
        raise BadRow("its DateTime has no zone")
    return when.astimezone(UTC)


def _if_any(title: str, row: Mapping[str, Any], key: str) -> str:
    text = word(row, key)
    return f"{title}{text}" if text else ""
