"""The figures of a shift: what came in, what was done with it, how fast, what is late, and what is still open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from console.domain.city import City
from console.domain.reports import Report
from console.domain.wire import Event
from console.shiftreport.cases import cases_of
from console.shiftreport.counts import (
    by_area,
    by_category,
    by_channel,
    by_department,
    by_operator,
    by_pillar,
    by_state,
    totals,
)
from console.shiftreport.notable import notables, shift_notes
from console.shiftreport.stages import hours, stages
from console.shiftreport.values import Figures


def figures(
    reports: Iterable[Report],
    events: Iterable[Event],
    city: City,
    start: datetime,
    end: datetime,
    area_names: Mapping[str, str],
    now: datetime | None = None,
) -> Figures:
    """The figures of start..end (aware times, end excluded); of a shift that still runs, those up to `now`.

    `reports` are as they stand at present; where `events` tell of changes after the span they are turned back to it.
    `events` are what is known of these reports, also from before the span: stages are measured from event to event, and
    medians and p90 are nearest-rank values (see `stages.nearest_rank`). `area_names`: code → name of each kecamatan.
    """
    at = max(start, min(end, now)) if now is not None else end
    log = sorted(events, key=lambda event: event.seq)
    cases = cases_of(reports, log, city, start, at)
    return Figures(
        start=start,
        end=end,
        at=at,
        totals=totals(cases, start, at),
        channels=by_channel(cases),
        categories=by_category(cases, city),
        departments=by_department(cases, city, start, at),
        areas=by_area(cases, area_names),
        pillars=by_pillar(cases, city),
        stages=stages(cases, start, at),
        hours=hours(cases, start, end),
        states=by_state(cases),
        operators=by_operator(cases, log, start, at),
        notable=notables(cases, log, start, at),
        notes=shift_notes(log, start, at),
        received=tuple(case.report for case in cases if case.is_new),
        touched=tuple(case.report for case in cases if case.touched),
        open_reports=tuple(case.report for case in cases if case.report.is_open),
    )
