"""Waze for Cities (the partner feed, JSON): jams and irregularities as traffic segments, drivers' alerts as sightings.

Jams give their speed in metres per second, irregularities in km/h; `delay` −1 means that the road is closed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from shapely import LineString

from layers.features import Feature, JsonValue
from layers.feedrows import Area, BadRow, ident, is_number, moment_of_millis, number, place, read_rows, word
from layers.feeds import Context, Manifest, NotThisFeed, Reading, Sighting
from layers.sources import Unreadable, read_json

MANIFEST = Manifest(
    key="waze",
    title="Waze for Cities",
    cadence_s=120,
    layers=("traffic_segment",),
    formats=("application/json",),
    makes_reports=True,
)

PARTS = ("alerts", "jams", "irregularities")
CLOSED = -1
MAX_FREE_FLOW_KMH = 130  # what is worked out beyond this is an artefact of a short line
ENOUGH = 8  # jams from which the unit of their speeds can be told


class Kind(NamedTuple):
    """What a driver's alert becomes: a category of the city, how urgent it is, and its words."""

    category: str
    priority: str
    words: str


# By Waze's type and subtype; "" is the type without a subtype, or with one that is not listed.
KINDS: Mapping[tuple[str, str], Kind] = {
    ("ACCIDENT", ""): Kind("accident_injury", "normal", "Kecelakaan"),  # whether someone is hurt is not said
    ("ACCIDENT", "ACCIDENT_MAJOR"): Kind("accident_injury", "emergency", "Kecelakaan berat"),
    ("ACCIDENT", "ACCIDENT_MINOR"): Kind("traffic_jam", "normal", "Kecelakaan ringan"),
    ("JAM", ""): Kind("traffic_jam", "normal", "Kemacetan"),
    ("JAM", "JAM_LIGHT_TRAFFIC"): Kind("traffic_jam", "low", "Lalu lintas agak padat"),
    ("JAM", "JAM_MODERATE_TRAFFIC"): Kind("traffic_jam", "low", "Lalu lintas padat"),
    ("JAM", "JAM_HEAVY_TRAFFIC"): Kind("traffic_jam", "normal", "Kemacetan parah"),
    ("JAM", "JAM_STAND_STILL_TRAFFIC"): Kind("traffic_jam", "normal", "Lalu lintas tidak bergerak"),
    ("ROAD_CLOSED", ""): Kind("traffic_jam", "high", "Jalan ditutup"),
    ("ROAD_CLOSED", "ROAD_CLOSED_EVENT"): Kind("traffic_jam", "normal", "Jalan ditutup karena acara"),
    ("ROAD_CLOSED", "ROAD_CLOSED_CONSTRUCTION"): Kind("traffic_jam", "normal", "Jalan ditutup karena pekerjaan"),
    ("ROAD_CLOSED", "ROAD_CLOSED_HAZARD"): Kind("traffic_jam", "high", "Jalan ditutup karena bahaya"),
    ("CONSTRUCTION", ""): Kind("road_damage", "low", "Pekerjaan jalan"),
    ("WEATHERHAZARD", ""): Kind("other", "normal", "Bahaya di jalan"),
    ("WEATHERHAZARD", "HAZARD_ON_ROAD"): Kind("other", "normal", "Bahaya di jalan"),
    ("WEATHERHAZARD", "HAZARD_ON_ROAD_CAR_STOPPED"): Kind("traffic_jam", "normal", "Kendaraan berhenti di badan jalan"),
    ("WEATHERHAZARD", "HAZARD_ON_ROAD_CONSTRUCTION"): Kind("road_damage", "low", "Pekerjaan jalan"),
    ("WEATHERHAZARD", "HAZARD_ON_ROAD_EMERGENCY_VEHICLE"): Kind("traffic_jam", "normal", "Kendaraan darurat di jalan"),
    ("WEATHERHAZARD", "HAZARD_ON_ROAD_ICE"): Kind("other", "normal", "Jalan licin"),
    ("WEATHERHAZARD", "HAZARD_ON_ROAD_LANE_CLOSED"): Kind("traffic_jam", "normal", "Lajur ditutup"),
    ("WEATHERHAZARD", "HAZARD_ON_ROAD_OBJECT"): Kind("traffic_jam", "normal", "Benda di badan jalan"),
    ("WEATHERHAZARD", "HAZARD_ON_ROAD_OIL"): Kind("rescue", "high", "Tumpahan oli di jalan"),  # Damkar washes it off
    ("WEATHERHAZARD", "HAZARD_ON_ROAD_POT_HOLE"): Kind("road_damage", "normal", "Jalan berlubang"),
    ("WEATHERHAZARD", "HAZARD_ON_ROAD_ROAD_KILL"): Kind("other", "low", "Bangkai hewan di jalan"),
    ("WEATHERHAZARD", "HAZARD_ON_ROAD_TRAFFIC_LIGHT_FAULT"): Kind("traffic_light", "high", "Lampu lalu lintas rusak"),
    ("WEATHERHAZARD", "HAZARD_ON_SHOULDER"): Kind("other", "low", "Bahaya di bahu jalan"),
    ("WEATHERHAZARD", "HAZARD_ON_SHOULDER_ANIMALS"): Kind("other", "low", "Hewan di bahu jalan"),
    ("WEATHERHAZARD", "HAZARD_ON_SHOULDER_CAR_STOPPED"): Kind("traffic_jam", "low", "Kendaraan berhenti di bahu jalan"),
    ("WEATHERHAZARD", "HAZARD_ON_SHOULDER_MISSING_SIGN"): Kind("traffic_light", "low", "Rambu hilang"),
    ("WEATHERHAZARD", "HAZARD_WEATHER"): Kind("disaster", "normal", "Cuaca buruk"),
    ("WEATHERHAZARD", "HAZARD_WEATHER_FLOOD"): Kind("flood", "high", "Banjir di jalan"),
    ("WEATHERHAZARD", "HAZARD_WEATHER_FOG"): Kind("disaster", "low", "Kabut"),
    ("WEATHERHAZARD", "HAZARD_WEATHER_HAIL"): Kind("disaster", "normal", "Hujan es"),
    ("WEATHERHAZARD", "HAZARD_WEATHER_HEAVY_RAIN"): Kind("disaster", "low", "Hujan lebat"),
    ("WEATHERHAZARD", "HAZARD_WEATHER_MONSOON"): Kind("disaster", "normal", "Angin kencang"),
}
PASSED_OVER = frozenset({"POLICE", "CHIT_CHAT"})  # talk between drivers, no event of the city


def read(source: bytes, context: Context) -> Reading:
    """Features and sightings inside `context.bounds`. Raises NotThisFeed for anything but this feed."""
    data = _recognised(source)
    area = Area(context.bounds)
    per_second = _is_per_second(data.get("jams") or [])
    jams, bad_jams, jams_read = read_rows("jams", data.get("jams"), lambda row: _jam(row, area, per_second))
    odd, bad_odd, odd_read = read_rows(
        "irregularities", data.get("irregularities"), lambda row: _irregularity(row, area)
    )
    alerts, bad_alerts, alerts_read = read_rows("alerts", data.get("alerts"), lambda row: _alert(row, area))
    problems = [*bad_jams, *bad_odd, *bad_alerts]
    if problems and not jams_read + odd_read + alerts_read:
        raise NotThisFeed(f"no row of it can be read as Waze for Cities: {problems[0]}")
    if not per_second:
        problems.append("jams: the speeds do not fit the delays if they are m/s; the speeds are left out")
    made_at = moment_of_millis(data.get("endTimeMillis"))
    return Reading(
        features=tuple({feature.id: feature for feature in (*jams, *odd)}.values()),
        sightings=tuple({sighting.key: sighting for sighting in alerts}.values()),
        problems=tuple(problems),
        complete=("traffic_segment",) if "jams" in data else (),
        made_at=made_at,
    )


def _recognised(source: bytes) -> dict[str, Any]:
    try:
        data = read_json(source)
    except Unreadable as error:
        raise NotThisFeed(str(error)) from error
    if not isinstance(data, dict):
        raise NotThisFeed("this is JSON, but not an object with alerts and jams")
    if "routes" in data or "usersOnJams" in data:
        raise NotThisFeed("this is Waze's Traffic View (travel times of routes), not the Waze for Cities feed")
    if data.get("type") == "FeatureCollection":
        raise NotThisFeed("this is GeoJSON, not the Waze for Cities feed; the adapter geojson_url reads it")
    if not any(part in data for part in PARTS):
        raise NotThisFeed("this is JSON, but it holds neither alerts nor jams nor irregularities")
    for part in PARTS:
        if data.get(part) is not None and not isinstance(data[part], list):
            raise NotThisFeed(f"{part!r} is no list, so this is not the Waze for Cities feed")
    return data


# --- rows ----------------------------------------------------------------------------------------------------------


def _jam(row: Mapping[str, Any], area: Area, per_second: bool) -> Feature | None:
    line = _line(row, area)
    closed = row.get("delay") == CLOSED or "blockingAlertUuid" in row
    speed = number(row, "speedKMH", 0, 250)
    if speed is None and per_second:
        raw = number(row, "speed", 0, 70)
        speed = None if raw is None else raw * 3.6
    delay = None if closed else number(row, "delay", 0, 86_400)
    level = number(row, "level", 0, 5)
    if level is None and not closed:
        raise BadRow("it has no level")
    properties: dict[str, JsonValue] = {
        **_street(row),
        "speed_kmh": 0.0 if closed else _rounded(speed),
        "free_flow_kmh": None if closed else _free_flow(number(row, "length", 0, 1_000_000), speed, delay),
        "level": 5 if closed or level is None else int(level),
        "delay_s": None if delay is None else int(delay),
        "closure": closed,
    }
    when = moment_of_millis(row.get("pubMillis"))
    return _segment(f"waze-jam-{ident(row, 'uuid', 'id')}", line, properties, when, area)


def _irregularity(row: Mapping[str, Any], area: Area) -> Feature | None:
    """A jam that is not usual for the hour. Its speeds are km/h: `length` / `seconds` gives the same figure."""
    line = _line(row, area)
    level, delay = number(row, "jamLevel", 0, 5), number(row, "delaySeconds", 0, 86_400)
    if level is None:
        raise BadRow("it has no jamLevel")
    properties: dict[str, JsonValue] = {
        **_street(row),
        "speed_kmh": _rounded(number(row, "speed", 0, 250)),
        "free_flow_kmh": _rounded(number(row, "regularSpeed", 0, 250)),
        "level": int(level),
        "delay_s": None if delay is None else int(delay),
        "closure": level == 5,
    }
    when = moment_of_millis(row.get("updateDateMillis")) or moment_of_millis(row.get("detectionDateMillis"))
    return _segment(f"waze-irregularity-{ident(row, 'id', 'uuid')}", line, properties, when, area)


def _segment(
    key: str, line: LineString, properties: Mapping[str, JsonValue], when: datetime | None, area: Area
) -> Feature | None:
    if not area.touches(line):
        return None
    kept = {name: value for name, value in properties.items() if value is not None}
    return Feature("traffic_segment", key, line, kept, updated_at=when, source=MANIFEST.key)


def _alert(row: Mapping[str, Any], area: Area) -> Sighting | None:
    lon, lat = place(row.get("location"), "x", "y")
    area.check_turn([(lon, lat)])
    kind, subtype = word(row, "type"), word(row, "subtype")
    key, seen_at = ident(row, "uuid", "id"), moment_of_millis(row.get("pubMillis"))
    if not kind or seen_at is None:
        raise BadRow("it has no type" if not kind else "it has no time (pubMillis)")
    if kind in PASSED_OVER or not area.holds(lon, lat):
        return None
    meaning = KINDS.get((kind, subtype)) or KINDS.get((kind, ""))
    if meaning is None:
        words = (subtype or kind).replace("_", " ").lower()
        meaning = Kind("other", "normal", f"Peringatan pengemudi ({words})")
    where = ", ".join(part for part in (word(row, "street"), word(row, "city")) if part)
    told = word(row, "reportDescription")
    text = f"{meaning.words} di {where}" if where else meaning.words
    text += f": “{told}”. (Waze)" if told else ". (Waze)"
    return Sighting(f"waze-alert-{key}", text, lon, lat, meaning.category, seen_at, where, meaning.priority)


# --- values --------------------------------------------------------------------------------------------------------


def _line(row: Mapping[str, Any], area: Area) -> LineString:
    points = row.get("line")
    if not isinstance(points, list) or len(points) < 2:
        raise BadRow("its line has fewer than two points")
    places = [place(point, "x", "y") for point in points]
    area.check_turn(places)
    return LineString(places)


def _street(row: Mapping[str, Any]) -> dict[str, JsonValue]:
    named = {"street": word(row, "street"), "from": word(row, "startNode"), "to": word(row, "endNode")}
    return {key: value for key, value in named.items() if value}


def _is_per_second(jams: list[Any]) -> bool:
    """Whether the jams' speeds are m/s, as they should: then a way nearly always takes longer than its delay."""
    whole = late = 0
    for row in jams:
        if not isinstance(row, dict) or not all(is_number(row.get(key)) for key in ("length", "speed", "delay")):
            continue
        if row["speed"] > 0 and row["delay"] > 0:
            whole += 1
            late += row["length"] / row["speed"] <= row["delay"]
    return whole < ENOUGH or late * 4 < whole


def _free_flow(length_m: float | None, speed_kmh: float | None, delay_s: float | None) -> float | None:
    """The speed without the delay, worked out: the way's time less its delay."""
    if not length_m or not speed_kmh or delay_s is None:
        return None
    seconds = length_m / (speed_kmh / 3.6) - delay_s
    free = length_m / seconds * 3.6 if seconds > 0 else math.inf
    return round(free, 1) if speed_kmh <= free <= MAX_FREE_FLOW_KMH else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
