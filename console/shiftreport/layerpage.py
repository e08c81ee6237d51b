"""Features of a layer as one HTML file that works with the cable pulled: a folium map, its legend, a card for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping

from console import i18n
from console.domain.calendar import WIB
from console.domain.city import City
from console.shiftreport.mapscript import Tokens, on_ground
from console.shiftreport.page import attribution, sealed
from console.shiftreport.words import plain, say
from console.theme import Theme
from layers.basemap import Basemap
from layers.features import Feature
from layers.style import Style

MOST_LETTERS = 400  # of one line of a card


@dataclass(frozen=True, slots=True, eq=False)
class LayerInput:
    """What the page is made from. `title` and the `legend`'s words (English word → said) are in the page's language."""

    title: str
    features: Sequence[Feature]
    city: City
    made_at: datetime
    card: Callable[[Feature], Sequence[tuple[str, str]]]  # of a feature: what stands on its card, title and value
    legend: Callable[[str], str]
    areas: Sequence[Feature] = ()
    basemap: Basemap | None = None
    demo: bool = False


def layer_page(given: LayerInput, language: str, theme: Theme) -> str:
    """The whole file. What stands in a field is data beside the map, and is put into text nodes."""
    style, tokens = Style(), theme.tokens
    shown = [_shown(feature, given, style, tokens) for feature in given.features]
    shown.sort(key=lambda row: int(row["properties"].pop("rank")))
    layer = given.features[0].layer if given.features else ""
    legend = dict.fromkeys((tokens[symbol.color], given.legend(word)) for word, symbol in style.legend(layer))
    at = given.made_at.astimezone(WIB)
    return sealed(
        "layer.html",
        on_ground(given, shown, tokens),
        theme,
        language=language,
        say=partial(_said, language),
        title=plain(given.title, 120),
        city=given.city.name.get(language, given.city.key),
        counted=say("features", language, count=i18n.number(len(shown), 0, language)),
        demo=say("demo", language) if given.demo else "",
        made=say("made", language, day=f"{at:%d/%m/%Y}", clock=f"{at:%H.%M}" if language == "id" else f"{at:%H:%M}"),
        legend=list(legend),
        attribution=attribution(given, language),
    )


def write_layer_page(given: LayerInput, language: str, theme: Theme, path: Path) -> None:
    """Writes the page beside its place and moves it there. Raises OSError."""
    fresh = path.with_name(f"~{path.name}")
    fresh.write_text(layer_page(given, language, theme), encoding="utf-8", errors="replace")
    fresh.replace(path)


def _said(language: str, key: str) -> str:
    return say(key, language)


def _shown(feature: Feature, given: LayerInput, style: Style, tokens: Tokens) -> dict[str, Any]:
    symbol = style.symbol(feature.layer, feature.properties)
    color, area = tokens[symbol.color], shapely.get_dimensions(feature.geometry) == 2
    rows = [(title, plain(value, MOST_LETTERS)) for title, value in given.card(feature)]
    lines = [["card-title", rows[0][1]]] if rows else []
    lines += [["card-line", f"{title}: {value}"] for title, value in rows[1:] if value]
    line = shapely.get_dimensions(feature.geometry) == 1
    return {
        "type": "Feature",
        "geometry": mapping(shapely.set_precision(feature.geometry, 1e-6, mode="pointwise")),
        "properties": {
            "rank": symbol.rank,
            "radius": symbol.size / 4,
            "lines": lines,
            "style": {
                "color": color if area or line else tokens["map.symbol_edge"],
                "weight": max(3.0, symbol.size / 4) if line else 1.2,
                "fill": not line,
                "fillColor": color,
                "fillOpacity": 0.18 if area else 0.92,
            },
        },
    }
