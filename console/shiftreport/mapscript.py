"""The map of the page: a folium map without tiles or addresses, to which no text is given: texts are data beside it.

folium would put popup and tooltip strings into the page as markup, and it runs its whole script, data too, through its
template engine a second time: a citizen who wrote `{{ … }}` would run Python in the console. So folium gets shapes and
colours alone. What has words in it goes into a block of JSON, which the page's own script turns into text nodes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import folium
from folium.utilities import JsCode
from shapely.geometry import mapping

from console.shiftreport.document import Document, category_name, on_map
from console.shiftreport.ground import Dot, Look, OnGround, Piece, bounds, dots, pieces
from console.shiftreport.input import ShiftInput
from console.shiftreport.words import WORDS, plain, say
from layers.style import INCIDENT, Part, Style

Tokens = Mapping[str, str]  # token → #RRGGBB

WRITE_NAME = JsCode("""
function (feature, layer) {
  const name = document.createElement("span");
  name.textContent = feature.properties.name;
  layer.bindTooltip(name, {permanent: true, direction: "center", className: "area-name", interactive: false});
}
""")
DRAW_NOTHING = JsCode("""
function (feature, place) {
  return L.circleMarker(place, {radius: 0, stroke: false, fill: false, interactive: false});
}
""")
DRAW_DOT = JsCode("""
function (feature, place) {
  return L.circleMarker(place, {radius: feature.properties.radius});
}
""")
STYLE = JsCode("function (feature) { return feature.properties.style; }")
TELL = JsCode("""
function (feature, layer) {
  const card = document.createElement("div");
  feature.properties.lines.forEach(function (line) {
    const row = document.createElement("div");
    row.className = line[0];
    row.textContent = line[1];
    card.appendChild(row);
  });
  layer.bindPopup(card, {maxWidth: 320});
}
""")


WITH_WORDS = ("reports", "names")  # layers whose features come from the block of JSON
DATA_ID = "map-data"
MANY = 1500  # dots; more are painted on one canvas, since a browser is slow with so many elements
FILL = "\n".join(
    (
        "(function () {",
        f'  const data = JSON.parse(document.getElementById("{DATA_ID}").textContent);',
        *(f"  geo_json_{name}.addData(data.{name});" for name in WITH_WORDS),
        "})();",
    )
)


@dataclass(frozen=True, slots=True)
class MapParts:
    """What the page needs: the element, the scripts in order, and the block of JSON that the last of them reads."""

    element: str
    scripts: tuple[str, ...]
    data: str


def map_parts(given: ShiftInput, document: Document, tokens: Tokens) -> MapParts:
    """The map of what came in and what is open."""
    late = frozenset(report.id for report in document.figures.open_reports if report.is_late(document.figures.at))
    found = dots(on_map(document.figures), late, given.city)
    return on_ground(given, [_dot(dot, given, document, tokens) for dot in found], tokens)


def on_ground(given: OnGround, shown: list[dict[str, Any]], tokens: Tokens) -> MapParts:
    """A map of features (GeoJSON; `lines` of the card, `style`, and `radius` of points) on the city's ground.

    Without a basemap and areas they stand on bare ground.
    """
    west, south, east, north = bounds(given)
    city = folium.Map(
        location=[(south + north) / 2, (west + east) / 2],
        tiles=None,
        zoom_control=True,
        control_scale=True,
        prefer_canvas=len(shown) > MANY,
        attributionControl=False,
        scrollWheelZoom=False,  # a page is scrolled
        zoomSnap=0.25,
    )
    _name(city, "city")
    city.default_js, city.default_css = [], []  # folium's are addresses of other people's servers
    names = []
    for number, (look, found) in enumerate(pieces(given)):
        _add(city, f"ground_{number}", [_ground(piece, look, tokens) for piece in found], interactive=False)
        names += [_label(piece) for piece in found if piece.label]
    _add(city, "reports", [], on_each_feature=TELL, point_to_layer=DRAW_DOT, style=STYLE)
    _add(city, "names", [], on_each_feature=WRITE_NAME, point_to_layer=DRAW_NOTHING)
    city.fit_bounds([[south, west], [north, east]], padding=(6, 6))
    page: Any = city.get_root()
    page.render()
    data = {"reports": _collection(shown), "names": _collection(names)}
    return MapParts(page.html.render(), (page.script.render(), FILL), harmless_json(data))


def harmless_json(data: object) -> str:
    """JSON that can stand inside a script element: nothing in it ends the element or begins markup."""
    text = json.dumps(data, separators=(",", ":"), allow_nan=False)  # ASCII only: no separator that a script dislikes
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


def _name(element: Any, name: str) -> None:
    """Names are folium's variables; fixed ones make the same report the same file."""
    element._id = name


def _add(city: folium.Map, name: str, features: list[dict[str, Any]], **more: Any) -> None:
    layer = folium.GeoJson(_collection(features), control=False, **more)
    _name(layer, name)
    layer.add_to(city)


def _ground(piece: Piece, look: Look, tokens: Tokens) -> dict[str, Any]:
    style: dict[str, Any] = {"stroke": bool(look.line), "weight": look.width, "fill": bool(look.fill), "fillOpacity": 1}
    style |= {"color": tokens[look.line]} if look.line else {}
    style |= {"fillColor": tokens[look.fill]} if look.fill else {}
    style |= {"dashArray": "7 5"} if look.dashed else {}
    return {"type": "Feature", "geometry": mapping(piece.geometry), "properties": {"style": style}}


def _label(piece: Piece) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": piece.label}
    return {"type": "Feature", "geometry": geometry, "properties": {"name": plain(piece.name, 60)}}


def _dot(dot: Dot, given: ShiftInput, document: Document, tokens: Tokens) -> dict[str, Any]:
    report, language = dot.report, document.language
    ring = tokens["late"] if dot.late else tokens["map.symbol_edge"]
    state = say(f"status.{report.status}", language) + (f" · {say('late', language)}" if dot.late else "")
    lines = [
        ["card-number", report.number],
        ["card-title", category_name(given.city, report.category, language)],
        ["card-state card-late" if dot.late else "card-state", state],
        ["card-place", plain(report.place_note, 120)],
        ["card-text", plain(report.text, 400)],
    ]
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [round(dot.lon, 6), round(dot.lat, 6)]},
        "properties": {
            "radius": dot.radius,
            "lines": [line for line in lines if line[1]],
            "style": {
                "color": ring,
                "weight": 2.5 if dot.late else 1.2,
                "fillColor": tokens[dot.symbol.color],
                "fillOpacity": 0.92,
            },
        },
    }


def legend(document: Document, department: str, tokens: Tokens) -> tuple[tuple[str, str, str], ...]:
    """Each colour of a dot with its word, and what a ring means: (fill or empty, ring or empty, word)."""
    language = document.language
    given = {row.gives for row in Style().rows(INCIDENT, Part.COLOR)}
    words = {key.removeprefix("symbol."): key for key in WORDS if key.startswith("symbol.map.")}
    rows = [
        (tokens[token], "", say(words[token], language, department=department)) for token in words if token in given
    ]
    return (*rows, ("", tokens["late"], say("symbol.late", language)))
