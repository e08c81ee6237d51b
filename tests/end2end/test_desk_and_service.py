"""A desk and its service: what is done arrives, what is cut comes back, and nothing is lost or done twice."""

import os
import signal

import pytest

from console.api.client import Client
from console.domain import wire
from console.domain.reports import Status
from console.domain.wire import ActionBody, NewReport
from console.state.catalog import Catalog
from console.state.live import Live
from console.state.reports import ReportStore
from console.state.session import Session
from console.tasks import Tasks

PLACE = {"lon": 107.0, "lat": -6.24}


def new(text: str = "Banjir di depan pasar") -> NewReport:
    return NewReport(wire.uuid7(), text, "flood", **PLACE)  # type: ignore[arg-type]


def test_what_another_console_sends_in_appears_by_itself(qtbot, stores, service):
    other = Client(service.url, service.key, console="desk-2")
    other.sign_in("supervisor", "demo")
    report = other.create(new())
    qtbot.waitUntil(lambda: report.id in stores.reports)
    assert stores.reports.get(report.id) == report
    other.close()


def test_two_moves_in_a_row_need_no_waiting_between(qtbot, stores):
    report = stores.client.create(new())
    qtbot.waitUntil(lambda: report.id in stores.reports)
    stores.desk.act(report.id, "verify")
    stores.desk.act(report.id, "assign", ActionBody(department="dbmsda"))
    qtbot.waitUntil(lambda: stores.reports.get(report.id).status is Status.ASSIGNED)
    assert [event.kind for event in stores.client.history(report.id)] == [
        "report.created",
        "report.verify",
        "report.assign",
    ]


def test_a_move_is_taken_back_by_the_one_who_made_it(qtbot, stores):
    report = stores.client.create(new())
    qtbot.waitUntil(lambda: report.id in stores.reports)
    stores.desk.act(report.id, "assign", ActionBody(department="dbmsda"))
    qtbot.waitUntil(lambda: stores.reports.get(report.id).status is Status.ASSIGNED)
    assert stores.desk.undo() == report.id
    qtbot.waitUntil(lambda: stores.reports.get(report.id).status is Status.NEW)


def test_who_was_slower_is_told_and_sees_what_stands(qtbot, stores, service):
    report = stores.client.create(new())
    qtbot.waitUntil(lambda: report.id in stores.reports)
    stores.live.close()  # this desk is behind: it still sees the first version
    other = Client(service.url, service.key, console="desk-2")
    other.sign_in("supervisor", "demo")
    other.act(report.id, report.version, "verify", ActionBody())
    with qtbot.waitSignal(stores.desk.conflicted) as told:
        stores.desk.act(report.id, "reject", ActionBody(reason="not_relevant"))
    assert told.args[1].theirs["updated_by"] == "supervisor"
    assert stores.reports.get(report.id).status is Status.VERIFIED
    other.close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 on this platform")
def test_a_killed_service_comes_back_and_nothing_is_lost_or_doubled(qtbot, stores, service):
    sent = [new(f"Banjir ke-{number}") for number in range(40)]
    for place, report in enumerate(sent):
        stores.desk.create(report)
        if place == 20:
            os.kill(service.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: all(report.id in stores.reports for report in sent), timeout=30_000)
    qtbot.waitUntil(lambda: stores.session.link == "live", timeout=30_000)
    logged = [event.entity_id for event in stores.client.events(kind="report.created")]
    assert sorted(logged) == sorted(report.id for report in sent)
    qtbot.waitUntil(lambda: not stores.session.unsent)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 on this platform")
def test_what_was_unsent_when_the_console_died_goes_out_at_the_next_start(qtbot, stores, service, tmp_path):
    from console.api.outbox import Entry, Outbox

    report = new()
    waiting = Outbox(tmp_path / "left.sqlite")
    waiting.put(Entry(report.id, report.id, "create", report.to_json()))
    waiting.close()
    from console.state.desk import Desk

    again = Desk(
        stores.client, stores.desk._tasks, stores.reports, stores.session, stores.catalog, tmp_path / "left.sqlite"
    )
    again.start()
    qtbot.waitUntil(lambda: report.id in stores.reports)
    again.close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 on this platform")
def test_a_second_console_finds_the_service_again_that_another_brought_back(qtbot, stores, service, tmp_path):
    other = Client(service.url, service.key, console="desk-2")
    user = other.sign_in("supervisor", "demo")
    tasks = Tasks()
    reports, session = ReportStore(), Session(user, other.city(), demo=True)
    live = Live(other, reports, Catalog(other, tasks), session, data=tmp_path / "data")
    live.start(other.snapshot())
    qtbot.waitUntil(lambda: session.link == "live")
    os.kill(service.pid, signal.SIGKILL)
    report = new()
    stores.desk.create(report)  # through the outbox: it waits until the service is back
    qtbot.waitUntil(lambda: report.id in reports, timeout=30_000)
    assert session.link == "live"
    live.close()
    tasks.close()
    other.close()
