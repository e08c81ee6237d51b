"""Clocks and working days: holidays are kept, weekends are skipped, and late is late from the due moment on."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.calendar import WIB, WorkCalendar
from console.domain.deadlines import ClockState, Span, Unit, clock_state
from console.domain.ranking import Why, rank, why
from console.domain.reports import Assignment, Channel, Priority, Report, Status
from console.domain.shifts import shift_at

CALENDAR = WorkCalendar(holidays=frozenset({date(2026, 12, 25)}), known_years=frozenset({2026}))
YEAR_2020 = datetime(2020, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 10 * 365 * 86_400).map(lambda seconds: YEAR_2020 + timedelta(seconds=seconds))
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def test_three_working_days_jump_the_weekend_and_the_holiday():
    thursday = datetime(2026, 12, 24, 10, 0, tzinfo=WIB)
    assert CALENDAR.add_working_days(thursday, 3).astimezone(WIB) == datetime(2026, 12, 30, 16, 0, tzinfo=WIB)


def test_the_day_is_the_citys_day_and_not_the_servers():
    late_evening_utc = datetime(2026, 11, 19, 20, 0, tzinfo=UTC)  # Friday 03:00 in Bekasi
    assert CALENDAR.add_working_days(late_evening_utc, 1).astimezone(WIB).date() == date(2026, 11, 23)


@given(start=MOMENTS, days=st.integers(0, 60))
def test_a_deadline_falls_on_a_working_day_and_never_before_the_start_day(start, days):
    due = CALENDAR.add_working_days(start, days).astimezone(WIB)
    assert CALENDAR.is_working_day(due.date())
    assert due.date() >= start.astimezone(WIB).date()


@given(start=MOMENTS, minutes=st.integers(1, 10_000))
def test_minutes_count_through_nights_and_holidays(start, minutes):
    assert Span(minutes, Unit.MINUTES).after(start, CALENDAR) - start == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("minute", "state"), [(0, ClockState.OK), (45, ClockState.OK), (46, ClockState.SOON), (60, ClockState.LATE)]
)
def test_a_clock_turns_soon_in_its_last_quarter_and_late_when_due(minute, state):
    assert clock_state(NOW, NOW + timedelta(hours=1), NOW + timedelta(minutes=minute)) is state


@given(moment=MOMENTS)
def test_every_moment_lies_in_exactly_one_shift(moment):
    shift = shift_at(moment)
    assert shift.start <= moment < shift.end
    assert shift_at(shift.end - timedelta(seconds=1)) == shift
    assert shift_at(shift.end).start == shift.end


def make(number: str, **more: object) -> Report:
    fresh = Report(number, number, "x", "flood", Channel.SOROT, NOW - timedelta(minutes=5), NOW + timedelta(hours=2))
    return replace(fresh, **more)  # type: ignore[arg-type]


def test_the_queue_stands_emergency_late_refused_then_oldest():
    task = Assignment("d", "r", NOW - timedelta(hours=2), NOW - timedelta(hours=1), NOW + timedelta(hours=9))
    queue = [
        make("old", received_at=NOW - timedelta(minutes=20)),
        make("fresh"),
        make("emergency", priority=Priority.EMERGENCY),
        make("unacknowledged", status=Status.ASSIGNED, assignment=task),
        make("refused", status=Status.REFUSED),
        make("ended", status=Status.RESOLVED),
        make("high", priority=Priority.HIGH),
    ]
    stands = [report.number for report in sorted(queue, key=lambda report: rank(report, NOW))]
    assert stands == ["emergency", "unacknowledged", "refused", "high", "old", "fresh", "ended"]
    assert why(queue[3], NOW) is Why.LATE


def test_an_emergency_is_called_so_after_it_was_assigned_too():
    task = Assignment("d", "r", NOW, NOW + timedelta(hours=1), NOW + timedelta(hours=9))
    urgent, high = (
        make(str(priority), priority=priority, status=Status.ASSIGNED, assignment=task)
        for priority in (Priority.EMERGENCY, Priority.HIGH)
    )
    assert (why(urgent, NOW), why(high, NOW)) == (Why.URGENT, Why.HIGH)
    assert rank(urgent, NOW) < rank(high, NOW)


def test_what_has_ended_is_never_late():
    assert not make("x", status=Status.RESOLVED, forward_by=NOW - timedelta(days=9)).is_late(NOW)
