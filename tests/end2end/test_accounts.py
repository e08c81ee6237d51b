"""Accounts between a desk and its service: a given password must be changed, and changing one's own goes on at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from console import arrival
from console.api.client import Client
from console.api.errors import Refused
from console.domain.roles import Role, User
from console.state.accounts import Accounts
from console.tasks import Tasks
from console.views.password import PasswordDialog

GIVEN, OWN = "diberi oleh admin", "kuda lepas dari gang"


@pytest.fixture
def admin(service):
    client = Client(service.url, service.key, console="desk-9")
    client.sign_in("admin", "demo")
    yield client
    client.close()


def test_who_was_given_a_password_is_asked_for_another_when_signing_in(qtbot, monkeypatch, service, admin):
    admin.put_user(User("siti", "Siti", Role.OPERATOR), GIVEN)
    client = Client(service.url, service.key, console="desk-2")
    user = client.sign_in("siti", GIVEN)
    with pytest.raises(Refused) as refused:
        client.snapshot()
    assert refused.value.code == "password-change"

    def choose(dialog: PasswordDialog) -> None:
        dialog.new.setText(OWN)
        dialog.again.setText(OWN)
        qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)

    monkeypatch.setattr(PasswordDialog, "exec", choose)
    assert arrival.choose_password(client, user, GIVEN) == User("siti", "Siti", Role.OPERATOR)
    assert client.snapshot().reports == ()
    assert [user.must_change for user in admin.users() if user.name == "siti"] == [False]
    client.close()


def test_the_desk_goes_on_after_its_password_was_changed(qtbot, stores, service):
    tasks = Tasks()
    accounts = Accounts(stores.client, tasks, stores.session)
    with qtbot.waitSignal(accounts.password_refused) as told:
        accounts.change_password("another", OWN)
    assert told.args[0].code == "unauthorized"
    with qtbot.waitSignal(accounts.password_changed):
        accounts.change_password("demo", OWN)
    stores.live.start_again(stores.client.snapshot())
    qtbot.waitUntil(lambda: stores.session.link == "live")
    again = Client(service.url, service.key, console="desk-2")
    assert again.sign_in("operator", OWN).name == "operator"
    again.close()
    tasks.close()


def test_the_administrator_adds_changes_and_removes_somebody(qtbot, stores, service, admin):
    tasks = Tasks()
    accounts = Accounts(admin, tasks, stores.session)
    with qtbot.waitSignals([accounts.kept, accounts.listed]):
        accounts.put(User("rina", "Rina", Role.OFFICER, "dlh"), GIVEN)
    with qtbot.waitSignal(accounts.refused) as told:
        accounts.put(User("rina", "Rina", Role.OFFICER, "dlh"), "rina-rina-rina")
    assert told.args[0].code == "weak-password"
    with qtbot.waitSignal(accounts.listed) as listed:
        accounts.ask()
    assert User("rina", "Rina", Role.OFFICER, "dlh", must_change=True) in listed.args[0]
    with qtbot.waitSignals([accounts.removed, accounts.listed]):
        accounts.remove("rina")
    assert "rina" not in {user.name for user in admin.users()}
    tasks.close()
