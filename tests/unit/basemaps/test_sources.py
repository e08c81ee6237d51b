"""What a person gives becomes a source that gives the right tile: WMTS, WMS, rows from the south, files; commands."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from console.basemaps import kept
from console.basemaps.adding import source_from
from console.basemaps.cache import FILE as CACHE
from console.basemaps.command import run
from console.basemaps.picture import picture_of
from console.basemaps.providers import provider_of
from layers.geometry import to_world
from layers.tilecapabilities import DENOMINATOR, sources_of
from layers.tilesources import HALF_M, Key, NotASource, box_metres
from tests.unit.basemaps.conftest import Said, picture
from tests.unit.layers.test_pmtiles import archive_of

ROOT = Path(__file__).resolve().parents[3]
MIDDLE = (106.99, -6.24)
ROWS = 1 << 12
KEY = Key(12, *(int(part * ROWS) for part in to_world(*MIDDLE)))
FROM_SOUTH = ROWS - 1 - KEY.y
PNG = 2


def color_of(source, web, key=KEY):
    """The colour of a tile as its provider gives it; None where there is none."""
    provider = provider_of(source, web)
    try:
        found = provider.fetch(key, None)
    finally:
        provider.close()
    return None if found is None else picture_of(found.body).getpixel((3, 3))


def asked_of(server):
    """The parameters of the last question, their names in capitals."""
    return {name.upper(): value for name, value in parse_qsl(urlsplit(server.asked[-1][0]).query, True)}


def wmts(inside="", corner=f"{-HALF_M} {HALF_M}", get_tile=""):
    matrices = "".join(
        f"<TileMatrix><ows:Identifier>g:{zoom}</ows:Identifier><ScaleDenominator>{DENOMINATOR / 2**zoom}"
        f"</ScaleDenominator><TopLeftCorner>{corner}</TopLeftCorner><TileWidth>256</TileWidth>"
        "<TileHeight>256</TileHeight></TileMatrix>"
        for zoom in range(19)
    )
    operation = (
        '<ows:OperationsMetadata><ows:Operation name="GetTile"><ows:DCP><ows:HTTP>'
        f'<ows:Get xlink:href="{get_tile}"/></ows:HTTP></ows:DCP></ows:Operation></ows:OperationsMetadata>'
    )
    return (
        '<Capabilities xmlns="http://www.opengis.net/wmts/1.0" xmlns:ows="http://www.opengis.net/ows/1.1" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" version="1.0.0">'
        "<ows:ServiceProvider><ows:ProviderName>Badan Peta</ows:ProviderName></ows:ServiceProvider>"
        f"{operation if get_tile else ''}<Contents><Layer><ows:Title>Rupa bumi</ows:Title>"
        "<ows:Identifier>rbi</ows:Identifier><Style><ows:Identifier>gelap</ows:Identifier></Style>"
        '<Style isDefault="true"><ows:Identifier>terang</ows:Identifier></Style><Format>image/png</Format>'
        "<TileMatrixSetLink><TileMatrixSet>utm</TileMatrixSet></TileMatrixSetLink>"
        f"<TileMatrixSetLink><TileMatrixSet>g</TileMatrixSet></TileMatrixSetLink>{inside}</Layer>"
        "<TileMatrixSet><ows:Identifier>utm</ows:Identifier><ows:SupportedCRS>EPSG:32748</ows:SupportedCRS>"
        "</TileMatrixSet><TileMatrixSet><ows:Identifier>g</ows:Identifier>"
        f"<ows:SupportedCRS>urn:ogc:def:crs:EPSG::3857</ows:SupportedCRS>{matrices}</TileMatrixSet></Contents>"
        "</Capabilities>"
    ).encode()


def test_a_wmts_that_is_asked_with_a_query_gives_the_tile_of_the_place(server, web):
    document = wmts(get_tile=f"{server.url}/tiles?peta=1&amp;")
    server.says = lambda path, headers: Said(document if "GetCapabilities" in path else picture((1, 2, 3)))
    source, odd = source_from(f"{server.url}/wmts", web, MIDDLE)
    assert (source.kind, source.title, source.attribution, odd) == ("wmts", "Rupa bumi", "Badan Peta", "")
    assert (source.least_zoom, source.most_zoom, source.tile_px) == (0, 18, 256)
    assert color_of(source, web) == (1, 2, 3)
    assert server.paths()[-1] == "/tiles"
    assert asked_of(server) == {
        "PETA": "1", "SERVICE": "WMTS", "VERSION": "1.0.0", "REQUEST": "GetTile", "LAYER": "rbi", "STYLE": "terang",
        "FORMAT": "image/png", "TILEMATRIXSET": "g", "TILEMATRIX": "g:12", "TILEROW": str(KEY.y), "TILECOL": str(KEY.x),
    }  # fmt: skip


def test_a_wmts_with_addresses_of_its_own_gives_the_tile_of_the_place(server, web):
    inside = (
        "<Dimension><ows:Identifier>Waktu</ows:Identifier><Default>2026</Default></Dimension>"
        f'<ResourceURL resourceType="FeatureInfo" format="image/png" template="{server.url}/wrong"/>'
        '<ResourceURL resourceType="tile" format="image/png" template="'
        f'{server.url}/{{Style}}/{{Waktu}}/{{TileMatrixSet}}/{{TileMatrix}}/{{TileCol}}/{{TileRow}}.png"/>'
    )
    server.says = lambda path, headers: Said(wmts(inside) if path.endswith(".xml") else picture((4, 5, 6)))
    source, _ = source_from(f"{server.url}/WMTSCapabilities.xml", web, MIDDLE)
    assert color_of(source, web) == (4, 5, 6)
    assert server.paths()[-1] == f"/terang/2026/g/g:12/{KEY.x}/{KEY.y}.png"


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (b"<?xml version='1.0' encoding='utf-77'?><WMS_Capabilities/>", "can't be read"),
        (b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><WMS_Capabilities>&b;</WMS_Capabilities>', "entities"),
        (b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><WMS_Capabilities>&a;</WMS_Capabilities>', "entities"),
        (b"<WMS_Capabilities>" + b"<Layer>" * 300_000 + b"</Layer>" * 300_000 + b"</WMS_Capabilities>", "no layer"),
        (b"<html><body>Map server</body></html>", "neither a WMS nor a WMTS"),
        (b"", "can't be read"),
    ],
    ids=["encoding", "bomb", "file", "deep", "page", "nothing"],
)
def test_capabilities_that_nobody_should_read_are_refused_in_a_sentence(document, said):
    with pytest.raises(NotASource, match=said):
        sources_of(document, "https://peta.example/wms")


@pytest.mark.parametrize("scale", ["nan", "inf", "-1", "0", "x"])
def test_a_wmts_with_a_scale_that_is_none_is_refused(scale):
    document = re.sub(rb"(<ScaleDenominator>)[^<]*", rb"\g<1>" + scale.encode(), wmts())
    with pytest.raises(NotASource, match="no layer in web mercator"):
        sources_of(document, "https://peta.example/wmts")


def test_of_a_service_with_a_hundred_thousand_layers_the_first_are_read():
    layers = b"".join(b"<Layer><Name>%d</Name></Layer>" % number for number in range(100_000))
    head = (
        b"<WMS_Capabilities version='1.3.0'><Capability><Request><GetMap><Format>image/png</Format></GetMap></Request>"
    )
    tail = b"</Layer></Capability></WMS_Capabilities>"
    start = time.process_time()
    found = sources_of(head + b"<Layer><CRS>EPSG:3857</CRS>" + layers + tail, "https://peta.example/wms")
    assert [one.name for one in found] == [str(number) for number in range(500)]
    assert time.process_time() - start < 1.5


def test_a_wmts_on_another_grid_is_refused_and_not_drawn_shifted(server, web):
    server.says = lambda path, headers: Said(wmts(corner="0 0"))
    with pytest.raises(NotASource, match="web mercator"):
        source_from(f"{server.url}/wmts", web, MIDDLE)


def test_a_wms_of_the_older_version_is_asked_by_its_rules(server, web):
    document = (
        b'<!DOCTYPE WMT_MS_Capabilities SYSTEM "http://peta.example/1.1.1.dtd"><WMT_MS_Capabilities version="1.1.1">'
        b"<Capability><Request><GetMap><Format>image/gif</Format><Format>image/jpeg</Format></GetMap></Request><Layer>"
        b"<SRS>EPSG:4326 EPSG:900913</SRS><Attribution><Title>Dinas Tata Ruang</Title></Attribution>"
        b"<Layer><Name>foto</Name><Title>Foto udara</Title></Layer></Layer></Capability></WMT_MS_Capabilities>"
    )
    server.says = lambda path, headers: Said(document if "GetCapabilities" in path else picture((7, 8, 9), 512))
    source, _ = source_from(f"{server.url}/cgi?map=kota&service=WMS&version=1.1.1", web, MIDDLE)
    assert (source.title, source.attribution, source.tile_px) == ("Foto udara", "Dinas Tata Ruang", 512)
    assert color_of(source, web) == (7, 8, 9)
    asked = asked_of(server)
    assert [float(metres) for metres in asked.pop("BBOX").split(",")] == pytest.approx(box_metres(KEY), abs=1e-3)
    assert asked == {
        "MAP": "kota", "SERVICE": "WMS", "VERSION": "1.1.1", "REQUEST": "GetMap", "LAYERS": "foto", "STYLES": "",
        "SRS": "EPSG:900913", "WIDTH": "512", "HEIGHT": "512", "FORMAT": "image/jpeg", "TRANSPARENT": "FALSE",
    }  # fmt: skip


@pytest.mark.parametrize("template", ["{z}/{x}/{-y}", "{z}/{x}/{y}"], ids=["said", "not said"])
def test_rows_that_are_counted_from_the_south_are_asked_for_so(server, web, template):
    """Where nobody says it, it is found out: there is no tile of the city the usual way round."""
    right = f"/12/{KEY.x}/{FROM_SOUTH}"
    server.says = lambda path, headers: Said(picture((10, 20, 30))) if path == right else Said(status=404)
    source, odd = source_from(f"{server.url}/{template}", web, MIDDLE)
    assert color_of(source, web) == (10, 20, 30)
    assert bool(odd) == source.tms == ("{y}" in template)


def test_a_tilejson_says_itself_how_its_rows_are_counted(server, web):
    told = {"tiles": [f"{server.url}/{{z}}/{{x}}/{{y}}"], "scheme": "tms", "name": "Citra", "maxzoom": 17}
    right = f"/12/{KEY.x}/{FROM_SOUTH}"
    document = json.dumps(told).encode()
    answers = {"/tiles.json": Said(document), right: Said(picture())}
    server.says = lambda path, headers: answers.get(path, Said(status=404))
    source, odd = source_from(f"{server.url}/tiles.json", web, MIDDLE)
    assert (source.title, source.most_zoom, source.tms, odd) == ("Citra", 17, True, "")


@pytest.mark.parametrize("tms", [True, False], ids=["as the format says", "the other way round"])
def test_pictures_in_an_mbtiles_file_are_shown_whichever_way_its_rows_are_counted(tmp_path, web, tms):
    path = tmp_path / "foto.mbtiles"
    base = sqlite3.connect(path)
    base.execute("create table metadata (name text, value text)")
    base.execute("create table tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)")
    about = {"name": "Foto <b>udara</b>", "format": "png", "minzoom": "12", "maxzoom": "12", "attribution": "© Dinas"}
    base.executemany("insert into metadata values (?, ?)", about.items())
    base.execute("insert into tiles values (12, ?, ?, ?)", (KEY.x, FROM_SOUTH if tms else KEY.y, picture((11, 22, 33))))
    base.commit()
    base.close()
    source, _ = source_from(str(path), web, MIDDLE)
    assert (source.title, source.attribution, source.vector) == ("Foto udara", "© Dinas", False)
    assert (source.least_zoom, source.most_zoom) == (12, 12)
    assert color_of(source, web) == (11, 22, 33)
    assert color_of(source, web, Key(12, 0, 0)) is None


WORDLESS = "create table tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob);"
TABLES = f"create table metadata (name text, value text); {WORDLESS}"
SHARED = (
    "create table metadata (name text, value text); create table images (tile_id text, tile_data blob);"
    "create table map (zoom_level integer, tile_column integer, tile_row integer, tile_id text);"
    "create view tiles as select zoom_level, tile_column, tile_row, tile_data from map join images using (tile_id);"
)


@pytest.mark.parametrize(
    ("tables", "about"),
    [(WORDLESS, {}), (TABLES, {}), (TABLES, {"format": "jpg", "minzoom": "-3", "maxzoom": "1e9"}), (SHARED, {})],
    ids=["without a table of words", "without a word", "with zooms that are none", "with shared tiles and more tables"],
)
@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_an_mbtiles_file_that_says_little_is_looked_at(tmp_path, web, tables, about, form):
    path = tmp_path / "foto.mbtiles"
    base = sqlite3.connect(path)
    base.executescript(tables)
    if about:
        base.executemany("insert into metadata values (?, ?)", about.items())
    body = picture((11, 22, 33), form=form)
    if tables is SHARED:
        base.execute("insert into images values ('a', ?)", (body,))
        base.execute("insert into map values (12, ?, ?, 'a')", (KEY.x, FROM_SOUTH))
    else:
        base.execute("insert into tiles values (12, ?, ?, ?)", (KEY.x, FROM_SOUTH, body))
    base.commit()
    base.close()
    source, odd = source_from(str(path), web, MIDDLE)
    assert (source.title, source.least_zoom, source.most_zoom, odd) == ("foto", 12, 12, "")
    assert color_of(source, web) == pytest.approx((11, 22, 33), abs=6)


def test_an_mbtiles_file_on_a_disk_that_can_only_be_read_is_shown(tmp_path, web):
    """Written with a journal beside it (WAL), then copied to a medium where no journal can be made."""
    path = tmp_path / "medium" / "foto.mbtiles"
    path.parent.mkdir()
    base = sqlite3.connect(path)
    base.execute("pragma journal_mode = wal")
    base.executescript(TABLES)
    base.execute("insert into tiles values (12, ?, ?, ?)", (KEY.x, FROM_SOUTH, picture((11, 22, 33))))
    base.commit()
    base.close()
    for beside in path.parent.glob("foto.mbtiles-*"):
        beside.unlink()
    script = (
        "import os, sys; from pathlib import Path; from layers.mbtiles import Mbtiles;"
        "os.getuid() or os.setuid(65534);"  # for root nothing is read-only
        "print(Mbtiles(Path(sys.argv[1])).is_raster)"
    )
    for folder in (path.parent, *path.parent.parents[:3]):
        if folder.stat().st_uid == os.getuid():
            folder.chmod(0o555 if folder == path.parent else 0o755)
    try:
        done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, cwd=ROOT)
    finally:
        path.parent.chmod(0o755)
    assert done.stdout.strip() == "True", done.stderr


@pytest.mark.parametrize("where", ["file", "server"])
def test_pictures_in_a_pmtiles_file_are_shown_from_the_disk_and_from_a_server(tmp_path, server, web, where):
    data = archive_of({tuple(KEY): picture((44, 55, 66))}, tile_type=PNG, least_zoom=12)
    path = tmp_path / "foto.pmtiles"
    path.write_bytes(data)
    server.gives(data)
    source, odd = source_from(str(path) if where == "file" else f"{server.url}/foto.pmtiles", web, MIDDLE)
    assert (source.kind, source.title, source.vector, odd) == ("pmtiles", "foto", False, "")
    assert color_of(source, web) == (44, 55, 66)
    assert color_of(source, web, Key(12, 0, 0)) is None


# --- ./poc basemap -------------------------------------------------------------------------------------------------


@pytest.fixture
def poc(server, tmp_path, monkeypatch, capsys):
    """The command; its exit code, and what it wrote."""
    monkeypatch.setenv("POC_BASEMAP_LOOPBACK", "1")
    server.says = lambda path, headers: Said(picture())

    def do(*arguments):
        code = run([*arguments, "--data", str(tmp_path)])
        told = capsys.readouterr()
        return code, told.out, told.err

    return do


def test_a_source_is_added_listed_chosen_and_taken_away_by_commands(poc, server, tmp_path):
    address = f"{server.url}/{{z}}/{{x}}/{{y}}.png"
    code, out, err = poc("add", address, "--title", "Citra satelit", "--attribution", "© BRIN", "--zoom", "4-17")
    assert (code, out, err) == (0, "citra-satelit: xyz Citra satelit, zoom 4-17\n", "")
    assert poc("list")[1] == f"  citra-satelit: xyz Citra satelit | {address} | © BRIN\n* city\n"
    assert poc("choose", "citra-satelit")[0] == 0
    assert poc("list")[1].startswith("* citra-satelit")
    assert kept.read(tmp_path).chosen == "citra-satelit"
    assert poc("remove", "citra-satelit")[0] == 0
    assert poc("list")[1] == "* city\n"
    assert not (tmp_path / CACHE).exists()


def test_the_command_adds_and_chooses_at_once_and_asks_for_a_credit(poc, server, tmp_path):
    code, _, err = poc("add", f"{server.url}/{{z}}/{{x}}/{{y}}.png", "--night", "turn", "--choose")
    assert code == 0
    assert "--attribution" in err
    (source,) = kept.read(tmp_path).sources
    assert (kept.read(tmp_path).chosen, source.night) == (source.key, "turn")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("choose", "nirwana"), "no source 'nirwana'"),
        (("remove", "city"), "no source 'city'"),
        (("add", "http://peta.example/{z}/{x}/{y}.png"), "https"),
        (("add", "/no/such/file.mbtiles"), "no such file"),
        (("add", "/no/such/file.gpkg"), "./poc import basemap"),
    ],
    ids=["choose", "remove", "http", "gone", "geopackage"],
)
def test_what_a_command_can_not_do_it_says_and_changes_nothing(poc, tmp_path, arguments, said):
    code, out, err = poc(*arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert list(tmp_path.iterdir()) == []
