"""The panels beside the map: docks with a slim title, which detach to another screen and come back."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, QSettings, QSize, Qt, Slot
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QMainWindow, QToolButton, QWidget

from console.settings import WINDOW_GEOMETRY, WINDOW_PANELS
from console.theme import Theme
from console.views.cardparts import label
from console.views.icons import icon

SIZES = ((2560, [480, 560]), (1600, [400, 440]), (0, [352, 384]))  # from this width on: queue and card in px


class DockTitle(QWidget):
    """Caption and one button: out to a window of its own, and back. Dragging it moves the panel."""

    def __init__(self, dock: QDockWidget, theme: Theme) -> None:
        super().__init__(dock)
        self._dock = dock
        self.setProperty("panel", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.caption = label("caption")
        self.float_button = QToolButton()
        self.float_button.setAutoRaise(True)
        self.float_button.setIconSize(QSize(16, 16))
        self.float_button.clicked.connect(self._on_float)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 4, 0)
        layout.addWidget(self.caption)
        layout.addStretch(1)
        layout.addWidget(self.float_button)
        self.setFixedHeight(32)
        dock.topLevelChanged.connect(self._on_moved)
        self.set_theme(theme)

    def set_title(self, text: str) -> None:
        """The panel's name."""
        self.caption.setText(text)
        self._on_moved()

    def set_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self._theme = theme
        self._on_moved()

    @Slot()
    def _on_float(self) -> None:
        self._dock.setFloating(not self._dock.isFloating())

    @Slot()
    def _on_moved(self) -> None:
        out = self._dock.isFloating()
        self.float_button.setIcon(icon(self._theme, "mdi6.dock-window" if not out else "mdi6.dock-left", "muted"))
        tip = self.tr("Back into the window") if out else self.tr("Out to a window of its own")
        self.float_button.setToolTip(tip)
        self.float_button.setAccessibleName(tip)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._on_moved()
        super().changeEvent(event)


class Panel(QDockWidget):
    """A dock that can't be closed: what an operator needs does not vanish."""

    def __init__(self, name: str, content: QWidget, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetMovable | QDockWidget.DockWidgetFeature.DockWidgetFloatable
        )
        self.setAllowedAreas(Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea)
        self.title = DockTitle(self, theme)
        self.setTitleBarWidget(self.title)
        self.setWidget(content)

    def set_title(self, text: str) -> None:
        """The panel's name, on its title and its own window."""
        self.setWindowTitle(text)
        self.title.set_title(text)


class Panels:
    """Where the window and its panels stand: at first, as the operator left them, and back again."""

    def __init__(self, window: QMainWindow, settings: QSettings, left: Panel, right: Panel) -> None:
        self._window, self._settings, self._docks = window, settings, [left, right]
        self._at_first = QByteArray()
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, left)
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, right)
        window.resize(1600, 900)
        window.restoreGeometry(WINDOW_GEOMETRY.read(settings))

    def settle(self) -> None:
        """The window is shown, and only now knows its size: the panels take theirs, or what they had the last time."""
        if not self._at_first.isEmpty():
            return
        self.reset()
        self._at_first = self._window.saveState()
        before = WINDOW_PANELS.read(self._settings)
        if not before.isEmpty():
            self._window.restoreState(before)

    def reset(self) -> None:
        """Puts the panels back into their places."""
        if not self._at_first.isEmpty():
            self._window.restoreState(self._at_first)
        sizes = next(sizes for least, sizes in SIZES if self._window.width() >= least)
        self._window.resizeDocks(self._docks, sizes, Qt.Orientation.Horizontal)

    def remember(self) -> None:
        """The window closes: what stands where is kept for the next start."""
        WINDOW_GEOMETRY.write(self._settings, self._window.saveGeometry())
        WINDOW_PANELS.write(self._settings, self._window.saveState())
