"""What OGC API – Features says of itself: landing page, conformance, OpenAPI definition, collections, queryables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from console.domain.wire import Json
from console.service.ogc.collection import BESIDE, Collection
from layers.catalog import Geometry, Layer
from layers.schema import Field, Kind

BASE = "/ogc"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
GEOJSON = "application/geo+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
SCHEMA = "application/schema+json"
QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
DEFAULT_LIMIT, MOST = 5_000, 10_000  # QGIS asks for pages of the default
CONFORMS_TO = (
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",  # with CRS84 as the only one on offer
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
    "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
    "http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/accent-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
    "http://www.opengis.net/spec/cql2/1.0/conf/spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/temporal-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/property-property",
    "http://www.opengis.net/spec/cql2/1.0/conf/arithmetic",
)
SHAPES = {
    Geometry.POINT: "https://geojson.org/schema/Point.json",
    Geometry.LINE: "https://geojson.org/schema/LineString.json",
    Geometry.POLYGON: "https://geojson.org/schema/Polygon.json",
}
TYPES: dict[Kind, Json] = {
    Kind.TEXT: {"type": "string"},
    Kind.CHOICE: {"type": "string"},
    Kind.INTEGER: {"type": "integer"},
    Kind.NUMBER: {"type": "number"},
    Kind.FLAG: {"type": "boolean"},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.MOMENT: {"type": "string", "format": "date-time"},
    Kind.LINK: {"type": "string", "format": "uri"},
}
BESIDE_TYPES: dict[str, Json] = {
    "version": {"type": "integer"},
    "updated_at": {"type": "string", "format": "date-time"},
    "source": {"type": "string"},
    "valid_until": {"type": "string", "format": "date-time"},
}


def link(href: str, rel: str, media: str = "application/json", title: str = "") -> Json:
    """A link of a document."""
    made: Json = {"href": href, "rel": rel, "type": media}
    return made | ({"title": title} if title else {})


def landing(root: str, city: str, address: Any) -> Json:
    """The landing page."""
    return {
        "title": f"POC {city}".strip(),
        "description": "The layers of the Patriot Operation Center, read only.",
        "links": [
            link(address(root), "self", title="This document"),
            link(address(f"{root}/api"), "service-desc", OPENAPI, "The API definition"),
            link(address(f"{root}/api"), "service-doc", OPENAPI, "The API definition"),
            link(address(f"{root}/conformance"), "conformance", title="What is conformed to"),
            link(address(f"{root}/collections"), "data", title="The layers"),
        ],
    }


def collection(root: str, layer: Layer, found: Collection, address: Any) -> Json:
    """What is said of one layer."""
    here = f"{root}/collections/{layer.key}"
    extent: Json = {"temporal": {"interval": [[found.first_change, None]]}}
    if found.bounds:
        extent["spatial"] = {"bbox": [found.bounds], "crs": CRS84}
    return {
        "id": layer.key,
        "title": layer.title,
        "description": f"{layer.title}: {len(found)} features. datetime asks when a feature was last changed.",
        "itemType": "feature",
        "crs": [CRS84],
        "storageCrs": CRS84,
        "extent": extent,
        "links": [
            link(address(here), "self", title="This document"),
            link(address(f"{here}/items"), "items", GEOJSON, layer.title),
            link(address(f"{here}/queryables"), QUERYABLES, SCHEMA, "What can be asked about"),
        ],
    }


def schema_of(field: Field) -> Json:
    """A field's row as JSON Schema."""
    made: Json = {"title": field.title, **TYPES[field.kind]}
    if field.choices:
        made["enum"] = list(field.choices)
    bounds = {"minimum": field.low, "maximum": field.high}
    return made | {key: value for key, value in bounds.items() if value is not None}


def queryables(here: str, layer: Layer, address: Any) -> Json:
    """What a filter may ask about."""
    fields = {field.key: schema_of(field) for field in layer.fields}
    return {
        "$schema": "https://json-schema.org/draft/2019-09/schema",
        "$id": address(here),
        "type": "object",
        "title": layer.title,
        "properties": {
            "geometry": {"$ref": SHAPES[layer.geometry]},
            "id": {"type": "string"},
            **fields,
            **BESIDE_TYPES,
        },
        "additionalProperties": False,
    }


def known_names(layer: Layer) -> tuple[str, ...]:
    """The properties that may be asked about."""
    return ("id", *(field.key for field in layer.fields), *BESIDE)


def definition(root: str, layers: Iterable[Layer], address: Any) -> Json:
    """The OpenAPI 3.0 definition. QGIS reads the page size from components.parameters.limit, and only from there."""
    paths: Json = {
        "/": _get("landing", "The landing page", "LandingPage"),
        "/conformance": _get("conformance", "What is conformed to", "Conformance"),
        "/api": _get("definition", "This definition", "Definition"),
        "/collections": _get("collections", "The layers", "Collections"),
    }
    for layer in layers:
        here, key, title = f"/collections/{layer.key}", layer.key, layer.title
        fields = [_field_parameter(field) for field in layer.fields]
        names = ("bbox", "bbox-crs", "datetime", "limit", "after", "crs", "filter", "filter-lang", "filter-crs")
        parameters = [*({"$ref": f"#/components/parameters/{name}"} for name in names), *fields]
        paths[here] = _get(f"{key}.about", title, "Collection")
        paths[f"{here}/queryables"] = _get(f"{key}.queryables", "What can be asked about", "Queryables", media=SCHEMA)
        paths[f"{here}/items"] = _get(f"{key}.items", title, "Features", parameters, GEOJSON)
        ident = [{"$ref": "#/components/parameters/featureId"}]
        paths[f"{here}/items/{{featureId}}"] = _get(f"{key}.item", f"One of {title}", "Feature", ident, GEOJSON)
    answers = (
        "LandingPage",
        "Conformance",
        "Definition",
        "Collections",
        "Collection",
        "Queryables",
        "Features",
        "Feature",
    )
    schemes = {
        "basic": {"type": "http", "scheme": "basic"},
        "bearer": {"type": "http", "scheme": "bearer"},
        "token": {"type": "apiKey", "in": "query", "name": "access_token"},
    }
    return {
        "openapi": "3.0.3",
        "info": {"title": "POC: OGC API – Features", "version": "1.0.0", "license": {"name": "City data"}},
        "servers": [{"url": address(root)}],
        "security": [{name: []} for name in schemes],
        "paths": paths,
        "components": {
            "parameters": _parameters(),
            "schemas": {name: {"type": "object"} for name in answers},
            "securitySchemes": schemes,
        },
    }


def _get(
    ident: str, title: str, answer: str, parameters: list[Json] | None = None, media: str = "application/json"
) -> Json:
    content = {media: {"schema": {"$ref": f"#/components/schemas/{answer}"}}}
    answers = {"200": {"description": title, "content": content}}
    told = {"400": "The question can't be read", "401": "Sign in", "404": "There is no such thing"}
    answers |= {status: {"description": words} for status, words in told.items()}
    return {"get": {"operationId": ident, "summary": title, "parameters": parameters or [], "responses": answers}}


def _parameters() -> Json:
    box = {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
    return {
        "bbox": _parameter("bbox", box, style="form", explode=False),
        "datetime": _parameter("datetime", {"type": "string"}, style="form", explode=False),
        "limit": _parameter(
            "limit",
            {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT_LIMIT},
            style="form",
            explode=False,
        ),
        "after": _parameter("after", {"type": "string"}),
        "filter": _parameter("filter", {"type": "string"}),
        "filter-lang": _parameter("filter-lang", {"type": "string", "enum": ["cql2-text", "cql2-json"]}),
        **{name: _parameter(name, {"type": "string", "enum": [CRS84]}) for name in ("crs", "bbox-crs", "filter-crs")},
        "featureId": {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}},
    }


def _parameter(name: str, schema: Json, **more: Any) -> Json:
    return {"name": name, "in": "query", "required": False, "schema": schema, **more}


def _field_parameter(field: Field) -> Json:
    schema = {key: value for key, value in schema_of(field).items() if key != "title"}
    return _parameter(field.key, schema, style="form", explode=False)
