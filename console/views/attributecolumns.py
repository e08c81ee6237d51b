"""The columns of a layer's table: which are shown, in which order and how wide; kept for the next time."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QItemSelectionModel, QObject, QPoint, QSettings, Qt, Signal, Slot
from PySide6.QtWidgets import QMenu, QPushButton, QTableView

from console.models.attributes import AttributeTable
from console.settings import TABLE_COLUMNS
from layers.schema import Field, Kind

WIDTHS = {Kind.TEXT: 190, Kind.LINK: 190, Kind.CHOICE: 130, Kind.MOMENT: 150, Kind.DATE: 110}
HIDDEN = frozenset({"version", "source"})  # at first


class Columns(QObject):
    """The head of the table, its menu, and the button that opens the same menu."""

    filter_wanted = Signal(str)  # column: a condition on it is to be typed

    def __init__(
        self,
        view: QTableView,
        model: AttributeTable,
        settings: QSettings,
        opener: QPushButton,
        title: Callable[[Field | None, str], str],
    ) -> None:
        super().__init__(view)
        self._view, self._model, self._settings, self._opener, self._title = view, model, settings, opener, title
        self._settled = False
        head = view.horizontalHeader()
        # a choice of its own, always empty: else it asks of every row, column by column, whether it is chosen
        head.setSelectionModel(QItemSelectionModel(model, head))
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setSectionsMovable(True)
        head.setSortIndicatorShown(True)
        head.setSortIndicatorClearable(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._on_head_menu)
        head.sectionMoved.connect(self._keep)
        head.sectionResized.connect(self._keep)
        opener.clicked.connect(self._on_opened)

    def shown(self) -> list[str]:
        """The keys of the columns that are shown, from the left."""
        return [self._model.columns[place][0] for place in self._shown()]

    def restore(self) -> None:
        """As this layer's were left, or as they are at first."""
        self._settled = False
        view, head, kept = self._view, self._view.horizontalHeader(), _read(self._settings).get(self._model.layer, [])
        for place, (key, field) in enumerate(self._model.columns):
            view.setColumnWidth(place, WIDTHS.get(field.kind, 110) if field else 140)
            view.setColumnHidden(place, key in HIDDEN and field is None)
        keys = [key for key, _ in self._model.columns]
        for at, (key, width, hidden) in enumerate(item for item in kept if item[0] in keys):
            place = keys.index(key)
            head.moveSection(head.visualIndex(place), at)
            view.setColumnHidden(place, bool(hidden))
            if not hidden and int(width) > 0:
                view.setColumnWidth(place, int(width))
        self._settled = True

    @Slot()
    def _keep(self, *_: int) -> None:
        if not self._settled:
            return
        kept, head = _read(self._settings), self._view.horizontalHeader()
        kept[self._model.layer] = [
            [self._model.columns[place][0], self._view.columnWidth(place), self._view.isColumnHidden(place)]
            for place in (head.logicalIndex(at) for at in range(head.count()))
        ]
        TABLE_COLUMNS.write(self._settings, json.dumps(kept))

    @Slot(QPoint)
    def _on_head_menu(self, at: QPoint) -> None:
        head = self._view.horizontalHeader()
        place = head.logicalIndexAt(at)
        menu = self._menu()
        if place >= 0:
            key, field = self._model.columns[place]
            first = menu.actions()[0]
            words = QCoreApplication.translate("AttributeWindow", "Filter by {field}…")
            ask = menu.addAction(words.format(field=self._title(field, key)))
            ask.triggered.connect(partial(self.filter_wanted.emit, key))
            menu.removeAction(ask)
            menu.insertAction(first, ask)
            menu.insertSeparator(first)
        menu.popup(head.viewport().mapToGlobal(at))

    @Slot()
    def _on_opened(self) -> None:
        self._menu().popup(self._opener.mapToGlobal(QPoint(0, self._opener.height())))

    def _menu(self) -> QMenu:
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for place, (key, field) in enumerate(self._model.columns):
            action = menu.addAction(self._title(field, key))
            action.setCheckable(True)
            action.setChecked(not self._view.isColumnHidden(place))
            action.toggled.connect(partial(self._show, place))
        return menu

    def _show(self, place: int, shown: bool) -> None:
        if shown or len(self._shown()) > 1:
            self._view.setColumnHidden(place, not shown)
            self._keep()

    def _shown(self) -> list[int]:
        head = self._view.horizontalHeader()
        places = (head.logicalIndex(at) for at in range(head.count()))
        return [place for place in places if not self._view.isColumnHidden(place)]


def _read(settings: QSettings) -> dict[str, list[list[Any]]]:
    try:
        kept = json.loads(TABLE_COLUMNS.read(settings) or "{}")
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}
