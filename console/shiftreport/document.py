"""The shift report as a reader gets it, in one language; page and PDF only draw it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from console.domain.calendar import WIB
from console.domain.city import City
from console.domain.reports import Report
from console.i18n import clock, day, hour, moment, number, percent
from console.shiftreport.figures import figures
from console.shiftreport.input import ShiftInput
from console.shiftreport.tables import Table, minutes_text, tables
from console.shiftreport.values import Figures, Notable, Reason, Row
from console.shiftreport.words import plain, say

WORDS_SHOWN = 180  # letters of a citizen's text in a list
OLDEST_SHOWN = 25
NOTABLE_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure to be seen first."""

    label: str
    value: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One report in a list. All of it is plain text: `text` and `place` are a citizen's words, never markup."""

    report: Report
    number: str
    when: str
    title: str
    place: str
    text: str
    state: str
    late: bool
    deadline: str
    reasons: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """A place to sign: what for, whose name is known, and in which office."""

    what: str
    name: str
    office: str


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that stands in the report. `demo` is the mark on each page, or empty."""

    language: str
    figures: Figures
    title: str
    city: str
    shift: str
    span: str
    made: str
    demo: str
    lead: str
    notices: tuple[str, ...]
    tiles: tuple[Tile, ...]
    facts: tuple[Tile, ...]
    rate: str
    notable: tuple[Item, ...]
    notable_more: str
    tables: Mapping[str, Table]
    oldest: tuple[Item, ...]
    oldest_more: str
    notes: tuple[tuple[str, str, str], ...]  # when, who, text
    signatures: tuple[Signature, ...]
    unplaced: str


def compose(given: ShiftInput, language: str) -> Document:
    """Counts and words the report. Raises KeyError for a language that there is none of."""
    counted = figures(
        given.reports, given.events, given.city, given.start, given.end, given.area_names, now=given.made_at
    )
    listing = _Listing(given, counted, language)
    oldest, notable = counted.open_reports[:OLDEST_SHOWN], counted.notable[:NOTABLE_SHOWN]
    unplaced = sum(not report.has_place for report in on_map(counted))
    return Document(
        language=language,
        figures=counted,
        title=say("title", language),
        city=f"{say('room', language)} · {given.city.name.get(language, given.city.key)}",
        shift=f"{say(f'shift.{given.shift}', language)}, {day(given.start, language)}",
        span=_span(given, language),
        made=say("made", language, day=day(given.made_at, language), clock=clock(given.made_at)),
        demo=say("demo", language) if given.demo else "",
        lead=_lead(counted, language),
        notices=tuple(_notices(given, counted, language)),
        tiles=tuple(_tiles(counted, language)),
        facts=tuple(_facts(counted, language)),
        rate=_rate(counted, language),
        notable=tuple(listing.notable(row) for row in notable),
        notable_more=_more(len(counted.notable) - len(notable), "more.plain", language),
        tables=tables(counted, language, department_word(given, language)),
        oldest=tuple(listing.item(report) for report in oldest),
        oldest_more=_more(len(counted.open_reports) - len(oldest), "more", language),
        notes=tuple(
            (moment(note.at, counted.at, language), plain(note.by, 40), plain(note.text)) for note in counted.notes
        ),
        signatures=_signatures(given, language),
        unplaced=say("map.none", language, count=number(unplaced, 0, language)) if unplaced else "",
    )


def on_map(counted: Figures) -> tuple[Report, ...]:
    """What the map tells of: what came in, and what is still open; each once."""
    return tuple({report.id: report for report in (*counted.open_reports, *counted.received)}.values())


def department_word(given: ShiftInput, language: str) -> str:
    """What this city calls its departments."""
    return given.city.department_word.get(language, "SKPD")


def _span(given: ShiftInput, language: str) -> str:
    if given.end - given.start < timedelta(days=1):
        return f"{hour(given.start)}–{clock(given.end)}"
    return f"{day(given.start, language)} {hour(given.start)} – {day(given.end, language)} {clock(given.end)}"


def _notices(given: ShiftInput, counted: Figures, language: str) -> Iterator[str]:
    if counted.at < given.end:
        yield say("running", language, clock=clock(counted.at))
    yield say("zone", language)
    yield say("privacy", language)
    for year in given.city.calendar.unknown_years(given.end.astimezone(WIB).date()):
        yield say("holidays", language, year=year)


def _lead(counted: Figures, language: str) -> str:
    """The shift in two sentences."""
    totals = counted.totals
    if not totals.received:
        return say("none.received", language)
    lead = say(
        "lead",
        language,
        received=number(totals.received, 0, language),
        assigned=number(totals.assigned, 0, language),
        resolved=number(totals.resolved, 0, language),
    )
    most = say(
        "lead.most", language, category=_first(counted.categories, language), area=_first(counted.areas, language)
    )
    late = say(
        "lead.late" if totals.late_now else "lead.none_late", language, late=number(totals.late_now, 0, language)
    )
    return f"{lead} {most} {late}"


def _first(rows: tuple[Row, ...], language: str) -> str:
    row = rows[0]
    return f"{row.names.get(language) or row.key} ({number(row.received, 0, language)})"


def _tiles(counted: Figures, language: str) -> Iterator[Tile]:
    totals = counted.totals
    for key in ("received", "triaged", "assigned", "answered", "resolved", "open_now"):
        yield Tile(say(key, language), number(getattr(totals, key), 0, language))
    yield Tile(say("late_now", language), number(totals.late_now, 0, language), "late" if totals.late_now else "ok")
    rate = totals.on_time_rate
    yield Tile(say("on_time_rate", language), "–" if rate is None else percent(rate, 0, language), _rate_tone(rate))


def _rate_tone(rate: float | None) -> str:
    if rate is None:
        return ""
    return "ok" if rate >= 0.9 else "soon" if rate >= 0.7 else "late"


def _facts(counted: Figures, language: str) -> Iterator[Tile]:
    for key in ("accepted", "refused", "claimed", "rejected", "duplicates", "reopened", "late_within"):
        yield Tile(say(key, language), number(getattr(counted.totals, key), 0, language))


def _rate(counted: Figures, language: str) -> str:
    totals = counted.totals
    if not totals.judged:
        return say("on_time_none", language)
    return say(
        "on_time_rule",
        language,
        on_time=number(totals.on_time, 0, language),
        judged=number(totals.judged, 0, language),
    )


def _more(count: int, key: str, language: str) -> str:
    return say(key, language, count=number(count, 0, language)) if count > 0 else ""


def _signatures(given: ShiftInput, language: str) -> tuple[Signature, ...]:
    return (
        Signature(say("sign.handed", language), plain(given.signed_by, 60), say("sign.lead", language)),
        Signature(say("sign.taken", language), "", say("sign.next", language)),
        Signature(say("sign.known", language), "", say("sign.head", language)),
    )


class _Listing:
    """Words reports for lists."""

    def __init__(self, given: ShiftInput, counted: Figures, language: str) -> None:
        self._city, self._names, self._at, self._language = given.city, given.area_names, counted.at, language

    def item(self, report: Report) -> Item:
        language, at = self._language, self._at
        state = say(f"status.{report.status}", language)
        task = report.assignment
        if task and report.is_open:
            known = self._city.departments.get(task.department)
            state = f"{state} · {known.name if known else task.department}"
        return Item(
            report=report,
            number=report.number,
            when=moment(report.received_at, at, language),
            title=category_name(self._city, report.category, language),
            place=self._place(report),
            text=plain(report.text, WORDS_SHOWN),
            state=state,
            late=report.is_late(at),
            deadline=self._deadline(report),
        )

    def notable(self, row: Notable) -> Item:
        item = self.item(row.report)
        reasons = tuple(self._reason(reason, row) for reason in row.reasons)
        due = item.deadline
        if due and not item.late:
            due = say("due_at", self._language, when=due)
        return replace(item, reasons=reasons, note=plain(row.note), deadline=due)

    def _reason(self, reason: Reason, row: Notable) -> str:
        return say(f"reason.{reason}", self._language, count=number(row.twins, 0, self._language))

    def _place(self, report: Report) -> str:
        areas = [self._names.get(code, code) for code in (report.kelurahan, report.kecamatan) if code]
        note = plain(report.place_note, 80)
        named = {name.casefold(): name for name in (note, *areas) if name}  # a note is often the kelurahan's name alone
        return plain(", ".join(named.values()), 160) or say("outside" if report.outside else "no_place", self._language)

    def _deadline(self, report: Report) -> str:
        due = report.clock(self._at).due
        if due is None:
            return ""
        if report.is_late(self._at):
            late = (self._at - due).total_seconds() / 60
            return say("late_by", self._language, span=minutes_text(late, self._language))
        return moment(due, self._at, self._language) if due > self._at else ""  # reported done in time


def category_name(city: City, code: str, language: str) -> str:
    """A category's title; a code that the profile does not know stands for itself."""
    known = city.categories.get(code)
    return known.title.get(language, code) if known else code
