"""The call-centre form: a report taken down while somebody speaks. Its draft survives closing it by mistake."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from console.domain.categories import suggest
from console.domain.duplicates import twins
from console.domain.reports import Channel, Priority, Report
from console.domain.roles import Right
from console.domain.wire import NewReport, uuid7
from console.state.desk import Desk
from console.state.drafts import Drafts
from console.state.reports import ReportStore
from console.state.session import Session
from console.theme import Theme
from console.views.cardmarks import spread_theme
from console.views.cardparts import set_look
from console.views.intakefields import IntakeFields
from console.words import of

OWNER = "intake"  # of the drafts
CHANNELS = (Channel.CALL_112, Channel.SOCIAL, Channel.WALK_IN, Channel.AGENT, Channel.SOROT)
LOOK_MS = 250  # after the last key, before twins and earlier reports are looked for
LEAST_DIGITS = 6  # of a telephone number, before earlier reports are asked for


class IntakeForm(IntakeFields):
    """Takes a report in. Ctrl+Enter sends, Esc closes and keeps the draft."""

    closed = Signal()
    sent = Signal(str)  # the new report's id
    pick_wanted = Signal()  # the map should ask for a point; give it to `set_point`
    open_wanted = Signal(str)  # report id: the operator wants to see that one instead

    def __init__(
        self,
        desk: Desk,
        session: Session,
        store: ReportStore,
        theme: Theme,
        now: Callable[[], datetime],
        drafts: Drafts | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, session, theme, parent)
        self._desk, self._store, self._now = desk, store, now
        self.drafts = drafts or Drafts(parent=self)
        self._by_hand = False
        self._loading = True  # nothing that is set up may overwrite the draft
        self._later = QTimer(self, singleShot=True, interval=LOOK_MS)
        self._connect()
        self.retranslate()
        self._load()

    # --- what the desk calls --------------------------------------------------------------------

    def begin(self) -> None:
        """The form is shown: typing starts at the words."""
        self.words.setFocus()
        self.words.moveCursor(self.words.textCursor().MoveOperation.End)

    def set_point(self, lon: float, lat: float) -> None:
        """The operator has clicked on the map (degrees, longitude first)."""
        self.place.set_point(lon, lat, self.tr("from the map"))

    def set_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self.twins.set_theme(theme)
        spread_theme(self, theme)

    def sizeHint(self) -> QSize:
        return QSize(440, 760)

    # --- sending --------------------------------------------------------------------------------

    @Slot()
    def send(self) -> None:
        """Send the report, or say what is missing."""
        sentence, where = self._what_is_missing()
        self._say(sentence)
        if where is not None:
            where.setFocus()
            return
        new = self._new_report()
        self._desk.create(new)
        self._empty()
        self.sent.emit(new.id)

    def _what_is_missing(self) -> tuple[str, QWidget | None]:
        if not self._session.user.may(Right.CREATE_REPORT):
            return self.tr("Your role can't take reports in."), self.send_button
        if not self.words.toPlainText().strip():
            return self.tr("Write what is reported."), self.words
        if self.place.refused:
            return self.place.refused, self.place.query
        if self.photos.waiting():
            return self.tr("A photo is still on its way. Wait a moment, or remove it."), self.photos.add
        return "", None

    def _new_report(self) -> NewReport:
        point = self.place.point
        answers = self.questions.sentences()
        text = "\n".join([self.words.toPlainText().strip(), *answers])
        return NewReport(
            id=uuid7(self._now()),
            text=text,
            category=str(self.category.currentData() or ""),
            channel=Channel(self.channel.currentData()),
            lon=point[0] if point else None,
            lat=point[1] if point else None,
            place_note=self.place.note.text().strip() or ("" if point else self.place.query.text().strip()),
            priority=Priority(self.priority.currentData()) if self.priority.currentData() else None,
            reported_at=self._now(),
            contact_name=self.name.text().strip(),
            contact_phone=self.phone.text().strip(),
            photos=self.photos.shas(),
        )

    @Slot()
    def close_form(self) -> None:
        """Close; what is typed stays."""
        self.closed.emit()

    @Slot()
    def _empty(self) -> None:
        """Everything empty, drafts too."""
        self._loading = True
        self.words.clear()
        self.place.clear()
        for field in (self.phone, self.name):
            field.clear()
        self.photos.clear()
        self._by_hand = False
        for box in (self.category, self.priority, self.channel):
            box.setCurrentIndex(0)
        self.questions.forget()
        self._loading = False
        self.drafts.forget(OWNER)
        self._say("")
        self._on_words()
        self._look()

    # --- while it is typed ----------------------------------------------------------------------

    @Slot()
    def _on_words(self) -> None:
        """The words suggest a category until the operator has chosen one."""
        found = suggest(self.words.toPlainText(), self._session.city.categories.values(), limit=1)
        if not self._by_hand:
            self.category.setCurrentIndex(max(0, self.category.findData(found[0].category)) if found else 0)
        if found and self.category.currentData() == found[0].category:
            words = ", ".join(f"“{word}”" for word in found[0].words[:4])
            self.from_words.setText(self.tr("Suggested by the words {words}").format(words=words))
        elif found:
            title = of(self._session.city.categories[found[0].category].title)
            self.from_words.setText(self.tr("The words would suggest: {category}").format(category=title))
        else:
            self.from_words.setText(self.tr("The words suggest no category yet; without one it goes to “other”."))
        self._ask_questions()
        self._changed()

    @Slot(int)
    def _on_category(self, place: int) -> None:
        self._by_hand = place > 0
        self._on_words()

    @Slot()
    def _changed(self) -> None:
        if self._loading:
            return
        self._say("")
        self._keep()
        self._later.start()

    @Slot()
    def _look(self) -> None:
        """Reports that tell of the same, and earlier ones of this caller."""
        point, category = self.place.point, str(self.category.currentData() or "")
        found = []
        if point is not None and category:
            at = self._now()
            words = self.words.toPlainText()
            asked = Report(OWNER, "", words, category, Channel.CALL_112, at, at, lon=point[0], lat=point[1])
            found = twins(asked, self._store, limit=3)
        self.twins.show_twins(found, False, self._now())
        phone = self.phone.text().strip()
        if sum(letter.isdigit() for letter in phone) < LEAST_DIGITS:
            self.earlier.hide()
        elif self._session.user.may(Right.READ_PERSONAL):
            self._desk.callers(phone)

    @Slot(str, list)
    def _on_callers(self, phone: str, reports: list[Report]) -> None:
        if phone == self.phone.text().strip():
            self.earlier.show_only_earlier(reports, self._now())

    def _ask_questions(self) -> None:
        row_of = self._session.city.categories.get(str(self.category.currentData() or ""))
        self.questions.ask(row_of.questions if row_of else ())

    # --- drafts ---------------------------------------------------------------------------------

    def _fields(self) -> dict[str, QLineEdit]:
        return {"phone": self.phone, "name": self.name, "place": self.place.query, "note": self.place.note}

    def _boxes(self) -> dict[str, QComboBox]:
        return {"category": self.category, "priority": self.priority, "channel": self.channel}

    def _keep(self) -> None:
        keep = self.drafts.keep
        keep(OWNER, "words", self.words.toPlainText())
        for key, field in self._fields().items():
            keep(OWNER, key, field.text())
        for key, box in self._boxes().items():
            chosen = box.currentIndex() > 0 and (key != "category" or self._by_hand)
            keep(OWNER, key, str(box.currentData() or "") if chosen else "")
        point = self.place.point
        keep(OWNER, "point", f"{point[0]} {point[1]}" if point else "")

    def _load(self) -> None:
        self._loading = True
        draft = {key: self.drafts.of(OWNER, key) for key in ("words", "point", *self._fields(), *self._boxes())}
        self.words.setPlainText(draft["words"])
        for key, field in self._fields().items():
            field.setText(draft[key])
        for key, box in self._boxes().items():
            box.setCurrentIndex(max(0, box.findData(draft[key])) if draft[key] else 0)
        self._by_hand = bool(draft["category"])
        if draft["point"]:
            lon, lat = map(float, draft["point"].split())
            self.place.set_point(lon, lat)
        self._loading = False
        self._on_words()

    # --- inside ---------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.words.textChanged.connect(self._on_words)
        self.category.activated.connect(self._on_category)
        for field in (self.phone, self.name):
            field.textEdited.connect(self._changed)
        for box in (self.priority, self.channel):
            box.activated.connect(self._changed)
        for told in (self.place.moved, self.place.edited, self.photos.moved):
            told.connect(self._changed)
        self.place.pick_wanted.connect(self.pick_wanted)
        self.twins.open_wanted.connect(self.open_wanted)
        self.earlier.open_wanted.connect(self.open_wanted)
        self._desk.callers_found.connect(self._on_callers)
        self._later.timeout.connect(self._look)
        self.send_button.clicked.connect(self.send)
        self.close_button.clicked.connect(self.close_form)
        self.clear_button.clicked.connect(self._empty)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self, self.send, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_form()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
            if event.key() == Qt.Key.Key_Escape or (not held and event.text().isprintable()):
                event.accept()  # a letter beside a field is no command about the report behind the form
                return True
        return super().event(event)

    def _say(self, sentence: str) -> None:
        self.missing.setText(sentence)
        self.missing.setAccessibleName(sentence)
        self.missing.setVisible(bool(sentence))
        set_look(self.words, "invalid", bool(sentence) and not self.words.toPlainText().strip())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self._on_words()
