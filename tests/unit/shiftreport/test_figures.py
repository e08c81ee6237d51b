"""The figures of a shift: each counts what its name says."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.city import City
from console.domain.reports import Priority, Status
from console.domain.shifts import Shift
from console.resources import profile_tables
from console.shiftreport.figures import figures
from console.shiftreport.stages import nearest_rank
from console.shiftreport.values import Figures, Reason
from tests.unit.shiftreport.play import KECAMATAN, Play, busy_shift, with_priority

START = datetime.fromisoformat("2026-11-21T07:00+07:00")
END = START + timedelta(hours=7)


def minutes(count: float) -> datetime:
    return START + timedelta(minutes=count)


def told(play: Play, now: datetime | None = None) -> Figures:
    return figures(play.reports.values(), play.events, play.city, START, END, KECAMATAN, now)


def test_an_empty_shift_has_figures_too(play: Play) -> None:
    empty = told(play)
    assert empty.totals.received == 0
    assert empty.totals.on_time_rate is None
    assert empty.categories == empty.departments == empty.notable == empty.open_reports == ()
    assert [stage.median_min for stage in empty.stages] == [None] * 4
    assert [hour.received for hour in empty.hours] == [0] * 7


def test_only_what_came_within_the_span_is_in(play: Play) -> None:
    play.receive(minutes(-1))
    first = play.receive(minutes(0))
    last = play.receive(minutes(419))
    play.receive(minutes(420))
    assert [report.id for report in told(play).received] == [first, last]
    assert told(play).totals.open_now == 3


def test_each_step_is_counted_once_a_report(play: Play) -> None:
    report = play.receive(minutes(1))
    for minute, action in enumerate(("verify", "assign", "recall", "assign", "accept", "start", "claim_done"), 2):
        play.do(report, action, minutes(minute))
    play.do(report, "resolve", minutes(20), "budi")
    totals = told(play).totals
    assert (totals.triaged, totals.assigned, totals.answered, totals.resolved) == (1, 1, 1, 1)
    assert (totals.open_now, totals.late_now) == (0, 0)


def test_a_move_that_was_taken_back_does_not_count(play: Play) -> None:
    report = play.receive(minutes(1))
    play.do(report, "verify", minutes(2))
    play.do(report, "reject", minutes(3))
    play.undo(report, minutes(4))
    result = told(play)
    assert (result.totals.rejected, result.totals.triaged, result.totals.open_now) == (0, 1, 1)
    assert result.operators[0].closed == 0


def test_what_happened_after_the_shift_is_turned_back(play: Play) -> None:
    report = play.receive(minutes(10))
    play.do(report, "verify", minutes(11))
    play.do(report, "assign", END + timedelta(minutes=1))
    play.do(report, "refuse", END + timedelta(minutes=2))
    (still,) = told(play).open_reports
    assert still.status is Status.VERIFIED
    assert still.assignment is None
    assert told(play).totals.assigned == 0


def test_a_shift_that_still_runs_is_told_up_to_now(play: Play) -> None:
    report = play.receive(minutes(10))
    play.do(report, "verify", minutes(90))
    early = told(play, now=minutes(60))
    assert early.at == minutes(60)
    assert early.totals.triaged == 0


def test_what_is_open_and_late_counts_as_late_in_the_on_time_rate(play: Play) -> None:
    done, open_and_late = play.receive(minutes(0)), play.receive(minutes(0))
    for minute, action in enumerate(("assign", "accept", "start", "claim_done"), 1):
        play.do(done, action, minutes(minute))
    play.do(done, "resolve", minutes(6), "budi")
    totals = told(play).totals
    assert play.reports[open_and_late].is_late(END)
    assert (totals.on_time, totals.judged, totals.late_now) == (1, 2, 1)
    assert totals.on_time_rate == pytest.approx(0.5)


def test_what_was_late_and_is_done_was_late_within_the_span(play: Play) -> None:
    report = play.receive(minutes(0))
    late_by = play.reports[report].forward_by + timedelta(minutes=1)
    assert late_by < END
    play.do(report, "reject", late_by)
    totals = told(play).totals
    assert (totals.late_now, totals.late_within) == (0, 1)


def test_a_department_that_did_not_acknowledge_in_time_is_slow(play: Play) -> None:
    slow, quick = play.receive(minutes(0)), play.receive(minutes(0))
    for report in (slow, quick):
        play.do(report, "assign", minutes(1), department="dbmsda")
    ack_by = play.reports[slow].assignment.ack_by
    assert ack_by < END
    play.do(quick, "accept", ack_by - timedelta(minutes=1))
    play.do(slow, "accept", ack_by + timedelta(minutes=1))
    (row,) = told(play).departments
    assert (row.names["id"], row.assigned, row.accepted, row.slow) == ("DBMSDA", 2, 2, 1)


def test_a_department_that_never_answers_is_slow_and_holds_the_report(play: Play) -> None:
    report = play.receive(minutes(0))
    play.do(report, "assign", minutes(1), department="dbmsda")
    (row,) = told(play).departments
    assert (row.open, row.late, row.slow) == (1, 1, 1)


def test_a_report_that_went_to_two_departments_counts_with_each(play: Play) -> None:
    report = play.receive(minutes(0))
    play.do(report, "assign", minutes(1), department="dlh")
    play.do(report, "refuse", minutes(2))
    play.do(report, "assign", minutes(3), department="dbmsda")
    rows = {row.key: row for row in told(play).departments}
    assert (rows["dlh"].assigned, rows["dlh"].refused, rows["dlh"].open) == (1, 1, 0)
    assert (rows["dbmsda"].assigned, rows["dbmsda"].refused, rows["dbmsda"].open) == (1, 0, 1)


def test_stages_are_measured_in_minutes_from_event_to_event(play: Play) -> None:
    report = play.receive(minutes(0))
    for minute, action in ((10, "verify"), (12, "assign"), (32, "accept"), (33, "start"), (92, "claim_done")):
        play.do(report, action, minutes(minute))
    play.do(report, "resolve", minutes(97), "budi")
    assert [(stage.key, stage.count, stage.median_min) for stage in told(play).stages] == [
        ("triage", 1, 10.0),
        ("acknowledge", 1, 20.0),
        ("work", 1, 60.0),
        ("confirm", 1, 5.0),
    ]


def test_a_stage_belongs_to_the_span_in_which_it_ends(play: Play) -> None:
    report = play.receive(minutes(-300))
    play.do(report, "assign", minutes(-200))
    play.do(report, "accept", minutes(40))
    by_key = {stage.key: stage for stage in told(play).stages}
    assert by_key["triage"].count == 0
    assert by_key["acknowledge"].median_min == 240


def test_an_emergency_and_a_late_high_report_are_notable(play: Play) -> None:
    emergency = play.receive(minutes(300), "accident_injury", priority=Priority.EMERGENCY)
    high = play.receive(minutes(0))
    with_priority(play, high, Priority.HIGH)
    reasons = {notable.report.id: notable.reasons for notable in told(play).notable}
    assert Reason.EMERGENCY in reasons[emergency]
    assert reasons[high] == (Reason.LATE_HIGH,)


def test_the_biggest_duplicate_group_is_notable_and_says_how_big_it_is(play: Play) -> None:
    ids = [play.receive(minutes(n)) for n in range(4)]
    for twin in ids[1:]:
        play.do(twin, "mark_duplicate", minutes(30), duplicate_of=ids[0])
    play.do(ids[0], "verify", minutes(31))
    (notable,) = [row for row in told(play).notable if Reason.TWINS in row.reasons]
    assert (notable.report.id, notable.twins) == (ids[0], 3)
    assert told(play).totals.duplicates == 3


def test_a_marked_note_makes_its_report_notable_and_is_kept(play: Play) -> None:
    report = play.receive(minutes(0), "wifi_outage")
    play.note(minutes(5), "Wali kota menanyakan ini", notable=report)
    play.note(minutes(6), "Ganti shift tanpa gangguan")
    result = told(play)
    (notable,) = [row for row in result.notable if Reason.NOTED in row.reasons]
    assert notable.note == "Wali kota menanyakan ini"
    assert [note.text for note in result.notes] == ["Wali kota menanyakan ini", "Ganti shift tanpa gangguan"]


def test_a_reopened_report_is_notable_and_is_judged_when_it_ends_again(play: Play) -> None:
    report = play.receive(minutes(0))
    for minute, action in enumerate(("assign", "accept", "start", "claim_done"), 1):
        play.do(report, action, minutes(minute))
    play.do(report, "resolve", minutes(6), "budi")
    play.do(report, "reopen", minutes(7))
    result = told(play)
    assert result.totals.reopened == 1
    assert result.totals.on_time == 0
    assert Reason.REOPENED in result.notable[0].reasons


def test_operators_are_counted_by_what_they_did(play: Play) -> None:
    one, two = play.receive(minutes(0)), play.receive(minutes(1))
    play.do(one, "verify", minutes(2), "sari")
    play.do(one, "assign", minutes(3), "sari")
    play.do(one, "accept", minutes(4), "sari")
    play.do(two, "reject", minutes(5), "budi")
    play.note(minutes(6), "catatan", actor="budi")
    rows = {row.name: row for row in told(play).operators}
    assert (rows["sari"].triaged, rows["sari"].assigned, rows["sari"].answers, rows["sari"].moves) == (2, 1, 1, 3)
    assert (rows["budi"].closed, rows["budi"].notes, rows["budi"].moves) == (1, 1, 2)


def test_places_without_a_kecamatan_have_rows_of_their_own(play: Play) -> None:
    play.receive(minutes(0), kecamatan="", lon=None, lat=None)
    play.receive(minutes(0), kecamatan="", outside=True)
    play.receive(minutes(0))
    names = {row.names["id"]: row.received for row in told(play).areas}
    assert names == {"Tanpa lokasi": 1, "Di luar kota": 1, "Bekasi Timur": 1}


def test_a_category_that_the_profile_has_dropped_keeps_its_row(play: Play) -> None:
    report = play.receive(minutes(0))
    play.reports[report] = replace(play.reports[report], category="gone")
    play.events.clear()
    result = told(play)
    assert [row.names["en"] for row in result.categories] == ["gone"]
    assert [row.names["en"] for row in result.pillars] == ["Unknown"]


# --- whatever the shift, the sums agree -----------------------------------------------------------------------------

CITY = City.from_tables(profile_tables("kota_bekasi"))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), count=st.integers(0, 40), cut=st.floats(0, 1.5))
def test_the_sums_agree(seed: int, count: int, cut: float) -> None:
    play = busy_shift(CITY, START, END, count, seed)
    result = told(play, now=START + (END - START) * cut)
    totals = result.totals
    for rows in (result.channels, result.categories, result.areas, result.pillars):
        assert sum(row.received for row in rows) == totals.received == len(result.received)
        assert sum(row.assigned for row in rows) == totals.assigned
        assert sum(row.resolved for row in rows) == totals.resolved
        assert sum(row.open for row in rows) == totals.open_now == len(result.open_reports)
        assert sum(row.late for row in rows) == totals.late_now
        assert len({row.key for row in rows}) == len(rows)
    assert sum(row.count for row in result.states) == totals.open_now
    assert sum(row.late for row in result.states) == totals.late_now
    assert sum(hour.received for hour in result.hours) == totals.received
    assert 0 <= totals.on_time <= totals.judged
    assert totals.late_now <= totals.late_within
    assert max(totals.accepted, totals.refused, totals.claimed) <= totals.answered
    assert [report.received_at for report in result.open_reports] == sorted(r.received_at for r in result.open_reports)
    for stage in result.stages:
        assert (stage.count == 0) == (stage.median_min is None)
        if stage.median_min is not None and stage.p90_min is not None:
            assert 0 <= stage.median_min <= stage.p90_min


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_figures_do_not_depend_on_the_order_of_their_input(seed: int) -> None:
    play = busy_shift(CITY, START, END, 25, seed)
    backwards = figures(list(play.reports.values())[::-1], play.events[::-1], CITY, START, END, KECAMATAN)
    assert backwards == told(play)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), known=st.floats(0, 1))
def test_a_log_that_does_not_reach_back_gives_figures_that_agree(seed: int, known: float) -> None:
    play = busy_shift(CITY, START, END, 25, seed)
    tail = play.events[round(len(play.events) * known) :]
    result = figures(play.reports.values(), tail, CITY, START, END, KECAMATAN)
    assert result.totals.open_now == told(play).totals.open_now
    assert result.totals.late_now == told(play).totals.late_now
    held = {row.key: row.open for row in result.departments if row.open}
    assert held == {row.key: row.open for row in told(play).departments if row.open}
    assert sum(row.received for row in result.categories) == result.totals.received


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0.01, 1))
def test_nearest_rank_is_a_value_that_occurred_and_that_enough_do_not_exceed(values: list[float], share: float) -> None:
    rank = nearest_rank(values, share)
    assert rank in values
    assert sum(value <= rank for value in values) >= share * len(values) - 1e-9


def test_nearest_rank_of_known_lists() -> None:
    assert nearest_rank([15, 20, 35, 40, 50], 0.5) == 35
    assert nearest_rank([15, 20, 35, 40], 0.5) == 20
    assert nearest_rank(range(1, 11), 0.9) == 9
    assert nearest_rank([], 0.5) is None


def test_the_shift_is_the_saturday_morning(shift: Shift) -> None:
    assert (shift.start, shift.end) == (START, END)
