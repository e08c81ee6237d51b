"""What the operator does with a thing on the map that is no report: look at it, and report from it in two keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QKeySequence

from console import words
from console.domain.reports import Channel, Report
from console.domain.roles import Right
from console.domain.spots import SpotReport, reference_to, spot_report
from console.domain.wire import NewReport, uuid7
from console.map.words import symbol_words
from console.state.catalog import Catalog
from console.state.desk import Desk
from console.state.reports import ReportStore
from console.state.selection import Selection
from console.state.session import Session
from console.views.mapview import EDGE, MapView
from console.views.spotcard import SpotCard
from layers.features import Feature
from layers.geometry import spot_of

KEY = "Shift+N"  # of the command map.report
ABOVE_SCALE = 44  # px that the scale and the coordinates take below the card


class Spots(QObject):
    """Shows the card of the feature that was chosen on the map, keeps it true, and makes the report."""

    def __init__(
        self,
        view: MapView,
        catalog: Catalog,
        store: ReportStore,
        selection: Selection,
        session: Session,
        desk: Desk,
        say: Callable[[str], None],
        now: Callable[[], datetime],
        parent: QObject,
    ) -> None:
        """``say`` tells the operator a sentence."""
        super().__init__(parent)
        self._view, self._catalog, self._store, self._selection = view, catalog, store, selection
        self._session, self._desk, self._tell, self._now = session, desk, say, now
        self._chosen: tuple[str, str] | None = None
        self.card = SpotCard(view)
        view.installEventFilter(self)
        view.canvas.chosen.connect(self._on_chosen)
        catalog.changed.connect(self._on_layer)
        store.added.connect(self._on_reports)
        store.changed.connect(self._on_reports)
        self.card.report_wanted.connect(self.report)
        self.card.open_wanted.connect(self.report)
        self.card.sent.connect(self._send)
        self.card.closed.connect(self.leave)

    @property
    def is_open(self) -> bool:
        """Whether a card is shown."""
        return self._chosen is not None

    @Slot()
    def report(self) -> None:
        """Asks for the words of a report about the chosen thing; where there is an open one, goes there."""
        feature = self._feature()
        if feature is None:
            self._tell(self.tr("Choose a hotspot, a waste point or a road on the map first."))
            return
        row, known = self._row(feature), self._open_report(feature)
        if known is not None:
            self.leave()
            self._selection.choose(known.id)
        elif row is None:
            self._tell(self.tr("Nothing is reported from this layer."))
        elif self.card.is_asking:
            self.card.text.setFocus()
        else:
            self.card.ask(row.words(feature.properties, words.language()), self._goes_to(row, feature))
            self._place()

    @Slot()
    def leave(self) -> None:
        """The card goes; first the words of a report that was not sent."""
        if self.card.is_asking:
            self.card.stop_asking()
            self._place()
            return
        self._chosen = None
        self.card.hide()

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        if self.is_open:
            self._show()

    # --- what is chosen --------------------------------------------------------------------------

    def _feature(self) -> Feature | None:
        if self._chosen is None:
            return None
        return self._catalog.features(self._chosen[0]).get(self._chosen[1])

    def _row(self, feature: Feature) -> SpotReport | None:
        if not self._session.user.may(Right.CREATE_REPORT):
            return None
        return spot_report(self._session.city.spots, feature.layer, feature.properties)

    def _open_report(self, feature: Feature) -> Report | None:
        reference = reference_to(feature.layer, feature.id)
        return next((report for report in self._store if report.source_ref == reference and report.is_open), None)

    @Slot(str, str)
    def _on_chosen(self, layer: str, ident: str) -> None:
        self.card.stop_asking()
        self._chosen = (layer, ident) if ident in self._catalog.features(layer) else None
        if self._chosen is None:
            self.card.hide()
        else:
            self._show()

    @Slot(str, list, list)
    def _on_layer(self, layer: str, put: list[str], removed: list[str]) -> None:
        if self._chosen is None or self._chosen[0] != layer:
            return
        if self._chosen[1] in removed:
            self._chosen = None
            self.card.stop_asking()
            self.card.hide()
            self._tell(self.tr("What you looked at is no longer on the map."))
        elif self._chosen[1] in put and not self.card.is_asking:
            self._show()

    @Slot(list)
    def _on_reports(self, idents: list[str]) -> None:
        feature = self._feature()
        if feature is None or self.card.is_asking:
            return
        reference = reference_to(feature.layer, feature.id)
        reports = filter(None, map(self._store.get, idents))
        if any(report.source_ref == reference for report in reports):
            self._show()

    def _show(self) -> None:
        feature = self._feature()
        if feature is None:
            return
        symbol = self._view.canvas.scene.symbol(feature.layer, feature.id)
        now, row, known = self._now(), self._row(feature), self._open_report(feature)
        self.card.show_feature(feature, symbol_words(symbol) if symbol else "", now)
        said = ""
        if known is not None:
            state = f"{words.status_word(known.status)} · {words.clock_text(known.clock(now), now)}"
            said = self.tr("Reported already: {number} · {state}").format(number=known.number, state=state)
        key = QKeySequence(KEY).toString(QKeySequence.SequenceFormat.NativeText)
        self.card.show_doors(words.of(self._session.city.categories[row.category].title) if row else "", said, key)
        self.card.show()
        self.card.raise_()
        self._place()

    # --- the report ------------------------------------------------------------------------------

    def _goes_to(self, row: SpotReport, feature: Feature) -> str:
        """The category, and the department that it will probably go to."""
        category = self._session.city.categories[row.category]
        at = self._now()
        asked = Report("", "", "", row.category, Channel.FEED, at, at)
        code = self._session.city.suggest(asked, at).department
        department = self._session.city.departments[code].name
        return self.tr("{category}, probably for {department}. Enter sends it, Shift+Enter begins a line.").format(
            category=words.of(category.title), department=department
        )

    @Slot(str)
    def _send(self, text: str) -> None:
        feature = self._feature()
        row = self._row(feature) if feature else None
        if feature is None or row is None:
            return
        lon, lat = spot_of(feature.geometry)
        at = self._now()
        new = NewReport(id=uuid7(at), text=text, category=row.category, channel=Channel.FEED, lon=lon, lat=lat)
        name = str(feature.properties.get("name") or feature.properties.get("street") or "")
        reference = reference_to(feature.layer, feature.id)
        self._desk.create(replace(new, reported_at=at, source_ref=reference, place_note=name[:200]))
        self._chosen = None
        self.card.stop_asking()
        self.card.hide()
        self._view.canvas.setFocus()
        title = words.of(self._session.city.categories[row.category].title)
        self._tell(self.tr("Reported: {category}, {place}.").format(category=title, place=name or words.no_place()))

    # --- where it lies ---------------------------------------------------------------------------

    def _place(self) -> None:
        self.card.adjustSize()
        left, _ = self._view.free_top()
        self.card.move(left, max(EDGE, self._view.height() - self.card.height() - ABOVE_SCALE))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.is_open:
            self._place()
        return False
