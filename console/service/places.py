"""Where a report lies: the gazetteer of the areas that hold now, the schematic ones or those that the city imported."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from console.domain.city import City
from console.domain.errors import OutsideCity
from console.domain.wire import Json
from console.resources import resource_path

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from layers.basemap import Basemap, Ground
    from layers.places import Gazetteer

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The codes of the areas that a place lies in; `outside`: beyond the border, but within the margin."""

    kelurahan: str = ""
    kecamatan: str = ""
    outside: bool = False


class Places:
    """Answers where a place lies. It is made ready in a thread of its own, so that the service is up at once."""

    def __init__(self, city: City) -> None:
        self._city = city
        self._ready: Future[Gazetteer] = Future()
        self._ground: Basemap | None = None
        self._thread: threading.Thread | None = None

    def start(self, areas: Sequence[Json]) -> None:
        """Begins to read the basemap; `areas` are features of the `area` layer that take the place of its own."""
        self._thread = threading.Thread(target=self._load, args=(list(areas),), name="places", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Waits for what is being read: a thread inside a library must not outlive the interpreter."""
        if self._thread is not None:
            self._thread.join(10)

    def replace_areas(self, areas: Sequence[Json]) -> None:
        """From now on these areas hold; what was judged before stays."""
        self.gazetteer()
        fresh: Future[Gazetteer] = Future()
        fresh.set_result(self._made(list(areas)))
        self._ready = fresh

    @property
    def is_ready(self) -> bool:
        """Whether an answer comes at once."""
        return self._ready.done()

    def wait(self) -> None:
        """Until the first gazetteer is ready, or can't be made."""
        self._ready.exception(timeout=30)

    def gazetteer(self) -> Gazetteer:
        """The gazetteer; waits for the first one."""
        return self._ready.result(timeout=30)

    @property
    def ground(self) -> Basemap:
        """The basemap that came with the profile."""
        self.gazetteer()
        if self._ground is None:
            raise LookupError("the basemap was never read")
        return self._ground

    def at(self, lon: float, lat: float) -> Whereabouts:
        """The areas of a place (longitude first). Raises OutsideCity beyond the profile's margin."""
        gazetteer = self.gazetteer()
        found = gazetteer.area_at(lon, lat)
        if found is not None:
            return Whereabouts(found[0].code, found[1].code)
        away_m = gazetteer.distance_to_city_m(lon, lat)
        if away_m <= 0:
            return Whereabouts()
        if away_m <= self._city.accept_margin_m:
            return Whereabouts(outside=True)
        swapped = gazetteer.looks_swapped(lon, lat)
        words = "Latitude and longitude look swapped." if swapped else "Check it, or pass the report on."
        raise OutsideCity(
            f"The place lies {away_m / 1000:.1f} km outside the city. {words}",
            field="lat",
            distance_km=round(away_m / 1000, 1),
            swapped=swapped,
        )

    def concerns(self, geometry: BaseGeometry) -> bool:
        """Whether what is drawn (degrees, longitude first) touches the city or its margin."""
        return self.gazetteer().is_near(geometry, self._city.accept_margin_m)

    def _load(self, areas: list[Json]) -> None:
        try:
            self._ready.set_result(self._made(areas))
        except Exception as error:
            log.exception("the basemap can't be read")
            self._ready.set_exception(error)

    def _made(self, areas: list[Json]) -> Gazetteer:
        from layers.basemap import load_basemap  # brings shapely: takes long, and nobody waits for it here
        from layers.places import Gazetteer

        if self._ground is None:
            self._ground = load_basemap(resource_path("basemap", self._city.basemap))
        ground = self._ground
        if areas:
            given = tuple(_ground(row) for row in areas)
            kinds = {area.kind for area in given}  # without kelurahan nothing could be placed any more
            own = (area for area in ground.themes.get("areas", ()) if area.kind not in kinds)
            themes = {**ground.themes, "areas": (*given, *own)}
            ground = replace(ground, themes=MappingProxyType(themes))
        return Gazetteer(ground)


def _ground(row: Json) -> Ground:
    from layers.basemap import Ground
    from layers.features import read_geometry

    properties = dict(row["properties"])
    aliases = properties.get("aliases") or ()
    if isinstance(aliases, str):
        properties["aliases"] = [name.strip() for name in aliases.split(";") if name.strip()]
    return Ground("areas", str(row["id"]), read_geometry(row["geometry"]), properties)
