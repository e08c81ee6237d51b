"""Fills a map with what the stores hold: layers, incidents, ages; and keeps list and map of one mind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer, Slot

from console import i18n, words
from console.domain.reports import Report
from console.state.catalog import Catalog
from console.state.incidents import LAYER, Incidents
from console.state.reports import ReportStore
from console.state.selection import Selection
from console.state.session import Session
from console.views.mapchrome import Card
from console.views.mapview import MapView
from layers.catalog import LAYERS
from layers.features import Feature

TICK_MS = 1_000  # ages are told by the second
WORDS_SHOWN = 140


class MapFeed(QObject):
    """One map's feeder. Several maps may hang on the same stores."""

    def __init__(
        self,
        view: MapView,
        catalog: Catalog,
        incidents: Incidents,
        reports: ReportStore,
        selection: Selection,
        session: Session,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent or view)
        self._view, self._catalog, self._incidents = view, catalog, incidents
        self._reports, self._selection, self._session, self._now = reports, selection, session, now
        view.set_card(self.card)
        for row in LAYERS:
            view.canvas.set_layer(row.key, self._features(row.key))
        catalog.changed.connect(self._on_layer)
        catalog.heard.connect(self._on_heard)
        incidents.changed.connect(self._on_incidents)
        selection.changed.connect(self._on_chosen)
        selection.pointed.connect(self._on_pointed)
        view.canvas.chosen.connect(self._on_symbol_chosen)
        view.canvas.hovered.connect(self._on_symbol_hovered)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tell_ages)
        self._timer.start()
        self.tell_ages()

    def _features(self, layer: str) -> list[Feature]:
        held = list(self._catalog.features(layer).values())
        return held + self._incidents.features() if layer == LAYER else held

    @Slot()
    def tell_ages(self) -> None:
        """Says of every layer how many features it has and how old it is."""
        now = self._now()
        for row in LAYERS:
            count = len(self._catalog.features(row.key)) + (len(self._incidents.features()) if row.key == LAYER else 0)
            if row.key == LAYER:  # incidents are the reports: as old as the link to the service
                age = self._session.age_s(now)
                self._view.set_layer_state(row.key, count, age, age is None or age > row.stale_after_s())
            else:
                freshness = self._catalog.age(row.key, now)
                self._view.set_layer_state(row.key, count, freshness.seconds, freshness.stale and count > 0)

    def card(self, layer: str, ident: str) -> Card | None:
        """The hover card: of a report its number, state, clock and first words; else what the symbol says."""
        report = self._reports.get(ident) if layer == LAYER else None
        return self._report_card(report) if report else self._view.plain_card(layer, ident)

    def _report_card(self, report: Report) -> Card:
        category = self._session.city.categories.get(report.category)
        title = words.of(category.title) if category else report.category
        clock = report.clock(self._now())
        due = words.clock_text(clock, self._now())
        state = " · ".join(part for part in (report.number, words.status_word(report.status), due) if part)
        place = ", ".join(self._session.area_name(code) for code in (report.kelurahan, report.kecamatan) if code)
        text = " ".join(report.text.split())
        short = text if len(text) <= WORDS_SHOWN else text[: WORDS_SHOWN - 1] + "…"
        return Card(title, (state, place or report.place_note, short, i18n.clock(report.received_at)))

    # --- heard -----------------------------------------------------------------------------------

    @Slot(str, list, list)
    def _on_layer(self, layer: str, put: list[str], removed: list[str]) -> None:
        held = self._catalog.features(layer)
        self._view.canvas.change(layer, [held[ident] for ident in put if ident in held], removed)

    @Slot(str)
    def _on_heard(self, layer: str) -> None:
        self.tell_ages()

    @Slot(list, list)
    def _on_incidents(self, put: list[Feature], removed: list[str]) -> None:
        self._view.canvas.change(LAYER, put, removed)

    @Slot(str)
    def _on_chosen(self, report_id: str) -> None:
        self._view.canvas.select([(LAYER, report_id)] if report_id else [])

    @Slot(str)
    def _on_pointed(self, report_id: str) -> None:
        self._view.canvas.highlight((LAYER, report_id) if report_id else None)

    @Slot(str, str)
    def _on_symbol_chosen(self, layer: str, ident: str) -> None:
        if layer == LAYER and ident in self._reports:
            self._selection.choose(ident)

    @Slot(str, str)
    def _on_symbol_hovered(self, layer: str, ident: str) -> None:
        self._selection.point_at(ident if layer == LAYER and ident in self._reports else None)
