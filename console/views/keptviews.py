"""Views of the map that a user keeps, nine at most, each under a digit, in the settings of this workstation."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass

from PySide6.QtCore import QSettings

from console.settings import KEPT_VIEWS

SLOTS = range(1, 10)


@dataclass(frozen=True, slots=True)
class KeptView:
    """A place to look at: degrees, longitude first, the zoom, and what it was called when it was kept."""

    lon: float
    lat: float
    zoom: float
    name: str


class KeptViews:
    """The kept views by user and digit. What can't be read in the settings counts as not kept."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def of(self, user: str) -> dict[int, KeptView]:
        """What this user keeps, by digit."""
        rows = self._all().get(user)
        found = {}
        for slot in SLOTS:
            view = _view(rows.get(str(slot))) if isinstance(rows, dict) else None
            if view is not None:
                found[slot] = view
        return found

    def keep(self, user: str, slot: int, view: KeptView) -> None:
        """Keep a view under a digit, in place of what was there. ValueError for another digit."""
        if slot not in SLOTS:
            raise ValueError(slot)
        views = self.of(user) | {slot: view}
        rows = {str(number): [kept.lon, kept.lat, kept.zoom, kept.name] for number, kept in views.items()}
        KEPT_VIEWS.write(self._settings, json.dumps(self._all() | {user: rows}))

    def _all(self) -> dict[str, object]:
        try:
            read = json.loads(KEPT_VIEWS.read(self._settings) or "{}")
        except ValueError:
            return {}
        return read if isinstance(read, dict) else {}


def _view(row: object) -> KeptView | None:
    """A row of the settings as a view; None where a hand has made it something else."""
    if not (isinstance(row, list) and len(row) == 4 and isinstance(row[3], str)):
        return None
    numbers = [value for value in row[:3] if isinstance(value, int | float) and math.isfinite(value)]
    if len(numbers) != 3 or not (-180 <= numbers[0] <= 180 and -85 <= numbers[1] <= 85):
        return None
    return KeptView(numbers[0], numbers[1], numbers[2], row[3])
