"""Outside text is shown as text in every window: no label, tooltip, row or message takes it for markup."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QPlainTextEdit, QTextEdit, QWidget

from console import logs, words
from tests.qt.views import room as rooms
from tests.qt.views.room import report

HOSTILE = {
    "script": "<script>window.pwned = 1</script>",
    "image": '<img src="http://evil.example/p.png">',
    "local file": "<img src='file:////evil.example/share/p.png'>",
    "bold": "<b>tebal</b><h1>besar</h1>",
    "link": '<a href="data:text/html,x">klik</a>',
    "style": "QWidget { background: red } <style>* {display: none}</style>",
    "template": "{{ 7 * 7 }} {number} %s %1 ${x}",
    "closing": "</script></qt></body>",
    "turned": "\u202egpj.exe\u202c \u2066x",
    "formula": '=HYPERLINK("http://evil.example","klik")',
    "mnemonic": "A & B && C &amp; <i>",
}
PLACES = Path(__file__).resolve().parents[2] / "console"


@pytest.fixture
def desk(qtbot, qapp, tmp_path):
    room = rooms.build(qapp, tmp_path)
    room.window.resize(1366, 768)
    room.window.show()
    yield room
    room.close()


def shown_as_markup(window: QWidget) -> list[str]:
    """What a label or a tooltip would take for markup: Qt guesses, unless it is told that this is plain text."""
    found = []
    for label in window.findChildren(QLabel):
        if label.textFormat() != Qt.TextFormat.PlainText and Qt.mightBeRichText(label.text()):
            found.append(f"label {label.objectName() or type(label).__name__}: {label.text()[:60]}")
    for widget in [window, *window.findChildren(QWidget)]:
        tip = widget.toolTip()
        if Qt.mightBeRichText(tip) and re.search(r"<(?!/?qt>)", tip):
            found.append(f"tooltip of {widget.objectName() or type(widget).__name__}: {tip[:60]}")
    return found + [each for view in window.findChildren(QAbstractItemView) for each in tips_of(view.model())]


def tips_of(model: QAbstractItemModel | None) -> list[str]:
    if model is None:
        return []
    top = QModelIndex()
    columns = range(1 if isinstance(model, QAbstractListModel) else model.columnCount(top))
    cells = [model.index(row, column, top) for row in range(model.rowCount(top)) for column in columns]
    tips = [str(model.data(cell, Qt.ItemDataRole.ToolTipRole) or "") for cell in cells]
    return [f"row: {tip[:60]}" for tip in tips if Qt.mightBeRichText(tip) and re.search(r"<(?!/?qt>)", tip)]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_window_takes_a_citizens_words_for_markup(qtbot, desk, text):
    hostile = replace(
        report(1), text=text, place_note=text, contact_name=text, contact_phone=text[:40], reason=text, source_ref=text,
        updated_by=text,
    )  # fmt: skip
    desk.take([hostile, replace(report(2), text=text + "x" * 100_000, place_note="y" * 5_000)])
    desk.selection.choose(hostile.id)
    QApplication.processEvents()
    shown = [label.text() for label in desk.window.findChildren(QLabel)]
    shown += [field.toPlainText() for field in desk.window.findChildren(QTextEdit)]
    start = "gpj.exe" if "\u202e" in text else text[:6]
    assert [each for each in shown if start in each], "it is not even shown"
    for window in QApplication.topLevelWidgets():
        assert shown_as_markup(window) == []
    for field in desk.window.findChildren(QTextEdit):
        assert field.toPlainText() == "" or "<img" not in field.toHtml()
    assert not [field for field in desk.window.findChildren(QPlainTextEdit) if "pwned" in field.toPlainText()]


def test_every_label_of_the_desk_says_that_it_is_plain_or_says_our_own_words_only(desk):
    desk.take([report(1), report(2)])
    guessing = [label for label in desk.window.findChildren(QLabel) if label.textFormat() == Qt.TextFormat.AutoText]
    assert [label.text() for label in guessing if label.text()] == []


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_tooltip_shows_what_stands_there(qapp, text):
    label = QLabel(words.plain_tip(text))
    label.setTextFormat(Qt.TextFormat.RichText)
    assert "<img" not in words.plain_tip(text)
    assert Qt.mightBeRichText(words.plain_tip(text))
    from PySide6.QtGui import QTextDocument

    document = QTextDocument()
    document.setHtml(words.plain_tip(text))
    assert " ".join(document.toPlainText().split()) == " ".join(text.split())


SAFE_CALLS = {"plain_tip", "tr", "translate", "_say", "plain_title"}


def test_a_tooltip_that_is_not_our_own_words_goes_through_plain_tip():
    """Qt can't be told that a tooltip is plain: whatever is no fixed sentence must be escaped."""
    wrong = []
    for path in sorted(PLACES.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "setToolTip":
                wrong += [f"{path.name}:{node.lineno}"] if not _is_ours(node.args[0]) else []
    assert wrong == []


def test_a_model_that_gives_tooltips_escapes_them():
    giving = [path for path in PLACES.rglob("*.py") if "ToolTipRole" in path.read_text(encoding="utf-8")]
    assert giving
    assert [path.name for path in giving if "plain_tip(" not in path.read_text(encoding="utf-8")] == []


def _is_ours(value: ast.expr) -> bool:
    if isinstance(value, ast.Constant):
        return True
    if isinstance(value, ast.IfExp):
        return _is_ours(value.body) and _is_ours(value.orelse)
    if isinstance(value, ast.Call):
        name = value.func.attr if isinstance(value.func, ast.Attribute) else getattr(value.func, "id", "")
        if name == "format" and isinstance(value.func, ast.Attribute):
            return _is_ours(value.func.value)
        return name in SAFE_CALLS
    return isinstance(value, ast.Name) and value.id in {"tip", "word", "title"}


@pytest.mark.parametrize("text", ["a\nERROR fake line", "x\r\n2026-01-01 INFO fake", "\x1b[31mred", "\u202egpj"])
def test_outside_text_does_not_make_a_line_of_its_own_in_the_log(tmp_path, text):
    stop = logs.start(tmp_path)
    try:
        import logging

        logging.getLogger("console.test").warning("a feed says: %s", text)
    finally:
        stop()
    lines = (tmp_path / "console.log").read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if "fake" in line or "feed says" in line]) == 1
    assert "\x1b" not in "".join(lines)
