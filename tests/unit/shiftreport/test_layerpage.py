"""Features of a layer as a page: it works offline, it has every field, and what stands in a field stays text on it."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from shapely.geometry import LineString, Point, box

from console.domain.city import City
from console.shiftreport.layerpage import LayerInput, layer_page, write_layer_page
from console.theme import Theme
from layers.basemap import Basemap
from layers.features import Feature
from tests.unit.shiftreport.play import HOSTILE
from tests.unit.shiftreport.test_page import Read

NOW = datetime(2026, 11, 21, 7, 5, tzinfo=UTC)
SPOT = Feature("waste_point", "w1", Point(106.99, -6.25), {"name": " ".join(HOSTILE), "kind": "TPS", "fill_pct": 87.5})


@pytest.fixture
def given(city: City, basemap: Basemap) -> LayerInput:
    def card(feature: Feature) -> list[tuple[str, str]]:
        return [("", str(feature.properties["name"])), ("Kind", str(feature.properties.get("kind", "")))]

    return LayerInput("Waste points", [SPOT], city, NOW, card, str, (), basemap)


def read(given: LayerInput) -> Read:
    return Read(layer_page(given, "en", Theme.load("day")))


def test_a_feature_stands_on_the_map_with_its_card_and_its_words_are_text(given: LayerInput):
    page = read(given)
    (feature,) = json.loads(page.data)["reports"]["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [106.99, -6.25]}
    assert [line[1] for line in feature["properties"]["lines"]][1] == "Kind: TPS"
    assert feature["properties"]["lines"][0][1].startswith("<script>")
    assert "1 features" in "".join(page.words)
    assert not any(tag in ("img", "iframe", "object", "embed") for tag, _ in page.elements)
    for script in page.scripts:
        assert not any(word in script for word in HOSTILE)


def test_nothing_is_asked_of_anybody(given: LayerInput):
    page = read(given)
    for _, attributes in page.elements:
        assert not {"src", "srcset"} & attributes.keys()
        assert not (attributes.get("href") or "").startswith(("http", "//"))
    policy = next(attributes["content"] for tag, attributes in page.elements if "http-equiv" in attributes)
    assert policy is not None
    assert policy.startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("feature", "kind"),
    [
        (Feature("traffic_segment", "t", LineString([(106.99, -6.25), (107, -6.26)]), {"name": "x"}), "LineString"),
        (Feature("area", "a", box(106.9, -6.3, 107, -6.2), {"name": "x"}), "Polygon"),
    ],
)
def test_lines_and_areas_are_drawn_as_such(given: LayerInput, feature: Feature, kind: str):
    (shown,) = json.loads(read(replace(given, features=[feature])).data)["reports"]["features"]
    assert shown["geometry"]["type"] == kind
    assert shown["properties"]["style"]["fill"] is (kind == "Polygon")


def test_a_page_takes_the_place_of_the_one_before(given: LayerInput, tmp_path: Path):
    path = tmp_path / "x.html"
    for _ in range(2):
        write_layer_page(replace(given, features=[]), "id", Theme.load("day"), path)
    assert [file.name for file in tmp_path.iterdir()] == ["x.html"]
    assert "0 objek" in path.read_text(encoding="utf-8")
