"""Editing a layer: each step is undone, nobody's publication is overwritten, and what is unsent is never lost."""

from __future__ import annotations

import gc
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from shapely.geometry import Point
from starlette.testclient import TestClient

from console.domain.drafts import DraftState
from console.service.app import create_app
from console.service.settings import ServiceSettings
from console.state.editing import MANY
from console.state.editjournal import Journal, pack, unpack
from console.state.editsending import Sync
from layers.changes import ChangeKind
from layers.features import Feature
from tests.qt.state.editroom import WIFI, Console, moved, new_id, renamed, spot, wait

Make = Callable[..., Console]


@pytest.fixture(scope="module")
def http(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """One service for the module."""
    settings = ServiceSettings(data=tmp_path_factory.mktemp("data"), demo=True, seed=False, run_feeds=False)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def make(http: TestClient, qapp: object, tmp_path: Path) -> Iterator[Make]:
    """Consoles, each with a folder of its own unless one is named."""
    made: list[Console] = []

    def build(name: str = "gis", folder: str = "") -> Console:
        made.append(Console(http, tmp_path / (folder or f"{name}{len(made)}"), name))
        return made[-1]

    yield build
    for console in made:
        console.close()
    gc.collect()


@pytest.fixture
def admin(make: Make) -> Console:
    """Somebody who publishes at once; ten wifi points are there, as they were at the beginning."""
    console = make("admin")
    stale = {feature.id for feature in console.client.features(WIFI, 0).features} - {spot(at).id for at in range(10)}
    console.publish(WIFI, [spot(at) for at in range(10)], stale)
    return console


@pytest.fixture
def gis(admin: Console, make: Make) -> Console:
    """The GIS editor, who has taken up the layer."""
    console = make("gis")
    console.look()
    console.editing.begin(WIFI, "Perbaikan wifi")
    return console


def move(console: Console, *numbers: int) -> None:
    features = console.editing.features
    pairs = [(features[spot(at).id], moved(features[spot(at).id])) for at in numbers]
    assert console.editing.apply("move", pairs)


def test_a_layer_is_read_only_until_somebody_who_may_takes_it_up(make, admin):
    operator = make("operator")
    operator.look()
    with pytest.raises(PermissionError):
        operator.editing.begin(WIFI, "x")
    assert not operator.editing.apply("move", [(spot(1), moved(spot(1)))])
    assert not operator.editing.is_open


def test_one_step_is_told_once_and_taken_back_at_once(qtbot, gis):
    with qtbot.waitSignal(gis.editing.changed, timeout=0) as told:
        move(gis, 1, 2)
    assert told.args == [frozenset({"taman/1", "taman/2"})]
    assert [change.kind for change in gis.editing.changes()] == [ChangeKind.UPDATE] * 2
    gis.editing.undo()
    assert gis.editing.changes() == []
    assert gis.editing.features == gis.editing.base
    gis.editing.redo()
    assert len(gis.editing.changes()) == 2


def test_what_differs_in_nothing_is_no_step(gis):
    feature = gis.editing.features["taman/1"]
    gis.editing.apply("nothing", [(feature, renamed(feature))])
    assert not gis.editing.steps.can_undo


def test_a_feature_put_in_and_taken_away_again_is_no_change(gis):
    new = Feature(WIFI, new_id(), Point(106.99, -6.24), {"name": "Baru", "state": "aktif"})
    gis.editing.apply("add", [(None, new)])
    assert [change.kind for change in gis.editing.changes()] == [ChangeKind.INSERT]
    gis.editing.apply("delete", [(new, None)])
    assert gis.editing.changes() == []
    assert new.id not in gis.editing.features


def test_what_is_deleted_is_no_longer_chosen(gis):
    gis.editing.select(["taman/1", "taman/2", "nothing"])
    assert gis.editing.selection == {"taman/1", "taman/2"}
    gis.editing.apply("delete", [(gis.editing.features["taman/1"], None)])
    assert gis.editing.selection == {"taman/2"}


def test_a_thousand_random_steps_are_undone_to_the_beginning(gis):
    rng = random.Random(7)
    editing = gis.editing
    for _ in range(1000):
        ids = sorted(editing.features)
        pick = rng.random()
        if pick < 0.15 or not ids:
            editing.apply("add", [(None, spot(rng.randrange(100, 10**6)))])
        elif pick < 0.3:
            editing.apply("delete", [(editing.features[rng.choice(ids)], None)])
        elif pick < 0.45:
            editing.undo()
        elif pick < 0.55:
            editing.redo()
        else:
            some = rng.sample(ids, min(3, len(ids)))
            editing.apply("move", [(editing.features[at], moved(editing.features[at])) for at in some])
    at_the_end = dict(editing.features)
    while editing.undo():
        pass
    assert editing.features == editing.base
    while editing.redo():
        pass
    while editing.steps.position > 0 and dict(editing.features) != at_the_end:
        editing.undo()
    assert dict(editing.features) == at_the_end or editing.steps.position == 0


def test_edits_reach_the_service_by_themselves_and_are_unsent_until_then(gis):
    move(gis, 1)
    assert gis.editing.sync is Sync.UNSENT
    wait(lambda: gis.editing.sync is Sync.SENT)
    (change,) = gis.edits.changes(gis.editing.draft.draft)
    assert change.id == "taman/1"
    gis.editing.undo()
    wait(lambda: gis.editing.sync is Sync.SENT)
    assert gis.edits.changes(gis.editing.draft.draft) == []


def test_with_the_service_gone_editing_goes_on_and_is_sent_later(gis):
    gis.cable.cut = True
    move(gis, 1)
    gis.editing.save()
    wait(lambda: gis.editing.sync is Sync.AWAY)
    move(gis, 2)
    gis.cable.cut = False
    gis.session.set_link("live")
    wait(lambda: gis.editing.sync is Sync.SENT)
    assert {change.id for change in gis.edits.changes(gis.editing.draft.draft)} == {"taman/1", "taman/2"}


def test_anothers_publication_of_other_fields_is_merged_beneath(gis, admin):
    move(gis, 1)
    admin.publish(WIFI, [renamed(spot(1), state="gangguan"), renamed(spot(2), state="gangguan")])
    gis.look()
    editing = gis.editing
    assert editing.features["taman/1"].properties["state"] == "gangguan"
    assert editing.features["taman/1"].geometry.equals(moved(spot(1)).geometry)
    assert editing.features["taman/2"].properties["state"] == "gangguan"
    assert not editing.conflicts
    editing.undo()
    assert editing.features == editing.base  # taking mine back does not take back theirs


def test_anothers_publication_of_the_same_field_is_a_question_and_the_answer_a_step(qtbot, gis, admin):
    feature = gis.editing.features["taman/1"]
    gis.editing.apply("name", [(feature, renamed(feature, name="Mine"))])
    admin.publish(WIFI, [renamed(spot(1), name="Theirs")])
    with qtbot.waitSignal(gis.editing.conflicted) as told:
        gis.look()
    (conflict,) = told.args[0]
    assert (conflict.fields, conflict.theirs.properties["name"]) == (("name",), "Theirs")
    assert gis.editing.features["taman/1"].properties["name"] == "Mine"
    gis.editing.decide("decided", {"taman/1": conflict.theirs})
    assert not gis.editing.conflicts
    assert gis.editing.changes() == []
    gis.editing.undo()
    assert set(gis.editing.conflicts) == {"taman/1"}
    gis.editing.decide("decided", {"taman/1": conflict.mine})
    (change,) = gis.editing.changes()
    assert (change.base_version, change.feature.properties["name"]) == (conflict.theirs.version, "Mine")


def test_deleted_there_and_changed_here_is_a_question(qtbot, gis, admin):
    move(gis, 3)
    admin.publish(WIFI, [], ["taman/3"])
    with qtbot.waitSignal(gis.editing.conflicted) as told:
        gis.look()
    assert told.args[0][0].is_about_deletion
    assert "taman/3" in gis.editing.features


def test_the_same_draft_on_two_consoles_takes_over_and_asks_only_about_both(qtbot, gis, make):
    move(gis, 1, 2)
    wait(lambda: gis.editing.sync is Sync.SENT)
    other = make("gis")
    other.look()
    other.editing.open(other.edits.draft(gis.editing.draft_id))
    wait(lambda: other.editing.is_editing)
    assert set(other.editing.edited) == {"taman/1", "taman/2"}
    move(other, 2, 5)
    wait(lambda: other.editing.sync is Sync.SENT)
    with qtbot.waitSignal(gis.editing.draft_moved) as told:
        move(gis, 1)
        move(gis, 2)
        gis.editing.apply("x", [(gis.editing.features["taman/2"], moved(gis.editing.features["taman/2"], lat=1e-4))])
    assert set(told.args[0].taken) == {"taman/5"}
    assert set(told.args[0].disputed) == {"taman/2"}
    assert gis.editing.sync is Sync.MOVED
    mine = gis.editing.features["taman/2"].geometry
    gis.editing.keep_mine()
    wait(lambda: gis.editing.sync is Sync.SENT)
    kept = {change.id: change.feature.geometry for change in gis.edits.changes(gis.editing.draft.draft)}
    assert set(kept) == {"taman/1", "taman/2", "taman/5"}
    assert kept["taman/2"].equals(mine)


def test_checks_speak_of_what_was_edited(qtbot, gis):
    with qtbot.waitSignal(gis.editing.findings_changed):
        feature = gis.editing.features["taman/1"]
        gis.editing.apply("state", [(feature, renamed(feature, state="rusak"))])
    assert [(found.id, found.code) for found in gis.editing.findings] == [("taman/1", "field-choice")]


def test_a_draft_is_handed_in_once_all_of_it_is_sent(qtbot, gis):
    move(gis, 4)
    with qtbot.waitSignal(gis.editing.acted) as told:
        gis.editing.act("submit")
    assert told.args[0] == "submit"
    assert told.args[1].draft.state is DraftState.IN_REVIEW
    assert not gis.editing.is_editing
    assert gis.editing.unfinished() == []


def test_what_the_checks_refuse_is_not_handed_in_and_says_why(qtbot, gis):
    feature = gis.editing.features["taman/1"]
    gis.editing.apply("state", [(feature, renamed(feature, state="rusak"))])
    with qtbot.waitSignal(gis.editing.trouble):
        gis.editing.act("submit")
    assert gis.editing.is_open
    assert gis.editing.findings[0].code == "field-choice"


def test_a_step_with_many_features_is_made_in_the_background_and_undone_as_one(qtbot, gis):
    new = [spot(number, lat=-6.24, step=2e-5) for number in range(1000, 1000 + MANY)]
    gis.editing.apply("add", [(None, feature) for feature in new])
    assert gis.editing.is_busy
    assert not gis.editing.apply("more", [(None, spot(99))])
    qtbot.waitUntil(lambda: not gis.editing.is_busy)
    assert len(gis.editing.features) == MANY + 10
    gis.editing.undo()
    qtbot.waitUntil(lambda: not gis.editing.is_busy)
    assert gis.editing.features == gis.editing.base


def test_what_is_published_while_a_large_step_is_made_is_not_lost(qtbot, gis, admin):
    admin.publish(WIFI, [spot(number, lat=-6.24, step=2e-5) for number in range(1000, 1000 + MANY)])
    gis.look()
    ids = list(gis.editing.features)
    gis.editing.alter("move", ids, lambda found: [moved(feature) for feature in found])
    admin.publish(WIFI, [renamed(spot(5), state="gangguan")])
    gis.look()
    qtbot.waitUntil(lambda: not gis.editing.is_busy and not gis.editing.conflicts)
    assert gis.editing.features["taman/5"].properties["state"] == "gangguan"
    assert gis.editing.features["taman/5"].geometry.equals(moved(spot(5)).geometry)


def test_signing_out_keeps_the_edit_for_its_owner_alone(gis, make):
    move(gis, 1)
    gis.session.set_user(make("admin").user)
    assert not gis.editing.is_editing
    assert gis.editing.unfinished() == []
    gis.session.set_user(gis.user)
    (left,) = gis.editing.unfinished()
    assert (left.layer, left.steps) == (WIFI, 1)


def test_a_step_on_disk_is_the_same_step(gis):
    move(gis, 1, 2)
    gis.editing.apply("delete", [(gis.editing.features["taman/3"], None)])
    gis.editing.journal.flush()
    read = gis.editing.journal.read(gis.editing.draft_id)
    assert read.position == 2
    for step, kept in zip(gis.editing.steps.steps, read.steps, strict=True):
        assert unpack(step.label, pack(step), WIFI).label == kept.label
        for one, other in zip(step.moves, kept.moves, strict=True):
            assert one.id == other.id
            assert (one.after.origin, one.after.mine) == (other.after.origin, other.after.mine)


def test_a_disk_that_refuses_is_told(qtbot, gis, tmp_path):
    gis.editing.journal.close()
    (tmp_path / "file").write_text("")
    gis.editing.journal = Journal(tmp_path / "file" / "edits.sqlite", gis.editing._not_written.emit)
    with qtbot.waitSignal(gis.editing.trouble):
        move(gis, 1)


KILLED = """
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
application = QCoreApplication([])
from starlette.testclient import TestClient
from console.service.app import create_app
from console.service.settings import ServiceSettings
from tests.qt.state.editroom import Console, WIFI, moved, spot
folder = Path(sys.argv[1])
with TestClient(create_app(ServiceSettings(data=folder / "service", demo=True, seed=False, run_feeds=False))) as http:
    count = int(sys.argv[2])
    Console(http, folder / "admin", "admin").publish(WIFI, [spot(at, step=1e-5) for at in range(count)])
    gis = Console(http, folder / "gis")
    gis.look()
    gis.editing.begin(WIFI, "Perbaikan wifi")
    for number in range(5):
        feature = gis.editing.features[f"taman/{number}"]
        gis.editing.apply(f"move {number}", [(feature, moved(feature))])
    gis.editing.undo()
    gis.editing.changed.connect(lambda ids: os.kill(os.getpid(), signal.SIGKILL))  # the moment in which it is seen
    if sys.argv[3] == "one":
        gis.editing.redo()
    else:
        there = list(gis.editing.features.values())
        gis.editing.apply("all", [(feature, moved(feature)) for feature in there])
    while True:
        application.processEvents()
"""


def killed_as_it_showed(tmp_path, count: int, how: str) -> None:
    """A real console that is killed in the turn in which its last step is seen."""
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), str(count), how], cwd=root, timeout=60)
    assert done.returncode == -signal.SIGKILL


def test_a_killed_console_offers_a_large_step_back_that_was_seen(make, tmp_path):
    killed_as_it_showed(tmp_path, 1200, "all")
    again = make("gis", "gis")
    (left,) = again.editing.unfinished()
    steps = again.editing.journal.read(left.id)
    assert (left.steps, steps.position, len(steps.steps[-1].moves)) == (5, 5, 1200)


def test_a_killed_console_offers_its_draft_back_with_every_step(qtbot, make, admin, tmp_path):
    killed_as_it_showed(tmp_path, 5, "one")
    again = make("gis", "gis")
    again.look()
    (left,) = again.editing.unfinished()
    assert (left.title, left.steps) == ("Perbaikan wifi", 5)
    again.editing.resume(left)
    qtbot.waitUntil(lambda: again.editing.is_open)
    editing = again.editing
    assert len(editing.changes()) == 5
    assert (editing.steps.undo_label, editing.steps.redo_label) == ("move 4", "")
    while editing.undo():
        pass
    assert editing.changes() == []
    editing.redo()
    wait(lambda: editing.sync is Sync.SENT)
    assert len(again.edits.changes(editing.draft.draft)) == 1
