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

import pytest

from console.api.connect import EmbeddedService

PYTHON = "/usr/bin/python3"
INSIDE = Path(__file__).with_name("inside.py")
DESKTOP = Path(__file__).with_name("desktop.py")
# QGIS's own Python looks for its home by the first python3 on the PATH: that must be the system's, not a venv's.
PATH = "/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin"
ENVIRONMENT = {"QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8", "PATH": PATH}
TESTS = [
    node.name
    for node in ast.parse(INSIDE.read_text(encoding="utf-8")).body
    if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """What became of each test inside QGIS; one start of QGIS for all of them."""
    home = tmp_path_factory.mktemp("qgis")
    environment = {**ENVIRONMENT, "HOME": str(home)}
    asked = [PYTHON, "-c", "import qgis.core"]
    if not Path(PYTHON).exists() or subprocess.run(asked, env=environment, capture_output=True).returncode:
        pytest.skip("no QGIS for /usr/bin/python3: apt-get install python3-qgis qgis-providers")
    service = EmbeddedService(home / "data", "--demo", "--no-seed")
    service.start()
    command = [PYTHON, str(INSIDE), str(home), service.url, service.key]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, check=False)
    service.stop()
    rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert rows, done.stderr[-2000:]
    return {row["test"]: row for row in rows}


@pytest.mark.parametrize("name", TESTS)
def test_inside_qgis(results, name):
    assert name in results, "QGIS ended before this test"
    assert results[name]["ok"], results[name]["why"]


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
def test_qgis_desktop_loads_it_and_hands_an_edit_in(tmp_path):
    service = EmbeddedService(tmp_path / "data", "--demo")
    service.start()
    own = {"HOME": str(tmp_path), "POC_WORK": str(tmp_path), "POC_URL": service.url, "POC_SECRET": service.key}
    environment = {
        "LC_ALL": "C.UTF-8",
        "PATH": PATH,
        "QGIS_PLUGINPATH": str(INSIDE.parents[2] / "plugins"),
    }
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
    assert result["why"] == "Handed in. Another person reviews it."
    assert result["edits"] == 1
    assert (tmp_path / "desktop.png").stat().st_size > 20_000


def test_the_package_is_what_qgis_installs(tmp_path):
    root = Path(__file__).resolve().parents[2]
    for folder in ("one", "two"):
        command = [sys.executable, str(root / "poc"), "qgis", "package", "--out", str(tmp_path / folder)]
        subprocess.run(command, check=True, capture_output=True, cwd=tmp_path)
    zips = [(tmp_path / folder / "qgis_poc.zip") for folder in ("one", "two")]
    assert zips[0].read_bytes() == zips[1].read_bytes()
    with zipfile.ZipFile(zips[0]) as package:
        names = package.namelist()
        about = configparser.ConfigParser(interpolation=None)
        about.read_string(package.read("qgis_poc/metadata.txt").decode("utf-8"))
    assert {name.partition("/")[0] for name in names} == {"qgis_poc"}
    assert {"qgis_poc/__init__.py", "qgis_poc/LICENSE", "qgis_poc/icon.svg"} <= set(names)
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
    assert about["general"]["qgisMinimumVersion"] == "3.22"
