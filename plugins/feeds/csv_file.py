"""A point layer from a table of text (CSV): any delimiter, decimal commas, BOM, cp1252; each bad row is told of."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

from shapely import Point

from layers.catalog import FILLED, Geometry
from layers.features import Feature
from layers.feedrows import BadRow, layer_option, pairs_option, zone_option
from layers.feeds import Context, Manifest, NotThisFeed, Option, Reading
from layers.fitting import fit
from layers.geometry import Bounds
from layers.refusals import Refusal
from layers.rows import Row, Table, open_table
from layers.sentences import sentences_of
from layers.sources import Unreadable
from layers.whereabouts import NoPlace, Rules, known_crs

LAYERS = tuple(key for key, layer in FILLED.items() if layer.geometry is Geometry.POINT)
MANIFEST = Manifest(
    key="csv_file",
    title="Table (CSV)",
    cadence_s=300,
    layers=LAYERS,
    formats=("text/csv", "text/plain"),
    options=(
        Option("layer", "Layer", LAYERS, needed=True),
        Option("fields", "Columns (theirs=ours;…)"),
        *map(Option, ("lon", "lat", "id", "delimiter", "encoding", "crs")),
        Option("swap", choices=("no", "yes")),
        Option("zone"),
    ),
)

# What a column of a place is called, if the options do not say: compared in small letters.
LON_NAMES = ("lon", "lng", "long", "longitude", "bujur", "x")
LAT_NAMES = ("lat", "latitude", "lintang", "y")
ID_NAMES = ("id", "objectid", "kode", "code")
MARGIN_M = 5000.0  # a feed may know what lies a little outside; points beyond are mistakes, or another city's


def read(source: bytes, context: Context) -> Reading:
    """Every row that has a place in or near the city and fits the layer. Raises NotThisFeed for other bytes.

    Options: `layer` (needed), `lon`, `lat`, `id` (names of columns; usual names are found), `fields`
    ("theirs=ours;…"), `delimiter`, `encoding`, `crs`, `swap` ("yes": turn places that are the wrong way round),
    `zone` (of times that name none). Rows without an id get one from their place and name.
    """
    options = context.options
    layer = layer_option(options)
    if layer.geometry is not Geometry.POINT:
        raise NotThisFeed(f"the layer {layer.key} holds {layer.geometry}s; a table of text gives points")
    try:
        table = open_table(source, options.get("delimiter", ""), options.get("encoding", ""))
        rules = Rules(
            Bounds(*context.bounds), MARGIN_M, options.get("swap") == "yes", known_crs(options.get("crs", ""))
        )
        lon, lat = (_column(table, options, key, names) for key, names in (("lon", LON_NAMES), ("lat", LAT_NAMES)))
    except (Unreadable, NoPlace, LookupError) as error:
        raise NotThisFeed(str(error)) from error
    key_column = options.get("id") or next((name for name in table.columns if name.lower() in ID_NAMES), "")
    mapping, zone = pairs_option(options, "fields"), zone_option(options)

    def one(row: Row) -> Feature:
        place = rules.place(row.cells[lon], row.cells[lat])
        fitted, wrong = fit(layer, row.cells, mapping, zone)
        if wrong:
            raise BadRow(f"it does not fit the layer {layer.key}: {sentences_of(layer.key, wrong)}")
        key = row.cells.get(key_column) or _made_key(row, lon, lat, fitted)
        return Feature(layer.key, key, Point(place), fitted, source=MANIFEST.key)

    features, problems = _all(table, one)
    if problems and not features:
        raise NotThisFeed(f"no row fits the layer {layer.key}: {problems[0]}")
    return Reading(tuple(features.values()), problems=tuple(problems), complete=(layer.key,))


def _all(table: Table, one: Callable[[Row], Feature]) -> tuple[dict[str, Feature], list[str]]:
    """The features by id, and a sentence for each row that gave none."""
    features: dict[str, Feature] = {}
    problems: list[str] = []
    for row in table:
        if isinstance(row, Refusal):
            problems.append(f"line {row.line}: {row.sentence}")
            continue
        try:
            feature = one(row)
        except (BadRow, NoPlace) as error:
            problems.append(f"line {row.line}: {error}")
            continue
        if feature.id in features:
            problems.append(f"line {row.line}: it is the second row with the id {feature.id}")
        else:
            features[feature.id] = feature
    return features, problems


def _column(table: Table, options: Mapping[str, str], key: str, names: tuple[str, ...]) -> str:
    wanted = (options[key].lower(),) if options.get(key) else names
    found = next((column for name in wanted for column in table.columns if column.lower() == name), None)
    if found is None:
        raise LookupError(f"there is no column {' or '.join(wanted)}; there are: {', '.join(table.columns)[:200]}")
    return found


def _made_key(row: Row, lon: str, lat: str, fitted: Mapping[str, object]) -> str:
    content = "\x1f".join((row.cells[lon], row.cells[lat], str(fitted.get("name", ""))))
    return f"csv-{hashlib.sha256(content.encode()).hexdigest()[:16]}"
