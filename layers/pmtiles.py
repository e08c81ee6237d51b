"""PMTiles v3: header, directories and tiles, read through any means that gives parts of a file.

Everything in the file is a stranger's: lengths are checked, and what unpacks to more than it may is refused.
"""

from __future__ import annotations

import json
import struct
import zlib
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

HEADER_BYTES = 127
FIRST_BYTES = 16_384  # header and root directory lie in these
MOST_DIRECTORY_BYTES = 2_000_000  # unpacked: those of a map of the whole earth have some 300 kB
MOST_PART_BYTES = 32_000_000
MOST_OFFSET = 1 << 52
MOST_METADATA_BYTES = 8_000_000
MOST_TILE_BYTES = 20_000_000
MOST_DEPTH = 4
MOST_ZOOM = 26
KEPT_DIRECTORIES = 32
GZIP_WBITS = 31
NONE, GZIP = 1, 2  # compressions that are read
MVT, PNG, JPEG, WEBP, AVIF = 1, 2, 3, 4, 5
_LAYOUT = struct.Struct("<7sB11Q6B4iB2i")

Read = Callable[[int, int], bytes]  # offset, length → that many bytes


class NotPmtiles(ValueError):
    """What was given is no PMTiles archive of version 3, or is torn; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Header:
    """The first 127 bytes, in their order. Places are in ten-millionths of a degree."""

    root_offset: int
    root_length: int
    metadata_offset: int
    metadata_length: int
    leaf_offset: int
    leaf_length: int
    data_offset: int
    data_length: int
    addressed: int
    entries: int
    contents: int
    clustered: int
    internal_compression: int
    tile_compression: int
    tile_type: int
    least_zoom: int
    most_zoom: int
    west_e7: int
    south_e7: int
    east_e7: int
    north_e7: int
    middle_zoom: int
    middle_lon_e7: int
    middle_lat_e7: int

    @property
    def bbox(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees."""
        return self.west_e7 / 1e7, self.south_e7 / 1e7, self.east_e7 / 1e7, self.north_e7 / 1e7

    @property
    def is_vector(self) -> bool:
        """Whether the tiles are vector tiles."""
        return self.tile_type == MVT

    def packed(self) -> bytes:
        """The bytes as they stand in a file."""
        values = [getattr(self, name) for name in Header.__slots__]
        return _LAYOUT.pack(b"PMTiles", 3, *values)


class Entry(NamedTuple):
    """One row of a directory: a run of tiles that share their bytes, or (run 0) a further directory."""

    tile: int
    offset: int
    length: int
    run: int


def read_header(head: bytes) -> Header:
    """The header. Raises NotPmtiles."""
    if len(head) < HEADER_BYTES or head[:7] != b"PMTiles":
        raise NotPmtiles("this is no PMTiles file")
    _, version, *values = _LAYOUT.unpack(head[:HEADER_BYTES])
    if version != 3:
        raise NotPmtiles(f"PMTiles of version {version}; version 3 is read")
    header = Header(*values)
    if header.internal_compression not in (NONE, GZIP):
        raise NotPmtiles("its directories are packed in a way that is not read here (only gzip is)")
    if not header.least_zoom <= header.most_zoom <= MOST_ZOOM:
        raise NotPmtiles("its zoom levels make no sense")
    return header


def unpacked(data: bytes, compression: int, most: int) -> bytes:
    """The bytes behind a compression. Raises NotPmtiles, also where they are more than ``most``."""
    if compression == GZIP:
        try:
            engine = zlib.decompressobj(GZIP_WBITS)
            made = engine.decompress(data, most)
        except zlib.error as error:
            raise NotPmtiles(f"a packed part is torn: {error}") from error
        if engine.unconsumed_tail:
            raise NotPmtiles("a part unpacks to more than it may")
        if not engine.eof:
            raise NotPmtiles("a packed part is torn: it ends too early")
        return made
    if len(data) > most:
        raise NotPmtiles("a part is larger than it may be")
    return data


def _varints(data: bytes) -> Iterator[int]:
    value = shift = 0
    for byte in data:
        value |= (byte & 0x7F) << shift
        if byte & 0x80:
            shift += 7
            if shift > 63:
                raise NotPmtiles("a directory holds a number that is too large")
        else:
            yield value
            value = shift = 0


def read_directory(data: bytes) -> list[Entry]:
    """A directory that has been unpacked. Raises NotPmtiles."""
    numbers = list(_varints(data))
    count = numbers[0] if numbers else 0
    if len(numbers) != 1 + 4 * count:
        raise NotPmtiles("a directory does not hold what it says")
    tile, at, free = 0, 0, 0
    found: list[Entry] = []
    for row in range(count):
        tile += numbers[1 + row]
        if tile < free:
            raise NotPmtiles("a directory is not in order")
        run, length, offset = (numbers[1 + count * part + row] for part in (1, 2, 3))
        at = at if not offset and row else offset - 1
        if at < 0 or length == 0:
            raise NotPmtiles("a directory points to nowhere")
        found.append(Entry(tile, at, length, run))
        at, free = at + length, tile + max(run, 1)
    return found


class Archive:
    """A PMTiles file, opened. Not for several threads at once."""

    def __init__(self, read: Read) -> None:
        """Reads the header and the first directory. Raises NotPmtiles, and whatever ``read`` raises."""
        self._read = read
        head = read(0, FIRST_BYTES)
        self.header = header = read_header(head)
        end = header.root_offset + header.root_length
        root = (
            head[header.root_offset : end] if end <= len(head) else self._part(header.root_offset, header.root_length)
        )
        self.root = read_directory(unpacked(root, header.internal_compression, MOST_DIRECTORY_BYTES))
        self._leaves: OrderedDict[int, list[Entry]] = OrderedDict()

    def metadata(self) -> dict[str, Any]:
        """What the file says of itself. Raises NotPmtiles."""
        header = self.header
        if not header.metadata_length:
            return {}
        data = self._part(header.metadata_offset, header.metadata_length)
        try:
            found = json.loads(unpacked(data, header.internal_compression, MOST_METADATA_BYTES))
        except (ValueError, RecursionError) as error:
            raise NotPmtiles(f"what it says of itself can't be read: {error}") from error
        return found if isinstance(found, dict) else {}

    def leaf(self, entry: Entry) -> list[Entry]:
        """The directory that an entry points to."""
        known = self._leaves.get(entry.offset)
        if known is None:
            data = self._part(self.header.leaf_offset + entry.offset, entry.length)
            known = read_directory(unpacked(data, self.header.internal_compression, MOST_DIRECTORY_BYTES))
            self._leaves[entry.offset] = known
            while len(self._leaves) > KEPT_DIRECTORIES:
                self._leaves.popitem(last=False)
        return known

    def find(self, z: int, x: int, y: int) -> Entry | None:
        """Where a tile's bytes lie; None where there is no such tile."""
        wanted, entries = tile_number(z, x, y), self.root
        for _ in range(MOST_DEPTH):
            at = bisect_right(entries, wanted, key=_tile_of) - 1
            if at < 0:
                return None
            entry = entries[at]
            if entry.run:
                return entry if wanted < entry.tile + entry.run else None
            entries = self.leaf(entry)
        raise NotPmtiles("its directories lie too deep")

    def packed_tile(self, z: int, x: int, y: int) -> bytes | None:
        """A tile's bytes as they stand in the file."""
        entry = self.find(z, x, y)
        if entry is None:
            return None
        if entry.length > MOST_TILE_BYTES:
            raise NotPmtiles("a tile is larger than it may be")
        return self._part(self.header.data_offset + entry.offset, entry.length)

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """A tile, unpacked."""
        data = self.packed_tile(z, x, y)
        return None if data is None else unpacked(data, self.header.tile_compression, MOST_TILE_BYTES)

    def _part(self, offset: int, length: int) -> bytes:
        if length > MOST_PART_BYTES:
            raise NotPmtiles("a part is larger than it may be")
        if offset > MOST_OFFSET:
            raise NotPmtiles("the file ends too early")
        data = self._read(offset, length)
        if len(data) != length:
            raise NotPmtiles("the file ends too early")
        return data


def _tile_of(entry: Entry) -> int:
    return entry.tile


def tile_number(z: int, x: int, y: int) -> int:
    """The number of a tile: zoom by zoom, along Hilbert's curve within each."""
    number, side = ((1 << (2 * z)) - 1) // 3, 1 << z
    if not (0 <= z <= MOST_ZOOM and 0 <= x < side and 0 <= y < side):
        raise ValueError(f"no tile {z}/{x}/{y}")
    half = side >> 1
    while half:
        right, low = int(x & half > 0), int(y & half > 0)
        number += half * half * ((3 * right) ^ low)
        x, y = _turned(half, x, y, right, low)
        half >>= 1
    return number


def tile_place(number: int) -> tuple[int, int, int]:
    """Zoom, column and row of a tile's number."""
    z, first = 0, 0
    while first + (1 << (2 * z)) <= number:
        first += 1 << (2 * z)
        z += 1
    rest, x, y, half = number - first, 0, 0, 1
    while half < 1 << z:
        right = 1 & (rest >> 1)
        low = 1 & (rest ^ right)
        x, y = _turned(half, x, y, right, low)
        x, y, rest, half = x + half * right, y + half * low, rest >> 2, half << 1
    return z, x, y


def _turned(half: int, x: int, y: int, right: int, low: int) -> tuple[int, int]:
    if low:
        return x, y
    if right:
        x, y = half - 1 - (x & (half - 1)), half - 1 - (y & (half - 1))
    return y, x


def packed_directory(entries: Sequence[Entry]) -> bytes:
    """A directory as it stands in a file, packed with gzip; the same bytes every time."""
    numbers = [len(entries)]
    numbers += [entry.tile - (entries[at - 1].tile if at else 0) for at, entry in enumerate(entries)]
    numbers += [entry.run for entry in entries]
    numbers += [entry.length for entry in entries]
    for at, entry in enumerate(entries):
        follows = at > 0 and entry.offset == entries[at - 1].offset + entries[at - 1].length
        numbers.append(0 if follows else entry.offset + 1)
    plain = bytearray()
    for number in numbers:
        while number > 0x7F:
            plain.append(number & 0x7F | 0x80)
            number >>= 7
        plain.append(number)
    return packed(bytes(plain))


def packed(plain: bytes) -> bytes:
    """Gzip, without the moment."""
    engine = zlib.compressobj(9, zlib.DEFLATED, GZIP_WBITS)
    return engine.compress(plain) + engine.flush()
