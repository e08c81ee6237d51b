"""Layers: what lies on the map, as a whole or since a version; importing into one."""

from __future__ import annotations

from console.domain.roles import Right
from console.service.calls import Answer, Call, Row
from console.service.events import layer_json
from console.service.problems import not_found
from layers.catalog import BY_KEY

READ = (Right.READ_LAYERS,)


def states(call: Call) -> Answer:
    """Every layer: version, age and count."""
    known = {layer.key: layer for layer in call.service.store.read.layers()}
    rows = [{"key": key, **(layer_json(known[key]) if key in known else _empty())} for key in BY_KEY]
    return Answer({"layers": rows})


def _empty() -> dict[str, object]:
    return {"version": 0, "heard_at": None, "count": 0}


def features(call: Call) -> Answer:
    """What changed on a layer since a version."""
    key = call.path["key"]
    if key not in BY_KEY:
        raise not_found("layer")
    found = call.service.store.read.delta(key, call.number("since", 0, 0, 10**15))
    heard = found.heard_at.isoformat() if found.heard_at else None
    return Answer({"version": found.version, "features": found.features, "removed": found.removed, "heard_at": heard})


ROUTES = (
    Row("GET", "/layers", states, READ),
    Row("GET", "/layers/{key}/features", features, READ, ("since",)),
)
