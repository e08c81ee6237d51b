"""Brings the chosen ground onto the map: the city's own, the schematic, vector tiles of a file, or tiles over it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from console.basemaps.book import Standing
from console.basemaps.kept import SCHEMATIC
from console.basemaps.web import Why
from console.domain.city import City
from console.map.rasters import Raster
from console.resources import RESOURCES
from console.state.basemaps import Basemaps
from console.tasks import Tasks
from console.views.basemapdialog import BasemapDialog
from console.views.mapview import MapView
from layers.basemap import Basemap, load_basemap
from layers.geometry import Bounds
from layers.vectortiles import NothingThere, with_tiles


class GroundKeeper(QObject):
    """Listens to the choice and to the panel; the old picture stays until the new ground is there."""

    def __init__(
        self,
        view: MapView,
        basemaps: Basemaps,
        schematic: Callable[[], Basemap],
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        """``schematic`` reads the schematic map; slow."""
        super().__init__(parent)
        self._view, self._basemaps, self._schematic, self._tasks = view, basemaps, schematic, tasks
        self._city: Basemap | None = None
        self._turn = 0  # of the choice that holds
        self.dialog: BasemapDialog | None = None
        chooser = view.panel.chooser
        chooser.chosen.connect(basemaps.choose)
        chooser.removed.connect(basemaps.remove)
        chooser.add_wanted.connect(self.ask)
        basemaps.listed.connect(self._on_listed)
        basemaps.shown.connect(self._on_shown)
        basemaps.stood.connect(chooser.set_standing)

    def close(self) -> None:
        """Ends what the sources do in threads of their own."""
        self._basemaps.close()

    def set_city(self, city: Basemap) -> None:
        """The city's own ground, whichever is shown."""
        first, self._city = self._city is None, city
        if first:
            self._basemaps.start()
        else:
            self._on_listed()
            self._on_shown()

    @Slot()
    def ask(self) -> None:
        """Ask for a new source."""
        self.dialog = BasemapDialog(self._view)
        self.dialog.wanted.connect(self._basemaps.add)
        self._basemaps.added.connect(self.dialog.added)
        self._basemaps.not_added.connect(self.dialog.refuse)
        self.dialog.open()

    @Slot()
    def _on_listed(self) -> None:
        own = self._city is not None and not self._city.schematic
        self._view.panel.chooser.set_sources(self._basemaps.sources, self._basemaps.chosen, has_own=own)
        self._view.place_chrome()

    @Slot()
    def _on_shown(self) -> None:
        city, scene, source = self._city, self._view.canvas.scene, self._basemaps.source()
        if city is None:
            return
        book = self._basemaps.book
        if book is not None or scene.raster is not None:
            scene.set_raster(Raster(book, scene.tasks, scene) if book is not None else None)
        self._turn += 1
        if source is not None and source.vector:
            path = Path(source.address)
            self._read(lambda: with_tiles(city, path))
        elif self._basemaps.chosen == SCHEMATIC and not city.schematic:
            self._read(self._schematic)
        else:
            self._lay(city)

    def _read(self, work: Callable[[], Basemap]) -> None:
        """Show what a slow reading gives, unless something else was chosen meanwhile."""
        turn = self._turn

        def done(basemap: Basemap) -> None:
            if turn == self._turn:
                self._lay(basemap)

        def failed(error: BaseException) -> None:
            if turn == self._turn:
                self._fall_back(error)

        self._tasks.run("basemap.ground", work, done=done, failed=failed)

    def _lay(self, basemap: Basemap) -> None:
        if self._view.canvas.scene.basemap is not basemap:
            self._view.set_basemap(basemap)
        else:
            self._view.credit()

    def _fall_back(self, error: BaseException) -> None:
        """The city's own ground is always there."""
        if self._city is not None:
            self._lay(self._city)
        why = Why.NOTHING_THERE if isinstance(error, NothingThere) else Why.BROKEN
        self._view.panel.chooser.set_standing(Standing(why=why, sentence=str(error)))


def ground_keeper(view: MapView, data: Path, city: City, tasks: Tasks, parent: QObject) -> GroundKeeper:
    """The choice of a ground for a city's map, kept in the data folder."""
    basemaps = Basemaps(data, Bounds(*city.bounds), tasks, parent)
    return GroundKeeper(view, basemaps, partial(load_basemap, RESOURCES / "basemap" / city.basemap), tasks, parent)
