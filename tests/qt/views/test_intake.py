"""The call-centre form: places are understood, mistakes are said in place, drafts survive, one report is sent."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QPushButton

from console.api.errors import Refused
from console.domain.reports import Channel, Priority
from console.domain.wire import NewReport
from console.resources import resource_path
from console.state.drafts import Drafts
from console.state.reports import ReportStore
from console.theme import Theme
from console.views.intake import IntakeForm
from console.views.intakecoordinates import judged, read_coordinates
from layers.basemap import load_basemap
from layers.places import Gazetteer
from tests.qt.views.card_desk import AUDITOR, FLOOD, NOW, PaperDesk, bekasi, report, session_of

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
INSIDE = (106.9756, -6.2383)  # the town hall's neighbourhood


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer(load_basemap(resource_path("basemap", "kota_bekasi")))


@pytest.fixture
def make(qtbot, gazetteer):
    def build(user=None, drafts=None, reports=()):
        desk = PaperDesk()
        desk.gazetteer = gazetteer
        desk.place = gazetteer.find
        store = ReportStore()
        store.put(reports)
        session = session_of(user) if user else session_of()
        form = IntakeForm(desk, session, store, Theme.load("night"), lambda: NOW, drafts)
        qtbot.addWidget(form)
        form.resize(440, 900)
        form.show()
        form.activateWindow()
        qtbot.waitUntil(form.isActiveWindow)
        form.begin()
        return form

    return build


@pytest.fixture
def form(make):
    return make()


@pytest.fixture
def press(qtbot):
    def press(*keys):
        for key in keys:
            for stroke in key if isinstance(key, str) else (key,):
                qtbot.keyClick(QApplication.focusWidget(), stroke)

    return press


def send(qtbot):
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return, CTRL)


# --- coordinates ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lat_first"),
    [
        ("-6.2383, 106.9756", True),
        ("106.9756, -6.2383", False),
        ("-6.2383 106.9756", True),
        ("(-6.2383,106.9756)", True),
        ("-6,2383; 106,9756", True),
        ("-6,2383, 106,9756", True),
        ("−6.2383/106.9756", True),
        ("6.2383 LS, 106.9756 BT", True),
        ("106.9756° E, 6.2383° S", False),
    ],
)
def test_coordinates_are_read_in_either_order_and_style(text, lat_first):
    found = read_coordinates(text, bekasi())
    assert (found.lon, found.lat) == pytest.approx(INSIDE)
    assert found.lat_first is lat_first


@pytest.mark.parametrize(
    "text", ["", "Jl. Ahmad Yani 12", "RT 04 RW 09", "-6.2383", "1 2 3", "-6.2.3, 107", "999, 999"]
)
def test_what_is_no_pair_of_coordinates_is_left_alone(text):
    assert read_coordinates(text, bekasi()) is None


@pytest.mark.parametrize("wrong", [(-6.2383, 106.9756), (106.9756, 6.2383), (6.2383, 106.9756)])
def test_exchanged_axes_and_a_lost_minus_are_recognised(gazetteer, wrong):
    lon, lat = wrong
    found = judged(lon, lat, bekasi(), gazetteer)
    assert found.too_far
    assert found.instead == pytest.approx(INSIDE)


def test_before_the_places_are_read_the_citys_bounds_do():
    assert not judged(*INSIDE, bekasi(), None).too_far
    assert judged(10, 50, bekasi(), None).too_far


# --- taking a report in -----------------------------------------------------------------------------------------------


def test_a_whole_call_is_taken_in_by_keyboard(form, qtbot, press):
    press("Lampu jalan mati dekat sekolah", Key.Key_Tab)
    form.place.query.setFocus()
    press("-6.2383, 106.9756")
    form.phone.setFocus()
    press("0812 3456 7890", Key.Key_Tab, "Budi")
    with qtbot.waitSignal(form.sent, timeout=0) as told:
        send(qtbot)
    [new] = form._desk.created
    assert told.args == [new.id]
    assert (new.lon, new.lat) == pytest.approx(INSIDE)
    assert (new.category, new.channel, new.priority) == ("street_light", Channel.CALL_112, None)
    assert (new.contact_name, new.contact_phone) == ("Budi", "0812 3456 7890")
    assert NewReport.from_json(new.to_json()) == new  # the service takes it as it is
    assert form.words.toPlainText() == ""
    assert form.drafts.owners() == ()


def test_a_report_without_words_is_not_sent_and_says_why(form, qtbot):
    send(qtbot)
    assert form._desk.created == []
    assert form.missing.text() == "Write what is reported."
    assert form.words.hasFocus()


def test_the_category_follows_the_words_until_it_is_chosen_by_hand(form, qtbot, press):
    press("banjir")
    assert form.category.currentData() == "flood"
    assert "banjir" in form.from_words.text()
    form.category.setCurrentIndex(form.category.findData("drainage"))
    form.category.activated.emit(form.category.currentIndex())
    press(" setinggi lutut, genangan")
    assert form.category.currentData() == "drainage"
    assert "would suggest: Flood" in form.from_words.text()


def test_the_answer_to_a_question_goes_into_the_report(form, qtbot, press):
    press("macet total")
    yes = next(button for button in form.questions.findChildren(QPushButton) if button.text() == "Yes")
    qtbot.mouseClick(yes, Qt.MouseButton.LeftButton)
    send(qtbot)
    [new] = form._desk.created
    assert new.text == "macet total\nOn a toll road? yes"


def test_a_place_is_found_by_name(form, press):
    form.place.query.setFocus()
    press("bintara", Key.Key_Return)
    assert form.place.point is not None
    assert "Bintara" in form.place.where.text()
    assert not form.place.found.isVisible()


def test_a_click_on_the_map_is_the_place(form, qtbot):
    with qtbot.waitSignal(form.pick_wanted, timeout=0):
        qtbot.mouseClick(form.place.pick, Qt.MouseButton.LeftButton)
    form.set_point(*INSIDE)
    assert form.place.point == INSIDE
    assert "from the map" in form.place.where.text()


def test_exchanged_axes_are_offered_to_be_put_right(form, qtbot):
    form.set_point(-6.2383, 106.9756)
    assert "exchanged" in form.place.warning.text()
    qtbot.mouseClick(form.place.fix, Qt.MouseButton.LeftButton)
    assert form.place.point == pytest.approx(INSIDE)
    assert not form.place.warning.isVisible()


def test_a_place_too_far_away_is_not_sent(form, qtbot, press):
    press("banjir")
    form.set_point(106.82, -6.17)  # Jakarta
    assert "outside the city" in form.place.warning.text()
    send(qtbot)
    assert form._desk.created == []
    assert form.missing.text() == form.place.warning.text()


def test_words_for_a_place_that_was_not_found_are_not_lost(form, qtbot, press):
    press("banjir")
    form.place.query.setFocus()
    press("gang buntu belakang pos")
    send(qtbot)
    assert form._desk.created[0].place_note == "gang buntu belakang pos"


def test_earlier_reports_of_the_caller_are_shown_and_can_be_opened(form, qtbot, press):
    form.phone.setFocus()
    press("081234567890")
    qtbot.waitUntil(lambda: ("callers", "081234567890") in form._desk.asked)
    form._desk.callers_found.emit("0812", [report(70)])  # of an older question
    assert not form.earlier.isVisible()
    form._desk.callers_found.emit("081234567890", [report(71)])
    assert form.earlier.isVisible()
    line = next(button for button in form.earlier.findChildren(QPushButton) if "BKS-000071" in button.text())
    with qtbot.waitSignal(form.open_wanted, timeout=0) as told:
        line.click()
    assert told.args == [report(71).id]


def test_probable_twins_are_shown_while_the_call_goes_on(make, qtbot, press):
    form = make(reports=[FLOOD])
    press("banjir di pasar")
    form.set_point(FLOOD.lon, FLOOD.lat)
    qtbot.waitUntil(lambda: bool(form.twins.twins()))
    assert form.twins.twins()[0].report == FLOOD
    assert form.twins.isVisible()


def test_priority_and_way_in_can_be_chosen(form, qtbot, press):
    press("banjir")
    form.priority.setCurrentIndex(form.priority.findData("emergency"))
    form.channel.setCurrentIndex(form.channel.findData("walk_in"))
    send(qtbot)
    [new] = form._desk.created
    assert (new.priority, new.channel) == (Priority.EMERGENCY, Channel.WALK_IN)


def test_who_may_not_take_reports_in_is_told_so(make, qtbot, press):
    form = make(user=AUDITOR)
    press("banjir")
    send(qtbot)
    assert form._desk.created == []
    assert "role" in form.missing.text()


# --- drafts -----------------------------------------------------------------------------------------------------------


def test_a_form_that_was_closed_by_mistake_comes_back_as_it_was(make, qtbot, press):
    drafts = Drafts()
    form = make(drafts=drafts)
    press("banjir di gang")
    form.phone.setFocus()
    press("0812")
    form.set_point(*INSIDE)
    with qtbot.waitSignal(form.closed, timeout=0):
        press(Key.Key_Escape)
    again = make(drafts=drafts)
    assert again.words.toPlainText() == "banjir di gang"
    assert again.phone.text() == "0812"
    assert again.place.point == pytest.approx(INSIDE)
    assert again.category.currentData() == "flood"


def test_start_again_empties_everything(form, qtbot, press):
    press("banjir")
    form.set_point(*INSIDE)
    qtbot.mouseClick(form.clear_button, Qt.MouseButton.LeftButton)
    assert form.words.toPlainText() == ""
    assert form.place.point is None
    assert form.drafts.owners() == ()


# --- photos -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def photo(tmp_path):
    file = tmp_path / "banjir.jpg"
    picture = QImage(64, 48, QImage.Format.Format_RGB32)
    picture.fill(0)
    assert picture.save(str(file))
    return file


def test_a_dropped_photo_is_sent_up_and_goes_with_the_report(form, qtbot, press, photo):
    press("banjir")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(photo))])
    none = Qt.KeyboardModifier.NoModifier
    drop = QDropEvent(QPointF(1, 1), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, none)
    form.photos.dropEvent(drop)
    assert ("upload", str(photo)) in form._desk.asked
    send(qtbot)
    assert "on its way" in form.missing.text()
    form._desk.uploaded.emit(str(photo), "a" * 64)
    send(qtbot)
    assert form._desk.created[0].photos == ("a" * 64,)


def test_a_file_that_is_no_photo_is_refused_with_a_sentence(form, tmp_path):
    text = tmp_path / "photo.jpg"
    text.write_text("<html>not a photo</html>")
    form.photos.take([str(text), str(tmp_path / "missing.png")])
    assert form.photos.troubles() == ["This is not a photo (JPEG, PNG or WebP).", "The file can't be read."]
    assert form._desk.asked == []


def test_a_photo_that_is_too_big_is_refused_before_it_is_sent(form, tmp_path):
    big = tmp_path / "big.jpg"
    with big.open("wb") as file:
        file.truncate(40 * 1024 * 1024)
    form.photos.take([str(big)])
    assert form.photos.troubles() == ["It has 40.0 MB; at most 12 MB can be taken. Make it smaller first."]


def test_a_photo_that_the_service_refuses_does_not_hold_up_the_report(form, qtbot, press, photo):
    press("banjir")
    form.photos.take([str(photo)])
    form._desk.not_uploaded.emit(str(photo), Refused(415, "not-a-photo", "no"))
    assert form.photos.troubles()
    send(qtbot)
    assert form._desk.created[0].photos == ()


def test_a_text_longer_than_the_service_takes_is_cut_where_it_is_typed(form):
    form.words.setPlainText("x" * 12_000)
    assert len(form.words.toPlainText()) == 10_000


def test_a_callers_name_can_be_anything(form, qtbot, press):
    press("banjir")
    form.name.setText("<b>Ani</b> & co")
    send(qtbot)
    assert form._desk.created[0].contact_name == "<b>Ani</b> & co"
    assert replace(FLOOD, contact_name=form._desk.created[0].contact_name)
