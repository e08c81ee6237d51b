"""What the desk's commands do to the view of the map: kept views, following a report, the lock, the graticule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QPoint, QSettings, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu
from shapely.geometry import Point

from console.state.incidents import LAYER
from console.state.selection import Selection
from console.state.session import Session
from console.views.keptviews import SLOTS, KeptView, KeptViews
from console.views.mapprint import MapPrint
from console.views.mapview import MapView
from layers.geometry import to_lonlat

NAMED_FROM = (("kelurahan", 14.0), ("kecamatan", 12.8), ("kota", 0.0))  # kind of area, zoom from which it names a view


class MapMoves(QObject):
    """Each is the operator's own wish; so the view moves, and nothing else moves it."""

    toggled = Signal(str, bool)  # command, whether it holds now

    def __init__(
        self,
        view: MapView,
        selection: Selection,
        session: Session,
        settings: QSettings,
        say: Callable[[str], None],
        now: Callable[[], datetime],
        parent: QObject,
    ) -> None:
        """``say`` tells the operator a sentence."""
        super().__init__(parent)
        self._view, self._selection, self._session, self._say = view, selection, session, say
        self._kept = KeptViews(settings)
        self._following = False
        self._print = MapPrint(view, self.name_of_view, say, now, self)
        for slot in SLOTS:
            keys = QShortcut(QKeySequence(f"Ctrl+{slot}"), view.window())
            keys.activated.connect(partial(self.show_kept, slot))
        selection.changed.connect(self._on_chosen)
        view.canvas.scene.points_changed.connect(self._on_points)
        view.canvas.steered.connect(self.stop_following)
        view.canvas.move_refused.connect(self._on_refused)

    def handlers(self) -> dict[str, Callable[[], None]]:
        """What to call for each command, by its id."""
        return {
            "map.follow": self._toggle_follow,
            "map.lock": self._toggle_lock,
            "map.graticule": self._toggle_graticule,
            "map.views": self._open_menu,
            "map.print": self._print.ask,
        }

    # --- kept views ------------------------------------------------------------------------------

    def show_kept(self, slot: int) -> None:
        """Looks at what is kept under a digit, or says how something gets there."""
        view = self._kept.of(self._session.user.name).get(slot)
        if view is None:
            self._say(self.tr("No view is kept under {digit} yet. Ctrl+B keeps the present one.").format(digit=slot))
        else:
            self._view.canvas.center_on(view.lon, view.lat, view.zoom)

    def keep(self, slot: int) -> None:
        """Keeps what is shown now under a digit."""
        view = self._view.canvas.camera.view
        lon, lat = map(float, to_lonlat(view.x, view.y))
        kept = KeptView(lon, lat, view.zoom, self._name_of(lon, lat, view.zoom))
        self._kept.keep(self._session.user.name, slot, kept)
        self._say(self.tr("Kept: {name}. Ctrl+{digit} shows it again.").format(name=kept.name, digit=slot))

    def menu(self) -> QMenu:
        """The kept views, to look at one; below, the nine places to keep the present view in."""
        menu, kept = QMenu(self._view), self._kept.of(self._session.user.name)
        keeping = QMenu(self.tr("&Keep this view under"), menu)
        for slot in SLOTS:
            name = kept[slot].name.replace("&", "&&") if slot in kept else self.tr("free")
            keeping.addAction(f"&{slot}   {name}").triggered.connect(partial(self._keep_triggered, slot))
            if slot in kept:
                menu.addAction(f"&{slot}   {name}").triggered.connect(partial(self._show_triggered, slot))
        menu.addSeparator()
        menu.addMenu(keeping)
        return menu

    @Slot()
    def _open_menu(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.setActiveAction(menu.actions()[0])
        corner = QPoint(self._view.width() // 2 - menu.sizeHint().width() // 2, 48)
        menu.popup(self._view.mapToGlobal(corner))

    def _show_triggered(self, slot: int, checked: bool = False) -> None:
        self.show_kept(slot)

    def _keep_triggered(self, slot: int, checked: bool = False) -> None:
        self.keep(slot)

    def name_of_view(self) -> str:
        """The area that the map shows now."""
        view = self._view.canvas.camera.view
        lon, lat = map(float, to_lonlat(view.x, view.y))
        return self._name_of(lon, lat, view.zoom)

    def _name_of(self, lon: float, lat: float, zoom: float) -> str:
        """The area in the middle; the smaller, the nearer the view."""
        basemap, here = self._view.canvas.scene.basemap, Point(lon, lat)
        areas = basemap.themes.get("areas", ()) if basemap else ()
        for kind, least in NAMED_FROM:
            if zoom >= least:
                named = next((area.name for area in areas if area.kind == kind and area.geometry.contains(here)), "")
                if named:
                    return named
        return f"{lat:.4f}, {lon:.4f}"

    # --- following -------------------------------------------------------------------------------

    def _toggle_follow(self) -> None:
        if self._following:
            self.stop_following()
        elif not self._selection.current:
            self.toggled.emit("map.follow", False)
            self._say(self.tr("Choose a report first: the map then stays with it."))
        else:
            self._following = True
            self.toggled.emit("map.follow", True)
            self._view.stand(self.tr("The map follows the chosen report. Drag it to stop."))
            self._on_chosen(self._selection.current)

    @Slot()
    def stop_following(self) -> None:
        """The operator steers again."""
        if self._following:
            self._following = False
            self.toggled.emit("map.follow", False)
            self._view.stand("")

    @Slot(str)
    def _on_chosen(self, report_id: str) -> None:
        if self._following and report_id:
            self._view.canvas.keep_in_middle(LAYER, report_id)

    @Slot(str, object)
    def _on_points(self, layer: str, change: object) -> None:
        if layer == LAYER and self._following and self._selection.current:
            self._view.canvas.keep_in_middle(LAYER, self._selection.current)

    # --- lock and graticule ----------------------------------------------------------------------

    def _toggle_lock(self) -> None:
        canvas = self._view.canvas
        canvas.locked = not canvas.locked
        self.stop_following()
        self._view.stand(self.tr("The view is locked. Shift+L lets it go.") if canvas.locked else "")
        self.toggled.emit("map.lock", canvas.locked)

    @Slot()
    def _on_refused(self) -> None:
        self._view.stand(self.tr("The view is locked. Shift+L lets it go."))

    def _toggle_graticule(self) -> None:
        canvas = self._view.canvas
        canvas.set_graticule(not canvas.graticule)
        self.toggled.emit("map.graticule", canvas.graticule)
