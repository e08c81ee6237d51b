"""The reports and the figures of a shift as plain rows for CSV and XLSX: heads, then words and bare numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from console.domain.calendar import WIB
from console.domain.reports import Report
from console.shiftreport.document import Document, category_name
from console.shiftreport.input import ShiftInput
from console.shiftreport.words import say

Value = str | float | None  # words, a bare number, or nothing
Lines = list[list[Value]]


@dataclass(frozen=True, slots=True)
class _Reader:
    """What a column must know to read a report."""

    given: ShiftInput
    language: str
    at: datetime
    numbers: dict[str, str]
    names: dict[str, str]

    def area(self, code: str) -> str:
        return self.names.get(code, code)


COLUMNS: tuple[tuple[str, Callable[[Report, _Reader], Value]], ...] = (
    ("number", lambda report, to: report.number),
    ("received_at", lambda report, to: moment_text(report.received_at)),
    ("reported_at", lambda report, to: moment_text(report.reported_at)),
    ("status", lambda report, to: say(f"status.{report.status}", to.language)),
    ("priority", lambda report, to: say(f"priority.{report.priority}", to.language)),
    ("is_late", lambda report, to: say("yes" if report.is_late(to.at) else "no", to.language)),
    ("deadline", lambda report, to: moment_text(report.clock(to.at).due)),
    ("category", lambda report, to: category_name(to.given.city, report.category, to.language)),
    ("channel", lambda report, to: say(f"channel.{report.channel}", to.language)),
    ("department", lambda report, to: _department(report, to)),
    ("assigned_at", lambda report, to: moment_text(report.assignment.assigned_at if report.assignment else None)),
    ("duplicate_of", lambda report, to: to.numbers.get(report.duplicate_of or "", report.duplicate_of or "")),
    ("kecamatan", lambda report, to: to.area(report.kecamatan)),
    ("kelurahan", lambda report, to: to.area(report.kelurahan)),
    ("place", lambda report, to: report.place_note),
    ("longitude", lambda report, to: report.lon),
    ("latitude", lambda report, to: report.lat),
    ("text", lambda report, to: report.text),
)


def report_lines(given: ShiftInput, document: Document) -> Lines:
    """Every report that the figures count, oldest first, after a line of heads. Names and telephones are not in it.

    Times are WIB as `2026-11-21 07:05`; longitude and latitude in degrees.
    """
    figures = document.figures
    numbers = {report.id: report.number for report in given.reports}
    to = _Reader(given, document.language, figures.at, numbers, given.area_names)
    heads: list[Value] = [_head(key, given, document.language) for key, _ in COLUMNS]
    return [heads, *([read(report, to) for _, read in COLUMNS] for report in figures.touched)]


def figure_lines(given: ShiftInput, document: Document) -> Lines:
    """Every figure in a line of its own: section, row, figure, value. Any program can read that."""
    language = document.language
    heads: list[Value] = [say(key, language) for key in ("section", "row", "figure", "value")]
    return [heads, *_shift_lines(document), *_total_lines(document), *_table_lines(document)]


def _shift_lines(document: Document) -> Iterator[list[Value]]:
    section, language = document.title, document.language
    yield [section, document.shift, say("time", language), document.span]
    if document.demo:
        yield [section, document.shift, say("notes", language), document.demo]


def _total_lines(document: Document) -> Iterator[list[Value]]:
    section, language, totals = say("head.summary", document.language), document.language, document.figures.totals
    for key in _TOTALS:
        yield [section, "", say(key, language), float(getattr(totals, key))]
    rate = totals.on_time_rate
    yield [section, "", say("on_time_rate", language), None if rate is None else round(rate, 4)]


_TOTALS = (
    *("received", "triaged", "assigned", "answered", "accepted", "refused", "claimed", "resolved"),
    *("rejected", "duplicates", "reopened", "open_now", "late_now", "late_within"),
)


def _table_lines(document: Document) -> Iterator[list[Value]]:
    for table in document.tables.values():
        minutes = f" ({say('minutes', document.language)})" if table.key == "stages" else ""
        for row in table.rows:
            for number, (column, cell) in enumerate(zip(table.columns[1:], row[1:], strict=True)):
                title = column.title + (minutes if number else "")
                yield [table.title, row[0].text, title, None if cell.value is None else round(cell.value, 2)]


def moment_text(moment: datetime | None) -> str:
    """A moment in WIB as a spreadsheet reads it; empty for None."""
    return f"{moment.astimezone(WIB):%Y-%m-%d %H:%M}" if moment else ""


def _head(key: str, given: ShiftInput, language: str) -> str:
    return given.city.department_word.get(language, "SKPD") if key == "department" else say(key, language)


def _department(report: Report, to: _Reader) -> str:
    if report.assignment is None:
        return ""
    known = to.given.city.departments.get(report.assignment.department)
    return known.name if known else report.assignment.department
