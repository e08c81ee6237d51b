"""Accounts at the desk: one's own password, and the administrator's list of users, over a service that answers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, Qt, Signal

from console.api.errors import Refused, Unreachable, refusal
from console.domain.roles import Role, User
from console.views.password import PasswordDialog
from console.views.users import SHORTEST, UsersWindow
from tests.qt.views.card_desk import OFFICER, OPERATOR, session_of

Key = Qt.Key
ADMIN = User("admin", "Administrator", Role.ADMIN)
GIVEN = replace(OPERATOR, must_change=True)
GOOD = "kuda lepas dari gang"
WEAK = refusal(422, {"type": "urn:poc:weak-password", "detail": "among the first"})


class PaperAccounts(QObject):
    """Has the signals and methods of Accounts, and a list of users that changes as asked."""

    listed = Signal(list)
    kept = Signal(str)
    removed = Signal(str)
    refused = Signal(object)

    def __init__(self, *users: User) -> None:
        super().__init__()
        self.users = list(users)
        self.done: list[tuple[object, ...]] = []

    def ask(self) -> None:
        self.listed.emit(list(self.users))

    def put(self, user: User, password: str = "") -> None:
        self.done.append((user, password))
        self.users = [other for other in self.users if other.name != user.name] + [user]
        self.kept.emit(user.name)
        self.ask()

    def remove(self, name: str) -> None:
        self.done.append(("removed", name))
        self.users = [other for other in self.users if other.name != name]
        self.removed.emit(name)
        self.ask()


# --- one's own password -------------------------------------------------------------------------


@pytest.fixture
def dialog(qtbot):
    made = PasswordDialog(OPERATOR)
    qtbot.addWidget(made)
    made.show()
    return made


def type_in(qtbot, dialog, old: str, new: str, again: str) -> None:
    for field, text in ((dialog.old, old), (dialog.new, new), (dialog.again, again)):
        field.clear()
        qtbot.keyClicks(field, text)


def test_old_new_twice_and_enter_ask_for_the_change(dialog, qtbot):
    type_in(qtbot, dialog, "lama", GOOD, GOOD)
    with qtbot.waitSignal(dialog.wanted, timeout=0) as told:
        qtbot.keyClick(dialog.again, Key.Key_Return)
    assert told.args == ["lama", GOOD]
    assert not dialog.save.isEnabled()


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        ("", GOOD, GOOD, "that you have now"),
        ("lama", "pendek", "pendek", "at least 12"),
        (GOOD, GOOD, GOOD, "that you have now"),
        ("lama", GOOD, GOOD + "x", "do not fit"),
    ],
)
def test_what_can_be_seen_here_is_said_and_nothing_is_sent(dialog, qtbot, old, new, again, said):
    type_in(qtbot, dialog, old, new, again)
    with qtbot.assertNotEmitted(dialog.wanted):
        qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert said in dialog.missing.text()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (refusal(401, {"type": "urn:poc:unauthorized"}), "is another one"),
        (WEAK, "too easy to guess"),
        (refusal(429, {"type": "urn:poc:too-often", "wait_s": 60}), "60 seconds"),
        (Unreachable("cut"), "does not answer"),
    ],
)
def test_what_the_service_says_is_said_in_the_persons_language(dialog, qtbot, error, said):
    type_in(qtbot, dialog, "lama", GOOD, GOOD)
    dialog.ask()
    dialog.refuse(error)
    assert said in dialog.missing.text()
    assert dialog.save.isEnabled()


def test_who_has_just_signed_in_with_a_given_password_is_not_asked_for_it_again(qtbot):
    made = PasswordDialog(GIVEN, "diberi admin")
    qtbot.addWidget(made)
    made.show()
    assert not made.old.isVisible()
    assert "Somebody else chose" in made.why.text()
    qtbot.keyClicks(made.new, GOOD)
    qtbot.keyClicks(made.again, GOOD)
    with qtbot.waitSignal(made.wanted, timeout=0) as told:
        qtbot.mouseClick(made.save, Qt.MouseButton.LeftButton)
    assert told.args == ["diberi admin", GOOD]


# --- the administrator's list -------------------------------------------------------------------


@pytest.fixture
def accounts():
    return PaperAccounts(ADMIN, OPERATOR, OFFICER)


@pytest.fixture
def window(qtbot, accounts):
    made = UsersWindow(accounts, session_of(ADMIN))
    qtbot.addWidget(made)
    made.show()
    return made


def rows(window) -> list[list[str]]:
    return [[window.table.item(at, column).text() for column in range(4)] for at in range(window.table.rowCount())]


def test_everybody_is_listed_with_role_and_department(window):
    assert rows(window)[1] == ["sari", "Sari Wulandari", "Operator", ""]
    assert "·" in rows(window)[2][2]


def test_somebody_new_is_added_by_keyboard(window, accounts, qtbot):
    qtbot.keyClicks(window.name, "budi.santoso")
    qtbot.keyClicks(window.full_name, "Budi Santoso")
    window.role.setCurrentIndex(window.role.findData(Role.SUPERVISOR))
    qtbot.keyClicks(window.password, GOOD)
    qtbot.keyClick(window.password, Key.Key_Return)
    assert accounts.done == [(User("budi.santoso", "Budi Santoso", Role.SUPERVISOR), GOOD)]
    assert window.form_title.text() == "Budi Santoso"  # chosen in the list
    assert "signs in anew" in window.said.text()


def test_an_officer_needs_a_department_and_nobody_else_has_one(window, accounts, qtbot):
    assert not window.department.isVisible()
    window.role.setCurrentIndex(window.role.findData(Role.OFFICER))
    assert window.department.isVisible()
    window.name.setText("dlh.rina")
    window.full_name.setText("Rina")
    window.department.setCurrentIndex(window.department.findData("dlh"))
    window.make_password()
    window.keep()
    ((user, password),) = accounts.done
    assert user == User("dlh.rina", "Rina", Role.OFFICER, "dlh")
    assert len(password) >= SHORTEST


@pytest.mark.parametrize(
    ("name", "person", "password", "said"),
    [
        ("Budi Santoso", "Budi", GOOD, "small letters"),
        ("sari", "Sari", GOOD, "is taken"),
        ("budi", "", GOOD, "own name"),
        ("budi", "Budi", "", "at least 12"),
        ("budi", "Budi", "pendek", "at least 12"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_sent_for_users(window, accounts, name, person, password, said):
    window.name.setText(name)
    window.full_name.setText(person)
    window.password.setText(password)
    window.keep()
    assert said in window.said.text()
    assert accounts.done == []


def test_sign_ins_are_ended_without_a_new_password(window, accounts):
    window.table.selectRow(1)
    window.end.click()
    assert accounts.done == [(OPERATOR, "")]


def test_removing_asks_first(window, accounts):
    window.table.selectRow(1)
    window.remove.click()
    assert accounts.done == []
    window.remove.click()
    assert accounts.done == [("removed", "sari")]
    assert [row[0] for row in rows(window)] == ["admin", "dbmsda.ani"]


def test_nobody_locks_oneself_out(window):
    window.table.selectRow(0)
    assert not any(made.isEnabled() for made in (window.save, window.end, window.remove, window.role))
    assert "This is you" in window.hint.text()


def test_what_the_service_refuses_is_said(window, accounts):
    accounts.refused.emit(WEAK)
    assert "too easy to guess" in window.said.text()
    accounts.refused.emit(Refused(409, "not-possible", "You can't remove yourself."))
    assert "did not accept" in window.said.text()
