"""The head of the card: number, state, category, priority, clock, who else is here, what is new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from console.domain.city import City
from console.domain.claims import Claim
from console.domain.deadlines import Clock, ClockState
from console.domain.reports import Priority, Report
from console.theme import Theme
from console.views import icons
from console.views.cardmarks import CLOCK_LOOKS, PRIORITY_LOOKS, STATUS_LOOKS, Look, Mark, Themed, draw_shape
from console.views.cardparts import UNIT, badge, button, column, label, no_mnemonic, row, set_look
from console.views.cardwords import CLOCK_TITLES, left_text, say
from console.words import clock_state_word, moment_text, of, plain_tip, priority_word, status_word


def shape_icon(theme: Theme, look: Look, ratio: float = 1.0) -> QIcon:
    """A shape as an icon of 16 px for a button."""
    picture = QPixmap(QSize(16, 16) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    draw_shape(painter, picture.rect().toRectF().adjusted(1, 1, -1, -1), look.shape, theme.color(look.tone))
    painter.end()
    return QIcon(picture)


class ClockStrip(QFrame, Themed):
    """Which clock runs, until when, and how long is left: shape, colour and words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._state = ClockState.NONE
        self._mark = Mark(theme)
        self.what = label()
        self.left = label()
        layout = row(self._mark, self.what, None, self.left)
        layout.setContentsMargins(UNIT + 4, UNIT, UNIT + 4, UNIT)
        self.setLayout(layout)

    def show_clock(self, clock: Clock, now: datetime) -> None:
        """Show how the clock stands at `now`."""
        self._state = clock.state
        look = CLOCK_LOOKS[clock.state]
        self._mark.set_look(look)
        self._mark.setVisible(clock.state is not ClockState.NONE)
        due = moment_text(clock.due, now) if clock.due else ""
        self.what.setText(say(CLOCK_TITLES[clock.kind]).format(time=due))
        self.left.setText(left_text(clock, clock.due - now) if clock.due else clock_state_word(clock.state))
        set_look(self.left, "tone", look.tone)
        font = self.left.font()
        font.setWeight(font.Weight.DemiBold)
        self.left.setFont(font)
        self.setAccessibleName(f"{self.what.text()}, {self.left.text()}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tone = CLOCK_LOOKS[self._state].tone
        share = 0.16 if self._state in (ClockState.LATE, ClockState.SOON) else 0.07
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.tint(tone, share))
        painter.drawRoundedRect(self.rect(), 6, 6)
        painter.end()


class NewsStrip(QFrame, Themed):
    """What somebody else changed while the card was open; it stays until it is seen. `tone` says how pressing it is."""

    seen = Signal()

    def __init__(self, theme: Theme, tone: str = "accent", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self._tone = theme, tone
        self.text = label("", wrap=True)
        self.close_button = button("quiet", "seen")
        layout = row(self.text, self.close_button)
        layout.setStretch(0, 1)
        layout.setContentsMargins(UNIT + 4, 4, 4, 4)
        self.setLayout(layout)
        self.close_button.clicked.connect(self.seen)
        self.hide()

    def set_tone(self, tone: str) -> None:
        """How pressing it is."""
        self._tone = tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.tint(self._tone, 0.14))
        painter.drawRoundedRect(self.rect(), 6, 6)
        painter.end()


class Head(QWidget):
    """The part of the card that never scrolls away."""

    category_wanted = Signal()
    priority_wanted = Signal()
    seen = Signal()
    compare_wanted = Signal()
    claim_wanted = Signal()

    def __init__(self, city: City, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._city, self._theme = city, theme
        self._report: Report | None = None
        self.number = label("title")
        self.number.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.number.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.mark, self.state = Mark(theme), label("lead")
        self.demo, self.unsent = badge("soon"), badge("accent")
        self.category, self.priority = button("", "category"), button("", "priority")
        self.clock = ClockStrip(theme)
        self.others = label("small", wrap=True)
        self.news, self.clash = NewsStrip(theme), NewsStrip(theme, "late")
        self.clash.close_button.setObjectName("compare")
        self.claim = NewsStrip(theme, "soon")
        self.claim.close_button.setObjectName("claim")
        layout = column(self, spacing=UNIT, margins=(UNIT * 2, UNIT * 2, UNIT * 2, UNIT))
        layout.addLayout(row(self.number, self.demo, self.unsent, None, self.mark, self.state))
        for chip in (self.category, self.priority):
            chip.setProperty("chip", True)
        layout.addLayout(row(self.category, self.priority, None))
        for widget in (self.clock, self.claim, self.others, self.clash, self.news):
            layout.addWidget(widget)
        self.category.clicked.connect(self.category_wanted)
        self.priority.clicked.connect(self.priority_wanted)
        self.news.seen.connect(self.seen)
        self.clash.seen.connect(self.compare_wanted)
        self.claim.seen.connect(self.claim_wanted)
        self.show_others(())

    def show_report(self, report: Report, now: datetime, may_change: bool) -> None:
        """Show this report as it stands at `now`."""
        self._report = report
        self.number.setText(report.number or "–")
        self.number.setAccessibleName(report.number)
        self.mark.set_look(STATUS_LOOKS[report.status])
        self.state.setText(status_word(report.status))
        set_look(self.state, "tone", STATUS_LOOKS[report.status].tone)
        self.demo.setVisible(report.demo)
        self._show_category(report, may_change)
        self._show_priority(report.priority, may_change)
        self.tick(now)

    def tick(self, now: datetime) -> None:
        """Time has gone on."""
        if self._report is not None:
            self.clock.show_clock(self._report.clock(now), now)

    def show_unsent(self, unsent: bool) -> None:
        """Whether something about it has not reached the service yet."""
        self.unsent.setVisible(unsent)

    def show_others(self, names: Sequence[str]) -> None:
        """Who else looks at this report now."""
        self.others.setText(self.tr("Also looking at it: {names}").format(names=", ".join(names)))
        self.others.setVisible(bool(names))

    def show_news(self, sentence: str) -> None:
        """What somebody changed just now; empty takes it away."""
        self.news.text.setText(sentence)
        self.news.setAccessibleName(sentence)
        self.news.setVisible(bool(sentence))

    def show_claim(self, claim: Claim | None, mine: bool, now: datetime) -> None:
        """Who has the report in hand."""
        self.claim.setVisible(claim is not None)
        if claim is None:
            return
        since = moment_text(claim.since, now)
        if mine:
            self.claim.text.setText(self.tr("You have this report in hand since {time}.").format(time=since))
            self.claim.close_button.setText(self.tr("Let go"))
        else:
            text = self.tr("{who} has this report in hand since {time}.")
            self.claim.text.setText(text.format(who=f"{claim.title or claim.user} ({claim.console})", time=since))
            self.claim.close_button.setText(self.tr("Take over…"))
        self.claim.set_tone("ok" if mine else "soon")
        self.claim.setAccessibleName(self.claim.text.text())

    def show_clash(self, shown: bool) -> None:
        """Whether an edit of this desk waits for a decision, since somebody else changed the same."""
        self.clash.setVisible(shown)

    def set_theme(self, theme: Theme) -> None:
        """Icons are drawn anew; the marks get the theme from the card."""
        self._theme = theme
        if self._report is not None:
            self._show_category(self._report, self.category.isEnabled())
            self._show_priority(self._report.priority, self.priority.isEnabled())

    def retranslate(self) -> None:
        """The words that don't come from the report."""
        self.demo.setText(self.tr("DEMO"))
        self.demo.setToolTip(plain_tip(of(self._city.demo_note)))
        self.unsent.setText(self.tr("unsent"))
        self.unsent.setToolTip(plain_tip(self.tr("Kept here and sent as soon as the service answers.")))
        self.news.close_button.setText(self.tr("Seen"))
        self.clash.text.setText(self.tr("Somebody else changed the same: yours waits for your decision."))
        self.clash.setAccessibleName(self.clash.text.text())
        self.clash.close_button.setText(self.tr("Compare… (Shift+C)"))

    def _show_category(self, report: Report, may_change: bool) -> None:
        row_of = self._city.categories.get(report.category)
        title = of(row_of.title) if row_of else report.category or self.tr("No category")
        self.category.setIcon(icons.icon(self._theme, row_of.icon if row_of else "", "muted"))
        self._label(self.category, title, self.tr("Category: {word}"), may_change)

    def _show_priority(self, priority: Priority, may_change: bool) -> None:
        self.priority.setIcon(shape_icon(self._theme, PRIORITY_LOOKS[priority], self.devicePixelRatioF()))
        self._label(self.priority, priority_word(priority), self.tr("Priority: {word}"), may_change)

    def _label(self, chip: QPushButton, word: str, says: str, may_change: bool) -> None:
        chip.setText(no_mnemonic(word))
        chip.setAccessibleName(says.format(word=word))
        chip.setEnabled(may_change)
