"""Languages: Bahasa Indonesia and English, switched while the console runs; numbers, times and ages in their words.

The functions are pure. Times are aware datetimes, shown in WIB (UTC+7); the zone is said once, in the clock.

Strings for Qt Linguist are literals: `self.tr("...")`, `QCoreApplication.translate("Context", "...")`, and in tables
`QT_TRANSLATE_NOOP("Context", "...")` from here; arguments come afterwards, by `.format(name=...)`.
Plurals: only `self.tr("%n reports", "", n)`, since lupdate does not see them in `translate`.
"""

from __future__ import annotations

import logging
import math
import os
from dataclasses import dataclass
from datetime import date as datetime_date
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QObject, QTranslator, Signal

from console.domain.calendar import WIB

log = logging.getLogger(__name__)

COMPILED = Path(__file__).resolve().parents[1] / "resources" / "i18n"


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802 - lupdate looks for this name
    """Mark a text in a table for Qt Linguist; it is translated where it is shown. PySide6's own is typed `object`."""
    del context  # lupdate reads it
    return text


# Qt's own words, on the buttons of its dialogues: Qt ships no Bahasa Indonesia, so they are translated with ours.
QT_WORDS = (
    QT_TRANSLATE_NOOP("QPlatformTheme", "OK"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "Cancel"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "Close"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "Save"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "Open"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "Discard"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "Apply"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "Reset"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "&Yes"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "&No"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "Retry"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "Ignore"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "Abort"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "Help"),
    QT_TRANSLATE_NOOP("QLineEdit", "&Undo"),
    QT_TRANSLATE_NOOP("QLineEdit", "&Redo"),
    QT_TRANSLATE_NOOP("QLineEdit", "Cu&t"),
    QT_TRANSLATE_NOOP("QLineEdit", "&Copy"),
    QT_TRANSLATE_NOOP("QLineEdit", "&Paste"),
    QT_TRANSLATE_NOOP("QLineEdit", "Delete"),
    QT_TRANSLATE_NOOP("QLineEdit", "Select All"),
    QT_TRANSLATE_NOOP("QWidgetTextControl", "&Undo"),
    QT_TRANSLATE_NOOP("QWidgetTextControl", "&Redo"),
    QT_TRANSLATE_NOOP("QWidgetTextControl", "Cu&t"),
    QT_TRANSLATE_NOOP("QWidgetTextControl", "&Copy"),
    QT_TRANSLATE_NOOP("QWidgetTextControl", "&Paste"),
    QT_TRANSLATE_NOOP("QWidgetTextControl", "Delete"),
    QT_TRANSLATE_NOOP("QWidgetTextControl", "Select All"),
    QT_TRANSLATE_NOOP("QFileDialog", "&Look in:"),
    QT_TRANSLATE_NOOP("QFileDialog", "Directory:"),
    QT_TRANSLATE_NOOP("QFileDialog", "File &name:"),
    QT_TRANSLATE_NOOP("QFileDialog", "Files of &type:"),
    QT_TRANSLATE_NOOP("QFileDialog", "&Open"),
    QT_TRANSLATE_NOOP("QFileDialog", "&Save"),
    QT_TRANSLATE_NOOP("QFileDialog", "&Choose"),
    QT_TRANSLATE_NOOP("QFileDialog", "&Rename"),
    QT_TRANSLATE_NOOP("QFileDialog", "&Delete"),
    QT_TRANSLATE_NOOP("QFileDialog", "&New Folder"),
    QT_TRANSLATE_NOOP("QFileDialog", "Show &hidden files"),
    QT_TRANSLATE_NOOP("QFileDialog", "Back"),
    QT_TRANSLATE_NOOP("QFileDialog", "Go back"),
    QT_TRANSLATE_NOOP("QFileDialog", "Forward"),
    QT_TRANSLATE_NOOP("QFileDialog", "Go forward"),
    QT_TRANSLATE_NOOP("QFileDialog", "Parent Directory"),
    QT_TRANSLATE_NOOP("QFileDialog", "Go to the parent directory"),
    QT_TRANSLATE_NOOP("QFileDialog", "Create New Folder"),
    QT_TRANSLATE_NOOP("QFileDialog", "Create a New Folder"),
    QT_TRANSLATE_NOOP("QFileDialog", "List View"),
    QT_TRANSLATE_NOOP("QFileDialog", "Change to list view mode"),
    QT_TRANSLATE_NOOP("QFileDialog", "Detail View"),
    QT_TRANSLATE_NOOP("QFileDialog", "Change to detail view mode"),
    QT_TRANSLATE_NOOP("QFileDialog", "Sidebar"),
    QT_TRANSLATE_NOOP("QFileDialog", "List of places and bookmarks"),
    QT_TRANSLATE_NOOP("QFileDialog", "Files"),
    QT_TRANSLATE_NOOP("QFileDialog", "Directories"),
    QT_TRANSLATE_NOOP("QFileDialog", "All Files (*)"),
    QT_TRANSLATE_NOOP("QFileDialog", "Open"),
    QT_TRANSLATE_NOOP("QFileDialog", "Save As"),
    QT_TRANSLATE_NOOP("QFileDialog", "Find Directory"),
    QT_TRANSLATE_NOOP("QFileDialog", "%1 already exists.\nDo you want to replace it?"),
    QT_TRANSLATE_NOOP("QFileDialog", "%1\nFile not found.\nPlease verify the correct file name was given."),
    QT_TRANSLATE_NOOP("QFileSystemModel", "Name"),
    QT_TRANSLATE_NOOP("QFileSystemModel", "Size"),
    QT_TRANSLATE_NOOP("QFileSystemModel", "Type"),
    QT_TRANSLATE_NOOP("QFileSystemModel", "Date Modified"),
    QT_TRANSLATE_NOOP("QFileSystemModel", "Computer"),
    QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "Folder"),
    QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "Drive"),
    QT_TRANSLATE_NOOP("QMessageBox", "Show Details..."),
    QT_TRANSLATE_NOOP("QMessageBox", "Hide Details..."),
)


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the screens, with the words and marks that numbers and times need."""

    code: str
    name: str  # in itself: who cannot read the present language still finds his own
    decimal: str
    thousands: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    units: tuple[str, str, str, str]  # short: second, minute, hour, day


LANGUAGES = (
    Language(
        "id",
        "Bahasa Indonesia",
        ",",
        ".",
        ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
        (
            *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
            *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
        ),
        ("dtk", "mnt", "jam", "hari"),
    ),
    Language(
        "en",
        "English",
        ".",
        ",",
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        (
            *("January", "February", "March", "April", "May", "June"),
            *("July", "August", "September", "October", "November", "December"),
        ),
        ("s", "min", "h", "d"),
    ),
)
_BY_CODE = {language.code: language for language in LANGUAGES}


class Languages(QObject):
    """Puts the chosen language into force. Qt then sends LanguageChange to every widget."""

    changed = Signal(str)  # code

    def __init__(self, application: QCoreApplication, folder: Path | None = None) -> None:
        """`folder` holds the compiled translations, `<code>.qm`; without it the project's own."""
        super().__init__(application)
        self._application = application
        self._folder = folder or Path(os.environ.get("POC_TRANSLATIONS") or COMPILED)
        self._translator: QTranslator | None = None
        self._code = "en"

    @property
    def code(self) -> str:
        """The language in force."""
        return self._code

    def speak(self, code: str) -> None:
        """Speak this language from now on. Raises KeyError for one that is not in LANGUAGES.

        Without its compiled file the strings stay English, and the log says so.
        """
        language = _BY_CODE[code]
        if code == self._code and self._translator is not None:
            return
        old, self._translator = self._translator, None
        fresh = QTranslator(self)
        if fresh.load(str(self._folder / f"{code}.qm")):
            self._translator = fresh
        else:
            fresh.deleteLater()
            if code != "en":  # English is in the code; its file only has the plurals
                log.error("the compiled translation %s.qm is missing: the screens stay English", code)
        self._code = language.code
        QLocale.setDefault(QLocale("id_ID" if code == "id" else "en_GB"))
        if old is not None:
            self._application.removeTranslator(old)
            old.deleteLater()
        if self._translator is not None:
            self._application.installTranslator(self._translator)
        self.changed.emit(code)


def number(value: float, decimals: int = 0, language: str = "id") -> str:
    """`1.234,5` in Bahasa Indonesia, `1,234.5` in English; a dash where there is no number."""
    if not math.isfinite(value):
        return "–"
    marks = _BY_CODE[language]
    text = f"{value:,.{decimals}f}"
    if not any(mark in "123456789" for mark in text):
        text = text.lstrip("-")  # no minus before a nought
    text = text.replace("-", "−")
    return text.translate({ord(","): marks.thousands, ord("."): marks.decimal})


def percent(share: float, decimals: int = 0, language: str = "id") -> str:
    """A share of one as percent: 0.125 → `12,5%`."""
    return number(share * 100, decimals, language) + ("%" if math.isfinite(share) else "")


def distance(metres: float, language: str = "id") -> str:
    """`850 m`, `1,2 km`, `18 km`; a round `2 km` for the scale."""
    if metres < 999.5:
        return f"{number(metres, 0, language)} m"
    return f"{number(metres / 1000, 1 if metres < 9_950 and metres % 1000 else 0, language)} km"


def hour(at: datetime) -> str:
    """`14:05`: the time of day in WIB, where the zone is said nearby."""
    return f"{at.astimezone(WIB):%H:%M}"


def clock(at: datetime) -> str:
    """`14:05 WIB`: the time of day with its zone, said once on a screen."""
    return f"{hour(at)} WIB"


def day(at: datetime, language: str = "id") -> str:
    """`Sabtu, 21 November 2026`: the day in WIB, in full."""
    words, local = _BY_CODE[language], at.astimezone(WIB)
    return f"{words.weekdays[local.weekday()]}, {local.day} {words.months[local.month - 1]} {local.year}"


def date(on: datetime_date, language: str = "id") -> str:
    """A day as it is written in a table: `20 Nov 2026`."""
    return f"{on.day} {_BY_CODE[language].months[on.month - 1][:3]} {on.year}"


def moment(at: datetime, now: datetime, language: str = "id") -> str:
    """A moment as short as it may be: `14:05` today, `20 Nov 14:05` this year, `20 Nov 2025 14:05` else. WIB."""
    local, today = at.astimezone(WIB), now.astimezone(WIB)
    if local.date() == today.date():
        return hour(at)
    year = "" if local.year == today.year else f" {local.year}"
    return f"{local.day} {_BY_CODE[language].months[local.month - 1][:3]}{year} {local:%H:%M}"


def age(span: timedelta, language: str = "id") -> str:
    """How long, in one unit and rounded down: `0 dtk`, `5 mnt`, `2 jam`, `3 hari`; with a minus before the time."""
    seconds = span.total_seconds()
    sign, seconds = ("−" if seconds <= -1 else ""), abs(seconds)
    second, minute, hours, days = _BY_CODE[language].units
    if seconds < 60:
        return f"{sign}{int(seconds)} {second}"
    if seconds < 3600:
        return f"{sign}{int(seconds // 60)} {minute}"
    if seconds < 2 * 86400:
        return f"{sign}{int(seconds // 3600)} {hours}"
    return f"{sign}{int(seconds // 86400)} {days}"
