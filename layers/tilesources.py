"""A source of tiles as a row: what it is, where it lies, who is to be named; and the address of each of its tiles."""

from __future__ import annotations

import hashlib
import html
import math
import re
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

HALF_M = math.pi * 6378137.0
MOST_CREDIT = 160  # letters on the map's edge
MOST_TITLE = 60
MOST_ZOOM = 22
TAG = re.compile(r"<[^<>]{0,500}>")


class SourceKind(StrEnum):
    """Where tiles come from."""

    XYZ = "xyz"
    WMS = "wms"
    WMTS = "wmts"
    PMTILES = "pmtiles"
    MBTILES = "mbtiles"


class Night(StrEnum):
    """What becomes of bright tiles in the dark theme."""

    DIM = "dim"  # less light
    TURN = "turn"  # light and dark change places, hues stay: for drawn maps
    AS_IS = "as_is"


class Key(NamedTuple):
    """A tile: zoom, column from the west, row from the north."""

    z: int
    x: int
    y: int


class NotASource(ValueError):
    """No source can be made of this; the message says why. `sentence` and `figures`: the same for another language."""

    def __init__(self, sentence: str, **figures: object) -> None:
        super().__init__(sentence.format(**figures) if figures else sentence)
        self.sentence, self.figures = sentence, figures


@dataclass(frozen=True, slots=True)
class TileSource:
    """One source of tiles in web mercator. `options` are what its kind needs besides (layer, style, matrices, …)."""

    key: str
    kind: SourceKind
    title: str
    address: str  # a template, a service's address, or the path of a file
    attribution: str = ""
    least_zoom: int = 0
    most_zoom: int = 19
    tms: bool = False  # rows are counted from the south
    subdomains: str = ""
    tile_px: int = 256
    vector: bool = False
    night: Night = Night.DIM
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_file(self) -> bool:
        """Whether it lies on this computer."""
        return "://" not in self.address

    @property
    def origin(self) -> str:
        """The same for sources that give the same tiles, whatever they are called."""
        told = [self.kind, self.address, self.tms, sorted((name, str(value)) for name, value in self.options.items())]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {one.name: getattr(self, one.name) for one in fields(self)} | {"options": dict(self.options)}


def source_of(row: Mapping[str, Any]) -> TileSource:
    """A source as it was kept, or as a person gave it. Raises NotASource."""
    try:
        known = {one.name: row[one.name] for one in fields(TileSource) if one.name in row}
        made = TileSource(
            **known
            | {
                "kind": SourceKind(known["kind"]),
                "address": str(known["address"]).strip(),
                "night": Night(known.get("night", Night.DIM)),
                "title": plain(str(known["title"]), MOST_TITLE),
                "attribution": plain(str(known.get("attribution", ""))),
                "options": MappingProxyType(dict(known.get("options", {}))),
            }
        )
    except (KeyError, TypeError, ValueError) as error:
        raise NotASource("no source of tiles: {reason}", reason=error) from error
    numbers = [known.get(name, 0) for name in ("least_zoom", "most_zoom", "tile_px")]
    if any(type(number) is not int for number in numbers) or not 0 <= made.least_zoom <= made.most_zoom <= MOST_ZOOM:
        raise NotASource("zoom levels go from 0 to {most}, the farther one first", most=MOST_ZOOM)
    if made.tile_px not in (256, 512) or not made.address or not made.title:
        raise NotASource("a source needs a title, an address, and tiles of 256 or 512 pixels")
    if made.kind is SourceKind.XYZ:
        _check_template(made.address)
    return made


def _check_template(address: str) -> None:
    names = set(re.findall(r"\{([^{}]*)\}", address))
    if not {"z", "x"} <= names or not names & {"y", "-y"}:
        raise NotASource("the address needs {z}, {x} and {y}")
    if unknown := names - {"z", "x", "y", "-y", "s", "r"}:
        named = ", ".join(f"{{{name}}}" for name in sorted(unknown))
        raise NotASource("nothing is known of {names} in the address", names=named)


def plain(text: str, most: int = MOST_CREDIT) -> str:
    """What another party wrote as one line of plain text: tags and control characters gone, not too long."""
    bare = html.unescape(TAG.sub("", text[:20_000]))
    bare = " ".join("".join(letter if letter.isprintable() else " " for letter in bare).split())
    return bare if len(bare) <= most else f"{bare[: most - 1].rstrip()}…"


def tile_address(source: TileSource, key: Key, ratio: float = 1.0) -> str:
    """Where a tile is asked for."""
    if source.kind is SourceKind.WMS:
        return _wms(source, key)
    if source.kind is SourceKind.WMTS:
        return _wmts(source, key)
    row = (1 << key.z) - 1 - key.y
    parts = {
        "{z}": str(key.z),
        "{x}": str(key.x),
        "{y}": str(row if source.tms else key.y),
        "{-y}": str(row),
        "{s}": source.subdomains[(key.x + key.y) % len(source.subdomains)] if source.subdomains else "",
        "{r}": "@2x" if ratio >= 1.5 else "",
    }
    return re.sub(r"\{[^{}]*\}", lambda found: parts.get(found[0], ""), source.address)


def box_metres(key: Key) -> tuple[float, float, float, float]:
    """West, south, east, north of a tile in web mercator metres."""
    side = 2 * HALF_M / (1 << key.z)
    west, north = key.x * side - HALF_M, HALF_M - key.y * side
    return west, north - side, west + side, north


def with_query(address: str, asked: Mapping[str, str]) -> str:
    """An address with these parameters; what it had under the same names, in whatever case, goes."""
    parts = urllib.parse.urlsplit(address)
    names = {name.lower() for name in asked}
    old = urllib.parse.parse_qsl(parts.query, keep_blank_values=True)
    rows = [(name, value) for name, value in old if name.lower() not in names]
    query = urllib.parse.urlencode([*rows, *asked.items()], safe=":,/")
    return urllib.parse.urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def _wms(source: TileSource, key: Key) -> str:
    options = source.options
    version = str(options.get("version", "1.3.0"))
    asked = {
        "SERVICE": "WMS",
        "VERSION": version,
        "REQUEST": "GetMap",
        "LAYERS": str(options["layer"]),
        "STYLES": str(options.get("style", "")),
        "CRS" if version == "1.3.0" else "SRS": str(options.get("crs", "EPSG:3857")),
        "BBOX": ",".join(f"{metres:.4f}" for metres in box_metres(key)),  # east first also in 1.3.0: EPSG:3857 says so
        "WIDTH": str(source.tile_px),
        "HEIGHT": str(source.tile_px),
        "FORMAT": str(options.get("format", "image/png")),
        "TRANSPARENT": "FALSE",
    }
    return with_query(source.address, asked)


def _wmts(source: TileSource, key: Key) -> str:
    options = source.options
    matrix = str(options["matrices"][str(key.z)])
    if "{TileMatrix}" in source.address:
        given = {
            "style": str(options.get("style", "")),
            "tilematrixset": str(options["matrix_set"]),
            "tilematrix": matrix,
            "tilerow": str(key.y),
            "tilecol": str(key.x),
        } | {str(name).lower(): str(value) for name, value in dict(options.get("dimensions", {})).items()}
        quoted = {name: urllib.parse.quote(value, safe=":,") for name, value in given.items()}
        return re.sub(r"\{([^{}]*)\}", lambda found: quoted.get(found[1].lower(), ""), source.address)
    asked = {
        "SERVICE": "WMTS",
        "VERSION": "1.0.0",
        "REQUEST": "GetTile",
        "LAYER": str(options["layer"]),
        "STYLE": str(options.get("style", "")),
        "FORMAT": str(options.get("format", "image/png")),
        "TILEMATRIXSET": str(options["matrix_set"]),
        "TILEMATRIX": matrix,
        "TILEROW": str(key.y),
        "TILECOL": str(key.x),
    } | {str(name): str(value) for name, value in dict(options.get("dimensions", {})).items()}
    return with_query(source.address, asked)
