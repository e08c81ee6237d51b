"""The choice of the map's ground, in the panel of layers: the city's own, the schematic, each source of tiles."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from console.basemaps.book import Standing
from console.basemaps.kept import CITY, SCHEMATIC
from console.basemaps.web import Why
from console.i18n import QT_TRANSLATE_NOOP, age
from console.theme import Theme
from console.views.icons import icon
from console.words import plain_tip
from layers.tilesources import TileSource

WHY = {  # a sentence for each reason, and the short word on the row
    Why.DEAD: (QT_TRANSLATE_NOOP("Basemaps", "The server can't be reached."), "offline"),
    Why.LATE: (QT_TRANSLATE_NOOP("Basemaps", "The server does not answer in time."), "late"),
    Why.BUSY: (QT_TRANSLATE_NOOP("Basemaps", "The server asks to be left alone for a while."), "late"),
    Why.REFUSED: (QT_TRANSLATE_NOOP("Basemaps", "The server refuses to give tiles."), "broken"),
    Why.FORBIDDEN: (
        QT_TRANSLATE_NOOP("Basemaps", "The server does not let us in: a key is missing or wrong."),
        "broken",
    ),
    Why.ELSEWHERE: (QT_TRANSLATE_NOOP("Basemaps", "The address leads elsewhere, which is not followed."), "broken"),
    Why.NOT_ALLOWED: (QT_TRANSLATE_NOOP("Basemaps", "Such an address is not asked."), "broken"),
    Why.NO_IMAGE: (QT_TRANSLATE_NOOP("Basemaps", "What comes is no picture, or a broken one."), "broken"),
    Why.TOO_LARGE: (QT_TRANSLATE_NOOP("Basemaps", "What comes is larger than a tile may be."), "broken"),
    Why.CERTIFICATE: (QT_TRANSLATE_NOOP("Basemaps", "The server's certificate does not hold."), "broken"),
    Why.NOTHING_THERE: (QT_TRANSLATE_NOOP("Basemaps", "The file holds nothing of the city."), "broken"),
    Why.BROKEN: (QT_TRANSLATE_NOOP("Basemaps", "The file is torn, or no longer there."), "broken"),
}
SHORT = {
    "offline": QT_TRANSLATE_NOOP("Basemaps", "offline"),
    "late": QT_TRANSLATE_NOOP("Basemaps", "late"),
    "broken": QT_TRANSLATE_NOOP("Basemaps", "gives nothing"),
}
LATE_SENTENCE = QT_TRANSLATE_NOOP("Basemaps", "The server answers slowly; what is there is shown meanwhile.")


def said(source: str) -> str:
    """A sentence of these tables, in the language of the screen."""
    return QCoreApplication.translate("Basemaps", source)


class _Row(QWidget):
    """One ground: a radio button, how it does, and a button that takes it away."""

    def __init__(self, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.key = key
        self.radio = QRadioButton()
        self.radio.setObjectName(f"basemap.{key}")
        self.mark = QLabel()
        self.mark.setProperty("badge", "soon")
        self.mark.setTextFormat(Qt.TextFormat.PlainText)
        self.mark.hide()
        self.away = QToolButton()
        self.away.setObjectName(f"basemap.remove.{key}")
        self.away.setAutoRaise(True)
        self.away.setFixedSize(28, 28)
        line = QHBoxLayout(self)
        line.setContentsMargins(10, 2, 4, 2)
        line.setSpacing(6)
        line.addWidget(self.radio, 1)
        line.addWidget(self.mark)
        line.addWidget(self.away)


class BasemapChooser(QFrame):
    """A radio button for each ground. Hidden until it is told what there is."""

    chosen = Signal(str)
    add_wanted = Signal()
    removed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._language = theme, "id"
        self._sources: Sequence[TileSource] = ()
        self._chosen, self._has_own = CITY, False
        self._standing: Standing | None = None
        self.rows: dict[str, _Row] = {}
        self._group = QButtonGroup(self)
        self._title = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._title.setProperty("role", "lead")
        self.add = QToolButton()
        self.add.setObjectName("basemap.add")
        self.add.setAutoRaise(True)
        self.add.setFixedSize(28, 28)
        self.add.clicked.connect(self.add_wanted)
        head = QHBoxLayout()
        head.setContentsMargins(14, 8, 4, 0)
        head.addWidget(self._title, 1)
        head.addWidget(self.add)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(head)
        self.hide()
        self._speak()

    def set_sources(self, sources: Sequence[TileSource], chosen: str, *, has_own: bool) -> None:
        """What there is to choose from; ``has_own``: the city's own map was taken in, beside the schematic."""
        self._sources, self._has_own, self._standing = sources, has_own, None
        self._chosen = chosen if has_own or chosen != SCHEMATIC else CITY
        for row in self.rows.values():
            self._group.removeButton(row.radio)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = {}
        keys = [CITY, *([SCHEMATIC] if has_own else []), *(source.key for source in sources)]
        for key in keys:
            row = self.rows[key] = _Row(key, self)
            row.radio.setChecked(key == self._chosen)
            row.away.setVisible(key not in (CITY, SCHEMATIC))
            row.radio.clicked.connect(self._on_chosen)
            row.away.clicked.connect(self._on_removed)
            self._group.addButton(row.radio)
            self._column.addWidget(row)
            row.show()
        self.show()
        self.set_theme(self._theme)
        self._speak()

    def settle(self) -> None:
        """Rows that have just come or gone count."""
        self._column.activate()
        self.updateGeometry()

    def set_standing(self, standing: Standing) -> None:
        """How the chosen source does."""
        self._standing = standing
        self._speak()

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.add.setIcon(icon(theme, "mdi6.plus", "muted"))
        for row in self.rows.values():
            row.away.setIcon(icon(theme, "mdi6.close", "muted"))

    def set_language(self, code: str) -> None:
        """Ages in this language; words follow Qt's translators."""
        self._language = code
        self._speak()

    def _speak(self) -> None:
        self._title.setText(self.tr("Basemap"))
        self.add.setToolTip(self.tr("Add a basemap…"))
        self.add.setAccessibleName(self.tr("Add a basemap…"))
        names = {
            CITY: self.tr("The city's own map") if self._has_own else self.tr("Schematic map"),
            SCHEMATIC: self.tr("Schematic map"),
        } | {source.key: source.title for source in self._sources}
        for key, row in self.rows.items():
            room = row.radio.fontMetrics().elidedText(names[key], Qt.TextElideMode.ElideRight, 150)
            row.radio.setText(room.replace("&", "&&"))
            row.radio.setAccessibleName(names[key])
            row.radio.setToolTip(plain_tip(names[key]))
            row.away.setToolTip(self.tr("Take away"))
            row.away.setAccessibleName(self.tr("Take {name} away").format(name=names[key]))
            self._mark(row)

    def _mark(self, row: _Row) -> None:
        """Whether something is wrong with the source that is shown, in a word; the whole sentence as a hint."""
        standing = self._standing if row.key == self._chosen else None
        row.mark.hide()
        if standing is None or (standing.why is None and not standing.late):
            return
        sentence, short = WHY[standing.why] if standing.why else (LATE_SENTENCE, "late")
        words, hint = said(SHORT[short]), said(sentence)
        if standing.why and standing.seen_at:
            old = age(timedelta(seconds=max(0.0, time.time() - standing.seen_at)), self._language)
            words = f"{words} · {old}"
            hint = f"{hint} {self.tr('Shown is what was seen before.')}"
        row.mark.setText(words)
        row.mark.setToolTip(plain_tip(hint))
        row.radio.setAccessibleDescription(hint)
        row.mark.show()

    @Slot()
    def _on_chosen(self) -> None:
        for key, row in self.rows.items():
            if row.radio is self.sender():
                self.chosen.emit(key)
                return

    @Slot()
    def _on_removed(self) -> None:
        for key, row in self.rows.items():
            if row.away is self.sender():
                self.removed.emit(key)
                return

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._speak()
        super().changeEvent(event)
