"""`./poc basemap extract`: takes a city out of a larger PMTiles, on the disk or on a server that gives parts."""

from __future__ import annotations

import json
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from console.basemaps.ranges import Parts
from console.basemaps.web import Trouble, Web
from console.domain.city import City
from layers.pmtiles import Archive, NotPmtiles
from layers.tileextract import Box, NothingThere, Plan, Stopped, carry_out, plan

MARGIN_DEGREES = 0.03  # about 3 km around the city
DONE, CAN_NOT, STOPPED = 0, 2, 3


class NotExtracted(Exception):
    """It can't be done; the message is for the person at the terminal."""


def extract(city: City, bbox: Box | None, origin: str, out: Path, most_zoom: int | None, as_json: bool) -> int:
    """The command, with its options read. Raises NotExtracted, OSError. The exit code: 3 where it was stopped."""
    box = bbox or around(city)
    web = Web()
    stop = _Stop()
    try:
        parts = Parts(origin, web, patient=True)
        if "://" not in origin and out.exists() and out.samefile(origin):
            raise NotExtracted("the file can't be written over itself")
        say(f"reading the directories of {origin}")
        archive = Archive(parts.read)
        made = plan(archive, box, most_zoom)
        say(
            f"{made.tiles:,} tiles, zoom {made.least_zoom} to {made.most_zoom}: {made.data_bytes / 1e6:.1f} MB of "
            f"{made.origin_bytes / 1e6:,.1f} MB"
        )
        carry_out(made, parts.read, out, parts.state, progress=_Progress(), stopped=stop.is_wanted)
    except Stopped:
        say(f"stopped; the same command goes on from what is in {out.name}.part")
        return STOPPED
    except (Trouble, NotPmtiles, NothingThere, ValueError) as error:
        raise NotExtracted(f"{error}{_waiting(out)}") from error
    finally:
        stop.over()
        web.close()
    _tell(made, parts, out, as_json)
    return DONE


def around(city: City) -> Box:
    """The city's box with a margin."""
    west, south, east, north = city.bounds
    return west - MARGIN_DEGREES, south - MARGIN_DEGREES, east + MARGIN_DEGREES, north + MARGIN_DEGREES


def say(line: str) -> None:
    """A line for the person; standard output is for the outcome."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _waiting(out: Path) -> str:
    part = out.with_name(f"{out.name}.part")
    return f"; the same command goes on from what is in {part.name}" if part.exists() else ""


def _tell(made: Plan, parts: Parts, out: Path, as_json: bool) -> None:
    outcome = {
        "file": str(out),
        "tiles": made.tiles,
        "bytes": out.stat().st_size,
        "fetched": parts.fetched,
        "origin_bytes": made.origin_bytes,
    }
    if as_json:
        sys.stdout.write(json.dumps(outcome) + "\n")
    else:
        sys.stdout.write(f"{out}: {made.tiles:,} tiles, {outcome['bytes']:,} bytes ({parts.fetched:,} fetched)\n")


class _Progress:
    """A line every few seconds."""

    def __init__(self) -> None:
        self._told = 0.0

    def __call__(self, done: int, whole: int) -> None:
        if time.monotonic() - self._told >= 2 or done == whole:
            self._told = time.monotonic()
            say(f"  {done / 1e6:.1f} of {whole / 1e6:.1f} MB")


class _Stop:
    """Ctrl+C ends it between two parts, so that it can go on later; a second time it ends at once."""

    def __init__(self) -> None:
        self._wanted = False
        self._before = signal.signal(signal.SIGINT, self._on_signal)

    def is_wanted(self) -> bool:
        """Whether somebody pressed Ctrl+C."""
        return self._wanted

    def over(self) -> None:
        """Ctrl+C means again what it meant before."""
        signal.signal(signal.SIGINT, self._before)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self._wanted:
            raise KeyboardInterrupt
        self._wanted = True
        say("stopping …")
