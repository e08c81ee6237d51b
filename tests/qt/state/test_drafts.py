"""What is being typed survives other reports, a restart and a crash; a broken file or disk stops nobody from typing."""

from __future__ import annotations

import stat

from console.state.drafts import Drafts


def test_what_was_typed_is_there_after_a_restart(qtbot, tmp_path):
    file = tmp_path / "desk" / "drafts.json"
    drafts = Drafts(file)
    drafts.keep("r1", "note", "air surut — “ya”")
    qtbot.waitUntil(file.exists)  # by itself, a moment after the last key
    again = Drafts(file)
    assert again.of("r1", "note") == "air surut — “ya”"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600  # a caller's number may be in it


def test_what_was_sent_is_not_there_again(tmp_path):
    file = tmp_path / "drafts.json"
    drafts = Drafts(file)
    drafts.keep("intake", "words", "banjir")
    drafts.keep("r1", "note", "a")
    drafts.forget("intake")
    drafts.write()
    assert Drafts(file).as_table() == {"r1": {"note": "a"}}


def test_a_file_that_is_no_drafts_is_passed_over(tmp_path):
    for content in ("", "{", "[1]", '{"r1": 5}'):
        file = tmp_path / "drafts.json"
        file.write_text(content, encoding="utf-8")
        assert Drafts(file).owners() == ()


def test_a_folder_that_cannot_be_written_does_not_stop_the_typing(tmp_path):
    (tmp_path / "file").write_text("")
    drafts = Drafts(tmp_path / "file" / "drafts.json")
    drafts.keep("r1", "note", "a")
    drafts.write()
    assert drafts.of("r1", "note") == "a"
