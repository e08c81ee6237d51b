"""The history of a report: every event of the log in words, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.domain import wire
from console.domain.city import City
from console.domain.claims import TAKEN_OVER
from console.domain.reports import Priority, Status
from console.domain.roles import Role
from console.domain.wire import Event
from console.domain.workflow import BY_KEY
from console.i18n import QT_TRANSLATE_NOOP
from console.theme import Theme
from console.views.cardmarks import STATUS_LOOKS, Look, Themed, draw_shape
from console.views.cardparts import UNIT, button, clear, column, label, row
from console.views.cardtext import Elided, Words
from console.views.cardwords import history_word, reason_text
from console.words import moment_text, of, priority_word, role_word, status_word

FIRST = 6  # shown until all are wanted

FIELDS: dict[str, str] = {  # what a change of the report's fields is called
    "text": QT_TRANSLATE_NOOP("History", "text"),
    "category": QT_TRANSLATE_NOOP("History", "category"),
    "priority": QT_TRANSLATE_NOOP("History", "priority"),
    "status": QT_TRANSLATE_NOOP("History", "state"),
    "lon": QT_TRANSLATE_NOOP("History", "place"),
    "lat": QT_TRANSLATE_NOOP("History", "place"),
    "kelurahan": QT_TRANSLATE_NOOP("History", "place"),
    "kecamatan": QT_TRANSLATE_NOOP("History", "place"),
    "outside": QT_TRANSLATE_NOOP("History", "place"),
    "place_note": QT_TRANSLATE_NOOP("History", "place"),
    "contact_name": QT_TRANSLATE_NOOP("History", "caller"),
    "contact_phone": QT_TRANSLATE_NOOP("History", "caller"),
    "photos": QT_TRANSLATE_NOOP("History", "photos"),
    "assignment": QT_TRANSLATE_NOOP("History", "assignment"),
    "duplicate_of": QT_TRANSLATE_NOOP("History", "duplicate"),
    "hold_until": QT_TRANSLATE_NOOP("History", "hold"),
}
DID: dict[str, str] = {  # what was done, by the action's key: a title says what to do, a history what has been done
    "verify": QT_TRANSLATE_NOOP("History", "Verified"),
    "assign": QT_TRANSLATE_NOOP("History", "Assigned"),
    "recall": QT_TRANSLATE_NOOP("History", "Recalled"),
    "accept": QT_TRANSLATE_NOOP("History", "Accepted by department"),
    "refuse": QT_TRANSLATE_NOOP("History", "Refused by department"),
    "start": QT_TRANSLATE_NOOP("History", "Work started"),
    "claim_done": QT_TRANSLATE_NOOP("History", "Reported done"),
    "resolve": QT_TRANSLATE_NOOP("History", "Confirmed as solved"),
    "send_back": QT_TRANSLATE_NOOP("History", "Not accepted: back to work"),
    "reopen": QT_TRANSLATE_NOOP("History", "Reopened"),
    "ask_citizen": QT_TRANSLATE_NOOP("History", "The citizen was asked"),
    "resume": QT_TRANSLATE_NOOP("History", "Resumed"),
    "hold": QT_TRANSLATE_NOOP("History", "Put on hold"),
    "reject": QT_TRANSLATE_NOOP("History", "Archived"),
    "restore": QT_TRANSLATE_NOOP("History", "Restored"),
    "mark_duplicate": QT_TRANSLATE_NOOP("History", "Marked as a duplicate"),
    "split": QT_TRANSLATE_NOOP("History", "Split off again"),
}


def changed_fields(changes: Sequence[str]) -> list[str]:
    """The words of fields that changed, each once."""
    return list(dict.fromkeys(history_word(FIELDS[key]) for key in changes if key in FIELDS))


def event_title(event: Event, city: City) -> str:
    """What happened, in a few words."""
    kind = event.kind.partition(".")[2]
    if kind in DID:
        department = _department(event, city)
        if kind == "assign" and department:
            return history_word(QT_TRANSLATE_NOOP("History", "Assigned to {department}")).format(department=department)
        return history_word(DID[kind])
    if kind == "created":
        return history_word(QT_TRANSLATE_NOOP("History", "Received"))
    if kind == "note":
        return history_word(QT_TRANSLATE_NOOP("History", "Note"))
    if event.kind == TAKEN_OVER:
        title = history_word(QT_TRANSLATE_NOOP("History", "Taken over from {name}"))
        return title.format(name=event.payload.get("from") or "–")
    if kind == "undo":
        return history_word(QT_TRANSLATE_NOOP("History", "Taken back"))
    if kind == "changed":
        fields = ", ".join(changed_fields(list(_changes(event))))
        return history_word(QT_TRANSLATE_NOOP("History", "Changed: {fields}")).format(fields=fields)
    return kind


def event_detail(event: Event, city: City, now: datetime) -> str:
    """The reason, the note, or what the field was before; empty where there is nothing more to say."""
    payload = event.payload
    told = payload.get("text") or payload.get("answer") or payload.get("reason") or ""
    if isinstance(told, str) and told:
        return reason_text(told)
    lines = [_before_after(key, pair, city, now) for key, pair in _changes(event).items()]
    return "\n".join(filter(None, lines)) if event.kind.endswith((".changed", ".undo")) else ""


def event_look(event: Event) -> Look:
    """The shape of the state that the event led to; a small dash for what moved nothing."""
    action = BY_KEY.get(event.kind.partition(".")[2])
    if action is not None:
        return STATUS_LOOKS[action.end]
    return Look("dot", "accent") if event.kind.endswith(".created") else Look("dash", "muted")


def _changes(event: Event) -> dict[str, Any]:
    changes = event.payload.get("changes")
    return changes if isinstance(changes, dict) else {}


def _department(event: Event, city: City) -> str:
    task = _changes(event).get("assignment")
    after = task[1] if isinstance(task, list) and len(task) == 2 else None
    code = event.payload.get("department") or (after.get("department") if isinstance(after, dict) else "")
    row_of = city.departments.get(str(code))
    return row_of.name if row_of else str(code or "")


def _before_after(key: str, pair: object, city: City, now: datetime) -> str:
    say = _SAID.get(key)
    if say is None or not isinstance(pair, list) or len(pair) != 2:
        return ""
    before, after = (say(value, city, now) if value not in (None, "") else "–" for value in pair)
    return f"{before} → {after}"


def _moment(value: Any, city: City, now: datetime) -> str:
    at = wire.time_of({"at": value}, "at")
    return moment_text(at, now) if at else "–"


_SAID: dict[str, Callable[[Any, City, datetime], str]] = {
    "status": lambda value, city, now: status_word(Status(value)),
    "priority": lambda value, city, now: priority_word(Priority(value)),
    "category": lambda value, city, now: of(city.categories[value].title) if value in city.categories else str(value),
    "place_note": lambda value, city, now: str(value),
    "hold_until": _moment,
}


class Timeline(QWidget):
    """The events as a line with shapes. Nothing in it can be changed."""

    def __init__(self, city: City, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._city, self._theme = city, theme
        self._events: list[Event] = []
        self._now: datetime | None = None
        self._all = False
        self._rows = column(spacing=0)
        self.more = button("quiet", "more")
        self.more.clicked.connect(self._show_all)
        self.waiting = label("muted", wrap=True)
        layout = column(self, spacing=UNIT // 2)
        layout.addWidget(self.waiting)
        layout.addLayout(self._rows)
        layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.clear()

    def clear(self) -> None:
        """Another report is shown: its events have not come yet."""
        self._events, self._all = [], False
        clear(self._rows)
        self.more.hide()
        self.waiting.show()
        self.retranslate()

    def show_events(self, events: Sequence[Event], now: datetime) -> None:
        """Show these, the newest first; what is shown already stays as it is."""
        newest_first = sorted(events, key=lambda event: -event.seq)
        if newest_first != self._events:
            self._events, self._now = newest_first, now
            self._build()

    def count(self) -> int:
        """How many events are known."""
        return len(self._events)

    def set_theme(self, theme: Theme) -> None:
        """For rows that are made from now on."""
        self._theme = theme

    def retranslate(self) -> None:
        """Say every event in the language that is chosen."""
        self.setAccessibleName(self.tr("History"))
        self.waiting.setText(self.tr("The history is being fetched …"))
        if self._events:
            self._build()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _show_all(self) -> None:
        self._all = True
        self._build()

    def _build(self) -> None:
        clear(self._rows)
        now = self._now or self._events[0].at
        shown = self._events if self._all else self._events[:FIRST]
        for place, event in enumerate(shown):
            last = place == len(shown) - 1
            self._rows.addWidget(_EventRow(event, self._city, self._theme, now, last))
        self.waiting.hide()
        hidden = len(self._events) - len(shown)
        self.more.setVisible(hidden > 0)
        self.more.setText(self.tr("Show %n earlier", "", hidden))


class _EventRow(QWidget):
    """Shape and line at the left; what, who and when; what was said."""

    def __init__(self, event: Event, city: City, theme: Theme, now: datetime, last: bool) -> None:
        super().__init__()
        title = label("", event_title(event, city), wrap=True)
        font = title.font()
        font.setWeight(font.Weight.DemiBold)
        title.setFont(font)
        known = event.role in set(Role)
        who = f"{event.actor} · {role_word(Role(event.role))}" if known else event.actor
        when = label("small", moment_text(event.at, now))
        texts = column(spacing=2)
        head = row(title, when)
        head.setStretch(0, 1)
        head.setAlignment(when, Qt.AlignmentFlag.AlignTop)
        texts.addLayout(head)
        by = Elided("small")
        by.setText(who)
        texts.addWidget(by)
        detail = event_detail(event, city, now)
        if detail:
            texts.addWidget(Words(detail))
        texts.addSpacing(0 if last else UNIT)
        line = row(_Rail(theme, event_look(event), last), spacing=UNIT)
        line.addLayout(texts, 1)
        self.setLayout(line)
        self.setAccessibleName(", ".join(filter(None, (when.text(), title.text(), who, detail))))


class _Rail(QWidget, Themed):
    """The line that joins the events, and the shape of this one."""

    def __init__(self, theme: Theme, look: Look, last: bool) -> None:
        super().__init__()
        self.theme, self._look, self._last = theme, look, last
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(18, 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(self.theme.color("line"), 1))
        if not self._last:
            painter.drawLine(9, 20, 9, self.height())
        box = self.rect()
        box.setHeight(18)
        box.adjust(2, 2, -2, -2)
        draw_shape(painter, box.toRectF(), self._look.shape, self.theme.color(self._look.tone))
        painter.end()
