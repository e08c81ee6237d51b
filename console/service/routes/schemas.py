"""What other programs must know of a layer to edit it: its fields, its geometry, how it looks, who may."""

from __future__ import annotations

import hashlib
import tomllib
from functools import lru_cache
from typing import Any

from console.domain import wire
from console.domain.roles import Right
from console.domain.wire import Json
from console.resources import resource_path
from console.service.calls import Answer, Call, Row
from console.service.problems import not_found
from console.service.titles import words
from layers.catalog import BY_KEY, Layer


def schema(call: Call) -> Answer:
    """One layer's row. `digest` changes when its fields do; `words` are its titles in other languages."""
    layer = BY_KEY.get(call.path["key"])
    if layer is None:
        raise not_found("layer")
    fields = [
        {
            "key": field.key,
            "kind": str(field.kind),
            "title": field.title,
            "required": field.required,
            "choices": list(field.choices),
            "low": field.low,
            "high": field.high,
            "unit": field.unit,
            "max_length": field.max_length,
        }
        for field in layer.fields
    ]
    may = call.user.may(Right.EDIT_LAYERS) and str(call.user.role) in layer.editors
    about: Json = {"key": layer.key, "title": layer.title, "geometry": str(layer.geometry), "label": layer.label}
    rights = {"may_edit": may, "may_publish": may and call.user.may(Right.PUBLISH_LAYERS)}
    digest = hashlib.sha256(wire.dump([fields, about["geometry"]])).hexdigest()
    shown = looks(layer)
    titles = (layer.title, *(field.title for field in layer.fields), *(row["label"] for row in shown["colors"]))
    return Answer({**about, **rights, "fields": fields, "looks": shown, "digest": digest, "words": words(titles)})


def looks(layer: Layer) -> Json:
    """The shape, and colours by field (the first that fits), from the same rows as the map's; colours of the day."""
    from layers.style import Part, rows_of

    rows = rows_of(layer)
    shape = next((row.gives for row in reversed(rows) if row.part is Part.SHAPE), "circle")
    colours = [
        {
            "field": row.field,
            "values": list(row.values),
            "low": row.low,
            "color": _colour(row.gives),
            "label": row.word,
        }
        for row in rows
        if row.part is Part.COLOR
    ]
    return {"shape": str(shape), "colors": colours}


def _colour(token: str) -> str:
    """A token of the theme as a colour, `map.wifi` or `accent`."""
    table: Any = _theme()
    for name in token.split("."):
        table = table.get(name) if isinstance(table, dict) else None
    return table if isinstance(table, str) else str(_theme()["accent"])


@lru_cache(1)
def _theme() -> Json:
    with resource_path("theme.toml").open("rb") as file:
        return dict(tomllib.load(file)["day"])


ROUTES = (Row("GET", "/layers/{key}/schema", schema, (Right.READ_LAYERS,)),)
