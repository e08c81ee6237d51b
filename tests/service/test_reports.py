"""Reports through the whole service: in, found, worked on, undone; under the version that was seen, and once."""

from __future__ import annotations

from typing import Any

from console.domain.wire import uuid7
from tests.service.conftest import INSIDE, Person, new_report


def test_a_report_comes_in_with_a_number_its_areas_and_a_clock(operator: Person):
    report = operator.sends(contact_name="Ibu Sari", contact_phone="0812 3456 789")
    assert report["number"] == "BKS-000001"
    assert report["kelurahan"].startswith(report["kecamatan"] + ".")
    assert report["priority"] in ("normal", "high")
    assert report["forward_by"] > report["received_at"]
    assert operator.get(f"/reports/{report['id']}").json() == report


def test_the_same_report_sent_twice_is_one_report(operator: Person):
    body = new_report()
    first = operator.post("/reports", body)
    again = operator.post("/reports", body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    other = operator.post("/reports", {**body, "text": "something else"})
    assert other.status_code == 422
    assert other.json()["type"] == "urn:poc:key-reused"


def test_a_report_far_outside_is_refused_with_the_distance_and_the_swap(operator: Person):
    far = operator.post("/reports", new_report(lon=107.6, lat=-6.9)).json()
    assert far["type"] == "urn:poc:outside-city"
    assert 50 < far["distance_km"] < 200
    assert far["swapped"] is False
    swapped = operator.post("/reports", new_report(lon=INSIDE[1], lat=INSIDE[0] - 90)).json()
    assert swapped["type"] == "urn:poc:outside-city"


def test_a_report_without_category_gets_one_from_its_words_or_other(operator: Person):
    assert operator.sends("Ada banjir setinggi lutut", category="")["category"] == "flood"
    assert operator.sends("zzz qqq", category="")["category"] == "other"


def test_an_unknown_category_is_refused_without_an_echo(operator: Person):
    answer = operator.post("/reports", new_report(category="kategori_palsu"))
    assert answer.status_code == 422
    assert answer.json()["field"] == "category"
    assert "kategori_palsu" not in answer.text


def test_a_report_goes_its_way_to_solved(operator: Person, supervisor: Person):
    report = operator.did(operator.sends(), "verify")
    report = operator.did(report, "assign", department="dbmsda", reason="drain")
    assert report["assignment"]["department"] == "dbmsda"
    for action, body in (("accept", {}), ("start", {}), ("claim_done", {"answer": "pumped dry"})):
        report = operator.did(report, action, **body)
    report = supervisor.did(report, "resolve")
    assert report["status"] == "resolved"
    kinds = [event["kind"] for event in operator.get(f"/reports/{report['id']}/history").json()["events"]]
    assert kinds == [f"report.{kind}" for kind in
                     ("created", "verify", "assign", "accept", "start", "claim_done", "resolve")]  # fmt: skip


def test_a_change_needs_the_version_that_was_seen(operator: Person, supervisor: Person):
    report = operator.sends()
    path = f"/reports/{report['id']}"
    assert operator.ask("PATCH", path, json={"priority": "high"}).status_code == 428
    changed = operator.ask("PATCH", path, json={"priority": "low"}, headers={"If-Match": '"1"'})
    assert changed.json()["version"] == 2
    assert changed.headers["ETag"] == '"2"'
    late = supervisor.acts(report, "verify")
    assert late.status_code == 412
    assert late.json()["type"] == "urn:poc:version-mismatch"
    assert late.json()["current"]["priority"] == "low"


def test_an_action_sent_again_with_its_key_is_done_once(operator: Person):
    report = operator.sends()
    headers = {"If-Match": '"1"', "Idempotency-Key": uuid7()}
    path = f"/reports/{report['id']}/actions/verify"
    first, again = (operator.ask("POST", path, json={}, headers=headers) for _ in range(2))
    assert first.json() == again.json()
    assert first.json()["version"] == 2
    other = operator.ask("POST", f"/reports/{report['id']}/actions/reject", json={"reason": "x"}, headers=headers)
    assert other.status_code == 422


def test_an_undo_takes_the_own_last_move_back(operator: Person, supervisor: Person):
    before = operator.did(operator.sends(), "verify")
    after = operator.did(before, "assign", department="dlh")
    path, headers = f"/reports/{after['id']}/undo", {"If-Match": f'"{after["version"]}"'}
    refused = supervisor.ask("POST", path, json={}, headers=headers)
    assert refused.status_code == 409
    undone = operator.ask("POST", path, json={}, headers=headers).json()
    assert undone["status"] == "verified"
    assert undone["assignment"] is None
    assert undone["version"] == after["version"] + 1


def test_a_place_that_moves_brings_its_areas(operator: Person):
    report = operator.sends(lon=None, lat=None, place_note="by the station")
    assert report["kelurahan"] == ""
    moved = operator.ask(
        "PATCH", f"/reports/{report['id']}", json={"lon": INSIDE[0], "lat": INSIDE[1]}, headers={"If-Match": '"1"'}
    ).json()
    assert moved["kecamatan"].startswith("32.75.")


def test_search_finds_words_beginnings_and_numbers(operator: Person):
    operator.sends("Pohon tumbang menutup Jalan Ahmad Yani", category="fallen_tree")
    wanted = operator.sends("Lampu jalan mati", category="street_light", place_note="Jalan Cut Meutia")

    def found(**query: Any) -> list[str]:
        return [report["number"] for report in operator.get("/reports", **query).json()["reports"]]

    assert found(q="lamp mat") == [wanted["number"]]
    assert found(q="meutia") == [wanted["number"]]
    assert found(q="BKS-2") == found(q="2", status="resolved") == [wanted["number"]]
    assert found(category="street_light") == [wanted["number"]]
    assert found(q='" OR * NEAR(') == []


def test_pages_follow_one_another(operator: Person):
    numbers = [operator.sends(f"report {n}")["number"] for n in range(5)]
    first = operator.get("/reports", limit=3).json()
    second = operator.get("/reports", limit=3, after=first["next"]).json()
    assert [report["number"] for report in first["reports"] + second["reports"]] == numbers[::-1]
    assert second["next"] is None


def test_the_snapshot_holds_what_the_desk_begins_with(operator: Person):
    report = operator.sends()
    found = operator.get("/snapshot").json()
    assert found["reports"] == [report]
    assert found["counts"] == {"new": 1}
    assert found["seq"] == operator.get("/health").json()["seq"]


def test_twins_and_callers_are_found(operator: Person):
    first = operator.sends("Banjir setinggi lutut di pasar", contact_phone="+62 812-345-678")
    second = operator.sends("Banjir di pasar setinggi lutut", contact_phone="0812345678")
    twins = operator.get(f"/reports/{second['id']}/twins").json()["twins"]
    assert [twin["report"]["id"] for twin in twins] == [first["id"]]
    assert twins[0]["score"] > 0.9
    calls = operator.get("/callers", phone="0812 345 678").json()["reports"]
    assert [call["id"] for call in calls] == [second["id"], first["id"]]


def test_notes_stand_in_the_history_and_leave_the_version(operator: Person):
    report = operator.sends()
    key = uuid7()
    notes = [operator.post(f"/reports/{report['id']}/notes", {"text": "called back"}, **{"Idempotency-Key": key})
             for _ in range(2)]  # fmt: skip
    assert [note.status_code for note in notes] == [201, 201]
    assert notes[0].json() == notes[1].json()
    assert operator.get(f"/reports/{report['id']}").json()["version"] == 1


def test_a_batch_judges_each_item_alone(operator: Person):
    good, bad = new_report("good"), new_report("bad", category="nothing")
    answer = operator.post("/reports/batch", {"reports": [good, bad, {"text": "no id"}, 7, good]})
    results = answer.json()["results"]
    assert [row["ok"] for row in results] == [True, False, False, False, True]
    assert results[0]["number"] == results[4]["number"]
    assert results[1]["problem"]["status"] == 422


def test_the_duplicates_of_a_duplicate_follow_it_to_the_first_report(operator: Person):
    first, middle, last = (operator.sends(f"Pohon tumbang {n}") for n in range(3))
    operator.did(last, "mark_duplicate", duplicate_of=middle["id"])
    operator.did(middle, "mark_duplicate", duplicate_of=first["id"])
    moved = operator.get(f"/reports/{last['id']}").json()
    assert (moved["duplicate_of"], moved["version"], moved["status"]) == (first["id"], 3, "duplicate")
    event = operator.get(f"/reports/{last['id']}/history").json()["events"][-1]
    assert event["payload"]["changes"] == {"duplicate_of": [middle["id"], first["id"]]}
    assert event["payload"]["because"] == middle["number"]
