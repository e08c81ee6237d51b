"""What the plugin does inside a real QGIS (pytest-qgis) against the real service; run by QGIS's own Python."""

import ast
import re
import time
from functools import partial
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsAuthMethodConfig,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsNetworkAccessManager,
    QgsNetworkRequestParameters,
    QgsPointXY,
    QgsRectangle,
    QgsVectorDataProvider,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtWidgets import QMainWindow
from qgis_poc import classFactory
from qgis_poc.edits import Conflict, changed_fields, merge
from qgis_poc.errors import Conflicts, CopyError, Refused, SchemaChanged, Unreachable
from qgis_poc.localcopy import LocalCopy
from qgis_poc.panel import Panel
from qgis_poc.service import Service
from qgis_poc.words import INDONESIAN
from room import (
    KEY,
    LAYER,
    ROOT,
    URL,
    WORK,
    draw,
    edit,
    feature,
    pulled,
    put,
    raised,
    remove,
    served,
    service,
    spot,
)


def test_an_area_hides_nothing_that_lies_below_it(name):
    ring = [[106.99, -6.24], [107.0, -6.24], [107.0, -6.23], [106.99, -6.24]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    put([{"type": "Feature", "id": "a1", "geometry": shape, "properties": {"name": "Banjir"}}], "warning")
    copy = LocalCopy.pull(service("admin"), "warning", WORK / (name + ".gpkg"))
    for category in copy.layer.renderer().categories():
        layer = category.symbol().symbolLayer(0)
        assert 0 < layer.fillColor().alpha() < 80
        assert layer.strokeColor().alpha() == 255


def test_a_pulled_layer_has_style_and_form(name):
    _, copy = pulled(name)
    assert copy.layer.featureCount() == 3
    assert copy.layer.crs().authid() == "EPSG:4326"
    labels = [category.label() for category in copy.layer.renderer().categories()]
    assert "Hotspot works" in labels, labels
    place = copy.layer.fields().indexFromName("state")
    assert copy.layer.editorWidgetSetup(place).type() == "ValueMap"
    assert copy.review() == []


def test_review_says_what_was_added_changed_and_deleted(name):
    _, copy = pulled(name)
    edit(copy, "w0", name="Taman Kota")
    remove(copy, "w1")
    new = QgsFeature(copy.layer.fields())
    new.setAttribute("name", "Baru")
    new.setAttribute("state", "aktif")
    new.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(106.99, -6.24)))
    copy.layer.startEditing()
    copy.layer.addFeature(new)
    found = {item.kind: item for item in copy.review()}  # before it is saved as well
    assert {kind: item.fields for kind, item in found.items() if kind == "update"} == {"update": ["name"]}
    assert set(found) == {"insert", "update", "delete"}
    copy.layer.rollBack()


def test_a_push_of_whoever_may_is_on_the_map(name):
    made, copy = pulled(name)
    edit(copy, "w0", name="Taman Kota")
    draw(copy)
    draft = copy.push(made, "Dari QGIS", publish=True)
    assert draft["state"] == "published"
    assert served("w0")["properties"]["name"] == "Taman Kota"
    assert "Baru" in [row["properties"]["name"] for row in service().features(LAYER)["features"]]
    assert copy.review() == []
    assert copy.push(made, "Lagi", publish=True) is None


def test_an_editors_push_is_handed_in_once_and_waits(name):
    made, copy = pulled(name, by="gis")
    edit(copy, "w0", name="Taman Kota")
    draft = copy.push(made, "Dari QGIS")
    assert draft["state"] == "in_review"
    assert served("w0")["properties"]["name"] == "Taman 0"
    assert copy.push(made, "Dari QGIS")["id"] == draft["id"]
    assert [item.id for item in copy.review()] == ["w0"]


def test_edits_of_different_fields_merge(name):
    made, mine = pulled(name)
    theirs = LocalCopy.pull(made, LAYER, WORK / (name + "-2.gpkg"))
    edit(mine, "w0", name="Taman Kota")
    edit(theirs, "w0", state="gangguan")
    theirs.push(made, "x", publish=True)
    mine.push(made, "y", publish=True)
    assert served("w0")["properties"] == {"name": "Taman Kota", "state": "gangguan", "users": 0}
    assert mine.review() == []


def test_two_values_for_one_field_are_decided_by_a_person(name):
    for side, name_after in (("mine", "A"), ("theirs", "B")):
        made, mine = pulled(name + side)
        theirs = LocalCopy.pull(made, LAYER, WORK / (name + side + "-2.gpkg"))
        edit(mine, "w0", name="A", users=77)
        edit(theirs, "w0", name="B", state="gangguan")
        theirs.push(made, "x", publish=True)
        error = raised(Conflicts, partial(mine.push, made, "y", publish=True))
        (conflict,) = error.conflicts
        assert conflict.fields == ["name"], conflict.fields
        assert (conflict.mine["name"], conflict.theirs["name"]) == ("A", "B")
        raised(Conflicts, partial(mine.push, made, "y", publish=True))  # not decided yet
        assert served("w0")["properties"]["name"] == "B"
        mine.decide(conflict, side)
        mine.push(made, "y", publish=True)
        assert served("w0")["properties"] == {"name": name_after, "state": "gangguan", "users": 77}


def test_equal_edits_are_no_conflict(name):
    made, mine = pulled(name)
    theirs = LocalCopy.pull(made, LAYER, WORK / (name + "-2.gpkg"))
    for copy in (mine, theirs):
        edit(copy, "w0", name="Sama")
        copy.push(made, "x", publish=True)
    assert served("w0")["properties"]["name"] == "Sama"
    assert mine.review() == theirs.review() == []


def test_deleting_what_somebody_edited_is_decided_by_a_person(name):
    for side in ("mine", "theirs"):
        made, mine = pulled(name + side)
        theirs = LocalCopy.pull(made, LAYER, WORK / (name + side + "-2.gpkg"))
        remove(mine, "w0")
        edit(theirs, "w0", name="B")
        theirs.push(made, "x", publish=True)
        (conflict,) = raised(Conflicts, partial(mine.push, made, "y", publish=True)).conflicts
        mine.decide(conflict, side)
        mine.push(made, "y", publish=True)
        assert (served("w0") is None) == (side == "mine")
        assert (feature(mine, "w0") is None) == (side == "mine")


def test_editing_what_somebody_deleted_is_decided_by_a_person(name):
    for side in ("mine", "theirs"):
        made, mine = pulled(name + side)
        theirs = LocalCopy.pull(made, LAYER, WORK / (name + side + "-2.gpkg"))
        edit(mine, "w0", name="A")
        remove(theirs, "w0")
        theirs.push(made, "x", publish=True)
        (conflict,) = raised(Conflicts, partial(mine.push, made, "y", publish=True)).conflicts
        mine.decide(conflict, side)
        mine.push(made, "y", publish=True)
        assert (served("w0") is None) == (side == "theirs")


def test_a_push_whose_answer_was_lost_is_done_once(name):
    made, copy = pulled(name)
    edit(copy, "w0", name="Taman Kota")
    real, sent = made.push, []

    def cut(layer, changeset):
        sent.append(changeset["id"])
        real(layer, changeset)
        raise Unreachable("cut")

    made.push = cut
    raised(Unreachable, lambda: copy.push(made, "x", publish=True))
    made.push = lambda layer, changeset: sent.append(changeset["id"]) or real(layer, changeset)
    copy = LocalCopy(copy.path)  # QGIS was closed in between
    assert copy.push(made, "x", publish=True)["state"] == "published"
    assert sent[0] == sent[1]
    assert served("w0")["properties"]["name"] == "Taman Kota"
    assert copy.review() == []


def test_a_push_that_never_arrived_is_sent_when_the_line_is_back(name):
    made, copy = pulled(name)
    edit(copy, "w0", name="Taman Kota")
    gone = Service("http://127.0.0.1:9", KEY)
    raised(Unreachable, lambda: copy.push(gone, "x", publish=True))
    assert served("w0")["properties"]["name"] == "Taman 0"
    copy.push(made, "x", publish=True)
    assert served("w0")["properties"]["name"] == "Taman Kota"


def test_what_the_checks_find_is_told_and_nothing_is_pushed(name):
    made, copy = pulled(name)
    edit(copy, "w0", state="rusak")
    error = raised(Refused, lambda: copy.push(made, "x", publish=True))
    assert [(row["id"], row["field"]) for row in error.extra["findings"]] == [("w0", "state")]
    edit(copy, "w0", state="gangguan")
    assert copy.push(made, "x", publish=True)["state"] == "published"


def test_other_fields_are_told_before_they_hurt(name):
    made, copy = pulled(name)
    edit(copy, "w0", name="A")
    real = made.schema(LAYER)
    made.schema = lambda layer: {**real, "digest": "other", "fields": [*real["fields"][1:], {"key": "height"}]}
    error = raised(SchemaChanged, lambda: copy.push(made, "x", publish=True))
    assert (error.added, error.removed) == (["height"], [real["fields"][0]["key"]])
    assert [item.id for item in copy.review()] == ["w0"]


def test_lines_and_polygons_come_and_go_unchanged(name):
    line = {"type": "LineString", "coordinates": [[106.99, -6.24], [106.995, -6.245], [107.0, -6.241234567890123]]}
    ring = [[106.99, -6.24], [107.0, -6.24], [107.0, -6.23], [106.99, -6.23], [106.99, -6.24]]
    hole = [[106.992, -6.238], [106.998, -6.238], [106.998, -6.232], [106.992, -6.232], [106.992, -6.238]]
    multi = {"type": "MultiPolygon", "coordinates": [[ring, hole]]}
    plain = {"type": "Polygon", "coordinates": [[[x - 0.02, y] for x, y in ring]]}
    rows = {
        "traffic_segment": [("t1", line, {"level": 2, "closure": True, "speed_kmh": 12.5})],
        "warning": [("a1", multi, {"name": "Banjir"}), ("a2", plain, {"name": "Angin"})],
    }
    field = {"traffic_segment": "street", "warning": "event"}
    made = service("admin")
    for layer, features in rows.items():
        put([{"type": "Feature", "id": i, "geometry": g, "properties": p} for i, g, p in features], layer)
        copy = LocalCopy.pull(made, layer, WORK / (f"{name}-{layer}.gpkg"))
        assert copy.review() == []
        for ident, _, _ in features:
            edit(copy, ident, **{field[layer]: "Baru"})
        assert {item.fields[0] for item in copy.review()} == {field[layer]}
        copy.push(made, "x", publish=True)
        for ident, geometry, properties in features:
            found = served(ident, layer)
            assert found["geometry"] == geometry
            assert found["properties"] == {**properties, field[layer]: "Baru"}


def test_a_copied_feature_is_a_new_one(name):
    made, copy = pulled(name)
    twin = QgsFeature(feature(copy, "w0"))
    twin.setId(-1)
    twin["fid"] = None
    twin["name"] = "Salinan"
    twin.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(106.99, -6.24)))
    copy.layer.startEditing()
    copy.layer.addFeature(twin)
    copy.layer.commitChanges()
    copy.push(made, "x", publish=True)
    names = sorted(row["properties"]["name"] for row in service().features(LAYER)["features"])
    assert names == ["Salinan", "Taman 0", "Taman 1", "Taman 2"]


def test_a_pull_overwrites_nothing(name):
    made, copy = pulled(name)
    raised(CopyError, lambda: LocalCopy.pull(made, LAYER, copy.path))


def test_qgis_itself_reads_the_layers_by_ogc_api(name, qgis_app):
    """25,000 features in few pages, and signed in by QGIS's own sign-in."""
    put([spot(n) for n in range(25_000)])
    manager = QgsApplication.authManager()
    assert manager.setMasterPassword("test", True)
    config = QgsAuthMethodConfig("Basic")
    config.setName("poc")
    config.setConfig("username", "gis")
    config.setConfig("password", "demo")
    assert manager.storeAuthenticationConfig(config)
    asked = []
    network = QgsNetworkAccessManager.instance()
    network.requestAboutToBeCreated[QgsNetworkRequestParameters].connect(
        lambda request: asked.append(request.request().url().path())
    )
    source = f"url='{URL}/ogc' typename='{LAYER}' authcfg={config.id()}"
    layer = QgsVectorLayer(source, "ogc", "OAPIF")
    assert layer.isValid(), layer.error().summary()
    found = {row["name"] for row in layer.getFeatures()}
    assert found == {f"Taman {n}" for n in range(25_000)}
    qgis_app.processEvents()
    assert 2 <= asked.count(f"/ogc/collections/{LAYER}/items") <= 8, asked  # the first ask for ten, to see fields
    part = QgsFeatureRequest(QgsRectangle(106.9499, -6.2501, 106.9503, -6.2499))
    assert {row["name"] for row in layer.getFeatures(part)} >= {"Taman 0", "Taman 1"}
    assert not layer.startEditing() or not layer.dataProvider().capabilities() & QgsVectorDataProvider.AddFeatures


class FakeInterface:
    """What a plugin sees of QGIS Desktop."""

    def __init__(self):
        self.window = QMainWindow()
        self.canvas = QgsMapCanvas(self.window)
        self.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
        self.window.setCentralWidget(self.canvas)
        self.menu = []

    def mainWindow(self):  # noqa: N802
        return self.window

    def addToolBarIcon(self, action):  # noqa: N802
        self.menu.append(action)

    def removeToolBarIcon(self, action):  # noqa: N802
        self.menu.remove(action)

    def addPluginToVectorMenu(self, _, action):  # noqa: N802
        self.menu.append(action)

    def removePluginVectorMenu(self, _, action):  # noqa: N802
        self.menu.remove(action)

    def addDockWidget(self, area, dock):  # noqa: N802
        self.window.addDockWidget(area, dock)

    def removeDockWidget(self, dock):  # noqa: N802
        self.window.removeDockWidget(dock)

    def mapCanvas(self):  # noqa: N802
        return self.canvas


def test_the_panel_leads_from_sign_in_to_a_decided_conflict(name, qgis_app):
    put([spot(n) for n in range(3)])
    interface = FakeInterface()
    plugin = classFactory(interface)
    plugin.initGui()
    plugin.action.setChecked(True)
    panel = plugin.panel
    interface.window.resize(1100, 800)
    interface.window.show()
    panel.address.setText(URL)
    panel.key.setText(KEY)
    panel.user.setText("admin")
    panel.password.setText("wrong")
    panel.sign_in()
    assert panel.service is None
    panel.password.setText("demo")
    panel.sign_in()
    assert panel.password.text() == ""
    panel.layers.setCurrentIndex(panel.layers.findData(LAYER))
    panel.pull(WORK / (name + ".gpkg"))
    assert panel.status.text() == "Pulled 3 features.", panel.status.text()
    edit(panel.copy, "w0", name="A")
    panel.review()
    assert panel.table.item(0, 1).text() == "A"
    assert panel.table.item(0, 1).toolTip() == "<span>w0</span>"
    other = LocalCopy.pull(panel.service, LAYER, WORK / (name + "-2.gpkg"))
    edit(other, "w0", name="B")
    other.push(panel.service, "x", publish=True)
    panel.publish()
    assert panel.disputes.isVisible()
    assert panel.disputes.head.text() == "Conflict 1 of 1: A"
    assert [panel.disputes.fields.item(0, place).text() for place in range(3)] == ["Name", "A", "B"]
    assert set(panel.dispute.bands) == {"mine", "theirs"}, "both sides are drawn on the map"
    qgis_app.processEvents()
    panel.grab().save(str(WORK / "panel.png"))
    panel.keep_mine()
    assert not panel.disputes.isVisible()
    assert panel.dispute.bands == {}, "what is decided is no longer drawn"
    panel.publish()
    assert panel.status.text() == "Published."
    assert served("w0")["properties"]["name"] == "A"
    plugin.unload()
    assert interface.menu == []


def test_a_sign_in_that_qgis_keeps_is_enough(name, qgis_app):
    manager = qgis_app.authManager()
    manager.setMasterPassword("for the tests", True)
    config = QgsAuthMethodConfig("Basic")
    config.setName("poc " + name)
    config.setConfig("username", "admin")
    config.setConfig("password", "demo")
    assert manager.storeAuthenticationConfig(config)
    panel = Panel()
    panel.address.setText(URL)
    panel.key.setText(KEY)
    panel.kept.setConfigId(config.id())
    panel.sign_in()
    assert panel.status.text().startswith("Signed in"), panel.status.text()


def test_the_help_is_there_in_both_languages(name, monkeypatch):
    opened = []
    monkeypatch.setattr("qgis_poc.panel.QDesktopServices.openUrl", opened.append)
    panel = Panel()
    for said in ("id", "en"):
        monkeypatch.setattr("qgis_poc.panel.language", lambda said=said: said)
        panel.show_help()
    pages = [Path(url.toLocalFile()) for url in opened]
    assert [page.name for page in pages] == ["id.html", "en.html"]
    assert all("<h1>" in page.read_text(encoding="utf-8") for page in pages)


def test_every_word_has_its_indonesian(name):
    """What the plugin says in English stands in the table of words, and nothing else does."""
    folder = ROOT / "plugins/qgis_poc"
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py") if path.name != "words.py")
    texts = {node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)}
    said = re.findall(r'(?:say|button)\(\s*"([^"]+)"', source)
    assert set(said) - set(INDONESIAN) == set()
    assert set(INDONESIAN) - texts == set()
    for english, indonesian in INDONESIAN.items():
        assert set(re.findall(r"{\w+}", english)) == set(re.findall(r"{\w+}", indonesian)), english


def test_random_edits_of_two_copies_lose_nothing(name):
    """The plugin's own merge, on a thousand random pairs: whoever changed a field finds it, or is asked."""
    import random

    chance = random.Random(7)

    def state(seed):
        return (
            None
            if seed == 0
            else {"geometry": chance.choice([1, 2]), **{key: chance.choice([None, 1, 2]) for key in "ab"}}
        )

    for _ in range(1000):
        base, mine, theirs = state(1), state(chance.randint(0, 9)), state(chance.randint(0, 9))
        merged = merge("f", base, mine, theirs)
        if isinstance(merged, Conflict):
            assert changed_fields(base, mine)
            assert changed_fields(base, theirs)
            continue
        for side in (mine, theirs):
            for key in changed_fields(base, side):
                assert (merged or {}).get(key) == (side or {}).get(key), (base, mine, theirs, merged)


def test_a_large_layer_is_pulled_and_reviewed_in_a_moment(name):
    put([spot(n) for n in range(25_000)])
    made = service("admin")
    start = time.process_time()
    copy = LocalCopy.pull(made, LAYER, WORK / (name + ".gpkg"))
    pull_s, start = time.process_time() - start, time.process_time()
    assert copy.review() == []
    review_s = time.process_time() - start
    assert pull_s < 6.0, pull_s  # computers are shared; alone it is below 3 and 1
    assert review_s < 2.0, review_s
