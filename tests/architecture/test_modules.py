"""Every module says what it is for, has a telling name, and stays readable."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.house import MODULES, OURS, name_of, tree_of

EMPTY_WORDS = {"util", "utils", "helper", "helpers", "manager", "managers", "common", "base", "misc", "stuff"}
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6})\b")
# The plugin is a guest of QGIS, which has no theme of ours.
PAINTED = [path for path in OURS if name_of(path) != "console/theme.py" and "qgis_poc" not in path.parts]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    purpose = ast.get_docstring(tree_of(path))
    assert (purpose or "").partition("\n")[0].endswith("."), "first line: what is this module for?"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_a_noun_of_the_city_or_the_desk(path: Path) -> None:
    mine = {*path.stem.split("_"), path.parent.name}
    assert not (mine & EMPTY_WORDS), f"{mine & EMPTY_WORDS} says nothing: what is in there?"


@pytest.mark.parametrize("path", PAINTED, ids=name_of)
def test_colours_come_from_the_theme(path: Path) -> None:
    found = [f"line {node.lineno}: {text}" for node, text in _colours(path)]
    assert found == [], "a colour belongs into resources/theme.toml"


def _colours(path: Path) -> list[tuple[ast.expr, str]]:
    """Colour literals in code: hexadecimal ones in any string that is no docstring, and numbers given to QColor."""
    found: list[tuple[ast.expr, str]] = []
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "\n\n" not in node.value:
            found += [(node, match.group()) for match in COLOUR.finditer(node.value)]
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"QColor", "qRgb", "qRgba"}:
            literals = [argument for argument in node.args if isinstance(argument, ast.Constant)]
            if len(literals) == len(node.args) and literals and any(_is_number(each) for each in literals[:3]):
                if {each.value for each in literals} != {0}:  # all zero is "nothing", not a colour
                    found.append((node, ast.unparse(node)))
            elif any(isinstance(each.value, str) for each in literals):
                found.append((node, ast.unparse(node)))
    return found


def _is_number(node: ast.Constant) -> bool:
    return isinstance(node.value, int | float)


@pytest.mark.parametrize("path", [path for path in OURS if path.suffix], ids=name_of)
def test_a_module_can_be_read_in_one_sitting(path: Path) -> None:
    """A guide for the eye (300 lines) with a gate far behind it. `poc` is one script by design."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 600, "past 300 lines a module asks for a second room"
