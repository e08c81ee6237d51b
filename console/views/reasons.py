"""The sheet that asks for what an action needs: reasons, dates, answers. One form for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QDate, QDateTime, QTime, QTimeZone
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QButtonGroup, QDateTimeEdit, QPushButton, QWidget

from console.domain.calendar import WIB
from console.domain.reports import Report
from console.domain.wire import ActionBody
from console.domain.workflow import BY_KEY, REJECT_REASONS, Need
from console.i18n import QT_TRANSLATE_NOOP, hour
from console.state.drafts import Drafts
from console.views.cardparts import UNIT, Flow, button, column, inset, label, row, set_look
from console.views.cardsheet import Sheet
from console.views.cardtext import NoteField
from console.views.cardwords import asked
from console.views.intakephotos import PhotoField
from console.words import action_word, reject_word


@dataclass(frozen=True, slots=True)
class Ask:
    """How an action asks for its text: the question, what is often answered, what is said when nothing was."""

    question: str
    often: tuple[str, ...] = ()
    missing: str = QT_TRANSLATE_NOOP("Ask", "Write a reason, or choose one with its number.")
    codes: bool = False  # `often` are codes that the service knows; a note may be added


ASKS: dict[str, Ask] = {
    "reject": Ask(
        QT_TRANSLATE_NOOP("Ask", "Why is it archived?"),
        REJECT_REASONS,
        QT_TRANSLATE_NOOP("Ask", "Choose a reason with 1, 2 or 3."),
        codes=True,
    ),
    "hold": Ask(
        QT_TRANSLATE_NOOP("Ask", "Why does it wait?"),
        (
            QT_TRANSLATE_NOOP("Ask", "Waits for material"),
            QT_TRANSLATE_NOOP("Ask", "Waits for a permit"),
            QT_TRANSLATE_NOOP("Ask", "Waits for the weather"),
        ),
    ),
    "ask_citizen": Ask(
        QT_TRANSLATE_NOOP("Ask", "What should the citizen answer?"),
        (
            QT_TRANSLATE_NOOP("Ask", "Where exactly is it?"),
            QT_TRANSLATE_NOOP("Ask", "Please send a photo."),
            QT_TRANSLATE_NOOP("Ask", "Is it still so?"),
        ),
        QT_TRANSLATE_NOOP("Ask", "Write the question, or choose one with its number."),
    ),
    "recall": Ask(
        QT_TRANSLATE_NOOP("Ask", "Why is it recalled?"),
        (QT_TRANSLATE_NOOP("Ask", "Sent to the wrong department"), QT_TRANSLATE_NOOP("Ask", "No answer came")),
    ),
    "refuse": Ask(
        QT_TRANSLATE_NOOP("Ask", "Why does the department refuse?"),
        (
            QT_TRANSLATE_NOOP("Ask", "Not its duty"),
            QT_TRANSLATE_NOOP("Ask", "Outside its area"),
            QT_TRANSLATE_NOOP("Ask", "Too little is known"),
        ),
    ),
    "send_back": Ask(
        QT_TRANSLATE_NOOP("Ask", "Why is it not accepted?"),
        (
            QT_TRANSLATE_NOOP("Ask", "The work is not visible"),
            QT_TRANSLATE_NOOP("Ask", "The citizen says it is not solved"),
        ),
    ),
    "reopen": Ask(
        QT_TRANSLATE_NOOP("Ask", "Why is it opened again?"),
        (QT_TRANSLATE_NOOP("Ask", "The citizen says it is not solved"), QT_TRANSLATE_NOOP("Ask", "It has come back")),
    ),
    "claim_done": Ask(
        QT_TRANSLATE_NOOP("Ask", "What does the department say was done?"),
        missing=QT_TRANSLATE_NOOP("Ask", "Write what was done: the citizen will ask."),
    ),
}


def hold_times(now: datetime) -> list[tuple[str, datetime]]:
    """The usual moments to hold until, soonest first: title (with {time}) and moment in UTC."""
    local = now.astimezone(WIB)
    evening = local.replace(hour=19, minute=0, second=0, microsecond=0)
    morning = (local + timedelta(days=1)).replace(hour=8, minute=0, second=0, microsecond=0)
    monday = (morning + timedelta(days=(7 - morning.weekday()) % 7)).replace(hour=8)
    choices = [(QT_TRANSLATE_NOOP("Ask", "One hour ({time})"), local + timedelta(hours=1))]
    if evening > local + timedelta(hours=1):
        choices.append((QT_TRANSLATE_NOOP("Ask", "Tonight {time}"), evening))
    choices.append((QT_TRANSLATE_NOOP("Ask", "Tomorrow {time}"), morning))
    if monday > morning:
        choices.append((QT_TRANSLATE_NOOP("Ask", "Monday {time}"), monday))
    return choices


class NeedsForm(Sheet):
    """Asks for everything that one action needs; numbers choose, typing writes, Enter confirms."""

    def __init__(
        self,
        action: str,
        reports: Sequence[Report],
        now: datetime,
        drafts: Drafts | None = None,
        photo: PhotoField | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`photo`: where a photo of the work may be given; of several reports none can be."""
        super().__init__(action, reports, parent)
        self.photo = photo
        self._needs = BY_KEY[action].needs
        self._ask = ASKS[action]
        self._now = now
        self._drafts = drafts or Drafts(parent=self)
        self._chips: list[QPushButton] = []
        self._times = hold_times(now) if Need.UNTIL in self._needs else []
        self._until = self._group()
        self._often = self._group()
        self.until_title, self.text_title = label("caption"), label("caption", wrap=True)
        self.other = QDateTimeEdit()
        inset(self.other)
        self._zone = label("muted")
        self._other_row = QWidget()
        self.text = NoteField()
        self.text.setObjectName("text")
        if self._times:
            self._build_until()
        self._build_text()
        if photo is not None:
            self.content.addWidget(photo)
        self.text.setPlainText(self._drafts.of(self._owner(), action))
        self.text.textChanged.connect(self._keep)
        self.text.entered.connect(self.confirm)
        self.text.given_up.connect(self.close_sheet)
        self.retranslate()

    def begin(self) -> None:
        (self._chips[0] if self._chips else self.text).setFocus()

    def until(self) -> datetime | None:
        """The moment that is chosen, in UTC."""
        place = self._until.checkedId()
        if 0 <= place < len(self._times):
            return self._times[place][1].astimezone(WIB)
        if place == len(self._times) and self._times:
            day, clock = self.other.date(), self.other.time()
            return datetime(day.year(), day.month(), day.day(), clock.hour(), clock.minute(), tzinfo=WIB)
        return None

    def reason(self) -> str:
        """What is chosen and what is written, together."""
        note = self.text.toPlainText().strip()
        place = self._often.checkedId()
        if place < 0:
            return note
        if self._ask.codes:
            return f"{self._ask.often[place]}: {note}" if note else self._ask.often[place]
        chosen = asked(self._ask.often[place])
        return f"{chosen}. {note}" if note else chosen

    def confirm(self) -> None:
        missing, where = self._what_is_missing()
        self.say(missing)
        set_look(self.text, "invalid", where is self.text)
        if where is not None:
            where.setFocus()
            return
        self._drafts.keep(self._owner(), self.action, "")
        text = self.reason()
        answer = text if Need.ANSWER in self._needs else ""
        reason = text if Need.REASON in self._needs else ""
        evidence = next(iter(self.photo.shas()), "") if self.photo is not None else ""
        self.done(ActionBody(reason=reason, answer=answer, until=self.until(), evidence=evidence))

    def retranslate(self) -> None:
        self.title.setText(f"{action_word(self.action)} · {self.of_what()}")
        self.until_title.setText(self.tr("Until when?"))
        self.text_title.setText(asked(self._ask.question))
        for number, chip in enumerate(self._chips, 1):
            words = self._chip_words(chip)
            chip.setText(f"{number}   {words}".replace("&", "&&"))
            chip.setAccessibleName(words)
        self.text.setPlaceholderText(self.tr("Add a note") if self._ask.codes else self.tr("Write, or add to it"))
        self.text.setAccessibleName(asked(self._ask.question))
        if self.photo is not None:
            self.photo.retranslate()
        self.other.setAccessibleName(self.tr("Other date and time, WIB"))
        self._zone.setText("WIB")
        self.set_buttons(action_word(self.action), self.tr("Cancel"))

    def typed(self, event: QKeyEvent) -> bool:
        letter = event.text()
        if letter.isdigit() and 1 <= int(letter) <= len(self._chips):
            self._chips[int(letter) - 1].click()
            return True
        if letter.isprintable() and letter and not letter.isspace():
            self.text.setFocus()
            QApplication.sendEvent(self.text, event)
            return True
        return False

    # --- inside ---------------------------------------------------------------------------------

    def _owner(self) -> str:
        return self.reports[0].id if len(self.reports) == 1 else "several"

    def _group(self) -> QButtonGroup:
        group = QButtonGroup(self)
        group.setExclusive(True)
        return group

    def _chip(self, group: QButtonGroup, place: int) -> QPushButton:
        chip = button()
        chip.setProperty("chip", True)
        chip.setCheckable(True)
        group.addButton(chip, place)
        self._chips.append(chip)
        return chip

    def _chip_words(self, chip: QPushButton) -> str:
        place = self._until.id(chip)
        if place >= 0:
            if place == len(self._times):
                return self.tr("Other…")
            title, at = self._times[place]
            return asked(title).format(time=hour(at))
        code = self._ask.often[self._often.id(chip)]
        return reject_word(code) if self._ask.codes else asked(code)

    def _build_until(self) -> None:
        flow = Flow(spacing=UNIT)
        for place in range(len(self._times) + 1):
            flow.addWidget(self._chip(self._until, place))
        local = (self._now + timedelta(days=1)).astimezone(WIB)
        self.other.setTimeZone(QTimeZone(QTimeZone.Initialization.UTC))  # naive: no summer time of the machine gets in
        start = QDateTime(QDate(local.year, local.month, local.day), QTime(8, 0), self.other.timeZone())
        self.other.setDateTime(start)
        self.other.setDisplayFormat("dd.MM.yyyy  HH:mm")
        self.other.setCalendarPopup(True)
        self._other_row.setLayout(row(self.other, self._zone, None))
        self._other_row.hide()
        self._until.idClicked.connect(self._on_until)
        self.content.addWidget(self.until_title)
        self.content.addLayout(flow)
        self.content.addWidget(self._other_row)

    def _build_text(self) -> None:
        box = column(spacing=UNIT)
        box.addWidget(self.text_title)
        if self._ask.often:
            flow = Flow(spacing=UNIT)
            for place in range(len(self._ask.often)):
                flow.addWidget(self._chip(self._often, place))
            self._often.idClicked.connect(self._clear_missing)
            box.addLayout(flow)
        box.addWidget(self.text)
        self.content.addLayout(box)

    def _what_is_missing(self) -> tuple[str, QWidget | None]:
        if Need.UNTIL in self._needs:
            until = self.until()
            if until is None:
                return self.tr("Choose until when with a number."), self._chips[0]
            if until <= self._now:
                return self.tr("That moment has passed. Choose a later one."), self.other
        if self._ask.codes and self._often.checkedId() < 0:
            return asked(self._ask.missing), self._often.button(0)
        if not self.reason():
            return asked(self._ask.missing), self.text
        if self.photo is not None and self.photo.waiting():
            return self.tr("The photo is still on its way. Wait a moment, or remove it."), self.photo.add
        return "", None

    def _on_until(self, place: int) -> None:
        self.say("")
        other = place == len(self._times)
        self._other_row.setVisible(other)
        if other:
            self.other.setFocus()

    def _clear_missing(self, place: int) -> None:
        self.say("")

    def _keep(self) -> None:
        self.say("")
        set_look(self.text, "invalid", False)
        self._drafts.keep(self._owner(), self.action, self.text.toPlainText())
