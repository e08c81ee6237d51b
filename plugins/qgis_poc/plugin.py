"""The plugin's entry: one action in menu and toolbar that shows the panel."""

from pathlib import Path

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon

try:
    from qgis.PyQt.QtGui import QAction
except ImportError:  # QGIS 3 has it among the widgets, QGIS 4 no longer
    from qgis.PyQt.QtWidgets import QAction

from .words import say


class PocPlugin:
    """What QGIS loads and unloads."""

    def __init__(self, iface):
        self.iface = iface
        self.action = None
        self.panel = None

    def initGui(self):  # noqa: N802 - the name that QGIS calls
        """Adds the action."""
        icon = QIcon(str(Path(__file__).parent / "icon.svg"))
        self.action = QAction(icon, say("POC layers"), self.iface.mainWindow())
        self.action.setObjectName("PocPanelAction")
        self.action.setToolTip(say("Edit the layers of the operation centre"))
        self.action.setCheckable(True)
        self.action.toggled.connect(self._show)
        self.iface.addToolBarIcon(self.action)
        self.iface.addPluginToVectorMenu(say("POC layers"), self.action)

    def unload(self):
        """Takes everything away again."""
        self.iface.removePluginVectorMenu(say("POC layers"), self.action)
        self.iface.removeToolBarIcon(self.action)
        if self.panel is not None:
            self.panel.put_away()
            self.iface.removeDockWidget(self.panel)
            self.panel.deleteLater()
            self.panel = None

    def _show(self, shown):
        if self.panel is None and shown:
            from .panel import Panel

            self.panel = Panel(self.iface.mainWindow(), self.iface.mapCanvas())
            self.panel.visibilityChanged.connect(self._follow)
            self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.panel)
        if self.panel is not None:
            self.panel.setVisible(shown)

    def _follow(self, visible):
        """The action stays pressed while the panel is behind another one."""
        if not visible and self.panel is not None and self.panel.isHidden():
            self.action.setChecked(False)
