"""The part of the card that scrolls: the words, the photos, and the sections in the order in which they are read."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import datetime

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from console.domain.reports import Report, Status
from console.domain.roles import Right, User
from console.state.desk import Desk
from console.state.drafts import Drafts
from console.state.session import Session
from console.theme import Theme
from console.views.cardparts import UNIT, Section, button, column, row, set_look
from console.views.cardsections import AssignmentSection, OriginSection, PlaceSection
from console.views.cardtext import NoteField, OutsideText
from console.views.cardtwins import TwinsSection
from console.views.cardwords import reason_text
from console.views.history import Timeline
from console.views.photos import PhotoStrip
from console.words import moment_text, status_word

LINES = 12  # of the text, until all of it is wanted
WITH_REASON = (Status.REFUSED, Status.ON_HOLD, Status.REJECTED, Status.WAITING_CITIZEN, Status.REOPENED)
SECTION_FIELDS: dict[str, frozenset[str]] = {  # which section a changed field is marked at
    "why": frozenset({"status", "reason", "hold_until"}),
    "place": frozenset({"lon", "lat", "kelurahan", "kecamatan", "outside", "place_note"}),
    "origin": frozenset({"contact_name", "contact_phone"}),
    "twins": frozenset({"duplicate_of"}),
    "assignment": frozenset({"assignment"}),
}


def may_write_of_shift(user: User) -> bool:
    """Whether this person may write into the log of the shift."""
    return user.may(Right.TRIAGE) or user.may(Right.SIGN_SHIFT)


class Body(QWidget):
    """Everything between head and foot."""

    open_wanted = Signal(str)
    duplicate_wanted = Signal(str)
    note_written = Signal(str)
    shift_note_written = Signal(str)

    def __init__(
        self, desk: Desk, session: Session, drafts: Drafts, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._drafts = session, drafts
        self._report: Report | None = None
        self.text, self.more = OutsideText(), button("quiet", "more_text")
        self.text.setProperty("lead", True)
        self.text.set_lines(LINES)
        self.photos = PhotoStrip(desk, theme)
        self.why, self.reason = Section(), OutsideText()
        self.place, self.origin = PlaceSection(session), OriginSection()
        self.twins, self.assignment = TwinsSection(theme), AssignmentSection(session.city, theme)
        self.notes, self.note, self.add = Section(), NoteField(1), button("", "add_note")
        self.to_shift = button("quiet", "to_shift")
        self.past, self.history = Section(), Timeline(session.city, theme)
        self.words = QWidget()
        self.setProperty("panel", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lay_out()
        self._connect()

    def start(self, report: Report) -> None:
        """Another report: what was asked about the last one goes, its draft comes."""
        self._report = None
        self.text.set_lines(LINES)
        self.twins.show_twins((), False, report.received_at)
        self.twins.show_group(None, (), report.received_at)
        self.history.clear()
        self._report = report
        self.note.setPlainText(self._drafts.of(report.id, "note"))

    def show_report(self, report: Report, now: datetime, marked: AbstractSet[str]) -> None:
        """Show the report as it stands; `marked` fields have just been changed by somebody else."""
        self._report = report
        self.text.show_text(report.text)
        self.text.setAccessibleName(self.tr("Text of the report"))
        self.more.setVisible(self.text.is_cut)
        self.photos.show_photos(report.photos)
        self._show_why(report, now)
        self.place.show_report(report, self._session.user.may(Right.CHANGE_REPORT))
        self.origin.show_report(report, now, self._session.user.may(Right.READ_PERSONAL))
        self.assignment.show_report(report, now)
        may_note = self._session.user.may(Right.ANSWER) or self._session.user.may(Right.TRIAGE)
        self.notes.setVisible(may_note)
        self.to_shift.setVisible(may_write_of_shift(self._session.user))
        self.mark(marked)

    def mark(self, fields: AbstractSet[str]) -> None:
        """Put the dot at the sections of these fields, and take it from the others."""
        says = self.tr("Changed just now")
        for name, section in self._sections().items():
            section.mark(bool(SECTION_FIELDS[name] & fields), says)

    def set_theme(self, theme: Theme) -> None:
        """For what is made from now on."""
        for part in (self.photos, self.twins, self.assignment, self.history):
            part.set_theme(theme)

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        self.more.setText(self.tr("Show the whole text"))
        self.notes.set_caption(self.tr("NOTE"))
        self.note.setPlaceholderText(self.tr("For the colleagues; the citizen never sees it"))
        self.note.setAccessibleName(self.tr("Note about this report"))
        self.add.setText(self.tr("Add"))
        self.to_shift.setText(self.tr("Notable: into the shift report"))
        self.to_shift.setToolTip(self.tr("The shift report lists this report as notable, with these words."))
        self.past.set_caption(self.tr("HISTORY"))
        for part in (self.photos, self.place, self.origin, self.twins, self.assignment, self.history):
            part.retranslate()

    # --- inside ---------------------------------------------------------------------------------

    def _sections(self) -> dict[str, Section]:
        return {
            "why": self.why,
            "place": self.place,
            "origin": self.origin,
            "twins": self.twins,
            "assignment": self.assignment,
        }

    def _lay_out(self) -> None:
        inner = column(self.words, spacing=UNIT)
        inner.addWidget(self.text)
        inner.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        inner.addWidget(self.photos)
        self.why.body.addWidget(self.reason)
        line = row(self.note, self.add)
        line.setAlignment(self.add, Qt.AlignmentFlag.AlignTop)
        self.notes.body.addLayout(line)
        self.notes.body.addWidget(self.to_shift, 0, Qt.AlignmentFlag.AlignLeft)
        self.past.body.addWidget(self.history)
        layout = column(self, spacing=UNIT * 3, margins=(UNIT * 2, UNIT, UNIT * 2, UNIT * 3))
        parts = (
            self.words,
            self.why,
            self.place,
            self.assignment,
            self.twins,
            self.origin,
            self.notes,
            self.past,
        )
        for part in parts:
            layout.addWidget(part)
        layout.addStretch(1)

    def _connect(self) -> None:
        self.more.clicked.connect(self._show_all)
        self.twins.open_wanted.connect(self.open_wanted)
        self.origin.open_wanted.connect(self.open_wanted)
        self.twins.duplicate_wanted.connect(self.duplicate_wanted)
        self.note.textChanged.connect(self._keep_note)
        self.note.entered.connect(self._add_note)
        self.note.given_up.connect(self._leave_note)
        self.add.clicked.connect(self._add_note)
        self.to_shift.clicked.connect(self._add_to_shift)

    def _show_why(self, report: Report, now: datetime) -> None:
        text = reason_text(report.reason)
        if report.status is Status.ON_HOLD and report.hold_until is not None:
            until = self.tr("until {time}").format(time=moment_text(report.hold_until, now))
            text = f"{until}: {text}" if text else until
        self.why.setVisible(report.status in WITH_REASON and bool(text))
        self.why.set_caption(status_word(report.status).upper())
        self.reason.show_text(text)
        self.reason.setAccessibleName(text)

    @Slot()
    def _show_all(self) -> None:
        self.text.set_lines(0)
        self.more.hide()

    @Slot()
    def _keep_note(self) -> None:
        text = self.note.toPlainText()
        for made in (self.add, self.to_shift):
            made.setEnabled(bool(text.strip()))
        set_look(self.add, "kind", "primary" if text.strip() else "")
        if self._report is not None:
            self._drafts.keep(self._report.id, "note", text)

    @Slot()
    def _add_note(self) -> None:
        text = self.note.toPlainText().strip()
        if text and self._report is not None:
            self.note_written.emit(text)
            self.note.clear()

    @Slot()
    def _add_to_shift(self) -> None:
        text = self.note.toPlainText().strip()
        if text and self._report is not None:
            self.to_shift.setEnabled(False)
            self.shift_note_written.emit(text)

    def shift_noted(self, report_id: str, taken: bool) -> None:
        """The words stand in the shift's log and go from the field; where they don't, they stay to be sent again."""
        if self._report is None or self._report.id != report_id:
            return
        if taken:
            self.note.clear()
        self._keep_note()

    @Slot()
    def _leave_note(self) -> None:
        """Esc: what is typed stays; the keys are the desk's again."""
        self.note.clearFocus()
