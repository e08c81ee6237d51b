"""A city's own files made into a basemap folder: each shape recognised, areas summed, what can't be used told of."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import box, mapping
from shapely.geometry.base import BaseGeometry

from layers.basemap import Basemap, BasemapUnreadable, load_basemap
from layers.basemapareas import KnownArea, Village, areas_of, village_of
from layers.basemapkinds import THEMES, TITLES, Progress, what_is
from layers.places import normal_name
from layers.refusals import Refusal
from layers.shapes import RawFeature, ShapeFile, open_shapes

MARGIN_DEGREES = 0.03  # about 3 km around the city stay on the map, so that roads do not end at its border
POINT_THEMES = ("stations", "landmarks")  # facts with a name: they also fit on a map that replaces a schematic
DIGITS = 7  # of a degree: about a centimetre
OSM_CREDIT = "© OpenStreetMap contributors (ODbL)"


class NoBasemap(ValueError):
    """No basemap can be made of these files; the message says what is missing. What was there before still is."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file to take, and the theme that a person says it is (empty: it is recognised row by row)."""

    path: Path
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """What was made. `counts` by theme, areas by kind; `kept` are themes taken over; refusals by file name."""

    folder: Path
    counts: Mapping[str, int]
    kept: tuple[str, ...]
    refusals: Mapping[str, tuple[Refusal, ...]]
    rows: int
    taken: int
    bbox: tuple[float, float, float, float]
    schematic: bool


@dataclass(slots=True)
class _Gathered:
    """What the files gave so far."""

    themes: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    shapes: dict[str, list[BaseGeometry]] = field(default_factory=dict)
    origin: dict[str, list[tuple[str, RawFeature]]] = field(default_factory=dict)
    villages: list[Village] = field(default_factory=list)
    refusals: dict[str, list[Refusal]] = field(default_factory=dict)
    rows: int = 0
    osm: bool = False


def build_basemap(
    sources: Sequence[Source],
    target: Path,
    key: str,
    title: str,
    *,
    before: Path | None = None,
    attribution: str = "",
    progress: Progress = lambda _: None,
) -> Summary:
    """Writes the basemap folder `target` (format: resources/basemap; read by layers.basemap.load_basemap).

    `before` is the basemap in use: its codes of areas are kept (routing needs them), and themes that the files do not
    hold are taken over from it: all while the areas stay the same or were real before, else only named points.
    Landmarks of old and new stand side by side, each name once.
    Raises NoBasemap, Unreadable or OSError; then nothing was changed.
    """
    old = _load(before)
    gathered = _Gathered()
    for source in sources:
        for opened in _tables(source.path):
            progress(f"{opened.name}{f' ({opened.table})' if len(opened.tables) > 1 else ''}: {len(opened.rows)} rows")
            _gather(opened, source.theme, gathered)
    if not any(gathered.shapes.values()) and not gathered.villages:
        raise NoBasemap("nothing in these files can be put on a basemap; say what a file is: roads=FILE")
    themes, shapes = _areas(gathered, old, title)
    if not themes:
        raise NoBasemap("there are no areas: give the file with the kelurahan as well")
    real = bool(gathered.villages)
    bbox = tuple(round(float(value), 6) for value in shapely.union_all(shapes).bounds)
    progress("recognised: " + ", ".join(f"{name} {len(rows)}" for name, rows in gathered.shapes.items() if rows))
    outside = _around_city(gathered, bbox)
    progress(f"{outside} shapes lie farther than 3 km around the city")
    kept = _kept(gathered, old, real)
    written = {"areas": themes} | gathered.themes | {name: _from_ground(old, name) for name in kept}
    written["landmarks"] = _together(written.get("landmarks", []), _from_ground(old, "landmarks"))
    schematic = not real and old is not None and old.schematic
    credit = (attribution, attribution) if attribution else _credit(title, gathered, old, schematic)
    files = [source.path.name for source in sources]
    head = {"key": key, "title": title, "credit": credit, "schematic": schematic, "bbox": list(bbox), "files": files}
    _write(target, head, {name: written[name] for name in THEMES if written.get(name)})
    kinds: dict[str, int] = {}
    for row in themes:
        kinds[str(row["properties"]["kind"])] = kinds.get(str(row["properties"]["kind"]), 0) + 1
    refused = {name: tuple(sorted(rows, key=lambda row: row.line)) for name, rows in gathered.refusals.items()}
    return Summary(
        folder=target,
        counts=kinds | {name: len(rows) for name, rows in written.items() if rows and name != "areas"},
        kept=kept if real else (*(("areas",) if old else ()), *kept),
        refusals=refused,
        rows=gathered.rows,
        taken=gathered.rows - sum(map(len, refused.values())),
        bbox=bbox,  # type: ignore[arg-type]
        schematic=schematic,
    )


# --- gathering -----------------------------------------------------------------------------------------------------


def _tables(path: Path) -> Iterable[ShapeFile]:
    first = open_shapes(path)
    yield first
    for table in first.tables[1:]:
        yield open_shapes(path, table)


def _gather(opened: ShapeFile, theme: str, gathered: _Gathered) -> None:
    refused = gathered.refusals.setdefault(opened.name, [])
    gathered.rows += len(opened.rows)
    hint = f"{opened.name} {opened.table}"
    gathered.osm |= opened.format == "Overpass"
    for row in opened.rows:
        if isinstance(row, Refusal):
            refused.append(row)
            continue
        if theme in ("", "areas") and row.geometry.geom_type in ("Polygon", "MultiPolygon"):
            village = village_of(row.properties, row.geometry)
            if village is not None:
                gathered.villages.append(village)
                continue
        found = what_is(row.properties, row.geometry.geom_type, hint, theme)
        if found is None:
            said = f"nothing says what this {row.geometry.geom_type} is; for a whole file say it: roads={opened.name}"
            refused.append(Refusal(row.number, "kind", said, row.properties))
            continue
        gathered.shapes.setdefault(found.theme, []).append(row.geometry)
        gathered.themes.setdefault(found.theme, []).append(found.properties)
        gathered.origin.setdefault(found.theme, []).append((opened.name, row))


def _areas(gathered: _Gathered, old: Basemap | None, title: str) -> tuple[list[dict[str, Any]], list[BaseGeometry]]:
    """The areas as GeoJSON features, and the shapes of the smallest: from the files, else those there are."""
    if not gathered.villages:
        grounds = old.themes.get("areas", ()) if old else ()
        return _from_ground(old, "areas"), [ground.geometry for ground in grounds]
    known = [
        KnownArea(
            str(ground.properties.get("code") or ground.id),
            ground.name,
            ground.kind,
            str(ground.properties.get("kecamatan") or ""),
            tuple(ground.properties.get("aliases") or ()),
        )
        for ground in (old.themes.get("areas", ()) if old else ())
    ]
    made = areas_of(gathered.villages, known, title)
    features = [_feature(str(about["code"]), geometry, about) for geometry, about in made]
    return features, [geometry for geometry, _ in made]


def _around_city(gathered: _Gathered, bbox: Sequence[float]) -> int:
    """Turns what lies around the city into features, and refuses what lies farther away. How many that were."""
    west, south, east, north = bbox
    around = box(west - MARGIN_DEGREES, south - MARGIN_DEGREES, east + MARGIN_DEGREES, north + MARGIN_DEGREES)
    far = 0
    for theme, shapes in gathered.shapes.items():
        near = shapely.intersects(np.array(shapes, dtype=object), around)
        kept: list[dict[str, Any]] = []
        for index, (name, row) in enumerate(gathered.origin[theme]):
            if near[index]:
                ident = f"{theme}-{len(kept) + 1}"
                kept.append(_feature(ident, shapes[index], gathered.themes[theme][index]))
            else:
                far += 1
                said = "it lies farther than 3 km around the city"
                gathered.refusals[name].append(Refusal(row.number, "outside", said, row.properties))
        gathered.themes[theme] = kept
    return far


def _kept(gathered: _Gathered, old: Basemap | None, real: bool) -> tuple[str, ...]:
    """The themes that are taken over from the basemap before."""
    if old is None:
        return ()
    fits = THEMES if not real or not old.schematic else POINT_THEMES
    return tuple(name for name in fits if name != "areas" and old.themes.get(name) and not gathered.themes.get(name))


def _together(new: list[dict[str, Any]], old: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The new rows, and those of the old whose name is not among them."""
    names = {normal_name(str(row["properties"].get("name") or "")) for row in new}
    more = [row for row in old if normal_name(str(row["properties"].get("name") or "")) not in names]
    return [dict(row, id=f"landmarks-{number}") for number, row in enumerate([*new, *more], 1)]


def _from_ground(old: Basemap | None, theme: str) -> list[dict[str, Any]]:
    grounds = old.themes.get(theme, ()) if old else ()
    return [_feature(ground.id, ground.geometry, ground.properties) for ground in grounds]


def _load(folder: Path | None) -> Basemap | None:
    if folder is None or not (folder / "basemap.toml").exists():
        return None
    try:
        return load_basemap(folder)
    except BasemapUnreadable as error:
        raise NoBasemap(f"the basemap in use can't be read: {error}") from error


def _credit(title: str, gathered: _Gathered, old: Basemap | None, schematic: bool) -> tuple[str, str]:
    """What stands on the map's edge, Indonesian and English: whose data, and OpenStreetMap where it is in it."""
    was_osm = old is not None and not old.schematic and OSM_CREDIT in old.attribution.get("id", "")
    osm = f" · {OSM_CREDIT}" if gathered.osm or was_osm else ""
    if schematic and old is not None:
        return old.attribution.get("id", "") + osm, old.attribution.get("en", "") + osm
    return f"{title}: data kota sendiri{osm}", f"{title}: the city's own data{osm}"


# --- writing -------------------------------------------------------------------------------------------------------


def _feature(ident: str, geometry: BaseGeometry, properties: Mapping[str, Any]) -> dict[str, Any]:
    rounded = shapely.transform(geometry, lambda places: np.round(places, DIGITS))
    shape = rounded if rounded.is_valid else geometry
    plain = {key: list(value) if isinstance(value, tuple) else value for key, value in properties.items()}
    return {"type": "Feature", "id": ident, "properties": plain, "geometry": mapping(shape)}


def _write(target: Path, head: Mapping[str, Any], themes: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Writes beside the target, reads it back, and only then puts it in its place."""
    fresh = target.with_name(f"{target.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    title, (own, english) = _quoted(head["title"]), map(_quoted, head["credit"])
    lines = ["# Written by `./poc import basemap`.", f"key = {_quoted(head['key'])}"]
    lines += [f"title = {{id = {title}, en = {title}}}", f"attribution = {{id = {own}, en = {english}}}"]
    lines.append(f"files = [{', '.join(map(_quoted, head['files']))}]  # what it was made of")
    lines += [f"schematic = {str(head['schematic']).lower()}", f"bbox = {head['bbox']}"]
    for name, rows in themes.items():
        own, english = TITLES[name]
        lines += ["", "[[theme]]", f'key = "{name}"', f"title = {{id = {_quoted(own)}, en = {_quoted(english)}}}"]
        lines.append(f'file = "{name}.geojson"')
        data = {"type": "FeatureCollection", "features": rows}
        body = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        (fresh / f"{name}.geojson").write_text(body, encoding="utf-8")
    (fresh / "basemap.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    try:
        load_basemap(fresh)
    except BasemapUnreadable as error:
        raise NoBasemap(f"what was made can't be read back: {error}") from error
    old = target.with_name(f"{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _quoted(text: object) -> str:
    """A TOML basic string; JSON's escapes are among TOML's."""
    return json.dumps("".join(letter for letter in str(text) if letter.isprintable()), ensure_ascii=False)
