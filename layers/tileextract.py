"""A city taken out of a larger PMTiles file: only the directories and tiles that it needs are read, in few parts.

First a `Plan` is made (directories only), then `carry_out` brings the tiles. What was begun goes on where it stopped,
as long as the origin is the same; the target appears only when it is whole.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from layers.geometry import to_world
from layers.pmtiles import (
    FIRST_BYTES,
    GZIP,
    HEADER_BYTES,
    MOST_DEPTH,
    MOST_TILE_BYTES,
    Archive,
    Entry,
    Header,
    NotPmtiles,
    packed,
    packed_directory,
    tile_number,
)

MOST_TILES = 4_000_000
JOINED_BYTES = 65_536  # a gap that is read too, as another question would cost more
PART_BYTES = 4_000_000  # asked for at once
Box = tuple[float, float, float, float]


class NothingThere(ValueError):
    """The origin holds nothing of what was asked for; the message says what it does hold."""


class Stopped(Exception):
    """Somebody stopped it; what was brought so far is kept."""


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes to be read at once: from here in the origin's data, with the pieces that are kept of them."""

    offset: int
    length: int
    pieces: tuple[tuple[int, int, int], ...]  # offset in the span, offset in the target's data, length


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done: the target's head, and which bytes of the origin go where."""

    head: bytes
    spans: tuple[Span, ...]
    data_offset: int  # of the origin
    tiles: int
    data_bytes: int
    origin_bytes: int
    least_zoom: int
    most_zoom: int

    @property
    def fetched_bytes(self) -> int:
        """How much of the origin's data is read."""
        return sum(span.length for span in self.spans)

    @property
    def mark(self) -> str:
        """The same for the same plan on the same origin."""
        return hashlib.sha256(self.head + repr(self.spans).encode()).hexdigest()


def plan(archive: Archive, bbox: Box, most_zoom: int | None = None) -> Plan:
    """Which tiles of an archive lie in a box (west, south, east, north), and how they are laid out anew.

    Raises NothingThere, NotPmtiles, ValueError for a box that is none, and what the archive's reader raises.
    """
    header = archive.header
    most = header.most_zoom if most_zoom is None else min(most_zoom, header.most_zoom)
    wanted = _numbers(bbox, header.least_zoom, most)
    found = [entry for entry in _entries(archive, archive.root, wanted) if entry.tile >= 0]
    if not found:
        west, south, east, north = header.bbox
        raise NothingThere(
            f"it holds nothing there: it covers {west:g},{south:g},{east:g},{north:g}, zoom {header.least_zoom} to "
            f"{header.most_zoom}"
        )
    if any(entry.length > MOST_TILE_BYTES for entry in found):
        raise NotPmtiles("a tile is larger than it may be")
    entries, places = _laid_out(found)
    contents = len(places)
    data_bytes = sum(length for _, length in places)
    metadata = packed(json.dumps(archive.metadata(), ensure_ascii=False, separators=(",", ":")).encode())
    head = _head(header, entries, metadata, _within(bbox, header.bbox), contents, data_bytes, len(found), most)
    return Plan(
        head=head,
        spans=tuple(_spans(places)),
        data_offset=header.data_offset,
        tiles=len(found),
        data_bytes=data_bytes,
        origin_bytes=header.data_offset + header.data_length,
        least_zoom=header.least_zoom,
        most_zoom=most,
    )


def carry_out(
    made: Plan,
    read: Callable[[int, int], bytes],
    target: Path,
    origin: str,
    *,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    stopped: Callable[[], bool] = lambda: False,
) -> None:
    """Brings the tiles and puts the target in its place. ``origin`` says what state of which file is read.

    Raises Stopped, OSError, NotPmtiles and what ``read`` raises; what was brought so far then waits in `.part`.
    """
    part, note = target.with_name(f"{target.name}.part"), target.with_name(f"{target.name}.part.json")
    mark = f"{made.mark} {origin}"
    done = _done_before(part, note, mark)
    target.parent.mkdir(parents=True, exist_ok=True)
    with part.open("r+b" if done else "wb") as file:
        file.write(made.head)
        fetched = sum(span.length for span in made.spans[:done])
        for number, span in enumerate(made.spans[done:], done):
            if stopped():
                raise Stopped
            data = read(made.data_offset + span.offset, span.length)
            if len(data) != span.length:
                raise NotPmtiles("the file ends too early")
            for start, place, length in span.pieces:
                file.seek(len(made.head) + place)
                file.write(data[start : start + length])
            _note(file.fileno(), file.flush, note, mark, number + 1)
            fetched += span.length
            progress(fetched, made.fetched_bytes)
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)
    note.unlink(missing_ok=True)


# --- which tiles ---------------------------------------------------------------------------------------------------


def tiles_in(bbox: Box, zoom: int) -> tuple[range, range]:
    """The columns and rows of tiles at a zoom that a box touches."""
    west, south, east, north = bbox
    if not (-180 <= west < east <= 180 and -85.06 <= south < north <= 85.06):
        raise ValueError("the box must be WEST,SOUTH,EAST,NORTH in degrees")
    side = 1 << zoom
    (x0, y0), (x1, y1) = (tuple(map(float, to_world(*corner))) for corner in ((west, north), (east, south)))
    first = [min(side - 1, max(0, math.floor(value * side))) for value in (x0, y0)]
    last = [min(side - 1, max(0, math.ceil(value * side) - 1)) for value in (x1, y1)]
    return range(first[0], max(first[0], last[0]) + 1), range(first[1], max(first[1], last[1]) + 1)


def _numbers(bbox: Box, least: int, most: int) -> list[int]:
    grids = [(zoom, *tiles_in(bbox, zoom)) for zoom in range(least, most + 1)]
    count = sum(len(columns) * len(rows) for _, columns, rows in grids)
    if count > MOST_TILES:
        raise ValueError(f"that would be {count:,} tiles; ask for a smaller box or fewer zoom levels (--most-zoom)")
    return sorted(tile_number(zoom, x, y) for zoom, columns, rows in grids for x in columns for y in rows)


def _entries(archive: Archive, directory: Sequence[Entry], wanted: Sequence[int], depth: int = 0) -> Iterator[Entry]:
    """One entry of run 1 for each wanted tile that is there, rising."""
    if depth >= MOST_DEPTH:
        raise NotPmtiles("its directories lie too deep")
    for at, entry in enumerate(directory):
        after = directory[at + 1].tile if at + 1 < len(directory) else wanted[-1] + 1
        end = entry.tile + entry.run if entry.run else after
        here = wanted[bisect_left(wanted, entry.tile) : bisect_left(wanted, end)]
        if not here:
            continue
        if entry.run:
            yield from (Entry(tile, entry.offset, entry.length, 1) for tile in here)
        else:
            yield from _entries(archive, archive.leaf(entry), here, depth + 1)


# --- how they are laid out -----------------------------------------------------------------------------------------


def _laid_out(found: Sequence[Entry]) -> tuple[list[Entry], dict[tuple[int, int], int]]:
    """The target's entries, and where each piece of the origin's data (offset, length) goes, in the target's order."""
    places: dict[tuple[int, int], int] = {}
    entries: list[Entry] = []
    end = 0
    for entry in found:
        piece = (entry.offset, entry.length)
        if piece not in places:
            places[piece] = end
            end += entry.length
        last = entries[-1] if entries else None
        if last and last.offset == places[piece] and entry.tile == last.tile + last.run:
            entries[-1] = last._replace(run=last.run + 1)
        else:
            entries.append(Entry(entry.tile, places[piece], entry.length, 1))
    return entries, places


def _head(
    header: Header,
    entries: Sequence[Entry],
    metadata: bytes,
    bbox: Box,
    contents: int,
    data_bytes: int,
    addressed: int,
    most_zoom: int,
) -> bytes:
    """Header, directories and metadata: all that stands before the tiles."""
    root, leaves = _directories(entries)
    west, south, east, north = (round(degrees * 1e7) for degrees in bbox)
    metadata_offset = HEADER_BYTES + len(root)
    leaf_offset = metadata_offset + len(metadata)
    made = replace(
        header,
        root_offset=HEADER_BYTES,
        root_length=len(root),
        metadata_offset=metadata_offset,
        metadata_length=len(metadata),
        leaf_offset=leaf_offset,
        leaf_length=len(leaves),
        data_offset=leaf_offset + len(leaves),
        data_length=data_bytes,
        addressed=addressed,
        entries=len(entries),
        contents=contents,
        clustered=1,
        internal_compression=GZIP,
        most_zoom=most_zoom,
        west_e7=west,
        south_e7=south,
        east_e7=east,
        north_e7=north,
        middle_zoom=min(max(header.middle_zoom, header.least_zoom), most_zoom),
        middle_lon_e7=(west + east) // 2,
        middle_lat_e7=(south + north) // 2,
    )
    return made.packed() + root + metadata + leaves


def _directories(entries: Sequence[Entry]) -> tuple[bytes, bytes]:
    """The root directory and all leaves; without leaves where the root has room for everything."""
    root = packed_directory(entries)
    size = 4096
    leaves = b""
    while HEADER_BYTES + len(root) > FIRST_BYTES:
        rows: list[Entry] = []
        parts = bytearray()
        for start in range(0, len(entries), size):
            leaf = packed_directory(entries[start : start + size])
            rows.append(Entry(entries[start].tile, len(parts), len(leaf), 0))
            parts += leaf
        root, leaves, size = packed_directory(rows), bytes(parts), size * 2
    return root, leaves


def _within(bbox: Box, other: Box) -> Box:
    return max(bbox[0], other[0]), max(bbox[1], other[1]), min(bbox[2], other[2]), min(bbox[3], other[3])


def _spans(places: dict[tuple[int, int], int]) -> Iterator[Span]:
    """Few large parts in place of many small ones, in the origin's order."""
    start = end = 0
    pieces: list[tuple[int, int, int]] = []
    for (offset, length), place in sorted(places.items()):
        apart = offset - end > JOINED_BYTES or max(end, offset + length) - start > PART_BYTES
        if pieces and apart:
            yield Span(start, end - start, tuple(pieces))
            pieces = []
        if not pieces:
            start, end = offset, offset
        pieces.append((offset - start, place, length))
        end = max(end, offset + length)
    if pieces:
        yield Span(start, end - start, tuple(pieces))


# --- going on ------------------------------------------------------------------------------------------------------


def _done_before(part: Path, note: Path, mark: str) -> int:
    """How many spans lie in the part already."""
    try:
        known = json.loads(note.read_text(encoding="utf-8"))
        return int(known["spans"]) if known["mark"] == mark and part.is_file() else 0
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def _note(number: int, flush: Callable[[], None], note: Path, mark: str, spans: int) -> None:
    """What is noted as brought lies on the disk."""
    flush()
    os.fsync(number)
    fresh = note.with_name(f"{note.name}.new")
    fresh.write_text(json.dumps({"mark": mark, "spans": spans}), encoding="utf-8")
    fresh.replace(note)
