"""What a person gives (an address, a file) made into a source: looked at, asked for a tile, and told what is wrong."""

from __future__ import annotations

import json
import urllib.parse
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from console.basemaps.picture import picture_of
from console.basemaps.providers import provider_of
from console.basemaps.ranges import Parts
from console.basemaps.web import Trouble, Web, Why
from layers.geometry import to_world
from layers.mbtiles import Mbtiles, NotMbtiles
from layers.pmtiles import PNG, WEBP, Archive, NotPmtiles
from layers.tilecapabilities import Offered, sources_of
from layers.tilesources import Key, NotASource, SourceKind, TileSource, plain, source_of, with_query

MOST_DOCUMENT = 10_000_000
TRIED_ZOOM = 12


class ManyLayers(NotASource):
    """A service with several layers: one of them must be named."""

    def __init__(self, offered: list[Offered]) -> None:
        named = "; ".join(f"{one.name} ({one.source.title})" for one in offered[:40])
        super().__init__("the service has {count} layers; say which: {names}", count=len(offered), names=named)
        self.offered = offered


def source_from(
    address: str, web: Web, middle: tuple[float, float], *, layer: str = "", **given: Any
) -> tuple[TileSource, str]:
    """A source made of an address or a file, and a sentence where something was odd (else empty).

    ``middle``: a place (longitude, latitude) that should have tiles. ``given`` fields of TileSource hold against what
    the source says of itself. Raises NotASource, ManyLayers, Trouble.
    """
    fields = {name: value for name, value in given.items() if value not in (None, "")}
    try:
        source = _read(address.strip(), web, layer, fields)
    except (NotPmtiles, NotMbtiles) as error:
        raise NotASource("the file can't be read: {reason}", reason=error) from error
    if source.vector:
        return source, ""
    return _tried(source, web, middle)


def _read(address: str, web: Web, layer: str, fields: Mapping[str, Any]) -> TileSource:
    if "://" not in address:
        return _file(Path(address).expanduser(), web, fields)
    parts = web.check(address.replace("{", "").replace("}", ""))
    if "{z}" in address:
        host = (parts.hostname or "").removeprefix("tile.").removeprefix("www.")
        return _made(SourceKind.XYZ, host, address, fields)
    if parts.path.lower().endswith(".pmtiles"):
        return _pmtiles(address, web, fields)
    return _service(address, web, layer, fields)


def _made(kind: SourceKind, title: str, address: str, fields: Mapping[str, Any], **more: Any) -> TileSource:
    return source_of({"key": "", "kind": kind, "title": title, "address": address} | more | dict(fields))


# --- files ---------------------------------------------------------------------------------------------------------


def _file(path: Path, web: Web, fields: Mapping[str, Any]) -> TileSource:
    kind = path.suffix.lower()
    if kind == ".pmtiles":
        return _pmtiles(str(path.resolve()), web, fields)
    if kind == ".mbtiles":
        return _mbtiles(path.resolve(), fields)
    raise NotASource(
        "{name}: .pmtiles and .mbtiles are read as they are; for GeoPackage, GeoJSON and Shapefile: "
        "./poc import basemap",
        name=path.name,
    )


def _pmtiles(address: str, web: Web, fields: Mapping[str, Any]) -> TileSource:
    parts = Parts(address, web)
    try:
        archive = Archive(parts.read)
        about, header = archive.metadata(), archive.header
    finally:
        parts.close()
    if header.is_vector and "://" in address:
        raise NotASource("vector tiles are drawn from a file: take the city out first, with ./poc basemap extract")
    if not header.is_vector and not PNG <= header.tile_type <= WEBP:
        raise NotASource("its tiles are neither vector tiles nor png, jpeg or webp")
    title = str(about.get("name") or Path(urllib.parse.urlsplit(address).path).stem)
    told = {
        "attribution": str(about.get("attribution") or ""),
        "least_zoom": header.least_zoom,
        "most_zoom": min(header.most_zoom, 22),
        "vector": header.is_vector,
    }
    return _made(SourceKind.PMTILES, plain(title, 60), address, fields, **told)


def _mbtiles(path: Path, fields: Mapping[str, Any]) -> TileSource:
    file = Mbtiles(path)
    try:
        if not (file.is_vector or file.is_raster):
            raise NotASource("its tiles are neither vector tiles nor png, jpeg or webp")
        least, most = file.zooms()
        told = {
            "attribution": file.about.get("attribution", ""),
            "least_zoom": max(0, least),
            "most_zoom": min(most, 22),
            "vector": file.is_vector,
            "tms": True,
        }
        title = plain(file.about.get("name") or path.stem, 60)
    finally:
        file.close()
    return _made(SourceKind.MBTILES, title, str(path), fields, **told)


# --- services ------------------------------------------------------------------------------------------------------


def _service(address: str, web: Web, layer: str, fields: Mapping[str, Any]) -> TileSource:
    """A WMS, a WMTS or a TileJSON: by what the server says."""
    document = _document(address, web)
    if document.lstrip().startswith(b"{"):
        return _tilejson(document, fields)
    offered = sources_of(document, address)
    if layer:
        offered = [one for one in offered if one.name == layer]
        if not offered:
            raise NotASource("the service has no layer {layer} in web mercator", layer=repr(layer))
    if len(offered) > 1:
        raise ManyLayers(offered)
    source = offered[0].source
    web.check(source.address.replace("{", "").replace("}", ""))
    return source_of(source.as_json() | dict(fields))


def _document(address: str, web: Web) -> bytes:
    asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query.upper()))
    named = asked.get("SERVICE") or ("WMTS" if "wmts" in address.lower() else "WMS" if "wms" in address.lower() else "")
    if named in ("WMS", "WMTS") and not address.lower().endswith((".xml", ".json")):
        address = with_query(address, {"SERVICE": named, "REQUEST": "GetCapabilities"})
    answer = web.get(address, most_bytes=MOST_DOCUMENT)
    if answer.status != 200:
        raise Trouble(Why.REFUSED, "the server answered {status}", status=answer.status)
    return answer.body


def _tilejson(document: bytes, fields: Mapping[str, Any]) -> TileSource:
    try:
        told = json.loads(document)
        address = str(told["tiles"][0])
        more = {
            "attribution": str(told.get("attribution") or ""),
            "least_zoom": int(told.get("minzoom", 0)),
            "most_zoom": min(22, int(told.get("maxzoom", 19))),
            "tms": told.get("scheme") == "tms",
        }
        title = plain(str(told.get("name") or urllib.parse.urlsplit(address).hostname or "TileJSON"), 60)
    except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise NotASource("this is no TileJSON, and neither a WMS nor a WMTS") from error
    if told.get("vector_layers") or address.partition("?")[0].endswith((".pbf", ".mvt")):
        raise NotASource("vector tiles are drawn from a file: .pmtiles or .mbtiles")
    return _made(SourceKind.XYZ, title, address, fields, **more)


# --- tried ---------------------------------------------------------------------------------------------------------


def _tried(source: TileSource, web: Web, middle: tuple[float, float]) -> tuple[TileSource, str]:
    """Asks for one tile of the place. Rows that are counted the other way round are found out here."""
    found = _has_tile(source, web, middle)
    turnable = source.kind is SourceKind.MBTILES or (source.kind is SourceKind.XYZ and "{-y}" not in source.address)
    if found or not turnable:
        return source, "" if found else "there is no tile of the city; it is added all the same"
    turned = replace(source, tms=not source.tms)
    if _has_tile(turned, web, middle):
        return turned, "its rows are counted the other way round than said: taken so"
    return source, "there is no tile of the city; it is added all the same"


def _has_tile(source: TileSource, web: Web, middle: tuple[float, float]) -> bool:
    zoom = max(source.least_zoom, min(source.most_zoom, TRIED_ZOOM))
    x, y = (int(float(part) * (1 << zoom)) for part in to_world(*middle))
    provider = provider_of(source, web)
    try:
        kept = provider.fetch(Key(zoom, x, y), None)
        if kept is not None:
            picture_of(kept.body)
    finally:
        provider.close()
    return kept is not None
