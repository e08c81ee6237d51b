"""The tour: one shift through the real windows ends with nothing lost, in two keystrokes an assignment."""

import faulthandler
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import DATA, ROOT

SECONDS = 600


@pytest.fixture(autouse=True)
def _a_tour_takes_longer_than_a_minute() -> None:
    faulthandler.cancel_dump_traceback_later()


def tour(out: Path, *arguments: str) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "console", "tour", "--out", str(out), "--json", *arguments],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.count("\n") == 1, "standard output holds the one JSON object and nothing else"
    return json.loads(done.stdout)


@pytest.mark.slow
def test_a_shift_with_the_real_reports_goes_through(tmp_path: Path) -> None:
    if not DATA.is_dir():
        pytest.skip("no ../shared/data on this machine: real data is not part of the repository")
    found = tour(tmp_path / "out", "--data", str(DATA))
    assert found["flood_reports"] >= 86
    assert found["alerts"] >= 19
    assert found["triaged"] >= found["reports_in"]
    assert found["assigned"] >= 60
    assert found["resolved"] > 0
    assert found["lost"] == 0
    assert found["keystrokes_per_assignment"] <= 4
    files = [Path(path) for path in (*found["pictures"], *found["shift_report"].values())]
    assert all(path.stat().st_size > 1000 for path in files)


@pytest.mark.slow
def test_a_shift_with_the_made_up_city_goes_through(tmp_path: Path) -> None:
    found = tour(tmp_path / "keluaran uji é")  # Qt reads some names as Latin-1
    assert found["reports_in"] >= 100
    assert found["assigned"] >= 60
    assert found["lost"] == 0


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "console", "tour", "--out", str(tmp_path / "out"), "--data", str(tmp_path / "nowhere")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "nowhere" in done.stderr
