"""The demo city: hotspots, waste points, traffic, cameras, facilities and reports, all made up and marked so."""

from __future__ import annotations

import random
import tomllib
import uuid
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from shapely import Point

from layers import rushhour
from layers.basemap import Basemap, Ground
from layers.features import Feature, JsonValue
from layers.places import Gazetteer

SOURCE = "demo"
SWITCHED_OFF = date(2025, 11, 1)  # the city's public wifi [SE 500.12/5209]
SPONSORS = ("CSR Telkomsel", "CSR Summarecon", "CSR Bank Patriot", "CSR Mitra Warga", "")
EMPTIED_EVERY_H = {"TPS": 30, "TPS3R": 42, "bank sampah": 96, "liar": 24 * 9}
# fmt: off
PEOPLE = (
    "Siti A.", "Budi S.", "Rina M.", "Agus P.", "Dewi L.", "Joko W.", "Nur H.", "Andi R.", "Fitri Y.", "Hendra K.",
    "Maya T.", "Rahmat I.", "Lestari D.", "Yusuf B.", "Wulan N.", "Eko F.", "Ratna J.", "Dimas V.", "Sri U.",
)
# fmt: on
Rng = random.Random


def _rng(*parts: object) -> Rng:
    """Chance that repeats itself: the same parts give the same numbers on every machine."""
    return random.Random(zlib.crc32(":".join(map(str, parts)).encode()))  # noqa: S311 a made-up city, no secret


# --- what stands in the city -----------------------------------------------------------------------------------------


def features(basemap: Basemap, now: datetime, seed: int = 1) -> dict[str, list[Feature]]:
    """Everything that stands in the demo city at `now` (aware, UTC), by layer key."""
    makers: dict[str, Callable[[Basemap, datetime, int], list[Feature]]] = {
        "wifi_hotspot": hotspots,
        "waste_point": waste_points,
        "traffic_segment": rushhour.segments,
        "camera": cameras,
        "facility": facilities,
    }
    return {layer: make(basemap, now, seed) for layer, make in makers.items()}


def hotspots(basemap: Basemap, now: datetime, seed: int = 1) -> list[Feature]:
    """Public wifi with its life: most were switched off in November 2025, sponsors brought some back."""
    rng = _rng(seed, "hotspots")
    spots: list[tuple[str, Point, str]] = []
    for area in basemap.areas("kelurahan"):
        spots.append((f"Kantor Kelurahan {area.name}", Point(area.properties["label"]), area.name))
        for kind in ("Taman RW", "Posyandu RW", "Balai Warga RW", "Musala RW"):
            spots.append((f"{kind} {rng.randint(1, 24):02d} {area.name}", _inside(area, rng), area.name))
    for place in (*basemap.themes.get("landmarks", ()), *basemap.themes.get("stations", ())):
        near = _kelurahan(basemap, place.geometry)
        if near:
            spots.append((place.name, _beside(place.geometry, rng), near))
    return [
        _feature("wifi_hotspot", number, where, now, _life(rng, now) | {"name": name, "kelurahan": near})
        for number, (name, where, near) in enumerate(spots, 1)
    ]


def _life(rng: Rng, now: datetime) -> dict[str, JsonValue]:
    """State, dates and owner of one hotspot that agree with each other."""
    sponsor = rng.choice(SPONSORS)
    state = rng.choices(("aktif", "gangguan", "nonaktif", "dicabut"), (46, 12, 20, 22))[0]
    begun = date(2016, 3, 3) + timedelta(days=rng.randint(0, 3000))
    about: dict[str, JsonValue] = {"owner": "Diskominfostandi", "sponsor": sponsor, "state": state, "users": 0}
    about["ssid"] = (
        "Telkomsel-CSR-Bekasi" if "Telkomsel" in sponsor else rng.choice(("BekasiSmartCity", "Patriot-WiFi"))
    )
    if state in {"aktif", "gangguan"}:
        about["since"] = (SWITCHED_OFF + timedelta(days=rng.randint(20, 300))).isoformat()
        about["users"] = rng.randint(0, 45) if state == "aktif" else 0
        return about
    about["since"] = begun.isoformat()
    about["until"] = (SWITCHED_OFF + timedelta(days=rng.randint(0, 45) if state == "dicabut" else 0)).isoformat()
    return about


def waste_points(basemap: Basemap, now: datetime, seed: int = 1) -> list[Feature]:
    """A collecting point in each kelurahan, the markets' containers, the two landfills, and some illegal dumps."""
    rng = _rng(seed, "waste")
    rows: list[tuple[str, str, Point, str]] = []
    for number, area in enumerate(basemap.areas("kelurahan")):
        kind = ("TPS", "TPS", "TPS3R", "TPS", "bank sampah")[number % 5]
        rows.append((f"{kind[:1].upper()}{kind[1:]} {area.name}", kind, _inside(area, rng), area.name))
        if number % 4 == 0:
            rows.append((f"Tumpukan liar {area.name}", "liar", _inside(area, rng), area.name))
    for place in basemap.themes.get("landmarks", ()):
        near = _kelurahan(basemap, place.geometry)
        if place.kind == "market":
            rows.append((f"Kontainer {place.name}", "TPS", _beside(place.geometry, rng), near))
        elif place.kind == "waste":
            rows.append((place.name, "TPA", place.geometry, near))
    made = [
        _feature("waste_point", number, where, now, _emptied(rng, kind, now) | {"name": name, "kelurahan": near})
        for number, (name, kind, where, near) in enumerate(rows, 1)
    ]
    return [_waste_at(point, now, seed) for point in made]


def _emptied(rng: Rng, kind: str, now: datetime) -> dict[str, JsonValue]:
    """When it was emptied last; how full it has become since then follows from that (`_waste_at`)."""
    if kind == "TPA":  # nobody empties a landfill
        return {"kind": kind, "fill_pct": round(rng.uniform(82, 97), 1), "department": "dlh"}
    age_h = rng.uniform(0.5, EMPTIED_EVERY_H[kind] * 1.15)
    emptied = (now - timedelta(hours=age_h)).astimezone(UTC).replace(microsecond=0)
    return {"kind": kind, "fill_pct": 0.0, "department": "dlh", "last_emptied_at": emptied.isoformat()}


def cameras(basemap: Basemap, now: datetime, seed: int = 1) -> list[Feature]:
    """Cameras at junctions, gates, stations and halls."""
    rng = _rng(seed, "cameras")
    kinds = {"bridge", "toll_gate", "station", "terminal", "stadium", "water"}
    places = [p for p in (*basemap.themes.get("landmarks", ()), *basemap.themes.get("stations", ())) if p.kind in kinds]
    rows = []
    for number, place in enumerate((place for place in places if _kelurahan(basemap, place.geometry)), 1):
        state = rng.choices(("aktif", "gangguan", "nonaktif"), (80, 14, 6))[0]
        about: dict[str, JsonValue] = {"name": f"CCTV {place.name}", "owner": "Dishub", "state": state}
        rows.append(_feature("camera", number, _beside(place.geometry, rng), now, about))
    return rows


def facilities(basemap: Basemap, now: datetime, seed: int = 1) -> list[Feature]:
    """Hospitals, offices, schools, markets and such, with made-up telephone numbers."""
    rng = _rng(seed, "facilities")
    kinds = {"hospital", "office", "school", "market", "worship", "stadium", "terminal", "park"}
    rows = []
    for number, place in enumerate((place for place in basemap.themes.get("landmarks", ()) if place.kind in kinds), 1):
        phone = f"021-0000-{rng.randint(0, 9999):04d}"
        about: dict[str, JsonValue] = {"name": place.name, "kind": place.kind, "phone": phone}
        rows.append(_feature("facility", number, place.geometry, now, about))
    return rows


def _feature(layer: str, number: int, where: Point, now: datetime, about: dict[str, JsonValue]) -> Feature:
    point = Point(round(where.x, 6), round(where.y, 6))
    return Feature(layer, f"demo-{layer}-{number:03d}", point, about, updated_at=now, source=SOURCE)


def _inside(area: Ground, rng: Rng) -> Point:
    west, south, east, north = area.geometry.bounds
    for _ in range(200):
        point = Point(rng.uniform(west, east), rng.uniform(south, north))
        if area.geometry.contains(point):
            return point
    return area.geometry.representative_point()


def _beside(place: Point, rng: Rng, far_deg: float = 0.0007) -> Point:
    """Some 70 m from a place, so that what stands there can be told apart."""
    return Point(place.x + rng.uniform(-far_deg, far_deg), place.y + rng.uniform(-far_deg, far_deg))


def _kelurahan(basemap: Basemap, place: Point) -> str:
    return next((area.name for area in basemap.areas("kelurahan") if area.geometry.intersects(place)), "")


# --- how it lives ----------------------------------------------------------------------------------------------------


def step(known: Iterable[Feature], now: datetime, seed: int = 1) -> list[Feature]:
    """What of the known demo features is different at `now`. Features of other sources and layers are left alone.

    Traffic comes complete each time (it holds only a few minutes); hotspots fail and recover, waste points fill and are
    emptied, now and then. Versions are not raised: whoever stores them does that.
    """
    lives: dict[str, Callable[[Feature, datetime, int], Feature]] = {
        "traffic_segment": rushhour.at,
        "wifi_hotspot": _hotspot_at,
        "waste_point": _waste_at,
    }
    changed: list[Feature] = []
    for feature in known:
        live = lives.get(feature.layer)
        if live is None or feature.source != SOURCE:
            continue
        after = live(feature, now, seed)
        if feature.layer == "traffic_segment" or after.properties != feature.properties:
            changed.append(after)
    return changed


def _hotspot_at(spot: Feature, now: datetime, seed: int) -> Feature:
    state = spot.properties["state"]
    if state not in {"aktif", "gangguan"}:
        return spot
    rng = _rng(seed, spot.id, int(now.timestamp() // 60))
    chance = rng.random()
    about = dict(spot.properties)
    if chance < (0.003 if state == "aktif" else 0.02):
        about["state"] = "gangguan" if state == "aktif" else "aktif"
        about["users"] = 0
    elif state == "aktif" and chance < 0.06:
        about["users"] = max(0, min(60, int(about.get("users") or 0) + rng.randint(-6, 6)))
    return replace(spot, properties=about, updated_at=now)


def _waste_at(point: Feature, now: datetime, seed: int) -> Feature:
    emptied = point.properties.get("last_emptied_at")
    if not isinstance(emptied, str):
        return point
    about = dict(point.properties)
    age_h = max(0.0, (now - datetime.fromisoformat(emptied)).total_seconds() / 3600)
    pace = _rng(seed, point.id, emptied).uniform(0.85, 1.1)
    fill = min(150.0, 100 * age_h / EMPTIED_EVERY_H[str(about["kind"])] * pace)
    if fill > 95 and _rng(seed, point.id, int(now.timestamp() // 900)).random() < 0.06:
        about["last_emptied_at"] = now.astimezone(UTC).replace(microsecond=0).isoformat()
        fill = 0.0
    # Sensors report in steps of 5: else every point would change at every look.
    if abs(fill - float(about["fill_pct"] or 0)) >= 5:
        about["fill_pct"] = round(fill / 5) * 5.0
    return replace(point, properties=about, updated_at=now)


# --- what citizens say -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SeedReport:
    """A made-up report. `truth`: the category a good operator would choose; `category`: what it came with, or "".

    WGS 84 degrees, longitude first; both None when it came without a place. `twin`: the same word, the same event.
    """

    id: str
    received_at: datetime
    channel: str
    text: str
    truth: str
    category: str
    lon: float | None
    lat: float | None
    place_note: str
    contact_name: str
    contact_phone: str
    twin: str


def reports(places: Gazetteer, rows: Sequence[dict[str, Any]], now: datetime, seed: int = 1) -> list[SeedReport]:
    """The demo city's reports of the last 36 hours before `now`, oldest first. `rows`: see `report_rows`."""
    made = [_report(places, row, now - timedelta(minutes=row["minutes_ago"]), (seed, n)) for n, row in enumerate(rows)]
    return sorted(made, key=lambda report: report.received_at)


def arrivals(
    places: Gazetteer, rows: Sequence[dict[str, Any]], since: datetime, until: datetime, seed: int = 1
) -> list[SeedReport]:
    """Reports that come after `since` up to `until`, about one in six minutes. However time is cut: the same ones."""
    found = []
    for minute in range(int(since.timestamp() // 60) + 1, int(until.timestamp() // 60) + 1):
        rng = _rng(seed, "arrival", minute)
        if rng.random() < 1 / 6:
            row = {**rng.choice(rows), "twin": ""}
            found.append(_report(places, row, datetime.fromtimestamp(minute * 60, UTC), (seed, "arrival", minute)))
    return found


def report_rows(folder: Path) -> list[dict[str, Any]]:
    """The texts of `resources/seed/reports.toml`; its head says what the keys mean."""
    return list(tomllib.loads((folder / "reports.toml").read_text(encoding="utf-8"))["report"])


def _report(places: Gazetteer, row: dict[str, Any], when: datetime, parts: tuple[object, ...]) -> SeedReport:
    rng = _rng("report", *parts)
    spot = places.find(row["at"], 1)[0] if row.get("at") else None
    lon = lat = None
    if spot is not None and row["placed"]:
        where = _beside(Point(spot.lon, spot.lat), rng, 0.0015)
        inside = places.in_city(where.x, where.y)
        lon, lat = (round(where.x, 6), round(where.y, 6)) if inside else (spot.lon, spot.lat)
    knows = row["channel"] in {"sorot", "open311", "agent"}
    return SeedReport(
        id=str(uuid.UUID(int=rng.getrandbits(128), version=4)),
        received_at=when.astimezone(UTC).replace(second=rng.randint(0, 59), microsecond=0),
        channel=row["channel"],
        text=row["text"],
        truth=row["truth"],
        category=row["truth"] if knows else "",
        lon=lon,
        lat=lat,
        place_note=row.get("at", "") if row["placed"] and rng.random() < 0.6 else "",
        contact_name="" if row["channel"] == "social" else rng.choice(PEOPLE),
        contact_phone="" if row["channel"] == "social" else f"0812-0000-{rng.randint(0, 9999):04d}",
        twin=row.get("twin", ""),
    )
