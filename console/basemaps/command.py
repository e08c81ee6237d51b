"""`./poc basemap`: sources of tiles for this computer's map, and a city taken out of a larger file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from console.basemaps.extracting import CAN_NOT, NotExtracted, extract
from console.domain.city import City
from console.resources import data_folder, profile_tables
from layers.tileextract import Box

PROFILE = "kota_bekasi"


def run(arguments: list[str]) -> int:
    """The command. Exit code 0: done; 2: not possible; 3: stopped on the way."""
    given = _parser().parse_args(arguments)
    try:
        return int(given.work(given))
    except (NotExtracted, OSError) as error:
        sys.stderr.write(f"poc basemap: {error}\n")
        return CAN_NOT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="poc basemap", description="Basemaps of one's own.")
    kinds = parser.add_subparsers(dest="what", required=True)
    taking = kinds.add_parser("extract", help="take the city out of a larger PMTiles file")
    taking.add_argument("--from", dest="origin", required=True, metavar="URL_OR_FILE")
    taking.add_argument("--bbox", type=box_of, help="WEST,SOUTH,EAST,NORTH in degrees (default: the city, 3 km around)")
    taking.add_argument("--out", type=Path, help="default: CITY.pmtiles in the data folder's tiles/")
    taking.add_argument("--most-zoom", type=int, help="leave nearer zoom levels out")
    taking.add_argument("--data", type=Path, default=data_folder(), help="the folder that keeps everything")
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


def city() -> City:
    """The city of this installation."""
    return City.from_tables(profile_tables(PROFILE))


def _extract(given: argparse.Namespace) -> int:
    where = city()
    out: Path = given.out or given.data / "tiles" / f"{where.key}.pmtiles"
    return extract(where, given.bbox, given.origin, out, given.most_zoom, given.json)
