"""The gazetteer: from a point to its kelurahan, and from a name, however spelled, to a point."""

import json
import math
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from layers.basemap import load_basemap
from layers.places import Gazetteer, normal_name

SCHEMATIC = Path(__file__).resolve().parents[3] / "resources" / "basemap" / "kota_bekasi"


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return Gazetteer(load_basemap(SCHEMATIC))


def test_a_point_has_a_kelurahan_and_from_that_its_kecamatan(places: Gazetteer) -> None:
    found = places.area_at(107.035, -6.239)
    assert found is not None
    kelurahan, kecamatan = found
    assert (kelurahan.code, kelurahan.name) == ("32.75.01.1004", "Aren Jaya")
    assert (kecamatan.code, kecamatan.name) == ("32.75.01", "Bekasi Timur")


def test_a_point_outside_the_city_has_none(places: Gazetteer) -> None:
    assert places.area_at(106.8272, -6.1754) is None  # Jakarta's Monas
    assert not places.in_city(106.8272, -6.1754)
    assert places.area_at(math.nan, -6.2) is None


@given(x=st.floats(0, 1), y=st.floats(0, 1))
def test_every_point_of_the_city_has_exactly_one_kelurahan(places: Gazetteer, x: float, y: float) -> None:
    lon, lat = 106.89 + x * 0.16, -6.40 + y * 0.24
    assert (places.area_at(lon, lat) is not None) == places.in_city(lon, lat)


@given(x=st.floats(0, 1), y=st.floats(0, 1))
def test_what_was_learnt_of_a_square_is_what_its_points_say(places: Gazetteer, x: float, y: float) -> None:
    lon, lat = 106.89 + x * 0.16, -6.40 + y * 0.24
    assert places.area_at(lon, lat) == places.area_at(lon, lat) == places._area_of_point(lon, lat)


def test_distance_is_in_metres_and_nought_inside(places: Gazetteer) -> None:
    assert places.distance_to_city_m(107.0, -6.24) == 0
    north_edge = -6.1722
    assert places.distance_to_city_m(106.99, north_edge + 0.01) == pytest.approx(1112, abs=40)
    assert places.distance_to_city_m(math.inf, 0) == math.inf


def test_exchanged_latitude_and_longitude_are_noticed(places: Gazetteer) -> None:
    assert places.looks_swapped(-6.24, 107.0)
    assert not places.looks_swapped(107.0, -6.24)
    assert not places.looks_swapped(106.83, -6.17)  # Jakarta is only outside
    assert not places.looks_swapped(0, 0)
    assert not places.looks_swapped(math.nan, math.nan)


@pytest.mark.parametrize(
    ("written", "meant", "kind"),
    [
        ("Aren Jaya", "Aren Jaya", "kelurahan"),
        ("arenjaya", "Aren Jaya", "kelurahan"),
        ("kel. ARENJAYA", "Aren Jaya", "kelurahan"),
        ("Medansatria", "Medan Satria", "kecamatan"),
        ("kelurahan medan satria", "Medan Satria", "kelurahan"),
        ("Pondokgede", "Pondok Gede", "kecamatan"),
        ("pd gede", "Pondok Gede", "kecamatan"),
        ("jaka sampurna", "Jakasampurna", "kelurahan"),
        ("dekat Stasiun Bekasi", "Stasiun Bekasi", "station"),
        ("st. bekasi timur", "Stasiun Bekasi Timur", "station"),
        ("stasion kranji", "Stasiun Kranji", "station"),
        ("jl. a yani", "Jalan Ahmad Yani", "road"),
        ("Cut Mutia", "Jalan Cut Meutia", "road"),
        ("kalimalang", "Jalan KH Noer Ali", "road"),
        ("juwanda", "Jalan Ir. H. Juanda", "road"),
        ("depan SMB", "Summarecon Mall Bekasi", "mall"),
        ("summarekon", "Summarecon Mall Bekasi", "mall"),
        ("depan pasar bantar gebang", "Pasar Bantargebang", "market"),
        ("kantor walikota", "Kantor Wali Kota Bekasi", "office"),
        ("alun alun", "Alun-alun M. Hasibuan", "park"),
        ("behind Mega Bekasi", "Mega Bekasi Hypermall", "mall"),
    ],
)
def test_a_name_is_found_however_it_is_spelled(places: Gazetteer, written: str, meant: str, kind: str) -> None:
    best = places.find(written)[0]
    assert (best.name, best.kind) == (meant, kind)


def test_every_area_is_found_by_its_own_name_and_by_each_alias(places: Gazetteer) -> None:
    for area in load_basemap(SCHEMATIC).areas("kelurahan"):
        for spelling in (area.name, *area.properties["aliases"]):
            assert (area.name, "kelurahan") in {(place.name, place.kind) for place in places.find(spelling, 3)}, (
                spelling
            )


def test_nonsense_and_nothing_find_nothing(places: Gazetteer) -> None:
    for text in ("xyzzy plugh", "", "   ", "…", "jl."):
        assert [place for place in places.find(text) if place.score > 90] == []


@given(text=st.text(max_size=200))
def test_no_text_is_too_odd_to_be_searched(places: Gazetteer, text: str) -> None:
    assert all(0 <= place.score <= 100 for place in places.find(text))
    places.mentioned(text)


def test_a_sentence_names_its_places_the_longer_before_the_shorter(places: Gazetteer) -> None:
    named = places.mentioned("Banjir selutut depan stasiun Bekasi Timur arah Bulak Kapal, tolong!")
    assert [place.name for place in named] == ["Stasiun Bekasi Timur", "Bulak Kapal"]
    assert places.mentioned("Sampah menumpuk di depan rumah") == []


def test_names_are_compared_without_case_accents_and_punctuation() -> None:
    assert normal_name("  Jl.  K.H. Noér–Ali ") == "jl k h noer ali"


# --- against real data ---------------------------------------------------------------------------------------------


def test_the_real_flood_reports_of_the_city_lie_in_or_near_the_schematic(places: Gazetteer, data: Path) -> None:
    rows = json.loads((data / "boundaries" / "id3275_kota_bekasi.geojson").read_text())["features"]
    true = shapely.union_all([shape(row["geometry"]) for row in rows])
    inside = []
    for day in (20, 21, 22):
        collection = json.loads((data / "reports" / f"reports_2017-02-{day}.geojson").read_text())
        inside += [p for row in collection["features"] if true.contains(p := shape(row["geometry"]))]
    alerts = json.loads((data / "traffic" / "waze_ccp_jabodetabek_2017-05-03.json").read_text())["alerts"]
    points = [shapely.Point(alert["location"]["x"], alert["location"]["y"]) for alert in alerts]
    jams = [point for point in points if true.contains(point)]
    assert (len(inside), len(jams)) == (86, 19)
    assert max(places.distance_to_city_m(point.x, point.y) for point in (*inside, *jams)) < 1500
