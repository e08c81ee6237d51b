"""What concerns accounts: one's own password, and the administrator's list of users; opened over the desk."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from console.state.accounts import Accounts
from console.state.session import Session
from console.views.password import PasswordDialog
from console.views.users import UsersWindow


class AccountRoom(QObject):
    """Opens both windows over the desk's; `window` is given once that is made."""

    signed_in_anew = Signal()  # with a new password

    def __init__(self, accounts: Accounts, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._accounts, self._session = accounts, session
        self.window: QWidget | None = None
        self.password: PasswordDialog | None = None
        self.users: UsersWindow | None = None
        accounts.password_changed.connect(self._on_changed)
        accounts.password_refused.connect(self._on_refused)

    def open_password(self) -> None:
        """Another password of one's own."""
        self._drop(self.password)
        self.password = PasswordDialog(self._session.user, parent=self.window)
        self.password.wanted.connect(self._accounts.change_password)
        self.password.open()

    def open_users(self) -> None:
        """Who may sign in."""
        self._drop(self.users)
        self.users = UsersWindow(self._accounts, self._session, self.window)
        self.users.show()

    @Slot()
    def _on_changed(self) -> None:
        if self.password is not None:
            self.password.accept()
        self.signed_in_anew.emit()

    @Slot(object)
    def _on_refused(self, error: BaseException) -> None:
        if self.password is not None:
            self.password.refuse(error)

    @staticmethod
    def _drop(dialog: QWidget | None) -> None:
        if dialog is not None:
            dialog.close()
            dialog.deleteLater()
