"""The QGIS plugin in a real QGIS against the real service; skipped where there is no QGIS for the system's Python."""

from __future__ import annotations

import ast
import configparser
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from defusedxml import ElementTree

from console.api.connect import EmbeddedService
from tests.environments import python_of

PYTHON = "/usr/bin/python3"
ROOT = Path(__file__).resolve().parents[2]
INSIDE = [Path(__file__).with_name(name) for name in ("inside.py", "troubles.py")]
DESKTOP = Path(__file__).with_name("desktop.py")
# QGIS's own Python looks for its home by the first python3 on the PATH: that must be the system's, not a venv's.
PATH = "/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin"
ENVIRONMENT = {"QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8", "PATH": PATH}
TESTS = [
    node.name
    for path in INSIDE
    for node in ast.parse(path.read_text(encoding="utf-8")).body
    if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("qgis")


@pytest.fixture(scope="module")
def python(home: Path) -> Path:
    return python_with_qgis(home)


@pytest.fixture(scope="module")
def results(home: Path, python: Path) -> dict[str, str]:
    """What became of each test inside QGIS (empty: it passed); one start of QGIS for all of them."""
    service = EmbeddedService(home / "data", "--demo", "--no-seed")
    service.start()
    folders = os.pathsep.join((str(ROOT / "plugins"), str(Path(__file__).parent)))
    given = {
        "HOME": str(home),
        "PYTHONPATH": folders,
        "POC_WORK": str(home),
        "POC_URL": service.url,
        "POC_SECRET": service.key,
    }
    report = home / "report.xml"
    command = [str(python), "-m", "pytest", "-q", "-c", os.devnull, "--rootdir", str(home), "-p", "no:cacheprovider"]
    command += ["-p", "room", f"--junitxml={report}", *map(str, INSIDE)]
    done = subprocess.run(
        command, env={**ENVIRONMENT, **given}, cwd=home, capture_output=True, text=True, timeout=420, check=False
    )
    service.stop()
    assert report.exists(), done.stdout[-3000:] + done.stderr[-2000:]
    found: dict[str, str] = {}
    for case in ElementTree.parse(report).iter("testcase"):
        name = case.attrib["name"].partition("[")[0]
        found[name] = found.get(name, "") + _trouble(case)
    return found


def python_with_qgis(home: Path) -> Path:
    """A Python that has the system's QGIS and pytest-qgis; skips where one of them can't be had."""
    environment = {**ENVIRONMENT, "HOME": str(home)}
    asked = [PYTHON, "-c", "import qgis.core, sys; print(*sys.version_info[:2], sep='.')"]
    found = subprocess.run(asked, env=environment, capture_output=True, text=True) if Path(PYTHON).exists() else None
    if found is None or found.returncode:
        pytest.skip("no QGIS for /usr/bin/python3: apt-get install python3-qgis qgis-providers")
    return python_of(home, "qgis", PYTHON, found.stdout.strip(), system=True)


def _trouble(case: Any) -> str:
    bad = [part for part in case if part.tag in ("failure", "error", "skipped")]
    return "\n".join(f"{part.attrib.get('message')}\n{part.text}" for part in bad)


@pytest.mark.parametrize("name", TESTS)
def test_inside_qgis(results, name):
    assert name in results, "QGIS ended before this test"
    assert not results[name], results[name]


def test_the_gate_of_the_plugin_repository_finds_nothing(python: Path):
    """Bandit for code, detect-secrets for what must not be published."""
    bandit = [str(python), "-m", "bandit", "-q", "-r", str(ROOT / "plugins" / "qgis_poc")]
    found = subprocess.run(bandit, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout
    scan = [str(python), "-m", "detect_secrets", "scan", "--all-files", "."]
    told = subprocess.run(scan, capture_output=True, text=True, check=True, cwd=ROOT / "plugins" / "qgis_poc")
    assert json.loads(told.stdout)["results"] == {}


def run_whole(command: list[str], environment: dict[str, str], seconds: int) -> None:
    """Runs a command; when time is out everything that it started ends with it, a dialog that waits for ever too."""
    child = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        child.wait(seconds)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


@pytest.mark.screen
@pytest.mark.skipif(not (shutil.which("xvfb-run") and shutil.which("qgis")), reason="needs qgis and xvfb")
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Handed in. Another person reviews it."),
        ("id", "Sudah diajukan. Orang lain akan meninjaunya."),
    ],
)
def test_qgis_desktop_loads_it_and_hands_an_edit_in(tmp_path, language, said):
    service = EmbeddedService(tmp_path / "data", "--demo")
    service.start()
    own = {"HOME": str(tmp_path), "POC_WORK": str(tmp_path), "POC_URL": service.url, "POC_SECRET": service.key}
    environment = {
        "LC_ALL": "C.UTF-8",
        "PATH": PATH,
        "QGIS_PLUGINPATH": str(ROOT / "plugins"),
    }
    settings = tmp_path / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text(f"[locale]\noverrideFlag=true\nuserLocale={language}\n", encoding="utf-8")
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24"]
    command = [
        *screen,
        "qgis",
        "--nologo",
        "--noversioncheck",
        "--profiles-path",
        str(tmp_path),
        "--code",
        str(DESKTOP),
    ]
    try:
        run_whole(command, {**environment, **own}, seconds=120)
    finally:
        service.stop()
    result = json.loads((tmp_path / "desktop.json").read_text(encoding="utf-8"))
    assert result["ok"], result["why"]
    assert result["why"] == said
    assert result["edits"] == 1
    assert (tmp_path / "desktop.png").stat().st_size > 20_000


def test_the_package_is_what_qgis_installs(tmp_path):
    for folder in ("one", "two"):
        command = [sys.executable, str(ROOT / "poc"), "qgis", "package", "--out", str(tmp_path / folder)]
        subprocess.run(command, check=True, capture_output=True, cwd=tmp_path)
    zips = [(tmp_path / folder / "qgis_poc.zip") for folder in ("one", "two")]
    assert zips[0].read_bytes() == zips[1].read_bytes()
    with zipfile.ZipFile(zips[0]) as package:
        names = package.namelist()
        about = configparser.ConfigParser(interpolation=None)
        about.read_string(package.read("qgis_poc/metadata.txt").decode("utf-8"))
        icon = package.read(f"qgis_poc/{about['general']['icon']}")
    assert icon.startswith(b"\x89PNG"), "the plugin repository takes pictures of pixels only"
    assert {name.partition("/")[0] for name in names} == {"qgis_poc"}
    assert {"qgis_poc/__init__.py", "qgis_poc/LICENSE", "qgis_poc/icon.svg", "qgis_poc/help/id.html"} <= set(names)
    needed = (
        "name",
        "qgisMinimumVersion",
        "description",
        "about",
        "version",
        "author",
        "email",
        "repository",
        "tracker",
    )
    assert all(about["general"].get(key) for key in needed)
    assert (about["general"]["qgisMinimumVersion"], about["general"]["qgisMaximumVersion"]) == ("3.22", "4.99")
    assert about["general"]["supportsQt6"] == "True"
    hidden = [name for name in names if "__pycache__" in name or Path(name).name.startswith(".")]
    assert hidden == [], "the plugin repository refuses them"
    assert {Path(name).suffix for name in names} <= {".py", ".txt", ".svg", ".png", ".html", ""}
    assert zips[0].stat().st_size < 200_000
