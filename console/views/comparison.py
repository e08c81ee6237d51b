"""Mine, theirs and what it was before, side by side: the operator takes either, part by part, and sends that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QDialog, QFrame, QGridLayout, QRadioButton, QScrollArea, QWidget

from console.domain import wire
from console.domain.merging import MOVE, Difference, Json
from console.domain.workflow import allowed
from console.state.outgoing import Entry, Outgoing
from console.state.reports import ReportStore
from console.state.session import Session
from console.theme import Theme
from console.views.cardmarks import Look, Mark
from console.views.cardparts import UNIT, button, clear, column, fit_to_screen, label, no_mnemonic, row, rule, set_look
from console.views.cardtext import OutsideText
from console.views.editwords import entry_title, part_word, value_text
from console.words import action_word, moment_text, status_word

MINE, THEIRS = "mine", "theirs"


class Side(QFrame):
    """One side of a part: a button to take it, and how it reads."""

    def __init__(self, name: str, text: str, says: str) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.take = QRadioButton(says)
        self.take.setObjectName(name)
        self.take.setAccessibleDescription(text)
        self.text = OutsideText()
        self.text.setAccessibleName(text)
        self.text.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.text.show_text(text)
        layout = column(self, spacing=UNIT // 2, margins=(UNIT + 4, UNIT, UNIT + 4, UNIT))
        layout.addWidget(self.take)
        layout.addWidget(self.text)
        layout.addStretch(1)
        self.take.toggled.connect(self._on_taken)

    @Slot(bool)
    def _on_taken(self, taken: bool) -> None:
        set_look(self, "tone", "accent" if taken else "")


class PartRow(QWidget):
    """A part that both have changed."""

    chosen = Signal()

    def __init__(self, row_of: Difference, session: Session, now: datetime, theirs_by: str, mine_not: str) -> None:
        super().__init__()
        self.unit = row_of.unit
        base, mine, theirs = (
            value_text(row_of.unit, value, session, now) for value in (row_of.base, row_of.mine, row_of.theirs)
        )
        title = label("caption", part_word(row_of.unit).upper())
        before = QFrame()
        before.setProperty("card", True)
        was = OutsideText()
        was.setAccessibleName(self.tr("Before: {value}").format(value=base))
        was.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        was.show_text(base)
        inner = column(before, spacing=UNIT // 2, margins=(UNIT + 4, UNIT, UNIT + 4, UNIT))
        inner.addWidget(label("small", self.tr("Before")))
        inner.addWidget(was)
        inner.addStretch(1)
        self.mine = Side(f"{MINE}_{row_of.unit}", mine, self.tr("Mine"))
        self.theirs = Side(f"{THEIRS}_{row_of.unit}", theirs, no_mnemonic(self.tr("Of {name}").format(name=theirs_by)))
        self._group = QButtonGroup(self)
        for side in (self.mine, self.theirs):
            self._group.addButton(side.take)
            side.take.toggled.connect(self._on_toggled)
        grid = QGridLayout()
        grid.setSpacing(UNIT)
        for place, part in enumerate((before, self.mine, self.theirs)):
            grid.addWidget(part, 0, place)
            grid.setColumnStretch(place, 1)
        layout = column(self, spacing=UNIT // 2)
        layout.addWidget(title)
        layout.addLayout(grid)
        if mine_not:
            self.mine.take.setEnabled(False)
            why = label("small", mine_not, wrap=True)
            set_look(why, "tone", "soon")
            layout.addWidget(why)

    @property
    def choice(self) -> str:
        """`mine`, `theirs`, or empty while nothing is chosen."""
        return MINE if self.mine.take.isChecked() else THEIRS if self.theirs.take.isChecked() else ""

    def choose(self, side: str) -> None:
        """Takes a side, where it can be taken."""
        wanted = {MINE: self.mine, THEIRS: self.theirs}.get(side)
        if wanted is not None and wanted.take.isEnabled():
            wanted.take.setChecked(True)

    @Slot(bool)
    def _on_toggled(self, taken: bool) -> None:
        if taken:
            self.chosen.emit()


class Comparison(QDialog):
    """Sends nothing until every part is chosen. Esc keeps mine as it is: it waits in the outbox."""

    def __init__(
        self,
        entry: Entry,
        outgoing: Outgoing,
        store: ReportStore,
        session: Session,
        theme: Theme,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.entry = entry
        self._outgoing, self._store, self._session, self._theme, self._now = outgoing, store, session, theme, now
        self._seen: Json = {}
        self.parts: list[PartRow] = []
        self.setObjectName("comparison")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.title, self.what, self.who = label("title"), label("lead", wrap=True), label("muted", wrap=True)
        self.again = label("", wrap=True)
        set_look(self.again, "tone", "soon")
        self.again.hide()
        self.alone = label("small", wrap=True)
        self.send, self.later = button("primary", "send_choice"), button("", "later")
        self.all_mine, self.all_theirs = button("quiet", "all_mine"), button("quiet", "all_theirs")
        self._rows = column(spacing=UNIT * 2)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.compare()
        self.setMinimumSize(640, 360)
        fit_to_screen(self)

    def sizeHint(self) -> QSize:
        return QSize(880, 480)

    @Slot()
    def compare(self) -> None:
        """Sets mine beside the report as it stands; what was chosen stays chosen."""
        if self._outgoing.conflict_of(self.entry.key) is None:
            self.close()  # decided elsewhere
            return
        found, stands = self._outgoing.compared(self.entry)
        if self._seen and stands.get("version") == self._seen.get("version"):
            return
        self.again.setVisible(bool(self._seen))
        before = {part.unit: part.choice for part in self.parts}
        self._seen = stands
        clear(self._rows)
        by = str(stands.get("updated_by") or "–")
        self.parts = [
            PartRow(row_of, self._session, self._now(), by, self._mine_not(row_of.unit)) for row_of in found.clashes
        ]
        for part in self.parts:
            part.chosen.connect(self._on_chosen)
            self._rows.addWidget(part)
            part.choose(before.get(part.unit, ""))
        self._rows.addStretch(1)
        alone = [part_word(row_of.unit) for row_of in found.differences if not row_of.clashes]
        self.alone.setText(
            self.tr("Nobody else touched, so yours goes with it: {parts}").format(parts=", ".join(alone))
        )
        self.alone.setVisible(bool(alone))
        self._say_who()
        self._on_chosen()
        if self.parts:
            first = self.parts[0]
            (first.mine if first.mine.take.isEnabled() else first.theirs).take.setFocus()

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        self.setWindowTitle(self.tr("Compare"))
        title = self.tr("{number} · Two people changed the same")
        self.title.setText(title.format(number=self.entry.number or "–"))
        self.what.setText(self.tr("Yours: {what}").format(what=entry_title(self.entry, self._session)))
        self.again.setText(self.tr("It has been changed once more meanwhile. Look again before you send."))
        self.send.setText(self.tr("Send my choice"))
        self.send.setToolTip(self.tr("Ctrl+Enter"))
        self.later.setText(self.tr("Decide later (Esc)"))
        self.all_mine.setText(self.tr("Mine everywhere"))
        self.all_theirs.setText(self.tr("Theirs everywhere"))

    # --- inside ---------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setLayout(self._rows)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = column(self, spacing=UNIT, margins=(UNIT * 3, UNIT * 3, UNIT * 3, UNIT * 2))
        layout.addLayout(row(Mark(self._theme, Look("twins", "soon"), 20), self.title, wide=1))
        for widget in (self.what, self.who, self.again):
            layout.addWidget(widget)
        layout.addWidget(rule())
        layout.addWidget(scroll, 1)
        layout.addWidget(self.alone)
        layout.addWidget(rule())
        layout.addLayout(row(self.all_mine, self.all_theirs, None, self.later, self.send))

    def _connect(self) -> None:
        self.send.clicked.connect(self.send_choice)
        self.later.clicked.connect(self.close)
        self.all_mine.clicked.connect(self._on_all_mine)
        self.all_theirs.clicked.connect(self._on_all_theirs)
        self._store.changed.connect(self._on_reports)
        self._outgoing.changed.connect(self._on_outbox)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.send_choice)

    def _say_who(self) -> None:
        at = wire.time_of(self._seen, "updated_at")
        when = moment_text(at, self._now()) if at else "–"
        text = self.tr(
            "{name} changed it at {time}, while yours was on its way. Nothing of yours is lost; take either."
        )
        self.who.setText(text.format(name=self._seen.get("updated_by") or "–", time=when))

    def _mine_not(self, unit: str) -> str:
        """Why my move can't be made any more; empty where it can."""
        if unit != MOVE:
            return ""
        report, user = wire.report_from_json(self._seen), self._session.user
        wanted = str(self.entry.body.get("action"))
        if any(row_of.key == wanted for row_of in allowed(report, user.role, user.department)):
            return ""
        text = self.tr("“{action}” does not follow from “{state}” any more: leave it, or act anew on the card.")
        return text.format(action=action_word(wanted), state=status_word(report.status))

    @Slot()
    def send_choice(self) -> None:
        """Sends what was chosen, if everything is."""
        if not self.send.isEnabled():
            return
        theirs = frozenset(part.unit for part in self.parts if part.choice == THEIRS)
        self._outgoing.resolve(self.entry.key, theirs, self._seen)
        self.close()

    @Slot()
    def _on_chosen(self) -> None:
        self.send.setEnabled(all(part.choice for part in self.parts))

    @Slot()
    def _on_all_mine(self) -> None:
        for part in self.parts:
            part.choose(MINE)

    @Slot()
    def _on_all_theirs(self) -> None:
        for part in self.parts:
            part.choose(THEIRS)

    @Slot(list)
    def _on_reports(self, report_ids: list[str]) -> None:
        if self.entry.report_id in report_ids:
            self.compare()

    @Slot()
    def _on_outbox(self) -> None:
        if self._outgoing.conflict_of(self.entry.key) is None:
            self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 and 2 take mine or theirs of the part in which the cursor stands."""
        side = {Qt.Key.Key_1: MINE, Qt.Key.Key_2: THEIRS}.get(Qt.Key(event.key()))
        part = next((part for part in self.parts if part.isAncestorOf(self.focusWidget())), None)
        if side and part is not None:
            part.choose(side)
            after = self.parts.index(part) + 1
            following = self.parts[after] if after < len(self.parts) else None
            (following.mine.take if following is not None else self.send).setFocus()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self._seen = {}
            self.compare()
