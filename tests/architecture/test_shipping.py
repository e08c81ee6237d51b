"""What the repository ships: no path of a machine, no address of a package index, the right Qt, whole locks."""

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest

from tests.architecture.house import ROOT, name_of, tracked

BINARY = {".png", ".jpg", ".ttf", ".otf", ".ico", ".gpkg", ".webp", ".zip", ".pdf"}
TEXT = [path for path in tracked() if path.suffix not in BINARY and path != Path(__file__)]
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/\w|[A-Z]:\\\\Users")
INDEX = re.compile(r"--(?:extra-)?index-url|--find-links\s+\S*//|pypi\.org/simple|files\.pythonhosted|^index\s*=", re.M)
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("path", TEXT, ids=name_of)
def test_nothing_names_a_machine_or_a_package_index(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert MACHINE.findall(text) == []
    assert INDEX.findall(text) == []


@pytest.mark.parametrize("path", LOCKS, ids=name_of)
def test_every_package_of_a_lock_has_its_hashes(path: Path) -> None:
    packages = re.split(r"\n(?=[a-z])", path.read_text(encoding="utf-8"))
    assert len(packages) > 10
    assert [package.partition("\n")[0] for package in packages if "--hash=sha256:" not in package] == []


def test_there_is_a_lock_for_every_supported_python_minor() -> None:
    assert {path.stem for path in LOCKS} == {
        f"{kind}-3.{minor}" for kind in ("run", "test", "qgis", "ogc") for minor in (11, 12, 13)
    }


def test_qt_is_a_version_that_keeps_its_references() -> None:
    major, minor, patch = (int(part) for part in importlib.metadata.version("PySide6-Essentials").split(".")[:3])
    assert (6, 11, 2) <= (major, minor, patch) < (6, 12, 0)


def test_qt_brings_no_browser() -> None:
    with pytest.raises(importlib.metadata.PackageNotFoundError):
        importlib.metadata.version("PySide6-Addons")


def test_the_licence_is_the_one_that_the_project_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "GPL-3.0-or-later"
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "GNU GENERAL PUBLIC LICENSE" in licence
    assert "Version 3, 29 June 2007" in licence
