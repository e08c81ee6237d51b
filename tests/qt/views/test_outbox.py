"""The outbox window: what was refused says what to do, nothing vanishes silently, and its export runs nothing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import pytest

from console.api.errors import Refused
from console.api.outbox import State
from console.domain.reports import Status
from console.models.entries import as_csv, as_json
from console.state.outgoing import Entry
from console.views.outbox import OutboxWindow
from tests.qt.views.room import NOW, Room, build, report


@pytest.fixture
def room(qapp, tmp_path) -> Iterator[Room]:
    made = build(qapp, tmp_path)
    made.take([report(1), report(2)])
    yield made
    made.close()


def opened(qtbot, room: Room, page: str) -> OutboxWindow:
    """The window on this page, with what the disk says."""
    window = OutboxWindow(room.desk.outgoing, room.session, room.window.theme, lambda: NOW, room.window)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: bool(window._page))
    window.show_page(page)
    return window


def refuse(room: Room, error: Exception) -> None:
    """The service says no to the next move."""

    def act(*_: object) -> None:
        raise error

    room.client.act = act


@pytest.fixture
def refused(qtbot, room: Room) -> OutboxWindow:
    refuse(room, Refused(403, "not-allowed", "operators may not verify"))
    with qtbot.waitSignal(room.desk.refused):
        room.desk.act(report(1).id, "verify")
    qtbot.waitUntil(lambda: room.session.undecided == 1)
    return opened(qtbot, room, "decide")


def test_a_refusal_says_what_it_means_and_what_to_do(room, refused):
    assert "to decide 1" in room.window.topbar.light.outbox.text()
    assert refused.sentence.text() == "Your role may not do this."
    assert "Ask the shift supervisor." in refused.meaning.text()
    assert refused.text.toPlainText() == "Verify"


def test_it_goes_out_again_on_the_report_as_it_stands(qtbot, room, refused):
    del room.client.act  # the service thinks otherwise now
    refused.again.click()
    qtbot.waitUntil(lambda: room.store.get(report(1).id).status is Status.VERIFIED)
    qtbot.waitUntil(lambda: room.session.undecided == 0)
    qtbot.waitUntil(lambda: {e.state for e in refused._entries} == {State.SENT, State.DISCARDED})


def test_giving_up_takes_a_reason_which_stays(qtbot, room, refused):
    assert not refused.discard.isEnabled()
    refused.reason.setText("salah laporan")
    refused.discard.click()
    qtbot.waitUntil(lambda: room.session.undecided == 0)
    refused.show_page("history")
    qtbot.waitUntil(lambda: "salah laporan" in refused.sentence.text())


def test_what_waits_is_counted_on_top_and_listed(qtbot, room):
    room.client.away = True
    room.desk.note(report(2).id, "air surut")
    qtbot.waitUntil(lambda: room.session.waiting == 1)
    assert "unsent 1" in room.window.topbar.light.outbox.text()
    window = opened(qtbot, room, "waiting")
    assert window.text.toPlainText() == "air surut"
    room.client.away = False
    room.desk.outgoing.post.retry_now()
    qtbot.waitUntil(lambda: room.session.waiting == 0)


def test_the_light_opens_the_outbox(room):
    room.window.topbar.light.click()
    assert room.opened == ["outbox"]


def test_an_export_runs_nothing_in_a_spreadsheet():
    evil = Entry(
        "k", "r", "note", {"text": "x"}, number="=1+1", made_at=NOW, answer="@SUM(A1)", user="+siti", code="-2"
    )
    text = as_csv([evil], lambda entry: "=HYPERLINK(0)", "en").decode("utf-8-sig")
    cells = list(csv.reader(io.StringIO(text)))[1]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    (row,) = json.loads(as_json([evil], lambda entry: "note"))["entries"]
    assert (row["number"], row["state"], row["body"]) == ("=1+1", "unsent", {"text": "x"})
