"""The windows of GIS staff: a layer's table, a file before it is taken in, drafts and their review; opened from here.

They are loaded when they are first wanted: reading files brings GDAL, which would hold up the first window of the desk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from console.domain.drafts import Draft
from console.domain.roles import Right
from console.state.attributes import LayerTable
from console.state.catalog import Catalog
from console.state.editing import LayerEditing
from console.state.incidents import Incidents
from console.state.layerdrafts import LayerDrafts, LayerEdits, Sheet
from console.state.session import Session
from console.tasks import Tasks
from console.theme import Theme
from console.views.mapghosts import Ghosts
from console.views.mapview import MapView
from console.words import trouble
from layers.catalog import FILLED
from layers.features import Feature
from layers.geometry import Bounds

if TYPE_CHECKING:
    from console.state.layerimport import LayerImport
    from console.views.attributes import AttributeWindow
    from console.views.importpreview import ImportWindow
    from console.views.layerhistory import HistoryWindow
    from console.views.review import ReviewWindow
    from layers.basemap import Basemap

MOST_RINGS = 500  # on the map at once
FILES = (".gpkg", ".geojson", ".json", ".shp", ".csv", ".tsv", ".txt", ".kml", ".kmz", ".fgb")


@dataclass(frozen=True)
class LayerParts:
    """What the windows stand on, made before them."""

    edits: LayerEdits
    catalog: Catalog
    incidents: Incidents
    editing: LayerEditing
    session: Session
    tasks: Tasks
    map_view: MapView
    settings: QSettings


class LayerRoom(QObject):
    """Opens each window once; what was open is brought to the front."""

    told = Signal(str)  # a sentence for the operator: done
    refused = Signal(str)  # a sentence: not done, and why
    edit_wanted = Signal(str)  # layer: to be taken up for editing

    def __init__(
        self, parts: LayerParts, theme: Callable[[], Theme], now: Callable[[], datetime], window: QWidget
    ) -> None:
        super().__init__(window)
        self._parts, self._theme, self._now, self._window = parts, theme, now, window
        self.basemap: Basemap | None = None  # the city's own ground, once it is read
        self.ghosts = Ghosts(parts.map_view.canvas)
        self.drafts = LayerDrafts(parts.edits, parts.catalog, parts.session, parts.tasks, self)
        self.table = LayerTable(parts.catalog, parts.incidents, parts.editing, parts.session, parts.tasks, self)
        self.table_window: AttributeWindow | None = None
        self.importing: LayerImport | None = None
        self.import_window: ImportWindow | None = None
        self.review_window: ReviewWindow | None = None
        self.history_window: HistoryWindow | None = None
        canvas = parts.map_view.canvas
        canvas.setAcceptDrops(True)
        canvas.installEventFilter(self)
        canvas.chosen.connect(self._on_map_chosen)
        canvas.choice_added.connect(self._on_map_added)
        parts.session.user_changed.connect(self.close)

    def open(self, command: str) -> None:
        """Opens the window of a command of Scope.LAYER."""
        {"layer.table": self.open_table, "layer.import": self.choose_file, "layer.drafts": self.open_review}[command]()

    # --- table ----------------------------------------------------------------------------------

    @Slot(str)
    def open_table(self, layer: str = "") -> None:
        """The table of a layer; without one that of the layer that is edited, or of the last one."""
        from console.views.attributes import AttributeWindow

        if self.table_window is None:
            window = AttributeWindow(
                self.table, self._parts.settings, self._theme(), self._now, self._window, self._page
            )
            window.show_wanted.connect(self._on_show)
            window.selected.connect(self._on_rows_chosen)
            window.history_wanted.connect(self.open_history)
            window.edit_wanted.connect(self.edit_wanted)
            self.table_window = window
        self.table_window.show()
        self.table_window.raise_()
        self.table_window.activateWindow()
        self.table_window.open_layer(layer or self._parts.editing.layer or self.table.layer)
        self.table_window.view.setFocus()

    def _page(self) -> Callable[[Sequence[Feature], Path], object]:
        from console.views.layerpage import page_writer

        session, areas = self._parts.session, self._parts.catalog.features("area")
        return page_writer(session.city, session.demo, tuple(areas.values()), self.basemap, self._now())

    @Slot(str, str)
    def _on_show(self, layer: str, ident: str) -> None:
        """Looks at a feature because a person asked for it; areas are part of the ground, and have a box."""
        view, feature = self._parts.map_view, self.table.features().get(ident)
        if layer in view.panel.rows and not view.panel.rows[layer].tick.isChecked():
            view.set_visible(layer, True)
        if not view.canvas.go_to(layer, ident) and feature is not None:
            view.canvas.fit(Bounds(*map(float, feature.geometry.bounds)))

    @Slot(str, object)
    def _on_rows_chosen(self, layer: str, ids: frozenset[str]) -> None:
        canvas = self._parts.map_view.canvas
        if self.table.is_edited:
            return  # the edit itself shows what is chosen
        canvas.select([(layer, ident) for ident in sorted(ids)[:MOST_RINGS] if canvas.scene.place(layer, ident)])

    @Slot(str, str)
    def _on_map_chosen(self, layer: str, ident: str) -> None:
        if self.table_window is not None and self.table_window.isVisible() and layer == self.table.layer:
            self.table.select({ident})

    @Slot(str, str)
    def _on_map_added(self, layer: str, ident: str) -> None:
        if self.table_window is not None and self.table_window.isVisible() and layer == self.table.layer:
            self.table.select(self.table.selection ^ {ident})

    # --- import ---------------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Asks for a file, and looks at it."""
        names = " ".join(f"*{end}" for end in FILES)
        title = self.tr("Import a file into a layer")
        path, _ = QFileDialog.getOpenFileName(self._window, title, "", f"{self.tr('Layers')} ({names});;* (*)")
        if path:
            self.open_import(Path(path))

    def open_import(self, path: Path, layer: str = "") -> None:
        """Shows what a file would do to a layer."""
        from console.state.layerimport import LayerImport, layers_of
        from console.views.importpreview import ImportWindow

        parts = self._parts
        layers = layers_of(parts.session.user)
        if not layers:
            self.refused.emit(self.tr("Your role does not edit layers: a GIS editor can import this file."))
            return
        if self.importing is None:
            self.importing = LayerImport(parts.edits, parts.catalog, parts.session, parts.tasks, self)
        _away(self.import_window)
        self.import_window = ImportWindow(self.importing, layers, self.ghosts, self._theme(), self._window)
        self.import_window.drafted.connect(self._on_imported)
        self.import_window.show()
        self.import_window.open_file(path, layer if layer in layers else layers[0])

    @Slot(object)
    def _on_imported(self, sheet: Sheet) -> None:
        text = self.tr("“{title}” is a draft now: look it through and hand it in.")
        self.told.emit(text.format(title=sheet.draft.title))
        self.open_review(sheet.draft.id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A file that is dragged onto the map."""
        if event.type() == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            if _file_of(event) is not None:
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()
            return True
        if event.type() == QEvent.Type.Drop and isinstance(event, QDropEvent):
            path = _file_of(event)
            if path is not None:
                event.acceptProposedAction()
                self.open_import(path)
            return True
        return super().eventFilter(watched, event)

    # --- drafts ---------------------------------------------------------------------------------

    def open_review(self, draft_id: str = "") -> None:
        """The drafts; with an id this one is opened."""
        from console.views.review import ReviewWindow

        if self.review_window is None:
            window = ReviewWindow(self.drafts, self._parts.session, self.ghosts, self._theme(), self._now, self._window)
            window.history_wanted.connect(self.open_history)
            window.edit_wanted.connect(self._on_work_on)
            window.can_edit = True
            self.drafts.acted.connect(window.on_acted)
            self.review_window = window
        self.review_window.show()
        self.review_window.raise_()
        self.drafts.refresh()
        if draft_id:
            self.drafts.open(draft_id)

    @Slot(object)
    def _on_work_on(self, sheet: Sheet) -> None:
        """Somebody's own draft, to be worked on in the table and on the map."""
        self._parts.editing.open(sheet)
        self.open_table(sheet.draft.layer)

    @Slot(str, str)
    def open_history(self, layer: str, ident: str) -> None:
        """What people did to a feature."""
        from console.views.layerhistory import HistoryWindow

        if not self._parts.session.user.may(Right.REVIEW_LAYERS) and not self._parts.session.user.may(Right.READ_AUDIT):
            self.refused.emit(self.tr("Your role does not see the history of layers."))
            return
        _away(self.history_window)
        may = self._parts.session.user.may(Right.EDIT_LAYERS) and layer in FILLED
        self.history_window = HistoryWindow(self.drafts, layer, ident, may, self._theme(), self._now, self._window)
        self.history_window.put_back_done.connect(self._on_put_back)
        self.history_window.show()

    @Slot(object)
    def _on_put_back(self, sheet: Sheet) -> None:
        text = self.tr("“{title}” waits for another person's review.")
        self.told.emit(text.format(title=sheet.draft.title))
        self.drafts.refresh()

    @Slot(dict)
    def on_draft(self, row: dict[str, object]) -> None:
        """The service tells that a draft is another than it was."""
        self.drafts.moved(Draft.from_json(row))

    @Slot(object)
    def on_trouble(self, error: BaseException) -> None:
        """Something could not be done."""
        self.refused.emit(trouble(error if isinstance(error, Exception) else Exception(str(error))).text())

    # --- all of them ----------------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        for window in (self.table_window, self.import_window, self.review_window, self.history_window):
            if window is not None:
                window.set_theme(theme)
        self.ghosts.update()

    @Slot()
    def close(self) -> None:
        """The console ends, or somebody else sits down."""
        for window in (self.table_window, self.import_window, self.review_window, self.history_window):
            _away(window)
        self.table_window = self.import_window = self.review_window = self.history_window = None


def _away(window: QDialog | None) -> None:
    if window is not None:
        window.close()
        window.deleteLater()


def _file_of(event: QDropEvent) -> Path | None:
    """The one file that is dragged, if it is of a kind that is read."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() in FILES else None
