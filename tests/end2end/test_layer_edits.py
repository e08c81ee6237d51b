"""Two people edit one layer through their consoles and the real service, and lose nothing."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from shapely.geometry import Point

from console.api.client import Client
from console.api.connect import EmbeddedService
from console.api.errors import Refused
from console.api.layeredits import DraftMoved, EditConflict, LayerEdits, NotClean
from console.domain import wire
from console.domain.drafts import DraftState
from layers.changes import Change, ChangeKind, difference
from layers.features import Feature

LAYER = "wifi_hotspot"
SPOT = Feature(LAYER, "taman/1", Point(106.9896, -6.2349), {"name": "Taman", "state": "aktif"})
NEW = Change(ChangeKind.INSERT, LAYER, SPOT.id, SPOT)


class Desk:
    """Somebody's console."""

    def __init__(self, service: EmbeddedService, name: str) -> None:
        self.client = Client(service.url, service.key, console=name)
        self.client.sign_in(name, "demo")
        self.edits = LayerEdits(self.client)

    def layer(self) -> dict[str, Feature]:
        return {feature.id: feature for feature in self.client.features(LAYER).features}

    def edited(self, **fields: object) -> list[Change]:
        """What leads from the layer as it stands to one with other fields."""
        before = self.layer()
        spot = before[SPOT.id]
        after = {**before, spot.id: replace(spot, properties={**spot.properties, **fields})}
        return difference(before, after)


@pytest.fixture
def gis(service: EmbeddedService) -> Iterator[Desk]:
    desk = Desk(service, "gis")
    yield desk
    desk.client.close()


@pytest.fixture
def admin(service: EmbeddedService) -> Iterator[Desk]:
    desk = Desk(service, "admin")
    yield desk
    desk.client.close()


def test_a_draft_goes_its_way_to_the_map(gis, admin):
    sheet = gis.edits.begin(LAYER, "Taman baru", draft_id=wire.uuid7())
    sheet = gis.edits.put(sheet.draft, [NEW])
    assert [change.feature for change in gis.edits.changes(sheet.draft)] == [SPOT]
    (row,) = gis.edits.difference(sheet.draft.id).rows
    assert (row.kind, row.before, row.after.properties) == (ChangeKind.INSERT, None, SPOT.properties)
    sheet = gis.edits.act(sheet.draft, "submit")
    assert [found.draft.title for found in admin.edits.drafts("in_review")] == ["Taman baru"]
    admin.edits.comment(sheet.draft.id, "Baik.", feature=SPOT.id, lon=106.9, lat=-6.2)
    sheet = admin.edits.act(sheet.draft, "approve")
    assert gis.edits.draft(sheet.draft.id).actions == ("reopen", "publish", "withdraw")
    sheet = gis.edits.act(sheet.draft, "publish")
    assert sheet.draft.state is DraftState.PUBLISHED
    assert gis.layer()[SPOT.id].same_content(SPOT)
    assert [said.text for said in gis.edits.comments(sheet.draft.id)] == ["Baik."]
    (version,) = gis.edits.history(LAYER, SPOT.id)
    assert (version.by, version.before, version.after.properties) == ("gis", None, SPOT.properties)


def test_a_conflict_comes_with_both_sides_and_is_decided_by_a_person(gis, admin):
    admin.edits.push(LAYER, "Taman", [NEW], publish=True)
    mine, theirs = gis.edited(name="Taman Kota"), admin.edited(name="Alun-alun")
    admin.edits.push(LAYER, "Nama", theirs, publish=True)
    with pytest.raises(EditConflict) as refused:
        gis.edits.push(LAYER, "Nama", mine)
    (conflict,) = refused.value.conflicts
    assert conflict.fields == ("name",)
    assert (conflict.base.properties["name"], conflict.theirs.properties["name"]) == ("Taman", "Alun-alun")
    decided = replace(mine[0], base=conflict.theirs, base_version=conflict.theirs.version)
    assert gis.edits.push(LAYER, "Nama", [decided]).draft.state is DraftState.IN_REVIEW


def test_a_push_that_was_cut_is_sent_again_and_done_once(gis, admin):
    ident = wire.uuid7()
    first = admin.edits.push(LAYER, "Taman", [NEW], publish=True, changeset_id=ident)
    assert admin.edits.push(LAYER, "Taman", [NEW], publish=True, changeset_id=ident) == first
    assert admin.layer()[SPOT.id].version == 1


def test_findings_come_with_feature_and_place(gis):
    wrong = replace(SPOT, properties={"name": "Taman", "state": "rusak"})
    with pytest.raises(NotClean) as refused:
        gis.edits.push(LAYER, "Taman", [replace(NEW, feature=wrong)])
    (found,) = refused.value.findings
    assert (found.id, found.field, found.lon) == (SPOT.id, "state", SPOT.geometry.x)


def test_a_draft_that_moved_is_shown_as_it_stands(gis):
    seen = gis.edits.begin(LAYER, "Taman").draft
    gis.edits.describe(seen, title="Taman Kota", publish_at=datetime.now(UTC) + timedelta(days=1))
    with pytest.raises(DraftMoved) as refused:
        gis.edits.put(seen, [NEW])
    assert refused.value.draft.title == "Taman Kota"


def test_a_feature_is_put_back(admin):
    admin.edits.push(LAYER, "Taman", [NEW], publish=True)
    admin.edits.push(LAYER, "Nama", admin.edited(name="X"), publish=True)
    admin.edits.put_back(LAYER, SPOT.id, 1, publish=True)
    assert admin.layer()[SPOT.id].properties["name"] == "Taman"
    assert [version.version for version in admin.edits.history(LAYER, SPOT.id)] == [1, 2, 3]


def test_an_operator_is_refused(service):
    desk = Desk(service, "operator")
    with pytest.raises(Refused) as refused:
        desk.edits.begin(LAYER, "Taman")
    assert refused.value.status == 403
    desk.client.close()


def test_a_draft_outlives_the_service(gis, service):
    draft = gis.edits.put(gis.edits.begin(LAYER, "Taman").draft, [NEW]).draft
    os.kill(service.pid, signal.SIGKILL)
    service._child.wait(5)
    service.start()
    again = Desk(service, "gis")
    assert again.edits.draft(draft.id).draft == draft
    assert [change.id for change in again.edits.changes(draft)] == [SPOT.id]
    again.client.close()


def test_a_draft_is_published_at_its_moment_though_the_service_was_killed_before(gis, admin, service):
    at = datetime.now(UTC) + timedelta(seconds=3)
    draft = gis.edits.put(gis.edits.begin(LAYER, "Taman", publish_at=at).draft, [NEW]).draft
    admin.edits.act(gis.edits.act(draft, "submit").draft, "approve")
    assert admin.layer() == {}
    os.kill(service.pid, signal.SIGKILL)
    service._child.wait(5)
    service.start()
    again, end = Desk(service, "admin"), time.monotonic() + 30
    while not again.layer():  # nobody asks: the service does it by itself
        assert time.monotonic() < end
        time.sleep(0.05)
    assert again.edits.draft(draft.id).draft.state is DraftState.PUBLISHED
    again.client.close()
