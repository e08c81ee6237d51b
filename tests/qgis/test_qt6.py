"""The plugin's use of Qt as QGIS 4 has it: every name is there in Qt 6, every enum member is asked for by its enum."""

from __future__ import annotations

import ast
import enum
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PLUGIN = Path(__file__).resolve().parents[2] / "plugins" / "qgis_poc"
MODULES = sorted(PLUGIN.glob("*.py"))
ITS_OWN = {"pyqtSignal", "QVariant"}  # PyQt's name of it; and what QGIS 4 keeps alive by itself


def imported(tree: ast.AST) -> dict[str, Any]:
    """What a module takes out of qgis.PyQt, as Qt 6 has it; the first place that has a name."""
    found: dict[str, Any] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("qgis.PyQt."):
            module = importlib.import_module(f"PySide6.{str(node.module).rpartition('.')[2]}")
            for name in node.names:
                if name.name not in ITS_OWN and name.name not in found:
                    found[name.name] = getattr(module, name.name)
    return found


def chains(tree: ast.AST) -> Iterator[list[str]]:
    """Every `a.b.c` that begins with a plain name."""
    for node in ast.walk(tree):
        names, part = list[str](), node
        while isinstance(part, ast.Attribute):
            names.insert(0, part.attr)
            part = part.value
        if names and isinstance(part, ast.Name):
            yield [part.id, *names]


def complaints(source: str) -> list[str]:
    tree = ast.parse(source)
    known, found = imported(tree), list[str]()
    for first, *names in chains(tree):
        holder = known.get(first)
        if not isinstance(holder, type):
            continue
        for name in names:
            value = getattr(holder, name, None)
            if value is None:
                found.append(f"{first}.{'.'.join(names)} is not there in Qt 6")
                break
            if isinstance(value, enum.Enum) and not isinstance(holder, enum.EnumMeta):
                found.append(f"{first}.{'.'.join(names)} needs the name of its enum")
                break
            holder = value
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_every_use_of_qt_holds_in_qt_6(path):
    assert complaints(path.read_text(encoding="utf-8")) == []


def test_what_does_not_hold_is_seen():
    head = "from qgis.PyQt.QtCore import Qt\nfrom qgis.PyQt.QtWidgets import QLineEdit\n"
    assert complaints(head + "Qt.AlignmentFlag.AlignLeft, QLineEdit.EchoMode.Password") == []
    for wrong in ("Qt.AlignLeft", "QLineEdit.Password", "Qt.MidButton", "QLineEdit.exec_"):
        assert len(complaints(head + wrong)) == 1, wrong
