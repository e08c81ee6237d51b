"""Which department the card suggests: the routing table's, but not the one that has just refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from console.domain.categories import answers_in
from console.domain.city import City
from console.domain.reports import Report, Status
from console.domain.routing import RouteSuggestion


def suggested(
    city: City, report: Report, at: datetime, answers: Mapping[str, bool] | None = None
) -> RouteSuggestion | None:
    """The department to choose first, and why; None for a category that the profile has no more.

    `answers` to the category's questions go before those that the report's own text gives.
    """
    category = city.categories.get(report.category)
    if category is None:
        return None
    first = city.suggest(report, at, {**answers_in(report.text, category.questions), **(answers or {})})
    task = report.assignment
    if report.status is not Status.REFUSED or task is None or task.department != first.department:
        return first
    name = city.departments[first.department].name
    if first.others:
        reason = {
            "id": f"{name} menolak laporan ini; berikutnya menurut tabel rute.",
            "en": f"{name} has refused this report; the next in the routing table.",
        }
        return RouteSuggestion(first.others[0], reason, (*first.others[1:], first.department))
    reason = {
        "id": f"{name} sudah menolak, dan tabel rute tidak menyebut yang lain: pilih sendiri, atau ajukan lagi.",
        "en": f"{name} has refused it and the routing table names no other: choose one, or ask {name} again.",
    }
    return RouteSuggestion(first.department, reason, ())
