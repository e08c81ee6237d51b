"""The sheet that asks for a photo of the work: who has reported work done may confirm it only with such a proof."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from console.domain.reports import Report
from console.domain.roles import Role, User
from console.domain.wire import ActionBody
from console.state.desk import Desk
from console.views.cardparts import label
from console.views.cardsheet import Sheet
from console.views.intakephotos import PhotoField
from console.words import action_word


def must_prove(report: Report, user: User) -> bool:
    """Whether this person confirms the own work, or the department's: the rules then want a photo taken near it."""
    task = report.assignment
    return user.role is Role.OFFICER or (task is not None and task.done_by == user.name)


class EvidenceForm(Sheet):
    """Asks for the photo, and confirms the action with it."""

    def __init__(self, action: str, report: Report, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(action, [report], parent)
        self.why = label("muted", wrap=True)
        self.photo = PhotoField(desk, most=1)
        self.content.addWidget(self.why)
        self.content.addWidget(self.photo)
        self.photo.moved.connect(self._on_moved)
        self.retranslate()

    def begin(self) -> None:
        self.photo.add.setFocus()

    def confirm(self) -> None:
        sha = next(iter(self.photo.shas()), "")
        if self.photo.waiting():
            self.say(self.tr("The photo is still on its way. Wait a moment."))
        elif not sha:
            self.say(self.tr("Add a photo first, or let a colleague confirm it."))
            self.photo.add.setFocus()
        else:
            self.done(ActionBody(evidence=sha))

    def retranslate(self) -> None:
        self.title.setText(f"{action_word(self.action)} · {self.of_what()}")
        self.why.setText(
            self.tr("Who has done the work confirms it with a photo taken there; without one a colleague confirms it.")
        )
        self.photo.retranslate()
        self.set_buttons(action_word(self.action), self.tr("Cancel"))

    def _on_moved(self) -> None:
        self.say("")
