"""What every test starts from: no screen needed, one time zone, one locale, nobody's settings."""

import gc
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

# Before Qt is imported anywhere: a test never opens a window on somebody's screen by accident.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# What is shown depends on the profile (WIB) and the chosen language, never on the machine; UTC would hide a mistake.
os.environ["TZ"] = "America/St_Johns"
os.environ["LC_ALL"] = "C.UTF-8"
os.environ.pop("LANGUAGE", None)
if hasattr(time, "tzset"):
    time.tzset()

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real data that developers have beside the repository; without it the test is skipped."""
    if not DATA.is_dir():
        pytest.skip("no ../shared/data on this machine: real data is not part of the repository")
    return DATA


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Settings and data folders of the tests lie in a place of their own, empty at the start."""
    home = str(tmp_path_factory.mktemp("home"))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA"):
            patch.setenv(name, home)
        yield


@pytest.fixture(scope="session", autouse=True)
def _collect_here_only() -> Iterator[None]:
    """As in the console: no worker thread ever frees a widget, which would crash Qt in some later test."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def _swept() -> Iterator[None]:
    """What a test forgot is freed on the main thread before the next one."""
    yield
    if gc.get_count()[0] > 50_000:
        gc.collect()
