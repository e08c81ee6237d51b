"""The sections of the card between head and foot: place, way in and caller, twins, assignment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from console.domain.city import City
from console.domain.deadlines import ClockState, clock_state
from console.domain.reports import Assignment, Report, Status
from console.state.session import Session
from console.theme import Theme
from console.views.cardmarks import CLOCK_LOOKS, Look, Mark
from console.views.cardparts import UNIT, Section, badge, button, clear, column, label, row
from console.views.cardtext import Elided, OutsideText
from console.views.cardtwins import ReportLine
from console.views.cardwords import span_text
from console.words import channel_word, language, moment_text, no_place


class PlaceSection(Section):
    """Where it is: area, note, coordinates; on the map, or to be placed there."""

    show_wanted = Signal()
    place_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._report: Report | None = None
        self.area = Elided()
        self.outside = badge("late")
        self.note = OutsideText()
        self.coordinates = label("small")
        self.coordinates.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.show_button, self.place_button = button("", "show_on_map"), button("", "place_on_map")
        head = row(self.area, self.outside)
        self.body.addLayout(head)
        self.body.addWidget(self.note)
        self.body.addWidget(self.coordinates)
        self.body.addSpacing(UNIT // 2)
        self.body.addLayout(row(self.show_button, self.place_button, None))
        self.show_button.clicked.connect(self.show_wanted)
        self.place_button.clicked.connect(self.place_wanted)

    def show_report(self, report: Report, may_change: bool) -> None:
        """Show where this report is."""
        self._report = report
        names = [self._session.area_name(code) for code in (report.kelurahan, report.kecamatan) if code]
        self.area.setText(", ".join(dict.fromkeys(names)) or (self._nameless() if report.has_place else no_place()))
        self.outside.setVisible(report.outside)
        self.note.show_text(report.place_note)
        self.note.setAccessibleName(report.place_note)
        self.note.setVisible(bool(report.place_note))
        if report.lon is not None and report.lat is not None:
            self.coordinates.setText(f"{report.lat:.5f}, {report.lon:.5f}")
        self.coordinates.setVisible(report.has_place)
        self.show_button.setVisible(report.has_place)
        self.place_button.setVisible(may_change)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        self.set_caption(self.tr("PLACE"))
        self.outside.setText(self.tr("outside the city"))
        self.coordinates.setToolTip(self.tr("Latitude, longitude (WGS 84)"))
        placed = self._report is not None and self._report.has_place
        self.show_button.setText(self.tr("Show on map"))
        self.place_button.setText(self.tr("Move the place") if placed else self.tr("Place on map"))

    def _nameless(self) -> str:
        return self.tr("A place without an area name")


class OriginSection(Section):
    """How it came, when, and from whom; earlier reports of the same caller."""

    open_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.way, self.reference = Elided(), Elided("small")
        self.caller, self.nobody = OutsideText(), label("muted", wrap=True)
        self.earlier = label("small", wrap=True)
        self._rows = column(spacing=UNIT // 2)
        for widget in (self.way, self.reference, self.caller, self.nobody, self.earlier):
            self.body.addWidget(widget)
        self.body.addLayout(self._rows)
        self._report: Report | None = None
        self._now: datetime | None = None
        self._may_read = False

    def show_report(self, report: Report, now: datetime, may_read: bool) -> None:
        """Show where this report came from; `may_read`: who it came from too."""
        fresh = self._report is None or self._report.id != report.id
        self._report, self._now, self._may_read = report, now, may_read
        if fresh:
            self.show_earlier(())
        self.retranslate()

    def show_earlier(self, reports: Sequence[Report]) -> None:
        """Earlier reports of the same caller."""
        clear(self._rows)
        others = [report for report in reports if self._report is None or report.id != self._report.id][:5]
        for report in others:
            line = ReportLine(report, self._now or report.received_at)
            line.opened.connect(self.open_wanted)
            self._rows.addWidget(line)
        self.earlier.setVisible(bool(others))

    def show_only_earlier(self, reports: Sequence[Report], now: datetime) -> None:
        """Nothing but earlier reports of a caller, for a report that is not there yet."""
        self._now = now
        self.show_earlier(reports)
        for widget in (self.caption, self.way, self.reference, self.caller, self.nobody):
            widget.hide()
        self.setVisible(bool(reports))

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        self.set_caption(self.tr("CAME IN"))
        self.earlier.setText(self.tr("Earlier reports of this caller"))
        report, now = self._report, self._now
        if report is None or now is None:
            return
        parts = [
            channel_word(report.channel),
            self.tr("received {time}").format(time=moment_text(report.received_at, now)),
        ]
        if report.reported_at and abs(report.reported_at - report.received_at).total_seconds() >= 60:
            parts.append(self.tr("seen {time}").format(time=moment_text(report.reported_at, now)))
        self.way.setText(" · ".join(parts))
        self.reference.setText(self.tr("Reference {reference}").format(reference=report.source_ref))
        self.reference.setVisible(bool(report.source_ref))
        named = " · ".join(filter(None, (report.contact_name, report.contact_phone)))
        hidden = self.tr("Caller not named") if self._may_read else self.tr("The caller is hidden from your role")
        self.caller.show_text(named)
        self.caller.setAccessibleName(named)
        self.nobody.setText(hidden)
        self.caller.setVisible(bool(named))
        self.nobody.setVisible(not named)


class AssignmentSection(Section):
    """Who has it, since when, until when it must be accepted and solved, and what was answered."""

    def __init__(self, city: City, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._city, self._theme = city, theme
        self._report: Report | None = None
        self._now: datetime | None = None
        self.department, self.full_name = Elided("lead"), Elided("small")
        self.lines = QGridLayout()
        self.lines.setHorizontalSpacing(UNIT)
        self.lines.setVerticalSpacing(UNIT // 2)
        self.lines.setColumnStretch(2, 1)
        self.answer_title, self.answer = label("small"), OutsideText()
        for widget in (self.department, self.full_name):
            self.body.addWidget(widget)
        self.body.addLayout(self.lines)
        self.body.addWidget(self.answer_title)
        self.body.addWidget(self.answer)

    def show_report(self, report: Report, now: datetime) -> None:
        """Show the assignment of this report; nothing where it has none."""
        self._report, self._now = report, now
        self.setVisible(report.assignment is not None)
        if report.assignment is not None:
            self._build(report, report.assignment, now)

    def set_theme(self, theme: Theme) -> None:
        """For rows that are made from now on."""
        self._theme = theme

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        if self._report is not None and self._now is not None:
            self.show_report(self._report, self._now)

    def _build(self, report: Report, task: Assignment, now: datetime) -> None:
        self.set_caption(self.tr("ASSIGNMENT"))
        known = self._city.departments.get(task.department)
        self.department.setText(known.name if known else task.department)
        names = [known.name_en if language() == "en" else known.full_name] if known else []
        if known and not known.online:
            names.append(self.tr("not on line: you enter what it answers"))
        self.full_name.setText(" · ".join(names))
        clear(self.lines)
        since = self.tr("{time} by {name}").format(time=moment_text(task.assigned_at, now), name=task.assigned_by)
        self._line(0, Look("arrow", "muted"), self.tr("Assigned"), since)
        self._deadline(1, self.tr("Accept by"), task, task.ack_by, self._accepted_at(report, task), now)
        if report.status is not Status.REFUSED:
            self._deadline(2, self.tr("Solve by"), task, task.solve_by, task.done_at, now)
        by = self.tr("What {name} answered").format(name=self.department.text())
        self.answer_title.setText(by)
        self.answer.show_text(task.answer)
        self.answer.setAccessibleName(task.answer)
        for widget in (self.answer_title, self.answer):
            widget.setVisible(bool(task.answer))

    def _accepted_at(self, report: Report, task: Assignment) -> datetime | None:
        """When it was accepted; of one that was refused nothing runs any more."""
        ended = report.updated_at if report.status is Status.REFUSED else None
        return task.accepted_at or task.started_at or task.done_at or ended

    def _deadline(
        self, place: int, title: str, task: Assignment, due: datetime, met: datetime | None, now: datetime
    ) -> None:
        state = clock_state(task.assigned_at, due, met or now)
        when = moment_text(due, now)
        if met is not None:
            look = Look("tick", "ok") if state is not ClockState.LATE else Look("alarm", "late")
            text = self.tr("{due}, answered {time}").format(due=when, time=moment_text(met, now))
            if state is ClockState.LATE:
                text = self.tr("{due}, answered late {time}").format(due=when, time=moment_text(met, now))
            self._line(place, look, title, text, "late" if state is ClockState.LATE else "")
            return
        closed = self._report is not None and not self._report.is_open
        span = span_text(due - now)
        left = (
            self.tr("{span} late").format(span=span)
            if state is ClockState.LATE
            else self.tr("{span} left").format(span=span)
        )
        text = when if closed else f"{when}, {left}"
        tone = CLOCK_LOOKS[state].tone if state in (ClockState.LATE, ClockState.SOON) and not closed else ""
        self._line(place, CLOCK_LOOKS[state] if not closed else Look("dash", "muted"), title, text, tone)

    def _line(self, place: int, look: Look, title: str, text: str, tone: str = "") -> None:
        value = label("", text, wrap=True)
        if tone:
            value.setProperty("tone", tone)
        self.lines.addWidget(Mark(self._theme, look), place, 0)
        self.lines.addWidget(label("muted", title), place, 1)
        self.lines.addWidget(value, place, 2)
