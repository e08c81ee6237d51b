"""The window that shows a file before it is taken in: real files, real widgets, the real service in memory."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from shapely.geometry import box

from console.domain.drafts import DraftState
from console.map.canvas import MapCanvas
from console.models.importrows import Fate
from console.state.layerimport import LayerImport, layers_of
from console.theme import Theme
from console.views.importpreview import ImportWindow
from console.views.layerwords import refusal_text
from console.views.mapghosts import Ghosts
from layers.features import Feature
from tests.qt.views.gisroom import WASTE, Gis, People, bin_at, longest_turn_ms

FILE = (
    "Nama Lokasi;Jenis;Isi;Lintang;Bujur\n"
    "TPS Pasar;tps;87,5;-6,2512;106,9951\n"
    "TPS Terminal;TPS;10;-6,2412;106,9881\n"
    "Medan;TPS;10;3,59;98,67\n"
    "Gunung;gunung;10;-6,24;106,98\n"
)


class Desk:
    """The window as a GIS editor has it open."""

    def __init__(self, qtbot, person: Gis) -> None:
        self.qtbot, self.person = qtbot, person
        theme = Theme.load("night")
        self.canvas = MapCanvas(theme)
        qtbot.addWidget(self.canvas)
        self.ghosts = Ghosts(self.canvas)
        self.importing = LayerImport(person.edits, person.catalog, person.session, person.tasks)
        self.window = ImportWindow(self.importing, layers_of(person.user), self.ghosts, theme)
        qtbot.addWidget(self.window)

    def open(self, path: Path, layer: str = WASTE) -> None:
        with self.qtbot.waitSignal(self.importing.judged, timeout=20_000):
            self.window.open_file(path, layer)

    def choose(self, box: QComboBox, value: object) -> None:
        """As a person does it: the row of the list is activated."""
        box.setCurrentIndex(box.findData(value))
        with self.qtbot.waitSignal(self.importing.judged, timeout=20_000):
            box.activated.emit(box.currentIndex())

    def fates(self) -> list[tuple[str, str]]:
        model = self.window.model
        rows = [model.row_at(model.index(row, 0)) for row in range(model.rowCount())]
        return [(str(row.fate), row.refusal.reason if row.refusal else row.feature.properties["name"]) for row in rows]

    def press(self, button: object) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def close(self) -> None:
        self.window.close()
        self.canvas.close_down()


@pytest.fixture
def desk(qtbot, people: People) -> Iterator[Desk]:
    desk = Desk(qtbot, people["gis"])
    yield desk
    desk.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "tps kota.csv"
    path.write_text(FILE, encoding="cp1252")
    return path


def test_each_row_is_shown_with_what_would_become_of_it_and_nothing_is_done(desk: Desk, people, path: Path):
    desk.open(path)
    assert desk.fates() == [
        ("refused", "outside"),
        ("refused", "fields"),
        ("added", "TPS Pasar"),
        ("added", "TPS Terminal"),
    ]
    assert desk.ghosts.isVisibleTo(desk.canvas)
    assert people["admin"].client.features(WASTE).features == ()
    assert people["admin"].edits.drafts("draft") == []


def test_what_lies_outside_the_city_is_refused_as_the_draft_would_refuse_it(desk: Desk, people, tmp_path: Path):
    """In the box of the city, and outside of its areas as they are published."""
    corner = box(106.9, -6.4, 106.96, -6.3)
    about = {"code": "1", "name": "Kota", "kind": "kota"}
    people["admin"].publish([Feature("area", "kota", corner, about)])
    desk.person.look()
    path = tmp_path / "x.csv"
    path.write_text("name,kind,lat,lon\nDi kota,TPS,-6.35,106.93\nDi luar,TPS,-6.2,107.03\n", encoding="utf-8")
    desk.open(path)
    assert desk.fates() == [("refused", "outside"), ("added", "Di kota")]
    (refusal,) = desk.importing.outcome.refusals
    assert refusal_text(refusal, WASTE) == "It lies 11 km outside the city"


def test_the_end_is_a_draft_that_another_person_must_approve(qtbot, desk: Desk, people, path: Path):
    desk.open(path)
    with qtbot.waitSignal(desk.window.drafted, timeout=20_000) as made:
        desk.press(desk.window.make)
    draft = made.args[0].draft
    assert (draft.state, draft.author, draft.changes, draft.title) == (DraftState.DRAFT, "gis", 2, "tps kota")
    assert people["admin"].client.features(WASTE).features == ()
    added = {change.feature.properties["name"]: change.feature for change in people["gis"].edits.changes(draft)}
    assert added["TPS Pasar"].geometry.coords[0] == (106.9951, -6.2512)
    assert added["TPS Pasar"].properties["fill_pct"] == 87.5
    assert not desk.ghosts.isVisibleTo(desk.canvas)


def test_a_column_is_mapped_otherwise_and_taken_away_from_where_it_was(desk: Desk, path: Path):
    desk.open(path)
    desk.choose(desk.window.reading.columns["department"], "Nama Lokasi")
    assert desk.window.reading.columns["name"].currentData() == ""
    assert [fate for fate, _ in desk.fates()] == ["refused"] * 4
    desk.choose(desk.window.reading.columns["name"], "Nama Lokasi")
    assert [name for fate, name in desk.fates() if fate == "added"] == ["TPS Pasar", "TPS Terminal"]


def test_what_a_file_does_not_say_is_said_for_all_rows(desk: Desk, tmp_path: Path):
    path = tmp_path / "x.csv"
    path.write_text("name,lat,lon\nA,-6.25,106.99\n", encoding="utf-8")
    desk.open(path)
    assert desk.fates() == [("refused", "fields")]
    desk.choose(desk.window.reading.constants["kind"], "liar")
    assert desk.fates() == [("added", "A")]


def test_refused_rows_are_saved_and_can_be_mended_and_imported(qtbot, desk: Desk, path: Path, tmp_path: Path):
    desk.open(path)
    with qtbot.waitSignal(desk.importing.listed, timeout=20_000):
        desk.importing.list_refused(tmp_path / "ditolak.csv", partial(refusal_text, layer=WASTE))
    with (tmp_path / "ditolak.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["line"], row["reason"], row["Nama Lokasi"]) for row in rows] == [
        ("4", "outside", "Medan"),
        ("5", "fields", "Gunung"),
    ]
    mended = (tmp_path / "ditolak.csv").read_text(encoding="utf-8-sig").replace("gunung", "liar")
    (tmp_path / "ditolak.csv").write_text(mended, encoding="utf-8-sig")
    desk.open(tmp_path / "ditolak.csv")
    assert ("added", "Gunung") in desk.fates()


def test_what_stands_on_the_layer_is_changed_or_deleted_only_when_that_is_said(desk: Desk, people, tmp_path: Path):
    people["admin"].publish([bin_at(1, fill_pct=5.0), bin_at(2)])
    people["gis"].look()
    path = tmp_path / "x.csv"
    path.write_text(f"id,name,lat,lon\ntps/1,TPS Baru,-6.27,{bin_at(1).geometry.x}\n", encoding="utf-8")
    desk.open(path)
    assert desk.fates() == [("refused", "fields")]  # the layer wants a kind
    desk.choose(desk.window.reading.constants["kind"], "TPS")
    assert desk.fates() == [("changed", "TPS Baru")]
    with desk.qtbot.waitSignal(desk.importing.judged, timeout=20_000):
        desk.window.whole.click()
    assert desk.fates() == [("changed", "TPS Baru"), ("deleted", "TPS 2")]
    changed = desk.importing.outcome.changes[0]
    assert changed.feature.properties["fill_pct"] == 5.0


def test_only_one_kind_of_rows_is_shown_when_asked_for(desk: Desk, path: Path):
    desk.open(path)
    desk.press(desk.window.chips[Fate.REFUSED])
    assert [fate for fate, _ in desk.fates()] == ["refused", "refused"]


def test_a_file_of_another_kind_is_refused_with_a_sentence(qtbot, desk: Desk, tmp_path: Path):
    path = tmp_path / "x.csv"
    path.write_text("<!DOCTYPE html><html>", encoding="utf-8")
    with qtbot.waitSignal(desk.importing.trouble, timeout=20_000):
        desk.window.open_file(path, WASTE)
    assert "a web page" in desk.window.said.text()
    assert not desk.window.make.isEnabled()


def test_nothing_of_the_file_before_is_left_beside_one_that_cannot_be_read(
    qtbot, desk: Desk, path: Path, tmp_path: Path
):
    desk.open(path)
    page = tmp_path / "x.csv"
    page.write_text("<!DOCTYPE html><html>", encoding="utf-8")
    with qtbot.waitSignal(desk.importing.trouble, timeout=20_000):
        desk.window.open_file(page, WASTE)
    shown = [chip.text() for chip in desk.window.chips.values() if chip.isVisibleTo(desk.window)]
    assert shown == ["All"]
    assert desk.window.title.text() == "Import"
    assert not desk.window.reading.isEnabled()
    assert not desk.window.show_all.isEnabled()
    assert desk.fates() == []


def test_who_edits_no_layer_may_import_into_none(people):
    assert layers_of(people["operator"].user) == ()
    assert WASTE in layers_of(people["gis"].user)


def test_a_file_that_holds_no_rows_is_told_as_such(desk: Desk, tmp_path: Path):
    path = tmp_path / "x.csv"
    path.write_text("name,lat,lon\n", encoding="utf-8")
    desk.open(path)
    assert desk.window.said.text() == "The file holds no rows: there is nothing to take in."
    assert not desk.window.make.isEnabled()


def test_a_large_file_holds_nobody_up(desk: Desk, tmp_path: Path):
    """The best of three counts, as other programs run here too."""
    rows = "".join(f"Titik {n},{-6.3 + n % 200 * 5e-4:.4f},{106.95 + n // 200 * 5e-4:.4f}\n" for n in range(12_000))
    path = tmp_path / "x.csv"
    path.write_text(f"name,lat,lon\n{rows}", encoding="utf-8")
    desk.canvas.show()
    judged: list[object] = []
    desk.importing.judged.connect(judged.append)

    def once() -> float:
        judged.clear()
        return longest_turn_ms(lambda: desk.window.open_file(path, "facility"), lambda: judged)

    assert min(once() for _ in range(3)) < 150
    assert desk.window.model.rowCount() == 12_000
