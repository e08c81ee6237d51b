"""Who has a report in hand: one at a time, taken over with a reason, let go by itself, and never in the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from starlette.testclient import TestClient

from console.service.auth import now
from tests.service.conftest import Person


def claim(person: Person, report: dict[str, Any], **body: str) -> Any:
    return person.post(f"/reports/{report['id']}/claim", body)


def told(person: Person) -> list[tuple[str, str]]:
    """The claim events of the log: what, and by whom."""
    return [(event["kind"], event["actor"]) for event in person.get("/events", kind="claim.").json()["events"]]


def test_one_has_it_and_the_other_must_say_why(operator: Person, supervisor: Person):
    report = operator.sends()
    assert claim(operator, report).json()["claim"]["user"] == "operator"
    refused = claim(supervisor, report)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:poc:claimed")
    assert refused.json()["claim"]["console"] == "desk-1"
    assert claim(supervisor, report, reason="  ").status_code == 409
    assert claim(supervisor, report, reason="Operator istirahat").json()["claim"]["user"] == "supervisor"
    assert told(supervisor) == [("claim.taken", "operator"), ("claim.taken_over", "supervisor")]
    last = operator.get(f"/reports/{report['id']}/history").json()["events"][-1]
    assert (last["payload"]["from"], last["payload"]["reason"]) == ("operator", "Operator istirahat")


def test_a_touch_is_written_only_where_it_moves_the_end(http: TestClient, operator: Person, supervisor: Person):
    report = operator.sends()
    for _ in range(3):
        first = claim(operator, report).json()["claim"]
    assert len(told(supervisor)) == 1
    claims = http.app.state.service.claims  # type: ignore[attr-defined]
    claims.limit = timedelta(minutes=30)  # as if most of its time had gone by
    later = claim(operator, report).json()["claim"]
    assert (later["since"], later["until"] > first["until"]) == (first["since"], True)
    assert told(supervisor)[-1] == ("claim.touched", "operator")


def test_what_nobody_touches_runs_out(http: TestClient, operator: Person, supervisor: Person):
    report = operator.sends()
    claim(operator, report)
    claims = http.app.state.service.claims  # type: ignore[attr-defined]
    claims.look(now() + timedelta(minutes=9))
    assert operator.get("/claims").json()["claims"]
    for _ in range(2):  # written once, however often it is looked at
        claims.look(now() + timedelta(minutes=11))
    assert operator.get("/claims").json()["claims"] == []
    assert told(supervisor)[1:] == [("claim.let_go", "service")]


def test_it_is_let_go_on_moving_on_and_on_signing_out(operator: Person, supervisor: Person):
    one, two = operator.sends(), operator.sends()
    for report in (one, two):
        claim(operator, report)
    assert supervisor.ask("DELETE", f"/reports/{one['id']}/claim").status_code == 204  # not the supervisor's: stays
    assert len(operator.get("/claims").json()["claims"]) == 2
    operator.ask("DELETE", f"/reports/{one['id']}/claim")
    assert [row["report"] for row in operator.get("/claims").json()["claims"]] == [two["id"]]
    operator.ask("DELETE", "/session")
    assert supervisor.get("/claims").json()["claims"] == []
    events = supervisor.get("/events", kind="claim.let_go").json()["events"]
    assert [event["payload"]["why"] for event in events] == ["moved_on", "signed_out"]


def test_a_claim_blocks_no_move_but_the_log_says_it(operator: Person, supervisor: Person):
    report = operator.sends()
    claim(operator, report)
    supervisor.did(report, "verify")
    last = operator.get(f"/reports/{report['id']}/history").json()["events"][-1]
    assert (last["kind"], last["payload"]["despite_claim_of"]) == ("report.verify", "operator")
    undone = supervisor.ask("POST", f"/reports/{report['id']}/undo", json={}, headers={"If-Match": '"2"'})
    assert undone.status_code == 200  # claims are no moves: the last one can still be taken back


def test_departments_are_not_told(operator: Person, sign_in: Callable[[str], Person]):
    report = operator.did(operator.sends(category="traffic_jam"), "assign", department="dishub")
    claim(operator, report)
    officer = sign_in("officer")
    assert officer.get("/claims").json()["claims"] == []
    assert officer.get("/snapshot").json()["claims"] == []
    assert len(sign_in("executive").get("/snapshot").json()["claims"]) == 1


def test_a_service_that_starts_anew_knows_who_has_what(http: TestClient, operator: Person):
    report = operator.sends()
    claim(operator, report)
    service = http.app.state.service  # type: ignore[attr-defined]
    again = type(service.claims)(service.store, service.writer, timedelta(minutes=10))
    again.start()
    assert [row.report_id for row in again.all()] == [report["id"]]
    again.close()
