"""The outbox: what waits, what was refused or overtaken and what to do about it, and what was sent in 30 days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QItemSelection, QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QDialog,
    QFileDialog,
    QFrame,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableView,
    QWidget,
)

from console import words
from console.models.entries import EntryTable, as_csv, as_json
from console.state.outgoing import Entry, Outgoing, State
from console.state.session import Session
from console.theme import Theme
from console.views.cardparts import UNIT, button, column, fit_to_screen, label, row, set_look
from console.views.cardtext import OutsideText
from console.views.editwords import entry_text, entry_title

PAGES: dict[str, tuple[State, ...]] = {
    "waiting": (State.UNSENT,),
    "decide": (State.REFUSED, State.CONFLICT),
    "history": (State.SENT, State.DISCARDED),
}


class OutboxWindow(QDialog):
    """Lists the entries as they stand on this computer's disk. Nothing vanishes from it silently."""

    open_wanted = Signal(str)  # report id
    compare_wanted = Signal(str)  # report id

    def __init__(
        self,
        outgoing: Outgoing,
        session: Session,
        theme: Theme,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._outgoing, self._session, self._theme, self._now = outgoing, session, theme, now
        self._entries: list[Entry] = []
        self._page = ""
        self.setObjectName("outbox")
        self.title, self.summary = label("title"), label("muted", wrap=True)
        self.tabs: dict[str, QPushButton] = {}
        self._tab_group = QButtonGroup(self)
        for key in PAGES:
            tab = button("", f"page_{key}")
            tab.setProperty("chip", True)
            tab.setCheckable(True)
            self._tab_group.addButton(tab)
            tab.clicked.connect(self._on_tab)
            self.tabs[key] = tab
        self.model = EntryTable(lambda entry: entry_title(entry, session), now, self)
        self.table = QTableView()
        self._build_table()
        self._build_detail()
        self.csv, self.json, self.close_button = button("quiet", "csv"), button("quiet", "json"), button("", "close")
        self._lay_out()
        self._connect()
        self.retranslate()
        self.setMinimumSize(640, 420)
        fit_to_screen(self)
        self._outgoing.ask_entries()

    def sizeHint(self) -> QSize:
        return QSize(920, 640)

    @property
    def entry(self) -> Entry | None:
        """The entry that is chosen."""
        chosen = self.table.selectionModel().selectedRows()
        return self.model.entry(chosen[0].row()) if chosen else None

    def show_page(self, key: str) -> None:
        """One of PAGES."""
        self._page = key
        self.tabs[key].setChecked(True)
        before = self.entry
        self.model.show([entry for entry in self._entries if entry.state in PAGES[key]])
        place = self.model.row_of(before.key) if before else -1
        if self.model.rowCount():
            self.table.selectRow(max(place, 0))
        self._show_entry()

    def set_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self._theme = theme

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        self.setWindowTitle(self.tr("Outbox"))
        self.title.setText(self.tr("Outbox"))
        self.csv.setText(self.tr("Save as CSV…"))
        self.json.setText(self.tr("Save as JSON…"))
        self.close_button.setText(self.tr("Close"))
        self.open_report.setText(self.tr("Open the report"))
        self.compare.setText(self.tr("Compare…"))
        self.again.setText(self.tr("Try again as it stands now"))
        self.copy.setText(self.tr("Copy the text"))
        self.discard.setText(self.tr("Give it up"))
        self.reason.setPlaceholderText(self.tr("Why it is given up (stays in the history)"))
        self.reason.setAccessibleName(self.reason.placeholderText())
        self.table.setAccessibleName(self.tr("Entries of the outbox"))
        self.model.retranslate()
        self._count()
        if self._page:
            self.show_page(self._page)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    # --- made ------------------------------------------------------------------------------------

    def _build_table(self) -> None:
        table = self.table
        table.setObjectName("entries")
        table.setModel(self.model)
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(32)
        head = table.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for place, width in enumerate((132, 112, 0, 144, 112)):
            head.setSectionResizeMode(place, QHeaderView.ResizeMode.Fixed if width else QHeaderView.ResizeMode.Stretch)
            if width:
                head.resizeSection(place, width)

    def _build_detail(self) -> None:
        self.what, self.sentence = label("lead", wrap=True), label("", wrap=True)
        self.meaning, self.text = label("muted", wrap=True), OutsideText()
        self.text.set_lines(6)
        self.open_report, self.compare = button("", "open_report"), button("primary", "compare")
        self.again, self.copy, self.discard = (
            button("", "try_again"),
            button("quiet", "copy"),
            button("quiet", "discard"),
        )
        self.reason = QLineEdit()
        self.reason.setObjectName("discard_reason")
        self.reason.setMaxLength(500)
        self.detail = QFrame()
        self.detail.setProperty("card", True)
        inner = column(self.detail, spacing=UNIT, margins=(UNIT * 2, UNIT + 4, UNIT * 2, UNIT + 4))
        for widget in (self.what, self.sentence, self.meaning, self.text):
            inner.addWidget(widget)
        inner.addLayout(row(self.compare, self.open_report, self.again, self.copy, None))
        inner.addLayout(row(self.reason, self.discard, wide=0))

    def _lay_out(self) -> None:
        layout = column(self, spacing=UNIT * 2, margins=(UNIT * 3, UNIT * 3, UNIT * 3, UNIT * 2))
        layout.addWidget(self.title)
        layout.addWidget(self.summary)
        layout.addLayout(row(*self.tabs.values(), None))
        layout.addWidget(self.table, 1)
        layout.addWidget(self.detail)
        layout.addLayout(row(self.csv, self.json, None, self.close_button))

    def _connect(self) -> None:
        self._outgoing.changed.connect(self._outgoing.ask_entries)
        self._outgoing.entries_ready.connect(self._on_entries)
        self.table.selectionModel().selectionChanged.connect(self._on_chosen)
        self.model.modelReset.connect(self._show_entry)
        self.open_report.clicked.connect(self._on_open)
        self.compare.clicked.connect(self._on_compare)
        self.again.clicked.connect(self._on_again)
        self.copy.clicked.connect(self._on_copy)
        self.discard.clicked.connect(self._on_discard)
        self.reason.returnPressed.connect(self._on_discard)
        self.reason.textChanged.connect(self._on_reason)
        self.csv.clicked.connect(self._on_csv)
        self.json.clicked.connect(self._on_json)
        self.close_button.clicked.connect(self.close)

    # --- shown -----------------------------------------------------------------------------------

    @Slot(list)
    def _on_entries(self, entries: list[Entry]) -> None:
        first = not self._page
        self._entries = [entry for entry in entries if entry.kind != "export"]
        self._count()
        if first:
            have = {entry.state for entry in self._entries}
            self._page = next((key for key in ("decide", "waiting") if have & set(PAGES[key])), "history")
        self.show_page(self._page)

    def _count(self) -> None:
        titles = {
            "waiting": self.tr("Waiting  {number}"),
            "decide": self.tr("To decide  {number}"),
            "history": self.tr("Sent, last 30 days  {number}"),
        }
        for key, tab in self.tabs.items():
            number = sum(entry.state in PAGES[key] for entry in self._entries)
            tab.setText(titles[key].format(number=words.number_text(number)))
        age = self._session.age_s(self._now())
        if self._session.link == "live":
            self.summary.setText(self.tr("The service answers. What waits is sent by itself, in order."))
        elif age is None:
            self.summary.setText(self.tr("The service has not answered yet. What waits is kept on this computer."))
        else:
            text = self.tr("The service was last heard {age} ago. What waits is kept on this computer and sent later.")
            self.summary.setText(text.format(age=words.age_text(age)))

    @Slot(QItemSelection, QItemSelection)
    def _on_chosen(self, now: QItemSelection, before: QItemSelection) -> None:
        self._show_entry()

    @Slot()
    def _show_entry(self) -> None:
        entry = self.entry
        for widget in (self.open_report, self.compare, self.again, self.copy, self.discard, self.reason, self.text):
            widget.setVisible(entry is not None)
        self.meaning.setVisible(True)
        if entry is None:
            empty = {
                "waiting": self.tr("Nothing waits: everything that was done here has its answer."),
                "decide": self.tr("Nothing to decide. What the service refuses, or others overtake, would stand here."),
                "history": self.tr("Nothing was sent from this computer in the last 30 days."),
            }
            self.what.setText(self.tr("Nothing here"))
            self.sentence.setVisible(False)
            self.meaning.setText(empty.get(self._page, ""))
            return
        self.what.setText(f"{entry.number or '–'} · {entry_title(entry, self._session)}")
        sentence, meaning, tone = self._says(entry)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        set_look(self.sentence, "tone", tone)
        self.meaning.setText(meaning)
        self.meaning.setVisible(bool(meaning))
        self.text.show_text(entry_text(entry, self._session, self._now()))
        self.text.setVisible(bool(self.text.toPlainText()))
        decide = entry.state in PAGES["decide"]
        self.compare.setVisible(entry.state is State.CONFLICT)
        self.open_report.setVisible(entry.kind != "create" or entry.state is State.SENT)
        self.again.setVisible(entry.state is State.REFUSED)
        self.discard.setVisible(decide or entry.state is State.UNSENT)
        self.reason.setVisible(self.discard.isVisibleTo(self))
        self._on_reason()

    def _says(self, entry: Entry) -> tuple[str, str, str]:
        """What became of it: a sentence, what it means and what to do, and the tone."""
        if entry.state is State.UNSENT:
            if entry.user not in ("", self._session.user.name):
                text = self.tr("It waits until {name} signs in here: nothing goes out under another's name.")
                return text.format(name=entry.user), "", "soon"
            return self.tr("Not sent yet."), self.tr("It is on this computer's disk and goes out by itself."), "soon"
        if entry.state is State.CONFLICT:
            sentence = self.tr("Somebody else changed the same while yours was on its way.")
            return sentence, self.tr("Compare, and take yours or theirs, part by part."), "soon"
        if entry.state is State.REFUSED:
            trouble = words.refusal_trouble(entry.status, entry.code, entry.answer)
            return trouble.sentence, " ".join(filter(None, (trouble.meaning, trouble.remedy))), "late"
        when = words.moment_text(entry.answered_at, self._now()) if entry.answered_at else "–"
        if entry.state is State.DISCARDED:
            why = {"theirs": self.tr("theirs was taken"), "again": self.tr("sent again as a new entry")}
            text = self.tr("Given up at {time}: {why}")
            return text.format(time=when, why=why.get(entry.answer, entry.answer or "–")), "", "muted"
        if entry.answer.startswith("="):
            text = self.tr("{name} had done the very same already ({time}).")
            return text.format(name=entry.answer[1:] or "–", time=when), "", "ok"
        return self.tr("Taken by the service at {time}.").format(time=when), "", "ok"

    # --- done ------------------------------------------------------------------------------------

    @Slot()
    def _on_tab(self) -> None:
        self.show_page(self.sender().objectName().removeprefix("page_"))

    @Slot()
    def _on_open(self) -> None:
        if self.entry is not None:
            self.open_wanted.emit(self.entry.report_id)

    @Slot()
    def _on_compare(self) -> None:
        if self.entry is not None:
            self.compare_wanted.emit(self.entry.report_id)

    @Slot()
    def _on_again(self) -> None:
        if self.entry is not None:
            self._outgoing.again(self.entry)

    @Slot()
    def _on_copy(self) -> None:
        if self.entry is not None:
            QGuiApplication.clipboard().setText(entry_text(self.entry, self._session, self._now()))

    @Slot()
    def _on_discard(self) -> None:
        reason = self.reason.text().strip()
        if self.entry is not None and reason:
            self._outgoing.discard(self.entry, reason)
            self.reason.clear()

    @Slot()
    def _on_reason(self) -> None:
        self.discard.setEnabled(bool(self.reason.text().strip()))

    @Slot()
    def _on_csv(self) -> None:
        self._save("csv", as_csv(self._entries, self._title, words.language()))

    @Slot()
    def _on_json(self) -> None:
        self._save("json", as_json(self._entries, self._title))

    def _title(self, entry: Entry) -> str:
        return entry_title(entry, self._session)

    def _save(self, kind: str, content: bytes) -> None:
        name = f"outbox-{self._now():%Y%m%d}.{kind}"
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Save the history"), name, f"*.{kind}")
        if path:
            self._outgoing.save(path, content, f"outbox {kind}", len(self._entries))
