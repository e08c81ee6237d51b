"""Working days of a city: weekends and public holidays, in the city's own time zone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone

WIB = timezone(timedelta(hours=7), "WIB")  # Asia/Jakarta: no daylight saving since 1964


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked. Holidays are data, a list per year; `known_years` says for which years there is one."""

    holidays: frozenset[date] = frozenset()
    known_years: frozenset[int] = frozenset()
    closes: time = time(16, 0)
    zone: timezone = WIB
    weekend: frozenset[int] = field(default=frozenset({5, 6}))

    def unknown_years(self, start: date, days: int = 31) -> list[int]:
        """The years from `start` and so many days on whose holidays nobody has listed: they count as working days."""
        return sorted({start.year, (start + timedelta(days=days)).year} - self.known_years)

    def is_working_day(self, day: date) -> bool:
        """Whether offices are open that day."""
        return day.weekday() not in self.weekend and day not in self.holidays

    def next_working_day(self, day: date) -> date:
        """The first working day after this one."""
        day += timedelta(days=1)
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """The close of business of the n-th working day after `start`'s day, in UTC. The first day is not counted."""
        day = start.astimezone(self.zone).date()
        for _ in range(days):
            day = self.next_working_day(day)
        if days == 0 and not self.is_working_day(day):
            day = self.next_working_day(day)
        return datetime.combine(day, self.closes, self.zone).astimezone(UTC)
