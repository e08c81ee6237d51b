"""What is written down, what is masked, and what happens to an error that nobody caught."""

import logging
import sys
import threading

import pytest
from PySide6.QtCore import QtMsgType, qInstallMessageHandler, qWarning

from console import logs


@pytest.fixture
def folder(tmp_path):
    stop = logs.start(tmp_path / "logs")
    yield tmp_path / "logs"
    stop()


def text_of(folder):
    return (folder / logs.FILE).read_text(encoding="utf-8")


def test_a_log_is_written_with_utc_times(folder):
    logging.getLogger("console.desk").info("the desk is open")
    assert text_of(folder).endswith("Z INFO    console.desk: the desk is open\n")


@pytest.mark.parametrize("phone", ["081234567890", "+62 812-3456-7890", "62812 3456 7890"])
def test_a_phone_number_is_masked_in_tracebacks_too(folder, phone):
    try:
        raise ValueError(f"caller {phone} again")
    except ValueError:
        logging.getLogger("console").exception("call from %s", phone)
    written = text_of(folder)
    assert "caller 08… again" in written
    assert "3456" not in written


def test_a_secret_is_masked_and_a_coordinate_is_not(folder):
    logging.getLogger("console").warning("Authorization: Bearer abc.def; token=xyz at 106.9895812345, -6.2349812345")
    written = text_of(folder)
    assert "abc.def" not in written
    assert "xyz" not in written
    assert "106.9895812345, -6.2349812345" in written


def test_a_folder_that_cannot_be_written_is_no_reason_not_to_start(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    stop = logs.start(tmp_path / "file" / "logs")
    stop()
    assert "no log file" in capsys.readouterr().err


@pytest.mark.qt_no_exception_capture
def test_qt_messages_are_logged_under_their_category(folder, caplog):
    back = logs.hear_qt(qInstallMessageHandler)
    try:
        qWarning("something about fonts")
    finally:
        back()
    assert ("qt", logging.WARNING, "something about fonts") in caplog.record_tuples
    assert set(logs.LEVEL_OF) >= {kind.name for kind in QtMsgType if kind.name != "QtSystemMsg"}


@pytest.fixture
def shown():
    """What the last resort showed."""
    seen: list[BaseException] = []
    back = logs.last_resort(seen.append)
    yield seen
    back()


def test_an_error_that_nobody_caught_is_written_down_and_shown(shown, caplog):
    error = RuntimeError("nobody caught me")
    sys.excepthook(RuntimeError, error, None)
    assert shown == [error]
    assert "not caught, in the main thread" in caplog.text


def test_an_error_in_a_thread_is_caught_as_well(shown, caplog):
    def fail():
        raise RuntimeError("in a thread")

    thread = threading.Thread(target=fail, name="feeds")
    thread.start()
    thread.join()
    assert [str(error) for error in shown] == ["in a thread"]
    assert "not caught, in feeds" in caplog.text


def test_an_error_that_cannot_be_shown_is_written_down_once(caplog):
    def show(_error):
        raise ValueError("no window left")

    back = logs.last_resort(show)
    try:
        sys.excepthook(RuntimeError, RuntimeError("first"), None)
    finally:
        back()
    assert "and it could not be shown" in caplog.text
    assert sys.excepthook is not None
