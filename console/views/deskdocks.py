"""The panels beside the map: docks with a slim title, which detach to another screen and come back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QToolButton, QWidget

from console.theme import Theme
from console.views.cardparts import label
from console.views.icons import icon


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
