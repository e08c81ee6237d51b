"""What only the card and its forms say: which clock runs and how long it has left, how much alike, how far apart."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QCoreApplication

from console.domain.deadlines import Clock, ClockState
from console.domain.reports import Report
from console.domain.workflow import REJECT_REASONS
from console.i18n import QT_TRANSLATE_NOOP
from console.words import reject_word

CLOCK_TITLES: dict[str, str] = {
    "forward": QT_TRANSLATE_NOOP("Card", "Send on by {time}"),
    "acknowledge": QT_TRANSLATE_NOOP("Card", "To be accepted by {time}"),
    "solve": QT_TRANSLATE_NOOP("Card", "To be solved by {time}"),
    "hold": QT_TRANSLATE_NOOP("Card", "On hold until {time}"),
    "none": QT_TRANSLATE_NOOP("Card", "No clock runs any more"),
}


def say(text: str) -> str:
    """A sentence of the card in the language of the moment."""
    return QCoreApplication.translate("Card", text)


def span_text(length: timedelta) -> str:
    """A length of time in its two largest units: `3 d 4 h`, `2 h 05 min`, `14 min`."""
    minutes = int(abs(length).total_seconds() // 60)
    days, hours = minutes // 1440, minutes // 60 % 24
    if days:
        return say(QT_TRANSLATE_NOOP("Card", "{days} d {hours} h")).format(days=days, hours=hours)
    if hours:
        text = say(QT_TRANSLATE_NOOP("Card", "{hours} h {minutes} min"))
        return text.format(hours=hours, minutes=f"{minutes % 60:02d}")
    return say(QT_TRANSLATE_NOOP("Card", "{minutes} min")).format(minutes=minutes)


def left_text(clock: Clock, left: timedelta) -> str:
    """How long is left of the clock, or how late it is; empty where none runs."""
    match clock.state:
        case ClockState.NONE:
            return ""
        case ClockState.STOPPED:
            return say(QT_TRANSLATE_NOOP("Card", "stopped"))
        case ClockState.LATE:
            return say(QT_TRANSLATE_NOOP("Card", "{span} late")).format(span=span_text(left))
        case _:
            return say(QT_TRANSLATE_NOOP("Card", "{span} left")).format(span=span_text(left))


def reason_text(reason: str) -> str:
    """A stored reason as a person reads it: the code of an archive reason gives way to its words, a note stays."""
    code, _, note = reason.partition(": ")
    if code not in REJECT_REASONS:
        return reason
    return f"{reject_word(code)}: {note}" if note else reject_word(code)


def first_words(report: Report, length: int = 80) -> str:
    """The beginning of the report's text on one line."""
    line = " ".join(report.text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def asked(text: str) -> str:
    """A question, reason or moment of the forms in the language of the moment."""
    return QCoreApplication.translate("Ask", text)


def history_word(text: str) -> str:
    """A word of the history in the language of the moment."""
    return QCoreApplication.translate("History", text)
