"""The map view as a file for paper: asks where, draws it for paper, writes it off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Slot
from PySide6.QtWidgets import QFileDialog

from console.i18n import clock, day
from console.map.sheet import Printing, Sheet, Words, legend_part
from console.map.words import symbol_word
from console.views.mapview import MapView
from layers.catalog import LAYERS

TASK = "map print"


class MapPrint(QObject):
    """One sheet at a time."""

    def __init__(
        self,
        view: MapView,
        place: Callable[[], str],
        say: Callable[[str], None],
        now: Callable[[], datetime],
        parent: QObject,
    ) -> None:
        """``place`` names what is in view; ``say`` tells the operator a sentence."""
        super().__init__(parent)
        self._view, self._place, self._say, self._now = view, place, say, now
        self._printing: Printing | None = None
        self._path = Path()

    def ask(self) -> None:
        """Asks for the file's name, then draws and writes."""
        dialog = QFileDialog(self._view, self.tr("Save the map view"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Paper, A4 (*.pdf)"), self.tr("Picture, 300 dpi (*.png)")])
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(f"{self._place()} {self._now():%Y-%m-%d}")
        dialog.filterSelected.connect(self._on_filter)
        dialog.fileSelected.connect(self.save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _on_filter(self, chosen: str) -> None:
        dialog = self.sender()
        if isinstance(dialog, QFileDialog):
            dialog.setDefaultSuffix("png" if "*.png" in chosen else "pdf")

    @Slot(str)
    def save(self, path: str) -> None:
        """Draws what the map shows now, and writes it there: a PDF, or a PNG by its ending."""
        if self._printing is not None:
            return
        self._path = Path(path)
        self._view.stand(self.tr("The map is being drawn for paper …"))
        self._printing = Printing(self._view.canvas, self._words(), self)
        self._printing.ready.connect(self._on_ready)

    def _words(self) -> Words:
        canvas, language, now = self._view.canvas, self._view.canvas.language, self._now()
        shown = [layer for layer in LAYERS if layer.key != "area" and canvas.scene.is_visible(layer.key)]
        legend = [
            legend_part(canvas.scene.style, layer.key, QCoreApplication.translate("Layers", layer.title), symbol_word)
            for layer in shown
            if canvas.scene.count(layer.key)
        ]
        return Words(
            self.tr("Map of {place}").format(place=self._place()),
            f"{day(now, language)}, {clock(now)}",
            canvas.scene.credit(language),
            tuple(legend),
            self.tr("North is at the top"),
            language,
        )

    @Slot(object)
    def _on_ready(self, sheet: Sheet) -> None:
        path = self._path
        self._view.canvas.scene.tasks.run(
            TASK, lambda: sheet.write(path), done=self._on_written, failed=self._on_failed
        )

    def _on_written(self, _: None) -> None:
        self._end(self.tr("Saved: {name}").format(name=self._path.name))

    def _on_failed(self, error: BaseException) -> None:
        self._end(self.tr("{name} could not be saved. Choose another folder.").format(name=self._path.name))

    def _end(self, sentence: str) -> None:
        if self._printing is not None:
            self._printing.deleteLater()
        self._printing = None
        self._view.stand("")
        self._say(sentence)
