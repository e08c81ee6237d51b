"""The city's own ground: taken in by `./poc import basemap`, else the schematic one that comes with the program."""

from __future__ import annotations

from pathlib import Path

from console.domain.city import City
from console.resources import RESOURCES
from layers.basemap import Basemap, load_basemap
from layers.places import Gazetteer


def basemap_folder(data: Path, city: City) -> Path:
    """The city's own basemap where one was taken in, else the schematic one."""
    own = data / "basemap" / city.basemap
    return own if (own / "basemap.toml").is_file() else RESOURCES / "basemap" / city.basemap


def read_basemap(folder: Path) -> tuple[Basemap, Gazetteer]:
    """A basemap and the places on it."""
    basemap = load_basemap(folder)
    return basemap, Gazetteer(basemap)
