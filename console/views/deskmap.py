"""What joins the map to the desk: layers and their age go in, choosing and pointing go both ways, a place comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from PySide6.QtCore import QObject, Signal, Slot

from console import words
from console.map.editsite import BULK
from console.state.catalog import Catalog
from console.state.incidents import LAYER, Incidents
from console.state.reports import ReportStore
from console.state.selection import Selection
from console.state.session import Session
from console.views.mapchrome import Card
from console.views.mapview import MapView
from console.views.onroads import OnRoads
from console.views.queuerows import first_words, place_of
from layers.catalog import LAYERS, Pace
from layers.features import Feature

DRAWN = tuple(layer for layer in LAYERS if layer.pace is not Pace.GROUND)  # areas are part of the ground
TRAFFIC = "traffic_segment"
PLACE_ZOOM = 16.0  # a place that was looked for is shown with its streets

Lay = Callable[[str, dict[str, Feature], Callable[[], None]], None]


class MapLink(QObject):
    """Keeps the map true to the stores. News never moves the view; only the operator's own wish does."""

    place_given = Signal(str, float, float)  # report id, lon, lat
    no_place = Signal(str)  # report id: it can't be shown

    def __init__(
        self,
        view: MapView,
        catalog: Catalog,
        incidents: Incidents,
        store: ReportStore,
        selection: Selection,
        session: Session,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._view, self._catalog, self._incidents = view, catalog, incidents
        self._store, self._selection, self._session, self._now = store, selection, session, now
        self._wanted_for: str | None = None
        self.edited = ""  # the layer that is being edited: its edit shows it
        self._held: dict[str, set[str]] = {}  # what came for a layer that is just being laid
        self._roads = OnRoads(view.canvas.scene, lambda: catalog.features(TRAFFIC), self)
        self._roads.ready.connect(self._on_roads)
        self._fill()
        catalog.changed.connect(self._on_layer)
        catalog.heard.connect(self._on_heard)
        incidents.changed.connect(self._on_incidents)
        selection.changed.connect(self._on_chosen)
        selection.pointed.connect(self._on_pointed)
        selection.ticked.connect(self._on_ticked)
        view.canvas.chosen.connect(self._on_map_chosen)
        view.canvas.choice_added.connect(self._on_map_ticked)
        view.canvas.gathered.connect(self._on_map_gathered)
        view.canvas.hovered.connect(self._on_map_pointed)
        view.place_picked.connect(self._on_picked)
        view.pick_cancelled.connect(self._on_cancelled)
        view.set_card(self.card)

    # --- what the desk asks ----------------------------------------------------------------------

    def show_report(self, report_id: str) -> None:
        """Looks at the report; asked again, goes back to where the operator was."""
        if not self._view.show_feature(LAYER, report_id):
            self.no_place.emit(report_id)

    def show_place(self, lon: float, lat: float) -> None:
        """Looks at a place. WGS 84 degrees, longitude first."""
        self._view.canvas.center_on(lon, lat, PLACE_ZOOM)

    def ask_place(self, report_id: str) -> None:
        """Lets the operator click the report's place; `place_given` follows unless Esc is pressed."""
        report = self._store.get(report_id)
        number = report.number if report else ""
        self._view.pick_place(self.tr("Click where {number} is. Esc cancels.").format(number=number))
        self._wanted_for = report_id

    def begin_edit(self, layer: str) -> None:
        """The layer is shown by its edit from now on, and lines where they were drawn, not where the roads are."""
        self.edited = layer
        if layer == TRAFFIC:
            self._view.canvas.set_layer(layer, self._catalog.features(layer).values())

    def end_edit(self, touched: frozenset[str], lay: Lay) -> None:
        """The layer is shown as it is published again; `touched`: what its edit showed otherwise.

        Many points are laid in the background by `lay`; what comes meanwhile is put on afterwards.
        """
        layer, self.edited = self.edited, ""
        features = self._catalog.features(layer)
        if layer == TRAFFIC:
            self._view.canvas.set_layer(layer, self._roads.place(list(features.values())))
        elif layer in {row.key for row in DRAWN} and len(touched) < BULK:
            self._show(layer, touched)
        elif layer in {row.key for row in DRAWN}:
            self._held[layer] = set()
            lay(layer, dict(features), lambda: self._show(layer, self._held.pop(layer, set())))

    def _show(self, layer: str, ids: Iterable[str]) -> None:
        features = self._catalog.features(layer)
        there = [features[ident] for ident in ids if ident in features]
        self._view.canvas.change(layer, there, [ident for ident in ids if ident not in features])

    @Slot()
    def tick(self) -> None:
        """Some seconds have passed: every layer says how old it is."""
        now = self._now()
        for layer in DRAWN:
            age = self._catalog.age(layer.key, now)
            self._view.set_layer_state(layer.key, self._count(layer.key), age.seconds, age.stale)

    def card(self, layer: str, ident: str) -> Card | None:
        """What the pointer shows of a symbol: of a report its number, state, clock, place and first words."""
        report = self._store.get(ident) if layer == LAYER else None
        if report is None:
            return self._view.plain_card(layer, ident)
        now = self._now()
        category = self._session.city.categories.get(report.category)
        clock = report.clock(now)
        state = f"{words.status_word(report.status)} · {words.clock_text(clock, now)}"
        lines = (f"{report.number} · {state}", place_of(report, self._session), first_words(report.text)[:120])
        return Card(words.of(category.title) if category else report.category, tuple(filter(None, lines)))

    # --- into the map ----------------------------------------------------------------------------

    def _fill(self) -> None:
        for layer in DRAWN:
            features = list(self._catalog.features(layer.key).values())
            if layer.key == LAYER:
                features += self._incidents.features()
            elif layer.key == TRAFFIC:
                features = self._roads.place(features)
            self._view.canvas.set_layer(layer.key, features)
        self.tick()

    def _count(self, layer: str) -> int:
        return len(self._catalog.features(layer)) + (len(self._incidents.features()) if layer == LAYER else 0)

    @Slot(str, list, list)
    def _on_layer(self, layer: str, put: list[str], removed: list[str]) -> None:
        if layer not in {row.key for row in DRAWN}:
            return
        features = self._catalog.features(layer)
        news = [features[ident] for ident in put if ident in features]
        if layer in self._held:
            self._held[layer].update(put, removed)
        elif layer != self.edited:
            self._view.canvas.change(layer, self._roads.place(news) if layer == TRAFFIC else news, removed)
        self._on_heard(layer)

    @Slot(list)
    def _on_roads(self, idents: list[str]) -> None:
        if self.edited == TRAFFIC:
            return
        features = self._catalog.features(TRAFFIC)
        placed = self._roads.place(features[ident] for ident in idents if ident in features)
        self._view.canvas.change(TRAFFIC, placed, [])

    @Slot(list, list)
    def _on_incidents(self, put: list[object], removed: list[str]) -> None:
        self._view.canvas.change(LAYER, put, removed)  # type: ignore[arg-type]
        self._on_heard(LAYER)

    @Slot(str)
    def _on_heard(self, layer: str) -> None:
        if layer not in {row.key for row in DRAWN}:
            return
        age = self._catalog.age(layer, self._now())
        self._view.set_layer_state(layer, self._count(layer), age.seconds, age.stale)

    @Slot(str)
    def _on_chosen(self, report_id: str) -> None:
        self._view.canvas.select([(LAYER, report_id)] if report_id else [])

    @Slot(str)
    def _on_pointed(self, report_id: str) -> None:
        self._view.canvas.highlight((LAYER, report_id) if report_id else None)

    @Slot(list)
    def _on_ticked(self, report_ids: list[str]) -> None:
        self._view.canvas.attention.tick([(LAYER, ident) for ident in report_ids])

    # --- out of the map --------------------------------------------------------------------------

    @Slot(str, str)
    def _on_map_chosen(self, layer: str, ident: str) -> None:
        if layer == LAYER and ident in self._store:
            self._selection.choose(ident)

    @Slot(str, str)
    def _on_map_ticked(self, layer: str, ident: str) -> None:
        if layer == LAYER and ident in self._store:
            self._selection.tick(self._selection.checked ^ {ident})

    @Slot(list)
    def _on_map_gathered(self, keys: list[tuple[str, str]]) -> None:
        """A box or a lasso adds to what is ticked."""
        self._selection.tick(self._selection.checked | {ident for key, ident in keys if ident in self._store})

    @Slot(str, str)
    def _on_map_pointed(self, layer: str, ident: str) -> None:
        self._selection.point_at(ident if layer == LAYER and ident in self._store else None)

    @Slot(float, float)
    def _on_picked(self, lon: float, lat: float) -> None:
        wanted, self._wanted_for = self._wanted_for, None
        if wanted:
            self.place_given.emit(wanted, lon, lat)

    @Slot()
    def _on_cancelled(self) -> None:
        self._wanted_for = None
