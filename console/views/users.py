"""Who may sign in: the administrator's list, and one form to add, change or remove somebody or end sign-ins."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QHeaderView, QLineEdit, QTableWidget, QTableWidgetItem, QWidget

from console.domain.roles import Role, User
from console.state.accounts import Accounts
from console.state.session import Session
from console.views.cardparts import UNIT, button, column, fit_to_screen, label, row, set_look
from console.words import role_word, trouble

PEOPLE = tuple(role for role in Role if role not in (Role.INTAKE, Role.FEED))
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
SHORTEST = 12
SYLLABLES = [first + then for first in "bdfghjklmnprstwy" for then in "aeiou"]


class UsersWindow(QDialog):
    """The list on the left, the form on the right. What the service refused is said in the form."""

    def __init__(self, accounts: Accounts, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._accounts, self._session = accounts, session
        self._users: list[User] = []
        self._chosen: User | None = None  # None: somebody new
        self._hoped = ""  # whom to choose once the list came
        self.title, self.form_title = label("title"), label("lead")
        self.table = QTableWidget(0, 4)
        self.name, self.full_name, self.password = QLineEdit(), QLineEdit(), QLineEdit()
        self.role, self.department = QComboBox(), QComboBox()
        self._captions = [label("caption") for _ in range(5)]
        self.hint, self.said = label("small", wrap=True), label("", wrap=True)
        self.new, self.make = button("", "new_user"), button("", "make_password")
        self.save, self.end, self.remove = button("primary", "save"), button("", "end"), button("quiet", "remove")
        self.close_button = button("", "close")
        self._lay_out()
        self._connect()
        self.retranslate()
        self.begin_new()
        self.setMinimumSize(920, 480)
        fit_to_screen(self)
        accounts.ask()

    def sizeHint(self) -> QSize:
        return QSize(1080, 600)

    # --- what can be done ------------------------------------------------------------------------

    @Slot()
    def begin_new(self) -> None:
        """An empty form, for somebody who is not there yet."""
        self.table.clearSelection()
        self.table.setCurrentCell(-1, -1)
        self._show(None)
        self.name.setFocus()

    @Slot()
    def make_password(self) -> None:
        """One that can be read out over a telephone."""
        words = ("".join(secrets.choice(SYLLABLES) for _ in range(2)) for _ in range(4))
        self.password.setText("-".join(words))

    @Slot()
    def keep(self) -> None:
        """Sends what the form says, or says what is missing."""
        name, full_name, password = self.name.text().strip(), self.full_name.text().strip(), self.password.text()
        role = Role(self.role.currentData())
        if not NAME.fullmatch(name):
            self._say(self.tr("A name is of small letters, digits, dots, - and _."), self.name)
        elif self._chosen is None and any(user.name == name for user in self._users):
            self._say(self.tr("This name is taken: choose the person in the list."), self.name)
        elif not full_name:
            self._say(self.tr("Type the person's own name."), self.full_name)
        elif (self._chosen is None or password) and len(password) < SHORTEST:
            self._say(self.tr("A password has at least {count} characters.").format(count=SHORTEST), self.password)
        else:
            department = self.department.currentData() if role is Role.OFFICER else None
            self._send(User(name, full_name, role, department), password)

    @Slot()
    def end_sign_ins(self) -> None:
        """Wherever this person is signed in, it ends."""
        if self._chosen is not None:
            self._send(replace(self._chosen, must_change=False), "")

    @Slot()
    def take_away(self) -> None:
        """The first click asks, the second does it."""
        if self._chosen is None:
            return
        if self.remove.property("kind") == "danger":
            self._accounts.remove(self._chosen.name)
            return
        set_look(self.remove, "kind", "danger")
        self.remove.setText(self.tr("Remove {name}?").format(name=self._chosen.name))

    # --- said ------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        self.setWindowTitle(self.tr("Users"))
        self.title.setText(self.tr("Who may sign in"))
        heads = (self.tr("Name"), self.tr("Person"), self.tr("Role"), self.tr("Password"))
        self.table.setHorizontalHeaderLabels(list(heads))
        self.table.setAccessibleName(self.tr("Who may sign in"))
        words = (self.tr("NAME TO SIGN IN WITH"), self.tr("PERSON"), self.tr("ROLE"), self.tr("DEPARTMENT"))
        names = (self.tr("Name to sign in with"), self.tr("Person"), self.tr("Role"), self.tr("Department"))
        fields = (self.name, self.full_name, self.role, self.department, self.password)
        all_words = (*words, self.tr("A NEW PASSWORD"))
        for title, word, field, name in zip(
            self._captions, all_words, fields, (*names, self.tr("A new password")), strict=True
        ):
            title.setText(word)
            field.setAccessibleName(name)
        for place, role in enumerate(PEOPLE):
            self.role.setItemText(place, role_word(role))
        self.new.setText(self.tr("New user"))
        self.make.setText(self.tr("Make one"))
        self.save.setText(self.tr("Save"))
        self.end.setText(self.tr("End sign-ins"))
        self.end.setToolTip(self.tr("Wherever this person is signed in, it ends at once."))
        self.close_button.setText(self.tr("Close"))
        self._fill()
        self._show(self._chosen)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    # --- inside ----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setMinimumSectionSize(UNIT * 11)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for role in PEOPLE:
            self.role.addItem("", str(role))
        for key, department in self._session.city.departments.items():
            self.department.addItem(department.name, key)
        self.name.setMaxLength(40)
        self.full_name.setMaxLength(100)
        self.password.setMaxLength(200)
        form = column(spacing=UNIT)
        form.addWidget(self.form_title)
        form.addSpacing(UNIT)
        fields = (self.name, self.full_name, self.role, self.department)
        for title, field in zip(self._captions, fields, strict=False):
            form.addWidget(title)
            form.addWidget(field)
        form.addWidget(self._captions[4])
        form.addLayout(row(self.password, self.make, wide=0))
        form.addWidget(self.hint)
        form.addWidget(self.said)
        form.addStretch(1)
        form.addLayout(row(self.remove, None, self.end, self.save))
        left = column(spacing=UNIT)
        left.addWidget(self.table, 1)
        left.addLayout(row(self.new, None))
        sides = row(spacing=UNIT * 4)
        sides.addLayout(left, 5)
        sides.addLayout(form, 3)
        layout = column(self, spacing=UNIT * 2, margins=(UNIT * 3, UNIT * 3, UNIT * 3, UNIT * 3))
        layout.addWidget(self.title)
        layout.addLayout(sides, 1)
        layout.addLayout(row(None, self.close_button))

    def _connect(self) -> None:
        self._accounts.listed.connect(self._on_listed)
        self._accounts.kept.connect(self._on_kept)
        self._accounts.removed.connect(self._on_removed)
        self._accounts.refused.connect(self._on_refused)
        self.table.itemSelectionChanged.connect(self._on_chosen)
        self.role.currentIndexChanged.connect(self._on_role)
        for made, work in (
            (self.new, self.begin_new), (self.make, self.make_password), (self.save, self.keep),
            (self.end, self.end_sign_ins), (self.remove, self.take_away), (self.close_button, self.close),
        ):  # fmt: skip
            made.clicked.connect(work)
        for field in (self.name, self.full_name, self.password):
            field.returnPressed.connect(self.keep)
            field.textEdited.connect(self._clear)

    def _send(self, user: User, password: str) -> None:
        self._hoped = user.name
        self._clear()
        self._accounts.put(user, password)

    def _fill(self) -> None:
        self.table.setRowCount(len(self._users))
        for place, user in enumerate(self._users):
            own = self.tr("to be changed") if user.must_change else ""
            department = self._session.city.departments.get(user.department or "")
            role = f"{role_word(user.role)} · {department.name}" if department else role_word(user.role)
            for at, text in enumerate((user.name, user.title, role, own)):
                self.table.setItem(place, at, QTableWidgetItem(text))

    def _show(self, user: User | None) -> None:
        """The form for somebody, or empty for somebody new."""
        self._chosen = user
        mine = user is not None and user.name == self._session.user.name
        self.form_title.setText(self.tr("Somebody new") if user is None else user.title)
        self.name.setText(user.name if user else "")
        self.name.setReadOnly(user is not None)
        self.full_name.setText(user.title if user else "")
        self.role.setCurrentIndex(PEOPLE.index(user.role) if user else 0)
        if user and user.department:
            self.department.setCurrentIndex(max(0, self.department.findData(user.department)))
        self.password.clear()
        self.remove.setText(self.tr("Remove"))
        set_look(self.remove, "kind", "quiet")
        for widget in (self.end, self.remove):
            widget.setVisible(user is not None)
        for field in (self.full_name, self.role, self.department, self.password, self.make):
            field.setEnabled(not mine)
        for made in (self.save, self.end, self.remove):
            made.setEnabled(not mine)
        self.hint.setText(
            self.tr("This is you. Your own password is changed in the menu; the rest by another administrator.")
            if mine
            else self.tr("Whoever gets a password from you must choose another one at the first sign-in.")
        )
        self._clear()
        self._on_role()

    @Slot(list)
    def _on_listed(self, users: list[User]) -> None:
        self._users = users
        hoped = self._hoped or (self._chosen.name if self._chosen else "")
        self._hoped = ""
        self.table.blockSignals(True)
        self._fill()
        self.table.blockSignals(False)
        place = next((at for at, user in enumerate(users) if user.name == hoped), -1)
        if place >= 0:
            said, tone = self.said.text(), str(self.said.property("tone"))
            self.table.selectRow(place)
            self._show(users[place])
            self._tell(said, tone)

    @Slot()
    def _on_chosen(self) -> None:
        place = self.table.currentRow()
        if self.table.selectedItems() and 0 <= place < len(self._users):
            self._show(self._users[place])

    @Slot(str)
    def _on_kept(self, name: str) -> None:
        self._tell(self.tr("Saved. {name} signs in anew.").format(name=name), "ok")

    @Slot(str)
    def _on_removed(self, name: str) -> None:
        self.begin_new()
        self._tell(self.tr("{name} may not sign in any more. What was done stays in the log.").format(name=name), "ok")

    @Slot(object)
    def _on_refused(self, error: BaseException) -> None:
        self._hoped = ""
        said = trouble(error)
        field = self.password if getattr(error, "code", "") == "weak-password" else None
        self._say(" ".join(filter(None, (said.sentence, said.remedy))), field)

    @Slot()
    def _on_role(self) -> None:
        is_officer = self.role.currentData() == Role.OFFICER
        self._captions[3].setVisible(is_officer)
        self.department.setVisible(is_officer)

    def _say(self, sentence: str, field: QLineEdit | None) -> None:
        self._tell(sentence, "late")
        if field is not None:
            set_look(field, "invalid", True)
            field.setFocus()

    def _tell(self, sentence: str, tone: str) -> None:
        set_look(self.said, "tone", tone)
        self.said.setText(sentence)
        self.said.setAccessibleName(sentence)

    @Slot()
    def _clear(self) -> None:
        self.said.setText("")
        for field in (self.name, self.full_name, self.password):
            set_look(field, "invalid", False)
