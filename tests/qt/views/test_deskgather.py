"""What is gathered on the map is ticked in the queue, and what is ticked is marked on the map."""

# ruff: noqa: F811 - fixtures come from the desk's tests

from __future__ import annotations

from tests.qt.views.room import report
from tests.qt.views.test_desk import _plain_afterwards, make, room  # noqa: F401


def test_a_box_on_the_map_adds_to_the_ticks(room):
    room.take([report(1), report(2), report(3)])
    room.selection.tick([report(3).id])
    room.map_view.canvas.gathered.emit([("incident", report(1).id), ("incident", "of-a-feed")])
    assert room.selection.checked == {report(1).id, report(3).id}
    assert {ident for _, ident in room.map_view.canvas.attention.ticked} == room.selection.checked
