"""`./poc import`: takes in reports, a basemap or a layer from files; says what it does, and lists each refused row."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from console.api.errors import ApiError
from console.domain.errors import DomainError
from console.imports import basemaps, layer, reports
from console.imports.terminal import CAN_NOT, NotPossible, sentence_of
from console.resources import data_folder
from layers.basemapfiles import NoBasemap
from layers.basemapkinds import THEMES
from layers.catalog import FILLED
from layers.moments import NotAMoment
from layers.reportmapping import NotMapped
from layers.sources import Unreadable
from layers.whereabouts import NoPlace

TROUBLE = (NotPossible, Unreadable, NotMapped, NotAMoment, NoPlace, NoBasemap, ApiError, DomainError, OSError)


def run(argv: list[str]) -> int:
    """The command. Exit code 0: taken in (refused rows are listed); 1: nothing was taken; 2: not possible at all."""
    given = _parser().parse_args(argv)
    try:
        return int(given.work(given))
    except TROUBLE as error:
        sys.stderr.write(f"poc import: {sentence_of(error)}\n")
        return CAN_NOT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="poc import", description="Take in reports, a basemap or a layer from files.")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data", type=Path, default=data_folder(), help="the folder that keeps everything")
    common.add_argument("--user", default="", help="sign in as (default: the demo's user who may import)")
    common.add_argument("--json", action="store_true", help="the outcome as one JSON object on standard output")
    common.add_argument("--out", type=Path, help="where to list the refused rows (default: beside the data)")
    kinds = parser.add_subparsers(dest="what", required=True)
    of_reports = kinds.add_parser("reports", parents=[common], help="citizens' reports from CSV or GeoJSON")
    of_reports.add_argument("files", type=Path, nargs="+", metavar="FILE")
    of_reports.add_argument("--map", action="append", default=[], metavar="text=COLUMN", help="which column holds what")
    of_reports.add_argument("--category", default="", help="the category of every report of the file")
    of_reports.add_argument("--swap", action="store_true", help="turn places whose longitude and latitude are swapped")
    of_reports.add_argument("--crs", default="", help="the coordinate system of the columns, as EPSG:32748")
    of_reports.add_argument("--unplaced", action="store_true", help="also take reports that have no usable place")
    of_reports.add_argument("--anywhere", action="store_true", help="leave it to the service to judge places")
    of_reports.add_argument("--dry-run", action="store_true", help="only say what would be taken and what refused")
    of_reports.set_defaults(work=reports.take_in)
    of_basemap = kinds.add_parser("basemap", parents=[common], help="the city's own map")
    of_basemap.add_argument("files", nargs="+", metavar="[THEME=]FILE", help=f"themes: {', '.join(THEMES)}")
    of_basemap.add_argument("--key", default="", help="default: the profile's basemap")
    of_basemap.add_argument("--title", default="", help="default: the city's name")
    of_basemap.add_argument("--attribution", default="", help="who is to be named on the map")
    of_basemap.set_defaults(work=basemaps.take_in)
    of_layer = kinds.add_parser("layer", parents=[common], help="features of a layer")
    of_layer.add_argument("layer", choices=sorted(FILLED))
    of_layer.add_argument("file", type=Path, metavar="FILE")
    of_layer.add_argument("--map", action="append", default=[], metavar="FIELD=COLUMN", help="also lon=, lat=, id=")
    of_layer.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", help="where a row says nothing")
    of_layer.add_argument("--swap", action="store_true", help="turn places whose longitude and latitude are swapped")
    of_layer.add_argument("--crs", default="", help="the coordinate system of the places, as EPSG:32748")
    of_layer.add_argument("--encoding", default="", help="of the letters, as cp1252")
    of_layer.add_argument("--table", default="", help="the table of a GeoPackage")
    of_layer.add_argument("--replace", action="store_true", help="what is not in the file goes, whoever brought it")
    of_layer.add_argument("--review", action="store_true", help="as a draft that another person must approve")
    of_layer.add_argument("--dry-run", action="store_true", help="only say what would be taken and what refused")
    of_layer.set_defaults(work=layer.take_in)
    return parser
