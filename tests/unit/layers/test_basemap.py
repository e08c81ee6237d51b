"""The basemap: what is read, what is cut, and how near the schematic comes to the real city."""

import json
from pathlib import Path

import pytest
import shapely
from shapely.geometry import LineString, Polygon, shape

from layers.basemap import Basemap, BasemapUnreadable, load_basemap
from layers.places import normal_name
from layers.schematic import areas, rounded

SCHEMATIC = Path(__file__).resolve().parents[3] / "resources" / "basemap" / "kota_bekasi"


@pytest.fixture(scope="module")
def bekasi() -> Basemap:
    return load_basemap(SCHEMATIC)


def test_the_schematic_has_the_city_its_12_kecamatan_and_56_kelurahan(bekasi: Basemap) -> None:
    assert [len(bekasi.areas(kind)) for kind in ("kota", "kecamatan", "kelurahan")] == [1, 12, 56]
    assert len({area.id for area in bekasi.themes["areas"]}) == 69
    assert bekasi.schematic
    assert all(ground.properties["schematic"] for ground in bekasi.themes["areas"])


def test_the_cells_leave_no_gap_and_do_not_overlap(bekasi: Basemap) -> None:
    shapes = [area.geometry for area in bekasi.areas("kelurahan")]
    city = bekasi.areas("kota")[0].geometry
    assert shapely.coverage_is_valid(shapes)
    assert sum(one.area for one in shapes) == pytest.approx(city.area, rel=1e-9)
    assert shapely.unary_union(shapes).symmetric_difference(city).area < 1e-12


def test_a_kecamatan_is_exactly_its_kelurahan(bekasi: Basemap) -> None:
    for kecamatan in bekasi.areas("kecamatan"):
        members = [a.geometry for a in bekasi.areas("kelurahan") if a.properties["kecamatan"] == kecamatan.name]
        assert shapely.unary_union(members).symmetric_difference(kecamatan.geometry).area < 1e-12
        assert kecamatan.geometry.geom_type == "Polygon", f"{kecamatan.name} is in pieces"


def test_every_label_lies_in_its_own_area(bekasi: Basemap) -> None:
    for area in (*bekasi.areas("kecamatan"), *bekasi.areas("kelurahan")):
        assert area.geometry.contains(shapely.Point(area.properties["label"])), area.name


def test_roads_rivers_and_rails_have_names_and_classes(bekasi: Basemap) -> None:
    roads = bekasi.themes["roads"]
    assert {road.kind for road in roads} == {"toll", "primary", "secondary", "local"}
    assert all(
        ground.name for theme in ("roads", "water", "rail", "stations", "parks") for ground in bekasi.themes[theme]
    )
    assert {"Kali Bekasi", "Kalimalang"} <= {water.name for water in bekasi.themes["water"]}


def test_a_bent_line_goes_through_its_own_vertices() -> None:
    drawn = [(106.9, -6.2), (106.91, -6.25), (106.95, -6.24), (106.96, -6.3)]
    bent = rounded(LineString(drawn))
    assert all(bent.distance(shapely.Point(vertex)) < 1e-12 for vertex in drawn)
    assert len(bent.coords) > len(drawn)


def test_a_bent_polygon_stays_closed_and_valid() -> None:
    bent = rounded(Polygon([(0, 0), (4, 0), (4, 1), (1, 1), (1, 4), (0, 4)]))
    assert bent.is_valid
    assert bent.exterior.is_closed


@pytest.mark.parametrize(
    ("centres", "says"),
    [
        ("code,name,aliases,lon,lat\n1.1,A,,x,2\n", "line 2"),
        ("code,name,aliases,lon,lat\n1.1,A,,0.5,0.5\n", "no kecamatan"),
        ("code,name,aliases,lon,lat\n1,K,,,\n2,L,,,\n1.1,A,,0.5,0.5\n", "no kelurahan"),
        ("code,name,aliases,lon,lat\n", "no place"),
        ("nonsense\n1\n", "line 2"),
    ],
)
def test_a_broken_list_of_centres_says_what_is_wrong(centres: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        areas(centres, shapely.box(0, 0, 1, 1))


@pytest.mark.parametrize(
    ("about", "geojson"),
    [
        ("key = ", None),
        ("key = 'x'\n", None),
        ("key='x'\ntitle={}\nattribution={}\nbbox=[0,0,1,1]\n[[theme]]\nkey='areas'\nfile='a.geojson'\n", None),
        ("key='x'\ntitle={}\nattribution={}\nbbox=[0,0,1,1]\n[[theme]]\nkey='areas'\nfile='a.geojson'\n", "{}"),
        (
            "key='x'\ntitle={}\nattribution={}\nbbox=[0,0,1,1]\n[[theme]]\nkey='areas'\nfile='a.geojson'\n",
            '{"features": [{"geometry": {"type": "Point", "coordinates": [500, 500]}}]}',
        ),
    ],
)
def test_a_folder_that_is_no_basemap_is_refused_by_name(tmp_path: Path, about: str, geojson: str | None) -> None:
    (tmp_path / "basemap.toml").write_text(about)
    if geojson is not None:
        (tmp_path / "a.geojson").write_text(geojson)
    with pytest.raises(BasemapUnreadable, match=str(tmp_path)):
        load_basemap(tmp_path)


def test_a_citys_own_files_are_read_as_they_are(tmp_path: Path) -> None:
    road = {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": [[107, -6.2], [107.1, -6.3], [107, -6.4]]},
        "properties": {"class": "local", "name": None},
    }
    (tmp_path / "roads.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [road]}))
    (tmp_path / "basemap.toml").write_text(
        "key='own'\ntitle={id='a'}\nattribution={id='b'}\nbbox=[107,-6.4,107.1,-6.2]\n"
        "[[theme]]\nkey='roads'\nfile='roads.geojson'\n"
    )
    own = load_basemap(tmp_path)
    (read,) = own.themes["roads"]
    assert (read.id, read.kind, read.name) == ("roads-1", "local", "")
    assert len(read.geometry.coords) == 3
    assert not own.schematic
    assert own.city().is_empty


# --- against the real city (checks only; none of that data is in the repository) -------------------------------------


@pytest.fixture(scope="module")
def real(data: Path) -> list[tuple[str, str, shapely.Geometry]]:
    rows = json.loads((data / "boundaries" / "id3275_kota_bekasi.geojson").read_text())["features"]
    return [(row["properties"]["village"], row["properties"]["district"], shape(row["geometry"])) for row in rows]


def _tight(name: str) -> str:
    return normal_name(name).replace(" ", "")


def test_the_outline_agrees_with_the_real_city(bekasi: Basemap, real: list[tuple[str, str, shapely.Geometry]]) -> None:
    city = bekasi.areas("kota")[0].geometry
    true = shapely.union_all([one for _, _, one in real])
    assert city.intersection(true).area / city.union(true).area > 0.95


def test_nine_tenths_of_the_real_city_fall_into_the_right_kecamatan(
    bekasi: Basemap, real: list[tuple[str, str, shapely.Geometry]]
) -> None:
    drawn = {_tight(area.name): area.geometry for area in bekasi.areas("kecamatan")}
    right = sum(one.intersection(drawn[_tight(district)]).area for _, district, one in real)
    assert right / sum(one.area for _, _, one in real) >= 0.9


def test_each_real_kelurahan_meets_its_own_cell(bekasi: Basemap, real: list[tuple[str, str, shapely.Geometry]]) -> None:
    drawn = {_tight(area.name): area.geometry for area in bekasi.areas("kelurahan")}
    for village, _, one in real:
        assert one.intersection(drawn[_tight(village)]).area / one.area > 0.5, village
