"""Asks the service for everything that a shift report is made from."""

from __future__ import annotations

from datetime import datetime, timedelta

from console.api.client import Client
from console.api.errors import Refused
from console.domain.city import City
from console.domain.reports import Report
from console.shiftreport.input import ShiftInput
from layers.basemap import Basemap

BEFORE = timedelta(days=14)  # how far back the log is read, so that stages that began before the shift are measured


def gather(
    client: Client,
    city: City,
    basemap: Basemap | None,
    start: datetime,
    end: datetime,
    *,
    made_at: datetime,
    signed_by: str = "",
    demo: bool = False,
) -> ShiftInput:
    """The reports of the desk and all that the log names in the span, with their events up to now. Raises ApiError.

    What was done after `end` is needed too: the report turns it back to see how things stood.
    """
    events = list(client.events(start=start - BEFORE))
    reports: dict[str, Report] = {report.id: report for report in client.snapshot().reports}
    named = {event.entity_id for event in events if event.entity == "report" and event.at >= start}
    for ident in named - reports.keys():
        try:
            reports[ident] = client.report(ident)
        except Refused:  # another department's, for an officer
            continue
    return ShiftInput(
        reports=tuple(reports.values()),
        events=tuple(events),
        city=city,
        start=start,
        end=end,
        made_at=made_at,
        areas=client.features("area").features,
        basemap=basemap,
        signed_by=signed_by,
        demo=demo,
    )
