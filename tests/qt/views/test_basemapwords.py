"""Every reason why nothing came of a source of tiles has its words, and is said in the language of the screen."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from console.basemaps import adding, picture, providers, ranges, web
from console.basemaps.web import Trouble, Why
from console.views.basemapwords import DETAILS, detail
from layers import tilecapabilities, tilesources
from layers.tilesources import NotASource

MODULES = (adding, picture, providers, ranges, web, tilecapabilities, tilesources)
ASIDE = {"closing", "the file can't be read: {reason}"}  # said while nobody looks; made of another error


def raised() -> set[str]:
    """The sentences with which these errors are made, and those that are given back to be."""
    found: set[str] = set()
    for module in MODULES:
        for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                place = {"NotASource": 0, "Trouble": 1}.get(node.func.id)
                given = node.args[place] if place is not None and len(node.args) > place else None
                if isinstance(given, ast.Constant):
                    found.add(str(given.value))
            if isinstance(node, ast.FunctionDef) and node.name == "said_of":
                found |= {
                    str(part.value.value)
                    for part in ast.walk(node)
                    if isinstance(part, ast.Return) and isinstance(part.value, ast.Constant)
                }
    return found


def test_every_reason_has_its_words_and_no_other_stands_there():
    assert raised() - ASIDE == set(DETAILS) - ASIDE


class Indonesian(QTranslator):
    def translate(self, context, text, disambiguation=None, n=-1):
        return {"the server answered {status}": "server menjawab {status}"}.get(text)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Trouble(Why.REFUSED, "the server answered {status}", status=404), "server menjawab 404"),
        (NotASource("the address needs {z}, {x} and {y}"), "the address needs {z}, {x} and {y}"),
        (
            NotASource("nothing is known of {names} in the address", names="{q}"),
            "nothing is known of {q} in the address",
        ),
    ],
)
def test_figures_stand_in_the_words_of_the_language(qapp, error, said):
    translator = Indonesian()
    QCoreApplication.installTranslator(translator)
    try:
        assert detail(error) == said
    finally:
        QCoreApplication.removeTranslator(translator)
