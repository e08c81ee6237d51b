"""COMMANDS: each row can be used, no two want the same key, and every move of the workflow has one."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from console import commands
from console.commands import BY_ID, CARD_ACTIONS, COMMANDS, ONWARD, Scope
from console.domain import workflow
from console.domain.roles import Right, Role, User

SCREEN = {  # what SCREEN promises by key
    "J": "queue.next",
    "K": "queue.previous",
    "A": "report.assign",
    "V": "report.verify",
    "D": "report.mark_duplicate",
    "R": "report.reject",
    "H": "report.hold",
    "W": "report.ask_citizen",
    "C": "report.note",
    "P": "report.priority",
    "L": "report.place",
    "M": "map.show",
    "Home": "map.home",
    "/": "search.open",
    "Ctrl+K": "console.palette",
    "Ctrl+Z": "report.undo",
    "?": "console.keys",
    "N": "report.new",
    "F5": "console.refresh",
}


@pytest.mark.parametrize(("key", "wanted"), SCREEN.items())
def test_a_promised_key_does_what_was_promised(key, wanted):
    assert key in BY_ID[wanted].keys.split()


def test_no_two_commands_want_the_same_key():
    keys = Counter(key for command in COMMANDS for key in command.keys.split())
    assert [key for key, number in keys.items() if number > 1] == ["Ctrl+Z"]  # while a layer is edited: of its edits
    assert len(BY_ID) == len(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_qt_reads_every_key(command):
    for key in command.keys.split():
        assert QKeySequence(key).toString() == key


def test_every_move_of_the_workflow_has_a_command():
    assert {command.action for command in COMMANDS} - {""} == {row.key for row in workflow.ACTIONS} | CARD_ACTIONS


def test_only_moves_lead_onward():
    assert {"assign", "reject", "mark_duplicate", "hold", "ask_citizen", "resolve"} == ONWARD
    assert set(workflow.BY_KEY) >= ONWARD


def test_a_row_without_a_handler_is_a_bug_and_says_so(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    handlers = {command.id: lambda: None for command in COMMANDS}
    assert set(commands.actions(handlers, window)) == set(BY_ID)
    del handlers["map.home"]
    with pytest.raises(KeyError, match=r"map\.home"):
        commands.actions(handlers, window)
    with pytest.raises(KeyError, match="nonsense"):
        commands.actions(handlers | {"map.home": lambda: None, "nonsense": lambda: None}, window)


def test_who_lacks_the_right_has_neither_the_command_nor_its_key(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    made = commands.actions({command.id: lambda: None for command in COMMANDS}, window)
    commands.allow(made, User("a", "A", Role.AUDITOR))
    assert not made["report.assign"].isEnabled()
    assert not made["report.assign"].isVisible()
    assert made["map.home"].isEnabled()
    commands.allow(made, User("o", "O", Role.OPERATOR))
    assert made["report.assign"].isEnabled()


def test_an_officer_enters_answers_but_does_not_triage():
    rows = {row.id for row in commands.for_user(User("o", "O", Role.OFFICER, "dlh"))}
    assert {"answer.accept", "answer.claim_done", "report.undo"} <= rows
    assert not {"report.assign", "report.verify", "report.new"} & rows


def test_the_handbooks_rows_name_every_command():
    rows = commands.manual_rows()
    assert len(rows) == len(COMMANDS)
    assert "| `report.assign` | `A` | Assign to a department |" in rows
    assert "| `queue.compact` | – | Compact rows |" in rows


def test_every_scope_has_commands_and_a_title():
    assert {command.scope for command in COMMANDS} == set(Scope) == set(commands.SCOPE_TITLES)
    assert all(isinstance(command.needs, Right) for command in COMMANDS)
