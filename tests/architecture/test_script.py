"""The one script `poc`: standard library only, coherent with the application, quiet on standard output."""

import importlib.machinery
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from console import cli
from tests.architecture.house import ROOT, imports_of

POC = ROOT / "poc"


@pytest.fixture(scope="module")
def poc() -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("poc", str(POC))
    spec = importlib.util.spec_from_loader("poc", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode, before = True, sys.dont_write_bytecode
    try:
        loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module


def asked(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(POC), *words], capture_output=True, text=True, check=False, env=environment or None
    )


def test_it_needs_nothing_but_the_standard_library() -> None:
    assert {name.partition(".")[0] for name in imports_of(POC)} <= sys.stdlib_module_names


def test_help_names_every_command(poc: ModuleType) -> None:
    shown = asked("--help").stdout
    assert [command.name for command in poc.COMMANDS if f"\n  {command.name} " not in shown] == []


def test_what_the_script_passes_on_the_application_knows(poc: ModuleType) -> None:
    passed_on = {command.name for command in poc.COMMANDS} - set(poc.OWN)
    assert passed_on == {command.name for command in cli.COMMANDS}


def test_a_mistyped_command_is_answered_with_the_one_that_was_meant() -> None:
    answer = asked("tset")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "Meant: test?" in answer.stderr


def test_without_a_display_it_knows(poc: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert not poc.has_display()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert poc.has_display()


def test_what_was_said_for_a_window_is_not_dropped_in_silence(
    poc: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert poc.instead_of_a_window(["--daat", "x"])[0] == "tour"
    assert "--daat x" in capsys.readouterr().err


def made(venv: Path, poc: ModuleType) -> Path:
    """A set-up as `poc` leaves it, without what takes time."""
    python = poc.tool(venv, "python")
    python.parent.mkdir(parents=True)
    python.touch(mode=0o755)
    (venv / ".poc").mkdir()
    lock = poc.lock_file("run")
    (venv / ".poc" / lock.name).write_bytes(lock.read_bytes())
    return venv


def test_a_set_up_is_recognised_only_whole_and_of_this_very_lock(poc: ModuleType, tmp_path: Path) -> None:
    venv = made(tmp_path / "venv", poc)
    assert poc.installed(venv, "run")
    assert not poc.installed(venv, "test")
    (venv / ".poc" / "busy").touch()
    assert not poc.installed(venv, "run"), "interrupted"
    (venv / ".poc" / "busy").unlink()
    (venv / ".poc" / poc.lock_file("run").name).write_text("an older lock")
    assert not poc.installed(venv, "run")


def test_a_set_up_that_is_closed_to_this_user_counts_as_none(
    poc: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    venv = made(tmp_path / "venv", poc)
    poc.tool(venv, "python").chmod(0o644)
    assert not poc.installed(venv, "run"), "the Python behind it can't be run"
    poc.tool(venv, "python").chmod(0o755)

    def closed(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", closed)
    assert not poc.installed(venv, "run")


def test_a_folder_that_holds_something_else_is_left_alone(poc: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(poc.Stopped, match="something else"):
        poc._create(tmp_path)
    assert (tmp_path / "thesis.txt").exists()


def test_the_installer_comes_from_the_lock_with_its_hashes(poc: ModuleType, tmp_path: Path) -> None:
    venv = made(tmp_path / "venv", poc)
    rows = poc._uv_lock(venv, poc.lock_file("run")).read_text().splitlines()
    assert rows[0].startswith("uv==")
    assert len(rows) > 5
    assert all("--hash=sha256:" in row for row in rows[1:])
    assert not rows[-1].endswith("\\")


def test_a_younger_python_gets_the_lock_of_the_newest_minor(poc: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 15, 0))
    assert poc.lock_file("run").name == "run-3.13.txt"
