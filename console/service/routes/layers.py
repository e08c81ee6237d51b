"""Layers: what lies on the map, as a whole or since a version; filling one at once; the city's own areas."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from console.domain import wire
from console.domain.errors import NotValid
from console.domain.roles import Right
from console.domain.wire import Json
from console.service import holdings
from console.service.calls import Answer, Call, Row
from console.service.events import layer_json
from console.service.problems import Problem, not_found
from console.service.store.contract import Transaction
from console.service.titles import words
from layers.catalog import BY_KEY

if TYPE_CHECKING:
    from layers.features import Feature

READ = (Right.READ_LAYERS,)
SET_UP = (Right.PUBLISH_LAYERS,)  # past the second pair of eyes: whoever else brings a file hands in a draft
IMPORT_BYTES = 128_000_000
EMPTY: Json = {"version": 0, "heard_at": None, "count": 0}


def states(call: Call) -> Answer:
    """Every layer: title, whether people draw on it, version, age and count; the titles in other languages."""
    known = {layer.key: layer_json(layer) for layer in call.service.store.read.layers()}
    rows = [
        {"key": layer.key, "title": layer.title, "drawn": bool(layer.editors), **known.get(layer.key, EMPTY)}
        for layer in BY_KEY.values()
    ]
    return Answer({"layers": rows, "words": words(layer.title for layer in BY_KEY.values())})


def features(call: Call) -> Answer:
    """What changed on a layer since a version."""
    found = call.service.store.read.delta(_key(call), call.number("since", 0, 0, 10**15))
    if call.console == "qgis":
        about = {"by": "qgis", "count": len(found.features)}
        call.service.register.taken(call, "layer", about, hourly=call.path["key"])
    heard = found.heard_at.isoformat() if found.heard_at else None
    return Answer({"version": found.version, "features": found.features, "removed": found.removed, "heard_at": heard})


async def import_features(call: Call) -> Answer:
    """Puts features on a layer, all or none; with `replace` what is not among them goes."""
    key = _key(call)
    if not BY_KEY[key].editors:
        raise Problem(403, "not-allowed", "Nothing is drawn on this layer: it shows reports.")
    data = await asyncio.get_running_loop().run_in_executor(call.service.readers, call.json)
    wire.only(data, "features", "replace")
    replace = data.get("replace", False)
    if not isinstance(replace, bool):
        raise NotValid("replace must be true or false", field="replace")
    return Answer(await _put(call, key, data.get("features"), complete=replace))


async def replace_areas(call: Call) -> Answer:
    """The city's own areas take the place of the schematic ones. What was filed keeps the areas that it had."""
    data = await asyncio.get_running_loop().run_in_executor(call.service.readers, call.json)
    wire.only(data, "features")
    answer = await _put(call, "area", data.get("features"), complete=True)
    areas = [item.geojson for item in call.service.store.read.features("area").values()]
    await asyncio.get_running_loop().run_in_executor(call.service.readers, call.service.places.replace_areas, areas)
    return Answer(answer)


async def _put(call: Call, key: str, rows: object, *, complete: bool) -> Json:
    await call.prepared()

    def check() -> list[Feature]:
        return holdings.checked(key, rows)

    found = await asyncio.get_running_loop().run_in_executor(call.service.readers, check)
    actor = call.actor()

    from layers.features import Feature

    def put(tx: Transaction) -> Json:
        if complete:  # one source: what others brought to this layer goes as well
            others = {item.source for item in tx.features(key).values()} - {"import"}
            for source in others:
                holdings.take(tx, key, (), source=source, at=actor.at, complete=True)
        named = [Feature(key, item.id, item.geometry, item.properties, source="import") for item in found]
        change = holdings.take(tx, key, named, source="import", at=actor.at, complete=complete)
        counts: Json = {"features": len(found), "changed": len(change.put), "removed": len(change.gone)}
        tx.append(actor, "layer.import", "layer", key, tx.layer(key).version, counts)
        return {**counts, "version": tx.layer(key).version}

    return await call.write(put)


def _key(call: Call) -> str:
    key = call.path["key"]
    if key not in BY_KEY:
        raise not_found("layer")
    return key


ROUTES = (
    Row("GET", "/layers", states, READ),
    Row("GET", "/layers/{key}/features", features, READ, ("since",)),
    Row("POST", "/layers/{key}/import", import_features, SET_UP, limit=IMPORT_BYTES, seconds=120),
    Row("POST", "/basemap/areas", replace_areas, SET_UP, limit=IMPORT_BYTES, seconds=120),
)
