"""The sources of tiles of this computer, and which of them is shown: `basemaps.json` in the data folder."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from layers.tilesources import NotASource, TileSource, source_of

FILE = "basemaps.json"
CITY, SCHEMATIC = "city", "schematic"  # what can be shown besides sources
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is in the file."""

    sources: tuple[TileSource, ...] = ()
    chosen: str = CITY

    def source(self, key: str) -> TileSource | None:
        """The source of that key."""
        return next((source for source in self.sources if source.key == key), None)


def read(data: Path) -> Kept:
    """What was kept; a row that makes no sense is left out, and said so in the log."""
    try:
        told = json.loads((data / FILE).read_text(encoding="utf-8"))
        rows, chosen = told["sources"], str(told["chosen"])
    except FileNotFoundError:
        return Kept()
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.warning("%s can't be read: %s", data / FILE, error)
        return Kept()
    sources: list[TileSource] = []
    for row in rows if isinstance(rows, list) else ():
        try:
            sources.append(source_of(row))
        except NotASource as error:
            log.warning("%s: %s", data / FILE, error)
    known = Kept(tuple(sources), chosen)
    return known if chosen in (CITY, SCHEMATIC) or known.source(chosen) else replace(known, chosen=CITY)


def write(data: Path, kept: Kept) -> None:
    """Keep it: wholly, or as it was. Raises OSError."""
    data.mkdir(parents=True, exist_ok=True)
    told = {"chosen": kept.chosen, "sources": [source.as_json() for source in kept.sources]}
    fresh = data / f"{FILE}.new"
    fresh.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    fresh.replace(data / FILE)


def added(kept: Kept, source: TileSource) -> Kept:
    """With one source more, its key made from its title; the same address again replaces its row."""
    others = [one for one in kept.sources if one.origin != source.origin or one.key == source.key]
    same = next((one for one in kept.sources if one.origin == source.origin), None)
    key = source.key or (same.key if same else _free_key(source.title, (one.key for one in kept.sources)))
    rows = [one for one in others if one.key != key]
    return replace(kept, sources=(*rows, replace(source, key=key)))


def removed(kept: Kept, key: str) -> Kept:
    """Without that source. KeyError where there is none."""
    if kept.source(key) is None:
        raise KeyError(key)
    rows = tuple(one for one in kept.sources if one.key != key)
    return Kept(rows, CITY if kept.chosen == key else kept.chosen)


def _free_key(title: str, taken: Iterable[str]) -> str:
    used = {*taken, CITY, SCHEMATIC}
    plain = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:30] or "tiles"
    return next(key for key in (plain, *(f"{plain}-{number}" for number in range(2, 10_000))) if key not in used)
