"""Photos: taken apart in a limited child process, made anew without their EXIF, kept under their SHA-256."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from console.domain.duplicates import METRES_PER_DEGREE
from console.domain.reports import Report
from console.service.store.base import Photo

NEAR_M = 250.0
AHEAD = timedelta(minutes=10)  # a telephone's clock may be off by so much


def is_near(photo: Photo, report: Report, at: datetime) -> bool:
    """Whether it was taken at the report's place and since it was assigned: what a proof of the work must be."""
    task = report.assignment
    if photo.lon is None or photo.lat is None or photo.taken_at is None or task is None:
        return False
    if report.lon is None or report.lat is None:
        return False
    east = (photo.lon - report.lon) * math.cos(math.radians(report.lat))
    away_m = math.hypot(east, photo.lat - report.lat) * METRES_PER_DEGREE
    return away_m <= NEAR_M and task.assigned_at - AHEAD <= photo.taken_at <= at + AHEAD
