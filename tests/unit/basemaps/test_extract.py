"""A city is taken out of a larger PMTiles by parts: the same tiles, few bytes, and it goes on where it stopped."""

from __future__ import annotations

import json

import pyogrio
import pytest

from console.basemaps import web as webs
from console.basemaps.command import run
from console.basemaps.ranges import Parts
from console.basemaps.web import Trouble, Why
from layers.pmtiles import Archive
from layers.tileextract import Stopped, carry_out, plan, tiles_in
from tests.unit.basemaps.conftest import BOGOR, Said, needs_bogor

BOX = (106.80, -6.60, 106.82, -6.58)
pytestmark = needs_bogor


def opened(path):
    data = path.read_bytes()
    return Archive(lambda offset, length: data[offset : offset + length])


@pytest.fixture
def bogor(server):
    data = BOGOR.read_bytes()
    server.gives(data)
    return server


@pytest.fixture
def loopback(monkeypatch):
    monkeypatch.setenv("POC_BASEMAP_LOOPBACK", "1")


def extract(server, out, *more):
    box = ",".join(map(str, BOX))
    return run(["extract", "--bbox", box, "--from", f"{server.url}/java.pmtiles", "--out", str(out), "--json", *more])


def test_every_tile_of_the_box_is_there_byte_for_byte_and_no_other(bogor, loopback, tmp_path, capsys):
    out = tmp_path / "tiles" / "city.pmtiles"
    assert extract(bogor, out) == 0
    origin, made = opened(BOGOR), opened(out)
    count = 0
    for zoom in range(15):
        columns, rows = tiles_in(BOX, zoom)
        for x in range(columns[0] - 1, columns[-1] + 2):
            for y in range(rows[0] - 1, rows[-1] + 2):
                if 0 <= x < 1 << zoom and 0 <= y < 1 << zoom:
                    inside = x in columns and y in rows
                    tile = made.packed_tile(zoom, x, y)
                    assert tile == (origin.packed_tile(zoom, x, y) if inside else None)
                    count += tile is not None
    outcome = json.loads(capsys.readouterr().out)
    assert outcome["tiles"] == count == made.header.addressed
    assert outcome["bytes"] == out.stat().st_size


def test_only_a_share_of_the_bytes_is_fetched_and_in_few_parts(bogor, loopback, tmp_path, capsys):
    assert extract(bogor, tmp_path / "city.pmtiles") == 0
    outcome = json.loads(capsys.readouterr().out)
    assert bogor.sent == outcome["fetched"]
    assert bogor.sent < 0.4 * BOGOR.stat().st_size
    assert len(bogor.asked) < outcome["tiles"]


def test_what_was_made_says_what_it_is_and_gdal_reads_it(bogor, loopback, tmp_path):
    out = tmp_path / "city.pmtiles"
    extract(bogor, out)
    header, before = opened(out).header, opened(BOGOR).header
    assert header.bbox == BOX
    assert (header.clustered, header.tile_type, header.tile_compression) == (1, before.tile_type, 2)
    assert header.data_offset + header.data_length == out.stat().st_size
    assert opened(out).metadata() == opened(BOGOR).metadata()
    assert "transportation" in pyogrio.list_layers(out)[:, 0]
    assert len(pyogrio.read_dataframe(out, layer="transportation")) > 50


def test_a_nearest_zoom_can_be_given(bogor, loopback, tmp_path):
    extract(bogor, tmp_path / "city.pmtiles", "--most-zoom", "10")
    assert opened(tmp_path / "city.pmtiles").header.most_zoom == 10


def test_what_was_stopped_goes_on_where_it_was(bogor, web, tmp_path):
    out = tmp_path / "city.pmtiles"
    parts = Parts(f"{bogor.url}/x.pmtiles", web)
    made = plan(Archive(parts.read), BOX)
    assert len(made.spans) > 1
    turns = iter([False, True])
    with pytest.raises(Stopped):
        carry_out(made, parts.read, out, parts.state, stopped=lambda: next(turns))
    assert not out.exists()
    sent = bogor.sent
    carry_out(made, parts.read, out, parts.state)
    assert bogor.sent - sent == sum(span.length for span in made.spans[1:])
    columns, rows = tiles_in(BOX, 14)
    assert opened(out).packed_tile(14, columns[0], rows[0]) == opened(BOGOR).packed_tile(14, columns[0], rows[0])
    assert [path.name for path in tmp_path.iterdir()] == ["city.pmtiles"]


def test_another_state_of_the_origin_is_not_mixed_in(bogor, web, tmp_path):
    out, data = tmp_path / "city.pmtiles", BOGOR.read_bytes()
    parts = Parts(f"{bogor.url}/x.pmtiles", web)
    made = plan(Archive(parts.read), BOX)
    bogor.gives(data, '"2"')
    with pytest.raises(Trouble, match="has changed"):
        carry_out(made, parts.read, out, parts.state)
    assert not out.exists()
    later = Parts(f"{bogor.url}/x.pmtiles", web)
    carry_out(plan(Archive(later.read), BOX), later.read, out, later.state)
    assert opened(out).header.addressed == made.tiles


def test_a_server_without_parts_is_told_of_and_not_emptied(server, loopback, tmp_path, capsys):
    server.says = lambda path, headers: Said(b"x" * 3_000_000)
    assert extract(server, tmp_path / "city.pmtiles") == 2
    assert "parts of a file" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_what_does_not_cover_the_city_says_what_it_covers(bogor, loopback, tmp_path, capsys):
    box = "107.5,-7,107.6,-6.9"
    command = ["extract", "--bbox", box, "--from", f"{bogor.url}/x.pmtiles", "--out", str(tmp_path / "city.pmtiles")]
    assert run([*command]) == 0  # the low zooms cover the whole island
    made = opened(tmp_path / "city.pmtiles")
    assert made.header.addressed < 12


def test_a_busy_server_is_asked_again(bogor, web, tmp_path, monkeypatch):
    monkeypatch.setattr(webs, "PAUSES_S", (0.0,))
    good, turns, waits = bogor.says, iter([True, False, True]), []
    bogor.says = lambda path, headers: Said(status=503) if next(turns, False) else good(path, headers)
    parts = Parts(f"{bogor.url}/x.pmtiles", web, patient=True, wait=waits.append)
    assert Archive(parts.read).header.most_zoom == 14
    assert waits
    bogor.says = lambda path, headers: Said(status=503)
    with pytest.raises(Trouble) as told:
        parts.read(0, 10)
    assert told.value.why is Why.BUSY
