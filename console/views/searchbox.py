"""The search field: words and numbers find reports, names find places; a number ignores every filter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QStringListModel, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QLineEdit, QToolButton, QWidget

from console.theme import Theme
from console.views.icons import icon

PAUSE_MS = 250  # nothing is asked before the typing pauses


class Place(Protocol):
    """What the gazetteer finds. Longitude first, WGS 84 degrees."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def lon(self) -> float: ...
    @property
    def lat(self) -> float: ...


class SearchBox(QLineEdit):
    """Asks while one types; places are offered below, reports stand in the queue. Esc empties it and leaves."""

    asked = Signal(str)  # words; empty: show the queue again
    place_chosen = Signal(float, float, str)  # lon, lat, name
    left = Signal()

    def __init__(self, theme: Theme, places: Callable[[str], Sequence[Place]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places = places
        self._offered: list[Place] = []
        self._names = QStringListModel(self)
        self.setObjectName("search")
        self.setMaxLength(200)
        self.setClearButtonEnabled(True)
        self._glass = QAction(self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._list = QCompleter(self._names, self)
        self._list.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._list.setWidget(self)
        self._list.activated.connect(self._on_place)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.textEdited.connect(self._on_edited)
        self.textChanged.connect(self._on_changed)
        self.returnPressed.connect(self._ask)
        self._retranslate()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self._glass.setIcon(icon(theme, "mdi6.magnify", "muted"))

    def empty(self) -> None:
        """Empties the field without asking anything."""
        self._pause.stop()
        self.clear()

    def _popup(self) -> QAbstractItemView:
        popup = self._list.popup()
        assert popup is not None  # noqa: S101 - Qt makes it when it is asked for
        return popup

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        self._pause.start()
        self._offered = list(self._places(text))[:6] if len(text.strip()) >= 3 and not text.strip().isdigit() else []
        self._names.setStringList([place.name for place in self._offered])
        if self._offered:
            self._list.complete()
        else:
            self._popup().hide()

    @Slot(str)
    def _on_changed(self, text: str) -> None:
        if not text:
            self._pause.stop()
            self.asked.emit("")

    @Slot()
    def _ask(self) -> None:
        self._pause.stop()
        if self.text().strip():
            self.asked.emit(self.text().strip())

    @Slot(str)
    def _on_place(self, name: str) -> None:
        place = next((place for place in self._offered if place.name == name), None)
        if place is not None:
            self._pause.stop()
            self.place_chosen.emit(place.lon, place.lat, place.name)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            command = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
            if command and event.key() == Qt.Key.Key_K:
                event.ignore()  # Ctrl+K is the palette's, not Emacs'
                return False
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
            return
        if event.key() == Qt.Key.Key_Down and not self._popup().isVisible():
            self.left.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.ShortcutFocusReason:
            self.selectAll()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        for inside in self.findChildren(QToolButton):  # the glass, and the cross that clears
            inside.setAccessibleName(self.tr("Clear") if inside.objectName() else self.tr("Search"))
        self.setPlaceholderText(self.tr("Search  ( / )"))
        self.setAccessibleName(self.tr("Search reports and places"))
        self.setAccessibleDescription(self.tr("A number ignores the filters. Esc ends the search."))
