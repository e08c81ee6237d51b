"""Python environments of their own, for tools that need other packages than the tests: from hashed locks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def python_of(folder: Path, kind: str, python: str, minor: str, *, system: bool = False) -> Path:
    """The Python of a new environment with what `requirements/KIND-MINOR.txt` locks; with `system`, the system's too.

    Skips the test where there is no such lock, or no way to the packages.
    """
    lock = ROOT / "requirements" / f"{kind}-{minor}.txt"
    if not lock.exists():
        pytest.skip(f"requirements/ has no {lock.name}")
    made = folder / f"venv-{kind}"
    options = ["--system-site-packages"] if system else []
    subprocess.run([python, "-m", "venv", "--without-pip", *options, str(made)], check=True)
    there = made / "bin" / "python"
    install = ["uv", "pip", "install", "-q", "--require-hashes", "--python", str(there), "-r", str(lock)]
    fetched = subprocess.run([sys.executable, "-m", *install], capture_output=True, text=True, check=False)
    if fetched.returncode:
        pytest.skip(f"the packages of {lock.name} can't be fetched: {fetched.stderr.strip()[-200:]}")
    return there
