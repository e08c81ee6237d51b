"""Who sits down at the desk: asked until somebody is signed in, with a password that nobody else chose."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from console.api.client import Client
from console.api.errors import ApiError
from console.domain.city import City
from console.domain.roles import User
from console.settings import THEME
from console.state.accounts import changed_password
from console.theme import Theme
from console.views.password import PasswordDialog
from console.views.signin import SignInDialog


def ask_who(client: Client, theme: Theme, city: City | None = None, parent: QWidget | None = None) -> User | None:
    """Asks who sits down, until somebody is signed in; None when the question is closed."""
    users = client.welcome().demo_users
    dialog = SignInDialog(theme, users, "demo" if users else "", city, parent)

    def sign_in(name: str, password: str) -> None:
        try:
            user = client.sign_in(name, password)
        except ApiError as error:
            dialog.refuse(error)
            return
        known = choose_password(client, user, password, dialog) if user.must_change else user
        if known is None:
            dialog.give_up()
        else:
            dialog.accept_user(known)

    dialog.wanted.connect(sign_in)
    dialog.exec()
    return dialog.user


def choose_password(client: Client, user: User, old: str, parent: QWidget | None = None) -> User | None:
    """Asks for a password of one's own, which the service insists on; None when the question is closed."""
    dialog, found = PasswordDialog(user, old, parent), list[User | None]()

    def change(given: str, new: str) -> None:
        try:
            found.append(changed_password(client, user.name, given, new))
        except ApiError as error:
            dialog.refuse(error)
        else:
            dialog.accept()

    dialog.wanted.connect(change)
    dialog.exec()
    return found[0] if found else None


def sign_in_as_demo(client: Client) -> User | None:
    """The demo's operator, who needs no asking."""
    return client.sign_in("operator", "demo")


def sign_in_or_ask(client: Client) -> User | None:
    """The demo's operator, who needs no asking; in a city's own installation whoever sits there is asked."""
    if any(user.name == "operator" for user in client.welcome().demo_users):
        return sign_in_as_demo(client)
    return ask_who(client, Theme.load(THEME.read(QSettings())))
