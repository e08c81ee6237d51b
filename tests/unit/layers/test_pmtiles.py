"""PMTiles: the curve, directories with leaves, torn and hostile files, and what GDAL writes."""

from __future__ import annotations

import gzip
import random
import time
from dataclasses import replace

import pytest

from layers import pmtiles, tileextract
from layers.pmtiles import (
    Archive,
    Entry,
    Header,
    NotPmtiles,
    packed,
    packed_directory,
    read_directory,
    tile_number,
    tile_place,
)
from layers.tileextract import NothingThere, carry_out, plan

WORLD = (-180.0, -85.0, 180.0, 85.0)


def archive_of(tiles, **fields):
    """A file with these tiles (place → bytes), made by hand: one directory, no leaves."""
    data, entries = bytearray(), []
    for number, body in sorted((tile_number(*place), body) for place, body in tiles.items()):
        entries.append(Entry(number, len(data), len(body), 1))
        data += body
    root = packed_directory(entries)
    values = dict.fromkeys(Header.__slots__, 0) | {
        "root_offset": 127, "root_length": len(root), "data_offset": 127 + len(root), "data_length": len(data),
        "internal_compression": 2, "tile_compression": 1, "tile_type": 2, "most_zoom": max(z for z, _, _ in tiles),
        "west_e7": -1800000000, "south_e7": -850000000, "east_e7": 1800000000, "north_e7": 850000000,
    }  # fmt: skip
    return Header(**(values | fields)).packed() + root + bytes(data)


def opened(data):
    return Archive(lambda offset, length: data[offset : offset + length])


def test_the_curve_is_that_of_the_format_and_leads_back():
    places = [(0, 0, 0), (1, 0, 0), (1, 0, 1), (1, 1, 1), (1, 1, 0), (2, 0, 0), (12, 3423, 1763)]
    assert [tile_number(*place) for place in places] == [0, 1, 2, 3, 4, 5, 19078479]
    numbers = [*range(2000), *(random.Random(4).randrange(4**20) for _ in range(200))]
    assert [tile_number(*tile_place(number)) for number in numbers] == numbers


def test_directories_read_as_they_were_written():
    rows = [Entry(3, 0, 10, 2), Entry(7, 10, 5, 1), Entry(9, 0, 10, 4), Entry(500_000, 77, 1, 1)]
    assert read_directory(gzip.decompress(packed_directory(rows))) == rows


def test_a_large_extract_has_leaves_shares_equal_tiles_and_is_laid_out_in_order(tmp_path):
    rng = random.Random(7)
    tiles = {(7, x, y): rng.randbytes(rng.randrange(20, 250)) for x in range(128) for y in range(128)}
    origin = opened(archive_of(tiles))
    made = plan(origin, WORLD)
    target = tmp_path / "all.pmtiles"
    carry_out(made, origin._read, target, "x")
    result = opened(target.read_bytes())
    assert result.header.root_length + 127 <= 16_384
    assert result.header.leaf_length > 0
    assert all(result.tile(*place) == body for place, body in tiles.items())
    assert result.tile(8, 3, 1) is None
    rows = [row for leaf in result.root for row in result.leaf(leaf)]
    assert [row.offset for row in rows] == sorted(row.offset for row in rows)
    assert made.data_bytes == result.header.data_length


def test_equal_neighbours_become_one_run():
    sea, land = b"sea" * 9, b"land" * 9
    whole = archive_of({(1, 0, 0): sea, (1, 0, 1): land, (1, 1, 1): land, (1, 1, 0): sea})
    archive = opened(whole)
    archive.root = [Entry(1, 0, len(sea), 1), Entry(2, len(sea), len(land), 2), Entry(4, 0, len(sea), 1)]
    made = plan(archive, WORLD)
    assert made.data_bytes == len(sea) + len(land)
    target = Archive(lambda offset, length: (made.head + sea + land)[offset : offset + length])
    assert [row.run for row in target.root] == [1, 2, 1]
    assert (target.header.addressed, target.header.entries, target.header.contents) == (4, 3, 2)
    assert target.tile(1, 1, 0) == sea


def test_nothing_there_says_what_there_is():
    archive = opened(archive_of({(9, 0, 0): b"x"}, least_zoom=9))
    with pytest.raises(NothingThere, match="zoom 9 to 9"):
        plan(archive, (100, -7, 101, -6))


def test_too_many_tiles_and_boxes_that_are_none_are_refused():
    archive = opened(archive_of({(0, 0, 0): b"x", (20, 0, 0): b"y"}))
    with pytest.raises(ValueError, match="smaller box"):
        plan(archive, WORLD)
    for box in [(1, 2, 0, 3), (0, 0, 400, 1), (float("nan"), 0, 1, 1)]:
        with pytest.raises(ValueError, match="WEST,SOUTH"):
            tileextract.tiles_in(box, 3)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no PMTiles"),
        (b"<!doctype html>" + b" " * 200, "no PMTiles"),
        (archive_of({(0, 0, 0): b"x"})[:140], "too early"),
        (b"PMTiles\x02" + bytes(200), "version 2"),
        (archive_of({(0, 0, 0): b"x"}, internal_compression=4), "packed in a way"),
        (archive_of({(0, 0, 0): b"x"}, least_zoom=9), "no sense"),
        (archive_of({(0, 0, 0): b"x"}, root_offset=2**60), "too early"),
        (archive_of({(0, 0, 0): b"x"}, root_offset=2**60, root_length=2**60), "larger than"),
    ],
    ids=["empty", "html", "torn", "version", "brotli", "zooms", "far", "huge"],
)
def test_what_is_no_archive_is_refused_in_words(data, said):
    with pytest.raises(NotPmtiles, match=said):
        opened(data)


def test_a_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(pmtiles, "MOST_TILE_BYTES", 1_000_000)
    bomb = gzip.compress(bytes(50_000_000))
    archive = opened(archive_of({(0, 0, 0): bomb}, tile_compression=2))
    with pytest.raises(NotPmtiles, match="more than it may"):
        archive.tile(0, 0, 0)


def test_a_directory_that_unpacks_to_millions_of_rows_is_refused():
    """30 kB that would become 8 million rows and 1.5 GB."""
    rows = 7_900_000
    data = packed(b"\x9c\x97\xe2\x03" + b"\x01" * (3 * rows) + b"\x01" + bytes(rows - 1))
    assert len(data) < 40_000
    start = time.process_time()
    bomb = replace(opened(archive_of({(0, 0, 0): b"x"})).header, root_offset=127, root_length=len(data))
    with pytest.raises(NotPmtiles, match="more than it may"):
        opened(bomb.packed() + data)
    assert time.process_time() - start < 1


def test_directories_that_lie_are_refused():
    for rows in ([Entry(3, 0, 5, 9), Entry(5, 5, 5, 1)], [Entry(3, 0, 5, 1), Entry(3, 5, 5, 1)], [Entry(1, 0, 0, 1)]):
        with pytest.raises(NotPmtiles):
            read_directory(gzip.decompress(packed_directory(rows)))
    with pytest.raises(NotPmtiles, match="what it says"):
        read_directory(b"\xff\x01")
    with pytest.raises(NotPmtiles, match="too large"):
        read_directory(b"\x01" + b"\xff" * 20)


def test_directories_that_go_round_in_circles_end():
    archive = opened(archive_of({(0, 0, 0): b"x"}))
    archive.root = [Entry(0, 0, 10, 0)]
    archive._leaves[0] = [Entry(0, 0, 10, 0)]
    with pytest.raises(NotPmtiles, match="too deep"):
        archive.find(5, 3, 3)
    with pytest.raises(NotPmtiles, match="too deep"):
        plan(replace_root(archive), WORLD)


def replace_root(archive):
    archive.header = replace(archive.header, most_zoom=2)
    return archive
