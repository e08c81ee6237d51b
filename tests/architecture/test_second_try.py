"""`./poc test` runs once more what failed, so that chance is told from fault; a fault stays a fault."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.architecture.test_script import poc as poc


@pytest.fixture
def tried(poc: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Runs a file of tests as `./poc test` does, and gives the exit code."""
    monkeypatch.setattr(poc, "tool", lambda venv, name: Path(sys.executable))
    monkeypatch.setattr(poc, "HERE", tmp_path)

    def run(body: str, *, again: bool = True) -> int:
        file = tmp_path / "test_it.py"
        file.write_text(f"from pathlib import Path\nMARK = Path({str(tmp_path / 'mark')!r})\n{body}", encoding="utf-8")
        return poc._tried(tmp_path, ["-q", "-p", "no:pytestqt", "-c", "/dev/null", str(file)], again=again)

    return run


ONCE = "def test_it():\n    there = MARK.exists()\n    MARK.touch()\n    assert there\n"


def test_what_passes_the_second_time_passes_and_is_named(tried, capfd: pytest.CaptureFixture[str]) -> None:
    assert tried(ONCE) == 0
    assert "UNSTABLE unless it fails again" in capfd.readouterr().out


def test_what_fails_twice_fails(tried) -> None:
    assert tried("def test_it():\n    assert False\n") == 1


def test_a_crash_is_run_again_whole(tried, capfd: pytest.CaptureFixture[str]) -> None:
    crash = "def test_it():\n    import os\n    if not MARK.exists():\n        MARK.touch()\n        os.abort()\n"
    assert tried(crash + "def test_other():\n    pass\n") == 0
    assert "2 passed" in capfd.readouterr().out


def test_what_a_developer_names_is_run_once(tried) -> None:
    assert tried(ONCE, again=False) == 1
