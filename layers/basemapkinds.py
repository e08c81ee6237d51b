"""What a shape out of somebody's file is on the ground: by its tags and fields, else by the name of its file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from layers.features import JsonValue

THEMES = ("areas", "parks", "water", "roads", "rail", "stations", "landmarks")  # in drawing order
TITLES: Mapping[str, tuple[str, str]] = {
    "areas": ("Wilayah", "Areas"),
    "parks": ("Taman", "Parks"),
    "water": ("Air", "Water"),
    "roads": ("Jalan", "Roads"),
    "rail": ("Rel", "Railways"),
    "stations": ("Stasiun", "Stations"),
    "landmarks": ("Tempat penting", "Landmarks"),
}
POINT, LINE, SURFACE = "point", "line", "surface"
SHAPES: Mapping[str, str] = {
    "Point": POINT,
    "LineString": LINE,
    "MultiLineString": LINE,
    "Polygon": SURFACE,
    "MultiPolygon": SURFACE,
}
# Which shapes a theme can hold.
HOLDS: Mapping[str, frozenset[str]] = {
    "areas": frozenset({SURFACE}),
    "parks": frozenset({SURFACE}),
    "water": frozenset({LINE, SURFACE}),
    "roads": frozenset({LINE}),
    "rail": frozenset({LINE}),
    "stations": frozenset({POINT}),
    "landmarks": frozenset({POINT}),
}
DEFAULT_KIND = {"parks": "park", "water": "river", "rail": "rail", "stations": "station", "landmarks": "place"}

# OpenStreetMap: tag, its values → theme and kind (for roads the class). The first row that fits counts.
Tagged = tuple[str, frozenset[str], str, str]


def _row(tag: str, values: str, theme: str, kind: str) -> Tagged:
    return tag, frozenset(values.split()), theme, kind


OSM: tuple[Tagged, ...] = (
    _row("station", "light_rail subway monorail", "stations", "lrt_station"),
    _row("railway", "station halt", "stations", "station"),
    _row("railway", "rail", "rail", "rail"),
    _row("railway", "light_rail subway monorail tram", "rail", "lrt"),
    _row("highway", "motorway motorway_link", "roads", "toll"),
    _row("highway", "trunk trunk_link primary primary_link", "roads", "primary"),
    _row("highway", "secondary secondary_link", "roads", "secondary"),
    _row(
        "highway",
        "tertiary tertiary_link unclassified residential living_street service road pedestrian track",
        "roads",
        "local",
    ),
    _row("waterway", "river stream", "water", "river"),
    _row("waterway", "canal drain ditch", "water", "canal"),
    _row("natural", "water", "water", "lake"),
    _row("landuse", "reservoir basin", "water", "lake"),
    _row("leisure", "park garden playground", "parks", "park"),
    _row("landuse", "cemetery", "parks", "cemetery"),
    _row("landuse", "grass forest recreation_ground meadow", "parks", "green"),
    _row("natural", "wood", "parks", "green"),
    _row("barrier", "toll_booth", "landmarks", "toll_gate"),
    _row("amenity", "hospital clinic", "landmarks", "hospital"),
    _row("amenity", "school college university kindergarten", "landmarks", "school"),
    _row("amenity", "place_of_worship", "landmarks", "worship"),
    _row("amenity", "marketplace", "landmarks", "market"),
    _row("amenity", "bus_station", "landmarks", "terminal"),
    _row("amenity", "townhall police fire_station courthouse", "landmarks", "office"),
    _row("office", "government", "landmarks", "office"),
    _row("shop", "mall department_store", "landmarks", "mall"),
    _row("leisure", "stadium", "landmarks", "stadium"),
)
# Other files: what their `class`, `fclass`, `kelas`, `remark` … says of a road.
ROAD_FIELDS = ("class", "fclass", "kelas", "klsrsj", "fungsi", "fgsrsj", "remark", "type", "jenis")
ROAD_WORDS: tuple[tuple[str, str], ...] = (
    (r"tol\b|toll|motorway", "toll"),
    (r"arteri|primary|primer|nasional|trunk", "primary"),
    (r"kolektor|secondary|sekunder|provinsi", "secondary"),
    (r".", "local"),
)
# What the name of a file or table says, if its rows say nothing: by kind of shape.
FILE_WORDS: tuple[tuple[str, str, str], ...] = (
    (SURFACE, r"taman|park|rth|makam|hijau|green", "parks"),
    (SURFACE, r"air|water|danau|situ|lake|sungai|kali", "water"),
    (LINE, r"rel\b|rail|kereta|\bka\b", "rail"),
    (LINE, r"sungai|kali|river|water|saluran|canal|irigasi|\bair\b", "water"),
    (LINE, r"road|jalan|jln|street|ruas|\btol", "roads"),
    (POINT, r"stasiun|station", "stations"),
    (POINT, r"poi|tempat|landmark|fasilitas|facilit|penting", "landmarks"),
)
NAME_FIELDS = ("name", "nama", "namobj", "nm_jalan", "nama_jalan", "nama_objek", "label", "street")
ALIAS_FIELDS = ("aliases", "alt_name", "old_name", "short_name", "loc_name", "nama_lain")


@dataclass(frozen=True, slots=True)
class OnGround:
    """What a shape is: its theme, and the properties that the basemap's file holds of it."""

    theme: str
    properties: dict[str, object]


def what_is(
    properties: Mapping[str, JsonValue], geometry_type: str, file_name: str, theme: str = ""
) -> OnGround | None:
    """What the shape is, or None when nothing says it. `theme`: what a person said that the whole file is."""
    shape = SHAPES.get(geometry_type)
    if shape is None:
        return None
    low = {key.lower(): value for key, value in properties.items()}
    for look in (_own, _tagged):
        found = look(low)
        if found and shape in HOLDS[found[0]] and theme in ("", found[0]):
            return OnGround(found[0], _about(low, *found))
    named = theme or _by_file_name(shape, file_name)
    if not named or shape not in HOLDS[named]:
        return None
    return OnGround(named, _about(low, named, _kind(low, named, file_name)))


def text(low: Mapping[str, JsonValue], names: tuple[str, ...]) -> str:
    """The first of the fields that holds something; fields' names in small letters."""
    return next(
        (str(low[name]).strip() for name in names if low.get(name) not in (None, "") and str(low[name]).strip()), ""
    )


def _own(low: Mapping[str, JsonValue]) -> tuple[str, str] | None:
    """What a file says that has our own fields: `theme` and `kind`, or the `class` of a road."""
    theme = str(low.get("theme") or "")
    if theme in THEMES and theme != "areas":
        return theme, str(low.get("kind") or low.get("class") or DEFAULT_KIND.get(theme, "local"))
    if str(low.get("class")) in ("toll", "primary", "secondary", "local"):
        return "roads", str(low["class"])
    return None


def _tagged(low: Mapping[str, JsonValue]) -> tuple[str, str] | None:
    for tag, values, theme, kind in OSM:
        if str(low.get(tag)) in values:
            return theme, kind
    return None


def _by_file_name(shape: str, name: str) -> str:
    plain = re.sub(r"[_\-.]+", " ", name.lower())
    return next((theme for kind, words, theme in FILE_WORDS if kind == shape and re.search(words, plain)), "")


def _kind(low: Mapping[str, JsonValue], theme: str, file_name: str) -> str:
    if theme == "roads":
        said = text(low, ROAD_FIELDS).lower() or ("tol" if re.search(r"\btol|motorway", file_name.lower()) else "local")
        return next(kind for words, kind in ROAD_WORDS if re.search(words, said))
    return text(low, ("kind", "category", "jenis")) or DEFAULT_KIND[theme]


def _about(low: Mapping[str, JsonValue], theme: str, kind: str) -> dict[str, object]:
    about: dict[str, object] = {"class" if theme == "roads" else "kind": kind}
    if name := text(low, NAME_FIELDS):
        about["name"] = name
    others = [part.strip() for field in ALIAS_FIELDS for part in re.split(r"[;,]", str(low.get(field) or ""))]
    aliases = [alias for alias in dict.fromkeys(others) if alias and alias != name]
    if aliases:
        about["aliases"] = aliases
    if low.get("ref") and theme in ("roads", "stations"):
        about["ref"] = str(low["ref"])
    return about


Progress = Callable[[str], None]
