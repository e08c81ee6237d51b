"""The start: the window is there before the libraries that only some of the work needs."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

LATER = (  # what would hold the first window up, by a second and more together
    "pandas",
    "geopandas",
    "pyogrio",
    "pyproj",
    "folium",
    "branca",
    "sklearn",
    "scipy",
    "mapbox_vector_tile",
)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The packages that the window's process has imported when it is first seen with its queue."""
    data = tmp_path_factory.mktemp("data")
    command = [sys.executable, "-X", "importtime", "-m", "console", "run", "--data", str(data), "--leave-when-shown"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return {found.partition(".")[0] for found in re.findall(r"^import time:.*\|\s+(\S+)$", done.stderr, re.MULTILINE)}


def test_the_list_of_what_was_imported_is_read_right(imported):
    assert {"PySide6", "numpy", "shapely", "console"} <= imported


@pytest.mark.parametrize("package", LATER)
def test_the_first_window_does_not_wait_for_what_only_some_work_needs(imported, package):
    assert package not in imported
