"""What feeds and readers of files say of a source is said in the language of the screens."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator

from console.sourcewords import SENTENCES, in_our_words
from layers.sources import SIGNATURES

ROOT = Path(__file__).resolve().parents[2]
READERS = [ROOT / "console" / "service" / "fetch.py", *sorted((ROOT / "layers").glob("*.py"))]
READERS += sorted((ROOT / "plugins" / "feeds").glob("*.py"))
SAID = {"NotFetched", "NotThisFeed", "Unreadable"}
GAP = "…"


class Upper(QTranslator):
    """Translates the words of sources into capitals."""

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        return False

    def translate(self, context, text, disambiguation=None, n=-1):
        return re.sub(r"[a-z]+(?![^{]*})", lambda word: word[0].upper(), text) if context == "Sources" else ""


@pytest.fixture
def capitals(qapp):
    translator = Upper(qapp)
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def written(node: ast.expr) -> str:
    """The text of a literal, a gap for each value in it."""
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else GAP for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def all_that_is_raised():
    for path in READERS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAID and node.args:
                text = written(node.args[0])
                if text.strip(GAP + ": "):
                    yield f"{path.name}:{node.lineno}", text


def of(text: str) -> str:
    return re.sub(r"{\w+}", GAP, text)


@pytest.mark.parametrize(("where", "text"), list(all_that_is_raised()), ids=lambda value: value[:40])
def test_every_sentence_of_a_reader_has_a_row(where: str, text: str):
    rows = {of(row) for row in SENTENCES}
    found = {text, text.removeprefix(f"{GAP}: "), text.replace(GAP, "it breaks off or is damaged", 1)}
    assert found & rows, where


@pytest.mark.parametrize("name", [name for _, name in SIGNATURES])
def test_whatever_bytes_look_like_has_a_word(name: str):
    assert name in SENTENCES


@pytest.mark.parametrize(
    ("english", "ours"),
    [
        ("there is no such file", "THERE IS NO SUCH FILE"),
        ("the server answered 404", "THE SERVER ANSWERED 404"),
        ("this is a web page (HTML), not JSON", "THIS IS A WEB PAGE (HTML), NOT JSON"),
        ("halte.csv: the file holds nothing", "halte.csv: THE FILE HOLDS NOTHING"),
        ("something nobody has foreseen", "something nobody has foreseen"),
        ("line 7: {broken} braces", "line 7: {broken} braces"),
    ],
)
def test_what_is_said_of_a_source_is_said_in_our_words(capitals, english: str, ours: str):
    assert in_our_words(english) == ours
