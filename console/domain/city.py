"""A city profile: departments, categories, routes, deadlines and words of one installation, from plain tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from console.domain.calendar import WorkCalendar
from console.domain.categories import Category, read_date
from console.domain.deadlines import DeadlineProfile, Span, Unit
from console.domain.departments import Department
from console.domain.errors import NotValid
from console.domain.reports import Priority, Report
from console.domain.routing import Route, RouteSuggestion, Whereabouts, suggest_department
from console.domain.spots import SpotReport
from console.domain.workflow import Rules

CLAIM_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class City:
    """Everything that differs from city to city. `bounds` is west, south, east, north in WGS 84 degrees."""

    key: str
    name: Mapping[str, str]
    number_prefix: str
    bounds: tuple[float, float, float, float]
    accept_margin_m: float
    department_word: Mapping[str, str]
    basemap: str
    departments: Mapping[str, Department]
    categories: Mapping[str, Category]
    routes: tuple[Route, ...]
    deadlines: Mapping[str, DeadlineProfile]
    calendar: WorkCalendar
    pillars: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    demo_note: Mapping[str, str] = field(default_factory=dict)
    claim_for: timedelta = CLAIM_FOR  # a report in hand is let go when it is not touched for so long
    spots: tuple[SpotReport, ...] = ()

    @classmethod
    def from_tables(cls, tables: Mapping[str, Any], today: date = date.max) -> City:
        """Reads {"profile", "departments", "categories", "routing", "deadlines", "holidays"}: TOML or JSON alike.

        Of dated rows of one category the one that holds on `today` stands; without a day, the one without an end.
        Raises NotValid when rows name departments or deadline profiles that there are none of.
        """
        try:
            city = cls._read(tables, today)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise NotValid(f"the city profile can't be read: {_said(error)}", field="profile") from error
        city._check()
        return city

    @classmethod
    def _read(cls, tables: Mapping[str, Any], today: date) -> City:
        profile = tables["profile"]
        return cls(
            key=profile["key"],
            name=dict(profile["name"]),
            number_prefix=profile["number_prefix"],
            bounds=tuple(profile["bbox"]),
            accept_margin_m=float(profile["accept_margin_m"]),
            department_word=dict(profile["department_word"]),
            basemap=profile["basemap"],
            departments={row.code: row for row in map(Department.from_table, tables["departments"]["department"])},
            categories=_categories(tables["categories"]["category"], today),
            routes=tuple(map(Route.from_table, tables["routing"]["route"])),
            deadlines={row.code: row for row in map(_deadline, tables["deadlines"]["profile"])},
            calendar=_calendar(profile, tables["holidays"]),
            pillars={row["code"]: dict(row["title"]) for row in profile.get("pillar", ())},
            demo_note=dict(profile.get("demo_note", {})),
            claim_for=timedelta(minutes=float(profile["claim_minutes"])) if "claim_minutes" in profile else CLAIM_FOR,
            spots=tuple(map(SpotReport.from_table, profile.get("spot", ()))),
        )

    def _check(self) -> None:
        for category in self.categories.values():
            if category.department not in self.departments:
                raise NotValid(f"category {category.code}: no department {category.department}", field="department")
            if category.deadline not in self.deadlines:
                raise NotValid(f"category {category.code}: no deadline profile {category.deadline}", field="deadline")
        for route in self.routes:
            if route.department not in self.departments:
                raise NotValid(f"a route of {route.category}: no department {route.department}", field="department")
        for spot in self.spots:
            if spot.category not in self.categories:
                raise NotValid(f"a report from {spot.layer}: no category {spot.category}", field="category")
        for category in self.categories.values():
            if category.pillar not in self.pillars:
                raise NotValid(f"category {category.code}: no pillar {category.pillar}", field="pillar")

    def category(self, code: str) -> Category:
        """The category's row. Raises NotValid for an unknown code."""
        try:
            return self.categories[code]
        except KeyError:
            raise NotValid(f"no category {code}", field="category") from None

    def deadline_of(self, category: str) -> DeadlineProfile:
        """The deadline profile of a category."""
        return self.deadlines[self.category(category).deadline]

    def rules(self, find: Callable[[str], Report | None]) -> Rules:
        """What `workflow.decide` must know."""
        return Rules(frozenset(self.departments), self.calendar, self.deadline_of, find)

    def suggest(self, report: Report, at: datetime, answers: Mapping[str, bool] | None = None) -> RouteSuggestion:
        """The department to send this report to, and why."""
        where = Whereabouts(report.kelurahan, report.kecamatan)
        return suggest_department(self.category(report.category), self.routes, where, at, answers)

    def forward_by(self, category: str, priority: Priority, received: datetime) -> datetime:
        """Until when the POC must have sent the report on."""
        return self.deadline_of(category).forward.after(received, self.calendar)


def _categories(rows: list[Mapping[str, Any]], today: date) -> dict[str, Category]:
    """By code; of several dated rows of one code the last valid one stands (a duty that moved has two rows)."""
    found: dict[str, Category] = {}
    for category in map(Category.from_table, rows):
        if category.code not in found or category.is_valid_on(today):
            found[category.code] = category
    return found


def _said(error: Exception) -> str:
    """A KeyError only names the key."""
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)


def _span(row: Mapping[str, Any]) -> Span:
    return Span(int(row["amount"]), Unit(row["unit"]))


def _deadline(row: Mapping[str, Any]) -> DeadlineProfile:
    return DeadlineProfile(
        code=row["code"],
        title_id=row["title"]["id"],
        title_en=row["title"]["en"],
        forward=_span(row.get("forward", row["acknowledge"])),
        acknowledge=_span(row["acknowledge"]),
        solve=_span(row["solve"]),
        source=row.get("source", ""),
        stops_for_citizen=bool(row.get("stops_for_citizen", True)),
    )


def _calendar(profile: Mapping[str, Any], holidays: Mapping[str, Any]) -> WorkCalendar:
    day = profile.get("working_day", {})
    weekdays = {number - 1 for number in day.get("weekdays", (1, 2, 3, 4, 5))}
    dates = {read_date(item["date"]) for year in holidays["year"] for item in year["days"]}
    return WorkCalendar(
        holidays=frozenset(day for day in dates if day is not None),
        known_years=frozenset(int(year["year"]) for year in holidays["year"]),
        closes=time.fromisoformat(day.get("end", "16:00")),
        weekend=frozenset(range(7)) - frozenset(weekdays),
    )
