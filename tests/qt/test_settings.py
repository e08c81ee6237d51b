"""Settings keep their type over a restart, and refuse what they may not be."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings

from console.settings import LANGUAGE, SETTINGS, SOUND, TYPE_SCALE, UNDO_S, WINDOW_GEOMETRY


def opened(folder: Path) -> QSettings:
    return QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)
def test_a_setting_that_nobody_made_is_its_default(setting, tmp_path):
    assert setting.read(opened(tmp_path)) == setting.default
    assert setting.may_be(setting.default)


@pytest.mark.parametrize(
    ("setting", "value"),
    [(SOUND, False), (UNDO_S, 20), (TYPE_SCALE, 1.7), (LANGUAGE, "en"), (WINDOW_GEOMETRY, QByteArray(b"\x00\xff,;"))],
    ids=lambda each: getattr(each, "key", None),
)
def test_a_value_comes_back_as_it_was_after_a_restart(setting, value, tmp_path):
    store = opened(tmp_path)
    setting.write(store, value)
    store.sync()
    del store
    again = setting.read(opened(tmp_path))
    assert again == value
    assert type(again) is type(setting.default)


@pytest.mark.parametrize(
    ("setting", "rubbish"),
    [
        (SOUND, "perhaps"),
        (UNDO_S, "ten"),
        (UNDO_S, 1_000),
        (TYPE_SCALE, "nan"),
        (LANGUAGE, "xx"),
        (LANGUAGE, ["id", "en"]),
    ],
)
def test_rubbish_in_the_file_reads_as_the_default(setting, rubbish, tmp_path):
    store = opened(tmp_path)
    store.setValue(setting.key, rubbish)
    store.sync()
    assert setting.read(opened(tmp_path)) == setting.default


def test_a_value_that_may_not_be_is_refused(tmp_path):
    with pytest.raises(ValueError, match="look/language"):
        LANGUAGE.write(opened(tmp_path), "fr")
    with pytest.raises(ValueError, match="desk/undo_s"):
        UNDO_S.write(opened(tmp_path), -1)


def test_no_two_settings_share_a_key():
    assert len({setting.key for setting in SETTINGS}) == len(SETTINGS)
