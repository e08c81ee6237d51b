"""OGC API – Features (Part 1 core, GeoJSON, OpenAPI 3.0; Part 3 filters in CQL2): the layers, read only, under /ogc."""

from __future__ import annotations

import hashlib
import re
import urllib.parse
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from console.domain import wire
from console.domain.roles import User
from console.domain.wire import Json
from console.service.calls import Answer, Call, Door, Row
from console.service.problems import Problem, not_found
from layers.catalog import BY_KEY, LAYERS, Layer
from layers.schema import Kind

if TYPE_CHECKING:
    from console.service.ogc.access import Room
    from console.service.ogc.collection import Collection
    from console.service.ogc.extents import Box, Span

ROOT = "/ogc"
GZIP = re.compile(r"(?:^|[ ,])gzip *(?:,|$|; *q=(?:1|0\.[0-9]*[1-9]))")
GZIP_WBITS, SMALL_BYTES = 31, 4_000
HOST = re.compile(r"[A-Za-z0-9.\-:\[\]_]{1,255}")
COMMON = ("f", "access_token")
STANDARD = ("bbox", "datetime", "limit", "after", "filter", "filter-lang", "filter-crs", "bbox-crs", "crs")
FIELDS = tuple(dict.fromkeys(field.key for layer in LAYERS for field in layer.fields))
CRS84 = ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", "OGC:CRS84")


def _room(call: Call) -> Room:
    """Made at the first call: it brings shapely, and most services are never asked."""
    made = call.service.ogc
    if made is None:
        from console.service.ogc.access import Gate, Room
        from console.service.ogc.collection import Shelf

        made = call.service.ogc = Room(Gate(), Shelf())
    return made


def _open(call: Call) -> Room:
    """Lets the caller in, and refuses other formats than ours."""
    return _open_for(call)[0]


def _open_for(call: Call) -> tuple[Room, User]:
    """The same, and who it is."""
    room = _room(call)
    user = room.gate.reader(call)
    _check_format(call)
    return room, user


def _check_format(call: Call) -> None:
    if call.query.get("f", "json") not in ("json", "geojson"):
        raise Problem(400, "not-valid", "f can only be json here.", {"field": "f"})


def _address(call: Call) -> Callable[..., str]:
    """Makes addresses as the caller sees this service; a token that came in the address goes on in the links."""
    scheme = call.headers.get("x-forwarded-proto", call.scheme)
    host = call.headers.get("x-forwarded-host") or call.headers.get("host", "")
    if not HOST.fullmatch(host):
        host = "localhost"
    origin = f"{scheme if scheme in ('http', 'https') else call.scheme}://{host}"
    token = {"access_token": call.query["access_token"]} if call.query.get("access_token") else {}

    def address(path: str, **query: str) -> str:
        words = urllib.parse.urlencode({**query, **token})
        return origin + path + (f"?{words}" if words else "")

    return address


def landing(call: Call) -> Answer:
    """The landing page."""
    _open(call)
    from console.service.ogc import documents

    name = call.service.city.name
    return Answer(documents.landing(ROOT, str(name.get("id") or next(iter(name.values()), "")), _address(call)))


def conformance(call: Call) -> Answer:
    """The conformance classes; open to all, like every document that says nothing of the city."""
    _check_format(call)
    from console.service.ogc import documents

    return Answer({"conformsTo": list(documents.CONFORMS_TO)})


def definition(call: Call) -> Answer:
    """The OpenAPI definition; open to all: some programs ask for it without a name."""
    _check_format(call)
    from console.service.ogc import documents

    return Answer(documents.definition(ROOT, BY_KEY.values(), _address(call)), media=documents.OPENAPI)


def collections(call: Call) -> Answer:
    """Every layer."""
    room, address = _open(call), _address(call)
    from console.service.ogc import documents

    read = call.service.store.read
    rows = [
        documents.collection(ROOT, layer, room.shelf.collection(read, layer.key), address) for layer in BY_KEY.values()
    ]
    return Answer({"links": [documents.link(address(f"{ROOT}/collections"), "self")], "collections": rows})


def collection(call: Call) -> Answer:
    """One layer."""
    room = _open(call)
    from console.service.ogc import documents

    layer, found = _layer(call, room)
    return Answer(documents.collection(ROOT, layer, found, _address(call)))


def queryables(call: Call) -> Answer:
    """What a filter may ask about."""
    room = _open(call)
    from console.service.ogc import documents

    layer, _ = _layer(call, room)
    here = f"{ROOT}/collections/{layer.key}/queryables"
    return Answer(documents.queryables(here, layer, _address(call)), media=documents.SCHEMA)


def items(call: Call) -> Answer:
    """Features of a layer, a page at a time, in order of id; what is published in between moves no page."""
    room, user = _open_for(call)
    from console.service.ogc import documents
    from console.service.ogc.collection import Question
    from console.service.ogc.filters import read_filter

    layer, found = _layer(call, room)
    tag = _tag(layer.key, found.version, repr(sorted(call.query.items())))
    if _is_known(call, tag):
        return Answer(status=304, headers={"ETag": tag})
    _check_crs(call)
    limit = min(call.number("limit", documents.DEFAULT_LIMIT, 1, 10**15), documents.MOST)
    fits = None
    if call.query.get("filter"):
        language = call.query.get("filter-lang", "cql2-text")
        if language not in ("cql2-text", "cql2-json"):
            raise Problem(400, "not-valid", "filter-lang is cql2-text or cql2-json.", {"field": "filter-lang"})
        fits = read_filter(call.query["filter"], language, documents.known_names(layer))
    question = Question(_boxes(call.query.get("bbox")), _within(call.query.get("datetime")), _fields(call, layer), fits)
    places = found.find(question)
    rows, more = found.page(places, call.query.get("after", ""), limit)
    about = {"by": "ogc", "count": len(places)}
    call.service.register.taken(replace(call, user=user), "layer", about, hourly=layer.key)
    address, here = _address(call), f"{ROOT}/collections/{layer.key}/items"
    asked = {key: value for key, value in call.query.items() if key != "access_token"}
    links = [documents.link(address(here, **asked), "self", documents.GEOJSON)]
    if more is not None:
        following = {**asked, "limit": str(limit), "after": more}
        links.append(documents.link(address(here, **following), "next", documents.GEOJSON))
    links.append(documents.link(address(f"{ROOT}/collections/{layer.key}"), "collection"))
    head: Json = {
        "type": "FeatureCollection",
        "links": links,
        "timeStamp": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "numberMatched": len(places),
        "numberReturned": len(rows),
    }
    body = wire.dump(head)[:-1] + b',"features":[' + b",".join(rows) + b"]}"
    said = {"ETag": tag, "Content-Crs": f"<{CRS84[0]}>", "Vary": "Accept-Encoding"}
    if len(body) > SMALL_BYTES and GZIP.search(call.headers.get("accept-encoding", "")):
        engine = zlib.compressobj(1, zlib.DEFLATED, GZIP_WBITS)  # a tenth of the bytes for some milliseconds
        body, said = engine.compress(body) + engine.flush(), said | {"Content-Encoding": "gzip"}
    return Answer(body, headers=said, media=documents.GEOJSON)


def item(call: Call) -> Answer:
    """One feature."""
    room = _open(call)
    from console.service.ogc import documents

    layer, collection = _layer(call, room)
    found = collection.one(call.path["ident"])
    if found is None:
        raise not_found("feature")
    _check_crs(call)
    tag = f'"{found[1]}"'
    if _is_known(call, tag):
        return Answer(status=304, headers={"ETag": tag})
    address, about = _address(call), f"{ROOT}/collections/{layer.key}"
    here = f"{about}/items/{urllib.parse.quote(call.path['ident'])}"
    links = [
        documents.link(address(here), "self", documents.GEOJSON),
        documents.link(address(about), "collection"),
    ]
    body = found[0][:-1] + b',"links":' + wire.dump(links) + b"}"
    return Answer(body, headers={"ETag": tag, "Content-Crs": f"<{CRS84[0]}>"}, media=documents.GEOJSON)


def _layer(call: Call, room: Room) -> tuple[Layer, Collection]:
    layer = BY_KEY.get(call.path["key"])
    if layer is None:
        raise not_found("collection")
    return layer, room.shelf.collection(call.service.store.read, layer.key)


def _tag(*parts: object) -> str:
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:24]}"'


def _is_known(call: Call, tag: str) -> bool:
    given = [part.strip().removeprefix("W/") for part in call.headers.get("if-none-match", "").split(",")]
    return tag.removeprefix("W/") in given or given == ["*"]


def _check_crs(call: Call) -> None:
    for name in ("crs", "bbox-crs", "filter-crs"):
        if call.query.get(name, CRS84[0]) not in CRS84:
            raise Problem(400, "not-valid", f"{name} can only be CRS84: longitude, latitude.", {"field": name})


def _boxes(given: str | None) -> tuple[Box, ...]:
    from console.service.ogc.extents import boxes_of

    if given is None:
        return ()
    try:
        return boxes_of([float(part) for part in given.split(",")])
    except ValueError:
        raise Problem(400, "not-valid", "bbox is west,south,east,north in degrees.", {"field": "bbox"}) from None


def _within(given: str | None) -> Span | None:
    from console.service.ogc.extents import interval

    if given is None:
        return None
    found = interval(given.replace(" ", "+"))  # a plus that was not escaped comes as a space
    if found is None:
        words = "datetime is a moment or a day, or two with a slash between, of which one may be open."
        raise Problem(400, "not-valid", words, {"field": "datetime"})
    return found


def _fields(call: Call, layer: Layer) -> dict[str, Any]:
    """The fields that were asked for by name. Raises Problem 400 for one of another layer."""
    found: dict[str, Any] = {}
    own = {field.key: field for field in layer.fields}
    for name, text in call.query.items():
        if name in STANDARD or name in COMMON:
            continue
        field = own.get(name)
        if field is None:
            raise Problem(400, "unknown-parameter", "This collection has no such property.", {"field": name})
        found[name] = _value(field.kind, text)
    return found


def _value(kind: Kind, text: str) -> Any:
    """A value of the query as the field holds it; what can't be one fits nothing."""
    if kind in (Kind.INTEGER, Kind.NUMBER):
        try:
            return float(text)
        except ValueError:
            return text
    return {"true": True, "false": False}.get(text.lower(), text) if kind is Kind.FLAG else text


ROUTES = (
    Row("GET", ROOT, landing, Door.OPEN, COMMON),
    Row("GET", f"{ROOT}/", landing, Door.OPEN, COMMON),
    Row("GET", f"{ROOT}/conformance", conformance, Door.OPEN, COMMON),
    Row("GET", f"{ROOT}/api", definition, Door.OPEN, COMMON),
    Row("GET", f"{ROOT}/collections", collections, Door.OPEN, COMMON),
    Row("GET", f"{ROOT}/collections/{{key}}", collection, Door.OPEN, COMMON),
    Row("GET", f"{ROOT}/collections/{{key}}/queryables", queryables, Door.OPEN, COMMON),
    Row("GET", f"{ROOT}/collections/{{key}}/items", items, Door.OPEN, (*COMMON, *STANDARD, *FIELDS)),
    Row("GET", f"{ROOT}/collections/{{key}}/items/{{ident:path}}", item, Door.OPEN, (*COMMON, "crs")),
)
