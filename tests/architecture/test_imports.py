"""Which way imports point: import-linter's contracts, and what it cannot see."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.house import ROOT, imports_of, name_of, tree_of

DOMAIN = sorted((ROOT / "console" / "domain").rglob("*.py"))
STATE = sorted((ROOT / "console" / "state").rglob("*.py"))
QGIS = sorted((ROOT / "plugins" / "qgis_poc").rglob("*.py"))
# Standard library, but machinery: the rules know neither network, database, clock, file nor other programs.
MACHINERY = {
    "asyncio", "glob", "http", "io", "multiprocessing", "os", "pathlib", "random", "shutil", "socket", "sqlite3", "ssl",
    "subprocess", "sys", "tempfile", "threading", "time", "tomllib", "urllib",
}  # fmt: skip


def test_every_import_contract_is_kept() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(lint), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", DOMAIN, ids=name_of)
def test_the_rules_import_only_the_standard_library_without_its_machinery(path: Path) -> None:
    tops = {name.partition(".")[0] for name in imports_of(path) if not name.startswith("console.domain")}
    assert tops - {"console"} <= sys.stdlib_module_names
    assert not tops & MACHINERY
    assert all(name.startswith("console.domain") for name in imports_of(path) if name.startswith("console"))


CLOCKS = {
    ("console/domain/wire.py", "datetime.now"),  # the moment inside a new id, where the caller names none
}


@pytest.mark.parametrize("path", DOMAIN, ids=name_of)
def test_the_rules_read_no_clock(path: Path) -> None:
    calls = [ast.unparse(node.func) for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
    clocks = {(name_of(path), call) for call in calls if call.endswith((".now", ".today", ".utcnow"))}
    assert clocks <= CLOCKS, "the time is an argument"


@pytest.mark.parametrize("path", STATE, ids=name_of)
def test_state_holds_no_widgets(path: Path) -> None:
    assert not {name for name in imports_of(path) if name.startswith(("PySide6.QtWidgets", "PySide6.QtGui"))}


def test_the_qgis_plugin_imports_nothing_of_ours() -> None:
    """QGIS has a package `console` of its own; ours would be the wrong one."""
    known = sys.stdlib_module_names | {"qgis", "processing", "osgeo", "qgis_poc"}
    foreign = {
        (name_of(path), name) for path in QGIS for name in imports_of(path) if name.partition(".")[0] not in known
    }
    assert foreign == set()


LOADED_LATE = [
    path for folder in ("layers", "plugins/feeds", "console/service") for path in sorted((ROOT / folder).rglob("*.py"))
]


@pytest.mark.parametrize("path", LOADED_LATE, ids=name_of)
def test_the_whole_of_shapely_is_imported_before_a_part_of_it(path: Path) -> None:
    """Modules that the service loads in its threads, when they are first needed.

    Two threads that go for the package and for a part of it at once would wait for each other; Python then lets one of
    them have half of it (seen: feed adapters gone, and a 500).
    """
    found = [
        name
        for node in tree_of(path).body
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        if name.partition(".")[0] == "shapely"
    ]
    assert found[:1] in ([], ["shapely"])
