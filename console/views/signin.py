"""Who sits down at the desk: name and password, or, in the demo, one button for each role."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QGridLayout, QLineEdit, QPushButton, QWidget

from console.domain.city import City
from console.domain.roles import User
from console.theme import Theme
from console.views import icons
from console.views.cardparts import UNIT, badge, button, column, label, no_mnemonic, row, rule, set_look
from console.words import of, role_word, trouble

ROLE_ICONS = {
    "operator": "mdi6.headset",
    "supervisor": "mdi6.account-star-outline",
    "gis_editor": "mdi6.map-outline",
    "officer": "mdi6.account-hard-hat-outline",
    "executive": "mdi6.domain",
    "auditor": "mdi6.clipboard-check-outline",
    "admin": "mdi6.cog-outline",
}


class SignInDialog(QDialog):
    """Asks who it is. `wanted` carries name and password; answer with `accept_user` or `refuse`."""

    wanted = Signal(str, str)

    def __init__(
        self,
        theme: Theme,
        demo_users: Sequence[User] = (),
        demo_password: str = "",
        city: City | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._users, self._password, self._city = theme, list(demo_users), demo_password, city
        self.user: User | None = None
        self.title, self.subtitle = label("display"), label("muted", wrap=True)
        self.demo_title, self.demo_text = label("caption"), label("small", wrap=True)
        self.demo_badge = badge("soon")
        self.demo_buttons: list[QPushButton] = []
        self.name, self.password = QLineEdit(), QLineEdit()
        self.name.setObjectName("name")
        self.password.setObjectName("password")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.name_title, self.password_title = label("caption"), label("caption")
        self.missing = label("", wrap=True)
        self.missing.setObjectName("missing")
        self.missing.setProperty("tone", "late")
        self.sign_in = button("primary", "sign_in")
        self.sign_in.setDefault(True)
        self._lay_out()
        self.sign_in.clicked.connect(self.ask)
        self.name.textEdited.connect(self._clear)
        self.password.textEdited.connect(self._clear)
        self.retranslate()
        (self.demo_buttons[0] if self.demo_buttons else self.name).setFocus()

    @Slot()
    def ask(self) -> None:
        """Ask the service, or say what is missing."""
        name, password = self.name.text().strip(), self.password.text()
        if not name or not password:
            field = self.name if not name else self.password
            self._say(self.tr("Type your name.") if not name else self.tr("Type your password."), field)
            return
        self._busy(True)
        self.wanted.emit(name, password)

    def accept_user(self, user: User) -> None:
        """The service knows this person."""
        self.user = user
        self._busy(False)
        self.password.clear()
        self.accept()

    def refuse(self, error: BaseException) -> None:
        """The service does not, or does not answer; the name stays, the password goes."""
        self._busy(False)
        if getattr(error, "status", 0) == 401:
            self.password.clear()
            self._say(self.tr("Name and password don't fit. Try again, or ask the administrator."), self.password)
            return
        said = trouble(error)
        self._say(f"{said.sentence} {said.remedy}".strip(), self.password)

    def give_up(self) -> None:
        """Nobody is signed in after all: a password of one's own is needed."""
        self._busy(False)
        self.password.clear()
        self._say(self.tr("Sign in again, and choose a password of your own."), self.password)

    def sizeHint(self) -> QSize:
        return QSize(520, super().sizeHint().height())

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        self.setWindowTitle(self.tr("Sign in"))
        self.title.setText("Patriot Operation Center")
        self.subtitle.setText(of(self._city.name) if self._city else self.tr("Who sits down at the desk?"))
        self.demo_badge.setText(self.tr("DEMO"))
        self.demo_title.setText(self.tr("SIT DOWN AS"))
        note = of(self._city.demo_note) if self._city and self._city.demo_note else ""
        self.demo_text.setText(note or self.tr("A demonstration: people, reports and places in it are made up."))
        self.name_title.setText(self.tr("NAME"))
        self.password_title.setText(self.tr("PASSWORD"))
        self.name.setAccessibleName(self.tr("Name"))
        self.password.setAccessibleName(self.tr("Password"))
        self.sign_in.setText(self.tr("Sign in"))
        for user, made in zip(self._users, self.demo_buttons, strict=True):
            made.setText(no_mnemonic(f"{role_word(user.role)}\n{self._who(user)}"))
            made.setAccessibleName(self.tr("Demo: {role}, {name}").format(role=role_word(user.role), name=user.title))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _who(self, user: User) -> str:
        """The name to sign in with, and an officer's department."""
        department = self._city.departments.get(user.department or "") if self._city else None
        return f"{user.name} · {department.name}" if department else user.name

    def _lay_out(self) -> None:
        layout = column(self, spacing=UNIT, margins=(UNIT * 5, UNIT * 4, UNIT * 5, UNIT * 4))
        layout.addLayout(row(self.title, None, self.demo_badge))
        layout.addWidget(self.subtitle)
        layout.addSpacing(UNIT * 2)
        if not self._users:
            self.demo_badge.hide()
        if self._users:
            layout.addWidget(self.demo_title)
            layout.addLayout(self._demo_grid())
            layout.addWidget(self.demo_text)
            layout.addSpacing(UNIT * 2)
            layout.addWidget(rule())
            layout.addSpacing(UNIT)
        for title, field in ((self.name_title, self.name), (self.password_title, self.password)):
            layout.addSpacing(UNIT // 2)
            layout.addWidget(title)
            layout.addWidget(field)
        layout.addWidget(self.missing)
        layout.addSpacing(UNIT)
        layout.addWidget(self.sign_in)
        self.missing.hide()

    def _demo_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(UNIT)
        for place, user in enumerate(self._users):
            made = button("", f"demo_{user.name}")
            made.setProperty("person", True)
            made.setIcon(icons.icon(self._theme, ROLE_ICONS.get(user.role, "mdi6.account-outline"), "accent"))
            made.setIconSize(QSize(24, 24))
            made.clicked.connect(self._on_demo)
            grid.addWidget(made, place // 2, place % 2)
            self.demo_buttons.append(made)
        return grid

    @Slot()
    def _on_demo(self) -> None:
        made = self.sender()
        if isinstance(made, QPushButton):
            user = self._users[self.demo_buttons.index(made)]
            self.name.setText(user.name)
            self._busy(True)
            self.wanted.emit(user.name, self._password)

    def _busy(self, busy: bool) -> None:
        for widget in (self.sign_in, self.name, self.password, *self.demo_buttons):
            widget.setEnabled(not busy)
        self.sign_in.setText(self.tr("Signing in …") if busy else self.tr("Sign in"))
        if busy:
            self._clear()
        self.setCursor(Qt.CursorShape.BusyCursor if busy else Qt.CursorShape.ArrowCursor)

    def _say(self, sentence: str, field: QLineEdit) -> None:
        self.missing.setText(sentence)
        self.missing.setAccessibleName(sentence)
        self.missing.show()
        set_look(field, "invalid", True)
        field.setFocus()

    @Slot()
    def _clear(self) -> None:
        self.missing.hide()
        for field in (self.name, self.password):
            set_look(field, "invalid", False)
