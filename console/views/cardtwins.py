"""Other reports on the card: probable twins, the group of a duplicate, earlier ones of a caller; a line for each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from console.domain.duplicates import Twin
from console.domain.reports import Report
from console.i18n import distance, percent
from console.theme import Theme
from console.views.cardmarks import STATUS_LOOKS, Mark
from console.views.cardparts import UNIT, Section, button, clear, column, no_mnemonic, row
from console.views.cardtext import Elided
from console.views.cardwords import first_words, span_text
from console.words import language, moment_text, status_word


class ReportLine(QPushButton):
    """Another report in one line; a click opens it."""

    opened = Signal(str)

    def __init__(self, report: Report, now: datetime) -> None:
        super().__init__()
        self.setProperty("kind", "quiet")
        self.setProperty("line", True)
        self._id = report.id
        text = f"{report.number} · {status_word(report.status)} · {moment_text(report.received_at, now)}"
        self.setText(no_mnemonic(text))
        self.setAccessibleName(f"{text} · {first_words(report)}")
        self.clicked.connect(self._open)

    def _open(self) -> None:
        self.opened.emit(self._id)


class TwinsSection(Section):
    """Reports that probably tell of the same, and those that are known to."""

    open_wanted = Signal(str)
    duplicate_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows = column(spacing=UNIT)
        self.body.addLayout(self._rows)
        self._twins: list[Twin] = []
        self._root: Report | None = None
        self._followers: list[Report] = []
        self._may_mark = False
        self._now: datetime | None = None

    def show_twins(self, twins: Sequence[Twin], may_mark: bool, now: datetime) -> None:
        """Show the probable ones; `may_mark`: with a button that says so."""
        if list(twins) != self._twins or may_mark != self._may_mark:
            self._twins, self._may_mark, self._now = list(twins), may_mark, now
            self._build()

    def show_group(self, root: Report | None, followers: Sequence[Report], now: datetime) -> None:
        """Show the report that this one is a duplicate of, and those that are duplicates of this one."""
        if root != self._root or list(followers) != self._followers:
            self._root, self._followers, self._now = root, list(followers), now
            self._build()

    def group(self) -> set[str]:
        """The ids of the reports that are known to tell of the same."""
        return {report.id for report in (self._root, *self._followers) if report is not None}

    def twins(self) -> list[Twin]:
        """The probable twins that are shown."""
        return list(self._twins)

    def set_theme(self, theme: Theme) -> None:
        """For rows that are made from now on."""
        self._theme = theme

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        self._build()

    def _build(self) -> None:
        clear(self._rows)
        now = self._now
        if now is not None:
            for report in filter(None, (self._root, *self._followers)):
                line = ReportLine(report, now)
                line.opened.connect(self.open_wanted)
                self._rows.addWidget(line)
            for twin in self._twins if self._root is None else ():
                self._rows.addWidget(_TwinRow(twin, self._theme, self._may_mark, self))
        if self._root is not None:
            self.set_caption(self.tr("DUPLICATE OF"))
        elif self._followers and not self._twins:
            self.set_caption(self.tr("HAS DUPLICATES ({count})").format(count=len(self._followers)))
        else:
            self.set_caption(self.tr("PROBABLE TWINS ({count})").format(count=len(self._twins)))
        self.setVisible(bool(self._twins or self._root or self._followers))


class _TwinRow(QWidget):
    """A probable twin: number, how near, how long apart, how alike; its first words; a button to say that it is one."""

    def __init__(self, twin: Twin, theme: Theme, may_mark: bool, section: TwinsSection) -> None:
        super().__init__()
        self._id, self._section = twin.report.id, section
        open_button = button("quiet", "open_twin")
        open_button.setProperty("line", True)
        open_button.setText(no_mnemonic(twin.report.number))
        open_button.clicked.connect(self._open)
        near = (
            f"{distance(twin.distance_m, language())} · {span_text(twin.apart)} · {percent(twin.score, 0, language())}"
        )
        about, words = Elided("muted"), Elided("small")
        about.setText(near)
        words.setText(first_words(twin.report, 200))
        mark = button("", "mark_twin")
        mark.setText(self.tr("Duplicate"))
        mark.setAccessibleName(self.tr("Mark as duplicate of {number}").format(number=twin.report.number))
        if not may_mark:
            mark.hide()  # never setVisible(True): without a parent it would be a window for a moment
        mark.clicked.connect(self._mark)
        head = row(Mark(theme, STATUS_LOOKS[twin.report.status]), open_button, about, wide=2)
        texts = column(spacing=0)
        texts.addLayout(head)
        texts.addWidget(words)
        line = row()
        line.addLayout(texts, 1)
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(line)
        self.setAccessibleName(f"{twin.report.number}, {near}, {words.text()}")

    def _open(self) -> None:
        self._section.open_wanted.emit(self._id)

    def _mark(self) -> None:
        self._section.duplicate_wanted.emit(self._id)
