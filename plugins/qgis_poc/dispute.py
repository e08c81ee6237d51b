"""A conflict on the map: mine and theirs drawn side by side, told apart by line and colour, and brought into view."""

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject, QgsRectangle
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

from .geopackage import geometry_of

# Blue and orange differ for every kind of colour vision; the line is whole for mine and broken for theirs.
LOOKS = {
    "mine": (QColor(0, 90, 200), Qt.PenStyle.SolidLine, QgsRubberBand.IconType.ICON_CIRCLE),
    "theirs": (QColor(200, 95, 0), Qt.PenStyle.DashLine, QgsRubberBand.IconType.ICON_X),
}
ROOM = 1.6  # around what is shown
DEGREES = QgsCoordinateReferenceSystem("EPSG:4326")


class Dispute:
    """What is drawn over the map's canvas; at most one conflict at a time."""

    def __init__(self, canvas):
        self._canvas = canvas
        self.bands = {}

    def show(self, conflict):
        """Both sides' geometries; a side that deleted the feature has none."""
        self.clear()
        whole = QgsRectangle()
        for side, state in (("mine", conflict.mine), ("theirs", conflict.theirs)):
            geometry = geometry_of(state["geometry"]) if state else None
            if geometry is None or geometry.isEmpty():
                continue
            whole.combineExtentWith(geometry.boundingBox())
            self.bands[side] = self._band(geometry, *LOOKS[side])
        if self.bands:
            self.bring_into_view(whole, DEGREES)

    def clear(self):
        """Takes everything off the map."""
        for band in self.bands.values():
            self._canvas.scene().removeItem(band)
        self.bands = {}

    def bring_into_view(self, box, crs):
        """Moves the map where the box is not wholly seen; farther away only where it has no room."""
        box = self._into_map(crs).transformBoundingBox(box) if self._into_map(crs) else box
        seen = self._canvas.extent()
        if seen.contains(box):
            return
        if box.width() * ROOM <= seen.width() and box.height() * ROOM <= seen.height():
            self._canvas.setCenter(box.center())
        else:
            box.scale(ROOM)
            self._canvas.setExtent(box)
        self._canvas.refresh()

    def _into_map(self, crs):
        there = self._canvas.mapSettings().destinationCrs()
        return QgsCoordinateTransform(crs, there, QgsProject.instance()) if there.isValid() else None

    def _band(self, geometry, colour, line, icon):
        into = self._into_map(DEGREES)
        if into is not None:
            geometry.transform(into)
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
