"""Which reports probably tell of the same thing: near in place and time, alike in kind and words."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from console.domain.reports import Report, Status

RADIUS_M = 300.0
WITHIN = timedelta(hours=6)
METRES_PER_DEGREE = 111_195.0  # of latitude, on the mean sphere


@dataclass(frozen=True, slots=True)
class Twin:
    """A report that may tell of the same thing: how far (metres), how far apart in time, alike from 0 to 1."""

    report: Report
    distance_m: float
    apart: timedelta
    score: float


def twins(report: Report, others: Iterable[Report], limit: int = 5) -> list[Twin]:
    """The likeliest twins, best first. Only reports with a place; not those archived or already twins of another."""
    if report.lon is None or report.lat is None:
        return []
    words = _words(report.text)
    found = []
    for other in others:
        if other.id == report.id or other.status in (Status.REJECTED, Status.DUPLICATE):
            continue
        if other.lon is None or other.lat is None or other.category != report.category:
            continue
        distance = _near_m(report.lon, report.lat, other.lon, other.lat)
        apart = abs((report.reported_at or report.received_at) - (other.reported_at or other.received_at))
        if distance > RADIUS_M or apart > WITHIN:
            continue
        likeness = _likeness(words, _words(other.text))
        score = 0.5 * (1 - distance / RADIUS_M) + 0.3 * (1 - apart / WITHIN) + 0.2 * likeness
        found.append(Twin(other, distance, apart, score))
    return sorted(found, key=lambda twin: (-twin.score, twin.report.number))[:limit]


def _near_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Metres on a plane: exact enough below a kilometre."""
    east = (lon2 - lon1) * math.cos(math.radians((lat1 + lat2) / 2))
    return math.hypot(east, lat2 - lat1) * METRES_PER_DEGREE


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[a-z0-9]+", text.lower()) if len(word) > 2)


def _likeness(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a and b else 0.0
