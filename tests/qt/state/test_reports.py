"""The stores: a signal speaks after the fact, carries ids, and an echo is silence."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from console.domain.reports import Channel, Report, Status
from console.state.reports import ReportStore
from console.state.selection import Selection

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


@pytest.fixture
def flood() -> Report:
    return Report("r1", "BKS-000001", "Banjir", "flood", Channel.SOROT, NOW, NOW + timedelta(hours=1))


@pytest.fixture
def store(qapp: object) -> ReportStore:
    return ReportStore()


def test_a_new_report_is_told_by_its_id(qtbot, store, flood):
    with qtbot.waitSignal(store.added, timeout=0) as told:
        store.put([flood])
    assert told.args == [["r1"]]
    assert store.get("r1") == flood


def test_an_echo_is_silence(qtbot, store, flood):
    store.put([flood])
    with qtbot.assertNotEmitted(store.changed), qtbot.assertNotEmitted(store.added):
        store.put([flood])


def test_old_news_never_replaces_newer(qtbot, store, flood):
    newer = replace(flood, status=Status.VERIFIED, version=2)
    store.put([newer])
    with qtbot.assertNotEmitted(store.changed):
        store.put([flood])
    assert store.get("r1") == newer


def test_a_snapshot_takes_away_what_is_gone(qtbot, store, flood):
    store.put([flood, replace(flood, id="r2")])
    with qtbot.waitSignal(store.removed, timeout=0) as told:
        store.replace([flood])
    assert told.args == [["r2"]]
    assert len(store) == 1


def test_the_figures_of_the_top_bar_count_what_is_open(store, flood):
    store.put(
        [
            flood,
            replace(flood, id="r2", forward_by=NOW - timedelta(minutes=1)),
            replace(flood, id="r3", status=Status.RESOLVED, forward_by=NOW - timedelta(days=1)),
        ]
    )
    assert store.counts(NOW) == {"new": 2, "late": 1, "unacknowledged": 0, "open": 2, "claimed": 0}


def test_choosing_the_chosen_again_is_silence(qtbot, qapp):
    selection = Selection()
    with qtbot.waitSignal(selection.changed, timeout=0):
        selection.choose("r1")
    with qtbot.assertNotEmitted(selection.changed):
        selection.choose("r1")
