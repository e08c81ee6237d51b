"""A city's real boundaries, roads, railways and traffic are drawn together, in slices that leave the window alive."""

from __future__ import annotations

import gc
import json
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
import shapely
from shapely.geometry import LineString, shape

from layers.features import Feature
from tests.qt.map.sample import Thing

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the folder of real data is not beside the repository")


def collection(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))["features"]


def ways(name, theme, kind):
    """Lines of an Overpass file, with the geometry in the ways or in nodes of their own."""
    elements = json.loads((DATA / name).read_text(encoding="utf-8"))["elements"]
    nodes = {item["id"]: (item["lon"], item["lat"]) for item in elements if item["type"] == "node"}
    for item in elements:
        if item["type"] == "way":
            places = [(at["lon"], at["lat"]) for at in item.get("geometry", ())] or [
                nodes[node] for node in item["nodes"] if node in nodes
            ]
            if len(places) > 1:
                yield Thing(theme, str(item["id"]), LineString(places), kind, item.get("tags", {}).get("name", ""))


@pytest.fixture(scope="module")
def bekasi():
    villages, districts = [], {}
    for number, row in enumerate(collection("boundaries/id3275_kota_bekasi.geojson")):
        geometry = shape(row["geometry"])
        villages.append(
            Thing("areas", f"k{number}", geometry, "kelurahan", str(row["properties"].get("village", number)))
        )
        districts.setdefault(row["properties"]["district"], []).append(geometry)
    kecamatan = [
        Thing("areas", name, shapely.unary_union(parts), "kecamatan", name) for name, parts in districts.items()
    ]
    city = Thing("areas", "city", shapely.unary_union([area.geometry for area in kecamatan]), "kota", "Kota Bekasi")
    roads = [
        Thing("roads", f"r{number}", shape(row["geometry"]), "local")
        for number, row in enumerate(collection("basemap/roads_kota_bekasi_rbi25k.geojson"))
    ]
    roads += ways("basemap/motorways_jorr_east.overpass.json", "roads", "toll")
    rail = list(ways("basemap/railways_jabodetabek.overpass.json", "rail", "rail"))
    return SimpleNamespace(
        bbox=city.geometry.bounds,
        attribution={"id": "BPS, BIG, OSM"},
        schematic=False,
        themes={"areas": [city, *kecamatan, *villages], "roads": roads, "rail": rail},
    )


def jams():
    feed = json.loads((DATA / "traffic" / "waze_ccp_jabodetabek_2017-05-03.json").read_text(encoding="utf-8"))
    lines = [(jam, [(at["x"], at["y"]) for at in jam["line"]]) for jam in feed["jams"]]
    return [
        Feature("traffic_segment", f"j{number}", LineString(line), {"level": jam.get("level", 0)})
        for number, (jam, line) in enumerate(lines)
        if len(line) > 1
    ]


def test_the_real_city_is_drawn_and_sharp(canvas, bekasi, sharp):
    assert len(bekasi.themes["roads"]) > 18_430
    canvas.set_basemap(bekasi)
    canvas.set_layer("traffic_segment", jams())
    canvas.home()
    sharp(canvas)
    picture = canvas.grab().toImage()
    colors = {
        picture.pixelColor(x, y).name() for x in range(0, picture.width(), 5) for y in range(0, picture.height(), 5)
    }
    assert len(colors) > 40  # roads, borders, names and jams, not a bare plain


def test_drawing_the_real_city_leaves_the_window_alive(canvas, bekasi, qtbot, sharp):
    canvas.set_basemap(bekasi)
    sharp(canvas)  # simplified for this scale, names written
    canvas.picture.begin(keep=False)
    spent, more = [], True
    gc.disable()  # what all the other tests left behind is not the map's to collect
    try:
        while more:
            start = time.thread_time()
            more = canvas.picture.work(budget_s=0.008)
            spent.append(time.thread_time() - start)
    finally:
        gc.enable()
    assert max(spent) < 0.05
