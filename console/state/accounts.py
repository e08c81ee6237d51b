"""Who may sign in, as an administrator sees and changes it; and everybody's own password."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from console.api.client import Client
from console.api.errors import ApiError
from console.domain.roles import User
from console.state.session import Session
from console.tasks import Tasks


class Accounts(QObject):
    """Asks the service; holds nothing. Signals speak after the service has answered."""

    listed = Signal(list)  # users
    kept = Signal(str)  # name
    removed = Signal(str)  # name
    refused = Signal(object)  # an error
    password_changed = Signal()
    password_refused = Signal(object)  # an error

    def __init__(self, client: Client, tasks: Tasks, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client, self._tasks, self._session = client, tasks, session

    def ask(self) -> None:
        """Everybody who may sign in."""
        self._tasks.run("users", self._client.users, done=self.listed.emit, failed=self.refused.emit)

    def put(self, user: User, password: str = "") -> None:
        """A user, new or changed; without a password the old one stays. Ends the user's sign-ins."""
        work = partial(self._client.put_user, user, password)
        self._tasks.run(f"user {user.name}", work, done=self._on_kept, failed=self.refused.emit)

    def remove(self, name: str) -> None:
        """Nobody of this name may sign in any more."""
        work = partial(self._client.remove_user, name)
        self._tasks.run(f"user {name}", work, done=lambda _: self._on_removed(name), failed=self.refused.emit)

    def change_password(self, old: str, new: str) -> None:
        """One's own. All sign-ins of this name end with it, so this console signs in anew at once."""
        work = partial(changed_password, self._client, self._session.user.name, old, new)
        self._tasks.run("password", work, done=self._on_password, failed=self.password_refused.emit)

    def _on_kept(self, user: User) -> None:
        self.kept.emit(user.name)
        self.ask()

    def _on_removed(self, name: str) -> None:
        self.removed.emit(name)
        self.ask()

    def _on_password(self, user: User | None) -> None:
        if user is not None:
            self._session.set_user(user)
        self.password_changed.emit()


def changed_password(client: Client, name: str, old: str, new: str) -> User | None:
    """The user as signed in with the new password; None where only that did not succeed any more."""
    client.change_password(old, new)
    try:
        return client.sign_in(name, new)
    except ApiError:
        return None  # it is changed all the same; the window says that nobody is signed in
