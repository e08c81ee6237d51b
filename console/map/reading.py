"""The map for ears: which symbols are in view, and what each is called."""

from __future__ import annotations

import numpy as np

from console.map.overlay import Key
from console.map.planes import Picture
from console.map.scene import Scene
from console.map.spots import joined
from console.map.words import symbol_words


def keys_in_view(picture: Picture, scene: Scene) -> list[Key]:
    """The symbols that stand alone in view, from left to right; what is in a group or a mere dot is left out."""
    camera = picture.camera
    left, top = camera.origin()
    box = (left, top, camera.width, camera.height)
    sight = picture.points.sight(camera.scale, camera.view.zoom, box)
    spot = sight.alone if picture.points.is_quiet(camera.view.zoom) else joined((sight.alone, sight.standing))
    shown = [
        (float(x), scene.points[layer].key, scene.points[layer].table.ids[row])
        for layer, row, x, y in zip(spot.layer.tolist(), spot.row.tolist(), spot.x, spot.y, strict=True)
        if 0 <= x - left < camera.width and 0 <= y - top < camera.height
    ]
    return [(key, ident) for _, key, ident in sorted(shown)]


def counts_in_view(picture: Picture, scene: Scene) -> dict[str, int]:
    """How many points of each visible layer are in view, grouped or not, in the catalogue's order."""
    camera = picture.camera
    left, top = camera.origin()
    spot = picture.points.spot(camera.scale, left, top, left + camera.width - 1, top + camera.height - 1)
    counts = np.bincount(spot.layer, minlength=len(scene.points)).tolist()
    pairs = zip(scene.points, counts, strict=True)
    return {layer.key: count for layer, count in reversed(list(pairs)) if count}


def spoken_name(scene: Scene, key: Key) -> str:
    """What a screen reader says of a feature: its number or name, and its look in words."""
    feature, symbol = scene.feature(*key), scene.symbol(*key)
    if feature is None or symbol is None:
        return ""
    properties = feature.properties
    title = properties.get("number") or properties.get("name") or properties.get("street") or ""
    words = symbol_words(symbol)
    return f"{title}: {words}" if title else words
