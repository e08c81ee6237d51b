"""Any layer from GeoJSON (RFC 7946): the option `layer` says which, `fields` how their columns are called with us."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import shapely  # noqa: F401 - the whole before a part of it, or two threads that load it find half
from shapely.geometry.base import BaseGeometry

from layers.catalog import FILLED, Layer
from layers.features import Feature, NotAFeature
from layers.feedrows import Area, BadRow, ident, layer_option, pairs_option, read_rows, zone_option
from layers.feeds import Context, Manifest, NotThisFeed, Option, Reading
from layers.fitting import TYPES, fit
from layers.sentences import sentences_of
from layers.sources import Unreadable, read_json
from layers.whereabouts import NoPlace, crs_of_geojson, read_geometry_in

MANIFEST = Manifest(
    key="geojson_url",
    title="GeoJSON",
    cadence_s=300,
    layers=tuple(FILLED),
    formats=("application/geo+json", "application/json"),
    options=(
        Option("layer", "Layer", tuple(FILLED), needed=True),
        Option("fields", "Columns (theirs=ours;…)"),
        Option("id"),
        Option("reach", choices=("city", "all")),
        Option("zone"),
    ),
)

MARGIN_DEGREES = 0.045  # about 5 km


def read(source: bytes, context: Context) -> Reading:
    """Every feature that fits the layer. Raises NotThisFeed for other bytes, or when no feature fits.

    Options: `layer` (needed), `id` (the property with the stable id, where features have none), `fields`
    ("theirs=ours;theirs=ours"), `zone` (of times that name none; "Asia/Jakarta"). What is no field is left out;
    so is what lies more than about 5 km outside `context.bounds`, unless `reach` is "all".
    """
    layer = layer_option(context.options)
    rows, crs = _features(source)
    mapping = pairs_option(context.options, "fields")
    area, zone = Area(context.bounds), zone_option(context.options)
    near, everywhere = Area(_grown(context.bounds)), context.options.get("reach") == "all"

    def one(row: Mapping[str, Any]) -> Feature | None:
        properties = row.get("properties") or {}
        if not isinstance(properties, dict):
            raise BadRow("its properties are no object")
        wanted = context.options.get("id")
        own = row.get("id") if row.get("id") is not None else properties.get("id")
        key = ident(properties, wanted) if wanted else ident({"id": own}, "id")
        geometry = _geometry(row, crs, layer, area)
        if not everywhere and not near.touches(geometry):
            return None
        fitted, wrong = fit(layer, properties, mapping, zone)
        if wrong:
            raise BadRow(f"it does not fit the layer {layer.key}: {sentences_of(layer.key, wrong)}")
        return Feature(layer.key, key, geometry, fitted, source=MANIFEST.key)

    features, problems, readable = read_rows("feature", rows, one)
    if problems and not readable:
        raise NotThisFeed(f"no feature fits the layer {layer.key}: {problems[0]}")
    return Reading(
        features=tuple({feature.id: feature for feature in features}.values()),
        problems=tuple(problems),
        complete=(layer.key,),
    )


def _grown(bounds: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    west, south, east, north = bounds
    return west - MARGIN_DEGREES, south - MARGIN_DEGREES, east + MARGIN_DEGREES, north + MARGIN_DEGREES


def _features(source: bytes) -> tuple[list[Any], str]:
    """The rows and their coordinate system. Raises NotThisFeed."""
    try:
        data = read_json(source)
        if not isinstance(data, dict) or data.get("type") not in ("FeatureCollection", "Feature"):
            raise NotThisFeed("this is JSON, but not a GeoJSON FeatureCollection")
        rows = [data] if data["type"] == "Feature" else data.get("features")
        if not isinstance(rows, list):
            raise NotThisFeed("this FeatureCollection has no list of features")
        return rows, crs_of_geojson(data)
    except (Unreadable, NoPlace) as error:
        raise NotThisFeed(str(error)) from error


def _geometry(row: Mapping[str, Any], crs: str, layer: Layer, area: Area) -> BaseGeometry:
    if not isinstance(row.get("geometry"), dict):
        raise BadRow("it has no geometry")
    if row["geometry"].get("type") not in TYPES[layer.geometry]:
        raise BadRow(f"it is a {row['geometry'].get('type')!r}, but the layer holds {layer.geometry}s")
    try:
        geometry = read_geometry_in(row["geometry"], crs)
    except NotAFeature as error:
        raise BadRow(str(error)) from error
    area.check_turn([(geometry.bounds[0], geometry.bounds[1])])
    return geometry
