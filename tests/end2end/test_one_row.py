"""One row in the catalogue, and a layer of a known kind stands everywhere: a program adds hydrants, and looks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROW = """
from layers import catalog
from layers.schema import Field, Kind
HYDRANT = catalog.Layer(
    "hydrant", "Hydrants", catalog.Geometry.POINT,
    (Field("name", Kind.TEXT, "Name", required=True),
     Field("pressure_bar", Kind.NUMBER, "Pressure", low=0, high=20, unit="bar")),
    like="facility", icon="fire-hydrant", near_m=3.0, shown=True,
)
catalog.LAYERS += (HYDRANT,)
catalog.BY_KEY["hydrant"] = catalog.FILLED["hydrant"] = HYDRANT
"""
LOOK = """
import json, os, sys, tempfile
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from pathlib import Path
from shapely.geometry import Point
from starlette.testclient import TestClient
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication
from console.api.client import Client
from console.api.layeredits import LayerEdits
from console.map.legend import legend_rows
from console.service.app import create_app
from console.service.settings import ServiceSettings
from console.state.attributes import LayerTable
from console.state.catalog import Catalog
from console.state.editing import LayerEditing
from console.state.session import Session
from console.tasks import Tasks
from console.theme import Theme
from console.views.attributes import AttributeWindow
from console.views.layerpage import page_writer
from console.views.mapview import MapView
from layers.checks import check
from layers.features import Feature
from layers.files import read_features, write_features
from layers.style import DEFAULT
from tests.qt.views.gisroom import Cable
from datetime import UTC, datetime
application = QApplication([])
folder = Path(sys.argv[1])
spot = Feature("hydrant", "h1", Point(106.99, -6.25), {"name": "Hidran Pasar", "pressure_bar": 4.5})
seen = {}
with TestClient(create_app(ServiceSettings(data=folder / "data", demo=True, seed=False, run_feeds=False))) as http:
    client = Client("", "", http=Cable(http))
    user = client.sign_in("admin", "demo")
    edits = LayerEdits(client)
    from layers.changes import Change, ChangeKind
    edits.push("hydrant", "Hidran", [Change(ChangeKind.INSERT, "hydrant", "h1", spot)], publish=True)
    seen["published"] = [feature.id for feature in client.features("hydrant").features]
    token = {"Authorization": "Bearer " + client._token}
    collection = http.get("/ogc/collections/hydrant/items", headers=token).json()
    seen["collection"] = [row["properties"]["name"] for row in collection["features"]]
    schema = http.get("/layers/hydrant/schema", headers=token).json()
    seen["form"] = [(field["key"], field["required"], field["high"]) for field in schema["fields"]]
    seen["qgis_style"] = (schema["looks"]["shape"], [row["label"] for row in schema["looks"]["colors"]])
    tasks = Tasks()
    catalog, session = Catalog(client, tasks), Session(user, client.city(), demo=True)
    catalog.put(client.features("hydrant"))
    theme = Theme.load("night")
    view = MapView(theme)
    view.canvas.set_layer("hydrant", catalog.features("hydrant").values())
    symbol = view.canvas.scene.symbol("hydrant", "h1")
    seen["map"] = (symbol.icon, str(symbol.shape), symbol.color)
    seen["panel"] = "hydrant" in view.panel.rows
    seen["legend"] = [row.word for row in legend_rows(DEFAULT, "hydrant")]
    editing = LayerEditing(edits, catalog, session, tasks, folder / "edits.sqlite")
    table = LayerTable(catalog, None, editing, session, tasks)
    window = AttributeWindow(table, QSettings(str(folder / "t.ini"), QSettings.Format.IniFormat), theme,
                             lambda: datetime.now(UTC))
    got = []
    table.sifted.connect(lambda ids: got.append(ids))
    window.open_layer("hydrant")
    while not got:
        QCoreApplication.processEvents()
    seen["table"] = [window.model.index(0, place).data() for place in range(2)]
    editing.close()
    tasks.close()
    view.canvas.close_down()
wrong = Feature("hydrant", "h2", Point(106.99, -6.25), {"pressure_bar": 99})
seen["checks"] = sorted({finding.code for finding in check("hydrant", {"h1": spot, "h2": wrong}, ["h2"])})
file = write_features([spot], folder / "hydrant.gpkg")
seen["files"] = read_features(file, "hydrant").features[0].same_content(spot)
page_writer(session.city, False, (), None, datetime.now(UTC))([spot], folder / "hydrant.html")
page = (folder / "hydrant.html").read_text(encoding="utf-8")
data = json.loads(page.split('id="map-data">')[1].split("</script>")[0])
(shown,) = data["reports"]["features"]
seen["folium"] = [line[1] for line in shown["properties"]["lines"]] + [shown["properties"]["style"]["fillColor"]]
seen["day"] = Theme.load("day").tokens["map.facility"]
print("SEEN " + json.dumps(seen))
sys.stdout.flush()
os._exit(0)  # what is looked at is said; Qt's end in this order is no part of it
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What a program sees that has one row more."""
    folder = tmp_path_factory.mktemp("row")
    done = subprocess.run(
        [sys.executable, "-c", ROW + LOOK, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("SEEN ")]
    assert lines, done.stderr[-3000:]
    return dict(json.loads(lines[0][5:]))


def test_one_row_makes_the_folium_page(seen: dict[str, object]):
    assert seen["folium"] == ["Hidran Pasar", "Pressure: 4.5 bar", seen["day"]]


@pytest.mark.parametrize(
    ("place", "what"),
    [
        ("published", ["h1"]),
        ("map", ["fire-hydrant", "tag", "map.facility"]),
        ("panel", True),
        ("legend", ["Hydrants"]),
        ("table", ["Hidran Pasar", "4.5"]),
        ("form", [["name", True, None], ["pressure_bar", False, 20]]),
        ("checks", ["field-missing", "field-range", "twin"]),
        ("collection", ["Hidran Pasar"]),
        ("qgis_style", ["tag", ["Hydrants"]]),
        ("files", True),
    ],
)
def test_one_row_is_seen(seen: dict[str, object], place: str, what: object):
    assert seen[place] == what
