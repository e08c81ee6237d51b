"""The queue as a model: in the order of the rules, told of exactly, and still under the operator's hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from console.domain.ranking import Why, rank
from console.domain.reports import Priority, Status
from console.models.filters import FILTERS
from console.models.queue import QueueModel, Role
from console.state.reports import ReportStore
from tests.qt.views.room import NOW, many, report


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(qapp):
    return ReportStore()


@pytest.fixture
def queue(store, clock, qtmodeltester):
    model = QueueModel(store, clock)
    qtmodeltester.check(model)
    return model


def numbers(queue):
    return [queue.report(ident).number for ident in queue.ids()]


def test_reports_stand_in_the_order_of_the_rules(store, queue):
    store.put(many(60))
    shown = [store.get(ident) for ident in queue.ids()]
    assert shown == sorted(shown, key=lambda row: rank(row, NOW))
    assert len(shown) == queue.counts["triage"] > 10


def test_views_are_told_where_a_report_comes_in(qtbot, store, queue):
    store.put([report(1), report(2)])
    with qtbot.waitSignal(queue.rowsInserted, timeout=0) as told:
        store.put([report(3, priority=Priority.EMERGENCY)])
    assert told.args[1:] == [0, 0]
    assert numbers(queue)[0] == "BKS-000003"


def test_views_are_told_where_a_report_goes_to(qtbot, store, queue):
    store.put([report(1), report(2), report(3)])
    with qtbot.waitSignal(queue.rowsMoved, timeout=0) as told:
        store.put([report(3, priority=Priority.EMERGENCY, version=2)])
    _, first, last, _, target = told.args
    assert (first, last, target) == (2, 2, 0)
    assert numbers(queue) == ["BKS-000003", "BKS-000001", "BKS-000002"]


def test_views_are_told_where_a_report_goes_down(qtbot, store, queue):
    store.put([report(1, priority=Priority.EMERGENCY), report(2), report(3)])
    with qtbot.waitSignal(queue.rowsMoved, timeout=0) as told:
        store.put([report(1, version=2, received_at=NOW)])
    assert (told.args[1], told.args[4]) == (0, 3)
    assert numbers(queue) == ["BKS-000002", "BKS-000003", "BKS-000001"]


def test_views_are_told_when_a_report_leaves_the_filter(qtbot, store, queue):
    store.put([report(1), report(2)])
    with qtbot.waitSignal(queue.rowsRemoved, timeout=0) as told:
        store.put([report(1, status=Status.REJECTED, version=2)])
    assert told.args[1:] == [0, 0]
    assert numbers(queue) == ["BKS-000002"]


def test_views_are_told_when_only_the_text_differs(qtbot, store, queue):
    store.put([report(1), report(2)])
    with qtbot.waitSignal(queue.dataChanged, timeout=0) as told:
        store.put([report(2, text="Air sudah surut.", version=2)])
    assert told.args[0].row() == 1
    assert queue.index(1).data(Role.REPORT).text == "Air sudah surut."


def test_an_echo_is_silence(qtbot, store, queue):
    store.put([report(1)])
    with qtbot.assertNotEmitted(queue.dataChanged), qtbot.assertNotEmitted(queue.rowsMoved):
        store.put([report(1)])


def test_the_held_row_keeps_its_place_whatever_becomes_of_it(store, queue):
    store.put([report(1), report(2), report(3)])
    queue.hold(report(2).id)
    store.put([report(2, status=Status.REJECTED, version=2)])
    assert numbers(queue) == ["BKS-000001", "BKS-000002", "BKS-000003"]
    assert queue.index(1).data(Role.REPORT).status is Status.REJECTED
    queue.hold(report(3).id)
    assert numbers(queue) == ["BKS-000001", "BKS-000003"]


def test_what_comes_in_finds_its_place_around_a_held_row(store, queue):
    store.put([report(1), report(2), report(3)])
    queue.hold(report(2).id)
    store.put([report(2, priority=Priority.EMERGENCY, version=2)])
    store.put([report(4, received_at=NOW - timedelta(minutes=30)), report(5, received_at=NOW)])
    assert numbers(queue) == ["BKS-000004", "BKS-000001", "BKS-000002", "BKS-000003", "BKS-000005"]
    assert [queue.row_of(ident) for ident in queue.ids()] == [0, 1, 2, 3, 4]
    queue.hold(None)
    assert numbers(queue)[0] == "BKS-000002"


def test_the_minute_moves_what_has_become_late(qtbot, store, queue, clock):
    store.put([report(1, forward_by=NOW + timedelta(hours=9)), report(2, forward_by=NOW + timedelta(minutes=3))])
    store.put([report(1, forward_by=NOW + timedelta(hours=9), priority=Priority.HIGH, version=2)])
    store.put([report(2, forward_by=NOW + timedelta(hours=3), version=2)])
    assert numbers(queue) == ["BKS-000001", "BKS-000002"]
    clock.now = NOW + timedelta(hours=4)
    with qtbot.waitSignal(queue.rowsMoved, timeout=1000):
        queue.tick()
    assert numbers(queue) == ["BKS-000002", "BKS-000001"]
    assert queue.index(0).data(Role.WHY) == Why.LATE
    assert queue.counts["late"] == 1


@pytest.mark.parametrize("row", FILTERS, ids=lambda row: row.key)
def test_a_filter_shows_what_it_counts(store, queue, row):
    store.put(many(150))
    queue.set_filter(row.key)
    assert queue.rowCount() == queue.counts[row.key] == queue.totals[row.key]


def test_counts_follow_every_change(store, queue):
    store.put([report(1), report(2), report(3)])
    store.put([report(1, status=Status.VERIFIED, version=2), report(2, status=Status.RESOLVED, version=2)])
    store.replace([report(1, status=Status.VERIFIED, version=2), report(2, status=Status.RESOLVED, version=2)])
    assert (queue.totals["new"], queue.totals["open"], queue.totals["ended"]) == (0, 1, 1)


def test_category_and_kecamatan_narrow_the_list_and_its_counts_but_not_the_citys(store, queue):
    store.put([report(1), report(2, category="fire"), report(3, kecamatan="32.75.02")])
    queue.set_filter("new", "flood", "32.75.01")
    assert numbers(queue) == ["BKS-000001"]
    assert (queue.counts["new"], queue.totals["new"]) == (1, 3)
    store.put([report(4), report(5, category="fire")])
    assert (queue.counts["new"], queue.totals["new"]) == (2, 5)


def test_mine_is_what_i_changed_last(store, queue):
    queue.set_me("siti")
    store.put([report(1, updated_by="siti"), report(2, updated_by="budi")])
    queue.set_filter("mine")
    assert numbers(queue) == ["BKS-000001"]


def test_a_search_shows_what_was_found_in_its_order_and_ends(store, queue):
    store.put([report(1), report(2)])
    queue.show_found("old", [report(9, status=Status.RESOLVED), report(1)])
    assert numbers(queue) == ["BKS-000009", "BKS-000001"]
    store.put([report(3)])
    assert numbers(queue) == ["BKS-000009", "BKS-000001"]
    queue.end_search()
    assert numbers(queue) == ["BKS-000001", "BKS-000002", "BKS-000003"]


def test_ticks_unsent_and_onlookers_are_told_row_by_row(qtbot, store, queue):
    store.put([report(1), report(2)])
    with qtbot.waitSignal(queue.dataChanged, timeout=0) as told:
        queue.set_ticked([report(2).id])
    assert told.args[0].row() == 1
    queue.set_unsent([report(1).id])
    queue.set_others({report(1).id: ("budi",)})
    assert queue.index(0).data(Role.UNSENT)
    assert queue.index(0).data(Role.OTHERS) == ("budi",)
    assert queue.index(1).data(Role.TICKED)


def test_a_screen_reader_hears_a_sentence(store, clock):
    model = QueueModel(store, clock, lambda row, now: f"{row.number} waits")
    store.put([report(1)])
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "BKS-000001 waits"


def test_random_changes_leave_the_order_of_the_rules(store, queue):
    reports = {row.id: row for row in many(80)}
    store.put(reports.values())
    for step, other in enumerate(many(80, seed_number=5)):
        mine = reports[other.id]
        after = replace(
            mine,
            status=other.status,
            priority=other.priority,
            assignment=other.assignment,
            hold_until=other.hold_until,
            version=10 + step,
        )
        reports[mine.id] = after
        queue.hold(other.id if step % 3 == 0 else None)
        store.put([after])
    queue.hold(None)
    wanted = [row for row in reports.values() if queue._entries[row.id].mask & queue._bit]
    assert queue.ids() == [row.id for row in sorted(wanted, key=lambda row: rank(row, NOW))]


def test_twenty_thousand_are_counted_and_one_more_finds_its_row(store, clock):
    queue = QueueModel(store, clock)
    reports = many(400)
    store.put(
        replace(reports[n % 400], id=f"{n:08d}", number=f"BKS-{n:06d}", received_at=NOW - timedelta(seconds=n))
        for n in range(20_000)
    )
    assert queue.totals["open"] + queue.totals["ended"] == 20_000
    before = queue.rowCount()
    store.put([report(900_000)])
    assert queue.rowCount() == before + 1
