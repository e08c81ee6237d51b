"""What people, files and networks do to the plugin inside a real QGIS: told in a sentence, and nothing is lost."""

import http.server
import json
import shutil
import sqlite3
import threading
from contextlib import contextmanager
from functools import partial

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsProject
from qgis_poc.errors import Conflicts, CopyError, Insecure, NotTheService, Refused, Unreachable
from qgis_poc.localcopy import LocalCopy
from qgis_poc.panel import Panel
from qgis_poc.sentences import FINDINGS, sentence_of
from qgis_poc.service import Service
from room import (
    KEY,
    LAYER,
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

SQUARE = [[106.99, -6.24], [107.0, -6.24], [107.0, -6.23], [106.99, -6.23], [106.99, -6.24]]


def signed_in(name="admin"):
    """A panel with somebody in it."""
    panel = Panel()
    panel.address.setText(URL)
    panel.key.setText(KEY)
    panel.user.setText(name)
    panel.password.setText("demo")
    panel.sign_in()
    assert panel.status.text().startswith("Signed in"), panel.status.text()
    panel.layers.setCurrentIndex(panel.layers.findData(LAYER))
    return panel


def reshape(copy, ident, geometry):
    copy.layer.startEditing()
    copy.layer.changeGeometry(feature(copy, ident).id(), geometry)
    assert copy.layer.commitChanges(), copy.layer.commitErrors()


# --- what can't be read is never taken for deleted ---------------------------------------------


def test_a_geopackage_that_is_gone_deletes_nothing(name):
    made, copy = pulled(name)
    copy.path.unlink()
    for work in (copy.review, lambda: copy.push(made, "x", publish=True), lambda: copy.update(made)):
        assert "not there any more" in str(raised(CopyError, work))
    assert served("w0") is not None


def test_a_geopackage_that_somebody_emptied_or_tore_deletes_nothing(name):
    made, copy = pulled(name)
    copy.path.write_bytes(b"\0" * 500)
    raised(CopyError, lambda: copy.push(made, "x", publish=True))
    raised(CopyError, lambda: LocalCopy(copy.path))
    assert served("w0") is not None


def test_a_filter_of_the_layer_deletes_nothing(name):
    made, copy = pulled(name)
    copy.layer.setSubsetString("users > 1")
    assert "filter" in str(raised(CopyError, lambda: copy.push(made, "x", publish=True)))
    copy.layer.setSubsetString("")
    assert copy.review() == []


@pytest.mark.parametrize("column", ["name", "poc_id"])
def test_a_column_that_was_dropped_or_renamed_is_told(name, column):
    made, copy = pulled(name)
    place = copy.layer.fields().indexFromName(column)
    copy.layer.startEditing()
    assert copy.layer.renameAttribute(place, "lain")
    assert copy.layer.commitChanges()
    assert column in str(raised(CopyError, copy.review))
    assert column in str(raised(CopyError, lambda: copy.push(made, "x", publish=True)))
    assert column in str(raised(CopyError, LocalCopy(copy.path).review))
    copy.layer.startEditing()
    assert copy.layer.renameAttribute(place, column)
    assert copy.layer.commitChanges()
    assert copy.review() == []


def test_another_column_of_ones_own_stays_here(name):
    made, copy = pulled(name)
    with sqlite3.connect(copy.path) as base:
        base.execute(f'ALTER TABLE "{LAYER}" ADD COLUMN catatan TEXT')
    copy = LocalCopy(copy.path)
    edit(copy, "w0", name="A", catatan="hanya di sini")
    copy.push(made, "x", publish=True)
    assert "catatan" not in served("w0")["properties"]
    assert feature(copy, "w0")["catatan"] == "hanya di sini"


# --- files -------------------------------------------------------------------------------------


def test_names_of_files_may_be_odd(name):
    put([spot(1)])
    made = service("admin")
    for number, odd in enumerate(("it's", 'quo"te', "ü ñ 地", "hash#1", "a.b.c", "amp&=;", "BESAR.GPKG", "ends.base")):
        path = WORK / f"{name}{number}{odd}"
        copy = LocalCopy.pull(made, LAYER, path)
        assert copy.path.suffix.lower() == ".gpkg"
        edit(copy, "w1", name=odd)
        assert copy.push(made, "x", publish=True)["state"] == "published"
        assert LocalCopy(copy.path).review() == []


def test_a_copy_without_its_pristine_copy_is_told_and_nothing_is_left_behind(name):
    _, copy = pulled(name)
    alone = WORK / (name + "-moved.gpkg")
    shutil.copy(copy.path, alone)
    raised(CopyError, lambda: LocalCopy(alone))
    raised(CopyError, lambda: LocalCopy(WORK / (name + "-nowhere.gpkg")))
    assert [path.name for path in WORK.glob(name + "-*")] == [alone.name]
    shutil.copy(copy.path.with_suffix(".base"), alone.with_suffix(".base"))
    assert LocalCopy(alone).review() == [], "both files may be moved together"
    alone.with_suffix(".base").write_bytes(b"torn" * 500)
    raised(CopyError, lambda: LocalCopy(alone))


def test_a_place_that_can_not_be_written_is_told(name):
    put([spot(1)])
    made = service("admin")
    raised(CopyError, lambda: LocalCopy.pull(made, LAYER, WORK / name / "no such folder" / "x.gpkg"))


# --- what people draw --------------------------------------------------------------------------


def test_a_feature_without_geometry_is_told_by_its_name(name):
    made, copy = pulled(name)
    reshape(copy, "w0", QgsGeometry())
    draw(copy, None, name="Tanpa tempat")
    told = str(raised(CopyError, lambda: copy.push(made, "x", publish=True)))
    assert "Taman 0" in told
    assert "Tanpa tempat" in told
    assert served("w0")["geometry"] is not None


def test_what_the_checks_find_is_a_sentence(name, monkeypatch):
    put(
        [
            {
                "type": "Feature",
                "id": "a1",
                "geometry": {"type": "Polygon", "coordinates": [SQUARE]},
                "properties": {"name": "Banjir"},
            }
        ],
        "warning",
    )
    panel = signed_in()
    panel.layers.setCurrentIndex(panel.layers.findData("warning"))
    panel.pull(WORK / (name + ".gpkg"))
    assert panel.copy is not None, panel.status.text()
    bow = "POLYGON((106.99 -6.24,107 -6.23,107 -6.24,106.99 -6.23,106.99 -6.24))"
    reshape(panel.copy, "a1", QgsGeometry.fromWkt(bow))
    edit(panel.copy, "a1", level="besok")
    panel.publish()
    said = panel.status.text()
    assert said.startswith("The checks found 2: Banjir: Severity must be one of: minor, "), said
    assert "Banjir: the shape is not valid: Self-intersection" in said
    monkeypatch.setattr("qgis_poc.words.language", lambda: "id")
    panel.publish()
    assert panel.status.text().startswith("Pemeriksaan menemukan 2: Banjir: "), panel.status.text()
    assert "harus salah satu dari: minor, " in panel.status.text()
    assert set(FINDINGS) >= {"kind", "invalid", "outside", "overlap"}


def test_a_part_that_was_split_off_is_new(name):
    line = {"type": "LineString", "coordinates": [[106.98, -6.24], [107.0, -6.24]]}
    put([{"type": "Feature", "id": "t1", "geometry": line, "properties": {"level": 2}}], "traffic_segment")
    made = service("admin")
    copy = LocalCopy.pull(made, "traffic_segment", WORK / (name + ".gpkg"))
    copy.layer.startEditing()
    copy.layer.splitFeatures([QgsPointXY(106.99, -6.25), QgsPointXY(106.99, -6.23)], False)
    unsaved = {item.kind: item.id for item in copy.review()}
    assert unsaved["update"] == "t1", "the origin keeps its id, the part that was split off gets its own"
    assert unsaved["insert"].startswith("fid:")
    copy.layer.commitChanges()
    copy.push(made, "x", publish=True)
    rows = {row["id"]: row["geometry"]["coordinates"] for row in made.features("traffic_segment")["features"]}
    assert sorted(rows.values()) == [[[106.98, -6.24], [106.99, -6.24]], [[106.99, -6.24], [107.0, -6.24]]]
    assert "t1" in rows
    first, second = copy.layer.getFeatures()
    copy.layer.startEditing()  # and merged again, as QGIS does: one takes both shapes, the other goes
    copy.layer.changeGeometry(first.id(), first.geometry().combine(second.geometry()).mergeLines())
    copy.layer.deleteFeature(second.id())
    copy.layer.commitChanges()
    copy.push(made, "x", publish=True)
    assert len(made.features("traffic_segment")["features"]) == 1


def test_what_is_pasted_from_elsewhere_gets_an_id_that_the_service_takes(name):
    made, copy = pulled(name)
    for odd in ("x" * 300, "with\nline", "fid:1"):
        draw(copy, name=odd[:20].replace("\n", " "), poc_id=odd)
    assert copy.push(made, "x", publish=True)["state"] == "published"
    assert len(made.features(LAYER)["features"]) == 6


def test_a_layer_without_features_is_pulled_and_filled(name):
    put([])
    made = service("admin")
    copy = LocalCopy.pull(made, LAYER, WORK / (name + ".gpkg"))
    assert copy.review() == []
    draw(copy)
    assert copy.push(made, "x", publish=True)["state"] == "published"


def test_nothing_is_decided_under_the_hands_of_somebody_who_edits(name):
    made, mine = pulled(name)
    theirs = LocalCopy.pull(made, LAYER, WORK / (name + "-2.gpkg"))
    edit(mine, "w0", name="A")
    edit(theirs, "w0", name="B")
    theirs.push(made, "x", publish=True)
    (conflict,) = raised(Conflicts, partial(mine.push, made, "y", publish=True)).conflicts
    mine.layer.startEditing()
    raised(CopyError, lambda: mine.decide(conflict, "theirs"))
    mine.layer.rollBack()
    mine.decide(conflict, "theirs")
    assert feature(mine, "w0")["name"] == "B"


def test_what_was_edited_after_a_lost_answer_is_no_conflict_with_oneself(name):
    made, copy = pulled(name)
    edit(copy, "w0", name="A", users=1)
    remove(copy, "w1")
    real = made.push

    def cut(layer, changeset):
        real(layer, changeset)
        raise Unreachable("cut")

    made.push = cut
    raised(Unreachable, lambda: copy.push(made, "x", publish=True))
    made.push = real
    edit(copy, "w0", name="B")
    draw(copy, name="Sesudahnya")
    assert copy.push(made, "x", publish=True)["state"] == "published"
    assert copy.conflicts() == []
    assert served("w0")["properties"]["name"] == "A"
    assert sorted(item.kind for item in copy.review()) == ["insert", "update"]
    assert copy.push(made, "x", publish=True)["state"] == "published"
    assert served("w0")["properties"] == {"name": "B", "state": "aktif", "users": 1}
    assert served("w1") is None


# --- the service, and what answers in its place --------------------------------------------------


ANSWERS = {
    "a web page": (200, b"<html>Welcome to the hotel</html>", NotTheService),
    "no JSON": (200, b"\x00\xff", NotTheService),
    "a list": (200, b"[1]", NotTheService),
    "null": (200, b"null", NotTheService),
    "an empty object": (200, b"{}", NotTheService),
    "half a body": (200, b'{"token": "x", "us', Unreachable),
    "a list and 404": (404, b"[]", NotTheService),
    "a text and 401": (401, b'"no"', NotTheService),
    "a page and 403": (403, b"<html>", NotTheService),
    "a page and 502": (502, b"<html>", Unreachable),
    "a page and 503": (503, b"<html>", Unreachable),
    "a problem and 500": (500, b'{"detail": "x"}', Unreachable),
    "a problem and 507": (507, b'{"detail": "x"}', Refused),
    "elsewhere": (302, b"", Unreachable),
    "nothing": (0, b"", Unreachable),
}


@contextmanager
def answering(status, body):
    """A server that says the same to everything; its address."""

    class Same(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if not status:
                self.connection.close()
                return
            self.send_response(status)
            self.send_header("Content-Length", str(len(body) + (50 if body.endswith(b"us") else 0)))
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - the library's name

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Same)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("told", ANSWERS)
def test_whatever_answers_is_told_and_leaves_nothing(name, told):
    status, body, kind = ANSWERS[told]
    with answering(status, body) as address:
        asked = Service(address)
        path = WORK / f"{name}-{list(ANSWERS).index(told)}.gpkg"
        questions = (
            lambda: asked.sign_in("a", "b"),
            asked.layers,
            lambda: LocalCopy.pull(asked, LAYER, path),
            lambda: asked.push(LAYER, {}),
        )
        for question in questions:
            error = raised(kind, question)
            assert type(error) is kind or kind is Unreachable, repr(error)
        assert not path.exists()
        panel = Panel()
        panel.address.setText(address)
        panel.sign_in()
        assert panel.status.text() == sentence_of(error), panel.status.text()
        assert panel.service is None


def test_a_push_in_the_dark_is_kept_and_done_once(name):
    made, copy = pulled(name)
    edit(copy, "w0", name="A")
    with answering(502, b"<html>") as address:
        real, made.url = made.url, address
        raised(Unreachable, lambda: copy.push(made, "x", publish=True))
        made.url = real
    assert copy.push(made, "x", publish=True)["state"] == "published"
    assert copy.push(made, "x", publish=True) is None


def test_features_that_are_none_leave_no_half_copy(name):
    put([spot(1)])
    made = service("admin")
    row = {"id": "a", "version": 1, "properties": {}}
    for number, geometry in enumerate(
        (None, {"type": "Point", "coordinates": []}, {"type": "Blob", "coordinates": [1]})
    ):
        made.features = lambda *_, geometry=geometry: {
            "features": [{**row, "geometry": geometry}],
            "removed": [],
            "version": 1,
        }
        path = WORK / f"{name}{number}.gpkg"
        raised(NotTheService, lambda path=path: LocalCopy.pull(made, LAYER, path))
        assert not path.exists()


def test_a_sign_in_that_is_over_is_told_and_the_push_waits_for_the_next(name):
    panel = signed_in()
    put([spot(n) for n in range(3)])
    panel.pull(WORK / (name + ".gpkg"))
    edit(panel.copy, "w0", name="A")
    kept = panel.service.push
    panel.service.push = lambda *_: (setattr(panel.service, "_token", "over"), kept(*_))[1]
    panel.publish()
    assert panel.status.text() == "Your sign-in is over. Sign in again; your edits are safe here."
    sent = panel.copy.base.note("pending")
    panel.password.setText("wrong")
    panel.sign_in()
    assert panel.status.text() == "The name, the password or the secret is wrong."
    panel.password.setText("demo")
    panel.sign_in()
    panel.publish()
    assert panel.status.text() == "Published."
    assert panel.copy.base.note("handed_in")["id"] == sent["id"]
    assert served("w0")["properties"]["name"] == "A"


def test_a_password_goes_over_https_or_not_at_all(name):
    for address in ("http://poc.example.org", "http://192.168.1.9:8112", "ftp://127.0.0.1", "poc.example.org", ""):
        raised(Insecure, lambda address=address: Service(address).sign_in("a", "b"))
    raised(Unreachable, lambda: Service("http://127.0.0.1:9").sign_in("a", "b"))


# --- the panel ---------------------------------------------------------------------------------


def test_a_layer_that_is_taken_off_the_map_is_opened_again(name):
    put([spot(n) for n in range(3)])
    panel = signed_in()
    panel.pull(WORK / (name + ".gpkg"))
    path = panel.copy.path
    edit(panel.copy, "w0", name="A")
    panel.review()
    QgsProject.instance().removeMapLayer(panel.copy.layer.id())
    assert str(path) in panel.status.text()
    assert panel.table.rowCount() == 0
    panel.review()
    assert panel.status.text() == "Pull or open a layer first."
    panel.open_copy(path)
    assert panel.status.text() == "1 features were edited."
    on_map = panel.copy.layer
    other = signed_in()
    other.open_copy(path)
    assert other.copy.layer is on_map, "two layers of one file would not see each other's edits"
    QgsProject.instance().clear()
    assert other.copy is panel.copy is None


def test_who_may_publish_is_who_is_signed_in(name):
    put([spot(n) for n in range(3)])
    panel = signed_in("gis")
    panel.pull(WORK / (name + ".gpkg"))
    assert not panel.buttons[-1].isEnabled()
    panel.user.setText("admin")
    panel.password.setText("demo")
    panel.sign_in()
    assert panel.buttons[-1].isEnabled()


def test_an_error_that_nobody_thought_of_is_a_sentence_and_in_the_log(name, qgis_app):
    logged = []
    qgis_app.messageLog().messageReceived.connect(lambda text, tag, _: logged.append((tag, text)))
    put([spot(n) for n in range(3)])
    panel = signed_in()
    panel.pull(WORK / (name + ".gpkg"))
    panel.copy.review = lambda: 1 / 0
    panel.review()
    assert panel.status.text() == "Something went wrong. It is written in QGIS's log, under POC."
    assert any(tag == "POC" and "ZeroDivisionError" in text for tag, text in logged)


def test_titles_are_in_the_language_of_qgis(name, monkeypatch):
    monkeypatch.setattr("qgis_poc.words.language", lambda: "id")
    put([spot(n) for n in range(3)])
    made = service("admin")
    copy = LocalCopy.pull(made, LAYER, WORK / (name + ".gpkg"))
    assert copy.layer.name() == "Titik wifi"
    assert copy.layer.attributeAlias(copy.layer.fields().indexFromName("users")) == "Pengguna"
    assert "Wifi aktif" in [category.label() for category in copy.layer.renderer().categories()]
    panel = Panel()
    panel._list(made.layers())
    assert panel.layers.itemText(panel.layers.findData(LAYER)) == "Titik wifi (3)"
    assert panel.layers.findData("incident") < 0, "nobody draws reports"


def test_a_feature_is_dragged_past_a_person_who_has_an_old_copy(name):
    """Two copies of one layer on one computer: each has its own pristine copy, neither sees the other's file."""
    made, one = pulled(name)
    two = LocalCopy.pull(made, LAYER, WORK / (name + "-2.gpkg"))
    reshape(one, "w0", QgsGeometry.fromPointXY(QgsPointXY(106.98, -6.245)))
    one.push(made, "x", publish=True)
    twin = QgsFeature(feature(two, "w0"))
    twin["fid"] = None
    twin["name"] = "Kembar"
    two.layer.startEditing()
    two.layer.addFeature(twin)
    two.layer.commitChanges()
    two.push(made, "x", publish=True)
    rows = json.loads(json.dumps(made.features(LAYER)["features"]))
    assert served("w0")["geometry"]["coordinates"] == [106.98, -6.245]
    assert sorted(row["properties"]["name"] for row in rows) == ["Kembar", "Taman 0", "Taman 1", "Taman 2"]
