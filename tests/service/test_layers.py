"""Layers through the service: imports are all or nothing, and the city's own areas change where reports lie."""

from __future__ import annotations

from typing import Any

import pytest
from shapely.geometry import Point, box, mapping

from console.domain.wire import uuid7
from console.service.routes.schemas import looks
from console.service.titles import words
from layers.catalog import LAYERS
from tests.service.conftest import INSIDE, Person


def spot(ident: str = "a", **properties: Any) -> dict[str, Any]:
    about = {"name": "Alun-alun", "state": "aktif", **properties}
    return {"type": "Feature", "id": ident, "geometry": mapping(Point(*INSIDE)), "properties": about}


def area(code: str, kind: str, west: float, east: float, **more: Any) -> dict[str, Any]:
    about = {"code": code, "name": f"Area {code}", "kind": kind, **more}
    shape = box(west, INSIDE[1] - 0.05, east, INSIDE[1] + 0.05)
    return {"type": "Feature", "id": code, "geometry": mapping(shape), "properties": about}


@pytest.fixture
def editor(sign_in: Any) -> Person:
    return sign_in("admin")  # type: ignore[no-any-return]


def test_an_import_puts_features_and_replaces_when_told(editor: Person):
    first = editor.post("/layers/wifi_hotspot/import", {"features": [spot("a"), spot("b")]})
    assert first.json() == {"features": 2, "changed": 2, "removed": 0, "version": 1}
    again = editor.post("/layers/wifi_hotspot/import", {"features": [spot("a", state="dicabut")], "replace": True})
    assert again.json() == {"features": 1, "changed": 1, "removed": 1, "version": 2}
    layers = {row["key"]: row for row in editor.get("/layers").json()["layers"]}
    assert (layers["wifi_hotspot"]["version"], layers["wifi_hotspot"]["count"]) == (2, 1)
    assert layers["waste_point"]["version"] == 0


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        (spot(state="hidup"), "state", "choice"),
        (spot(name=""), "name", "missing"),
        (spot(colour="red"), "colour", "unknown"),
        (spot(users=True), "users", "number"),
        (spot() | {"geometry": mapping(box(106, -7, 107, -6))}, "geometry", "kind"),
        (spot() | {"geometry": {"type": "Point", "coordinates": [9000, 1]}}, "geometry", "unreadable"),
        (spot() | {"geometry": {"type": "Point", "coordinates": []}}, "geometry", "unreadable"),
        (spot() | {"geometry": None}, "geometry", "unreadable"),
        (spot() | {"properties": [1]}, "geometry", "unreadable"),
        (7, "geometry", "unreadable"),
    ],
)
def test_one_wrong_feature_keeps_all_out(editor: Person, row: Any, field: str, code: str):
    answer = editor.post("/layers/wifi_hotspot/import", {"features": [spot("good"), row]})
    assert answer.status_code == 422
    fault = answer.json()["faults"][0]
    assert (fault["row"], fault["field"], fault["code"]) == (1, field, code)
    assert editor.get("/layers/wifi_hotspot/features").json()["version"] == 0


def test_two_features_of_one_id_are_refused(editor: Person):
    assert editor.post("/layers/wifi_hotspot/import", {"features": [spot(), spot()]}).status_code == 422


def test_nothing_is_drawn_on_the_layer_of_reports(editor: Person):
    assert editor.post("/layers/incident/import", {"features": []}).status_code == 403


def test_the_citys_own_areas_take_the_place_of_the_schematic_ones(editor: Person, operator: Person):
    before = operator.sends()
    lon = INSIDE[0]
    rows = [
        area("32.75", "kota", lon - 0.1, lon + 0.1),
        area("32.75.99", "kecamatan", lon - 0.1, lon + 0.1),
        area("32.75.99.1001", "kelurahan", lon - 0.1, lon, kecamatan="Area 32.75.99", aliases=["Barat"]),
        area("32.75.99.1002", "kelurahan", lon, lon + 0.1, kecamatan="Area 32.75.99"),
    ]
    answer = editor.post("/basemap/areas", {"features": rows})
    assert answer.status_code == 200, answer.text
    assert operator.get("/profile").json()["boundaries_version"] == 1
    after = operator.sends(lon=lon + 0.01)
    assert (after["kelurahan"], after["kecamatan"]) == ("32.75.99.1002", "32.75.99")
    assert operator.get(f"/reports/{before['id']}").json()["kelurahan"] == before["kelurahan"]


def test_notes_of_the_shift_are_kept(operator: Person, sign_in: Any):
    report = operator.sends()
    answer = operator.post("/shifts/notes", {"text": "Pompa dipinjam", "notable": report["id"]})
    assert answer.status_code == 201
    (note,) = operator.get("/shifts/notes").json()["notes"]
    assert note["payload"] == {"text": "Pompa dipinjam", "notable": report["id"]}
    assert note["actor"] == "operator"
    shift = sign_in("executive").get("/shifts/current").json()
    assert shift["start"] < note["at"] < shift["end"]
    assert operator.get("/shifts/notes", **{"from": "2020-01-01T00:00:00Z", "to": "2020-01-02T00:00:00Z"}).json() == {
        "notes": []
    }


def test_areas_without_a_kelurahan_leave_the_basemaps_own_where_reports_are_placed(editor: Person):
    """Somebody draws the city's outline first: publishing it must not end the placing of reports."""
    outline = area("kota", "kota", INSIDE[0] - 0.1, INSIDE[0] + 0.1)
    change = {"kind": "insert", "id": "kota", "base_version": 0, "feature": outline, "base": None}
    body = {"id": uuid7(), "title": "Batas kota", "changes": [change], "publish": True}
    assert editor.post("/layers/area/changesets", body).status_code == 201
    places = editor.http.app.state.service.places  # type: ignore[attr-defined]
    assert places.at(*INSIDE).kelurahan


def test_every_title_of_a_layer_has_its_indonesian():
    """QGIS shows layers, fields and classes in the language of whoever edits there."""
    for layer in LAYERS:
        titles = (
            layer.title,
            *(field.title for field in layer.fields),
            *(row["label"] for row in looks(layer)["colors"]),
        )
        assert set(words(titles)["id"]) == set(titles), layer.key


def test_the_list_of_layers_says_what_they_are_called(editor: Person):
    told = editor.get("/layers").json()
    titles = {row["key"]: row["title"] for row in told["layers"]}
    assert titles["wifi_hotspot"] == "Public wifi"
    assert told["words"]["id"]["Public wifi"] == "Titik wifi"
