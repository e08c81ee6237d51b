"""A conflict on the map: mine and theirs drawn side by side, told apart by line and colour."""

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsGeometry, QgsProject
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

# Blue and orange differ for every kind of colour vision; the line is whole for mine and broken for theirs.
LOOKS = {
    "mine": (QColor(0, 90, 200), Qt.PenStyle.SolidLine, QgsRubberBand.ICON_CIRCLE),
    "theirs": (QColor(220, 110, 0), Qt.PenStyle.DashLine, QgsRubberBand.ICON_X),
}


class Dispute:
    """What is drawn over the map's canvas; at most one conflict at a time."""

    def __init__(self, canvas):
        self._canvas = canvas
        self.bands = {}

    def show(self, conflict):
        """Both sides' geometries; a side that deleted the feature has none."""
        self.clear()
        for side, state in (("mine", conflict.mine), ("theirs", conflict.theirs)):
            if not state or not state.get("geometry"):
                continue
            geometry = QgsGeometry()
            geometry.fromWkb(state["geometry"])
            self.bands[side] = self._band(geometry, *LOOKS[side])

    def clear(self):
        """Takes everything off the map."""
        for band in self.bands.values():
            self._canvas.scene().removeItem(band)
        self.bands = {}

    def _band(self, geometry, colour, line, icon):
        where = QgsCoordinateReferenceSystem("EPSG:4326")
        there = self._canvas.mapSettings().destinationCrs()
        if there.isValid():
            geometry.transform(QgsCoordinateTransform(where, there, QgsProject.instance()))
        band = QgsRubberBand(self._canvas, geometry.type())
        band.setToGeometry(geometry, None)
        band.setColor(colour)
        band.setFillColor(QColor(colour.red(), colour.green(), colour.blue(), 50))
        band.setLineStyle(line)
        band.setWidth(3)
        band.setIcon(icon)
        band.setIconSize(16)
        band.show()
        return band
