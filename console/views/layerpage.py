"""What a layer's table hands to the page that it exports: words of the fields and of the legend, in the language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from console.domain.city import City
from console.theme import Theme
from console.views.layerwords import name_of, value_said
from console.words import field_word, language, layer_word
from layers.basemap import Basemap
from layers.catalog import BY_KEY
from layers.features import Feature


def card_of(now: datetime, feature: Feature) -> list[tuple[str, str]]:
    """Its name, then every field that has a value, with its title."""
    layer = BY_KEY[feature.layer]
    rows = [
        (field_word(field.title), value_said(field, feature.properties.get(field.key), now))
        for field in layer.fields
        if field.key != layer.label
    ]
    return [("", name_of(feature)), *((title, value) for title, value in rows if value)]


def symbol_word(word: str) -> str:
    """A word of the legend."""
    return QCoreApplication.translate("Symbols", word)


def page_writer(
    city: City, demo: bool, areas: Sequence[Feature], basemap: Basemap | None, made_at: datetime
) -> Callable[[Sequence[Feature], Path], None]:
    """Writes features into a page; to be called in a task."""
    return partial(_write, city, demo, tuple(areas), basemap, made_at, language())


def _write(
    city: City,
    demo: bool,
    areas: Sequence[Feature],
    basemap: Basemap | None,
    made_at: datetime,
    code: str,
    features: Sequence[Feature],
    path: Path,
) -> None:
    from console.shiftreport.layerpage import LayerInput, write_layer_page  # brings folium

    title = layer_word(features[0].layer) if features else path.stem
    given = LayerInput(title, features, city, made_at, partial(card_of, made_at), symbol_word, areas, basemap, demo)
    write_layer_page(given, code, Theme.load("day"), path)
