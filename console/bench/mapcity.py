"""What the map's benchmark shows: made-up points and streets, or a city's real files."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import LineString, shape

from console.map.scene import Scene
from layers.basemap import Ground
from layers.features import Feature
from layers.style import DEFAULT, Symbol

Floats = npt.NDArray[np.float64]
SHARES = (("incident", 0.4), ("wifi_hotspot", 0.4), ("waste_point", 0.2))
LOOKS: dict[str, tuple[dict[str, str | float | bool], ...]] = {
    "incident": tuple(
        {"category": category, "state": state, "priority": priority, "late": late}
        for category in ("flood", "fire", "road_damage", "street_light", "traffic_jam")
        for state, late in (("new", False), ("assigned", True), ("in_progress", False), ("resolved", False))
        for priority in ("low", "normal", "high")
    ),
    "wifi_hotspot": tuple({"state": state} for state in ("aktif", "gangguan", "nonaktif", "dicabut")),
    "waste_point": tuple(
        {"kind": kind, "fill_pct": fill} for kind in ("TPS", "liar", "TPS3R") for fill in (20.0, 95.0)
    ),
}


class Points:
    """Made-up points of one layer: half of them anywhere in the box, half in thirty crowds."""

    def __init__(self, key: str, count: int, box: tuple[float, float, float, float], seed: int) -> None:
        self.key = key
        self.random = np.random.default_rng(seed)
        west, south, east, north = box
        crowds = self.random.uniform((west, south), (east, north), (30, 2))
        place = self.random.uniform((west, south), (east, north), (count, 2))
        crowded = self.random.random(count) < 0.5
        spread = crowds[self.random.integers(0, 30, count)] + self.random.normal(0, 0.006, (count, 2))
        place[crowded] = spread[crowded]
        self.lon, self.lat = place[:, 0].clip(west, east), place[:, 1].clip(south, north)
        self.ids = [f"{key}{number}" for number in range(count)]
        self._symbols = [DEFAULT.symbol(key, look) for look in LOOKS[key]]

    def symbols(self, count: int) -> list[Symbol]:
        """That many looks, drawn by lot."""
        return [self._symbols[at] for at in self.random.integers(0, len(self._symbols), count).tolist()]

    def fill(self, scene: Scene) -> None:
        """Put all of them on the scene."""
        scene.set_columns(self.key, self.ids, self.lon, self.lat, self.symbols(len(self.ids)))

    def change(self, scene: Scene, count: int) -> None:
        """Some move a little and look different."""
        rows = self.random.integers(0, len(self.ids), count)
        self.lon[rows] += self.random.normal(0, 5e-4, count)
        self.lat[rows] += self.random.normal(0, 5e-4, count)
        ids = [self.ids[row] for row in rows.tolist()]
        scene.change_columns(self.key, ids, self.lon[rows], self.lat[rows], self.symbols(count))


def traffic(count: int, box: tuple[float, float, float, float]) -> list[Feature]:
    """Made-up streets of twenty points, with a level each."""
    random = np.random.default_rng(2)
    west, south, east, north = box
    start = random.uniform((west, south), (east, north), (count, 2))
    heading = random.choice(np.arange(8), (count, 1)) * (math.pi / 4) + np.cumsum(
        random.normal(0, 0.18, (count, 19)), 1
    )
    steps = np.stack((np.cos(heading), np.sin(heading)), 2) * 0.0008
    lines = np.concatenate((start[:, None, :], start[:, None, :] + np.cumsum(steps, 1)), 1)
    levels = random.integers(0, 6, count).tolist()
    return [
        Feature("traffic_segment", f"t{number}", LineString(line), {"level": level})
        for number, (line, level) in enumerate(zip(lines, levels, strict=True))
    ]


@dataclass(frozen=True)
class RealCity:
    """A city's boundaries, roads, railways and toll roads as a basemap."""

    themes: Mapping[str, Sequence[Ground]]
    bbox: tuple[float, float, float, float]
    attribution: Mapping[str, str]
    schematic: bool = False


def real_city(folder: Path) -> RealCity:
    """The basemap of a folder of real data (boundaries/, basemap/). OSError or KeyError where it is another folder."""
    villages, districts = [], dict[str, list[shapely.Geometry]]()
    for number, row in enumerate(_features(folder / "boundaries" / "id3275_kota_bekasi.geojson")):
        geometry, about = shape(row["geometry"]), row["properties"]
        name = str(about.get("village", number))
        villages.append(Ground("areas", f"k{number}", geometry, {"kind": "kelurahan", "name": name}))
        districts.setdefault(about["district"], []).append(geometry)
    joined = {name: shapely.unary_union(parts) for name, parts in districts.items()}
    city = shapely.unary_union(list(joined.values()))
    areas = [Ground("areas", "city", city, {"kind": "kota", "name": "Kota Bekasi"})]
    areas += [Ground("areas", name, area, {"kind": "kecamatan", "name": name}) for name, area in joined.items()]
    roads = [
        Ground("roads", f"r{number}", shape(row["geometry"]), {"kind": "local"})
        for number, row in enumerate(_features(folder / "basemap" / "roads_kota_bekasi_rbi25k.geojson"))
    ]
    roads += _ways(folder / "basemap" / "motorways_jorr_east.overpass.json", "roads", "toll")
    rail = list(_ways(folder / "basemap" / "railways_jabodetabek.overpass.json", "rail", "rail"))
    west, south, east, north = city.bounds
    themes = {"areas": [*areas, *villages], "roads": roads, "rail": rail}
    return RealCity(themes, (west, south, east, north), {"id": "BPS, BIG, OpenStreetMap"})


def jams(folder: Path) -> list[Feature]:
    """The jams of the real feed."""
    feed = json.loads((folder / "traffic" / "waze_ccp_jabodetabek_2017-05-03.json").read_text(encoding="utf-8"))
    lines = [(jam.get("level", 0), [(at["x"], at["y"]) for at in jam["line"]]) for jam in feed["jams"]]
    return [
        Feature("traffic_segment", f"j{number}", LineString(line), {"level": level})
        for number, (level, line) in enumerate(lines)
        if len(line) > 1
    ]


def _features(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["features"]
    return found


def _ways(path: Path, theme: str, kind: str) -> Iterator[Ground]:
    """Lines of an Overpass file, with the geometry in the ways or in nodes of their own."""
    elements = json.loads(path.read_text(encoding="utf-8"))["elements"]
    nodes = {item["id"]: (item["lon"], item["lat"]) for item in elements if item["type"] == "node"}
    for item in elements:
        if item["type"] == "way":
            places = [(at["lon"], at["lat"]) for at in item.get("geometry", ())]
            places = places or [nodes[node] for node in item["nodes"] if node in nodes]
            if len(places) > 1:
                about = {"kind": kind, "name": item.get("tags", {}).get("name", "")}
                yield Ground(theme, str(item["id"]), LineString(places), about)
