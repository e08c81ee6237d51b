"""One's own password: the old one, the new one twice; asked for by a command, or by a service that insists."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from console.domain.roles import User
from console.views.cardparts import UNIT, button, column, label, row, set_look
from console.words import trouble

SHORTEST = 12  # as the service has it: said before it is sent


class PasswordDialog(QDialog):
    """Asks for a new password. `wanted` carries the old one and the new one; answer with `accept` or `refuse`."""

    wanted = Signal(str, str)

    def __init__(self, user: User, old: str = "", parent: QWidget | None = None) -> None:
        """`old`: known already, since somebody has just signed in with it; then it is not asked for again."""
        super().__init__(parent)
        self._user, self._old = user, old
        self.title, self.why = label("title"), label("muted", wrap=True)
        self.old, self.new, self.again = QLineEdit(), QLineEdit(), QLineEdit()
        self._titles = [label("caption") for _ in range(3)]
        self.hint, self.missing = label("small", wrap=True), label("", wrap=True)
        self.missing.setProperty("tone", "late")
        self.cancel, self.save = button("", "cancel"), button("primary", "save")
        self.save.setDefault(True)
        self._lay_out()
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self.ask)
        self.retranslate()
        (self.new if old else self.old).setFocus()

    @Slot()
    def ask(self) -> None:
        """Ask the service, or say what is missing."""
        old, new = self._old or self.old.text(), self.new.text()
        if not old:
            self._say(self.tr("Type the password that you have now."), self.old)
        elif len(new) < SHORTEST:
            self._say(self.tr("A password has at least {count} characters.").format(count=SHORTEST), self.new)
        elif new == old:
            self._say(self.tr("This is the password that you have now."), self.new)
        elif new != self.again.text():
            self._say(self.tr("The two do not fit: type the new one twice."), self.again)
        else:
            self._busy(busy=True)
            self.wanted.emit(old, new)

    def refuse(self, error: BaseException) -> None:
        """The service does not take it, or does not answer."""
        self._busy(busy=False)
        if getattr(error, "code", "") == "unauthorized":
            self._say(self.tr("The password that you have now is another one."), self.new if self._old else self.old)
            return
        said = trouble(error)
        self._say(" ".join(filter(None, (said.sentence, said.remedy))), self.new)

    def sizeHint(self) -> QSize:
        return QSize(480, super().sizeHint().height())

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        self.setWindowTitle(self.tr("Change my password"))
        self.title.setText(self.tr("A password of your own") if self._old else self.tr("Change my password"))
        self.why.setText(
            self.tr("Somebody else chose the password of {name}. Choose one that only you know.").format(
                name=self._user.name
            )
            if self._old
            else self.tr("Of {name}. Wherever else you are signed in, you will be asked again.").format(
                name=self._user.name
            )
        )
        words = (self.tr("PASSWORD NOW"), self.tr("NEW PASSWORD"), self.tr("NEW PASSWORD ONCE MORE"))
        names = (self.tr("Password now"), self.tr("New password"), self.tr("New password once more"))
        for title, word, field, name in zip(self._titles, words, self._fields(), names, strict=True):
            title.setText(word)
            field.setAccessibleName(name)
        self.hint.setText(self.tr("12 characters or more. Best are several words that don't belong together."))
        self.cancel.setText(self.tr("Cancel"))
        self.save.setText(self.tr("Change it"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    # --- inside ---------------------------------------------------------------------------------

    def _fields(self) -> tuple[QLineEdit, QLineEdit, QLineEdit]:
        return self.old, self.new, self.again

    def _lay_out(self) -> None:
        layout = column(self, spacing=UNIT, margins=(UNIT * 4, UNIT * 3, UNIT * 4, UNIT * 3))
        layout.addWidget(self.title)
        layout.addWidget(self.why)
        for title, field, name in zip(self._titles, self._fields(), ("old", "new", "again"), strict=True):
            field.setObjectName(name)
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setMaxLength(200)
            field.textEdited.connect(self._clear)
            layout.addSpacing(UNIT // 2)
            layout.addWidget(title)
            layout.addWidget(field)
        for widget in (self._titles[0], self.old):
            widget.setVisible(not self._old)
        layout.addWidget(self.hint)
        layout.addWidget(self.missing)
        layout.addSpacing(UNIT)
        layout.addLayout(row(None, self.cancel, self.save))
        self.missing.hide()

    def _busy(self, *, busy: bool) -> None:
        for widget in (self.save, *self._fields()):
            widget.setEnabled(not busy)
        if busy:
            self._clear()
        self.setCursor(Qt.CursorShape.BusyCursor if busy else Qt.CursorShape.ArrowCursor)

    def _say(self, sentence: str, field: QLineEdit) -> None:
        self.missing.setText(sentence)
        self.missing.setAccessibleName(sentence)
        self.missing.show()
        set_look(field, "invalid", True)
        field.setFocus()
        field.selectAll()

    @Slot()
    def _clear(self) -> None:
        self.missing.hide()
        for field in self._fields():
            set_look(field, "invalid", False)
