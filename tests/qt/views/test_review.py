"""Review of drafts with real widgets and the real service in memory: two people, and nothing overwritten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QRadioButton
from shapely.geometry import Point

from console.domain.drafts import DraftState
from console.map.canvas import MapCanvas
from console.state.layerdrafts import MINE, THEIRS, LayerDrafts
from console.theme import Theme
from console.views.layerhistory import HistoryWindow
from console.views.mapghosts import Ghosts
from console.views.review import ReviewWindow
from console.views.reviewconflicts import ConflictWindow
from layers.changes import Change, ChangeKind, difference
from layers.features import Feature
from tests.qt.views.gisroom import WASTE, Gis, People, bin_at, insert, told

WAIT = 20_000
NOW = datetime(2026, 11, 21, 7, 5, tzinfo=UTC)


class Chair:
    """One person's review window."""

    def __init__(self, qtbot, person: Gis) -> None:
        self.qtbot, self.person = qtbot, person
        theme = Theme.load("night")
        self.canvas = MapCanvas(theme)
        qtbot.addWidget(self.canvas)
        self.canvas.resize(800, 600)
        self.ghosts = Ghosts(self.canvas)
        self.drafts = LayerDrafts(person.edits, person.catalog, person.session, person.tasks)
        self.window = ReviewWindow(self.drafts, person.session, self.ghosts, theme, lambda: NOW)
        self.drafts.acted.connect(self.window.on_acted)
        qtbot.addWidget(self.window)
        self.window.show()

    def open(self, draft_id: str) -> None:
        with self.qtbot.waitSignals([self.drafts.listed, self.drafts.opened], timeout=WAIT):
            self.drafts.refresh()
            self.drafts.open(draft_id)

    def move(self, action: str) -> None:
        """Presses the move's button; what follows is awaited."""
        with self.qtbot.waitSignals([self.drafts.acted, self.drafts.opened], timeout=WAIT):
            self.press(action)

    def press(self, action: str) -> None:
        assert self.window.moves[action].isVisibleTo(self.window), action
        self.qtbot.mouseClick(self.window.moves[action], Qt.MouseButton.LeftButton)

    def close(self) -> None:
        self.window.close()
        self.canvas.close_down()


@pytest.fixture
def sit(qtbot, people: People) -> Iterator[object]:
    chairs: list[Chair] = []

    def sit(name: str) -> Chair:
        chairs.append(Chair(qtbot, people[name]))
        return chairs[-1]

    yield sit
    for chair in chairs:
        chair.close()


def edited(person: Gis, *features: Feature, gone: tuple[str, ...] = ()) -> list[Change]:
    """What leads from the layer as it stands to one with these features."""
    before = {feature.id: feature for feature in person.client.features(WASTE, 0).features}
    after = {**before, **{feature.id: replace(feature, version=1) for feature in features}}
    for ident in gone:
        after.pop(ident)
    return difference(before, after)


def draft_of(person: Gis, changes: list[Change], title: str = "TPS baru"):
    return person.edits.put(person.edits.begin(WASTE, title).draft, changes).draft


def test_a_draft_goes_from_its_author_through_another_persons_approval_to_the_map(people, sit):
    gis, admin = people["gis"], people["admin"]
    draft = draft_of(gis, [insert(bin_at(1)), insert(bin_at(2))])
    author = sit("gis")
    author.open(draft.id)
    assert [row.kind for row in author.window.changes.model.rows] == [ChangeKind.INSERT] * 2
    author.move("submit")
    assert "approve" not in author.window.opened.sheet.actions
    assert not author.window.moves["approve"].isVisibleTo(author.window)
    reviewer = sit("admin")
    reviewer.open(draft.id)
    assert reviewer.window.list.model.count("review") == 1
    reviewer.move("approve")
    assert admin.client.features(WASTE).features == ()
    reviewer.move("publish")
    assert {feature.id for feature in admin.client.features(WASTE).features} == {"tps/1", "tps/2"}
    assert reviewer.window.opened.draft.state is DraftState.PUBLISHED
    assert "everybody" in reviewer.window.said.text()


def test_fields_are_shown_before_and_after_and_the_map_shows_a_ghost_without_moving(people, sit):
    people["admin"].publish([bin_at(1, fill_pct=10.0), bin_at(2), bin_at(3)])
    moved = replace(told(bin_at(1), fill_pct=95.5), geometry=Point(106.99, -6.25))
    draft = draft_of(people["gis"], edited(people["gis"], moved, gone=("tps/2",)))
    chair = sit("supervisor")
    view = chair.canvas.camera.view
    chair.open(draft.id)
    page = chair.window.changes
    assert {(row.id, row.kind) for row in page.model.rows} == {("tps/1", "update"), ("tps/2", "delete")}
    page.choose("tps/1")
    cells = [[page.fields.index(row, place).data() for place in range(3)] for row in range(page.fields.rowCount())]
    assert ["Fill level", "10", "95.5"] in cells
    assert [page.fields.is_changed(row) for row in range(2)] == [True, True]
    assert not page.fields.is_changed(page.fields.rowCount() - 1)
    assert chair.ghosts.chosen == "tps/1"
    assert chair.ghosts.isVisibleTo(chair.canvas)
    assert chair.canvas.camera.view == view
    chair.qtbot.mouseClick(page.show_button, Qt.MouseButton.LeftButton)
    assert chair.canvas.camera.view != view
    chair.window.close()
    assert not chair.ghosts.isVisibleTo(chair.canvas)


def test_a_draft_is_sent_back_only_with_a_reason(people, sit):
    draft = draft_of(people["gis"], [insert(bin_at(1))])
    people["gis"].edits.act(draft, "submit")
    chair = sit("admin")
    chair.open(draft.id)
    chair.press("reject")
    chair.window.ask.yes.click()
    assert chair.window.ask.wrong.isVisibleTo(chair.window)
    chair.window.ask.field.setPlainText("Namanya salah")
    with chair.qtbot.waitSignals([chair.drafts.acted, chair.drafts.opened], timeout=WAIT):
        chair.window.ask.yes.click()
    found = people["gis"].edits.draft(draft.id).draft
    assert (found.state, found.reason) == (DraftState.REJECTED, "Namanya salah")
    author = sit("gis")
    author.open(draft.id)
    assert "Namanya salah" in author.window.note.words


def test_errors_stop_a_draft_and_warnings_want_a_word(people, sit):
    wrong = told(bin_at(2), kind="gunung")
    draft = draft_of(people["gis"], [insert(bin_at(1)), insert(wrong)])
    chair = sit("gis")
    chair.open(draft.id)
    assert not chair.window.moves["submit"].isEnabled()
    assert chair.window.checks.list.count() == 1
    twin = replace(bin_at(2), geometry=bin_at(1).geometry)
    people["gis"].edits.put(chair.window.opened.draft, [insert(twin)])
    chair.open(draft.id)
    chair.press("submit")
    assert people["gis"].edits.draft(draft.id).draft.state is DraftState.DRAFT
    chair.window.ask.field.setPlainText("Dua bak berdampingan")
    with chair.qtbot.waitSignals([chair.drafts.acted, chair.drafts.opened], timeout=WAIT):
        chair.window.ask.yes.click()
    assert people["gis"].edits.draft(draft.id).draft.state is DraftState.IN_REVIEW
    assert [said.text for said in people["admin"].edits.comments(draft.id)] == ["Dua bak berdampingan"]


def test_something_is_said_about_one_feature_at_its_place(people, sit):
    draft = draft_of(people["gis"], [insert(bin_at(1)), insert(bin_at(2))])
    chair = sit("admin")
    chair.open(draft.id)
    chair.window.changes.choose("tps/2")
    chair.window.talk.about.setChecked(True)
    chair.window.talk.field.setPlainText("Salah tempat?")
    with chair.qtbot.waitSignal(chair.drafts.opened, timeout=WAIT):
        chair.window.talk.send.click()
    (said,) = people["gis"].edits.comments(draft.id)
    assert (said.feature, said.lon, said.lat) == ("tps/2", bin_at(2).geometry.x, bin_at(2).geometry.y)
    assert next(row for row in chair.window.changes.model.rows if row.id == "tps/2").comments == 1


def test_a_moment_is_set_and_taken_away_again(people, sit):
    draft = draft_of(people["gis"], [insert(bin_at(1))])
    chair = sit("gis")
    chair.open(draft.id)
    at = NOW + timedelta(days=400)
    for wanted in (at, None):
        with chair.qtbot.waitSignals([chair.drafts.acted, chair.drafts.opened], timeout=WAIT):
            chair.window.ask.scheduled.emit(wanted)
        assert people["admin"].edits.draft(draft.id).draft.publish_at == wanted


def test_other_fields_of_the_same_feature_are_merged_and_marked(people, sit):
    people["admin"].publish([bin_at(1, fill_pct=10.0)])
    draft = draft_of(people["gis"], edited(people["gis"], told(bin_at(1, fill_pct=10.0), name="Baru")))
    people["admin"].publish([told(bin_at(1), fill_pct=60.0)])
    chair = sit("gis")
    chair.open(draft.id)
    (row,) = chair.window.changes.model.rows
    assert (row.merged, row.conflict, row.fields) == (True, False, ("name",))
    assert row.after.properties["fill_pct"] == 60.0


def test_the_same_fields_are_a_conflict_that_its_author_decides_side_by_side(people, sit):
    people["admin"].publish([bin_at(1), bin_at(2), bin_at(3)])
    mine = [told(bin_at(number), name=f"Mine {number}") for number in (1, 2, 3)]
    draft = draft_of(people["gis"], edited(people["gis"], *mine))
    people["admin"].publish([told(bin_at(number), name=f"Theirs {number}") for number in (1, 2, 3)])
    chair = sit("gis")
    chair.open(draft.id)
    assert [row.conflict for row in chair.window.changes.model.rows] == [True] * 3
    assert not chair.window.moves["submit"].isEnabled()
    chair.window.open_conflicts()
    window = chair.window._conflicts
    assert not window.take.isEnabled()
    buttons = {made.objectName(): made for made in window.findChildren(QRadioButton)}
    assert (buttons["mine_name"].text(), buttons["theirs_name"].text()) == ("Mine 1", "Theirs 1")
    buttons["mine_name"].click()
    window.like_this.click()
    window.list.setCurrentRow(1)
    {made.objectName(): made for made in window.findChildren(QRadioButton)}["theirs_name"].click()
    with chair.qtbot.waitSignals([chair.drafts.acted, chair.drafts.opened], timeout=WAIT):
        window.take.click()
    assert [row.id for row in chair.window.changes.model.rows] == ["tps/1", "tps/3"]
    assert chair.window.opened.difference.conflicts == ()
    chair.move("submit")


@pytest.mark.parametrize("side", [MINE, THEIRS])
def test_a_deletion_against_an_edit_is_decided_for_the_whole_feature(people, sit, side: str):
    people["admin"].publish([bin_at(1), bin_at(2)])
    draft = draft_of(people["gis"], edited(people["gis"], gone=("tps/1",)))
    people["admin"].publish([told(bin_at(1), name="Diubah")])
    chair = sit("gis")
    chair.open(draft.id)
    (conflict,) = chair.window.opened.difference.conflicts
    window = ConflictWindow([conflict], chair.ghosts.go_to)
    chair.qtbot.addWidget(window)
    window.decided.connect(chair.drafts.decide)
    {made.objectName(): made for made in window.findChildren(QRadioButton)}[f"{side}_"].click()
    with chair.qtbot.waitSignals([chair.drafts.acted, chair.drafts.opened], timeout=WAIT):
        window.take.click()
    left = [(row.id, row.kind) for row in chair.window.changes.model.rows]
    assert left == ([("tps/1", ChangeKind.DELETE)] if side == MINE else [])


def test_a_change_is_left_out(people, sit):
    draft = draft_of(people["gis"], [insert(bin_at(1)), insert(bin_at(2))])
    chair = sit("gis")
    chair.open(draft.id)
    chair.window.changes.choose("tps/1")
    with chair.qtbot.waitSignals([chair.drafts.acted, chair.drafts.opened], timeout=WAIT):
        chair.window.changes.out_button.click()
    assert [row.id for row in chair.window.changes.model.rows] == ["tps/2"]


def test_a_version_is_put_back_by_way_of_review(qtbot, people, sit):
    people["admin"].publish([bin_at(77)])
    people["admin"].publish([told(bin_at(77), name="Salah")])
    chair = sit("gis")
    window = HistoryWindow(chair.drafts, WASTE, "tps/77", True, Theme.load("day"), lambda: NOW)
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.list.count() == 2, timeout=WAIT)
    assert not window.back.isEnabled()
    window.list.setCurrentRow(1)
    with qtbot.waitSignal(window.put_back_done, timeout=WAIT) as made:
        window.back.click()
    draft = made.args[0].draft
    assert draft.state is DraftState.IN_REVIEW
    (change,) = people["admin"].edits.changes(draft)
    assert change.feature.properties["name"] == "TPS 77"
    assert people["admin"].client.features(WASTE).features[0].properties["name"] == "Salah"


def test_who_may_not_review_is_offered_no_move(people, sit):
    draft = draft_of(people["gis"], [insert(bin_at(1))])
    people["gis"].edits.act(draft, "submit")
    chair = sit("supervisor")
    chair.open(draft.id)
    shown = {key for key, made in chair.window.moves.items() if made.isVisibleTo(chair.window)}
    assert shown == {"approve", "reject"}
    assert not chair.window.changes.out_button.isVisibleTo(chair.window)
