"""`./poc basemap`: sources of tiles for this computer's map, and a city taken out of a larger file."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from console.basemaps import kept
from console.basemaps.adding import source_from
from console.basemaps.cache import FILE as CACHE
from console.basemaps.cache import TileCache
from console.basemaps.extracting import CAN_NOT, DONE, NotExtracted, extract, say
from console.basemaps.web import Trouble, Web
from console.domain.city import City
from console.resources import data_folder, profile_tables
from layers.tileextract import Box
from layers.tilesources import Night, NotASource

PROFILE = "kota_bekasi"


def run(arguments: list[str]) -> int:
    """The command. Exit code 0: done; 2: not possible; 3: stopped on the way."""
    given = _parser().parse_args(arguments)
    try:
        return int(given.work(given))
    except (NotExtracted, NotASource, Trouble, OSError) as error:
        sys.stderr.write(f"poc basemap: {error}\n")
        return CAN_NOT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="poc basemap", description="Basemaps of one's own.")
    kinds = parser.add_subparsers(dest="what", required=True)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data", type=Path, default=data_folder(), help="the folder that keeps everything")
    adding = kinds.add_parser("add", parents=[common], help="a source of tiles: an address, or a .pmtiles or .mbtiles")
    adding.add_argument("address", help="{z}/{x}/{y} address, TileJSON, WMS, WMTS, .pmtiles, or a file")
    adding.add_argument("--layer", default="", help="which layer of a WMS or WMTS")
    adding.add_argument("--title", default="")
    adding.add_argument("--attribution", default="", help="who is to be named (default: what the source says)")
    adding.add_argument("--zoom", type=zooms_of, default=(None, None), metavar="LEAST-MOST", help="as 5-18")
    adding.add_argument("--tms", action="store_true", default=None, help="rows are counted from the south")
    adding.add_argument("--subdomains", default="", help="letters for {s}, as abc")
    adding.add_argument("--tile-px", type=int, choices=(256, 512))
    adding.add_argument("--night", choices=[one.value for one in Night], help="bright tiles in the dark theme")
    adding.add_argument("--choose", action="store_true", help="show it from now on")
    adding.set_defaults(work=_add)
    listing = kinds.add_parser("list", parents=[common], help="the sources of this computer")
    listing.set_defaults(work=_list)
    choosing = kinds.add_parser("choose", parents=[common], help="which is shown when the console starts")
    choosing.add_argument("key", help=f"a source's key, {kept.CITY} or {kept.SCHEMATIC}")
    choosing.set_defaults(work=_choose)
    removing = kinds.add_parser("remove", parents=[common], help="take a source away")
    removing.add_argument("key")
    removing.set_defaults(work=_remove)
    taking = kinds.add_parser("extract", parents=[common], help="take the city out of a larger PMTiles file")
    taking.add_argument("--from", dest="origin", required=True, metavar="URL_OR_FILE")
    taking.add_argument("--bbox", type=box_of, help="WEST,SOUTH,EAST,NORTH in degrees (default: the city, 3 km around)")
    taking.add_argument("--out", type=Path, help="default: CITY.pmtiles in the data folder's tiles/")
    taking.add_argument("--most-zoom", type=int, help="leave nearer zoom levels out")
    taking.add_argument("--json", action="store_true", help="the outcome as one JSON object on standard output")
    taking.set_defaults(work=_extract)
    return parser


def box_of(text: str) -> Box:
    """Four numbers. Raises ArgumentTypeError."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError("four numbers with commas between: WEST,SOUTH,EAST,NORTH") from None
    return west, south, east, north


def zooms_of(text: str) -> tuple[int, int]:
    """Two zoom levels. Raises ArgumentTypeError."""
    try:
        least, most = (int(part) for part in text.split("-"))
    except ValueError:
        raise argparse.ArgumentTypeError("two zoom levels: 5-18") from None
    return least, most


def city() -> City:
    """The city of this installation."""
    return City.from_tables(profile_tables(PROFILE))


def _extract(given: argparse.Namespace) -> int:
    where = city()
    out: Path = given.out or given.data / "tiles" / f"{where.key}.pmtiles"
    return extract(where, given.bbox, given.origin, out, given.most_zoom, given.json)


def _add(given: argparse.Namespace) -> int:
    west, south, east, north = city().bounds
    least, most = given.zoom
    web = Web()
    try:
        source, odd = source_from(
            given.address,
            web,
            ((west + east) / 2, (south + north) / 2),
            layer=given.layer,
            title=given.title,
            attribution=given.attribution,
            least_zoom=least,
            most_zoom=most,
            tms=given.tms,
            subdomains=given.subdomains,
            tile_px=given.tile_px,
            night=given.night,
        )
    finally:
        web.close()
    known = kept.added(kept.read(given.data), source)
    key = known.sources[-1].key
    kept.write(given.data, replace(known, chosen=key) if given.choose else known)
    if odd:
        say(odd)
    if not source.attribution:
        say("it does not say who is to be named on the map: give --attribution")
    sys.stdout.write(f"{key}: {source.kind} {source.title}, zoom {source.least_zoom}-{source.most_zoom}\n")
    return DONE


def _list(given: argparse.Namespace) -> int:
    known = kept.read(given.data)
    for source in known.sources:
        mark = "*" if source.key == known.chosen else " "
        what = f"{source.kind}{' vector' if source.vector else ''}"
        sys.stdout.write(f"{mark} {source.key}: {what} {source.title} | {source.address} | {source.attribution}\n")
    if known.source(known.chosen) is None:
        sys.stdout.write(f"* {known.chosen}\n")
    return DONE


def _choose(given: argparse.Namespace) -> int:
    known = kept.read(given.data)
    if given.key not in (kept.CITY, kept.SCHEMATIC) and known.source(given.key) is None:
        raise NotASource("there is no source {key}; see ./poc basemap list", key=repr(given.key))
    kept.write(given.data, replace(known, chosen=given.key))
    return DONE


def _remove(given: argparse.Namespace) -> int:
    known = kept.read(given.data)
    source = known.source(given.key)
    if source is None:
        raise NotASource("there is no source {key}; see ./poc basemap list", key=repr(given.key))
    kept.write(given.data, kept.removed(known, given.key))
    if (given.data / CACHE).exists():
        cache = TileCache(given.data / CACHE)
        cache.forget(source.origin)
        cache.close()
    return DONE
