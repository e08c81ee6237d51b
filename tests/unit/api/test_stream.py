"""Server-sent events as they come over the wire."""

from console.api.stream import _frames


def test_frames_carry_their_id_their_kind_and_their_data():
    lines = ["id: 7", "event: report", 'data: {"a":', "data: 1}", "", ": a comment", "event: beat", "data: {}", ""]
    assert list(_frames(iter(lines))) == [("7", "report", {"a": 1}), ("", "beat", {})]


def test_a_frame_without_data_is_none():
    assert list(_frames(iter(["event: beat", "", "data: {}", ""]))) == [("", "message", {})]


def test_a_cut_in_the_middle_of_a_frame_gives_nothing_half():
    assert list(_frames(iter(["id: 8", "event: report", 'data: {"a": 1}']))) == []
