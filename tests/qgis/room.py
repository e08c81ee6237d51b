"""What the tests inside QGIS share: a service to ask, layers to fill, copies to edit; run by QGIS's own Python."""

import json
import os
import re
import urllib.request
from pathlib import Path

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY
from qgis_poc.localcopy import LocalCopy
from qgis_poc.service import Service

ROOT = Path(__file__).resolve().parents[2]
WORK, URL, KEY = Path(os.environ["POC_WORK"]), os.environ["POC_URL"], os.environ["POC_SECRET"]
LAYER = "wifi_hotspot"


@pytest.fixture
def name(request):
    """A name for the files of a test."""
    return re.sub(r"\W+", "-", request.node.name[5:70])


def service(name="gis"):
    made = Service(URL, KEY)
    made.sign_in(name, "demo")
    return made


def put(rows, layer=LAYER):
    """Makes a layer hold exactly these features."""
    body = json.dumps({"features": rows, "replace": True}).encode()
    made = service("admin")
    headers = {"X-POC-Key": KEY, "Authorization": "Bearer " + made._token, "Content-Type": "application/json"}
    urllib.request.urlopen(urllib.request.Request(URL + f"/layers/{layer}/import", body, headers)).read()  # noqa: S310


def spot(number, **fields):
    place = {"type": "Point", "coordinates": [106.95 + (number % 160) * 0.0002, -6.25 + (number // 160) * 0.0002]}
    return {
        "type": "Feature",
        "id": f"w{number}",
        "geometry": place,
        "properties": {"name": f"Taman {number}", "state": "aktif", "users": number, **fields},
    }


def pulled(name, count=3, by="admin"):
    put([spot(n) for n in range(count)])
    made = service(by)
    return made, LocalCopy.pull(made, LAYER, WORK / (name + ".gpkg"))


def feature(copy, ident):
    return next((f for f in copy.layer.getFeatures() if f["poc_id"] == ident), None)


def edit(copy, ident, **fields):
    row = feature(copy, ident)
    copy.layer.startEditing()
    for key, value in fields.items():
        copy.layer.changeAttributeValue(row.id(), copy.layer.fields().indexFromName(key), value)
    assert copy.layer.commitChanges(), copy.layer.commitErrors()


def draw(copy, place=(106.99, -6.24), **fields):
    """Draws a new feature, saved."""
    drawn = QgsFeature(copy.layer.fields())
    for key, value in {"name": "Baru", "state": "aktif", **fields}.items():
        drawn[key] = value
    if place is not None:
        drawn.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(*place)))
    copy.layer.startEditing()
    copy.layer.addFeature(drawn)
    assert copy.layer.commitChanges(), copy.layer.commitErrors()


def remove(copy, ident):
    copy.layer.startEditing()
    copy.layer.deleteFeature(feature(copy, ident).id())
    assert copy.layer.commitChanges()


def served(ident, layer=LAYER):
    return next((row for row in service().features(layer)["features"] if row["id"] == ident), None)


def raised(kind, work):
    try:
        work()
    except kind as error:
        return error
    raise AssertionError("nothing was raised")
