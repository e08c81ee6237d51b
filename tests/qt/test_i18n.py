"""Numbers, times and ages in both languages, and switching between them while running."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QTranslator
from PySide6.QtWidgets import QFileDialog, QLabel

from console import i18n

NOW = datetime(2026, 11, 21, 7, 5, tzinfo=UTC)  # 14:05 in Bekasi


@pytest.mark.parametrize(
    ("value", "decimals", "indonesian", "english"),
    [
        (0, 0, "0", "0"),
        (1234.5, 1, "1.234,5", "1,234.5"),
        (1_234_567, 0, "1.234.567", "1,234,567"),
        (-0.04, 1, "0,0", "0.0"),
        (-1234, 0, "−1.234", "−1,234"),
        (float("nan"), 1, "–", "–"),
        (float("inf"), 0, "–", "–"),
    ],
)
def test_numbers_are_written_the_way_of_the_language(value, decimals, indonesian, english):
    assert i18n.number(value, decimals) == indonesian
    assert i18n.number(value, decimals, "en") == english


def test_shares_and_distances():
    assert i18n.percent(0.125, 1) == "12,5%"
    assert i18n.percent(1, language="en") == "100%"
    assert [i18n.distance(metres) for metres in (0, 850, 999.6, 1200, 9_949, 18_300)] == [
        *("0 m", "850 m", "1,0 km", "1,2 km", "9,9 km", "18 km")
    ]


def test_the_clock_says_its_zone_once():
    assert i18n.clock(NOW) == "14:05 WIB"
    assert i18n.hour(NOW) == "14:05"


def test_days_are_those_of_bekasi_and_not_of_utc():
    late = datetime(2026, 11, 21, 17, 30, tzinfo=UTC)
    assert i18n.day(late) == "Minggu, 22 November 2026"
    assert i18n.day(NOW, "en") == "Saturday, 21 November 2026"


def test_a_moment_is_as_short_as_it_may_be():
    assert i18n.moment(NOW, NOW) == "14:05"
    assert i18n.moment(NOW - timedelta(days=100), NOW) == "13 Agu 14:05"
    assert i18n.moment(NOW - timedelta(days=100), NOW, "en") == "13 Aug 14:05"
    assert i18n.moment(NOW - timedelta(days=365), NOW) == "21 Nov 2025 14:05"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        *((0, "0 dtk"), (59.9, "59 dtk"), (60, "1 mnt"), (3_599, "59 mnt"), (7_200, "2 jam"), (47 * 3600, "47 jam")),
        *((49 * 3600, "2 hari"), (-90, "−1 mnt"), (-0.2, "0 dtk")),
    ],
)
def test_an_age_has_one_unit_and_is_rounded_down(seconds, shown):
    assert i18n.age(timedelta(seconds=seconds)) == shown


@pytest.fixture
def compiled(tmp_path: Path) -> Path:
    """A folder with one small translation, made by the same tool that `poc` uses."""
    source = tmp_path / "id.ts"
    source.write_text(
        '<?xml version="1.0"?><!DOCTYPE TS><TS version="2.1" language="id" sourcelanguage="en"><context>'
        "<name>Words</name><message><source>Verify</source><translation>Verifikasi</translation></message></context></TS>",
        encoding="utf-8",
    )
    lrelease = Path(sys.executable).with_name("pyside6-lrelease")
    subprocess.run([str(lrelease), str(source), "-qm", str(tmp_path / "id.qm")], check=True, capture_output=True)
    return tmp_path


class Sign(QLabel):
    """A label that writes itself anew when the language changes, as every widget of the desk does."""

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.setText(QCoreApplication.translate("Words", "Verify"))
        super().changeEvent(event)


def test_a_widget_changes_its_language_while_running(qapp, qtbot, compiled):
    languages = i18n.Languages(qapp, compiled)
    sign = Sign()
    qtbot.addWidget(sign)
    with qtbot.waitSignal(languages.changed) as told:
        languages.speak("id")
    QCoreApplication.sendPostedEvents()
    assert (told.args, sign.text(), languages.code) == (["id"], "Verifikasi", "id")
    assert QLocale().language() == QLocale.Language.Indonesian
    languages.speak("en")
    QCoreApplication.sendPostedEvents()
    assert sign.text() == "Verify"


def test_a_language_that_is_already_spoken_is_silence(qapp, qtbot, compiled):
    languages = i18n.Languages(qapp, compiled)
    languages.speak("id")
    with qtbot.assertNotEmitted(languages.changed):
        languages.speak("id")
    languages.speak("en")


def test_a_missing_translation_is_said_and_the_screens_stay_english(qapp, tmp_path, caplog):
    languages = i18n.Languages(qapp, tmp_path)
    languages.speak("id")
    assert "id.qm is missing" in caplog.text
    assert QCoreApplication.translate("Words", "Verify") == "Verify"
    languages.speak("en")


def test_an_unknown_language_is_refused(qapp, tmp_path):
    with pytest.raises(KeyError):
        i18n.Languages(qapp, tmp_path).speak("fr")


class Listener(QTranslator):
    """Hears what Qt's own windows want to say."""

    def __init__(self, parent):
        super().__init__(parent)
        self.heard = set()

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        return False

    def translate(self, context, text, disambiguation=None, n=-1):
        self.heard.add((context, text))
        return ""


def test_the_words_of_qts_own_file_windows_are_ours_to_translate(qapp, qtbot, tmp_path):
    (tmp_path / "folder").mkdir()
    listener = Listener(qapp)
    qapp.installTranslator(listener)
    try:
        for mode in (QFileDialog.AcceptMode.AcceptOpen, QFileDialog.AcceptMode.AcceptSave):
            dialog = QFileDialog(None, "", str(tmp_path))
            qtbot.addWidget(dialog)
            dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
            dialog.setAcceptMode(mode)
            dialog.show()
            qtbot.waitUntil(lambda: ("QFileSystemModel", "Date Modified") in listener.heard)
    finally:
        qapp.removeTranslator(listener)
    of_windows = {"QFileDialog", "QFileSystemModel", "QAbstractFileIconProvider", "QPlatformTheme"}
    wanted = {text for context, text in listener.heard if context in of_windows and not text.startswith("Alt+")}
    source = (i18n.COMPILED / "id.ts").read_text(encoding="utf-8")
    ours = {text.text for text in ET.fromstring(source).iter("source")}  # noqa: S314 - our own file
    assert {text for text in wanted if text not in ours and text.strip() != "Show"} == set()
