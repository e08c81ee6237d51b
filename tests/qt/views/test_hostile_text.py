"""Hostile text in the windows beside the desk: shown as the letters that it is, never as markup or a mnemonic."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings
from PySide6.QtWidgets import QApplication, QCompleter, QLabel, QTextEdit, QWidget
from shapely.geometry import Point

from console.app import trouble_box
from console.map.canvas import MapCanvas
from console.state.attributes import LayerTable
from console.state.editing import LayerEditing
from console.state.layerdrafts import LayerDrafts
from console.theme import Theme
from console.views.attributes import AttributeWindow
from console.views.mapchrome import Card, HoverCard
from console.views.mapghosts import Ghosts
from console.views.outbox import OutboxWindow
from console.views.palette import Finder, Palette
from console.views.review import ReviewWindow
from console.views.searchbox import SearchBox
from console.views.spotcard import SpotCard
from console.views.toast import Toast
from console.words import Trouble
from layers.features import Feature
from layers.places import Place
from tests.qt.test_outside_text import HOSTILE, shown_as_markup
from tests.qt.views import room as rooms
from tests.qt.views.gisroom import WASTE, bin_at, insert
from tests.qt.views.room import NOW, report

WAIT = 20_000
ALL = " / ".join(text for key, text in HOSTILE.items() if key != "turned")
CONSOLE = Path(__file__).resolve().parents[3] / "console"
some = pytest.mark.parametrize("text", [HOSTILE["image"], HOSTILE["turned"], HOSTILE["mnemonic"]])
each = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)


def plain(window: QWidget, text: str) -> None:
    """It stands there letter for letter (but for marks that turn), and nothing is read as markup."""
    shown = [label.text() for label in window.findChildren(QLabel)]
    shown += [field.toPlainText() for field in window.findChildren(QTextEdit)]
    start = "gpj.exe" if "\u202e" in text else text[:12]
    assert [words for words in shown if start in words], "it is not even shown"
    assert shown_as_markup(window) == []


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme.load("night")


@pytest.fixture
def host(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    return made


@pytest.fixture
def desk(qapp, tmp_path) -> Iterator[rooms.Room]:
    made = rooms.build(qapp, tmp_path)
    yield made
    made.close()


@each
def test_a_toast_shows_letters(theme, host, text):
    toast = Toast(theme, host)
    toast.say_bad(text, text)
    assert toast.text.text() == toast.more.text() == text
    plain(toast, text)
    toast.reword(text)
    plain(toast, text)


@each
def test_a_hover_card_shows_letters(host, text):
    card = HoverCard(host)
    card.show_at(Card(text, (text, text)), QPoint(40, 40))
    plain(card, text)


@each
def test_the_card_of_a_thing_on_the_map_shows_letters(host, text):
    card = SpotCard(host)
    about = {"name": text, "ssid": text * 9, "state": text, "sponsor": text}
    card.show_feature(Feature("wifi_hotspot", "w1", Point(107.0, -6.24), about, updated_at=NOW, source=text), text, NOW)
    card.show_doors(text, "", "Ctrl+Y")
    card.ask(text, text)
    card.show()
    QApplication.processEvents()
    plain(card, text)
    assert card.report_button.text().count("&") == 2 * text.count("&"), "a mnemonic would swallow a letter"
    card.show_doors(text, text, "Ctrl+Y")
    plain(card, text)


@each
def test_a_link_that_is_none_opens_nothing(host, text):
    card = SpotCard(host)
    for address in (text, f"javascript:{text}", f"file:///{text}", "file://evil.example/share", f"https://{text}"):
        thing = Feature("camera", "c1", Point(107.0, -6.24), {"name": "Alun-alun", "link": address})
        card.show_feature(thing, "", NOW)
        assert shown_as_markup(card) == []
        assert card._address == "" or card._address.startswith("https://")


@some
def test_the_palette_and_the_search_offer_letters(qtbot, desk, text):
    def places(_: str) -> list[Place]:
        return [Place(text, text, 107.0, -6.2, "exact", 100.0)]

    desk.take([replace(report(1), text=text, place_note=text)])
    finder = Finder(desk.store, desk.session, places, desk.session.user)
    palette = Palette(desk.window.theme, finder, desk.window)
    palette.field.setText(text)
    palette.field.setText("1")
    palette.show()
    palette.field.setText("alun")
    titles = [palette.hits.index(row).data() for row in range(palette.hits.rowCount())]
    assert [title for title in titles if text in title]
    assert not palette.grab().isNull()
    assert shown_as_markup(palette) == []
    palette.close()
    box = SearchBox(desk.window.theme, places)
    qtbot.addWidget(box)
    box.show()
    qtbot.keyClicks(box, "alun")
    offered = box.findChild(QCompleter)
    assert offered.popup().model().index(0, 0).data() == text
    assert shown_as_markup(offered.popup()) == []


@each
def test_a_message_box_shows_letters(qtbot, qapp, text):
    box = trouble_box(Trouble(text, text, text, text))
    qtbot.addWidget(box)
    assert box.text() == text
    plain(box, text)


@some
def test_the_outbox_shows_letters(qtbot, desk, text):
    desk.take([report(1)])
    desk.client.away = True
    desk.desk.note(report(1).id, text)
    qtbot.waitUntil(lambda: desk.session.waiting == 1)
    window = OutboxWindow(desk.desk.outgoing, desk.session, desk.window.theme, lambda: NOW, desk.window)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: bool(window._page))
    window.show_page("waiting")
    plain(window, text)


def test_the_review_of_a_draft_shows_letters(qtbot, people, theme):
    gis = people["gis"]
    change = insert(bin_at(1, name=ALL[:100], address=ALL[:200]))
    draft = gis.edits.put(gis.edits.begin(WASTE, ALL[:100]).draft, [change]).draft
    canvas = MapCanvas(theme)
    qtbot.addWidget(canvas)
    drafts = LayerDrafts(gis.edits, gis.catalog, gis.session, gis.tasks)
    window = ReviewWindow(drafts, gis.session, Ghosts(canvas), theme, lambda: NOW)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignals([drafts.listed, drafts.opened], timeout=WAIT):
        drafts.refresh()
        drafts.open(draft.id)
    window.changes.choose("tps/1")
    try:
        plain(window, ALL[:100])
    finally:
        window.close()
        canvas.close_down()


def test_the_table_of_a_layer_shows_letters(qtbot, people, theme, tmp_path):
    people["admin"].publish([bin_at(1, name=ALL[:100])])
    gis = people["gis"]
    gis.look()
    editing = LayerEditing(gis.edits, gis.catalog, gis.session, gis.tasks, tmp_path / "gis.sqlite")
    table = LayerTable(gis.catalog, None, editing, gis.session, gis.tasks)
    settings = QSettings(str(tmp_path / "table.ini"), QSettings.Format.IniFormat)
    window = AttributeWindow(table, settings, theme, lambda: NOW)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(table.sifted, timeout=WAIT):
        window.open_layer(WASTE)
    cells = [window.model.index(0, column).data() for column in range(window.model.columnCount())]
    assert ALL[:100] in cells
    assert shown_as_markup(window) == []
    editing.close()


def test_every_message_box_says_that_it_is_plain_before_it_says_anything():
    """Static ones (`QMessageBox.warning`) can't be told: they guess."""
    wrong = []
    for path in sorted(CONSOLE.rglob("*.py")):
        for made in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(made, ast.FunctionDef | ast.Module):
                continue
            if isinstance(made, ast.Module):
                wrong += [f"{path.name}:{line}" for line in _static_boxes(made)]
            elif (at := _first(made, "QMessageBox")) and not _plain_at(made):
                wrong.append(f"{path.name}:{at}")
    assert wrong == []


def _static_boxes(tree: ast.AST) -> list[int]:
    static = {"warning", "critical", "information", "question", "about"}
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in static
        and isinstance(node.func.value, ast.Name) and node.func.value.id == "QMessageBox"
    ]  # fmt: skip


def _first(tree: ast.AST, name: str) -> int:
    """The line where one is made; 0: none is."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
    return next((node.lineno for node in calls if node.func.id == name), 0)  # type: ignore[attr-defined]


def _plain_at(tree: ast.AST) -> bool:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    return any(
        node.func.attr == "setTextFormat" and ast.unparse(node.args[0]).endswith("PlainText")  # type: ignore[attr-defined]
        for node in calls
    )


def test_no_label_is_made_by_hand_without_saying_that_it_is_plain():
    made_by = [path for path in sorted(CONSOLE.rglob("*.py")) if "QLabel(" in path.read_text(encoding="utf-8")]
    assert made_by
    assert [path.name for path in made_by if "setTextFormat(" not in path.read_text(encoding="utf-8")] == []
