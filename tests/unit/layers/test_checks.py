"""What the checks say of features before they go to everybody's map, and that they say it at the right place."""

import time
from dataclasses import replace

import numpy as np
import pytest
from shapely.geometry import LineString, Point, Polygon, box

from layers import catalog
from layers.catalog import Geometry, Layer
from layers.checks import Finding, Severity, check, with_margin
from layers.features import Feature
from layers.schema import Field, Kind

CITY = box(106.9, -6.4, 107.1, -6.1)


def hotspot(ident: str = "w1", lon: float = 107.0, lat: float = -6.2, **fields: object) -> Feature:
    return Feature("wifi_hotspot", ident, Point(lon, lat), {"name": "Taman", "state": "aktif", **fields})


def area(ident: str, shape: Polygon, kind: str = "kelurahan") -> Feature:
    return Feature("area", ident, shape, {"code": ident, "name": ident, "kind": kind})


def findings(*features: Feature, changed: tuple[str, ...] = ()) -> list[Finding]:
    whole = {feature.id: feature for feature in features}
    return check(features[0].layer, whole, changed or tuple(whole), CITY)


def codes(*features: Feature, changed: tuple[str, ...] = ()) -> list[str]:
    return [finding.code for finding in findings(*features, changed=changed)]


def test_a_right_feature_has_no_findings():
    assert findings(hotspot()) == []


def test_a_wrong_field_is_named():
    found = findings(hotspot(state="rusak", users=-1, colour="red"))
    assert {(item.code, item.field) for item in found} == {
        ("field-choice", "state"),
        ("field-range", "users"),
        ("field-unknown", "colour"),
    }
    assert all(item.severity is Severity.ERROR and (item.lon, item.lat) == (107.0, -6.2) for item in found)


def test_a_line_on_a_layer_of_points_is_an_error():
    assert codes(replace(hotspot(), geometry=LineString([(107, -6.2), (107, -6.21)]))) == ["kind"]


def test_a_ring_that_crosses_itself_is_shown_where_it_does():
    (found,) = findings(area("a", Polygon([(107.0, -6.3), (107.02, -6.28), (107.02, -6.3), (107.0, -6.28)])))
    assert (found.code, found.severity) == ("invalid", Severity.ERROR)
    assert (found.lon, found.lat) == pytest.approx((107.01, -6.29))


def test_beyond_the_city_is_an_error_and_its_margin_is_not():
    beside = hotspot(lon=107.101)
    assert codes(beside) == ["outside"]
    whole = {beside.id: beside}
    assert check("wifi_hotspot", whole, ["w1"], with_margin(CITY, 500)) == []
    assert [item.code for item in check("wifi_hotspot", whole, ["w1"], with_margin(CITY, 50))] == ["outside"]


def test_without_a_city_nothing_lies_outside_of_it():
    assert check("wifi_hotspot", {"w1": hotspot(lon=20.0)}, ["w1"], None) == []


def test_two_points_within_metres_are_probably_one():
    (found,) = findings(hotspot("w1"), hotspot("w2", lon=107.00002), hotspot("w3", lon=107.001))
    assert (found.code, found.severity) == ("twin", Severity.WARNING)
    assert {found.id, found.other} == {"w1", "w2"}
    assert float(found.detail) == pytest.approx(2.2, abs=0.1)


def test_only_what_was_changed_is_looked_at():
    assert codes(hotspot("w1", state="rusak"), hotspot("w2", lat=-6.25), changed=("w2",)) == []


def test_a_line_of_no_length_is_worth_a_look():
    line = LineString([(107, -6.2), (107.000001, -6.2)])
    assert codes(Feature("traffic_segment", "t", line, {"level": 1})) == ["short"]


def test_areas_of_one_kind_may_not_overlap():
    one, other = area("a", box(107.0, -6.3, 107.02, -6.28)), area("b", box(107.01, -6.3, 107.03, -6.28))
    (found,) = findings(one, other)
    assert (found.code, found.severity) == ("overlap", Severity.ERROR)
    assert 107.01 < (found.lon or 0) < 107.02
    assert float(found.detail) == pytest.approx(1106 * 2224, rel=0.01)
    assert codes(one, replace(other, properties={**other.properties, "kind": "kecamatan"})) == []


def test_areas_that_share_a_border_are_right():
    assert codes(area("a", box(107.0, -6.3, 107.02, -6.28)), area("b", box(107.02, -6.3, 107.03, -6.28))) == []


def test_a_hole_between_areas_is_worth_a_look():
    ring = Polygon(box(107.0, -6.3, 107.03, -6.27).exterior, [box(107.01, -6.29, 107.02, -6.28).exterior])
    (found,) = findings(area("a", ring), area("b", box(107.04, -6.3, 107.05, -6.28)))
    assert (found.code, found.id, found.severity) == ("gap", "a", Severity.WARNING)
    assert (found.lon, found.lat) == pytest.approx((107.015, -6.285), abs=0.006)
    assert codes(area("a", ring), area("b", box(107.01, -6.29, 107.02, -6.28))) == []


def test_errors_come_first():
    found = findings(hotspot("w1"), hotspot("w2", lon=107.00001, state="rusak"))
    assert [item.severity for item in found] == [Severity.ERROR, Severity.WARNING]


def test_a_finding_survives_the_wire():
    (found,) = findings(hotspot(users=-1))
    assert Finding.from_json(found.to_json()) == found


def test_a_new_layer_is_one_row(monkeypatch: pytest.MonkeyPatch):
    bench = Layer("bench", "Benches", Geometry.POINT, (Field("seats", Kind.INTEGER, "Seats", required=True),), near_m=2)
    monkeypatch.setitem(catalog.BY_KEY, "bench", bench)
    one = Feature("bench", "b1", Point(107, -6.2), {"seats": 3})
    assert codes(one, replace(one, id="b2", properties={})) == ["field-missing", "twin"]


def test_many_features_are_checked_in_a_moment():
    places = np.random.default_rng(1).uniform((106.9, -6.4), (107.1, -6.1), (25_000, 2))
    whole = {f"w{n}": hotspot(f"w{n}", lon, lat) for n, (lon, lat) in enumerate(places.tolist())}
    start = time.process_time()
    check("wifi_hotspot", whole, whole.keys(), CITY)
    assert time.process_time() - start < 2.0
