"""What a feature was: each version with who, when and what; and putting one back, which is an edit like any other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QDialog, QListWidget, QListWidgetItem, QTableView, QWidget

from console.models.difference import DiffRow, FieldsModel, field_of
from console.state.layerdrafts import FeatureVersion, LayerDrafts, Sheet
from console.theme import Theme
from console.views.cardparts import UNIT, button, column, fit_to_screen, label, row, set_look
from console.views.cardtext import Elided
from console.views.layerwords import KIND_LOOKS, kind_word, name_of, title_of, value_text
from console.views.reviewpages import FieldLook, shape_text, tidy
from console.words import layer_word, moment_text, trouble
from layers.changes import GEOMETRY
from layers.features import Feature

VERSION = int(Qt.ItemDataRole.UserRole)


class HistoryWindow(QDialog):
    """Asks LayerDrafts for the versions, newest first."""

    put_back_done = Signal(object)  # Sheet

    def __init__(
        self,
        drafts: LayerDrafts,
        layer: str,
        ident: str,
        may_put_back: bool,
        theme: Theme,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._drafts, self._layer, self._id, self._now, self._theme = drafts, layer, ident, now, theme
        self._may = may_put_back
        self._versions: list[FeatureVersion] = []
        self.title, self.about = Elided("title"), label("muted", wrap=True)
        self.list, self.fields = QListWidget(), FieldsModel(title_of, self._value, self)
        self.list.setFixedWidth(320)
        self.detail = tidy(QTableView())
        self.detail.setModel(self.fields)
        self.detail.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.detail.setItemDelegate(FieldLook(self.detail))
        self.detail.setColumnWidth(0, 170)
        self.detail.setColumnWidth(1, 200)
        self.said = label("", wrap=True)
        self.back, self.close_button = button("primary", "put_back"), button("", "close")
        middle = row(self.list, self.detail, spacing=UNIT * 2, wide=1)
        layout = column(self, spacing=UNIT, margins=(UNIT * 3, UNIT * 2, UNIT * 3, UNIT * 2))
        layout.addWidget(self.title)
        layout.addWidget(self.about)
        layout.addLayout(middle, 1)
        layout.addWidget(self.said)
        layout.addLayout(row(None, self.back, self.close_button))
        drafts.told.connect(self._on_told)
        drafts.put_back.connect(self._on_put_back)
        drafts.trouble.connect(self._on_trouble)
        self.list.currentItemChanged.connect(self._on_version)
        self.back.clicked.connect(self._on_back)
        self.close_button.clicked.connect(self.close)
        self.retranslate()
        self.setMinimumSize(760, 420)
        fit_to_screen(self)
        drafts.ask_history(layer, ident)

    def sizeHint(self) -> QSize:
        return QSize(960, 560)

    @property
    def current(self) -> FeatureVersion | None:
        """The chosen version."""
        place = self.list.currentRow()
        found = self.list.item(place).data(VERSION) if place >= 0 else None
        return found if isinstance(found, FeatureVersion) else None

    @Slot(str, str, object)
    def _on_told(self, layer: str, ident: str, versions: list[FeatureVersion]) -> None:
        if (layer, ident) != (self._layer, self._id):
            return
        self._versions = list(reversed(versions))
        self._fill()

    def _fill(self) -> None:
        chosen = self.list.currentRow()
        self.list.clear()
        for version in self._versions:
            when = moment_text(version.at, self._now()) if version.at else ""
            item = QListWidgetItem(f"{version.version} · {kind_word(version.kind)} · {version.by} · {when}")
            item.setData(VERSION, version)
            item.setForeground(self._theme.color(KIND_LOOKS[version.kind].tone))
            self.list.addItem(item)
        shown = next((side for v in self._versions for side in (v.after, v.before) if side is not None), None)
        self.title.setText(name_of(shown) if shown else self._id)
        self.about.setText(f"{layer_word(self._layer)} · {self._id}")
        if self._versions:
            self.list.setCurrentRow(max(0, chosen))
        else:
            self._say(self.tr("No person has edited this feature yet: it is as a file or a feed brought it."), "")
        self._on_version()

    @Slot()
    def _on_version(self) -> None:
        version = self.current
        self.fields.show_row(_as_row(version, self._id) if version else None)
        newest = self._versions[0].version if self._versions else 0
        self.back.setVisible(self._may)
        self.back.setEnabled(version is not None and version.version != newest)

    @Slot()
    def _on_back(self) -> None:
        version = self.current
        if version is not None:
            self.back.setEnabled(False)
            self._drafts.ask_put_back(self._layer, self._id, version.version)

    @Slot(object)
    def _on_put_back(self, sheet: Sheet) -> None:
        text = self.tr("“{title}” waits for another person's review: then the feature is what it was.")
        self._say(text.format(title=sheet.draft.title), "ok")
        self.put_back_done.emit(sheet)

    @Slot(object)
    def _on_trouble(self, error: BaseException) -> None:
        self._say(trouble(error if isinstance(error, Exception) else Exception(str(error))).text(), "late")

    def _value(self, found: DiffRow, side: Feature | None, key: str) -> str:
        if key == GEOMETRY:
            return shape_text(side)
        return value_text(field_of(self._layer, key), side.properties.get(key)) if side else ""

    def _say(self, text: str, tone: str) -> None:
        self.said.setText(text)
        set_look(self.said, "tone", tone)

    def set_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self._theme = theme
        self._fill()

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        self.setWindowTitle(self.tr("History of a feature"))
        self.back.setText(self.tr("Put back to this version"))
        self.back.setToolTip(self.tr("As a new draft: another person approves it."))
        self.close_button.setText(self.tr("Close"))
        self.list.setAccessibleName(self.tr("Versions, newest first"))
        self.detail.setAccessibleName(self.tr("Fields before and after"))
        if self._versions:
            self._fill()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


def _as_row(version: FeatureVersion, ident: str) -> DiffRow | None:
    if version.before is None and version.after is None:
        return None
    return DiffRow(ident, version.kind, version.before, version.after, ())
