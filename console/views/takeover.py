"""The sheet that asks why a report is taken over that somebody else has in hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from console.domain.claims import Claim
from console.domain.reports import Report
from console.state.drafts import Drafts
from console.views.cardparts import Flow, button, label
from console.views.cardsheet import Sheet
from console.views.cardtext import NoteField
from console.views.kept import keep_typed
from console.words import moment_text


def holder(claim: Claim) -> str:
    """Who has it: the person, and the desk."""
    return f"{claim.title or claim.user} ({claim.console})"


class TakeOver(Sheet):
    """Confirms `take_over` with {report id: reason}; numbers choose what is often said, Enter confirms."""

    def __init__(
        self,
        reports: Sequence[Report],
        claims: Mapping[str, Claim],
        now: datetime,
        drafts: Drafts | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("take_over", reports, parent)
        self._claims, self._now = dict(claims), now
        self.what = label("muted", wrap=True)
        self.text = NoteField()
        self.text.setObjectName("text")
        self._often = [button("", f"often_{place}") for place in range(3)]
        chips = QWidget()
        flow = Flow(chips)
        for chip in self._often:
            chip.setProperty("chip", True)
            chip.clicked.connect(self._on_often)
            flow.addWidget(chip)
        self.content.addWidget(self.what)
        self.content.addWidget(chips)
        self.content.addWidget(self.text)
        self._drafts, self._owner = drafts, reports[0].id if len(reports) == 1 else "several"
        if drafts is not None:
            keep_typed(self.text, drafts, self._owner, self.action)
        self.text.entered.connect(self.confirm)
        self.text.given_up.connect(self.close_sheet)
        self.retranslate()

    def begin(self) -> None:
        self._often[0].setFocus()

    def confirm(self) -> None:
        reason = self.text.toPlainText().strip()
        if reason:
            if self._drafts is not None:
                self._drafts.keep(self._owner, self.action, "")
            self.confirmed.emit(self.action, dict.fromkeys(self._claims, reason))
        else:
            self.say(self.tr("Say why: {who} reads it, and the log keeps it.").format(who=self._who()))
            self.text.setFocus()

    def typed(self, event: QKeyEvent) -> bool:
        if event.text() in ("1", "2", "3"):
            self._choose(int(event.text()) - 1)
            return True
        if event.text().isprintable() and event.text():
            self.text.setFocus()
            self.text.insertPlainText(event.text())
            return True
        return False

    def retranslate(self) -> None:
        self.title.setText(self.tr("Take over {what}").format(what=self.of_what()))
        if len(self._claims) == 1:
            (claim,) = self._claims.values()
            text = self.tr("{who} has it in hand since {time}.")
            self.what.setText(text.format(who=self._who(), time=moment_text(claim.since, self._now)))
        else:
            text = self.tr("Others have {count} of these in hand: {who}")
            self.what.setText(text.format(count=len(self._claims), who=self._who()))
        often = (
            self.tr("Agreed with them"),
            self.tr("They are away from the desk"),
            self.tr("It can't wait"),
        )
        for place, (chip, words) in enumerate(zip(self._often, often, strict=True), 1):
            chip.setText(f"{place}  {words}")
            chip.setAccessibleName(words)
        self.text.setAccessibleName(self.tr("Why it is taken over"))
        self.text.setPlaceholderText(self.tr("Why it is taken over"))
        self.set_buttons(self.tr("Take over"), self.tr("Cancel"))

    def _who(self) -> str:
        return ", ".join(dict.fromkeys(holder(claim) for claim in self._claims.values()))

    def _on_often(self) -> None:
        self._choose(int(self.sender().objectName().removeprefix("often_")))

    def _choose(self, place: int) -> None:
        self.text.setPlainText(self._often[place].accessibleName())
        self.say("")
        self.take.setFocus()
