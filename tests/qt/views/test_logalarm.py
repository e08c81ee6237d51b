"""The red bar of a changed log: it stays, it opens what to do, and only the right people can end it with a reason."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from console.domain.roles import Role, User
from console.state.witness import Watch
from console.views.logalarm import LogAlarm
from tests.qt.views.room import SITI, Room, build

ALARM = {"finding": "shortened", "at": "2026-11-21T07:00:00+00:00", "seen": "4000 · …", "present": "3000 · …"}


@pytest.fixture
def room(qapp, tmp_path) -> Iterator[Room]:
    made = build(qapp, tmp_path)
    yield made
    made.close()


def watching(room: Room, tmp_path) -> Watch:
    """A console that found the log changed in an earlier run."""
    file = tmp_path / "witness.json"
    file.write_text(json.dumps({"seen": None, "alarm": ALARM, "history": []}), encoding="utf-8")
    return Watch(room.client, room.tasks, room.session, file)  # type: ignore[arg-type]


def test_the_bar_is_there_after_a_restart_and_cannot_be_put_away(room, tmp_path):
    line = room.window.banners.lines["log"]
    assert not line.isVisibleTo(room.window.banners)
    watching(room, tmp_path)
    assert line.isVisibleTo(room.window.banners)
    assert not line.close_button.isVisibleTo(line)
    line.button.click()
    assert room.opened == ["log_alarm"]


@pytest.mark.parametrize(("role", "may"), [(Role.OPERATOR, False), (Role.SUPERVISOR, True), (Role.AUDITOR, True)])
def test_only_who_may_read_the_audit_trail_accepts_and_never_without_a_reason(qtbot, room, tmp_path, role, may):
    watch = watching(room, tmp_path)
    room.session.set_user(User(SITI.name, SITI.title, role))
    dialog = LogAlarm(watch, room.session, room.window.theme)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "shorter" in dialog.what.text()
    assert "4000" in dialog.facts.toPlainText()
    assert dialog.accept_button.isVisible() is may
    assert not dialog.accept_button.isEnabled()
    dialog.reason.setText("cadangan dipulihkan")
    assert dialog.accept_button.isEnabled()
