"""What a shift report is made from: one frozen value, handed over whole, so that it can be made off the GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from console.domain.city import City
from console.domain.reports import Report
from console.domain.shifts import shift_at
from console.domain.wire import Event
from layers.basemap import Basemap
from layers.features import Feature


@dataclass(frozen=True, slots=True, eq=False)
class ShiftInput:
    """Reports and events as in `figures`; areas (features of the layer `area`) and basemap in degrees, longitude first.

    `end` is excluded; `made_at` is now. `signed_by` is who hands over, as it shall stand in print, or empty.
    """

    reports: Sequence[Report]
    events: Sequence[Event]
    city: City
    start: datetime
    end: datetime
    made_at: datetime
    areas: Sequence[Feature] = ()
    basemap: Basemap | None = None
    signed_by: str = ""
    demo: bool = False

    @property
    def shift(self) -> str:
        """The key of the roster's shift that this is (morning, afternoon, night); `span` for any other span of time."""
        shift = shift_at(self.start)
        return shift.key if (shift.start, shift.end) == (self.start, self.end) else "span"

    @property
    def area_names(self) -> dict[str, str]:
        """Code → name of kecamatan and kelurahan: from the layer, else from the basemap."""
        rows = [feature.properties for feature in self.areas]
        if self.basemap is not None:
            rows = [area.properties for area in self.basemap.themes.get("areas", ())] + rows
        return {str(row["code"]): str(row.get("name") or row["code"]) for row in rows if row.get("code")}
