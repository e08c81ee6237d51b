"""`./poc import basemap`: the city's own map."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from console.domain.roles import Right
from console.imports.terminal import say, signed_in, tell
from console.resources import RESOURCES
from layers.basemap import load_basemap
from layers.basemapfiles import Source, build_basemap
from layers.basemapkinds import THEMES
from layers.catalog import BY_KEY
from layers.features import Feature


def take_in(given: argparse.Namespace) -> int:
    sources = [_source(word) for word in given.files]
    with signed_in(given, Right.PUBLISH_LAYERS) as client:
        city = client.city()
        key, title = given.key or city.basemap, given.title or city.name.get("id", city.key)
        target = given.data / "basemap" / key
        before = target if (target / "basemap.toml").exists() else RESOURCES / "basemap" / city.basemap
        say(given, f"basemap {key!r} from {', '.join(source.path.name for source in sources)} into {target}")
        made = build_basemap(
            sources,
            target,
            key,
            title,
            before=before,
            attribution=given.attribution,
            progress=lambda line: say(given, f"  {line}"),
        )
        basemap = load_basemap(target)
        areas = [
            Feature("area", ground.id, ground.geometry, _area_fields(ground.properties), source="import")
            for ground in basemap.themes.get("areas", ())
        ]
        client.replace_areas(areas)
    counts = ", ".join(f"{name} {count:,}" for name, count in made.counts.items())
    say(given, f"on the map: {counts}" + (f"; as before: {', '.join(made.kept)}" if made.kept else ""))
    refused = {name: list(rows) for name, rows in made.refusals.items()}
    return tell(given, made.rows, made.taken, refused, "on the map", counts=dict(made.counts), folder=str(target))


def _source(word: str) -> Source:
    theme, mark, path = word.partition("=")
    if mark and theme in THEMES:
        return Source(Path(path), theme)
    return Source(Path(word))


def _area_fields(properties: Any) -> dict[str, Any]:
    """The fields that the layer `area` has; other spellings joined as it keeps them."""
    fields = {field.key: properties.get(field.key) for field in BY_KEY["area"].fields}
    aliases = fields.get("aliases") or ()
    fields["aliases"] = aliases if isinstance(aliases, str) else "; ".join(aliases)
    return {key: value for key, value in fields.items() if value}
