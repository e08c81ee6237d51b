"""The feeds: how each one does, and a way to add, read or remove one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QFrame, QLineEdit, QScrollArea, QWidget

from console.domain.roles import Right
from console.state.catalog import Catalog
from console.state.desk import Desk
from console.state.session import Session
from console.theme import Theme
from console.views.cardmarks import Look, Mark
from console.views.cardparts import UNIT, badge, button, clear, column, fit_to_screen, label, row, set_look
from console.views.cardtext import Elided, OutsideText
from console.views.feedspanelrows import Adapter, FeedLike, Options, counts_text, feed_key
from console.words import age_text, feed_state_word, feed_title, feed_trouble

LOOKS: dict[str, Look] = {
    "ok": Look("tick", "ok"),
    "late": Look("triangle", "soon"),
    "failed": Look("alarm", "late"),
    "off": Look("pause", "muted"),
    "waiting": Look("clock", "muted"),
}
TICK_MS = 1000


FORMATS = {  # how the kinds of a feed's files are called at a desk
    "application/json": "JSON",
    "application/geo+json": "GeoJSON",
    "application/cap+xml": "CAP",
    "application/xml": "XML",
    "text/xml": "XML",
    "text/csv": "CSV",
    "text/plain": "CSV",
}


class FeedRow(QFrame):
    """One feed: state with shape and word, age, source, what it brought, its last error."""

    read_wanted = Signal(str)
    remove_wanted = Signal(str)

    def __init__(self, feed: FeedLike, theme: Theme, may_change: bool) -> None:
        super().__init__()
        self.feed = feed
        self.setProperty("card", True)
        look = LOOKS.get(feed.state, LOOKS["waiting"])
        self.state, self.age = label("", feed_state_word(feed.state)), label("small")
        set_look(self.state, "tone", look.tone)
        title = Elided("lead")
        title.setText(feed_title(feed.title) or feed.key)
        demo = badge("soon", self.tr("DEMO"))
        if not feed.demo:
            demo.hide()
        source = Elided("small")
        source.setText(feed.source or self.tr("made here, from nothing"))
        read, self._off = button("", f"read_{feed.key}"), button("quiet", f"remove_{feed.key}")
        read.setText(self.tr("Read now"))
        self._off.setText(self.tr("Remove"))
        for made in (read, self._off):
            made.setAccessibleName(f"{made.text()}: {feed_title(feed.title)}")
            if not may_change:
                made.hide()
        read.clicked.connect(self._read)
        self._off.clicked.connect(self._remove)
        layout = column(self, spacing=UNIT // 2, margins=(UNIT * 2, UNIT + 4, UNIT * 2, UNIT + 4))
        layout.addLayout(row(title, demo, Mark(theme, look), self.state, wide=0))
        layout.addLayout(row(source, self.age, wide=0))
        brought = label("small", counts_text(feed.counts), wrap=True)
        layout.addLayout(row(brought, read, self._off, wide=0))
        if feed.last_error:
            error, words = OutsideText(), feed_trouble(feed.last_error, datetime.now(UTC))
            error.setProperty("tone", "late" if feed.state == "failed" else "soon")
            error.setAccessibleName(words)
            error.show_text(words)
            layout.addWidget(error)

    def tick(self, now: datetime) -> None:
        """Time has gone on."""
        at = self.feed.last_ok_at
        age = (
            self.tr("never read")
            if at is None
            else self.tr("read {age} ago").format(age=age_text((now - at).total_seconds()))
        )
        every = self.tr("every {span}").format(span=age_text(self.feed.cadence_s))
        self.age.setText(f"{age} · {every}")
        self.setAccessibleName(f"{feed_title(self.feed.title)}, {self.state.text()}, {age}")

    def _read(self) -> None:
        self.read_wanted.emit(self.feed.key)

    def _remove(self) -> None:
        """The first click asks, the second does it."""
        if self._off.property("kind") == "danger":
            self.remove_wanted.emit(self.feed.key)
            return
        set_look(self._off, "kind", "danger")
        self._off.setText(self.tr("Remove it?"))
        self._off.setToolTip(self.tr("Click once more. What it has told stays in the log."))


class FeedsPanel(QDialog):
    """Lists the feeds as the catalog knows them. Nothing here holds up the desk."""

    def __init__(
        self,
        desk: Desk,
        catalog: Catalog,
        session: Session,
        adapters: Sequence[Adapter],
        theme: Theme,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._catalog, self._session, self._theme, self._now = desk, catalog, session, theme, now
        self._adapters = list(adapters)
        self.title, self.empty = label("title"), label("muted", wrap=True)
        self._rows = column(spacing=UNIT)
        self.adapter, self.source, self.file = QComboBox(), QLineEdit(), button("", "choose_file")
        self.source.setObjectName("source")
        self.source.setMaxLength(1000)
        self.options = Options()
        self.add, self.close_button = button("primary", "add_feed"), button("", "close")
        self.add_title, self.hint, self.missing = label("caption"), label("small", wrap=True), label("", wrap=True)
        self.missing.setProperty("tone", "late")
        self._beat = QTimer(self, interval=TICK_MS)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.setMinimumSize(560, 400)
        fit_to_screen(self)

    def rows(self) -> list[FeedRow]:
        """The feeds that are shown."""
        items = (self._rows.itemAt(place) for place in range(self._rows.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, FeedRow)]

    @Slot()
    def add_feed(self) -> None:
        """Add the feed that was described, or say what is missing."""
        row_of = self._adapters[self.adapter.currentIndex()] if self.adapter.currentIndex() >= 0 else None
        source = self.source.text().strip()
        if row_of is None:
            self._say(self.tr("There is no adapter to read a feed with."))
        elif row_of.needs_source and not source:
            self._say(self.tr("Name a file, or an address that begins with https://"))
        elif source.startswith("http://"):
            self._say(self.tr("Only https:// is read: plain http can be changed on its way."))
        elif wrong := row_of.wrong_option(self.options.given()):
            title = next(feed_title(option.title) for option in row_of.options if option.key == wrong)
            self._say(self.tr("Choose first: {what}").format(what=title))
            self.options.fields[wrong].setFocus()
        else:
            known = {feed.key for feed in self._catalog.feeds()}
            self._desk.add_feed(feed_key(row_of.key, source, known), row_of.key, source, self.options.given())
            self.source.clear()
            self._say("")

    def set_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self._theme = theme
        self._show()

    def sizeHint(self) -> QSize:
        return QSize(640, 640)

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        self.setWindowTitle(self.tr("Feeds"))
        self.title.setText(self.tr("Feeds"))
        self.empty.setText(
            self.tr("No feed is read yet. Add a file or an https address below; what it tells appears on the map.")
        )
        self.add_title.setText(self.tr("ADD A FEED"))
        self.source.setPlaceholderText(self.tr("https://… or a file"))
        self.source.setAccessibleName(self.tr("Source: a file or an https address"))
        self.adapter.setAccessibleName(self.tr("Kind of feed"))
        for place, row_of in enumerate(self._adapters):
            self.adapter.setItemText(place, feed_title(row_of.title))
        self.file.setText(self.tr("File…"))
        self.add.setText(self.tr("Add"))
        self.close_button.setText(self.tr("Close"))
        self._describe()
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    # --- inside ---------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        inside = QWidget()
        inner = column(inside, spacing=UNIT, margins=(0, 0, UNIT, 0))
        inner.addWidget(self.empty)
        inner.addLayout(self._rows)
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for row_of in self._adapters:
            self.adapter.addItem(row_of.title, row_of.key)
        self._form = QWidget()
        form = column(self._form, spacing=UNIT)
        form.addWidget(self.add_title)
        form.addLayout(row(self.adapter, self.source, self.file, self.add, wide=1))
        form.addWidget(self.options)
        form.addWidget(self.hint)
        form.addWidget(self.missing)
        layout = column(self, spacing=UNIT * 2, margins=(UNIT * 3, UNIT * 3, UNIT * 3, UNIT * 3))
        layout.addWidget(self.title)
        layout.addWidget(scroll, 1)
        layout.addWidget(self._form)
        layout.addLayout(row(None, self.close_button))
        self.missing.hide()

    def _connect(self) -> None:
        self._catalog.feeds_changed.connect(self._show)
        self._session.user_changed.connect(self._show)
        self.adapter.currentIndexChanged.connect(self._describe)
        self.file.clicked.connect(self._choose)
        self.add.clicked.connect(self.add_feed)
        self.source.returnPressed.connect(self.add_feed)
        self.close_button.clicked.connect(self.close)
        self._beat.timeout.connect(self._tick)
        self._beat.start()

    @Slot()
    def _show(self) -> None:
        may_change = self._session.user.may(Right.ADMINISTER) or self._session.user.may(Right.IMPORT)
        clear(self._rows)
        for feed in self._catalog.feeds():
            made = FeedRow(feed, self._theme, may_change)
            made.read_wanted.connect(self._desk.read_feed)
            made.remove_wanted.connect(self._desk.remove_feed)
            self._rows.addWidget(made)
        self.empty.setVisible(not self._rows.count())
        self._form.setVisible(may_change)
        self._tick()

    @Slot()
    def _tick(self) -> None:
        for made in self.rows():
            made.tick(self._now())

    @Slot()
    def _describe(self) -> None:
        place = self.adapter.currentIndex()
        row_of = self._adapters[place] if place >= 0 else None
        needs = row_of is None or row_of.needs_source
        self.options.ask(row_of.options if row_of else ())
        self.source.setEnabled(needs)
        self.file.setEnabled(needs)
        if row_of is None:
            self.hint.setText("")
        elif row_of.demo:
            self.hint.setText(self.tr("A simulator: everything that it makes is marked DEMO on every screen."))
        else:
            text = self.tr("Reads {formats}, every {span}")
            formats = ", ".join(dict.fromkeys(FORMATS.get(media, media) for media in row_of.formats))
            self.hint.setText(text.format(formats=formats, span=age_text(row_of.cadence_s)))

    @Slot()
    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Choose the file of the feed"))
        if path:
            self.source.setText(path)

    def _say(self, sentence: str) -> None:
        self.missing.setText(sentence)
        self.missing.setAccessibleName(sentence)
        self.missing.setVisible(bool(sentence))
