"""The report card: what it shows, what keys do in it, and that news neither steals the focus nor what is typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QTextEdit, QVBoxLayout, QWidget

from console.domain.reports import OPEN, Priority, Status
from console.domain.wire import ActionBody
from console.domain.workflow import ACTIONS, allowed
from console.state.drafts import Drafts
from console.state.reports import ReportStore
from console.state.selection import Selection
from console.theme import Theme
from console.views.card import ReportCard
from console.views.cardactions import NEXT
from console.views.cardempty import keys_of
from console.views.cardmarks import CLOCK_LOOKS, PRIORITY_LOOKS, SHAPES, STATUS_LOOKS
from tests.qt.views.card_desk import AUDITOR, FLOOD, NOW, OFFICER, PaperDesk, assigned, event, report, session_of, twin

Key = Qt.Key


class Room:
    """A card beside a field that has the focus, as the queue has it."""

    def __init__(self, qtbot, user=None) -> None:
        self.desk, self.store, self.selection = PaperDesk(), ReportStore(), Selection()
        self.session = session_of(user) if user else session_of()
        self.theme = Theme.load("night")
        self.now = NOW
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.elsewhere = QLineEdit()
        layout = QVBoxLayout(self.window)
        layout.addWidget(self.elsewhere)
        self.card = ReportCard(
            self.desk, self.session, self.store, self.selection, self.theme, lambda: self.now, parent=self.window
        )
        layout.addWidget(self.card)
        self.window.resize(460, 900)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.elsewhere.setFocus()

    def show(self, shown) -> None:
        self.store.put([shown])
        self.selection.choose(shown.id)
        QApplication.processEvents()  # layouts show what was added

    def labels(self) -> str:
        words = [label.text() for label in self.card.findChildren(QLabel) if label.isVisible()]
        return "\n".join(words + [text.toPlainText() for text in self.card.findChildren(QTextEdit) if text.isVisible()])


@pytest.fixture
def room(qtbot):
    return Room(qtbot)


@pytest.fixture
def press(qtbot):
    def press(key, modifier=Qt.KeyboardModifier.NoModifier):
        qtbot.keyClick(QApplication.focusWidget(), key, modifier)

    return press


# --- what it shows ----------------------------------------------------------------------------------------------------


def test_an_empty_card_teaches_its_keys(room):
    words = room.labels()
    assert "No report is chosen" in words
    assert "take in a call" in words


def test_an_empty_card_teaches_nobody_what_is_not_his(qtbot):
    words = Room(qtbot, AUDITOR).labels()
    assert "search; a number finds its report at once" in words
    assert not {"verify it", "take in a call", "report it done"} & set(words)
    assert [key for key, _ in keys_of(OFFICER)] == ["J  K", "Y", "F", "/"]


def test_the_chosen_report_is_shown_with_its_clock_place_and_caller(room):
    room.show(FLOOD)
    words = room.labels()
    for said in ("BKS-000123", "New", "Send on by 14:13", "8 min left", FLOOD.text, "Bintara, Bekasi Barat"):
        assert said in words
    assert "Call 112 · received 13:43 · seen 13:25" in words
    assert "Budi Santoso · +62 812-3456-7890" in words


def test_a_late_report_says_so_in_words_and_shape_not_in_colour_alone(room):
    room.show(replace(FLOOD, forward_by=NOW - timedelta(minutes=14)))
    assert room.card.head.clock.left.text() == "14 min late"
    assert room.card.head.clock._mark.look.shape == "alarm"


def test_the_clock_goes_on_while_the_card_is_open(room):
    room.show(FLOOD)
    room.now = NOW + timedelta(minutes=5)
    room.card._tick()
    assert room.card.head.clock.left.text() == "3 min left"


def test_every_state_priority_and_clock_has_a_shape_of_its_own():
    for looks in (STATUS_LOOKS, PRIORITY_LOOKS, CLOCK_LOOKS):
        shapes = [look.shape for look in looks.values()]
        assert len(set(shapes)) == len(shapes)
        assert set(shapes) <= set(SHAPES)
    assert set(STATUS_LOOKS) == set(Status)


@pytest.mark.parametrize("hostile", ["<b>x</b><img src='http://evil.example/p.png'>", "a & b < c", "\u202egpj.exe"])
def test_a_citizens_words_are_text_and_nothing_else(room, hostile):
    room.show(replace(FLOOD, text=hostile, place_note=hostile, contact_name=hostile, kelurahan="", kecamatan=hostile))
    assert room.card.body.text.toPlainText() == hostile.replace("\u202e", "")
    for label in room.card.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText, label.text()


def test_a_long_text_is_cut_and_can_be_shown_whole(room, qtbot):
    room.show(replace(FLOOD, text="Air naik sejak pukul tiga dan belum surut. " * 60))
    body = room.card.body
    qtbot.waitUntil(body.more.isVisible)
    low = body.text.height()
    qtbot.mouseClick(body.more, Qt.MouseButton.LeftButton)
    assert body.text.height() > 2 * low
    assert not body.more.isVisible()


def test_words_without_a_space_never_widen_the_card(room):
    room.show(replace(FLOOD, text="x" * 3000, place_note="y" * 400, contact_name="z" * 200))
    assert room.card._scroll.widget().width() <= room.card.width()


@pytest.mark.parametrize("status", list(Status))
def test_nothing_sticks_out_of_a_narrow_card(room, status):
    room.window.resize(380, 640)
    room.show(replace(assigned(), status=status, photos=tuple(f"{place:064x}" for place in range(12)), outside=True))
    room.desk.twins_ready.emit(FLOOD.id, [twin(119, 1840, 12345, 0.86, "x" * 400)])
    room.desk.history_ready.emit(FLOOD.id, [event(1, "note", 3, text="y" * 300, actor="z" * 80)])
    QApplication.processEvents()
    body = room.card._scroll.widget()
    assert body.minimumSizeHint().width() <= room.card._scroll.viewport().width()
    assert room.card.width() <= 380


def test_a_report_without_a_place_offers_to_place_it(room, qtbot):
    room.show(replace(FLOOD, lon=None, lat=None, kelurahan="", kecamatan=""))
    place = room.card.body.place
    assert not place.show_button.isVisible()
    with qtbot.waitSignal(room.card.place_wanted, timeout=0) as told:
        qtbot.mouseClick(place.place_button, Qt.MouseButton.LeftButton)
    assert told.args == [FLOOD.id]


def test_a_place_outside_the_city_is_marked(room):
    room.show(replace(FLOOD, outside=True))
    assert "outside the city" in room.labels()


def test_the_assignment_shows_both_clocks(room):
    room.show(assigned())
    words = room.labels()
    assert "DBMSDA" in words
    assert "13:50, 15 min late" in words
    assert "19:35, 5 h 30 min left" in words


def test_who_may_not_see_the_caller_is_told_so(qtbot):
    room = Room(qtbot, OFFICER)
    room.show(replace(assigned(), contact_name="", contact_phone=""))
    assert "The caller is hidden from your role" in room.labels()


def test_a_duplicate_names_its_root_also_when_that_is_not_here_any_more(room, qtbot):
    root = report(7, status=Status.RESOLVED)
    room.show(replace(FLOOD, status=Status.DUPLICATE, duplicate_of=root.id))
    qtbot.waitUntil(lambda: ("look_up", root.id) in room.desk.asked)
    room.store.put([root])
    QApplication.processEvents()
    assert "DUPLICATE OF" in room.labels()
    assert any(root.number in button.text() for button in room.card.findChildren(QPushButton))


def test_history_and_twins_are_asked_for_once_the_operator_stays(room, qtbot):
    room.store.put([FLOOD, report(5), report(6)])
    for ident in (report(5).id, report(6).id, FLOOD.id):
        room.selection.choose(ident)
    qtbot.waitUntil(lambda: ("history", FLOOD.id) in room.desk.asked)
    assert [ident for what, ident in room.desk.asked if what == "history"] == [FLOOD.id]
    assert ("twins", FLOOD.id) in room.desk.asked
    assert ("callers", FLOOD.contact_phone) in room.desk.asked


def test_a_card_that_is_not_seen_asks_for_nothing_until_it_is(room, qtbot):
    room.card.hide()
    room.show(FLOOD)
    room.card._settled.timeout.emit()
    assert room.desk.asked == []
    room.card.show()
    qtbot.waitUntil(lambda: ("history", FLOOD.id) in room.desk.asked)


def test_answers_about_another_report_are_dropped(room):
    room.show(FLOOD)
    room.desk.history_ready.emit(report(9).id, [event(1, "created", 5)])
    room.desk.twins_ready.emit(report(9).id, [twin(4, 10, 1, 0.9)])
    assert room.card.body.history.count() == 0
    assert room.card.body.twins.twins() == []


def test_an_unsent_report_is_marked(room):
    room.show(FLOOD)
    assert not room.card.head.unsent.isVisible()
    room.session.set_unsent(frozenset({FLOOD.id}))
    assert room.card.head.unsent.isVisible()


def test_who_else_looks_at_it_is_named(room):
    room.show(FLOOD)
    room.card.set_presence({FLOOD.id: ("Dewi", "Rian")})
    assert "Also looking at it: Dewi, Rian" in room.labels()


# --- what can be done -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", list(Status))
def test_exactly_the_allowed_actions_are_offered_and_the_sensible_one_is_large(room, status):
    shown = replace(assigned(), status=status, duplicate_of=report(7).id if status is Status.DUPLICATE else None)
    room.show(shown)
    expected = {row.key for row in allowed(shown, room.session.user.role)}
    assert set(room.card.moves.buttons()) == expected
    if status in OPEN:
        assert room.card.moves.primary is not None
        assert room.card.moves.primary.action in NEXT[status]


def test_an_auditor_is_offered_nothing(qtbot):
    room = Room(qtbot, AUDITOR)
    room.show(FLOOD)
    assert room.card.moves.buttons() == {}
    assert "Your role can read this report" in room.labels()
    room.card.act("verify", [FLOOD.id])
    assert room.desk.done == []


def test_an_action_that_needs_nothing_is_done_at_once(room, qtbot):
    room.show(FLOOD)
    qtbot.mouseClick(room.card.moves.buttons()["verify"], Qt.MouseButton.LeftButton)
    assert room.desk.done == [(FLOOD.id, "verify", ActionBody())]


def test_a_correctly_suggested_report_takes_two_keystrokes(room, press):
    room.show(FLOOD)
    room.card.act("assign", [FLOOD.id])  # A, which is the desk's
    press(Key.Key_Return)
    [(ident, action, body)] = room.desk.done
    assert (ident, action, body.department) == (FLOOD.id, "assign", "dbmsda")
    assert body.reason


def test_after_a_sheet_the_focus_is_where_it_was(room, press):
    room.show(FLOOD)
    room.card.act("assign", [FLOOD.id])
    assert not room.elsewhere.hasFocus()
    press(Key.Key_Escape)
    assert room.elsewhere.hasFocus()
    assert room.desk.done == []
    assert room.card.moves.isVisible()


def test_choosing_another_report_closes_the_sheet_without_doing_anything(room):
    room.store.put([report(8)])
    room.show(FLOOD)
    room.card.act("reject", [FLOOD.id])
    room.selection.choose(report(8).id)
    assert room.card.sheet is None
    assert room.desk.done == []


def test_a_twin_is_marked_with_one_click(room, qtbot):
    room.show(FLOOD)
    room.desk.twins_ready.emit(FLOOD.id, [twin(119, 84, 12, 0.86)])
    words = room.labels()
    assert "84 m · 12 min · 86%" in words
    mark = room.card.findChild(QPushButton, "mark_twin")
    qtbot.mouseClick(mark, Qt.MouseButton.LeftButton)
    assert room.desk.done == [(FLOOD.id, "mark_duplicate", ActionBody(duplicate_of=report(119).id))]


def test_a_click_on_a_twin_opens_it(room, qtbot):
    room.store.put([report(119)])
    room.show(FLOOD)
    room.desk.twins_ready.emit(FLOOD.id, [twin(119, 84, 12, 0.86)])
    qtbot.mouseClick(room.card.findChild(QPushButton, "open_twin"), Qt.MouseButton.LeftButton)
    assert room.selection.current == report(119).id


def test_priority_and_category_are_changed_by_number(room, press):
    room.show(FLOOD)
    room.card.act("priority", [FLOOD.id])
    press(Key.Key_1)
    press(Key.Key_Return)
    assert room.desk.done == [(FLOOD.id, "change", {"priority": Priority.EMERGENCY})]


def test_what_does_not_follow_is_said_and_the_rest_is_done(room, qtbot):
    done = assigned(report(9))
    room.store.put([FLOOD, done])
    room.selection.choose(FLOOD.id)
    with qtbot.waitSignal(room.card.told, timeout=0) as told:
        room.card.act("verify", [FLOOD.id, done.id])
    assert "BKS-000009 (Assigned)" in told.args[0]
    assert [ident for ident, *_ in room.desk.done] == [FLOOD.id]


def test_a_joint_action_with_no_report_chosen_shows_the_first_of_them(room, press):
    room.store.put([FLOOD, report(4)])
    room.card.act("reject", [report(4).id, FLOOD.id])
    assert room.card.report == report(4)
    press(Key.Key_1)
    press(Key.Key_Return)
    assert len(room.desk.done) == 2


def test_several_reports_are_archived_with_one_answer(room, press):
    room.store.put([FLOOD, report(4)])
    room.selection.choose(FLOOD.id)
    room.card.act("reject", [FLOOD.id, report(4).id])
    press(Key.Key_2)
    press(Key.Key_Return)
    body = ActionBody(reason="incomplete")
    assert room.desk.done == [(FLOOD.id, "reject", body), (report(4).id, "reject", body)]


# --- news, notes and drafts -------------------------------------------------------------------------------------------


def test_news_of_the_shown_report_is_marked_and_steals_nothing(room, qtbot):
    room.show(FLOOD)
    note = room.card.body.note
    note.setFocus()
    qtbot.keyClicks(note, "Sudah ditelepon")
    room.store.put([replace(FLOOD, version=2, priority=Priority.LOW, updated_by="dewi", place_note="Gang Mawar")])
    assert note.hasFocus()
    assert note.toPlainText() == "Sudah ditelepon"
    assert room.card.head.priority.text() == "Low"
    assert "dewi has just changed: place, priority" in room.labels()
    assert room.card.body.place.changed.isVisible()
    qtbot.mouseClick(room.card.head.news.close_button, Qt.MouseButton.LeftButton)
    assert not room.card.body.place.changed.isVisible()
    assert not room.card.head.news.isVisible()


def test_ones_own_change_is_no_news(room):
    room.show(FLOOD)
    room.store.put([replace(FLOOD, version=2, priority=Priority.LOW, updated_by=room.session.user.name)])
    assert not room.card.head.news.isVisible()


def test_news_does_not_scroll(room, qtbot):
    room.window.resize(460, 560)
    room.show(FLOOD)
    room.desk.history_ready.emit(FLOOD.id, [event(place, "note", place, text="Catatan") for place in range(1, 9)])
    bar = room.card._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 60)
    bar.setValue(50)
    room.store.put([replace(FLOOD, version=2, status=Status.VERIFIED, updated_by="dewi")])
    assert bar.value() == 50


def test_a_sheet_stays_open_with_its_words_when_the_report_changes(room, qtbot, press):
    room.show(FLOOD)
    room.card.act("reject", [FLOOD.id])
    press(Key.Key_1)
    qtbot.keyClicks(room.card.sheet.text, "iklan")
    room.store.put([replace(FLOOD, version=2, priority=Priority.LOW, updated_by="dewi")])
    assert room.card.sheet is not None
    assert room.card.sheet.text.toPlainText() == "iklan"


def test_each_report_keeps_its_own_unfinished_note(room, qtbot):
    room.store.put([report(8)])
    room.show(FLOOD)
    qtbot.keyClicks(room.card.body.note, "air surut")
    room.selection.choose(report(8).id)
    assert room.card.body.note.toPlainText() == ""
    qtbot.keyClicks(room.card.body.note, "lain")
    room.selection.choose(FLOOD.id)
    assert room.card.body.note.toPlainText() == "air surut"


def test_drafts_can_be_put_away_and_taken_up_again():
    drafts, later = Drafts(), Drafts()
    drafts.keep("r1", "note", "a")
    drafts.keep("r1", "reject", "b")
    drafts.keep("r1", "reject", "")
    later.keep("r1", "note", "newer")
    later.load(drafts.as_table() | {"intake": {"words": "c"}})
    assert later.as_table() == {"r1": {"note": "newer"}, "intake": {"words": "c"}}


def test_enter_sends_a_note_and_shift_enter_makes_a_line(room, qtbot):
    room.show(FLOOD)
    room.card.act("note", [FLOOD.id])
    note = room.card.body.note
    assert note.hasFocus()
    qtbot.keyClicks(note, "satu")
    qtbot.keyClick(note, Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(note, "dua")
    qtbot.keyClick(note, Key.Key_Return)
    assert room.desk.done == [(FLOOD.id, "note", "satu\ndua")]
    assert note.toPlainText() == ""
    assert room.card.drafts.owners() == ()


def test_a_report_is_marked_as_notable_and_the_words_go_only_when_they_are_taken(room, qtbot):
    room.show(FLOOD)
    note, to_shift = room.card.body.note, room.card.body.to_shift
    note.setPlainText("Kepala daerah bertanya")
    qtbot.mouseClick(to_shift, Qt.MouseButton.LeftButton)
    assert room.desk.done[-1] == (FLOOD.id, "shift note", "Kepala daerah bertanya")
    room.desk.not_shift_noted.emit(FLOOD.id, OSError("away"))
    assert note.toPlainText() == "Kepala daerah bertanya"
    assert to_shift.isEnabled()
    room.desk.shift_noted.emit(FLOOD.id)
    assert note.toPlainText() == ""


def test_a_report_that_goes_leaves_the_empty_card(room):
    room.show(FLOOD)
    room.store.replace([])
    assert room.selection.current is None
    assert room.card.empty.isVisible()


def test_language_and_theme_change_while_a_report_is_shown(room):
    room.show(assigned())
    room.card.body.note.setPlainText("tetap")
    QApplication.sendEvent(room.card, QEvent(QEvent.Type.LanguageChange))
    room.card.set_theme(Theme.load("day"))
    assert room.card.head.clock.theme.name == "day"
    assert room.card.body.note.toPlainText() == "tetap"
    assert set(room.card.moves.buttons()) == {"accept", "refuse", "recall"}


class Flashes(QObject):
    """Keeps what shows itself as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


def test_nothing_flashes_up_as_a_window_of_its_own(room, qapp):
    flashes = Flashes()
    qapp.installEventFilter(flashes)
    try:
        room.show(replace(assigned(), photos=("0" * 64,), status=Status.VERIFIED))
        room.desk.twins_ready.emit(FLOOD.id, [twin(119, 84, 12, 0.86)])
        room.desk.history_ready.emit(FLOOD.id, [event(1, "note", 3, text="a"), event(2, "assign", 2, reason="b")])
        for action in ("assign", "hold", "reject", "mark_duplicate", "ask_citizen", "category", "priority"):
            room.card.act(action, [FLOOD.id])
            QApplication.processEvents()
    finally:
        qapp.removeEventFilter(flashes)
    assert flashes.seen == []


def test_every_button_and_field_says_what_it_is(room):
    room.show(replace(assigned(), photos=("0" * 64,)))
    room.desk.twins_ready.emit(FLOOD.id, [twin(119, 84, 12, 0.86)])
    for kind in (QPushButton, QLineEdit, QTextEdit):
        for widget in room.card.findChildren(kind):
            assert widget.accessibleName() or getattr(widget, "text", str)() or not widget.isVisible(), (
                widget.objectName()
            )


def photo_of(folder):
    path = folder / "lampu.png"
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.gray)
    picture.save(str(path))
    return str(path)


def test_a_department_reports_work_done_with_a_photo_of_it(room, tmp_path):
    working = replace(assigned(), status=Status.IN_PROGRESS)
    room.show(working)
    room.card.act("claim_done", [working.id])
    sheet, path = room.card.sheet, photo_of(tmp_path)
    sheet.text.setPlainText("Lampu diganti")
    sheet.photo.take([path])
    sheet.confirm()
    assert "on its way" in sheet.missing.text()
    room.desk.uploaded.emit(path, "a" * 64)
    sheet.confirm()
    assert room.desk.done[-1] == (working.id, "claim_done", ActionBody(answer="Lampu diganti", evidence="a" * 64))


def test_who_has_done_the_work_confirms_it_only_with_a_photo(qtbot, tmp_path):
    room = Room(qtbot, OFFICER)
    claimed = replace(assigned(), status=Status.DONE_CLAIMED)
    room.show(claimed)
    room.card.act("resolve", [claimed.id])
    sheet, path = room.card.sheet, photo_of(tmp_path)
    sheet.confirm()
    assert sheet.missing.text().startswith("Add a photo first")
    sheet.photo.take([path])
    room.desk.uploaded.emit(path, "b" * 64)
    sheet.confirm()
    assert room.desk.done == [(claimed.id, "resolve", ActionBody(evidence="b" * 64))]


def test_every_action_of_the_workflow_can_be_asked_for(room):
    """No row of ACTIONS is without a form for what it needs."""
    for action in ACTIONS:
        status = next(iter(action.start))
        shown = replace(assigned(), status=status, version=1)
        room.store.replace([shown])
        room.selection.choose(shown.id)
        room.desk.done.clear()
        room.card.act(action.key, [shown.id])
        assert room.card.sheet is not None if action.needs else room.desk.done, action.key
        room.selection.choose(None)
