"""One editor inside QGIS, led from outside: a line of JSON in, a line out. Run by QGIS's own Python."""

# ruff: noqa: T201
import json
import sys
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "plugins"))

from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsPointXY

application = QgsApplication([], True)
application.initQgis()

from qgis_poc.errors import Conflicts  # noqa: E402
from qgis_poc.localcopy import LocalCopy  # noqa: E402
from qgis_poc.service import Service  # noqa: E402

LAYER = "wifi_hotspot"
FIELDS = ("name", "ssid", "users")


class Editor:
    """A signed-in person with a pulled copy of the layer."""

    def __init__(self, url, key, name):
        self.service = Service(url, key)
        self.service.sign_in(name, "demo")
        self.copy = None

    def pull(self, path):
        self.copy = LocalCopy.pull(self.service, LAYER, path)

    def edit(self, ident, field, value):
        row, layer = self._row(ident), self.copy.layer
        layer.startEditing()
        if field == "geometry":
            layer.changeGeometry(row.id(), QgsGeometry.fromPointXY(QgsPointXY(*value)))
        else:
            layer.changeAttributeValue(row.id(), layer.fields().indexFromName(field), value)
        assert layer.commitChanges(), layer.commitErrors()

    def delete(self, ident):
        layer = self.copy.layer
        layer.startEditing()
        layer.deleteFeature(self._row(ident).id())
        assert layer.commitChanges(), layer.commitErrors()

    def insert(self, name, place):
        layer = self.copy.layer
        new = QgsFeature(layer.fields())
        new.setAttribute("name", name)
        new.setAttribute("state", "aktif")
        new.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(*place)))
        layer.startEditing()
        layer.addFeature(new)
        assert layer.commitChanges(), layer.commitErrors()

    def push(self):
        try:
            if self.copy.push(self.service, "run", publish=True) is None:
                self.copy.update(self.service)
        except Conflicts as error:
            return [[conflict.id, list(conflict.fields)] for conflict in error.conflicts]
        return []

    def update(self):
        return [[conflict.id, list(conflict.fields)] for conflict in self.copy.update(self.service)]

    def decide(self, ident, side):
        conflict = next(conflict for conflict in self.copy.conflicts() if conflict.id == ident)
        self.copy.decide(conflict, side)

    def states(self):
        found = {}
        for ident, state in self.copy.states().items():
            shape = QgsGeometry()
            shape.fromWkb(state["geometry"])
            point = shape.asPoint()
            found[ident] = {**{key: state.get(key) for key in FIELDS}, "geometry": [point.x(), point.y()]}
        return found

    def _row(self, ident):
        return next(row for row in self.copy.layer.getFeatures() if row["poc_id"] == ident)


editor = Editor(*sys.argv[1:4])
print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    try:
        answer = {"value": getattr(editor, asked["do"])(*asked["with"])}
    except Exception:  # noqa: BLE001 - told to who leads
        answer = {"error": traceback.format_exc()[-2000:]}
    print(json.dumps(answer), flush=True)
application.exitQgis()
