"""Two desks at one service: nobody is overwritten, what differs merges by itself, the rest is for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from console.api.client import Client
from console.api.connect import EmbeddedService
from console.api.outbox import State, read_entries
from console.domain import wire
from console.domain.reports import Priority, Report, Status
from console.domain.wire import ActionBody, NewReport
from console.state.catalog import Catalog
from console.state.claims import Claims
from console.state.desk import Desk
from console.state.live import Live
from console.state.reports import ReportStore
from console.state.selection import Selection
from console.state.session import Session
from console.tasks import Tasks
from console.theme import Theme
from console.views.comparison import Comparison


@dataclass
class Side:
    """One desk: its stores over a client of its own, as console.app wires them."""

    client: Client
    reports: ReportStore
    session: Session
    desk: Desk
    live: Live
    tasks: Tasks
    outbox: Path

    def close(self) -> None:
        self.live.close()
        self.desk.close()
        self.tasks.close()
        self.client.close()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedService]:
    """One for all tests here: each has a report of its own."""
    service = EmbeddedService(tmp_path_factory.mktemp("service"), "--demo", "--no-seed")
    service.start()
    yield service
    service.stop()


@pytest.fixture
def sit_down(qapp: object, service: EmbeddedService, tmp_path: Path) -> Iterator[Callable[[str, str], Side]]:
    """Somebody sits down at a desk of this name."""
    sides: list[Side] = []

    def sit(name: str, console: str) -> Side:
        client = Client(service.url, service.key, console=console)
        session = Session(client.sign_in(name, "demo"), client.city(), demo=True)
        tasks, reports = Tasks(), ReportStore()
        catalog = Catalog(client, tasks)
        outbox = tmp_path / f"{console}.sqlite"
        desk = Desk(client, tasks, reports, session, catalog, outbox)
        live = Live(client, reports, catalog, session)
        desk.outgoing.follow(live.happened, live.refreshed)
        desk.start()
        live.start(client.snapshot())
        sides.append(Side(client, reports, session, desk, live, tasks, outbox))
        return sides[-1]

    yield sit
    for side in sides:
        side.close()


@pytest.fixture
def mine(sit_down: Callable[[str, str], Side]) -> Side:
    return sit_down("operator", "desk-1")


@pytest.fixture
def theirs(sit_down: Callable[[str, str], Side]) -> Side:
    return sit_down("supervisor", "desk-2")


@pytest.fixture
def report(qtbot, mine: Side, theirs: Side) -> Report:
    """A report that both see, and the last that my desk hears: from here on it is behind."""
    made = mine.client.create(NewReport(wire.uuid7(), "Sampah di depan pasar", "illegal_dumping", lon=107.0, lat=-6.24))
    qtbot.waitUntil(lambda: made.id in mine.reports and made.id in theirs.reports)
    mine.live.close()
    return made


def test_edits_of_different_fields_are_both_kept(qtbot, mine, theirs, report):
    theirs.client.change(report.id, 1, {"category": "waste_overflow"})
    mine.desk.change(report.id, {"priority": Priority.HIGH})
    mine.desk.act(report.id, "verify")
    qtbot.waitUntil(lambda: mine.reports.get(report.id).version == 4)
    stands = theirs.client.report(report.id)
    assert (stands.category, stands.priority, stands.status) == ("waste_overflow", Priority.HIGH, Status.VERIFIED)


def test_the_same_edit_made_twice_is_one(qtbot, mine, theirs, report):
    theirs.client.act(report.id, 1, "assign", ActionBody(department="dbmsda"))
    with qtbot.waitSignal(mine.desk.acted):
        mine.desk.act(report.id, "assign", ActionBody(department="dbmsda"))
    assert mine.desk.wait_idle()
    assert [event.kind for event in theirs.client.history(report.id)] == ["report.created", "report.assign"]
    assert mine.session.undecided == 0


def compared(qtbot, mine: Side, report: Report) -> Comparison:
    """The comparison of my desk, shown."""
    entry = mine.desk.outgoing.conflict(report.id)
    window = Comparison(
        entry, mine.desk.outgoing, mine.reports, mine.session, Theme.load("night"), lambda: entry.made_at
    )
    qtbot.addWidget(window)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    window.show()
    return window


def test_the_same_field_is_compared_and_nothing_is_sent_before_the_choice(qtbot, mine, theirs, report):
    theirs.client.change(report.id, 1, {"priority": "low", "place_note": "jembatan"})
    with qtbot.waitSignal(mine.desk.conflicted):
        mine.desk.change(report.id, {"priority": Priority.HIGH})
    mine.desk.change(report.id, {"category": "waste_overflow"})  # waits behind it: order is kept per report
    window = compared(qtbot, mine, report)
    assert not window.send.isEnabled()
    assert [part.unit for part in window.parts] == ["priority"]
    qtbot.keyClick(window.parts[0].mine.take, Qt.Key.Key_Escape)
    assert not window.isVisible()
    assert theirs.client.report(report.id).version == 2  # nothing went out: mine is a draft
    qtbot.waitUntil(lambda: mine.session.undecided == 1)
    window = compared(qtbot, mine, report)
    qtbot.keyClick(window.parts[0].mine.take, Qt.Key.Key_1)
    assert window.focusWidget() is window.send
    qtbot.keyClick(window.send, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: theirs.client.report(report.id).version == 4)
    stands = theirs.client.report(report.id)
    assert (stands.priority, stands.place_note, stands.category) == (Priority.HIGH, "jembatan", "waste_overflow")
    qtbot.waitUntil(lambda: mine.session.undecided == 0)


def test_taking_theirs_sends_nothing_and_is_written_down(qtbot, mine, theirs, report):
    theirs.client.act(report.id, 1, "assign", ActionBody(department="dlh"))
    with qtbot.waitSignal(mine.desk.conflicted):
        mine.desk.act(report.id, "assign", ActionBody(department="dbmsda"))
    window = compared(qtbot, mine, report)
    assert not window.parts[0].mine.take.isEnabled()  # from "assigned" nothing is assigned again
    window.all_theirs.click()
    window.send.click()
    qtbot.waitUntil(lambda: [entry.state for entry in read_entries(mine.outbox)] == [State.DISCARDED])
    assert theirs.client.report(report.id).assignment.department == "dlh"


def test_who_changes_it_while_i_compare_is_seen_before_i_send(qtbot, mine, theirs, report):
    theirs.client.change(report.id, 1, {"priority": "low"})
    with qtbot.waitSignal(mine.desk.conflicted):
        mine.desk.change(report.id, {"priority": Priority.HIGH})
    window = compared(qtbot, mine, report)
    window.parts[0].choose("mine")
    mine.reports.put([theirs.client.change(report.id, 2, {"priority": "emergency"})])
    assert window.again.isVisible()
    assert "Emergency" in window.parts[0].theirs.text.toPlainText()
    window.send.click()
    qtbot.waitUntil(lambda: theirs.client.report(report.id).priority is Priority.HIGH)


def test_a_conflict_waits_for_the_decision_also_after_a_restart(qtbot, mine, theirs, report):
    theirs.client.change(report.id, 1, {"priority": "low"})
    with qtbot.waitSignal(mine.desk.conflicted):
        mine.desk.change(report.id, {"priority": Priority.HIGH})
    mine.desk.close()
    again = Desk(mine.client, mine.tasks, mine.reports, mine.session, Catalog(mine.client, mine.tasks), mine.outbox)
    with qtbot.waitSignal(again.conflicted):
        again.start()
    assert again.outgoing.conflict(report.id).body == {"priority": "high"}
    again.close()


def test_an_edit_is_unsent_until_it_came_back_in_the_stream(qtbot, mine, theirs, report):
    mine.desk.act(report.id, "verify")
    qtbot.waitUntil(lambda: mine.reports.get(report.id).status is Status.VERIFIED)
    assert mine.desk.wait_idle()
    assert mine.session.unsent == {report.id}  # this desk's stream is closed: nothing has come back
    mine.live.start_again(mine.client.snapshot())
    qtbot.waitUntil(lambda: not mine.session.unsent)


def test_nothing_goes_out_under_the_name_of_whoever_sits_down_next(qtbot, mine, theirs, report, service):
    other = mine.client.beside("desk-1")
    supervisor = other.sign_in("supervisor", "demo")
    operator, token = mine.session.user, mine.client._token
    mine.session.set_user(supervisor)
    mine.session.user = operator  # what is written down now is the operator's
    mine.client._token = "nobody"
    mine.desk.note(report.id, "milik operator")
    qtbot.waitUntil(lambda: mine.session.unsent == {report.id})
    mine.client._token = other._token
    mine.session.set_user(supervisor)
    mine.desk.note(report.id, "milik supervisor")
    qtbot.waitUntil(lambda: len(theirs.client.history(report.id)) == 2)
    assert mine.desk.wait_idle()
    mine.client._token = token
    mine.session.set_user(operator)
    qtbot.waitUntil(lambda: len(theirs.client.history(report.id)) == 3)
    assert [event.actor for event in theirs.client.history(report.id)][1:] == ["supervisor", "operator"]
    other.close()


@pytest.fixture
def hands(mine: Side, theirs: Side) -> tuple[Claims, Claims]:
    """The claims of both desks, following the stream, as console.app wires them."""
    found = []
    for side in (mine, theirs):
        claims = Claims(side.client, side.tasks, side.session, Selection())
        side.live.claimed.connect(claims.on_frame)
        found.append(claims)
    return found[0], found[1]


@pytest.fixture
def seen(qtbot, mine: Side, theirs: Side) -> Report:
    """A report that both desks see; both go on listening."""
    made = mine.client.create(NewReport(wire.uuid7(), "Sampah di depan pasar", "illegal_dumping"))
    qtbot.waitUntil(lambda: made.id in mine.reports and made.id in theirs.reports)
    return made


def test_who_opens_the_same_report_is_seen_by_the_other(qtbot, mine, theirs, seen):
    heard: list[dict[str, object]] = []
    theirs.live.presence.connect(heard.append)
    mine.client.watch(seen.id)

    def told() -> bool:
        rows = [row for present in heard for row in present["consoles"]]  # type: ignore[attr-defined]
        return any(row["console"] == "desk-1" and row["report"] == seen.id for row in rows)

    qtbot.waitUntil(told)


def test_a_report_in_hand_is_taken_over_with_a_reason_that_its_holder_reads(qtbot, mine, theirs, seen, hands):
    own, other = hands
    own.take(seen.id)
    qtbot.waitUntil(lambda: other.others(seen.id) is not None and own.is_mine(seen.id))
    with qtbot.waitSignal(other.refused):
        other.take(seen.id)
    with qtbot.waitSignal(own.lost) as told:
        other.take(seen.id, "Operator istirahat")
    assert told.args[0] == seen.id
    assert told.args[2] == "Operator istirahat"
    qtbot.waitUntil(lambda: other.is_mine(seen.id) and not own.is_mine(seen.id))


def test_what_one_has_in_hand_is_let_go_on_moving_on(qtbot, mine, theirs, seen, hands):
    own, other = hands
    own.work_on(seen.id)
    qtbot.waitUntil(lambda: other.of(seen.id) is not None and own.is_mine(seen.id))
    own._on_selected("another")
    qtbot.waitUntil(lambda: other.of(seen.id) is None)
