"""Which department a report goes to, and why: routes are rows of the profile, the first that matches wins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from console.domain.calendar import WIB
from console.domain.categories import Category, read_date


@dataclass(frozen=True, slots=True)
class Route:
    """One row of routing.toml. Empty means: any. Areas are codes; hours are local, `until` excluded."""

    category: str
    department: str
    reason: Mapping[str, str]
    kecamatan: frozenset[str] = frozenset()
    kelurahan: frozenset[str] = frozenset()
    since: time | None = None
    until: time | None = None
    answer: tuple[str, bool] | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @classmethod
    def from_table(cls, row: Mapping[str, Any]) -> Route:
        """Reads a row of routing.toml (or the same as JSON)."""
        hours, answer = row.get("hours"), row.get("answer")
        return cls(
            category=row["category"],
            department=row["department"],
            reason=dict(row["reason"]),
            kecamatan=frozenset(row.get("kecamatan", ())),
            kelurahan=frozenset(row.get("kelurahan", ())),
            since=time.fromisoformat(hours["from"]) if hours else None,
            until=time.fromisoformat(hours["to"]) if hours else None,
            answer=(answer["key"], bool(answer["is"])) if answer else None,
            valid_from=read_date(row.get("valid_from")),
            valid_to=read_date(row.get("valid_to")),
        )

    def matches(self, where: Whereabouts, category: str, at: datetime, answers: Mapping[str, bool]) -> bool:
        """Whether every condition of the row holds."""
        local = at.astimezone(WIB)
        return (
            self.category in ("*", category)
            and (not self.kecamatan or where.kecamatan in self.kecamatan)
            and (not self.kelurahan or where.kelurahan in self.kelurahan)
            and self._in_hours(local.time())
            and (self.answer is None or answers.get(self.answer[0]) is self.answer[1])
            and (self.valid_from is None or self.valid_from <= local.date())
            and (self.valid_to is None or local.date() <= self.valid_to)
        )

    def _in_hours(self, clock: time) -> bool:
        if self.since is None or self.until is None:
            return True
        if self.since <= self.until:
            return self.since <= clock < self.until
        return clock >= self.since or clock < self.until


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The codes of the areas that a report lies in; empty where unknown."""

    kelurahan: str = ""
    kecamatan: str = ""


@dataclass(frozen=True, slots=True)
class RouteSuggestion:
    """The department to take, why (by language), and the others that come into question."""

    department: str
    reason: Mapping[str, str]
    others: tuple[str, ...] = ()


def suggest_department(
    category: Category,
    routes: Iterable[Route],
    where: Whereabouts,
    at: datetime,
    answers: Mapping[str, bool] | None = None,
) -> RouteSuggestion:
    """The first route that matches; else the category's own department. Later matches become the others."""
    hits = [route for route in routes if route.matches(where, category.code, at, answers or {})]
    own = {
        "id": f"{category.title.get('id', category.code)}: tugas pokok menurut tabel kategori",
        "en": f"{category.title.get('en', category.code)}: main duty in the table of categories",
    }
    department, reason = (hits[0].department, hits[0].reason) if hits else (category.department, own)
    others = dict.fromkeys([*(route.department for route in hits[1:]), category.department])
    others.pop(department, None)
    return RouteSuggestion(department, reason, tuple(others))
