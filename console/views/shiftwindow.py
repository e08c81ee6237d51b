"""The shift window: the figures of a shift, what was notable, what is open; and the files for the handover."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QDate, QDateTime, QEvent, QSize, Qt, QTime, QTimeZone, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QDateTimeEdit,
    QDialog,
    QFileDialog,
    QFrame,
    QGridLayout,
    QLineEdit,
    QProgressBar,
    QScrollArea,
    QWidget,
)

from console.domain.calendar import WIB
from console.domain.shifts import Shift, shift_at
from console.shiftreport.document import Document
from console.theme import Theme
from console.views.cardmarks import spread_theme
from console.views.cardparts import UNIT, badge, button, clear, column, fit_to_screen, inset, label, row, set_look
from console.views.cardtext import NoteField, Words
from console.views.shiftwindowparts import FigureTable, HourBars, ItemCard, Tiles
from console.words import moment_text, shift_word, trouble

SHIFTS_BACK = 6
WIDE = frozenset({"stages", "departments"})  # tables that take the whole width


class ShiftWindow(QDialog):
    """Shows one span of time. It asks by `wanted` and `make_wanted`; the answers are handed to it."""

    wanted = Signal(object, object)  # start, end (UTC): answer with `show_document` or `fail`
    note_wanted = Signal(str)  # a line for the log of the shift: answer with `noted` or `not_noted`
    make_wanted = Signal(object, object, str)  # start, end, folder: answer with `made` or `not_made`

    def __init__(
        self,
        theme: Theme,
        now: Callable[[], datetime],
        folder: Path,
        may_note: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._may_note = may_note
        self.note, self.add_note = NoteField(1), button("", "add_shift_note")
        self._note_row = QWidget()
        self._theme, self._now = theme, now
        self.document: Document | None = None
        self.title, self.subtitle = label("title"), label("muted", wrap=True)
        self.span, self.start_field, self.end_field = QComboBox(), QDateTimeEdit(), QDateTimeEdit()
        for field in (self.start_field, self.end_field):
            inset(field)
        self.zone = label("muted", "WIB")
        self.demo, self.lead, self.notices = badge("soon"), label("", wrap=True), label("", wrap=True)
        self.notices.setProperty("role", "small")
        self.tiles, self.hours = Tiles(theme), HourBars(theme)
        self.notable_title, self.open_title, self.notes_title = (label("lead") for _ in range(3))
        self.notable_more, self.open_more = label("small", wrap=True), label("small", wrap=True)
        self.folder, self.choose, self.make = QLineEdit(str(folder)), button(), button("primary", "make")
        self.progress, self.outcome, self.open_folder = QProgressBar(), label("", wrap=True), button("quiet", "open")
        self.close_button = button()
        self._tables: dict[str, FigureTable] = {}
        self._made_in: Path | None = None
        self._lay_out()
        self._connect()
        self._on_typed()
        self._offer_spans()
        self.retranslate()
        self.setMinimumSize(720, 480)
        fit_to_screen(self)

    # --- spans ----------------------------------------------------------------------------------

    def chosen_span(self) -> tuple[datetime, datetime]:
        """Start and end (excluded) of what is chosen, in UTC."""
        span = self.span.currentData()
        if isinstance(span, tuple):
            return span
        start, end = (self._moment(field) for field in (self.start_field, self.end_field))
        return start, end

    @Slot()
    def ask(self) -> None:
        """Ask for the figures of what is chosen."""
        own = self.span.currentData() is None
        for field in (self.start_field, self.end_field, self.zone):
            field.setVisible(own)
        start, end = self.chosen_span()
        self._note_row.setVisible(self._may_note and start <= self._now() < end)
        if end <= start:
            self._say(self.tr("The end lies before the start."), "late")
            return
        self._say("", "")
        self.lead.setText(self.tr("The figures are being counted …"))
        self.wanted.emit(start, end)

    # --- answers --------------------------------------------------------------------------------

    def show_document(self, document: Document) -> None:
        """The figures have come."""
        self.document = document
        self.subtitle.setText(f"{document.shift} · {document.span}")
        self.demo.setText(document.demo)
        self.demo.setVisible(bool(document.demo))
        self.lead.setText(document.lead)
        self.notices.setText("\n".join(document.notices))
        self.notices.setVisible(bool(document.notices))
        self.tiles.show_tiles(document.tiles)
        self._show_tables(document)
        self.hours.show_hours(document.figures.hours, self.tr("came in"), self.tr("closed"))
        self._show_lists(document)

    def fail(self, error: BaseException) -> None:
        """The figures could not be had."""
        self.lead.setText("")
        self._say(trouble(error).text(), "late")

    def made(self, folder: Path, names: list[str]) -> None:
        """The files lie in the folder."""
        self._busy(False)
        self._made_in = folder
        self.open_folder.show()
        text = self.tr("Made {count} files: {names}")
        self._say(text.format(count=len(names), names=", ".join(names)), "ok")

    def not_made(self, error: BaseException) -> None:
        """The files could not be made; nothing half lies about."""
        self._busy(False)
        self._say(trouble(error).text(), "late")

    def noted(self) -> None:
        """The line stands in the log: it goes from the field and comes back among the notes."""
        self.note.clear()
        self.ask()

    def not_noted(self, error: BaseException) -> None:
        """The line could not be written; it stays in the field."""
        self._on_typed()
        self._say(trouble(error).text(), "late")

    def set_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self._theme = theme
        spread_theme(self, theme)

    def sizeHint(self) -> QSize:
        return QSize(1080, 840)

    # --- building -------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        layout = column(self, spacing=0)
        head = column(spacing=UNIT // 2, margins=(UNIT * 3, UNIT * 3, UNIT * 3, UNIT * 2))
        head.addLayout(row(self.title, self.demo, None, self.span, self.start_field, self.end_field, self.zone))
        head.addWidget(self.subtitle)
        layout.addLayout(head)
        scroll = QScrollArea()
        scroll.setWidget(self._body())
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout.addWidget(scroll, 1)
        foot = QFrame()
        foot.setProperty("foot", True)
        ends = column(foot, spacing=UNIT, margins=(UNIT * 3, UNIT * 2, UNIT * 3, UNIT * 2))
        ends.addWidget(self.progress)
        ends.addLayout(row(self.outcome, self.open_folder, wide=0))
        ends.addLayout(row(self.folder, self.choose, self.make, self.close_button, wide=0))
        layout.addWidget(foot)
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        for widget in (self.progress, self.outcome, self.open_folder, self.demo, self.notices):
            widget.hide()
        for field in (self.start_field, self.end_field):
            field.setTimeZone(QTimeZone(QTimeZone.Initialization.UTC))  # WIB as written; the machine's zone stays out
            field.setDisplayFormat("dd.MM.yyyy  HH:mm")
            field.setCalendarPopup(True)
            field.hide()
        self.zone.hide()

    def _body(self) -> QWidget:
        inside = QWidget()
        body = column(inside, spacing=UNIT * 3, margins=(UNIT * 3, UNIT, UNIT * 3, UNIT * 3))
        for widget in (self.lead, self.notices, self.tiles, self.hours):
            body.addWidget(widget)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(UNIT * 4)
        self._grid.setVerticalSpacing(UNIT * 3)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        body.addLayout(self._grid)
        self._notable, self._open, self._notes = (column(spacing=UNIT) for _ in range(3))
        for title, rows, more in (
            (self.notable_title, self._notable, self.notable_more),
            (self.open_title, self._open, self.open_more),
            (self.notes_title, self._notes, None),
        ):
            part = column(spacing=UNIT)
            part.addWidget(title)
            part.addLayout(rows)
            if more is not None:
                part.addWidget(more)
            else:
                part.addWidget(self._note_row)
            body.addLayout(part)
        line = row(self.note, self.add_note)
        line.setAlignment(self.add_note, Qt.AlignmentFlag.AlignTop)
        self._note_row.setLayout(line)
        body.addStretch(1)
        return inside

    def _connect(self) -> None:
        self.span.activated.connect(self.ask)
        for field in (self.start_field, self.end_field):
            field.editingFinished.connect(self.ask)
        self.note.entered.connect(self._add_note)
        self.note.given_up.connect(self.note.clearFocus)
        self.note.textChanged.connect(self._on_typed)
        self.add_note.clicked.connect(self._add_note)
        self.choose.clicked.connect(self._choose)
        self.make.clicked.connect(self._make)
        self.open_folder.clicked.connect(self._open_folder)
        self.close_button.clicked.connect(self.close)

    def _offer_spans(self) -> None:
        """The shift that runs, those before it, and a span of one's own."""
        now = self._now()
        chosen = self.span.currentIndex()
        self.span.clear()
        shift = shift_at(now)
        for place in range(SHIFTS_BACK):
            self.span.addItem(self._shift_words(shift, now, place), (shift.start, shift.end))
            shift = shift_at(shift.start - timedelta(minutes=1))
        self.span.addItem(self.tr("From … until …"), None)
        self.span.setCurrentIndex(max(0, chosen))
        if chosen < 0:
            running = shift_at(now)
            for field, at in ((self.start_field, running.start), (self.end_field, running.end)):
                local = at.astimezone(WIB)
                day, clock = QDate(local.year, local.month, local.day), QTime(local.hour, local.minute)
                field.setDateTime(QDateTime(day, clock, field.timeZone()))

    def _shift_words(self, shift: Shift, now: datetime, place: int) -> str:
        words = f"{shift_word(shift.key)} · {moment_text(shift.start, now)}"
        return self.tr("{shift} (runs)").format(shift=words) if place == 0 else words

    def _moment(self, field: QDateTimeEdit) -> datetime:
        day, clock = field.date(), field.time()
        local = datetime(day.year(), day.month(), day.day(), clock.hour(), clock.minute(), tzinfo=WIB)
        return local.astimezone(UTC)

    def _show_tables(self, document: Document) -> None:
        place = 0
        for key, table in document.tables.items():
            made = self._tables.get(key)
            if made is None:
                made = self._tables[key] = FigureTable(self._theme)
                wide = key in WIDE
                place += place % 2 if wide else 0
                self._grid.addWidget(made, place // 2, place % 2, 1, 2 if wide else 1, Qt.AlignmentFlag.AlignTop)
                place += 2 if wide else 1
            made.show_table(table)

    def _show_lists(self, document: Document) -> None:
        for rows, items, more, text in (
            (self._notable, document.notable, self.notable_more, document.notable_more),
            (self._open, document.oldest, self.open_more, document.oldest_more),
        ):
            clear(rows)
            for item in items:
                rows.addWidget(ItemCard(item))
            if not items:
                rows.addWidget(label("muted", self.tr("None.")))
            more.setText(text)
            more.setVisible(bool(text))
        clear(self._notes)
        for when, who, text in document.notes:
            self._notes.addWidget(label("small", f"{when} · {who}"))
            self._notes.addWidget(Words(text))
        if not document.notes:
            self._notes.addWidget(label("muted", self.tr("Nobody has written a note in this shift.")))

    # --- doing ----------------------------------------------------------------------------------

    @Slot()
    def _on_typed(self) -> None:
        self.add_note.setEnabled(bool(self.note.toPlainText().strip()))

    @Slot()
    def _add_note(self) -> None:
        text = self.note.toPlainText().strip()
        if text and self.add_note.isEnabled():
            self.add_note.setEnabled(False)
            self.note_wanted.emit(text)

    @Slot()
    def _choose(self) -> None:
        path = QFileDialog.getExistingDirectory(self, self.tr("Where should the files lie?"), self.folder.text())
        if path:
            self.folder.setText(path)

    @Slot()
    def _make(self) -> None:
        folder = self.folder.text().strip()
        start, end = self.chosen_span()
        set_look(self.folder, "invalid", not folder)
        if not folder:
            self._say(self.tr("Choose a folder for the files."), "late")
            self.folder.setFocus()
            return
        if end <= start:
            self._say(self.tr("The end lies before the start."), "late")
            return
        self._busy(True)
        self._say(self.tr("The files are being made …"), "")
        self.make_wanted.emit(start, end, folder)

    @Slot()
    def _open_folder(self) -> None:
        if self._made_in is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._made_in)))

    def _busy(self, busy: bool) -> None:
        self.progress.setVisible(busy)
        self.make.setEnabled(not busy)
        if busy:
            self.open_folder.hide()

    def _say(self, sentence: str, tone: str) -> None:
        self.outcome.setText(sentence)
        self.outcome.setAccessibleName(sentence)
        self.outcome.setVisible(bool(sentence))
        set_look(self.outcome, "tone", tone)

    def retranslate(self) -> None:
        """Say everything in the language that is chosen; the figures are asked for anew in it."""
        self.setWindowTitle(self.tr("Shift report"))
        self.title.setText(self.tr("Shift report"))
        self.notable_title.setText(self.tr("Notable"))
        self.open_title.setText(self.tr("Open the longest"))
        self.notes_title.setText(self.tr("Notes of the shift"))
        self.note.setPlaceholderText(self.tr("A line for the next shift"))
        self.note.setAccessibleName(self.tr("A line for the next shift"))
        self.add_note.setText(self.tr("Write it down"))
        self.folder.setAccessibleName(self.tr("Folder for the files"))
        self.span.setAccessibleName(self.tr("Shift or span of time"))
        self.start_field.setAccessibleName(self.tr("From, WIB"))
        self.end_field.setAccessibleName(self.tr("Until, WIB"))
        self.choose.setText(self.tr("Folder…"))
        self.make.setText(self.tr("Make HTML, PDF, CSV, XLSX"))
        self.open_folder.setText(self.tr("Open the folder"))
        self.close_button.setText(self.tr("Close"))
        self._offer_spans()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            if self.document is not None:
                self.ask()
