"""Photos: taken apart in a limited child process, made anew without their EXIF, kept under their SHA-256."""

from __future__ import annotations

import errno
import hashlib
import json
import math
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from console.domain.calendar import WIB
from console.domain.duplicates import METRES_PER_DEGREE
from console.domain.reports import Report
from console.service import photo_child, problems
from console.service.problems import Problem
from console.service.settings import ServiceSettings
from console.service.store.contract import Actor, Photo

NEAR_M = 250.0
AHEAD = timedelta(minutes=10)  # a telephone's clock may be off by so much
AT_ONCE = 2
REFUSALS = {
    photo_child.NOT_A_PHOTO: (415, "not-a-photo", "This is no photo that can be taken: send JPEG, PNG or WebP."),
    photo_child.TOO_MANY_PIXELS: (422, "too-many-pixels", "This picture has too many pixels."),
}
BROKEN = (422, "broken-photo", "This picture is broken.")


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


@dataclass(frozen=True, slots=True)
class Developed:
    """A photo made anew: the picture, its thumbnail, and what its EXIF said."""

    full: bytes
    thumb: bytes
    about: dict[str, Any]


class Photos:
    """The folder of photos, and the way into it."""

    def __init__(self, settings: ServiceSettings) -> None:
        self._folder = settings.data / "photos"
        self._settings = settings
        self._turn = threading.Semaphore(AT_ONCE)

    def take(self, data: bytes, actor: Actor) -> Photo:
        """Makes the photo anew and keeps it. Raises Problem 415, 422 or 507."""
        done = self._develop(data)
        name = hashlib.sha256(done.full).hexdigest()
        try:
            self._keep(self.path(name, "full"), done.full)
            self._keep(self.path(name, "thumb"), done.thumb)
        except OSError as error:
            words = "the disk is full" if error.errno == errno.ENOSPC else "the photo folder can't be written"
            raise problems.stopped(words) from error
        about = done.about
        lon, lat = _place(about)
        return Photo(
            sha256=name,
            width=int(about["width"]),
            height=int(about["height"]),
            uploaded_by=actor.name,
            uploaded_at=actor.at,
            taken_at=_moment(about),
            lon=lon,
            lat=lat,
        )

    def path(self, name: str, size: str) -> Path:
        """Where a photo lies. `size` is full or thumb."""
        return self._folder / name[:2] / f"{name}{'' if size == 'full' else '.thumb'}.jpg"

    def _develop(self, data: bytes) -> Developed:
        command = [sys.executable, "-I", photo_child.__file__, str(self._settings.photo_pixels)]
        seconds = self._settings.photo_seconds
        with self._turn:
            try:
                child = subprocess.run(  # noqa: S603 - our own program, with numbers as its arguments
                    [*command, str(seconds)], input=data, capture_output=True, timeout=seconds + 5, check=False, env={}
                )
            except subprocess.TimeoutExpired as error:
                raise Problem(*BROKEN) from error
        if child.returncode:
            raise Problem(*REFUSALS.get(child.returncode, BROKEN))
        line, _, rest = child.stdout.partition(b"\n")
        about = json.loads(line)
        return Developed(rest[: about["full"]], rest[about["full"] :], about)

    @staticmethod
    def _keep(path: Path, data: bytes) -> None:
        """On disk for good before anything points at it."""
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}.new")
        with fresh.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        if os.name == "posix":
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def _place(about: dict[str, Any]) -> tuple[float | None, float | None]:
    lon, lat = about.get("lon"), about.get("lat")
    if not isinstance(lon, float) or not isinstance(lat, float):
        return None, None
    if not (-180 <= lon <= 180 and -90 <= lat <= 90) or (lon == 0 and lat == 0):
        return None, None
    return lon, lat


def _moment(about: dict[str, Any]) -> datetime | None:
    """EXIF's local time; without an offset it is the city's time."""
    try:
        local = datetime.strptime(str(about.get("at", "")), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - the zone follows
    except ValueError:
        return None
    try:
        zone = datetime.strptime(str(about.get("offset") or "+07:00"), "%z").tzinfo
    except ValueError:
        zone = WIB
    return local.replace(tzinfo=zone).astimezone(UTC)
