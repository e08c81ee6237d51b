"""The history in words, and the photos of a report."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QBuffer, QByteArray, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel

from console.domain.workflow import ACTIONS
from console.theme import Theme
from console.views.cardtext import Words
from console.views.history import DID, FIRST, Timeline, event_detail, event_look, event_title
from console.views.photos import PhotoStrip, PhotoViewer, decoded
from tests.qt.views.card_desk import NOW, PaperDesk, bekasi, event

Key = Qt.Key


def jpeg(width=80, height=60, color="#336699"):
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    picture.fill(QColor(color))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    assert picture.save(buffer, "JPG")
    return bytes(buffer.data().data())


# --- history ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", [row.key for row in ACTIONS])
def test_every_action_has_a_title_and_a_shape(action):
    happened = event(1, action, 5)
    assert set(DID) == {row.key for row in ACTIONS}
    assert event_title(happened, bekasi())
    assert event_look(happened).shape != "none"


def test_an_assignment_names_its_department_and_reason():
    changes = {"assignment": [None, {"department": "dbmsda"}]}
    happened = event(1, "assign", 5, changes=changes, reason="Banjir: tugas pokok")
    assert event_title(happened, bekasi()) == "Assigned to DBMSDA"
    assert event_detail(happened, bekasi(), NOW) == "Banjir: tugas pokok"


def test_a_change_says_from_what_to_what():
    happened = event(1, "changed", 5, changes={"priority": ["normal", "high"], "category": ["other", "flood"]})
    assert event_title(happened, bekasi()) == "Changed: priority, category"
    assert event_detail(happened, bekasi(), NOW) == "Normal → High\nOther → Flood"


def test_what_the_log_keeps_only_as_a_digest_is_not_shown():
    happened = event(1, "changed", 5, changes={"text": [{"sha256": "a"}, {"sha256": "b"}], "lon": [None, 107.0]})
    assert event_title(happened, bekasi()) == "Changed: text, place"
    assert event_detail(happened, bekasi(), NOW) == ""


def test_an_archive_reason_is_said_in_words():
    happened = event(1, "reject", 5, reason="out_of_area: Jakarta")
    assert event_detail(happened, bekasi(), NOW) == "Outside the area: Jakarta"


@pytest.fixture
def timeline(qtbot):
    made = Timeline(bekasi(), Theme.load("night"))
    qtbot.addWidget(made)
    made.resize(400, 600)
    made.show()
    return made


def test_the_newest_stands_first_and_the_oldest_are_a_click_away(timeline, qtbot):
    timeline.show_events([event(seq, "note", 30 - seq, text=f"catatan {seq}") for seq in range(1, 10)], NOW)
    qtbot.waitUntil(timeline.more.isVisible)
    qtbot.waitUntil(lambda: all(text.isVisible() for text in timeline.findChildren(Words)))
    notes = [text.words for text in timeline.findChildren(Words)]
    assert notes == [f"catatan {seq}" for seq in range(9, 9 - FIRST, -1)]
    qtbot.mouseClick(timeline.more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sum(text.isVisible() for text in timeline.findChildren(Words)) == 9)


def test_a_note_is_text_even_when_it_looks_like_a_page(timeline):
    timeline.show_events([event(1, "note", 5, text="<h1>halo</h1>", actor="<b>x</b>")], NOW + timedelta(hours=1))
    assert [text.words for text in timeline.findChildren(Words)] == ["<h1>halo</h1>"]
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in timeline.findChildren(QLabel))


# --- photos -----------------------------------------------------------------------------------------------------------


def test_a_photo_is_decoded_no_larger_than_wanted():
    image = decoded(jpeg(800, 600), 200)
    assert (image.width(), image.height()) == (200, 150)


def test_what_is_no_photo_is_none_and_so_is_a_bomb():
    assert decoded(b"", 100) is None
    assert decoded(b"<html>", 100) is None
    head = bytearray(jpeg(16, 16))
    place = head.index(b"\xff\xc0") + 5
    head[place : place + 4] = b"\xc3\x50\xc3\x50"  # says that it has 50000 × 50000 pixels
    assert decoded(bytes(head), 100) is None


def test_thumbs_come_as_the_service_answers_and_a_broken_one_says_so(qtbot):
    desk = PaperDesk()
    strip = PhotoStrip(desk, Theme.load("night"))
    qtbot.addWidget(strip)
    strip.show_photos(("a" * 64, "b" * 64))
    assert desk.asked == [("photo", "a" * 64, "thumb"), ("photo", "b" * 64, "thumb")]
    desk.photo_ready.emit("a" * 64, "thumb", QByteArray(jpeg()).data())
    desk.photo_ready.emit("b" * 64, "thumb", b"no picture")
    one, other = strip.thumbs()
    assert one.has_photo
    assert other.broken
    strip.show_photos(("b" * 64, "a" * 64))
    assert [thumb.sha for thumb in strip.thumbs()] == ["b" * 64, "a" * 64]
    assert len(desk.asked) == 2  # nothing is fetched twice


def test_the_viewer_goes_through_the_photos_by_arrow_keys(qtbot):
    desk = PaperDesk()
    viewer = PhotoViewer(desk, ["a" * 64, "b" * 64], 0, "BKS-000123")
    viewer.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(viewer)
    viewer.show()
    qtbot.keyClick(viewer, Key.Key_Right)
    qtbot.keyClick(viewer, Key.Key_Right)
    assert viewer.place == 1
    desk.photo_ready.emit("a" * 64, "full", jpeg())  # of the photo that was left
    assert viewer.picture.pixmap().isNull()
    desk.photo_ready.emit("b" * 64, "full", jpeg())
    assert not viewer.picture.pixmap().isNull()
    qtbot.keyClick(viewer, Key.Key_Escape)
    assert not viewer.isVisible()
