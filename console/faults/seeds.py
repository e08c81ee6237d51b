"""Seeds that once failed: kept in a file, and run first whenever the same fault is asked for again."""

from __future__ import annotations

import json
import os
from pathlib import Path

from console.resources import data_folder

OURS = Path(__file__).resolve().parents[2] / "tests" / "faults" / "failing.json"
MOST = 50  # of one fault; the oldest go


def seeds_file() -> Path:
    """Beside the tests in a clone that can be written to, else in the data folder."""
    return OURS if OURS.parent.is_dir() and os.access(OURS.parent, os.W_OK) else data_folder() / "faults.json"


def known(path: Path, case: str) -> list[int]:
    """The seeds of a fault on a store that once failed."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8")).get(case, [])
    except (OSError, ValueError, AttributeError):
        return []
    return [seed for seed in rows if isinstance(seed, int)]


def keep(path: Path, case: str, failed: list[int]) -> None:
    """Adds seeds that failed."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        rows = {}
    rows[case] = list(dict.fromkeys([*rows.get(case, []), *failed]))[-MOST:]
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(rows, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    fresh.replace(path)
