"""Words for the operator, in the language of the moment: states, clocks, times; and errors as sentences with a remedy.

Everything is said when it is shown, so a switch of language needs no more than showing it again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import escape
from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale

from console import i18n, vocabulary
from console.api.errors import Conflict, NotStarted, Refused, SignInNeeded, Stopped, Unreachable, refusal
from console.domain import wire, workflow
from console.domain.deadlines import Clock, ClockState
from console.domain.errors import DomainError
from console.domain.ranking import Why
from console.domain.reports import Channel, Priority, Report, Status
from console.domain.roles import Role
from console.i18n import QT_TRANSLATE_NOOP
from console.sourcewords import in_our_words
from layers import catalog

_say = QCoreApplication.translate


# --- the language of the moment ----------------------------------------------------------------


def language() -> str:
    """The code of the language in force, `id` or `en`."""
    return "id" if QLocale().language() == QLocale.Language.Indonesian else "en"


def of(table: Mapping[str, str]) -> str:
    """The text of a profile's {id, en} table in the language in force; any other where that one is missing."""
    return table.get(language()) or next(iter(table.values()), "")


def number_text(value: float, decimals: int = 0) -> str:
    """A number with the marks of the language in force."""
    return i18n.number(value, decimals, language())


def moment_text(at: datetime, now: datetime) -> str:
    """A moment in WIB, as short as it may be."""
    return i18n.moment(at, now, language())


def date_text(day: date) -> str:
    """A day without a time."""
    return i18n.date(day, language())


def age_text(seconds: float) -> str:
    """How long, in one unit."""
    return i18n.age(timedelta(seconds=seconds), language())


def plain_tip(text: str) -> str:
    """A tooltip that shows outside text as text: Qt guesses rich text in tooltips."""
    return f"<qt>{escape(text)}</qt>" if text else ""


# --- keys --------------------------------------------------------------------------------------


def status_word(status: Status) -> str:
    """The state's word."""
    return _say("Status", vocabulary.STATUSES[status])


def why_word(why: Why) -> str:
    """Why a report stands where it does."""
    return _say("Why", vocabulary.WHYS[why])


def channel_word(channel: Channel) -> str:
    """The way by which it came."""
    return _say("Channel", vocabulary.CHANNELS[channel])


def priority_word(priority: Priority) -> str:
    """How pressing."""
    return _say("Priority", vocabulary.PRIORITIES[priority])


def role_word(role: Role) -> str:
    """What somebody is here."""
    return _say("Role", vocabulary.ROLES[role])


def shift_word(key: str) -> str:
    """The shift's name."""
    return _say("Shift", vocabulary.SHIFTS.get(key, key))


def reject_word(key: str) -> str:
    """Why something was archived; a free reason stays as it was written."""
    return _say("Reasons", vocabulary.REASONS[key]) if key in vocabulary.REASONS else key


def feed_state_word(state: str) -> str:
    """How a feed does."""
    return _say("Feed", vocabulary.FEED_STATES.get(state, state))


def feed_title(title: str) -> str:
    """The title of a feed; one that somebody has named himself stays as it is."""
    return _say("Feed", title)


def feed_choice_word(key: str) -> str:
    """What can be chosen in an option of a feed; a layer by its title."""
    return _say("Feed", vocabulary.FEED_CHOICES[key]) if key in vocabulary.FEED_CHOICES else layer_word(key)


def action_word(key: str) -> str:
    """The title of an action of the workflow; the key itself where there is none."""
    row = workflow.BY_KEY.get(key)
    return _say("Actions", row.title) if row else key


def layer_word(key: str) -> str:
    """The title of a layer; the key itself where there is none."""
    row = catalog.BY_KEY.get(key)
    return _say("Layers", row.title) if row else key


def field_word(title: str) -> str:
    """The title of a layer's field."""
    return _say("Fields", title)


def done_sentence(action: str, report: Report, department: str = "") -> str:
    """What the toast says after a move."""
    return _say("Done", vocabulary.DONE.get(action, "{number}")).format(number=report.number, department=department)


def no_place() -> str:
    """What stands where a report has no place yet."""
    return QCoreApplication.translate("Queue", "No place yet")


def outside_the_city() -> str:
    """What stands for the place of a report that lies a little beyond the city's border."""
    return QCoreApplication.translate("Queue", "outside the city")


# --- clocks ------------------------------------------------------------------------------------


def clock_kind_word(kind: str) -> str:
    """What a clock counts to."""
    return _say("Clock", vocabulary.CLOCK_KINDS[kind])


def clock_state_word(state: ClockState) -> str:
    """How a clock stands: the word beside its shape and colour."""
    return _say("Clock", vocabulary.CLOCK_STATES[state])


def clock_text(clock: Clock, now: datetime) -> str:
    """What is left, `2 h`, or how late, `−12 min`; never nought. A clock that stands still says so."""
    if clock.due is None or (clock.state is ClockState.STOPPED and clock.kind != "hold"):
        return clock_state_word(clock.state)
    seconds = (clock.due - now).total_seconds()
    sign = "−" if seconds <= 0 else ""
    minutes = max(1, math.ceil(abs(seconds) / 60))
    return sign + age_text(minutes * 60)


# --- errors ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error for the operator: what happened, what it means, what to do; `detail` is one click away."""

    sentence: str
    meaning: str
    remedy: str
    detail: str = ""

    def text(self) -> str:
        """All of it but the detail."""
        return " ".join(part for part in (self.sentence, self.meaning, self.remedy) if part)


Row = tuple[str, str, str]
_NOTHING_CHANGED = QT_TRANSLATE_NOOP("Words", "Nothing was changed.")

BY_CODE: dict[str, Row] = {  # the code of a problem or of a rule
    "transition-not-allowed": (
        QT_TRANSLATE_NOOP("Words", "This can't follow from the state that the report is in."),
        QT_TRANSLATE_NOOP("Words", "Somebody may have acted on it a moment ago."),
        QT_TRANSLATE_NOOP("Words", "Look at the report as it stands now."),
    ),
    "not-allowed": (
        QT_TRANSLATE_NOOP("Words", "Your role may not do this."),
        _NOTHING_CHANGED,
        QT_TRANSLATE_NOOP("Words", "Ask the shift supervisor."),
    ),
    "missing": (
        QT_TRANSLATE_NOOP("Words", "Something is missing: {field}."),
        _NOTHING_CHANGED,
        QT_TRANSLATE_NOOP("Words", "Fill it in and send again."),
    ),
    "not-valid": (
        QT_TRANSLATE_NOOP("Words", "A value can't be taken: {field}."),
        _NOTHING_CHANGED,
        QT_TRANSLATE_NOOP("Words", "Correct it and send again."),
    ),
    "outside-city": (
        QT_TRANSLATE_NOOP("Words", "The place lies outside the city."),
        _NOTHING_CHANGED,
        QT_TRANSLATE_NOOP("Words", "Check the place; latitude and longitude may be exchanged."),
    ),
    "unknown-report": (
        QT_TRANSLATE_NOOP("Words", "There is no such report."),
        "",
        QT_TRANSLATE_NOOP("Words", "Check the number."),
    ),
    "unknown-action": (
        QT_TRANSLATE_NOOP("Words", "The service does not know this action."),
        _NOTHING_CHANGED,
        QT_TRANSLATE_NOOP("Words", "Console and service may be of different versions: tell the administrator."),
    ),
    "nothing-to-undo": (
        QT_TRANSLATE_NOOP("Words", "The last move can't be taken back."),
        QT_TRANSLATE_NOOP("Words", "It is too long ago, or somebody has changed the report since."),
        QT_TRANSLATE_NOOP("Words", "Make the opposite move instead."),
    ),
    "too-large": (
        QT_TRANSLATE_NOOP("Words", "The file is too large."),
        QT_TRANSLATE_NOOP("Words", "It was not taken."),
        QT_TRANSLATE_NOOP("Words", "Send a photo of at most 12 MB."),
    ),
    "conflict": (
        QT_TRANSLATE_NOOP("Words", "The service knows this under another name already."),
        _NOTHING_CHANGED,
        QT_TRANSLATE_NOOP("Words", "Look at what is there before you send again."),
    ),
    "weak-password": (
        QT_TRANSLATE_NOOP("Words", "This password is too easy to guess."),
        _NOTHING_CHANGED,
        QT_TRANSLATE_NOOP("Words", "Take several words that don't belong together, 12 characters or more."),
    ),
    "password-change": (
        QT_TRANSLATE_NOOP("Words", "You still have a password that somebody else chose."),
        _NOTHING_CHANGED,
        QT_TRANSLATE_NOOP("Words", "Sign in again: you are asked for one of your own."),
    ),
    "too-often": (
        QT_TRANSLATE_NOOP("Words", "Too many wrong tries."),
        "",
        QT_TRANSLATE_NOOP("Words", "Wait {wait_s} seconds, then try again."),
    ),
    "idle": (
        QT_TRANSLATE_NOOP("Words", "Nobody has worked here for a while."),
        QT_TRANSLATE_NOOP("Words", "What you did is kept, and sent once you are signed in."),
        QT_TRANSLATE_NOOP("Words", "Sign in again."),
    ),
    "certificate-expired": (
        QT_TRANSLATE_NOOP("Words", "The service's certificate has ended."),
        QT_TRANSLATE_NOOP("Words", "Nothing was sent there."),
        QT_TRANSLATE_NOOP("Words", "Check this computer's date, then tell the administrator that a new one is needed."),
    ),
    "certificate-not-yet": (
        QT_TRANSLATE_NOOP("Words", "The service's certificate does not hold yet."),
        QT_TRANSLATE_NOOP("Words", "Nothing was sent there."),
        QT_TRANSLATE_NOOP("Words", "Check this computer's date, then tell the administrator."),
    ),
    "certificate-name": (
        QT_TRANSLATE_NOOP("Words", "The service's certificate is for another address."),
        QT_TRANSLATE_NOOP("Words", "Nothing was sent there: it may not be the service."),
        QT_TRANSLATE_NOOP("Words", "Check the address in the settings, then tell the administrator."),
    ),
    "certificate-unknown": (
        QT_TRANSLATE_NOOP("Words", "The service's certificate is not of the city's own CA."),
        QT_TRANSLATE_NOOP("Words", "Nothing was sent there: it may not be the service."),
        QT_TRANSLATE_NOOP("Words", "Check the CA file in the settings, then tell the administrator."),
    ),
    "storage": (
        QT_TRANSLATE_NOOP("Words", "The service can't write: its disk is full or locked."),
        QT_TRANSLATE_NOOP("Words", "New reports are not taken in; what you do is kept here."),
        QT_TRANSLATE_NOOP("Words", "Call the administrator now."),
    ),
    "busy": (
        QT_TRANSLATE_NOOP("Words", "The service is busy."),
        QT_TRANSLATE_NOOP("Words", "What you did is kept and sent by itself."),
        "",
    ),
}
WORDS: tuple[tuple[type[BaseException], Row], ...] = (  # the first kind that fits; codes go before
    (
        Unreachable,
        (
            QT_TRANSLATE_NOOP("Words", "The service does not answer."),
            QT_TRANSLATE_NOOP("Words", "What you see may be old; what you do is kept and sent later."),
            QT_TRANSLATE_NOOP("Words", "Go on working; the console reconnects by itself."),
        ),
    ),
    (
        NotStarted,
        (
            QT_TRANSLATE_NOOP("Words", "The service on this machine did not start."),
            QT_TRANSLATE_NOOP("Words", "Without it nothing can be taken in."),
            QT_TRANSLATE_NOOP("Words", "Close the console and start it again; else call the administrator."),
        ),
    ),
    (
        SignInNeeded,
        (
            QT_TRANSLATE_NOOP("Words", "Nobody is signed in any more."),
            QT_TRANSLATE_NOOP("Words", "The session has ended; nothing was lost."),
            QT_TRANSLATE_NOOP("Words", "Sign in again."),
        ),
    ),
    (
        Conflict,
        (
            QT_TRANSLATE_NOOP("Words", "Somebody else was faster."),
            QT_TRANSLATE_NOOP("Words", "Your move was not made; the card shows the report as it stands."),
            QT_TRANSLATE_NOOP("Words", "Look at it, and decide again."),
        ),
    ),
    (
        Stopped,
        (
            QT_TRANSLATE_NOOP("Words", "The service takes nothing in just now."),
            QT_TRANSLATE_NOOP("Words", "What you did is kept and sent by itself."),
            QT_TRANSLATE_NOOP("Words", "If this lasts, call the administrator."),
        ),
    ),
    (
        Refused,
        (
            QT_TRANSLATE_NOOP("Words", "The service did not accept this."),
            _NOTHING_CHANGED,
            QT_TRANSLATE_NOOP("Words", "Read the details."),
        ),
    ),
    (
        OSError,
        (
            QT_TRANSLATE_NOOP("Words", "A file could not be read or written."),
            "",
            QT_TRANSLATE_NOOP("Words", "Check that it is there and that the disk is not full."),
        ),
    ),
    (
        BaseException,
        (
            QT_TRANSLATE_NOOP("Words", "Something went wrong inside the console."),
            QT_TRANSLATE_NOOP("Words", "It has been written down for the maintainers."),
            QT_TRANSLATE_NOOP("Words", "Try it once more; what was saved is safe."),
        ),
    ),
)


def feed_trouble(words: str, now: datetime) -> str:
    """What is wrong with a feed, in the language of the moment: also that its data are old."""
    if not words.startswith(wire.OLD_DATA):
        return in_our_words(words)
    made, _, rest = words.removeprefix(wire.OLD_DATA).partition("; ")
    say = QCoreApplication.translate("Feed", "The data are of {time}: they show how things were then.")
    at = datetime.fromisoformat(made)
    return " ".join(filter(None, (say.format(time=moment_text(at, now)), in_our_words(rest))))


def is_cut(error: BaseException) -> bool:
    """Whether this only says that the service was not reached: what is being said already where the link is shown."""
    return isinstance(error, Unreachable)


def trouble(error: BaseException) -> Trouble:
    """What the operator reads of an error. The service's own words stand in the details only."""
    code = str(getattr(error, "code", ""))
    row = BY_CODE.get(code) or next(row for kind, row in WORDS if isinstance(error, kind))
    figures = _figures(error)
    sentence, meaning, remedy = (_say("Words", part).format_map(figures) if part else "" for part in row)
    return Trouble(sentence, meaning, remedy, f"{type(error).__name__}: {error}" + (f" ({code})" if code else ""))


def refusal_trouble(status: int, code: str, detail: str) -> Trouble:
    """The same of a refusal that was kept."""
    return trouble(refusal(status, {"type": f"urn:poc:{code}", "detail": detail}))


class _Figures(dict[str, Any]):
    """The figures of a sentence; a missing one shows as a dash rather than as an error in an error."""

    def __missing__(self, key: str) -> str:
        return "–"


def _figures(error: BaseException) -> _Figures:
    if isinstance(error, Refused):
        return _Figures(error.extra)
    if isinstance(error, DomainError):
        return _Figures(error.detail)
    return _Figures()
