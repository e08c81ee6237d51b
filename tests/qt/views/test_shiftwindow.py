"""The shift window: spans are chosen, figures shown as they come, files asked for."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel

from console.api.errors import Unreachable
from console.domain.shifts import shift_at
from console.shiftreport.document import compose
from console.shiftreport.input import ShiftInput
from console.theme import Theme
from console.views.shiftwindow import SHIFTS_BACK, ShiftWindow
from console.views.shiftwindowparts import ItemCard
from tests.qt.views.card_desk import NOW, bekasi, event, report

SHIFT = shift_at(NOW)


@pytest.fixture
def window(qtbot):
    made = ShiftWindow(Theme.load("night"), lambda: NOW, Path("reports"), may_note=True)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def document():
    at = SHIFT.start + timedelta(minutes=1)
    late = [report(n, received_at=at, forward_by=at + timedelta(minutes=1), text="<b>Banjir</b>") for n in range(1, 5)]
    log = [event(n, "created", 3, actor="intake", role="intake") for n in range(1, 5)]
    return compose(ShiftInput(late, log, bekasi(), SHIFT.start, SHIFT.end, NOW, demo=True), "en")


def test_the_running_shift_is_asked_for_first(window, qtbot):
    with qtbot.waitSignal(window.wanted, timeout=0) as told:
        window.ask()
    assert told.args == [SHIFT.start, SHIFT.end]
    assert window.span.itemText(0).endswith("(runs)")


def test_earlier_shifts_join_without_a_gap(window):
    spans = [window.span.itemData(place) for place in range(SHIFTS_BACK)]
    for later, earlier in pairwise(spans):
        assert earlier[1] == later[0]


def test_ones_own_span_is_written_in_bekasi_time(window, qtbot):
    window.span.setCurrentIndex(window.span.count() - 1)
    window.ask()
    assert window.start_field.isVisible()
    assert window.start_field.text().endswith("14:00")
    assert window.chosen_span() == (SHIFT.start, SHIFT.end)
    window.end_field.setDateTime(window.start_field.dateTime().addSecs(-60))
    with qtbot.assertNotEmitted(window.wanted):
        window.ask()
    assert window.outcome.text() == "The end lies before the start."


def test_the_figures_are_shown_and_a_citizens_words_stay_words(window, document, qtbot):
    window.show_document(document)
    assert window.demo.isVisible()
    assert "In: 4" in window.tiles.accessibleName()
    assert set(window._tables) == set(document.tables)
    assert len(window.findChildren(ItemCard)) == len(document.notable) + len(document.oldest)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in window.findChildren(QLabel))
    window.show_document(document)  # again: nothing doubles
    qtbot.waitUntil(lambda: len([c for c in window.findChildren(ItemCard) if c.isVisibleTo(window)]) <= 30)


def test_a_line_is_written_into_the_log_of_the_running_shift(window, qtbot):
    window.ask()
    assert window.note.isVisible()
    assert not window.add_note.isEnabled()
    window.note.setPlainText("Pompa Rawalumbu mati")
    with qtbot.waitSignal(window.note_wanted, timeout=0) as told:
        qtbot.mouseClick(window.add_note, Qt.MouseButton.LeftButton)
    assert told.args == ["Pompa Rawalumbu mati"]
    window.not_noted(Unreachable("no route"))
    assert window.note.toPlainText() == "Pompa Rawalumbu mati"
    assert window.add_note.isEnabled()
    with qtbot.waitSignal(window.wanted, timeout=0):
        window.noted()
    assert window.note.toPlainText() == ""


def test_a_shift_that_has_ended_takes_no_lines(window):
    window.span.setCurrentIndex(1)
    window.ask()
    assert not window.note.isVisible()


def test_the_files_are_asked_for_and_named_when_they_are_made(window, qtbot):
    window.folder.setText("/somewhere")
    with qtbot.waitSignal(window.make_wanted, timeout=0) as told:
        qtbot.mouseClick(window.make, Qt.MouseButton.LeftButton)
    assert told.args == [SHIFT.start, SHIFT.end, "/somewhere"]
    assert window.progress.isVisible()
    assert not window.make.isEnabled()
    window.made(Path("/somewhere"), ["a.html", "a.pdf"])
    assert window.outcome.text() == "Made 2 files: a.html, a.pdf"
    assert window.open_folder.isVisible()


def test_a_failure_is_a_sentence_and_it_can_be_tried_again(window):
    window._make()
    window.not_made(Unreachable("gone"))
    assert "does not answer" in window.outcome.text()
    assert window.make.isEnabled()
    window.fail(OSError("disk"))
    assert "file" in window.outcome.text()


def test_no_folder_no_files(window, qtbot):
    window.folder.clear()
    with qtbot.assertNotEmitted(window.make_wanted):
        qtbot.mouseClick(window.make, Qt.MouseButton.LeftButton)
    assert "folder" in window.outcome.text()


def test_every_part_is_painted_in_both_themes(window, document):
    window.show_document(document)
    for name in ("night", "day"):
        window.set_theme(Theme.load(name))
        assert not window.grab().isNull()
    assert window.findChildren(QFrame)
