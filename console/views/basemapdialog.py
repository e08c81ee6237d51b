"""Adding a source of tiles: an address or a file, and what it may be called."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QLineEdit, QVBoxLayout, QWidget

from console.basemaps.adding import ManyLayers
from console.basemaps.web import Trouble
from console.views.basemapchooser import WHY, said
from console.views.basemapwords import detail
from console.views.cardparts import button, label, row
from layers.tilesources import NotASource


class BasemapDialog(QDialog):
    """Asks until a source was added, or somebody gives up."""

    wanted = Signal(str, str, str, str)  # address, layer, title, attribution

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("basemap")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(560)
        self.setWindowTitle(self.tr("Add a basemap"))
        self.address, self.title_field, self.credit = QLineEdit(), QLineEdit(), QLineEdit()
        self.address.setPlaceholderText("https://…/{z}/{x}/{y}.png")
        self.layer = QComboBox()
        self.layer.hide()
        self.trouble = label("", wrap=True)
        self.trouble.hide()
        self._file, self._cancel, self._add = button("", "file"), button("", "cancel"), button("primary", "add")
        self._file.setText(self.tr("A file…"))
        self._cancel.setText(self.tr("Cancel"))
        self._add.setText(self.tr("Add"))
        self._add.setDefault(True)
        self._add.setEnabled(False)
        self._lay_out()
        self.address.textChanged.connect(self._on_typed)
        self._file.clicked.connect(self._on_file)
        self._cancel.clicked.connect(self.reject)
        self._add.clicked.connect(self._on_add)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(8)
        head = label("title")
        head.setText(self.tr("Add a basemap"))
        layout.addWidget(head)
        hint = label("small", wrap=True)
        hint.setText(
            self.tr("The address of tiles, of a WMS or of a WMTS; or a .pmtiles or .mbtiles file on this computer.")
        )
        layout.addWidget(hint)
        line = row(self.address, self._file, spacing=8)
        line.setStretch(0, 1)
        layout.addLayout(line)
        layout.addWidget(self.layer)
        fields = ((self.title_field, self.tr("Name (may stay empty)")), (self.credit, self.tr("Who is to be named")))
        for field, words in fields:
            name = label("small")
            name.setText(words)
            name.setBuddy(field)
            field.setAccessibleName(words)
            layout.addWidget(name)
            layout.addWidget(field)
        self.address.setAccessibleName(self.tr("Address or file"))
        self.layer.setAccessibleName(self.tr("Layer"))
        layout.addWidget(self.trouble)
        layout.addStretch(1)
        layout.addLayout(row(None, self._cancel, self._add))

    @Slot(str)
    def added(self, key: str) -> None:
        """It is there."""
        self.accept()

    @Slot(object)
    def refuse(self, error: Exception) -> None:
        """It could not be added: say why, and ask on."""
        self._add.setEnabled(True)
        self._add.setText(self.tr("Add"))
        if isinstance(error, ManyLayers):
            self.layer.clear()
            for offered in error.offered:
                self.layer.addItem(offered.source.title, offered.name)
            self.layer.show()
            self._say(self.tr("The service has several layers: choose one."))
        elif isinstance(error, Trouble):
            self._say(f"{said(WHY[error.why][0])} ({detail(error)})")
        elif isinstance(error, NotASource):
            self._say(self.tr("That is no source of tiles: {reason}").format(reason=detail(error)))
        else:
            self._say(self.tr("That is no source of tiles: {reason}").format(reason=error))

    def _say(self, sentence: str) -> None:
        self.trouble.setText(sentence)
        self.trouble.show()
        wanted = self.heightForWidth(self.width())
        self.resize(self.width(), max(self.height(), wanted))  # else lines that are wrapped are cut

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        self._add.setEnabled(bool(text.strip()))
        self.layer.clear()
        self.layer.hide()

    @Slot()
    def _on_add(self) -> None:
        self._add.setEnabled(False)
        self._add.setText(self.tr("Looking…"))
        self.trouble.hide()
        layer = str(self.layer.currentData() or "")
        self.wanted.emit(
            self.address.text().strip(), layer, self.title_field.text().strip(), self.credit.text().strip()
        )

    @Slot()
    def _on_file(self) -> None:
        dialog = QFileDialog(self, self.tr("A file of tiles"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Tiles (*.pmtiles *.mbtiles)")])
        dialog.fileSelected.connect(self.address.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
