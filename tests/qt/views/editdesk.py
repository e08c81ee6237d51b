"""A desk of GIS staff for tests: the real window and map over the real service in memory."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QDialog
from shapely.geometry import LineString, box
from starlette.testclient import TestClient

from console.i18n import Languages
from console.state.desk import Desk
from console.state.incidents import Incidents
from console.state.reports import ReportStore
from console.state.selection import Selection
from console.theme import Theme
from console.views.card import ReportCard
from console.views.desk import DeskWindow, Doors, Parts
from console.views.mapview import MapView
from layers.features import Feature
from layers.geometry import to_world
from tests.qt.state.editroom import Console, spot
from tests.qt.views.room import NOW, area_names, ground

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
PLACE = (106.99, -6.235)
Place = tuple[float, float]


def wifi() -> list[Feature]:
    """Five points, a hundred metres from each other."""
    return [spot(number) for number in range(5)]


def areas() -> list[Feature]:
    """Four squares that share their borders."""
    west, south, side = 106.985, -6.24, 0.005
    return [
        Feature(
            "area",
            f"a{x}{y}",
            box(west + x * side, south + y * side, west + (x + 1) * side, south + (y + 1) * side),
            {"code": f"{x}{y}", "name": f"Petak {x}{y}", "kind": "kelurahan"},
        )
        for x in range(2)
        for y in range(2)
    ]


def streets() -> list[Feature]:
    """One line."""
    line = LineString([(106.985, -6.235), (106.99, -6.235), (106.995, -6.233)])
    return [Feature("traffic_segment", "t1", line, {"street": "Jalan Raya", "level": 2})]


class EditDesk:
    """The window with everything behind it."""

    def __init__(
        self, http: TestClient, folder: Path, *, name: str = "gis", theme: str = "night", language: str = "en"
    ) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.console = Console(http, folder, name)
        console = self.console
        self.looks = Theme.load(theme)
        store, selection = ReportStore(), Selection()
        console.session.set_areas(area_names())
        incidents = Incidents(store, console.session, lambda: NOW)
        self.desk = Desk(
            console.client, console.tasks, store, console.session, console.catalog, folder / "outbox.sqlite"
        )
        settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        languages = Languages(application)
        languages.speak(language)
        self.view = MapView(self.looks, tasks=console.tasks)
        self.view.set_basemap(ground()[0])
        card = ReportCard(self.desk, console.session, store, selection, self.looks, lambda: NOW)
        self.opened: list[str] = []
        doors = Doors(*(lambda *_, name=name: self.opened.append(name) for name in Doors.__dataclass_fields__))
        parts = Parts(
            console.session, store, selection, console.catalog, incidents, self.desk, self.view, card, console.editing
        )
        self.window = DeskWindow(application, self.looks, settings, languages, parts, doors, lambda: NOW)
        console.session.set_link("live")
        console.session.heard(NOW)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.console, name)

    @property
    def canvas(self) -> Any:
        """The map."""
        return self.view.canvas

    @property
    def mode(self) -> Any:
        """The edit mode."""
        return self.window.edit_mode

    def show(self, qtbot: Any, width: int = 1366, height: int = 768) -> None:
        """As an operator sees it, near enough to tell points apart."""
        self.window.resize(width, height)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.canvas.center_on(PLACE[0] + 0.002, PLACE[1], 15)

    def at(self, place: Place) -> QPoint:
        """The pixel of the canvas widget at a place in degrees."""
        x, y = self.canvas.camera.to_screen(*map(float, to_world(*place)))
        return QPoint(round(x / self.canvas.camera.ratio), round(y / self.canvas.camera.ratio))

    def put_back(self) -> None:
        """As it was at first: nothing is edited, nothing asked, every switch as it comes."""
        for dialog in self.window.findChildren(QDialog):
            dialog.close()
        for name, on in (("edit.snap", True), ("edit.share", True)):
            if self.window.actions_by_id[name].isChecked() is not on:
                self.window.actions_by_id[name].trigger()
        self.console.editing.leave(discard=True)
        for left in self.console.editing.unfinished():
            self.console.editing.forget(left)
        self.window.toast.put_away()
        if self.view.panel.isVisible():
            self.view.toggle_layers()

    def close(self) -> None:
        self.window.close()
        self.desk.close()
        self.view.canvas.close_down()
        self.console.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()


def drag(qtbot: Any, canvas: Any, start: QPoint, end: QPoint, modifier: Qt.KeyboardModifier = NONE) -> None:
    """A real drag: press, some moves, release."""
    qtbot.mousePress(canvas, LEFT, modifier, start)
    for part in (0.3, 0.7, 1.0):
        at = start + (end - start) * part
        there = QPointF(canvas.mapToGlobal(at))
        event = QMouseEvent(QEvent.Type.MouseMove, QPointF(at), there, Qt.MouseButton.NoButton, LEFT, modifier)
        QApplication.sendEvent(canvas, event)
    qtbot.mouseRelease(canvas, LEFT, modifier, end)
