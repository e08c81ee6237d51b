"""Every string of the screens can be translated, and is."""

import ast
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.architecture.house import OURS, ROOT, name_of, tree_of

LUPDATE = Path(sys.executable).with_name("pyside6-lupdate")
INDONESIAN = ROOT / "resources" / "i18n" / "id.ts"
ENGLISH = INDONESIAN.with_name("en.ts")  # only its plurals: the rest of English is the code's own
SCREENS = [path for path in OURS if path.relative_to(ROOT).parts[0] == "console"]
ALL_WAYS = """
from PySide6.QtCore import QCoreApplication, QObject
from console.i18n import QT_TRANSLATE_NOOP

ROWS = (Row(QT_TRANSLATE_NOOP("Commands", "&Verify report…"), "V"),)

class Queue(QObject):
    def say(self, n):
        self.tr("Late: {count}").format(count=n)
        self.tr("%n reports", "", n)
        QCoreApplication.translate(
            "Words",
            "The service does not answer. "
            "What you see may be old.",
        )
"""


def extracted(files: list[Path], target: Path) -> set[tuple[str, str]]:
    """(context, text) of all that Qt's own tool finds in these files."""
    options = ["-source-language", "en", "-target-language", "id", "-locations", "none", "-ts", str(target)]
    subprocess.run([str(LUPDATE), *map(str, files), *options], check=True, capture_output=True)
    return {(context, source) for context, source, _, _ in messages(target)}


def messages(path: Path) -> list[tuple[str, str, str, str]]:
    """(context, source, translation, its type) of a file of translations."""
    found = []
    for context in ET.parse(path).getroot().iter("context"):  # noqa: S314 - our own file
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            forms = [form.text or "" for form in translation.iter("numerusform")]
            text = min(forms) if forms else translation.text or ""
            kind = translation.get("type", "")
            found.append((context.findtext("name", ""), message.findtext("source", ""), text, kind))
    return found


def test_all_three_ways_of_marking_a_string_are_found(tmp_path: Path) -> None:
    code = tmp_path / "queue.py"
    code.write_text(ALL_WAYS, encoding="utf-8")
    assert extracted([code], tmp_path / "id.ts") == {
        ("Commands", "&Verify report…"),
        ("Queue", "Late: {count}"),
        ("Queue", "%n reports"),
        ("Words", "The service does not answer. What you see may be old."),
    }
    assert "numerus" in (tmp_path / "id.ts").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", SCREENS, ids=name_of)
def test_a_string_is_marked_whole_before_anything_is_put_into_it(path: Path) -> None:
    """`tr(f"...")` and `tr("..." + x)` are looked up with the value inside, and so never found."""
    wrong = []
    for node in ast.walk(tree_of(path)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        place = {"tr": 0, "translate": 1, "QT_TRANSLATE_NOOP": 1}.get(name)
        if place is None or len(node.args) <= place:
            continue
        if name == "translate" and isinstance(node.func, ast.Attribute) and "Application" not in ast.unparse(node.func):
            continue  # a painter's
        text = node.args[place]
        made_up = isinstance(text, ast.JoinedStr | ast.BinOp)
        if made_up or (name == "tr" and not isinstance(text, ast.Constant)):
            wrong.append(f"line {node.lineno}: {ast.unparse(node)}")
    assert wrong == []


@pytest.mark.parametrize("path", [INDONESIAN, ENGLISH], ids=lambda path: path.stem)
def test_every_string_is_translated(path: Path) -> None:
    unfinished = [(context, source) for context, source, text, kind in messages(path) if kind or not text]
    assert unfinished == []


def test_the_translations_hold_exactly_what_the_code_says(tmp_path: Path) -> None:
    """Run `./poc strings` after changing a string."""
    files = [path for path in SCREENS if path.suffix == ".py"]
    known = {(context, source) for context, source, _, _ in messages(INDONESIAN)}
    assert extracted(files, tmp_path / "id.ts") == known


@pytest.mark.parametrize("path", [INDONESIAN, ENGLISH], ids=lambda path: path.stem)
def test_a_translation_keeps_the_names_that_are_filled_in(path: Path) -> None:
    field = re.compile(r"\{\w*[^}]*\}|%n|%\d")
    differ = [
        (source, text)
        for _, source, text, _ in messages(path)
        if text and sorted(field.findall(source)) != sorted(field.findall(text))
    ]
    assert differ == []
