"""Hands and eyes for the tour: presses keys, moves the mouse, waits for what must happen, takes pictures."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget


class DidNotHappen(RuntimeError):
    """Something that the tour waited for did not come; the message says what."""


class Driver:
    """Drives the window that is active. Counts keystrokes by the errand that is under way."""

    def __init__(
        self, window: QWidget, is_sharp: Callable[[], bool], pictures: Path, say: Callable[[str], None]
    ) -> None:
        """`is_sharp` says whether the map in the window is drawn completely."""
        self._window = window
        self._is_sharp = is_sharp
        self._folder = pictures
        self._say = say
        self.pictures: list[Path] = []
        self.keystrokes = 0
        pictures.mkdir(parents=True, exist_ok=True)

    def until(self, what: str, happened: Callable[[], bool], seconds: float = 60.0) -> None:
        """Lets the program run until it has happened. Raises DidNotHappen, naming what was awaited."""
        end = time.monotonic() + seconds
        while not happened():
            if time.monotonic() > end:
                raise DidNotHappen(f"waited {seconds:.0f} s for: {what}")
            QTest.qWait(5)

    def settle(self, seconds: float = 0.3) -> None:
        """Lets the program come to rest: drawings finish, late signals arrive."""
        QTest.qWait(int(seconds * 1000))

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One keystroke to whatever has the keyboard."""
        self.keystrokes += 1
        target = self._focus()
        QTest.keyClick(target, key, modifier)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def write(self, text: str) -> None:
        """Types a text, letter by letter, into the field that has the keyboard."""
        target = self._focus()
        if not isinstance(target, QLineEdit | QPlainTextEdit | QTextEdit):
            raise DidNotHappen(f"no text field has the keyboard but {type(target).__name__}, for: {text}")
        self.keystrokes += len(text)
        QTest.keyClicks(target, text)

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """A left click into the middle of a widget, or at a point of it."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())

    def hover(self, widget: QWidget, at: QPoint) -> None:
        """Moves the pointer to a point of a widget."""
        QTest.mouseMove(widget, at)

    def picture(self, name: str, window: QWidget | None = None) -> Path:
        """Saves what the window shows, numbered in the tour's order; of the desk when its map is complete."""
        target = window or QApplication.activeWindow() or self._window
        if window is None:
            self.until("the whole map drawn", self._is_sharp, 60)
        path = self._folder / f"{len(self.pictures) + 1:02d}-{name}.png"
        if not target.grab().save(str(path)):
            raise OSError(f"the picture can't be written: {path}")
        self.pictures.append(path)
        self._say(f"picture {path.name}")
        return path

    def _focus(self) -> QWidget:
        popup = QApplication.activePopupWidget()
        focus = QApplication.focusWidget()
        if popup is not None and (focus is None or not popup.isAncestorOf(focus)):
            return popup
        if focus is None and QApplication.activeWindow() is None:  # no window manager gives the keyboard back
            self._window.activateWindow()
            self.until("the window has the keyboard", lambda: QApplication.activeWindow() is not None)
        return QApplication.focusWidget() or self._window
