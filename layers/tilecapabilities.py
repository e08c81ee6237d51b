"""What a WMS or WMTS says of itself, read as sources of tiles: one for each layer that comes in web mercator."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from layers.tilesources import HALF_M, MOST_ZOOM, NotASource, SourceKind, TileSource, plain, source_of

MERCATOR = ("EPSG:3857", "EPSG:900913", "EPSG:102100", "EPSG:3785")
FORMATS = ("image/png", "image/png; mode=8bit", "image/png8", "image/jpeg", "image/webp")
DENOMINATOR = 559_082_264.0287178  # of the scale at zoom 0, tiles of 256 pixels
MOST_LAYERS = 500
MOST_DEPTH = 12
WMS_PX = 512  # fewer questions, and fewer names cut at the edges


@dataclass(frozen=True, slots=True)
class Offered:
    """A layer that a service offers, as a source that could be added."""

    name: str
    source: TileSource


def sources_of(document: bytes, address: str) -> list[Offered]:
    """The layers of a capabilities document, got from this address. Raises NotASource."""
    try:
        root = fromstring(document)
    except DefusedXmlException as error:
        raise NotASource("what the server says of itself holds entities, which are not read") from error
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise NotASource("what the server says of itself can't be read: {reason}", reason=error) from error
    kind = _bare(root)
    if kind in ("WMS_Capabilities", "WMT_MS_Capabilities"):
        found = list(islice(_wms(root, address), MOST_LAYERS))
    elif kind == "Capabilities" and _child(root, "Contents") is not None:
        found = list(islice(_wmts(root, address), MOST_LAYERS))
    else:
        raise NotASource("this describes neither a WMS nor a WMTS ({what})", what=kind[:40])
    if not found:
        raise NotASource("the service has no layer in web mercator (EPSG:3857)")
    return found


# --- WMS -----------------------------------------------------------------------------------------------------------


def _wms(root: Element, address: str) -> Iterator[Offered]:
    version = "1.3.0" if str(root.get("version", "")).startswith("1.3") else "1.1.1"
    capability = _child(root, "Capability")
    if capability is None:
        return
    formats = [_text(one) for one in _path(capability, "Request", "GetMap", "Format")]
    form = next((one for one in FORMATS if one in formats), None)
    if form is None:
        raise NotASource("the service gives no pictures in png, jpeg or webp")
    options = {"version": version, "format": form}
    base = address.partition("#")[0]
    for layer in _children(capability, "Layer"):
        yield from _wms_layers(layer, base, options, frozenset(), "", 0)


def _wms_layers(
    layer: Element, base: str, options: Mapping[str, Any], systems: frozenset[str], credit: str, depth: int
) -> Iterator[Offered]:
    named = (word for tag in ("CRS", "SRS") for one in _children(layer, tag) for word in _text(one).upper().split())
    systems |= frozenset(named)
    told = [_text(one) for one in _path(layer, "Attribution", "Title")]
    credit = told[0] if told else credit
    crs = next((one for one in MERCATOR if one in systems), None)
    name = _first(layer, "Name")
    if name and crs:
        title = plain(_first(layer, "Title") or name)
        more = {**options, "layer": name, "crs": crs}
        yield Offered(name, _source(SourceKind.WMS, title, base, credit, more, tile_px=WMS_PX))
    if depth < MOST_DEPTH:
        for inner in _children(layer, "Layer"):
            yield from _wms_layers(inner, base, options, systems, credit, depth + 1)


# --- WMTS ----------------------------------------------------------------------------------------------------------


def _wmts(root: Element, address: str) -> Iterator[Offered]:
    contents = _child(root, "Contents")
    assert contents is not None  # noqa: S101  # has been looked at
    sets = {_first(one, "Identifier"): _matrices(one) for one in _children(contents, "TileMatrixSet")}
    provider = next((_first(one, "ProviderName") for one in _children(root, "ServiceProvider")), "")
    base = _get_tile(root) or address
    for layer in _children(contents, "Layer"):
        name, title = _first(layer, "Identifier"), _first(layer, "Title")
        links = [_first(link, "TileMatrixSet") for link in _children(layer, "TileMatrixSetLink")]
        chosen = next((one for one in links if sets.get(one)), None)
        formats = [_text(one) for one in _children(layer, "Format")]
        form = next((one for one in FORMATS if one in formats), None)
        if not name or chosen is None or form is None:
            continue
        matrices, tile_px = sets[chosen]  # type: ignore[misc]  # those without are not chosen
        rest = [
            one.get("template", "")
            for one in _children(layer, "ResourceURL")
            if one.get("resourceType") == "tile" and one.get("format") in (form, None)
        ]
        options = {
            "layer": name,
            "style": _style(layer),
            "format": form,
            "matrix_set": chosen,
            "matrices": {str(zoom): ident for zoom, ident in matrices.items()},
            "dimensions": {_first(one, "Identifier"): _first(one, "Default") for one in _children(layer, "Dimension")},
        }
        zooms = {"least_zoom": min(matrices), "most_zoom": max(matrices), "tile_px": tile_px}
        template = rest[0] if rest else base
        yield Offered(name, _source(SourceKind.WMTS, plain(title or name), template, provider, options, **zooms))


def _matrices(grid: Element) -> tuple[dict[int, str], int] | None:
    """Identifiers of a grid's matrices by zoom, and the pixels of a tile; None where it is not the usual grid."""
    crs = _first(grid, "SupportedCRS").upper()
    if not any(crs.endswith(one.removeprefix("EPSG:")) for one in MERCATOR):
        return None
    found: dict[int, str] = {}
    sizes: set[int] = set()
    for matrix in _children(grid, "TileMatrix"):
        try:
            size = int(_first(matrix, "TileWidth"))
            zoom = math.log2(DENOMINATOR / float(_first(matrix, "ScaleDenominator")) / (size / 256))
            corner = [float(word) for word in _first(matrix, "TopLeftCorner").split()]
            west, north = corner
        except (ValueError, ZeroDivisionError):
            return None
        usual = (
            math.isfinite(zoom)
            and abs(west + HALF_M) < 1
            and abs(north - HALF_M) < 1
            and abs(zoom - round(zoom)) < 0.01
        )
        if not usual or size not in (256, 512):
            return None
        if 0 <= round(zoom) <= MOST_ZOOM:
            found[round(zoom)] = _first(matrix, "Identifier")
            sizes.add(size)
    if len(sizes) != 1 or sorted(found) != list(range(min(found), max(found) + 1)):
        return None
    return found, sizes.pop()


def _style(layer: Element) -> str:
    styles = list(_children(layer, "Style"))
    usual = [one for one in styles if one.get("isDefault") == "true"] or styles
    return _first(usual[0], "Identifier") if usual else ""


def _get_tile(root: Element) -> str:
    """The address of GetTile with a query, where the service says one."""
    for operation in _path(root, "OperationsMetadata", "Operation"):
        if operation.get("name") == "GetTile":
            for get in _path(operation, "DCP", "HTTP", "Get"):
                return next((value for name, value in get.attrib.items() if name.endswith("href")), "")
    return ""


# --- both ----------------------------------------------------------------------------------------------------------


def _source(
    kind: SourceKind, title: str, address: str, credit: str, options: Mapping[str, Any], **more: Any
) -> TileSource:
    row = {"key": "", "kind": kind, "title": title, "address": address, "attribution": credit, "options": options}
    return source_of(row | more)


def _bare(element: Element) -> str:
    """A tag without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _children(element: Element, tag: str) -> Iterator[Element]:
    return (child for child in element if _bare(child) == tag)


def _child(element: Element, tag: str) -> Element | None:
    return next(_children(element, tag), None)


def _path(element: Element, *tags: str) -> Iterator[Element]:
    if not tags:
        yield element
        return
    for child in _children(element, tags[0]):
        yield from _path(child, *tags[1:])


def _text(element: Element) -> str:
    return (element.text or "").strip()


def _first(element: Element, tag: str) -> str:
    child = _child(element, tag)
    return "" if child is None else _text(child)
