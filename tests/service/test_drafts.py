"""Layer edits go by way of a draft, checks and a second person; nobody's work is overwritten, all can be undone."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from console.domain.audit import first_break
from console.domain.drafts import BY_KEY as DRAFT_ACTIONS
from console.domain.drafts import Draft, DraftState, decide
from console.domain.errors import DomainError
from console.domain.roles import Role, User
from console.domain.wire import uuid7
from console.service import drafting, holdings
from console.service.app import create_app
from console.service.auth import now
from console.service.core import Service
from layers.catalog import BY_KEY, Geometry, Layer
from layers.features import Feature
from layers.schema import Field, Kind
from tests.service.conftest import INSIDE, Person

LAYER = "wifi_hotspot"


class Editor(Person):
    """Somebody who edits layers."""

    def feature(self, ident: str, layer: str = LAYER) -> dict[str, Any] | None:
        rows = self.get(f"/layers/{layer}/features").json()["features"]
        return next((row for row in rows if row["id"] == ident), None)

    def pushes(self, *changes: dict[str, Any], publish: bool = False, layer: str = LAYER, **more: Any) -> Any:
        body = {"id": uuid7(), "title": "Edits", "changes": list(changes), "publish": publish, **more}
        return self.ask("POST", f"/layers/{layer}/changesets", json=body)

    def begins(self, title: str = "Taman", **more: Any) -> dict[str, Any]:
        answer = self.post("/drafts", {"id": uuid7(), "layer": LAYER, "title": title, **more})
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def puts(self, draft: dict[str, Any], *changes: dict[str, Any], **more: Any) -> Any:
        headers = {"If-Match": f'"{draft["version"]}"'}
        path = f"/drafts/{draft['id']}/changes"
        return self.ask("PUT", path, json={"changes": list(changes), **more}, headers=headers)

    def moves(self, draft: dict[str, Any], action: str, **body: Any) -> Any:
        headers = {"If-Match": f'"{draft["version"]}"'}
        return self.ask("POST", f"/drafts/{draft['id']}/{action}", json=body, headers=headers)

    def does(self, draft: dict[str, Any], action: str, **body: Any) -> dict[str, Any]:
        answer = self.moves(draft, action, **body)
        assert answer.status_code == 200, answer.text[:500]
        return dict(answer.json())


def hotspot(ident: str, lon: float = INSIDE[0], lat: float = INSIDE[1], **fields: Any) -> dict[str, Any]:
    properties = {"name": "Taman", "state": "aktif", **fields}
    geometry = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "id": ident, "geometry": geometry, "properties": properties}


def insert(feature: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "insert", "id": feature["id"], "base_version": 0, "feature": feature}


def update(seen: dict[str, Any], **fields: Any) -> dict[str, Any]:
    feature = {**seen, "properties": {**seen["properties"], **fields}}
    return {"kind": "update", "id": seen["id"], "base_version": seen["version"], "feature": feature}


def delete(seen: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "delete", "id": seen["id"], "base_version": seen["version"]}


@pytest.fixture
def gis(http: TestClient) -> Editor:
    return Editor(http, "gis", "gis-1")


@pytest.fixture
def admin(http: TestClient) -> Editor:
    return Editor(http, "admin", "gis-2")


@pytest.fixture
def reviewer(http: TestClient) -> Editor:
    return Editor(http, "supervisor", "desk-2")


@pytest.fixture
def service(http: TestClient) -> Service:
    return http.app.state.service  # type: ignore[attr-defined,no-any-return]


@pytest.fixture
def spot(admin: Editor) -> dict[str, Any]:
    """A hotspot that stands on the map, at its first version."""
    assert admin.pushes(insert(hotspot("w1", users=3)), publish=True).status_code == 201
    found = admin.feature("w1")
    assert found is not None
    return found


# --- the way of a draft ------------------------------------------------------------------------


def test_an_edit_goes_from_draft_to_map_by_way_of_a_second_person(gis, reviewer):
    draft = gis.begins()
    draft = gis.puts(draft, insert(hotspot("w1"))).json()
    assert draft["changes"] == 1
    draft = gis.does(draft, "submit")
    assert gis.feature("w1") is None
    draft = reviewer.does(draft, "approve")
    draft = gis.does(draft, "publish")
    found = gis.feature("w1")
    assert (found["version"], found["properties"]["name"], found["source"]) == (1, "Taman", "edit")
    assert (draft["state"], draft["published_version"]) == ("published", 1)


def test_nobody_approves_the_own_edits(gis, admin):
    for author in (gis, admin):
        draft = author.puts(author.begins(), insert(hotspot("w1"))).json()
        assert author.moves(author.does(draft, "submit"), "approve").status_code == 403


def test_nothing_is_published_that_nobody_approved(gis):
    draft = gis.puts(gis.begins(), insert(hotspot("w1"))).json()
    assert gis.moves(draft, "publish").status_code == 403
    draft = gis.does(draft, "submit")
    assert gis.moves(draft, "publish").status_code == 403
    assert gis.feature("w1") is None


def test_what_was_approved_is_what_is_published(gis, reviewer):
    draft = gis.puts(gis.begins(), insert(hotspot("w1"))).json()
    handed_in = gis.does(draft, "submit")
    assert gis.puts(handed_in, insert(hotspot("w2"))).status_code == 409
    reopened = gis.does(handed_in, "reopen")
    gis.puts(reopened, insert(hotspot("w2", lat=-6.25)))
    assert reviewer.moves(handed_in, "approve").status_code == 412


def test_a_rejected_draft_says_why_and_can_be_mended(gis, reviewer):
    draft = gis.does(gis.puts(gis.begins(), insert(hotspot("w1"))).json(), "submit")
    assert reviewer.moves(draft, "reject").status_code == 422
    draft = reviewer.does(draft, "reject", reason="Salah tempat")
    assert (draft["state"], draft["reason"]) == ("rejected", "Salah tempat")
    draft = gis.puts(draft, insert(hotspot("w1", lat=-6.25))).json()
    assert draft["state"] == "draft"
    assert "submit" in draft["actions"]


def test_an_operator_neither_edits_nor_sees_drafts(operator, gis):
    draft = gis.begins()
    assert operator.get("/drafts").status_code == 403
    assert operator.post("/drafts", {"id": uuid7(), "layer": LAYER, "title": "x"}).status_code == 403
    assert operator.post(f"/drafts/{draft['id']}/publish", {}, **{"If-Match": '"1"'}).status_code == 403


def test_the_layer_of_reports_is_not_drawn_on(gis):
    answer = gis.post("/drafts", {"id": uuid7(), "layer": "incident", "title": "x"})
    assert answer.status_code == 403


@pytest.mark.parametrize("state", list(DraftState))
@pytest.mark.parametrize("key", list(DRAFT_ACTIONS))
def test_every_move_that_is_not_in_the_table_is_refused(state, key):
    author, other = User("a", "", Role.GIS_EDITOR), User("b", "", Role.SUPERVISOR)
    draft = Draft("d", LAYER, "t", "a", state, updated_at=datetime.now(UTC))
    possible = False
    for user in (author, other):
        try:
            decide(draft, key, user, now(), "why")
            possible = True
        except DomainError:
            continue
    assert possible == (state in DRAFT_ACTIONS[key].start)


def test_what_is_sent_twice_is_done_once(gis, admin):
    body = {"id": uuid7(), "layer": LAYER, "title": "Taman"}
    assert [gis.post("/drafts", body).status_code for _ in range(2)] == [201, 200]
    assert gis.post("/drafts", {**body, "title": "Lain"}).status_code == 422
    draft = gis.get(f"/drafts/{body['id']}").json()
    first = gis.puts(draft, insert(hotspot("w1"))).json()
    assert gis.puts(draft, insert(hotspot("w1"))).json()["version"] == first["version"]
    handed_in = gis.does(first, "submit")
    assert gis.does(first, "submit")["version"] == handed_in["version"]
    changeset = {"id": uuid7(), "title": "x", "changes": [insert(hotspot("w9", lat=-6.22))], "publish": True}
    for _ in range(2):
        assert admin.post(f"/layers/{LAYER}/changesets", changeset).status_code == 201
    assert admin.feature("w9")["version"] == 1


def test_a_changeset_sent_again_later_is_still_done_once(admin, spot):
    body = {"id": uuid7(), "title": "x", "changes": [update(spot, name="A")], "publish": True}
    assert admin.post(f"/layers/{LAYER}/changesets", body).status_code == 201
    admin.pushes(update(admin.feature("w1"), name="B"), publish=True)
    assert admin.post(f"/layers/{LAYER}/changesets", body).status_code == 201  # its answer was lost; it was done
    assert admin.feature("w1")["properties"]["name"] == "B"


def test_changes_are_put_one_by_one_or_all_at_once(gis):
    draft = gis.puts(gis.begins(), insert(hotspot("w1")), insert(hotspot("w2", lat=-6.25))).json()
    draft = gis.puts(draft, insert(hotspot("w3", lat=-6.26)), gone=["w1"]).json()
    rows = gis.get(f"/drafts/{draft['id']}/changes").json()["changes"]
    assert [row["id"] for row in rows] == ["w2", "w3"]
    draft = gis.puts(draft, insert(hotspot("w4")), whole=True).json()
    assert draft["changes"] == 1


def test_two_windows_of_one_author_do_not_overwrite_each_other(gis):
    draft = gis.begins()
    gis.puts(draft, insert(hotspot("w1")))
    late = gis.puts(draft, insert(hotspot("w2")))
    assert late.status_code == 412
    assert late.json()["current"]["changes"] == 1


def test_comments_are_kept_in_order(gis, reviewer):
    draft = gis.begins()
    for person, text in ((reviewer, "Kenapa di sini?"), (gis, "Ada tiang baru.")):
        answer = person.post(f"/drafts/{draft['id']}/comments", {"id": uuid7(), "text": text, "feature": "w1"})
        assert answer.status_code == 201
    found = gis.get(f"/drafts/{draft['id']}/comments").json()["comments"]
    assert [(row["by"], row["text"]) for row in found] == [
        ("supervisor", "Kenapa di sini?"),
        ("gis", "Ada tiang baru."),
    ]


def test_drafts_are_found_by_state(gis):
    gis.begins("one")
    gis.does(gis.puts(gis.begins("two"), insert(hotspot("w1"))).json(), "submit")
    found = gis.get("/drafts", state="in_review").json()["drafts"]
    assert [row["title"] for row in found] == ["two"]


def test_a_draft_is_still_there_after_the_service_was_killed(settings, gis):
    draft = gis.puts(gis.begins(), insert(hotspot("w1"))).json()
    # Another service opens the same folder while the first one still runs: as after a kill, nothing was closed.
    with TestClient(create_app(settings)) as again:
        found = Editor(again, "gis").get(f"/drafts/{draft['id']}/changes").json()["changes"]
    assert [row["id"] for row in found] == ["w1"]


# --- checks ------------------------------------------------------------------------------------


def test_an_error_blocks_the_way_and_names_feature_and_place(gis):
    draft = gis.puts(gis.begins(), insert(hotspot("w1", state="rusak")), insert(hotspot("w2", lon=20.0))).json()
    refused = gis.moves(draft, "submit")
    assert refused.status_code == 422
    assert {(row["id"], row["code"]) for row in refused.json()["findings"]} == {
        ("w1", "field-choice"),
        ("w2", "outside"),
    }
    assert gis.get(f"/drafts/{draft['id']}").json()["state"] == "draft"


def test_a_warning_does_not_block(gis, spot):
    draft = gis.puts(gis.begins(), insert(hotspot("w2"))).json()
    (found,) = gis.get(f"/drafts/{draft['id']}/findings").json()["findings"]
    assert (found["code"], found["other"], found["severity"]) == ("twin", "w1", "warning")
    gis.does(draft, "submit")


def test_a_changeset_with_one_error_changes_nothing(admin):
    answer = admin.pushes(insert(hotspot("w1")), insert(hotspot("w2", users="many")), publish=True)
    assert answer.status_code == 422
    assert admin.feature("w1") is None
    assert admin.get("/drafts").json()["drafts"] == []


@pytest.mark.parametrize(
    "body",
    [
        {"changes": 7},
        {"changes": [{"kind": "insert"}]},
        {"changes": [], "title": "x"},
        {"changes": [insert(hotspot("w1")), insert(hotspot("w1"))]},
        {"changes": [insert({**hotspot("w1"), "geometry": None})]},
        {"changes": [insert({**hotspot("w1"), "geometry": {"type": "Point", "coordinates": [[[1]]]}})]},
        {"changes": [insert(hotspot("w1"))], "publish": 1},
        {"changes": [insert(hotspot("w1"))], "force": True},
    ],
)
def test_a_changeset_that_makes_no_sense_is_refused(admin, body):
    answer = admin.post(f"/layers/{LAYER}/changesets", {"id": uuid7(), "title": "x", **body})
    assert answer.status_code == 422, answer.text


# --- several people ----------------------------------------------------------------------------


def test_edits_of_different_fields_merge(gis, admin, reviewer, spot):
    draft = gis.puts(gis.begins(), update(spot, name="Taman Kota")).json()
    assert admin.pushes(update(spot, state="gangguan"), publish=True).status_code == 201
    draft = reviewer.does(gis.does(draft, "submit"), "approve")
    (row,) = gis.get(f"/drafts/{draft['id']}/difference").json()["rows"]
    assert (row["fields"], row["merged"]) == (["name"], True)
    gis.does(draft, "publish")
    found = gis.feature("w1")
    assert found["properties"] == {"name": "Taman Kota", "state": "gangguan", "users": 3}
    assert found["version"] == 3


def test_two_values_for_one_field_are_told_with_both_sides_and_their_base(gis, admin, spot):
    assert admin.pushes(update(spot, name="A"), publish=True).status_code == 201
    refused = gis.pushes(update(spot, name="B"))
    assert refused.status_code == 409
    (conflict,) = refused.json()["conflicts"]
    assert conflict["fields"] == ["name"]
    names = [conflict[side]["properties"]["name"] for side in ("base", "mine", "theirs")]
    assert names == ["Taman", "B", "A"]
    assert conflict["theirs"]["version"] == 2
    assert gis.get("/drafts").json()["drafts"][0]["author"] == "admin"


def test_one_conflict_holds_the_whole_changeset_back(admin, spot):
    assert admin.pushes(update(spot, name="A"), publish=True).status_code == 201
    refused = admin.pushes(update(spot, name="B"), insert(hotspot("w2", lat=-6.25)), publish=True)
    assert refused.status_code == 409
    assert admin.feature("w2") is None


def test_a_conflict_that_a_person_decided_goes_through(admin, spot):
    assert admin.pushes(update(spot, name="A"), publish=True).status_code == 201
    theirs = admin.pushes(update(spot, name="B"), publish=True).json()["conflicts"][0]["theirs"]
    assert admin.pushes(update(theirs, name="B"), publish=True).status_code == 201
    assert admin.feature("w1")["properties"]["name"] == "B"


def test_equal_edits_are_no_conflict_and_no_second_version(gis, admin, reviewer, spot):
    draft = gis.puts(gis.begins(), update(spot, name="A")).json()
    assert admin.pushes(update(spot, name="A"), publish=True).status_code == 201
    gis.does(reviewer.does(gis.does(draft, "submit"), "approve"), "publish")
    assert gis.feature("w1")["version"] == 2


def test_deleting_what_somebody_edited_is_asked_about(admin, spot):
    assert admin.pushes(update(spot, name="A"), publish=True).status_code == 201
    (conflict,) = admin.pushes(delete(spot), publish=True).json()["conflicts"]
    assert (conflict["mine"], conflict["theirs"]["properties"]["name"]) == (None, "A")


def test_editing_what_somebody_deleted_is_asked_about(admin, spot):
    assert admin.pushes(delete(spot), publish=True).status_code == 201
    assert admin.feature("w1") is None
    (conflict,) = admin.pushes(update(spot, name="A"), publish=True).json()["conflicts"]
    assert (conflict["theirs"], conflict["base"]["properties"]["name"]) == (None, "Taman")


def test_the_base_of_an_old_edit_is_found_in_the_log(admin, spot):
    for name in ("A", "B"):
        assert admin.pushes(update(admin.feature("w1"), name=name), publish=True).status_code == 201
    assert admin.pushes(update(spot, users=9), publish=True).status_code == 201  # came with version 1, long ago
    assert admin.feature("w1")["properties"] == {"name": "B", "state": "aktif", "users": 9}


def test_a_conflict_that_came_after_approval_stops_the_publishing(gis, admin, reviewer, spot):
    draft = gis.puts(gis.begins(), update(spot, name="B")).json()
    draft = reviewer.does(gis.does(draft, "submit"), "approve")
    assert admin.pushes(update(spot, name="A"), publish=True).status_code == 201
    assert gis.moves(draft, "publish").status_code == 409
    assert gis.feature("w1")["properties"]["name"] == "A"


EDITS = st.lists(
    st.tuples(
        st.booleans(),  # who: the one side or the other
        st.sampled_from(["w1", "w2"]),
        st.sampled_from(["name", "ssid", "users", "place", "delete", "pull"]),
        st.integers(0, 3),
    ),
    max_size=12,
)


@pytest.mark.parametrize("times", [1, 99])
def test_what_happens_between_looking_and_writing_is_not_lost(admin, service, spot, monkeypatch, times):
    draft = admin.puts(admin.begins(), update(spot, name="A")).json()
    look, raced = drafting.planned, list[int]()

    def slowly(*given: Any) -> Any:
        made = look(*given)
        if len(raced) < times:
            raced.append(100 + len(raced))
            row = Feature.from_geojson(hotspot("w1", users=raced[-1]), LAYER)
            service.writer.do(lambda tx: holdings.take(tx, LAYER, [row], source="import", at=now(), complete=False))
        return made

    monkeypatch.setattr(drafting, "planned", slowly)
    admin.does(draft, "publish")
    assert admin.feature("w1")["properties"] == {"name": "A", "state": "aktif", "users": raced[-1]}


def test_a_draft_that_changes_while_it_is_looked_at_is_not_published(admin, service, monkeypatch):
    draft = admin.puts(admin.begins(), insert(hotspot("w1"))).json()
    look = drafting.planned

    def slowly(*given: Any) -> Any:
        made = look(*given)
        assert admin.puts(draft, insert(hotspot("w2", lat=-6.25))).status_code == 200
        return made

    monkeypatch.setattr(drafting, "planned", slowly)
    assert admin.moves(draft, "publish").status_code == 412
    assert admin.feature("w1") is None


@given(edits=EDITS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_two_editors_do_neither_loses_an_edit(admin, service, edits):
    """Both keep a copy and push from it; what was taken stands until its own author's or an informed edit."""
    _clear(admin, service)
    assert admin.pushes(
        *(insert(hotspot(i, lat=y)) for i, y in (("w1", -6.23), ("w2", -6.25))), publish=True
    ).is_success
    copies: list[dict[str, Any]] = [_pulled(admin), _pulled(admin)]
    truth = {ident: _fields(row) for ident, row in _pulled(admin).items()}
    for who, ident, what, value in edits:
        mine = copies[who]
        if what == "pull":
            copies[who] = _pulled(admin)
            continue
        seen = mine.get(ident)
        if seen is None:
            continue
        changed = delete(seen) if what == "delete" else _edited(seen, what, value)
        base, wanted = _fields(seen), None if what == "delete" else _fields(changed["feature"])
        answer = admin.pushes(changed, publish=True)
        if answer.status_code == 409:
            # Refused only where the other side did change the same thing, or one side deleted it.
            (conflict,) = answer.json()["conflicts"]
            stands = truth.get(ident)
            assert stands is None or wanted is None or any(stands[key] != base[key] for key in conflict["fields"])
            assert {i: _fields(row) for i, row in _pulled(admin).items()} == truth
            continue
        assert answer.status_code == 201, answer.text
        if wanted is None:
            truth.pop(ident, None)
        else:
            truth[ident] |= {key: value for key, value in wanted.items() if value != base[key]}
        assert {i: _fields(row) for i, row in _pulled(admin).items()} == truth


def _pulled(person: Editor) -> dict[str, Any]:
    return {row["id"]: row for row in person.get(f"/layers/{LAYER}/features").json()["features"]}


def _fields(row: dict[str, Any]) -> dict[str, Any]:
    fields = {key: row["properties"].get(key) for key in ("name", "ssid", "users")}
    return {**fields, "geometry": tuple(row["geometry"]["coordinates"])}


def _edited(seen: dict[str, Any], what: str, value: int) -> dict[str, Any]:
    if what == "place":
        lat = seen["geometry"]["coordinates"][1]
        return update({**seen, "geometry": {"type": "Point", "coordinates": [107.0 + value / 1000, lat]}})
    return update(seen, **{what: value if what == "users" else f"{what}{value}"})


def _clear(person: Editor, service: Service) -> None:
    gone = list(service.store.read.features(LAYER))
    service.writer.do(lambda tx: tx.change_layer(LAYER, (), gone, None))


# --- history -----------------------------------------------------------------------------------


def test_a_feature_knows_who_did_what_to_it(admin, spot):
    admin.pushes(update(spot, name="A"), publish=True)
    admin.pushes(delete(admin.feature("w1")), publish=True)
    found = admin.get(f"/layers/{LAYER}/features/w1/history").json()["versions"]
    assert [(row["version"], row["kind"], row["by"]) for row in found] == [
        (1, "insert", "admin"),
        (2, "update", "admin"),
        (3, "delete", "admin"),
    ]
    assert found[1]["before"]["properties"]["name"] == "Taman"
    assert found[1]["after"]["properties"]["name"] == "A"


def test_a_feature_is_put_back_to_what_it_was(admin, spot):
    admin.pushes(update(spot, name="A", users=None), publish=True)
    admin.pushes(delete(admin.feature("w1")), publish=True)
    answer = admin.post(f"/layers/{LAYER}/features/w1/put-back", {"id": uuid7(), "version": 1, "publish": True})
    assert answer.status_code == 201, answer.text
    found = admin.feature("w1")
    assert found["properties"] == spot["properties"]
    assert found["version"] == 4


def test_putting_back_goes_by_way_of_review_as_well(gis, admin, spot):
    admin.pushes(update(spot, name="A"), publish=True)
    answer = gis.post(f"/layers/{LAYER}/features/w1/put-back", {"id": uuid7(), "version": 1})
    assert answer.json()["state"] == "in_review"
    assert gis.feature("w1")["properties"]["name"] == "A"
    assert gis.post(f"/layers/{LAYER}/features/w1/put-back", {"id": uuid7(), "version": 7}).status_code == 404


def test_the_log_says_who_drew_who_approved_and_holds_together(gis, reviewer, service, spot):
    draft = gis.puts(gis.begins("Nama baru"), update(spot, name="A")).json()
    gis.does(reviewer.does(gis.does(draft, "submit"), "approve"), "publish")
    auditor = Person(gis.http, "auditor")
    found = auditor.get("/events", kind="layer.published").json()["events"]
    assert [event["payload"]["author"] for event in found] == ["admin", "gis"]
    assert found[-1]["payload"]["reviewer"] == "supervisor"
    assert first_break(service.store.read.links()) is None
    kinds = [event["kind"] for event in auditor.get("/events", kind="draft.").json()["events"]]
    assert kinds[-4:] == ["draft.changed", "draft.submit", "draft.approve", "draft.publish"]


# --- by itself, and to everybody ---------------------------------------------------------------


def test_an_approved_draft_is_published_at_its_time(gis, reviewer, service):
    soon = (now() + timedelta(seconds=0.3)).isoformat()
    draft = gis.puts(gis.begins(publish_at=soon), insert(hotspot("w1"))).json()
    draft = gis.does(draft, "submit")
    time.sleep(0.4)  # its time passes, and nobody has approved it
    assert gis.feature("w1") is None
    told = threading.Event()
    tell = service.writer._told
    service.writer._told = lambda news: (tell(news), told.set() if any(item.layer for item in news) else None)
    reviewer.does(draft, "approve")
    assert told.wait(5)
    assert gis.feature("w1")["version"] == 1
    assert gis.get(f"/drafts/{draft['id']}").json()["state"] == "published"


def test_a_timed_draft_with_a_conflict_waits_for_a_person(gis, admin, reviewer, service, spot):
    draft = gis.puts(gis.begins(), update(spot, name="B")).json()
    draft = reviewer.does(gis.does(draft, "submit"), "approve")
    admin.pushes(update(spot, name="A"), publish=True)
    told = threading.Event()
    tell = service.writer._told
    service.writer._told = lambda news: (tell(news), told.set() if any(item.draft for item in news[-1:]) else None)
    path, seen = f"/drafts/{draft['id']}", {"If-Match": f'"{draft["version"]}"'}
    told.clear()
    assert gis.ask("PATCH", path, json={"publish_at": now().isoformat()}, headers=seen).status_code == 200
    for _ in range(100):
        found = gis.get(path).json()
        if found["publish_at"] is None:
            break
        told.wait(0.05)
        told.clear()
    assert (found["state"], found["publish_at"]) == ("approved", None)
    (comment,) = gis.get(f"{path}/comments").json()["comments"]
    assert comment["by"] == "publisher"
    assert gis.feature("w1")["properties"]["name"] == "A"


def test_everybody_is_told_of_a_new_version_of_the_layer(admin, service):
    heard: list[Any] = []
    service.writer._told = heard.extend
    admin.pushes(insert(hotspot("w1")), publish=True)
    assert [item.layer.version for item in heard if item.layer] == [1]
    assert [item.draft["state"] for item in heard if item.draft] == ["draft", "published"]


# --- feeds -------------------------------------------------------------------------------------


def feed(service: Service, *features: dict[str, Any]) -> None:
    """A reading of a feed that tells of all its hotspots."""
    found = [Feature.from_geojson(row, LAYER) for row in features]
    service.writer.do(lambda tx: holdings.take(tx, LAYER, found, source="isp", at=now(), complete=True))


def test_what_a_person_edited_stays_until_the_feed_says_something_else_there(admin, service):
    feed(service, hotspot("w1", users=1))
    admin.pushes(update(admin.feature("w1"), name="Taman Kota"), publish=True)
    feed(service, hotspot("w1", users=2))
    assert admin.feature("w1")["properties"] == {"name": "Taman Kota", "state": "aktif", "users": 2}
    assert admin.feature("w1")["source"] == "isp"
    feed(service, hotspot("w1", users=2))
    assert admin.feature("w1")["properties"]["name"] == "Taman Kota"
    feed(service, hotspot("w1", users=2, name="Taman Baru"))
    assert admin.feature("w1")["properties"]["name"] == "Taman Baru"
    assert service.store.read.edited(LAYER) == {}


def test_what_a_person_took_away_stays_away_until_the_feed_says_something_else(admin, service):
    feed(service, hotspot("w1"))
    admin.pushes(delete(admin.feature("w1")), publish=True)
    feed(service, hotspot("w1"))
    assert admin.feature("w1") is None
    feed(service, hotspot("w1", state="gangguan"))
    assert admin.feature("w1")["properties"]["state"] == "gangguan"


def test_what_the_feed_no_longer_tells_of_goes_edits_and_all(admin, service):
    feed(service, hotspot("w1"))
    admin.pushes(update(admin.feature("w1"), name="A"), publish=True)
    feed(service)
    assert admin.feature("w1") is None
    feed(service, hotspot("w1"))
    assert admin.feature("w1")["properties"]["name"] == "Taman"


def test_a_feeds_new_value_does_not_stop_an_edit_of_another_field(admin, service):
    feed(service, hotspot("w1", users=1))
    seen = admin.feature("w1")
    draft = admin.puts(admin.begins(), update(seen, name="A")).json()  # the base is kept with the draft
    feed(service, hotspot("w1", users=2))
    admin.does(draft, "publish")
    assert admin.feature("w1")["properties"] == {"name": "A", "state": "aktif", "users": 2}


# --- rows and numbers --------------------------------------------------------------------------


def test_a_new_layer_is_one_row(admin, monkeypatch):
    row = Layer("bench", "Benches", Geometry.POINT, (Field("seats", Kind.INTEGER, "Seats", required=True),), near_m=2)
    monkeypatch.setitem(BY_KEY, "bench", row)
    bench = {**hotspot("b1"), "properties": {"seats": 4}}
    assert admin.pushes(insert({**bench, "properties": {}}), publish=True, layer="bench").status_code == 422
    assert admin.pushes(insert(bench), publish=True, layer="bench").status_code == 201
    assert admin.feature("b1", "bench")["properties"] == {"seats": 4}


def test_a_large_changeset_is_published_whole(admin, service):
    places = [(106.98 + (n % 160) * 0.0001, -6.25 + (n // 160) * 0.0001) for n in range(25_000)]
    rows = [Feature.from_geojson(hotspot(f"w{n}", lon, lat), LAYER) for n, (lon, lat) in enumerate(places)]
    service.writer.do(lambda tx: holdings.take(tx, LAYER, rows, source="import", at=now(), complete=True))
    seen = admin.get(f"/layers/{LAYER}/features").json()["features"]
    draft = admin.puts(admin.begins(), *(update(row, users=7) for row in seen)).json()
    assert draft["changes"] == 25_000
    admin.does(draft, "publish")
    assert service.store.read.layer(LAYER).version == 2
    assert all(item.geojson["properties"]["users"] == 7 for item in service.store.read.features(LAYER).values())
