"""The sheets that ask: keys choose, words are checked in place, Enter confirms, Esc gives up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QDateTime, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMainWindow

from console.domain.calendar import WIB
from console.domain.reports import Status
from console.domain.wire import ActionBody
from console.domain.workflow import ACTIONS, Need
from console.state.drafts import Drafts
from console.state.reports import ReportStore
from console.theme import Theme
from console.views.assign import EACH, AssignPanel
from console.views.cardchange import CategoryPicker
from console.views.cardroute import suggested
from console.views.cardwords import reason_text
from console.views.reasons import ASKS, NeedsForm, hold_times
from console.views.reasonstwin import TwinChooser
from tests.qt.views.card_desk import FLOOD, NOW, PaperDesk, assigned, bekasi, report, twin

Key = Qt.Key


@pytest.fixture
def open_sheet(qtbot):
    """Shows a sheet in a window that also has single-letter commands, and keeps what was confirmed."""

    def show(sheet):
        window = QMainWindow()
        qtbot.addWidget(window)
        sheet.ran = []
        for letter in "AVRH1":
            action = QAction(window, shortcut=letter)
            action.triggered.connect(lambda checked=False, letter=letter: sheet.ran.append(letter))
            window.addAction(action)
        window.setCentralWidget(sheet)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        sheet.begin()
        sheet.answers = []
        sheet.confirmed.connect(lambda action, bodies: sheet.answers.append((action, bodies)))
        sheet.window_of_test = window
        return sheet

    return show


@pytest.fixture
def press(qtbot):
    def press(*keys):
        for key in keys:
            for stroke in key if isinstance(key, str) else (key,):
                qtbot.keyClick(QApplication.focusWidget(), stroke)

    return press


def form(action, **more):
    return NeedsForm(action, [assigned()], NOW, **more)


def only(sheet):
    [(_, bodies)] = sheet.answers
    [body] = bodies.values()
    return body


# --- one form for all that is needed ----------------------------------------------------------------------------------


def test_every_action_that_needs_words_has_a_question():
    words = {Need.REASON, Need.ANSWER}
    assert {row.key for row in ACTIONS if words & set(row.needs)} == set(ASKS)


def test_archiving_takes_a_number_and_enter(open_sheet, press):
    sheet = open_sheet(form("reject"))
    press(Key.Key_3, Key.Key_Return)
    assert only(sheet) == ActionBody(reason="out_of_area")


def test_a_reason_can_carry_a_note_by_just_typing(open_sheet, press):
    sheet = open_sheet(form("reject"))
    press(Key.Key_1, "iklan", Key.Key_Return)
    assert only(sheet).reason == "not_relevant: iklan"
    assert reason_text(only(sheet).reason) == "Not relevant: iklan"


@pytest.mark.parametrize("action", sorted(ASKS))
def test_what_is_missing_is_said_in_place_and_nothing_is_sent(open_sheet, press, action):
    sheet = open_sheet(form(action))
    press(Key.Key_Return)
    assert sheet.missing.isVisible()
    assert sheet.missing.text().endswith(".")
    assert sheet.answers == []


def test_the_sentence_goes_when_it_is_answered(open_sheet, press):
    sheet = open_sheet(form("claim_done"))
    press(Key.Key_Return, "Pompa dipasang")
    assert not sheet.missing.isVisible()
    press(Key.Key_Return)
    assert only(sheet) == ActionBody(answer="Pompa dipasang")


def test_letters_and_digits_are_the_sheets_and_run_no_command_of_the_desk(open_sheet, press):
    sheet = open_sheet(form("reject"))
    press(Key.Key_1, "avrh")
    assert sheet.ran == []
    assert sheet.text.toPlainText() == "avrh"


def test_escape_gives_up_and_the_draft_is_kept(open_sheet, press, qtbot):
    drafts = Drafts()
    sheet = open_sheet(form("refuse", drafts=drafts))
    press("Bukan")
    with qtbot.waitSignal(sheet.closed, timeout=0):
        press(Key.Key_Escape)
    assert form("refuse", drafts=drafts).text.toPlainText() == "Bukan"
    assert form("recall", drafts=drafts).text.toPlainText() == ""


def test_a_confirmed_draft_is_forgotten(open_sheet, press):
    drafts = Drafts()
    open_sheet(form("recall", drafts=drafts))
    press(Key.Key_1, Key.Key_Return)
    assert drafts.owners() == ()


def test_a_ready_made_reason_and_a_note_go_together(open_sheet, press):
    sheet = open_sheet(form("refuse"))
    press(Key.Key_2, "lewat batas", Key.Key_Return)
    assert only(sheet).reason == "Outside its area. lewat batas"


# --- holding ----------------------------------------------------------------------------------------------------------


def test_holding_until_tomorrow_takes_two_numbers_and_enter(open_sheet, press):
    sheet = open_sheet(form("hold"))
    press(Key.Key_3, Key.Key_6, Key.Key_Return)
    body = only(sheet)
    assert body.until.astimezone(WIB).strftime("%d %H:%M") == "22 08:00"
    assert body.reason == "Waits for material"


def test_another_date_is_taken_as_bekasi_time_whatever_the_machine_thinks(open_sheet, press):
    sheet = open_sheet(form("hold"))
    press(Key.Key_5)
    assert sheet.other.isVisible()
    when = sheet.other.dateTime()
    sheet.other.setDateTime(QDateTime(when.date().addDays(3), when.time().addSecs(5400), when.timeZone()))
    press(Key.Key_Tab)
    sheet.text.setFocus()
    press("izin", Key.Key_Return)
    assert only(sheet).until.isoformat() == "2026-11-25T09:30:00+07:00"


def test_a_moment_that_has_passed_is_refused(open_sheet, press):
    sheet = open_sheet(form("hold"))
    press(Key.Key_5)
    sheet.other.setDateTime(sheet.other.dateTime().addDays(-30))
    sheet.text.setFocus()
    press("izin", Key.Key_Return)
    assert "passed" in sheet.missing.text()
    assert sheet.answers == []


def test_the_usual_moments_lie_ahead_and_in_order_at_any_hour():
    for hours in range(0, 24 * 8):
        now = NOW + timedelta(hours=hours)
        moments = [at for _, at in hold_times(now)]
        assert moments[0] > now
        assert moments == sorted(moments)
        assert len(set(moments)) == len(moments)


# --- assigning --------------------------------------------------------------------------------------------------------


def assign(*reports, **more):
    return AssignPanel(reports or [FLOOD], bekasi(), Theme.load("night"), NOW, **more)


def test_the_suggestion_is_chosen_and_says_why(open_sheet, press):
    sheet = open_sheet(assign())
    assert sheet.list.current() == "dbmsda"
    assert sheet.why.text().startswith("Why: ")
    press(Key.Key_Return)
    assert only(sheet).department == "dbmsda"


def test_a_number_chooses_another_department_and_no_reason_is_invented(open_sheet, press):
    sheet = open_sheet(assign())
    wanted = sheet.list.choices()[2].key
    press(Key.Key_3, Key.Key_Return)
    assert only(sheet) == ActionBody(department=wanted)


def test_letters_find_a_department_by_its_full_name(open_sheet, press):
    sheet = open_sheet(assign())
    press("perhubungan")
    assert [choice.key for choice in sheet.list.choices()] == ["dishub"]
    press(Key.Key_Return)
    assert only(sheet).department == "dishub"


def test_arrows_move_through_the_list(open_sheet, press):
    sheet = open_sheet(assign())
    press(Key.Key_Down, Key.Key_Down, Key.Key_Up)
    assert sheet.list.current() == sheet.list.choices()[1].key


def test_letters_that_fit_nothing_are_said_and_nothing_is_sent(open_sheet, press):
    sheet = open_sheet(assign())
    press("qqq", Key.Key_Return)
    assert "Nothing fits" in sheet.missing.text()
    assert sheet.answers == []


@pytest.mark.parametrize(
    ("line", "answers", "department"),
    [
        ("Di jalan tol? ya", {"on_toll": True}, "jasamarga"),
        ("On a toll road? no", {"on_toll": False}, ""),
        ("Di jalan tol? mungkin", {}, ""),
    ],
)
def test_what_the_caller_has_answered_is_not_asked_again(open_sheet, line, answers, department):
    told = report(9, category="road_damage", text=f"Jalan berlubang.\n{line}")
    sheet = open_sheet(assign(told))
    assert sheet.questions.answers() == answers
    plain = suggested(bekasi(), replace(told, text="Jalan berlubang."), NOW).department
    assert sheet.suggestion.department == (department or plain)


def test_an_answer_to_the_categorys_question_changes_the_suggestion(open_sheet, qtbot, press):
    sheet = open_sheet(assign())
    before = sheet.list.current()
    yes = sheet.questions._rows[0][2]
    qtbot.mouseClick(yes, Qt.MouseButton.LeftButton)
    assert before == "dbmsda"
    assert sheet.list.current() == "bpbd"


def test_who_has_just_refused_is_said_to_have(open_sheet):
    refused = assigned()
    sheet = open_sheet(assign(type(refused)(**{**_fields(refused), "status": Status.REFUSED})))
    assert "refused" in sheet.why.text()


def test_several_reports_go_each_to_its_own_department(open_sheet, press):
    lamp = report(7, category="street_light")
    sheet = open_sheet(assign(FLOOD, lamp))
    assert sheet.list.current() == EACH
    press(Key.Key_Return)
    [(_, bodies)] = sheet.answers
    assert {ident: body.department for ident, body in bodies.items()} == {FLOOD.id: "dbmsda", lamp.id: "dishub"}


def _fields(value):
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


# --- category and twins -----------------------------------------------------------------------------------------------


def test_the_category_that_the_words_suggest_stands_first_with_the_words(open_sheet, press):
    text = "Lampu jalan mati di gang"
    sheet = open_sheet(CategoryPicker([report(7, text=text, category="other")], bekasi(), Theme.load("night")))
    assert sheet.list.current() == "street_light"
    assert "lampu jalan" in sheet.why.text()
    press(Key.Key_Return)
    assert only(sheet) == {"category": "street_light"}


def twin_sheet(desk=None, twins=(), store=None):
    store = store or ReportStore()
    return TwinChooser([FLOOD], twins, store, desk or PaperDesk(), Theme.load("night"), NOW)


def test_a_twin_is_chosen_by_its_number_key(open_sheet, press):
    sheet = open_sheet(twin_sheet(twins=[twin(119, 84, 12, 0.86), twin(120, 210, 95, 0.61)]))
    press(Key.Key_2, Key.Key_Return)
    assert only(sheet) == ActionBody(duplicate_of=report(120).id)


def test_any_report_is_found_by_typing_the_end_of_its_number(open_sheet, press):
    store = ReportStore()
    store.put([FLOOD, report(4711)])
    sheet = open_sheet(twin_sheet(twins=[twin(119, 84, 12, 0.86)], store=store))
    press("BKS-4711", Key.Key_Return)
    assert only(sheet) == ActionBody(duplicate_of=report(4711).id)


def test_what_is_not_at_the_desk_is_asked_of_the_service(open_sheet, press):
    desk = PaperDesk()
    sheet = open_sheet(twin_sheet(desk))
    press("999")
    assert desk.asked[-1] == ("search", "999")
    desk.found.emit("99", [report(99)])  # of an older question
    assert sheet.list.choices() == []
    desk.found.emit("999", [report(999), FLOOD])
    press(Key.Key_Return)
    assert only(sheet) == ActionBody(duplicate_of=report(999).id)  # and never itself


def test_without_a_choice_it_says_what_to_do(open_sheet, press):
    sheet = open_sheet(twin_sheet())
    press(Key.Key_Return)
    assert "type its number" in sheet.missing.text()
    assert sheet.answers == []
