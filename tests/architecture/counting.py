"""Counts references to None, True and False across calls into Qt; run as a program, prints one JSON object.

A binding that loses a reference at each call ends in an abort of the interpreter hours later. PySide6 6.12.0 did so on
Python 3.10 and 3.11 for most calls, which is why it is excluded. In a process of its own: if it aborts, only that ends.
"""

import json
import os
import sys
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QEvent,
    QEventLoop,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRectF,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QImage, QPainter, QPixmap, QPolygonF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTableView, QWidget

TIMES = 40
ROOT_INDEX = QModelIndex()


class Speaker(QObject):
    """Signals of the kinds that the console has."""

    numbered = Signal(int)
    named = Signal(str)
    silent = Signal()
    listed = Signal(list)

    @Slot(int)
    def hear(self, _: int) -> None: ...


class Surface(QWidget):
    """A widget whose overrides answer None, which is where a reference goes missing."""

    def paintEvent(self, _: object) -> None: ...

    def mouseMoveEvent(self, _: object) -> None: ...

    def event(self, event: QEvent) -> bool:
        return super().event(event)


class Table(QAbstractTableModel):
    """A model that answers None, as most cells do for most roles."""

    def rowCount(self, _: QModelIndex | QPersistentModelIndex = ROOT_INDEX) -> int:
        return 3

    def columnCount(self, _: QModelIndex | QPersistentModelIndex = ROOT_INDEX) -> int:
        return 3

    def data(self, _: QModelIndex | QPersistentModelIndex, __: int = 0) -> object:
        return None


def calls() -> dict[str, Callable[[], object]]:
    """What is called over and over: one of each kind that the console lives on."""
    speaker, heard = Speaker(), Speaker()
    heard.numbered.connect(heard.hear)
    surface, table = Surface(), QTableView()
    surface.resize(50, 50)
    surface.show()
    model = Table()
    table.setModel(model)
    image = QImage(64, 64, QImage.Format.Format_ARGB32_Premultiplied)
    pixmap = QPixmap(10, 10)
    keep = [speaker, heard, surface, table, model]

    def paint() -> None:
        painter = QPainter(image)
        painter.drawPixmap(0, 0, pixmap)
        painter.drawLine(0, 0, 3, 3)
        painter.end()

    def connect() -> None:
        speaker.numbered.connect(speaker.hear)
        speaker.numbered.disconnect(speaker.hear)

    def turn() -> None:
        loop = QEventLoop()
        QTimer.singleShot(0, loop.quit)
        loop.exec()

    return {
        "emit to nobody": lambda: speaker.numbered.emit(1),
        "emit to a slot": lambda: heard.numbered.emit(1),
        "emit a text": lambda: speaker.named.emit("x"),
        "emit nothing": speaker.silent.emit,
        "emit a list": lambda: speaker.listed.emit([None, True]),
        "connect": connect,
        "paint": paint,
        "update": surface.update,
        "repaint": surface.repaint,
        "model": lambda: model.data(model.index(0, 0)),
        "view": table.grab,
        "send an event": lambda: QCoreApplication.sendEvent(surface, QEvent(QEvent.Type.User)),
        "post an event": lambda: QCoreApplication.postEvent(surface, QEvent(QEvent.Type.User)),
        "process events": QCoreApplication.processEvents,
        "event loop": turn,
        "mouse": lambda: QTest.mouseMove(surface, QPoint(3, 4)),
        "click": lambda: QTest.mouseClick(surface, Qt.MouseButton.LeftButton),
        "label": lambda: QLabel().setText("x"),
        "flags": lambda: surface.setEnabled(True),
        "visible": surface.isVisible,
        "geometry": lambda: (QRectF(0, 0, 5, 5).contains(QPointF(1, 1)), QPolygonF([QPointF(0, 0)]).isClosed()),
        "pixel": lambda: image.pixel(0, 0),
        "kept": lambda: keep is None,
    }


def count(call: Callable[[], object]) -> list[int]:
    """By how much the references to None, True and False moved over `TIMES` calls."""
    call()
    before = [sys.getrefcount(value) for value in (None, True, False)]
    for _ in range(TIMES):
        call()
    after = [sys.getrefcount(value) for value in (None, True, False)]
    return [late - early for late, early in zip(after, before, strict=True)]


if __name__ == "__main__":
    application = QApplication([])
    moved = {name: count(call) for name, call in calls().items()}
    sys.stdout.write(json.dumps({"times": TIMES, "moved": moved}))
    sys.stdout.flush()
    os._exit(0)
