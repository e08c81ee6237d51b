"""Signing in: demo users are one click away, and what is wrong is said in place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from console.api.errors import SignInNeeded, Unreachable
from console.theme import Theme
from console.views.signin import SignInDialog
from tests.qt.views.card_desk import AUDITOR, OPERATOR, bekasi

Key = Qt.Key


@pytest.fixture
def dialog(qtbot):
    made = SignInDialog(Theme.load("night"), [OPERATOR, AUDITOR], "demo", bekasi())
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_demo_offers_each_role_and_says_that_it_is_a_demo(dialog, qtbot):
    assert dialog.demo_badge.isVisible()
    assert "made up" in dialog.demo_text.text()
    assert dialog.demo_buttons[0].text() == "Operator\nsari"
    with qtbot.waitSignal(dialog.wanted, timeout=0) as told:
        qtbot.mouseClick(dialog.demo_buttons[1], Qt.MouseButton.LeftButton)
    assert told.args == ["audit", "demo"]


def test_without_demo_users_nothing_speaks_of_a_demo(qtbot):
    made = SignInDialog(Theme.load("night"))
    qtbot.addWidget(made)
    made.show()
    assert not made.demo_badge.isVisible()
    assert made.demo_buttons == []


def test_name_password_and_enter_sign_in(dialog, qtbot):
    qtbot.keyClicks(dialog.name, "sari")
    qtbot.keyClicks(dialog.password, "rahasia")
    with qtbot.waitSignal(dialog.wanted, timeout=0) as told:
        qtbot.keyClick(dialog.password, Key.Key_Return)
    assert told.args == ["sari", "rahasia"]
    assert not dialog.sign_in.isEnabled()
    dialog.accept_user(OPERATOR)
    assert dialog.user == OPERATOR
    assert dialog.password.text() == ""


def test_what_is_missing_is_said_and_nothing_is_sent(dialog, qtbot):
    with qtbot.assertNotEmitted(dialog.wanted):
        qtbot.mouseClick(dialog.sign_in, Qt.MouseButton.LeftButton)
    assert dialog.missing.text() == "Type your name."


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (SignInNeeded(401, "unauthorized", "no"), "Name and password don't fit."),
        (Unreachable("refused"), "The service does not answer."),
    ],
)
def test_a_refusal_is_a_sentence_and_the_name_stays(dialog, qtbot, error, said):
    qtbot.keyClicks(dialog.name, "sari")
    qtbot.keyClicks(dialog.password, "salah")
    dialog.ask()
    dialog.refuse(error)
    assert said in dialog.missing.text()
    assert dialog.name.text() == "sari"
    assert dialog.sign_in.isEnabled()
